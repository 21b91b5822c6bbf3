/* fm-psych.h - how Psych would write a string.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "frontmatter-private.h"

G_BEGIN_DECLS

typedef struct
{
  FmStyle style;
  gboolean is_tagged; /* with an explicit string tag */
} FmPsychStyle;

FmPsychStyle fm_psych_string_style (const char *text, gsize length);

G_END_DECLS

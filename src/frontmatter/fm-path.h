/* fm-path.h - steps along a path, for the edits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "frontmatter-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *text;
  gboolean appends; /* an unescaped "+" */
} FmPathPart;

FmPathPart *fm_path_parse (const char *path, guint *n_parts);
void fm_path_free (FmPathPart *parts, guint n_parts);
/* A list position: digits without leading zeros. */
gboolean fm_path_position (const char *part, guint *position);
/* The child of a mapping or sequence, NULL if there is none. */
const FmNode *fm_path_step (const FmNode *node, const char *part);

G_END_DECLS

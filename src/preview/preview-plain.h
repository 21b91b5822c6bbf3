/* preview-plain.h - the words of a page, for when it cannot be shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "preview-page.h"

G_BEGIN_DECLS

/* Title, chapeau, body as text: tags are left out, blocks keep apart. For eyes, not for programs:
 * what is no tag stays. */
char *preview_plain_text (const PreviewPage *page);

G_END_DECLS

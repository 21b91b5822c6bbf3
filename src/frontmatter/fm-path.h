/* fm-path.h - steps along a path, for the edits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "frontmatter-private.h"

G_BEGIN_DECLS

/* TRUE if the last part of an escaped path is "+". */
gboolean fm_path_appends (const char *path);
/* A list position: digits without leading zeros. */
gboolean fm_path_position (const char *part, guint *position);
/* The child of a mapping or sequence, NULL if there is none. */
const FmNode *fm_path_step (const FmNode *node, const char *part);

G_END_DECLS

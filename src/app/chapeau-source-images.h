/* chapeau-source-images.h - pictures and files in the Markdown source: chosen, or dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-text-place.h"

G_BEGIN_DECLS

/* Files of other programs can be dropped on @view: pictures are shown where they fall, others
 * become links. */
void chapeau_source_images_attach (GtkTextView *view);
/* Opens the window that shows the site's pictures. The selection is the alternative text of what is
 * chosen. */
void chapeau_source_images_choose (GtkTextView *view);

/* `![alternative](reference)`; without an alternative text the caret is where that is written.
 * @is_new: it came into the site just now. */
void chapeau_source_images_put (const ChapeauTextPlace *place,
                                const char *alternative,
                                const char *reference,
                                gboolean is_new);

G_END_DECLS

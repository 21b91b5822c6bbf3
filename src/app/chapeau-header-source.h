/* chapeau-header-source.h - the whole header of a post as text, for those who write it so.
 *
 * Signals: "closed" ()   the person wants the form again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_HEADER_SOURCE (chapeau_header_source_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauHeaderSource, chapeau_header_source, CHAPEAU, HEADER_SOURCE, GtkWidget)

/* NULL: nothing is shown. */
void chapeau_header_source_set_document (ChapeauHeaderSource *self, ChapeauDocument *document);
void chapeau_header_source_focus (ChapeauHeaderSource *self);

G_END_DECLS

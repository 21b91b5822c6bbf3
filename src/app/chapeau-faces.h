/* chapeau-faces.h - how a post looks from outside: a card, a search result, a shared link.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>
#include <preview.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FACES (chapeau_faces_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFaces, chapeau_faces, CHAPEAU, FACES, GtkWidget)

/* @page: of the document, as the preview shows it. */
void chapeau_faces_show (ChapeauFaces *self, ChapeauDocument *document, PreviewPage *page);

G_END_DECLS

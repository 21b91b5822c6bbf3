/* chapeau-preview-pane.h - the page of a document as the site shows it, live.
 *
 * Signals: "line-scrolled" (double line)             the person scrolled the page
 *          "activated" (const char *part, guint line) a click: go to that place
 *          "link-activated" (const char *uri)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>
#include <preview.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_PREVIEW_PANE (chapeau_preview_pane_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauPreviewPane, chapeau_preview_pane, CHAPEAU, PREVIEW_PANE, GtkWidget)

void chapeau_preview_pane_set_document (ChapeauPreviewPane *self, ChapeauDocument *document);
ChapeauPreview *chapeau_preview_pane_get_preview (ChapeauPreviewPane *self);
/* "full", "phone", "tablet" or "desktop"; others are taken as "full". */
void chapeau_preview_pane_set_width (ChapeauPreviewPane *self, const char *name);
/* "page", or "outside": a card, a search result, a shared link. */
void chapeau_preview_pane_set_face (ChapeauPreviewPane *self, const char *name);
void chapeau_preview_pane_set_zoom (ChapeauPreviewPane *self, double zoom);
/* Other sites' content, for this post. */
void chapeau_preview_pane_set_external (ChapeauPreviewPane *self, gboolean shown);
/* Renders and loads everything anew: files of the site changed. */
void chapeau_preview_pane_reload (ChapeauPreviewPane *self);

G_END_DECLS

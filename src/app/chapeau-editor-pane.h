/* chapeau-editor-pane.h - the form above the Markdown source of one post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-source-pane.h"
#include "chapeau-form.h"

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_EDITOR_PANE (chapeau_editor_pane_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauEditorPane, chapeau_editor_pane, CHAPEAU, EDITOR_PANE, GtkWidget)

void chapeau_editor_pane_set_document (ChapeauEditorPane *self, ChapeauDocument *document);
ChapeauForm *chapeau_editor_pane_get_form (ChapeauEditorPane *self);
ChapeauSourcePane *chapeau_editor_pane_get_source (ChapeauEditorPane *self);
/* Undo and redo where the person is: the source's, or the form's. */
void chapeau_editor_pane_undo (ChapeauEditorPane *self);
void chapeau_editor_pane_redo (ChapeauEditorPane *self);

G_END_DECLS

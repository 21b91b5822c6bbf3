/* chapeau-form.h - the details of a post as a form, or as the text they are written in.
 *
 *   ChapeauForm          the two, and which of them shows
 *     ChapeauFieldBox      rows on one grid (chapeau-field-row.h)
 *       ChapeauFieldRow      name, note, problem
 *         ChapeauFieldEditor   one class for each kind of value (chapeau-field-editor.h)
 *     ChapeauFormFolds     images, files and other fields, folded away below
 *     ChapeauHeaderSource  the header as text
 *
 * The fields themselves are ChapeauFields of `model`.
 *
 * Signals: "error" (int ChapeauDoing, const char *label, GError *)   something could not be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-messages.h"

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FORM (chapeau_form_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauForm, chapeau_form, CHAPEAU, FORM, GtkWidget)

void chapeau_form_set_document (ChapeauForm *self, ChapeauDocument *document);
/* Puts the focus into a field and unfolds what hides it. FALSE if there is no such field. */
gboolean chapeau_form_focus_path (ChapeauForm *self, const char *path);
/* The field at a path as the form has it; borrowed, or NULL. */
ChapeauField *chapeau_form_find_field (ChapeauForm *self, const char *path);
/* Shows the header as text, or as the form. */
void chapeau_form_set_as_text (ChapeauForm *self, gboolean as_text);
gboolean chapeau_form_is_as_text (ChapeauForm *self);

/* The height at which nothing of it has to be scrolled, in this width. */
int chapeau_form_get_full_height (ChapeauForm *self, int width);
/* TRUE while the person works below the main fields, or on the header as text: the form is then
 * worth more of the height than the text's. */
gboolean chapeau_form_wants_room (ChapeauForm *self);

/* For what stands in a form: says that something could not be done. Takes nothing. */
void chapeau_form_report (GtkWidget *within, ChapeauDoing doing, const char *label, GError *error);

/* ---- what is folded away ---- */

#define CHAPEAU_TYPE_FORM_FOLDS (chapeau_form_folds_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFormFolds, chapeau_form_folds, CHAPEAU, FORM_FOLDS, GtkWidget)

/* A fold for each of @sections, and one for all of @others (ChapeauField; NULL: nothing). */
void
chapeau_form_folds_set_fields (ChapeauFormFolds *self, GListModel *sections, GListModel *others);
/* Counts and problems again. */
void chapeau_form_folds_refresh (ChapeauFormFolds *self);
gboolean chapeau_form_folds_any_open (ChapeauFormFolds *self);
/* Unfolds the field at the top of @path. */
void chapeau_form_folds_reveal (ChapeauFormFolds *self, const char *path);
/* A widget behind the folds' names. */
void chapeau_form_folds_add_action (ChapeauFormFolds *self, GtkWidget *widget);

G_END_DECLS

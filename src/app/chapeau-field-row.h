/* chapeau-field-row.h - a field of the form: its name, its editor, and what is wrong with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-field-editor.h"

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FIELD_ROW (chapeau_field_row_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldRow, chapeau_field_row, CHAPEAU, FIELD_ROW, GtkWidget)

GtkWidget *chapeau_field_row_new (ChapeauField *field);
ChapeauField *chapeau_field_row_get_field (ChapeauFieldRow *self);
ChapeauFieldEditor *chapeau_field_row_get_editor (ChapeauFieldRow *self);
/* Wants a line of its own. */
gboolean chapeau_field_row_is_wide (ChapeauFieldRow *self);
void chapeau_field_row_focus (ChapeauFieldRow *self);
/* FALSE where the name stands above the row already: the name is told to assistive tools only. */
void chapeau_field_row_set_titled (ChapeauFieldRow *self, gboolean titled);

/* ---- rows on one grid ---- */

#define CHAPEAU_TYPE_FIELD_BOX (chapeau_field_box_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldBox, chapeau_field_box, CHAPEAU, FIELD_BOX, GtkWidget)

/* A row for each ChapeauField of @fields (taken by reference; may be NULL), in place: a field that
 * stays keeps its row and its focus. Narrow rows share lines as the width allows. */
void chapeau_field_box_set_fields (ChapeauFieldBox *self, GListModel *fields);
/* The row of a field, at any depth; NULL if it is not shown here. */
ChapeauFieldRow *chapeau_field_box_find (GtkWidget *within, const char *path);

G_END_DECLS

/* chapeau-field-editor.h - what changes the value of one field: the base of all such widgets.
 *
 * An editor shows a ChapeauField and changes it; it keeps nothing of its own but what is being
 * typed and not complete yet. It never edits while it shows. Its name, role and the description of
 * what is wrong are those of its target: the widget that takes the focus.
 *
 * Properties: "note"   a word beside the label: a counter, a zone (read by the row)
 *             "error"  what is wrong with what is being typed and not taken (read by the row)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FIELD_EDITOR (chapeau_field_editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    ChapeauFieldEditor, chapeau_field_editor, CHAPEAU, FIELD_EDITOR, GtkWidget)

struct _ChapeauFieldEditorClass
{
  GtkWidgetClass parent_class;

  /* Shows the value; called at first and whenever it or what the site says of it changed. */
  void (*show) (ChapeauFieldEditor *self, ChapeauField *field);
  /* Takes what waits for being complete: the focus leaves, or the post is saved. */
  void (*commit) (ChapeauFieldEditor *self);
  /* What takes the focus, and has the name. */
  GtkWidget *(*get_target) (ChapeauFieldEditor *self);
  /* What the target is called for assistive tools; by default the field's label. New string. */
  char *(*dup_name) (ChapeauFieldEditor *self, const char *label);
  /* Small buttons to stand beside the field's name; NULL: none. */
  GtkWidget *(*get_tools) (ChapeauFieldEditor *self);
};

/* The editor that fits the field. New, floating. */
GtkWidget *chapeau_field_editor_new_for (ChapeauField *field);

ChapeauField *chapeau_field_editor_get_field (ChapeauFieldEditor *self);
GtkWidget *chapeau_field_editor_get_target (ChapeauFieldEditor *self);
GtkWidget *chapeau_field_editor_get_tools (ChapeauFieldEditor *self);
char *chapeau_field_editor_dup_name (ChapeauFieldEditor *self);
const char *chapeau_field_editor_get_note (ChapeauFieldEditor *self);
const char *chapeau_field_editor_get_error (ChapeauFieldEditor *self);
void chapeau_field_editor_commit (ChapeauFieldEditor *self);

/* ---- for editors ---- */

void chapeau_field_editor_set_note (ChapeauFieldEditor *self, const char *note);
void chapeau_field_editor_set_error (ChapeauFieldEditor *self, const char *sentence);
/* TRUE while the value is being shown: what widgets say then is no change. */
gboolean chapeau_field_editor_is_showing (ChapeauFieldEditor *self);
/* Shows the field again. */
void chapeau_field_editor_refresh (ChapeauFieldEditor *self);
/* Sets the text of an entry without an edit; the cursor stays where it is. */
void chapeau_field_editor_set_text (GtkEditable *editable, const char *text);
/* Calls commit when the focus leaves @widget. */
void chapeau_field_editor_commit_on_leave (ChapeauFieldEditor *self, GtkWidget *widget);

/* Before @going leaves the window: takes the focus out of it, so that nothing is left half done. */
void chapeau_field_release_focus (GtkWidget *going);
/* A field's label and what a button does: "Images: Add an image…". New string. */
char *chapeau_field_dup_name_with (const char *label, const char *action);
/* What people call a field: translated, of an item with its number. New string. */
char *chapeau_field_dup_label (ChapeauField *field);

/* ---- the editors ---- */

#define CHAPEAU_TYPE_FIELD_LINE (chapeau_field_line_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldLine, chapeau_field_line, CHAPEAU, FIELD_LINE, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_TEXT (chapeau_field_text_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldText, chapeau_field_text, CHAPEAU, FIELD_TEXT, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_DATE (chapeau_field_date_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldDate, chapeau_field_date, CHAPEAU, FIELD_DATE, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_CHIPS (chapeau_field_chips_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldChips, chapeau_field_chips, CHAPEAU, FIELD_CHIPS, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_CHOICE (chapeau_field_choice_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldChoice, chapeau_field_choice, CHAPEAU, FIELD_CHOICE, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_SWITCH (chapeau_field_switch_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldSwitch, chapeau_field_switch, CHAPEAU, FIELD_SWITCH, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_COLOR (chapeau_field_color_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldColor, chapeau_field_color, CHAPEAU, FIELD_COLOR, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_FILES (chapeau_field_files_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldFiles, chapeau_field_files, CHAPEAU, FIELD_FILES, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_GROUP (chapeau_field_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldGroup, chapeau_field_group, CHAPEAU, FIELD_GROUP, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_CARDS (chapeau_field_cards_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauFieldCards, chapeau_field_cards, CHAPEAU, FIELD_CARDS, ChapeauFieldEditor)
#define CHAPEAU_TYPE_FIELD_RAW (chapeau_field_raw_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldRaw, chapeau_field_raw, CHAPEAU, FIELD_RAW, ChapeauFieldEditor)

G_END_DECLS

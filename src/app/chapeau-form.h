/* chapeau-form.h - the details of a post as a form: one row a key.
 *
 * Signals: "error" (const char *label, GError *)   a change could not be made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FORM (chapeau_form_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauForm, chapeau_form, CHAPEAU, FORM, GtkWidget)

void chapeau_form_set_document (ChapeauForm *self, ChapeauDocument *document);
/* Puts the focus into the field that a part of the page shows ("title", "tags" …). */
void chapeau_form_focus_part (ChapeauForm *self, const char *part);

/* ---- one row ---- */

typedef enum
{
  CHAPEAU_ROW_LINE,     /* one line of text */
  CHAPEAU_ROW_TITLE,    /* the same, large */
  CHAPEAU_ROW_MARKDOWN, /* several lines */
  CHAPEAU_ROW_LIST,     /* strings, separated by commas */
  CHAPEAU_ROW_DATE,     /* in words; what is typed is understood on Enter or when leaving */
  CHAPEAU_ROW_SWITCH,   /* yes or no */
  CHAPEAU_ROW_WRITTEN,  /* shown as it is written in the file, not changed here */
} ChapeauRowKind;

#define CHAPEAU_TYPE_FORM_ROW (chapeau_form_row_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFormRow, chapeau_form_row, CHAPEAU, FORM_ROW, GtkWidget)

/* Signal: "edited" (): the person changed the value. @path: where the value stands in the header.
 * @site tells zone and language of dates. */
ChapeauFormRow *
chapeau_form_row_new (const char *path, const char *label, ChapeauRowKind kind, Site *site);
const char *chapeau_form_row_get_path (ChapeauFormRow *self);
/* A word of help below the pointer, and for screen readers. NULL: none. */
void chapeau_form_row_set_help (ChapeauFormRow *self, const char *help);
const char *chapeau_form_row_get_label (ChapeauFormRow *self);
/* Shows the value of @node (NULL: absent); no signal, and nothing moves if it is shown already. */
void chapeau_form_row_show (ChapeauFormRow *self, const FmNode *node, gboolean editable);
/* What the person entered; NULL: nothing, the key goes. */
FmValue *chapeau_form_row_dup_value (ChapeauFormRow *self);
void chapeau_form_row_focus (ChapeauFormRow *self);
/* How a node is best shown. */
ChapeauRowKind chapeau_form_row_kind_of (const char *key, const FmNode *node);

G_END_DECLS

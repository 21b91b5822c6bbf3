/* chapeau-field.h - one key of a document's header, as a form shows it.
 *
 * A field knows where it stands (path), what the site says about it (SiteField), which kind of
 * widget fits what is written there now, and its value. It never keeps a value of its own: it shows
 * the document's header, and every change is an edit of that header, one step of undo. Opening a
 * form therefore changes nothing, and undo is the document's.
 *
 *   g_autoptr (ChapeauFields) fields = chapeau_fields_new (document);
 *   ChapeauField *author = chapeau_fields_find (fields, "auteur");
 *   chapeau_field_set_text (author, "Zoé");                 // an edit, if it is one
 *   chapeau_document_undo (document);                       // author emits "changed"
 *
 * Signals of a field: "changed" ()   its value, its problem or whether it can be edited
 *                     "described" () what the site says about it: label, known values
 * Signal of the set:  "edit-failed" (ChapeauField *, GError *)   nothing was changed
 *
 * The kind follows the value first, so that nothing is shown that its widget cannot hold: a value
 * too irregular for any widget is SITE_FIELD_RAW. A field whose kind changes is another object.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-document.h"

#include <gio/gio.h>
#include <site.h>

G_BEGIN_DECLS

/* What is wrong with a value, or missing. Never an obstacle to saving. */
typedef enum
{
  CHAPEAU_FIELD_FINE,
  CHAPEAU_FIELD_MISSING,      /* required before publishing */
  CHAPEAU_FIELD_TOO_LONG,     /* above the site's maximum */
  CHAPEAU_FIELD_NOT_A_DATE,   /* what is written is no date */
  CHAPEAU_FIELD_NOT_A_NUMBER, /* … no number */
  CHAPEAU_FIELD_NOT_A_COLOR,  /* … no colour */
  CHAPEAU_FIELD_NOT_ALLOWED,  /* not among the values that the site allows */
  CHAPEAU_FIELD_UNDESCRIBED,  /* an image with neither a description nor "decorative" */
} ChapeauFieldProblem;

#define CHAPEAU_TYPE_FIELD (chapeau_field_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauField, chapeau_field, CHAPEAU, FIELD, GObject)

/* ---- what it is ---- */

/* As fm_header_lookup takes it. */
const char *chapeau_field_get_path (ChapeauField *self);
const char *chapeau_field_get_key (ChapeauField *self);
/* What people call it; gettext knows it if *@translatable. */
const char *chapeau_field_get_label (ChapeauField *self, gboolean *translatable);
/* Of an item of a group list its place from 0, else -1. */
int chapeau_field_get_position (ChapeauField *self);
/* For CHIPS, FILE and IMAGE chapeau_field_is_multiple tells whether the value is (to be) a list. */
SiteFieldKind chapeau_field_get_kind (ChapeauField *self);
gboolean chapeau_field_is_multiple (ChapeauField *self);
/* What the site says; of an item of a group list the list's. Borrowed until "described". */
const SiteField *chapeau_field_get_site_field (ChapeauField *self);
/* Among the fields that are always shown? */
gboolean chapeau_field_is_main (ChapeauField *self);
/* Is it the alternative text of an image beside it? Then "" means: decorative. */
gboolean chapeau_field_is_description (ChapeauField *self);
/* A MARKDOWN that is a style sheet, HTML or a program: no formatting, no spelling. */
gboolean chapeau_field_is_code (ChapeauField *self);
/* Is its text sentences, whose spelling can be checked? */
gboolean chapeau_field_is_prose (ChapeauField *self);
/* Members of a GROUP, GROUPs of a GROUP_LIST: ChapeauField, empty for other kinds. Borrowed. */
GListModel *chapeau_field_get_children (ChapeauField *self);
ChapeauDocument *chapeau_field_get_document (ChapeauField *self);

/* ---- its value ---- */

/* Borrowed until the header changes; NULL: the key is not there. */
const FmNode *chapeau_field_get_node (ChapeauField *self);
gboolean chapeau_field_is_blank (ChapeauField *self); /* absent, null, "" or an empty list */
gboolean chapeau_field_is_editable (ChapeauField *self);
ChapeauFieldProblem chapeau_field_get_problem (ChapeauField *self);
/* A scalar's text, "" for anything else. */
char *chapeau_field_dup_text (ChapeauField *self);
/* The texts of a list of scalars; of one scalar that (of `tags` and `categories` its words, as
 * Jekyll takes them). Never NULL. */
char **chapeau_field_dup_items (ChapeauField *self);
/* NULL if there is no date. @form (may be NULL): how it is written. */
GDateTime *chapeau_field_dup_date (ChapeauField *self, SiteDateForm *form);
/* The entry as it is written, "key: …", with its indentation taken off. */
char *chapeau_field_dup_written (ChapeauField *self);

/* ---- changing it ----
 *
 * Each is one step of undo (typing into one field merges), does nothing if nothing would change,
 * and gives FALSE after "edit-failed" if the header cannot be edited there. */

/* NULL or blank: the key goes, or keeps standing empty where its neighbours are written so. */
gboolean chapeau_field_set_value (ChapeauField *self, const FmValue *value);
/* A text of the kind that stood there: "12" for a number is one. "" empties. */
gboolean chapeau_field_set_text (ChapeauField *self, const char *text);
/* Written as the date before; nothing if it is the same moment. Without @has_time a time of day
 * that was there stays. NULL empties. */
gboolean chapeau_field_set_date (ChapeauField *self, GDateTime *date, gboolean has_time);
/* Lists of scalars. */
gboolean chapeau_field_insert_items (ChapeauField *self, guint at, const char *const *items);
gboolean chapeau_field_replace_item (ChapeauField *self, guint at, const char *item);
/* Lists of scalars and of groups. */
gboolean chapeau_field_remove_item (ChapeauField *self, guint at);
gboolean chapeau_field_move_item (ChapeauField *self, guint from, guint to);
/* One more group behind the others, with the keys that the site declares and @first (may be NULL)
 * as the value of its image or file. */
gboolean chapeau_field_append_group (ChapeauField *self, const char *first);
/* The key goes, whatever its value is. */
gboolean chapeau_field_remove (ChapeauField *self);
/* The entry "key: …" as people write it. FALSE without a signal, and nothing changes, if it is no
 * such entry or would change something else; *@reason is then a static code, as those of
 * frontmatter.h. */
gboolean chapeau_field_set_written (ChapeauField *self, const char *yaml, const char **reason);

/* ---- the fields of a document ---- */

#define CHAPEAU_TYPE_FIELDS (chapeau_fields_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFields, chapeau_fields, CHAPEAU, FIELDS, GObject)

/* Follows the document's header and what is known of the site's posts. */
ChapeauFields *chapeau_fields_new (ChapeauDocument *document);
/* The top of the tree, in the order of the form: ChapeauField. Changed in place: a field that stays
 * is the same object. Empty without a readable header. */
GListModel *chapeau_fields_get_list (ChapeauFields *self);
ChapeauDocument *chapeau_fields_get_document (ChapeauFields *self);
/* At any depth; borrowed, or NULL. */
ChapeauField *chapeau_fields_find (ChapeauFields *self, const char *path);
/* A key that the post does not have yet: it gets an empty value, so that it is shown. FALSE if
 * there is such a key already or if it is no name. */
gboolean chapeau_fields_add (ChapeauFields *self, const char *key);
/* Tries to read a date as people type it, in the site's zone. */
GDateTime *chapeau_fields_parse_date (ChapeauFields *self, const char *text, gboolean *has_time);

G_END_DECLS

/* chapeau-form.c - the details of a post as a form: one row a key.
 *
 * The usual keys come first, the post's other keys fold away below. Rows stay while their keys and
 * kinds stay, so that typing keeps its focus; each change of the header shows the values again,
 * which changes only what differs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-form.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *key;
  const char *label;
  gboolean wide; /* a line of its own */
} UsualField;

static const UsualField usual_fields[] = {
  { "title", N_ ("Title"), TRUE },
  { "chapeau-text", N_ ("Lead"), TRUE },
  { "date", N_ ("Date"), FALSE },
  { "auteur", N_ ("Author"), FALSE },
  { "categories", N_ ("Categories"), FALSE },
  { "tags", N_ ("Tags"), TRUE },
};

/* Parts of the page that show a key. */
static const struct
{
  const char *part;
  const char *key;
} shown_by[] = {
  { "title", "title" },   { "chapeau", "chapeau-text" },  { "date", "date" },
  { "author", "auteur" }, { "categories", "categories" }, { "tags", "tags" },
};

struct _ChapeauForm
{
  GtkWidget parent_instance;

  /* template */
  GtkBox *rows_box;
  GtkFlowBox *flow_box;
  GtkBox *tail_box;
  GtkExpander *others;
  GtkBox *others_box;

  /* owned */
  ChapeauDocument *document;
  GPtrArray *rows; /* ChapeauFormRow, borrowed from the boxes */
  char *shape;     /* keys and kinds that the rows were made for */
};

enum
{
  ERROR_SIGNAL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauForm, chapeau_form, GTK_TYPE_WIDGET)

/* ---- edits
 * --------------------------------------------------------------------------------------- */

static void
on_row_edited (ChapeauForm *self, ChapeauFormRow *row)
{
  FmHeader *header = chapeau_document_get_header (self->document);
  g_autofree char *path = fm_path_escape (chapeau_form_row_get_key (row));
  g_autoptr (FmValue) value = chapeau_form_row_dup_value (row);
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits = NULL;

  if (value != NULL)
    edits = fm_edit_set (header, path, value, &error);
  else if (fm_header_lookup (header, path) != NULL)
    edits = fm_edit_remove (header, path, &error);
  else
    return;
  if (edits == NULL)
    {
      g_signal_emit (self, signals[ERROR_SIGNAL], 0, chapeau_form_row_get_label (row), error);
      return;
    }
  chapeau_document_edit_header (self->document, edits, path);
}

/* ---- rows
 * ---------------------------------------------------------------------------------------- */

static const FmNode *
find_member (ChapeauForm *self, const char *key)
{
  const FmNode *root = fm_header_get_root (chapeau_document_get_header (self->document));

  return root != NULL ? fm_node_get_member (root, key) : NULL;
}

static const UsualField *
find_usual (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    if (strcmp (usual_fields[i].key, key) == 0)
      return &usual_fields[i];
  return NULL;
}

/* "une-ou-diaporama" → "Une ou diaporama". */
static char *
dup_label (const char *key)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (key), "-_", ' ');
  g_autofree char *first = NULL;

  if (*spaced == '\0' || !g_utf8_validate (spaced, -1, NULL))
    return g_steal_pointer (&spaced);
  first = g_utf8_strup (spaced, g_utf8_next_char (spaced) - spaced);
  return g_strconcat (first, g_utf8_next_char (spaced), NULL);
}

static GtkWidget *
add_row (ChapeauForm *self, const char *key, const char *label)
{
  ChapeauFormRow *row =
      chapeau_form_row_new (key, label, chapeau_form_row_kind_of (key, find_member (self, key)));

  g_signal_connect_object (row, "edited", G_CALLBACK (on_row_edited), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  return GTK_WIDGET (row);
}

static void
remove_rows (ChapeauForm *self)
{
  GtkBox *const boxes[] = { self->rows_box, self->tail_box, self->others_box };
  GtkWidget *child;

  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    while ((child = gtk_widget_get_first_child (GTK_WIDGET (boxes[i]))) != NULL)
      gtk_box_remove (boxes[i], child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->flow_box))) != NULL)
    gtk_flow_box_remove (self->flow_box, child);
}

static void
add_usual_rows (ChapeauForm *self)
{
  gboolean behind = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    {
      const UsualField *field = &usual_fields[i];
      GtkWidget *row = add_row (self, field->key, _ (field->label));

      if (field->wide)
        gtk_box_append (behind ? self->tail_box : self->rows_box, row);
      else
        gtk_flow_box_append (self->flow_box, row);
      behind = behind || !field->wide;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->flow_box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
}

static void
add_other_rows (ChapeauForm *self)
{
  const FmNode *root = fm_header_get_root (chapeau_document_get_header (self->document));
  guint n = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; root != NULL && i < fm_node_get_length (root); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (root, i), NULL);
      g_autofree char *name = NULL;

      if (key == NULL || find_usual (key) != NULL)
        continue;
      name = dup_label (key);
      gtk_box_append (self->others_box, add_row (self, key, name));
      n++;
    }
  label = g_strdup_printf (ngettext ("%u other field", "%u other fields", n), n);
  gtk_expander_set_label (self->others, label);
  gtk_widget_set_visible (GTK_WIDGET (self->others), n > 0);
}

static char *
dup_shape (ChapeauForm *self)
{
  const FmNode *root = fm_header_get_root (chapeau_document_get_header (self->document));
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    g_string_append_printf (shape, "%d ",
                            (int) chapeau_form_row_kind_of (
                                usual_fields[i].key, find_member (self, usual_fields[i].key)));
  for (guint i = 0; root != NULL && i < fm_node_get_length (root); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (root, i), NULL);

      if (key != NULL && find_usual (key) == NULL)
        g_string_append_printf (
            shape, "%d %s\n", (int) chapeau_form_row_kind_of (key, fm_node_get_nth_value (root, i)),
            key);
    }
  return g_string_free (shape, FALSE);
}

static void
show_values (ChapeauForm *self)
{
  g_autofree char *shape = dup_shape (self);
  gboolean editable = chapeau_document_is_editable (self->document)
                      && !fm_header_is_broken (chapeau_document_get_header (self->document));

  if (g_strcmp0 (shape, self->shape) != 0)
    {
      remove_rows (self);
      add_usual_rows (self);
      add_other_rows (self);
      g_free (self->shape);
      self->shape = g_steal_pointer (&shape);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      ChapeauFormRow *row = g_ptr_array_index (self->rows, i);

      chapeau_form_row_show (row, find_member (self, chapeau_form_row_get_key (row)), editable);
    }
}

void
chapeau_form_set_document (ChapeauForm *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_FORM (self));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_func (self->document, show_values, self);
  g_set_object (&self->document, document);
  g_clear_pointer (&self->shape, g_free);
  remove_rows (self);
  if (document == NULL)
    return;
  g_signal_connect_object (document, "header-changed", G_CALLBACK (show_values), self,
                           G_CONNECT_SWAPPED);
  show_values (self);
}

void
chapeau_form_focus_part (ChapeauForm *self, const char *part)
{
  const char *key = NULL;

  g_return_if_fail (CHAPEAU_IS_FORM (self));

  for (guint i = 0; i < G_N_ELEMENTS (shown_by); i++)
    if (strcmp (shown_by[i].part, part) == 0)
      key = shown_by[i].key;
  for (guint i = 0; key != NULL && i < self->rows->len; i++)
    if (strcmp (chapeau_form_row_get_key (g_ptr_array_index (self->rows, i)), key) == 0)
      chapeau_form_row_focus (g_ptr_array_index (self->rows, i));
}

/* ---- object
 * ---------------------------------------------------------------------------------------- */

static void
chapeau_form_dispose (GObject *object)
{
  ChapeauForm *self = CHAPEAU_FORM (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->rows, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (chapeau_form_parent_class)->dispose (object);
}

static void
chapeau_form_finalize (GObject *object)
{
  ChapeauForm *self = CHAPEAU_FORM (object);

  g_ptr_array_unref (self->rows);
  g_free (self->shape);
  G_OBJECT_CLASS (chapeau_form_parent_class)->finalize (object);
}

static void
chapeau_form_class_init (ChapeauFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_form_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_form_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-form.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, rows_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, flow_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, tail_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, others);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, others_box);
  signals[ERROR_SIGNAL] =
      g_signal_new ("error", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
chapeau_form_init (ChapeauForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

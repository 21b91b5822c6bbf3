/* chapeau-form.c - the details of a post as a form: one row a key.
 *
 * The site's fields come first, what is rare or belongs to groups folds away below. Rows stay while
 * their keys and kinds stay, so that typing keeps its focus; each change of the header shows the
 * values again, which changes only what differs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-form-items.h"

#include <glib/gi18n.h>
#include <string.h>

/* Parts of the page that show a key. */
static const struct
{
  const char *part;
  const char *path;
} shown_by[] = {
  { "title", "title" },
  { "title", "titre" },
  { "chapeau", "chapeau-text" },
  { "chapeau", "chapeau" },
  { "date", "date" },
  { "author", "auteur" },
  { "author", "author" },
  { "categories", "categories" },
  { "tags", "tags" },
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
  GPtrArray *items; /* ChapeauFormItem: what the rows were made for */
  GPtrArray *rows;  /* ChapeauFormRow, borrowed from the boxes */
  char *shape;      /* of the items */

  /* The last key that was emptied, with the header around that: typed anew, it goes back to its
   * place with its quotes and its comment. */
  char *emptied_path;
  GBytes *emptied_before;
  GBytes *emptied_after;
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

static const ChapeauFormItem *
find_item (ChapeauForm *self, const char *path)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const ChapeauFormItem *item = g_ptr_array_index (self->items, i);

      if (strcmp (item->path, path) == 0)
        return item;
    }
  return NULL;
}

/* Makes an edit, or says why there is none. */
static void
make_edit (ChapeauForm *self,
           const char *label,
           BaseEdits *edits,
           const char *merge_key,
           const GError *error)
{
  if (edits != NULL)
    chapeau_document_edit_header (self->document, edits, merge_key);
  else
    g_signal_emit (self, signals[ERROR_SIGNAL], 0, label, error);
}

static void
forget_emptied (ChapeauForm *self)
{
  g_clear_pointer (&self->emptied_path, g_free);
  g_clear_pointer (&self->emptied_before, g_bytes_unref);
  g_clear_pointer (&self->emptied_after, g_bytes_unref);
}

static void
remove_value (ChapeauForm *self, const char *path, const char *label)
{
  g_autoptr (GBytes) before = g_bytes_ref (chapeau_document_get_header_bytes (self->document));
  g_autofree char *key = g_strdup (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits =
      fm_edit_remove (chapeau_document_get_header (self->document), key, &error);

  make_edit (self, label, edits, key, error);
  if (edits == NULL)
    return;
  forget_emptied (self);
  self->emptied_path = g_steal_pointer (&key);
  self->emptied_before = g_steal_pointer (&before);
  self->emptied_after = g_bytes_ref (chapeau_document_get_header_bytes (self->document));
}

/* Sets a key that was emptied just now, as if it had never been away. FALSE if it was not. */
static gboolean
refill (ChapeauForm *self, const char *path, const FmValue *value)
{
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (BaseEdits) edits = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *key = g_strdup (path);

  if (g_strcmp0 (self->emptied_path, path) != 0
      || !g_bytes_equal (self->emptied_after, chapeau_document_get_header_bytes (self->document)))
    return FALSE;
  header = fm_header_new (self->emptied_before);
  edits = fm_edit_set (header, path, value, NULL);
  if (edits == NULL)
    return FALSE;
  after = base_edits_apply (edits, g_bytes_get_data (self->emptied_before, NULL),
                            g_bytes_get_size (self->emptied_before));
  forget_emptied (self);
  chapeau_document_replace_header (self->document, after, key);
  return TRUE;
}

static void
set_value (ChapeauForm *self, const char *path, const char *label, const FmValue *value)
{
  ChapeauWorkspace *workspace = chapeau_document_get_workspace (self->document);
  Site *site = chapeau_workspace_get_site (workspace);
  const SiteCollection *collection =
      site_get_collection_of (site, chapeau_document_get_path (self->document));
  g_auto (GStrv) order =
      site_dup_key_order (site, collection, chapeau_workspace_get_facts (workspace));
  g_autofree char *key = g_strdup (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits =
      fm_edit_set_with_order (chapeau_document_get_header (self->document), key, value,
                              (const char *const *) order, &error);

  make_edit (self, label, edits, key, error);
}

static void
on_row_edited (ChapeauForm *self, ChapeauFormRow *row)
{
  const char *path = chapeau_form_row_get_path (row);
  const ChapeauFormItem *item = find_item (self, path);
  gboolean is_there = fm_header_lookup (chapeau_document_get_header (self->document), path) != NULL;
  g_autofree char *label = g_strdup (chapeau_form_row_get_label (row));
  g_autoptr (FmValue) value = chapeau_form_row_dup_value (row);

  if (value == NULL && !is_there)
    return;
  if (value == NULL && item != NULL && item->keeps)
    value = fm_value_new_null ();
  if (value == NULL)
    remove_value (self, path, label);
  else if (!refill (self, path, value))
    set_value (self, path, label, value);
}

/* ---- groups -----------------------------------------------------------------------------------
 */

static void
on_add_group (ChapeauForm *self, GtkWidget *button)
{
  const ChapeauFormItem *item = find_item (self, gtk_widget_get_name (button));
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits = NULL;

  g_return_if_fail (item != NULL && item->addition != NULL);
  label = g_strdup (item->label);
  edits = fm_edit_append (chapeau_document_get_header (self->document), item->path, item->addition,
                          &error);
  make_edit (self, label, edits, NULL, error);
}

static void
on_remove_group (ChapeauForm *self, GtkWidget *button)
{
  const ChapeauFormItem *item = find_item (self, gtk_widget_get_name (button));
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits = NULL;

  g_return_if_fail (item != NULL);
  label = g_strdup (item->label);
  edits = fm_edit_remove (chapeau_document_get_header (self->document), item->path, &error);
  make_edit (self, label, edits, NULL, error);
}

static void
add_group_button (ChapeauForm *self,
                  GtkBox *line,
                  const ChapeauFormItem *item,
                  const char *icon,
                  const char *sentence,
                  GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_name (button, item->path);
  gtk_widget_set_tooltip_text (button, sentence);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (line, button);
}

/* The line above a group: its name, and the ways to add to it or to take it away. */
static GtkWidget *
make_group_line (ChapeauForm *self, const ChapeauFormItem *item, gboolean editable)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (item->label);
  const FmNode *node = fm_header_lookup (chapeau_document_get_header (self->document), item->path);
  /* Translators: %s is the name of a field, "Images". */
  g_autofree char *add = g_strdup_printf (_ ("Add to “%s”"), item->label);
  /* Translators: %s is the name of a field, "Images 2". */
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s”"), item->label);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (line), label);
  if (item->addition != NULL)
    add_group_button (self, GTK_BOX (line), item, "list-add-symbolic", add,
                      G_CALLBACK (on_add_group));
  else if (node != NULL)
    add_group_button (self, GTK_BOX (line), item, "list-remove-symbolic", remove,
                      G_CALLBACK (on_remove_group));
  gtk_widget_set_sensitive (line, editable);
  return line;
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void
remove_rows (ChapeauForm *self)
{
  GtkBox *const boxes[] = { self->rows_box, self->tail_box, self->others_box };
  GtkWidget *child;

  /* A row that goes with the focus in it has nothing to say any more. */
  for (guint i = 0; i < self->rows->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->rows, i), on_row_edited, self);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    while ((child = gtk_widget_get_first_child (GTK_WIDGET (boxes[i]))) != NULL)
      gtk_box_remove (boxes[i], child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->flow_box))) != NULL)
    gtk_flow_box_remove (self->flow_box, child);
}

static GtkWidget *
make_row (ChapeauForm *self, const ChapeauFormItem *item)
{
  Site *site = chapeau_workspace_get_site (chapeau_document_get_workspace (self->document));
  ChapeauFormRow *row = chapeau_form_row_new (item->path, item->label, item->kind, site);

  chapeau_form_row_set_help (row, item->help);
  g_signal_connect_object (row, "edited", G_CALLBACK (on_row_edited), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  return GTK_WIDGET (row);
}

static void
add_rows (ChapeauForm *self, gboolean editable)
{
  gboolean behind = FALSE;
  guint n_others = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const ChapeauFormItem *item = g_ptr_array_index (self->items, i);
      GtkWidget *row = item->group ? make_group_line (self, item, editable) : make_row (self, item);

      switch (item->place)
        {
        case CHAPEAU_ITEM_WIDE:
          gtk_box_append (behind ? self->tail_box : self->rows_box, row);
          break;
        case CHAPEAU_ITEM_NARROW:
          gtk_flow_box_append (self->flow_box, row);
          behind = TRUE;
          break;
        case CHAPEAU_ITEM_FOLDED:
          gtk_box_append (self->others_box, row);
          n_others += item->group ? 0 : 1;
          break;
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->flow_box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
  label = g_strdup_printf (ngettext ("%u other field", "%u other fields", n_others), n_others);
  gtk_expander_set_label (self->others, label);
  gtk_widget_set_visible (GTK_WIDGET (self->others),
                          gtk_widget_get_first_child (GTK_WIDGET (self->others_box)) != NULL);
}

static void
show_values (ChapeauForm *self)
{
  FmHeader *header = chapeau_document_get_header (self->document);
  g_autoptr (GPtrArray) items = chapeau_form_items_new (self->document);
  g_autofree char *shape = chapeau_form_items_dup_shape (items);
  gboolean editable =
      chapeau_document_is_editable (self->document) && !fm_header_is_broken (header);

  if (g_strcmp0 (shape, self->shape) != 0)
    {
      remove_rows (self);
      g_ptr_array_unref (self->items);
      self->items = g_steal_pointer (&items);
      add_rows (self, editable);
      g_free (self->shape);
      self->shape = g_steal_pointer (&shape);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      ChapeauFormRow *row = g_ptr_array_index (self->rows, i);

      chapeau_form_row_show (row, fm_header_lookup (header, chapeau_form_row_get_path (row)),
                             editable);
    }
}

void
chapeau_form_set_document (ChapeauForm *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_FORM (self));

  if (self->document != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->document, show_values, self);
      g_signal_handlers_disconnect_by_func (chapeau_document_get_workspace (self->document),
                                            show_values, self);
    }
  g_set_object (&self->document, document);
  g_clear_pointer (&self->shape, g_free);
  forget_emptied (self);
  remove_rows (self);
  if (document == NULL)
    return;
  g_signal_connect_object (document, "header-changed", G_CALLBACK (show_values), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chapeau_document_get_workspace (document), "facts-changed",
                           G_CALLBACK (show_values), self, G_CONNECT_SWAPPED);
  show_values (self);
}

void
chapeau_form_focus_part (ChapeauForm *self, const char *part)
{
  g_return_if_fail (CHAPEAU_IS_FORM (self));

  for (guint i = 0; i < G_N_ELEMENTS (shown_by); i++)
    for (guint j = 0; strcmp (shown_by[i].part, part) == 0 && j < self->rows->len; j++)
      {
        ChapeauFormRow *row = g_ptr_array_index (self->rows, j);

        if (strcmp (chapeau_form_row_get_path (row), shown_by[i].path) != 0)
          continue;
        chapeau_form_row_focus (row);
        return;
      }
}

/* ---- object
 * ---------------------------------------------------------------------------------------- */

static void
chapeau_form_dispose (GObject *object)
{
  ChapeauForm *self = CHAPEAU_FORM (object);
  GtkWidget *child;

  for (guint i = 0; i < self->rows->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->rows, i), on_row_edited, self);
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
  g_ptr_array_unref (self->items);
  forget_emptied (self);
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
  self->items = g_ptr_array_new ();
}

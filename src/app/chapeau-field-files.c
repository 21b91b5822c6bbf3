/* chapeau-field-files.c - a file or an image of the site, or a list of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-editor.h"
#include "chapeau-file-row.h"
#include "chapeau-uploads.h"

#include <glib/gi18n.h>

struct _ChapeauFieldFiles
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkBox *rows_box;
  GtkButton *choose_button;
  GtkLabel *choose_label;
  GtkWidget *drop_hint;

  /* owned */
  Site *site;
  ChapeauUploads *uploads;
  GPtrArray *rows; /* borrowed from the box */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldFiles, chapeau_field_files, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldFiles *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

static gboolean
is_multiple (ChapeauFieldFiles *self)
{
  return chapeau_field_is_multiple (get_field (self));
}

/* ---- what people do ---------------------------------------------------------------------------
 */

static void
on_taken (ChapeauFieldFiles *self, const char *reference)
{
  const char *const items[] = { reference, NULL };

  if (is_multiple (self))
    chapeau_field_insert_items (get_field (self), self->rows->len, items);
  else
    chapeau_field_set_text (get_field (self), reference);
}

static void
on_choose (ChapeauFieldFiles *self)
{
  chapeau_uploads_choose (self->uploads);
}

static guint
index_of (ChapeauFieldFiles *self, ChapeauFileRow *row)
{
  guint at = 0;

  g_ptr_array_find (self->rows, row, &at);
  return at;
}

static void
on_removed (ChapeauFieldFiles *self, ChapeauFileRow *row)
{
  if (is_multiple (self))
    chapeau_field_remove_item (get_field (self), index_of (self, row));
  else
    chapeau_field_set_text (get_field (self), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->choose_button));
}

static void
on_moved (ChapeauFieldFiles *self, int step, ChapeauFileRow *row)
{
  int to = (int) index_of (self, row) + step;

  if (!is_multiple (self) || to < 0 || to >= (int) self->rows->len)
    return;
  chapeau_field_move_item (get_field (self), index_of (self, row), (guint) to);
  gtk_widget_grab_focus (self->rows->pdata[to]);
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static void
show_error (ChapeauFieldFiles *self)
{
  gboolean missing = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    missing |= chapeau_file_row_is_missing (self->rows->pdata[i]);
  chapeau_field_editor_set_error (CHAPEAU_FIELD_EDITOR (self),
                                  missing ? _ ("This file is not in the site’s folder") : NULL);
}

static void
append_row (ChapeauFieldFiles *self)
{
  GtkWidget *row = chapeau_file_row_new (self->site);

  g_signal_connect_object (row, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "replace", G_CALLBACK (on_choose), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "notify::missing", G_CALLBACK (show_error), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->rows_box, row);
  g_ptr_array_add (self->rows, row);
}

static void
chapeau_field_files_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldFiles *self = CHAPEAU_FIELD_FILES (editor);
  g_auto (GStrv) items = chapeau_field_dup_items (field);
  guint length = g_strv_length (items);
  gboolean image = chapeau_field_get_kind (field) == SITE_FIELD_IMAGE;

  if (self->site == NULL)
    return;
  while (self->rows->len > length)
    {
      GtkWidget *row = g_ptr_array_steal_index (self->rows, self->rows->len - 1);

      chapeau_field_release_focus (row);
      gtk_box_remove (self->rows_box, row);
    }
  while (self->rows->len < length)
    append_row (self);
  for (guint i = 0; i < length; i++)
    {
      chapeau_file_row_set_reference (self->rows->pdata[i], items[i]);
      chapeau_file_row_set_place (self->rows->pdata[i], i, is_multiple (self) ? length : 0);
    }
  gtk_label_set_label (self->choose_label, is_multiple (self)
                                               ? (image ? _ ("Add an image…") : _ ("Add a file…"))
                                           : image ? _ ("Choose an image…")
                                                   : _ ("Choose a file…"));
  gtk_widget_set_visible (GTK_WIDGET (self->rows_box), length > 0);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->choose_button)),
                          is_multiple (self) || length == 0);
  show_error (self);
}

/* ---- object -----------------------------------------------------------------------------------
 */

/* The whole row when it holds the one file, else the button that adds one. */
static GtkWidget *
chapeau_field_files_get_target (ChapeauFieldEditor *editor)
{
  ChapeauFieldFiles *self = CHAPEAU_FIELD_FILES (editor);

  return !is_multiple (self) && self->rows->len > 0 ? self->rows->pdata[0]
                                                    : GTK_WIDGET (self->choose_button);
}

static char *
chapeau_field_files_dup_name (ChapeauFieldEditor *editor, const char *label)
{
  ChapeauFieldFiles *self = CHAPEAU_FIELD_FILES (editor);
  GtkWidget *target = chapeau_field_files_get_target (editor);

  return chapeau_field_dup_name_with (
      label, CHAPEAU_IS_FILE_ROW (target)
                 ? chapeau_file_row_get_reference (CHAPEAU_FILE_ROW (target))
                 : gtk_label_get_label (self->choose_label));
}

static void
chapeau_field_files_constructed (GObject *object)
{
  ChapeauFieldFiles *self = CHAPEAU_FIELD_FILES (object);
  ChapeauDocument *document = chapeau_field_get_document (get_field (self));

  if (document != NULL)
    {
      self->site =
          site_ref (chapeau_workspace_get_site (chapeau_document_get_workspace (document)));
      self->uploads = chapeau_uploads_new (
          GTK_WIDGET (self), document,
          chapeau_field_get_kind (get_field (self)) == SITE_FIELD_IMAGE, is_multiple (self));
      g_signal_connect_object (self->uploads, "taken", G_CALLBACK (on_taken), self,
                               G_CONNECT_SWAPPED);
    }
  G_OBJECT_CLASS (chapeau_field_files_parent_class)->constructed (object);
}

static void
chapeau_field_files_dispose (GObject *object)
{
  ChapeauFieldFiles *self = CHAPEAU_FIELD_FILES (object);

  g_clear_object (&self->uploads);
  g_ptr_array_set_size (self->rows, 0);
  G_OBJECT_CLASS (chapeau_field_files_parent_class)->dispose (object);
}

static void
chapeau_field_files_finalize (GObject *object)
{
  ChapeauFieldFiles *self = CHAPEAU_FIELD_FILES (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->site, site_unref);
  G_OBJECT_CLASS (chapeau_field_files_parent_class)->finalize (object);
}

static void
chapeau_field_files_class_init (ChapeauFieldFilesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  G_OBJECT_CLASS (class)->constructed = chapeau_field_files_constructed;
  G_OBJECT_CLASS (class)->dispose = chapeau_field_files_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_field_files_finalize;
  editor_class->show = chapeau_field_files_show;
  editor_class->get_target = chapeau_field_files_get_target;
  editor_class->dup_name = chapeau_field_files_dup_name;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-files.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldFiles, rows_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldFiles, choose_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldFiles, choose_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldFiles, drop_hint);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
chapeau_field_files_init (ChapeauFieldFiles *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

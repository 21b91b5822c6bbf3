/* chapeau-uploads.c - the ways in which a file comes into a field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-uploads.h"

#include "chapeau-file-facts.h"
#include "chapeau-file-picker.h"
#include "chapeau-form.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauUploads
{
  GObject parent_instance;

  /* owned */
  ChapeauDocument *document;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;

  /* weak */
  GtkWidget *widget;
  GtkWindow *picker;

  gboolean pictures;
  gboolean many;
};

enum
{
  TAKEN,
  FILES,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauUploads, chapeau_uploads, G_TYPE_OBJECT)

static ChapeauWorkspace *
get_workspace (ChapeauUploads *self)
{
  return chapeau_document_get_workspace (self->document);
}

static char *
dup_folder (ChapeauUploads *self)
{
  return site_dup_uploads_folder (chapeau_workspace_get_site (get_workspace (self)),
                                  chapeau_workspace_get_facts (get_workspace (self)));
}

static void
take_path (ChapeauUploads *self, const char *path)
{
  g_autofree char *reference =
      site_dup_reference (chapeau_workspace_get_site (get_workspace (self)), path);

  g_signal_emit (self, signals[TAKEN], 0, reference);
}

/* ---- bringing in ------------------------------------------------------------------------------
 */

static void
on_brought_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autofree char *path = store_folder_import_finish (STORE_FOLDER (source), result, &error);
  Site *site = chapeau_workspace_get_site (g_task_get_source_object (task));

  if (path != NULL)
    g_task_return_pointer (task, site_dup_reference (site, path), g_free);
  else
    g_task_return_error (task, error);
}

void
chapeau_uploads_bring_in_async (ChapeauWorkspace *workspace,
                                const StoreImport *what,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  StoreImport import = *what;
  GTask *task = g_task_new (workspace, cancellable, callback, data);
  g_autofree char *folder = site_dup_uploads_folder (chapeau_workspace_get_site (workspace),
                                                     chapeau_workspace_get_facts (workspace));

  import.directory = folder;
  g_task_set_source_tag (task, chapeau_uploads_bring_in_async);
  store_folder_import_async (chapeau_workspace_get_folder (workspace), &import, cancellable, NULL,
                             NULL, on_brought_in, task);
}

char *
chapeau_uploads_bring_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauUploads) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *reference = chapeau_uploads_bring_in_finish (result, &error);

  if (self->widget == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reference != NULL)
    g_signal_emit (self, signals[TAKEN], 0, reference);
  else
    chapeau_form_report (self->widget, CHAPEAU_DOING_IMPORT, _ ("the file"), error);
}

static void
import (ChapeauUploads *self, const StoreImport *what)
{
  chapeau_uploads_bring_in_async (get_workspace (self), what, self->cancellable, on_imported,
                                  g_object_ref (self));
}

char *
chapeau_uploads_dup_reference (ChapeauWorkspace *workspace, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *inside = path != NULL ? chapeau_workspace_dup_relative (workspace, path) : NULL;

  return inside != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR)
             ? site_dup_reference (chapeau_workspace_get_site (workspace), inside)
             : NULL;
}

void
chapeau_uploads_import (ChapeauUploads *self, GFile *file)
{
  g_autofree char *reference = chapeau_uploads_dup_reference (get_workspace (self), file);
  StoreImport what = { .file = file };

  g_return_if_fail (CHAPEAU_IS_UPLOADS (self));

  if (reference != NULL)
    g_signal_emit (self, signals[TAKEN], 0, reference);
  else
    import (self, &what);
}

static void
import_texture (ChapeauUploads *self, GdkTexture *texture)
{
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);
  /* Translators: the name of the file of a pasted picture, without its ending. */
  g_autofree char *name = g_strconcat (_ ("picture"), ".png", NULL);
  StoreImport what = { .bytes = bytes, .name = name };

  import (self, &what);
}

static gboolean
import_list (ChapeauUploads *self, GSList *files)
{
  gboolean any = FALSE;

  for (GSList *at = files; at != NULL && (self->many || !any); at = at->next)
    {
      g_autofree char *name = g_file_get_basename (at->data);

      if (self->pictures && !chapeau_file_is_picture (name))
        continue;
      chapeau_uploads_import (self, at->data);
      any = TRUE;
    }
  return any;
}

/* ---- dropping and pasting ---------------------------------------------------------------------
 */

static gboolean
on_drop (ChapeauUploads *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return import_list (self, g_value_get_boxed (value));
  if (!G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    return FALSE;
  import_texture (self, g_value_get_object (value));
  return TRUE;
}

static void
on_texture (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauUploads) self = data;
  g_autoptr (GdkTexture) texture =
      gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (texture != NULL && self->widget != NULL)
    import_texture (self, texture);
}

static void
on_files (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauUploads) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (value != NULL && self->widget != NULL)
    import_list (self, g_value_get_boxed (value));
}

gboolean
chapeau_uploads_paste (ChapeauUploads *self)
{
  GdkClipboard *clipboard;
  GdkContentFormats *formats;

  g_return_val_if_fail (CHAPEAU_IS_UPLOADS (self), FALSE);

  if (self->widget == NULL)
    return FALSE;
  clipboard = gtk_widget_get_clipboard (self->widget);
  formats = gdk_clipboard_get_formats (clipboard);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    self->cancellable, on_files, g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_texture_async (clipboard, self->cancellable, on_texture,
                                      g_object_ref (self));
  else
    return FALSE;
  return TRUE;
}

/* Ctrl+V where no text is being written. */
static gboolean
on_key (ChapeauUploads *self, guint keyval, guint code, GdkModifierType state)
{
  GtkRoot *root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gdk_keyval_to_lower (keyval) != GDK_KEY_v
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != GDK_CONTROL_MASK
      || focus == NULL || GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
    return GDK_EVENT_PROPAGATE;
  return chapeau_uploads_paste (self) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* ---- choosing ---------------------------------------------------------------------------------
 */

static void
on_picked (ChapeauUploads *self, const char *path)
{
  take_path (self, path);
}

static void
on_chosen (GtkNativeDialog *chooser, int response, gpointer data)
{
  ChapeauUploads *self = data;
  g_autoptr (GListModel) files = NULL;
  gboolean is_done = FALSE;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  g_signal_emit (self, signals[FILES], 0, files, &is_done);
  for (guint i = 0; !is_done && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      chapeau_uploads_import (self, file);
    }
}

static void
on_elsewhere (ChapeauUploads *self)
{
  GtkRoot *root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;

  if (root == NULL)
    return;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      self->pictures ? _ ("Bring in a picture") : _ ("Bring in a file"), GTK_WINDOW (root),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Bring in"), NULL);
  if (self->pictures)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ ("Pictures"));
      gtk_file_filter_add_mime_type (filter, "image/*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
    }
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), self->many);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
chapeau_uploads_choose (ChapeauUploads *self)
{
  GtkRoot *root;
  GtkWidget *picker;
  g_autofree char *folder = NULL;

  g_return_if_fail (CHAPEAU_IS_UPLOADS (self));

  root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;
  if (root == NULL || self->picker != NULL)
    return;
  folder = dup_folder (self);
  picker = chapeau_file_picker_new (
      GTK_WINDOW (root), chapeau_workspace_get_site (get_workspace (self)), folder, self->pictures);
  g_set_weak_pointer (&self->picker, GTK_WINDOW (picker));
  g_signal_connect_object (picker, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picker, "elsewhere", G_CALLBACK (on_elsewhere), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (picker));
}

/* ---- object -----------------------------------------------------------------------------------
 */

ChapeauUploads *
chapeau_uploads_new_chooser (GtkWidget *widget,
                             ChapeauDocument *document,
                             gboolean pictures,
                             gboolean many)
{
  ChapeauUploads *self = g_object_new (CHAPEAU_TYPE_UPLOADS, NULL);

  self->document = g_object_ref (document);
  self->pictures = pictures;
  self->many = many;
  g_set_weak_pointer (&self->widget, widget);
  return self;
}

ChapeauUploads *
chapeau_uploads_new (GtkWidget *widget, ChapeauDocument *document, gboolean pictures, gboolean many)
{
  ChapeauUploads *self = chapeau_uploads_new_chooser (widget, document, pictures, many);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, pictures ? 2 : 1);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);
  return self;
}

static void
chapeau_uploads_dispose (GObject *object)
{
  ChapeauUploads *self = CHAPEAU_UPLOADS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->picker != NULL)
    gtk_window_destroy (self->picker);
  g_clear_weak_pointer (&self->picker);
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (chapeau_uploads_parent_class)->dispose (object);
}

static void
chapeau_uploads_finalize (GObject *object)
{
  ChapeauUploads *self = CHAPEAU_UPLOADS (object);

  g_clear_object (&self->document);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (chapeau_uploads_parent_class)->finalize (object);
}

static void
chapeau_uploads_class_init (ChapeauUploadsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = chapeau_uploads_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_uploads_finalize;
  signals[TAKEN] = g_signal_new ("taken", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FILES] = g_signal_new ("files", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                 g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                                 G_TYPE_LIST_MODEL);
}

static void
chapeau_uploads_init (ChapeauUploads *self)
{
  self->cancellable = g_cancellable_new ();
}

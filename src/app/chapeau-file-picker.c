/* chapeau-file-picker.c - the site's uploads to choose from, with a search.
 *
 * The list and the small pictures are read in workers; only what is on the screen is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-file-picker.h"

#include "chapeau-file-facts.h"
#include "chapeau-mnemonic.h"

#include <glib/gi18n.h>
#include <model.h>
#include <string.h>

#define THUMBNAIL 112

struct _ChapeauFilePicker
{
  GtkWindow parent_instance;

  /* template */
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkGridView *grid;
  GtkButton *choose_button;
  GtkLabel *empty_label;

  /* owned */
  Site *site;
  GtkStringList *paths;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  GCancellable *cancellable;
  char *needle; /* folded */

  gboolean pictures;
};

enum
{
  PICKED,
  ELSEWHERE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauFilePicker, chapeau_file_picker, GTK_TYPE_WINDOW)

/* ---- choosing ---------------------------------------------------------------------------------
 */

static void
pick (ChapeauFilePicker *self)
{
  GtkStringObject *chosen = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *path = chosen != NULL ? g_strdup (gtk_string_object_get_string (chosen)) : NULL;

  if (path == NULL)
    return;
  g_signal_emit (self, signals[PICKED], 0, path);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_activated (ChapeauFilePicker *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  pick (self);
}

static void
on_elsewhere (ChapeauFilePicker *self)
{
  g_signal_emit (self, signals[ELSEWHERE], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_cancel (ChapeauFilePicker *self)
{
  gtk_window_destroy (GTK_WINDOW (self));
}

/* ---- searching --------------------------------------------------------------------------------
 */

static gboolean
is_wanted (gpointer item, gpointer data)
{
  ChapeauFilePicker *self = data;
  const char *path = gtk_string_object_get_string (item);
  g_autofree char *folded = NULL;

  if (self->needle == NULL || *self->needle == '\0')
    return TRUE;
  folded = chapeau_fold_text (path);
  return strstr (folded, self->needle) != NULL;
}

static void
show_state (ChapeauFilePicker *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;
  gboolean searching = self->needle != NULL && *self->needle != '\0';

  gtk_label_set_label (self->empty_label,
                       searching ? _ ("No file has this name.") : _ ("There is no file here yet."));
  gtk_stack_set_visible_child_name (self->stack, any ? "files" : "empty");
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button), any);
}

static void
on_search (ChapeauFilePicker *self)
{
  g_free (self->needle);
  self->needle = chapeau_fold_text (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

/* ---- one file ---------------------------------------------------------------------------------
 */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *image = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_image_set_pixel_size (GTK_IMAGE (image), THUMBNAIL);
  gtk_widget_set_size_request (image, THUMBNAIL, THUMBNAIL);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "upload");
  gtk_list_item_set_child (item, box);
}

static void
on_facts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkImage) image = data;
  g_autoptr (ChapeauFileFacts) facts = chapeau_file_facts_load_finish (result, NULL);

  /* Another file may be shown here by now: then the load was cancelled. */
  if (facts != NULL && facts->texture != NULL)
    gtk_image_set_from_paintable (image, GDK_PAINTABLE (facts->texture));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  ChapeauFilePicker *self = data;
  const char *path = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *image = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_next_sibling (image);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *file = g_build_filename (site_get_root (self->site), path, NULL);
  GCancellable *cancellable = g_cancellable_new ();

  gtk_label_set_label (GTK_LABEL (label), name);
  gtk_widget_set_tooltip_text (box, path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), chapeau_file_icon_name (path));
  g_object_set_data_full (G_OBJECT (item), "loading", cancellable, g_object_unref);
  if (chapeau_file_is_picture (path))
    chapeau_file_facts_load_async (file, THUMBNAIL, cancellable, on_facts, g_object_ref (image));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_cancellable_cancel (g_object_get_data (G_OBJECT (item), "loading"));
}

/* ---- the list ---------------------------------------------------------------------------------
 */

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  ChapeauFilePicker *self = CHAPEAU_FILE_PICKER (source);
  GPtrArray *paths = site_list_uploads (self->site, data, cancellable, &error);

  if (paths == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, paths, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauFilePicker *self = CHAPEAU_FILE_PICKER (source);
  g_autoptr (GPtrArray) paths = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    if (g_utf8_validate (paths->pdata[i], -1, NULL)
        && (!self->pictures || chapeau_file_is_picture (paths->pdata[i])))
      gtk_string_list_append (self->paths, paths->pdata[i]);
  show_state (self);
}

GtkWidget *
chapeau_file_picker_new (GtkWindow *parent, Site *site, const char *folder, gboolean pictures)
{
  ChapeauFilePicker *self = g_object_new (CHAPEAU_TYPE_FILE_PICKER, "transient-for", parent, NULL);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_listed, NULL);

  self->site = site_ref (site);
  self->pictures = pictures;
  gtk_window_set_title (GTK_WINDOW (self), pictures ? _ ("Choose an image") : _ ("Choose a file"));
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, list_in_thread);
  return GTK_WIDGET (self);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_file_picker_dispose (GObject *object)
{
  g_cancellable_cancel (CHAPEAU_FILE_PICKER (object)->cancellable);
  G_OBJECT_CLASS (chapeau_file_picker_parent_class)->dispose (object);
}

static void
chapeau_file_picker_finalize (GObject *object)
{
  ChapeauFilePicker *self = CHAPEAU_FILE_PICKER (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->paths);
  g_clear_pointer (&self->site, site_unref);
  g_free (self->needle);
  G_OBJECT_CLASS (chapeau_file_picker_parent_class)->finalize (object);
}

static void
chapeau_file_picker_class_init (ChapeauFilePickerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_file_picker_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_file_picker_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-file-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFilePicker, search);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFilePicker, stack);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFilePicker, grid);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFilePicker, choose_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFilePicker, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_elsewhere);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, pick);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ELSEWHERE] = g_signal_new ("elsewhere", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_file_picker_init (ChapeauFilePicker *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;

  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->paths = gtk_string_list_new (NULL);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->paths)),
                                        g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  gtk_grid_view_set_factory (self->grid, factory);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
}

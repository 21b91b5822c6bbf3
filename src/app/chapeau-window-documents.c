/* chapeau-window-documents.c - opening and switching posts.
 *
 * One post is shown. One that is left with unsaved changes stays open behind it until it is saved;
 * coming back to it finds it as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>

/* ---- switching
 * ------------------------------------------------------------------------------------- */

ChapeauDocument *
chapeau_window_find_open (ChapeauWindow *self, const char *path)
{
  GHashTableIter iter;
  gpointer document;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    if (g_strcmp0 (chapeau_document_get_path (document), path) == 0)
      return document;
  return NULL;
}

/* A post behind the one shown goes as soon as nothing of it is unsaved. */
static void
drop_if_settled (ChapeauWindow *self, ChapeauDocument *document)
{
  if (document == self->document || chapeau_document_has_unsaved_changes (document))
    return;
  g_signal_handlers_disconnect_by_data (document, self);
  chapeau_document_close (document, FALSE);
  g_hash_table_remove (self->documents, document);
}

static void
on_document_state (ChapeauWindow *self, GParamSpec *pspec, ChapeauDocument *document)
{
  if (document == self->document)
    {
      chapeau_window_update_title (self);
      chapeau_window_update_actions (self);
    }
  else
    {
      g_autoptr (ChapeauDocument) kept = g_object_ref (document);
      drop_if_settled (self, kept);
    }
}

static void
on_save_finished (ChapeauWindow *self, StoreSaveResult *result, ChapeauDocument *document)
{
  const char *title = chapeau_document_get_title (document);
  g_autofree char *sentence = NULL;

  switch (result->status)
    {
    case STORE_SAVED:
      chapeau_message_bar_hide (self->message_bar, "save");
      break;
    case STORE_CONFLICT:
      /* Told by chapeau-window-outside.c, of the post shown. */
      break;
    case STORE_PENDING:
      /* The line under the title says so as long as it waits. */
      if (chapeau_message_bar_was_closed (self->message_bar, "save"))
        break;
      sentence = chapeau_message_of_error (CHAPEAU_DOING_SAVE, title, result->reason);
      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "save", sentence);
      break;
    case STORE_JOURNAL_FAILED:
      sentence = chapeau_message_of_error (CHAPEAU_DOING_SAVE, title, result->reason);
      chapeau_window_show_error (self, "save", sentence);
      chapeau_message_bar_add_button (self->message_bar, _ ("_Save a copy…"), "win.save-copy");
      break;
    }
  chapeau_window_go_on_closing (self, document);
}

void
chapeau_window_adopt (ChapeauWindow *self, ChapeauDocument *document)
{
  if (!g_hash_table_add (self->documents, g_object_ref (document)))
    return;
  chapeau_document_set_autosave (document, g_settings_get_boolean (self->settings, "autosave"));
  g_signal_connect_object (document, "notify", G_CALLBACK (on_document_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "save-finished", G_CALLBACK (on_save_finished), self,
                           G_CONNECT_SWAPPED);
  chapeau_window_watch_document (self, document);
  chapeau_window_watch_checks (self, document);
}

void
chapeau_window_update_autosave (ChapeauWindow *self)
{
  gboolean autosave = g_settings_get_boolean (self->settings, "autosave");
  GHashTableIter iter;
  gpointer document;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    chapeau_document_set_autosave (document, autosave);
}

static void
leave (ChapeauWindow *self, ChapeauDocument *document)
{
  store_post_set_attention (chapeau_document_get_post (document), STORE_ATTENTION_OPEN);
  chapeau_document_autosave_now (document);
  drop_if_settled (self, document);
}

void
chapeau_window_show_document (ChapeauWindow *self, ChapeauDocument *document)
{
  g_autoptr (ChapeauDocument) before = NULL;

  chapeau_window_leave_comparison (self);
  before = g_steal_pointer (&self->document);
  if (document != NULL)
    chapeau_window_adopt (self, document);
  self->document = document != NULL ? g_object_ref (document) : NULL;
  chapeau_message_bar_hide (self->message_bar, NULL);
  chapeau_window_forget_way_back (self);
  chapeau_window_forget_pasted (self);
  g_clear_pointer (&self->answered, g_free);
  chapeau_editor_pane_set_document (self->editor_pane, document);
  chapeau_preview_pane_set_document (self->preview_pane, document);
  gtk_stack_set_visible_child_name (self->post_stack, document != NULL ? "post" : "empty");
  if (before != NULL && before != document)
    leave (self, before);
  if (document != NULL)
    {
      store_post_set_attention (chapeau_document_get_post (document), STORE_ATTENTION_FOCUSED);
      chapeau_sidebar_select (self->sidebar, chapeau_document_get_path (document));
      g_settings_set_string (self->settings, "last-post", chapeau_document_get_path (document));
      chapeau_window_tell_editability (self);
      if (before == NULL)
        chapeau_source_pane_focus (chapeau_editor_pane_get_source (self->editor_pane));
    }
  chapeau_window_start_checks (self);
  chapeau_window_update_title (self);
  chapeau_window_update_actions (self);
}

/* ---- opening
 * ---------------------------------------------------------------------------------------- */

/* What is being opened, for whom. */
typedef struct
{
  ChapeauWindow *window;
  ChapeauProgress *progress;
  char *path;
} Opening;

static Opening *
opening_new (ChapeauWindow *window, const char *path, const char *sentence)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->window = g_object_ref (window);
  opening->progress = chapeau_progress_new (window, sentence, window->opening);
  opening->path = g_strdup (path);
  return opening;
}

static void
opening_free (Opening *opening)
{
  chapeau_progress_end (opening->progress);
  g_object_unref (opening->window);
  g_free (opening->path);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
renew_opening (ChapeauWindow *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
}

gboolean
chapeau_window_is_opening (ChapeauWindow *self)
{
  return self->opening != NULL && self->document == NULL;
}

static void
on_post_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  ChapeauWindow *self = opening->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChapeauDocument) document = chapeau_document_load_finish (result, &error);
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      chapeau_sidebar_select (self->sidebar, self->document != NULL
                                                 ? chapeau_document_get_path (self->document)
                                                 : NULL);
      return;
    }
  if (document != NULL)
    {
      /* What an earlier run left of it may have come while it was read. */
      ChapeauDocument *open = chapeau_window_find_open (self, opening->path);

      chapeau_window_show_document (self, open != NULL ? open : document);
      chapeau_window_has_content (self);
      return;
    }
  name = g_filename_display_basename (opening->path);
  sentence = chapeau_message_of_error (CHAPEAU_DOING_OPEN_POST, name, error);
  chapeau_window_show_error (self, "open", sentence);
  chapeau_sidebar_select (
      self->sidebar, self->document != NULL ? chapeau_document_get_path (self->document) : NULL);
}

void
chapeau_window_open_post (ChapeauWindow *self, const char *relative_path)
{
  ChapeauDocument *open = chapeau_window_find_open (self, relative_path);
  g_autofree char *name = g_filename_display_basename (relative_path);
  g_autofree char *sentence = g_strdup_printf (_ ("Opening the post “%s”…"), name);

  renew_opening (self);
  if (open != NULL)
    {
      chapeau_window_show_document (self, open);
      return;
    }
  chapeau_document_load_async (self->workspace, relative_path, self->opening, on_post_loaded,
                               opening_new (self, relative_path, sentence));
}

/* The post that was shown when this folder was last open; else the newest draft that has a date, or
 * the newest post. */
static ChapeauPostItem *
dup_first_post (ChapeauWindow *self)
{
  GListModel *posts = chapeau_workspace_get_posts (self->workspace);
  g_autofree char *last = g_settings_get_string (self->settings, "last-post");
  ChapeauPostItem *known =
      *last != '\0' ? chapeau_workspace_find_post (self->workspace, last) : NULL;
  ChapeauPostItem *item;

  if (known != NULL)
    return g_object_ref (known);
  for (guint i = 0; (item = g_list_model_get_item (posts, i)) != NULL; i++)
    {
      SitePostInfo *info = chapeau_post_item_get_info (item);

      if (info != NULL && info->date != NULL)
        return item;
      g_object_unref (item);
    }
  return g_list_model_get_item (posts, 0);
}

static void
on_listed (ChapeauWindow *self)
{
  g_autoptr (ChapeauPostItem) first = NULL;

  g_signal_handlers_disconnect_by_func (self->workspace, on_listed, self);
  if (self->document != NULL)
    return;
  first = dup_first_post (self);
  if (first != NULL)
    chapeau_window_open_post (self, chapeau_post_item_get_path (first));
  else
    chapeau_window_has_content (self);
}

/* Most states are one quiet line under the title; another folder in the place of ours is a
 * question. */
static void
on_folder_changed (ChapeauWindow *self)
{
  StoreFolderState state = store_folder_get_state (chapeau_workspace_get_folder (self->workspace));

  chapeau_window_update_title (self);
  if (state != STORE_FOLDER_WRONG)
    {
      chapeau_message_bar_hide (self->message_bar, "folder");
      return;
    }
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "folder",
                            chapeau_message_of_folder (state));
  chapeau_message_bar_add_button (self->message_bar, _ ("It _is the right one"),
                                  "win.adopt-folder");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Open a folder…"), "win.open-folder");
}

static void
on_adopted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (store_folder_adopt_finish (STORE_FOLDER (source), result, &error))
    return;
  sentence = chapeau_message_of_error (CHAPEAU_DOING_OPEN_FOLDER,
                                       store_folder_get_path (STORE_FOLDER (source)), error);
  chapeau_window_show_error (self, "folder", sentence);
}

void
chapeau_window_adopt_folder (ChapeauWindow *self)
{
  store_folder_adopt_async (chapeau_workspace_get_folder (self->workspace), NULL, on_adopted,
                            g_object_ref (self));
}

static void
take_workspace (ChapeauWindow *self, ChapeauWorkspace *workspace)
{
  const char *root = site_get_root (chapeau_workspace_get_site (workspace));
  g_autofree char *last = g_settings_get_string (self->settings, "last-site");

  chapeau_window_show_document (self, NULL);
  g_set_object (&self->workspace, workspace);
  g_clear_pointer (&self->deleted, chapeau_removal_free);
  chapeau_message_bar_hide (self->message_bar, "deleted");
  chapeau_sidebar_set_workspace (self->sidebar, workspace);
  gtk_stack_set_visible_child_name (self->stack, "work");
  if (g_strcmp0 (last, root) != 0)
    g_settings_reset (self->settings, "last-post");
  g_settings_set_string (self->settings, "last-site", root);
  g_signal_connect_object (workspace, "folder-changed", G_CALLBACK (on_folder_changed), self,
                           G_CONNECT_SWAPPED);
  chapeau_window_watch_copies (self);
  chapeau_window_look_for_recoveries (self);
  chapeau_window_update_title (self);
  chapeau_window_update_actions (self);
}

static void
on_workspace_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  ChapeauWindow *self = opening->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChapeauWorkspace) workspace = chapeau_workspace_open_finish (result, &error);
  const char *path = opening->path;
  g_autofree char *relative = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (workspace == NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);
      gboolean is_post = g_str_has_suffix (path, ".md") || g_str_has_suffix (path, ".markdown");
      g_autofree char *sentence = chapeau_message_of_error (
          is_post ? CHAPEAU_DOING_OPEN_POST : CHAPEAU_DOING_OPEN_FOLDER, name, error);

      if (self->workspace == NULL)
        gtk_stack_set_visible_child_name (self->stack, "welcome");
      chapeau_window_show_error (self, "open", sentence);
      return;
    }
  take_workspace (self, workspace);
  on_folder_changed (self);
  relative = chapeau_workspace_dup_relative (workspace, path);
  if (relative != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    chapeau_window_open_post (self, relative);
  else
    g_signal_connect_object (workspace, "listed", G_CALLBACK (on_listed), self, G_CONNECT_SWAPPED);
}

void
chapeau_window_open (ChapeauWindow *self, const char *path)
{
  g_autofree char *person = NULL;
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *sentence = NULL;

  g_return_if_fail (CHAPEAU_IS_WINDOW (self));

  sentence = g_strdup_printf (_ ("Opening the folder “%s”…"), name);
  person = g_settings_get_string (self->settings, "person-name");
  renew_opening (self);
  /* A window that is not shown yet shall not greet for a moment. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_stack_set_visible_child_name (self->stack, "work");
  chapeau_workspace_open_async (absolute, person, self->opening, on_workspace_opened,
                                opening_new (self, absolute, sentence));
}

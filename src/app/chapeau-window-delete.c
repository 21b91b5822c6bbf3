/* chapeau-window-delete.c - a post goes out of the site, and comes back if that was wrong.
 *
 * Nothing is destroyed: the file is moved into the folder's own trash, which is no part of the site
 * and which anyone can look into. So deleting is a move like publishing, with the same promises:
 * only the file that we know, never over another one, what was typed saved before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>

#define TOPIC "deleted"
#define TRASH ".chapeau/trash"

/* One post on its way out, or back. */
struct _ChapeauRemoval
{
  ChapeauWindow *window;
  ChapeauDocument *document; /* on its way back NULL until it is read */
  char *path;                /* where it was, and comes back to */
  char *trash;
  char *title;
  ChapeauProgress *progress;
  gulong handler;
};

void
chapeau_removal_free (ChapeauRemoval *removal)
{
  g_clear_pointer (&removal->progress, chapeau_progress_end);
  g_clear_object (&removal->window);
  g_clear_object (&removal->document);
  g_free (removal->path);
  g_free (removal->trash);
  g_free (removal->title);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauRemoval, chapeau_removal_free)

static void
tell_error (ChapeauWindow *self, const char *title, const GError *error)
{
  g_autofree char *sentence = chapeau_message_of_error (CHAPEAU_DOING_MOVE, title, error);

  chapeau_window_show_error (self, TOPIC, sentence);
}

/* ---- out ---------------------------------------------------------------------------------------
 */

/* The time makes the name a free one, and says when. */
static char *
dup_trash_path (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_path_get_basename (path);

  return g_strdup_printf (TRASH "/%s-%s", time, name);
}

/* The way back stays, whichever post is shown next. */
static void
tell_deleted (ChapeauRemoval *removal)
{
  ChapeauWindow *self = removal->window;
  g_autofree char *sentence =
      /* Translators: the title of a post. */
      g_strdup_printf (_ ("“%s” is deleted."), removal->title);

  if (self->document == removal->document)
    chapeau_window_show_document (self, NULL);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, TOPIC, sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Undo"), "win.undelete");
  chapeau_message_bar_make_last (self->message_bar);
  chapeau_message_bar_focus (self->message_bar);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauRemoval) removal = data;
  ChapeauWindow *self = removal->window;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&removal->progress, chapeau_progress_end);
  if (!chapeau_document_move_finish (CHAPEAU_DOCUMENT (source), result, &error))
    {
      tell_error (self, removal->title, error);
      return;
    }
  tell_deleted (removal);
  g_clear_object (&removal->document);
  g_clear_pointer (&self->deleted, chapeau_removal_free);
  g_clear_object (&removal->window);
  self->deleted = g_steal_pointer (&removal);
}

static void
on_saved (ChapeauDocument *document, StoreSaveResult *result, ChapeauRemoval *removal)
{
  g_signal_handler_disconnect (document, removal->handler);
  if (result->status != STORE_SAVED)
    chapeau_removal_free (removal); /* the window tells why the save did not succeed */
  else
    chapeau_document_move_async (document, removal->trash, NULL, on_deleted, removal);
}

static void
delete_post (ChapeauWindow *self)
{
  ChapeauRemoval *removal = g_new0 (ChapeauRemoval, 1);

  removal->window = g_object_ref (self);
  removal->document = g_object_ref (self->document);
  removal->path = g_strdup (chapeau_document_get_path (self->document));
  removal->trash = dup_trash_path (removal->path);
  removal->title = g_strdup (chapeau_document_get_title (self->document));
  removal->progress = chapeau_progress_new (self, _ ("Deleting…"), NULL);
  removal->handler =
      g_signal_connect (self->document, "save-finished", G_CALLBACK (on_saved), removal);
  chapeau_document_save (self->document);
}

/* ---- asking ------------------------------------------------------------------------------------
 */

gboolean
chapeau_window_can_delete (ChapeauWindow *self)
{
  return self->document != NULL && chapeau_document_is_editable (self->document)
         && !chapeau_document_is_untitled (self->document);
}

static void
on_response (GtkDialog *dialog, int response, gpointer data)
{
  ChapeauWindow *self = data;
  g_autoptr (ChapeauDocument) asked = g_object_ref (g_object_get_data (G_OBJECT (dialog), TOPIC));

  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response == GTK_RESPONSE_ACCEPT && self->document == asked
      && chapeau_window_can_delete (self))
    delete_post (self);
}

static char *
dup_consequence (ChapeauWindow *self)
{
  g_autoptr (StorePresence) presence =
      store_post_dup_presence (chapeau_document_get_post (self->document));
  const char *kept = _ ("It leaves the shared folder for everyone. You can take that back.");
  const char *site = chapeau_window_can_unpublish (self)
                         ? _ ("It will be off the site at its next update.")
                         : NULL;
  g_autofree char *writer = NULL;

  if (presence->kind == STORE_PRESENCE_ALIVE && !presence->mine)
    writer = g_strdup_printf (_ ("%s is writing in this post."), presence->person);
  return g_strjoin (" ", kept, site != NULL ? site : writer, site != NULL ? writer : NULL, NULL);
}

void
chapeau_window_ask_to_delete (ChapeauWindow *self)
{
  g_autofree char *consequence = dup_consequence (self);
  GtkWidget *dialog = gtk_message_dialog_new (
      GTK_WINDOW (self), GTK_DIALOG_MODAL, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
      /* Translators: the title of a post. */
      _ ("Delete “%s”?"), chapeau_document_get_title (self->document));
  GtkWidget *button;

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", consequence);
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  button = gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Delete"), GTK_RESPONSE_ACCEPT);
  gtk_widget_add_css_class (button, "destructive-action");
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_object_set_data_full (G_OBJECT (dialog), TOPIC, g_object_ref (self->document), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- back --------------------------------------------------------------------------------------
 */

static void
on_back (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauRemoval) removal = data;
  ChapeauDocument *document = CHAPEAU_DOCUMENT (source);
  g_autoptr (GError) error = NULL;
  gboolean done = chapeau_document_move_finish (document, result, &error);
  gboolean same = removal->window->workspace == chapeau_document_get_workspace (document);

  g_clear_pointer (&removal->progress, chapeau_progress_end);
  chapeau_document_close (document, FALSE);
  if (!done)
    tell_error (removal->window, removal->title, error);
  else if (same)
    chapeau_window_open_post (removal->window, removal->path);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauRemoval *removal = data;
  g_autoptr (GError) error = NULL;

  removal->document = chapeau_document_load_finish (result, &error);
  if (removal->document != NULL)
    {
      chapeau_document_move_async (removal->document, removal->path, NULL, on_back, removal);
      return;
    }
  tell_error (removal->window, removal->title, error);
  chapeau_removal_free (removal);
}

void
chapeau_window_undelete (ChapeauWindow *self)
{
  ChapeauRemoval *removal = g_steal_pointer (&self->deleted);

  if (removal == NULL)
    return;
  removal->window = g_object_ref (self);
  removal->progress = chapeau_progress_new (self, _ ("Bringing the post back…"), NULL);
  chapeau_document_load_async (self->workspace, removal->trash, NULL, on_read, removal);
}

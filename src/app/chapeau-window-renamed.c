/* chapeau-window-renamed.c - the file of the post is gone: a colleague renamed, published or
 * deleted it.
 *
 * Where it is under another name is known by its bytes. Going on under that name writes nothing; to
 * put it back writes our text under the old name, beside the renamed file. Neither loses a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a file beside the old one its name is enough. */
static char *
dup_shown (const char *old, const char *path)
{
  g_autofree char *before = g_path_get_dirname (old);
  g_autofree char *now = g_path_get_dirname (path);

  return strcmp (before, now) == 0 ? g_filename_display_basename (path)
                                   : g_filename_display_name (path);
}

static void
tell_renamed (ChapeauWindow *self, const char *path)
{
  g_autofree char *shown = dup_shown (chapeau_document_get_path (self->document), path);
  g_autofree char *sentence = g_strdup_printf (
      /* Translators: the name of a file. */
      _ ("Someone renamed the file of this post: it is “%s” now. Your text is still here."), shown);

  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "question", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Go on under the new name"), "win.follow");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Put it back under the old name"),
                                  "win.keep-mine");
}

void
chapeau_window_tell_gone (ChapeauWindow *self)
{
  g_autofree char *path = store_post_dup_renamed (chapeau_document_get_post (self->document));

  /* What is open here under the new name has unsaved changes of its own: one post is not two. */
  if (path != NULL && chapeau_window_find_open (self, path) == NULL)
    {
      tell_renamed (self, path);
      return;
    }
  chapeau_message_bar_show (
      self->message_bar, CHAPEAU_MESSAGE_WARNING, "question",
      _ ("Someone renamed or deleted the file of this post. Your text is still here."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Put it back"), "win.keep-mine");
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauDocument *document = CHAPEAU_DOCUMENT (source);
  g_autoptr (ChapeauWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *name = NULL;

  if (!chapeau_document_follow_finish (document, result, &error))
    {
      /* The choice is still to be made. */
      if (self->document == document)
        chapeau_window_tell_gone (self);
      sentence = chapeau_message_of_error (CHAPEAU_DOING_OPEN_POST,
                                           chapeau_document_get_title (document), error);
      chapeau_window_show_error (self, "open", sentence);
      return;
    }
  if (self->document != document)
    return;
  name = g_filename_display_basename (chapeau_document_get_path (document));
  chapeau_sidebar_select (self->sidebar, chapeau_document_get_path (document));
  chapeau_window_update_title (self);
  chapeau_window_update_actions (self);
  /* Translators: the name of a file. */
  sentence = g_strdup_printf (_ ("This post goes on under its new name, “%s”."), name);
  chapeau_message_bar_hide (self->message_bar, "question");
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "outside", sentence);
}

void
chapeau_window_follow (ChapeauWindow *self)
{
  g_autofree char *path = NULL;

  if (self->document == NULL)
    return;
  path = store_post_dup_renamed (chapeau_document_get_post (self->document));
  if (path != NULL)
    chapeau_document_follow_async (self->document, path, NULL, on_followed, g_object_ref (self));
}

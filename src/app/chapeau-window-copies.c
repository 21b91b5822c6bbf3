/* chapeau-window-copies.c - second versions of a post that sync programs put beside it.
 *
 * Syncthing and Nextcloud decide by themselves who wins and keep the other text under another name.
 * Such a file is no post of its own here: it is told on the original, compared with it, and put
 * away into the history when the person has chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>

#define TOPIC "copies"

typedef struct
{
  char *path;
  GBytes *text;
} SecondVersion;

static void
second_version_free (gpointer data)
{
  SecondVersion *second = data;

  g_free (second->path);
  g_bytes_unref (second->text);
  g_free (second);
}

static SecondVersion *
second_version_copy (const SecondVersion *second)
{
  SecondVersion *copy = g_new0 (SecondVersion, 1);

  copy->path = g_strdup (second->path);
  copy->text = g_bytes_ref (second->text);
  return copy;
}

static ChapeauPostItem *
find_item (ChapeauWindow *self)
{
  return self->document != NULL && !chapeau_document_is_untitled (self->document)
             ? chapeau_workspace_find_post (self->workspace,
                                            chapeau_document_get_path (self->document))
             : NULL;
}

gboolean
chapeau_window_tell_copies (ChapeauWindow *self)
{
  ChapeauPostItem *item = find_item (self);
  guint n = item != NULL ? chapeau_post_item_get_n_conflict_copies (item) : 0;
  g_autofree char *sentence = NULL;

  if (n == 0)
    {
      chapeau_message_bar_hide (self->message_bar, TOPIC);
      return FALSE;
    }
  sentence = g_strdup_printf (
      ngettext ("There is a second version of this post: it was changed on two computers at once.",
                "There are %u other versions of this post: it was changed on several computers at "
                "once.",
                n),
      n);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, TOPIC, sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Compare the two versions"),
                                  "win.compare-copy");
  return TRUE;
}

/* The list was read again: a copy came or went beside the post shown. */
static void
on_listed (ChapeauWindow *self)
{
  if (self->document != NULL && !chapeau_window_is_comparing (self)
      && !chapeau_message_bar_was_closed (self->message_bar, TOPIC))
    chapeau_window_tell_copies (self);
}

void
chapeau_window_watch_copies (ChapeauWindow *self)
{
  g_signal_connect_object (self->workspace, "listed", G_CALLBACK (on_listed), self,
                           G_CONNECT_SWAPPED);
}

/* ---- putting away -------------------------------------------------------------------------------
 */

static void
on_put_away (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (store_folder_put_away_finish (STORE_FOLDER (source), result, &error))
    {
      if (self->workspace != NULL)
        chapeau_workspace_refresh (self->workspace);
      return;
    }
  sentence = chapeau_message_of_error (CHAPEAU_DOING_PUT_AWAY, _ ("second version"), error);
  chapeau_window_show_error (self, TOPIC, sentence);
}

static void
put_away (ChapeauWindow *self, const SecondVersion *second)
{
  store_folder_put_away_async (chapeau_workspace_get_folder (self->workspace), second->path,
                               second->text, NULL, on_put_away, g_object_ref (self));
}

/* A text whose copy goes when it is saved. */
typedef struct
{
  ChapeauWindow *window; /* weak */
  SecondVersion *second;
} Chosen;

static void
chosen_free (gpointer data, GClosure *closure)
{
  Chosen *chosen = data;

  g_clear_weak_pointer (&chosen->window);
  second_version_free (chosen->second);
  g_free (chosen);
}

static void
on_save_finished (ChapeauDocument *document, StoreSaveResult *result, Chosen *chosen)
{
  ChapeauWindow *self = chosen->window;

  if (result->status != STORE_SAVED)
    return;
  if (self != NULL && self->workspace != NULL
      && self->workspace == chapeau_document_get_workspace (document))
    put_away (self, chosen->second);
  g_signal_handlers_disconnect_by_func (document, on_save_finished, chosen);
}

/* The copy stays in the folder until the text that was chosen is there. */
static void
save_then_put_away (ChapeauWindow *self, const SecondVersion *second)
{
  Chosen *chosen = g_new0 (Chosen, 1);

  g_set_weak_pointer (&chosen->window, self);
  chosen->second = second_version_copy (second);
  g_signal_connect_data (self->document, "save-finished", G_CALLBACK (on_save_finished), chosen,
                         chosen_free, 0);
  chapeau_document_save (self->document);
}

/* ---- comparing ----------------------------------------------------------------------------------
 */

static void
on_compared (ChapeauWindow *self, GBytes *result, gpointer data)
{
  if (self->document == NULL)
    return;
  chapeau_window_keep_way_back (self);
  chapeau_document_take_text (self->document, result, NULL);
  save_then_put_away (self, data);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "outside",
                            _ ("The two versions are one now. Both stay in its history."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Take it back"), "win.take-back");
}

void
chapeau_window_keep_copy (ChapeauWindow *self)
{
  const SecondVersion *second = chapeau_window_get_compared_data (self, on_compared);
  g_autoptr (GBytes) text = NULL;

  if (second == NULL)
    return;
  text = g_bytes_ref (second->text);
  put_away (self, second);
  chapeau_window_write_copy (self, _ ("second-version-of-"), text);
}

static ChapeauMergeWords *
make_words (ChapeauWindow *self)
{
  ChapeauMergeWords *words = g_new0 (ChapeauMergeWords, 1);

  words->title =
      g_strdup_printf (_ ("Two versions of “%s”"), chapeau_document_get_title (self->document));
  words->explanation =
      g_strdup (_ ("This post was changed on two computers at once. Choose for each passage; the "
                   "other version stays in the history of this post."));
  words->mine = g_strdup (_ ("In the post"));
  words->theirs = g_strdup (_ ("Second version"));
  words->all_mine = g_strdup (_ ("All of the post"));
  words->all_theirs = g_strdup (_ ("All of the second version"));
  words->missing = g_strdup (_ ("Nothing in this place"));
  words->apply = g_strdup (_ ("Go on with this text"));
  return words;
}

static void
on_copy_read (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) theirs = g_task_propagate_pointer (G_TASK (result), &error);
  const char *path = g_task_get_task_data (G_TASK (result));
  g_autofree char *original = store_conflict_copy_original (path);
  g_autoptr (GBytes) mine = NULL;
  g_autoptr (ChapeauMerge) merge = NULL;
  g_autoptr (ChapeauMergeWords) words = NULL;
  SecondVersion *second;
  ChapeauMergeView *view;

  if (self->document == NULL
      || g_strcmp0 (original, chapeau_document_get_path (self->document)) != 0)
    return;
  if (theirs == NULL)
    {
      g_autofree char *sentence =
          chapeau_message_of_error (CHAPEAU_DOING_OPEN_POST, _ ("second version"), error);
      chapeau_window_show_error (self, TOPIC, sentence);
      return;
    }
  second = g_new0 (SecondVersion, 1);
  second->path = g_strdup (path);
  second->text = g_bytes_ref (theirs);
  mine = chapeau_document_dup_text (self->document);
  merge = chapeau_merge_new (NULL, mine, theirs);
  words = make_words (self);
  view = chapeau_window_compare (self, merge, words, original, on_compared, second,
                                 second_version_free);
  chapeau_merge_view_add_button (view, _ ("_Keep both posts"), "win.keep-copy");
}

void
chapeau_window_compare_copy (ChapeauWindow *self)
{
  ChapeauPostItem *item = find_item (self);

  if (item != NULL && chapeau_post_item_get_n_conflict_copies (item) > 0)
    chapeau_window_read_file (self, chapeau_post_item_get_conflict_copy (item, 0), on_copy_read);
}

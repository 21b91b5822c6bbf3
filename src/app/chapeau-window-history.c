/* chapeau-window-history.c - earlier versions of the post shown: a list, what differs, and the way
 * back for all of it or for one passage.
 *
 * The list is this computer's: what was opened, saved, met and typed here. Reading it is a matter
 * of the local disk and done in a worker all the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"
#include "chapeau-version-list.h"

#include <glib/gi18n.h>

#define TOPIC "history"

/* What is looked at; the data of the comparison. */
typedef struct
{
  GPtrArray *versions; /* of StoreVersion, newest first, without the present text */
  guint nth;
} History;

static void
history_free (gpointer data)
{
  History *history = data;

  g_ptr_array_unref (history->versions);
  g_free (history);
}

static History *
history_new (GPtrArray *versions, guint nth)
{
  History *history = g_new0 (History, 1);

  history->versions = g_ptr_array_ref (versions);
  history->nth = nth;
  return history;
}

static void
tell (ChapeauWindow *self, const char *sentence)
{
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, TOPIC, sentence);
}

/* ---- one version -------------------------------------------------------------------------------
 */

static void
on_compared (ChapeauWindow *self, GBytes *result, gpointer data)
{
  g_autoptr (GBytes) now = NULL;

  if (self->document == NULL)
    return;
  now = chapeau_document_dup_text (self->document);
  if (g_bytes_equal (now, result))
    return;
  chapeau_window_keep_way_back (self);
  chapeau_document_take_text (self->document, result, NULL);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, TOPIC,
                            _ ("The earlier text is back. Save it when you are ready."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Take it back"), "win.take-back");
}

static ChapeauMergeWords *
make_words (ChapeauWindow *self, const StoreVersion *version)
{
  ChapeauMergeWords *words = g_new0 (ChapeauMergeWords, 1);
  g_autofree char *clock = chapeau_message_of_moment (CHAPEAU_MOMENT_FROM, version->time);

  words->title =
      g_strdup_printf (_ ("Earlier versions of “%s”"), chapeau_document_get_title (self->document));
  words->explanation = g_strdup (_ ("Choose a version, then take back one passage or all of it."));
  /* Translators: of two versions of a passage: as it is at present. */
  words->mine = g_strdup (_ ("Now"));
  /* Translators: of two versions of a passage: %s is "from 14:02". */
  words->theirs = g_strdup_printf (_ ("Version %s"), clock);
  words->all_mine = g_strdup (_ ("All as now"));
  words->all_theirs = g_strdup (_ ("All of this version"));
  words->missing = g_strdup (_ ("Nothing in this place"));
  words->apply = g_strdup (_ ("Go on with this text"));
  return words;
}

static void on_version_chosen (ChapeauWindow *self, guint nth);

static void
add_list (ChapeauWindow *self, ChapeauMergeView *view, const History *history)
{
  ChapeauVersionList *list = chapeau_version_list_new (_ ("Earlier versions"));

  for (guint i = 0; i < history->versions->len; i++)
    {
      const StoreVersion *version = g_ptr_array_index (history->versions, i);
      g_autofree char *clock = chapeau_message_of_time (version->time);

      chapeau_version_list_add (list, NULL, clock, chapeau_message_of_reason (version->reason));
    }
  g_signal_connect_object (list, "chosen", G_CALLBACK (on_version_chosen), self, G_CONNECT_SWAPPED);
  chapeau_merge_view_set_above (view, GTK_WIDGET (list));
  chapeau_version_list_select (list, history->nth);
}

static void
on_version_read (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  const History *history = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean fresh = chapeau_window_get_compared_data (self, on_compared) == NULL;
  g_autoptr (GBytes) now = NULL;
  g_autoptr (ChapeauMerge) merge = NULL;
  g_autoptr (ChapeauMergeWords) words = NULL;
  ChapeauMergeView *view;

  /* The keys go through the list faster than versions are read. */
  if (self->document == NULL || !chapeau_window_is_newest (self, G_TASK (result)))
    return;
  if (text == NULL)
    {
      g_autofree char *sentence = chapeau_message_of_error (
          CHAPEAU_DOING_RECOVER, chapeau_document_get_title (self->document), error);
      chapeau_window_show_error (self, TOPIC, sentence);
      return;
    }
  now = chapeau_document_dup_text (self->document);
  merge = chapeau_merge_new (NULL, now, text);
  chapeau_merge_choose_all (merge, CHAPEAU_CHOICE_MINE);
  chapeau_merge_forget_undo (merge);
  words = make_words (self, g_ptr_array_index (history->versions, history->nth));
  view = chapeau_window_compare (self, merge, words, chapeau_document_get_path (self->document),
                                 on_compared, history_new (history->versions, history->nth),
                                 history_free);
  if (fresh)
    add_list (self, view, history);
}

static void
read_version (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const History *history = data;
  const StoreVersion *version = g_ptr_array_index (history->versions, history->nth);
  GError *error = NULL;
  GBytes *text = store_folder_version_sync (chapeau_work_get_folder (task), version->hash, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
show_nth (ChapeauWindow *self, GPtrArray *versions, guint nth)
{
  chapeau_window_work (self, _ ("Reading the earlier version…"), read_version, on_version_read,
                       history_new (versions, nth), history_free);
}

static void
on_version_chosen (ChapeauWindow *self, guint nth)
{
  const History *history = chapeau_window_get_compared_data (self, on_compared);

  if (history != NULL && nth < history->versions->len)
    show_nth (self, history->versions, nth);
}

/* ---- the list
 * ------------------------------------------------------------------------------------
 */

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  const char *path = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GBytes) now = NULL;
  g_autofree char *hash = NULL;

  if (self->document == NULL || g_strcmp0 (path, chapeau_document_get_path (self->document)) != 0)
    return;
  now = chapeau_document_dup_text (self->document);
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, now);
  for (guint i = versions != NULL ? versions->len : 0; i-- > 0;)
    if (g_strcmp0 (((const StoreVersion *) g_ptr_array_index (versions, i))->hash, hash) == 0)
      g_ptr_array_remove_index (versions, i);
  if (versions == NULL || versions->len == 0)
    tell (self, _ ("There is no earlier version of this post on this computer yet."));
  else
    show_nth (self, versions, 0);
}

static void
list_versions (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *versions = store_folder_history_sync (chapeau_work_get_folder (task), data, &error);

  if (versions != NULL)
    g_task_return_pointer (task, versions, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
chapeau_window_show_history (ChapeauWindow *self)
{
  chapeau_window_leave_comparison (self);
  chapeau_window_work (self, _ ("Looking for earlier versions…"), list_versions, on_listed,
                       g_strdup (chapeau_document_get_path (self->document)), g_free);
}

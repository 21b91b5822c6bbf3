/* chapeau-window-recovery.c - what an earlier run left on this computer.
 *
 * At the opening of a folder a worker reads the journals of programs that are not running any more.
 *   - A text that was waiting for the folder goes on waiting, in a document behind the one shown,
 *     and the bar says so first.
 *   - A text that was not saved is offered: never a yes or no, but a comparison with what the
 * folder has. Several are a list. What the person does not want is set aside and stays reachable
 * for 30 days; the menu leads there at any time.
 *   - A text that the folder has already is no news: its journal is set aside.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"
#include "chapeau-version-list.h"

#include <glib/gi18n.h>

#define TOPIC "recovery"

/* What the worker found. */
typedef struct
{
  GPtrArray *left;      /* of StoreRecovery: not saved */
  GPtrArray *discarded; /* of StoreRecovery: set aside */
  GPtrArray *waiting;   /* of StorePost: in the outbox again */
  GPtrArray *texts;     /* of GBytes: of the waiting posts */
} Found;

/* What is compared: one of them, beside what the folder has. */
typedef struct
{
  Found *found;
  guint nth;      /* of left, then discarded */
  GBytes *theirs; /* NULL: no file */
  GBytes *base;   /* NULL: unknown, or no file */
  StorePost *post;
} Choice;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_ptr_array_unref (found->left);
  g_ptr_array_unref (found->discarded);
  g_ptr_array_unref (found->waiting);
  g_ptr_array_unref (found->texts);
}

static void
found_unref (gpointer found)
{
  g_rc_box_release_full (found, found_free);
}

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  found_unref (choice->found);
  g_clear_pointer (&choice->theirs, g_bytes_unref);
  g_clear_pointer (&choice->base, g_bytes_unref);
  g_clear_object (&choice->post);
  g_free (choice);
}

static Choice *
choice_new (Found *found, guint nth)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->found = g_rc_box_acquire (found);
  choice->nth = nth;
  return choice;
}

static gboolean
is_discarded (const Choice *choice)
{
  return choice->nth >= choice->found->left->len;
}

static const StoreRecovery *
recovery_of (const Found *found, guint nth)
{
  return nth < found->left->len ? g_ptr_array_index (found->left, nth)
                                : g_ptr_array_index (found->discarded, nth - found->left->len);
}

/* The title in the text, or the file's name. */
static char *
dup_title (const StoreRecovery *recovery)
{
  g_autoptr (FmHeader) header = fm_header_new (recovery->text);
  const FmNode *node = fm_header_lookup (header, "title");
  const char *title = node != NULL ? fm_node_get_string (node, NULL) : NULL;

  if (title != NULL && *title != '\0')
    return g_strdup (title);
  return recovery->path != NULL ? g_filename_display_basename (recovery->path)
                                : g_strdup (_ ("Untitled"));
}

/* ---- workers ------------------------------------------------------------------------------------
 */

static void
run (ChapeauWindow *self,
     GTaskThreadFunc function,
     GAsyncReadyCallback callback,
     gpointer data,
     GDestroyNotify free_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, data, free_data);
  g_object_set_data_full (G_OBJECT (task), "folder",
                          g_object_ref (chapeau_workspace_get_folder (self->workspace)),
                          g_object_unref);
  g_task_run_in_thread (task, function);
}

static StoreFolder *
folder_of (GTask *task)
{
  return g_object_get_data (G_OBJECT (task), "folder");
}

static gboolean
is_of_folder (const StoreRecovery *recovery, StoreFolder *folder)
{
  g_autofree char *id = store_folder_dup_id (folder);

  return g_strcmp0 (recovery->folder_id, id) == 0
         || g_strcmp0 (recovery->folder_path, store_folder_get_path (folder)) == 0
         || (recovery->path == NULL && *recovery->folder_path == '\0');
}

/* The journal is ours again and its text in the outbox. */
static gboolean
resume_waiting (Found *found, StoreFolder *folder, const StoreRecovery *recovery)
{
  g_autoptr (StorePost) post = store_post_resume_sync (folder, NULL, recovery, NULL);
  GBytes *newer;

  if (post == NULL)
    return FALSE;
  newer = store_post_dup_recovered (post);
  if (newer == NULL && !store_post_is_waiting (post))
    store_post_close (post, FALSE); /* the folder has it */
  else
    {
      g_ptr_array_add (found->texts, newer != NULL ? newer : g_bytes_ref (recovery->text));
      g_ptr_array_add (found->waiting, g_object_ref (post));
    }
  return TRUE;
}

static gboolean
folder_has_it (StoreFolder *folder, const StoreRecovery *recovery)
{
  g_autoptr (GBytes) there =
      recovery->path != NULL ? store_folder_read_sync (folder, recovery->path, NULL) : NULL;

  return there != NULL && g_bytes_equal (there, recovery->text);
}

static void
sort_out (Found *found, StoreFolder *folder, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      StoreRecovery *recovery = g_ptr_array_index (all, i);
      gboolean whole = !recovery->damaged;

      if (!is_of_folder (recovery, folder))
        continue;
      if (whole && recovery->path != NULL && recovery->pending
          && resume_waiting (found, folder, recovery))
        continue;
      if (whole && folder_has_it (folder, recovery)
          && store_recover_discard (NULL, recovery->journal, NULL))
        continue;
      g_ptr_array_add (found->left, recovery);
      all->pdata[i] = NULL;
    }
}

static void
free_recovery (gpointer recovery)
{
  g_clear_pointer ((StoreRecovery **) &recovery, store_recovery_free);
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  StoreFolder *folder = folder_of (task);
  Found *found = g_rc_box_new0 (Found);
  g_autoptr (GPtrArray) all = store_recover_list (NULL, NULL);
  g_autoptr (GPtrArray) aside = store_recover_list_discarded (NULL, NULL);

  found->left = g_ptr_array_new_with_free_func (free_recovery);
  found->discarded = g_ptr_array_new_with_free_func (free_recovery);
  found->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  found->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (all != NULL)
    {
      g_ptr_array_set_free_func (all, free_recovery);
      sort_out (found, folder, all);
    }
  for (guint i = 0; aside != NULL && i < aside->len; i++)
    if (is_of_folder (g_ptr_array_index (aside, i), folder))
      g_ptr_array_add (found->discarded, g_ptr_array_index (aside, i));
    else
      store_recovery_free (g_ptr_array_index (aside, i));
  if (aside != NULL)
    {
      g_ptr_array_set_free_func (aside, NULL);
      g_ptr_array_set_size (aside, 0);
    }
  g_task_return_pointer (task, found, found_unref);
}

/* What the folder has now, and what the text came from. */
static void
read_beside (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Choice *choice = data;
  const StoreRecovery *recovery = recovery_of (choice->found, choice->nth);
  StoreFolder *folder = folder_of (task);

  if (recovery->path != NULL)
    choice->theirs = store_folder_read_sync (folder, recovery->path, NULL);
  if (recovery->base_hash != NULL)
    choice->base = store_folder_version_sync (folder, recovery->base_hash, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
resume (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Choice *choice = data;
  const StoreRecovery *recovery = recovery_of (choice->found, choice->nth);
  GError *error = NULL;

  if (is_discarded (choice) && !store_recover_restore_discarded (NULL, recovery->journal, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  choice->post = store_post_resume_sync (folder_of (task), NULL, recovery, &error);
  if (choice->post == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
discard (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Choice *choice = data;
  GError *error = NULL;

  if (store_recover_discard (NULL, recovery_of (choice->found, choice->nth)->journal, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- going on with one
 * ---------------------------------------------------------------------------
 */

typedef struct
{
  Choice *choice;
  GBytes *result;
} GoingOn;

static void
going_on_free (gpointer data)
{
  GoingOn *going_on = data;

  choice_free (going_on->choice);
  g_bytes_unref (going_on->result);
  g_free (going_on);
}

static void
tell_failure (ChapeauWindow *self, const StoreRecovery *recovery, const GError *error)
{
  g_autofree char *title = dup_title (recovery);
  g_autofree char *sentence = chapeau_message_of_error (CHAPEAU_DOING_RECOVER, title, error);

  chapeau_window_show_error (self, TOPIC, sentence);
}

static void
on_resumed (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  g_autoptr (GError) error = NULL;
  GoingOn *going_on = data;
  Choice *choice = going_on->choice;
  const StoreRecovery *recovery = recovery_of (choice->found, choice->nth);
  g_autofree char *title = dup_title (recovery);
  g_autofree char *path = chapeau_window_dup_new_path (self, title);
  g_autoptr (ChapeauDocument) document = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      tell_failure (self, recovery, error);
      going_on_free (going_on);
      return;
    }
  document = chapeau_document_new_resumed (self->workspace, choice->post, path, recovery->text);
  chapeau_window_show_document (self, document);
  chapeau_document_take_text (document, going_on->result, choice->theirs);
  chapeau_document_body_changed (document); /* it is journaled again, as ours */
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, TOPIC,
                            _ ("The text is back. Save it when you are ready."));
  going_on_free (going_on);
}

static void
run_choice (ChapeauWindow *self,
            GTaskThreadFunc function,
            GAsyncReadyCallback callback,
            gpointer data)
{
  GoingOn *going_on = data;
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, going_on);

  g_task_set_source_tag (task, run_choice);
  g_task_set_task_data (task, going_on->choice, NULL);
  g_object_set_data_full (G_OBJECT (task), "folder",
                          g_object_ref (chapeau_workspace_get_folder (self->workspace)),
                          g_object_unref);
  g_task_run_in_thread (task, function);
}

static void on_discarded (GObject *source, GAsyncResult *result, gpointer data);

/* The same post is open with changes of its own: the text goes into it, and is in its journal. */
static void
put_into_open (ChapeauWindow *self, ChapeauDocument *open, GoingOn *going_on)
{
  chapeau_window_show_document (self, open);
  chapeau_document_take_text (open, going_on->result, NULL);
  run_choice (self, discard, on_discarded, going_on);
}

static Choice *
choice_copy (const Choice *choice)
{
  Choice *copy = choice_new (choice->found, choice->nth);

  copy->theirs = choice->theirs != NULL ? g_bytes_ref (choice->theirs) : NULL;
  return copy;
}

static void
on_compared (ChapeauWindow *self, GBytes *result, gpointer data)
{
  const Choice *choice = data;
  const StoreRecovery *recovery = recovery_of (choice->found, choice->nth);
  ChapeauDocument *open =
      recovery->path != NULL ? chapeau_window_find_open (self, recovery->path) : NULL;
  GoingOn *going_on = g_new0 (GoingOn, 1);

  going_on->choice = choice_copy (choice);
  going_on->result = g_bytes_ref (result);
  if (open != NULL && chapeau_document_has_unsaved_changes (open))
    {
      put_into_open (self, open, going_on);
      return;
    }
  if (open == self->document)
    chapeau_window_show_document (self, NULL);
  run_choice (self, resume, on_resumed, going_on);
}

/* ---- setting aside
 * -------------------------------------------------------------------------------
 */

static void
on_discarded (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  GoingOn *going_on = data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    tell_failure (self, recovery_of (going_on->choice->found, going_on->choice->nth), error);
  else if (chapeau_window_get_compared_data (self, on_compared) != NULL)
    {
      chapeau_window_leave_comparison (self);
      chapeau_message_bar_show (
          self->message_bar, CHAPEAU_MESSAGE_WARNING, TOPIC,
          _ ("This text is set aside. It stays on this computer for 30 days."));
      chapeau_message_bar_add_button (self->message_bar, _ ("_Recovered texts"),
                                      "win.show-recoveries");
    }
  going_on_free (going_on);
}

void
chapeau_window_discard_recovery (ChapeauWindow *self)
{
  const Choice *choice = chapeau_window_get_compared_data (self, on_compared);
  GoingOn *going_on;

  if (choice == NULL || is_discarded (choice))
    return;
  going_on = g_new0 (GoingOn, 1);
  going_on->choice = choice_copy (choice);
  going_on->result = g_bytes_new (NULL, 0);
  run_choice (self, discard, on_discarded, going_on);
}

/* ---- the comparison
 * ------------------------------------------------------------------------------
 */

static ChapeauMergeWords *
make_words (const StoreRecovery *recovery)
{
  ChapeauMergeWords *words = g_new0 (ChapeauMergeWords, 1);
  g_autofree char *clock = chapeau_message_of_moment (CHAPEAU_MOMENT_FROM, recovery->time);
  g_autofree char *title = dup_title (recovery);

  /* Translators: "from 14:02", then the title of a post. */
  words->title = g_strdup_printf (_ ("Recovered %s: “%s”"), clock, title);
  if (recovery->damaged)
    words->explanation =
        g_strdup (_ ("This text was damaged: look at it closely before you go on with it."));
  else if (recovery->path == NULL)
    words->explanation = g_strdup (_ ("This new post was not saved in the folder yet."));
  else
    words->explanation = g_strdup (
        _ ("These changes were not saved in the shared folder. What differs is shown below."));
  words->mine = g_strdup_printf (_ ("Recovered %s"), clock);
  words->theirs = g_strdup (_ ("In the shared folder"));
  words->all_mine = g_strdup (_ ("All of the recovered text"));
  words->all_theirs = g_strdup (_ ("All as in the folder"));
  words->missing = g_strdup (_ ("Nothing in this place"));
  words->apply = g_strdup (_ ("Go on with this text"));
  return words;
}

static void on_recovery_chosen (ChapeauWindow *self, guint nth);

static void
add_list (ChapeauWindow *self, ChapeauMergeView *view, const Choice *choice)
{
  const Found *found = choice->found;
  guint n = found->left->len + found->discarded->len;
  ChapeauVersionList *list;

  if (n < 2)
    return;
  list = chapeau_version_list_new (_ ("Recovered texts"));
  for (guint i = 0; i < n; i++)
    {
      const StoreRecovery *recovery = recovery_of (found, i);
      g_autofree char *clock = chapeau_message_of_time (recovery->time);
      g_autofree char *title = dup_title (recovery);
      const char *heading = NULL;

      if (i == found->left->len)
        heading = _ ("Set aside, kept for 30 days");
      chapeau_version_list_add (list, heading, clock, title);
    }
  g_signal_connect_object (list, "chosen", G_CALLBACK (on_recovery_chosen), self,
                           G_CONNECT_SWAPPED);
  chapeau_merge_view_set_above (view, GTK_WIDGET (list));
  chapeau_version_list_select (list, choice->nth);
}

static ChapeauMerge *
make_merge (const Choice *choice)
{
  const StoreRecovery *recovery = recovery_of (choice->found, choice->nth);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  GBytes *theirs = choice->theirs != NULL ? choice->theirs : nothing;
  GBytes *base = choice->base;

  /* Of a damaged text nothing is taken for granted. Where there never was a file, all is mine. */
  if (recovery->damaged)
    base = NULL;
  else if (recovery->base_hash == NULL)
    base = theirs;
  return chapeau_merge_new (base, recovery->text, theirs);
}

static void
on_beside_read (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  const Choice *read = g_task_get_task_data (G_TASK (result));
  const StoreRecovery *recovery = recovery_of (read->found, read->nth);
  gboolean fresh = chapeau_window_get_compared_data (self, on_compared) == NULL;
  g_autoptr (ChapeauMerge) merge = make_merge (read);
  g_autoptr (ChapeauMergeWords) words = make_words (recovery);
  ChapeauMergeView *view;

  view = chapeau_window_compare (self, merge, words, recovery->path, on_compared,
                                 choice_copy (read), choice_free);
  if (!is_discarded (read))
    chapeau_merge_view_add_button (view, _ ("_Do not keep it"), "win.discard-recovery");
  if (fresh)
    add_list (self, view, read);
}

static void
on_recovery_chosen (ChapeauWindow *self, guint nth)
{
  const Choice *choice = chapeau_window_get_compared_data (self, on_compared);

  if (choice != NULL && nth < choice->found->left->len + choice->found->discarded->len)
    run (self, read_beside, on_beside_read, choice_new (choice->found, nth), choice_free);
}

static void
on_found_to_show (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  Found *found = g_task_propagate_pointer (G_TASK (result), NULL);

  if (found->left->len + found->discarded->len == 0)
    chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, TOPIC,
                              _ ("There is no recovered text on this computer."));
  else
    run (self, read_beside, on_beside_read, choice_new (found, 0), choice_free);
  found_unref (found);
}

void
chapeau_window_show_recoveries (ChapeauWindow *self)
{
  chapeau_window_leave_comparison (self);
  run (self, look, on_found_to_show, NULL, NULL);
}

/* ---- at the opening of a folder
 * -------------------------------------------------------------------
 */

static void
tell_waiting (ChapeauWindow *self, const Found *found)
{
  guint n = found->waiting->len;
  g_autofree char *sentence = g_strdup_printf (
      ngettext ("%u post was waiting for the shared folder: it is being saved now.",
                "%u posts were waiting for the shared folder: they are being saved now.", n),
      n);

  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, TOPIC, sentence);
}

static void
tell_left (ChapeauWindow *self, const Found *found)
{
  guint n = found->left->len;
  g_autofree char *sentence = NULL;

  if (n == 1)
    {
      const StoreRecovery *recovery = g_ptr_array_index (found->left, 0);
      g_autofree char *title = dup_title (recovery);
      g_autofree char *clock = chapeau_message_of_moment (CHAPEAU_MOMENT_FROM, recovery->time);

      /* Translators: "from 14:02", then the title of a post. */
      sentence = g_strdup_printf (_ ("Recovered %s: “%s”, not saved in the shared folder yet."),
                                  clock, title);
    }
  else
    sentence = g_strdup_printf (ngettext ("%u text that was not saved was recovered.",
                                          "%u texts that were not saved were recovered.", n),
                                n);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, TOPIC, sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Compare"), "win.show-recoveries");
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  Found *found = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; i < found->waiting->len; i++)
    {
      StorePost *post = g_ptr_array_index (found->waiting, i);
      g_autoptr (ChapeauDocument) document = chapeau_document_new_resumed (
          self->workspace, post, NULL, g_ptr_array_index (found->texts, i));

      chapeau_window_adopt (self, document);
    }
  if (found->left->len > 0)
    tell_left (self, found);
  else if (found->waiting->len > 0)
    tell_waiting (self, found);
  found_unref (found);
}

void
chapeau_window_look_for_recoveries (ChapeauWindow *self)
{
  run (self, look, on_found, NULL, NULL);
}

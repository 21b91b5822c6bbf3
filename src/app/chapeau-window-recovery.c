/* chapeau-window-recovery.c - what an earlier run left on this computer, in the window.
 *
 * At the opening of a folder it is looked for.
 *   - A text that was waiting for the folder goes on waiting, in a document behind the one shown,
 *     and the bar says so first.
 *   - A text that was not saved is offered: never a yes or no, but a comparison with what the
 *     folder has. Several are a list. What the person does not want is set aside and stays
 *     reachable for 30 days; the menu leads there at any time.
 *   - A text that the folder has already is no news: its journal is set aside.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"
#include "chapeau-recovered.h"
#include "chapeau-version-list.h"

#include <glib/gi18n.h>

#define TOPIC   "recovery"
#define WAITING "waiting"

static const StoreRecovery *
recovery_of (const ChapeauRecoveredChoice *choice)
{
  return chapeau_recovered_get (choice->recovered, choice->nth);
}

static void
tell_failure (ChapeauWindow *self, const StoreRecovery *recovery, const GError *error)
{
  g_autofree char *title = chapeau_recovered_dup_title (recovery);
  g_autofree char *sentence = chapeau_message_of_error (CHAPEAU_DOING_RECOVER, title, error);

  chapeau_window_show_error (self, TOPIC, sentence);
}

/* ---- workers ------------------------------------------------------------------------------------
 */

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, chapeau_recovered_look (chapeau_work_get_folder (task)),
                         chapeau_recovered_unref);
}

static void
read_beside (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  chapeau_recovered_choice_read (data, chapeau_work_get_folder (task));
  g_task_return_boolean (task, TRUE);
}

/* A text that the person goes on with. */
typedef struct
{
  ChapeauRecoveredChoice *choice;
  GBytes *result; /* NULL: set aside */
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  chapeau_recovered_choice_unref (decision->choice);
  g_clear_pointer (&decision->result, g_bytes_unref);
  g_free (decision);
}

static Decision *
decision_new (ChapeauRecoveredChoice *choice, GBytes *result)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->choice = chapeau_recovered_choice_ref (choice);
  decision->result = result != NULL ? g_bytes_ref (result) : NULL;
  return decision;
}

static void
resume (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Decision *decision = data;
  GError *error = NULL;
  StorePost *post =
      chapeau_recovered_choice_resume (decision->choice, chapeau_work_get_folder (task), &error);

  if (post != NULL)
    g_task_return_pointer (task, post, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
discard (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Decision *decision = data;
  GError *error = NULL;

  if (store_recover_discard (NULL, recovery_of (decision->choice)->journal, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- going on with one --------------------------------------------------------------------------
 */

static void
offer_way_back (ChapeauWindow *self, GBytes *theirs)
{
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, TOPIC,
                            _ ("The text is back. Save it when you are ready."));
  if (theirs == NULL)
    return;
  chapeau_window_set_way_back (self, theirs);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Take it back"), "win.take-back");
}

static void
on_resumed (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (StorePost) post = g_task_propagate_pointer (G_TASK (result), &error);
  const Decision *decision = g_task_get_task_data (G_TASK (result));
  const StoreRecovery *recovery = recovery_of (decision->choice);
  GBytes *theirs = decision->choice->theirs;
  g_autofree char *title = chapeau_recovered_dup_title (recovery);
  g_autofree char *path = chapeau_window_dup_new_path (self, title);
  g_autoptr (ChapeauDocument) document = NULL;

  if (post == NULL)
    {
      tell_failure (self, recovery, error);
      return;
    }
  document = chapeau_document_new_resumed (self->workspace, post, path, recovery->text);
  chapeau_window_show_document (self, document);
  chapeau_document_take_text (document, decision->result, theirs);
  if (theirs != NULL && g_bytes_equal (theirs, decision->result))
    return;
  chapeau_document_body_changed (document); /* it is journaled again, as ours */
  offer_way_back (self, theirs);
}

static void on_discarded (GObject *source, GAsyncResult *result, gpointer data);

static void
set_aside (ChapeauWindow *self, ChapeauRecoveredChoice *choice)
{
  chapeau_window_work (self, _ ("Setting the recovered text aside…"), discard, on_discarded,
                       decision_new (choice, NULL), decision_free);
}

static void
on_compared (ChapeauWindow *self, GBytes *result, gpointer data)
{
  ChapeauRecoveredChoice *choice = data;
  const char *path = recovery_of (choice)->path;
  ChapeauDocument *open = path != NULL ? chapeau_window_find_open (self, path) : NULL;

  /* The same post is open with changes of its own: the text goes into it, and is in its journal. */
  if (open != NULL && chapeau_document_has_unsaved_changes (open))
    {
      chapeau_window_show_document (self, open);
      chapeau_window_keep_way_back (self);
      chapeau_document_take_text (open, result, NULL);
      set_aside (self, choice);
      return;
    }
  if (open == self->document)
    chapeau_window_show_document (self, NULL);
  chapeau_window_work (self, _ ("Bringing the recovered text back…"), resume, on_resumed,
                       decision_new (choice, result), decision_free);
}

/* ---- setting aside ------------------------------------------------------------------------------
 */

static void
on_discarded (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  const Decision *decision = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    tell_failure (self, recovery_of (decision->choice), error);
  else if (chapeau_window_get_compared_data (self, on_compared) == decision->choice)
    {
      chapeau_window_leave_comparison (self);
      chapeau_message_bar_show (
          self->message_bar, CHAPEAU_MESSAGE_WARNING, TOPIC,
          _ ("This text is set aside. It stays on this computer for 30 days."));
      chapeau_message_bar_add_button (self->message_bar, _ ("_Recovered texts"),
                                      "win.show-recoveries");
    }
}

void
chapeau_window_discard_recovery (ChapeauWindow *self)
{
  ChapeauRecoveredChoice *choice = chapeau_window_get_compared_data (self, on_compared);

  if (choice != NULL && !chapeau_recovered_is_discarded (choice->recovered, choice->nth))
    set_aside (self, choice);
}

/* ---- the comparison -----------------------------------------------------------------------------
 */

static ChapeauMergeWords *
make_words (const StoreRecovery *recovery)
{
  ChapeauMergeWords *words = g_new0 (ChapeauMergeWords, 1);
  g_autofree char *clock = chapeau_message_of_moment (CHAPEAU_MOMENT_FROM, recovery->time);
  g_autofree char *title = chapeau_recovered_dup_title (recovery);

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
add_list (ChapeauWindow *self, ChapeauMergeView *view, const ChapeauRecoveredChoice *choice)
{
  ChapeauRecovered *recovered = choice->recovered;
  guint n = chapeau_recovered_count (recovered);
  ChapeauVersionList *list;

  if (n < 2)
    return;
  list = chapeau_version_list_new (_ ("Recovered texts"));
  for (guint i = 0; i < n; i++)
    {
      const StoreRecovery *recovery = chapeau_recovered_get (recovered, i);
      g_autofree char *clock = chapeau_message_of_time (recovery->time);
      g_autofree char *title = chapeau_recovered_dup_title (recovery);
      const char *heading = NULL;

      if (i == recovered->left->len)
        heading = _ ("Set aside, kept for 30 days");
      chapeau_version_list_add (list, heading, clock, title);
    }
  g_signal_connect_object (list, "chosen", G_CALLBACK (on_recovery_chosen), self,
                           G_CONNECT_SWAPPED);
  chapeau_merge_view_set_above (view, GTK_WIDGET (list));
  chapeau_version_list_select (list, choice->nth);
}

static void
on_beside_read (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  ChapeauRecoveredChoice *choice = g_task_get_task_data (G_TASK (result));
  const StoreRecovery *recovery = recovery_of (choice);
  gboolean fresh = chapeau_window_get_compared_data (self, on_compared) == NULL;
  g_autoptr (ChapeauMerge) merge = NULL;
  g_autoptr (ChapeauMergeWords) words = NULL;
  ChapeauMergeView *view;

  if (!chapeau_window_is_newest (self, G_TASK (result)))
    return;
  merge = chapeau_recovered_choice_merge (choice);
  words = make_words (recovery);
  view = chapeau_window_compare (self, merge, words, recovery->path, on_compared,
                                 chapeau_recovered_choice_ref (choice),
                                 chapeau_recovered_choice_unref);
  if (!chapeau_recovered_is_discarded (choice->recovered, choice->nth))
    chapeau_merge_view_add_button (view, _ ("_Do not keep it"), "win.discard-recovery");
  if (fresh)
    add_list (self, view, choice);
}

static void
show_nth (ChapeauWindow *self, ChapeauRecovered *recovered, guint nth)
{
  chapeau_window_work (self, _ ("Reading the recovered text…"), read_beside, on_beside_read,
                       chapeau_recovered_choice_new (recovered, nth),
                       chapeau_recovered_choice_unref);
}

static void
on_recovery_chosen (ChapeauWindow *self, guint nth)
{
  ChapeauRecoveredChoice *choice = chapeau_window_get_compared_data (self, on_compared);

  if (choice != NULL && nth < chapeau_recovered_count (choice->recovered))
    show_nth (self, choice->recovered, nth);
}

static void
on_found_to_show (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  ChapeauRecovered *recovered = g_task_propagate_pointer (G_TASK (result), NULL);

  if (chapeau_recovered_count (recovered) == 0)
    chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, TOPIC,
                              _ ("There is no recovered text on this computer."));
  else
    show_nth (self, recovered, 0);
  chapeau_recovered_unref (recovered);
}

void
chapeau_window_show_recoveries (ChapeauWindow *self)
{
  chapeau_window_leave_comparison (self);
  chapeau_message_bar_hide (self->message_bar, TOPIC);
  chapeau_window_work (self, _ ("Looking for recovered texts…"), look, on_found_to_show, NULL,
                       NULL);
}

/* ---- at the opening of a folder -----------------------------------------------------------------
 */

static void
tell_waiting (ChapeauWindow *self, const ChapeauRecovered *found)
{
  guint n = found->waiting->len;
  g_autofree char *sentence = g_strdup_printf (
      ngettext ("%u post was waiting for the shared folder: it is being saved now.",
                "%u posts were waiting for the shared folder: they are being saved now.", n),
      n);

  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, WAITING, sentence);
  chapeau_message_bar_make_last (self->message_bar);
}

static void
tell_left (ChapeauWindow *self, const ChapeauRecovered *found)
{
  guint n = found->left->len;
  g_autofree char *sentence = NULL;

  if (n == 1)
    {
      const StoreRecovery *recovery = g_ptr_array_index (found->left, 0);
      g_autofree char *title = chapeau_recovered_dup_title (recovery);
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
  chapeau_message_bar_make_last (self->message_bar);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  ChapeauRecovered *found = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; i < found->waiting->len; i++)
    {
      StorePost *post = g_ptr_array_index (found->waiting, i);
      g_autoptr (ChapeauDocument) document = chapeau_document_new_resumed (
          self->workspace, post, NULL, g_ptr_array_index (found->texts, i));

      /* The post may have been opened meanwhile, without what was typed in the earlier run. */
      if (self->document != NULL && !chapeau_document_has_unsaved_changes (self->document)
          && g_strcmp0 (chapeau_document_get_path (document),
                        chapeau_document_get_path (self->document))
                 == 0)
        chapeau_window_show_document (self, document);
      else
        chapeau_window_adopt (self, document);
    }
  if (found->left->len > 0)
    tell_left (self, found);
  if (found->waiting->len > 0)
    tell_waiting (self, found);
  chapeau_recovered_unref (found);
}

void
chapeau_window_look_for_recoveries (ChapeauWindow *self)
{
  chapeau_window_work (self, _ ("Looking for recovered texts…"), look, on_found, NULL, NULL);
}

/* chapeau-window-work.c - work in other threads: what takes longer than a second is said, with a
 * way to stop it.
 *
 * Stopping means that the window waits no longer: a read from a folder that does not answer goes on
 * in its thread until the system gives up, and its result is thrown away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include <glib/gi18n.h>

#define TOPIC      "progress"
#define PATIENT_MS 1000

struct _ChapeauProgress
{
  ChapeauWindow *window;     /* weak */
  GCancellable *cancellable; /* NULL: what goes on cannot be stopped */
  char *sentence;
  guint timeout;
  gboolean told;
};

/* ---- telling ----------------------------------------------------------------------------------
 */

static ChapeauProgress *
newest_told (ChapeauWindow *self)
{
  for (guint i = self->progresses->len; i-- > 0;)
    {
      ChapeauProgress *progress = g_ptr_array_index (self->progresses, i);

      if (progress->told)
        return progress;
    }
  return NULL;
}

static void
tell_newest (ChapeauWindow *self)
{
  ChapeauProgress *progress = newest_told (self);
  ChapeauMessageBar *bar = chapeau_window_get_bar (self);

  if (progress == NULL)
    {
      chapeau_message_bar_hide (self->welcome_bar, TOPIC);
      chapeau_message_bar_hide (self->message_bar, TOPIC);
      return;
    }
  chapeau_message_bar_show (bar, CHAPEAU_MESSAGE_PROGRESS, TOPIC, progress->sentence);
  if (progress->cancellable != NULL)
    chapeau_message_bar_add_button (bar, _ ("_Cancel"), "win.cancel-work");
  chapeau_message_bar_make_last (bar);
}

static gboolean
on_long (gpointer data)
{
  ChapeauProgress *progress = data;

  progress->timeout = 0;
  progress->told = TRUE;
  if (progress->window != NULL)
    tell_newest (progress->window);
  return G_SOURCE_REMOVE;
}

ChapeauProgress *
chapeau_progress_new (ChapeauWindow *self, const char *sentence, GCancellable *cancellable)
{
  ChapeauProgress *progress = g_new0 (ChapeauProgress, 1);

  g_set_weak_pointer (&progress->window, self);
  g_set_object (&progress->cancellable, cancellable);
  progress->sentence = g_strdup (sentence);
  progress->timeout = g_timeout_add (PATIENT_MS, on_long, progress);
  g_ptr_array_add (self->progresses, progress);
  return progress;
}

void
chapeau_progress_end (ChapeauProgress *progress)
{
  g_clear_handle_id (&progress->timeout, g_source_remove);
  if (progress->window != NULL && progress->window->progresses != NULL)
    {
      g_ptr_array_remove (progress->window->progresses, progress);
      if (progress->told)
        tell_newest (progress->window);
    }
  g_clear_weak_pointer (&progress->window);
  g_clear_object (&progress->cancellable);
  g_free (progress->sentence);
  g_free (progress);
}

void
chapeau_window_cancel_work (ChapeauWindow *self)
{
  ChapeauProgress *progress = newest_told (self);

  if (progress == NULL || progress->cancellable == NULL)
    return;
  /* What cannot be stopped in the middle goes on, but nobody waits for it. */
  progress->told = FALSE;
  g_cancellable_cancel (progress->cancellable);
  tell_newest (self);
}

/* ---- working -----------------------------------------------------------------------------------
 */

#define FOLDER "chapeau-folder"
#define NUMBER "chapeau-number"

typedef struct
{
  ChapeauProgress *progress;
  GAsyncReadyCallback callback;
} Work;

StoreFolder *
chapeau_work_get_folder (GTask *task)
{
  return g_object_get_data (G_OBJECT (task), FOLDER);
}

gboolean
chapeau_window_is_newest (ChapeauWindow *self, GTask *task)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), NUMBER)) == self->last_work;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  g_autofree Work *work = data;
  GTask *task = G_TASK (result);
  gboolean stopped = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  chapeau_progress_end (work->progress);
  /* Another folder was opened meanwhile, or the window is closed. */
  if (stopped || self->workspace == NULL
      || chapeau_workspace_get_folder (self->workspace) != chapeau_work_get_folder (task))
    return;
  work->callback (source, result, NULL);
}

void
chapeau_window_work (ChapeauWindow *self,
                     const char *sentence,
                     GTaskThreadFunc function,
                     GAsyncReadyCallback callback,
                     gpointer data,
                     GDestroyNotify free_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Work *work = g_new0 (Work, 1);
  g_autoptr (GTask) task = g_task_new (self, cancellable, on_done, work);

  work->progress = chapeau_progress_new (self, sentence, cancellable);
  work->callback = callback;
  g_task_set_source_tag (task, chapeau_window_work);
  g_task_set_task_data (task, data, free_data);
  g_task_set_return_on_cancel (task, TRUE);
  g_object_set_data_full (G_OBJECT (task), FOLDER,
                          g_object_ref (chapeau_workspace_get_folder (self->workspace)),
                          g_object_unref);
  g_object_set_data (G_OBJECT (task), NUMBER, GUINT_TO_POINTER (++self->last_work));
  g_task_run_in_thread (task, function);
}

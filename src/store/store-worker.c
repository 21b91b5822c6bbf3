/* store-worker.c - the one thread of a folder, and the jobs it does.
 *
 * The thread holds no strong reference to the folder between jobs, so dropping the folder ends it;
 * while a hung share holds it in the kernel nobody waits for it, neither at closing nor at
 * quitting.
 *
 * A job answers its GTask once. When its cancellable is triggered the task is answered at once,
 * even while the worker is stuck in a call for it; what the job returns later is destroyed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#define SLOW_AFTER (3 * G_TIME_SPAN_SECOND)

struct _StoreWorker
{
  gatomicrefcount references;
  GWeakRef folder;
  GAsyncQueue *queue; /* of StoreJob *; one without a function only wakes */
  GMutex lock;
  gboolean started;
  gboolean stopped;
  gint64 busy_since; /* 0: idle; real monotonic time */
  guint watch;       /* the timeout that looks at busy_since */
};

struct _StoreJob
{
  gatomicrefcount references;
  StoreWorker *worker;
  GTask *task;
  GCancellable *cancellable;
  gulong cancelled_id;
  StoreJobFunc function;
  gpointer data;
  GDestroyNotify destroy;
  gboolean again;
  GMutex lock;
  gboolean answered; /* under lock */
};

static void
worker_unref (StoreWorker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->references))
    return;
  g_weak_ref_clear (&worker->folder);
  g_async_queue_unref (worker->queue);
  g_mutex_clear (&worker->lock);
  g_free (worker);
}

static StoreWorker *
worker_ref (StoreWorker *worker)
{
  g_atomic_ref_count_inc (&worker->references);
  return worker;
}

/* ---- jobs -------------------------------------------------------------------------------------
 */

static StoreJob *
job_ref (StoreJob *job)
{
  g_atomic_ref_count_inc (&job->references);
  return job;
}

static void
job_unref (gpointer data)
{
  StoreJob *job = data;
  if (!g_atomic_ref_count_dec (&job->references))
    return;
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_object (&job->task);
  g_clear_object (&job->cancellable);
  g_mutex_clear (&job->lock);
  g_free (job);
}

/* TRUE for the first who asks. */
static gboolean
job_claim (StoreJob *job)
{
  gboolean first;
  g_mutex_lock (&job->lock);
  first = !job->answered;
  job->answered = TRUE;
  g_mutex_unlock (&job->lock);
  return first;
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  StoreJob *job = data;
  if (job_claim (job))
    g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

/* Not from on_cancelled: a handler must not wait for itself. */
static void
job_settle (StoreJob *job)
{
  gulong id = job->cancelled_id;
  job->cancelled_id = 0;
  if (id != 0)
    g_cancellable_disconnect (job->cancellable, id);
}

void
store_job_return (StoreJob *job, gpointer result, GDestroyNotify destroy)
{
  if (job_claim (job))
    g_task_return_pointer (job->task, result, destroy);
  else if (destroy != NULL && result != NULL)
    destroy (result);
  job_settle (job);
}

void
store_job_return_boolean (StoreJob *job, gboolean done, GError *error)
{
  if (!done)
    {
      store_job_fail (job, error);
      return;
    }
  if (job_claim (job))
    g_task_return_boolean (job->task, TRUE);
  job_settle (job);
}

void
store_job_fail (StoreJob *job, GError *error)
{
  if (job_claim (job))
    g_task_return_error (job->task, error);
  else
    g_error_free (error);
  job_settle (job);
}

void
store_job_again (StoreJob *job)
{
  job->again = TRUE;
}

gboolean
store_job_is_cancelled (StoreJob *job)
{
  return g_cancellable_is_cancelled (job->cancellable);
}

GCancellable *
store_job_get_cancellable (StoreJob *job)
{
  return job->cancellable;
}

gpointer
store_job_get_source (StoreJob *job)
{
  return g_task_get_source_object (job->task);
}

/* ---- slow -------------------------------------------------------------------------------------
 */

static gboolean
look_at_busy (gpointer data)
{
  StoreWorker *worker = data;
  g_autoptr (StoreFolder) folder = g_weak_ref_get (&worker->folder);
  gint64 since;
  gboolean stays;
  g_mutex_lock (&worker->lock);
  since = worker->busy_since;
  stays = since != 0 && folder != NULL && !worker->stopped;
  if (!stays)
    worker->watch = 0;
  g_mutex_unlock (&worker->lock);
  if (stays && g_get_monotonic_time () - since >= SLOW_AFTER)
    store_folder_set_slow (folder);
  return stays ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
set_busy (StoreWorker *worker, StoreFolder *folder, gboolean busy)
{
  g_mutex_lock (&worker->lock);
  worker->busy_since = busy ? g_get_monotonic_time () : 0;
  if (busy && worker->watch == 0)
    {
      GSource *source = g_timeout_source_new_seconds (1);
      g_source_set_callback (source, look_at_busy, worker_ref (worker),
                             (GDestroyNotify) worker_unref);
      worker->watch = g_source_attach (source, folder->context);
      g_source_unref (source);
    }
  g_mutex_unlock (&worker->lock);
  if (!busy)
    store_folder_clear_slow (folder);
}

/* ---- the thread -------------------------------------------------------------------------------
 */

static void
do_job (StoreWorker *worker, StoreJob *job)
{
  g_autoptr (StoreFolder) folder = g_weak_ref_get (&worker->folder);
  if (folder == NULL || job->function == NULL)
    return;
  job->again = FALSE;
  set_busy (worker, folder, TRUE);
  g_mutex_lock (&folder->io);
  job->function (job, folder, job->data);
  g_mutex_unlock (&folder->io);
  set_busy (worker, folder, FALSE);
  if (job->again)
    g_async_queue_push (worker->queue, job_ref (job));
}

/* The next time, by the real monotonic clock; 0 when the folder is gone. */
static gint64
do_tick (StoreWorker *worker)
{
  g_autoptr (StoreFolder) folder = g_weak_ref_get (&worker->folder);
  gint64 due;
  gint64 now;
  if (folder == NULL)
    return 0;
  set_busy (worker, folder, TRUE);
  g_mutex_lock (&folder->io);
  due = store_folder_tick (folder);
  now = folder->ops->monotonic (folder->ops->data);
  g_mutex_unlock (&folder->io);
  set_busy (worker, folder, FALSE);
  return g_get_monotonic_time () + MAX (due - now, 0);
}

static gboolean
is_stopped (StoreWorker *worker)
{
  gboolean stopped;
  g_mutex_lock (&worker->lock);
  stopped = worker->stopped;
  g_mutex_unlock (&worker->lock);
  return stopped;
}

static gpointer
worker_thread (gpointer data)
{
  StoreWorker *worker = data;
  gint64 due = g_get_monotonic_time () + G_TIME_SPAN_SECOND;
  while (!is_stopped (worker))
    {
      gint64 wait = due - g_get_monotonic_time ();
      StoreJob *job = wait > 0 ? g_async_queue_timeout_pop (worker->queue, (guint64) wait)
                               : g_async_queue_try_pop (worker->queue);
      if (job != NULL)
        {
          if (job->function == NULL)
            due = g_get_monotonic_time ();
          do_job (worker, job);
          job_unref (job);
        }
      else if (!is_stopped (worker))
        due = do_tick (worker);
    }
  worker_unref (worker);
  return NULL;
}

StoreWorker *
store_worker_new (StoreFolder *folder)
{
  StoreWorker *worker = g_new0 (StoreWorker, 1);
  g_atomic_ref_count_init (&worker->references);
  g_weak_ref_init (&worker->folder, folder);
  worker->queue = g_async_queue_new_full (job_unref);
  g_mutex_init (&worker->lock);
  return worker;
}

/* The thread starts with the first need, so that *_sync calls alone make none. */
static void
start (StoreWorker *worker)
{
  g_mutex_lock (&worker->lock);
  if (!worker->started)
    g_thread_unref (g_thread_new ("store", worker_thread, worker_ref (worker)));
  worker->started = TRUE;
  g_mutex_unlock (&worker->lock);
}

static StoreJob *
job_new (StoreWorker *worker)
{
  StoreJob *job = g_new0 (StoreJob, 1);
  g_atomic_ref_count_init (&job->references);
  g_mutex_init (&job->lock);
  job->worker = worker;
  return job;
}

void
store_worker_wake (StoreWorker *worker)
{
  g_async_queue_push (worker->queue, job_new (worker));
  start (worker);
}

void
store_worker_stop (StoreWorker *worker)
{
  g_mutex_lock (&worker->lock);
  worker->stopped = TRUE;
  g_mutex_unlock (&worker->lock);
  g_async_queue_push (worker->queue, job_new (worker));
  worker_unref (worker);
}

void
store_worker_push (StoreWorker *worker,
                   gpointer source,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data,
                   gpointer tag,
                   StoreJobFunc function,
                   gpointer data,
                   GDestroyNotify destroy)
{
  StoreJob *job = job_new (worker);
  job->task = g_task_new (source, NULL, callback, user_data);
  g_task_set_source_tag (job->task, tag);
  job->function = function;
  job->data = data;
  job->destroy = destroy;
  if (cancellable != NULL)
    {
      job->cancellable = g_object_ref (cancellable);
      job->cancelled_id =
          g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), job_ref (job), job_unref);
    }
  g_async_queue_push (worker->queue, job);
  start (worker);
}

/* ---- waiting for it ---------------------------------------------------------------------------
 */

typedef struct
{
  gatomicrefcount references; /* the waiting thread and the job */
  GMutex mutex;
  GCond cond;
  gboolean done;
} Barrier;

static void
barrier_unref (gpointer data)
{
  Barrier *barrier = data;
  if (!g_atomic_ref_count_dec (&barrier->references))
    return;
  g_mutex_clear (&barrier->mutex);
  g_cond_clear (&barrier->cond);
  g_free (barrier);
}

static void
barrier_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Barrier *barrier = data;
  g_mutex_lock (&barrier->mutex);
  barrier->done = TRUE;
  g_cond_signal (&barrier->cond);
  g_mutex_unlock (&barrier->mutex);
  store_job_return_boolean (job, TRUE, NULL);
}

gboolean
store_folder_wait_idle (StoreFolder *folder, gint64 microseconds)
{
  gint64 end = g_get_monotonic_time () + microseconds;
  Barrier *barrier = g_new0 (Barrier, 1);
  gboolean in_time = TRUE;
  gboolean done;
  g_atomic_ref_count_init (&barrier->references);
  g_atomic_ref_count_inc (&barrier->references);
  g_mutex_init (&barrier->mutex);
  g_cond_init (&barrier->cond);
  store_worker_push (folder->worker, folder, NULL, NULL, NULL, store_folder_wait_idle, barrier_job,
                     barrier, barrier_unref);
  g_mutex_lock (&barrier->mutex);
  while (!barrier->done && in_time)
    in_time = g_cond_wait_until (&barrier->cond, &barrier->mutex, end);
  done = barrier->done;
  g_mutex_unlock (&barrier->mutex);
  barrier_unref (barrier);
  return done;
}

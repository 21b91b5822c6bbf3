/* store-post-save.c - step 1 of a save, the outbox, new names, moving and removing posts.
 *
 * The outbox is the posts whose last save was PENDING: each has its pending file in the journal,
 * and is tried again after 2, 4, 8 … 60 s from step 2 on, so that what a colleague saved meanwhile
 * is an ordinary conflict.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-place.h"
#include "store-private.h"

#include <errno.h>
#include <string.h>

#define FIRST_DELAY (2 * G_TIME_SPAN_SECOND)
#define LAST_DELAY  (60 * G_TIME_SPAN_SECOND)

/* @text NULL: nothing waits any more. */
static void
set_waiting (StorePost *post, GBytes *text, const char *new_path)
{
  gint64 now = post->local->ops->monotonic (post->local->ops->data);
  g_autoptr (GBytes) old = NULL;
  g_mutex_lock (&post->lock);
  old = g_steal_pointer (&post->waiting);
  g_free (post->waiting_path);
  post->waiting_path = g_strdup (new_path);
  if (text == NULL)
    post->retry_delay = 0;
  else
    {
      post->waiting = g_bytes_ref (text);
      post->retry_delay = CLAMP (post->retry_delay * 2, FIRST_DELAY, LAST_DELAY);
      post->retry_at = now + post->retry_delay;
    }
  g_mutex_unlock (&post->lock);
}

void
store_post_set_waiting (StorePost *post, GBytes *text, const char *path)
{
  set_waiting (post, text, path);
  g_mutex_lock (&post->lock);
  post->retry_at = 0;
  post->retry_delay = 0;
  g_mutex_unlock (&post->lock);
}

/* What the result means for the post. @path: where it was to be saved. */
static void
settle (StorePost *post, const char *path, gboolean as, const StoreSaveResult *result)
{
  switch (result->status)
    {
    case STORE_SAVED:
      g_clear_pointer (&post->polled_hash, g_free);
      g_clear_pointer (&post->polled_stat, g_free);
      set_waiting (post, NULL, NULL);
      store_post_set_place (post, path, result->text);
      /* First the slot says that this text is in the folder, then the pending file may go (S1). */
      store_writer_mark (post->writer, result->text);
      store_journal_clear_pending (store_writer_get_journal (post->writer));
      break;
    case STORE_PENDING:
      set_waiting (post, result->text, as ? path : NULL);
      break;
    case STORE_CONFLICT:
    case STORE_JOURNAL_FAILED:
      /* The pending file stays until the person has settled it. */
      set_waiting (post, NULL, NULL);
      break;
    }
}

/* Steps 2 to 10, under io. */
static StoreSaveResult *
save_in_folder (
    StorePost *post, const char *path, GBytes *text, gboolean as, GCancellable *cancellable)
{
  g_autofree char *base_hash = as ? NULL : store_post_dup_base_hash (post);
  g_autoptr (GBytes) base = store_post_dup_base (post);
  StoreSaveRequest request = {
    .folder = post->folder,
    .path = path,
    .text = text,
    .base_hash = base_hash,
    .base_size = base == NULL ? 0 : g_bytes_get_size (base),
    .make_directories = base_hash == NULL,
    .cancellable = cancellable,
    .left_temp = &post->left_temp,
  };
  return store_save (&request);
}

static StoreSaveResult *
save (StorePost *post, const char *path, GBytes *text, gboolean as, GCancellable *cancellable)
{
  g_autofree char *base_hash = as ? NULL : store_post_dup_base_hash (post);
  GError *error = NULL;
  StoreSaveResult *result;
  store_post_update_about (post); /* the folder's id may be known better than before */
  if (!store_writer_set_pending (post->writer, text, path, base_hash, &error))
    {
      result = g_new0 (StoreSaveResult, 1);
      result->status = STORE_JOURNAL_FAILED;
      result->text = g_bytes_ref (text);
      result->reason = error;
      result->time = post->local->ops->wall (post->local->ops->data);
    }
  else
    {
      store_step (post->local->ops, STORE_STEP_JOURNALED);
      result = save_in_folder (post, path, text, as, cancellable);
    }
  settle (post, path, as, result);
  return result;
}

static gboolean
check_place (StorePost *post, const char *path, GError **error)
{
  if (post->folder == NULL || path == NULL || post->writer == NULL)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME, "the post has no name yet");
      return FALSE;
    }
  return store_path_check (path, error);
}

static StoreSaveResult *
save_sync (StorePost *post, const char *path, GBytes *text, gboolean as, GError **error)
{
  StoreSaveResult *result;
  if (!check_place (post, path, error))
    return NULL;
  g_mutex_lock (&post->folder->io);
  result = save (post, path, text, as, NULL);
  g_mutex_unlock (&post->folder->io);
  return result;
}

StoreSaveResult *
store_post_save_sync (StorePost *post, GBytes *text, GError **error)
{
  g_autofree char *path = store_post_dup_path (post);
  return save_sync (post, path, text, FALSE, error);
}

StoreSaveResult *
store_post_save_as_sync (StorePost *post, const char *relative_path, GBytes *text, GError **error)
{
  return save_sync (post, relative_path, text, TRUE, error);
}

gint64
store_post_retry (StorePost *post, gint64 now)
{
  g_autofree char *path = store_post_dup_path (post);
  g_autofree char *new_path = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (StoreSaveResult) result = NULL;
  gint64 at;
  g_mutex_lock (&post->lock);
  text = post->waiting == NULL ? NULL : g_bytes_ref (post->waiting);
  new_path = g_strdup (post->waiting_path);
  at = post->retry_at;
  g_mutex_unlock (&post->lock);
  if (text == NULL || (path == NULL && new_path == NULL) || post->writer == NULL)
    return G_MAXINT64;
  if (now < at)
    return at;
  result = save_in_folder (post, new_path != NULL ? new_path : path, text, new_path != NULL, NULL);
  settle (post, new_path != NULL ? new_path : path, new_path != NULL, result);
  if (result->status == STORE_PENDING)
    return post->retry_at;
  store_emit_result (post->context, post, "settled", result);
  return G_MAXINT64;
}

/* ---- asynchronous -----------------------------------------------------------------------------
 */

typedef struct
{
  char *path; /* NULL: the post's own */
  GBytes *text;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;
  g_free (saving->path);
  g_clear_pointer (&saving->text, g_bytes_unref);
  g_free (saving);
}

static void
save_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Saving *saving = data;
  StorePost *post = store_job_get_source (job);
  g_autofree char *own = store_post_dup_path (post);
  const char *path = saving->path == NULL ? own : saving->path;
  GError *error = NULL;
  if (!check_place (post, path, &error))
    {
      store_job_fail (job, error);
      return;
    }
  store_job_return (
      job, save (post, path, saving->text, saving->path != NULL, store_job_get_cancellable (job)),
      (GDestroyNotify) store_save_result_free);
}

static void
push (StorePost *post,
      const char *path,
      GBytes *text,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer data,
      gpointer tag,
      StoreJobFunc function)
{
  Saving *saving;
  if (post->folder == NULL)
    {
      g_task_report_new_error (post, callback, data, tag, STORE_ERROR, STORE_ERROR_BAD_NAME,
                               "the post is in no folder");
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->path = g_strdup (path);
  saving->text = text == NULL ? NULL : g_bytes_ref (text);
  store_worker_push (post->folder->worker, post, cancellable, callback, data, tag, function, saving,
                     saving_free);
}

void
store_post_save_async (StorePost *post,
                       GBytes *text,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  push (post, NULL, text, cancellable, callback, data, store_post_save_async, save_job);
}

StoreSaveResult *
store_post_save_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
store_post_save_as_async (StorePost *post,
                          const char *relative_path,
                          GBytes *text,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  push (post, relative_path, text, cancellable, callback, data, store_post_save_as_async, save_job);
}

StoreSaveResult *
store_post_save_as_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- moving -----------------------------------------------------------------------------------
 */

/* Only what we know may be moved: the file has our base. */
static gboolean
has_base (StorePost *post, int dir, const char *name, GError **error)
{
  g_autofree char *base = store_post_dup_base_hash (post);
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes =
      store_file_read (post->folder->ops, dir, name, STORE_MAX_SIZE, NULL, error);
  if (bytes == NULL)
    return FALSE;
  hash = store_hash (bytes);
  if (g_strcmp0 (hash, base) == 0)
    return TRUE;
  g_set_error (error, STORE_ERROR, STORE_ERROR_CHANGED, "%s was changed by somebody", name);
  return FALSE;
}

static gboolean
move_between (StorePost *post, int from, const char *name, int to, const char *path, GError **error)
{
  const StoreOps *ops = post->folder->ops;
  const char *slash = strrchr (path, '/');
  const char *new_name = slash == NULL ? path : slash + 1;
  int code;
  if (!has_base (post, from, name, error))
    return FALSE;
  code = store_place (ops, from, name, to, new_name);
  store_sync (ops, to);
  store_sync (ops, from);
  /* A failed rename proves nothing, nor does one that succeeded. */
  if (has_base (post, to, new_name, NULL))
    {
      struct stat status;
      if (ops->fstatat (ops->data, from, name, &status) < 0 && errno == ENOENT)
        return TRUE;
      /* Two names for one text: it is not to be published by a move that failed. */
      if (has_base (post, from, name, NULL))
        ops->unlinkat (ops->data, to, new_name, 0);
    }
  else if (code != 0 && code != EEXIST)
    store_place_unclaim (ops, to, new_name);
  store_set_errno (error, code == 0 ? EIO : code, path);
  return FALSE;
}

static gboolean
move (StorePost *post, const char *path, GError **error)
{
  StoreFolder *folder = post->folder;
  const StoreOps *ops = folder->ops;
  g_autofree char *own = store_post_dup_path (post);
  g_autoptr (GBytes) base = store_post_dup_base (post);
  g_autoptr (GBytes) newest = NULL;
  const char *name;
  const char *new_name;
  gboolean done = FALSE;
  int from;
  int to;
  if (!check_place (post, own, error) || !store_path_check (path, error)
      || !store_folder_identify (folder, error))
    return FALSE;
  store_folder_mark (folder);
  from = store_dir_open (ops, folder->root, own, &name, error);
  if (from < 0)
    return FALSE;
  to = store_dir_open_made (ops, folder->root, path, &new_name, error);
  if (to >= 0)
    {
      done = move_between (post, from, name, to, path, error);
      ops->close (ops->data, to);
    }
  ops->close (ops->data, from);
  if (done)
    {
      store_post_set_place (post, path, base);
      store_history_add (folder->history, path, base, NULL, STORE_REASON_SAVED, FALSE, NULL);
      newest = store_writer_dup_newest (post->writer);
      if (newest != NULL)
        store_writer_mark (post->writer, newest);
    }
  return done;
}

gboolean
store_post_move_sync (StorePost *post, const char *relative_path, GError **error)
{
  gboolean done;
  if (post->folder == NULL)
    return check_place (post, NULL, error);
  g_mutex_lock (&post->folder->io);
  done = move (post, relative_path, error);
  g_mutex_unlock (&post->folder->io);
  return done;
}

static void
move_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Saving *saving = data;
  GError *error = NULL;
  gboolean done = move (store_job_get_source (job), saving->path, &error);
  store_job_return_boolean (job, done, error);
}

void
store_post_move_async (StorePost *post,
                       const char *relative_path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  push (post, relative_path, NULL, cancellable, callback, data, store_post_move_async, move_job);
}

gboolean
store_post_move_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

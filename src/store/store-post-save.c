/* store-post-save.c - step 1 of a save, the outbox, new names.
 *
 * The outbox is the posts whose last save was PENDING: each has its pending file in the journal,
 * and is tried again after 2, 4, 8 … 60 s from step 2 on, so that what a colleague saved meanwhile
 * is an ordinary conflict.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <string.h>

#define FIRST_DELAY (2 * G_TIME_SPAN_SECOND)
#define LAST_DELAY  (60 * G_TIME_SPAN_SECOND)

static guint
get_decisions (StorePost *post)
{
  guint decisions;
  g_mutex_lock (&post->lock);
  decisions = post->decisions;
  g_mutex_unlock (&post->lock);
  return decisions;
}

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
settle (StorePost *post,
        const char *path,
        gboolean as,
        const char *text_hash,
        const StoreSaveResult *result)
{
  switch (result->status)
    {
    case STORE_SAVED:
      g_clear_pointer (&post->polled_hash, g_free);
      g_clear_pointer (&post->polled_stat, g_free);
      set_waiting (post, NULL, NULL);
      store_post_set_renamed (post, NULL);
      store_post_set_place (post, path, result->text, text_hash);
      /* First the slot says that this text is in the folder, then the pending file may go (S1). */
      store_writer_mark (post->writer);
      store_journal_clear_pending (store_writer_get_journal (post->writer));
      break;
    case STORE_PENDING:
      set_waiting (post, result->text, as ? path : NULL);
      break;
    case STORE_CONFLICT:
      if (!as)
        store_post_set_renamed (post, result->renamed_path);
      G_GNUC_FALLTHROUGH;
    case STORE_JOURNAL_FAILED:
      /* The pending file stays until the person has settled it. */
      set_waiting (post, NULL, NULL);
      break;
    }
}

void
store_post_overtake (StorePost *post, GBytes *waited, GBytes *newest)
{
  GBytes *const texts[] = { waited, newest };
  g_autofree char *path = store_post_dup_path (post);
  g_autofree char *base_hash = store_post_dup_base_hash (post);
  gboolean kept = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    kept &= texts[i] == NULL
            || store_history_add (post->folder->history, path, texts[i], base_hash,
                                  STORE_REASON_CONFLICT, TRUE, NULL);
  if (kept && !store_post_is_waiting (post))
    store_journal_clear_pending (store_writer_get_journal (post->writer));
}

/* Steps 2 to 10, under io. */
static StoreSaveResult *
save_in_folder (StorePost *post,
                const char *path,
                GBytes *text,
                const char *text_hash,
                gboolean as,
                GCancellable *cancellable)
{
  g_autofree char *base_hash = as ? NULL : store_post_dup_base_hash (post);
  g_autoptr (GBytes) base = as ? NULL : store_post_dup_base (post);
  StoreSaveRequest request = {
    .folder = post->folder,
    .path = path,
    .text = text,
    .text_hash = text_hash,
    .base_hash = base_hash,
    .base = base,
    .make_directories = base_hash == NULL,
    .cancellable = cancellable,
    .left_temp = &post->left_temp,
  };
  return store_save (&request);
}

/* The person set another base after this save was asked for: that base is a text which @text does
 * not know, as if a colleague had been faster. */
static StoreSaveResult *
overtaken_result (StorePost *post, const char *path, GBytes *text)
{
  g_autofree char *base_hash = store_post_dup_base_hash (post);
  StoreSaveResult *result = g_new0 (StoreSaveResult, 1);
  result->status = STORE_CONFLICT;
  result->text = g_bytes_ref (text);
  result->theirs = store_post_dup_base (post);
  result->conflict = result->theirs == NULL ? STORE_CONFLICT_DELETED : STORE_CONFLICT_CHANGED;
  result->time = post->local->ops->wall (post->local->ops->data);
  store_history_add (post->folder->history, path, text, base_hash, STORE_REASON_CONFLICT, TRUE,
                     NULL);
  return result;
}

/* @decisions: of the post when the save was asked for. */
static StoreSaveResult *
save (StorePost *post,
      const char *path,
      GBytes *text,
      gboolean as,
      guint decisions,
      GCancellable *cancellable)
{
  g_autofree char *base_hash = as ? NULL : store_post_dup_base_hash (post);
  g_autofree char *hash = store_writer_dup_hash (post->writer, text);
  GError *error = NULL;
  StoreSaveResult *result;
  store_post_update_about (post); /* the folder's id may be known better than before */
  if (!store_writer_set_pending (post->writer, text, hash, path, base_hash, &error))
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
      result = decisions == get_decisions (post)
                   ? save_in_folder (post, path, text, hash, as, cancellable)
                   : overtaken_result (post, path, text);
    }
  settle (post, path, as, hash, result);
  return result;
}

gboolean
store_post_check_place (StorePost *post, const char *path, GError **error)
{
  if (post->folder == NULL || path == NULL)
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
  if (!store_post_check_place (post, path, error) || !store_post_begin (post, error))
    return NULL;
  store_writer_offer (post->writer, text);
  g_mutex_lock (&post->folder->io);
  result = save (post, path, text, as, get_decisions (post), NULL);
  g_mutex_unlock (&post->folder->io);
  store_post_end (post);
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

/* Under io, with the journal held. */
static gint64
retry (StorePost *post, const char *path, const char *new_path, GBytes *text)
{
  gboolean as = new_path != NULL;
  const char *target = as ? new_path : path;
  g_autofree char *hash = store_writer_dup_hash (post->writer, text);
  g_autoptr (StoreSaveResult) result = save_in_folder (post, target, text, hash, as, NULL);
  gint64 at;
  settle (post, target, as, hash, result);
  if (result->status != STORE_PENDING)
    {
      store_emit_result (post->context, post, "settled", result);
      return G_MAXINT64;
    }
  g_mutex_lock (&post->lock);
  at = post->retry_at;
  g_mutex_unlock (&post->lock);
  return at;
}

gint64
store_post_retry (StorePost *post, gint64 now)
{
  g_autofree char *path = store_post_dup_path (post);
  g_autofree char *new_path = NULL;
  g_autoptr (GBytes) text = NULL;
  gint64 at;
  g_mutex_lock (&post->lock);
  text = post->waiting == NULL ? NULL : g_bytes_ref (post->waiting);
  new_path = g_strdup (post->waiting_path);
  at = post->retry_at;
  g_mutex_unlock (&post->lock);
  if (text == NULL)
    return G_MAXINT64;
  if (now < at)
    return at;
  if (!store_post_begin (post, NULL))
    return G_MAXINT64;
  at = retry (post, path, new_path, text);
  store_post_end (post);
  return at;
}

/* ---- asynchronous -----------------------------------------------------------------------------
 */

typedef struct
{
  StorePost *post; /* the job's; its journal is held */
  char *path;      /* NULL: the post's own */
  GBytes *text;
  guint decisions;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;
  store_post_end (saving->post);
  g_free (saving->path);
  g_bytes_unref (saving->text);
  g_free (saving);
}

static void
save_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Saving *saving = data;
  StorePost *post = saving->post;
  g_autofree char *own = store_post_dup_path (post);
  gboolean as = saving->path != NULL;
  const char *path = as ? saving->path : own;
  GError *error = NULL;
  if (store_post_check_place (post, path, &error))
    store_job_return (
        job,
        save (post, path, saving->text, as, saving->decisions, store_job_get_cancellable (job)),
        (GDestroyNotify) store_save_result_free);
  else
    store_job_fail (job, error);
}

/* @path NULL: the post's own, when the save's turn comes. */
static void
push (StorePost *post,
      const char *path,
      GBytes *text,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer data,
      gpointer tag)
{
  GError *error = NULL;
  Saving *saving;
  if (post->folder == NULL)
    store_post_check_place (post, path, &error);
  if (error != NULL || !store_post_begin (post, &error))
    {
      g_task_report_error (post, callback, data, tag, error);
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->post = post;
  saving->decisions = get_decisions (post);
  saving->path = g_strdup (path);
  saving->text = g_bytes_ref (text);
  /* The worker may be held up by a hung share: what was not journaled before is now. */
  if (store_writer_offer (post->writer, text))
    store_writer_push (post->writer, text);
  store_worker_push (post->folder->worker, post, cancellable, callback, data, tag, save_job, saving,
                     saving_free);
}

void
store_post_save_async (StorePost *post,
                       GBytes *text,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  push (post, NULL, text, cancellable, callback, data, store_post_save_async);
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
  push (post, relative_path, text, cancellable, callback, data, store_post_save_as_async);
}

StoreSaveResult *
store_post_save_as_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

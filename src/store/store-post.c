/* store-post.c - the post object: its base, its journal, its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <string.h>

G_DEFINE_TYPE (StorePost, store_post, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (StoreSaveResult,
                     store_save_result,
                     store_save_result_copy,
                     store_save_result_free)

StoreSaveResult *
store_save_result_copy (const StoreSaveResult *result)
{
  StoreSaveResult *copy = g_new (StoreSaveResult, 1);
  *copy = *result;
  copy->text = g_bytes_ref (result->text);
  copy->theirs = result->theirs == NULL ? NULL : g_bytes_ref (result->theirs);
  copy->renamed_path = g_strdup (result->renamed_path);
  copy->reason = result->reason == NULL ? NULL : g_error_copy (result->reason);
  return copy;
}

void
store_save_result_free (StoreSaveResult *result)
{
  g_bytes_unref (result->text);
  g_clear_pointer (&result->theirs, g_bytes_unref);
  g_free (result->renamed_path);
  g_clear_error (&result->reason);
  g_free (result);
}

static void
store_post_init (StorePost *post)
{
  g_mutex_init (&post->lock);
}

static void
store_post_dispose (GObject *object)
{
  store_post_close (STORE_POST (object), FALSE);
  G_OBJECT_CLASS (store_post_parent_class)->dispose (object);
}

static void
store_post_finalize (GObject *object)
{
  StorePost *post = STORE_POST (object);
  g_clear_pointer (&post->writer, store_writer_unref);
  g_clear_object (&post->folder);
  g_clear_pointer (&post->local, store_local_unref);
  g_clear_pointer (&post->context, g_main_context_unref);
  g_clear_pointer (&post->base, g_bytes_unref);
  g_clear_pointer (&post->waiting, g_bytes_unref);
  g_clear_pointer (&post->recovered, g_bytes_unref);
  g_free (post->path);
  g_free (post->base_hash);
  g_free (post->polled_hash);
  g_free (post->polled_stat);
  g_free (post->left_temp);
  g_free (post->last_writer);
  g_free (post->waiting_path);
  g_free (post->renamed);
  g_free (post->presence.person);
  g_free (post->presence.login);
  g_mutex_clear (&post->lock);
  G_OBJECT_CLASS (store_post_parent_class)->finalize (object);
}

static void
store_post_class_init (StorePostClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = store_post_dispose;
  G_OBJECT_CLASS (class)->finalize = store_post_finalize;
  g_signal_new ("journaled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT64);
  g_signal_new ("journal-failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_ERROR);
  g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                STORE_TYPE_SAVE_RESULT);
  g_signal_new ("changed-outside", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_INT, G_TYPE_BYTES);
  g_signal_new ("presence-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* ---- making -----------------------------------------------------------------------------------
 */

/* A version in the history for so much typing. */
#define VERSION_EVERY (5 * G_TIME_SPAN_MINUTE)

typedef struct
{
  GWeakRef post;
  GMainContext *context;
  gint64 next_version; /* monotonic; 0: nothing typed since the last one */
} Listener;

static void
listener_free (gpointer data)
{
  Listener *listener = data;
  g_weak_ref_clear (&listener->post);
  g_main_context_unref (listener->context);
  g_free (listener);
}

/* One call at a time: the writer sees to that. */
static void
keep_version (StorePost *post, Listener *listener, GBytes *text)
{
  const StoreOps *ops = post->local->ops;
  gint64 now = ops->monotonic (ops->data);
  g_autofree char *path = NULL;
  g_autofree char *base_hash = NULL;
  if (post->folder == NULL)
    return;
  if (listener->next_version == 0)
    listener->next_version = now + VERSION_EVERY;
  if (now < listener->next_version)
    return;
  listener->next_version = 0;
  path = store_post_dup_path (post);
  base_hash = store_post_dup_base_hash (post);
  /* The journal has the text: a history that cannot be written is no reason to say anything. */
  store_history_add (post->folder->history, path, text, base_hash, STORE_REASON_TYPING, FALSE,
                     NULL);
}

static void
on_written (GBytes *text, gint64 time, const GError *error, gpointer data)
{
  Listener *listener = data;
  g_autoptr (StorePost) post = g_weak_ref_get (&listener->post);
  if (post == NULL)
    return;
  if (error != NULL)
    {
      store_emit_error (listener->context, post, "journal-failed", error);
      return;
    }
  store_emit_time (listener->context, post, "journaled", time);
  keep_version (post, listener, text);
}

void
store_post_update_about (StorePost *post)
{
  g_autofree char *path = store_post_dup_path (post);
  g_autofree char *hash = store_post_dup_base_hash (post);
  g_autofree char *id = post->folder == NULL ? g_strdup ("") : store_folder_dup_id (post->folder);
  StoreAbout about = { post->folder == NULL ? "" : post->folder->path, id, path, hash };
  store_writer_set_about (post->writer, &about);
}

StorePost *
store_post_make (StoreFolder *folder, StoreLocal *local, const char *journal_uuid)
{
  StorePost *post = g_object_new (STORE_TYPE_POST, NULL);
  Listener *listener = g_new0 (Listener, 1);
  g_autoptr (StoreJournal) journal = store_journal_new (local, journal_uuid);
  post->folder = folder == NULL ? NULL : g_object_ref (folder);
  post->local = store_local_ref (local);
  post->context =
      folder == NULL ? g_main_context_ref_thread_default () : g_main_context_ref (folder->context);
  g_weak_ref_init (&listener->post, post);
  listener->context = g_main_context_ref (post->context);
  post->writer = store_writer_new (journal, on_written, listener, listener_free);
  store_post_update_about (post);
  if (folder != NULL)
    store_folder_register (folder, post);
  return post;
}

StorePost *
store_post_new_untitled (StoreFolder *folder, const StoreConfig *config)
{
  g_autoptr (StoreLocal) local =
      folder == NULL ? store_local_new (config) : store_local_ref (folder->local);
  return store_post_make (folder, local, NULL);
}

void
store_post_set_place (StorePost *post, const char *path, GBytes *base, const char *base_hash)
{
  g_autofree char *hash =
      base == NULL || base_hash != NULL ? g_strdup (base_hash) : store_hash (base);
  g_autofree char *copy = g_strdup (path);
  if (base != NULL)
    g_bytes_ref (base);
  g_mutex_lock (&post->lock);
  g_free (post->path);
  g_free (post->base_hash);
  g_clear_pointer (&post->base, g_bytes_unref);
  post->path = g_steal_pointer (&copy);
  post->base_hash = g_steal_pointer (&hash);
  post->base = base;
  g_mutex_unlock (&post->lock);
  store_post_update_about (post);
}

typedef struct
{
  StorePost *post;
  GBytes *waited;
  GBytes *newest;
} Overtaken;

static void
overtaken_free (gpointer data)
{
  Overtaken *overtaken = data;
  store_post_end (overtaken->post);
  g_clear_pointer (&overtaken->waited, g_bytes_unref);
  g_clear_pointer (&overtaken->newest, g_bytes_unref);
  g_free (overtaken);
}

static void
overtake_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Overtaken *overtaken = data;
  store_post_overtake (overtaken->post, overtaken->waited, overtaken->newest);
  store_job_return_boolean (job, TRUE, NULL);
}

/* What waits in the outbox was meant for the base of before: it must not be written over this one,
 * which the person has looked at. */
void
store_post_set_base (StorePost *post, GBytes *base)
{
  g_autofree char *path = store_post_dup_path (post);
  g_autoptr (GBytes) waited = NULL;
  Overtaken *overtaken;
  g_mutex_lock (&post->lock);
  post->decisions++;
  waited = g_steal_pointer (&post->waiting);
  g_clear_pointer (&post->waiting_path, g_free);
  g_mutex_unlock (&post->lock);
  store_post_set_place (post, path, base, NULL);
  if (post->folder == NULL || !store_post_begin (post, NULL))
    return;
  overtaken = g_new0 (Overtaken, 1);
  overtaken->post = post;
  overtaken->waited = g_steal_pointer (&waited);
  overtaken->newest = store_writer_dup_newest (post->writer);
  store_worker_push (post->folder->worker, post, NULL, NULL, NULL, store_post_set_base,
                     overtake_job, overtaken, overtaken_free);
}

/* ---- reading it -------------------------------------------------------------------------------
 */

StoreFolder *
store_post_get_folder (StorePost *post)
{
  return post->folder;
}

char *
store_post_dup_path (StorePost *post)
{
  char *path;
  g_mutex_lock (&post->lock);
  path = g_strdup (post->path);
  g_mutex_unlock (&post->lock);
  return path;
}

GBytes *
store_post_dup_base (StorePost *post)
{
  GBytes *base;
  g_mutex_lock (&post->lock);
  base = post->base == NULL ? NULL : g_bytes_ref (post->base);
  g_mutex_unlock (&post->lock);
  return base;
}

char *
store_post_dup_base_hash (StorePost *post)
{
  char *hash;
  g_mutex_lock (&post->lock);
  hash = g_strdup (post->base_hash);
  g_mutex_unlock (&post->lock);
  return hash;
}

GBytes *
store_post_find_base (StorePost *post)
{
  g_autofree char *hash = store_post_dup_base_hash (post);
  GBytes *base = store_post_dup_base (post);
  return base != NULL || hash == NULL ? base
                                      : store_history_read (post->folder->history, hash, NULL);
}

char *
store_post_dup_renamed (StorePost *post)
{
  char *path;
  g_mutex_lock (&post->lock);
  path = g_strdup (post->renamed);
  g_mutex_unlock (&post->lock);
  return path;
}

gboolean
store_post_set_renamed (StorePost *post, const char *path)
{
  g_autofree char *copy = g_strdup (path);
  gboolean other;
  g_mutex_lock (&post->lock);
  other = g_strcmp0 (post->renamed, path) != 0;
  g_free (post->renamed);
  post->renamed = g_steal_pointer (&copy);
  g_mutex_unlock (&post->lock);
  return other;
}

StoreEditability
store_post_get_editability (StorePost *post)
{
  return post->editability;
}

GBytes *
store_post_dup_waiting (StorePost *post)
{
  GBytes *waiting;
  g_mutex_lock (&post->lock);
  waiting = post->waiting == NULL ? NULL : g_bytes_ref (post->waiting);
  g_mutex_unlock (&post->lock);
  return waiting;
}

gboolean
store_post_is_waiting (StorePost *post)
{
  g_autoptr (GBytes) waiting = store_post_dup_waiting (post);
  return waiting != NULL;
}

StoreEditability
store_editability_of (GBytes *bytes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  const char *at = text;
  if (size == 0)
    return STORE_EDITABLE;
  if (memchr (text, '\0', size) != NULL)
    return STORE_READ_ONLY_NUL;
  if (!g_utf8_validate_len (text, size, NULL))
    return STORE_READ_ONLY_NOT_UTF8;
  while (at < text + size)
    {
      const char *end = memchr (at, '\n', (gsize) (text + size - at));
      if (end == NULL)
        end = text + size;
      if (end - at > (gssize) STORE_MAX_LINE)
        return STORE_READ_ONLY_LONG_LINE;
      at = end + 1;
    }
  return STORE_EDITABLE;
}

/* ---- the journal ------------------------------------------------------------------------------
 */

void
store_post_journal (StorePost *post, GBytes *text)
{
  gboolean first;
  g_return_if_fail (!post->closed);
  store_writer_push (post->writer, text);
  g_mutex_lock (&post->lock);
  first = !post->typed;
  post->typed = TRUE;
  g_mutex_unlock (&post->lock);
  if (first && post->folder != NULL)
    store_worker_wake (post->folder->worker);
}

gboolean
store_post_journal_sync (StorePost *post, GBytes *text, GError **error)
{
  g_return_val_if_fail (!post->closed, FALSE);
  return store_writer_write_sync (post->writer, text, error);
}

gboolean
store_post_flush_sync (StorePost *post, GError **error)
{
  return store_writer_flush_sync (post->writer, error);
}

static void
end_journal (StorePost *post)
{
  g_autoptr (GBytes) newest = store_writer_dup_newest (post->writer);
  g_autoptr (GBytes) base = store_post_dup_base (post);
  StoreJournalEnd how = STORE_JOURNAL_KEEP;
  if (!store_post_is_waiting (post)
      && (newest == NULL || (base != NULL && g_bytes_equal (newest, base))))
    how = STORE_JOURNAL_DROP;
  else if (post->discarded)
    how = STORE_JOURNAL_DISCARD;
  store_writer_close (post->writer, how);
}

gboolean
store_post_begin (StorePost *post, GError **error)
{
  gboolean open;
  g_mutex_lock (&post->lock);
  open = !post->closed;
  if (open)
    post->working++;
  g_mutex_unlock (&post->lock);
  if (!open)
    g_set_error (error, STORE_ERROR, STORE_ERROR_JOURNAL, "the post is closed");
  return open;
}

void
store_post_end (StorePost *post)
{
  gboolean last;
  g_mutex_lock (&post->lock);
  last = --post->working == 0 && post->closed;
  g_mutex_unlock (&post->lock);
  if (last)
    end_journal (post);
}

void
store_post_close (StorePost *post, gboolean discard)
{
  gboolean first;
  gboolean idle;
  g_autofree char *path = NULL;
  g_mutex_lock (&post->lock);
  first = !post->closed;
  post->closed = TRUE;
  if (first)
    post->discarded = discard;
  idle = post->working == 0;
  if (post->presence.kind == STORE_PRESENCE_OURS)
    path = g_strdup (post->path);
  g_mutex_unlock (&post->lock);
  if (!first)
    return;
  if (path != NULL && post->folder != NULL)
    store_presence_give_back (post->folder, path);
  if (idle)
    end_journal (post);
}

/* store-post.c - the post object: its base, its journal, loading.
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
  if (post->writer != NULL)
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
store_post_set_place (StorePost *post, const char *path, GBytes *base)
{
  g_autofree char *hash = base == NULL ? NULL : store_hash (base);
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

void
store_post_set_base (StorePost *post, GBytes *base)
{
  g_autofree char *path = store_post_dup_path (post);
  store_post_set_place (post, path, base);
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

StoreEditability
store_post_get_editability (StorePost *post)
{
  return post->editability;
}

gboolean
store_post_is_waiting (StorePost *post)
{
  gboolean waiting;
  g_mutex_lock (&post->lock);
  waiting = post->waiting != NULL;
  g_mutex_unlock (&post->lock);
  return waiting;
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
  g_return_if_fail (post->writer != NULL);
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
  g_return_val_if_fail (post->writer != NULL, FALSE);
  return store_writer_write_sync (post->writer, text, error);
}

gboolean
store_post_flush_sync (StorePost *post, GError **error)
{
  return post->writer == NULL || store_writer_flush_sync (post->writer, error);
}

void
store_post_close (StorePost *post, gboolean discard)
{
  StoreWriter *writer = g_steal_pointer (&post->writer);
  g_autoptr (GBytes) newest = NULL;
  g_autoptr (GBytes) base = NULL;
  StoreJournalEnd how = STORE_JOURNAL_KEEP;
  if (writer == NULL)
    return;
  if (post->presence.kind == STORE_PRESENCE_OURS && post->folder != NULL)
    store_presence_give_back (post->folder, post->path);
  newest = store_writer_dup_newest (writer);
  base = store_post_dup_base (post);
  if (!store_post_is_waiting (post)
      && (newest == NULL || (base != NULL && g_bytes_equal (newest, base))))
    how = STORE_JOURNAL_DROP;
  else if (discard)
    how = STORE_JOURNAL_DISCARD;
  store_writer_close (writer, how);
}

/* ---- loading ----------------------------------------------------------------------------------
 */

static GBytes *
read_post (StoreFolder *folder, const char *path, GError **error)
{
  const StoreOps *ops = folder->ops;
  const char *name;
  GBytes *bytes;
  int dir;
  if (!store_path_check (path, error) || !store_folder_identify (folder, error))
    return NULL;
  dir = store_dir_open (ops, folder->root, path, &name, error);
  if (dir < 0)
    return NULL;
  bytes = store_file_read (ops, dir, name, STORE_MAX_SIZE, NULL, error);
  ops->close (ops->data, dir);
  return bytes;
}

GBytes *
store_folder_read_noted (StoreFolder *folder, const char *path, GError **error)
{
  GError *problem = NULL;
  GBytes *bytes = read_post (folder, path, &problem);
  /* A post that may not be read says nothing about the folder. */
  if (problem == NULL || !g_error_matches (problem, STORE_ERROR, STORE_ERROR_PERMISSION))
    store_folder_note (folder, problem, FALSE);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return bytes;
}

static StorePost *
load (StoreFolder *folder, const char *path, GError **error)
{
  StorePost *post;
  g_autoptr (GBytes) bytes = store_folder_read_noted (folder, path, error);
  if (bytes == NULL)
    return NULL;
  post = store_post_make (folder, folder->local, NULL);
  post->editability = store_editability_of (bytes);
  store_post_set_place (post, path, bytes);
  /* The folder has these bytes: a history that cannot be written does not keep a post from opening.
   */
  store_history_add (folder->history, path, bytes, NULL, STORE_REASON_LOADED, FALSE, NULL);
  return post;
}

StorePost *
store_post_load_sync (StoreFolder *folder, const char *relative_path, GError **error)
{
  StorePost *post;
  g_mutex_lock (&folder->io);
  post = load (folder, relative_path, error);
  g_mutex_unlock (&folder->io);
  return post;
}

static void
load_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  GError *error = NULL;
  StorePost *post = load (folder, data, &error);
  if (post == NULL)
    store_job_fail (job, error);
  else
    store_job_return (job, post, g_object_unref);
}

void
store_post_load_async (StoreFolder *folder,
                       const char *relative_path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  store_worker_push (folder->worker, folder, cancellable, callback, data, store_post_load_async,
                     load_job, g_strdup (relative_path), g_free);
}

StorePost *
store_post_load_finish (StoreFolder *folder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, folder), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

GBytes *
store_folder_read_sync (StoreFolder *folder, const char *relative_path, GError **error)
{
  GBytes *bytes;
  g_mutex_lock (&folder->io);
  bytes = store_folder_read_noted (folder, relative_path, error);
  g_mutex_unlock (&folder->io);
  return bytes;
}

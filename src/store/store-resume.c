/* store-resume.c - going on with a post where an earlier run stopped, and its outbox.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <string.h>

/* All records of a journal, over all directories. */
static GPtrArray *
read_journal (StoreLocal *local, const char *uuid)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) store_record_free);
  for (guint i = 0; local->journal_dirs[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (local->journal_dirs[i], uuid, NULL);
      gboolean busy;
      GPtrArray *records = store_journal_read (local, path, &busy);
      if (records != NULL)
        g_ptr_array_extend_and_steal (all, records);
    }
  return all;
}

/* The folder may have a text of this very journal: a save whose answer the crash cut off. Then that
 * is the base, and no conflict with ourselves. */
static gboolean
is_ours (GPtrArray *records, const char *hash)
{
  for (guint i = 0; i < records->len; i++)
    {
      const StoreRecord *record = g_ptr_array_index (records, i);
      if (!record->damaged && g_strcmp0 (record->hash, hash) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Under io. */
static void
set_resumed_base (StorePost *post, const StoreRecovery *recovery, GPtrArray *records)
{
  g_autoptr (GBytes) there = NULL;
  g_autofree char *hash = NULL;
  store_post_set_place (post, recovery->path, NULL, recovery->base_hash);
  g_mutex_lock (&post->lock);
  post->recovered = g_bytes_ref (recovery->text);
  g_mutex_unlock (&post->lock);
  if (post->folder == NULL || recovery->path == NULL)
    return;
  there = store_folder_read_noted (post->folder, recovery->path, NULL);
  hash = there == NULL ? NULL : store_hash (there);
  if (hash == NULL || (g_strcmp0 (hash, recovery->base_hash) != 0 && !is_ours (records, hash)))
    return;
  store_post_set_place (post, recovery->path, there, hash);
  if (g_bytes_equal (there, recovery->text))
    {
      g_mutex_lock (&post->lock);
      g_clear_pointer (&post->recovered, g_bytes_unref);
      g_mutex_unlock (&post->lock);
    }
}

/* A text that was to be saved goes on waiting: step 2 finds out what became of it. One that has
 * another base than what was typed after it is overtaken: the person has looked at that base. */
static void
resume_pending (StorePost *post, const char *base_hash, GPtrArray *records)
{
  const StoreRecord *pending;
  g_autofree char *path = store_post_dup_path (post);
  store_journal_newest (records, &pending);
  if (pending == NULL || pending->path == NULL || g_strcmp0 (pending->base_hash, base_hash) != 0)
    return;
  store_post_set_waiting (post, pending->text,
                          g_strcmp0 (pending->path, path) == 0 ? NULL : pending->path);
}

/* Under io if there is a folder. */
static StorePost *
resume (StoreFolder *folder, StoreLocal *local, const StoreRecovery *recovery, GError **error)
{
  g_autoptr (StorePost) post = store_post_make (folder, local, recovery->journal);
  g_autoptr (GPtrArray) records = read_journal (local, recovery->journal);
  set_resumed_base (post, recovery, records);
  if (!store_journal_adopt (store_writer_get_journal (post->writer), error))
    return NULL;
  if (folder != NULL)
    resume_pending (post, recovery->base_hash, records);
  /* Else the folder has it, and the journal goes when the post is closed. */
  if (post->recovered != NULL)
    store_writer_offer (post->writer, post->recovered);
  return g_steal_pointer (&post);
}

StorePost *
store_post_resume_sync (StoreFolder *folder,
                        const StoreConfig *config,
                        const StoreRecovery *recovery,
                        GError **error)
{
  g_autoptr (StoreLocal) local =
      folder == NULL ? store_local_new (config) : store_local_ref (folder->local);
  StorePost *post;
  if (folder == NULL)
    return resume (NULL, local, recovery, error);
  g_mutex_lock (&folder->io);
  post = resume (folder, local, recovery, error);
  g_mutex_unlock (&folder->io);
  if (post != NULL && store_post_is_waiting (post))
    store_worker_wake (folder->worker);
  return post;
}

GBytes *
store_post_dup_recovered (StorePost *post)
{
  GBytes *text;
  g_mutex_lock (&post->lock);
  text = post->recovered == NULL ? NULL : g_bytes_ref (post->recovered);
  g_mutex_unlock (&post->lock);
  return text;
}

/* ---- the outbox of an earlier run -------------------------------------------------------------
 */

static void
free_post (gpointer data)
{
  g_object_unref (data);
}

/* Under io. */
static GPtrArray *
resume_outbox (StoreFolder *folder)
{
  g_autoptr (GPtrArray) left = store_recover_list_in (folder->local, FALSE);
  GPtrArray *posts = g_ptr_array_new_with_free_func (free_post);
  for (guint i = 0; i < left->len; i++)
    {
      const StoreRecovery *recovery = g_ptr_array_index (left, i);
      StorePost *post = NULL;
      if (recovery->pending && !recovery->damaged && strcmp (recovery->folder_id, folder->id) == 0)
        post = resume (folder, folder->local, recovery, NULL);
      if (post != NULL)
        g_ptr_array_add (posts, post);
    }
  return posts;
}

GPtrArray *
store_folder_resume_outbox_sync (StoreFolder *folder)
{
  GPtrArray *posts;
  g_mutex_lock (&folder->io);
  posts = resume_outbox (folder);
  g_mutex_unlock (&folder->io);
  return posts;
}

static void
outbox_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  store_job_return (job, resume_outbox (folder), (GDestroyNotify) g_ptr_array_unref);
  store_worker_wake (folder->worker);
}

void
store_folder_resume_outbox_async (StoreFolder *folder,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  store_worker_push (folder->worker, folder, cancellable, callback, data,
                     store_folder_resume_outbox_async, outbox_job, NULL, NULL);
}

GPtrArray *
store_folder_resume_outbox_finish (StoreFolder *folder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, folder), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* store-load.c - reading a post from the folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

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
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes = store_folder_read_noted (folder, path, error);
  if (bytes == NULL)
    return NULL;
  hash = store_hash (bytes);
  post = store_post_make (folder, folder->local, NULL);
  post->editability = store_editability_of (bytes);
  store_post_set_place (post, path, bytes, hash);
  /* The folder has these bytes: a history that cannot be written does not keep a post from opening.
   */
  store_history_add_hashed (folder->history, path, bytes, hash, NULL, STORE_REASON_LOADED, FALSE,
                            NULL);
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

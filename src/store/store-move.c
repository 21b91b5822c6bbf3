/* store-move.c - a post gets another name: a draft is published, or goes back.
 *
 * Only a file that has our base is moved, never over another one, and what was typed stays in the
 * journal. A failed rename proves nothing: both names are looked at, and a second name that a move
 * left is taken away again if the bytes under it are known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-place.h"
#include "store-private.h"

#include <errno.h>
#include <string.h>

/* Only what we know may be moved: the file has our base. @base may be NULL, else it gets the bytes,
 * of which the post may know the hash only. */
static gboolean
has_base (StorePost *post, int dir, const char *name, GBytes **base, GError **error)
{
  g_autofree char *base_hash = store_post_dup_base_hash (post);
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes =
      store_file_read (post->folder->ops, dir, name, STORE_MAX_SIZE, NULL, error);
  if (bytes == NULL)
    return FALSE;
  hash = store_hash (bytes);
  if (g_strcmp0 (hash, base_hash) == 0)
    {
      if (base != NULL)
        *base = g_steal_pointer (&bytes);
      return TRUE;
    }
  g_set_error (error, STORE_ERROR, STORE_ERROR_CHANGED, "%s was changed by somebody", name);
  return FALSE;
}

/* @base gets what was moved. */
static gboolean
move_between (StorePost *post,
              int from,
              const char *name,
              int to,
              const char *path,
              GBytes **base,
              GError **error)
{
  const StoreOps *ops = post->folder->ops;
  const char *slash = strrchr (path, '/');
  const char *new_name = slash == NULL ? path : slash + 1;
  int code;
  if (!has_base (post, from, name, base, error))
    return FALSE;
  code = store_place (ops, from, name, to, new_name);
  store_sync (ops, to);
  store_sync (ops, from);
  /* A failed rename proves nothing, nor does one that succeeded. */
  if (has_base (post, to, new_name, NULL, NULL))
    {
      struct stat status;
      if (ops->fstatat (ops->data, from, name, &status) < 0 && errno == ENOENT)
        return TRUE;
      /* Two names for one text: it is not to be published by a move that failed. */
      if (has_base (post, from, name, NULL, NULL))
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
  g_autoptr (GBytes) base = NULL;
  g_autofree char *base_hash = store_post_dup_base_hash (post);
  const char *name;
  const char *new_name;
  gboolean done = FALSE;
  int from;
  int to;
  if (!store_post_check_place (post, own, error) || !store_path_check (path, error)
      || !store_folder_identify (folder, error))
    return FALSE;
  store_folder_mark (folder);
  from = store_dir_open (ops, folder->root, own, &name, error);
  if (from < 0)
    return FALSE;
  to = store_dir_open_made (ops, folder->root, path, &new_name, error);
  if (to >= 0)
    {
      done = move_between (post, from, name, to, path, &base, error);
      ops->close (ops->data, to);
    }
  ops->close (ops->data, from);
  if (done)
    {
      store_post_set_place (post, path, base, base_hash);
      store_history_add_hashed (folder->history, path, base, base_hash, NULL, STORE_REASON_SAVED,
                                FALSE, NULL);
      store_writer_mark (post->writer);
    }
  return done;
}

gboolean
store_post_move_sync (StorePost *post, const char *relative_path, GError **error)
{
  gboolean done;
  if (post->folder == NULL)
    return store_post_check_place (post, NULL, error);
  if (!store_post_begin (post, error))
    return FALSE;
  g_mutex_lock (&post->folder->io);
  done = move (post, relative_path, error);
  g_mutex_unlock (&post->folder->io);
  store_post_end (post);
  return done;
}

/* ---- asynchronous -----------------------------------------------------------------------------
 */

typedef struct
{
  StorePost *post; /* the job's; its journal is held */
  char *path;
} Moving;

static void
moving_free (gpointer data)
{
  Moving *moving = data;
  store_post_end (moving->post);
  g_free (moving->path);
  g_free (moving);
}

static void
move_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Moving *moving = data;
  GError *error = NULL;
  gboolean done = move (moving->post, moving->path, &error);
  store_job_return_boolean (job, done, error);
}

void
store_post_move_async (StorePost *post,
                       const char *relative_path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  GError *error = NULL;
  Moving *moving;
  if (!store_post_check_place (post, relative_path, &error) || !store_post_begin (post, &error))
    {
      g_task_report_error (post, callback, data, store_post_move_async, error);
      return;
    }
  moving = g_new0 (Moving, 1);
  moving->post = post;
  moving->path = g_strdup (relative_path);
  store_worker_push (post->folder->worker, post, cancellable, callback, data, store_post_move_async,
                     move_job, moving, moving_free);
}

gboolean
store_post_move_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

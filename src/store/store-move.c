/* store-move.c - a post gets another name: a draft is published, or goes back; or a colleague did
 * that, and we go on under the name they gave.
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

/* The file of that name, with our base, is the post's now. */
static void
take_name (StorePost *post, const char *old, const char *path, GBytes *base)
{
  StoreHistory *history = post->folder->history;
  g_autofree char *hash = store_post_dup_base_hash (post);
  g_clear_pointer (&post->polled_hash, g_free);
  g_clear_pointer (&post->polled_stat, g_free);
  store_post_set_renamed (post, NULL);
  store_post_set_place (post, path, base, hash);
  store_presence_move (post, old);
  store_history_follow (history, old, path);
  store_history_add_hashed (history, path, base, hash, NULL, STORE_REASON_SAVED, FALSE, NULL);
  store_writer_mark (post->writer);
}

static gboolean
move (StorePost *post, const char *path, GError **error)
{
  StoreFolder *folder = post->folder;
  const StoreOps *ops = folder->ops;
  g_autofree char *own = store_post_dup_path (post);
  g_autoptr (GBytes) base = NULL;
  const char *name;
  const char *new_name;
  gboolean done = FALSE;
  int from;
  int to;
  if (!store_post_check_place (post, own, error) || !store_path_check (path, error)
      || !store_folder_identify (folder, error))
    return FALSE;
  /* It has that name: a move onto itself would look like two names for one text. */
  if (g_str_equal (own, path))
    return TRUE;
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
    take_name (post, own, path, base);
  return done;
}

/* What is to be saved there, or was to be, must not appear under the old name after a crash. */
static void
settle_pending (StorePost *post, const char *path)
{
  g_autoptr (GBytes) newest = store_writer_dup_newest (post->writer);
  g_autoptr (GBytes) waiting = store_post_dup_waiting (post);
  g_autofree char *base_hash = store_post_dup_base_hash (post);
  if (waiting == NULL)
    store_post_overtake (post, NULL, newest);
  else
    {
      g_autofree char *hash = store_writer_dup_hash (post->writer, waiting);
      /* If that fails, the older pending file still has the text. */
      store_writer_set_pending (post->writer, waiting, hash, path, base_hash, NULL);
    }
}

static gboolean
follow (StorePost *post, const char *path, GError **error)
{
  StoreFolder *folder = post->folder;
  g_autofree char *own = store_post_dup_path (post);
  g_autoptr (GBytes) base = NULL;
  const char *name;
  gboolean done;
  int dir;
  if (!store_post_check_place (post, own, error) || !store_path_check (path, error)
      || !store_folder_identify (folder, error))
    return FALSE;
  dir = store_dir_open (folder->ops, folder->root, path, &name, error);
  if (dir < 0)
    return FALSE;
  done = has_base (post, dir, name, &base, error);
  folder->ops->close (folder->ops->data, dir);
  if (done)
    {
      take_name (post, own, path, base);
      settle_pending (post, path);
    }
  return done;
}

typedef gboolean (*Change) (StorePost *post, const char *path, GError **error);

static gboolean
change_sync (StorePost *post, const char *path, Change change, GError **error)
{
  gboolean done;
  if (post->folder == NULL)
    return store_post_check_place (post, NULL, error);
  if (!store_post_begin (post, error))
    return FALSE;
  g_mutex_lock (&post->folder->io);
  done = change (post, path, error);
  g_mutex_unlock (&post->folder->io);
  store_post_end (post);
  return done;
}

gboolean
store_post_move_sync (StorePost *post, const char *relative_path, GError **error)
{
  return change_sync (post, relative_path, move, error);
}

gboolean
store_post_follow_sync (StorePost *post, const char *relative_path, GError **error)
{
  return change_sync (post, relative_path, follow, error);
}

/* ---- asynchronous -----------------------------------------------------------------------------
 */

typedef struct
{
  StorePost *post; /* the job's; its journal is held */
  char *path;
  Change change;
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
  gboolean done = moving->change (moving->post, moving->path, &error);
  store_job_return_boolean (job, done, error);
}

static void
change_async (StorePost *post,
              const char *path,
              Change change,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data,
              gpointer tag)
{
  GError *error = NULL;
  Moving *moving;
  if (!store_post_check_place (post, path, &error) || !store_post_begin (post, &error))
    {
      g_task_report_error (post, callback, data, tag, error);
      return;
    }
  moving = g_new0 (Moving, 1);
  moving->post = post;
  moving->path = g_strdup (path);
  moving->change = change;
  store_worker_push (post->folder->worker, post, cancellable, callback, data, tag, move_job, moving,
                     moving_free);
}

void
store_post_move_async (StorePost *post,
                       const char *relative_path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  change_async (post, relative_path, move, cancellable, callback, data, store_post_move_async);
}

void
store_post_follow_async (StorePost *post,
                         const char *relative_path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  change_async (post, relative_path, follow, cancellable, callback, data, store_post_follow_async);
}

gboolean
store_post_follow_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
store_post_move_finish (StorePost *post, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, post), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

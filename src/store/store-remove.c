/* store-remove.c - putting a file of the folder away.
 *
 * The only place where a file that others made is deleted on a person's wish. Its bytes are durable
 * in the history first. It is renamed to an odd name before the last look, so that what a colleague
 * writes under the name meanwhile is not what is deleted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-place.h"
#include "store-private.h"

#include <errno.h>

/* TRUE if the file has the bytes. */
static gboolean
has_bytes (StoreFolder *folder, int dir, const char *name, GBytes *expected, GError **error)
{
  g_autoptr (GBytes) bytes = store_file_read (folder->ops, dir, name, STORE_MAX_SIZE, NULL, error);
  if (bytes == NULL)
    return FALSE;
  if (g_bytes_equal (bytes, expected))
    return TRUE;
  g_set_error (error, STORE_ERROR, STORE_ERROR_CHANGED, "%s was changed by somebody", name);
  return FALSE;
}

static gboolean
remove_in (StoreFolder *folder, int dir, const char *name, GBytes *expected, GError **error)
{
  const StoreOps *ops = folder->ops;
  g_autofree char *random = store_random_hex (ops, 12);
  g_autofree char *aside = g_strdup_printf (".~old-%s~", random);
  int code = store_place (ops, dir, name, dir, aside);
  if (code != 0)
    {
      store_place_unclaim (ops, dir, aside);
      store_set_errno (error, code, name);
      return FALSE;
    }
  if (!has_bytes (folder, dir, aside, expected, error))
    {
      /* Back with it; where the name is taken meanwhile it stays, and is swept into the history. */
      store_place (ops, dir, aside, dir, name);
      return FALSE;
    }
  /* A name that stays is a leftover: its bytes are known. */
  ops->unlinkat (ops->data, dir, aside, 0);
  store_sync (ops, dir);
  return TRUE;
}

static gboolean
put_away (StoreFolder *folder, const char *path, GBytes *expected, GError **error)
{
  g_autofree char *original = store_conflict_copy_original (path);
  const char *name;
  gboolean done = FALSE;
  int dir;
  if (!store_path_check (path, error) || !store_folder_identify (folder, error))
    return FALSE;
  dir = store_dir_open (folder->ops, folder->root, path, &name, error);
  if (dir < 0)
    return FALSE;
  if (has_bytes (folder, dir, name, expected, error)
      && store_history_add (folder->history, original == NULL ? path : original, expected, NULL,
                            STORE_REASON_REMOVED, TRUE, error))
    done = remove_in (folder, dir, name, expected, error);
  folder->ops->close (folder->ops->data, dir);
  return done;
}

gboolean
store_folder_put_away_sync (StoreFolder *folder,
                            const char *relative_path,
                            GBytes *expected,
                            GError **error)
{
  gboolean done;
  g_mutex_lock (&folder->io);
  done = put_away (folder, relative_path, expected, error);
  g_mutex_unlock (&folder->io);
  return done;
}

typedef struct
{
  char *path;
  GBytes *expected;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;
  g_free (removal->path);
  g_bytes_unref (removal->expected);
  g_free (removal);
}

static void
put_away_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Removal *removal = data;
  GError *error = NULL;
  gboolean done = put_away (folder, removal->path, removal->expected, &error);
  store_job_return_boolean (job, done, error);
}

void
store_folder_put_away_async (StoreFolder *folder,
                             const char *relative_path,
                             GBytes *expected,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  Removal *removal = g_new0 (Removal, 1);
  removal->path = g_strdup (relative_path);
  removal->expected = g_bytes_ref (expected);
  store_worker_push (folder->worker, folder, cancellable, callback, data,
                     store_folder_put_away_async, put_away_job, removal, removal_free);
}

gboolean
store_folder_put_away_finish (StoreFolder *folder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, folder), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

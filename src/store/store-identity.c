/* store-identity.c - is it still our folder? (Step 2 of a save.)
 *
 * A vanished mount leaves an empty local directory, and a plain save would land there. So: the
 * O_PATH descriptor taken at opening pins mount and directory, hence a path that leads to the same
 * device and inode leads to the same directory. If it leads elsewhere, it may be the same share
 * mounted again: that is so only if .chapeau/folder there has our UUID. Everything else is WRONG,
 * and nothing is written or made there.
 *
 * .chapeau/folder is made at the first save (opening writes nothing). The UUID is kept on this
 * computer too (store-local.c), so that at the next start an empty mount point is not taken for a
 * folder that was known to have one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>

#define FOLDER_FILE_MAX 4096

/* The UUID in the folder @root; NULL with @error NOT_FOUND if there is none. */
static char *
read_id (const StoreOps *ops, int root, GError **error)
{
  const char *name;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  int dir = store_dir_open (ops, root, ".chapeau/folder", &name, error);
  if (dir < 0)
    return NULL;
  bytes = store_file_read (ops, dir, name, FOLDER_FILE_MAX, NULL, error);
  ops->close (ops->data, dir);
  if (bytes == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_strstrip (text);
  if (g_uuid_string_is_valid (text))
    return g_steal_pointer (&text);
  /* Emptied or spoiled: as if there were none. */
  g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "no folder id");
  return NULL;
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, STORE_ERROR, STORE_ERROR_NOT_FOUND)
         || g_error_matches (error, STORE_ERROR, STORE_ERROR_NOT_REGULAR);
}

static int
open_root (StoreFolder *folder, GError **error)
{
  const StoreOps *ops = folder->ops;
  int fd =
      ops->open (ops->data, AT_FDCWD, folder->path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
  if (fd >= 0)
    return fd;
  store_set_errno (error, errno, folder->path);
  if (error != NULL && g_error_matches (*error, STORE_ERROR, STORE_ERROR_NOT_FOUND))
    (*error)->code = STORE_ERROR_FOLDER_GONE;
  return -1;
}

static gboolean
set_wrong (GError **error, const char *path)
{
  g_set_error (error, STORE_ERROR, STORE_ERROR_WRONG_FOLDER, "%s is not the folder it was", path);
  return FALSE;
}

static void
take_id (StoreFolder *folder, const char *id)
{
  if (g_strcmp0 (folder->id, id) != 0)
    {
      g_free (folder->id);
      folder->id = g_strdup (id);
      store_history_set_folder (folder->history, id);
      store_folder_show_id (folder);
    }
  if (!folder->id_written)
    store_local_set_folder (folder->local, folder->path, id, TRUE, NULL);
  folder->id_written = TRUE;
}

/* The directory is the one we hold; does its id agree? */
static gboolean
check_id (StoreFolder *folder, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *id = read_id (folder->ops, folder->root, &problem);
  if (id != NULL && (strcmp (id, folder->id) == 0 || !folder->id_written))
    {
      take_id (folder, id);
      return TRUE;
    }
  if (id != NULL)
    return set_wrong (error, folder->path);
  if (!is_missing (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  /* Somebody removed it: it is written again by store_folder_mark(). */
  folder->id_written = FALSE;
  return TRUE;
}

/* Another directory is at the path, or the one that was not ours at opening: only its id can say
 * that it is ours. */
static gboolean
adopt_remounted (StoreFolder *folder, int fd, const struct stat *status, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *id = read_id (folder->ops, fd, &problem);
  if (id == NULL && !is_missing (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (id == NULL || strcmp (id, folder->id) != 0)
    return set_wrong (error, folder->path);
  folder->ops->close (folder->ops->data, folder->root);
  folder->root = fd;
  folder->seen = *status;
  folder->id_written = TRUE;
  folder->closed_as_wrong = FALSE;
  return TRUE;
}

gboolean
store_folder_identify (StoreFolder *folder, GError **error)
{
  const StoreOps *ops = folder->ops;
  struct stat status;
  gboolean done;
  int fd;
  fd = open_root (folder, error);
  if (fd < 0)
    return FALSE;
  if (ops->fstat (ops->data, fd, &status) < 0)
    {
      store_set_errno (error, errno, folder->path);
      done = FALSE;
    }
  else if (!folder->closed_as_wrong && status.st_dev == folder->seen.st_dev
           && status.st_ino == folder->seen.st_ino)
    done = check_id (folder, error);
  else
    {
      done = adopt_remounted (folder, fd, &status, error);
      if (done)
        fd = -1;
    }
  if (fd >= 0)
    ops->close (ops->data, fd);
  return done;
}

/* ---- making .chapeau/folder -------------------------------------------------------------------
 */

/* Under another name first, so that nobody reads half an id; the first one wins. */
static gboolean
write_id (const StoreOps *ops, int dir, const char *id)
{
  g_autofree char *random = store_random_hex (ops, 12);
  g_autofree char *temp = g_strdup_printf (".~save-%s~", random);
  g_autofree char *line = g_strconcat (id, "\n", NULL);
  gboolean done;
  int fd = ops->open (ops->data, dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666, TRUE);
  if (fd < 0)
    return FALSE;
  done = store_write_all (ops, fd, line, strlen (line)) == 0 && store_sync (ops, fd) >= 0;
  if (ops->close (ops->data, fd) < 0)
    done = FALSE;
  if (done && ops->renameat2 (ops->data, dir, temp, dir, "folder", RENAME_NOREPLACE) < 0)
    done = errno == EINVAL && ops->linkat (ops->data, dir, temp, dir, "folder") == 0;
  ops->unlinkat (ops->data, dir, temp, 0);
  return done;
}

void
store_folder_mark (StoreFolder *folder)
{
  const StoreOps *ops = folder->ops;
  const char *name;
  g_autofree char *id = NULL;
  int dir;
  if (folder->id_written)
    return;
  dir = store_dir_open_made (ops, folder->root, ".chapeau/folder", &name, NULL);
  if (dir < 0)
    return;
  write_id (ops, dir, folder->id);
  ops->close (ops->data, dir);
  /* A colleague's program may have been first: theirs counts. */
  id = read_id (ops, folder->root, NULL);
  if (id != NULL)
    take_id (folder, id);
}

/* ---- opening ----------------------------------------------------------------------------------
 */

/* TRUE unless it cannot be opened at all; a folder that is not the known one gives state WRONG. */
gboolean
store_folder_identify_first (StoreFolder *folder, GError **error)
{
  const StoreOps *ops = folder->ops;
  gboolean written;
  g_autofree char *known = store_local_get_folder (folder->local, folder->path, &written);
  g_autofree char *id = NULL;
  folder->root = open_root (folder, error);
  if (folder->root < 0)
    return FALSE;
  if (ops->fstat (ops->data, folder->root, &folder->seen) < 0)
    {
      store_set_errno (error, errno, folder->path);
      return FALSE;
    }
  id = read_id (ops, folder->root, NULL);
  folder->id_written = id != NULL;
  folder->state = known != NULL && written && g_strcmp0 (id, known) != 0 ? STORE_FOLDER_WRONG
                                                                         : STORE_FOLDER_ONLINE;
  folder->closed_as_wrong = folder->state == STORE_FOLDER_WRONG;
  if (folder->closed_as_wrong)
    folder->id = g_steal_pointer (&known);
  else if (id != NULL)
    folder->id = g_steal_pointer (&id);
  else
    folder->id = known != NULL ? g_steal_pointer (&known) : store_random_uuid (ops);
  /* Without this memory the next start is only less sure of what it sees. */
  if (folder->state == STORE_FOLDER_ONLINE)
    store_local_set_folder (folder->local, folder->path, folder->id, folder->id_written, NULL);
  return TRUE;
}

/* Under io. */
static gboolean
adopt (StoreFolder *folder, GError **error)
{
  const StoreOps *ops = folder->ops;
  g_autofree char *id = NULL;
  struct stat status;
  int fd = open_root (folder, error);
  if (fd < 0)
    return FALSE;
  if (ops->fstat (ops->data, fd, &status) < 0)
    {
      store_set_errno (error, errno, folder->path);
      ops->close (ops->data, fd);
      return FALSE;
    }
  ops->close (ops->data, folder->root);
  folder->root = fd;
  folder->seen = status;
  id = read_id (ops, fd, NULL);
  folder->id_written = FALSE;
  g_free (folder->id);
  folder->id = id == NULL ? store_random_uuid (ops) : g_strdup (id);
  store_history_use_folder (folder->history, folder->id);
  store_folder_show_id (folder);
  folder->closed_as_wrong = FALSE;
  if (id != NULL)
    take_id (folder, id);
  store_folder_set_state (folder, STORE_FOLDER_ONLINE);
  return TRUE;
}

gboolean
store_folder_adopt_sync (StoreFolder *folder, GError **error)
{
  gboolean done;
  g_mutex_lock (&folder->io);
  done = adopt (folder, error);
  g_mutex_unlock (&folder->io);
  return done;
}

static void
adopt_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  GError *error = NULL;
  gboolean done = adopt (folder, &error);
  store_job_return_boolean (job, done, error);
}

void
store_folder_adopt_async (StoreFolder *folder,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  store_worker_push (folder->worker, folder, cancellable, callback, data, store_folder_adopt_async,
                     adopt_job, NULL, NULL);
}

gboolean
store_folder_adopt_finish (StoreFolder *folder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, folder), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* store-target.c - what a save sees in the folder, and its temporary file (steps 4 to 6).
 *
 * Nothing is concluded from sizes or times: every look reads and hashes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-save-private.h"

#include "store-list.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* A failed sync says nothing about the pages it tried: the text goes to a new file, this often. */
#define TEMP_TRIES 3

void
store_save_trouble (StoreSave *save, int code, const char *what)
{
  g_clear_error (&save->trouble);
  store_set_errno (&save->trouble, code, what);
}

char *
store_target_hash (StoreSave *save, const char *name, GBytes **bytes)
{
  g_autoptr (GBytes) read = NULL;
  g_clear_error (&save->trouble);
  read = store_file_read (save->ops, save->dir, name, STORE_MAX_ASSET, NULL, &save->trouble);
  if (read == NULL)
    return NULL;
  if (bytes != NULL)
    *bytes = g_bytes_ref (read);
  return store_hash (read);
}

static StoreLook
look (StoreSave *save)
{
  struct stat status = { 0 };
  g_autoptr (GBytes) read = NULL;
  g_autofree char *hash = NULL;
  g_clear_error (&save->trouble);
  read =
      store_file_read (save->ops, save->dir, save->name, STORE_MAX_ASSET, &status, &save->trouble);
  if (read == NULL && g_error_matches (save->trouble, STORE_ERROR, STORE_ERROR_NOT_FOUND))
    {
      save->mode = 0;
      return save->expected == NULL || save->placing ? STORE_LOOK_EXPECTED : STORE_LOOK_MISSING;
    }
  if (read == NULL)
    return STORE_LOOK_FAILED;
  save->mode = status.st_mode & 07777;
  hash = store_hash (read);
  if (strcmp (hash, save->new_hash) == 0)
    return STORE_LOOK_NEW;
  if (g_strcmp0 (hash, save->expected) == 0)
    {
      save->placing = FALSE;
      return STORE_LOOK_EXPECTED;
    }
  g_clear_pointer (&save->theirs, g_bytes_unref);
  save->theirs = g_steal_pointer (&read);
  return STORE_LOOK_OTHER;
}

StoreLook
store_target_look (StoreSave *save)
{
  save->last = look (save);
  return save->last;
}

void
store_target_unlink (StoreSave *save, char **name)
{
  if (*name != NULL)
    save->ops->unlinkat (save->ops->data, save->dir, *name, 0);
  g_clear_pointer (name, g_free);
}

/* ---- the temporary file -----------------------------------------------------------------------
 */

/* Writes, syncs, closes, reads back. 0 or an errno. */
static int
fill_temp (StoreSave *save, int fd)
{
  const StoreOps *ops = save->ops;
  gsize size;
  gconstpointer text = g_bytes_get_data (save->request->text, &size);
  g_autofree char *hash = NULL;
  int code = 0;
  int synced;
  if (store_write_all (ops, fd, text, size) < 0)
    code = errno;
  /* Not every file system has modes; the text matters more. */
  if (code == 0 && save->mode != 0)
    ops->fchmod (ops->data, fd, save->mode);
  if (code == 0)
    {
      synced = store_sync (ops, fd);
      if (synced < 0)
        code = errno;
      else if (synced > 0)
        save->durable = FALSE;
    }
  if (ops->close (ops->data, fd) < 0 && errno != EINTR && code == 0)
    code = errno;
  if (code != 0)
    return code;
  hash = store_target_hash (save, save->temp, NULL);
  return hash != NULL && strcmp (hash, save->new_hash) == 0 ? 0 : EIO;
}

StoreNext
store_target_write_temp (StoreSave *save)
{
  const StoreOps *ops = save->ops;
  for (int i = 0; i < TEMP_TRIES; i++)
    {
      g_autofree char *random = store_random_hex (ops, 12);
      int code;
      int fd;
      save->temp = g_strdup_printf (".~save-%s~", random);
      fd = ops->open (ops->data, save->dir, save->temp,
                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                      save->mode != 0 ? 0600 : 0666, TRUE);
      code = fd < 0 ? errno : fill_temp (save, fd);
      if (code == 0)
        return STORE_NEXT_GO_ON;
      if (fd >= 0)
        store_target_unlink (save, &save->temp);
      else
        g_clear_pointer (&save->temp, g_free);
      store_save_trouble (save, code, save->request->path);
      if (code != EIO)
        break;
    }
  return store_save_finish_pending (save);
}

/* ---- renamed by a colleague -------------------------------------------------------------------
 */

char *
store_target_find_renamed (StoreSave *save)
{
  return store_list_find (save->folder, save->request->base_size, save->request->base_hash);
}

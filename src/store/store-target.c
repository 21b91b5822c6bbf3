/* store-target.c - what a save sees in the folder, and its temporary file (steps 4 to 6).
 *
 * Nothing is concluded from sizes or times: every look reads. What was read is compared with the
 * bytes that we have; with a hash only where the base is known by that alone (after a restart):
 * hashing a post takes longer than all the calls of a save but the syncs.
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

static gboolean
is_expected (StoreSave *save, GBytes *bytes)
{
  g_autofree char *hash = NULL;
  if (!save->exists)
    return FALSE;
  if (save->expected != NULL)
    return g_bytes_equal (bytes, save->expected);
  hash = store_hash (bytes);
  if (strcmp (hash, save->request->base_hash) != 0)
    return FALSE;
  save->expected = g_bytes_ref (bytes);
  return TRUE;
}

static StoreHolds
compare (StoreSave *save, GBytes *bytes)
{
  if (g_bytes_equal (bytes, save->request->text))
    return STORE_HOLDS_NEW;
  return is_expected (save, bytes) ? STORE_HOLDS_EXPECTED : STORE_HOLDS_OTHER;
}

StoreHolds
store_target_holds (StoreSave *save, const char *name, GBytes **bytes)
{
  g_autoptr (GBytes) read = NULL;
  g_clear_error (&save->trouble);
  read = store_file_read (save->ops, save->dir, name, STORE_MAX_ASSET, NULL, &save->trouble);
  if (read == NULL)
    return STORE_HOLDS_UNKNOWN;
  if (bytes != NULL)
    *bytes = g_bytes_ref (read);
  return compare (save, read);
}

StoreLook
store_target_look (StoreSave *save)
{
  struct stat status = { 0 };
  g_autoptr (GBytes) read = NULL;
  save->known = FALSE;
  g_clear_error (&save->trouble);
  read =
      store_file_read (save->ops, save->dir, save->name, STORE_MAX_ASSET, &status, &save->trouble);
  if (read == NULL && g_error_matches (save->trouble, STORE_ERROR, STORE_ERROR_NOT_FOUND))
    {
      save->mode = 0;
      save->known = !(save->exists | save->placing);
      return save->known || save->placing ? STORE_LOOK_EXPECTED : STORE_LOOK_MISSING;
    }
  if (read == NULL)
    return STORE_LOOK_FAILED;
  save->known = TRUE;
  save->mode = status.st_mode & 07777;
  switch (compare (save, read))
    {
    case STORE_HOLDS_NEW:
      return STORE_LOOK_NEW;
    case STORE_HOLDS_EXPECTED:
      save->placing = FALSE;
      return STORE_LOOK_EXPECTED;
    case STORE_HOLDS_OTHER:
    case STORE_HOLDS_UNKNOWN:
      break;
    }
  g_clear_pointer (&save->theirs, g_bytes_unref);
  save->theirs = g_steal_pointer (&read);
  return STORE_LOOK_OTHER;
}

gboolean
store_target_is_claim (StoreSave *save)
{
  if (save->exists || g_bytes_get_size (save->theirs) > 0)
    return FALSE;
  save->exists = TRUE;
  save->expected = g_bytes_ref (save->theirs);
  return TRUE;
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
  return store_target_holds (save, save->temp, NULL) == STORE_HOLDS_NEW ? 0 : EIO;
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
  const char *hash = save->request->base_hash;
  g_autoptr (GBytes) base = NULL;
  if (hash == NULL)
    return NULL;
  base = save->request->base != NULL ? g_bytes_ref (save->request->base)
                                     : store_history_read (save->folder->history, hash, NULL);
  return base == NULL ? NULL : store_list_find (save->folder, base);
}

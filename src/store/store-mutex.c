/* store-mutex.c - step 3: the short mutex beside the post.
 *
 * It narrows the window in which two of our own programs meet on file systems without exchange; the
 * save is safe without it. So nothing here fails: a mutex that cannot be made is gone without.
 *
 * A mutex is stale when its program is known to be gone (on this computer), or when its content has
 * not changed for 10 s of our own monotonic clock, whatever the times of the file say. Taking a
 * stale one away is a rename to a random name, which one program wins; the winner looks at what it
 * took and puts back what was not the stale one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-save-private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <unistd.h>

#define STALE_AFTER (10 * G_TIME_SPAN_SECOND)
#define FIRST_PAUSE (5 * G_TIME_SPAN_MILLISECOND)
#define LAST_PAUSE  (200 * G_TIME_SPAN_MILLISECOND)
#define MUTEX_SIZE  1024
/* Beside a mutex that others take over and over: after this long the save goes on without. */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)

static char *
read_mutex (StoreSave *save, const char *name)
{
  g_autoptr (GBytes) bytes = store_file_read (save->ops, save->dir, name, MUTEX_SIZE, NULL, NULL);
  return bytes == NULL ? NULL
                       : g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* 0, or the errno of the failure. */
static int
make_mutex (StoreSave *save, const char *name)
{
  const StoreOps *ops = save->ops;
  int code = 0;
  int fd = ops->open (ops->data, save->dir, name,
                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644, TRUE);
  if (fd < 0)
    return errno;
  if (store_write_all (ops, fd, save->token, strlen (save->token)) < 0)
    code = errno;
  ops->close (ops->data, fd);
  if (code != 0)
    ops->unlinkat (ops->data, save->dir, name, 0);
  return code == EEXIST ? EIO : code;
}

/* Our own program may have been killed and started again: no need to wait then. */
static gboolean
owner_is_dead (StoreSave *save, const char *content)
{
  g_auto (GStrv) words = g_strsplit_set (content, " \n", 6);
  return g_strv_length (words) == 6
         && store_process_is_dead (save->folder, words[4], words[2], words[3]);
}

static void
take_away (StoreSave *save, const char *name, const char *stale)
{
  const StoreOps *ops = save->ops;
  g_autofree char *random = store_random_hex (ops, 12);
  g_autofree char *aside = g_strdup_printf (".~mx-%s~", random);
  g_autofree char *content = NULL;
  if (ops->renameat2 (ops->data, save->dir, name, save->dir, aside, 0) < 0)
    return;
  content = read_mutex (save, aside);
  if (content != NULL && strcmp (content, stale) != 0
      && ops->renameat2 (ops->data, save->dir, aside, save->dir, name, RENAME_NOREPLACE) == 0)
    return;
  ops->unlinkat (ops->data, save->dir, aside, 0);
}

void
store_mutex_take (StoreSave *save)
{
  const StoreOps *ops = save->ops;
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, save->name, -1);
  g_autofree char *name = g_strdup_printf (".~mx-%.12s~", sum);
  g_autofree char *key = g_strdup_printf ("%s/%s", save->request->path, name);
  g_autofree char *random = store_random_hex (ops, 16);
  g_autofree char *boot = store_process_boot ();
  gint64 start = ops->monotonic (ops->data);
  gint64 pause = FIRST_PAUSE;
  save->token = g_strdup_printf ("%s %s %s %d %s\n", save->folder->instance, random, boot,
                                 (int) getpid (), strrchr (save->folder->local->login, '@') + 1);
  while (TRUE)
    {
      int code = make_mutex (save, name);
      g_autofree char *content = NULL;
      const StoreSighting *sighting;
      gint64 now;
      if (code == 0)
        save->mutex = g_steal_pointer (&name);
      if (code != EEXIST || g_cancellable_is_cancelled (save->request->cancellable))
        break;
      now = ops->monotonic (ops->data);
      if (now - start > PATIENCE)
        break;
      content = read_mutex (save, name);
      sighting = store_folder_sight (save->folder, key, content == NULL ? "" : content);
      if (now - sighting->since >= STALE_AFTER
          || (content != NULL && owner_is_dead (save, content)))
        take_away (save, name, content == NULL ? "" : content);
      else
        ops->sleep (ops->data, pause);
      pause = MIN (pause * 2, LAST_PAUSE);
    }
  store_folder_forget (save->folder, key);
}

void
store_mutex_release (StoreSave *save)
{
  g_autofree char *content = NULL;
  if (save->mutex == NULL)
    return;
  content = read_mutex (save, save->mutex);
  if (g_strcmp0 (content, save->token) == 0)
    store_target_unlink (save, &save->mutex);
  g_clear_pointer (&save->mutex, g_free);
}

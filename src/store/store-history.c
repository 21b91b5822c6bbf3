/* store-history.c - versions on this computer, content-addressed.
 *
 * Layout: STATE/history/<folder id>/<sha256> and a "log" beside them, one line a version.
 * A version whose line is gone is still there by its
 * hash: it is listed under "no post" with the time of its file.
 *
 * Invariants: an object is written under another name, synced if asked for, and renamed to its
 * hash, so an object that has its name is whole (and read with a check of its hash all the same).
 * Lines are appended with one write each; several programs may do so at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-history-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Pruning, by another program of the same person, is waited for this often, a few milliseconds. */
#define LOCK_TRIES 200
#define LOCK_PAUSE (5 * G_TIME_SPAN_MILLISECOND)

StoreHistory *
store_history_new (StoreLocal *local, const char *folder_id)
{
  StoreHistory *history = g_new0 (StoreHistory, 1);
  g_mutex_init (&history->mutex);
  history->local = store_local_ref (local);
  history->folder_id = g_strdup (folder_id);
  history->last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  history->unsynced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return history;
}

void
store_history_free (StoreHistory *history)
{
  store_history_flush (history);
  store_local_unref (history->local);
  g_free (history->folder_id);
  g_hash_table_unref (history->last);
  g_hash_table_unref (history->unsynced);
  g_mutex_clear (&history->mutex);
  g_free (history);
}

int
store_history_open (StoreHistory *history, GError **error)
{
  g_autofree char *path =
      g_build_filename (history->local->state, "history", history->folder_id, NULL);
  return store_dir_open_local (history->local->ops, path, error);
}

void
store_history_set_folder (StoreHistory *history, const char *folder_id)
{
  const StoreOps *ops = history->local->ops;
  g_autofree char *path = g_build_filename (history->local->state, "history", NULL);
  int dir = store_dir_open_local (ops, path, NULL);
  g_mutex_lock (&history->mutex);
  if (dir >= 0)
    {
      /* Where both exist, both stay; versions of before are then found under "no post" only. */
      ops->renameat2 (ops->data, dir, history->folder_id, dir, folder_id, 0);
      ops->close (ops->data, dir);
    }
  g_free (history->folder_id);
  history->folder_id = g_strdup (folder_id);
  g_mutex_unlock (&history->mutex);
}

void
store_history_use_folder (StoreHistory *history, const char *folder_id)
{
  g_mutex_lock (&history->mutex);
  g_free (history->folder_id);
  history->folder_id = g_strdup (folder_id);
  g_hash_table_remove_all (history->last);
  g_hash_table_remove_all (history->unsynced);
  g_mutex_unlock (&history->mutex);
}

/* ---- adding -----------------------------------------------------------------------------------
 */

static gboolean
write_object (const StoreOps *ops, int dir, const char *hash, GBytes *text, gboolean durable)
{
  g_autofree char *random = store_random_hex (ops, 12);
  g_autofree char *temp = g_strdup_printf ("new-%s", random);
  gsize size;
  gconstpointer bytes = g_bytes_get_data (text, &size);
  gboolean done;
  int saved;
  int fd = ops->open (ops->data, dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600, TRUE);
  if (fd < 0)
    return FALSE;
  done = store_write_all (ops, fd, bytes, size) == 0 && (!durable || store_sync (ops, fd) >= 0);
  saved = errno;
  if (ops->close (ops->data, fd) < 0 && done)
    {
      saved = errno;
      done = FALSE;
    }
  if (done && ops->renameat2 (ops->data, dir, temp, dir, hash, 0) == 0)
    return TRUE;
  if (done)
    saved = errno;
  ops->unlinkat (ops->data, dir, temp, 0);
  errno = saved;
  return FALSE;
}

static gboolean
sync_name (const StoreOps *ops, int dir, const char *name)
{
  gboolean done;
  int fd = ops->open (ops->data, dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
  if (fd < 0)
    return FALSE;
  done = store_sync (ops, fd) >= 0;
  ops->close (ops->data, fd);
  return done;
}

static gboolean
append_line (const StoreOps *ops, int dir, const char *line)
{
  g_autofree char *whole = store_log_close (line);
  gboolean done;
  int fd = ops->open (ops->data, dir, "log", O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
                      0600, TRUE);
  if (fd < 0)
    return FALSE;
  done = store_write_all (ops, fd, whole, strlen (whole)) == 0;
  ops->close (ops->data, fd);
  return done;
}

static gboolean
object_exists (const StoreOps *ops, int dir, const char *hash, gsize size)
{
  struct stat status;
  return ops->fstatat (ops->data, dir, hash, &status) == 0 && S_ISREG (status.st_mode)
         && (gsize) status.st_size == size;
}

int
store_history_lock (const StoreOps *ops, int dir)
{
  int fd =
      ops->open (ops->data, dir, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600, TRUE);
  for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++)
    {
      if (ops->lock (ops->data, fd) == 0)
        return fd;
      if (errno != EAGAIN && errno != EACCES)
        break;
      ops->sleep (ops->data, LOCK_PAUSE);
    }
  if (fd >= 0)
    ops->close (ops->data, fd);
  return -1;
}

static gboolean
add_in (StoreHistory *history,
        int dir,
        const char *hash,
        GBytes *text,
        const char *line,
        gboolean durable)
{
  const StoreOps *ops = history->local->ops;
  gboolean done;
  if (object_exists (ops, dir, hash, g_bytes_get_size (text)))
    done =
        !durable || !g_hash_table_contains (history->unsynced, hash) || sync_name (ops, dir, hash);
  else
    {
      done = write_object (ops, dir, hash, text, durable);
      if (done && !durable)
        g_hash_table_add (history->unsynced, g_strdup (hash));
    }
  done = done && append_line (ops, dir, line);
  if (done && durable)
    {
      g_hash_table_remove (history->unsynced, hash);
      done = sync_name (ops, dir, "log") && store_sync (ops, dir) >= 0;
    }
  else if (done)
    history->log_unsynced = TRUE;
  return done;
}

gboolean
store_history_add_hashed (StoreHistory *history,
                          const char *path,
                          GBytes *text,
                          const char *hash,
                          const char *parent,
                          StoreReason reason,
                          gboolean durable,
                          GError **error)
{
  const StoreOps *ops = history->local->ops;
  const char *key = path == NULL ? "" : path;
  g_autofree char *line =
      store_log_format (ops->wall (ops->data), reason, hash, parent, g_bytes_get_size (text), path);
  gboolean done = FALSE;
  int dir;
  g_mutex_lock (&history->mutex);
  if (g_strcmp0 (g_hash_table_lookup (history->last, key), hash) == 0
      && (!durable || !g_hash_table_contains (history->unsynced, hash)))
    {
      g_mutex_unlock (&history->mutex);
      return TRUE;
    }
  dir = store_history_open (history, error);
  if (dir >= 0)
    {
      /* Only pruning needs it: without, the version is added all the same. */
      int lock = store_history_lock (ops, dir);
      done = add_in (history, dir, hash, text, line, durable);
      if (done)
        g_hash_table_replace (history->last, g_strdup (key), g_strdup (hash));
      else
        store_set_errno (error, errno, "history");
      if (lock >= 0)
        ops->close (ops->data, lock);
      ops->close (ops->data, dir);
    }
  g_mutex_unlock (&history->mutex);
  return done;
}

gboolean
store_history_add (StoreHistory *history,
                   const char *path,
                   GBytes *text,
                   const char *parent,
                   StoreReason reason,
                   gboolean durable,
                   GError **error)
{
  g_autofree char *hash = store_hash (text);
  return store_history_add_hashed (history, path, text, hash, parent, reason, durable, error);
}

typedef struct
{
  const char *from;
  const char *to;
  GHashTable *there; /* "time hash" of the lines that @to has */
  GPtrArray *lines;  /* those that it gets */
} Following;

static char *
dup_key (const StoreVersion *version)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", version->time, version->hash);
}

static void
note_there (StoreVersion *version, const char *path, gpointer data)
{
  Following *following = data;
  if (g_strcmp0 (path, following->to) == 0)
    g_hash_table_add (following->there, dup_key (version));
  store_version_free (version);
}

static void
copy_line (StoreVersion *version, const char *path, gpointer data)
{
  Following *following = data;
  g_autofree char *key = dup_key (version);
  if (g_strcmp0 (path, following->from) == 0 && !g_hash_table_contains (following->there, key))
    g_ptr_array_add (following->lines,
                     store_log_format (version->time, version->reason, version->hash,
                                       version->parent, version->size, following->to));
  store_version_free (version);
}

/* The lines of the old name stay: another post may get it, and its versions are no secret. */
void
store_history_follow (StoreHistory *history, const char *from, const char *to)
{
  const StoreOps *ops = history->local->ops;
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  Following following = { from, to, there, lines };
  int dir;
  g_mutex_lock (&history->mutex);
  dir = store_history_open (history, NULL);
  if (dir >= 0)
    {
      int lock = store_history_lock (ops, dir);
      g_autoptr (GBytes) log = store_log_read (ops, dir);
      store_log_each (log, note_there, &following);
      store_log_each (log, copy_line, &following);
      for (guint i = 0; i < lines->len; i++)
        history->log_unsynced |= append_line (ops, dir, g_ptr_array_index (lines, i));
      if (lock >= 0)
        ops->close (ops->data, lock);
      ops->close (ops->data, dir);
    }
  g_mutex_unlock (&history->mutex);
}

void
store_history_flush (StoreHistory *history)
{
  const StoreOps *ops = history->local->ops;
  GHashTableIter iter;
  gpointer name;
  int dir;
  g_mutex_lock (&history->mutex);
  if (history->log_unsynced && (dir = store_history_open (history, NULL)) >= 0)
    {
      /* Best effort: what is not synced here was saved in the folder, durably. */
      g_hash_table_iter_init (&iter, history->unsynced);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        sync_name (ops, dir, name);
      sync_name (ops, dir, "log");
      store_sync (ops, dir);
      ops->close (ops->data, dir);
      g_hash_table_remove_all (history->unsynced);
      history->log_unsynced = FALSE;
    }
  g_mutex_unlock (&history->mutex);
}

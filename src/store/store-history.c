/* store-history.c - versions on this computer, content-addressed.
 *
 * Layout: STATE/history/<folder id>/<sha256> and a "log" beside them, one line a version:
 *   <time> <reason> <hash> <parent or -> <size> <path, escaped, or %> <check>
 * The check is the first 8 digits of the SHA-256 of what stands before it, so a torn or damaged
 * line is left out by itself and the rest stays. A version whose line is gone is still there by its
 * hash: it is listed under "no post" with the time of its file.
 *
 * Invariants: an object is written under another name, synced if asked for, and renamed to its
 * hash, so an object that has its name is whole (and read with a check of its hash all the same).
 * Lines are appended with one write each; several programs may do so at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-history.h"

#include "store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_MAX    (64u * 1024 * 1024)
#define CHECK_SIZE 8u

struct _StoreHistory
{
  GMutex mutex;
  StoreLocal *local;
  char *folder_id;
  GHashTable *last;     /* path ("" for untitled) → hash of its newest version written by us */
  GHashTable *unsynced; /* names of objects */
  gboolean log_unsynced;
};

static const char *const reason_names[] = { "loaded",    "saved",   "overwritten",
                                            "conflict",  "merged",  "typing",
                                            "recovered", "removed", "leftover" };

void
store_version_free (StoreVersion *version)
{
  g_free (version->hash);
  g_free (version->parent);
  g_free (version);
}

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

static int
open_directory (StoreHistory *history, GError **error)
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
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, line, -1);
  /* A line end in front closes a line that a crash tore. */
  g_autofree char *whole = g_strdup_printf ("\n%s %.*s", line, (int) CHECK_SIZE, sum);
  gboolean done;
  int fd = ops->open (ops->data, dir, "log", O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
                      0600, TRUE);
  if (fd < 0)
    return FALSE;
  done = store_write_all (ops, fd, whole, strlen (whole)) == 0;
  ops->close (ops->data, fd);
  return done;
}

static char *
format_line (gint64 time,
             StoreReason reason,
             const char *hash,
             const char *parent,
             gsize size,
             const char *path)
{
  g_autofree char *escaped = path == NULL ? g_strdup ("%") : store_escape (path);
  g_strdelimit (escaped, " ", '\x01');
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %s %" G_GSIZE_FORMAT " %s", time,
                          reason_names[reason], hash, parent == NULL ? "-" : parent, size, escaped);
}

static gboolean
object_exists (const StoreOps *ops, int dir, const char *hash, gsize size)
{
  struct stat status;
  return ops->fstatat (ops->data, dir, hash, &status) == 0 && S_ISREG (status.st_mode)
         && (gsize) status.st_size == size;
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
store_history_add (StoreHistory *history,
                   const char *path,
                   GBytes *text,
                   const char *parent,
                   StoreReason reason,
                   gboolean durable,
                   GError **error)
{
  const StoreOps *ops = history->local->ops;
  const char *key = path == NULL ? "" : path;
  g_autofree char *hash = store_hash (text);
  g_autofree char *line =
      format_line (ops->wall (ops->data), reason, hash, parent, g_bytes_get_size (text), path);
  gboolean done = FALSE;
  int dir;
  g_mutex_lock (&history->mutex);
  if (g_strcmp0 (g_hash_table_lookup (history->last, key), hash) == 0
      && (!durable || !g_hash_table_contains (history->unsynced, hash)))
    {
      g_mutex_unlock (&history->mutex);
      return TRUE;
    }
  dir = open_directory (history, error);
  if (dir >= 0)
    {
      done = add_in (history, dir, hash, text, line, durable);
      if (done)
        g_hash_table_replace (history->last, g_strdup (key), g_strdup (hash));
      else
        store_set_errno (error, errno, "history");
      ops->close (ops->data, dir);
    }
  g_mutex_unlock (&history->mutex);
  return done;
}

void
store_history_flush (StoreHistory *history)
{
  const StoreOps *ops = history->local->ops;
  GHashTableIter iter;
  gpointer name;
  int dir;
  g_mutex_lock (&history->mutex);
  if (history->log_unsynced && (dir = open_directory (history, NULL)) >= 0)
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

/* ---- reading ----------------------------------------------------------------------------------
 */

GBytes *
store_history_read (StoreHistory *history, const char *hash, GError **error)
{
  const StoreOps *ops = history->local->ops;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  int dir;
  g_mutex_lock (&history->mutex);
  dir = open_directory (history, error);
  g_mutex_unlock (&history->mutex);
  if (dir < 0)
    return NULL;
  if (!store_is_hash (hash))
    store_set_errno (error, ENOENT, hash);
  else
    bytes = store_file_read (ops, dir, hash, STORE_MAX_ASSET, NULL, error);
  ops->close (ops->data, dir);
  if (bytes == NULL)
    return NULL;
  found = store_hash (bytes);
  if (strcmp (found, hash) == 0)
    return g_steal_pointer (&bytes);
  g_set_error (error, STORE_ERROR, STORE_ERROR_DAMAGED, "version %s is damaged", hash);
  return NULL;
}

/* NULL if the line is damaged. @path gets the post's, or NULL. */
static StoreVersion *
parse_line (const char *line, gsize size, char **path)
{
  g_autofree char *text = g_strndup (line, size);
  g_autofree char *sum = NULL;
  g_auto (GStrv) words = NULL;
  char *check = strrchr (text, ' ');
  StoreVersion *version;
  gint64 time = 0;
  guint64 bytes = 0;
  guint reason = 0;
  if (check == NULL)
    return NULL;
  *check++ = '\0';
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  words = g_strsplit (text, " ", -1);
  if (strlen (check) != CHECK_SIZE || strncmp (check, sum, CHECK_SIZE) != 0
      || g_strv_length (words) != 6 || !store_is_hash (words[2])
      || !g_ascii_string_to_signed (words[0], 10, 0, G_MAXINT64, &time, NULL)
      || !g_ascii_string_to_unsigned (words[4], 10, 0, G_MAXINT64, &bytes, NULL))
    return NULL;
  while (reason < G_N_ELEMENTS (reason_names) && strcmp (words[1], reason_names[reason]) != 0)
    reason++;
  if (reason == G_N_ELEMENTS (reason_names))
    return NULL;
  g_strdelimit (words[5], "\x01", ' ');
  *path = strcmp (words[5], "%") == 0 ? NULL : store_unescape (words[5], strlen (words[5]));
  version = g_new0 (StoreVersion, 1);
  version->time = time;
  version->size = bytes;
  version->reason = (StoreReason) reason;
  version->hash = g_strdup (words[2]);
  version->parent = store_is_hash (words[3]) ? g_strdup (words[3]) : NULL;
  return version;
}

/* @each takes the version. */
static void
each_line (GBytes *log, void (*each) (StoreVersion *, const char *path, gpointer), gpointer data)
{
  gsize size;
  const char *at = g_bytes_get_data (log, &size);
  const char *end = at + size;
  while (at < end)
    {
      const char *stop = memchr (at, '\n', (gsize) (end - at));
      gsize length = (gsize) ((stop == NULL ? end : stop) - at);
      g_autofree char *path = NULL;
      StoreVersion *version = parse_line (at, length, &path);
      if (version != NULL)
        each (version, path, data);
      at += length + 1;
    }
}

static GBytes *
read_log (const StoreOps *ops, int dir)
{
  GBytes *log = store_file_read (ops, dir, "log", LOG_MAX, NULL, NULL);
  return log == NULL ? g_bytes_new_static ("", 0) : log;
}

typedef struct
{
  const char *path;
  GPtrArray *versions;
  GHashTable *known;
  const StoreOps *ops;
  int dir;
} Listing;

static void
collect (StoreVersion *version, const char *path, gpointer data)
{
  Listing *listing = data;
  const StoreVersion *last =
      listing->versions->len == 0
          ? NULL
          : g_ptr_array_index (listing->versions, listing->versions->len - 1);
  g_hash_table_add (listing->known, g_strdup (version->hash));
  if (listing->path != NULL && g_strcmp0 (path, listing->path) == 0
      && (last == NULL || strcmp (last->hash, version->hash) != 0))
    g_ptr_array_add (listing->versions, version);
  else
    store_version_free (version);
}

static gboolean
collect_orphan (const char *name, guchar type, gpointer data)
{
  Listing *listing = data;
  struct stat status;
  StoreVersion *version;
  if (!store_is_hash (name) || g_hash_table_contains (listing->known, name)
      || listing->ops->fstatat (listing->ops->data, listing->dir, name, &status) < 0)
    return TRUE;
  version = g_new0 (StoreVersion, 1);
  version->hash = g_strdup (name);
  version->size = (guint64) status.st_size;
  version->time = (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC;
  version->reason = STORE_REASON_LEFTOVER;
  g_ptr_array_add (listing->versions, version);
  return TRUE;
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const StoreVersion *one = *(const StoreVersion *const *) a;
  const StoreVersion *two = *(const StoreVersion *const *) b;
  return one->time > two->time ? -1 : one->time < two->time;
}

GPtrArray *
store_history_list (StoreHistory *history, const char *path, GError **error)
{
  const StoreOps *ops = history->local->ops;
  g_autoptr (GBytes) log = NULL;
  g_autoptr (GHashTable) known = NULL;
  Listing listing = { .path = path, .ops = ops };
  g_mutex_lock (&history->mutex);
  listing.dir = open_directory (history, error);
  g_mutex_unlock (&history->mutex);
  if (listing.dir < 0)
    return NULL;
  listing.versions = g_ptr_array_new_with_free_func ((GDestroyNotify) store_version_free);
  listing.known = known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  log = read_log (ops, listing.dir);
  each_line (log, collect, &listing);
  if (path == NULL)
    store_dir_each (ops, listing.dir, collect_orphan, &listing);
  ops->close (ops->data, listing.dir);
  g_ptr_array_sort (listing.versions, newest_first);
  return listing.versions;
}

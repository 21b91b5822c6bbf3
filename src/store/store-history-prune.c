/* store-history-prune.c - what goes from the history.
 *
 * Of each post: all versions of 7 days, the newest of each hour for 30 days, of each day for a
 * year; then the oldest, until all together are below the limit. Never: the newest version of a
 * post, a version that the caller wants kept (pending texts, bases), and both sides of a conflict
 * that no later save or merge has settled.
 *
 * A log that was broken is built again on the way: a version without a line gets one, without a
 * post, with the time of its file.
 *
 * Invariants: the new log is durable before an object is deleted; an object is deleted only if no
 * line names it; the lock keeps other programs of the person from adding meanwhile. A kill between
 * leaves objects without lines, which the next round finds.
 *
 * Limit: ages are by this computer's clock. If that is years ahead, AT_ONCE bounds what one round
 * removes for its age.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-history-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define AT_ONCE 1000u
#define ALL     (7 * G_TIME_SPAN_DAY)
#define HOURLY  (30 * G_TIME_SPAN_DAY)
#define DAILY   (365 * G_TIME_SPAN_DAY)

typedef struct
{
  StoreVersion *version;
  char *path; /* NULL: no post */
  gboolean safe;
  gboolean gone;
} Entry;

typedef struct
{
  const StoreOps *ops;
  int dir;
  GPtrArray *entries;  /* of Entry, oldest first */
  GHashTable *objects; /* hash → guint64 *: size */
  GHashTable *named;   /* hashes that have a line */
  GHashTable *keep;
  gint64 now;
  guint removed;
  gboolean unclear; /* something could not be looked at: nothing is changed */
} Prune;

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  store_version_free (entry->version);
  g_free (entry->path);
  g_free (entry);
}

/* ---- what is there ----------------------------------------------------------------------------
 */

static void
add_entry (Prune *prune, StoreVersion *version, const char *path)
{
  Entry *entry = g_new0 (Entry, 1);
  entry->version = version;
  entry->path = g_strdup (path);
  entry->safe = g_hash_table_contains (prune->keep, version->hash);
  g_hash_table_add (prune->named, version->hash);
  g_ptr_array_add (prune->entries, entry);
}

static void
collect_line (StoreVersion *version, const char *path, gpointer data)
{
  Prune *prune = data;
  if (g_hash_table_contains (prune->objects, version->hash))
    add_entry (prune, version, path);
  else
    store_version_free (version);
}

static gboolean
collect_object (const char *name, guchar type, gpointer data)
{
  Prune *prune = data;
  struct stat status;
  if (prune->ops->fstatat (prune->ops->data, prune->dir, name, &status) < 0)
    {
      prune->unclear = errno != ENOENT;
      return !prune->unclear;
    }
  if (store_is_hash (name))
    {
      StoreVersion *version = g_new0 (StoreVersion, 1);
      version->hash = g_strdup (name);
      version->size = (guint64) status.st_size;
      version->time = (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC;
      version->reason = STORE_REASON_LEFTOVER;
      g_hash_table_insert (prune->objects, version->hash, version);
    }
  else if (g_str_has_prefix (name, "new-")
           && prune->now - (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC > G_TIME_SPAN_DAY)
    prune->ops->unlinkat (prune->ops->data, prune->dir, name, 0); /* a kill left it unfinished */
  return TRUE;
}

static void
add_orphans (Prune *prune)
{
  GHashTableIter iter;
  gpointer hash;
  gpointer version;
  g_hash_table_iter_init (&iter, prune->objects);
  while (g_hash_table_iter_next (&iter, &hash, &version))
    if (!g_hash_table_contains (prune->named, hash))
      {
        g_hash_table_iter_steal (&iter);
        add_entry (prune, version, NULL);
      }
}

static int
oldest_first (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(const Entry *const *) a;
  const Entry *two = *(const Entry *const *) b;
  return one->version->time < two->version->time ? -1 : one->version->time > two->version->time;
}

/* ---- what goes --------------------------------------------------------------------------------
 */

typedef struct
{
  gboolean settled; /* a save or merge was met, going back in time */
  gint64 bucket;    /* the hour or day whose newest version was met */
} Post;

/* The bucket of a version in which only the newest stays; -1: it stays, -2: it goes. Versions
 * without a post may be of many posts: none stands for another. */
static gint64
bucket_of (const Entry *entry, gint64 now)
{
  gint64 time = entry->version->time;
  gint64 age = now - time;
  if (age <= ALL || (entry->path == NULL && age <= DAILY))
    return -1;
  if (age <= HOURLY)
    return time / G_TIME_SPAN_HOUR;
  /* Never the same number as an hour's. */
  return age <= DAILY ? G_MAXINT32 + time / G_TIME_SPAN_DAY : -2;
}

static void
judge_entry (Prune *prune, Entry *entry, Post *post, gboolean newest)
{
  StoreReason reason = entry->version->reason;
  gint64 bucket = bucket_of (entry, prune->now);
  gboolean first = bucket >= 0 && bucket != post->bucket;
  if (reason == STORE_REASON_SAVED || reason == STORE_REASON_MERGED)
    post->settled = TRUE;
  if (newest
      || (!post->settled
          && (reason == STORE_REASON_CONFLICT || reason == STORE_REASON_OVERWRITTEN)))
    entry->safe = TRUE;
  post->bucket = bucket;
  if (entry->safe || bucket == -1 || first || prune->removed >= AT_ONCE)
    return;
  entry->gone = TRUE;
  prune->removed++;
}

static void
judge_ages (Prune *prune)
{
  g_autoptr (GHashTable) posts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = prune->entries->len; i > 0; i--)
    {
      Entry *entry = g_ptr_array_index (prune->entries, i - 1);
      const char *key = entry->path == NULL ? "" : entry->path;
      Post *post = g_hash_table_lookup (posts, key);
      gboolean newest = post == NULL;
      if (newest)
        {
          post = g_new0 (Post, 1);
          post->bucket = -1;
          g_hash_table_insert (posts, (gpointer) key, post);
        }
      judge_entry (prune, entry, post, newest);
    }
}

/* Lines that name each object; what none names is no more. */
static GHashTable *
count_lines (Prune *prune, guint64 *total)
{
  GHashTable *lines = g_hash_table_new (g_str_hash, g_str_equal);
  *total = 0;
  for (guint i = 0; i < prune->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (prune->entries, i);
      guint count;
      if (entry->gone)
        continue;
      count = GPOINTER_TO_UINT (g_hash_table_lookup (lines, entry->version->hash));
      if (count == 0)
        *total += entry->version->size;
      g_hash_table_insert (lines, entry->version->hash, GUINT_TO_POINTER (count + 1));
    }
  return lines;
}

static void
judge_size (Prune *prune, guint64 limit)
{
  guint64 total;
  g_autoptr (GHashTable) lines = count_lines (prune, &total);
  for (guint i = 0; i < prune->entries->len && total > limit; i++)
    {
      Entry *entry = g_ptr_array_index (prune->entries, i);
      guint count;
      if (entry->gone || entry->safe)
        continue;
      entry->gone = TRUE;
      prune->removed++;
      count = GPOINTER_TO_UINT (g_hash_table_lookup (lines, entry->version->hash));
      g_hash_table_insert (lines, entry->version->hash, GUINT_TO_POINTER (count - 1));
      if (count == 1)
        total -= entry->version->size;
    }
}

/* ---- doing it ---------------------------------------------------------------------------------
 */

static gboolean
write_log (Prune *prune)
{
  const StoreOps *ops = prune->ops;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean done;
  int fd = ops->open (ops->data, prune->dir, "new-log",
                      O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600, TRUE);
  if (fd < 0)
    return FALSE;
  for (guint i = 0; i < prune->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (prune->entries, i);
      const StoreVersion *version = entry->version;
      g_autofree char *line = NULL;
      g_autofree char *closed = NULL;
      if (entry->gone)
        continue;
      line = store_log_format (version->time, version->reason, version->hash, version->parent,
                               version->size, entry->path);
      closed = store_log_close (line);
      g_string_append (text, closed);
    }
  done = store_write_all (ops, fd, text->str, text->len) == 0 && store_sync (ops, fd) >= 0;
  if (ops->close (ops->data, fd) < 0)
    done = FALSE;
  return done && ops->renameat2 (ops->data, prune->dir, "new-log", prune->dir, "log", 0) == 0
         && store_sync (ops, prune->dir) >= 0;
}

static void
delete_unnamed (Prune *prune)
{
  guint64 total;
  g_autoptr (GHashTable) lines = count_lines (prune, &total);
  for (guint i = 0; i < prune->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (prune->entries, i);
      if (!g_hash_table_contains (lines, entry->version->hash))
        prune->ops->unlinkat (prune->ops->data, prune->dir, entry->version->hash, 0);
    }
}

static gboolean
prune_in (Prune *prune, guint64 limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) log =
      store_file_read (prune->ops, prune->dir, "log", STORE_LOG_MAX, NULL, &error);
  if (log == NULL && !g_error_matches (error, STORE_ERROR, STORE_ERROR_NOT_FOUND))
    return FALSE;
  if (store_dir_each (prune->ops, prune->dir, collect_object, prune) < 0 || prune->unclear)
    return FALSE;
  if (log != NULL)
    store_log_each (log, collect_line, prune);
  add_orphans (prune);
  g_ptr_array_sort (prune->entries, oldest_first);
  judge_ages (prune);
  judge_size (prune, limit);
  if (!write_log (prune))
    return FALSE;
  delete_unnamed (prune);
  return TRUE;
}

static void
free_version (gpointer data)
{
  store_version_free (data);
}

gboolean
store_history_prune (StoreHistory *history, guint64 limit, GHashTable *keep, GError **error)
{
  const StoreOps *ops = history->local->ops;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GHashTable) objects =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_version);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  Prune prune = { .ops = ops,
                  .entries = entries,
                  .objects = objects,
                  .named = named,
                  .keep = keep,
                  .now = ops->wall (ops->data) };
  gboolean done = FALSE;
  int lock;
  g_mutex_lock (&history->mutex);
  prune.dir = store_history_open (history, error);
  if (prune.dir >= 0)
    {
      lock = store_history_lock (ops, prune.dir);
      done = lock >= 0 && prune_in (&prune, limit);
      if (!done)
        store_set_errno (error, errno, "history");
      if (lock >= 0)
        ops->close (ops->data, lock);
      ops->close (ops->data, prune.dir);
      /* What was written last may be one of those that went. */
      g_hash_table_remove_all (history->last);
    }
  g_mutex_unlock (&history->mutex);
  return done;
}

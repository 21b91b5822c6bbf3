/* store-history-read.c - the versions of a post, and their bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-history-private.h"

#include <errno.h>
#include <string.h>

GBytes *
store_history_read (StoreHistory *history, const char *hash, GError **error)
{
  const StoreOps *ops = history->local->ops;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  int dir;
  g_mutex_lock (&history->mutex);
  dir = store_history_open (history, error);
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
  g_hash_table_add (listing->known, g_strdup (version->hash));
  if (g_strcmp0 (path, listing->path) == 0)
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

/* Equal bytes one after the other: when they were first there. */
static void
drop_repeated (GPtrArray *versions)
{
  for (guint i = versions->len; i > 1; i--)
    {
      const StoreVersion *newer = g_ptr_array_index (versions, i - 2);
      const StoreVersion *older = g_ptr_array_index (versions, i - 1);
      if (strcmp (newer->hash, older->hash) == 0)
        g_ptr_array_remove_index (versions, i - 2);
    }
}

GPtrArray *
store_history_list (StoreHistory *history, const char *path, GError **error)
{
  const StoreOps *ops = history->local->ops;
  g_autoptr (GBytes) log = NULL;
  g_autoptr (GHashTable) known = NULL;
  Listing listing = { .path = path, .ops = ops };
  g_mutex_lock (&history->mutex);
  listing.dir = store_history_open (history, error);
  g_mutex_unlock (&history->mutex);
  if (listing.dir < 0)
    return NULL;
  listing.versions = g_ptr_array_new_with_free_func ((GDestroyNotify) store_version_free);
  listing.known = known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  log = store_log_read (ops, listing.dir);
  store_log_each (log, collect, &listing);
  if (path == NULL)
    store_dir_each (ops, listing.dir, collect_orphan, &listing);
  ops->close (ops->data, listing.dir);
  g_ptr_array_sort (listing.versions, newest_first);
  drop_repeated (listing.versions);
  return listing.versions;
}

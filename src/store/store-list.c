/* store-list.c - the posts of a folder, and sync clients' conflict copies beside them.
 *
 * The walk opens each directory beneath the last with O_NOFOLLOW and looks at each name without
 * following it, so it cannot leave the folder; depth and number are bounded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-list.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define DEPTH_MAX 16

void
store_list_entry_free (StoreListEntry *entry)
{
  g_free (entry->path);
  g_free (entry->stamp);
  g_clear_pointer (&entry->conflict_copies, g_ptr_array_unref);
  g_clear_pointer (&entry->presence, store_presence_free);
  g_free (entry);
}

static gboolean
is_post (const char *name)
{
  return g_str_has_suffix (name, ".md") || g_str_has_suffix (name, ".markdown");
}

/* ---- conflict copies --------------------------------------------------------------------------
 */

/* @path without what stands between the pattern's two groups; NULL if it does not match. */
static char *
cut (const char *path, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  if (!g_regex_match (regex, path, 0, &match))
    return NULL;
  before = g_match_info_fetch (match, 1);
  after = g_match_info_fetch (match, 2);
  return g_strconcat (before, after, NULL);
}

char *
store_conflict_copy_original (const char *path)
{
  static const char *const patterns[] = {
    "^(.+)\\.sync-conflict-\\d{8}-\\d{6}-[A-Z0-9]{7}(\\.[^/.]+)$",
    /* Nextcloud: "(conflicted copy 2024-01-02 030405)"; Dropbox: "(Camille's conflicted copy
     * 2024-01-02)", maybe with another "(1)" inside; both also in French. */
    "^(.+) \\((?:[^/]* )?conflicted copy(?: [^/]*)?\\)(\\.[^/.]+)$",
    "^(.+) \\([Cc]opie en conflit(?: [^/]*)?\\)(\\.[^/.]+)$",
    "^(.+)_conflict-[^/.]+(\\.[^/.]+)$",
  };
  if (strstr (path, "conflict") == NULL && strstr (path, "en conflit") == NULL)
    return NULL; /* the regular expressions are dear, and the list is long */
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      char *original = cut (path, patterns[i]);
      if (original != NULL)
        return original;
    }
  return NULL;
}

/* ---- the walk ---------------------------------------------------------------------------------
 */

typedef struct
{
  const StoreOps *ops;
  GPtrArray *entries;
  gboolean truncated;
  int dir;
  const char *prefix; /* of the directory, "" or with its final "/" */
  guint depth;
  gboolean
      hidden; /* the directories that Jekyll uses begin with "_" and are walked when asked for */
} Walk;

static gboolean walk_each (const char *name, guchar type, gpointer data);

static void
walk_into (Walk *walk, const char *name)
{
  const StoreOps *ops = walk->ops;
  g_autofree char *prefix = g_strconcat (walk->prefix, name, "/", NULL);
  Walk inner = *walk;
  if (walk->depth >= DEPTH_MAX)
    return;
  inner.dir = ops->open (ops->data, walk->dir, name,
                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
  if (inner.dir < 0)
    return;
  inner.prefix = prefix;
  inner.depth = walk->depth + 1;
  store_dir_each (ops, inner.dir, walk_each, &inner);
  ops->close (ops->data, inner.dir);
  walk->truncated = inner.truncated;
}

static gboolean
walk_each (const char *name, guchar type, gpointer data)
{
  Walk *walk = data;
  struct stat status;
  gsize length = strlen (name);
  StoreListEntry *entry;
  if (strchr (".#~", name[0]) != NULL || name[length - 1] == '~' || type == DT_LNK
      || (name[0] == '_' && !walk->hidden))
    return TRUE;
  if (type != DT_DIR && type != DT_UNKNOWN && !is_post (name))
    return TRUE;
  if (walk->ops->fstatat (walk->ops->data, walk->dir, name, &status) < 0)
    return TRUE;
  if (S_ISDIR (status.st_mode))
    walk_into (walk, name);
  if (!S_ISREG (status.st_mode) || !is_post (name))
    return !walk->truncated;
  if (walk->entries->len >= STORE_MAX_LIST)
    {
      walk->truncated = TRUE;
      return FALSE;
    }
  entry = g_new0 (StoreListEntry, 1);
  entry->path = g_strconcat (walk->prefix, name, NULL);
  entry->size = (guint64) status.st_size;
  entry->mtime = (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
  entry->stamp = g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                  entry->size, entry->mtime, (guint64) status.st_ino);
  g_ptr_array_add (walk->entries, entry);
  return TRUE;
}

static int
by_path (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(StoreListEntry *const *) a)->path, (*(StoreListEntry *const *) b)->path);
}

/* A copy of a copy goes where that one goes: it was attached to it first. */
static void
take_copy (StoreListEntry *original, StoreListEntry *copy)
{
  if (original->conflict_copies == NULL)
    original->conflict_copies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = copy->conflict_copies == NULL ? 0 : copy->conflict_copies->len; i > 0; i--)
    g_ptr_array_insert (original->conflict_copies, 0,
                        g_strdup (g_ptr_array_index (copy->conflict_copies, i - 1)));
  g_ptr_array_insert (original->conflict_copies, 0, g_strdup (copy->path));
}

/* Conflict copies go to their original where that is listed; else they stay, so that a text is
 * never out of sight. From the end, as "a.sync-….sync-….md" comes after "a.sync-….md". */
static void
attach_copies (GPtrArray *entries)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < entries->len; i++)
    {
      StoreListEntry *entry = g_ptr_array_index (entries, i);
      g_hash_table_insert (paths, entry->path, entry);
    }
  for (guint i = entries->len; i > 0; i--)
    {
      StoreListEntry *copy = g_ptr_array_index (entries, i - 1);
      g_autofree char *original = store_conflict_copy_original (copy->path);
      StoreListEntry *entry = original == NULL ? NULL : g_hash_table_lookup (paths, original);
      if (entry == NULL)
        continue;
      take_copy (entry, copy);
      g_hash_table_remove (paths, copy->path);
      g_ptr_array_remove_index (entries, i - 1);
    }
}

static gboolean
list_one (StoreFolder *folder, Walk *walk, const char *directory, GError **error)
{
  const StoreOps *ops = folder->ops;
  gboolean top = directory[0] == '\0';
  g_autofree char *prefix = top ? g_strdup ("") : g_strconcat (directory, "/", NULL);
  int code = 0;
  if (!top && !store_path_check (directory, error))
    return FALSE;
  walk->dir = ops->open (ops->data, folder->root, top ? "." : directory,
                         O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, TRUE);
  if (walk->dir < 0 && (errno == ENOENT || errno == ELOOP || errno == ENOTDIR))
    return TRUE;
  walk->prefix = prefix;
  if (walk->dir < 0 || store_dir_each (ops, walk->dir, walk_each, walk) < 0)
    code = errno;
  if (walk->dir >= 0)
    ops->close (ops->data, walk->dir);
  if (code != 0)
    store_set_errno (error, code, directory);
  return code == 0;
}

static void
free_entry (gpointer data)
{
  store_list_entry_free (data);
}

static GPtrArray *
list (StoreFolder *folder, const char *const *directories, gboolean *truncated, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  Walk walk = { .ops = folder->ops, .entries = entries };
  if (!store_folder_identify (folder, error))
    return NULL;
  for (guint i = 0; directories[i] != NULL; i++)
    if (!list_one (folder, &walk, directories[i], error))
      return NULL;
  g_ptr_array_sort (entries, by_path);
  for (guint i = entries->len; i > 1; i--)
    if (by_path (&entries->pdata[i - 1], &entries->pdata[i - 2]) == 0)
      g_ptr_array_remove_index (entries, i - 1);
  attach_copies (entries);
  store_presence_fill (folder, entries);
  if (truncated != NULL)
    *truncated = walk.truncated;
  return g_steal_pointer (&entries);
}

static GPtrArray *
list_noted (StoreFolder *folder,
            const char *const *directories,
            gboolean *truncated,
            GError **error)
{
  GError *problem = NULL;
  GPtrArray *entries = list (folder, directories, truncated, &problem);
  store_folder_note (folder, problem, FALSE);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return entries;
}

char *
store_list_find (StoreFolder *folder, GBytes *wanted)
{
  const StoreOps *ops = folder->ops;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  Walk walk = { .ops = ops, .entries = entries, .hidden = TRUE };
  if (!list_one (folder, &walk, "", NULL))
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      StoreListEntry *entry = g_ptr_array_index (entries, i);
      const char *name;
      g_autoptr (GBytes) bytes = NULL;
      int dir;
      if (entry->size != g_bytes_get_size (wanted)
          || store_conflict_copy_original (entry->path) != NULL)
        continue;
      dir = store_dir_open (ops, folder->root, entry->path, &name, NULL);
      if (dir < 0)
        continue;
      bytes = store_file_read (ops, dir, name, STORE_MAX_SIZE, NULL, NULL);
      ops->close (ops->data, dir);
      if (bytes != NULL && g_bytes_equal (bytes, wanted))
        return g_strdup (entry->path);
    }
  return NULL;
}

/* ---- calls ------------------------------------------------------------------------------------
 */

static void
set_directories (StoreFolder *folder, const char *const *directories)
{
  g_strfreev (folder->list_directories);
  folder->list_directories = g_strdupv ((char **) directories);
}

static void
add_to_stamp (GChecksum *sum, const char *text)
{
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

/* Of all that the list shows: files, the copies beside them, and who is where. */
static char *
stamp_of (GPtrArray *entries)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  for (guint i = 0; i < entries->len; i++)
    {
      const StoreListEntry *entry = g_ptr_array_index (entries, i);
      add_to_stamp (sum, entry->path);
      add_to_stamp (sum, entry->stamp);
      for (guint c = 0; entry->conflict_copies != NULL && c < entry->conflict_copies->len; c++)
        add_to_stamp (sum, g_ptr_array_index (entry->conflict_copies, c));
      if (entry->presence != NULL)
        {
          add_to_stamp (sum, entry->presence->kind == STORE_PRESENCE_ABANDONED ? "a" : "p");
          add_to_stamp (sum, entry->presence->person);
        }
      add_to_stamp (sum, "");
    }
  return g_strdup (g_checksum_get_string (sum));
}

static GPtrArray *
list_and_remember (StoreFolder *folder,
                   const char *const *directories,
                   gboolean *truncated,
                   GError **error)
{
  GPtrArray *entries = list_noted (folder, directories, truncated, error);
  if (entries != NULL)
    {
      set_directories (folder, directories);
      g_free (folder->list_stamp);
      folder->list_stamp = stamp_of (entries);
    }
  return entries;
}

GPtrArray *
store_folder_list_sync (StoreFolder *folder,
                        const char *const *directories,
                        gboolean *truncated,
                        GError **error)
{
  GPtrArray *entries;
  g_mutex_lock (&folder->io);
  entries = list_and_remember (folder, directories, truncated, error);
  g_mutex_unlock (&folder->io);
  return entries;
}

typedef struct
{
  GStrv directories;
  gboolean truncated;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  g_strfreev (request->directories);
  g_free (request);
}

typedef struct
{
  GPtrArray *entries;
  gboolean truncated;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;
  g_clear_pointer (&answer->entries, g_ptr_array_unref);
  g_free (answer);
}

static void
list_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  Request *request = data;
  GError *error = NULL;
  Answer *answer;
  GPtrArray *entries = list_and_remember (folder, (const char *const *) request->directories,
                                          &request->truncated, &error);
  if (entries == NULL)
    {
      store_job_fail (job, error);
      return;
    }
  answer = g_new0 (Answer, 1);
  answer->entries = entries;
  answer->truncated = request->truncated;
  store_job_return (job, answer, answer_free);
}

void
store_folder_list_async (StoreFolder *folder,
                         const char *const *directories,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  Request *request = g_new0 (Request, 1);
  request->directories = g_strdupv ((char **) directories);
  store_worker_push (folder->worker, folder, cancellable, callback, data, store_folder_list_async,
                     list_job, request, request_free);
}

GPtrArray *
store_folder_list_finish (StoreFolder *folder,
                          GAsyncResult *result,
                          gboolean *truncated,
                          GError **error)
{
  Answer *answer;
  GPtrArray *entries;
  g_return_val_if_fail (g_task_is_valid (result, folder), NULL);
  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return NULL;
  entries = g_steal_pointer (&answer->entries);
  if (truncated != NULL)
    *truncated = answer->truncated;
  answer_free (answer);
  return entries;
}

gint64
store_folder_poll_list (StoreFolder *folder, gint64 now)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *stamp = NULL;
  gboolean watched;
  g_mutex_lock (&folder->lock);
  watched = folder->watched;
  g_mutex_unlock (&folder->lock);
  if (!watched || folder->list_directories == NULL)
    return G_MAXINT64;
  if (now < folder->next_list)
    return folder->next_list;
  folder->next_list = now + 10 * G_TIME_SPAN_SECOND;
  entries = list_noted (folder, (const char *const *) folder->list_directories, NULL, NULL);
  if (entries == NULL)
    return folder->next_list;
  stamp = stamp_of (entries);
  if (g_strcmp0 (stamp, folder->list_stamp) != 0)
    {
      g_free (folder->list_stamp);
      folder->list_stamp = g_steal_pointer (&stamp);
      store_emit (folder->context, folder, "list-changed");
    }
  return folder->next_list;
}

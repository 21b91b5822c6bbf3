/* store-recover.c - what an earlier run left in the journals of this computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

void
store_recovery_free (StoreRecovery *recovery)
{
  g_free (recovery->journal);
  g_free (recovery->folder_path);
  g_free (recovery->folder_id);
  g_free (recovery->path);
  g_free (recovery->base_hash);
  g_clear_pointer (&recovery->text, g_bytes_unref);
  g_free (recovery);
}

typedef struct
{
  StoreLocal *local;
  const char *directory;
  GPtrArray *found;
  GHashTable *journals; /* UUID → GPtrArray of records, over all directories */
} Search;

static void
add_recovery (GPtrArray *found, const char *uuid, const StoreRecord *record, gboolean pending)
{
  StoreRecovery *recovery = g_new0 (StoreRecovery, 1);
  recovery->journal = g_strdup (uuid);
  recovery->folder_path = g_strdup (record->folder_path == NULL ? "" : record->folder_path);
  recovery->folder_id = g_strdup (record->folder_id == NULL ? "" : record->folder_id);
  recovery->path = g_strdup (record->path);
  recovery->base_hash = g_strdup (record->base_hash);
  recovery->text = g_bytes_ref (record->text);
  recovery->time = record->time;
  recovery->pending = pending;
  recovery->damaged = record->damaged;
  g_ptr_array_add (found, recovery);
}

static gboolean
read_one (const char *name, guchar type, gpointer data)
{
  Search *search = data;
  g_autofree char *path = g_build_filename (search->directory, name, NULL);
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *all;
  gboolean busy;
  if (!g_uuid_string_is_valid (name))
    return TRUE;
  records = store_journal_read (search->local, path, &busy);
  if (records == NULL)
    return TRUE;
  all = g_hash_table_lookup (search->journals, name);
  if (all == NULL)
    {
      all = g_ptr_array_new_with_free_func ((GDestroyNotify) store_record_free);
      g_hash_table_insert (search->journals, g_strdup (name), all);
    }
  g_ptr_array_extend_and_steal (all, g_steal_pointer (&records));
  return TRUE;
}

/* A damaged record is offered unless it is surely older than the newest whole one. */
static void
judge_journal (GPtrArray *found, const char *uuid, GPtrArray *records)
{
  gboolean pending;
  const StoreRecord *newest = store_journal_newest (records, &pending);
  if (newest != NULL && (pending || g_strcmp0 (newest->hash, newest->base_hash) != 0))
    add_recovery (found, uuid, newest, pending);
  for (guint i = 0; i < records->len; i++)
    {
      const StoreRecord *record = g_ptr_array_index (records, i);
      gboolean older =
          newest != NULL && record->sequence != 0 && record->sequence < newest->sequence;
      if (record->damaged && !older && g_bytes_get_size (record->text) > 0)
        add_recovery (found, uuid, record, FALSE);
    }
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const StoreRecovery *one = *(const StoreRecovery *const *) a;
  const StoreRecovery *two = *(const StoreRecovery *const *) b;
  if (one->damaged != two->damaged)
    return one->damaged ? 1 : -1;
  return one->time > two->time ? -1 : one->time < two->time;
}

GPtrArray *
store_recover_list (const StoreConfig *config, GError **error)
{
  g_autoptr (StoreLocal) local = store_local_new (config);
  const StoreOps *ops = local->ops;
  g_autoptr (GHashTable) journals =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) store_recovery_free);
  Search search = { .local = local, .found = found, .journals = journals };
  GHashTableIter iter;
  gpointer uuid;
  gpointer records;
  for (guint i = 0; local->journal_dirs[i] != NULL; i++)
    {
      int dir = ops->open (ops->data, AT_FDCWD, local->journal_dirs[i],
                           O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
      if (dir < 0)
        continue;
      search.directory = local->journal_dirs[i];
      store_dir_each (ops, dir, read_one, &search);
      ops->close (ops->data, dir);
    }
  g_hash_table_iter_init (&iter, journals);
  while (g_hash_table_iter_next (&iter, &uuid, &records))
    judge_journal (found, uuid, records);
  g_ptr_array_sort (found, newest_first);
  return found;
}

/* The folder may have a text of this very journal: a save whose answer the crash cut off. Then that
 * is the base, and no conflict with ourselves. */
static gboolean
is_ours (StoreLocal *local, const char *uuid, const char *hash)
{
  for (guint i = 0; local->journal_dirs[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (local->journal_dirs[i], uuid, NULL);
      gboolean busy;
      g_autoptr (GPtrArray) records = store_journal_read (local, path, &busy);
      for (guint j = 0; records != NULL && j < records->len; j++)
        {
          const StoreRecord *record = g_ptr_array_index (records, j);
          if (!record->damaged && g_strcmp0 (record->hash, hash) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static void
set_resumed_base (StorePost *post, const StoreRecovery *recovery)
{
  g_autoptr (GBytes) there = NULL;
  g_autofree char *hash = NULL;
  store_post_set_place (post, recovery->path, NULL);
  g_mutex_lock (&post->lock);
  post->base_hash = g_strdup (recovery->base_hash);
  post->recovered = g_bytes_ref (recovery->text);
  g_mutex_unlock (&post->lock);
  if (post->folder == NULL || recovery->path == NULL)
    return;
  there = store_folder_read_sync (post->folder, recovery->path, NULL);
  hash = there == NULL ? NULL : store_hash (there);
  if (hash == NULL
      || (g_strcmp0 (hash, recovery->base_hash) != 0
          && !is_ours (post->local, recovery->journal, hash)))
    return;
  store_post_set_place (post, recovery->path, there);
  if (g_bytes_equal (there, recovery->text))
    {
      g_mutex_lock (&post->lock);
      g_clear_pointer (&post->recovered, g_bytes_unref);
      g_mutex_unlock (&post->lock);
    }
}

StorePost *
store_post_resume_sync (StoreFolder *folder,
                        const StoreConfig *config,
                        const StoreRecovery *recovery,
                        GError **error)
{
  g_autoptr (StoreLocal) local =
      folder == NULL ? store_local_new (config) : store_local_ref (folder->local);
  g_autoptr (StorePost) post = store_post_make (folder, local, recovery->journal);
  post->adopted = TRUE;
  set_resumed_base (post, recovery);
  if (!store_journal_adopt (store_writer_get_journal (post->writer), error))
    return NULL;
  if (post->recovered == NULL)
    post->adopted = FALSE; /* the folder has it: the journal goes when the post is closed */
  return g_steal_pointer (&post);
}

GBytes *
store_post_dup_recovered (StorePost *post)
{
  GBytes *text;
  g_mutex_lock (&post->lock);
  text = post->recovered == NULL ? NULL : g_bytes_ref (post->recovered);
  g_mutex_unlock (&post->lock);
  return text;
}

gboolean
store_recover_discard (const StoreConfig *config, const char *journal, GError **error)
{
  g_autoptr (StoreLocal) local = store_local_new (config);
  g_autoptr (StoreJournal) held = store_journal_new (local, journal);
  if (!store_journal_adopt (held, error))
    return FALSE;
  store_journal_end (held, STORE_JOURNAL_DISCARD);
  return TRUE;
}

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

#define DISCARDED      "discarded-"
#define DISCARDED_KEPT (30 * G_TIME_SPAN_DAY)

typedef struct
{
  StoreLocal *local;
  const char *directory;
  const char *prefix; /* of the names looked at: "" or DISCARDED */
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
  const char *uuid = name + strlen (search->prefix);
  gboolean busy;
  if (!g_str_has_prefix (name, search->prefix) || !g_uuid_string_is_valid (uuid))
    return TRUE;
  records = store_journal_read (search->local, path, &busy);
  if (records == NULL)
    return TRUE;
  all = g_hash_table_lookup (search->journals, uuid);
  if (all == NULL)
    {
      all = g_ptr_array_new_with_free_func ((GDestroyNotify) store_record_free);
      g_hash_table_insert (search->journals, g_strdup (uuid), all);
    }
  g_ptr_array_extend_and_steal (all, g_steal_pointer (&records));
  return TRUE;
}

/* A damaged record is offered unless it is surely older than the newest whole one. */
static void
judge_journal (GPtrArray *found, const char *uuid, GPtrArray *records)
{
  const StoreRecord *pending;
  const StoreRecord *newest = store_journal_newest (records, &pending);
  if (newest != NULL && (pending != NULL || g_strcmp0 (newest->hash, newest->base_hash) != 0))
    add_recovery (found, uuid, newest, pending != NULL);
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
store_recover_list_in (StoreLocal *local, gboolean discarded)
{
  const StoreOps *ops = local->ops;
  g_autoptr (GHashTable) journals =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) store_recovery_free);
  Search search = { .local = local, .journals = journals, .prefix = discarded ? DISCARDED : "" };
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

GPtrArray *
store_recover_list (const StoreConfig *config, GError **error)
{
  g_autoptr (StoreLocal) local = store_local_new (config);
  return store_recover_list_in (local, FALSE);
}

GPtrArray *
store_recover_list_discarded (const StoreConfig *config, GError **error)
{
  g_autoptr (StoreLocal) local = store_local_new (config);
  return store_recover_list_in (local, TRUE);
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

/* ---- discarded ones ---------------------------------------------------------------------------
 */

gboolean
store_recover_restore_discarded (const StoreConfig *config, const char *journal, GError **error)
{
  g_autoptr (StoreLocal) local = store_local_new (config);
  const StoreOps *ops = local->ops;
  g_autofree char *aside = g_strconcat (DISCARDED, journal, NULL);
  int code = ENOENT;
  if (!g_uuid_string_is_valid (journal))
    {
      store_set_errno (error, ENOENT, journal);
      return FALSE;
    }
  for (guint i = 0; local->journal_dirs[i] != NULL; i++)
    {
      int dir = ops->open (ops->data, AT_FDCWD, local->journal_dirs[i],
                           O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
      if (dir < 0)
        continue;
      if (ops->renameat2 (ops->data, dir, aside, dir, journal, 0) == 0)
        code = 0;
      else if (errno != ENOENT)
        code = errno;
      ops->close (ops->data, dir);
    }
  if (code != 0)
    store_set_errno (error, code, journal);
  return code == 0;
}

typedef struct
{
  const StoreOps *ops;
  int dir;
  gint64 now;
} Pruning;

/* The time is that of the renaming, by this computer's clock. */
static gboolean
prune_one (const char *name, guchar type, gpointer data)
{
  Pruning *pruning = data;
  struct stat status;
  if (g_str_has_prefix (name, DISCARDED) && g_uuid_string_is_valid (name + strlen (DISCARDED))
      && pruning->ops->fstatat (pruning->ops->data, pruning->dir, name, &status) == 0
      && (gint64) status.st_ctim.tv_sec * G_USEC_PER_SEC < pruning->now - DISCARDED_KEPT)
    store_journal_remove (pruning->ops, pruning->dir, name);
  return TRUE;
}

void
store_recover_prune (StoreLocal *local)
{
  const StoreOps *ops = local->ops;
  for (guint i = 0; local->journal_dirs[i] != NULL; i++)
    {
      Pruning pruning = { .ops = ops, .now = ops->wall (ops->data) };
      pruning.dir = ops->open (ops->data, AT_FDCWD, local->journal_dirs[i],
                               O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
      if (pruning.dir < 0)
        continue;
      store_dir_each (ops, pruning.dir, prune_one, &pruning);
      ops->close (ops->data, pruning.dir);
    }
}

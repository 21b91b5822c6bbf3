/* store-journal.c - the journal of one post: slots for what is typed, two files for what is to be
 * saved.
 *
 * Layout: DIRECTORY/<uuid>/{lock, slot-0 … slot-3, pending-0, pending-1}, 0700 and 0600. DIRECTORY
 * is the first of the local side's journal directories that works; when a write fails in one, the
 * next write goes to the following one, under the same UUID with ascending sequence numbers, and
 * what the failing one holds stays for recovery.
 *
 * Invariants
 *   J1  The newest synced slot is never written to; a write goes to a slot that is neither that,
 *       nor being synced, nor the newest. So a crash at any point leaves the newest whole text but
 *       one at least, and a power cut the newest synced one.
 *   J2  A file never shrinks, and is preallocated to twice the text: typing works on a full disk.
 *   J3  The pending file that was written last is not touched before the other one is durable.
 *   J4  sequence numbers rise by one with each write, over slots and pending files together.
 *   J5  After a failed sync nothing is expected of that directory any more.
 *
 * Design note: four slots, not three, because syncing takes tens of milliseconds on a busy disk and
 * writes go on meanwhile; with three the writes would have one slot and a kill in the midst of one
 * could cost what was typed since the sync began.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-journal.h"

#include "store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILES        (STORE_SLOTS + STORE_PENDINGS)
#define SMALLEST     (64u * 1024)
#define NONE         G_MAXUINT
#define JOURNAL_FILE (STORE_MAX_SIZE + 16u * 4096)

struct _StoreJournal
{
  gatomicrefcount references;
  StoreLocal *local;
  char *uuid;
  GMutex mutex;
  guint where; /* index of the directory in use */
  int dir;     /* -1: not open */
  int lock;
  int files[FILES];
  gsize sizes[FILES];     /* bytes in the file */
  gsize allocated[FILES]; /* bytes that are safe from a full disk */
  guint written;          /* the newest slot, or NONE */
  guint synced;           /* the newest durable slot, or NONE */
  guint syncing;
  guint generation; /* counts openings: a sync of files since closed says nothing */
  guint pending;    /* the newest pending file, or NONE */
  guint64 sequence;
  gboolean ended;
};

static void
file_name (char name[16], guint index)
{
  if (index < STORE_SLOTS)
    g_snprintf (name, 16, "slot-%c", (char) ('0' + index));
  else
    g_snprintf (name, 16, "pending-%c", (char) ('0' + index - STORE_SLOTS));
}

StoreJournal *
store_journal_new (StoreLocal *local, const char *uuid)
{
  StoreJournal *journal = g_new0 (StoreJournal, 1);
  g_atomic_ref_count_init (&journal->references);
  g_mutex_init (&journal->mutex);
  journal->local = store_local_ref (local);
  journal->uuid = uuid == NULL ? store_random_uuid (local->ops) : g_strdup (uuid);
  journal->dir = journal->lock = -1;
  for (guint i = 0; i < FILES; i++)
    journal->files[i] = -1;
  journal->written = journal->synced = journal->syncing = journal->pending = NONE;
  return journal;
}

StoreJournal *
store_journal_ref (StoreJournal *journal)
{
  g_atomic_ref_count_inc (&journal->references);
  return journal;
}

static void
close_fd (const StoreOps *ops, int *fd)
{
  if (*fd >= 0)
    ops->close (ops->data, *fd);
  *fd = -1;
}

static void
close_files (StoreJournal *journal)
{
  const StoreOps *ops = journal->local->ops;
  for (guint i = 0; i < FILES; i++)
    {
      close_fd (ops, &journal->files[i]);
      journal->sizes[i] = journal->allocated[i] = 0;
    }
  close_fd (ops, &journal->lock);
  close_fd (ops, &journal->dir);
  journal->written = journal->synced = journal->syncing = journal->pending = NONE;
  journal->generation++;
}

void
store_journal_unref (StoreJournal *journal)
{
  if (!g_atomic_ref_count_dec (&journal->references))
    return;
  close_files (journal);
  store_local_unref (journal->local);
  g_mutex_clear (&journal->mutex);
  g_free (journal->uuid);
  g_free (journal);
}

const char *
store_journal_get_uuid (StoreJournal *journal)
{
  return journal->uuid;
}

/* ---- opening ----------------------------------------------------------------------------------
 */

static gboolean
fail (GError **error, const char *what)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", what, g_strerror (errno));
  g_set_error_literal (error, STORE_ERROR, STORE_ERROR_JOURNAL, text);
  return FALSE;
}

/* A place of last resort lies in a directory that everybody may write to. */
static gboolean
directory_is_ours (const StoreOps *ops, int dir)
{
  struct stat status;
  if (ops->fstat (ops->data, dir, &status) < 0)
    return FALSE;
  if (status.st_uid == geteuid ())
    return TRUE;
  errno = EACCES;
  return FALSE;
}

static int
open_file (const StoreOps *ops, int dir, const char *name)
{
  return ops->open (ops->data, dir, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600, TRUE);
}

static void
preallocate (StoreJournal *journal, guint index, gsize size)
{
  const StoreOps *ops = journal->local->ops;
  gsize wanted = MAX (size * 2, SMALLEST);
  if (size <= journal->allocated[index])
    return;
  /* A refusal only means that a full disk will be noticed while typing; tmpfs and others do. */
  if (ops->fallocate (ops->data, journal->files[index], (off_t) wanted) == 0)
    journal->allocated[index] = wanted;
  else
    journal->allocated[index] = size;
}

static gboolean
open_files (StoreJournal *journal, gsize size, GError **error)
{
  const StoreOps *ops = journal->local->ops;
  journal->lock = open_file (ops, journal->dir, "lock");
  if (journal->lock < 0 || ops->lock (ops->data, journal->lock) < 0)
    return fail (error, "lock");
  for (guint i = 0; i < FILES; i++)
    {
      struct stat status;
      char name[16];
      file_name (name, i);
      journal->files[i] = open_file (ops, journal->dir, name);
      if (journal->files[i] < 0 || ops->fstat (ops->data, journal->files[i], &status) < 0)
        return fail (error, name);
      journal->sizes[i] = (gsize) status.st_size;
      preallocate (journal, i, size);
    }
  return TRUE;
}

/* The names must survive a power cut as well as the texts. */
static gboolean
sync_names (StoreJournal *journal, int above, GError **error)
{
  const StoreOps *ops = journal->local->ops;
  if (store_sync (ops, journal->dir) < 0 || store_sync (ops, above) < 0)
    return fail (error, "journal directory");
  return TRUE;
}

static gboolean
open_in (StoreJournal *journal, const char *directory, gsize size, GError **error)
{
  const StoreOps *ops = journal->local->ops;
  gboolean done = FALSE;
  int above = store_dir_open_local (ops, directory, error);
  if (above < 0)
    return FALSE;
  if (!directory_is_ours (ops, above)
      || (ops->mkdirat (ops->data, above, journal->uuid, 0700) < 0 && errno != EEXIST))
    fail (error, directory);
  else
    {
      journal->dir = ops->open (ops->data, above, journal->uuid,
                                O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
      done = journal->dir >= 0
                 ? open_files (journal, size, error) && sync_names (journal, above, error)
                 : fail (error, journal->uuid);
    }
  close_fd (ops, &above);
  if (!done)
    close_files (journal);
  return done;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static gboolean
write_record (StoreJournal *journal,
              guint index,
              StoreRecordKind kind,
              GBytes *text,
              const char *hash,
              const StoreAbout *about,
              GByteArray **written,
              gint64 *time)
{
  const StoreOps *ops = journal->local->ops;
  g_autoptr (GByteArray) file = NULL;
  StoreRecord record = {
    .kind = kind,
    .sequence = journal->sequence + 1,
    .time = ops->wall (ops->data),
    .folder_path = (char *) about->folder_path,
    .folder_id = (char *) about->folder_id,
    .path = (char *) about->path,
    .base_hash = (char *) about->base_hash,
    .hash = (char *) hash,
    .text = text,
  };
  guint used;
  file = store_record_encode (&record);
  used = file->len;
  preallocate (journal, index, used);
  if (used < journal->sizes[index])
    {
      g_byte_array_set_size (file, (guint) journal->sizes[index]);
      memset (file->data + used, '\n', file->len - used);
    }
  if (store_pwrite_all (ops, journal->files[index], file->data, file->len, 0) < 0)
    return FALSE;
  journal->sizes[index] = file->len;
  journal->sequence = record.sequence;
  if (time != NULL)
    *time = record.time;
  if (written != NULL)
    *written = g_steal_pointer (&file);
  return TRUE;
}

static guint
free_slot (const StoreJournal *journal)
{
  guint slot = 0;
  G_STATIC_ASSERT (STORE_SLOTS > 3);
  while (slot == journal->synced || slot == journal->syncing || slot == journal->written)
    slot++;
  return slot;
}

typedef gboolean (*Attempt) (
    StoreJournal *journal, GBytes *text, const char *hash, const StoreAbout *about, gint64 *time);

static gboolean
attempt_slot (
    StoreJournal *journal, GBytes *text, const char *hash, const StoreAbout *about, gint64 *time)
{
  guint slot = free_slot (journal);
  if (!write_record (journal, slot, STORE_RECORD_TYPED, text, hash, about, NULL, time))
    return FALSE;
  journal->written = slot;
  return TRUE;
}

static gboolean
reads_back (StoreJournal *journal, guint index, const GByteArray *file)
{
  const StoreOps *ops = journal->local->ops;
  g_autofree guint8 *buffer = g_malloc (file->len);
  gsize at = 0;
  while (at < file->len)
    {
      ssize_t got =
          ops->pread (ops->data, journal->files[index], buffer + at, file->len - at, (off_t) at);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          errno = got < 0 ? errno : EIO;
          return FALSE;
        }
      at += (gsize) got;
    }
  errno = EIO;
  return memcmp (buffer, file->data, file->len) == 0;
}

static gboolean
sync_file (StoreJournal *journal, int fd)
{
  const StoreOps *ops = journal->local->ops;
  int result;
  do
    result = ops->fdatasync (ops->data, fd);
  while (result < 0 && errno == EINTR);
  /* A file system without syncing (a RAM disk): as durable as it gets there. */
  return result == 0 || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
}

static gboolean
attempt_pending (
    StoreJournal *journal, GBytes *text, const char *hash, const StoreAbout *about, gint64 *time)
{
  guint index = journal->pending == STORE_SLOTS ? STORE_SLOTS + 1 : STORE_SLOTS;
  g_autoptr (GByteArray) file = NULL;
  if (!write_record (journal, index, STORE_RECORD_PENDING, text, hash, about, &file, time))
    return FALSE;
  if (!sync_file (journal, journal->files[index]) || !reads_back (journal, index, file))
    return FALSE;
  journal->pending = index;
  return TRUE;
}

/* Tries the directory in use, then each other one, once. */
static gboolean
write_somewhere (StoreJournal *journal,
                 Attempt attempt,
                 GBytes *text,
                 const char *hash,
                 const StoreAbout *about,
                 gint64 *time,
                 GError **error)
{
  guint count = g_strv_length (journal->local->journal_dirs);
  gsize size = g_bytes_get_size (text) + 4096;
  g_autoptr (GError) first = NULL;
  for (guint i = 0; i < count; i++)
    {
      const char *directory = journal->local->journal_dirs[journal->where];
      g_autoptr (GError) local_error = NULL;
      gboolean open = journal->dir >= 0 || open_in (journal, directory, size, &local_error);
      if (open && attempt (journal, text, hash, about, time))
        return TRUE;
      if (open)
        fail (&local_error, directory);
      if (first == NULL)
        first = g_steal_pointer (&local_error);
      close_files (journal);
      journal->where = (journal->where + 1) % count;
    }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static gboolean
write_locked (StoreJournal *journal,
              Attempt attempt,
              GBytes *text,
              const char *hash,
              const StoreAbout *about,
              gint64 *time,
              GError **error)
{
  gboolean done;
  g_mutex_lock (&journal->mutex);
  if (journal->ended)
    {
      errno = EBADF;
      done = fail (error, "journal has ended");
    }
  else
    done = write_somewhere (journal, attempt, text, hash, about, time, error);
  g_mutex_unlock (&journal->mutex);
  return done;
}

gboolean
store_journal_write (StoreJournal *journal,
                     GBytes *text,
                     const char *hash,
                     const StoreAbout *about,
                     gint64 *time,
                     GError **error)
{
  return write_locked (journal, attempt_slot, text, hash, about, time, error);
}

gboolean
store_journal_set_pending (
    StoreJournal *journal, GBytes *text, const char *hash, const StoreAbout *about, GError **error)
{
  return write_locked (journal, attempt_pending, text, hash, about, NULL, error);
}

/* Syncs without the mutex, on a descriptor of its own, so that writes go on meanwhile. */
gboolean
store_journal_sync (StoreJournal *journal, GError **error)
{
  const StoreOps *ops = journal->local->ops;
  guint slot;
  guint generation;
  int fd = -1;
  gboolean done = TRUE;
  g_mutex_lock (&journal->mutex);
  slot = journal->written;
  generation = journal->generation;
  if (slot != NONE && slot != journal->synced && journal->syncing == NONE)
    {
      char name[16];
      file_name (name, slot);
      fd = ops->open (ops->data, journal->dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
      done = fd >= 0;
      if (done)
        journal->syncing = slot;
    }
  g_mutex_unlock (&journal->mutex);
  if (fd < 0)
    return done ? TRUE : fail (error, "sync");
  done = sync_file (journal, fd);
  if (!done)
    fail (error, "sync");
  g_mutex_lock (&journal->mutex);
  if (generation == journal->generation)
    {
      journal->syncing = NONE;
      if (done)
        journal->synced = slot;
      else
        {
          close_files (journal);
          journal->where = (journal->where + 1) % g_strv_length (journal->local->journal_dirs);
        }
    }
  g_mutex_unlock (&journal->mutex);
  close_fd (ops, &fd);
  return done;
}

void
store_journal_clear_pending (StoreJournal *journal)
{
  static const StoreAbout nothing = { "", "", NULL, NULL };
  g_mutex_lock (&journal->mutex);
  if (journal->pending != NONE)
    {
      g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
      g_autofree char *hash = store_hash (empty);
      write_record (journal, journal->pending, STORE_RECORD_CLEARED, empty, hash, &nothing, NULL,
                    NULL);
    }
  g_mutex_unlock (&journal->mutex);
}

/* ---- the end ----------------------------------------------------------------------------------
 */

void
store_journal_remove (const StoreOps *ops, int above, const char *name)
{
  int dir =
      ops->open (ops->data, above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
  if (dir < 0)
    return;
  for (guint i = 0; i < FILES; i++)
    {
      char file[16];
      file_name (file, i);
      ops->unlinkat (ops->data, dir, file, 0);
    }
  ops->unlinkat (ops->data, dir, "lock", 0);
  close_fd (ops, &dir);
  ops->unlinkat (ops->data, above, name, AT_REMOVEDIR);
}

static void
discard_directory (const StoreOps *ops, int above, const char *uuid)
{
  g_autofree char *aside = g_strdup_printf ("discarded-%s", uuid);
  ops->renameat2 (ops->data, above, uuid, above, aside, 0);
}

void
store_journal_end (StoreJournal *journal, StoreJournalEnd how)
{
  const StoreOps *ops = journal->local->ops;
  g_mutex_lock (&journal->mutex);
  if (!journal->ended && how != STORE_JOURNAL_KEEP)
    for (guint i = 0; journal->local->journal_dirs[i] != NULL; i++)
      {
        const char *path = journal->local->journal_dirs[i];
        int above =
            ops->open (ops->data, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
        if (above < 0)
          continue;
        if (how == STORE_JOURNAL_DROP)
          store_journal_remove (ops, above, journal->uuid);
        else
          discard_directory (ops, above, journal->uuid);
        close_fd (ops, &above);
      }
  journal->ended = TRUE;
  close_files (journal);
  g_mutex_unlock (&journal->mutex);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static GPtrArray *
read_records (const StoreOps *ops, int dir, guint *newest_slot, guint *newest_pending)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) store_record_free);
  guint64 slot_sequence = 0;
  guint64 pending_sequence = 0;
  for (guint i = 0; i < FILES; i++)
    {
      char name[16];
      g_autoptr (GBytes) bytes = NULL;
      StoreRecord *record;
      file_name (name, i);
      bytes = store_file_read (ops, dir, name, JOURNAL_FILE, NULL, NULL);
      record = bytes == NULL ? NULL : store_record_decode (bytes);
      if (record == NULL)
        continue;
      g_ptr_array_add (records, record);
      if (record->damaged)
        continue;
      if (i < STORE_SLOTS && record->sequence >= slot_sequence)
        {
          slot_sequence = record->sequence;
          *newest_slot = i;
        }
      else if (i >= STORE_SLOTS && record->sequence >= pending_sequence)
        {
          pending_sequence = record->sequence;
          *newest_pending = i;
        }
    }
  return records;
}

GPtrArray *
store_journal_read (StoreLocal *local, const char *directory, gboolean *busy)
{
  const StoreOps *ops = local->ops;
  GPtrArray *records = NULL;
  guint slot;
  guint pending;
  int lock;
  int dir = ops->open (ops->data, AT_FDCWD, directory,
                       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, FALSE);
  *busy = FALSE;
  if (dir < 0)
    return NULL;
  lock = ops->open (ops->data, dir, "lock", O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
  /* Asked, not taken: a list must not be in the way of a program that opens its journal. */
  *busy = lock >= 0 && ops->is_locked (ops->data, lock) == 1;
  if (!*busy)
    records = read_records (ops, dir, &slot, &pending);
  close_fd (ops, &lock);
  close_fd (ops, &dir);
  return records;
}

const StoreRecord *
store_journal_newest (GPtrArray *records, const StoreRecord **pending)
{
  const StoreRecord *newest = NULL;
  guint64 settled = 0;
  *pending = NULL;
  for (guint i = 0; i < records->len; i++)
    {
      const StoreRecord *record = g_ptr_array_index (records, i);
      if (record->damaged || record->kind == STORE_RECORD_CLEARED)
        continue;
      if (newest == NULL || record->sequence > newest->sequence)
        newest = record;
      if (record->kind == STORE_RECORD_TYPED && g_strcmp0 (record->hash, record->base_hash) == 0)
        settled = MAX (settled, record->sequence);
    }
  for (guint i = 0; i < records->len; i++)
    {
      const StoreRecord *record = g_ptr_array_index (records, i);
      if (!record->damaged && record->kind == STORE_RECORD_PENDING && record->sequence > settled
          && (*pending == NULL || record->sequence > (*pending)->sequence))
        *pending = record;
    }
  return newest;
}

/* What is newest stays untouched, whatever comes next (J1, J3). */
static gboolean
adopt_in (StoreJournal *journal, const char *directory, gboolean *found, GError **error)
{
  const StoreOps *ops = journal->local->ops;
  g_autofree char *path = g_build_filename (directory, journal->uuid, NULL);
  g_autoptr (GPtrArray) records = NULL;
  guint slot = NONE;
  guint pending = NONE;
  int dir = ops->open (ops->data, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
                       0, FALSE);
  if (dir < 0)
    return TRUE;
  *found = TRUE;
  records = read_records (ops, dir, &slot, &pending);
  close_fd (ops, &dir);
  for (guint i = 0; i < records->len; i++)
    journal->sequence =
        MAX (journal->sequence, ((StoreRecord *) g_ptr_array_index (records, i))->sequence);
  if (journal->dir >= 0)
    return TRUE;
  if (!open_in (journal, directory, 0, error))
    return FALSE;
  journal->synced = journal->written = slot;
  journal->pending = pending;
  return TRUE;
}

gboolean
store_journal_adopt (StoreJournal *journal, GError **error)
{
  gboolean found = FALSE;
  gboolean done = TRUE;
  g_mutex_lock (&journal->mutex);
  for (guint i = 0; done && journal->local->journal_dirs[i] != NULL; i++)
    {
      gboolean was_open = journal->dir >= 0;
      done = adopt_in (journal, journal->local->journal_dirs[i], &found, error);
      if (done && !was_open && journal->dir >= 0)
        journal->where = i;
    }
  if (done && !found)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "no journal %s", journal->uuid);
      done = FALSE;
    }
  g_mutex_unlock (&journal->mutex);
  return done;
}

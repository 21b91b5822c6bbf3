/* store-writer.c - keeps a journal up to what is typed.
 *
 * Data model: `next` is a text not yet written, `newest` the newest one ever given. The thread is
 * started by the first push. It writes `next` when 25 ms have passed since the last write, and has
 * the journal synced by a helper thread one second after the first unsynced write; a failed write
 * is tried again after two seconds for as long as the writer lives.
 *
 * Limits: what was pushed in the last 25 ms is lost by kill -9 (with the 20 ms in which the
 * document has to push: the design's 50), up to a second by a power cut.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-writer.h"

#include "store-file.h"

#define PACE       (25 * G_TIME_SPAN_MILLISECOND)
#define SYNC_AFTER G_TIME_SPAN_SECOND
#define RETRY      (2 * G_TIME_SPAN_SECOND)

struct _StoreWriter
{
  gatomicrefcount references; /* the owner, the thread, a sync helper */
  StoreJournal *journal;
  StoreWriterNotify notify;
  gpointer data;
  GDestroyNotify destroy;

  GMutex order; /* taken before mutex: one write at a time */
  GMutex mutex;
  GCond cond;
  GThread *thread;
  char *folder_path;
  char *folder_id;
  char *path;
  char *base_hash;
  GBytes *newest;
  char *newest_hash; /* NULL: not computed yet */
  GBytes *next;
  gint64 last_write;
  gint64 sync_due; /* 0: nothing to sync */
  gint64 retry_at; /* 0: the last write succeeded */
  guint writing;   /* writes under way: what they write is in neither next nor the journal */
  gboolean syncing;
  gboolean flush; /* somebody waits in flush_sync */
  gboolean closing;
  gboolean hopeless; /* a write that began after the closing failed: there is no other */
  StoreJournalEnd end;
  GError *error; /* of the last write or sync */
};

StoreWriter *
store_writer_new (StoreJournal *journal,
                  StoreWriterNotify notify,
                  gpointer data,
                  GDestroyNotify destroy)
{
  StoreWriter *writer = g_new0 (StoreWriter, 1);
  g_atomic_ref_count_init (&writer->references);
  g_mutex_init (&writer->mutex);
  g_mutex_init (&writer->order);
  g_cond_init (&writer->cond);
  writer->journal = store_journal_ref (journal);
  writer->notify = notify;
  writer->data = data;
  writer->destroy = destroy;
  writer->folder_path = g_strdup ("");
  writer->folder_id = g_strdup ("");
  return writer;
}

/* The strings are the caller's to free; the result borrows them. */
static StoreAbout
copy_about_held (
    StoreWriter *writer, char **folder_path, char **folder_id, char **path, char **base_hash)
{
  StoreAbout about;
  about.folder_path = *folder_path = g_strdup (writer->folder_path);
  about.folder_id = *folder_id = g_strdup (writer->folder_id);
  about.path = *path = g_strdup (writer->path);
  about.base_hash = *base_hash = g_strdup (writer->base_hash);
  return about;
}

static StoreWriter *
writer_ref (StoreWriter *writer)
{
  g_atomic_ref_count_inc (&writer->references);
  return writer;
}

void
store_writer_unref (StoreWriter *writer)
{
  if (!g_atomic_ref_count_dec (&writer->references))
    return;
  if (writer->destroy != NULL)
    writer->destroy (writer->data);
  store_journal_unref (writer->journal);
  g_clear_pointer (&writer->thread, g_thread_unref);
  g_clear_pointer (&writer->newest, g_bytes_unref);
  g_clear_pointer (&writer->next, g_bytes_unref);
  g_clear_error (&writer->error);
  g_free (writer->newest_hash);
  g_free (writer->folder_path);
  g_free (writer->folder_id);
  g_free (writer->path);
  g_free (writer->base_hash);
  g_mutex_clear (&writer->mutex);
  g_mutex_clear (&writer->order);
  g_cond_clear (&writer->cond);
  g_free (writer);
}

StoreJournal *
store_writer_get_journal (StoreWriter *writer)
{
  return writer->journal;
}

void
store_writer_set_about (StoreWriter *writer, const StoreAbout *about)
{
  g_mutex_lock (&writer->mutex);
  g_free (writer->folder_path);
  g_free (writer->folder_id);
  g_free (writer->path);
  g_free (writer->base_hash);
  writer->folder_path = g_strdup (about->folder_path);
  writer->folder_id = g_strdup (about->folder_id);
  writer->path = g_strdup (about->path);
  writer->base_hash = g_strdup (about->base_hash);
  g_mutex_unlock (&writer->mutex);
}

/* ---- the newest text --------------------------------------------------------------------------
 */

static gboolean
is_newest_held (const StoreWriter *writer, GBytes *text)
{
  return writer->newest != NULL && g_bytes_equal (writer->newest, text);
}

/* TRUE if it is another text. */
static gboolean
set_newest_held (StoreWriter *writer, GBytes *text)
{
  if (is_newest_held (writer, text))
    return FALSE;
  g_clear_pointer (&writer->newest, g_bytes_unref);
  g_clear_pointer (&writer->newest_hash, g_free);
  writer->newest = g_bytes_ref (text);
  return TRUE;
}

char *
store_writer_dup_hash (StoreWriter *writer, GBytes *text)
{
  char *hash = NULL;
  g_mutex_lock (&writer->mutex);
  if (is_newest_held (writer, text))
    hash = g_strdup (writer->newest_hash);
  g_mutex_unlock (&writer->mutex);
  if (hash != NULL)
    return hash;
  hash = store_hash (text);
  g_mutex_lock (&writer->mutex);
  if (is_newest_held (writer, text))
    {
      g_free (writer->newest_hash);
      writer->newest_hash = g_strdup (hash);
    }
  g_mutex_unlock (&writer->mutex);
  return hash;
}

/* ---- writing, with the mutex held -------------------------------------------------------------
 */

static void
requeue_held (StoreWriter *writer)
{
  if (writer->next == NULL)
    writer->next = g_bytes_ref (writer->newest);
}

/* Writes the newest text, with the mutex given back meanwhile so that a push never waits for a
 * disk; `order` keeps two writes from overtaking each other. */
static gboolean
write_held (StoreWriter *writer)
{
  g_autoptr (GBytes) text = NULL;
  g_autofree char *folder_path = NULL;
  g_autofree char *folder_id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *base_hash = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (GError) error = NULL;
  StoreAbout about;
  gboolean last = writer->closing;
  gint64 time = 0;
  gint64 now;
  writer->writing++;
  g_mutex_unlock (&writer->mutex);
  g_mutex_lock (&writer->order);
  g_mutex_lock (&writer->mutex);
  text = g_bytes_ref (writer->newest);
  g_clear_pointer (&writer->next, g_bytes_unref);
  about = copy_about_held (writer, &folder_path, &folder_id, &path, &base_hash);
  g_mutex_unlock (&writer->mutex);
  hash = store_writer_dup_hash (writer, text);
  store_journal_write (writer->journal, text, hash, &about, &time, &error);
  g_mutex_lock (&writer->mutex);
  g_clear_error (&writer->error);
  writer->error = error == NULL ? NULL : g_error_copy (error);
  now = g_get_monotonic_time ();
  writer->last_write = now;
  writer->retry_at = error == NULL ? 0 : now + RETRY;
  if (error == NULL && writer->sync_due == 0)
    writer->sync_due = now + SYNC_AFTER;
  if (error != NULL)
    requeue_held (writer);
  writer->hopeless = last && error != NULL;
  g_mutex_unlock (&writer->mutex);
  writer->notify (text, time, error, writer->data);
  g_mutex_unlock (&writer->order);
  g_mutex_lock (&writer->mutex);
  writer->writing--;
  g_cond_broadcast (&writer->cond);
  return error == NULL;
}

/* Syncs with the mutex given back meanwhile. */
static void
sync_held (StoreWriter *writer)
{
  g_autoptr (GError) error = NULL;
  gboolean done;
  writer->syncing = TRUE;
  writer->sync_due = 0;
  g_mutex_unlock (&writer->mutex);
  done = store_journal_sync (writer->journal, &error);
  g_mutex_lock (&writer->mutex);
  writer->syncing = FALSE;
  if (!done)
    {
      /* The journal has turned to its next directory: the text must go there. */
      g_clear_error (&writer->error);
      writer->error = g_steal_pointer (&error);
      requeue_held (writer);
    }
  g_cond_broadcast (&writer->cond);
}

static gpointer
sync_thread (gpointer data)
{
  StoreWriter *writer = data;
  g_mutex_lock (&writer->mutex);
  sync_held (writer);
  g_mutex_unlock (&writer->mutex);
  store_writer_unref (writer);
  return NULL;
}

/* TRUE if something was done; else @wake is when to look again (0: when signalled). */
static gboolean
work_held (StoreWriter *writer, gint64 *wake)
{
  gint64 now = g_get_monotonic_time ();
  gboolean hurry = writer->flush || writer->closing;
  *wake = 0;
  if (writer->next != NULL)
    {
      gint64 due = MAX (writer->last_write + PACE, writer->retry_at);
      if (hurry || now >= due)
        {
          write_held (writer);
          writer->flush = writer->flush && writer->error == NULL;
          return TRUE;
        }
      *wake = due;
    }
  if (writer->sync_due != 0 && !writer->syncing)
    {
      if (hurry)
        {
          sync_held (writer);
          return TRUE;
        }
      if (now >= writer->sync_due)
        {
          writer->syncing = TRUE;
          writer->sync_due = 0;
          g_thread_unref (g_thread_new ("journal-sync", sync_thread, writer_ref (writer)));
          return TRUE;
        }
      *wake = *wake == 0 ? writer->sync_due : MIN (*wake, writer->sync_due);
    }
  return FALSE;
}

static gpointer
writer_thread (gpointer data)
{
  StoreWriter *writer = data;
  g_mutex_lock (&writer->mutex);
  while (TRUE)
    {
      gint64 wake;
      if (!writer->hopeless && work_held (writer, &wake))
        continue;
      if (writer->closing && !writer->syncing)
        break;
      if (writer->hopeless || wake == 0)
        g_cond_wait (&writer->cond, &writer->mutex);
      else
        g_cond_wait_until (&writer->cond, &writer->mutex, wake);
    }
  g_mutex_unlock (&writer->mutex);
  store_journal_end (writer->journal, writer->end);
  store_writer_unref (writer);
  return NULL;
}

static void
start_held (StoreWriter *writer)
{
  if (writer->thread == NULL)
    writer->thread = g_thread_new ("journal", writer_thread, writer_ref (writer));
  g_cond_broadcast (&writer->cond);
}

/* ---- calls ------------------------------------------------------------------------------------
 */

void
store_writer_close (StoreWriter *writer, StoreJournalEnd how)
{
  gboolean threaded;
  g_mutex_lock (&writer->mutex);
  writer->closing = TRUE;
  writer->end = how;
  threaded = writer->thread != NULL;
  g_cond_broadcast (&writer->cond);
  g_mutex_unlock (&writer->mutex);
  if (!threaded)
    store_journal_end (writer->journal, how);
}

void
store_writer_push (StoreWriter *writer, GBytes *text)
{
  g_mutex_lock (&writer->mutex);
  if (!writer->closing)
    {
      set_newest_held (writer, text);
      g_clear_pointer (&writer->next, g_bytes_unref);
      writer->next = g_bytes_ref (writer->newest);
      start_held (writer);
    }
  g_mutex_unlock (&writer->mutex);
}

gboolean
store_writer_write_sync (StoreWriter *writer, GBytes *text, GError **error)
{
  gboolean done;
  g_mutex_lock (&writer->mutex);
  set_newest_held (writer, text);
  done = write_held (writer);
  if (!done)
    g_propagate_error (error, g_error_copy (writer->error));
  g_mutex_unlock (&writer->mutex);
  return done;
}

gboolean
store_writer_flush_sync (StoreWriter *writer, GError **error)
{
  gboolean done = TRUE;
  g_mutex_lock (&writer->mutex);
  if (writer->thread == NULL && writer->sync_due != 0)
    sync_held (writer);
  while (
      writer->thread != NULL
      && (writer->next != NULL || writer->writing > 0 || writer->sync_due != 0 || writer->syncing))
    {
      writer->flush = TRUE;
      g_cond_broadcast (&writer->cond);
      g_cond_wait (&writer->cond, &writer->mutex);
      if (writer->retry_at != 0)
        break;
    }
  writer->flush = FALSE;
  /* A failure leaves the text as the next one to be written. */
  if (writer->next != NULL)
    {
      done = FALSE;
      g_propagate_error (error, g_error_copy (writer->error));
    }
  g_mutex_unlock (&writer->mutex);
  return done;
}

gboolean
store_writer_offer (StoreWriter *writer, GBytes *text)
{
  gboolean other;
  g_mutex_lock (&writer->mutex);
  other = set_newest_held (writer, text);
  g_mutex_unlock (&writer->mutex);
  return other;
}

void
store_writer_mark (StoreWriter *writer)
{
  g_mutex_lock (&writer->mutex);
  if (writer->newest != NULL)
    write_held (writer);
  g_mutex_unlock (&writer->mutex);
}

GBytes *
store_writer_dup_newest (StoreWriter *writer)
{
  GBytes *newest;
  g_mutex_lock (&writer->mutex);
  newest = writer->newest == NULL ? NULL : g_bytes_ref (writer->newest);
  g_mutex_unlock (&writer->mutex);
  return newest;
}

gboolean
store_writer_set_pending (StoreWriter *writer,
                          GBytes *text,
                          const char *hash,
                          const char *path,
                          const char *base_hash,
                          GError **error)
{
  g_autofree char *folder_path = NULL;
  g_autofree char *folder_id = NULL;
  StoreAbout about = { .path = path, .base_hash = base_hash };
  g_mutex_lock (&writer->mutex);
  about.folder_path = folder_path = g_strdup (writer->folder_path);
  about.folder_id = folder_id = g_strdup (writer->folder_id);
  g_mutex_unlock (&writer->mutex);
  return store_journal_set_pending (writer->journal, text, hash, &about, error);
}

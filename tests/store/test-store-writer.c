/* test-store-writer.c - the journal and the thread that writes it, at odd moments: what is typed,
 * synced or closed while a disk hangs, and journals that something is missing of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* ---- a disk that hangs where it is told to ----------------------------------------------------
 */

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean hangs; /* the next call waits */
  gboolean reached;
  int code; /* what calls fail with; 0: they do not */
} Gate;

static Gate writes;
static Gate syncs;

static int
pass (Gate *gate)
{
  int code;
  g_mutex_lock (&gate->mutex);
  if (gate->hangs)
    {
      gate->reached = TRUE;
      g_cond_broadcast (&gate->cond);
      while (gate->hangs)
        g_cond_wait (&gate->cond, &gate->mutex);
    }
  code = gate->code;
  g_mutex_unlock (&gate->mutex);
  return code;
}

static void
hang (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->hangs = TRUE;
  gate->reached = FALSE;
  g_mutex_unlock (&gate->mutex);
}

static void
wait_until_reached (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  while (!gate->reached)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
let_go (Gate *gate, int code)
{
  g_mutex_lock (&gate->mutex);
  gate->hangs = FALSE;
  gate->code = code;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

static ssize_t
gated_pwrite (gpointer data, int fd, const void *buffer, size_t size, off_t at)
{
  int code = pass (&writes);
  if (code == 0)
    return pwrite (fd, buffer, size, at);
  errno = code;
  return -1;
}

static int
gated_fdatasync (gpointer data, int fd)
{
  int code = pass (&syncs);
  errno = code;
  return code == 0 ? 0 : -1;
}

/* ---- a writer ---------------------------------------------------------------------------------
 */

typedef struct
{
  Place place;
  StoreLocal *local;
  StoreWriter *writer;
  gint notices; /* atomic */
  gint ended;   /* atomic: the thread is gone, and with it the last reference */
} Fixture;

static void
on_notice (GBytes *text, gint64 time, const GError *error, gpointer data)
{
  g_atomic_int_inc (&((Fixture *) data)->notices);
}

static void
on_end (gpointer data)
{
  g_atomic_int_set (&((Fixture *) data)->ended, 1);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  static StoreOps ops;
  g_autoptr (StoreJournal) journal = NULL;
  ops = *store_ops_system ();
  ops.pwrite = gated_pwrite;
  ops.fdatasync = gated_fdatasync;
  writes.code = syncs.code = 0;
  fixture->place = place_new (NULL, &ops);
  fixture->local = store_local_new (&fixture->place.config);
  journal = store_journal_new (fixture->local, NULL);
  fixture->writer = store_writer_new (journal, on_notice, fixture, on_end);
}

static void
end_writer (Fixture *fixture, StoreJournalEnd how)
{
  store_writer_close (fixture->writer, how);
  g_clear_pointer (&fixture->writer, store_writer_unref);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  if (fixture->writer != NULL)
    end_writer (fixture, STORE_JOURNAL_KEEP);
  while (!g_atomic_int_get (&fixture->ended))
    g_usleep (1000);
  store_local_unref (fixture->local);
  place_clear (&fixture->place);
}

static void
push (const Fixture *fixture, const char *words)
{
  g_autoptr (GBytes) text = bytes_of (words);
  store_writer_push (fixture->writer, text);
}

static void
wait_for_notices (const Fixture *fixture, gint count)
{
  while (g_atomic_int_get (&fixture->notices) < count)
    g_usleep (1000);
}

static gboolean
is_kept (const Fixture *fixture, const char *words)
{
  return tree_has (fixture->place.state, words);
}

/* A text comes while the write of the one before it fails: it is the one that is tried again. */
static void
test_typed_while_failing (Fixture *fixture, gconstpointer unused)
{
  hang (&writes);
  push (fixture, OLD);
  wait_until_reached (&writes);
  push (fixture, NEW);
  let_go (&writes, ENOSPC);
  wait_for_notices (fixture, 1);
  let_go (&writes, 0);
  g_assert_true (store_writer_flush_sync (fixture->writer, NULL));
  g_assert_true (is_kept (fixture, NEW));
}

/* Closed while a write hangs: what came after it is written too. */
static void
test_closed_while_writing (Fixture *fixture, gconstpointer unused)
{
  hang (&writes);
  push (fixture, OLD);
  wait_until_reached (&writes);
  push (fixture, NEW);
  end_writer (fixture, STORE_JOURNAL_KEEP);
  let_go (&writes, 0);
  while (!g_atomic_int_get (&fixture->ended))
    g_usleep (1000);
  g_assert_true (is_kept (fixture, NEW));
}

/* The same where no write succeeds any more: the thread ends all the same. */
static void
test_closed_while_failing (Fixture *fixture, gconstpointer unused)
{
  hang (&writes);
  push (fixture, OLD);
  wait_until_reached (&writes);
  end_writer (fixture, STORE_JOURNAL_KEEP);
  let_go (&writes, ENOSPC);
  while (!g_atomic_int_get (&fixture->ended))
    g_usleep (1000);
  g_assert_cmpint (fixture->notices, ==, 2);
}

/* Writes go on while the disk syncs, and are synced after it; the close waits for the sync. */
static void
test_typed_while_syncing (Fixture *fixture, gconstpointer unused)
{
  hang (&syncs);
  push (fixture, OLD);
  wait_until_reached (&syncs); /* a second later, in its own thread */
  push (fixture, NEW);
  wait_for_notices (fixture, 2);
  g_assert_true (is_kept (fixture, NEW));
  push (fixture, OTHER);
  wait_for_notices (fixture, 3);
  end_writer (fixture, STORE_JOURNAL_KEEP);
  g_usleep (20000);
  g_assert_false (g_atomic_int_get (&fixture->ended));
  let_go (&syncs, 0);
  while (!g_atomic_int_get (&fixture->ended))
    g_usleep (1000);
  g_assert_true (is_kept (fixture, OTHER));
}

static gpointer
let_go_later (gpointer gate)
{
  g_usleep (50000);
  let_go (gate, 0);
  return NULL;
}

/* Who waits for what is typed to be durable waits for what is under way. */
static void
test_flushed_meanwhile (Fixture *fixture, gconstpointer unused)
{
  Gate *const gates[] = { &writes, &syncs };
  const char *const words[] = { OLD, NEW };
  for (guint i = 0; i < G_N_ELEMENTS (gates); i++)
    {
      GThread *later;
      hang (gates[i]);
      push (fixture, words[i]);
      wait_until_reached (gates[i]);
      later = g_thread_new ("later", let_go_later, gates[i]);
      g_assert_true (store_writer_flush_sync (fixture->writer, NULL));
      g_assert_false (gates[i]->hangs);
      g_thread_join (later);
    }
  /* And for one that is due only later. */
  push (fixture, OTHER);
  wait_for_notices (fixture, 3);
  g_usleep (20000);
  g_assert_true (store_writer_flush_sync (fixture->writer, NULL));
}

/* All at once: a sync hangs, and what is left to be written cannot be. */
static void
test_nothing_works (Fixture *fixture, gconstpointer unused)
{
  hang (&syncs);
  push (fixture, OLD);
  wait_until_reached (&syncs);
  let_go (&writes, ENOSPC);
  push (fixture, NEW);
  wait_for_notices (fixture, 2);
  end_writer (fixture, STORE_JOURNAL_KEEP);
  wait_for_notices (fixture, 3);
  g_usleep (20000);
  let_go (&syncs, EIO);
  while (!g_atomic_int_get (&fixture->ended))
    g_usleep (1000);
  let_go (&writes, 0);
}

static void
test_too_late (Fixture *fixture, gconstpointer unused)
{
  store_writer_close (fixture->writer, STORE_JOURNAL_KEEP);
  push (fixture, NEW);
  g_assert_true (store_writer_flush_sync (fixture->writer, NULL));
  g_assert_false (is_kept (fixture, NEW));
}

/* ---- journals ---------------------------------------------------------------------------------
 */

static gboolean
write_text (StoreJournal *journal, const char *words, GError **error)
{
  static const StoreAbout about = { "", "", NULL, NULL };
  g_autoptr (GBytes) text = bytes_of (words);
  g_autofree char *hash = store_hash (text);
  return store_journal_write (journal, text, hash, &about, NULL, error);
}

static StoreJournal *asked_again;
static gint answered_again; /* atomic */

static int
asking_fdatasync (gpointer data, int fd)
{
  StoreJournal *journal = g_steal_pointer (&asked_again);
  if (journal != NULL && write_text (journal, NEW, NULL) && store_journal_sync (journal, NULL))
    g_atomic_int_inc (&answered_again);
  return 0;
}

/* One sync at a time: who asks meanwhile is not held up, and a later one has the rest. */
static void
test_sync_beside_sync (void)
{
  StoreOps ops = *store_ops_system ();
  Place place;
  g_autoptr (StoreLocal) local = NULL;
  StoreJournal *journal;
  ops.fdatasync = asking_fdatasync;
  place = place_new (NULL, &ops);
  local = store_local_new (&place.config);
  journal = store_journal_new (local, NULL);
  g_assert_true (write_text (journal, OLD, NULL));
  asked_again = journal;
  g_assert_true (store_journal_sync (journal, NULL));
  g_assert_cmpint (answered_again, ==, 1);
  g_assert_true (store_journal_sync (journal, NULL));
  g_assert_true (tree_has (place.state, NEW));
  store_journal_unref (journal);
  place_clear (&place);
}

/* No directory works: what is told is why the first one does not. */
static void
test_no_directory (void)
{
  Place place;
  const char *fallback[2] = { NULL, NULL };
  g_autofree char *second = NULL;
  g_autoptr (StoreLocal) local = NULL;
  g_autoptr (GError) error = NULL;
  StoreJournal *journal;
  reset_faults ();
  place = place_new (NULL, &faults.ops);
  fallback[0] = second = g_build_filename (place.top, "second", NULL);
  place.config.fallback_directories = fallback;
  local = store_local_new (&place.config);
  journal = store_journal_new (local, NULL);
  faults.call = CALL_PWRITE;
  faults.at = 1;
  faults.forever = TRUE;
  faults.code = ENOSPC;
  g_assert_false (write_text (journal, NEW, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_JOURNAL);
  g_assert_nonnull (strstr (error->message, place.state));
  faults.at = 0;
  g_assert_true (write_text (journal, NEW, NULL));
  store_journal_unref (journal);
  place_clear (&place);
}

static gboolean
first_name (const char *name, guchar type, gpointer data)
{
  *(char **) data = g_strdup (name);
  return FALSE;
}

/* A file of a journal is gone, or the lock; and its pending files are in any order. */
static void
test_incomplete (void)
{
  static const char *const gone[] = { "slot-3", "pending-1", "lock" };
  Place place;
  g_autofree char *journals = NULL;
  g_autofree char *uuid = NULL;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  journals = g_build_filename (place.state, "journal", NULL);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    write_file (place.site, "_drafts/a.md", OTHER);
    /* The third is in the first file again. */
    for (guint i = 0; i < 3; i++)
      {
        g_autofree char *words = g_strdup_printf ("%s%u\n", NEW, i);
        g_autoptr (GBytes) text = bytes_of (words);
        g_autoptr (StoreSaveResult) result = NULL;
        g_assert_true (store_post_journal_sync (post, text, NULL));
        result = store_post_save_sync (post, text, NULL);
        g_assert_cmpint (result->status, ==, STORE_CONFLICT);
      }
  }
  drain ();
  {
    const StoreOps *ops = store_ops_system ();
    int dir = ops->open (NULL, AT_FDCWD, journals, O_RDONLY | O_DIRECTORY, 0, FALSE);
    g_assert_cmpint (store_dir_each (ops, dir, first_name, &uuid), ==, 0);
    close (dir);
  }
  for (guint i = 0; i <= G_N_ELEMENTS (gone); i++)
    {
      g_autoptr (GPtrArray) left = store_recover_list (&place.config, NULL);
      const StoreRecovery *recovery = g_ptr_array_index (left, 0);
      g_autofree char *newest = g_strdup_printf ("%s2\n", NEW);
      g_autofree char *file = NULL;
      g_assert_cmpuint (left->len, ==, 1);
      g_assert_true (recovery->pending && !recovery->damaged);
      g_assert_cmpmem (g_bytes_get_data (recovery->text, NULL), g_bytes_get_size (recovery->text),
                       newest, strlen (newest));
      if (i == G_N_ELEMENTS (gone))
        break;
      {
        g_autoptr (StoreLocal) local = store_local_new (&place.config);
        g_autoptr (StoreJournal) taken = store_journal_new (local, uuid);
        g_assert_true (store_journal_adopt (taken, NULL));
      }
      file = g_build_filename (journals, uuid, gone[i], NULL);
      g_assert_cmpint (g_remove (file), ==, 0);
    }
  place_clear (&place);
}

/* ---- records ----------------------------------------------------------------------------------
 */

/* Headers whose every line can be read, but that no record can have. */
static void
test_impossible_headers (void)
{
  static const struct
  {
    const char *line; /* which begins so */
    const char *instead;
  } cases[] = { { "header ", "h" },           { "header ", "header 100" },
                { "header ", "header 8192" }, { "header ", "header 99999999" },
                { "sha256 ", "sha256 -" },    { "base ", "b" },
                { "check ", "check" } };
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autofree char *hash = store_hash (text);
  StoreRecord record = { .sequence = 1, .hash = hash, .text = text };
  g_autoptr (GByteArray) file = store_record_encode (&record);
  g_autofree char *header = g_strndup ((const char *) file->data, 4096);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *at = strstr (header, cases[i].line);
      g_autoptr (GString) changed = g_string_new_len (header, at - header);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (StoreRecord) read = NULL;
      g_string_append (changed, cases[i].instead);
      g_string_append (changed, strchr (at, '\n'));
      g_string_set_size (changed, 4096);
      g_string_append (changed, NEW);
      bytes = g_bytes_new (changed->str, changed->len);
      read = store_record_decode (bytes);
      g_assert_true (read->damaged);
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (read->text, NULL),
                                      (gssize) g_bytes_get_size (read->text), "nouveau texte"));
    }
  {
    g_autofree char *filled = g_strnfill (5000, 'x');
    g_autofree char *one_line =
        g_strdup_printf ("%.*s%s", (int) (strchr (header, '\n') + 1 - header), header, filled);
    g_autoptr (GBytes) bytes = bytes_of (one_line);
    g_autoptr (StoreRecord) read = store_record_decode (bytes);
    g_assert_true (read->damaged);
  }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/store/writer/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("typed-while-failing", test_typed_while_failing);
  ADD ("closed-while-writing", test_closed_while_writing);
  ADD ("closed-while-failing", test_closed_while_failing);
  ADD ("typed-while-syncing", test_typed_while_syncing);
  ADD ("flushed-meanwhile", test_flushed_meanwhile);
  ADD ("nothing-works", test_nothing_works);
  ADD ("too-late", test_too_late);
  g_test_add_func ("/store/journal/sync-beside-sync", test_sync_beside_sync);
  g_test_add_func ("/store/matrix/row-05-no-directory", test_no_directory);
  g_test_add_func ("/store/matrix/row-24-incomplete", test_incomplete);
  g_test_add_func ("/store/matrix/row-24-impossible-headers", test_impossible_headers);
  return g_test_run ();
}

/* test-store-branches.c - ways through the save path that no single failing call leads to: what two
 * failures together, another program's odd timing, or a strange file system bring about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"
#include "store-journal.h"
#include "store-place.h"
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files ------------------------------------------------------------------------------------
 */

static void
test_names (void)
{
  static const char *const bad[] = {
    "", "/", "a/", "/a", "a//b", ".", "..", "./a", "a/..", "a/./b"
  };
  static const char *const good[] = { "a", ".a", "..a", "a.", "ab", "xy/z", ".x/.y", "a/..b" };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (store_path_check (bad[i], &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (store_path_check (good[i], NULL));
}

static void
test_errors (void)
{
  static const struct
  {
    int code;
    StoreError error;
  } cases[] = { { ENOENT, STORE_ERROR_NOT_FOUND },      { EEXIST, STORE_ERROR_EXISTS },
                { ENXIO, STORE_ERROR_NOT_REGULAR },     { EILSEQ, STORE_ERROR_BAD_NAME },
                { EOVERFLOW, STORE_ERROR_TOO_LARGE },   { EPERM, STORE_ERROR_PERMISSION },
                { EROFS, STORE_ERROR_READ_ONLY },       { EDQUOT, STORE_ERROR_FULL },
                { EHOSTDOWN, STORE_ERROR_FOLDER_GONE }, { EMFILE, STORE_ERROR_IO } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (store_error_of_errno (cases[i].code), ==, cases[i].error);
  /* Every number has a meaning. */
  for (int code = 0; code < 200; code++)
    g_assert_cmpint (store_error_of_errno (code), <=, STORE_ERROR_IO);
}

static void
test_escaping (void)
{
  static const char *const spoiled[] = { "%", "%4", "%zz", "%4z", "%00", "a%0" };
  g_autofree char *line = store_escape ("a\n%\x7f\xc3\xa9");
  g_autofree char *back = store_unescape (line, strlen (line));
  g_assert_cmpstr (line, ==, "a%0a%25%7f\xc3\xa9");
  g_assert_cmpstr (back, ==, "a\n%\x7f\xc3\xa9");
  for (guint i = 0; i < G_N_ELEMENTS (spoiled); i++)
    g_assert_null (store_unescape (spoiled[i], strlen (spoiled[i])));
}

static struct
{
  gboolean no_size;   /* fstat says 0 bytes */
  gboolean no_file;   /* fstat says a FIFO */
  int sync_code;      /* of fsync and fdatasync */
  guint uid_of_other; /* fstat says another owner */
  gboolean nothing;   /* open finds nothing at all */
  dev_t other_device; /* fstat says another device */
} odd;

static int
odd_fstat (gpointer data, int fd, struct stat *status)
{
  int result = fstat (fd, status);
  if (odd.no_size)
    status->st_size = 0;
  if (odd.no_file)
    status->st_mode = S_IFIFO | 0600;
  status->st_uid += odd.uid_of_other;
  status->st_dev += odd.other_device;
  return result;
}

static int
odd_sync (gpointer data, int fd)
{
  errno = odd.sync_code;
  return odd.sync_code == 0 ? 0 : -1;
}

static int
odd_open (gpointer data, int dir, const char *path, int flags, mode_t mode, gboolean beneath)
{
  if (odd.nothing)
    {
      errno = ENOENT;
      return -1;
    }
  return store_ops_system ()->open (NULL, dir, path, flags, mode, beneath);
}

static const StoreOps *
odd_ops (void)
{
  static StoreOps ops;
  ops = *store_ops_system ();
  ops.fstat = odd_fstat;
  ops.fsync = odd_sync;
  ops.fdatasync = odd_sync;
  ops.open = odd_open;
  memset (&odd, 0, sizeof odd);
  return &ops;
}

static void
test_reading (void)
{
  const StoreOps *ops = odd_ops ();
  Place place = place_new (NULL, ops);
  g_autofree char *large = g_strnfill (200000, 'x');
  int dir = open (place.site, O_RDONLY | O_DIRECTORY);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) grown = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) kind = NULL;
  g_autoptr (GError) none = NULL;
  write_file (place.site, "large", large);
  whole = store_file_read (ops, dir, "large", 200000, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (whole), ==, 200000);
  odd.no_size = TRUE;
  grown = store_file_read (ops, dir, "large", 200000, NULL, NULL);
  g_assert_true (g_bytes_equal (whole, grown));
  g_assert_null (store_file_read (ops, dir, "large", 199999, NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_TOO_LARGE);
  odd.no_file = TRUE;
  g_assert_null (store_file_read (ops, dir, "large", 200000, NULL, &kind));
  g_assert_error (kind, STORE_ERROR, STORE_ERROR_NOT_REGULAR);
  odd.nothing = TRUE;
  g_assert_cmpint (store_dir_open_local (ops, "/nowhere/at/all", &none), ==, -1);
  g_assert_error (none, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  close (dir);
  place_clear (&place);
}

static void
test_unsupported (void)
{
  static const int codes[] = { EINVAL, ENOSYS, EOPNOTSUPP, EPERM, ENOTTY };
  Place place = place_new (OLD, odd_ops ());
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_true (store_is_unsupported (codes[i]));
  g_assert_false (store_is_unsupported (EIO));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
      g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
      g_autofree char *words = g_strdup_printf ("%u\n", i);
      g_autoptr (GBytes) text = bytes_of (words);
      g_autoptr (StoreSaveResult) result = NULL;
      odd.sync_code = codes[i];
      g_assert_true (store_post_journal_sync (post, text, NULL));
      g_assert_true (store_post_flush_sync (post, NULL));
      result = store_post_save_sync (post, text, NULL);
      g_assert_cmpint (result->status, ==, STORE_SAVED);
      g_assert_false (result->durable);
    }
  drain ();
  place_clear (&place);
}

/* A place of last resort that somebody else has made. */
static void
test_directory_of_others (void)
{
  Place place = place_new (OLD, odd_ops ());
  g_autoptr (StorePost) post = store_post_new_untitled (NULL, &place.config);
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (GError) error = NULL;
  odd.uid_of_other = 1;
  g_assert_false (store_post_journal_sync (post, text, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_JOURNAL);
  odd.uid_of_other = 0;
  g_assert_true (store_post_journal_sync (post, text, NULL));
  g_clear_object (&post);
  place_clear (&place);
}

/* A claim of a name is taken back only if it is one. */
static void
test_unclaim (void)
{
  Place place = place_new (OLD, NULL);
  g_autofree char *empty = g_build_filename (place.site, "empty", NULL);
  int dir = open (place.site, O_RDONLY | O_DIRECTORY);
  write_file (place.site, "empty", "");
  store_place_unclaim (store_ops_system (), dir, "missing");
  store_place_unclaim (store_ops_system (), dir, "_drafts");
  store_place_unclaim (store_ops_system (), dir, "_drafts/a.md");
  store_place_unclaim (store_ops_system (), dir, "empty");
  g_assert_true (file_is (place.post, OLD));
  g_assert_false (g_file_test (empty, G_FILE_TEST_EXISTS));
  close (dir);
  place_clear (&place);
}

/* ---- records ----------------------------------------------------------------------------------
 */

/* Every prefix of a record, and every byte another one: what is read is whole or called damaged. */
static void
test_records (void)
{
  g_autofree char *long_path = g_strnfill (9000, 'p');
  const char *const paths[] = { "_drafts/a.md", NULL, long_path };
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autofree char *hash = store_hash (text);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      StoreRecord record = { .kind = (StoreRecordKind) i,
                             .sequence = 7,
                             .time = 8,
                             .folder_path = (char *) "/x",
                             .folder_id = (char *) "",
                             .path = (char *) paths[i],
                             .base_hash = i == 0 ? NULL : hash,
                             .hash = hash,
                             .text = text };
      g_autoptr (GByteArray) file = store_record_encode (&record);
      guint header = 700; /* the lines are in these */
      g_assert_cmpuint (file->len % 4096, ==, strlen (NEW));
      for (guint at = 0; at <= file->len; at += at < header || at > file->len - 40 ? 1 : 97)
        {
          g_autoptr (GBytes) prefix = g_bytes_new (file->data, at);
          g_autoptr (StoreRecord) read = store_record_decode (prefix);
          g_assert_true (read == NULL ? at == 0 : read->damaged == (at < file->len));
        }
      for (guint at = 0; at < file->len; at += at < header || at > file->len - 40 ? 1 : 97)
        for (const char *byte = "\n 0f-%\x80"; *byte != '\0'; byte++)
          {
            guint8 before = file->data[at];
            g_autoptr (GBytes) bytes = NULL;
            g_autoptr (StoreRecord) read = NULL;
            file->data[at] = (guint8) *byte;
            bytes = g_bytes_new (file->data, file->len);
            file->data[at] = before;
            read = store_record_decode (bytes);
            g_assert_nonnull (read);
            if (!read->damaged)
              g_assert_true (g_bytes_equal (read->text, text));
          }
    }
}

static void
test_blank_records (void)
{
  g_autofree char *zeros = g_malloc0 (9000);
  g_autoptr (GBytes) blank = g_bytes_new (zeros, 9000);
  g_autoptr (GBytes) lines = NULL;
  g_autoptr (StoreRecord) read = NULL;
  g_assert_null (store_record_decode (blank));
  memset (zeros, '\n', 4500);
  lines = g_bytes_new (zeros, 9000);
  read = store_record_decode (lines);
  g_assert_true (read->damaged);
  g_assert_cmpuint (g_bytes_get_size (read->text), ==, 0);
}

/* ---- the folder -------------------------------------------------------------------------------
 */

static void
expect_wrong (StoreFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (store_folder_identify (folder, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_WRONG_FOLDER);
}

static void
test_identity (void)
{
  Place place = place_new (OLD, odd_ops ());
  g_autofree char *id = g_build_filename (place.site, ".chapeau", "folder", NULL);
  g_autofree char *aside = g_build_filename (place.top, "aside", NULL);
  g_autofree char *ours = NULL;
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (GError) gone = NULL;
  store_folder_mark (folder);
  g_assert_true (g_file_get_contents (id, &ours, NULL, NULL));
  g_assert_true (store_folder_identify (folder, NULL));
  /* Another id in the same directory. */
  g_assert_true (g_file_set_contents (id, "00000000-0000-4000-8000-000000000000\n", -1, NULL));
  expect_wrong (folder);
  g_assert_true (g_file_set_contents (id, ours, -1, NULL));
  /* Mounted again: another device, the same id; then none; then another. */
  odd.other_device = 1;
  g_assert_true (store_folder_identify (folder, NULL));
  odd.other_device = 0;
  g_assert_true (g_file_set_contents (id, "spoiled", -1, NULL));
  expect_wrong (folder);
  g_assert_true (g_file_set_contents (id, "00000000-0000-4000-8000-000000000000\n", -1, NULL));
  expect_wrong (folder);
  /* Said to be the right one: with an id, and without. */
  g_assert_true (store_folder_adopt_sync (folder, NULL));
  g_assert_true (store_folder_identify (folder, NULL));
  g_assert_cmpint (g_remove (id), ==, 0);
  g_assert_true (store_folder_adopt_sync (folder, NULL));
  g_assert_true (store_folder_identify (folder, NULL));
  g_assert_cmpint (g_rename (place.site, aside), ==, 0);
  g_assert_false (store_folder_adopt_sync (folder, &gone));
  g_assert_error (gone, STORE_ERROR, STORE_ERROR_FOLDER_GONE);
  g_clear_object (&folder);
  drain ();
  place_clear (&place);
}

static void
keep_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* ---- moving -----------------------------------------------------------------------------------
 */

/* Each call fails, with and without links: the post has one name, its text, and no second one. */
static void
test_moving (void)
{
  static const int codes[] = { EIO, EINVAL, ENOENT, EEXIST };
  for (guint server = 0; server < 3; server++)
    for (int call = CALL_OPEN; call < CALLS; call++)
      for (guint code = 0; code < G_N_ELEMENTS (codes); code++)
        for (int after = 0; after < 2; after++)
          {
            gboolean reached = TRUE;
            for (int at = 1; reached; at++)
              {
                Place place;
                g_autofree char *to = NULL;
                gboolean moved;
                reset_faults ();
                place = place_new (OLD, &faults.ops);
                to = g_build_filename (place.site, "b.md", NULL);
                {
                  g_autoptr (StoreFolder) folder =
                      store_folder_open (place.site, &place.config, NULL);
                  g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
                  g_autoptr (GBytes) text = bytes_of (NEW);
                  g_assert_true (store_post_journal_sync (post, text, NULL));
                  faults.no_exchange = server > 0;
                  faults.no_link = server > 1;
                  faults.call = (Call) call;
                  faults.at = at;
                  faults.code = codes[code];
                  faults.after = after != 0;
                  moved = store_post_move_sync (post, "b.md", NULL);
                  reached = faults.count >= at;
                  faults.at = 0;
                  g_assert_true (!moved || file_is (to, OLD));
                  g_assert_true (file_is (to, OLD) || file_is (place.post, OLD));
                  g_assert_true (tree_has (place.state, NEW));
                }
                drain ();
                place_clear (&place);
              }
          }
}

static void
test_moving_refused (void)
{
  Place place = place_new (OLD, NULL);
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  g_autoptr (StorePost) untitled = store_post_new_untitled (folder, NULL);
  g_autoptr (StorePost) homeless = store_post_new_untitled (NULL, &place.config);
  const struct
  {
    StorePost *post;
    const char *path;
    StoreError error;
  } cases[] = {
    { post, "../b.md", STORE_ERROR_BAD_NAME },
    { untitled, "b.md", STORE_ERROR_BAD_NAME },
    { homeless, "b.md", STORE_ERROR_BAD_NAME },
    { post, "_posts/taken.md", STORE_ERROR_EXISTS },
    { post, "_drafts/a.md/x.md", STORE_ERROR_NOT_REGULAR },
  };
  write_file (place.site, "_posts/taken.md", OTHER);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (store_post_move_sync (cases[i].post, cases[i].path, &error));
      g_assert_error (error, STORE_ERROR, (int) cases[i].error);
    }
  {
    g_autoptr (GError) changed = NULL;
    g_autoptr (GError) missing = NULL;
    g_autoptr (GError) closed = NULL;
    g_autoptr (GError) later = NULL;
    g_autoptr (GAsyncResult) answer = NULL;
    write_file (place.site, "_drafts/a.md", OTHER);
    g_assert_false (store_post_move_sync (post, "b.md", &changed));
    g_assert_error (changed, STORE_ERROR, STORE_ERROR_CHANGED);
    g_remove (place.post);
    g_assert_false (store_post_move_sync (post, "b.md", &missing));
    g_assert_error (missing, STORE_ERROR, STORE_ERROR_NOT_FOUND);
    store_post_close (post, FALSE);
    g_assert_false (store_post_move_sync (post, "b.md", &closed));
    g_assert_error (closed, STORE_ERROR, STORE_ERROR_JOURNAL);
    for (guint i = 0; i < 2; i++)
      {
        store_post_move_async (post, i == 0 ? "b.md" : "..", NULL, keep_answer, &answer);
        while (answer == NULL)
          g_main_context_iteration (NULL, TRUE);
        g_assert_false (store_post_move_finish (post, answer, &later));
        g_assert_cmpint (later->code, ==,
                         (int) (i == 0 ? STORE_ERROR_JOURNAL : STORE_ERROR_BAD_NAME));
        g_clear_error (&later);
        g_clear_object (&answer);
      }
  }
  g_clear_object (&post);
  g_clear_object (&untitled);
  g_clear_object (&homeless);
  g_clear_object (&folder);
  drain ();
  place_clear (&place);
}

/* ---- the journal ------------------------------------------------------------------------------
 */

static StoreJournal *syncing_journal;
static guint writes_meanwhile;
static int code_meanwhile;
static gint64 fail_writes;

static void
write_numbered (StoreJournal *journal, guint number, gboolean expected)
{
  static const StoreAbout about = { "", "", NULL, NULL };
  g_autofree char *words = g_strdup_printf ("numéro %u\n", number);
  g_autoptr (GBytes) text = bytes_of (words);
  g_autofree char *hash = store_hash (text);
  g_assert_cmpint (store_journal_write (journal, text, hash, &about, NULL, NULL), ==, expected);
}

static int
busy_sync (gpointer data, int fd)
{
  StoreJournal *journal = g_steal_pointer (&syncing_journal);
  for (guint i = 0; journal != NULL && i < writes_meanwhile; i++)
    write_numbered (journal, 100 + i, fail_writes == 0);
  fail_writes = 0;
  errno = code_meanwhile;
  return code_meanwhile == 0 ? 0 : -1;
}

static ssize_t
failing_pwrite (gpointer data, int fd, const void *buffer, size_t size, off_t at)
{
  if (fail_writes == 0)
    return pwrite (fd, buffer, size, at);
  errno = ENOSPC;
  return -1;
}

/* Writes go on while the disk syncs; the sync fails; the journal turns to another place meanwhile.
 */
static void
test_syncing (void)
{
  for (guint how = 0; how < 8; how++)
    {
      static StoreOps ops;
      Place place;
      g_autoptr (StoreLocal) local = NULL;
      StoreJournal *journal;
      g_autoptr (GError) error = NULL;
      gboolean done;
      ops = *store_ops_system ();
      ops.fdatasync = busy_sync;
      ops.pwrite = failing_pwrite;
      place = place_new (NULL, &ops);
      local = store_local_new (&place.config);
      journal = store_journal_new (local, NULL);
      g_assert_true (store_journal_sync (journal, NULL)); /* nothing to do */
      write_numbered (journal, 1, TRUE);
      write_numbered (journal, 2, TRUE);
      code_meanwhile = 0;
      g_assert_true (store_journal_sync (journal, NULL));
      g_assert_true (store_journal_sync (journal, NULL)); /* it is synced */
      write_numbered (journal, 3, TRUE);
      syncing_journal = journal;
      writes_meanwhile = (how & 4) != 0 ? 9 : 1;
      code_meanwhile = (how & 1) != 0 ? EIO : 0;
      fail_writes = (how & 2) != 0;
      done = store_journal_sync (journal, &error);
      g_assert_cmpint (done, ==, code_meanwhile == 0);
      write_numbered (journal, 4, TRUE);
      g_assert_true (tree_has (place.state, "numéro 4"));
      store_journal_end (journal, STORE_JOURNAL_KEEP);
      write_numbered (journal, 5, FALSE);
      store_journal_end (journal, STORE_JOURNAL_DROP);
      g_assert_true (tree_has (place.state, "numéro 4"));
      store_journal_unref (journal);
      place_clear (&place);
    }
}

/* The newest record counts, over all places that a journal has been in. */
static void
test_two_places (void)
{
  static const char *fallback[] = { NULL, NULL };
  Place place = place_new (NULL, NULL);
  g_autofree char *second = g_build_filename (place.top, "second", NULL);
  g_autofree char *uuid = NULL;
  g_autofree char *inside = NULL;
  g_autoptr (StoreLocal) local = NULL;
  fallback[0] = inside = g_build_filename (second, "journal", NULL);
  place.config.fallback_directories = fallback;
  local = store_local_new (&place.config);
  for (guint i = 0; i < 2; i++)
    {
      StoreConfig one = { .state_directory = i == 0 ? place.state : second,
                          .fallback_directories = fallback + 1 };
      g_autoptr (StoreLocal) only = store_local_new (&one);
      StoreJournal *journal = store_journal_new (only, uuid);
      if (uuid == NULL)
        uuid = g_strdup (store_journal_get_uuid (journal));
      write_numbered (journal, i, TRUE);
      store_journal_end (journal, STORE_JOURNAL_KEEP);
      store_journal_unref (journal);
    }
  {
    g_autoptr (StoreJournal) taken = store_journal_new (local, uuid);
    g_autoptr (StoreJournal) refused = store_journal_new (local, uuid);
    g_autoptr (StoreJournal) unknown = store_journal_new (local, "nothing");
    g_autoptr (GError) busy = NULL;
    g_autoptr (GError) missing = NULL;
    g_assert_true (store_journal_adopt (taken, NULL));
    g_assert_false (store_journal_adopt (refused, &busy));
    g_assert_error (busy, STORE_ERROR, STORE_ERROR_JOURNAL);
    g_assert_false (store_journal_adopt (unknown, &missing));
    g_assert_error (missing, STORE_ERROR, STORE_ERROR_NOT_FOUND);
    write_numbered (taken, 2, TRUE);
  }
  {
    g_autoptr (GPtrArray) left = store_recover_list (&place.config, NULL);
    g_autoptr (GBytes) newest = bytes_of ("numéro 2\n");
    g_assert_cmpuint (left->len, ==, 1);
    g_assert_true (g_bytes_equal (((StoreRecovery *) g_ptr_array_index (left, 0))->text, newest));
  }
  {
    gboolean busy;
    g_assert_null (store_journal_read (local, "/nowhere/at/all", &busy));
    g_assert_false (busy);
  }
  place_clear (&place);
}

/* The writer by itself: a text that is there already, two failures, a journal that has ended. */
static guint notified;

static void
count_notice (GBytes *text, gint64 time, const GError *error, gpointer data)
{
  notified++;
}

static void
test_writer (void)
{
  static StoreOps ops;
  Place place;
  g_autoptr (StoreLocal) local = NULL;
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;
  StoreJournal *journal;
  StoreWriter *writer;
  ops = *store_ops_system ();
  ops.fdatasync = busy_sync;
  ops.pwrite = failing_pwrite;
  code_meanwhile = 0;
  fail_writes = 0;
  notified = 0;
  place = place_new (NULL, &ops);
  local = store_local_new (&place.config);
  journal = store_journal_new (local, NULL);
  writer = store_writer_new (journal, count_notice, NULL, NULL);
  g_assert_true (store_writer_flush_sync (writer, NULL)); /* nothing to do */
  store_writer_mark (writer);                             /* nothing yet */
  g_assert_false (tree_has (place.state, NEW));
  g_assert_true (store_writer_offer (writer, text));
  g_assert_false (store_writer_offer (writer, text));
  store_writer_mark (writer);
  g_assert_true (tree_has (place.state, NEW));
  fail_writes = 1;
  g_assert_false (store_writer_write_sync (writer, text, &first));
  g_assert_error (first, STORE_ERROR, STORE_ERROR_JOURNAL);
  g_assert_false (store_writer_write_sync (writer, text, NULL));
  g_assert_false (store_writer_flush_sync (writer, &second));
  g_assert_error (second, STORE_ERROR, STORE_ERROR_JOURNAL);
  fail_writes = 0;
  g_assert_true (store_writer_write_sync (writer, text, NULL));
  /* A sync that fails: the text goes to the next place, and is synced there. */
  code_meanwhile = EIO;
  g_assert_false (store_writer_flush_sync (writer, NULL));
  code_meanwhile = 0;
  store_writer_push (writer, text);
  g_assert_true (store_writer_flush_sync (writer, NULL));
  g_assert_cmpuint (notified, >=, 5);
  store_writer_close (writer, STORE_JOURNAL_KEEP);
  store_writer_push (writer, text); /* too late, and no harm */
  store_writer_unref (writer);
  store_journal_unref (journal);
  g_usleep (100000);
  place_clear (&place);
}

/* What an earlier run left, in any order: pending ones before and after what was typed. */
static void
test_newest (void)
{
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autofree char *hash = store_hash (text);
  for (guint kinds = 0; kinds < 81; kinds++)
    for (guint order = 0; order < 2; order++)
      {
        g_autoptr (GPtrArray) records =
            g_ptr_array_new_with_free_func ((GDestroyNotify) store_record_free);
        const StoreRecord *newest;
        const StoreRecord *pending;
        const StoreRecord *expected = NULL;
        guint digits = kinds;
        for (guint i = 0; i < 4; i++, digits /= 3)
          {
            StoreRecord *record = g_new0 (StoreRecord, 1);
            record->kind = (StoreRecordKind) (digits % 3);
            record->sequence = order == 0 ? i + 1 : 4 - i;
            record->damaged = i == 3 && kinds % 2 == 0;
            record->hash = g_strdup (hash);
            record->base_hash = i == 1 ? g_strdup (hash) : NULL;
            record->text = g_bytes_ref (text);
            g_ptr_array_add (records, record);
            if (!record->damaged && record->kind != STORE_RECORD_CLEARED
                && (expected == NULL || record->sequence > expected->sequence))
              expected = record;
          }
        newest = store_journal_newest (records, &pending);
        g_assert_true (newest == expected);
        g_assert_true (pending == NULL
                       || (pending->kind == STORE_RECORD_PENDING && !pending->damaged));
      }
}

/* A base that is set while nothing can be kept in the history, and again while a text waits. */
static void
test_overtaking (void)
{
  for (guint how = 0; how < 3; how++)
    {
      Place place;
      g_autoptr (GBytes) text = bytes_of (NEW);
      g_autoptr (StoreFolder) folder = NULL;
      g_autoptr (StorePost) post = NULL;
      g_autoptr (StoreSaveResult) result = NULL;
      reset_faults ();
      place = place_new (OLD, &faults.ops);
      folder = store_folder_open (place.site, &place.config, NULL);
      post = store_post_load_sync (folder, "_drafts/a.md", NULL);
      g_assert_true (store_post_journal_sync (post, text, NULL));
      faults.call = CALL_WRITE;
      faults.code = ENOSPC;
      faults.at = 1;
      faults.forever = TRUE;
      result = store_post_save_sync (post, text, NULL);
      g_assert_cmpint (result->status, ==, STORE_PENDING);
      faults.at = how == 0 ? 1 : 0;
      store_post_overtake (post, how == 1 ? NULL : text, text);
      g_assert_true (store_post_is_waiting (post));
      g_assert_true (tree_has (place.state, NEW));
      faults.at = 0;
      store_post_set_base (post, NULL);
      g_assert_false (store_post_is_waiting (post));
      store_post_close (post, FALSE);
      g_assert_true (store_folder_wait_idle (folder, G_TIME_SPAN_HOUR));
      g_clear_object (&post);
      g_clear_object (&folder);
      drain ();
      place_clear (&place);
    }
}

/* ---- the outbox, and names --------------------------------------------------------------------
 */

static void
test_no_name (void)
{
  Place place = place_new (OLD, NULL);
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (StorePost) untitled = store_post_new_untitled (folder, NULL);
  g_autoptr (StorePost) homeless = store_post_new_untitled (NULL, &place.config);
  g_autoptr (GBytes) text = bytes_of (NEW);
  StorePost *const posts[] = { untitled, homeless };
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) later = NULL;
      g_autoptr (GAsyncResult) answer = NULL;
      g_assert_null (store_post_save_sync (posts[i], text, &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME);
      store_post_save_async (posts[i], text, NULL, keep_answer, &answer);
      while (answer == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (store_post_save_finish (posts[i], answer, &later));
      g_assert_error (later, STORE_ERROR, STORE_ERROR_BAD_NAME);
      store_post_set_base (posts[i], text);
    }
  store_post_close (untitled, FALSE);
  {
    g_autoptr (GError) closed = NULL;
    g_assert_null (store_post_save_as_sync (untitled, "c.md", text, &closed));
    g_assert_error (closed, STORE_ERROR, STORE_ERROR_JOURNAL);
  }
  g_clear_object (&untitled);
  g_clear_object (&homeless);
  g_assert_true (store_folder_wait_idle (folder, G_TIME_SPAN_HOUR));
  g_clear_object (&folder);
  drain ();
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/file/names", test_names);
  g_test_add_func ("/store/file/errors", test_errors);
  g_test_add_func ("/store/file/escaping", test_escaping);
  g_test_add_func ("/store/file/reading", test_reading);
  g_test_add_func ("/store/matrix/row-07-unsupported", test_unsupported);
  g_test_add_func ("/store/matrix/row-05-directory-of-others", test_directory_of_others);
  g_test_add_func ("/store/place/unclaim", test_unclaim);
  g_test_add_func ("/store/matrix/row-24-records", test_records);
  g_test_add_func ("/store/matrix/row-24-blank-records", test_blank_records);
  g_test_add_func ("/store/matrix/row-11-identity", test_identity);
  g_test_add_func ("/store/move/every-call-fails", test_moving);
  g_test_add_func ("/store/move/refused", test_moving_refused);
  g_test_add_func ("/store/journal/syncing", test_syncing);
  g_test_add_func ("/store/journal/two-places", test_two_places);
  g_test_add_func ("/store/journal/writer", test_writer);
  g_test_add_func ("/store/journal/newest", test_newest);
  g_test_add_func ("/store/base/overtaking", test_overtaking);
  g_test_add_func ("/store/save/no-name", test_no_name);
  return g_test_run ();
}

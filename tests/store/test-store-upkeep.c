/* test-store-upkeep.c - what goes by the clock: polls, retries, versions, leftovers, pruning; and
 * what an earlier run left to be done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- polling ----------------------------------------------------------------------------------
 */

typedef struct
{
  guint count;
  StoreChange last;
} Seen;

static void
on_changed (StorePost *post, StoreChange change, GBytes *theirs, gpointer data)
{
  Seen *seen = data;
  seen->count++;
  seen->last = change;
}

static guint
poll_after (StoreFolder *folder, gint64 seconds, Seen *seen)
{
  guint before = seen->count;
  faults.now += seconds * G_TIME_SPAN_SECOND;
  store_folder_tick_sync (folder);
  drain ();
  return seen->count - before;
}

/* Row 16: an outside editor rewrites it; the hash decides, `touch` is no change. */
static void
test_poll (void)
{
  Place place;
  Seen seen = { 0 };
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    struct timespec times[2];
    struct stat status;
    guint reads;
    int fd;
    g_signal_connect (post, "changed-outside", G_CALLBACK (on_changed), &seen);
    store_post_set_attention (post, STORE_ATTENTION_FOCUSED);
    g_usleep (100000); /* the worker's first turn */
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 0);
    /* Untouched: fstat is enough. */
    reads = faults.reads;
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 0);
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 0);
    g_assert_cmpuint (faults.reads - reads, <=, 4); /* of .chapeau/folder, if it is there */
    /* touch */
    g_assert_cmpint (utimensat (AT_FDCWD, place.post, NULL, 0), ==, 0);
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 0);
    /* By a rename, and back. */
    g_assert_true (g_file_set_contents (place.post, OTHER, -1, NULL));
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 1);
    g_assert_cmpint (seen.last, ==, STORE_CHANGE_CONTENT);
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 0);
    g_assert_true (g_file_set_contents (place.post, OLD, -1, NULL));
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 1);
    g_assert_cmpint (seen.last, ==, STORE_CHANGE_BACK);
    g_assert_cmpint (g_remove (place.post), ==, 0);
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 1);
    g_assert_cmpint (seen.last, ==, STORE_CHANGE_DELETED);
    g_assert_true (g_file_set_contents (place.post, OLD, -1, NULL));
    g_assert_cmpuint (poll_after (folder, 3, &seen), ==, 1);
    /* In place, same size and same times: within 60 s. The change of ctime is undone by a file
     * system that has none; here it is seen at once, so only the bound is tested. */
    g_assert_cmpint (stat (place.post, &status), ==, 0);
    fd = open (place.post, O_WRONLY);
    g_assert_cmpint (pwrite (fd, "ANCIEN", 6, 0), ==, 6);
    times[0] = status.st_atim;
    times[1] = status.st_mtim;
    g_assert_cmpint (futimens (fd, times), ==, 0);
    close (fd);
    g_assert_cmpuint (poll_after (folder, 61, &seen), ==, 1);
    g_assert_cmpint (seen.last, ==, STORE_CHANGE_CONTENT);
  }
  place_clear (&place);
}

static int
frozen_fstat (gpointer data, int fd, struct stat *status)
{
  int result = fstat (fd, status);
  memset (&status->st_mtim, 0, sizeof status->st_mtim);
  memset (&status->st_ctim, 0, sizeof status->st_ctim);
  status->st_ino = 1;
  return result;
}

/* Row 17: a server whose times and numbers say nothing. */
static void
test_coarse_times (void)
{
  Place place;
  Seen seen = { 0 };
  reset_faults ();
  faults.ops.fstat = frozen_fstat;
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autofree char *same_size = g_ascii_strup (OLD, -1);
    guint seconds = 0;
    g_signal_connect (post, "changed-outside", G_CALLBACK (on_changed), &seen);
    store_post_set_attention (post, STORE_ATTENTION_FOCUSED);
    g_usleep (100000);
    poll_after (folder, 3, &seen);
    g_assert_true (g_file_set_contents (place.post, same_size, -1, NULL));
    while (seen.count == 0 && seconds < 100)
      {
        poll_after (folder, 3, &seen);
        seconds += 3;
      }
    g_assert_cmpuint (seen.count, ==, 1);
    g_assert_cmpuint (seconds, <=, 63);
    /* And a save never believes them. */
    {
      g_autoptr (GBytes) text = bytes_of (NEW);
      g_autoptr (StoreSaveResult) result = store_post_save_sync (post, text, NULL);
      g_assert_cmpint (result->status, ==, STORE_CONFLICT);
    }
  }
  place_clear (&place);
}

/* ---- the outbox -------------------------------------------------------------------------------
 */

static void
on_settled (StorePost *post, StoreSaveResult *result, gpointer data)
{
  Seen *seen = data;
  seen->count++;
  seen->last = (StoreChange) result->status;
}

static gint64
next_try (StoreFolder *folder, guint *writes)
{
  gint64 start = faults.now;
  while (faults.count == (int) *writes && faults.now - start < 200 * G_TIME_SPAN_SECOND)
    {
      faults.now += G_TIME_SPAN_SECOND / 2;
      store_folder_tick_sync (folder);
    }
  *writes = (guint) faults.count;
  return (faults.now - start) / G_TIME_SPAN_SECOND;
}

/* Retries after 2, 4, 8 … 60 s, for as long as it takes. */
static void
test_retries (void)
{
  static const gint64 pauses[] = { 2, 4, 8, 16, 32, 60, 60 };
  Place place;
  Seen seen = { 0 };
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (GBytes) text = bytes_of (NEW);
    g_autoptr (StoreSaveResult) result = NULL;
    guint writes;
    g_signal_connect (post, "settled", G_CALLBACK (on_settled), &seen);
    g_assert_true (store_post_journal_sync (post, text, NULL));
    faults.call = CALL_FSYNC;
    faults.at = 1;
    faults.forever = TRUE;
    faults.code = ENOSPC;
    result = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (result->status, ==, STORE_PENDING);
    g_assert_error (result->reason, STORE_ERROR, STORE_ERROR_FULL);
    g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_FULL);
    g_assert_cmpuint (store_folder_get_waiting (folder), ==, 1);
    store_folder_tick_sync (folder); /* what the history still has to sync */
    writes = (guint) faults.count;
    for (guint i = 0; i < G_N_ELEMENTS (pauses); i++)
      {
        gint64 pause = next_try (folder, &writes);
        g_assert_cmpint (pause, >=, pauses[i] - 1);
        g_assert_cmpint (pause, <=, pauses[i] + 1);
      }
    /* A look at the list does not say that the folder is not full any more. */
    g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_FULL);
    faults.at = 0;
    faults.now += 61 * G_TIME_SPAN_SECOND;
    store_folder_tick_sync (folder);
    drain ();
    g_assert_cmpuint (seen.count, ==, 1);
    g_assert_cmpint (seen.last, ==, STORE_SAVED);
    g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_ONLINE);
    g_assert_true (file_is (place.post, NEW));
    g_assert_cmpuint (store_folder_get_waiting (folder), ==, 0);
  }
  place_clear (&place);
}

typedef enum
{
  LEFT_PENDING,         /* a save that did not reach the folder */
  LEFT_TYPED_AFTER,     /* and something typed after it */
  LEFT_PENDING_AS,      /* a new post's first save */
  LEFT_COLLEAGUE_SAVED, /* meanwhile */
} Left;

/* A run that ends with a text in the outbox. */
static void
leave_pending (Place *place, Left left)
{
  pid_t child = fork ();
  int status;
  if (child == 0)
    {
      StoreFolder *folder = store_folder_open (place->site, &place->config, NULL);
      StorePost *post = left == LEFT_PENDING_AS
                            ? store_post_new_untitled (folder, NULL)
                            : store_post_load_sync (folder, "_drafts/a.md", NULL);
      GBytes *text = bytes_of (NEW);
      StoreSaveResult *result;
      store_post_journal_sync (post, text, NULL);
      faults.call = CALL_FSYNC;
      faults.at = 1;
      faults.forever = TRUE;
      faults.code = ENOSPC;
      result = left == LEFT_PENDING_AS ? store_post_save_as_sync (post, "_drafts/b.md", text, NULL)
                                       : store_post_save_sync (post, text, NULL);
      if (left == LEFT_TYPED_AFTER)
        store_post_journal_sync (post, bytes_of (NEW "encore\n"), NULL);
      _exit (result->status == STORE_PENDING ? 9 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (WEXITSTATUS (status), ==, 9);
}

static void
test_outbox (gconstpointer data)
{
  Left left = (Left) GPOINTER_TO_INT (data);
  Place place;
  g_autofree char *second = NULL;
  Seen seen = { 0 };
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  second = g_build_filename (place.site, "_drafts", "b.md", NULL);
  leave_pending (&place, left);
  if (left == LEFT_COLLEAGUE_SAVED)
    g_assert_true (g_file_set_contents (place.post, OTHER, -1, NULL));
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GPtrArray) posts = store_folder_resume_outbox_sync (folder);
    StorePost *post;
    g_autoptr (GBytes) recovered = NULL;
    g_assert_cmpuint (posts->len, ==, 1);
    post = g_ptr_array_index (posts, 0);
    g_assert_true (store_post_is_waiting (post));
    g_signal_connect (post, "settled", G_CALLBACK (on_settled), &seen);
    store_folder_tick_sync (folder);
    drain ();
    g_assert_cmpuint (seen.count, ==, 1);
    g_assert_cmpint (seen.last, ==,
                     left == LEFT_COLLEAGUE_SAVED ? (int) STORE_CONFLICT : (int) STORE_SAVED);
    recovered = store_post_dup_recovered (post);
    if (left == LEFT_TYPED_AFTER)
      g_assert_cmpuint (g_bytes_get_size (recovered), ==, strlen (NEW "encore\n"));
  }
  g_assert_true (file_is (place.post, left == LEFT_COLLEAGUE_SAVED ? OTHER
                                      : left == LEFT_PENDING_AS    ? OLD
                                                                   : NEW));
  g_assert_true (left != LEFT_PENDING_AS || file_is (second, NEW));
  {
    /* What is not in the folder is offered again. */
    g_autoptr (GPtrArray) again = store_recover_list (&place.config, NULL);
    gboolean expected = left == LEFT_TYPED_AFTER || left == LEFT_COLLEAGUE_SAVED;
    g_assert_cmpuint (again->len, ==, expected ? 1 : 0);
  }
  drain ();
  place_clear (&place);
}

/* A new post whose first save waits gets its name when it comes through, and only then. */
static void
test_pending_new (void)
{
  Place place;
  g_autofree char *second = NULL;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  second = g_build_filename (place.site, "_drafts", "b.md", NULL);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (GBytes) text = bytes_of (NEW);
    g_autoptr (StoreSaveResult) result = NULL;
    g_autofree char *path = NULL;
    g_assert_true (store_post_journal_sync (post, text, NULL));
    faults.call = CALL_FSYNC;
    faults.at = 1;
    faults.forever = TRUE;
    faults.code = ENOSPC;
    result = store_post_save_as_sync (post, "_drafts/b.md", text, NULL);
    g_assert_cmpint (result->status, ==, STORE_PENDING);
    faults.at = 0;
    faults.now += 3 * G_TIME_SPAN_SECOND;
    store_folder_tick_sync (folder);
    path = store_post_dup_path (post);
    g_assert_cmpstr (path, ==, "_drafts/b.md");
  }
  drain ();
  g_assert_true (file_is (place.post, OLD));
  g_assert_true (file_is (second, NEW));
  place_clear (&place);
}

static void
test_discarded (void)
{
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  leave_pending (&place, LEFT_TYPED_AFTER);
  {
    g_autoptr (GPtrArray) left = store_recover_list (&place.config, NULL);
    g_autoptr (GPtrArray) none = NULL;
    g_autoptr (GPtrArray) discarded = NULL;
    g_autoptr (GPtrArray) back = NULL;
    g_autofree char *uuid = NULL;
    g_assert_cmpuint (left->len, ==, 1);
    uuid = g_strdup (((StoreRecovery *) g_ptr_array_index (left, 0))->journal);
    g_assert_true (store_recover_discard (&place.config, uuid, NULL));
    none = store_recover_list (&place.config, NULL);
    discarded = store_recover_list_discarded (&place.config, NULL);
    g_assert_cmpuint (none->len, ==, 0);
    g_assert_cmpuint (discarded->len, ==, 1);
    g_assert_cmpstr (((StoreRecovery *) g_ptr_array_index (discarded, 0))->journal, ==, uuid);
    g_assert_true (store_recover_restore_discarded (&place.config, uuid, NULL));
    g_assert_false (store_recover_restore_discarded (&place.config, uuid, NULL));
    back = store_recover_list (&place.config, NULL);
    g_assert_cmpuint (back->len, ==, 1);
    g_assert_true (store_recover_discard (&place.config, uuid, NULL));
  }
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GPtrArray) kept = NULL;
    g_autoptr (GPtrArray) gone = NULL;
    store_folder_tick_sync (folder);
    faults.now += 25 * G_TIME_SPAN_HOUR;
    store_folder_tick_sync (folder);
    kept = store_recover_list_discarded (&place.config, NULL);
    g_assert_cmpuint (kept->len, ==, 1);
    faults.wall = g_get_real_time () + 31 * G_TIME_SPAN_DAY;
    faults.now += 25 * G_TIME_SPAN_HOUR;
    store_folder_tick_sync (folder);
    gone = store_recover_list_discarded (&place.config, NULL);
    g_assert_cmpuint (gone->len, ==, 0);
  }
  place_clear (&place);
}

/* ---- versions of typing -----------------------------------------------------------------------
 */

static void
test_typing_versions (void)
{
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (GPtrArray) versions = NULL;
    guint typed = 0;
    for (int minute = 0; minute < 20; minute++)
      {
        g_autofree char *words = g_strdup_printf ("minute %d\n", minute);
        g_autoptr (GBytes) text = bytes_of (words);
        g_assert_true (store_post_journal_sync (post, text, NULL));
        faults.now += G_TIME_SPAN_MINUTE;
      }
    versions = store_folder_history_sync (folder, "_drafts/a.md", NULL);
    for (guint i = 0; i < versions->len; i++)
      typed += ((StoreVersion *) g_ptr_array_index (versions, i))->reason == STORE_REASON_TYPING;
    g_assert_cmpuint (typed, >=, 3);
    g_assert_cmpuint (typed, <=, 4);
  }
  place_clear (&place);
}

/* ---- leftovers --------------------------------------------------------------------------------
 */

static void
run_for (StoreFolder *folder, guint hours)
{
  for (guint i = 0; i < hours; i++)
    {
      faults.now += G_TIME_SPAN_HOUR;
      store_folder_tick_sync (folder);
    }
}

static void
test_sweep (void)
{
  static const char *const directories[] = { "_drafts", NULL };
  static const char *const swept[] = {
    "_drafts/.~save-0123456789ab~",   "_drafts/.~old-0123456789ab~",
    "_drafts/x/.~save-0123456789ac~", "_drafts/.~mx-0123456789ab~",
    "uploads/.~part-0123456789ab~",   ".chapeau/presence/0123456789abcdef0123456789abcdef"
  };
  static const char *const kept[] = { "_drafts/.~lock.x~", "_drafts/.~save-x", "_drafts/~$a.md",
                                      "_drafts/b.md",      ".chapeau/autre",   "_posts/.~save-0~" };
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  for (guint i = 0; i < G_N_ELEMENTS (swept); i++)
    write_file (place.site, swept[i], swept[i]);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    write_file (place.site, kept[i], kept[i]);
  /* 20 h in one run, 6 in the next; the clock on the wall says nothing. */
  for (int run = 0; run < 2; run++)
    {
      g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
      g_autoptr (GPtrArray) listed = store_folder_list_sync (folder, directories, NULL, NULL);
      g_autoptr (GBytes) picture = bytes_of ("x");
      StoreImport what = { .bytes = picture, .directory = "uploads", .name = "x.png" };
      g_autofree char *path = store_folder_import_sync (folder, &what, NULL);
      g_assert_nonnull (path);
      faults.wall = g_get_real_time () + 3650 * G_TIME_SPAN_DAY;
      store_folder_tick_sync (folder);
      if (run == 0)
        {
          run_for (folder, 20);
          for (guint i = 0; i < G_N_ELEMENTS (swept); i++)
            g_assert_true (tree_has (place.site, swept[i]));
          write_file (place.site, "_drafts/.~old-0123456789ab~", "changed meanwhile");
        }
      else
        run_for (folder, 6);
    }
  for (guint i = 0; i < G_N_ELEMENTS (swept); i++)
    {
      g_autofree char *file = g_build_filename (place.site, swept[i], NULL);
      gboolean text = strstr (swept[i], "save-") != NULL;
      if (g_file_test (file, G_FILE_TEST_EXISTS) != (i == 1))
        g_error ("%s %s", swept[i], i == 1 ? "went" : "stayed");
      g_assert_true (tree_has (place.state, swept[i]) || !text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_true (tree_has (place.site, kept[i]));
  {
    /* They are found again where versions without a post are listed. */
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GPtrArray) lost = store_folder_history_sync (folder, NULL, NULL);
    g_assert_cmpuint (lost->len, ==, 2);
  }
  place_clear (&place);
}

/* ---- pruning ----------------------------------------------------------------------------------
 */

#define NOW ((gint64) 1800000000 * G_USEC_PER_SEC)

static guint
count_versions (StoreFolder *folder, const char *path, gint64 from, gint64 to)
{
  g_autoptr (GPtrArray) versions = store_folder_history_sync (folder, path, NULL);
  guint count = 0;
  for (guint i = 0; i < versions->len; i++)
    {
      const StoreVersion *version = g_ptr_array_index (versions, i);
      g_autoptr (GBytes) bytes = store_folder_version_sync (folder, version->hash, NULL);
      g_assert_nonnull (bytes);
      count += version->time >= from && version->time < to;
    }
  return count;
}

static void
remember_at (StorePost *post, gint64 time, const char *words, StoreReason reason)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT "\n", words, time);
  g_autoptr (GBytes) bytes = bytes_of (text);
  faults.wall = time;
  g_assert_true (store_post_remember_sync (post, bytes, reason, NULL));
}

static void
prune (StoreFolder *folder)
{
  faults.wall = NOW;
  store_folder_tick_sync (folder);
  for (int i = 0; i < 3; i++)
    {
      faults.now += 25 * G_TIME_SPAN_HOUR;
      store_folder_tick_sync (folder);
    }
}

static void
test_prune (void)
{
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  faults.wall = NOW - 400 * G_TIME_SPAN_DAY;
  write_file (place.site, "_drafts/only.md", "seul\n");
  write_file (place.site, "_drafts/c.md", "conflit\n");
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (StorePost) only = store_post_load_sync (folder, "_drafts/only.md", NULL);
    g_autoptr (StorePost) conflict = store_post_load_sync (folder, "_drafts/c.md", NULL);
    g_autofree char *log = NULL;
    remember_at (conflict, NOW - 300 * G_TIME_SPAN_DAY, "à nous", STORE_REASON_CONFLICT);
    remember_at (conflict, NOW - 300 * G_TIME_SPAN_DAY + 1, "à eux", STORE_REASON_OVERWRITTEN);
    remember_at (conflict, NOW - 300 * G_TIME_SPAN_DAY + 2, "plus tard", STORE_REASON_TYPING);
    for (int i = 0; i < 30; i++)
      {
        /* Six in each of 5 hours of one day, in each age. */
        gint64 step = i / 6 * G_TIME_SPAN_HOUR + i % 6 * G_TIME_SPAN_MINUTE;
        gint64 day = NOW / G_TIME_SPAN_DAY * G_TIME_SPAN_DAY;
        remember_at (post, day - 380 * G_TIME_SPAN_DAY + step, "z", STORE_REASON_TYPING);
        remember_at (post, day - 100 * G_TIME_SPAN_DAY + step, "a", STORE_REASON_TYPING);
        remember_at (post, day - 20 * G_TIME_SPAN_DAY + step, "b", STORE_REASON_TYPING);
        remember_at (post, day - 2 * G_TIME_SPAN_DAY + step, "c", STORE_REASON_TYPING);
      }
    prune (folder);
    g_assert_cmpuint (count_versions (folder, "_drafts/a.md", 0, NOW - 366 * G_TIME_SPAN_DAY), <=,
                      1); /* base */
    g_assert_cmpuint (count_versions (folder, "_drafts/a.md", NOW - 105 * G_TIME_SPAN_DAY,
                                      NOW - 95 * G_TIME_SPAN_DAY),
                      ==, 1);
    g_assert_cmpuint (count_versions (folder, "_drafts/a.md", NOW - 25 * G_TIME_SPAN_DAY,
                                      NOW - 15 * G_TIME_SPAN_DAY),
                      ==, 5);
    g_assert_cmpuint (count_versions (folder, "_drafts/a.md", NOW - 5 * G_TIME_SPAN_DAY, NOW), ==,
                      30);
    g_assert_cmpuint (count_versions (folder, "_drafts/only.md", 0, NOW), ==, 1);
    /* Both sides of a conflict that nothing settled, and the newest. */
    g_assert_cmpuint (count_versions (folder, "_drafts/c.md", NOW - 301 * G_TIME_SPAN_DAY, NOW), ==,
                      3);
    remember_at (conflict, NOW - 299 * G_TIME_SPAN_DAY, "réuni", STORE_REASON_MERGED);
    prune (folder);
    g_assert_cmpuint (count_versions (folder, "_drafts/c.md", NOW - 301 * G_TIME_SPAN_DAY, NOW), ==,
                      2);
    /* A log that is spoiled: the versions stay, without their post. */
    {
      g_autofree char *id = store_folder_dup_id (folder);
      g_autoptr (GPtrArray) lost = NULL;
      log = g_build_filename (place.state, "history", id, "log", NULL);
      g_assert_true (g_file_set_contents (log, "\0garbage", 8, NULL));
      prune (folder);
      lost = store_folder_history_sync (folder, NULL, NULL);
      g_assert_cmpuint (lost->len, >=, 30);
    }
  }
  drain ();
  place_clear (&place);
}

/* Every call of a round fails: no version that must stay is lost. */
static void
test_prune_faults (void)
{
  guint count = 0;
  for (int at = 1;; at++)
    {
      Place place;
      gboolean reached;
      reset_faults ();
      place = place_new (OLD, &faults.ops);
      {
        g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
        g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
        for (int i = 0; i < 4; i++)
          remember_at (post, NOW - (400 - i) * G_TIME_SPAN_DAY, "vieux", STORE_REASON_TYPING);
        remember_at (post, NOW - G_TIME_SPAN_DAY, "récent", STORE_REASON_SAVED);
        faults.at = at;
        faults.code = EIO;
        prune (folder);
        reached = faults.count >= at;
        faults.at = 0;
        g_assert_true (tree_has (place.state, "récent"));
        g_assert_cmpuint (count_versions (folder, "_drafts/a.md", NOW - 2 * G_TIME_SPAN_DAY, NOW),
                          ==, 1);
      }
      drain ();
      place_clear (&place);
      if (!reached)
        break;
      count++;
    }
  g_test_message ("%u faults", count);
  g_assert_cmpuint (count, >, 20);
}

/* ---- putting away -----------------------------------------------------------------------------
 */

static void
test_put_away (void)
{
  static const char *const copy = "_drafts/a.sync-conflict-20240102-030405-ABCDEFG.md";
  Place place = place_new (OLD, NULL);
  g_autoptr (GBytes) text = bytes_of (OTHER);
  g_autoptr (GBytes) wrong = bytes_of ("autre chose");
  write_file (place.site, copy, OTHER);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GPtrArray) versions = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *drafts = g_build_filename (place.site, "_drafts", NULL);
    g_assert_false (store_folder_put_away_sync (folder, copy, wrong, &error));
    g_assert_error (error, STORE_ERROR, STORE_ERROR_CHANGED);
    g_assert_true (tree_has (place.site, OTHER));
    g_clear_error (&error);
    g_assert_true (store_folder_put_away_sync (folder, copy, text, &error));
    g_assert_no_error (error);
    g_assert_false (tree_has (place.site, OTHER));
    g_assert_cmpuint (count_names (drafts, ""), ==, 1);
    versions = store_folder_history_sync (folder, "_drafts/a.md", NULL);
    g_assert_cmpuint (versions->len, ==, 1);
    g_assert_cmpint (((StoreVersion *) g_ptr_array_index (versions, 0))->reason, ==,
                     STORE_REASON_REMOVED);
    g_assert_false (store_folder_put_away_sync (folder, copy, text, &error));
    g_assert_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  }
  place_clear (&place);
}

/* ---- the wrong folder -------------------------------------------------------------------------
 */

/* Row 11, at the start: the share is not mounted yet, and then it is. */
static void
test_wrong_at_start (void)
{
  Place place = place_new (OLD, NULL);
  g_autofree char *aside = g_strconcat (place.site, "-aside", NULL);
  g_autoptr (GBytes) text = bytes_of (NEW);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (StoreSaveResult) result = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (result->status, ==, STORE_SAVED);
  }
  g_assert_cmpint (g_rename (place.site, aside), ==, 0);
  g_assert_cmpint (g_mkdir (place.site, 0755), ==, 0);
  for (int adopted = 0; adopted < 2; adopted++)
    {
      static const char *const directories[] = { "_drafts", NULL };
      g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
      g_autoptr (GPtrArray) none = store_folder_list_sync (folder, directories, NULL, NULL);
      g_autoptr (GPtrArray) some = NULL;
      g_autoptr (GError) error = NULL;
      g_assert_null (none);
      g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_WRONG);
      g_assert_cmpuint (count_names (place.site, ""), ==, 0);
      if (adopted == 0)
        {
          g_assert_cmpint (g_rmdir (place.site), ==, 0);
          g_assert_cmpint (g_rename (aside, place.site), ==, 0);
        }
      else
        g_assert_true (store_folder_adopt_sync (folder, &error));
      some = store_folder_list_sync (folder, directories, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (some->len, ==, adopted == 0 ? 1 : 0);
      g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_ONLINE);
      if (adopted == 0)
        {
          g_assert_cmpint (g_rename (place.site, aside), ==, 0);
          g_assert_cmpint (g_mkdir (place.site, 0755), ==, 0);
        }
    }
  remove_tree (aside);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  static const char *const lefts[] = { "pending", "typed-after", "new-name", "colleague-saved" };
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < (int) G_N_ELEMENTS (lefts); i++)
    {
      g_autofree char *name = g_strconcat ("/store/outbox/", lefts[i], NULL);
      g_test_add_data_func (name, GINT_TO_POINTER (i), test_outbox);
    }
  g_test_add_func ("/store/outbox/discarded", test_discarded);
  g_test_add_func ("/store/outbox/retries", test_retries);
  g_test_add_func ("/store/outbox/new-name-in-this-run", test_pending_new);
  g_test_add_func ("/store/typing-versions", test_typing_versions);
  g_test_add_func ("/store/sweep", test_sweep);
  g_test_add_func ("/store/prune/ages", test_prune);
  g_test_add_func ("/store/prune/faults", test_prune_faults);
  g_test_add_func ("/store/put-away", test_put_away);
  g_test_add_func ("/store/matrix/row-11-wrong-at-start", test_wrong_at_start);
  g_test_add_func ("/store/matrix/row-16-outside-editor", test_poll);
  g_test_add_func ("/store/matrix/row-17-coarse-times", test_coarse_times);
  return g_test_run ();
}

/* test-store-folder.c - the asynchronous calls, recovery, presence, the list, races, merges.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "place.h"

#include <store-ops.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
on_journaled (StorePost *post, gint64 time, gpointer data)
{
  ++*(guint *) data;
}

static void
test_async (void)
{
  Place place = place_new ("un\ndeux\n", NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) moved = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = bytes_of ("un\ndeux\ntrois\n");
  g_autoptr (StoreSaveResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  static const char *const directories[] = { "_drafts", "_posts", "absent", NULL };
  guint journaled = 0;
  StoreFolder *folder;
  StorePost *post;
  store_folder_open_async (place.site, &place.config, NULL, keep_result, &opened);
  folder = store_folder_open_finish (wait_for (&opened), &error);
  g_assert_no_error (error);
  store_post_load_async (folder, "_drafts/a.md", NULL, keep_result, &loaded);
  post = store_post_load_finish (folder, wait_for (&loaded), &error);
  g_assert_no_error (error);
  g_signal_connect (post, "journaled", G_CALLBACK (on_journaled), &journaled);
  store_post_journal (post, text);
  g_assert_true (store_post_flush_sync (post, &error));
  while (journaled == 0)
    g_main_context_iteration (NULL, TRUE);
  store_post_save_async (post, text, NULL, keep_result, &saved);
  result = store_post_save_finish (post, wait_for (&saved), &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  store_post_move_async (post, "_posts/2024-01-01-a.md", NULL, keep_result, &moved);
  g_assert_true (store_post_move_finish (post, wait_for (&moved), &error));
  write_file (place.site, "_posts/2024-01-01-a.sync-conflict-20240102-030405-ABCDEFG.md", "x");
  store_folder_list_async (folder, directories, NULL, keep_result, &listed);
  entries = store_folder_list_finish (folder, wait_for (&listed), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (entries->len, ==, 1);
  g_assert_cmpstr (((StoreListEntry *) g_ptr_array_index (entries, 0))->path, ==,
                   "_posts/2024-01-01-a.md");
  g_assert_cmpint (((StoreListEntry *) g_ptr_array_index (entries, 0))->conflict_copies->len, ==,
                   1);
  g_object_unref (post);
  g_object_unref (folder);
  g_clear_object (&opened);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  place_clear (&place);
}

/* ---- recovery ---------------------------------------------------------------------------------
 */

static void
test_recovery (void)
{
  Place place = place_new ("un\ndeux\n", NULL);
  g_autoptr (GBytes) text = bytes_of ("un\ndeux\ntapé\n");
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) left = NULL;
  pid_t child = fork ();
  int status;
  if (child == 0)
    {
      StoreFolder *folder = store_folder_open (place.site, &place.config, NULL);
      StorePost *post = store_post_load_sync (folder, "_drafts/a.md", NULL);
      _exit (store_post_journal_sync (post, text, NULL) ? 9 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (WEXITSTATUS (status), ==, 9);
  left = store_recover_list (&place.config, NULL);
  g_assert_cmpint (left->len, ==, 1);
  {
    const StoreRecovery *recovery = g_ptr_array_index (left, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_resume_sync (folder, NULL, recovery, &error);
    g_autoptr (GBytes) recovered = NULL;
    g_autoptr (StoreSaveResult) result = NULL;
    g_assert_no_error (error);
    g_assert_cmpstr (recovery->path, ==, "_drafts/a.md");
    recovered = store_post_dup_recovered (post);
    g_assert_true (g_bytes_equal (recovered, text));
    result = store_post_save_sync (post, recovered, &error);
    g_assert_cmpint (result->status, ==, STORE_SAVED);
    store_post_close (post, FALSE);
  }
  none = store_recover_list (&place.config, NULL);
  g_assert_cmpint (none->len, ==, 0);
  place_clear (&place);
}

/* Each header byte, and every 64th of the body, of the newest slot: never a half text as whole. */
static void
test_damage (void)
{
  Place place = place_new ("un\ndeux\n", NULL);
  g_autofree char *journal = g_build_filename (place.state, "journal", NULL);
  g_autofree char *slot = NULL;
  g_autofree char *whole = NULL;
  gsize size;
  g_autofree char *body = g_strnfill (2000, 'b');
  g_autoptr (GBytes) text = bytes_of (body);
  pid_t child = fork ();
  int status;
  if (child == 0)
    {
      StoreFolder *folder = store_folder_open (place.site, &place.config, NULL);
      StorePost *post = store_post_load_sync (folder, "_drafts/a.md", NULL);
      _exit (store_post_journal_sync (post, text, NULL) ? 9 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  {
    g_autoptr (GDir) dir = g_dir_open (journal, 0, NULL);
    slot = g_build_filename (journal, g_dir_read_name (dir), "slot-0", NULL);
  }
  g_assert_true (g_file_get_contents (slot, &whole, &size, NULL));
  for (gsize at = 0; at < size; at += at < 4096 ? 1 : 64)
    {
      g_autofree char *spoiled = g_memdup2 (whole, size);
      g_autoptr (GPtrArray) left = NULL;
      spoiled[at] ^= 1;
      g_assert_true (g_file_set_contents_full (slot, spoiled, (gssize) size,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      left = store_recover_list (&place.config, NULL);
      g_assert_cmpint (left->len, ==, 1);
      {
        const StoreRecovery *recovery = g_ptr_array_index (left, 0);
        g_assert_true (recovery->damaged || g_bytes_equal (recovery->text, text));
      }
    }
  place_clear (&place);
}

/* ---- presence ---------------------------------------------------------------------------------
 */

static gint64 clock_now;

static gint64
test_clock (gpointer data)
{
  return clock_now;
}

static void
test_presence (void)
{
  Place place = place_new ("un\ndeux\n", NULL);
  g_autofree char *other_state = g_build_filename (place.top, "state2", NULL);
  static StoreOps ops; /* the workers end when they end */
  StoreConfig second = place.config;
  g_autoptr (GBytes) text = bytes_of ("x\n");
  ops = *store_ops_system ();
  ops.monotonic = test_clock;
  second.state_directory = other_state;
  second.person = "Marc";
  place.config.ops = second.ops = &ops;
  {
    g_autoptr (StoreFolder) one = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StoreFolder) two = store_folder_open (place.site, &second, NULL);
    g_autoptr (StorePost) mine = store_post_load_sync (one, "_drafts/a.md", NULL);
    g_autoptr (StorePost) theirs = store_post_load_sync (two, "_drafts/a.md", NULL);
    g_autoptr (StorePresence) held = NULL;
    g_autoptr (StorePresence) seen = NULL;
    g_autoptr (StorePresence) taken = NULL;
    store_post_journal (mine, text);
    store_folder_tick_sync (one);
    held = store_post_dup_presence (mine);
    g_assert_cmpint (held->kind, ==, STORE_PRESENCE_OURS);
    store_folder_tick_sync (two);
    seen = store_post_dup_presence (theirs);
    g_assert_cmpint (seen->kind, ==, STORE_PRESENCE_ALIVE);
    g_assert_cmpstr (seen->person, ==, "Jeanne");
    store_post_take_over (theirs);
    store_folder_tick_sync (two);
    clock_now += 31 * G_TIME_SPAN_SECOND;
    store_folder_tick_sync (one);
    taken = store_post_dup_presence (mine);
    g_assert_cmpint (taken->kind, ==, STORE_PRESENCE_ALIVE);
    g_assert_true (taken->taken);
    g_assert_cmpstr (taken->person, ==, "Marc");
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (200000); /* the workers give their presence back */
  place_clear (&place);
}

/* After a crash of our own nobody is in the post, and it is held again at the first key; for a
 * colleague on the same computer the dead program has left it. */
static void
test_own_dead_presence (void)
{
  Place place = place_new ("un\n", NULL);
  g_autofree char *other_state = g_build_filename (place.top, "state2", NULL);
  StoreConfig second = place.config;
  g_autoptr (GBytes) text = bytes_of ("x\n");
  int status;
  pid_t child = fork ();
  if (child == 0)
    {
      StoreFolder *folder = store_folder_open (place.site, &place.config, NULL);
      StorePost *post = store_post_load_sync (folder, "_drafts/a.md", NULL);
      store_post_journal (post, text);
      store_folder_tick_sync (folder);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  second.state_directory = other_state;
  second.person = "Marc";
  {
    g_autoptr (StoreFolder) one = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StoreFolder) two = store_folder_open (place.site, &second, NULL);
    g_autoptr (StorePost) mine = store_post_load_sync (one, "_drafts/a.md", NULL);
    g_autoptr (StorePost) theirs = store_post_load_sync (two, "_drafts/a.md", NULL);
    g_autoptr (StorePresence) before = NULL;
    g_autoptr (StorePresence) seen = NULL;
    g_autoptr (StorePresence) held = NULL;
    store_folder_tick_sync (one);
    store_folder_tick_sync (two);
    before = store_post_dup_presence (mine);
    seen = store_post_dup_presence (theirs);
    g_assert_cmpint (before->kind, ==, STORE_PRESENCE_NONE);
    g_assert_cmpint (seen->kind, ==, STORE_PRESENCE_ABANDONED);
    store_post_journal (mine, text);
    store_folder_tick_sync (one);
    held = store_post_dup_presence (mine);
    g_assert_cmpint (held->kind, ==, STORE_PRESENCE_OURS);
    store_post_close (mine, FALSE);
    store_post_close (theirs, FALSE);
    g_assert_true (store_folder_wait_idle (one, G_TIME_SPAN_HOUR));
  }
  drain ();
  place_clear (&place);
}

/* ---- races ------------------------------------------------------------------------------------
 */

#define PEOPLE 3
#define ROUNDS 60

/* Several people save different texts on one base: one is SAVED, nobody's words are lost. */
static void
test_races (void)
{
  for (int round = 0; round < ROUNDS; round++)
    {
      Place place = place_new ("un\ndeux\n", NULL);
      pid_t children[PEOPLE];
      int ready[2];
      int go[2];
      guint saved = 0;
      g_autofree char *file = g_build_filename (place.site, "_drafts", "a.md", NULL);
      g_autofree char *now = NULL;
      g_assert_cmpint (pipe (ready), ==, 0);
      g_assert_cmpint (pipe (go), ==, 0);
      for (int i = 0; i < PEOPLE; i++)
        {
          children[i] = fork ();
          if (children[i] == 0)
            {
              g_autofree char *state = g_strdup_printf ("%s/state-%d", place.top, i);
              g_autofree char *words = g_strdup_printf ("texte de %d\n", i);
              char byte = 'x';
              GBytes *text = bytes_of (words);
              StoreFolder *folder;
              StorePost *post;
              StoreSaveResult *result;
              /* A parent that fails must not leave us waiting. */
              close (go[1]);
              place.config.state_directory = state;
              folder = store_folder_open (place.site, &place.config, NULL);
              post = store_post_load_sync (folder, "_drafts/a.md", NULL);
              if (write (ready[1], &byte, 1) != 1 || read (go[0], &byte, 1) != 1)
                _exit (1);
              result = store_post_save_sync (post, text, NULL);
              _exit (result->status == STORE_SAVED      ? 10
                     : result->status == STORE_CONFLICT ? 11
                                                        : 12);
            }
        }
      for (int i = 0; i < PEOPLE; i++)
        {
          char byte;
          g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
        }
      g_assert_cmpint (write (go[1], "xxx", PEOPLE), ==, PEOPLE);
      for (int i = 0; i < PEOPLE; i++)
        {
          int status;
          g_autofree char *words = g_strdup_printf ("texte de %d\n", i);
          g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
          g_assert_true (WIFEXITED (status));
          if (WEXITSTATUS (status) == 10)
            {
              g_clear_pointer (&now, g_free);
              g_assert_true (g_file_get_contents (file, &now, NULL, NULL));
              saved++;
              g_assert_cmpstr (now, ==, words);
            }
          else
            g_assert_cmpint (WEXITSTATUS (status), ==, 11);
        }
      g_assert_cmpint (saved, ==, 1);
      for (int i = 0; i < 2; i++)
        {
          close (ready[i]);
          close (go[i]);
        }
      place_clear (&place);
    }
}

/* ---- bad files --------------------------------------------------------------------------------
 */

static void
test_bad_files (void)
{
  Place place = place_new ("un\ndeux\n", NULL);
  g_autofree char *link = g_build_filename (place.site, "_drafts", "l.md", NULL);
  g_autofree char *outside = g_build_filename (place.site, "uploads", NULL);
  g_autofree char *latin = g_build_filename (place.site, "_drafts", "latin.md", NULL);
  static const char *const refused[] = { "_drafts/l.md", "uploads/passwd", "_drafts",
                                         "../x.md",      "/etc/passwd",    "absent.md" };
  static const char *const directories[] = { "", "_drafts", "uploads", NULL };
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (symlink ("/etc", outside), ==, 0);
  g_assert_true (g_file_set_contents (latin, "\xe9t\xe9\n", 4, NULL));
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = NULL;
    g_autoptr (GPtrArray) entries = NULL;
    for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
      {
        g_autoptr (GError) error = NULL;
        g_assert_null (store_post_load_sync (folder, refused[i], &error));
        g_assert_true (error->domain == STORE_ERROR);
      }
    post = store_post_load_sync (folder, "_drafts/latin.md", NULL);
    g_assert_cmpint (store_post_get_editability (post), ==, STORE_READ_ONLY_NOT_UTF8);
    entries = store_folder_list_sync (folder, directories, NULL, NULL);
    g_assert_cmpint (entries->len, ==, 2);
  }
  place_clear (&place);
}

/* The mount goes and an empty directory of the same name remains. */
static void
test_wrong_folder (void)
{
  Place place = place_new ("un\ndeux\n", NULL);
  g_autofree char *aside = g_strconcat (place.site, "-aside", NULL);
  g_autofree char *drafts = g_build_filename (place.site, "_drafts", NULL);
  g_autoptr (GBytes) text = bytes_of ("x\n");
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (StoreSaveResult) gone = NULL;
    g_autoptr (StoreSaveResult) wrong = NULL;
    g_autoptr (StoreSaveResult) back = NULL;
    g_assert_cmpint (g_rename (place.site, aside), ==, 0);
    gone = store_post_save_sync (post, text, NULL);
    g_assert_error (gone->reason, STORE_ERROR, STORE_ERROR_FOLDER_GONE);
    g_assert_cmpint (g_mkdir (place.site, 0755), ==, 0);
    wrong = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (wrong->status, ==, STORE_PENDING);
    g_assert_error (wrong->reason, STORE_ERROR, STORE_ERROR_WRONG_FOLDER);
    g_assert_false (g_file_test (drafts, G_FILE_TEST_EXISTS));
    g_assert_true (store_post_is_waiting (post));
    g_assert_cmpint (g_rmdir (place.site), ==, 0);
    g_assert_cmpint (g_rename (aside, place.site), ==, 0);
    back = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (back->status, ==, STORE_SAVED);
    g_assert_false (store_post_is_waiting (post));
  }
  place_clear (&place);
}

/* ---- merges -----------------------------------------------------------------------------------
 */

static GBytes *
random_text (GRand *random, GBytes *base)
{
  GString *out = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *text =
      base == NULL ? NULL : g_strndup (g_bytes_get_data (base, NULL), g_bytes_get_size (base));
  if (base == NULL)
    for (int i = g_rand_int_range (random, 0, 12); i > 0; i--)
      g_string_append_printf (out, "%d\n", g_rand_int_range (random, 0, 6));
  else
    {
      lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
        {
          int what = g_rand_int_range (random, 0, 10);
          if (what != 0)
            g_string_append_printf (out, "%s\n", what == 1 ? "changed" : lines[i]);
          if (what == 2)
            g_string_append_printf (out, "new %d\n", g_rand_int_range (random, 0, 3));
        }
    }
  return g_string_free_to_bytes (out);
}

static void
assert_merge (GBytes *base, GBytes *mine, GBytes *theirs, GBytes *expected)
{
  g_autoptr (StoreMerge) merge = store_merge (base, mine, theirs);
  g_autoptr (GBytes) result = store_merge_result (merge);
  g_assert_cmpint (merge->conflicts, ==, 0);
  g_assert_true (g_bytes_equal (result, expected));
}

static void
test_merge (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GBytes) base = random_text (random, NULL);
      g_autoptr (GBytes) mine = random_text (random, base);
      g_autoptr (GBytes) theirs = random_text (random, base);
      g_autoptr (StoreMerge) merge = store_merge (base, mine, theirs);
      g_autoptr (StoreMerge) swapped = store_merge (base, theirs, mine);
      gsize ends[3] = { 0, 0, 0 };
      assert_merge (base, mine, mine, mine);
      assert_merge (base, mine, base, mine);
      assert_merge (base, base, theirs, theirs);
      g_assert_cmpint (merge->conflicts, ==, swapped->conflicts);
      for (guint j = 0; j < merge->hunks->len; j++)
        {
          const StoreHunk *hunk = &g_array_index (merge->hunks, StoreHunk, j);
          g_assert_cmpint (hunk->base.start, ==, ends[0]);
          g_assert_cmpint (hunk->mine.start, ==, ends[1]);
          g_assert_cmpint (hunk->theirs.start, ==, ends[2]);
          ends[0] = hunk->base.end;
          ends[1] = hunk->mine.end;
          ends[2] = hunk->theirs.end;
        }
      g_assert_cmpint (ends[0], ==, g_bytes_get_size (base));
      g_assert_cmpint (ends[1], ==, g_bytes_get_size (mine));
      g_assert_cmpint (ends[2], ==, g_bytes_get_size (theirs));
    }
}

/* Where words differ: each pair of texts, and what of the second is another than in the first.
 * Marks and no-break spaces of French are not part of a word, and no character is cut. */
static void
test_words (void)
{
  static const char *const cases[][3] = {
    { "le bal", "le bal", "" },
    { "le bal", "le grand bal", "grand |" },
    { "« mot »", "« mots »", "mots|" },
    { "«\u00a0mot\u00a0»", "«\u00a0mots\u00a0»", "mots|" },
    { "l’été", "l’hiver", "hiver|" },
    { "e\u0302t", "e\u0302te", "e\u0302te|" },
    { "a…", "a !", " !|" },
    { "\xe9t\xe9 1", "\xe9t\xe9 2", "2|" },
    { "", "x", "x|" },
    { "x", "", "|" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *a = cases[i][0];
      const char *b = cases[i][1];
      g_autoptr (GArray) differences = store_diff (STORE_DIFF_WORDS, a, strlen (a), b, strlen (b));
      g_autoptr (GString) other = g_string_new (NULL);
      for (guint d = 0; d < differences->len; d++)
        {
          BaseSpan span = g_array_index (differences, StoreDifference, d).b;
          g_string_append_len (other, b + span.start, (gssize) base_span_length (span));
          g_string_append_c (other, '|');
        }
      g_assert_cmpstr (other->str, ==, cases[i][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* What forks comes before what starts threads. */
  g_test_add_func ("/store/matrix/13-races", test_races);
  g_test_add_func ("/store/matrix/02-killed-while-typing", test_recovery);
  g_test_add_func ("/store/matrix/24-damaged-journal", test_damage);
  g_test_add_func ("/store/matrix/20-links-and-other-files", test_bad_files);
  g_test_add_func ("/store/matrix/11-wrong-folder", test_wrong_folder);
  g_test_add_func ("/store/merge", test_merge);
  g_test_add_func ("/store/words", test_words);
  g_test_add_func ("/store/threads/async", test_async);
  g_test_add_func ("/store/threads/presence", test_presence);
  g_test_add_func ("/store/threads/own-dead-presence", test_own_dead_presence);
  return g_test_run ();
}

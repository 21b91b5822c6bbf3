/* test-store-rows.c - rows of the fault matrix that need the seam or many files; the others are in
 * rows/ (with the driver program), test-store-save.c (1, 9, 14, 15), test-store-folder.c (13, 24)
 * and test-store-upkeep.c (11, 16, 17).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- row 12: a server that hangs --------------------------------------------------------------
 */

static GMutex hang; /* held while the server is frozen */

static int
hanging_open (gpointer data, int dir, const char *path, int flags, mode_t mode, gboolean beneath)
{
  if (beneath)
    {
      g_mutex_lock (&hang);
      g_mutex_unlock (&hang);
    }
  return store_ops_system ()->open (NULL, dir, path, flags, mode, beneath);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
on_journaled (StorePost *post, gint64 time, gpointer data)
{
  ++*(guint *) data;
}

/* Typing goes on, nothing waits in this thread, the folder is called slow, and then it is saved. */
static void
test_12_frozen (void)
{
  Place place;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (StoreSaveResult) result = NULL;
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GBytes) text = bytes_of (NEW);
  guint journaled = 0;
  gint64 longest = 0;
  gint64 start = g_get_monotonic_time ();
  StoreFolder *folder;
  StorePost *post;
  /* Journals are opened through `beneath` too: they have the system's own call. */
  static StoreOps ops;
  ops = *store_ops_system ();
  ops.open = hanging_open;
  place = place_new (OLD, &ops);
  folder = store_folder_open (place.site, &place.config, NULL);
  post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  g_signal_connect (post, "journaled", G_CALLBACK (on_journaled), &journaled);
  store_post_journal (post, text);
  g_assert_true (store_post_flush_sync (post, NULL));
  g_mutex_lock (&hang);
  store_post_save_async (post, text, cancel, on_saved, &cancelled);
  store_post_save_async (post, text, NULL, on_saved, &saved);
  g_usleep (20000);
  while (g_get_monotonic_time () - start < 5 * G_TIME_SPAN_SECOND
         && store_folder_get_state (folder) != STORE_FOLDER_SLOW)
    {
      gint64 turn = g_get_monotonic_time ();
      store_post_journal (post, text);
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, g_get_monotonic_time () - turn);
      g_usleep (10000);
    }
  g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_SLOW);
  g_assert_null (saved);
  /* Whoever gives up is answered at once. */
  g_cancellable_cancel (cancel);
  while (cancelled == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_mutex_unlock (&hang);
  while (saved == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = store_post_save_finish (post, saved, NULL);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  g_assert_cmpuint (journaled, >, 3);
  /* Not a measure of speed: it would be seconds. */
  g_assert_cmpint (longest, <, G_TIME_SPAN_SECOND);
  g_test_message ("longest turn of the loop: %" G_GINT64_FORMAT " us", longest);
  g_assert_true (file_is (place.post, NEW));
  g_object_unref (post);
  g_object_unref (folder);
  g_clear_object (&cancelled);
  g_clear_object (&saved);
  drain ();
  g_usleep (100000);
  drain ();
  place_clear (&place);
}

/* ---- row 14: between check and swap, without exchange -----------------------------------------
 */

static void
test_14_without_exchange (void)
{
  for (int no_link = 0; no_link < 2; no_link++)
    for (int step = STORE_STEP_JOURNALED; step <= STORE_STEP_CHECKED; step++)
      {
        Place place;
        reset_faults ();
        place = place_new (OLD, &faults.ops);
        faults.no_exchange = TRUE;
        faults.no_link = no_link != 0;
        faults.hook_at = (StoreStep) step;
        faults.hook_path = place.post;
        {
          g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
          g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
          g_autoptr (GBytes) text = bytes_of (NEW);
          g_autoptr (StoreSaveResult) result = store_post_save_sync (post, text, NULL);
          /* With neither exchange nor links the last milliseconds are a limit, said in the help. */
          if (step == STORE_STEP_CHECKED && no_link)
            g_assert_cmpint (result->status, ==, STORE_SAVED);
          else
            {
              g_assert_cmpint (result->status, ==, STORE_CONFLICT);
              g_assert_true (file_is (place.post, OTHER));
              g_assert_true (tree_has (place.state, NEW));
            }
        }
        drain ();
        place_clear (&place);
      }
}

/* ---- row 18: conflict copies ------------------------------------------------------------------
 */

static void
test_18_conflict_copies (void)
{
  static const char *const directories[] = { "_drafts", NULL };
  static const char *const copies[] = {
    "_drafts/a.sync-conflict-20240102-030405-ABCDEFG.md",
    "_drafts/a.sync-conflict-20240103-030405-HIJKLMN.md",
    "_drafts/a (conflicted copy 2024-01-02 030405).md",
    "_drafts/a_conflict-20240102-030405.md",
    "_drafts/a (Camille's conflicted copy 2024-01-02).md",
    "_drafts/a (PC d'Aude's conflicted copy 2024-01-02 (1)).md",
    "_drafts/a (copie en conflit de Camille 2024-01-02).md",
    "_drafts/a (Copie en conflit 2024-01-02 030405).md",
    "_drafts/a.sync-conflict-20240102-030405-ABCDEFG.sync-conflict-20240104-030405-ABCDEFG.md",
  };
  static const char *const posts[] = { "_drafts/a_conflit.md", "_drafts/sync-conflict.md",
                                       "_drafts/a (copie).md", "_drafts/pays en conflit.md",
                                       "_drafts/a (un pays en conflit).md" };
  Place place = place_new (OLD, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    write_file (place.site, copies[i], OTHER);
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    write_file (place.site, posts[i], OTHER);
  write_file (place.site, "_drafts/z.sync-conflict-20240102-030405-ABCDEFG.md", "sans original");
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GPtrArray) entries = store_folder_list_sync (folder, directories, NULL, NULL);
    const StoreListEntry *original = NULL;
    g_assert_cmpuint (entries->len, ==, 1 + G_N_ELEMENTS (posts) + 1);
    for (guint i = 0; i < entries->len; i++)
      if (strcmp (((StoreListEntry *) g_ptr_array_index (entries, i))->path, "_drafts/a.md") == 0)
        original = g_ptr_array_index (entries, i);
    g_assert_nonnull (original);
    g_assert_cmpuint (original->conflict_copies->len, ==, G_N_ELEMENTS (copies));
  }
  place_clear (&place);
}

/* ---- row 19: spoiled presence files -----------------------------------------------------------
 */

typedef enum
{
  SPOIL_DIRECTORY,
  SPOIL_LINK,
  SPOIL_DANGLING,
  SPOIL_EMPTY,
  SPOIL_GARBAGE,
  SPOIL_FIFO,
  SPOIL_HUGE,
  SPOIL_FOREIGN,
  SPOILS,
} Spoil;

static void
spoil (const char *file, Spoil how)
{
  int fd;
  switch (how)
    {
    case SPOIL_DIRECTORY:
      g_assert_cmpint (g_mkdir (file, 0755), ==, 0);
      break;
    case SPOIL_LINK:
      g_assert_cmpint (symlink ("/etc/passwd", file), ==, 0);
      break;
    case SPOIL_DANGLING:
      g_assert_cmpint (symlink ("/nonexistent", file), ==, 0);
      break;
    case SPOIL_EMPTY:
      g_assert_true (g_file_set_contents (file, "", 0, NULL));
      break;
    case SPOIL_GARBAGE:
      g_assert_true (g_file_set_contents (file, "\0\xff\ninstance \nperson %zz\n", 24, NULL));
      break;
    case SPOIL_FIFO:
      g_assert_cmpint (mkfifo (file, 0644), ==, 0);
      break;
    case SPOIL_HUGE:
      fd = open (file, O_WRONLY | O_CREAT, 0644);
      g_assert_cmpint (ftruncate (fd, (off_t) 1 << 30), ==, 0);
      close (fd);
      break;
    case SPOIL_FOREIGN:
      g_assert_true (g_file_set_contents (
          file, "Chapeau presence 1\nperson \x1b[31mMarc%0aX\ninstance x\n", -1, NULL));
      break;
    case SPOILS:
      g_assert_not_reached ();
    }
}

static void
test_19_spoiled_presence (void)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "_drafts/a.md", -1);
  static const char *const directories[] = { "_drafts", NULL };
  for (int how = 0; how < SPOILS; how++)
    {
      Place place;
      g_autofree char *presence = NULL;
      g_autofree char *file = NULL;
      reset_faults ();
      place = place_new (OLD, &faults.ops);
      sum[32] = '\0';
      presence = g_build_filename (place.site, ".chapeau", "presence", NULL);
      file = g_build_filename (presence, sum, NULL);
      g_assert_cmpint (g_mkdir_with_parents (presence, 0755), ==, 0);
      spoil (file, (Spoil) how);
      {
        g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
        g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
        g_autoptr (GPtrArray) entries = store_folder_list_sync (folder, directories, NULL, NULL);
        g_autoptr (GBytes) text = bytes_of (NEW);
        g_autoptr (StoreSaveResult) result = NULL;
        g_autoptr (StorePresence) seen = NULL;
        g_assert_cmpuint (entries->len, ==, 1);
        store_post_journal (post, text);
        g_assert_true (store_post_flush_sync (post, NULL));
        store_folder_tick_sync (folder);
        seen = store_post_dup_presence (post);
        if (seen->person != NULL)
          for (const char *c = seen->person; *c != '\0'; c++)
            g_assert_true ((guchar) *c >= 0x20);
        store_post_take_over (post);
        store_folder_tick_sync (folder);
        result = store_post_save_sync (post, text, NULL);
        g_assert_cmpint (result->status, ==, STORE_SAVED);
      }
      drain ();
      g_usleep (20000);
      drain ();
      place_clear (&place);
    }
}

/* ---- row 20: links and other files ------------------------------------------------------------
 */

static gpointer
swap_links (gpointer data)
{
  const char *site = data;
  g_autofree char *drafts = g_build_filename (site, "_drafts", NULL);
  g_autofree char *link = g_build_filename (site, "link", NULL);
  g_assert_cmpint (symlink ("../outside", link), ==, 0);
  for (int i = 0; i < 4000; i++)
    renameat2 (AT_FDCWD, drafts, AT_FDCWD, link, RENAME_EXCHANGE);
  return NULL;
}

/* A directory is swapped for a link that leads outside, in a loop, while we save. */
static void
test_20_link_in_a_loop (void)
{
  Place place = place_new (OLD, NULL);
  g_autofree char *outside = g_build_filename (place.top, "outside", NULL);
  g_autofree char *theirs = g_build_filename (outside, "a.md", NULL);
  guint saved = 0;
  g_assert_cmpint (g_mkdir (outside, 0755), ==, 0);
  write_file (outside, "a.md", OLD);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    GThread *thread = g_thread_new ("swaps", swap_links, place.site);
    for (int i = 0; i < 200; i++)
      {
        g_autofree char *words = g_strdup_printf ("texte %d\n", i);
        g_autoptr (GBytes) text = bytes_of (words);
        g_autoptr (StoreSaveResult) result = store_post_save_sync (post, text, NULL);
        saved += result->status == STORE_SAVED;
        g_assert_true (result->status == STORE_SAVED || result->status == STORE_PENDING
                       || result->conflict == STORE_CONFLICT_DELETED);
        g_assert_true (file_is (theirs, OLD));
        g_assert_cmpuint (count_names (outside, ""), ==, 1);
      }
    g_thread_join (thread);
  }
  g_test_message ("%u of 200 saved", saved);
  place_clear (&place);
}

static void
test_20_other_files (void)
{
  static const char *const names[] = { "_drafts/fifo.md", "_drafts/link.md", "_drafts/dangling.md",
                                       "_drafts/dir.md", "_drafts/null.md" };
  static const char *const directories[] = { "_drafts", NULL };
  Place place = place_new (OLD, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (place.site, names[i], NULL);
      int done = i == 0   ? mkfifo (file, 0644)
                 : i == 1 ? symlink ("/etc/passwd", file)
                 : i == 2 ? symlink ("/nonexistent", file)
                 : i == 3 ? g_mkdir (file, 0755)
                          : symlink ("/dev/null", file);
      g_assert_cmpint (done, ==, 0);
    }
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GPtrArray) entries = store_folder_list_sync (folder, directories, NULL, NULL);
    g_assert_cmpuint (entries->len, ==, 1);
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (StorePost) post = store_post_new_untitled (folder, NULL);
        g_autoptr (GBytes) text = bytes_of (NEW);
        g_autoptr (StoreSaveResult) result = NULL;
        g_assert_null (store_post_load_sync (folder, names[i], &error));
        g_assert_error (error, STORE_ERROR, STORE_ERROR_NOT_REGULAR);
        result = store_post_save_as_sync (post, names[i], text, NULL);
        g_assert_cmpint (result->status, ==, STORE_PENDING);
      }
  }
  g_assert_false (tree_has ("/etc/passwd", NEW));
  place_clear (&place);
}

/* ---- row 21: sizes and encodings --------------------------------------------------------------
 */

static void
test_21_contents (void)
{
  g_autofree char *long_line = g_strnfill (100 * 1024, 'x');
  const struct
  {
    const char *name;
    const char *bytes;
    gssize size;
    StoreEditability expected;
  } cases[] = {
    { "nul.md", "a\0b\n", 4, STORE_READ_ONLY_NUL },
    { "utf16.md",
      "\xff\xfe"
      "a\0\n\0",
      6, STORE_READ_ONLY_NUL },
    { "latin.md", "\xe9t\xe9\n", 4, STORE_READ_ONLY_NOT_UTF8 },
    { "long.md", long_line, 100 * 1024, STORE_READ_ONLY_LONG_LINE },
    { "crlf.md", "un\r\ndeux\r\n", -1, STORE_EDITABLE },
    { "bom.md", "\xef\xbb\xbf---\ntitle: x\n---\n", -1, STORE_EDITABLE },
    { "open.md", "sans fin de ligne", -1, STORE_EDITABLE },
    { "separators.md",
      "un\xe2\x80\xa8"
      "deux\xc2\x85\r",
      -1, STORE_EDITABLE },
    { "empty.md", "", 0, STORE_EDITABLE },
  };
  Place place = place_new (OLD, NULL);
  g_autofree char *huge = g_build_filename (place.site, "_drafts", "huge.md", NULL);
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize size = cases[i].size < 0 ? strlen (cases[i].bytes) : (gsize) cases[i].size;
      g_autofree char *path = g_strconcat ("_drafts/", cases[i].name, NULL);
      g_autofree char *file = g_build_filename (place.site, path, NULL);
      g_autoptr (StorePost) post = NULL;
      g_autoptr (GBytes) base = NULL;
      g_autoptr (GBytes) text = bytes_of (NEW);
      g_autoptr (StoreSaveResult) there = NULL;
      g_autoptr (StoreSaveResult) back = NULL;
      g_autofree char *found = NULL;
      gsize length;
      g_assert_true (g_file_set_contents (file, cases[i].bytes, (gssize) size, NULL));
      post = store_post_load_sync (folder, path, NULL);
      g_assert_cmpint (store_post_get_editability (post), ==, cases[i].expected);
      base = store_post_dup_base (post);
      g_assert_cmpmem (g_bytes_get_data (base, NULL), g_bytes_get_size (base), cases[i].bytes,
                       size);
      /* The store keeps any bytes: there and back again. */
      there = store_post_save_sync (post, text, NULL);
      g_assert_cmpint (there->status, ==, STORE_SAVED);
      back = store_post_save_sync (post, base, NULL);
      g_assert_cmpint (back->status, ==, STORE_SAVED);
      g_assert_true (g_file_get_contents (file, &found, &length, NULL));
      g_assert_cmpmem (found, length, cases[i].bytes, size);
    }
  {
    g_autoptr (GError) error = NULL;
    int fd = open (huge, O_WRONLY | O_CREAT, 0644);
    g_assert_cmpint (ftruncate (fd, (off_t) 3 << 30), ==, 0);
    close (fd);
    g_assert_null (store_post_load_sync (folder, "_drafts/huge.md", &error));
    g_assert_error (error, STORE_ERROR, STORE_ERROR_TOO_LARGE);
  }
  g_clear_object (&folder);
  place_clear (&place);
}

/* ---- names, and 10,000 of them ----------------------------------------------------------------
 */

static void
test_names (void)
{
  static const char *const directories[] = { "_drafts", NULL };
  g_autofree char *longest = g_strnfill (252, 'n');
  g_autofree char *longest_name = g_strconcat (longest, ".md", NULL);
  const char *const names[] = { "avec des espaces.md",
                                "l'apostrophe \"et\" les guillemets «».md",
                                "<<fusion>>.md",
                                "$(reboot);`id`&|.md",
                                "retour\nligne\t.md",
                                "\xe9t\xe9 latin.md",
                                "e\xcc\x81t\xe9\x9f.md",
                                "e\xcc\x81te\xcc\x81.md",
                                "\xc3\xa9t\xc3\xa9.md",
                                "%41%2f..md",
                                "-rf.md",
                                longest_name };
  Place place = place_new (OLD, NULL);
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) again = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("_drafts/", names[i], NULL);
      write_file (place.site, path, OLD);
    }
  entries = store_folder_list_sync (folder, directories, NULL, NULL);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (names) + 1);
  for (guint i = 0; i < entries->len; i++)
    {
      const StoreListEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (StorePost) post = store_post_load_sync (folder, entry->path, NULL);
      g_autofree char *words = g_strdup_printf ("texte %u\n", i);
      g_autofree char *file = g_build_filename (place.site, entry->path, NULL);
      g_autoptr (GBytes) text = bytes_of (words);
      g_autoptr (StoreSaveResult) result = NULL;
      g_autoptr (GPtrArray) versions = NULL;
      g_assert_nonnull (post);
      g_assert_true (store_post_journal_sync (post, text, NULL));
      result = store_post_save_sync (post, text, NULL);
      g_assert_cmpint (result->status, ==, STORE_SAVED);
      g_assert_true (file_is (file, words));
      versions = store_folder_history_sync (folder, entry->path, NULL);
      g_assert_cmpuint (versions->len, ==, 2);
    }
  again = store_folder_list_sync (folder, directories, NULL, NULL);
  g_assert_cmpuint (again->len, ==, entries->len);
  g_clear_object (&folder);
  place_clear (&place);
}

static void
test_ten_thousand (void)
{
  static const char *const directories[] = { "_posts", "_drafts", NULL };
  Place place = place_new (OLD, NULL);
  g_autofree char *posts = g_build_filename (place.site, "_posts", NULL);
  g_autoptr (StoreFolder) folder = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gboolean truncated = TRUE;
  gint64 start;
  g_assert_cmpint (g_mkdir (posts, 0755), ==, 0);
  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *file = g_strdup_printf ("%s/2024-01-%02d-n%d.md", posts, i % 28 + 1, i);
      int fd = open (file, O_WRONLY | O_CREAT, 0644);
      g_assert_cmpint (write (fd, "x\n", 2), ==, 2);
      close (fd);
    }
  folder = store_folder_open (place.site, &place.config, NULL);
  start = g_get_monotonic_time ();
  entries = store_folder_list_sync (folder, directories, &truncated, NULL);
  g_test_message ("10,001 posts listed in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (entries->len, ==, 10001);
  g_assert_false (truncated);
  {
    const StoreListEntry *entry = g_ptr_array_index (entries, 5000);
    g_autoptr (StorePost) post = store_post_load_sync (folder, entry->path, NULL);
    g_autoptr (GBytes) text = bytes_of (NEW);
    g_autoptr (StoreSaveResult) result = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (result->status, ==, STORE_SAVED);
  }
  g_clear_object (&folder);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/matrix/row-12-frozen-server", test_12_frozen);
  g_test_add_func ("/store/matrix/row-14-without-exchange", test_14_without_exchange);
  g_test_add_func ("/store/matrix/row-18-conflict-copies", test_18_conflict_copies);
  g_test_add_func ("/store/matrix/row-19-spoiled-presence", test_19_spoiled_presence);
  g_test_add_func ("/store/matrix/row-20-link-in-a-loop", test_20_link_in_a_loop);
  g_test_add_func ("/store/matrix/row-20-other-files", test_20_other_files);
  g_test_add_func ("/store/matrix/row-21-sizes-and-encodings", test_21_contents);
  g_test_add_func ("/store/names", test_names);
  g_test_add_func ("/store/ten-thousand", test_ten_thousand);
  return g_test_run ();
}

/* test-store-save.c - saving: the plain ways, and every system call failing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nothing fails any more, and nobody else was there: the outbox brings the text into the folder. */
static void
retry_when_well (Place *place, StoreFolder *folder)
{
  faults.at = 0;
  faults.now += 5 * G_TIME_SPAN_SECOND;
  store_folder_tick_sync (folder);
  g_assert_true (file_is (place->post, NEW));
  g_assert_cmpuint (store_folder_get_waiting (folder), ==, 0);
}

/* Loads the post and saves NEW, and until it is there if that is PENDING; NULL if it could not even
 * be loaded. */
static StoreSaveResult *
edit_and_save (Place *place, gboolean new_post)
{
  g_autoptr (GBytes) text = g_bytes_new_static (NEW, strlen (NEW));
  g_autoptr (StorePost) post = NULL;
  g_autoptr (StoreFolder) folder = store_folder_open (place->site, &place->config, NULL);
  StoreSaveResult *result;
  if (folder == NULL)
    return NULL;
  post = new_post ? store_post_new_untitled (folder, NULL)
                  : store_post_load_sync (folder, "_drafts/a.md", NULL);
  if (post == NULL)
    return NULL;
  result = new_post ? store_post_save_as_sync (post, "_drafts/a.md", text, NULL)
                    : store_post_save_sync (post, text, NULL);
  if (result->status == STORE_PENDING)
    retry_when_well (place, folder);
  return result;
}

/* ---- plain ------------------------------------------------------------------------------------
 */

static void
test_plain (void)
{
  Place place;
  g_autoptr (StoreSaveResult) result = NULL;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  result = edit_and_save (&place, FALSE);
  g_assert_nonnull (result);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  g_assert_true (result->durable);
  g_assert_true (file_is (place.post, NEW));
  g_assert_cmpint (count_md (place.site), ==, 0);
  place_clear (&place);
}

static void
test_new (void)
{
  Place place;
  g_autoptr (StoreSaveResult) result = NULL;
  g_autoptr (StoreSaveResult) again = NULL;
  reset_faults ();
  place = place_new (NULL, &faults.ops);
  result = edit_and_save (&place, TRUE);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  g_assert_true (file_is (place.post, NEW));
  g_assert_true (g_file_set_contents (place.post, OTHER, -1, NULL));
  again = edit_and_save (&place, TRUE);
  g_assert_cmpint (again->status, ==, STORE_CONFLICT);
  g_assert_cmpint (again->conflict, ==, STORE_CONFLICT_EXISTS);
  g_assert_true (file_is (place.post, OTHER));
  place_clear (&place);
}

/* A colleague saves at each place between the steps: with exchange nothing of theirs is lost. */
static void
test_colleague (void)
{
  for (int step = STORE_STEP_JOURNALED; step <= STORE_STEP_SWAPPED; step++)
    {
      Place place;
      g_autoptr (StoreSaveResult) result = NULL;
      reset_faults ();
      place = place_new (OLD, &faults.ops);
      faults.hook_at = (StoreStep) step;
      faults.hook_path = place.post;
      result = edit_and_save (&place, FALSE);
      g_assert_cmpint (result->status, ==, STORE_CONFLICT);
      g_assert_true (file_is (place.post, OTHER));
      g_assert_true (tree_has (place.state, NEW));
      place_clear (&place);
    }
}

static void
test_deleted_and_renamed (void)
{
  Place place;
  g_autoptr (GBytes) text = g_bytes_new_static (NEW, strlen (NEW));
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autofree char *elsewhere = g_build_filename (place.site, "_posts", NULL);
    g_autofree char *renamed = g_build_filename (elsewhere, "b.md", NULL);
    g_autoptr (StoreSaveResult) first = NULL;
    g_autoptr (StoreSaveResult) second = NULL;
    g_mkdir (elsewhere, 0755);
    g_assert_cmpint (g_rename (place.post, renamed), ==, 0);
    first = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (first->conflict, ==, STORE_CONFLICT_RENAMED);
    g_assert_cmpstr (first->renamed_path, ==, "_posts/b.md");
    g_remove (renamed);
    second = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (second->conflict, ==, STORE_CONFLICT_DELETED);
  }
  place_clear (&place);
}

static guint
count_calls (Call call, StorePost *post, const char *text)
{
  g_autoptr (GBytes) bytes = bytes_of (text);
  g_autoptr (StoreSaveResult) result = NULL;
  faults.call = call;
  faults.at = G_MAXINT;
  faults.count = 0;
  result = store_post_save_sync (post, bytes, NULL);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  return (guint) faults.count;
}

/* A save costs what the steps demand: each sync is a disk's time, and the text is looked at before
 * the copy (4), in it (5), after it (6), where it came out (7) and at the end (9). */
static void
test_costs (void)
{
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    count_calls (CALL_FSYNC, post, OTHER); /* the first one makes the journal and .chapeau */
    g_assert_cmpuint (count_calls (CALL_FSYNC, post, NEW), ==, 2);
    g_assert_cmpuint (count_calls (CALL_FDATASYNC, post, OTHER), ==, 1);
    /* Each of them and its end; the folder's name and the mutex, too. */
    g_assert_cmpuint (count_calls (CALL_READ, post, NEW), ==, 2 * (5 + 2));
    g_assert_cmpuint (count_calls (CALL_PREAD, post, OTHER), ==, 1);
    /* The text in the slot, in the pending file, and that it is settled. */
    g_assert_cmpuint (count_calls (CALL_PWRITE, post, NEW), ==, 3);
  }
  place_clear (&place);
}

/* What is saved without having been typed is what the person has: nothing older is offered. */
static void
test_never_typed (void)
{
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (GPtrArray) left = NULL;
    count_calls (0, post, OTHER);
    count_calls (0, post, NEW);
    faults.at = 0;
    drain ();
    g_clear_object (&post); /* as if killed, but for the lock: the journal stays as it is */
    left = store_recover_list (&place.config, NULL);
    g_assert_cmpuint (left->len, ==, 0);
  }
  place_clear (&place);
}

/* ---- every call fails -------------------------------------------------------------------------
 */

static guint injected;

/* The invariants after a save under a fault. */
static void
check_after (Place *place, const StoreSaveResult *result, gboolean new_post)
{
  gboolean is_new = file_is (place->post, NEW);
  gboolean is_old =
      new_post ? !g_file_test (place->post, G_FILE_TEST_EXISTS) || file_is (place->post, "")
               : file_is (place->post, OLD);
  g_autofree char *drafts = g_path_get_dirname (place->post);
  injected++;
  if (!is_new && !is_old)
    g_test_message ("call %d at %d code %d after %d", faults.call, faults.count, faults.code,
                    faults.after);
  if (!is_new && !is_old && !new_post)
    /* Only a failed rename may leave it missing, and then both texts are at hand. */
    g_assert_true (!g_file_test (place->post, G_FILE_TEST_EXISTS) && tree_has (place->site, OLD));
  else
    g_assert_true (is_new || is_old);
  g_assert_cmpint (count_md (drafts), <=, 1);
  if (result == NULL)
    return;
  if (result->status == STORE_SAVED)
    g_assert_true (is_new);
  if (result->status == STORE_PENDING || result->status == STORE_CONFLICT)
    g_assert_true (tree_has (place->state, NEW));
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;
  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* FALSE when the n-th call was never reached. */
static gboolean
one_fault (Call call, int at, int code, gboolean forever, gboolean after, guint variant)
{
  gboolean new_post = (variant & 1) != 0;
  Place place;
  g_autoptr (StoreSaveResult) result = NULL;
  gboolean reached;
  guint before;
  drain ();
  before = count_descriptors ();
  reset_faults ();
  faults.no_exchange = (variant & 2) != 0;
  faults.no_link = (variant & 4) != 0;
  place = place_new (new_post ? NULL : (variant & 8) != 0 ? NEW : OLD, &faults.ops);
  faults.call = call;
  faults.at = at;
  faults.code = code;
  faults.forever = forever;
  faults.after = after;
  result = edit_and_save (&place, new_post);
  reached = faults.count >= at;
  faults.at = 0;
  check_after (&place, result, new_post);
  drain ();
  if (count_descriptors () != before)
    g_test_message ("leak: call %d at %d code %d after %d forever %d", call, at, code, after,
                    forever);
  g_assert_cmpint (count_descriptors (), ==, before);
  place_clear (&place);
  return reached;
}

/* Failures that programs treat in ways of their own: only once, or the program would be right to
 * try for ever. */
static const int once_codes[] = { EINTR, NOTHING_DONE, EINVAL, EPERM, ENOENT, EEXIST, ELOOP };

static void
test_every_call (gconstpointer data)
{
  guint variant = GPOINTER_TO_UINT (data);
  gboolean thorough = variant == 0 || variant == 7 || g_getenv ("STORE_LONG") != NULL;
  static const int codes[] = { EIO, ENOSPC, EACCES, ESTALE };
  injected = 0;
  for (int call = CALL_OPEN; call < CALLS; call++)
    {
      for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
        for (int mode = 0; mode < 3; mode++)
          for (int at = 1; one_fault ((Call) call, at, codes[c], mode == 1, mode == 2, variant);
               at++)
            g_assert_cmpint (at, <, 1000);
      for (guint c = 0; thorough && c < G_N_ELEMENTS (once_codes); c++)
        if (once_codes[c] != NOTHING_DONE || call == CALL_READ || call == CALL_WRITE
            || call == CALL_PREAD || call == CALL_PWRITE)
          for (int at = 1; one_fault ((Call) call, at, once_codes[c], FALSE, FALSE, variant); at++)
            g_assert_cmpint (at, <, 1000);
    }
  g_test_message ("%u faults", injected);
}

/* ---- killed at every call ---------------------------------------------------------------------
 */

static void
test_killed (gconstpointer data)
{
  guint variant = GPOINTER_TO_UINT (data);
  gboolean new_post = (variant & 1) != 0;
  guint kills = 0;
  for (int at = 1; at < 2000; at++)
    {
      Place place;
      int status;
      pid_t child;
      reset_faults ();
      faults.no_exchange = (variant & 2) != 0;
      faults.no_link = (variant & 4) != 0;
      place = place_new (new_post ? NULL : OLD, &faults.ops);
      child = fork ();
      if (child == 0)
        {
          g_autofree char *mark = g_build_filename (place.top, "saving", NULL);
          g_autoptr (GBytes) text = g_bytes_new_static (NEW, strlen (NEW));
          StoreFolder *folder;
          StorePost *post;
          faults.at = at;
          folder = store_folder_open (place.site, &place.config, NULL);
          post = new_post ? store_post_new_untitled (folder, NULL)
                          : store_post_load_sync (folder, "_drafts/a.md", NULL);
          store_post_journal_sync (post, text, NULL);
          g_file_set_contents (mark, "x", 1, NULL);
          store_save_result_free (new_post
                                      ? store_post_save_as_sync (post, "_drafts/a.md", text, NULL)
                                      : store_post_save_sync (post, text, NULL));
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFEXITED (status)
                     && (WEXITSTATUS (status) == 0 || WEXITSTATUS (status) == 9));
      check_after (&place, NULL, new_post);
      if (g_file_test (place.top, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *mark = g_build_filename (place.top, "saving", NULL);
          if (g_file_test (mark, G_FILE_TEST_EXISTS) && !file_is (place.post, NEW))
            {
              g_autoptr (GPtrArray) left = store_recover_list (&place.config, NULL);
              const StoreRecovery *first;
              g_assert_cmpint (left->len, >=, 1);
              first = g_ptr_array_index (left, 0);
              g_assert_cmpmem (g_bytes_get_data (first->text, NULL), g_bytes_get_size (first->text),
                               NEW, strlen (NEW));
              g_assert_false (first->damaged);
            }
        }
      place_clear (&place);
      if (WEXITSTATUS (status) == 0)
        break;
      kills++;
    }
  g_test_message ("%u kills", kills);
  g_assert_cmpint (kills, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/save/plain", test_plain);
  g_test_add_func ("/store/save/new", test_new);
  g_test_add_func ("/store/save/costs", test_costs);
  g_test_add_func ("/store/save/never-typed", test_never_typed);
  g_test_add_func ("/store/matrix/14-colleague-between-steps", test_colleague);
  g_test_add_func ("/store/matrix/15-deleted-or-renamed", test_deleted_and_renamed);
  /* New post, no exchange, no links; the folder has the text already. */
  for (guint variant = 0; variant < 9; variant++)
    {
      g_autofree char *fail = g_strdup_printf ("/store/matrix/09-every-call-fails/%u", variant);
      g_autofree char *kill = g_strdup_printf ("/store/matrix/01-killed-at-every-call/%u", variant);
      if (variant == 4 || variant == 5)
        continue; /* links are not needed where exchange works */
      g_test_add_data_func (fail, GUINT_TO_POINTER (variant), test_every_call);
      if (variant < 8)
        g_test_add_data_func (kill, GUINT_TO_POINTER (variant), test_killed);
    }
  return g_test_run ();
}

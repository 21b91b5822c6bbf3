/* test-store-closing.c - a post is closed, or its base decided about, while the store works on it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <errno.h>
#include <string.h>

#define MERGED "les deux textes\n"

/* ---- a server that hangs in the midst of a save -----------------------------------------------
 */

static GMutex hang; /* held while the server is frozen */
static gint frozen; /* somebody waits for it */

static int
hanging_rename (
    gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags)
{
  if (g_str_has_prefix (old, ".~save-"))
    {
      g_atomic_int_set (&frozen, 1);
      g_mutex_lock (&hang);
      g_mutex_unlock (&hang);
      g_atomic_int_set (&frozen, 0);
    }
  return store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags);
}

static const StoreOps *
hanging_ops (void)
{
  static StoreOps ops;
  ops = *store_ops_system ();
  ops.renameat2 = hanging_rename;
  return &ops;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_frozen (void)
{
  while (!g_atomic_int_get (&frozen))
    g_usleep (1000);
}

typedef GPtrArray *(*List) (const StoreConfig *config, GError **error);

/* Worker and writer end by themselves, and a journal that is held is not in the lists. */
static void
wait_for_journals (Place *place, List list, guint expected)
{
  guint count = G_MAXUINT;
  for (int i = 0; i < 4000 && count != expected; i++)
    {
      g_autoptr (GPtrArray) left = list (&place->config, NULL);
      count = left->len;
      if (count != expected)
        g_usleep (5000);
    }
  g_assert_cmpuint (count, ==, expected);
}

/* There is no journal at all any more. */
static void
wait_for_no_journal (Place *place)
{
  g_autofree char *journals = g_build_filename (place->state, "journal", NULL);
  for (int i = 0; i < 4000 && count_names (journals, "") > 0; i++)
    g_usleep (5000);
  g_assert_cmpuint (count_names (journals, ""), ==, 0);
}

/* The text is typed, saved, and its post closed and forgotten in the midst: the save goes on, and
 * then the journal is not needed; what was typed after the save stays in it. */
static void
test_close_while_saving (gconstpointer data)
{
  gboolean discard = (GPOINTER_TO_UINT (data) & 1) != 0;
  gboolean typed_after = (GPOINTER_TO_UINT (data) & 2) != 0;
  Place place = place_new (OLD, hanging_ops ());
  StoreFolder *folder = store_folder_open (place.site, &place.config, NULL);
  StorePost *post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (GBytes) later = bytes_of (MERGED);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) queued = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (StoreSaveResult) result = NULL;
  g_autoptr (StoreSaveResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_mutex_lock (&hang);
  store_post_journal (post, text);
  store_post_save_async (post, text, NULL, keep_result, &saved);
  wait_until_frozen ();
  store_post_save_async (post, text, NULL, keep_result, &queued);
  if (typed_after)
    store_post_journal (post, later);
  store_post_close (post, discard);
  store_post_save_async (post, text, NULL, keep_result, &refused);
  g_assert_false (store_folder_wait_idle (folder, 1000));
  g_mutex_unlock (&hang);
  g_assert_true (store_folder_wait_idle (folder, G_TIME_SPAN_HOUR));
  wait_for (&saved);
  wait_for (&queued);
  wait_for (&refused);
  result = store_post_save_finish (post, saved, NULL);
  second = store_post_save_finish (post, queued, NULL);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  g_assert_cmpint (second->status, ==, STORE_SAVED);
  g_assert_null (store_post_save_finish (post, refused, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_JOURNAL);
  g_clear_object (&saved);
  g_clear_object (&queued);
  g_clear_object (&refused);
  g_object_unref (post);
  g_object_unref (folder);
  drain ();
  g_assert_true (file_is (place.post, NEW));
  if (typed_after)
    wait_for_journals (&place, discard ? store_recover_list_discarded : store_recover_list, 1);
  else
    wait_for_no_journal (&place);
  g_assert_true (!typed_after || tree_has (place.state, MERGED));
  place_clear (&place);
}

/* What could not be written is tried once more at the end. */
static void
test_close_after_a_failure (void)
{
  Place place;
  StoreFolder *folder;
  StorePost *post;
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (GError) error = NULL;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  folder = store_folder_open (place.site, &place.config, NULL);
  post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  faults.call = CALL_PWRITE;
  faults.code = ENOSPC;
  faults.at = 1;
  faults.forever = TRUE;
  store_post_journal (post, text);
  g_assert_false (store_post_flush_sync (post, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_JOURNAL);
  faults.at = 0;
  store_post_close (post, FALSE);
  g_object_unref (post);
  g_object_unref (folder);
  wait_for_journals (&place, store_recover_list, 1);
  g_assert_true (tree_has (place.state, NEW));
  drain ();
  place_clear (&place);
}

/* ---- decisions --------------------------------------------------------------------------------
 */

typedef struct
{
  Place place;
  StoreFolder *folder;
  StorePost *post;
} Waiting;

/* NEW waits in the outbox, and a colleague has saved meanwhile. */
static Waiting
begin_waiting (void)
{
  Waiting waiting;
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (StoreSaveResult) result = NULL;
  reset_faults ();
  waiting.place = place_new (OLD, &faults.ops);
  waiting.folder = store_folder_open (waiting.place.site, &waiting.place.config, NULL);
  waiting.post = store_post_load_sync (waiting.folder, "_drafts/a.md", NULL);
  g_assert_true (store_post_journal_sync (waiting.post, text, NULL));
  faults.call = CALL_WRITE;
  faults.code = ENOSPC;
  faults.at = 1;
  faults.forever = TRUE;
  result = store_post_save_sync (waiting.post, text, NULL);
  g_assert_cmpint (result->status, ==, STORE_PENDING);
  g_assert_true (store_post_is_waiting (waiting.post));
  faults.at = 0;
  write_file (waiting.place.site, "_drafts/a.md", OTHER);
  return waiting;
}

static void
end_waiting (Waiting *waiting)
{
  g_clear_object (&waiting->post);
  g_clear_object (&waiting->folder);
  drain ();
}

static void
set_base (StorePost *post, const char *text)
{
  g_autoptr (GBytes) base = bytes_of (text);
  store_post_set_base (post, base);
}

/* Once the person has looked at the colleague's text, ours is not written over it by the outbox. */
static void
test_base_ends_waiting (void)
{
  Waiting waiting = begin_waiting ();
  set_base (waiting.post, OTHER);
  g_assert_false (store_post_is_waiting (waiting.post));
  for (int i = 0; i < 40; i++)
    {
      faults.now += 5 * G_TIME_SPAN_SECOND;
      store_folder_tick_sync (waiting.folder);
      g_usleep (2000);
    }
  g_assert_true (file_is (waiting.place.post, OTHER));
  /* Our text can be had again. */
  {
    g_autoptr (GPtrArray) versions =
        store_folder_history_sync (waiting.folder, "_drafts/a.md", NULL);
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, NEW, -1);
    gboolean found = FALSE;
    for (guint i = 0; i < versions->len; i++)
      found |= strcmp (((StoreVersion *) g_ptr_array_index (versions, i))->hash, hash) == 0;
    g_assert_true (found);
  }
  end_waiting (&waiting);
  place_clear (&waiting.place);
}

/* The same, and the program is killed before the outbox has heard of it: the record of the merge is
 * in the journal, the pending file is still there. */
static void
test_base_ends_waiting_killed (void)
{
  Waiting waiting = begin_waiting ();
  g_autoptr (GBytes) merged = bytes_of (MERGED);
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (StoreFolder) folder = NULL;
  g_autofree char *journal = g_build_filename (waiting.place.state, "journal", NULL);
  g_autofree char *kept = g_build_filename (waiting.place.top, "kept", NULL);
  g_autofree char *command = NULL;
  set_base (waiting.post, OTHER);
  g_assert_true (store_post_journal_sync (waiting.post, merged, NULL));
  command = g_strdup_printf ("cp -r '%s' '%s'", journal, kept);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  end_waiting (&waiting);
  remove_tree (journal);
  g_free (command);
  command = g_strdup_printf ("mv '%s' '%s'", kept, journal);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  folder = store_folder_open (waiting.place.site, &waiting.place.config, NULL);
  outbox = store_folder_resume_outbox_sync (folder);
  for (guint i = 0; i < outbox->len; i++)
    g_assert_false (store_post_is_waiting (g_ptr_array_index (outbox, i)));
  faults.now += 5 * G_TIME_SPAN_SECOND;
  store_folder_tick_sync (folder);
  g_assert_true (file_is (waiting.place.post, OTHER));
  g_assert_true (tree_has (waiting.place.state, MERGED));
  g_clear_pointer (&outbox, g_ptr_array_unref);
  g_clear_object (&folder);
  drain ();
  place_clear (&waiting.place);
}

/* Where the history cannot have it, the pending file keeps the text. */
static void
test_base_without_history (void)
{
  Waiting waiting = begin_waiting ();
  g_autofree char *history = g_build_filename (waiting.place.state, "history", NULL);
  remove_tree (history);
  write_file (waiting.place.state, "history", "not a folder\n");
  set_base (waiting.post, OTHER);
  g_assert_true (store_folder_wait_idle (waiting.folder, G_TIME_SPAN_HOUR));
  set_base (waiting.post, OTHER); /* nothing waits now */
  g_assert_true (store_folder_wait_idle (waiting.folder, G_TIME_SPAN_HOUR));
  g_assert_true (tree_has (waiting.place.state, NEW));
  end_waiting (&waiting);
  {
    g_autoptr (GPtrArray) left = store_recover_list (&waiting.place.config, NULL);
    g_assert_cmpuint (left->len, ==, 1);
    g_assert_true (((StoreRecovery *) g_ptr_array_index (left, 0))->pending);
  }
  place_clear (&waiting.place);
}

/* A closed post is not tried again in this run; its journal has the text. */
static void
test_close_waiting (void)
{
  Waiting waiting = begin_waiting ();
  write_file (waiting.place.site, "_drafts/a.md", OLD);
  store_post_close (waiting.post, FALSE);
  faults.now += G_TIME_SPAN_MINUTE;
  store_folder_tick_sync (waiting.folder);
  g_assert_true (file_is (waiting.place.post, OLD));
  end_waiting (&waiting);
  wait_for_journals (&waiting.place, store_recover_list, 1);
  place_clear (&waiting.place);
}

/* A save is under way to the worker while the person takes a colleague's text for the base: the
 * text of the save does not know that one. */
static void
test_base_overtakes_a_save (gconstpointer base)
{
  Place place = place_new (OLD, hanging_ops ());
  StoreFolder *folder = store_folder_open (place.site, &place.config, NULL);
  StorePost *post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  g_autoptr (GBytes) first = bytes_of (MERGED);
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (GAsyncResult) freezing = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (StoreSaveResult) result = NULL;
  g_autoptr (StoreSaveResult) before = NULL;
  g_mutex_lock (&hang);
  store_post_save_async (post, first, NULL, keep_result, &freezing);
  wait_until_frozen ();
  store_post_save_async (post, text, NULL, keep_result, &saved);
  write_file (place.site, "_drafts/a.md", OTHER);
  if (base != NULL)
    set_base (post, base);
  else
    store_post_set_base (post, NULL);
  g_mutex_unlock (&hang);
  wait_for (&freezing);
  wait_for (&saved);
  before = store_post_save_finish (post, freezing, NULL);
  result = store_post_save_finish (post, saved, NULL);
  g_assert_cmpint (before->status, ==, STORE_CONFLICT);
  g_assert_cmpint (result->status, ==, STORE_CONFLICT);
  g_assert_true (file_is (place.post, OTHER));
  g_assert_true ((result->theirs != NULL) == (base != NULL));
  g_assert_cmpint (result->conflict, ==,
                   base != NULL ? STORE_CONFLICT_CHANGED : STORE_CONFLICT_DELETED);
  g_assert_true (tree_has (place.state, NEW));
  g_clear_object (&freezing);
  g_clear_object (&saved);
  g_object_unref (post);
  g_object_unref (folder);
  drain ();
  g_usleep (50000);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint how = 0; how < 4; how++)
    {
      g_autofree char *name = g_strdup_printf ("/store/close/while-saving/%u", how);
      g_test_add_data_func (name, GUINT_TO_POINTER (how), test_close_while_saving);
    }
  g_test_add_func ("/store/close/after-a-failure", test_close_after_a_failure);
  g_test_add_func ("/store/base/ends-waiting", test_base_ends_waiting);
  g_test_add_func ("/store/base/ends-waiting-killed", test_base_ends_waiting_killed);
  g_test_add_func ("/store/base/without-history", test_base_without_history);
  g_test_add_func ("/store/close/waiting", test_close_waiting);
  g_test_add_data_func ("/store/base/overtakes-a-save", OTHER, test_base_overtakes_a_save);
  g_test_add_data_func ("/store/base/none-overtakes-a-save", NULL, test_base_overtakes_a_save);
  return g_test_run ();
}

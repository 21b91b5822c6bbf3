/* test-store-renamed.c - a post gets another name, by us or by a colleague: what was typed, the
 * versions and the claim go along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <glib/gstdio.h>
#include <string.h>

#define DRAFT     "_drafts/a.md"
#define PUBLISHED "_posts/2024-03-05-a.md"
#define MORE      "encore un texte\n"

typedef struct
{
  Place place;
  StoreFolder *folder;
  StorePost *post;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  reset_faults ();
  fixture->place = place_new (OLD, &faults.ops);
  fixture->folder = store_folder_open (fixture->place.site, &fixture->place.config, NULL);
  fixture->post = store_post_load_sync (fixture->folder, DRAFT, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->post);
  drain ();
  g_clear_object (&fixture->folder);
  place_clear (&fixture->place);
}

static void
journal (const Fixture *fixture, const char *words)
{
  g_autoptr (GBytes) text = bytes_of (words);
  store_post_journal (fixture->post, text);
  g_assert_true (store_post_flush_sync (fixture->post, NULL));
}

/* The program ends without closing the post: the one journal that it leaves, once nobody holds it.
 */
static GPtrArray *
crash (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_MINUTE;
  GPtrArray *left;
  g_clear_object (&fixture->post);
  while ((left = store_recover_list (&fixture->place.config, NULL))->len == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_ptr_array_unref (left);
      drain ();
      g_usleep (1000);
    }
  g_assert_cmpuint (left->len, ==, 1);
  return left;
}

static StoreSaveResult *
save (const Fixture *fixture, const char *words)
{
  g_autoptr (GBytes) text = bytes_of (words);
  return store_post_save_sync (fixture->post, text, NULL);
}

static void
assert_saved (const Fixture *fixture, const char *words)
{
  g_autoptr (StoreSaveResult) result = save (fixture, words);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
}

/* Time passes, with all that is due. */
static void
pass (const Fixture *fixture, gint64 seconds)
{
  for (gint64 i = 0; i < seconds; i++)
    {
      faults.now += G_TIME_SPAN_SECOND;
      store_folder_tick_sync (fixture->folder);
    }
}

static char *
dup_file (const Fixture *fixture, const char *path)
{
  return g_build_filename (fixture->place.site, path, NULL);
}

static void
rename_file (const Fixture *fixture, const char *from, const char *to)
{
  g_autofree char *old = dup_file (fixture, from);
  g_autofree char *new = dup_file (fixture, to);
  g_autofree char *directory = g_path_get_dirname (new);
  g_mkdir_with_parents (directory, 0755);
  g_assert_cmpint (g_rename (old, new), ==, 0);
}

static gboolean
site_file_is (const Fixture *fixture, const char *path, const char *words)
{
  g_autofree char *file = dup_file (fixture, path);
  return words == NULL ? !g_file_test (file, G_FILE_TEST_EXISTS) : file_is (file, words);
}

static guint
count_presences (const Fixture *fixture)
{
  g_autofree char *directory = dup_file (fixture, ".chapeau/presence");
  return count_names (directory, "");
}

/* The reasons of a post's versions, newest first, as numbers. */
static char *
dup_reasons (const Fixture *fixture, const char *path)
{
  g_autoptr (GPtrArray) versions = store_folder_history_sync (fixture->folder, path, NULL);
  GString *reasons = g_string_new (NULL);
  for (guint i = 0; i < versions->len; i++)
    {
      const StoreVersion *version = g_ptr_array_index (versions, i);
      g_string_append_printf (reasons, "%d", (int) version->reason);
    }
  return g_string_free (reasons, FALSE);
}

static guint told;

static void
on_any_change (StorePost *post, int change, GBytes *theirs, gpointer data)
{
  told++;
}

/* ---- by us ------------------------------------------------------------------------------------
 */

/* The versions from before publishing are those of the published post, too; back and forth does not
 * make them more. */
static void
test_history_goes_on (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *before = NULL;
  assert_saved (fixture, NEW);
  assert_saved (fixture, MORE);
  before = dup_reasons (fixture, DRAFT);
  g_assert_cmpuint (strlen (before), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *published = NULL;
      g_autofree char *draft = NULL;
      g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
      published = dup_reasons (fixture, PUBLISHED);
      g_assert_cmpstr (published, ==, before);
      g_assert_true (store_post_move_sync (fixture->post, DRAFT, NULL));
      draft = dup_reasons (fixture, DRAFT);
      g_assert_cmpstr (draft, ==, before);
    }
  g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
  assert_saved (fixture, OTHER);
  {
    g_autoptr (GPtrArray) versions = store_folder_history_sync (fixture->folder, PUBLISHED, NULL);
    const StoreVersion *oldest = g_ptr_array_index (versions, versions->len - 1);
    g_autoptr (GBytes) text = store_folder_version_sync (fixture->folder, oldest->hash, NULL);
    g_assert_cmpuint (versions->len, ==, 4);
    g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), OLD, strlen (OLD));
  }
}

/* Nobody is shown as writing under the old name. */
/* "Publish" pressed twice on a slow folder: the second move finds the file where it is to go. */
static void
test_twice (Fixture *fixture, gconstpointer unused)
{
  assert_saved (fixture, MORE);
  g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
  g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
  g_assert_true (site_file_is (fixture, PUBLISHED, MORE));
  g_assert_true (site_file_is (fixture, DRAFT, NULL));
  assert_saved (fixture, OLD);
  g_assert_true (site_file_is (fixture, PUBLISHED, OLD));
}

static void
test_claim_goes_along (Fixture *fixture, gconstpointer unused)
{
  journal (fixture, NEW);
  pass (fixture, 2);
  g_assert_cmpuint (count_presences (fixture), ==, 1);
  g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
  pass (fixture, 2);
  g_assert_cmpuint (count_presences (fixture), ==, 1);
  {
    g_autoptr (StorePresence) presence = store_post_dup_presence (fixture->post);
    g_assert_cmpint (presence->kind, ==, STORE_PRESENCE_OURS);
  }
}

/* What was seen of the file before is forgotten with its name and with each save. */
static void
test_seen_before (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) theirs = bytes_of (OTHER);
  store_post_set_attention (fixture->post, STORE_ATTENTION_FOCUSED);
  pass (fixture, 3);
  g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
  pass (fixture, 3);
  write_file (fixture->place.site, PUBLISHED, OTHER);
  pass (fixture, 3);
  store_post_set_base (fixture->post, theirs);
  assert_saved (fixture, NEW);
  write_file (fixture->place.site, PUBLISHED, OTHER);
  drain ();
  told = 0;
  g_signal_connect (fixture->post, "changed-outside", G_CALLBACK (on_any_change), NULL);
  pass (fixture, 3);
  drain ();
  g_assert_cmpuint (told, ==, 1);
}

/* ---- by a colleague ---------------------------------------------------------------------------
 */

static void
on_changed (StorePost *post, int change, GBytes *theirs, gpointer data)
{
  if (change == STORE_CHANGE_DELETED)
    told++;
}

static void
keep_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
follow_later (const Fixture *fixture, const char *path)
{
  g_autoptr (GAsyncResult) answer = NULL;
  store_post_follow_async (fixture->post, path, NULL, keep_answer, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (store_post_follow_finish (fixture->post, answer, NULL));
}

/* Noticed by a look; what was typed goes on under the new name. */
static void
test_follow (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *renamed = NULL;
  told = 0;
  g_signal_connect (fixture->post, "changed-outside", G_CALLBACK (on_changed), NULL);
  store_post_set_attention (fixture->post, STORE_ATTENTION_FOCUSED);
  journal (fixture, NEW);
  pass (fixture, 3);
  rename_file (fixture, DRAFT, PUBLISHED);
  pass (fixture, 3);
  drain ();
  g_assert_cmpuint (told, ==, 1);
  renamed = store_post_dup_renamed (fixture->post);
  g_assert_cmpstr (renamed, ==, PUBLISHED);
  follow_later (fixture, renamed);
  assert_saved (fixture, NEW);
  g_assert_true (site_file_is (fixture, PUBLISHED, NEW) && site_file_is (fixture, DRAFT, NULL));
  g_free (renamed);
  renamed = store_post_dup_renamed (fixture->post);
  g_assert_null (renamed);
  pass (fixture, 3);
  g_assert_cmpuint (count_presences (fixture), ==, 1);
  {
    g_autofree char *reasons = dup_reasons (fixture, PUBLISHED);
    g_assert_cmpuint (strlen (reasons), ==, 2);
  }
}

/* A sync program takes the file away first: it is told again when the new name is there. */
static void
test_later (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *renamed = NULL;
  told = 0;
  g_signal_connect (fixture->post, "changed-outside", G_CALLBACK (on_changed), NULL);
  store_post_set_attention (fixture->post, STORE_ATTENTION_FOCUSED);
  pass (fixture, 3);
  g_assert_cmpint (g_remove (fixture->place.post), ==, 0);
  pass (fixture, 20);
  drain ();
  g_assert_cmpuint (told, ==, 1);
  g_assert_null (store_post_dup_renamed (fixture->post));
  write_file (fixture->place.site, PUBLISHED, OLD);
  pass (fixture, 20);
  drain ();
  g_assert_cmpuint (told, ==, 2);
  renamed = store_post_dup_renamed (fixture->post);
  g_assert_cmpstr (renamed, ==, PUBLISHED);
  /* It is there again under its own name. */
  write_file (fixture->place.site, DRAFT, OLD);
  pass (fixture, 5);
  g_assert_null (store_post_dup_renamed (fixture->post));
}

/* Met by a save: the text that was to be saved is not written under the old name, not even after a
 * crash of ours. */
static void
test_crash_after_following (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *renamed = NULL;
  journal (fixture, NEW);
  rename_file (fixture, DRAFT, PUBLISHED);
  {
    g_autoptr (StoreSaveResult) result = save (fixture, NEW);
    g_assert_cmpint (result->conflict, ==, STORE_CONFLICT_RENAMED);
  }
  renamed = store_post_dup_renamed (fixture->post);
  g_assert_cmpstr (renamed, ==, PUBLISHED);
  g_assert_true (store_post_follow_sync (fixture->post, renamed, NULL));
  {
    g_autoptr (GPtrArray) left = crash (fixture);
    const StoreRecovery *recovery = g_ptr_array_index (left, 0);
    g_assert_cmpstr (recovery->path, ==, PUBLISHED);
    fixture->post =
        store_post_resume_sync (fixture->folder, &fixture->place.config, recovery, NULL);
    g_assert_false (store_post_is_waiting (fixture->post));
    pass (fixture, 120);
    g_assert_true (site_file_is (fixture, DRAFT, NULL) && site_file_is (fixture, PUBLISHED, OLD));
    assert_saved (fixture, NEW);
    g_assert_true (site_file_is (fixture, PUBLISHED, NEW));
  }
}

/* The folder was away when it was renamed: what waits goes under the new name, and nowhere else. */
static void
test_waiting (Fixture *fixture, gconstpointer crashed)
{
  journal (fixture, NEW);
  rename_file (fixture, DRAFT, PUBLISHED);
  {
    g_autofree char *away = g_strconcat (fixture->place.site, "-away", NULL);
    g_autoptr (StoreSaveResult) result = NULL;
    g_assert_cmpint (g_rename (fixture->place.site, away), ==, 0);
    result = save (fixture, NEW);
    g_assert_cmpint (result->status, ==, STORE_PENDING);
    g_assert_cmpint (g_rename (away, fixture->place.site), ==, 0);
  }
  g_assert_true (store_post_follow_sync (fixture->post, PUBLISHED, NULL));
  g_assert_true (store_post_is_waiting (fixture->post));
  if (crashed != NULL)
    {
      g_autoptr (GPtrArray) left = crash (fixture);
      g_autoptr (GPtrArray) posts = store_folder_resume_outbox_sync (fixture->folder);
      g_assert_cmpuint (posts->len, ==, 1);
      fixture->post = g_object_ref (g_ptr_array_index (posts, 0));
    }
  pass (fixture, 120);
  g_assert_true (site_file_is (fixture, PUBLISHED, NEW) && site_file_is (fixture, DRAFT, NULL));
  g_assert_false (store_post_is_waiting (fixture->post));
}

/* What is there under the name by now is not what was found, or no path, or nothing. */
static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *path;
    int code;
  } cases[] = {
    { "../a.md", STORE_ERROR_BAD_NAME },
    { "_posts/nothing.md", STORE_ERROR_NOT_FOUND },
    { "_drafts/nothing.md", STORE_ERROR_NOT_FOUND },
    { PUBLISHED, STORE_ERROR_CHANGED },
  };
  journal (fixture, NEW);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;
      if (i + 1 == G_N_ELEMENTS (cases))
        write_file (fixture->place.site, PUBLISHED, OTHER);
      g_assert_false (store_post_follow_sync (fixture->post, cases[i].path, &error));
      g_assert_error (error, STORE_ERROR, cases[i].code);
      path = store_post_dup_path (fixture->post);
      g_assert_cmpstr (path, ==, DRAFT);
    }
  assert_saved (fixture, NEW);
  g_assert_true (site_file_is (fixture, DRAFT, NEW) && site_file_is (fixture, PUBLISHED, OTHER));
  {
    g_autoptr (StorePost) untitled = store_post_new_untitled (fixture->folder, NULL);
    g_autoptr (StorePost) alone = store_post_new_untitled (NULL, &fixture->place.config);
    g_assert_false (store_post_follow_sync (untitled, PUBLISHED, NULL));
    g_assert_false (store_post_follow_sync (alone, PUBLISHED, NULL));
  }
  {
    g_autofree char *away = g_strconcat (fixture->place.site, "-away", NULL);
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (g_rename (fixture->place.site, away), ==, 0);
    g_assert_false (store_post_follow_sync (fixture->post, PUBLISHED, &error));
    g_assert_error (error, STORE_ERROR, STORE_ERROR_FOLDER_GONE);
  }
}

/* After a restart only the hash of the base is known: it is looked for all the same. */
static void
test_after_restart (Fixture *fixture, gconstpointer unused)
{
  journal (fixture, NEW);
  rename_file (fixture, DRAFT, PUBLISHED);
  {
    g_autoptr (GPtrArray) left = crash (fixture);
    fixture->post = store_post_resume_sync (fixture->folder, &fixture->place.config,
                                            g_ptr_array_index (left, 0), NULL);
  }
  {
    g_autoptr (StoreSaveResult) result = save (fixture, NEW);
    g_assert_cmpint (result->conflict, ==, STORE_CONFLICT_RENAMED);
    g_assert_cmpstr (result->renamed_path, ==, PUBLISHED);
  }
  /* Back under its name, and published by us: its bytes are known by then. */
  rename_file (fixture, PUBLISHED, DRAFT);
  g_assert_true (store_post_move_sync (fixture->post, PUBLISHED, NULL));
  assert_saved (fixture, NEW);
  g_assert_true (site_file_is (fixture, PUBLISHED, NEW));
}

#define ADD(path, data, function)                                                                  \
  g_test_add ("/store/renamed/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("history-goes-on", NULL, test_history_goes_on);
  ADD ("twice", NULL, test_twice);
  ADD ("claim-goes-along", NULL, test_claim_goes_along);
  ADD ("seen-before", NULL, test_seen_before);
  ADD ("follow", NULL, test_follow);
  ADD ("later", NULL, test_later);
  ADD ("crash-after-following", NULL, test_crash_after_following);
  ADD ("waiting", NULL, test_waiting);
  ADD ("waiting-and-crash", "", test_waiting);
  ADD ("refused", NULL, test_refused);
  ADD ("after-restart", NULL, test_after_restart);
  return g_test_run ();
}

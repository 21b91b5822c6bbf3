/* test-model-document.c - a document over a real folder, without a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../folder.h"
#include "model.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *root;
  ChapeauWorkspace *workspace;
} Fixture;

static void
put (const Fixture *fixture, const char *path, const char *text, gsize length)
{
  g_autofree char *file = g_build_filename (fixture->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (file, text, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("chapeau-model-XXXXXX", &error);
  g_assert_no_error (error);
  put (fixture, "_config.yml", "title: Essai\ntimezone: Europe/Paris\n", 37);
  put (fixture, "_posts/2024-03-05-fete.md", "---\ntitle: Fête\n---\n\nTexte.\n", 29);
  fixture->workspace = chapeau_workspace_open_sync (fixture->root, "Camille", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->workspace);
  remove_tree (fixture->root);
  g_free (fixture->root);
}

static ChapeauDocument *
load (const Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  ChapeauDocument *document = chapeau_document_load_sync (fixture->workspace, path, &error);

  g_assert_no_error (error);
  return document;
}

static void
edit_title (ChapeauDocument *document, const char *title)
{
  g_autoptr (FmValue) value = fm_value_new_string (title);
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits =
      fm_edit_set (chapeau_document_get_header (document), "title", value, &error);

  g_assert_no_error (error);
  chapeau_document_edit_header (document, edits, "title");
}

static void
wait_for_state (ChapeauDocument *document, ChapeauDocumentState state)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (chapeau_document_get_state (document) != state)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static char *
read_file (const Fixture *fixture, const char *path)
{
  g_autofree char *file = g_build_filename (fixture->root, path, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* ---- tests ----------------------------------------------------------------------------------- */

/* The moves drawn in chapeau-document.h, each state on a line; all others are refused. */
static void
test_state_moves (void)
{
  static const char *const legal[] = {
    [CHAPEAU_DOCUMENT_CLEAN] = ".DS.C.E",    [CHAPEAU_DOCUMENT_DIRTY] = "..S.C.E",
    [CHAPEAU_DOCUMENT_SAVING] = "cD.PC.E",   [CHAPEAU_DOCUMENT_PENDING] = "cDS.C.E",
    [CHAPEAU_DOCUMENT_CONFLICT] = "cDS...E", [CHAPEAU_DOCUMENT_READ_ONLY] = ".......",
    [CHAPEAU_DOCUMENT_ERROR] = ".DS.C..",
  };

  for (int from = 0; from <= CHAPEAU_DOCUMENT_ERROR; from++)
    for (int to = 0; to <= CHAPEAU_DOCUMENT_ERROR; to++)
      g_assert_cmpint (
          chapeau_document_can_move ((ChapeauDocumentState) from, (ChapeauDocumentState) to), ==,
          legal[from][to] != '.');
}

static void
test_edit_undo_save (Fixture *fixture, gconstpointer unused)
{
  const char *path = "_posts/2024-03-05-fete.md";
  g_autoptr (ChapeauDocument) document = load (fixture, path);
  g_autofree char *saved = NULL;

  chapeau_document_set_autosave (document, FALSE);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_CLEAN);
  edit_title (document, "Fêt");
  edit_title (document, "Fêtes");
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_DIRTY);
  g_assert_cmpstr (chapeau_document_get_title (document), ==, "Fêtes");
  chapeau_document_undo (document);
  g_assert_cmpstr (chapeau_document_get_title (document), ==, "Fête");
  g_assert_false (chapeau_document_can_undo (document));
  chapeau_document_redo (document);
  chapeau_document_save (document);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_SAVING);
  wait_for_state (document, CHAPEAU_DOCUMENT_CLEAN);
  saved = read_file (fixture, path);
  g_assert_cmpstr (saved, ==, "---\ntitle: Fêtes\n---\n\nTexte.\n");
  chapeau_document_close (document, FALSE);
}

/* What is typed while a save runs is not called saved. */
static void
test_typing_while_saving (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ChapeauDocument) document = load (fixture, "_posts/2024-03-05-fete.md");

  chapeau_document_set_autosave (document, FALSE);
  edit_title (document, "Un");
  chapeau_document_save (document);
  edit_title (document, "Deux");
  wait_for_state (document, CHAPEAU_DOCUMENT_DIRTY);
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_CLEAN);
  chapeau_document_close (document, FALSE);
}

static void
count (guint *n)
{
  (*n)++;
}

/* Who reads along sees the new details too, and stays clean. */
static void
test_reading_along (Fixture *fixture, gconstpointer unused)
{
  static const char text[] = "---\ntitle: Kermesse\n---\n\nTexte.\n";
  g_autoptr (ChapeauDocument) document = load (fixture, "_posts/2024-03-05-fete.md");
  g_autoptr (GBytes) theirs = g_bytes_new_static (text, strlen (text));
  guint shown = 0;

  chapeau_document_set_reading (document, TRUE);
  g_signal_connect_swapped (document, "header-changed", G_CALLBACK (count), &shown);
  chapeau_document_take_text (document, theirs, theirs);
  g_assert_cmpuint (shown, ==, 1);
  g_assert_cmpstr (chapeau_document_get_title (document), ==, "Kermesse");
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_CLEAN);
  g_assert_false (chapeau_document_can_undo (document));
  chapeau_document_close (document, FALSE);
}

/* A merge that was taken back: the question is there again, with the same version of theirs. */
static void
test_question_again (Fixture *fixture, gconstpointer unused)
{
  static const char text[] = "---\ntitle: Fête\n---\n\nUn autre texte.\n";
  g_autoptr (ChapeauDocument) document = load (fixture, "_posts/2024-03-05-fete.md");
  g_autoptr (GBytes) base = chapeau_document_dup_text (document);
  g_autoptr (GBytes) theirs = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) mine = NULL;

  chapeau_document_set_autosave (document, FALSE);
  edit_title (document, "Kermesse");
  mine = chapeau_document_dup_text (document);
  chapeau_document_take_text (document, theirs, theirs);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_CLEAN);
  chapeau_document_take_text (document, mine, base);
  chapeau_document_meet_conflict (document, theirs);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_CONFLICT);
  g_assert_true (g_bytes_equal (chapeau_document_get_theirs (document), theirs));
  chapeau_document_take_text (document, mine, theirs);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_DIRTY);
  g_assert_null (chapeau_document_get_theirs (document));
  chapeau_document_close (document, TRUE);
}

static void
test_missing_fence_is_broken (Fixture *fixture, gconstpointer unused)
{
  static const char text[] = "---\ntitle: Fête\n\nTexte.\n";
  g_autoptr (ChapeauDocument) document = NULL;
  g_autoptr (GBytes) now = NULL;

  put (fixture, "_posts/2024-03-06-ouvert.md", text, strlen (text));
  document = load (fixture, "_posts/2024-03-06-ouvert.md");
  g_assert_true (fm_header_is_broken (chapeau_document_get_header (document)));
  now = chapeau_document_dup_text (document);
  g_assert_cmpmem (g_bytes_get_data (now, NULL), g_bytes_get_size (now), text, strlen (text));
  chapeau_document_close (document, FALSE);
}

/* The converted document saves; closing the one it came from does not end its post. */
static void
test_conversion (Fixture *fixture, gconstpointer unused)
{
  static const char latin[] = "---\ntitle: F\xeate\n---\n\n\x80 d\xe9j\xe0\n";
  const char *path = "_posts/2024-03-07-latin.md";
  g_autoptr (ChapeauDocument) document = NULL;
  g_autoptr (ChapeauDocument) converted = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put (fixture, path, latin, strlen (latin));
  document = load (fixture, path);
  g_assert_false (chapeau_document_is_editable (document));
  converted = chapeau_document_new_converted (document);
  g_assert_nonnull (converted);
  chapeau_document_close (document, FALSE);
  before = read_file (fixture, path);
  g_assert_cmpstr (before, ==, latin);
  chapeau_document_save (converted);
  wait_for_state (converted, CHAPEAU_DOCUMENT_CLEAN);
  after = read_file (fixture, path);
  g_assert_cmpstr (after, ==, "---\ntitle: Fête\n---\n\n€ déjà\n");
  chapeau_document_close (converted, FALSE);
}

/* Each reference post, opened through the code the window uses, has exactly its bytes. */
static void
check_folder (Fixture *fixture, const char *folder, guint *count)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *path = NULL;
      g_autofree char *bytes = NULL;
      g_autoptr (ChapeauDocument) document = NULL;
      g_autoptr (GBytes) now = NULL;
      gsize length;

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        check_folder (fixture, file, count);
      if (!g_str_has_suffix (name, ".md") || !g_file_get_contents (file, &bytes, &length, NULL))
        continue;
      path = g_strdup_printf ("_posts/%u.md", ++*count);
      put (fixture, path, bytes, length);
      document = load (fixture, path);
      now = chapeau_document_dup_text (document);
      g_assert_cmpmem (g_bytes_get_data (now, NULL), g_bytes_get_size (now), bytes, length);
      g_assert_false (chapeau_document_has_unsaved_changes (document));
      chapeau_document_close (document, FALSE);
    }
}

static void
test_reference_posts_keep_their_bytes (Fixture *fixture, gconstpointer unused)
{
  const char *reference = g_getenv ("CHAPEAU_REFERENCE");
  g_autofree char *posts = g_build_filename (reference != NULL ? reference : "", "posts", NULL);
  guint count = 0;

  if (!g_file_test (posts, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no reference posts beside the checkout");
      return;
    }
  check_folder (fixture, posts, &count);
  g_test_message ("%u posts", count);
  g_assert_cmpuint (count, >, 0);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/model/document/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("chapeau-state-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/document/state-moves", test_state_moves);
  ADD ("edit-undo-save", test_edit_undo_save);
  ADD ("typing-while-saving", test_typing_while_saving);
  ADD ("reading-along", test_reading_along);
  ADD ("question-again", test_question_again);
  ADD ("missing-fence-is-broken", test_missing_fence_is_broken);
  ADD ("conversion", test_conversion);
  ADD ("reference-posts-keep-their-bytes", test_reference_posts_keep_their_bytes);
  status = g_test_run ();
  remove_tree (state);
  return status;
}

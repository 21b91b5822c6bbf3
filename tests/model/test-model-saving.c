/* test-model-saving.c - nothing typed is lost between document, journal and folder: closing in the
 * midst, a share that vanishes, a colleague, an editor that is gone first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../folder.h"
#include "chapeau-document-private.h"
#include "model.h"

#include <glib/gstdio.h>
#include <string.h>

#define POST   "_posts/2024-03-05-fete.md"
#define HEADER "---\ntitle: Fête\n---\n\n"
#define OLD    HEADER "Texte.\n"
#define OTHER  HEADER "Le texte d'une collègue.\n"

/* ---- an editor --------------------------------------------------------------------------------
 */

#define TEST_TYPE_EDITOR (test_editor_get_type ())
G_DECLARE_FINAL_TYPE (TestEditor, test_editor, TEST, EDITOR, GObject)

struct _TestEditor
{
  GObject parent_instance;
  GBytes *body;
  ChapeauDocument *document; /* borrowed */
};

static GBytes *
dup_body (ChapeauBodySource *source)
{
  return g_bytes_ref (TEST_EDITOR (source)->body);
}

static void
replace_body (ChapeauBodySource *source, GBytes *body, gboolean undoable)
{
  TestEditor *self = TEST_EDITOR (source);

  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  if (undoable)
    chapeau_document_body_changed (self->document);
}

static void
init_source (ChapeauBodySourceInterface *interface)
{
  interface->dup_body = dup_body;
  interface->replace_body = replace_body;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestEditor,
                               test_editor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHAPEAU_TYPE_BODY_SOURCE, init_source))

static void
test_editor_finalize (GObject *object)
{
  g_clear_pointer (&TEST_EDITOR (object)->body, g_bytes_unref);
  G_OBJECT_CLASS (test_editor_parent_class)->finalize (object);
}

static void
test_editor_class_init (TestEditorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = test_editor_finalize;
}

static void
test_editor_init (TestEditor *self)
{
}

static TestEditor *
edit (ChapeauDocument *document)
{
  TestEditor *editor = g_object_new (TEST_TYPE_EDITOR, NULL);

  editor->document = document;
  chapeau_document_set_body_source (document, CHAPEAU_BODY_SOURCE (editor));
  return editor;
}

static void
type (TestEditor *editor, const char *body)
{
  g_bytes_unref (editor->body);
  editor->body = g_bytes_new (body, strlen (body));
  chapeau_document_body_changed (editor->document);
}

/* ---- a site -----------------------------------------------------------------------------------
 */

typedef struct
{
  char *top;
  char *root;
  char *away; /* where the root is while the share is gone */
  char *post;
  ChapeauWorkspace *workspace;
} Fixture;

static void
write_post (const Fixture *fixture, const char *text)
{
  g_assert_true (g_file_set_contents (fixture->post, text, -1, NULL));
}

static void
open_workspace (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->workspace = chapeau_workspace_open_sync (fixture->root, "Camille", &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *config = NULL;
  g_autofree char *posts = NULL;

  fixture->top = g_dir_make_tmp ("chapeau-saving-XXXXXX", NULL);
  fixture->root = g_build_filename (fixture->top, "site", NULL);
  fixture->away = g_build_filename (fixture->top, "away", NULL);
  fixture->post = g_build_filename (fixture->root, POST, NULL);
  posts = g_path_get_dirname (fixture->post);
  config = g_build_filename (fixture->root, "_config.yml", NULL);
  g_assert_cmpint (g_mkdir_with_parents (posts, 0700), ==, 0);
  g_assert_true (g_file_set_contents (config, "title: Essai\n", -1, NULL));
  write_post (fixture, OLD);
  open_workspace (fixture);
}

/* Worker and journals end by themselves. */
static void
close_workspace (Fixture *fixture)
{
  if (fixture->workspace == NULL)
    return;
  g_assert_true (
      store_folder_wait_idle (chapeau_workspace_get_folder (fixture->workspace), G_TIME_SPAN_HOUR));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->workspace);
}

static void
clear_state (void)
{
  remove_tree (g_getenv ("XDG_STATE_HOME"));
  g_mkdir (g_getenv ("XDG_STATE_HOME"), 0700);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  close_workspace (fixture);
  remove_tree (fixture->top);
  clear_state ();
  g_free (fixture->top);
  g_free (fixture->root);
  g_free (fixture->away);
  g_free (fixture->post);
}

static ChapeauDocument *
load (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  ChapeauDocument *document = chapeau_document_load_sync (fixture->workspace, POST, &error);

  g_assert_no_error (error);
  return document;
}

static void
set_away (const Fixture *fixture, gboolean away)
{
  if (away)
    g_assert_cmpint (g_rename (fixture->root, fixture->away), ==, 0);
  else
    g_assert_cmpint (g_rename (fixture->away, fixture->root), ==, 0);
}

static gboolean
file_is (const Fixture *fixture, const char *text)
{
  g_autofree char *found = NULL;

  return g_file_get_contents (fixture->post, &found, NULL, NULL) && strcmp (found, text) == 0;
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_of_wait = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;                            \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, end_of_wait);                                 \
        g_main_context_iteration (NULL, FALSE);                                                    \
        g_usleep (1000);                                                                           \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static void
wait_for_state (ChapeauDocument *document, ChapeauDocumentState state)
{
  WAIT_FOR (chapeau_document_get_state (document) == state);
}

static gboolean
is_kept_here (const char *text)
{
  return tree_has (g_getenv ("XDG_STATE_HOME"), text);
}

/* The text would be offered at the next start. */
static gboolean
is_offered (const char *text, gboolean discarded)
{
  g_autoptr (GPtrArray) left =
      discarded ? store_recover_list_discarded (NULL, NULL) : store_recover_list (NULL, NULL);

  for (guint i = 0; i < left->len; i++)
    {
      const StoreRecovery *recovery = g_ptr_array_index (left, i);

      if (!recovery->damaged && g_bytes_get_size (recovery->text) == strlen (text)
          && memcmp (g_bytes_get_data (recovery->text, NULL), text, strlen (text)) == 0)
        return TRUE;
    }
  return FALSE;
}

static guint
count_offered (void)
{
  g_autoptr (GPtrArray) left = store_recover_list (NULL, NULL);

  return left->len;
}

/* ---- typing -----------------------------------------------------------------------------------
 */

static gboolean
paint (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A slow machine paints all the time: no idle ever runs, and the journal has the text all the same.
 */
static void
test_painting_never_ends (Fixture *fixture, gconstpointer unused)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);
  guint painting = g_idle_add_full (G_PRIORITY_HIGH_IDLE, paint, NULL, NULL);

  type (editor, "Premiers mots.\n");
  WAIT_FOR (is_kept_here ("Premiers mots.\n"));
  type (editor, "Derniers mots.\n");
  WAIT_FOR (is_kept_here ("Derniers mots.\n"));
  g_source_remove (painting);
  chapeau_document_close (document, FALSE);
  g_object_unref (document);
}

/* What was typed after a save that waits, in an earlier run: the end of that save does not settle
 * it. */
static void
test_newer_than_waiting (Fixture *fixture, gconstpointer unused)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (ChapeauDocument) resumed = NULL;

  set_away (fixture, TRUE);
  type (editor, "Enregistré.\n");
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_PENDING);
  type (editor, "Tapé après.\n");
  g_assert_true (chapeau_document_flush (document, NULL));
  chapeau_document_close (document, FALSE);
  g_object_unref (document);
  close_workspace (fixture);
  WAIT_FOR (count_offered () == 1);
  set_away (fixture, FALSE);
  open_workspace (fixture);
  left = store_recover_list (NULL, NULL);
  {
    g_autoptr (StorePost) post = store_post_resume_sync (
        chapeau_workspace_get_folder (fixture->workspace), NULL, g_ptr_array_index (left, 0), NULL);
    g_autoptr (GBytes) newer = store_post_dup_recovered (post);

    resumed = chapeau_document_new_resumed (fixture->workspace, post, NULL, newer);
    chapeau_document_set_autosave (resumed, FALSE);
  }
  WAIT_FOR (file_is (fixture, HEADER "Enregistré.\n"));
  WAIT_FOR (!store_post_is_waiting (chapeau_document_get_post (resumed)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (chapeau_document_has_unsaved_changes (resumed));
  g_assert_cmpint (chapeau_document_get_saved_here_time (resumed), >, 0);
  chapeau_document_save (resumed);
  WAIT_FOR (file_is (fixture, HEADER "Tapé après.\n"));
  wait_for_state (resumed, CHAPEAU_DOCUMENT_CLEAN);
}

/* ---- closing ----------------------------------------------------------------------------------
 */

/* No turn of the loop between the last key and the end. */
static void
test_close_at_once (Fixture *fixture, gconstpointer discard)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);

  type (editor, "Le dernier mot.\n");
  chapeau_document_close (document, discard != NULL);
  g_object_unref (document);
  WAIT_FOR (is_offered (HEADER "Le dernier mot.\n", discard != NULL));
  g_assert_true (file_is (fixture, OLD));
}

/* Not even closed. */
static void
test_dropped (Fixture *fixture, gconstpointer unused)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);

  type (editor, "Le dernier mot.\n");
  g_object_unref (document);
  WAIT_FOR (is_offered (HEADER "Le dernier mot.\n", FALSE));
}

/* The window goes in some order: the document must not fall back to what was loaded. */
static void
test_editor_gone_first (Fixture *fixture, gconstpointer unused)
{
  ChapeauDocument *document = load (fixture);
  TestEditor *editor = edit (document);

  chapeau_document_set_autosave (document, FALSE);
  type (editor, "Tapé.\n");
  WAIT_FOR (chapeau_document_get_saved_here_time (document) != 0);
  g_object_unref (editor);
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_CLEAN);
  g_assert_true (file_is (fixture, HEADER "Tapé.\n"));
  g_object_unref (document);
}

static void
test_close_while_saving (Fixture *fixture, gconstpointer discard)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);

  type (editor, "Enregistré.\n");
  chapeau_document_save (document);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_SAVING);
  chapeau_document_close (document, discard != NULL);
  g_object_unref (document);
  WAIT_FOR (file_is (fixture, HEADER "Enregistré.\n"));
  close_workspace (fixture);
  WAIT_FOR (count_offered () == 0);
}

/* ---- the share --------------------------------------------------------------------------------
 */

static void
test_share_vanishes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ChapeauDocument) document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);

  chapeau_document_set_autosave (document, FALSE);
  set_away (fixture, TRUE);
  type (editor, "Pendant l'absence.\n");
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_PENDING);
  g_assert_true (is_kept_here ("Pendant l'absence."));
  g_assert_false (g_file_test (fixture->root, G_FILE_TEST_EXISTS));
  set_away (fixture, FALSE);
  store_folder_retry (chapeau_workspace_get_folder (fixture->workspace));
  wait_for_state (document, CHAPEAU_DOCUMENT_CLEAN);
  g_assert_true (file_is (fixture, HEADER "Pendant l'absence.\n"));
}

/* Closed while it waits, with more typed: the next start has both, and the outbox drains. */
static void
test_share_vanishes_and_closed (Fixture *fixture, gconstpointer unused)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);
  g_autoptr (GPtrArray) outbox = NULL;

  chapeau_document_set_autosave (document, FALSE);
  set_away (fixture, TRUE);
  type (editor, "Pour le dossier.\n");
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_PENDING);
  type (editor, "Pour le dossier, et plus.\n");
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_DIRTY);
  chapeau_document_close (document, FALSE);
  g_object_unref (document);
  close_workspace (fixture);
  set_away (fixture, FALSE);
  WAIT_FOR (is_offered (HEADER "Pour le dossier, et plus.\n", FALSE));
  open_workspace (fixture);
  outbox = store_folder_resume_outbox_sync (chapeau_workspace_get_folder (fixture->workspace));
  g_assert_cmpuint (outbox->len, ==, 1);
  store_folder_retry (chapeau_workspace_get_folder (fixture->workspace));
  WAIT_FOR (file_is (fixture, HEADER "Pour le dossier.\n"));
  g_assert_true (is_kept_here ("Pour le dossier, et plus."));
}

/* The folder comes back with a colleague's text, and the person takes that: it stays. */
static void
test_take_theirs_while_waiting (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ChapeauDocument) document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);
  g_autoptr (GBytes) theirs = g_bytes_new (OTHER, strlen (OTHER));
  StoreFolder *folder = chapeau_workspace_get_folder (fixture->workspace);

  chapeau_document_set_autosave (document, FALSE);
  set_away (fixture, TRUE);
  type (editor, "À moi.\n");
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_PENDING);
  set_away (fixture, FALSE);
  write_post (fixture, OTHER);
  chapeau_document_take_text (document, theirs, theirs);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_CLEAN);
  store_folder_retry (folder);
  g_assert_true (store_folder_wait_idle (folder, G_TIME_SPAN_HOUR));
  store_folder_tick_sync (folder);
  g_assert_true (file_is (fixture, OTHER));
  chapeau_document_close (document, FALSE);
  close_workspace (fixture);
  WAIT_FOR (count_offered () == 0);
  /* No choice deletes. */
  g_assert_true (is_kept_here ("À moi."));
}

/* ---- autosave ---------------------------------------------------------------------------------
 */

static gint64
ms_to_autosave (ChapeauDocument *document)
{
  GSource *source = g_main_context_find_source_by_id (NULL, document->autosave_timeout);

  return (g_source_get_ready_time (source) - g_get_monotonic_time ()) / 1000;
}

static void
test_autosave (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ChapeauDocument) document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);

  type (editor, "Un.\n");
  g_assert_cmpint (ms_to_autosave (document), <=, 5000);
  /* Typing goes on: 30 s after the first change at most. */
  document->first_unsaved -= 29 * G_USEC_PER_SEC;
  type (editor, "Deux.\n");
  g_assert_cmpint (ms_to_autosave (document), <=, 1000);
  document->first_unsaved -= 9 * G_USEC_PER_SEC;
  type (editor, "Trois.\n");
  wait_for_state (document, CHAPEAU_DOCUMENT_CLEAN);
  g_assert_true (file_is (fixture, HEADER "Trois.\n"));
  /* A folder that is away is not asked at each key. */
  set_away (fixture, TRUE);
  type (editor, "Quatre.\n");
  document->first_unsaved -= 60 * G_USEC_PER_SEC;
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_PENDING);
  type (editor, "Cinq.\n");
  g_assert_cmpint (ms_to_autosave (document), >, 1000);
  set_away (fixture, FALSE);
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_CLEAN);
  g_assert_true (file_is (fixture, HEADER "Cinq.\n"));
}

/* When this computer keeps the text again, it goes on to the folder by itself. */
static void
test_journal_failed (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ChapeauDocument) document = load (fixture);
  g_autoptr (TestEditor) editor = edit (document);
  g_autoptr (GError) error = g_error_new (STORE_ERROR, STORE_ERROR_JOURNAL, "full");

  type (editor, "Un.\n");
  g_clear_handle_id (&document->autosave_timeout, g_source_remove);
  g_signal_emit_by_name (document->post, "journal-failed", error);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_ERROR);
  g_signal_emit_by_name (document->post, "journaled", G_GINT64_CONSTANT (1));
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_DIRTY);
  g_assert_cmpuint (document->autosave_timeout, !=, 0);
}

/* ---- texts that come in -----------------------------------------------------------------------
 */

static void
test_take_text_without_editor (Fixture *fixture, gconstpointer unused)
{
  ChapeauDocument *document = load (fixture);
  g_autoptr (GBytes) text = g_bytes_new (OTHER, strlen (OTHER));

  chapeau_document_take_text (document, text, NULL);
  g_assert_cmpint (chapeau_document_get_state (document), ==, CHAPEAU_DOCUMENT_DIRTY);
  chapeau_document_close (document, FALSE);
  g_object_unref (document);
  WAIT_FOR (is_offered (OTHER, FALSE));
}

static void
test_name_that_is_no_path (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) text = g_bytes_new (OTHER, strlen (OTHER));
  ChapeauDocument *document =
      chapeau_document_new_untitled (fixture->workspace, "../dehors.md", text);
  g_autoptr (TestEditor) editor = edit (document);

  type (editor, "Ailleurs.\n");
  chapeau_document_save (document);
  wait_for_state (document, CHAPEAU_DOCUMENT_PENDING);
  chapeau_document_close (document, FALSE);
  g_object_unref (document);
  WAIT_FOR (is_offered (HEADER "Ailleurs.\n", FALSE));
}

/* ---- anything in any order --------------------------------------------------------------------
 */

typedef struct
{
  Fixture *fixture;
  ChapeauDocument *document;
  TestEditor *editor;
  char *mine;   /* typed last */
  char *theirs; /* a colleague's last */
  gboolean away;
  guint count;
} Walk;

static void
turn (guint times)
{
  for (guint i = 0; i < times; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
step (Walk *walk, guint what)
{
  GBytes *theirs = chapeau_document_get_theirs (walk->document);

  switch (what)
    {
    case 0:
    case 1:
    case 2:
      g_free (walk->mine);
      walk->mine = g_strdup_printf (HEADER "Tapé, numéro %u.\n", walk->count++);
      type (walk->editor, walk->mine + strlen (HEADER));
      break;
    case 3:
      chapeau_document_save (walk->document);
      break;
    case 4:
      walk->away = !walk->away;
      set_away (walk->fixture, walk->away);
      break;
    case 5:
      if (walk->away)
        break;
      g_free (walk->theirs);
      walk->theirs = g_strdup_printf (HEADER "D'une collègue, numéro %u.\n", walk->count++);
      write_post (walk->fixture, walk->theirs);
      break;
    case 6:
      store_folder_retry (chapeau_workspace_get_folder (walk->fixture->workspace));
      break;
    case 7:
      if (theirs == NULL)
        break;
      /* Theirs, or both. */
      if (walk->count % 2 == 0)
        chapeau_document_take_text (walk->document, theirs, theirs);
      else
        {
          g_autoptr (GBytes) now = chapeau_document_dup_text (walk->document);

          chapeau_document_take_text (walk->document, now, theirs);
        }
      break;
    default:
      turn (1 + walk->count % 7);
    }
}

/* K: each of the two texts is in the folder, or kept on this computer (a journal that was closed is
 * written to its end by its own thread). */
static gboolean
is_nothing_lost (const Walk *walk)
{
  const char *const texts[] = { walk->mine, walk->theirs };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && !file_is (walk->fixture, texts[i]) && !is_kept_here (texts[i]))
      return FALSE;
  return TRUE;
}

static void
walk_once (Fixture *fixture, guint32 seed)
{
  GRand *dice = g_rand_new_with_seed (seed);
  Walk walk = { .fixture = fixture };
  gint64 end;

  walk.document = load (fixture);
  walk.editor = edit (walk.document);
  for (int i = 0; i < 40; i++)
    step (&walk, (guint) g_rand_int_range (dice, 0, 12));
  chapeau_document_close (walk.document, g_rand_boolean (dice));
  g_object_unref (walk.document);
  g_object_unref (walk.editor);
  if (walk.away)
    set_away (fixture, FALSE);
  close_workspace (fixture);
  g_rand_free (dice);
  end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  while (!is_nothing_lost (&walk))
    {
      if (g_get_monotonic_time () > end)
        g_error ("seed %u: lost %s or %s", seed, walk.mine, walk.theirs);
      g_usleep (1000);
    }
  g_free (walk.mine);
  g_free (walk.theirs);
}

static void
test_any_order (Fixture *fixture, gconstpointer unused)
{
  const char *first = g_getenv ("MODEL_SEED");
  guint32 seed = first != NULL ? (guint32) g_ascii_strtoull (first, NULL, 10) : 1;
  guint walks = g_getenv ("STORE_LONG") != NULL ? 1000 : 40;

  for (guint i = 0; i < walks; i++, seed++)
    {
      walk_once (fixture, seed);
      clear_state ();
      write_post (fixture, OLD);
      open_workspace (fixture);
    }
}

#define ADD(path, data, function)                                                                  \
  g_test_add ("/model/saving/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("chapeau-state-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("painting-never-ends", NULL, test_painting_never_ends);
  ADD ("newer-than-waiting", NULL, test_newer_than_waiting);
  ADD ("close-at-once/keep", NULL, test_close_at_once);
  ADD ("close-at-once/discard", "", test_close_at_once);
  ADD ("dropped", NULL, test_dropped);
  ADD ("editor-gone-first", NULL, test_editor_gone_first);
  ADD ("close-while-saving/keep", NULL, test_close_while_saving);
  ADD ("close-while-saving/discard", "", test_close_while_saving);
  ADD ("share-vanishes", NULL, test_share_vanishes);
  ADD ("share-vanishes-and-closed", NULL, test_share_vanishes_and_closed);
  ADD ("take-theirs-while-waiting", NULL, test_take_theirs_while_waiting);
  ADD ("autosave", NULL, test_autosave);
  ADD ("journal-failed", NULL, test_journal_failed);
  ADD ("take-text-without-editor", NULL, test_take_text_without_editor);
  ADD ("name-that-is-no-path", NULL, test_name_that_is_no_path);
  ADD ("any-order", NULL, test_any_order);
  status = g_test_run ();
  remove_tree (state);
  return status;
}

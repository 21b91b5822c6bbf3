/* test-model-posts.c - the list of posts over a real folder: its order, and when it is made anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../folder.h"
#include "model.h"

#include <glib/gstdio.h>
#include <string.h>

#define NEW    "_posts/2024-03-05-fete.md"
#define MIDDLE "_posts/2024-02-01-bal.md"
#define OLD    "_posts/2024-01-10-loto.md"

typedef struct
{
  char *root;
  ChapeauWorkspace *workspace;
  guint n_listed;  /* listings that ended */
  guint n_changed; /* times the list told that rows are others */
} Fixture;

static void
put (const Fixture *fixture, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (fixture->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
}

static void
on_listed (Fixture *fixture)
{
  fixture->n_listed++;
}

static void
on_items_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
list (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint before = fixture->n_listed;

  chapeau_workspace_refresh (fixture->workspace);
  while (fixture->n_listed == before)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("chapeau-posts-XXXXXX", &error);
  g_assert_no_error (error);
  put (fixture, "_config.yml", "title: Essai\ntimezone: Europe/Paris\n");
  put (fixture, NEW, "---\ntitle: Fête\n---\n\nTexte.\n");
  put (fixture, MIDDLE, "---\ntitle: Bal\n---\n\nTexte.\n");
  put (fixture, OLD, "---\ntitle: Loto\n---\n\nTexte.\n");
  fixture->workspace = chapeau_workspace_open_sync (fixture->root, "Camille", &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->workspace, "listed", G_CALLBACK (on_listed), fixture);
  list (fixture);
  g_signal_connect_swapped (chapeau_workspace_get_posts (fixture->workspace), "items-changed",
                            G_CALLBACK (on_items_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_signal_handlers_disconnect_by_data (chapeau_workspace_get_posts (fixture->workspace), fixture);
  g_signal_handlers_disconnect_by_data (fixture->workspace, fixture);
  g_clear_object (&fixture->workspace);
  remove_tree (fixture->root);
  g_free (fixture->root);
}

static void
saved (Fixture *fixture, const char *path, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  chapeau_workspace_post_saved (fixture->workspace, path, bytes);
}

static void
assert_order (const Fixture *fixture, const char *const *paths)
{
  GListModel *posts = chapeau_workspace_get_posts (fixture->workspace);

  g_assert_cmpuint (g_list_model_get_n_items (posts), ==, g_strv_length ((char **) paths));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (ChapeauPostItem) item = g_list_model_get_item (posts, i);

      g_assert_cmpstr (chapeau_post_item_get_path (item), ==, paths[i]);
    }
}

static const char *const AS_WRITTEN[] = { NEW, MIDDLE, OLD, NULL };

/* ---- tests ----------------------------------------------------------------------------------- */

/* A post is saved every few seconds while somebody writes: the list is not made anew for it. */
static void
test_same_place (Fixture *fixture, gconstpointer unused)
{
  ChapeauPostItem *item = chapeau_workspace_find_post (fixture->workspace, MIDDLE);

  assert_order (fixture, AS_WRITTEN);
  saved (fixture, MIDDLE, "---\ntitle: Grand bal\n---\n\nUn texte.\n");
  g_assert_cmpstr (chapeau_post_item_get_title (item), ==, "Grand bal");
  put (fixture, MIDDLE, "---\ntitle: Bal des pompiers\n---\n\nUn autre texte.\n");
  list (fixture);
  g_assert_cmpstr (chapeau_post_item_get_title (item), ==, "Bal des pompiers");
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  assert_order (fixture, AS_WRITTEN);
}

/* A later date moves a post up, whether it is saved here or changed by somebody else. */
static void
test_moved (Fixture *fixture, gconstpointer unused)
{
  saved (fixture, OLD, "---\ntitle: Loto\ndate: 2024-02-20\n---\n\nTexte.\n");
  g_assert_cmpuint (fixture->n_changed, >, 0);
  assert_order (fixture, (const char *const[]){ NEW, OLD, MIDDLE, NULL });
  put (fixture, MIDDLE, "---\ntitle: Bal\ndate: 2024-06-01\n---\n\nTexte.\n");
  list (fixture);
  assert_order (fixture, (const char *const[]){ MIDDLE, NEW, OLD, NULL });
}

/* The last one of a section that opens a new one stays where it is, and has a heading now. */
static void
test_other_section (Fixture *fixture, gconstpointer unused)
{
  saved (fixture, OLD, "---\ntitle: Loto\npublished: false\n---\n\nTexte.\n");
  g_assert_cmpint (
      chapeau_post_item_get_state (chapeau_workspace_find_post (fixture->workspace, OLD)), ==,
      SITE_STATE_HIDDEN);
  g_assert_cmpuint (fixture->n_changed, >, 0);
  assert_order (fixture, AS_WRITTEN);
}

/* New ones and those that are gone. */
static void
test_come_and_go (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *gone = g_build_filename (fixture->root, MIDDLE, NULL);

  put (fixture, "_posts/2024-02-14-the.md", "---\ntitle: Thé\n---\n\nTexte.\n");
  g_assert_cmpint (g_unlink (gone), ==, 0);
  list (fixture);
  assert_order (fixture, (const char *const[]){ NEW, "_posts/2024-02-14-the.md", OLD, NULL });
}

int
main (int argc, char **argv)
{
  g_autofree char *state = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  state = g_dir_make_tmp ("chapeau-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
#define ADD(path, function)                                                                        \
  g_test_add ("/model/posts/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("same-place", test_same_place);
  ADD ("moved", test_moved);
  ADD ("other-section", test_other_section);
  ADD ("come-and-go", test_come_and_go);
#undef ADD
  result = g_test_run ();
  remove_tree (state);
  return result;
}

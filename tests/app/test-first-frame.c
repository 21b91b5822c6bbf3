/* The first frame of a post is the last one: what depends on sizes is settled before it is painted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <chapeau-after-layout.h>
#include <chapeau-editor-pane.h>
#include <gtksourceview/gtksource.h>

#include "turn.h"

GResource *chapeau_app_get_resource (void);

/* ---- after the layout -------------------------------------------------------------------------
 */

typedef struct
{
  GtkWidget *inner, *outer;
  GString *calls; /* "i" and "o"; "|" is a painted frame */
  gboolean again;
} Calls;

static Calls calls;

static void
on_inner (GtkWidget *widget)
{
  g_assert_true (widget == calls.inner);
  g_string_append_c (calls.calls, 'i');
}

static void
on_outer (GtkWidget *widget)
{
  g_assert_true (widget == calls.outer);
  g_string_append_c (calls.calls, 'o');
  if (calls.again)
    chapeau_after_layout (widget, on_outer);
}

static void
on_after_paint (GdkFrameClock *clock)
{
  if (calls.calls->len > 0 && calls.calls->str[calls.calls->len - 1] != '|')
    g_string_append_c (calls.calls, '|');
}

/* Runs what was asked for, for so long that an endless one shows. */
static const char *
collect (void)
{
  turn_for (200);
  calls.again = FALSE;
  turn_for (100);
  return calls.calls->str;
}

static void
test_after_layout (void)
{
  GtkWidget *window = gtk_window_new ();
  const char *endless;

  calls.calls = g_string_new (NULL);
  calls.outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  calls.inner = gtk_label_new ("Titre");
  gtk_box_append (GTK_BOX (calls.outer), calls.inner);
  gtk_window_set_child (GTK_WINDOW (window), calls.outer);
  /* Nothing has a size yet. */
  chapeau_after_layout (calls.outer, on_outer);
  gtk_window_present (GTK_WINDOW (window));
  turn_for (300);
  g_assert_cmpstr (calls.calls->str, ==, "");
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint),
                    NULL);

  /* Once each, the inner one first, in one frame. */
  for (int i = 0; i < 3; i++)
    {
      chapeau_after_layout (calls.outer, on_outer);
      chapeau_after_layout (calls.inner, on_inner);
    }
  g_assert_cmpstr (collect (), ==, "io|");

  /* Who asks again and again gets two calls in a frame, and GTK has nothing to warn of. */
  g_string_truncate (calls.calls, 0);
  calls.again = TRUE;
  chapeau_after_layout (calls.outer, on_outer);
  endless = collect ();
  g_assert_true (g_str_has_prefix (endless, "oo|oo|"));
  g_assert_null (strstr (endless, "ooo"));

  /* A widget that is gone by then is not called. */
  g_string_truncate (calls.calls, 0);
  chapeau_after_layout (calls.inner, on_inner);
  gtk_box_remove (GTK_BOX (calls.outer), calls.inner);
  g_assert_cmpstr (collect (), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
  g_string_free (calls.calls, TRUE);
}

/* ---- a post -----------------------------------------------------------------------------------
 */

#define LEAD                                                                                         \
  "Le bureau de l’association se réunit chaque premier mardi du mois et rend compte de ce qui y " \
  "est dit, voté et reporté, pour celles et ceux qui ne peuvent pas venir. Voici ce qu’il faut " \
  "en "                                                                                              \
  "retenir cette fois, avec les dates des prochains rendez-vous et les noms des personnes qui "      \
  "s’en occupent, les documents à lire et les pièces à renvoyer avant la fin du mois."

typedef struct
{
  char *root;
  ChapeauWorkspace *workspace;
  ChapeauDocument *full, *empty;
} Fixture;

static ChapeauDocument *
put_post (Fixture *fixture, const char *name, const char *header)
{
  g_autofree char *path = g_build_filename ("_posts", name, NULL);
  g_autofree char *file = g_build_filename (fixture->root, "site", path, NULL);
  g_autofree char *text =
      g_strdup_printf ("---\n%s---\n**Une ligne en gras.** Et la suite.\n", header);
  g_autoptr (GError) error = NULL;
  ChapeauDocument *document;

  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  document = chapeau_document_load_sync (fixture->workspace, path, &error);
  g_assert_no_error (error);
  chapeau_document_set_autosave (document, FALSE);
  return document;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *sample =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "data", "sample-site", NULL);
  g_autofree char *target = NULL;
  const char *copy[] = { "cp", "-r", sample, NULL, NULL };
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("chapeau-first-frame-XXXXXX", NULL);
  copy[3] = target = g_build_filename (fixture->root, "site", NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  g_setenv ("XDG_STATE_HOME", fixture->root, TRUE);
  fixture->workspace = chapeau_workspace_open_sync (target, NULL, &error);
  g_assert_no_error (error);
  fixture->full =
      put_post (fixture, "2024-01-02-plein.md",
                "title: Plein\nchapeau: " LEAD "\ndate: 2024-01-02 10:00:00 +0100\n"
                "categories: [Vie associative]\ntags: [un, deux, trois, quatre, cinq]\n");
  fixture->empty = put_post (fixture, "2024-01-03-vide.md", "title: Vide\n");
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  const char *remove[] = { "rm", "-rf", fixture->root, NULL };

  chapeau_document_close (fixture->full, TRUE);
  chapeau_document_close (fixture->empty, TRUE);
  g_object_unref (fixture->full);
  g_object_unref (fixture->empty);
  g_object_unref (fixture->workspace);
  turn_for (20);
  g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->root);
}

typedef struct
{
  ChapeauEditorPane *pane;
  int top; /* of the source in the first frame; -1 before that */
} Frame;

static int
source_top (ChapeauEditorPane *pane)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (chapeau_editor_pane_get_source (pane)),
                                            GTK_WIDGET (pane), &bounds));
  return (int) bounds.origin.y;
}

static gboolean
is_highlighted (ChapeauEditorPane *pane)
{
  GtkTextIter iter;
  g_autoptr (GSList) tags = NULL;

  gtk_text_buffer_get_iter_at_offset (
      chapeau_source_pane_get_buffer (chapeau_editor_pane_get_source (pane)), &iter, 6);
  tags = gtk_text_iter_get_tags (&iter);
  return tags != NULL;
}

static void
on_painted (Frame *frame)
{
  if (frame->top >= 0)
    return;
  frame->top = source_top (frame->pane);
}

static void
show (Frame *frame, ChapeauDocument *document)
{
  frame->top = -1;
  chapeau_editor_pane_set_document (frame->pane, document);
  /* At once, and not when GtkSourceView comes to it. */
  g_assert_true (is_highlighted (frame->pane));
}

static int
assert_first_is_last (Frame *frame)
{
  turn_for (500);
  g_assert_cmpint (frame->top, >, 0);
  g_assert_cmpint (frame->top, ==, source_top (frame->pane));
  return frame->top;
}

/* A window with the long post, just presented. */
static GtkWidget *
open_window (Frame *frame, Fixture *fixture, int height)
{
  GtkWidget *window = gtk_window_new ();

  frame->pane = g_object_new (CHAPEAU_TYPE_EDITOR_PANE, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, height);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (frame->pane));
  show (frame, fixture->full);
  gtk_widget_realize (window);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "after-paint",
                            G_CALLBACK (on_painted), frame);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
close_window (Frame *frame, GtkWidget *window)
{
  chapeau_editor_pane_set_document (frame->pane, NULL);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (window), frame);
  gtk_window_destroy (GTK_WINDOW (window));
  turn_for (20);
}

static void
test_post (Fixture *fixture, gconstpointer unused)
{
  Frame frame;
  GtkWidget *window = open_window (&frame, fixture, 1400);
  int full = assert_first_is_last (&frame);

  show (&frame, fixture->empty);
  g_assert_cmpint (assert_first_is_last (&frame), <, full);
  show (&frame, fixture->full);
  g_assert_cmpint (assert_first_is_last (&frame), ==, full);
  close_window (&frame, window);
}

/* That the line could not go as far as it was asked to is not a wish of the person's: where there
 * is room later, the form takes it. */
static void
test_room (Fixture *fixture, gconstpointer unused)
{
  Frame frame;
  GtkWidget *window = open_window (&frame, fixture, 100);
  GtkWidget *source = GTK_WIDGET (chapeau_editor_pane_get_source (frame.pane));
  int before = assert_first_is_last (&frame);
  int least;

  gtk_widget_measure (source, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_height (source), ==, least);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 1400);
  turn_for (500);
  g_assert_cmpint (source_top (frame.pane), >, before + 100);
  close_window (&frame, window);
}

static void
find_language (void)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  g_autofree char *specs =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "data", "language-specs", NULL);
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strv_builder_add (path, specs);
  g_strv_builder_addv (path, (const char **) gtk_source_language_manager_get_search_path (manager));
  all = g_strv_builder_end (path);
  gtk_source_language_manager_set_search_path (manager, (const char *const *) all);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  gtk_source_init ();
  find_language ();
  g_resources_register (chapeau_app_get_resource ());
  g_test_add_func ("/app/first-frame/after-layout", test_after_layout);
  g_test_add ("/app/first-frame/post", Fixture, NULL, set_up, test_post, tear_down);
  g_test_add ("/app/first-frame/room", Fixture, NULL, set_up, test_room, tear_down);
  return g_test_run ();
}

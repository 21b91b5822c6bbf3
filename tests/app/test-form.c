/* The form on a copy of the sample site: what it shows, what its edits write, and that undoing
 * gives the same bytes. SPDX-License-Identifier: GPL-3.0-or-later */
#include <chapeau-form.h>
#include <string.h>

#define POST "_posts/2026-10-12-la-fete-de-la-science-en-images.md"

GResource *chapeau_app_get_resource (void);

typedef struct
{
  char *root;
  ChapeauWorkspace *workspace;
  ChapeauDocument *document;
  GtkWidget *window;
  GtkWidget *form;
  guint n_errors;
} Fixture;

static void
spin (void)
{
  for (int i = 0; i < 200 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static void
on_error (Fixture *fixture)
{
  fixture->n_errors++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *sample =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "data", "sample-site", NULL);
  const char *copy[] = { "cp", "-r", sample, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *target = NULL;
  GtkWidget *expander;

  fixture->root = g_dir_make_tmp ("chapeau-form-XXXXXX", NULL);
  target = g_build_filename (fixture->root, "site", NULL);
  copy[3] = target;
  g_assert_true (g_spawn_sync (NULL, (char **) copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  g_setenv ("XDG_STATE_HOME", fixture->root, TRUE);
  fixture->workspace = chapeau_workspace_open_sync (target, NULL, &error);
  g_assert_no_error (error);
  fixture->document = chapeau_document_load_sync (fixture->workspace, POST, &error);
  g_assert_no_error (error);
  fixture->form = g_object_new (CHAPEAU_TYPE_FORM, NULL);
  g_signal_connect_swapped (fixture->form, "error", G_CALLBACK (on_error), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->form);
  chapeau_form_set_document (CHAPEAU_FORM (fixture->form), fixture->document);
  expander =
      GTK_WIDGET (gtk_widget_get_template_child (fixture->form, CHAPEAU_TYPE_FORM, "others"));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  gtk_window_present (GTK_WINDOW (fixture->window));
  spin ();
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  const char *remove[] = { "rm", "-rf", fixture->root, NULL };

  g_assert_cmpuint (fixture->n_errors, ==, 0);
  chapeau_form_set_document (CHAPEAU_FORM (fixture->form), NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  chapeau_document_close (fixture->document, TRUE);
  g_object_unref (fixture->document);
  g_object_unref (fixture->workspace);
  spin ();
  g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->root);
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *path, const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (path == NULL || strcmp (chapeau_form_row_get_path (CHAPEAU_FORM_ROW (widget)), path) == 0)
      && (name == NULL || strcmp (gtk_widget_get_name (widget), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, path, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkEditable *
entry_of (Fixture *fixture, const char *path)
{
  GtkWidget *row = find (fixture->form, CHAPEAU_TYPE_FORM_ROW, path, NULL);

  g_assert_nonnull (row);
  return GTK_EDITABLE (find (row, GTK_TYPE_ENTRY, NULL, NULL));
}

static void
click (Fixture *fixture, const char *path)
{
  GtkWidget *button = find (fixture->form, GTK_TYPE_BUTTON, NULL, path);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
assert_has (Fixture *fixture, const char *lines, gboolean present)
{
  GBytes *bytes = chapeau_document_get_header_bytes (fixture->document);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpint (strstr (text, lines) != NULL, ==, present);
}

static void
undo_all (Fixture *fixture, GBytes *before)
{
  while (chapeau_document_can_undo (fixture->document))
    chapeau_document_undo (fixture->document);
  g_assert_true (g_bytes_equal (before, chapeau_document_get_header_bytes (fixture->document)));
}

static void
test_open (Fixture *fixture, gconstpointer unused)
{
  g_assert_false (chapeau_document_can_undo (fixture->document));
  g_assert_false (chapeau_document_has_unsaved_changes (fixture->document));
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "auteur")), ==, "Maïwenn Guillou");
}

static void
test_date (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) before = g_bytes_ref (chapeau_document_get_header_bytes (fixture->document));
  GtkEditable *entry = entry_of (fixture, "date");

  g_signal_emit_by_name (entry, "activate");
  g_assert_false (chapeau_document_can_undo (fixture->document));
  gtk_editable_set_text (entry, "12/11/2026 9h30");
  g_signal_emit_by_name (entry, "activate");
  assert_has (fixture, "\ndate: 2026-11-12 09:30:00 +01:00\n", TRUE);
  gtk_editable_set_text (entry, "one day perhaps");
  g_signal_emit_by_name (entry, "activate");
  assert_has (fixture, "\ndate: 2026-11-12 09:30:00 +01:00\n", TRUE);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  undo_all (fixture, before);
}

static void
test_emptied (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) before = g_bytes_ref (chapeau_document_get_header_bytes (fixture->document));

  gtk_editable_set_text (entry_of (fixture, "auteur"), "");
  assert_has (fixture, "auteur", FALSE);
  gtk_editable_set_text (entry_of (fixture, "auteur"), "Zoé");
  /* Where it was: the last key. */
  assert_has (fixture, "\nauteur: Zoé\n---\n", TRUE);
  undo_all (fixture, before);
}

static void
test_groups (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GBytes) before = g_bytes_ref (chapeau_document_get_header_bytes (fixture->document));

  gtk_editable_set_text (entry_of (fixture, "une-ou-diaporama.0.legende"), "Le soir : au sommet");
  assert_has (fixture, "  legende: 'Le soir : au sommet'\n", TRUE);
  click (fixture, "une-ou-diaporama.2");
  assert_has (fixture, "fete-science-fusees", FALSE);
  click (fixture, "files");
  gtk_editable_set_text (entry_of (fixture, "files.0.nom"), "Le programme");
  assert_has (fixture, "  nom: Le programme\n", TRUE);
  undo_all (fixture, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 77;
    }
  g_resources_register (chapeau_app_get_resource ());
  g_test_add ("/form/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/form/date", Fixture, NULL, set_up, test_date, tear_down);
  g_test_add ("/form/emptied", Fixture, NULL, set_up, test_emptied, tear_down);
  g_test_add ("/form/groups", Fixture, NULL, set_up, test_groups, tear_down);
  return g_test_run ();
}

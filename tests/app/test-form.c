/* The form on a copy of the sample site: what it shows, what its edits write, and that undoing
 * gives the same bytes. SPDX-License-Identifier: GPL-3.0-or-later */
#include <chapeau-chip.h>
#include <chapeau-field-card.h>
#include <chapeau-field-row.h>
#include <chapeau-file-row.h>
#include <chapeau-form.h>
#include <chapeau-header-source.h>
#include <chapeau-uploads.h>
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
  GBytes *before;
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
show (Fixture *fixture, ChapeauDocument *document)
{
  if (fixture->document != NULL)
    chapeau_document_close (fixture->document, TRUE);
  g_set_object (&fixture->document, document);
  chapeau_document_set_autosave (document, FALSE);
  g_clear_pointer (&fixture->before, g_bytes_unref);
  fixture->before = g_bytes_ref (chapeau_document_get_header_bytes (document));
  chapeau_form_set_document (CHAPEAU_FORM (fixture->form), document);
  spin ();
}

static void
put_post (Fixture *fixture, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (fixture->root, "site", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChapeauDocument) document = NULL;

  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  document = chapeau_document_load_sync (fixture->workspace, path, &error);
  g_assert_no_error (error);
  show (fixture, document);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *sample =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "data", "sample-site", NULL);
  const char *copy[] = { "cp", "-r", sample, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *target = NULL;
  g_autoptr (ChapeauDocument) document = NULL;

  fixture->root = g_dir_make_tmp ("chapeau-form-XXXXXX", NULL);
  target = g_build_filename (fixture->root, "site", NULL);
  copy[3] = target;
  g_assert_true (g_spawn_sync (NULL, (char **) copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  g_setenv ("XDG_STATE_HOME", fixture->root, TRUE);
  fixture->workspace = chapeau_workspace_open_sync (target, NULL, &error);
  g_assert_no_error (error);
  document = chapeau_document_load_sync (fixture->workspace, POST, &error);
  g_assert_no_error (error);
  fixture->form = g_object_new (CHAPEAU_TYPE_FORM, NULL);
  g_signal_connect_swapped (fixture->form, "error", G_CALLBACK (on_error), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->form);
  show (fixture, document);
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
  g_bytes_unref (fixture->before);
  spin ();
  g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->root);
}

/* ---- finding things ---------------------------------------------------------------------------
 */

/* The @nth widget of a type, in the order of the tree. */
static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *nth)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*nth)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint nth)
{
  GtkWidget *found = find_nth (widget, type, &nth);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
row_of (Fixture *fixture, const char *path)
{
  g_assert_true (chapeau_form_focus_path (CHAPEAU_FORM (fixture->form), path));
  return GTK_WIDGET (chapeau_field_box_find (fixture->form, path));
}

static GtkEditable *
entry_of (Fixture *fixture, const char *path)
{
  return GTK_EDITABLE (find (row_of (fixture, path), GTK_TYPE_EDITABLE, 0));
}

static GtkTextBuffer *
buffer_of (Fixture *fixture, const char *path)
{
  return gtk_text_view_get_buffer (
      GTK_TEXT_VIEW (find (row_of (fixture, path), GTK_TYPE_TEXT_VIEW, 0)));
}

static GtkWidget *
template_child (gpointer widget, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name));
}

static void
click (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
  spin ();
}

static void
assert_has (Fixture *fixture, const char *lines, gboolean present)
{
  GBytes *bytes = chapeau_document_get_header_bytes (fixture->document);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  if ((strstr (text, lines) != NULL) != present)
    g_error ("“%s” is%s expected in:\n%s", lines, present ? "" : " not", text);
}

static void
undo_all (Fixture *fixture)
{
  g_assert_true (chapeau_document_can_undo (fixture->document));
  while (chapeau_document_can_undo (fixture->document))
    chapeau_document_undo (fixture->document);
  spin ();
  g_assert_true (
      g_bytes_equal (fixture->before, chapeau_document_get_header_bytes (fixture->document)));
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static void
test_open (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "auteur")), ==, "Maïwenn Guillou");
  g_assert_cmpstr (chapeau_field_editor_get_note (chapeau_field_row_get_editor (
                       CHAPEAU_FIELD_ROW (row_of (fixture, "title")))),
                   ==, "31/60");
  row_of (fixture, "une-ou-diaporama");
  row_of (fixture, "files");
  chapeau_form_set_as_text (CHAPEAU_FORM (fixture->form), TRUE);
  chapeau_form_set_as_text (CHAPEAU_FORM (fixture->form), FALSE);
  spin ();
  g_assert_false (chapeau_document_can_undo (fixture->document));
  g_assert_false (chapeau_document_has_unsaved_changes (fixture->document));
}

static void
test_date (Fixture *fixture, gconstpointer unused)
{
  GtkEditable *entry = entry_of (fixture, "date");
  GtkWidget *row = row_of (fixture, "date");

  g_signal_emit_by_name (entry, "activate");
  g_assert_false (chapeau_document_can_undo (fixture->document));
  gtk_editable_set_text (entry, "12/11/2026 9h30");
  g_signal_emit_by_name (entry, "activate");
  assert_has (fixture, "\ndate: 2026-11-12 09:30:00 +01:00\n", TRUE);
  gtk_editable_set_text (entry, "one day perhaps");
  g_signal_emit_by_name (entry, "activate");
  assert_has (fixture, "\ndate: 2026-11-12 09:30:00 +01:00\n", TRUE);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (
      gtk_test_accessible_has_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID));
  undo_all (fixture);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
}

/* Dates as posts write them: looking at one, and Enter in it, changes nothing. */
static void
test_written_dates (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "site",
                                            "dates", "read.txt", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  guint forms = 0;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *written = g_strndup (lines[i], strcspn (lines[i], "\t"));
      g_autofree char *text = g_strdup_printf ("---\ntitle: X\ndate: %s\n---\n", written);
      GtkEditable *entry;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      put_post (fixture, "_posts/2026-01-01-x.md", text);
      if (chapeau_field_box_find (fixture->form, "date") == NULL)
        continue; /* no YAML at all: the header shows as text */
      entry = entry_of (fixture, "date");
      g_signal_emit_by_name (entry, "activate");
      gtk_widget_grab_focus (GTK_WIDGET (entry_of (fixture, "title")));
      spin ();
      g_assert_false (chapeau_document_can_undo (fixture->document));
      g_assert_true (
          g_bytes_equal (fixture->before, chapeau_document_get_header_bytes (fixture->document)));
      forms++;
    }
  g_assert_cmpuint (forms, >=, 40);
}

static void
test_emptied (Fixture *fixture, gconstpointer unused)
{
  gtk_editable_set_text (entry_of (fixture, "auteur"), "");
  assert_has (fixture, "auteur", FALSE);
  gtk_editable_set_text (entry_of (fixture, "auteur"), "Zoé");
  /* Where it was: the last key. */
  assert_has (fixture, "\nauteur: Zoé\n---\n", TRUE);
  undo_all (fixture);
}

static void
test_chips (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *row = row_of (fixture, "tags");
  GtkEditable *entry = GTK_EDITABLE (find (row, GTK_TYPE_TEXT, 0));
  GtkWidget *chip = find (row, CHAPEAU_TYPE_CHIP, 0);

  g_assert_cmpstr (chapeau_chip_get_text (CHAPEAU_CHIP (chip)), ==, "Culture scientifique");
  gtk_editable_set_text (entry, "Fusées, Étoiles,");
  assert_has (fixture, "- Jeunesse\n- Fusées\n- Étoiles\n", TRUE);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  gtk_editable_set_text (entry, "Fusées");
  g_signal_emit_by_name (entry, "activate");
  assert_has (fixture, "- Fusées\n- Étoiles\n", TRUE);
  g_assert_true (find (row, CHAPEAU_TYPE_CHIP, 0) == chip);
  g_signal_emit_by_name (chip, "moved", 1);
  assert_has (fixture, "tags:\n- Jeunesse\n- Culture scientifique\n", TRUE);
  g_signal_emit_by_name (find (row, CHAPEAU_TYPE_CHIP, 0), "removed");
  assert_has (fixture, "Jeunesse", FALSE);
  /* Nearly what is there already: it is said, and can be put right. */
  gtk_editable_set_text (entry, "culture  Scientifique");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_get_visible (
      template_child (chapeau_field_row_get_editor (CHAPEAU_FIELD_ROW (row)), "hint_box")));
  undo_all (fixture);
}

static void
test_markdown_and_switch (Fixture *fixture, gconstpointer unused)
{
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (buffer_of (fixture, "chapeau-text"), &start);
  gtk_text_buffer_insert (buffer_of (fixture, "chapeau-text"), &start, "Enfin : ", -1);
  assert_has (fixture, "chapeau-text: 'Enfin : Trois jours", TRUE);
  undo_all (fixture);
  put_post (fixture, "_evenements/test.md", "---\ntitle: Bal\n---\n");
  /* The site's default is yes. */
  g_assert_true (gtk_switch_get_active (
      GTK_SWITCH (find (row_of (fixture, "is_gratuit"), GTK_TYPE_SWITCH, 0))));
  gtk_switch_set_active (GTK_SWITCH (find (row_of (fixture, "is_gratuit"), GTK_TYPE_SWITCH, 0)),
                         FALSE);
  assert_has (fixture, "is_gratuit: false\n", TRUE);
  undo_all (fixture);
}

static void
test_cards (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *cards = row_of (fixture, "une-ou-diaporama");
  GtkWidget *card = find (cards, CHAPEAU_TYPE_FIELD_CARD, 0);

  gtk_editable_set_text (entry_of (fixture, "une-ou-diaporama.0.legende"), "Le soir : au sommet");
  assert_has (fixture, "  legende: 'Le soir : au sommet'\n", TRUE);
  g_signal_emit_by_name (card, "moved", 1);
  assert_has (fixture, "une-ou-diaporama:\n- image: \"/uploads/fete-science-circuits.jpg\"\n",
              TRUE);
  g_assert_true (find (cards, CHAPEAU_TYPE_FIELD_CARD, 0) == card);
  click (template_child (find (cards, CHAPEAU_TYPE_FIELD_CARD, 2), "remove_button"));
  assert_has (fixture, "fete-science-fusees", FALSE);
  undo_all (fixture);
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "une-ou-diaporama.2.legende")), ==,
                   "Le lancer de fusées à eau");
}

static void
test_decorative (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *row = row_of (fixture, "une-ou-diaporama.0.alternative-textuelle");
  GtkWidget *check = find (row, GTK_TYPE_CHECK_BUTTON, 0);

  g_assert_true (gtk_widget_get_visible (check));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  assert_has (fixture, "  alternative-textuelle: ''\n", TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  assert_has (fixture, "  alternative-textuelle:\n", TRUE);
  g_assert_cmpint (
      chapeau_field_get_problem (chapeau_field_row_get_field (CHAPEAU_FIELD_ROW (row))), ==,
      CHAPEAU_FIELD_UNDESCRIBED);
  undo_all (fixture);
}

static void
test_files (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *row = row_of (fixture, "une-ou-diaporama.0.image");
  GtkWidget *file = find (row, CHAPEAU_TYPE_FILE_ROW, 0);
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_assert_cmpstr (chapeau_file_row_get_reference (CHAPEAU_FILE_ROW (file)), ==,
                   "/uploads/fete-science-etoiles.jpg");
  g_signal_emit_by_name (file, "removed");
  assert_has (fixture, "une-ou-diaporama:\n- image:\n", TRUE);
  undo_all (fixture);
  put_post (fixture, "_posts/2026-01-01-x.md", "---\ntitle: X\nimage: /uploads/absent.jpg\n---\n");
  row = row_of (fixture, "image");
  file = find (row, CHAPEAU_TYPE_FILE_ROW, 0);
  while (!chapeau_file_row_is_missing (CHAPEAU_FILE_ROW (file)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_true (gtk_widget_has_css_class (row, "error"));
}

static void
wait_for_reference (Fixture *fixture, const char *wanted)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  g_autofree char *line = g_strdup_printf ("image: \"%s\"\n", wanted);
  g_autofree char *plain = g_strdup_printf ("image: %s\n", wanted);

  while (TRUE)
    {
      GBytes *bytes = chapeau_document_get_header_bytes (fixture->document);
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      if (strstr (text, line) != NULL || strstr (text, plain) != NULL)
        return;
      if (g_get_monotonic_time () > end)
        g_error ("“%s” never came into:\n%s", wanted, text);
      g_main_context_iteration (NULL, FALSE);
    }
}

/* From outside: copied under a clean name, never over another file; from inside: named only. */
static void
test_import (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *outside = g_build_filename (fixture->root, "Réunion d'été (1).PNG", NULL);
  g_autofree char *inside = g_build_filename (fixture->root, "site/uploads/Post RS.png", NULL);
  g_autofree char *copy =
      g_build_filename (fixture->root, "site/uploads/reunion-d-ete-1.png", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (outside);
  g_autoptr (GFile) named = g_file_new_for_path (inside);
  g_autoptr (ChapeauUploads) uploads = NULL;
  ChapeauField *field;

  put_post (fixture, "_posts/2026-01-01-x.md", "---\ntitle: X\nimage:\n---\n");
  field = chapeau_field_row_get_field (CHAPEAU_FIELD_ROW (row_of (fixture, "image")));
  uploads = chapeau_uploads_new (row_of (fixture, "image"), fixture->document, TRUE, FALSE);
  g_signal_connect_swapped (uploads, "taken", G_CALLBACK (chapeau_field_set_text), field);
  g_assert_true (g_file_set_contents (outside, "one", -1, NULL));
  chapeau_uploads_import (uploads, file);
  wait_for_reference (fixture, "/uploads/reunion-d-ete-1.png");
  /* The same bytes again need no second copy. */
  chapeau_field_set_text (field, "");
  chapeau_uploads_import (uploads, file);
  wait_for_reference (fixture, "/uploads/reunion-d-ete-1.png");
  g_assert_true (g_file_set_contents (outside, "another", -1, NULL));
  chapeau_uploads_import (uploads, file);
  wait_for_reference (fixture, "/uploads/reunion-d-ete-1-2.png");
  g_assert_true (g_file_get_contents (copy, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "one");
  g_assert_true (g_file_set_contents (inside, "inside", -1, NULL));
  chapeau_uploads_import (uploads, named);
  wait_for_reference (fixture, "/uploads/Post%20RS.png");
  undo_all (fixture);
}

/* A picture from the clipboard. */
static void
test_paste (Fixture *fixture, gconstpointer unused)
{
  static const guint8 pixels[4 * 4 * 4] = { 200, 30, 30, 255 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, bytes, 16);
  g_autoptr (ChapeauUploads) uploads = NULL;
  ChapeauField *field;

  put_post (fixture, "_posts/2026-01-01-x.md", "---\ntitle: X\nimage:\n---\n");
  field = chapeau_field_row_get_field (CHAPEAU_FIELD_ROW (row_of (fixture, "image")));
  uploads = chapeau_uploads_new (row_of (fixture, "image"), fixture->document, TRUE, FALSE);
  g_signal_connect_swapped (uploads, "taken", G_CALLBACK (chapeau_field_set_text), field);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (fixture->form), texture);
  g_assert_true (chapeau_uploads_paste (uploads));
  wait_for_reference (fixture, "/uploads/picture.png");
  undo_all (fixture);
}

/* What is wrong is told to assistive tools, by the widget that has the focus. */
static void
test_described_errors (Fixture *fixture, gconstpointer unused)
{
  static const char *const paths[] = { "date", "odd", "image", "une-ou-diaporama.0.image" };

  put_post (fixture, "_posts/2026-01-01-x.md",
            "---\ntitle: X\ndate: bientôt\nimage: /uploads/absent.jpg\nodd: [1, [2]]\n"
            "une-ou-diaporama:\n- image: /uploads/absent.jpg\n  legende: A\n---\n");
  gtk_text_buffer_set_text (buffer_of (fixture, "odd"), "odd: [1, [2", -1);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      GtkWidget *row = row_of (fixture, paths[i]);
      GtkAccessible *target = GTK_ACCESSIBLE (
          chapeau_field_editor_get_target (chapeau_field_row_get_editor (CHAPEAU_FIELD_ROW (row))));
      gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
      g_autofree char *wrong = NULL;

      while (!gtk_widget_has_css_class (row, "error") && g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      g_test_message ("%s", paths[i]);
      g_assert_true (gtk_test_accessible_has_state (target, GTK_ACCESSIBLE_STATE_INVALID));
      wrong = gtk_test_accessible_check_property (
          target, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
          gtk_label_get_label (GTK_LABEL (template_child (row, "problem_label"))));
      g_assert_cmpstr (wrong, ==, NULL);
      g_assert_true (gtk_widget_get_visible (template_child (row, "problem_label")));
    }
}

static void
test_raw (Fixture *fixture, gconstpointer unused)
{
  GtkTextBuffer *buffer;

  put_post (fixture, "_posts/2026-01-01-x.md", "---\ntitle: X\nodd: [1, [2, 3]] # bizarre\n---\n");
  buffer = buffer_of (fixture, "odd");
  gtk_text_buffer_set_text (buffer, "odd: [1, [2", -1);
  g_assert_true (gtk_widget_has_css_class (row_of (fixture, "odd"), "error"));
  assert_has (fixture, "odd: [1, [2, 3]] # bizarre\n", TRUE);
  gtk_text_buffer_set_text (buffer, "odd: [1, [2]] # mieux", -1);
  assert_has (fixture, "odd: [1, [2]] # mieux\n", TRUE);
  g_assert_false (gtk_widget_has_css_class (row_of (fixture, "odd"), "error"));
  undo_all (fixture);
}

static void
test_add_field (Fixture *fixture, gconstpointer unused)
{
  GtkEditable *entry = GTK_EDITABLE (template_child (fixture->form, "add_entry"));

  gtk_editable_set_text (entry, "title");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  gtk_editable_set_text (entry, "sous-titre");
  g_signal_emit_by_name (entry, "activate");
  assert_has (fixture, "\nsous-titre:\n---\n", TRUE);
  gtk_editable_set_text (entry_of (fixture, "sous-titre"), "Le soir");
  assert_has (fixture, "\nsous-titre: Le soir\n---\n", TRUE);
  click (template_child (row_of (fixture, "sous-titre"), "remove_button"));
  assert_has (fixture, "sous-titre", FALSE);
  undo_all (fixture);
}

static void
test_as_text (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *source = template_child (fixture->form, "source");
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (template_child (source, "view")));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  chapeau_form_set_as_text (CHAPEAU_FORM (fixture->form), TRUE);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert (buffer, &start, "surtitre: Reportage\n", -1);
  assert_has (fixture, "---\nsurtitre: Reportage\ntitle: La fête", TRUE);
  chapeau_form_set_as_text (CHAPEAU_FORM (fixture->form), FALSE);
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "surtitre")), ==, "Reportage");
  chapeau_form_set_as_text (CHAPEAU_FORM (fixture->form), TRUE);
  chapeau_document_undo (fixture->document);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_true (g_str_has_prefix (text, "title: La fête"));
  /* A line that would end the header is not taken. */
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert (buffer, &start, "---\n", -1);
  g_assert_true (
      g_bytes_equal (fixture->before, chapeau_document_get_header_bytes (fixture->document)));
  g_assert_true (gtk_widget_get_visible (template_child (source, "problem_box")));
}

static void
test_broken (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *source = template_child (fixture->form, "source");

  put_post (fixture, "_posts/2026-01-01-x.md",
            "---\ntitle: L'été : le soir\nauteur: Zoé\n---\nTexte.\n");
  g_assert_true (chapeau_form_is_as_text (CHAPEAU_FORM (fixture->form)));
  g_assert_true (gtk_widget_get_visible (template_child (source, "problem_box")));
  click (template_child (source, "repair_button"));
  g_assert_false (fm_header_is_broken (chapeau_document_get_header (fixture->document)));
  click (template_child (source, "close_button"));
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "title")), ==, "L'été : le soir");
  undo_all (fixture);
}

static void
test_narrow (Fixture *fixture, gconstpointer unused)
{
  int minimum, natural;

  row_of (fixture, "une-ou-diaporama");
  spin ();
  gtk_widget_measure (fixture->form, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* What takes the focus has a name, whatever the field. */
static void
test_names (Fixture *fixture, gconstpointer unused)
{
  static const char *const paths[] = { "title",
                                       "chapeau-text",
                                       "date",
                                       "auteur",
                                       "categories",
                                       "tags",
                                       "une-ou-diaporama",
                                       "une-ou-diaporama.0.image",
                                       "une-ou-diaporama.0.legende",
                                       "files",
                                       "odd",
                                       "couleur",
                                       "places",
                                       "is_une",
                                       "lien" };

  put_post (fixture, "_posts/2026-01-01-x.md",
            "---\ntitle: X\nodd: [1, [2]]\ncouleur: \"#fff\"\nplaces: 3\nis_une: true\n"
            "lien: https://a.example/\nune-ou-diaporama:\n- image: /uploads/a.jpg\n"
            "  legende: A\n---\n");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      ChapeauFieldRow *row = CHAPEAU_FIELD_ROW (row_of (fixture, paths[i]));
      g_autofree char *label = chapeau_field_editor_dup_name (chapeau_field_row_get_editor (row));
      g_autofree char *wrong = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (chapeau_field_editor_get_target (chapeau_field_row_get_editor (row))),
          GTK_ACCESSIBLE_PROPERTY_LABEL, label);

      g_assert_cmpstr (wrong, ==, NULL);
    }
}

static void
test_new_post (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (ChapeauDocument) document = chapeau_new_post (fixture->workspace, NULL);
  GtkEditable *name = GTK_EDITABLE (template_child (fixture->form, "name_entry"));

  show (fixture, document);
  g_assert_true (gtk_widget_get_visible (template_child (fixture->form, "name_row")));
  gtk_editable_set_text (entry_of (fixture, "title"), "L'été : le programme");
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "_drafts/l-ete-le-programme.md");
  gtk_editable_set_text (name, "../ailleurs.md");
  g_assert_cmpstr (chapeau_document_get_path (document), ==, "_drafts/l-ete-le-programme.md");
  gtk_editable_set_text (name, "_drafts/ete.md");
  gtk_editable_set_text (entry_of (fixture, "title"), "L'été, le programme");
  g_assert_cmpstr (chapeau_document_get_path (document), ==, "_drafts/ete.md");
  /* Nothing that was not filled in is written. */
  assert_has (fixture, "---\ntitle: L'été, le programme\n---\n", TRUE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/form/open", test_open },
    { "/form/date", test_date },
    { "/form/written-dates", test_written_dates },
    { "/form/import", test_import },
    { "/form/paste", test_paste },
    { "/form/described-errors", test_described_errors },
    { "/form/emptied", test_emptied },
    { "/form/chips", test_chips },
    { "/form/markdown-and-switch", test_markdown_and_switch },
    { "/form/cards", test_cards },
    { "/form/decorative", test_decorative },
    { "/form/files", test_files },
    { "/form/raw", test_raw },
    { "/form/add-field", test_add_field },
    { "/form/as-text", test_as_text },
    { "/form/broken", test_broken },
    { "/form/narrow", test_narrow },
    { "/form/names", test_names },
    { "/form/new-post", test_new_post },
  };

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 77;
    }
  g_resources_register (chapeau_app_get_resource ());
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

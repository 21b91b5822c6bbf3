/* test-model-fields.c - the fields of a document: kinds, values, edits, problems, undo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../folder.h"
#include "model.h"

#include <glib/gstdio.h>
#include <string.h>

static const char config[] = "title: Essai\n"
                             "timezone: Europe/Paris\n"
                             "defaults:\n"
                             "- scope: {path: '', type: posts}\n"
                             "  values:\n"
                             "    chapeau-text:\n"
                             "    auteur:\n"
                             "    une-ou-diaporama:\n"
                             "    - image:\n"
                             "      legende:\n"
                             "      alternative-textuelle:\n"
                             "    is_une: false\n";
static const char override[] = "fields:\n"
                               "  auteur: {required: true}\n"
                               "  chapeau-text: {max_length: 20}\n"
                               "  rubrique: {kind: choice, values: [Vie, Agenda]}\n"
                               "  couleur: {kind: color}\n"
                               "  places: {kind: number}\n";
static const char post[] = "---\n"
                           "title: \"Fête\" # le titre\n"
                           "date: 2024-03-05 10:00:00 +01:00\n"
                           "tags:\n"
                           "- Fête # souvent\n"
                           "- 'Open data'\n"
                           "- Été\n"
                           "une-ou-diaporama:\n"
                           "- image: \"/uploads/a.jpg\"\n"
                           "  legende: A\n"
                           "  alternative-textuelle: \n"
                           "- image: \"/uploads/b.jpg\"\n"
                           "  legende: B\n"
                           "  alternative-textuelle: ''\n"
                           "odd: [1, [2, 3], {a: b}] # bizarre\n"
                           "---\n\nTexte.\n";

typedef struct
{
  char *root;
  ChapeauWorkspace *workspace;
  ChapeauDocument *document;
  ChapeauFields *fields;
  GBytes *before;
  guint n_failed;
  guint n_changed;
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
on_failed (Fixture *fixture)
{
  fixture->n_failed++;
}

static void
on_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
open_post (Fixture *fixture, const char *text)
{
  static guint number;
  g_autofree char *path = g_strdup_printf ("_posts/2024-03-05-fete-%u.md", number++);
  g_autoptr (GError) error = NULL;

  if (fixture->document != NULL)
    chapeau_document_close (fixture->document, TRUE);
  g_clear_object (&fixture->fields);
  g_clear_object (&fixture->document);
  g_clear_pointer (&fixture->before, g_bytes_unref);
  put (fixture, path, text);
  fixture->document = chapeau_document_load_sync (fixture->workspace, path, &error);
  g_assert_no_error (error);
  chapeau_document_set_autosave (fixture->document, FALSE);
  fixture->fields = chapeau_fields_new (fixture->document);
  fixture->before = g_bytes_ref (chapeau_document_get_header_bytes (fixture->document));
  g_signal_connect_swapped (fixture->fields, "edit-failed", G_CALLBACK (on_failed), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("chapeau-fields-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_STATE_HOME", fixture->root, TRUE);
  put (fixture, "site/_config.yml", config);
  put (fixture, "site/_data/chapeau.yml", override);
  g_free (fixture->root);
  fixture->root = g_build_filename (g_getenv ("XDG_STATE_HOME"), "site", NULL);
  fixture->workspace = chapeau_workspace_open_sync (fixture->root, "Camille", &error);
  g_assert_no_error (error);
  open_post (fixture, post);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  chapeau_document_close (fixture->document, TRUE);
  g_object_unref (fixture->fields);
  g_object_unref (fixture->document);
  g_object_unref (fixture->workspace);
  g_bytes_unref (fixture->before);
  g_free (fixture->root);
  remove_tree (g_getenv ("XDG_STATE_HOME"));
}

static ChapeauField *
field (const Fixture *fixture, const char *path)
{
  ChapeauField *found = chapeau_fields_find (fixture->fields, path);

  g_assert_nonnull (found);
  return found;
}

static void
assert_lines (const Fixture *fixture, const char *lines, gboolean present)
{
  GBytes *bytes = chapeau_document_get_header_bytes (fixture->document);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  if ((strstr (text, lines) != NULL) != present)
    g_error ("“%s” is%s expected in:\n%s", lines, present ? "" : " not", text);
}

/* The bytes before, and nothing to undo any more; then all of it again, and back. */
static void
undo_all (const Fixture *fixture)
{
  g_autoptr (GBytes) after = g_bytes_ref (chapeau_document_get_header_bytes (fixture->document));

  g_assert_true (chapeau_document_can_undo (fixture->document));
  for (int round = 0; round < 2; round++)
    {
      while (chapeau_document_can_undo (fixture->document))
        chapeau_document_undo (fixture->document);
      g_assert_true (
          g_bytes_equal (fixture->before, chapeau_document_get_header_bytes (fixture->document)));
      if (round > 0)
        return;
      while (chapeau_document_can_redo (fixture->document))
        chapeau_document_redo (fixture->document);
      g_assert_true (g_bytes_equal (after, chapeau_document_get_header_bytes (fixture->document)));
    }
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void
test_kinds (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *path;
    SiteFieldKind kind;
  } expected[] = {
    { "title", SITE_FIELD_TITLE },
    { "date", SITE_FIELD_DATE },
    { "chapeau-text", SITE_FIELD_MARKDOWN },
    { "auteur", SITE_FIELD_CHOICE },
    { "tags", SITE_FIELD_CHIPS },
    { "categories", SITE_FIELD_CHIPS },
    { "is_une", SITE_FIELD_BOOLEAN },
    { "une-ou-diaporama", SITE_FIELD_GROUP_LIST },
    { "une-ou-diaporama.0", SITE_FIELD_GROUP },
    { "une-ou-diaporama.1.image", SITE_FIELD_IMAGE },
    { "une-ou-diaporama.1.legende", SITE_FIELD_TEXT },
    { "couleur", SITE_FIELD_COLOR },
    { "places", SITE_FIELD_NUMBER },
    { "odd", SITE_FIELD_RAW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (
        site_field_kind_to_string (chapeau_field_get_kind (field (fixture, expected[i].path))), ==,
        site_field_kind_to_string (expected[i].kind));
  g_assert_true (
      chapeau_field_is_description (field (fixture, "une-ou-diaporama.0.alternative-textuelle")));
  g_assert_false (chapeau_document_can_undo (fixture->document));
  g_assert_false (chapeau_document_has_unsaved_changes (fixture->document));
}

/* A value that no widget fits, or that has a meaning of its own, is shown as it is written. */
static void
test_irregular_kinds (Fixture *fixture, gconstpointer unused)
{
  static const char *const raw[] = { "[a, [b]]",     "&x [a]",      "!ruby/sym a", "[a, null]",
                                     "{a: b, a: c}", "[{a: b}, c]", "[\"a\\nb\"]", "{[a]: b}" };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++)
    {
      g_autofree char *text = g_strdup_printf ("---\nx: %s\n---\n", raw[i]);

      open_post (fixture, text);
      g_assert_cmpint (chapeau_field_get_kind (field (fixture, "x")), ==, SITE_FIELD_RAW);
    }
  open_post (fixture, "---\ntags: Fête Été\ncategories: Vie\nauteur: [A, B]\ndate: bientôt\n---\n");
  {
    g_auto (GStrv) words = chapeau_field_dup_items (field (fixture, "tags"));

    g_assert_cmpuint (g_strv_length (words), ==, 2);
  }
  g_assert_cmpint (chapeau_field_get_kind (field (fixture, "auteur")), ==, SITE_FIELD_CHIPS);
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "date")), ==,
                   CHAPEAU_FIELD_NOT_A_DATE);
}

static void
test_text (Fixture *fixture, gconstpointer unused)
{
  ChapeauField *title = field (fixture, "title");

  chapeau_field_set_text (title, "Fête");
  g_assert_false (chapeau_document_can_undo (fixture->document));
  chapeau_field_set_text (title, "Fête d'été");
  chapeau_field_set_text (title, "Fête d'été : le soir");
  assert_lines (fixture, "title: \"Fête d'été : le soir\" # le titre\n", TRUE);
  g_assert_true (field (fixture, "title") == title);
  chapeau_document_undo (fixture->document);
  assert_lines (fixture, "title: \"Fête\" # le titre\n", TRUE);
  chapeau_field_set_text (field (fixture, "auteur"), "Zoé");
  assert_lines (fixture, "auteur: Zoé\n", TRUE);
  chapeau_field_set_text (title, "");
  assert_lines (fixture, "title:", FALSE);
  /* Typed anew it is where it was, with quotes and comment. */
  chapeau_field_set_text (title, "B");
  assert_lines (fixture, "---\ntitle: \"B\" # le titre\n", TRUE);
  undo_all (fixture);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
test_scalars (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (FmValue) yes = fm_value_new_boolean (TRUE);

  chapeau_field_set_text (field (fixture, "places"), "12");
  assert_lines (fixture, "places: 12\n", TRUE);
  chapeau_field_set_text (field (fixture, "places"), "douze");
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "places")), ==,
                   CHAPEAU_FIELD_NOT_A_NUMBER);
  chapeau_field_set_text (field (fixture, "couleur"), "#1a5fb4");
  assert_lines (fixture, "couleur: \"#1a5fb4\"\n", TRUE);
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "couleur")), ==, CHAPEAU_FIELD_FINE);
  chapeau_field_set_text (field (fixture, "couleur"), "#1a5");
  chapeau_field_set_text (field (fixture, "couleur"), "#1a5z");
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "couleur")), ==,
                   CHAPEAU_FIELD_NOT_A_COLOR);
  chapeau_field_set_value (field (fixture, "is_une"), yes);
  assert_lines (fixture, "is_une: true\n", TRUE);
  chapeau_field_set_text (field (fixture, "rubrique"), "Sport");
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "rubrique")), ==,
                   CHAPEAU_FIELD_NOT_ALLOWED);
  chapeau_field_set_text (field (fixture, "rubrique"), "Vie");
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "rubrique")), ==, CHAPEAU_FIELD_FINE);
  undo_all (fixture);
}

static void
test_problems (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "auteur")), ==,
                   CHAPEAU_FIELD_MISSING);
  chapeau_field_set_text (field (fixture, "auteur"), "Zoé");
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "auteur")), ==, CHAPEAU_FIELD_FINE);
  chapeau_field_set_text (field (fixture, "chapeau-text"), "Vingt et un caractères");
  g_assert_cmpint (chapeau_field_get_problem (field (fixture, "chapeau-text")), ==,
                   CHAPEAU_FIELD_TOO_LONG);
  /* Nothing said about the first image; the second one is said to be decorative. */
  g_assert_cmpint (
      chapeau_field_get_problem (field (fixture, "une-ou-diaporama.0.alternative-textuelle")), ==,
      CHAPEAU_FIELD_UNDESCRIBED);
  g_assert_cmpint (
      chapeau_field_get_problem (field (fixture, "une-ou-diaporama.1.alternative-textuelle")), ==,
      CHAPEAU_FIELD_FINE);
  chapeau_field_set_text (field (fixture, "une-ou-diaporama.0.image"), "");
  g_assert_cmpint (
      chapeau_field_get_problem (field (fixture, "une-ou-diaporama.0.alternative-textuelle")), ==,
      CHAPEAU_FIELD_FINE);
  undo_all (fixture);
}

static void
test_lists (Fixture *fixture, gconstpointer unused)
{
  const char *const two[] = { "Un", "Deux : trois", NULL };
  ChapeauField *tags = field (fixture, "tags");

  chapeau_field_insert_items (tags, 1, two);
  assert_lines (fixture, "- Fête # souvent\n- Un\n- 'Deux : trois'\n- 'Open data'\n", TRUE);
  chapeau_document_undo (fixture->document);
  assert_lines (fixture, "Deux", FALSE);
  assert_lines (fixture, "- Un\n", FALSE);
  chapeau_field_move_item (tags, 0, 2);
  assert_lines (fixture, "- 'Open data'\n- Été\n- Fête # souvent\n", TRUE);
  chapeau_field_replace_item (tags, 0, "open data");
  chapeau_field_remove_item (tags, 2);
  chapeau_field_remove_item (tags, 1);
  assert_lines (fixture, "tags:\n- open data\nune", FALSE);
  assert_lines (fixture, "tags:\n- 'open data'\nune", TRUE);
  chapeau_field_remove_item (tags, 0);
  assert_lines (fixture, "tags", FALSE);
  undo_all (fixture);
  chapeau_field_insert_items (field (fixture, "categories"), 0, two);
  assert_lines (fixture, "categories:\n- Un\n- 'Deux : trois'\n", TRUE);
  undo_all (fixture);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
test_groups (Fixture *fixture, gconstpointer unused)
{
  ChapeauField *list = field (fixture, "une-ou-diaporama");
  ChapeauField *first = field (fixture, "une-ou-diaporama.0");
  GListModel *cards = chapeau_field_get_children (list);

  chapeau_field_append_group (list, "/uploads/c.jpg");
  g_assert_cmpuint (g_list_model_get_n_items (cards), ==, 3);
  g_assert_true (field (fixture, "une-ou-diaporama.0") == first);
  assert_lines (fixture, "- image: \"/uploads/c.jpg\"\n  legende:\n  alternative-textuelle:\n",
                TRUE);
  chapeau_field_set_text (field (fixture, "une-ou-diaporama.2.legende"), "C");
  chapeau_field_move_item (list, 2, 0);
  g_assert_true (field (fixture, "une-ou-diaporama.0") == first);
  g_assert_cmpint (chapeau_field_get_position (first), ==, 0);
  {
    g_autofree char *text = chapeau_field_dup_text (field (fixture, "une-ou-diaporama.0.legende"));

    g_assert_cmpstr (text, ==, "C");
  }
  chapeau_field_remove_item (list, 1);
  assert_lines (fixture, "a.jpg", FALSE);
  /* A member that is emptied keeps its place. */
  chapeau_field_set_text (field (fixture, "une-ou-diaporama.0.legende"), "");
  assert_lines (fixture, "  legende:", TRUE);
  undo_all (fixture);
  chapeau_field_remove (list);
  assert_lines (fixture, "diaporama", FALSE);
  chapeau_field_append_group (field (fixture, "une-ou-diaporama"), NULL);
  assert_lines (fixture, "une-ou-diaporama:\n- image:\n", TRUE);
  undo_all (fixture);
}

static void
test_written (Fixture *fixture, gconstpointer unused)
{
  const char *reason = NULL;
  g_autofree char *written = chapeau_field_dup_written (field (fixture, "odd"));

  g_assert_cmpstr (written, ==, "odd: [1, [2, 3], {a: b}] # bizarre");
  g_assert_false (chapeau_field_set_written (field (fixture, "odd"), "odd: [1, [2", &reason));
  g_assert_nonnull (reason);
  g_assert_false (chapeau_field_set_written (field (fixture, "odd"), "even: 1", &reason));
  g_assert_false (chapeau_field_set_written (field (fixture, "odd"), "odd: 1\nmore: 2", &reason));
  g_assert_false (chapeau_field_set_written (field (fixture, "odd"), "odd: 1\n---\nmore", &reason));
  g_assert_false (chapeau_document_can_undo (fixture->document));
  g_assert_true (
      chapeau_field_set_written (field (fixture, "odd"), "odd: [1, [2]] # mieux", &reason));
  assert_lines (fixture, "\nodd: [1, [2]] # mieux\n---\n", TRUE);
  undo_all (fixture);
  /* Inside a group the indentation is taken off and put back. */
  open_post (fixture, "---\na:\n  b:\n  - - 1\n    - 2\n  c: x\n---\n");
  g_free (written);
  written = chapeau_field_dup_written (field (fixture, "a.b"));
  g_assert_cmpstr (written, ==, "b:\n- - 1\n  - 2");
  g_assert_true (chapeau_field_set_written (field (fixture, "a.b"), "b:\n- - 1\n  - 3\n", &reason));
  assert_lines (fixture, "a:\n  b:\n  - - 1\n    - 3\n  c: x\n", TRUE);
  undo_all (fixture);
}

static void
test_add_and_remove (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (chapeau_fields_add (fixture->fields, "sous-titre"));
  assert_lines (fixture, "\nsous-titre:\n---\n", TRUE);
  g_assert_false (chapeau_fields_add (fixture->fields, "sous-titre"));
  g_assert_false (chapeau_fields_add (fixture->fields, "a: b"));
  chapeau_field_set_text (field (fixture, "sous-titre"), "Le soir");
  chapeau_field_remove (field (fixture, "sous-titre"));
  g_assert_null (chapeau_fields_find (fixture->fields, "sous-titre"));
  g_assert_true (
      g_bytes_equal (fixture->before, chapeau_document_get_header_bytes (fixture->document)));
  undo_all (fixture);
}

/* Real ways to write a date: looked at and "typed" again in the words that were shown, none
 * changes. */
static void
test_date_forms (Fixture *fixture, gconstpointer unused)
{
  static const char *const forms[] = {
    "2013-10-10 17:16:00 +02:00",
    "2013-10-10 17:16:00 +0200",
    "2013-10-10 17:16:00",
    "2013-10-10 17:16",
    "2013-10-10",
    "2013-10-10T17:16:00+02:00",
    "2013-10-10T15:16:00Z",
    "2013-10-10 15:16:00 Z",
    "2013-10-10 15:16:00 UTC",
    "'2013-10-10'",
    "\"2013-10-10\"",
    "'2013-10-10 17:16'",
    "'2013-10-10 17:16:00 +02:00'",
    "\"2013-10-10 17:16:00 +0200\"",
    "2013-1-5",
    "2013-01-05 08:00:00 +01:00",
    "2013-01-05 08:00:00 +00:00",
    "2013-01-05 08:00:00 -05:00",
    "2013-01-05 08:00:00.000 +01:00",
    "2013-01-05 08:00:00.123456 +01:00",
    "2013-03-31 02:30:00 +01:00",
    "2013-03-31 03:30:00 +02:00",
    "2013-10-27 02:30:00 +02:00",
    "2013-10-27 02:30:00 +01:00",
    "2016-02-29 23:59:59 +01:00",
    "1999-12-31 00:00:00 +01:00",
    "2038-01-20 10:00:00 +01:00",
    "2099-06-01 10:00:00 +02:00",
    "2013-10-10   17:16:00   +02:00",
    "2013-10-10t17:16:00+02:00",
    "2013-10-10 17:16:00 +2",
    "2013-10-10 17:16:00 +09:30",
    "2013-10-10 00:00:00 +02:00",
    "2013-10-09 22:00:00 +00:00",
    "2013-10-10 17:16:00 # le soir",
    "2013-10-10 # jeudi",
    "!!timestamp 2013-10-10",
    "2013-10-10 17:16:07 +02:00",
    "'2013-10-10T17:16'",
    "2013-10-10 9:05:00 +02:00",
  };

  g_assert_cmpuint (G_N_ELEMENTS (forms), ==, 40);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *text = g_strdup_printf ("---\ndate: %s\n---\nT\n", forms[i]);
      g_autoptr (GDateTime) date = NULL;
      SiteDateForm form = { 0 };

      open_post (fixture, text);
      date = chapeau_field_dup_date (field (fixture, "date"), &form);
      if (date == NULL)
        g_assert_true (strchr (forms[i], '!') != NULL); /* shown as it is written */
      else
        chapeau_field_set_date (field (fixture, "date"), date, form.has_time);
      g_assert_true (
          g_bytes_equal (fixture->before, chapeau_document_get_header_bytes (fixture->document)));
      g_assert_false (chapeau_document_can_undo (fixture->document));
    }
}

static void
set_typed (const Fixture *fixture, const char *typed)
{
  gboolean has_time = FALSE;
  g_autoptr (GDateTime) date = chapeau_fields_parse_date (fixture->fields, typed, &has_time);

  g_assert_nonnull (date);
  g_assert_true (chapeau_field_set_date (field (fixture, "date"), date, has_time));
}

static void
test_date_edits (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *written, *typed, *result;
  } cases[] = {
    { "2024-03-05 10:00:00 +01:00", "10/10/2013 17h16", "2013-10-10 17:16:00 +02:00" },
    { "2024-03-05 10:00:00 +01:00", "14/7/2024", "2024-07-14 10:00:00 +02:00" },
    { "2024-03-05", "14/7/2024", "2024-07-14" },
    { "'2024-03-05 10:00'", "14/7/2024 9h", "'2024-07-14 09:00'" },
    /* The hour that summer time skips, and the one that is there twice (the first). */
    { "2024-03-05 10:00:00 +01:00", "31/3/2024 2h30", "2024-03-31 03:30:00 +02:00" },
    { "2024-03-05 10:00:00 +01:00", "27/10/2024 2h30", "2024-10-27 02:30:00 +02:00" },
    { "2024-03-05 10:00:00 +01:00", "27/10/2024 3h30", "2024-10-27 03:30:00 +01:00" },
    { "bientôt", "1/2/2024 8h", "2024-02-01 08:00:00 +01:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("---\ndate: %s\n---\n", cases[i].written);
      g_autofree char *line = g_strdup_printf ("\ndate: %s\n", cases[i].result);

      open_post (fixture, text);
      set_typed (fixture, cases[i].typed);
      assert_lines (fixture, line, TRUE);
      undo_all (fixture);
    }
}

static void
test_tomorrow_at_nine (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autofree char *line = g_date_time_format (tomorrow, "\ndate: %Y-%m-%d 09:00:00 +");

  open_post (fixture, "---\ntitle: T\n---\n");
  set_typed (fixture, "demain 9h");
  assert_lines (fixture, line, TRUE);
  undo_all (fixture);
}

/* Of sixty fields and two hundred tags the one that is typed in changes, and nothing else is made
 * anew. */
static void
test_in_place (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GString) text = g_string_new ("---\ntitle: T\n");
  GListModel *list;
  guint n;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "champ-%d: valeur\n", i);
  g_string_append (text, "tags:\n");
  for (int i = 0; i < 200; i++)
    g_string_append_printf (text, "- mot %d\n", i);
  g_string_append (text, "---\n");
  open_post (fixture, text->str);
  list = chapeau_fields_get_list (fixture->fields);
  n = g_list_model_get_n_items (list);
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (on_failed), fixture);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ChapeauField) one = g_list_model_get_item (list, i);

      g_signal_connect_swapped (one, "changed", G_CALLBACK (on_changed), fixture);
    }
  chapeau_field_set_text (field (fixture, "champ-30"), "autre");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  chapeau_field_remove_item (field (fixture, "tags"), 100);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  undo_all (fixture);
}

static void
test_broken_and_absent (Fixture *fixture, gconstpointer unused)
{
  open_post (fixture, "---\ntitle: 'L'été\n---\nT\n");
  g_assert_cmpuint (g_list_model_get_n_items (chapeau_fields_get_list (fixture->fields)), ==, 0);
  open_post (fixture, "Sans fiche.\n");
  g_assert_cmpint (chapeau_field_get_kind (field (fixture, "title")), ==, SITE_FIELD_TITLE);
  chapeau_field_set_text (field (fixture, "title"), "Titre");
  assert_lines (fixture, "---\ntitle: Titre\n---\n", TRUE);
  undo_all (fixture);
}

/* Keys of this post alone: what is typed elsewhere neither changes nor describes them anew. */
static void
test_own_keys_stay (Fixture *fixture, gconstpointer unused)
{
  ChapeauField *own;

  open_post (fixture, "---\ntitle: A\nseul: un\nautre: deux\n---\n");
  own = chapeau_fields_find (fixture->fields, "seul");
  g_signal_connect_swapped (own, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect_swapped (own, "described", G_CALLBACK (on_changed), fixture);
  chapeau_field_set_text (chapeau_fields_find (fixture->fields, "title"), "Autre titre");
  chapeau_field_set_text (chapeau_fields_find (fixture->fields, "autre"), "trois");
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  chapeau_field_set_text (own, "quatre");
  g_assert_cmpuint (fixture->n_changed, >, 0);
  g_assert_true (chapeau_fields_find (fixture->fields, "seul") == own);
}

/* What is made of sentences, and what only looks like a text. */
static void
test_prose (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *path;
    gboolean is_prose, is_code;
  } cases[] = {
    { "title", TRUE, FALSE },
    { "chapeau-text", TRUE, FALSE },
    { "sous-titre", TRUE, FALSE },
    { "style", FALSE, TRUE },
    { "decor", FALSE, TRUE },
    { "plan", FALSE, TRUE },
    { "liste", TRUE, FALSE },
    { "liquide", TRUE, FALSE },
    { "layout", FALSE, FALSE },
    { "auteur", FALSE, FALSE },
    { "date", FALSE, FALSE },
    { "tags", FALSE, FALSE },
    { "diaporama.0.image", FALSE, FALSE },
    { "diaporama.0.legende", TRUE, FALSE },
    { "contact.email", FALSE, FALSE },
  };

  open_post (fixture, "---\ntitle: A\nchapeau-text: B\nsous-titre: C\n"
                      "style: |-\n  red\n  blue\n"
                      "decor: |-\n  .a { color: red; }\n  .b {\n    top: 0;\n  }\n"
                      "plan: |-\n  <div>\n  <p>Un</p>\n  </div>\n"
                      "liste: |-\n  - un\n  - deux ;\n  - trois.\n"
                      "liquide: |-\n  {% include a.html %}\n  {: .encadre}\n  Du texte.\n"
                      "layout: post\nauteur: Anna\ndate: 2024-03-05\ntags: [un]\n"
                      "diaporama:\n- image: /uploads/a.png\n  legende: D\n"
                      "contact:\n  email: a@b.fr\n---\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (chapeau_field_is_prose (field (fixture, cases[i].path)), ==,
                       cases[i].is_prose);
      g_assert_cmpint (chapeau_field_is_code (field (fixture, cases[i].path)), ==,
                       cases[i].is_code);
    }
}

static void
assert_language (Fixture *fixture, const char *text, const char *expected)
{
  g_autofree char *language = NULL;

  open_post (fixture, text);
  language = chapeau_document_dup_language (fixture->document);
  g_assert_cmpstr (language, ==, expected);
}

/* The post's own, else the site's, else the person's (here none), else French. */
static void
test_language (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  assert_language (fixture, "---\ntitle: A\n---\n", "fr");
  assert_language (fixture, "---\nlang: br\n---\n", "br");
  assert_language (fixture, "---\nlocale: en_GB\n---\n", "en_GB");
  assert_language (fixture, "---\nlang: [de]\n---\n", "fr");
  assert_language (fixture, "---\nlang: 'L'été\n---\n", "fr");
  assert_language (fixture, "Sans fiche.\n", "fr");
  put (fixture, "_config.yml", "lang: eu\n");
  g_object_unref (fixture->workspace);
  fixture->workspace = chapeau_workspace_open_sync (fixture->root, "Camille", &error);
  g_assert_no_error (error);
  assert_language (fixture, "---\ntitle: A\n---\n", "eu");
  assert_language (fixture, "---\nlang: br\n---\n", "br");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/fields/kinds", test_kinds },
    { "/fields/irregular", test_irregular_kinds },
    { "/fields/text", test_text },
    { "/fields/scalars", test_scalars },
    { "/fields/problems", test_problems },
    { "/fields/lists", test_lists },
    { "/fields/groups", test_groups },
    { "/fields/written", test_written },
    { "/fields/add-and-remove", test_add_and_remove },
    { "/fields/date-forms", test_date_forms },
    { "/fields/date-edits", test_date_edits },
    { "/fields/tomorrow-at-nine", test_tomorrow_at_nine },
    { "/fields/in-place", test_in_place },
    { "/fields/broken-and-absent", test_broken_and_absent },
    { "/fields/own-keys-stay", test_own_keys_stay },
    { "/fields/prose", test_prose },
    { "/fields/language", test_language },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

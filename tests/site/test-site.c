/* test-site.c - the sample sites of cases/, opened and asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <site.h>

#include <glib/gstdio.h>
#include <string.h>

static Site *
open_case (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "site", "cases", name, NULL);
  g_autoptr (GError) error = NULL;
  Site *site = site_open (path, &error);

  g_assert_no_error (error);
  return site;
}

static void
assert_taken (char *got, const char *expected)
{
  g_assert_cmpstr (got, ==, expected);
  g_free (got);
}

static void
test_config (void)
{
  g_autoptr (Site) site = open_case ("siteleaf/_posts/2024-01-05-nouvelle-1.md");
  GPtrArray *collections = site_get_collections (site);

  g_assert_true (g_str_has_suffix (site_get_root (site), "/siteleaf"));
  g_assert_true (site_is_jekyll (site));
  g_assert_cmpstr (site_get_title (site), ==, "Les Amis du moulin");
  g_assert_cmpstr (site_get_url (site), ==, "https://moulin.example");
  g_assert_cmpstr (site_get_baseurl (site), ==, "/site");
  g_assert_cmpstr (site_get_timezone_name (site), ==, "Europe/Paris");
  g_assert_cmpuint (site_get_diagnostics (site)->len, ==, 0);
  g_assert_cmpuint (collections->len, ==, 3);
  g_assert_cmpstr (((SiteCollection *) collections->pdata[0])->title, ==, "Nouvelles");
  g_assert_cmpstr (site_find_collection (site, "agenda")->folder, ==, "_agenda");
  g_assert_cmpstr (site_get_uploads_folder (site), ==, "uploads");
  g_assert_cmpuint (site_get_styles (site)->len, ==, 1);
}

static void
check_default (Site *site, const char *path, const char *key, const char *expected)
{
  g_autoptr (FmValue) defaults = site_dup_defaults (site, path);
  FmValue *value = fm_value_get_member (defaults, key);

  if (expected == NULL)
    g_assert_null (value);
  else
    g_assert_cmpstr (fm_value_get_string (value), ==, expected);
}

static void
test_defaults (void)
{
  g_autoptr (Site) site = open_case ("siteleaf");

  check_default (site, "_posts/2024-01-01-a.md", "layout", "article");
  check_default (site, "_drafts/a.md", "layout", "article");
  check_default (site, "_posts/archives/2024-01-01-a.md", "layout", "archive");
  check_default (site, "_posts/archives/2024-01-01-a.md", "is_une", "true");
  /* The merge key, and the scope's own value over it. */
  check_default (site, "_agenda/a.md", "layout", "rendez-vous");
  check_default (site, "_agenda/a.md", "is_une", "true");
  check_default (site, "_agenda/2024/ete.md", "lieu", "Jardin");
  check_default (site, "_agenda/2024/hiver.md", "lieu", "");
  check_default (site, "index.md", "layout", NULL);
}

static void
test_paths (void)
{
  g_autoptr (Site) site = open_case ("siteleaf");
  g_autoptr (Site) nested = open_case ("nested");
  g_autoptr (Site) plain = open_case ("plain/notes");
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 ("2024-03-31T22:30:00Z", NULL);

  g_assert_true (site_is_post_path (site, "_posts/2024-01-01-a.md"));
  g_assert_true (site_is_post_path (site, "_agenda/a.MD"));
  g_assert_true (site_is_draft_path (site, "_drafts/a.md"));
  g_assert_false (site_is_post_path (site, "_posts/a.jpg"));
  g_assert_false (site_is_post_path (site, "_posts/.a.md"));
  g_assert_false (site_is_post_path (site, "_posts/a.md~"));
  g_assert_false (site_is_post_path (site, "_layouts/a.md"));
  g_assert_false (site_is_post_path (site, "README.md"));
  assert_taken (site_dup_publish_path (site, "_drafts/fete.md", date), "_posts/2024-04-01-fete.md");
  assert_taken (site_dup_publish_path (site, "_drafts/2020-01-01-fete.md", date),
                "_posts/2024-04-01-fete.md");
  assert_taken (site_dup_publish_path (site, "_posts/2020-01-01-fete.md", date), NULL);
  assert_taken (site_dup_draft_path (site, "_posts/2024-04-01-fete.md"), "_drafts/fete.md");
  assert_taken (site_dup_draft_path (site, "_agenda/concert.md"), NULL);
  g_assert_cmpstr (site_get_drafts_folder (nested), ==, "fr/news/_drafts");
  assert_taken (site_dup_draft_path (nested, "fr/news/_posts/2020-01-01-a.md"),
                "fr/news/_drafts/a.md");
  g_assert_false (site_is_jekyll (plain));
  g_assert_cmpuint (site_get_collections (plain)->len, ==, 1);
  g_assert_true (site_is_post_path (plain, "note.md"));
}

static void
test_names (void)
{
  g_autoptr (Site) site = open_case ("siteleaf");
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 ("2024-03-05T23:30:00Z", NULL);
  g_autofree char *long_title = g_strnfill (300, 'a');
  g_autofree char *long_slug = site_dup_slug (long_title);

  assert_taken (site_dup_slug ("Réunion d’été : le 5 !"), "reunion-d-ete-le-5");
  assert_taken (site_dup_slug ("Œuvre & cœur – 100 %"), "oeuvre-coeur-100");
  assert_taken (site_dup_slug ("…"), "");
  g_assert_cmpuint (strlen (long_slug), ==, 100);
  assert_taken (site_dup_clean_upload_name ("Réunion d'été (1).JPG"), "reunion-d-ete-1.jpg");
  assert_taken (site_dup_clean_upload_name ("C:\\Temp\\Été.PDF"), "ete.pdf");
  assert_taken (site_dup_clean_upload_name ("....png"), "fichier.png");
  assert_taken (site_dup_post_filename (site, site_find_collection (site, "posts"), NULL, date,
                                        "Réunion d'été"),
                "2024-03-06-reunion-d-ete.md");
  assert_taken (site_dup_post_filename (site, site_find_collection (site, "agenda"), NULL, date,
                                        "Réunion d'été"),
                "reunion-d-ete.md");
}

static void
test_references (void)
{
  g_autoptr (Site) site = open_case ("siteleaf");

  assert_taken (site_dup_reference (site, "uploads/Post RS é.png"),
                "/uploads/Post%20RS%20%C3%A9.png");
  assert_taken (site_dup_file_of_reference (site, "/uploads/Post%20RS.png"), "uploads/Post RS.png");
  assert_taken (site_dup_file_of_reference (site, "uploads/a.png?x#y"), "uploads/a.png");
  assert_taken (site_dup_file_of_reference (site, "/site/uploads/a.png"), "uploads/a.png");
  assert_taken (site_dup_file_of_reference (site, "{{ site.baseurl }}/a.png"), "a.png");
  assert_taken (site_dup_file_of_reference (site, "{{site.url}}{{ site.baseurl }}/a.png"), "a.png");
  assert_taken (site_dup_file_of_reference (site, "https://moulin.example/site/a.png"), "a.png");
  assert_taken (site_dup_file_of_reference (site, "https://ailleurs.example/a.png"), NULL);
  assert_taken (site_dup_file_of_reference (site, "https://moulin.example.org/a.png"), NULL);
  assert_taken (site_dup_file_of_reference (site, "//ailleurs.example/a.png"), NULL);
  assert_taken (site_dup_file_of_reference (site, "mailto:a@b.fr"), NULL);
  assert_taken (site_dup_file_of_reference (site, "#haut"), NULL);
  assert_taken (site_dup_file_of_reference (site, "/uploads/../../etc/passwd"), NULL);
  assert_taken (site_dup_file_of_reference (site, "/%2e%2e/etc/passwd"), NULL);
  assert_taken (site_dup_file_of_reference (site, "/a/./b/../c.png"), "a/c.png");
}

static SitePostInfo *
info_of (Site *site, const char *path, const char *text)
{
  g_autoptr (GBytes) post = g_bytes_new (text, strlen (text));
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 ("2024-06-01T00:00:00Z", NULL);
  return site_read_post_info (site, path, post, now);
}

static void
check_state (const char *path, const char *text, SiteState state, const char *title)
{
  g_autoptr (Site) site = open_case ("siteleaf");
  g_autoptr (SitePostInfo) info = info_of (site, path, text);

  g_assert_cmpint (info->state, ==, state);
  g_assert_cmpstr (info->title, ==, title);
}

static void
test_info (void)
{
  g_autoptr (Site) site = open_case ("siteleaf");
  g_autoptr (SitePostInfo) info =
      info_of (site, "_posts/2024-01-02-a.md",
               "---\ncategories: un deux\ntag: Trois mots\nauteur: Jeanne\n---\n");

  check_state ("_posts/2024-01-01-un-mot.md", "", SITE_STATE_PUBLISHED, "Un mot");
  check_state ("_posts/2024-07-01-a.md", "---\ntitle: T\n---\n", SITE_STATE_SCHEDULED, "T");
  check_state ("_posts/2024-07-01-a.md", "---\ntitle: T\ndate: 2024-05-31 23:59:00 Z\n---\n",
               SITE_STATE_PUBLISHED, "T");
  check_state ("_posts/2024-07-01-a.md", "---\npublished: no\n---\n", SITE_STATE_HIDDEN, "A");
  check_state ("_drafts/a.md", "---\npublished: false\n---\n", SITE_STATE_DRAFT, "A");
  check_state ("_posts/2024-01-01-a.md", "---\ntitle: 'a\n---\n", SITE_STATE_PUBLISHED, "A");
  g_assert_cmpuint (g_strv_length (info->categories), ==, 2);
  g_assert_cmpstr (info->tags[0], ==, "Trois mots");
  g_assert_cmpstr (info->author, ==, "Jeanne");
}

static void
check_url (const char *path, const char *text, const char *expected)
{
  g_autoptr (Site) site = open_case ("siteleaf");
  g_autoptr (GBytes) post = g_bytes_new (text, strlen (text));
  g_autoptr (FmHeader) header = fm_header_new (post);

  assert_taken (site_dup_url (site, path, header), expected);
}

static void
test_urls (void)
{
  check_url ("_posts/2024-01-05-un-mot.md", "", "/2024/01/05/un-mot/");
  check_url ("_posts/2024-01-05-un-mot.md", "---\ncategories: [Vie du moulin, B]\n---\n",
             "/vie%20du%20moulin/b/2024/01/05/un-mot/");
  check_url ("_posts/2024-01-05-un-mot.md", "---\npermalink: /:year/:slug.html\nslug: Été\n---\n",
             "/2024/%C3%A9t%C3%A9.html");
  check_url ("_agenda/concert.md", "", "/agenda/concert/");
  check_url ("_auteurs/jeanne.md", "", NULL);
}

static SiteFieldKind
kind_of (GPtrArray *fields, const char *key)
{
  const SiteField *field = site_field_find (fields, key);
  g_assert_nonnull (field);
  return field->kind;
}

static void
test_fields (void)
{
  static const char *const order[] = { "title", "chapeau-text",    "date", "auteur", "categories",
                                       "tags",  "une-ou-diaporama" };
  g_autoptr (Site) site = open_case ("siteleaf");
  const SiteCollection *posts = site_find_collection (site, "posts");
  g_autoptr (SiteFacts) facts = site_scan_posts (site, NULL, NULL);
  g_autoptr (GPtrArray) fields = site_dup_fields (site, posts, facts);
  const SiteField *field;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpstr (((SiteField *) fields->pdata[i])->key, ==, order[i]);
  g_assert_cmpint (kind_of (fields, "is_une"), ==, SITE_FIELD_BOOLEAN);
  g_assert_cmpint (kind_of (fields, "chapeau-text"), ==, SITE_FIELD_MARKDOWN);
  g_assert_cmpint (kind_of (fields, "site-partenaire"), ==, SITE_FIELD_LINK);
  g_assert_cmpint (kind_of (fields, "une-ou-diaporama"), ==, SITE_FIELD_GROUP_LIST);
  field = site_field_find (fields, "une-ou-diaporama");
  g_assert_cmpstr (field->label, ==, "Images");
  g_assert_cmpstr (site_field_find (fields, "site-partenaire")->label, ==, "Site partenaire");
  g_assert_cmpint (kind_of (field->children, "image"), ==, SITE_FIELD_IMAGE);
  g_assert_cmpint (kind_of (field->children, "alternative-textuelle"), ==, SITE_FIELD_TEXT);
  field = site_field_find (fields, "auteur");
  g_assert_cmpint (field->kind, ==, SITE_FIELD_CHOICE);
  g_assert_cmpstr (field->collection, ==, "auteurs");
  g_assert_true (field->strict);
  g_assert_cmpuint (field->known_values->len, ==, 2);
  field = site_field_find (fields, "categories");
  g_assert_cmpuint (((SiteKnownValue *) field->known_values->pdata[0])->count, ==, 4);
  field = site_field_find (fields, "chapeau-text");
  g_assert_true (field->required);
  g_assert_cmpuint (field->max_length, ==, 300);
  g_assert_true (site_field_find (fields, "published")->hidden);
}

/* A form without facts, of a broken configuration, of a folder of texts, and of one odd key. */
static void
test_poor_forms (void)
{
  g_autoptr (Site) broken = open_case ("broken");
  g_autoptr (Site) plain = open_case ("plain");
  g_autoptr (SiteFacts) facts = site_scan_posts (broken, NULL, NULL);
  g_autoptr (GPtrArray) fields =
      site_dup_fields (broken, site_find_collection (broken, "posts"), facts);
  g_autoptr (GPtrArray) bare = site_dup_fields (plain, NULL, NULL);
  g_autoptr (FmValue) odd = fm_value_new_from_json ("[1, [2]]", -1, NULL);
  g_autoptr (SiteField) field = site_dup_field_for (plain, NULL, NULL, NULL, "drôle_de-clé", odd);

  g_assert_cmpuint (site_get_diagnostics (broken)->len, >, 0);
  g_assert_cmpstr (((BaseDiagnostic *) site_get_diagnostics (broken)->pdata[0])->arguments[0], ==,
                   "_config.yml");
  g_assert_nonnull (site_field_find (fields, "auteur"));
  g_assert_nonnull (site_field_find (bare, "title"));
  g_assert_cmpint (field->kind, ==, SITE_FIELD_RAW);
  g_assert_cmpstr (field->label, ==, "Drôle de clé");
}

/* A configuration that cannot be read: the posts are found and have their form all the same. */
static void
test_lost_config (void)
{
  g_autoptr (Site) site = open_case ("lost");
  g_autoptr (SiteFacts) facts = site_scan_posts (site, NULL, NULL);
  const SiteCollection *collection = site_find_collection (site, "actualites");
  g_autoptr (GPtrArray) fields = NULL;
  g_autofree char *uploads = site_dup_uploads_folder (site, facts);
  g_autofree char *guess = site_dup_uploads_folder (site, NULL);

  g_assert_nonnull (collection);
  g_assert_null (site_find_collection (site, "layouts"));
  g_assert_cmpuint (site_facts_get_count (facts, collection), ==, 2);
  fields = site_dup_fields (site, collection, facts);
  g_assert_cmpint (kind_of (fields, "surtitre"), ==, SITE_FIELD_TEXT);
  g_assert_cmpint (kind_of (fields, "image"), ==, SITE_FIELD_IMAGE);
  /* Two of the three files stand below it; years are no place of their own. */
  g_assert_cmpstr (uploads, ==, "assets/photos");
  g_assert_cmpstr (guess, ==, "uploads");
}

/* What `_data/chapeau.yml` says and nobody knows is told. */
static void
test_override_slips (void)
{
  g_autofree char *folder = g_dir_make_tmp ("chapeau-site-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "_data", NULL);
  g_autofree char *path = g_build_filename (data, "chapeau.yml", NULL);
  g_autoptr (Site) site = NULL;
  GPtrArray *diagnostics;

  g_assert_cmpint (g_mkdir (data, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path,
                                      "uploads: media\nfields:\n  title: { kind: markdwn }\n"
                                      "  lieu: { lable: Ville, required: true }\n"
                                      "collections:\n  neant: {}\n",
                                      -1, NULL));
  site = site_open (folder, NULL);
  diagnostics = site_get_diagnostics (site);
  g_assert_cmpuint (diagnostics->len, ==, 3);
  g_assert_cmpstr (((BaseDiagnostic *) diagnostics->pdata[0])->arguments[1], ==, "title: markdwn");
  g_assert_cmpstr (((BaseDiagnostic *) diagnostics->pdata[1])->arguments[1], ==, "lieu: lable");
  g_assert_cmpstr (((BaseDiagnostic *) diagnostics->pdata[2])->arguments[1], ==,
                   "collections: neant");
  g_assert_cmpstr (site_get_uploads_folder (site), ==, "media");
  g_unlink (path);
  g_rmdir (data);
  g_rmdir (folder);
}

static void
test_huge_config (void)
{
  g_autofree char *folder = g_dir_make_tmp ("chapeau-site-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "_config.yml", NULL);
  g_autofree char *huge = g_strnfill (FM_MAX_HEADER_SIZE + 10, '#');
  g_autoptr (GString) laughs = g_string_new ("a: &l0 [x, x]\n");
  g_autoptr (Site) site = NULL;
  g_autoptr (Site) nested = NULL;

  g_assert_true (g_file_set_contents (path, huge, -1, NULL));
  site = site_open (folder, NULL);
  g_assert_cmpstr (((BaseDiagnostic *) site_get_diagnostics (site)->pdata[0])->code, ==,
                   "site.config-too-large");
  for (int i = 1; i < 30; i++)
    g_string_append_printf (laughs, "a%d: &l%d [*l%d, *l%d, *l%d, *l%d]\n", i, i, i - 1, i - 1,
                            i - 1, i - 1);
  g_assert_true (g_file_set_contents (path, laughs->str, -1, NULL));
  nested = site_open (folder, NULL);
  g_assert_nonnull (site_get_config (nested));
  g_assert_cmpstr (((BaseDiagnostic *) site_get_diagnostics (nested)->pdata[0])->code, ==,
                   "site.config-too-large");
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (site_open ("/nowhere/at/all", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A real public body's configuration, where it is at hand. */
static void
test_reference (void)
{
  g_autofree char *from =
      g_build_filename (g_getenv ("CHAPEAU_REFERENCE"), "gouv-config.yml", NULL);
  g_autofree char *folder = g_dir_make_tmp ("chapeau-site-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "_config.yml", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (Site) site = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  gsize length;

  if (!g_file_get_contents (from, &contents, &length, NULL))
    {
      g_rmdir (folder);
      g_test_skip ("no reference data");
      return;
    }
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
  site = site_open (folder, NULL);
  g_assert_cmpuint (site_get_diagnostics (site)->len, ==, 0);
  g_assert_cmpuint (site_get_collections (site)->len, ==, 8);
  g_assert_cmpstr (site_get_language (site), ==, "fr");
  fields = site_dup_fields (site, site_find_collection (site, "evenements"), NULL);
  g_assert_cmpint (kind_of (fields, "une-ou-diaporama"), ==, SITE_FIELD_GROUP_LIST);
  g_assert_cmpint (kind_of (fields, "event_start_date"), ==, SITE_FIELD_DATE);
  g_assert_cmpint (kind_of (fields, "afficher_la_carte"), ==, SITE_FIELD_BOOLEAN);
  g_assert_cmpint (kind_of (fields, "acces"), ==, SITE_FIELD_GROUP_LIST);
  g_assert_cmpint (kind_of (site_field_find (fields, "acces")->children, "lignes"), ==,
                   SITE_FIELD_GROUP_LIST);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/config", test_config);
  g_test_add_func ("/site/defaults", test_defaults);
  g_test_add_func ("/site/paths", test_paths);
  g_test_add_func ("/site/names", test_names);
  g_test_add_func ("/site/references", test_references);
  g_test_add_func ("/site/info", test_info);
  g_test_add_func ("/site/urls", test_urls);
  g_test_add_func ("/site/fields", test_fields);
  g_test_add_func ("/site/poor-forms", test_poor_forms);
  g_test_add_func ("/site/huge-config", test_huge_config);
  g_test_add_func ("/site/lost-config", test_lost_config);
  g_test_add_func ("/site/override-slips", test_override_slips);
  g_test_add_func ("/site/missing", test_missing);
  g_test_add_func ("/site/reference", test_reference);
  return g_test_run ();
}

/* What a site knows of addresses, and the checks of a post with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <model.h>

#include "../folder.h"

#include <string.h>

typedef struct
{
  char *folder;
  Site *site;
  ChapeauSiteBook *book;
} Fixture;

static void
write_file (Fixture *fixture, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (fixture->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("chapeau-checks-XXXXXX", NULL);
  write_file (fixture, "_config.yml",
              "title: Essai\nurl: https://www.essai.example\nbaseurl: /site\n"
              "collections:\n  agenda:\n    output: true\n    permalink: /agenda/:title/\n");
  write_file (fixture, "_posts/2026-01-05-voeux.md",
              "---\ntitle: Voeux\nredirect_from: [/anciens-voeux/]\n---\n");
  write_file (fixture, "_posts/2099-01-05-futur.md", "---\ntitle: Futur\n---\n");
  write_file (fixture, "_agenda/bal.md", "---\ntitle: Bal\n---\n");
  write_file (fixture, "_agenda/cache.md", "---\ntitle: Caché\npublished: false\n---\n");
  write_file (fixture, "_drafts/idee.md", "---\ntitle: Idée\n---\n");
  write_file (fixture, "agenda/archives.html", "---\n---\n");
  write_file (fixture, "contact.md", "---\npermalink: /nous-ecrire/\n---\n");
  write_file (fixture, "uploads/a b.jpg", "12345");
  fixture->site = site_open (fixture->folder, NULL);
  g_assert_nonnull (fixture->site);
  fixture->book = chapeau_site_book_new (fixture->site);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  chapeau_site_book_unref (fixture->book);
  site_unref (fixture->site);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *address;
    ChecksTarget target;
  } cases[] = {
    { "/uploads/a%20b.jpg", CHECKS_TARGET_FOUND },
    { "uploads/a b.jpg", CHECKS_TARGET_FOUND },
    { "{{ site.baseurl }}/uploads/a%20b.jpg", CHECKS_TARGET_FOUND },
    { "https://www.essai.example/site/uploads/a%20b.jpg?x#y", CHECKS_TARGET_FOUND },
    { "/uploads/absent.jpg", CHECKS_TARGET_MISSING },
    { "https://ailleurs.example/uploads/absent.jpg", CHECKS_TARGET_UNKNOWN },
    { "mailto:a@b.example", CHECKS_TARGET_UNKNOWN },
    { "/2026/01/05/voeux.html", CHECKS_TARGET_FOUND },
    { "/site/2026/01/05/voeux.html#suite", CHECKS_TARGET_FOUND },
    { "/anciens-voeux/", CHECKS_TARGET_FOUND },
    { "/agenda/bal/", CHECKS_TARGET_FOUND },
    { "/agenda/bal", CHECKS_TARGET_FOUND },
    { "/agenda/bal/index.html", CHECKS_TARGET_FOUND },
    { "/agenda/archives.html", CHECKS_TARGET_FOUND },
    { "/agenda/disparu/", CHECKS_TARGET_MISSING },
    { "/agenda/page2/", CHECKS_TARGET_UNKNOWN },
    { "/agenda/", CHECKS_TARGET_UNKNOWN },
    { "/agenda/cache/", CHECKS_TARGET_DRAFT },
    { "/2099/01/05/futur.html", CHECKS_TARGET_DRAFT },
    { "/nous-ecrire/", CHECKS_TARGET_FOUND },
    { "/mentions-legales/", CHECKS_TARGET_UNKNOWN }, /* a plugin may make it */
    { "/feed.xml", CHECKS_TARGET_UNKNOWN },
    { "page.html", CHECKS_TARGET_UNKNOWN },
    { "/{% link x.md %}", CHECKS_TARGET_UNKNOWN },
    { "/", CHECKS_TARGET_UNKNOWN },
  };
  guint64 bytes;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (chapeau_site_book_look_up (fixture->book, "_posts/2026-02-02-x.md",
                                                  cases[i].address, &bytes),
                       ==, cases[i].target);
    }
  chapeau_site_book_look_up (fixture->book, "_posts/2026-02-02-x.md", "/uploads/a%20b.jpg", &bytes);
  g_assert_cmpuint (bytes, ==, 5);
  /* A post that is hidden may lead to itself. */
  g_assert_cmpint (
      chapeau_site_book_look_up (fixture->book, "_agenda/cache.md", "/agenda/cache/", &bytes), ==,
      CHECKS_TARGET_FOUND);
}

/* A post that is new, changed or gone is known once the book was told to forget. */
static void
test_forget (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gone = g_build_filename (fixture->folder, "_agenda", "bal.md", NULL);
  guint64 bytes;

  g_assert_cmpint (chapeau_site_book_look_up (fixture->book, "x.md", "/agenda/neuf/", &bytes), ==,
                   CHECKS_TARGET_MISSING);
  write_file (fixture, "_agenda/neuf.md", "---\ntitle: Neuf\n---\n");
  write_file (fixture, "_agenda/cache.md", "---\ntitle: Plus caché\n---\n");
  g_assert_cmpint (g_remove (gone), ==, 0);
  chapeau_site_book_forget (fixture->book);
  g_assert_cmpint (chapeau_site_book_look_up (fixture->book, "x.md", "/agenda/neuf/", &bytes), ==,
                   CHECKS_TARGET_FOUND);
  g_assert_cmpint (chapeau_site_book_look_up (fixture->book, "x.md", "/agenda/cache/", &bytes), ==,
                   CHECKS_TARGET_FOUND);
  g_assert_cmpint (chapeau_site_book_look_up (fixture->book, "x.md", "/agenda/bal/", &bytes), ==,
                   CHECKS_TARGET_MISSING);
}

static gboolean
has (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((const ChecksFinding *) findings->pdata[i])->diagnostic->code, code) == 0)
      return TRUE;
  return FALSE;
}

static void
test_twin (Fixture *fixture, gconstpointer data)
{
  static const char text[] = "---\ntitle: Un autre bal\npermalink: /agenda/bal/\n---\n";
  g_autoptr (GBytes) post = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) plain = g_bytes_new_static ("---\ntitle: a\n---\n", 17);
  g_autoptr (SiteFacts) facts = site_scan_posts (fixture->site, NULL, NULL);
  g_autoptr (GPtrArray) other = NULL, own = NULL, twin = NULL;

  twin = chapeau_checks_run (fixture->book, facts, "_agenda/autre.md", post);
  g_assert_true (has (twin, "checks.same-address"));
  own = chapeau_checks_run (fixture->book, facts, "_agenda/bal.md", post);
  g_assert_false (has (own, "checks.same-address"));
  other = chapeau_checks_run (fixture->book, facts, "_agenda/autre.md", plain);
  g_assert_false (has (other, "checks.same-address"));
}

static void
on_checked (GPtrArray *all, ChapeauChecking *checking)
{
  g_ptr_array_add (all, chapeau_checking_ref (checking));
}

/* While one look runs only the newest waits, and what comes last is of the newest text. */
static void
test_newest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChapeauWorkspace) workspace =
      chapeau_workspace_open_sync (fixture->folder, "Camille", &error);
  g_autoptr (ChapeauDocument) document = NULL;
  g_autoptr (ChapeauChecker) checker = chapeau_checker_new ();
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) chapeau_checking_unref);
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  const ChapeauChecking *last;

  g_assert_no_error (error);
  document = chapeau_document_load_sync (workspace, "_agenda/bal.md", &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (checker, "checked", G_CALLBACK (on_checked), all);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *title = g_strnfill (59 + i, 'a');
      g_autoptr (FmValue) value = fm_value_new_string (title);
      g_autoptr (BaseEdits) edits =
          fm_edit_set (chapeau_document_get_header (document), "title", value, &error);

      chapeau_document_edit_header (document, edits, "title");
      chapeau_checker_check (checker, document);
    }
  while (all->len < 2 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_false (chapeau_checking_is_current (all->pdata[0]));
  g_assert_false (has (((ChapeauChecking *) all->pdata[0])->findings, "checks.title-long"));
  last = all->pdata[1];
  g_assert_true (chapeau_checking_is_current (last));
  g_assert_true (last->document == document);
  g_assert_true (has (last->findings, "checks.title-long"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/model/checks/addresses", Fixture, NULL, set_up, test_addresses, tear_down);
  g_test_add ("/model/checks/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/model/checks/twin", Fixture, NULL, set_up, test_twin, tear_down);
  g_test_add ("/model/checks/newest", Fixture, NULL, set_up, test_newest, tear_down);
  return g_test_run ();
}

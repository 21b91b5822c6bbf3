/* test-kramdown-cases.c - how many posts of the reference come out byte for byte.
 *
 * A ratchet, not a proof: the library is a first version and most of kramdown is still missing.
 * The test fails when fewer posts pass than FLOOR; raise FLOOR with every improvement. It is not
 * a statement that the rest is right: the counts are printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <kramdown.h>
#include <string.h>

#define FLOOR 122

int
main (void)
{
  static const char *const folders[] = { "gouv", "ruby-lang-fr", "seed" };
  const char *reference = g_getenv ("CHAPEAU_REFERENCE");
  guint passed = 0, failed = 0;

  if (reference == NULL || !g_file_test (reference, G_FILE_TEST_IS_DIR))
    return 77;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (reference, "posts", folders[i], NULL);
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;
      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *source = g_build_filename (path, name, NULL);
          g_autofree char *stem = g_strndup (source, strlen (source) - 3);
          g_autofree char *target = NULL, *text = NULL, *wanted = NULL, *html = NULL;
          g_autoptr (KdDocument) document = NULL;
          const char *body;
          if (!g_str_has_suffix (name, ".md"))
            continue;
          target = g_strconcat (stem, ".html", NULL);
          if (!g_file_get_contents (source, &text, NULL, NULL)
              || !g_file_get_contents (target, &wanted, NULL, NULL))
            continue;
          body = strstr (text, "\n---");
          body = body != NULL ? body + 4 : text;
          for (const char *p = body; g_ascii_isspace (*p); p++)
            if (*p == '\n')
              body = p + 1;
          document = kd_parse (body, strlen (body), NULL);
          g_assert_true (kd_document_check (document, NULL));
          html = kd_render_html (document, NULL);
          if (strcmp (html, wanted) == 0)
            passed++;
          else
            failed++;
        }
    }
  g_print ("posts: %u passed, %u failed, floor %d\n", passed, failed, FLOOR);
  return passed + failed == 0 ? 77 : passed >= FLOOR ? 0 : 1;
}

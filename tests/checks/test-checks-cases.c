/* test-checks-cases.c - cases/NAME.md with cases/NAME.facts gives cases/NAME.expected, discovered.
 *
 * A case whose expected file is empty is one of near misses. CHAPEAU_WRITE=1 writes what comes out,
 * to be read before it is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-case.h"

#include <string.h>

static void
test_case (gconstpointer data)
{
  g_autoptr (ChecksCase) test = checks_case_load (data);
  g_autofree char *path = g_strconcat (data, ".expected", NULL);
  g_autofree char *got = checks_case_print (test, test->post);
  g_autofree char *expected = NULL;

  if (g_getenv ("CHAPEAU_WRITE") != NULL)
    g_assert_true (g_file_set_contents (path, got, -1, NULL));
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (got, ==, expected);
}

/* Every code that checks.h lists is met in a case. */
static void
test_all_codes (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "src", "checks", "checks.h", NULL);
  g_auto (GStrv) names = checks_case_list ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GRegex) regex = g_regex_new ("^ \\*   (checks\\.[a-z-]+)", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *header = NULL;
  guint codes = 0;

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (ChecksCase) test = checks_case_load (*name);
      g_autofree char *got = checks_case_print (test, test->post);

      g_string_append (all, got);
    }
  g_assert_true (g_file_get_contents (path, &header, NULL, NULL));
  g_regex_match (regex, header, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL), codes++)
    {
      g_autofree char *code = g_match_info_fetch (match, 1);
      g_autofree char *word = g_strdup_printf (" %s ", code);

      if (strstr (all->str, word) == NULL)
        g_error ("no case has %s", code);
    }
  g_assert_cmpuint (codes, >=, 30);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) names = NULL;

  g_test_init (&argc, &argv, NULL);
  names = checks_case_list ();
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *base = g_path_get_basename (*name);
      g_autofree char *label = g_strconcat ("/checks/cases/", base, NULL);

      g_test_add_data_func (label, *name, test_case);
    }
  g_test_add_func ("/checks/all-codes", test_all_codes);
  return g_test_run ();
}

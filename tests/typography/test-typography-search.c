/* test-typography-search.c - what is found with words as they are typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typography.h"

#define NB "\u00A0"
#define NN "\u202F"

typedef struct
{
  const char *searched;
  const char *text;
  const char *match; /* NULL: none */
} SearchCase;

static const SearchCase search_cases[] = {
  { "l'eau", "De l’eau.", "l’eau" },
  { "l’eau", "De l'eau.", "l'eau" },
  { "Venez !", "Oui. Venez" NN "! Oui.", "Venez" NN "!" },
  { "a : b", "a" NB ": b", "a" NB ": b" },
  { "a" NB ": b", "a : b", "a : b" },
  { "dit \"oui\"", "Il dit «" NB "oui" NB "».", "dit «" NB "oui" NB "»" },
  { "« oui »", "«" NB "oui" NB "»", "«" NB "oui" NB "»" },
  { "\"oui\"", "dit \"oui\"", "\"oui\"" },
  { "puis...", "Et puis…", "puis…" },
  { "puis…", "Et puis...", "puis..." },
  { "a -- b", "a – b", "a – b" },
  /* All else is itself. */
  { "a.b*c", "aXb*c a.b*c", "a.b*c" },
  { "(1|2)", "1 (1|2)", "(1|2)" },
  { "\\1", "a\\1", "\\1" },
  { "été", "ete été", "été" },
  { "a  b", "a b", NULL },
  { "ab", "a b", NULL },
  { "l'eau", "l eau", NULL },
};

static void
test_found (gconstpointer data)
{
  const SearchCase *test = data;
  g_autofree char *pattern = typo_dup_search_regex (test->searched);
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, &error);
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *match = NULL;

  g_assert_no_error (error);
  if (g_regex_match (regex, test->text, 0, &info))
    match = g_match_info_fetch (info, 0);
  g_assert_cmpstr (match, ==, test->match);
}

/* Whatever is searched: it is a regular expression, and finds itself. */
static void
test_itself (void)
{
  static const char *const bits[] = { "a", "é", "'", "\"", " ", NB,  "…", "...", "--", "\\", "(",
                                      "[", "*", "$", "^",  "|", "{", "#", "\\E", "«",  "»" };

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *pattern = NULL;
      g_autoptr (GRegex) regex = NULL;
      g_autoptr (GMatchInfo) info = NULL;
      int start, end;

      for (int n = g_test_rand_int_range (1, 9); n > 0; n--)
        g_string_append (text, bits[g_test_rand_int_range (0, G_N_ELEMENTS (bits))]);
      pattern = typo_dup_search_regex (text->str);
      regex = g_regex_new (pattern, 0, 0, NULL);
      g_assert_nonnull (regex);
      g_assert_true (g_regex_match (regex, text->str, 0, &info));
      g_assert_true (g_match_info_fetch_pos (info, 0, &start, &end));
      g_assert_cmpint (start, ==, 0);
      g_assert_cmpint (end, ==, text->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (search_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/search/found/%u", i);

      g_test_add_data_func (path, &search_cases[i], test_found);
    }
  g_test_add_func ("/search/itself", test_itself);
  return g_test_run ();
}

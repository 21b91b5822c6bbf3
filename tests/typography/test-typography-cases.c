/* test-typography-cases.c - cases/NAME.text with all rules gives cases/NAME.expected, discovered;
 * and each rule alone, by table.
 *
 * Every case is also checked for idempotence. A case whose two files are equal is one of near
 * misses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typography.h"

#include <string.h>

static char *
apply (const char *text, gsize length, const TypoOptions *options)
{
  g_autoptr (GArray) spans = typo_post_protected_spans (text, length);
  g_autoptr (TypoReport) report = typo_check (text, length, spans, options);
  g_autoptr (GBytes) bytes = base_edits_apply (report->edits, text, length);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (base_edits_count (report->edits), ==, report->diagnostics->len);
  return g_strndup (data, size);
}

static void
test_case (gconstpointer data)
{
  const char *path = data;
  g_autofree char *expected_path = NULL, *text = NULL, *expected = NULL, *once = NULL,
                  *twice = NULL;
  gsize length;

  expected_path = g_strdup_printf ("%.*s.expected", (int) (strlen (path) - strlen (".text")), path);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_file_get_contents (expected_path, &expected, NULL, NULL));
  once = apply (text, length, NULL);
  g_assert_cmpstr (once, ==, expected);
  twice = apply (once, strlen (once), NULL);
  g_assert_cmpstr (twice, ==, once);
}

static void
add_cases (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "typography", "cases", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint found = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".text"))
      {
        g_autofree char *label = g_strconcat ("/typography/cases/", name, NULL);
        g_test_add_data_func_full (label, g_build_filename (folder, name, NULL), test_case, g_free);
        found++;
      }
  g_assert_cmpuint (found, >, 0);
}

/* Switched alone, a rule does its own and nothing else. */
typedef struct
{
  const char *rule;
  const char *text;
  const char *expected;
} RuleCase;

#define ALL_OF_IT                                                                                    \
  "e\xCC\x81t\xC3\xA9, l'eau \"bleue\" ... -- la 3ème Etat à 17h16 pour 12000 euros, 5%, n° 3 : " \
  "oui ! «non» , fin  et  suite \nfin"

static const RuleCase rule_cases[] = {
  { "compose", "e\xCC\x81 l'eau", "é l'eau" },
  { "apostrophe", "l'eau  \"a\"", "l’eau  \"a\"" },
  { "quotes", "l'eau \"a\" !", "l'eau «\u00A0a\u00A0» !" },
  { "ellipsis", "a... l'eau", "a… l'eau" },
  { "dash", "a -- b...", "a – b..." },
  { "ordinal", "la 3ème, l'Etat", "la 3e, l'Etat" },
  { "capital-accent", "l'Etat, 3ème", "l'État, 3ème" },
  { "hour", "à 17h16, 5%", "à 17\u00A0h\u00A016, 5%" },
  { "number-groups", "12000 euros", "12\u202F000 euros" },
  { "unit", "5% de 12000 euros", "5\u00A0% de 12000\u00A0euros" },
  { "numero", "n° 3 : oui", "n°\u00A03 : oui" },
  { "colon", "a : b !", "a\u00A0: b !" },
  { "high-punctuation", "a : b !", "a : b\u202F!" },
  { "guillemets", "« a » !", "«\u00A0a\u00A0» !" },
  { "low-punctuation", "a , b  c", "a, b  c" },
  { "double-space", "a  b , c", "a b , c" },
  { "trailing-space", "a  b \nc", "a  b\nc" },
};

static void
test_rules (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (rule_cases), ==, TYPO_N_RULES);
  for (guint i = 0; i < TYPO_N_RULES; i++)
    {
      TypoOptions options = typo_options_default ();
      TypoRule rule;
      g_autofree char *got = NULL, *all = NULL;

      g_assert_true (typo_rule_from_name (rule_cases[i].rule, &rule));
      g_assert_cmpuint (rule, ==, i);
      options.rules = TYPO_RULE_BIT (rule);
      got = apply (rule_cases[i].text, strlen (rule_cases[i].text), &options);
      g_assert_cmpstr (got, ==, rule_cases[i].expected);
      /* Without the rule nothing of it happens. */
      options.rules = TYPO_RULES_ALL & ~TYPO_RULE_BIT (rule);
      {
        g_autoptr (TypoReport) report = typo_check (ALL_OF_IT, strlen (ALL_OF_IT), NULL, &options);
        for (guint k = 0; k < report->diagnostics->len; k++)
          {
            TypoRule found;
            g_assert_true (typo_diagnostic_rule (report->diagnostics->pdata[k], &found));
            g_assert_cmpuint (found, !=, rule);
          }
      }
    }
  g_assert_false (typo_rule_from_name ("nonsense", &(TypoRule){ 0 }));
}

static void
test_all_rules_fire (void)
{
  g_autoptr (TypoReport) report = typo_check (ALL_OF_IT, strlen (ALL_OF_IT), NULL, NULL);
  TypoRules seen = 0;

  for (guint k = 0; k < report->diagnostics->len; k++)
    {
      TypoRule found;
      g_assert_true (typo_diagnostic_rule (report->diagnostics->pdata[k], &found));
      seen |= TYPO_RULE_BIT (found);
    }
  g_assert_cmphex (seen, ==, TYPO_RULES_ALL);
}

static void
test_wide (void)
{
  TypoOptions options = typo_options_default ();
  g_autofree char *got = NULL;

  options.wide_spaces = TRUE;
  got = apply ("12000 euros !", strlen ("12000 euros !"), &options);
  g_assert_cmpstr (got, ==, "12\u00A0000\u00A0euros\u00A0!");
}

/* What a finding tells: rule, place, bytes before and after, and a fix that is that one edit. */
static void
test_diagnostic (void)
{
  const char *text = "été\nl'eau!";
  g_autoptr (TypoReport) report = typo_check (text, strlen (text), NULL, NULL);
  const BaseDiagnostic *first, *second;
  g_autoptr (GBytes) fixed = NULL;

  g_assert_cmpuint (report->diagnostics->len, ==, 2);
  first = report->diagnostics->pdata[0];
  second = report->diagnostics->pdata[1];
  g_assert_cmpstr (first->code, ==, "typography.apostrophe");
  g_assert_cmpuint (first->position.line, ==, 1);
  g_assert_cmpuint (first->position.column, ==, 1);
  g_assert_cmpstr (first->arguments[0], ==, "'");
  g_assert_cmpstr (first->arguments[1], ==, "’");
  g_assert_cmpint (first->severity, ==, BASE_SEVERITY_HINT);
  g_assert_cmpstr (second->code, ==, "typography.high-punctuation");
  g_assert_cmpuint (second->span.start, ==, second->span.end);
  fixed = base_edits_apply (first->fix, text, strlen (text));
  g_assert_cmpmem (g_bytes_get_data (fixed, NULL), g_bytes_get_size (fixed), "été\nl’eau!",
                   strlen ("été\nl’eau!"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/typography/rules", test_rules);
  g_test_add_func ("/typography/all-rules-fire", test_all_rules_fire);
  g_test_add_func ("/typography/wide", test_wide);
  g_test_add_func ("/typography/diagnostic", test_diagnostic);
  return g_test_run ();
}

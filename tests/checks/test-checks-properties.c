/* test-checks-properties.c - what holds of every post: spans lie in it, fixes mend what they were
 * found for and bring nothing new, no bytes make it fail, and time grows with the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-case.h"

#include "../processor-time.h"

#include <string.h>

static guint
count (GPtrArray *findings, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += strcmp (((const ChecksFinding *) findings->pdata[i])->diagnostic->code, code) == 0;
  return n;
}

/* Findings of @code after each fix alone: one less. */
static void
check_fix (const ChecksCase *test, GBytes *post, const ChecksFinding *finding, guint before)
{
  gsize length;
  const char *text = g_bytes_get_data (post, &length);
  g_autoptr (GBytes) fixed = base_edits_apply (finding->diagnostic->fix, text, length);
  g_autoptr (GPtrArray) after = checks_case_run (test, fixed);

  g_assert_cmpuint (count (after, finding->diagnostic->code), ==, before - 1);
}

static void
check_post (const ChecksCase *test, GBytes *post, gboolean with_fixes)
{
  g_autoptr (GPtrArray) findings = checks_case_run (test, post);
  FmHeader *header = fm_header_new (post);
  gsize length = g_bytes_get_size (post), body = fm_header_get_split (header)->body.start;

  fm_header_unref (header);
  for (guint i = 0; i < findings->len; i++)
    {
      const ChecksFinding *finding = findings->pdata[i];
      const BaseDiagnostic *found = finding->diagnostic;

      g_assert_cmpuint (found->span.start, <=, found->span.end);
      g_assert_cmpuint (found->span.end, <=, length);
      g_assert_true ((finding->place == CHECKS_PLACE_FIELD) == (finding->field != NULL));
      if (finding->place == CHECKS_PLACE_BODY)
        g_assert_cmpuint (found->span.start, >=, body);
      for (char **word = found->arguments; word != NULL && *word != NULL; word++)
        g_assert_true (g_utf8_validate (*word, -1, NULL));
      if (found->fix == NULL)
        continue;
      g_assert_cmpuint (base_edits_extent (found->fix).end, <=, length);
      /* A fix stays on its side: the window takes it into the header or into the text. */
      if (finding->place == CHECKS_PLACE_BODY)
        g_assert_cmpuint (base_edits_extent (found->fix).start, >=, body);
      else
        g_assert_cmpuint (base_edits_extent (found->fix).end, <=, body);
      if (with_fixes)
        check_fix (test, post, finding, count (findings, found->code));
    }
}

static void
test_fixes (gconstpointer data)
{
  g_autoptr (ChecksCase) test = checks_case_load (data);

  check_post (test, test->post, TRUE);
}

static void
test_prefixes (gconstpointer data)
{
  g_autoptr (ChecksCase) test = checks_case_load (data);
  gsize length = g_bytes_get_size (test->post);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) post = g_bytes_new_from_bytes (test->post, 0, i);

      check_post (test, post, FALSE);
    }
}

static void
test_random (void)
{
  static const char alphabet[] = "---\n#*[]()!<>ahref=\"img.|: {}%^éÀ\xff\x80 xX@www.fr/";
  g_auto (GStrv) names = checks_case_list ();
  g_autoptr (ChecksCase) test = checks_case_load (names[0]);

  for (guint round = 0; round < 400; round++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, 300);
      g_autofree char *text = g_malloc (length + 1);
      g_autoptr (GBytes) post = NULL;

      for (gsize i = 0; i < length; i++)
        text[i] = round % 2 == 0 ? alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)]
                                 : (char) g_test_rand_int_range (0, 256);
      post = g_bytes_new (text, length);
      check_post (test, post, FALSE);
    }
}

/* ---- time ------------------------------------------------------------------------------------ */

static double
time_of (const char *head, const char *piece, const char *tail, gsize n)
{
  static const ChecksKnown known = { "Événement", 5 };
  static const ChecksField field = {
    .key = "tags", .role = CHECKS_ROLE_TERMS, .known = &known, .n_known = 1
  };
  static const ChecksFacts facts = { .fields = &field, .n_fields = 1 };
  g_autoptr (GString) text = g_string_new (head);
  g_autoptr (GBytes) post = NULL;
  double best = G_MAXDOUBLE;

  for (gsize i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, tail);
  post = g_bytes_new (text->str, text->len);
  for (guint i = 0; i < 3; i++)
    {
      double start = processor_seconds ();
      g_autoptr (GPtrArray) findings = checks_run (post, NULL, &facts);

      best = MIN (best, processor_seconds () - start);
    }
  return best;
}

/* Four times the text may take eight times as long, and no more. */
static void
check_linear (const char *head, const char *piece, const char *tail)
{
  double small = time_of (head, piece, tail, 1500);
  double large = time_of (head, piece, tail, 6000);

  g_test_message ("%s: %.4f s, four times as much: %.4f s", piece, small, large);
  g_assert_cmpfloat (large, <, MAX (small, 0.005) * 8);
}

static void
test_linear (void)
{
  static const char *const pieces[] = {
    "[ici](www.exemple.fr) ",
    "![](a.jpg)\n\n",
    "**Titre**\n\nTexte\n\n",
    "#### Titre\n\n",
    "[a](#b) ",
    "<a href=\"x.fr\">",
    "xx XXX x ",
    "<table><tr><td>a ",
    "l'été 5% \"a\" ",
    "a à compléter b\n",
    "[x][inconnu] [^1] ",
    "<a href=\"#\"><img src=a>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    check_linear ("---\ntitle: a\n---\n", pieces[i], "");
  check_linear ("---\ntitle: a\ntags:\n", "- evenement\n", "---\n");
  check_linear ("---\ntitle: a\ntags:\n- Événement\n", "- evenement\n", "---\n");
  check_linear ("---\ntitle: a\nimages:\n", "- image: IMG_1.jpg\n  alt: IMG_1.jpg\n", "---\n");
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
      g_autofree char *fixes = g_strconcat ("/checks/fixes/", base, NULL);
      g_autofree char *prefixes = g_strconcat ("/checks/prefixes/", base, NULL);

      g_test_add_data_func (fixes, *name, test_fixes);
      g_test_add_data_func (prefixes, *name, test_prefixes);
    }
  g_test_add_func ("/checks/random", test_random);
  g_test_add_func ("/checks/linear", test_linear);
  return g_test_run ();
}

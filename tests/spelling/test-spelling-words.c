/* test-spelling-words.c - which words of a text would be looked up; no dictionary is needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "words.h"

#include "../processor-time.h"

#include <string.h>

static SpellingText *
make_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return spelling_text_new (bytes);
}

/* The words of a text with "|" between them. */
static char *
dup_words (const char *source)
{
  g_autoptr (SpellingText) text = make_text (source);
  g_autoptr (GArray) ranges = spelling_text_find_words (text);

  return dup_joined (text, ranges);
}

static const struct
{
  const char *text;
  const char *words;
} cases[] = {
  { "", "" },
  { "Un mot, deux mots.", "Un|mot|deux|mots" },
  /* Apostrophes and hyphens are inside a word, or not at all. */
  { "L'eau d’été qu'il « a »", "L'eau|d’été|qu'il|a" },
  { "les 'mots' entre ‘quotes’", "les|mots|entre|quotes" },
  { "peut-être - dit-il -, là-bas", "peut-être|dit-il|là-bas" },
  { "porte\xe2\x80\x91monnaie", "porte\xe2\x80\x91monnaie" },
  { "mot--mot… fin—fin", "mot|mot|fin|fin" },
  { "re\xcc\x81union co\xc2\xadupe", "re\xcc\x81union|co\xc2\xadupe" },
  /* An elision before a mark is no word. */
  { "qu'*elle* et l’**eau**", "elle|et|eau" },
  /* Digits, identifiers, addresses. */
  { "1er 3e 17h16 covid19 covid-19 B2B", "" },
  { "un_identifiant opendatafrance.net p.ex. fin.", "fin" },
  { "Écrire à anna.dupont@exemple.fr ou voir https://exemple.fr/une-page, merci",
    "Écrire|à|ou|voir|merci" },
  { "#OpenData @mairie la", "la" },
  /* Markdown. */
  { "Du **gras**, de l'*italique* et `du code`.", "Du|gras|de|italique|et" },
  { "**C**hapeau et cha*peau*", "et" },
  { "[un lien](https://exemple.fr/tralala \"titre\") et ![une image](/uploads/photo.jpg)",
    "un|lien|et|une|image" },
  { "## Un titre {#ancre}\n\nTexte.\n{: .encadre}\n", "Un|titre|Texte" },
  { "<p class=\"chapeau\">Texte</p>\n<!-- remarque -->\n", "Texte" },
  { "Avant\n\n```\ndu code\n```\n\nAprès\n\n    encore\n", "Avant|Après" },
  { "{% include video.html %} le {{ page.title }} {{ site.nom }}s mot", "le|mot" },
  { "caf&eacute; et a\\_b mot&nbsp;autre", "et" },
  { "---\nUn mot\n\nfin\n", "Un|mot|fin" },
  { "| Nom | Âge |\n|-----|-----|\n| Anna | dix |\n", "Nom|Âge|Anna|dix" },
  { "[ref]: https://exemple.fr\n[^1]: Une note.\n", "Une|note" },
  { "- [x] fait\n1. premier\n> cité\n", "x|fait|premier|cité" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = dup_words (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* A post's bytes that are no UTF-8, or have a NUL, have no words. */
static void
test_no_text (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("mot \xff mot", 9);
  g_autoptr (SpellingText) text = spelling_text_new (bytes);
  g_autoptr (GArray) words = spelling_text_find_words (text);
  g_autoptr (GArray) wrong = spelling_text_find_wrong (text, NULL, 0, G_MAXUINT, G_MAXUINT);

  g_assert_cmpuint (words->len, ==, 0);
  g_assert_cmpuint (wrong->len, ==, 0);
}

/* Whatever the text: words are ascending, inside, not overlapping, and not of the protected. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "mot",   " ",        "l'",       "’",     "-",     "*",
    "_",     "`",        "&eacute;", "\\",    "é",     "\n",
    "\n\n",  "<b>",      "</b>",     "[",     "](",    ")",
    "{{",    "}}",       "1",        ".",     "@",     "#",
    "qu'",   "\xcc\x81", "\xc2\xad", "---\n", "```\n", "https://a.fr/b",
    "œuvre",
  };

  for (int round = 0; round < 3000; round++)
    {
      g_autoptr (GString) source = g_string_new (NULL);
      g_autoptr (SpellingText) text = NULL;
      g_autoptr (GArray) words = NULL;
      int count = g_test_rand_int_range (0, 40);
      guint end = 0;

      for (int i = 0; i < count; i++)
        g_string_append (source, pieces[g_test_rand_int_range (0, (int) G_N_ELEMENTS (pieces))]);
      text = make_text (source->str);
      words = spelling_text_find_words (text);
      for (guint i = 0; i < words->len; i++)
        {
          SpellingRange word = g_array_index (words, SpellingRange, i);
          g_autofree char *bytes = spelling_text_dup_range (text, word);

          g_assert_cmpuint (word.start, >=, end);
          g_assert_cmpuint (word.end, >, word.start);
          g_assert_cmpuint (word.end, <=, (guint) g_utf8_strlen (source->str, -1));
          g_assert_cmpint (g_utf8_strlen (bytes, -1), ==, word.end - word.start);
          g_assert_null (strpbrk (bytes, " \n*`&\\<[{1@#"));
          end = word.end;
        }
    }
}

static char *
make_long (gsize length, const char *pattern)
{
  GString *text = g_string_sized_new (length + 100);

  while (text->len < length)
    g_string_append (text, pattern);
  return g_string_free (text, FALSE);
}

/* Twice the text takes about twice the time, whatever it is made of. */
static void
test_linear (void)
{
  static const char *const patterns[] = { "un mot l'eau *x* ", "a", "a-", "a'b.", "*a", "&amp;a" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autofree char *source = make_long (400000, patterns[i]);
      g_autofree char *half = make_long (100000, patterns[i]);
      g_autoptr (SpellingText) long_text = make_text (source);
      g_autoptr (SpellingText) short_text = make_text (half);
      double start = processor_seconds (), middle;

      g_array_unref (spelling_text_find_words (short_text));
      middle = processor_seconds ();
      g_array_unref (spelling_text_find_words (long_text));
      g_test_message ("%s: %.4f s, %.4f s", patterns[i], middle - start,
                      processor_seconds () - middle);
      g_assert_cmpfloat (processor_seconds () - middle, <, 12 * (middle - start) + 0.05);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spelling/words/cases", test_cases);
  g_test_add_func ("/spelling/words/no-text", test_no_text);
  g_test_add_func ("/spelling/words/random", test_random);
  g_test_add_func ("/spelling/words/linear", test_linear);
  return g_test_run ();
}

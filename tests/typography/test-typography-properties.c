/* test-typography-properties.c - what holds for every text: protected spans stay, twice is once,
 * every rule set, linear time; on random texts made of what confuses, and on real posts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typography.h"

#include "../processor-time.h"

#include <string.h>

#ifndef ROUNDS
#define ROUNDS 6000
#endif

/* Pieces that meet one another in random order. */
static const char *const pieces[] = {
  " ",     "  ",   "\n",      "\n\n",   "\t",        "\u00A0",   "\u202F", "&nbsp;", "'",
  "\"",    ".",    "...",     "-",      "--",        "---",      ":",      ";",      "!",
  "?",     ",",    "«",       "»",      "“",         "”",        "’",      "(",      ")",
  "[",     "]",    "*",       "**",     "_",         "`",        "```\n",  "#",      "## ",
  "> ",    "* ",   "1. ",     "|",      "\\",        "<b>",      "</b>",   "<br>",   "<a href=\"",
  "\">",   "{:",   "}",       "{{",     "}}",        "{%",       "%}",     "](",     "][",
  "[^1]:", "$$",   "http://", "a@b.fr", "www.",      "l",        "d",      "mot",    "Etat",
  "A",     "la",   "Ca",      "été",    "e\xCC\x81", "\xCC\x81", "n°",     "3",      "17",
  "16",    "000",  "12000",   "580",    "h",         "H",        "ème",    "nd",     "%",
  "€",     "km",   "euros",   "1",      "2",         "XIX",      "<sup>",  "</sup>", "\xFF",
  "\xE2",  "\r\n", ":-)",     "::",     "<!--",      "-->",      "~~~\n",  "    ",   "..",
  "l'",    " : ",  " !",      "« ",     " »",        "\"mot\"",  "Yahoo",  "e",      "s",
};

static char *
random_text (gsize *length)
{
  GString *text = g_string_new (NULL);
  gint count = g_test_rand_int_range (1, 40);

  for (gint i = 0; i < count; i++)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  *length = text->len;
  return g_string_free (text, FALSE);
}

static void
assert_spans (const GArray *spans, gsize length)
{
  gsize from = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      BaseSpan span = g_array_index (spans, BaseSpan, i);
      g_assert_cmpuint (span.start, >=, from);
      g_assert_cmpuint (span.end, >, span.start);
      g_assert_cmpuint (span.end, <=, length);
      from = span.end;
    }
}

/* No edit overlaps a protected span; each is reported. */
static void
assert_edits (const TypoReport *report, const GArray *spans)
{
  guint k = 0;

  g_assert_cmpuint (base_edits_count (report->edits), ==, report->diagnostics->len);
  for (gsize i = 0; i < base_edits_count (report->edits); i++)
    {
      const BaseEdit *edit = base_edits_get (report->edits, i);

      while (k < spans->len && g_array_index (spans, BaseSpan, k).end <= edit->span.start)
        k++;
      if (k < spans->len)
        {
          BaseSpan span = g_array_index (spans, BaseSpan, k);
          g_assert_true (edit->span.end <= span.start || edit->span.start >= span.end
                         || (base_span_length (edit->span) == 0 && edit->span.start == span.start));
        }
    }
}

/* The same bytes but for what the rules may change: letters in order, line breaks in number. */
static gsize
count_newlines (const char *text, gsize length)
{
  gsize n = 0;
  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n;
}

/* Returns what the text becomes, having looked at everything that must hold. The second run takes
 * the spans of the changed text: those of the first, moved. */
static void
check_text (const char *text, gsize length, const TypoOptions *options, gboolean rescan)
{
  g_autoptr (GArray) spans = typo_post_protected_spans (text, length);
  g_autoptr (GArray) later = NULL;
  g_autoptr (TypoReport) report = NULL, again = NULL;
  g_autoptr (GBytes) changed = NULL;
  const char *data;
  gsize size;

  assert_spans (spans, length);
  report = typo_check (text, length, spans, options);
  assert_edits (report, spans);
  changed = base_edits_apply (report->edits, text, length);
  data = g_bytes_get_data (changed, &size);
  if (data == NULL)
    data = "";
  g_assert_cmpuint (count_newlines (text, length), ==, count_newlines (data, size));
  if (g_utf8_validate (text, (gssize) length, NULL))
    g_assert_true (g_utf8_validate (data, (gssize) size, NULL));
  if (rescan)
    later = typo_post_protected_spans (data, size);
  else
    {
      later = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
      for (guint i = 0; i < spans->len; i++)
        {
          BaseSpan span = g_array_index (spans, BaseSpan, i);
          gsize bytes = base_span_length (span);
          span.end = base_edits_map_offset (report->edits, span.end - 1) + 1;
          span.start = span.end - bytes;
          g_assert_cmpmem (data + span.start, bytes,
                           text + g_array_index (spans, BaseSpan, i).start, bytes);
          g_array_append_val (later, span);
        }
    }
  again = typo_check (data, size, later, options);
  if (!base_edits_is_empty (again->edits))
    {
      g_autofree char *before = g_strescape (text, NULL), *after = g_strescape (data, NULL);
      const BaseDiagnostic *first = again->diagnostics->pdata[0];
      g_test_message ("before \"%s\"", before);
      g_test_message ("after \"%s\"", after);
      g_test_message ("then %s at %" G_GSIZE_FORMAT, first->code, first->span.start);
      g_test_fail ();
    }
}

static void
test_random_all (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      gsize length;
      g_autofree char *text = random_text (&length);
      check_text (text, length, NULL, FALSE);
    }
}

static void
test_random_sets (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      gsize length;
      g_autofree char *text = random_text (&length);
      TypoOptions options = typo_options_default ();

      options.rules = (TypoRules) g_test_rand_int () & TYPO_RULES_ALL;
      options.wide_spaces = i % 2 == 0;
      check_text (text, length, &options, FALSE);
    }
}

/* Without any spans, as for a title from the form. */
static void
test_random_unprotected (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      gsize length;
      g_autofree char *text = random_text (&length);
      g_autoptr (TypoReport) report = typo_check (text, length, NULL, NULL);
      g_autoptr (GBytes) changed = base_edits_apply (report->edits, text, length);
      gsize size = g_bytes_get_size (changed);
      g_autoptr (TypoReport) again = NULL;

      again = typo_check (size > 0 ? g_bytes_get_data (changed, NULL) : "", size, NULL, NULL);
      if (!base_edits_is_empty (again->edits))
        {
          g_autofree char *before = g_strescape (text, NULL);
          g_test_message ("\"%s\"", before);
          g_test_fail ();
        }
    }
}

/* ---- real posts ---- */

static guint
check_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint found = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        found += check_folder (path);
      else if (g_str_has_suffix (name, ".md"))
        {
          g_assert_true (g_file_get_contents (path, &text, &length, NULL));
          check_text (text, length, NULL, TRUE);
          found++;
        }
    }
  return found;
}

static void
test_posts (void)
{
  const char *reference = g_getenv ("CHAPEAU_REFERENCE");
  g_autofree char *folder = reference != NULL ? g_build_filename (reference, "posts", NULL) : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no reference posts");
      return;
    }
  g_assert_cmpuint (check_folder (folder), >, 0);
}

/* ---- time ---- */

static double
seconds_for (const char *piece, gsize total)
{
  g_autoptr (GString) text = g_string_sized_new (total + 64);
  double start;

  while (text->len < total)
    g_string_append (text, piece);
  start = processor_seconds ();
  {
    g_autoptr (GArray) spans = typo_post_protected_spans (text->str, text->len);
    g_autoptr (TypoReport) report = typo_check (text->str, text->len, spans, NULL);
  }
  return processor_seconds () - start;
}

/* Eight times the text may take 32 times as long at the most, once in four tries; a quadratic step
 * takes 64 times. What is done in half a second is not looked at: a quadratic step over 240 kB
 * takes many seconds. */
static void
test_linear (gconstpointer data)
{
  const char *piece = data;
  double small = seconds_for (piece, 30000), large = seconds_for (piece, 240000);

  for (guint i = 0; i < 3 && large >= 0.5 && large >= small * 32; i++)
    {
      small = seconds_for (piece, 30000);
      large = seconds_for (piece, 240000);
    }
  g_test_message ("%.4f s, %.4f s", small, large);
  g_assert_true (large < 0.5 || large < small * 32);
}

static const char *const long_texts[] = {
  "L'eau : \"bleue\" ... n° 3 ! ",
  "`",
  "``a",
  "<a ",
  "<a href='",
  "<!--",
  "[",
  "](",
  "][",
  "[^",
  "{:",
  "{{",
  "{%",
  "$$",
  "{::comment}",
  "<pre>",
  "&",
  ":a",
  "@a",
  "a@",
  "http://",
  "!",
  " ",
  "\u00A0",
  "*",
  "\"",
  "«",
  "'",
  "1 000 ",
  "1",
  "A la ",
  "> ",
  "e\xCC\x81",
  "\xCC\x81",
  "\n",
  "- \n",
  "```\n",
  "~~~~\na\n",
  "[a]: b\n",
  "[a]\n",
  "{% raw %}",
  "\\",
  "a.b@",
  "\t",
  "|",
  " !",
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typography/random/all", test_random_all);
  g_test_add_func ("/typography/random/sets", test_random_sets);
  g_test_add_func ("/typography/random/unprotected", test_random_unprotected);
  g_test_add_func ("/typography/posts", test_posts);
  for (guint i = 0; i < G_N_ELEMENTS (long_texts); i++)
    {
      g_autofree char *name = g_strdup_printf ("/typography/linear/%u", i);
      g_test_add_data_func (name, long_texts[i], test_linear);
    }
  return g_test_run ();
}

/* test-model-rewrite.c - what keys do to a text: "^" is the caret, "[" and "]" are a selection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model.h"

#include <kramdown.h>
#include <string.h>

#define PLAIN   NULL /* the key does what it does everywhere */
#define NOTHING ""   /* it does nothing at all */

#define NBSP "\u00A0"

typedef struct
{
  const char *before;
  const char *after;
} Case;

static const Case enter_cases[] = {
  /* the next item */
  { "* un^", "* un\n* ^" },
  { "- un^", "- un\n- ^" },
  { "+ un^\n", "+ un\n+ ^\n" },
  { "1. un^", "1. un\n2. ^" },
  { "9. un^", "9. un\n10. ^" },
  { "*   un^", "*   un\n*   ^" },
  { "1)  un^", PLAIN },
  { " * un^", " * un\n * ^" },
  { "* un^deux", "* un\n* ^deux" },
  { "* un ^deux", "* un \n* ^deux" },
  { "* un^ deux", "* un\n* ^deux" },
  { "* ^un", "* \n* ^un" },
  { "* un^\n* deux", "* un\n* ^\n* deux" },
  { "* un" NBSP "^", "* un" NBSP "\n* ^" },
  { "* **un**^", "* **un**\n* ^" },
  { "* un\n\n* deux^", "* un\n\n* deux\n* ^" },
  { "Texte\n* un^", "Texte\n* un\n* ^" },
  { "* Été – ça^", "* Été – ça\n* ^" },
  { "* a | b^", "* a | b\n* ^" },
  /* the numbers behind it */
  { "1. a^\n2. b\n3. c", "1. a\n2. ^\n3. b\n4. c" },
  { "1. a^\n1. b\n1. c", "1. a\n2. ^\n1. b\n1. c" },
  { "8. a^\n9. b\n   * c\n   d\n10. e", "8. a\n9. ^\n10. b\n    * c\n    d\n11. e" },
  { "1. a\n   1. b^c\n   2. d\n2. e", "1. a\n   1. b\n   2. ^c\n   3. d\n2. e" },
  { "1. a\n   * ^\n2. b", "1. a\n2. ^\n3. b" },
  { "1. a^\n2. b\n\nc", "1. a\n2. ^\n3. b\n\nc" },
  /* nested */
  { "* un\n  * deux^", "* un\n  * deux\n  * ^" },
  { "1. un\n   * deux^", "1. un\n   * deux\n   * ^" },
  { "* un\n  1. deux^", "* un\n  1. deux\n  2. ^" },
  { "* * un^", "* * un\n  * ^" },
  { "* un\n  * deux^\n* trois", "* un\n  * deux\n  * ^\n* trois" },
  { "> * un^", "> * un\n> * ^" },
  { "* > un^", "* > un\n  > ^" },
  { "1. un\n   > deux^", "1. un\n   > deux\n   > ^" },
  /* within an item, on a line without its marker */
  { "* un\n  deux^", "* un\n  deux\n* ^" },
  { "* un\ndeux^", "* un\ndeux\n* ^" },
  { "* un\n\n  deux^", "* un\n\n  deux\n* ^" },
  { "* un\n\n  ^", "* un\n\n* ^" },
  { "* un\n  ^", "* un\n* ^" },
  /* out of it */
  { "* ^", "^" },
  { "* un\n* ^", "* un\n\n^" },
  { "* un\n* ^\n", "* un\n\n^\n" },
  { "* un\n* ^\n\nTexte", "* un\n\n^\n\nTexte" },
  { "* un\n\n* ^", "* un\n\n^" },
  { "Texte\n* ^", "Texte\n\n^" },
  { "Texte\n\n- ^", "Texte\n\n^" },
  { "Texte\n- ^", "Texte\n\n^" },
  { "1. un\n2. ^", "1. un\n\n^" },
  { "*  ^ ", "^" },
  { "* un\n  * deux\n  * ^", "* un\n  * deux\n* ^" },
  { "1. un\n   * deux\n   * ^", "1. un\n   * deux\n2. ^" },
  { "* un\n  * deux\n    * ^", "* un\n  * deux\n  * ^" },
  { "* * ^", "* ^" },
  { "> * un\n> * ^", "> * un\n>\n> ^" },
  { "* ^\n  * deux", "* \n* ^\n  * deux" },
  /* quotations */
  { "> un^", "> un\n> ^" },
  { ">un^", ">un\n>^" },
  { "> un^deux", "> un\n> ^deux" },
  { "> un\ndeux^", "> un\ndeux\n> ^" },
  { "> > un^", "> > un\n> > ^" },
  { "> ## un^", "> ## un\n> ^" },
  { "> un\n> ^", "> un\n\n^" },
  { "> un\n>\n> ^", "> un\n>\n\n^" },
  { "> ^", "^" },
  { "> > un\n> > ^", "> > un\n>\n> ^" },
  { "* > un\n  > ^", "* > un\n\n  ^" },
  /* line ends */
  { "* un^\r\n* deux\r\n", "* un\r\n* ^\r\n* deux\r\n" },
  { "> un\r\n> ^\r\n", "> un\r\n\r\n^\r\n" },
  { "* un\r\n* ^", "* un\r\n\r\n^" },
  /* near misses */
  { "^", PLAIN },
  { "Texte^", PLAIN },
  { "Texte\nplus^", PLAIN },
  { "^* un", PLAIN },
  { "*^ un", PLAIN },
  { "^> un", PLAIN },
  { "*un* deux^", PLAIN },
  { "**un** deux^", PLAIN },
  { "-un^", PLAIN },
  { "*" NBSP "un^", PLAIN },
  { "---^", PLAIN },
  { "* * *^", PLAIN },
  { "- - -^", PLAIN },
  { "Titre\n--^", PLAIN },
  { "En 1986. Une année^", PLAIN },
  { "Nous étions en\n1986. Une année^", PLAIN },
  { "1986. Une année^", PLAIN },
  { "998. un\n999. deux^", "998. un\n999. deux\n1000. ^" },
  { "1.5 million^", PLAIN },
  { "## 1. un^", PLAIN },
  { "* un\n\nTexte^", PLAIN },
  { "* un\n\n^", PLAIN },
  { "    * un^", PLAIN },
  { "Texte\n\n    * un^", PLAIN },
  { "```\n* un^\n```", PLAIN },
  { "```\n* un^", PLAIN },
  { "~~~\n> un^\n~~~\n", PLAIN },
  { "```\n* un\n```\n\n* deux^", "```\n* un\n```\n\n* deux\n* ^" },
  { "* un\n\n      code^", PLAIN },
  { "<div>\n* un^\n</div>", PLAIN },
  { "<!--\n* un^\n-->", PLAIN },
  { "* un\n{: .liste}^", PLAIN },
  { "Mot\n: * sens^", PLAIN },
  { "lundi | mardi^", PLAIN },
  { "a | b\n--|--\nc | d^", PLAIN },
  /* tables */
  { "| A | B |\n|---|---|\n| c^ | d |", "| A | B |\n|---|---|\n| c | d |\n| ^ |  |" },
  { "| A^ | B |\n|---|---|\n| c | d |", "| A | B |\n|---|---|\n| ^ |  |\n| c | d |" },
  { "| A | B |\n|-^--|---|\n| c | d |", "| A | B |\n|---|---|\n| ^ |  |\n| c | d |" },
  { "| A | B |\n|---|---|\n| c | d |^\n\nTexte",
    "| A | B |\n|---|---|\n| c | d |\n| ^ |  |\n\nTexte" },
  { "| A |\n|---|\n| c |\n| ^ |", "| A |\n|---|\n| c |\n\n^" },
  { "| A |\n|---|\n| c |\n| ^ |\n\nTexte", "| A |\n|---|\n| c |\n\n^\n\nTexte" },
  { "| A |\n|---|\n| ^ |", "| A |\n|---|\n|  |\n| ^ |" },
  { "| A |\n|---|\n| ^ |\n| c |", "| A |\n|---|\n|  |\n| ^ |\n| c |" },
  { "> | A |\n> |---|\n> | c^ |", "> | A |\n> |---|\n> | c |\n> | ^ |" },
  { "> | A |\n> |---|\n> | c |\n> | ^ |", "> | A |\n> |---|\n> | c |\n>\n> ^" },
  { "| A |\r\n|---|\r\n| c^ |\r\n", "| A |\r\n|---|\r\n| c |\r\n| ^ |\r\n" },
  { "^| A |\n|---|\n| c |", PLAIN },
};

static const Case line_break_cases[] = {
  { "* un^", "* un\n  ^" },
  { "10. un^", "10. un\n    ^" },
  { "* un\n  * deux^", "* un\n  * deux\n    ^" },
  { "* un^ deux", "* un\n  ^deux" },
  { "> un^", "> un\n> ^" },
  { "> * un^", "> * un\n>   ^" },
  { "* un^\r\n", "* un\r\n  ^\r\n" },
  { "| A |\n|---|\n| c^ |", "| A |\n|---|\n| c<br>^ |" },
  { "Texte^", PLAIN },
  { "^* un", PLAIN },
  { "    code^", PLAIN },
};

static const Case tab_cases[] = {
  { "* un\n* deux^", "* un\n  * deux^" },
  { "* un\n* ^", "* un\n  * ^" },
  { "* un\n* ^deux", "* un\n  * ^deux" },
  { "1. un\n2. deux^", "1. un\n   1. deux^" },
  { "10. un\n11. deux^", "10. un\n    1. deux^" },
  { "*   un\n*   deux^", "*   un\n    *   deux^" },
  { "* un\n  * a\n* deux^", "* un\n  * a\n  * deux^" },
  { "* un\n  1. a\n* deux^", "* un\n  1. a\n  2. deux^" },
  { "* un\n* deux^\n  suite\n  * a\n* trois", "* un\n  * deux^\n    suite\n    * a\n* trois" },
  { "* un\n* deux\n  suite^", "* un\n  * deux\n    suite^" },
  { "* un\n* [deux\n* trois]", "* un\n  * [deux\n  * trois]" },
  { "1. un\n2. [deux\n3. tr]ois", "1. un\n   1. [deux\n   2. tr]ois" },
  { "1. a\n2. b^\n3. c\n4. d", "1. a\n   1. b^\n2. c\n3. d" },
  { "8. a\n9. b^\n10. c\n    * d", "8. a\n   1. b^\n9. c\n   * d" },
  { "> * un\n> * deux^", "> * un\n>   * deux^" },
  { "* un\n\n* deux^", "* un\n\n  * deux^" },
  { "* un\r\n* deux^\r\n", "* un\r\n  * deux^\r\n" },
  { "* un^", NOTHING },
  { "* un\n  * deux^", NOTHING },
  { "Texte^", PLAIN },
  { "[Texte\nplus]", PLAIN },
  { "|---|\n|-^--|", PLAIN },
  { "^", PLAIN },
  { "> un^", PLAIN },
  { "```\n* un\n* deux^\n```", PLAIN },
  /* tables */
  { "| A^ | B |\n|---|---|\n| c | d |", "| A | [B] |\n|---|---|\n| c | d |" },
  { "| A | [B] |\n|---|---|\n| c | d |", "| A | B |\n|---|---|\n| [c] | d |" },
  { "| A | B |\n|---|---|\n|^  | d |", "| A | B |\n|---|---|\n|  | [d] |" },
  { "| A |\n|---|\n| c^ |", "| A |\n|---|\n| c |\n| ^ |" },
  { "| A | B |\n|---|---|\n| c^ |  |", "| A | B |\n|---|---|\n| c | ^ |" },
  { "| `a|b`^ | B |\n|---|---|\n| c |", "| `a|b` | [B] |\n|---|---|\n| c |" },
  { "| a\\|b^ | B |\n|---|---|\n| c |", "| a\\|b | [B] |\n|---|---|\n| c |" },
  { "|^A|B|\n|-|-|\n|c|d|", "|A|[B]|\n|-|-|\n|c|d|" },
  { "| été^ | " NBSP "B |\n|---|---|\n| c |", "| été | [" NBSP "B] |\n|---|---|\n| c |" },
};

static const Case back_tab_cases[] = {
  { "* un\n  * deux^", "* un\n* deux^" },
  { "* un\n  * ^", "* un\n* ^" },
  { "1. un\n   * deux^", "1. un\n2. deux^" },
  { "* un\n  1. deux^", "* un\n* deux^" },
  { "* un\n  * deux^\n  * trois", "* un\n* deux^\n  * trois" },
  { "9. un\n   * deux^\n   * trois", "9. un\n10. deux^\n    * trois" },
  { "* un\n  * deux^\n    * a", "* un\n* deux^\n  * a" },
  { "* un\n  * [deux\n  * tr]ois", "* un\n* [deux\n* tr]ois" },
  { "> * un\n>   * deux^", "> * un\n> * deux^" },
  { "1. a\n   1. b^\n   2. c\n2. d", "1. a\n2. b^\n   1. c\n3. d" },
  { "9. a\n   1. b^\n   2. c\n10. d\n    * e", "9. a\n10. b^\n    1. c\n11. d\n    * e" },
  { "* un^", NOTHING },
  { "* * un^", NOTHING },
  { "Texte^", PLAIN },
  { "| A | B |\n|---|---|\n| c^ | d |", "| A | [B] |\n|---|---|\n| c | d |" },
  { "| [A] | B |\n|---|---|\n| c | d |", NOTHING },
};

#define NEW      "| [Titre 1] | Titre 2 |\n|---|---|\n|  |  |"
#define NEW_CRLF "| [Titre 1] | Titre 2 |\r\n|---|---|\r\n|  |  |"

static const Case insert_cases[] = {
  { "^", NEW },
  { "Texte^", "Texte\n\n" NEW },
  { "Texte^\n", "Texte\n\n" NEW "\n" },
  { "Te^xte\nplus\n\nFin", "Texte\nplus\n\n" NEW "\n\nFin" },
  { "Texte\n\n^Fin", "Texte\n\n" NEW "\n\nFin" },
  { "Texte\n\n^\n\nFin", "Texte\n\n" NEW "\n\nFin" },
  { "Texte\n^\nFin", "Texte\n\n" NEW "\n\nFin" },
  { "## Titre^\nTexte", "## Titre\n\n" NEW "\n\nTexte" },
  { "Texte^\n{: .chapeau}\n\nFin", "Texte\n{: .chapeau}\n\n" NEW "\n\nFin" },
  { "* un^\n* deux", "* un\n* deux\n\n" NEW },
  { "```\na^\n\nb\n```\n\nFin", "```\na\n\nb\n```\n\n" NEW "\n\nFin" },
  { "```\na\n^\nb\n```\n\nFin", "```\na\n\nb\n```\n\n" NEW "\n\nFin" },
  { "Texte^\r\n\r\nFin\r\n", "Texte\r\n\r\n" NEW_CRLF "\r\n\r\nFin\r\n" },
};

static const char *const headings[] = { "Titre 1", "Titre 2", NULL };

typedef ChapeauRewrite *(*Key) (const char *text, gsize length, BaseSpan selection);

static ChapeauRewrite *
press_enter (const char *text, gsize length, BaseSpan selection)
{
  return chapeau_rewrite_enter (text, length, selection.start);
}

static ChapeauRewrite *
press_line_break (const char *text, gsize length, BaseSpan selection)
{
  return chapeau_rewrite_line_break (text, length, selection.start);
}

static ChapeauRewrite *
press_tab (const char *text, gsize length, BaseSpan selection)
{
  return chapeau_rewrite_tab (text, length, selection, FALSE);
}

static ChapeauRewrite *
press_back_tab (const char *text, gsize length, BaseSpan selection)
{
  return chapeau_rewrite_tab (text, length, selection, TRUE);
}

static ChapeauRewrite *
insert_table (const char *text, gsize length, BaseSpan selection)
{
  return chapeau_rewrite_insert_table (text, length, selection.start, headings, 1);
}

static const struct
{
  const char *name;
  Key press;
  const Case *cases;
  guint n_cases;
} keys[] = {
  { "enter", press_enter, enter_cases, G_N_ELEMENTS (enter_cases) },
  { "line-break", press_line_break, line_break_cases, G_N_ELEMENTS (line_break_cases) },
  { "tab", press_tab, tab_cases, G_N_ELEMENTS (tab_cases) },
  { "back-tab", press_back_tab, back_tab_cases, G_N_ELEMENTS (back_tab_cases) },
  { "insert-table", insert_table, insert_cases, G_N_ELEMENTS (insert_cases) },
};

/* ---- the marks --------------------------------------------------------------------------------
 */

/* Takes the marks out of @marked. */
static char *
read_marks (const char *marked, BaseSpan *selection)
{
  GString *text = g_string_new (NULL);

  *selection = base_span (0, 0);
  for (const char *p = marked; *p != '\0'; p++)
    if (*p == '^')
      *selection = base_span (text->len, text->len);
    else if (*p == '[')
      selection->start = text->len;
    else if (*p == ']')
      selection->end = text->len;
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

static char *
put_marks (const char *text, gsize length, BaseSpan selection)
{
  GString *out = g_string_new_len (text, (gssize) length);

  if (selection.start == selection.end)
    g_string_insert_c (out, (gssize) selection.start, '^');
  else
    {
      g_string_insert_c (out, (gssize) selection.end, ']');
      g_string_insert_c (out, (gssize) selection.start, '[');
    }
  return g_string_free (out, FALSE);
}

static GBytes *
apply (const ChapeauRewrite *rewrite, const char *text)
{
  return base_edits_apply (rewrite->edits, text, strlen (text));
}

static char *
dup_after (Key press, const char *before)
{
  BaseSpan selection;
  g_autofree char *text = read_marks (before, &selection);
  g_autoptr (ChapeauRewrite) rewrite = press (text, strlen (text), selection);
  g_autoptr (GBytes) after = NULL;

  if (rewrite == NULL)
    return NULL;
  after = apply (rewrite, text);
  if (base_edits_is_empty (rewrite->edits) && rewrite->selection.start == selection.start
      && rewrite->selection.end == selection.end)
    return g_strdup (NOTHING);
  return put_marks (g_bytes_get_data (after, NULL), g_bytes_get_size (after), rewrite->selection);
}

static void
test_key (gconstpointer data)
{
  guint key = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < keys[key].n_cases; i++)
    {
      const Case *one = &keys[key].cases[i];
      g_autofree char *after = dup_after (keys[key].press, one->before);

      if (g_strcmp0 (after, one->after) != 0)
        g_test_message ("from %s", one->before);
      g_assert_cmpstr (after, ==, one->after);
    }
}

/* ---- what kramdown makes of it ----------------------------------------------------------------
 */

static void
assert_html (Key press, const char *before, const char *expected)
{
  BaseSpan selection;
  g_autofree char *text = read_marks (before, &selection), *html = NULL, *joined = NULL;
  g_autoptr (ChapeauRewrite) rewrite = press (text, strlen (text), selection);
  g_autoptr (GBytes) after = apply (rewrite, text);
  g_autoptr (KdDocument) document =
      kd_parse (g_bytes_get_data (after, NULL), g_bytes_get_size (after), NULL);
  g_auto (GStrv) lines = NULL;

  html = kd_render_html (document, NULL);
  lines = g_strsplit (html, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_strstrip (*line);
  joined = g_strjoinv ("", lines);
  g_assert_cmpstr (joined, ==, expected);
}

/* The nesting is real, the table is one, and what comes behind a list is not in it. */
static void
test_rendered (void)
{
  assert_html (press_tab, "* a\n* b^", "<ul><li>a<ul><li>b</li></ul></li></ul>");
  assert_html (press_tab, "1. a\n2. b^", "<ol><li>a<ol><li>b</li></ol></li></ol>");
  assert_html (press_tab, "10. a\n11. b^", "<ol><li>a<ol><li>b</li></ol></li></ol>");
  assert_html (press_tab, "*   a\n* b^", "<ul><li>a<ul><li>b</li></ul></li></ul>");
  assert_html (press_tab, "* a\n* b^\n  * c",
               "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>");
  assert_html (press_tab, "1. a\n2. [b\n3. c]", "<ol><li>a<ol><li>b</li><li>c</li></ol></li></ol>");
  assert_html (press_tab, "* a\n  * b\n* c^", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>");
  assert_html (press_tab, "> * a\n> * b^",
               "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>");
  assert_html (press_tab, "* \n* b^", "<ul><li><ul><li>b</li></ul></li></ul>");
  assert_html (press_back_tab, "9. a\n   * b^\n   * c",
               "<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>");
  assert_html (press_enter, "* a\n  * b^c", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>");
  assert_html (press_line_break, "* a^b", "<ul><li>ab</li></ul>");
  assert_html (insert_table, "T^",
               "<p>T</p><table><thead><tr><th>Titre 1</th><th>Titre 2</th></tr></thead><tbody><tr>"
               "<td>" NBSP "</td><td>" NBSP "</td></tr></tbody></table>");
  assert_html (press_enter, "| A |\n|---|\n| b^ |",
               "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>b</td></tr><tr><td>" NBSP
               "</td></tr></tbody></table>");
}

/* What is typed where the keys have left a list stands for itself. */
static void
test_left (void)
{
  static const char *const texts[] = { "* a\n* ^", "> a\n> ^", "> a\n>\n> ^", "1. a\n2. ^",
                                       "| A |\n|---|\n| b |\n| ^ |" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      BaseSpan selection;
      g_autofree char *text = read_marks (texts[i], &selection), *html = NULL;
      g_autoptr (ChapeauRewrite) rewrite =
          chapeau_rewrite_enter (text, strlen (text), selection.start);
      g_autoptr (GBytes) after = apply (rewrite, text);
      g_autoptr (GString) typed =
          g_string_new_len (g_bytes_get_data (after, NULL), (gssize) g_bytes_get_size (after));
      g_autoptr (KdDocument) document = NULL;

      g_string_insert (typed, (gssize) rewrite->selection.start, "Fin");
      document = kd_parse (typed->str, typed->len, NULL);
      html = kd_render_html (document, NULL);
      g_assert_true (g_str_has_suffix (html, "\n\n<p>Fin</p>\n"));
    }
}

/* ---- at every place ---------------------------------------------------------------------------
 */

/* Whatever the key: edits within the text that can be taken back, a selection within the result,
 * and no plain "\n" beside "\r\n". */
static void
check_key (Key press, const char *text, BaseSpan selection, gboolean is_crlf)
{
  gsize length = strlen (text);
  g_autoptr (ChapeauRewrite) rewrite = press (text, length, selection);
  g_autoptr (GBytes) after = NULL, again = NULL;
  g_autoptr (BaseEdits) undo = NULL;

  if (rewrite == NULL)
    return;
  after = apply (rewrite, text);
  undo = base_edits_invert (rewrite->edits, text, length);
  again = base_edits_apply (undo, g_bytes_get_data (after, NULL), g_bytes_get_size (after));
  g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), text, length);
  g_assert_cmpuint (rewrite->selection.start, <=, rewrite->selection.end);
  g_assert_cmpuint (rewrite->selection.end, <=, g_bytes_get_size (after));
  for (gsize i = 0; is_crlf && i < base_edits_count (rewrite->edits); i++)
    {
      const char *put = base_edits_get (rewrite->edits, i)->text;

      for (const char *p = strchr (put, '\n'); p != NULL; p = strchr (p + 1, '\n'))
        g_assert_true (p > put && p[-1] == '\r');
    }
}

static void
check_everywhere (const char *text, gboolean is_crlf)
{
  gsize length = strlen (text);

  for (guint key = 0; key < G_N_ELEMENTS (keys); key++)
    for (gsize start = 0; start <= length; start++)
      for (gsize end = start; end <= MIN (start + 12, length); end += 4)
        check_key (keys[key].press, text, base_span (start, end), is_crlf);
}

static void
test_everywhere (void)
{
  check_everywhere ("# a\n\n> * b\n>   c\n>   1. d\n>      > e\n\n* f\n  * g\n\n    h\n* * i\n",
                    FALSE);
  check_everywhere ("# a\r\n\r\n> * b\r\n>   c\r\n\r\n1. d\r\n2. e\r\n   * f\r\n   * g\r\n", TRUE);
  check_everywhere (
      "x\n\n| a | b\n|---\n| `c|` |\n|\n||\n|===\n| d\n\n1. | e |\n   |---|\n   | f |", FALSE);
  check_everywhere ("```\n* a\n```\n\n<div>\n* b\n</div>\n- \n+\n>\n1.\n\t* c\n \t2. d\n", FALSE);
}

/* Lists, quotations and tables as nobody writes them. */
static void
test_random (void)
{
  static const char *const leads[] = {
    "", "", "  ", "   ", "    ", "\t", " ", "> ", ">", "      "
  };
  static const char *const marks[] = { "* ",    "1. ",   "2. ",   "9. ",  "10. ", "- ",
                                       "> ",    "| ",    "",      "",     "*",    "```",
                                       "|---|", "{:.a}", "<div>", "* * ", ": " };
  static const char *const words[] = { "", "a", "b c", "| d |", "`|", "\\|", "é" NBSP, "  " };

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      int lines = g_test_rand_int_range (1, 9);
      gboolean is_crlf = g_test_rand_int_range (0, 4) == 0;
      gsize start, end;

      for (int i = 0; i < lines; i++)
        {
          g_string_append (text, leads[g_test_rand_int_range (0, G_N_ELEMENTS (leads))]);
          g_string_append (text, marks[g_test_rand_int_range (0, G_N_ELEMENTS (marks))]);
          g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
          g_string_append (text, is_crlf ? "\r\n" : "\n");
        }
      start = (gsize) g_test_rand_int_range (0, (int) text->len + 1);
      while ((text->str[start] & 0xC0) == 0x80)
        start++;
      end = (gsize) g_test_rand_int_range ((int) start, (int) text->len + 1);
      while ((text->str[end] & 0xC0) == 0x80)
        end++;
      for (guint key = 0; key < G_N_ELEMENTS (keys); key++)
        check_key (keys[key].press, text->str, base_span (start, end), is_crlf);
    }
}

/* Enter many times begins no more than it leaves: it ends outside of everything. */
static void
test_comes_out (void)
{
  g_autofree char *text = g_strdup ("> * a\n>   1. b\n>      * c\n>      * ^");

  for (guint i = 0; i < 6; i++)
    {
      char *after = dup_after (press_enter, text);

      if (after == NULL)
        break;
      g_free (text);
      text = after;
    }
  g_assert_cmpstr (text, ==, "> * a\n>   1. b\n>      * c\n>\n\n^");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = g_strdup_printf ("/rewrite/%s", keys[i].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_key);
    }
  g_test_add_func ("/rewrite/rendered", test_rendered);
  g_test_add_func ("/rewrite/left", test_left);
  g_test_add_func ("/rewrite/everywhere", test_everywhere);
  g_test_add_func ("/rewrite/random", test_random);
  g_test_add_func ("/rewrite/comes-out", test_comes_out);
  return g_test_run ();
}

/* The tree as clients see it: where elements stand in the source, also inside lists, quotes and
 * tables; attributes, levels, footnotes; options and what they refuse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <kd-character.h>
#include <kramdown.h>
#include <string.h>

/* The nth element of a type, in document order. */
static const KdElement *
find (const KdElement *element, KdType type, guint *nth)
{
  if (kd_element_get_type (element) == type && (*nth)-- == 0)
    return element;
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    {
      const KdElement *found = find (child, type, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const KdElement *
get (const KdDocument *document, KdType type, guint nth)
{
  const KdElement *found = find (kd_document_get_root (document), type, &nth);

  g_assert_nonnull (found);
  return found;
}

/* ---- source spans of what stands in a line: to the byte ---- */

typedef struct
{
  const char *text;
  KdType type;
  guint nth;
  const char *source;
} SpanCase;

static const SpanCase span_cases[] = {
  { "un *deux* trois\n", KD_EM, 0, "*deux*" },
  { "un **deux *et* plus** trois\n", KD_STRONG, 0, "**deux *et* plus**" },
  { "un **deux *et* plus** trois\n", KD_EM, 0, "*et*" },
  { "été [lien](/x \"t\") là\n", KD_A, 0, "[lien](/x \"t\")" },
  { "été ![i](/x) là\n", KD_IMG, 0, "![i](/x)" },
  { "été `code` là\n", KD_CODESPAN, 0, "`code`" },
  { "a &eacute; b\n", KD_ENTITY, 0, "&eacute;" },
  { "a -- b\n", KD_TYPOGRAPHIC_SYMBOL, 0, "--" },
  { "a <b>c</b> d\n", KD_HTML_ELEMENT, 0, "<b>c</b>" },
  { "a <!-- c --> d\n", KD_XML_COMMENT, 0, "<!-- c -->" },
  { "a $$x$$ d\n", KD_MATH, 0, "$$x$$" },
  { "a <http://b.c> d\n", KD_A, 0, "<http://b.c>" },
  { "a[^1] b\n\n[^1]: c\n", KD_FOOTNOTE, 0, "[^1]" },
  { "a\n  *b* c\n", KD_EM, 0, "*b*" },
  { "* un\n* *deux*\n", KD_EM, 0, "*deux*" },
  { "* un\n\n    * *deux*\n\n      `trois`\n", KD_EM, 0, "*deux*" },
  { "* un\n\n    * *deux*\n\n      `trois`\n", KD_CODESPAN, 0, "`trois`" },
  { "10. un\n    suite *deux*\n", KD_EM, 0, "*deux*" },
  { "> un\n> *deux*\n", KD_EM, 0, "*deux*" },
  { "> > un\n> > `deux`\n", KD_CODESPAN, 0, "`deux`" },
  { "> * un\n>   *deux*\n", KD_EM, 0, "*deux*" },
  { "> un\nparesseux *deux*\n", KD_EM, 0, "*deux*" },
  { "*\tun\n\t*deux*\n", KD_EM, 0, "*deux*" },
  { "t\n: un *deux*\n", KD_EM, 0, "*deux*" },
  { "| a | *b* |\n| c | `d` |\n", KD_EM, 0, "*b*" },
  { "| a | *b* |\n| c | `d` |\n", KD_CODESPAN, 0, "`d`" },
  { "# un *deux* {#id}\n", KD_EM, 0, "*deux*" },
  { "un *deux*\n====\n", KD_EM, 0, "*deux*" },
  { "<div markdown=\"1\">\n*deux*\n</div>\n", KD_EM, 0, "*deux*" },
  { "\r\nun\r\n*deux*\r\n", KD_EM, 0, "*deux*" },
};

static void
test_spans (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (span_cases); i++)
    {
      const SpanCase *one = &span_cases[i];
      g_autoptr (KdDocument) document = kd_parse (one->text, strlen (one->text), NULL);
      BaseSpan span = kd_element_get_span (get (document, one->type, one->nth));
      g_autofree char *source = g_strndup (one->text + span.start, span.end - span.start);

      g_test_message ("%s", one->text);
      g_assert_cmpstr (source, ==, one->source);
    }
}

/* ---- lines of blocks ---- */

typedef struct
{
  const char *text;
  KdType type;
  guint nth;
  gsize first;
  gsize last;
} LineCase;

static const LineCase line_cases[] = {
  { "un\nsuite\n\ndeux\n", KD_PARAGRAPH, 0, 0, 1 },
  { "un\nsuite\n\ndeux\n", KD_PARAGRAPH, 1, 3, 3 },
  { "\n\n# Titre\n\nun\n", KD_HEADER, 0, 2, 2 },
  { "Titre\n---\n\nun\n", KD_HEADER, 0, 0, 1 },
  { "a\n\n* b\n* c\n  d\n\ne\n", KD_LI, 0, 2, 2 },
  { "a\n\n* b\n* c\n  d\n\ne\n", KD_LI, 1, 3, 4 },
  { "a\n\n* b\n* c\n  d\n\ne\n", KD_PARAGRAPH, 2, 3, 4 },
  { "* b\n\n  c\n\n  > d\n  > e\n", KD_BLOCKQUOTE, 0, 4, 5 },
  { "> a\n>\n> * b\n> * c\n", KD_LI, 1, 3, 3 },
  { "> a\n> > b\n> > c\n", KD_BLOCKQUOTE, 1, 1, 2 },
  { "a\n\n```\nb\nc\n```\n\nd\n", KD_CODEBLOCK, 0, 2, 5 },
  { "a\n\n    b\n    c\n\nd\n", KD_CODEBLOCK, 0, 2, 3 },
  { "a\n\n***\n\nb\n", KD_HR, 0, 2, 2 },
  { "a\n\n| b |\n|---|\n| c |\n\nd\n", KD_TABLE, 0, 2, 4 },
  { "a\n\n| b |\n|---|\n| c |\n\nd\n", KD_TR, 1, 4, 4 },
  { "a\n\n<div>\nb\n</div>\n\nd\n", KD_HTML_ELEMENT, 0, 2, 4 },
  { "a\n\n<div markdown=\"1\">\n\nb\n\n</div>\n", KD_PARAGRAPH, 1, 4, 4 },
  { "a\n: b\n: c\n  d\n", KD_DD, 1, 2, 3 },
  { "a\n\n$$\nb\n$$\n", KD_MATH, 0, 2, 4 },
};

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (line_cases); i++)
    {
      const LineCase *one = &line_cases[i];
      g_autoptr (KdDocument) document = kd_parse (one->text, strlen (one->text), NULL);
      gsize first, last;

      kd_element_get_lines (document, get (document, one->type, one->nth), &first, &last);
      g_test_message ("%s", one->text);
      g_assert_cmpuint (first, ==, one->first);
      g_assert_cmpuint (last, ==, one->last);
    }
}

/* ---- what elements tell ---- */

static void
test_elements (void)
{
  static const char text[] =
      "## Un {#id}\n{: .a k=\"v\"}\n\ntexte[^n] <span class=\"s\">x</span>\n\n"
      "``` ruby\nputs 1\n```\n\n[^n]: la *note*\n";
  g_autoptr (KdDocument) document = kd_parse (text, strlen (text), NULL);
  const KdElement *header = get (document, KD_HEADER, 0);
  const KdElement *footnote = get (document, KD_FOOTNOTE, 0);
  const KdElement *html = get (document, KD_HTML_ELEMENT, 0);
  const KdElement *code = get (document, KD_CODEBLOCK, 0);
  const KdElement *note = kd_element_get_footnote (document, footnote);
  g_autofree char *dump = kd_document_dump (document);
  const char *name, *value, *got;
  gsize length;
  guint n = 0;

  g_assert_cmpuint (kd_element_get_level (header), ==, 2);
  g_assert_cmpuint (kd_element_get_level (html), ==, 0);
  g_assert_cmpstr (kd_element_get_attribute (document, header, "id"), ==, "id");
  g_assert_cmpstr (kd_element_get_attribute (document, header, "class"), ==, "a");
  g_assert_null (kd_element_get_attribute (document, header, "absent"));
  while (kd_element_get_nth_attribute (document, header, n, &name, &value))
    {
      g_assert_cmpstr (kd_element_get_attribute (document, header, name), ==, value);
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
  got = kd_element_get_text (document, html, &length);
  g_assert_cmpmem (got, length, "span", 4);
  got = kd_element_get_text (document, code, &length);
  g_assert_cmpmem (got, length, "puts 1\n", 7);
  got = kd_element_get_text (document, footnote, &length);
  g_assert_cmpmem (got, length, "n", 1);
  g_assert_nonnull (note);
  n = 0;
  g_assert_nonnull (find (note, KD_EM, &n));
  g_assert_null (kd_element_get_footnote (document, header));
  g_assert_true (kd_element_is_block (header));
  g_assert_false (kd_element_is_block (footnote));
  g_assert_true (kd_element_is_block (code));
  g_assert_false (kd_element_is_block (html));
  g_assert_nonnull (strstr (dump, "header"));
  g_assert_nonnull (strstr (dump, "footnote"));
}

static void
test_blocks (void)
{
  static const char text[] = "un\n\ndeux[^1]\n\n* trois\n\n[^1]: note\n";
  static const gsize lines[][2] = { { 0, 0 }, { 2, 2 }, { 4, 4 }, { 6, 6 } };
  g_autoptr (KdDocument) document = kd_parse (text, strlen (text), NULL);
  g_autoptr (GPtrArray) blocks = kd_render_blocks (document);
  g_autoptr (KdDocument) other = kd_parse ("deux\n\nun\n\n", 10, NULL);
  g_autoptr (GPtrArray) others = kd_render_blocks (other);

  g_assert_cmpuint (blocks->len, ==, G_N_ELEMENTS (lines));
  for (guint i = 0; i < blocks->len; i++)
    {
      const KdBlock *block = blocks->pdata[i];

      g_assert_cmpuint (block->first_line, ==, lines[i][0]);
      /* Blank lines belong to the block before them. */
      g_assert_cmpuint (block->last_line, >=, lines[i][1]);
      g_assert_cmpuint (block->last_line, <=, lines[i][1] + 1);
    }
  g_assert_cmpuint (others->len, ==, 2);
  g_assert_cmpstr (((KdBlock *) others->pdata[1])->html, ==, "<p>un</p>\n\n");
  g_assert_cmpstr (((KdBlock *) blocks->pdata[0])->html, ==, "<p>un</p>\n\n");
  g_assert_true (((KdBlock *) others->pdata[1])->hash == ((KdBlock *) blocks->pdata[0])->hash);
  g_assert_false (((KdBlock *) others->pdata[0])->hash == ((KdBlock *) blocks->pdata[0])->hash);
}

/* kramdown writes these as the bytes that their numbers give, which is no UTF-8. */
static void
test_no_characters (void)
{
  static const char text[] = "a &#x110000; &#xd800; b\n";
  g_autoptr (KdDocument) document = kd_parse (text, strlen (text), NULL);
  g_autofree char *html = kd_render_html (document, NULL);

  g_assert_cmpstr (html, ==, "<p>a &#x110000; &#xd800; b</p>\n");
}

/* Where GLib finds the first byte that is no UTF-8, we do, whatever stands before it. */
static void
test_valid (void)
{
  static const guchar edges[] = {
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2, 0xff
  };
  char text[] = "0123456789????....";

  for (guint first = 0x70; first <= 0xff; first++)
    for (guint i = 0; i < G_N_ELEMENTS (edges) * G_N_ELEMENTS (edges) * G_N_ELEMENTS (edges); i++)
      {
        const char *end;
        gsize length = 11 + i % 8;

        text[10] = (char) first;
        text[11] = (char) edges[i % G_N_ELEMENTS (edges)];
        text[12] = (char) edges[i / G_N_ELEMENTS (edges) % G_N_ELEMENTS (edges)];
        text[13] = (char) edges[i / G_N_ELEMENTS (edges) / G_N_ELEMENTS (edges)];
        g_utf8_validate_len (text, length, &end);
        g_assert_cmpuint (kd_scan_valid (text, 0, length), ==, (gsize) (end - text));
      }
}

/* ---- options ---- */

static void
test_options (void)
{
  static const char *const wrong[][2] = {
    { "toc_levels", "0..9" },   { "toc_levels", "a" },          { "footnote_nr", "x" },
    { "header_offset", "1.5" }, { "smart_quotes", "a,b" },      { "footnote_link_text", "note" },
    { "latex_headers", "a" },   { "typographic_symbols", "x" },
  };
  static const char *const fine[][2] = {
    { "toc_levels", "2..3" },
    { "toc_levels", "1,3" },
    { "footnote_nr", "12" },
    { "header_offset", "-1" },
    { "auto_ids", "false" },
    { "entity_output", ":numeric" },
    { "line_width", "80" },
    { "math_engine", "" },
    { "template", "x" },
    { "smart_quotes", "39,39,34,34" },
    { "input", "kramdown" },
    { "typographic_symbols.hellip", "..." },
    { "syntax_highlighter_opts.block.disable", "true" },
  };
  g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s = %s", wrong[i][0], wrong[i][1]);
      g_assert_false (kd_options_set (options, wrong[i][0], wrong[i][1], &error));
      g_assert_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE);
      g_clear_error (&error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_assert_true (kd_options_set (options, fine[i][0], fine[i][1], &error));
      g_assert_no_error (error);
    }
  g_assert_false (kd_options_set (options, "autoids", "true", &error));
  g_assert_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kramdown/tree/spans", test_spans);
  g_test_add_func ("/kramdown/tree/lines", test_lines);
  g_test_add_func ("/kramdown/tree/elements", test_elements);
  g_test_add_func ("/kramdown/tree/blocks", test_blocks);
  g_test_add_func ("/kramdown/tree/no-characters", test_no_characters);
  g_test_add_func ("/kramdown/tree/valid", test_valid);
  g_test_add_func ("/kramdown/tree/options", test_options);
  return g_test_run ();
}

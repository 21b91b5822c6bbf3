/* kramdown-pathological.c - texts made to take long: floods, nests, things that never close.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown-pathological.h"

#include <string.h>

/* ---- texts that are more than one piece repeated
 * -------------------------------------------------
 */

static void
make_backticks_growing (GString *text, gsize size)
{
  for (guint length = 1; text->len < size; length++)
    {
      for (guint i = 0; i < length; i++)
        g_string_append_c (text, '`');
      g_string_append (text, "a ");
    }
}

/* Each item one step deeper, as far as indentation goes; then anew. */
static void
make_list_stairs (GString *text, gsize size)
{
  while (text->len < size)
    for (guint depth = 0; depth < 60 && text->len < size; depth++)
      g_string_append_printf (text, "%*s* a\n", (int) (2 * depth), "");
}

static void
make_quote_stairs (GString *text, gsize size)
{
  while (text->len < size)
    {
      for (guint depth = 0; depth < 90 && text->len < size; depth++)
        {
          for (guint i = 0; i <= depth; i++)
            g_string_append (text, "> ");
          g_string_append (text, "a\n");
        }
      g_string_append_c (text, '\n');
    }
}

static void
make_fences_growing (GString *text, gsize size)
{
  for (guint length = 3; text->len < size; length++)
    {
      for (guint i = 0; i < length; i++)
        g_string_append_c (text, '`');
      g_string_append (text, "\na\n");
    }
}

static void
make_link_definitions (GString *text, gsize size)
{
  for (guint i = 0; text->len < size / 2; i++)
    g_string_append_printf (text, "[l%u]: /u%u \"t\"\n", i, i);
  g_string_append_c (text, '\n');
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, "[l%u] [a][l%u] ", i * 7, i * 3);
}

static void
make_attribute_definitions (GString *text, gsize size)
{
  for (guint i = 0; text->len < size / 2; i++)
    g_string_append_printf (text, "{:r%u: .c%u k%u=\"v\"}\n", i, i, i);
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, "a\n{: r%u r%u}\n\n", i, i + 1);
}

/* Each names the one before twice: followed blindly, that doubles with every line. */
static void
make_attribute_laughs (GString *text, gsize size)
{
  g_string_append (text, "{:r0: .c}\n");
  for (guint i = 1; text->len < size; i++)
    g_string_append_printf (text, "{:r%u: r%u r%u .c%u}\n", i, i - 1, i - 1, i);
  g_string_append (text, "\na\n{: r30}\n\nb\n{: r60}\n");
}

static void
make_attribute_circle (GString *text, gsize size)
{
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, "{:r%u: r%u r%u}\n", i, i + 1, i / 2);
  g_string_append (text, "\na\n{: r5}\n");
}

static void
make_abbreviations (GString *text, gsize size)
{
  for (guint i = 0; text->len < size / 2; i++)
    g_string_append_printf (text, "*[A%u]: b\n", i);
  g_string_append_c (text, '\n');
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, "A%u A%ux ", i * 5, i);
}

static void
make_footnotes (GString *text, gsize size)
{
  for (guint i = 0; text->len < size / 2; i++)
    g_string_append_printf (text, "a[^f%u] ", i);
  g_string_append (text, "\n\n");
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, "[^f%u]: b\n", i);
}

static void
make_footnote_chain (GString *text, gsize size)
{
  g_string_append (text, "a[^f0]\n\n");
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, "[^f%u]: b[^f%u] c[^f%u]\n", i, i + 1, i + 1);
}

static void
make_headers_alike (GString *text, gsize size)
{
  while (text->len < size)
    g_string_append (text, "# a\n## a-1\n");
}

static void
make_ordered_wide (GString *text, gsize size)
{
  for (guint i = 1; text->len < size; i++)
    g_string_append_printf (text, "%u. a\n", i * 1001);
}

static void
make_html_attributes (GString *text, gsize size)
{
  g_string_append (text, "<div");
  for (guint i = 0; text->len < size; i++)
    g_string_append_printf (text, " a%u='b'", i);
  g_string_append (text, ">x</div>\n");
}

static void
make_zeros (GString *text, gsize size)
{
  while (text->len < size)
    g_string_append_len (text, "a\0*b*\xff", 6);
}

/* ---- the table ----------------------------------------------------------------------------------
 */

#define FLOOD(name, unit)                                                                          \
  {                                                                                                \
    name, "", unit, "", NULL, NULL, FALSE                                                          \
  }
#define FRAMED(name, head, unit, tail)                                                             \
  {                                                                                                \
    name, head, unit, tail, NULL, NULL, FALSE                                                      \
  }
#define MADE(name, make)                                                                           \
  {                                                                                                \
    name, "", "", "", make, NULL, FALSE                                                            \
  }

const KramdownPathological kramdown_pathological[] = {
  FLOOD ("quotes-deep", ">"),
  FLOOD ("quotes-spaced", "> "),
  FLOOD ("quote-lines", "> a\n"),
  FRAMED ("quote-lazy", "> a\n", "b\n", ""),
  { "quote-stairs", "", "", "", make_quote_stairs, NULL, FALSE },
  FLOOD ("brackets-open", "["),
  FLOOD ("brackets-closed", "]"),
  FLOOD ("brackets-nested", "[a"),
  FLOOD ("brackets-pairs", "[]"),
  FLOOD ("links-unclosed", "[a]("),
  FLOOD ("links-half", "[a](<b"),
  FLOOD ("link-title-open", "[a](b \"c"),
  FLOOD ("references-half", "[a][b"),
  FLOOD ("images-open", "![a"),
  FLOOD ("images-nested", "[![a](b)"),
  FRAMED ("link-parentheses", "[a](", "(", ""),
  FLOOD ("link-definitions-half", "[a]: \n"),
  FLOOD ("link-definition-titles", "[a]: b \"c\n"),
  MADE ("link-definitions", make_link_definitions),
  FLOOD ("stars-open", "*a "),
  FLOOD ("stars-strong", "**a "),
  FLOOD ("stars-triple", "***a "),
  FLOOD ("stars-mixed", "*a **b "),
  FLOOD ("stars-only", "*"),
  FLOOD ("stars-inside", "a*"),
  FLOOD ("stars-closing", "*a* b* "),
  FLOOD ("stars-crossed", "*a **b* c** "),
  FLOOD ("underscores-open", "_a "),
  FLOOD ("underscores-inside", "a_b"),
  FLOOD ("underscores-strong", "__a "),
  FLOOD ("emphasis-mixed", "*a _b "),
  FLOOD ("emphasis-strong-mixed", "**a __b "),
  FLOOD ("backticks", "`"),
  FLOOD ("backticks-paired", "`a``"),
  MADE ("backticks-growing", make_backticks_growing),
  FLOOD ("tildes", "~"),
  FLOOD ("strike-open", "~~a"),
  FLOOD ("strike-open-spaced", "~~a "),
  FLOOD ("list-deep", "* "),
  FLOOD ("list-deep-ordered", "1. "),
  FLOOD ("list-flat", "* a\n"),
  FLOOD ("list-loose", "* a\n\n"),
  FLOOD ("list-quotes", "* > "),
  FLOOD ("list-blank", "*\n"),
  FLOOD ("list-code", "* a\n\n      b\n"),
  FRAMED ("list-lazy", "* a\n", "b\n", ""),
  { "list-tasks", "", "- [ ] a\n", "", NULL, NULL, FALSE },
  FRAMED ("list-no-task", "* ", "[ ]", "\n"),
  { "list-stairs", "", "", "", make_list_stairs, NULL, FALSE },
  MADE ("list-ordered-wide", make_ordered_wide),
  FLOOD ("list-attributes", "* {: .a} b\n"),
  FLOOD ("definitions", "a\n: b\n\n"),
  FLOOD ("definitions-flat", ": a\n"),
  FRAMED ("definitions-one-term", "a\n", ": b\n", ""),
  FLOOD ("definition-terms", "a\nb\nc\n: d\n\n"),
  FLOOD ("rules-nearly", "* * * *"),
  FLOOD ("rules", "***\n"),
  FLOOD ("html-blocks-open", "<div>"),
  FLOOD ("html-block-lines", "<div>\n"),
  FLOOD ("html-spans-open", "<b>"),
  FLOOD ("html-spans-text", "a <i>b "),
  FLOOD ("html-closing", "</div>"),
  FLOOD ("html-closing-spans", "a</b>"),
  FLOOD ("html-crossed", "<b><i></b></i>"),
  FLOOD ("html-attribute-open", "<a b='"),
  FLOOD ("html-half", "<a "),
  FLOOD ("html-less-than", "<"),
  FLOOD ("html-paragraphs", "<p>a\n\n"),
  FLOOD ("html-markdown", "<div markdown=\"1\">\n"),
  FLOOD ("html-raw-open", "<script>"),
  { "code-ruby-quotes", "~~~ ruby\n", "\\' =begin ", "\n~~~\n", NULL, "syntax_highlighter=rouge",
    FALSE },
  { "code-ruby-nested", "~~~ ruby\n", "\"#{ ? : ", "\n~~~\n", NULL, "syntax_highlighter=rouge",
    FALSE },
  { "code-ruby-heredocs", "~~~ ruby\n", "<<A %( \n", "\n~~~\n", NULL, "syntax_highlighter=rouge",
    FALSE },
  { "code-javascript", "~~~ js\n", "a ? { `${ /[ ", "\n~~~\n", NULL, "syntax_highlighter=rouge",
    FALSE },
  { "html-parsed", "", "<div>\n*a*\n", "", NULL, "parse_block_html=true", FALSE },
  { "html-native", "", "<p><b>a", "", NULL, "html_to_native=true", FALSE },
  { "html-native-table", "", "<table><tr><td>a</td></tr></table>\n", "", NULL,
    "html_to_native=true", FALSE },
  MADE ("html-attributes", make_html_attributes),
  FLOOD ("comments-open", "<!--"),
  FLOOD ("comments-in-text", "a <!-- b "),
  FLOOD ("cdata-open", "a<![CDATA["),
  FLOOD ("instructions-open", "<?a "),
  FLOOD ("autolinks-open", "<http://a"),
  FLOOD ("addresses-open", "<a@"),
  FLOOD ("attributes-open", "{:"),
  FLOOD ("attributes-open-lines", "{: .a\n"),
  FLOOD ("attributes-spans", "*a*{: .b"),
  FLOOD ("attributes-on-one", "{: .a}"),
  FRAMED ("attributes-classes", "a\n{:", " .a", "}\n"),
  FRAMED ("attributes-quotes", "a\n{:", " a=\"\\\"", "}\n"),
  FLOOD ("attributes-blocks", "{: .a}\n"),
  MADE ("attribute-definitions", make_attribute_definitions),
  MADE ("attribute-laughs", make_attribute_laughs),
  MADE ("attribute-circle", make_attribute_circle),
  FLOOD ("extensions-open", "{::"),
  FLOOD ("extensions-unclosed", "{::comment}\n"),
  FLOOD ("extensions-in-text", "a {::comment} "),
  FLOOD ("extensions-closing", "{:/}"),
  FLOOD ("extensions-raw", "{::nomarkdown}\n"),
  MADE ("abbreviations", make_abbreviations),
  FLOOD ("abbreviation-lines", "*[a]: b\n"),
  FRAMED ("abbreviation-dense", "*[a]: b\n\n", "a ", ""),
  MADE ("footnotes", make_footnotes),
  MADE ("footnote-chain", make_footnote_chain),
  { "footnote-repeats", "[^a]: b\n\n", "c[^a] ", "", NULL, NULL, TRUE },
  FLOOD ("footnotes-half", "[^a"),
  FLOOD ("footnote-definitions", "[^a]: b\n"),
  FLOOD ("table-bars", "|"),
  FLOOD ("table-cells", "|a"),
  FLOOD ("table-rows", "|a|b|\n"),
  { "table-rows-bare", "", "a|b\n", "", NULL, NULL, FALSE },
  FLOOD ("table-separators", "|---|---|\n"),
  { "table-code", "", "|`a", "", NULL, NULL, FALSE },
  FRAMED ("table-late", "", "a|b\n", "c\n"),
  FLOOD ("table-html", "| <b>|</b> "),
  FLOOD ("math-open", "$$a "),
  FLOOD ("math-signs", "$"),
  FLOOD ("math-blocks", "$$a$$\n\n"),
  FLOOD ("quotes-double", "\"a "),
  FLOOD ("quotes-only", "\""),
  FLOOD ("quotes-single", "'"),
  FLOOD ("quotes-closing", "a'"),
  FLOOD ("dashes", "-"),
  FLOOD ("dots", "."),
  FLOOD ("guillemets", "<< a >> "),
  FLOOD ("entities", "&a"),
  FLOOD ("entities-numeric", "&#1234567;"),
  FRAMED ("entity-long", "&", "a", ";"),
  FLOOD ("escapes", "\\"),
  FLOOD ("escapes-mixed", "\\*\\[\\`"),
  FLOOD ("fences-open", "```a\n"),
  FRAMED ("fence-unclosed", "```\n", "a\n", ""),
  MADE ("fences-growing", make_fences_growing),
  FLOOD ("fences-tilde", "~~~a\n\n"),
  FLOOD ("code-lines", "    a\n"),
  FLOOD ("code-lazy", "    a\nb\n\n"),
  { "headers-alike", "", "", "", make_headers_alike, NULL, FALSE },
  FLOOD ("header-marks", "#"),
  FLOOD ("header-attributes", "# a {#b}\n"),
  FLOOD ("setext", "a\n===\n"),
  FRAMED ("setext-long", "a\n", "=", "\n"),
  FRAMED ("toc", "* a\n{:toc}\n\n", "# *b* [c](d)\n", ""),
  FLOOD ("ends-of-block", "^\n"),
  FLOOD ("lines-blank", "\n"),
  FLOOD ("spaces", " "),
  FLOOD ("spaces-lines", "   \n"),
  FLOOD ("tabs", "\t"),
  FRAMED ("spaces-behind", "a", " ", "b\n"),
  FLOOD ("letters", "a"),
  FLOOD ("words", "a "),
  FLOOD ("paragraphs", "a\n\n"),
  FLOOD ("breaks", "a  \n"),
  { "breaks-hard", "", "a\n", "", NULL, "hard_wrap=true", FALSE },
  { "cjk", "", "\346\227\245\n", "", NULL, "remove_line_breaks_for_cjk=true", FALSE },
  FLOOD ("returns", "a\r"),
  MADE ("zeros", make_zeros),
  { NULL, NULL, NULL, NULL, NULL, NULL, FALSE },
};

GString *
kramdown_pathological_make (const KramdownPathological *one, gsize size)
{
  GString *text = g_string_sized_new (size + 64);

  g_string_append (text, one->head);
  if (one->make != NULL)
    one->make (text, size);
  else
    while (text->len + strlen (one->tail) < size)
      g_string_append (text, one->unit);
  g_string_append (text, one->tail);
  return text;
}

KdOptions *
kramdown_pathological_options (const KramdownPathological *one)
{
  KdOptions *options = kd_options_new (KD_DEFAULTS_JEKYLL);
  g_autoptr (GError) error = NULL;

  if (one->option != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (one->option, "=", 2);

      kd_options_set (options, parts[0], parts[1], &error);
      g_assert_no_error (error);
    }
  return options;
}

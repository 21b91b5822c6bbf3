/* test-model-paste-fit.c - HTML into a text: "[" and "]" are the selection, "|" the caret.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model.h"

#include <string.h>

#define WORDS  "un <b>deux</b>"
#define BLOCKS "<p>un</p><p>deux</p>"
#define LIST   "<ul><li>un</li><li>deux</li></ul>"
#define STEPS  "<ol><li>un</li><li>deux</li></ol>"
#define BREAK  "<b>un</b><br>deux"

typedef struct
{
  const char *before; /* the text with its caret or selection */
  const char *html;
  const char *plain;
  const char *after; /* the text with its caret; NULL: plain text belongs there */
} Case;

static const Case cases[] = {
  /* inline */
  { "|", WORDS, NULL, "un **deux**|" },
  { "a |b", WORDS, NULL, "a un **deux**|b" },
  { "a [b] c", WORDS, NULL, "a un **deux**| c" },
  { "a\nb|\nc", WORDS, NULL, "a\nbun **deux**|\nc" },
  { "a|b", WORDS, " un deux ", "a un **deux** |b" },
  { "a |", WORDS, " un deux ", "a un **deux**|" },
  { "a\n> b |", BREAK, NULL, "a\n> b **un**  \n> deux|" },
  { "* b |", BREAK, NULL, "* b **un**  \n  deux|" },
  { "## b |", BREAK, NULL, "## b **un** deux|" },
  { "a |\r\nb", BREAK, NULL, "a **un**  \r\ndeux|\r\nb" },
  /* blocks */
  { "|", BLOCKS, NULL, "un\n\ndeux|\n" },
  { "a|", BLOCKS, NULL, "a\n\nun\n\ndeux|\n" },
  { "a |b", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a [x] b", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a\n|\nb", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a\n\n|\n\nb", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a\n\n|b", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a\n|b", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a|\nb", BLOCKS, NULL, "a\n\nun\n\ndeux|\n\nb" },
  { "a\r\n|", BLOCKS, NULL, "a\r\n\r\nun\r\n\r\ndeux|\r\n" },
  { "|", "<h1>un</h1><p>deux</p>", NULL, "## un\n\ndeux|\n" },
  { "a |b", "<h2>un</h2>", NULL, "a\n\n### un|\n\nb" },
  /* in quotations and lists */
  { "> a|", BLOCKS, NULL, "> a\n>\n> un\n>\n> deux|\n" },
  { "> a\n> |\n", BLOCKS, NULL, "> a\n> \n> un\n>\n> deux|\n" },
  { "> |", BLOCKS, NULL, "> un\n>\n> deux|\n" },
  { "> a|b", BLOCKS, NULL, "> a\n>\n> un\n>\n> deux|\n>\n> b" },
  { "* |", BLOCKS, NULL, "* un\n\n  deux|\n" },
  { "* a|\n* b", BLOCKS, NULL, "* a\n\n  un\n\n  deux|\n\n* b" },
  { "10. a|", BLOCKS, NULL, "10. a\n\n    un\n\n    deux|\n" },
  { "* a\n  b|", BLOCKS, NULL, "* a\n  b\n\n  un\n\n  deux|\n" },
  { "|* a", BLOCKS, NULL, "un\n\ndeux|\n\n* a" },
  /* lists */
  { "a|", LIST, NULL, "a\n\n* un\n* deux|\n" },
  { "* |", LIST, NULL, "* un\n* deux|" },
  { "* a|\n* b", LIST, NULL, "* a\n* un\n* deux|\n* b" },
  { "* a|b", LIST, NULL, "* a\n* un\n* deux|\n* b" },
  { "* |b", LIST, NULL, "* un\n* deux|\n* b" },
  { "* a\n  * |", LIST, NULL, "* a\n  * un\n  * deux|" },
  { "> * |", LIST, NULL, "> * un\n> * deux|" },
  { "1. |", STEPS, NULL, "1. un\n2. deux|" },
  { "* a|", STEPS, NULL, "* a\n\n  1. un\n  2. deux|\n" },
  /* no place for Markdown */
  { "```\n|\n```", WORDS, "un deux", NULL },
  { "```\na|", WORDS, "un deux", NULL },
  { "```\na\n|", WORDS, "un deux", NULL },
  { "```\na\n```\n|", WORDS, "un deux", "```\na\n```\nun **deux**|" },
  { "a `b|c`", WORDS, "un deux", NULL },
  { "a `b`|", WORDS, "un deux", "a `b`un **deux**|" },
  { "a\n\n    b|", WORDS, "un deux", NULL },
  { "[a](b|c)", WORDS, "un deux", NULL },
  { "<div>\n<p>b|</p>\n</div>", WORDS, "un deux", "<div>\n<p>bun **deux**|</p>\n</div>" },
  { "<a href=\"|\">", WORDS, "un deux", NULL },
  { "{{ a| }}", WORDS, "un deux", NULL },
  { "https://a.fr|", WORDS, NULL, "https://a.frun **deux**|" },
  /* nothing but text */
  { "a|", "<pre>un\n  deux</pre>", "un\n  deux", NULL },
  { "a|", "<span>1. un_deux</span>", "1. un_deux", NULL },
  { "a|", "<span>un_deux_trois</span>", NULL, "aun_deux_trois|" },
  { "a|", "<script>x</script>", "x", NULL },
};

/* Takes the marks out of @marked. */
static char *
read_selection (const char *marked, BaseSpan *selection)
{
  GString *text = g_string_new (marked);
  const char *caret = strrchr (text->str, '|');
  const char *start = strchr (text->str, '['), *end = strchr (text->str, ']');

  if (caret != NULL)
    {
      gsize at = (gsize) (caret - text->str);

      *selection = base_span (at, at);
      g_string_erase (text, (gssize) at, 1);
      return g_string_free (text, FALSE);
    }
  *selection = base_span ((gsize) (start - text->str), (gsize) (end - text->str) - 1);
  g_string_erase (text, end - text->str, 1);
  g_string_erase (text, start - text->str, 1);
  return g_string_free (text, FALSE);
}

static char *
put_in (const char *text, const ChapeauPasteFit *fit)
{
  GString *out = g_string_new_len (text, (gssize) fit->span.start);

  g_string_append_len (out, fit->text, (gssize) fit->caret);
  g_string_append_c (out, '|');
  g_string_append (out, fit->text + fit->caret);
  g_string_append (out, text + fit->span.end);
  return g_string_free (out, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  BaseSpan selection;
  g_autofree char *text = read_selection (one->before, &selection), *after = NULL;
  g_autoptr (PasteResult) result = paste_html (one->html, strlen (one->html), NULL);
  ChapeauPasteFit *fit = chapeau_paste_fit (text, strlen (text), selection, result, one->plain);

  if (fit != NULL)
    {
      g_assert_cmpuint (fit->length, ==, strlen (fit->text));
      after = put_in (text, fit);
      chapeau_paste_fit_free (fit);
    }
  g_assert_cmpstr (after, ==, one->after);
}

/* Where the destinations of images are, whatever stands around them. */
static void
test_images (void)
{
  const char *html = "<p>un <img src='file:///a.png' alt='x'></p><blockquote>"
                     "<img src='https://a.fr/b.png'><br><img src='data:image/png;base64,AAAA'>";
  const char *text = "> * a";
  static const char *const expected[] = { "image-1", "https://a.fr/b.png", "image-3" };
  g_autoptr (PasteResult) result = paste_html (html, strlen (html), NULL);
  g_autoptr (ChapeauPasteFit) fit =
      chapeau_paste_fit (text, strlen (text), base_span (5, 5), result, NULL);

  g_assert_cmpuint (fit->images->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < fit->images->len; i++)
    {
      BaseSpan span = g_array_index (fit->images, BaseSpan, i);

      g_assert_cmpmem (fit->text + span.start, base_span_length (span), expected[i],
                       strlen (expected[i]));
    }
}

/* At every place of a text, whatever is pasted: an edit within the text, and no plain "\n" beside
 * "\r\n". */
static void
test_everywhere (void)
{
  const char *text = "# a\r\n\r\n> * b\r\n>   c\r\n\r\n1. d\r\n\r\n   e `f` [g](h)\r\n\r\n```\r\ni";
  static const char *const htmls[] = { WORDS, BLOCKS, LIST, STEPS, BREAK, "<table><tr><td>a" };

  for (gsize start = 0; start <= strlen (text); start++)
    for (gsize end = start; end <= MIN (start + 9, strlen (text)); end++)
      for (guint i = 0; i < G_N_ELEMENTS (htmls); i++)
        {
          g_autoptr (PasteResult) result = paste_html (htmls[i], strlen (htmls[i]), NULL);
          ChapeauPasteFit *fit =
              chapeau_paste_fit (text, strlen (text), base_span (start, end), result, NULL);

          if (fit == NULL)
            continue;
          g_assert_cmpuint (fit->span.end, <=, strlen (text));
          g_assert_cmpuint (fit->caret, <=, fit->length);
          for (const char *p = strchr (fit->text, '\n'); p != NULL; p = strchr (p + 1, '\n'))
            g_assert_true (p > fit->text && p[-1] == '\r');
          chapeau_paste_fit_free (fit);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/paste-fit/%u", i);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/paste-fit/images", test_images);
  g_test_add_func ("/paste-fit/everywhere", test_everywhere);
  return g_test_run ();
}

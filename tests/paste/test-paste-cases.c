/* test-paste-cases.c - cases/NAME.html gives cases/NAME.md and leaves out what NAME.dropped says
 * ("kind count" a line), discovered; every prefix of a case is taken without harm; hostile HTML and
 * its time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste.h"

#include "../processor-time.h"

#include <string.h>

static char *
read_beside (const char *path, const char *ending)
{
  g_autofree char *other =
      g_strdup_printf ("%.*s%s", (int) (strlen (path) - strlen (".html")), path, ending);
  char *text = NULL;

  g_file_get_contents (other, &text, NULL, NULL);
  return text;
}

static void
assert_sane (const PasteResult *result)
{
  g_assert_cmpuint (strlen (result->markdown), ==, result->length);
  g_assert_true (g_utf8_validate (result->markdown, (gssize) result->length, NULL));
  if (result->length > 0)
    {
      g_assert_cmpint (result->markdown[result->length - 1], ==, '\n');
      if (result->length > 1)
        g_assert_cmpint (result->markdown[result->length - 2], !=, '\n');
    }
  for (guint i = 0; i < result->images->len; i++)
    {
      const PasteImage *image = result->images->pdata[i];

      g_assert_cmpuint (image->span.end, <=, result->length);
      if (image->span.end > 0)
        g_assert_cmpmem (result->markdown + image->span.start, image->span.end - image->span.start,
                         image->reference, strlen (image->reference));
    }
}

static void
test_case (gconstpointer data)
{
  const char *path = data;
  g_autofree char *html = NULL, *expected = read_beside (path, ".md"),
                  *dropped = read_beside (path, ".dropped");
  g_autoptr (PasteResult) result = NULL;
  g_autoptr (GString) counts = g_string_new (NULL);
  gsize length;

  g_assert_true (g_file_get_contents (path, &html, &length, NULL));
  g_assert_nonnull (expected);
  result = paste_html (html, length, NULL);
  assert_sane (result);
  g_assert_cmpstr (result->markdown, ==, expected);
  for (guint i = 0; i < PASTE_N_DROPPED; i++)
    if (result->dropped[i] > 0)
      g_string_append_printf (counts, "%s %u\n", paste_dropped_name ((PasteDroppedKind) i),
                              result->dropped[i]);
  g_assert_cmpstr (counts->str, ==, dropped != NULL ? dropped : "");
}

static void
test_prefixes (gconstpointer data)
{
  g_autofree char *html = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (data, &html, &length, NULL));
  for (gsize n = 0; n < length; n += 1 + n / 50)
    {
      g_autofree char *copy = g_memdup2 (html, n + 1);
      g_autoptr (PasteResult) result = paste_html (copy, n, NULL);
      assert_sane (result);
    }
}

static void
add_cases (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "paste", "cases", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".html"))
      {
        g_autofree char *label = g_strconcat ("/paste/cases/", name, NULL);
        g_autofree char *prefixes = g_strconcat ("/paste/prefixes/", name, NULL);
        g_test_add_data_func_full (label, g_build_filename (folder, name, NULL), test_case, g_free);
        g_test_add_data_func_full (prefixes, g_build_filename (folder, name, NULL), test_prefixes,
                                   g_free);
      }
}

/* Repeated without end: nothing may crash, and eight times the text may take at most 24 times as
 * long. */
static const char *const hostile[] = {
  "<div>",
  "<blockquote>",
  "<ul><li>",
  "<table><tr><td>",
  "<b>",
  "<a href=x>",
  "<b><i>a</b></i> ",
  "<p style='mso-list:l0 level9'>a</p>",
  "<!--",
  "<",
  "&",
  "a ",
  "<br>",
  "<img src=data:,>",
  "<td>",
  "<p>",
  "`",
  "*",
  "<pre>\n",
  "<p><pre>",
  "\xFF",
  "<span style='font-weight:bold'>a",
};

static double
seconds_for (const char *piece, gsize total)
{
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (PasteResult) result = NULL;
  double start;

  while (html->len < total)
    g_string_append (html, piece);
  start = processor_seconds ();
  result = paste_html (html->str, html->len, NULL);
  assert_sane (result);
  return processor_seconds () - start;
}

static void
test_hostile (gconstpointer data)
{
  double small = MIN (seconds_for (data, 20000), seconds_for (data, 20000));
  double large = MIN (seconds_for (data, 160000), seconds_for (data, 160000));

  g_test_message ("%.4f s, %.4f s", small, large);
  g_assert_cmpfloat (large, <, MAX (small, 0.005) * 24);
}

/* Too deep for libxml2: what was read stays, and the result says that something is missing. */
static void
test_depth (void)
{
  g_autoptr (GString) html = g_string_new ("<p>haut</p>");
  g_autoptr (PasteResult) deep = NULL, flat = NULL;

  flat = paste_html (html->str, html->len, NULL);
  g_assert_false (flat->truncated);
  for (guint i = 0; i < 1000; i++)
    g_string_append (html, "<div>");
  g_string_append (html, "bas");
  deep = paste_html (html->str, html->len, NULL);
  assert_sane (deep);
  g_assert_true (deep->truncated);
  g_assert_true (g_str_has_prefix (deep->markdown, "haut"));
}

static void
test_escape (void)
{
  const char *text = "1. un *deux* [x]\n# trois\n\n- quatre_cinq | six\n";
  g_autofree char *got = paste_escape_text (text, strlen (text));

  g_assert_cmpstr (got, ==, "1\\. un \\*deux\\* \\[x\\]  \n\\# trois\n\n\\- quatre_cinq \\| six\n");
}

static void
test_plain (void)
{
  static const struct
  {
    const char *html;
    gboolean is_plain;
  } cases[] = {
    { "<meta charset='utf-8'><span>un mot</span>", TRUE },
    { "<p>un mot</p>", TRUE },
    { "<pre>ls -l\n**total** 4</pre>", TRUE },
    { "<div style='white-space: pre;'><div><span style='color:#f00'>int</span> a;</div>"
      "<div>int b;</div></div>",
      TRUE },
    { "", TRUE },
    { "<div>un</div><div>deux</div>", FALSE },
    { "<p>un</p><p>deux</p>", FALSE },
    { "<p>un<br>deux</p>", FALSE },
    { "un <b>mot</b>", FALSE },
    { "un <span style='font-style:italic'>mot</span>", FALSE },
    { "<b style='font-weight:normal'>un mot</b>", TRUE },
    { "un <a href='https://exemple.fr'>mot</a>", FALSE },
    { "<h2>un mot</h2>", FALSE },
    { "<ul><li>un mot</ul>", FALSE },
    { "<table><tr><td>un mot</table>", FALSE },
    { "<img src='https://exemple.fr/a.png'>", FALSE },
    { "<pre><code>ls -l</code></pre>", FALSE },
    { "<p style='mso-list:l0 level1'>un mot</p>", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PasteResult) result = paste_html (cases[i].html, strlen (cases[i].html), NULL);

      if (result->is_plain != cases[i].is_plain)
        g_error ("%s: %d", cases[i].html, result->is_plain);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/paste/escape", test_escape);
  g_test_add_func ("/paste/depth", test_depth);
  g_test_add_func ("/paste/plain", test_plain);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *name = g_strdup_printf ("/paste/hostile/%u", i);
      g_test_add_data_func (name, hostile[i], test_hostile);
    }
  return g_test_run ();
}

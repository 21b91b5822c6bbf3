/* kramdown's options from YAML: symbols, hashes, lists, links, null; a site's; what is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <chapeau-kramdown-options.h>
#include <string.h>

static FmValue *
read_yaml (const char *yaml)
{
  g_autoptr (GBytes) bytes = g_bytes_new (yaml, strlen (yaml));
  g_autoptr (FmHeader) header = fm_header_new_yaml (bytes);

  g_assert_nonnull (fm_header_get_root (header));
  return fm_value_new_from_node (fm_header_get_root (header));
}

static void
check (const KdOptions *options, const char *text, const char *expected)
{
  g_autoptr (KdDocument) document = kd_parse (text, strlen (text), options);
  g_autofree char *html = kd_render_html (document, NULL);

  g_assert_cmpstr (html, ==, expected);
}

static void
test_values (void)
{
  static const char yaml[] = ":auto_ids: no\n"
                             "typographic_symbols:\n  :hellip: \"..\"\n  mdash: ':-'\n"
                             "smart_quotes: [apos, apos, quot, quot]\n"
                             "link_defs:\n  Chez nous: [/ici]\n  toi: [/la, Un titre]\n"
                             "footnote_nr: 4\n"
                             "enable_coderay: true\n"
                             "math_engine:\n";
  g_autoptr (FmValue) block = read_yaml (yaml);
  g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
  g_autoptr (GError) error = NULL;

  g_assert_true (chapeau_kramdown_options_take (options, block, NULL, &error));
  g_assert_no_error (error);
  check (options, "# a\n", "<h1>a</h1>\n");
  check (options, "a... --- b\n", "<p>a.. :- b</p>\n");
  check (options, "\"a\"\n", "<p>\"a\"</p>\n");
  check (options, "[chez  NOUS], [toi]\n",
         "<p><a href=\"/ici\">chez  NOUS</a>, <a href=\"/la\" title=\"Un titre\">toi</a></p>\n");
  check (options, "$$a$$ b\n", "<p><span class=\"kdmath\">$a$</span> b</p>\n");
}

static void
test_refused (void)
{
  static const char yaml[] = "auto_ids: false\ntoc_levels: 0..9\nheader_offset: 1\n";
  g_autoptr (FmValue) block = read_yaml (yaml);
  g_autoptr (FmValue) links = read_yaml ("link_defs:\n  a: b\n");
  g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_assert_false (chapeau_kramdown_options_take (options, block, &path, &error));
  g_assert_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE);
  g_assert_cmpstr (path, ==, "toc_levels");
  /* The others are set all the same. */
  check (options, "# a\n", "<h2>a</h2>\n");
  g_clear_error (&error);
  g_assert_false (chapeau_kramdown_options_take (options, links, NULL, &error));
  g_assert_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE);
}

static void
test_site (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "site",
                                              "cases", "siteleaf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Site) site = site_open (folder, &error);
  g_autoptr (KdOptions) options = NULL;
  g_autoptr (KdOptions) none = chapeau_kramdown_options_new (NULL);

  g_assert_no_error (error);
  options = chapeau_kramdown_options_new (site);
  check (options, "a...\n", "<p>a...</p>\n");
  check (none, "a...\n", "<p>a…</p>\n");
  check (none, "`a`\n", "<p><code>a</code></p>\n");
  check (options, "`a`\n",
         "<p><code class=\"language-plaintext highlighter-rouge\">a</code></p>\n");
  check (options, "    <a>\n",
         "<div class=\"language-plaintext highlighter-rouge\"><div class=\"highlight\">"
         "<pre class=\"highlight\"><code>&lt;a&gt;\n</code></pre></div></div>\n");
  check (
      options, "* x\n{:toc}\n\n# A\n\n## B\n",
      "<ul id=\"markdown-toc\">\n  <li><a href=\"#b\" id=\"markdown-toc-b\">B</a></li>\n</ul>\n\n"
      "<h1 id=\"a\">A</h1>\n\n<h2 id=\"b\">B</h2>\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/kramdown-options/values", test_values);
  g_test_add_func ("/model/kramdown-options/refused", test_refused);
  g_test_add_func ("/model/kramdown-options/site", test_site);
  return g_test_run ();
}

/* test-model-link-text.c - addresses that were typed, links as they are written, and the link at
 * the caret; what is written is read again by kramdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- addresses ------------------------------------------------------------------------------- */

static const char *const addresses[][2] = {
  { "https://mairie.fr/page", "https://mairie.fr/page" },
  { "  https://mairie.fr \n", "https://mairie.fr" },
  { "HTTPS://Mairie.fr/Page", "HTTPS://Mairie.fr/Page" },
  { "www.mairie.fr", "https://www.mairie.fr" },
  { "mairie.fr", "https://mairie.fr" },
  { "mairie.fr/page?a=1&b=2#c", "https://mairie.fr/page?a=1&b=2#c" },
  { "mairie.museum/page", "https://mairie.museum/page" },
  { "accueil@mairie.fr", "mailto:accueil@mairie.fr" },
  { "mailto:accueil@mairie.fr", "mailto:accueil@mairie.fr" },
  { "tel:+33123456789", "tel:+33123456789" },
  { "/uploads/a.pdf", "/uploads/a.pdf" },
  { "#contact", "#contact" },
  { "../page", "../page" },
  { "{% post_url 2024-03-05-fete %}", "{% post_url 2024-03-05-fete %}" },
  { "{{ site.baseurl }}/a", "{{ site.baseurl }}/a" },
  /* what would end the link early */
  { "https://mairie.fr/a b", "https://mairie.fr/a%20b" },
  { "https://mairie.fr/a_(b)", "https://mairie.fr/a_(b)" },
  { "https://mairie.fr/a_(b", "https://mairie.fr/a_%28b" },
  { "https://mairie.fr/a)b(", "https://mairie.fr/a%29b%28" },
  { "https://mairie.fr/<a>\"b\"\\c`|", "https://mairie.fr/%3Ca%3E%22b%22%5Cc%60%7C" },
  { "mairie.fr/a b", "https://mairie.fr/a%20b" },
  /* words */
  { "", NULL },
  { "réunion publique", NULL },
  { "fête", NULL },
  { "et/ou", NULL },
  { "M. Dupont", NULL },
  { "programme.pdf", NULL },
  { "Note : la suite", NULL },
  { "javascript:alert(1)", NULL },
  { "https://", NULL },
  { "/", NULL },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *address = chapeau_link_dup_address (addresses[i][0]);

      g_assert_cmpstr (address, ==, addresses[i][1]);
    }
}

static void
test_copied (void)
{
  static const struct
  {
    const char *text;
    gboolean is_full;
  } cases[] = {
    { "https://mairie.fr/a", TRUE },
    { " https://mairie.fr/a\n", TRUE },
    { "www.mairie.fr", TRUE },
    { "accueil@mairie.fr", TRUE },
    { "Voir https://mairie.fr/a", FALSE },
    { "https://mairie.fr/a\nhttps://mairie.fr/b", FALSE },
    { "/uploads/a.pdf", FALSE },
    { "mot", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (chapeau_link_is_full_address (cases[i].text), ==, cases[i].is_full);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* What was written is one link with that address and those words, and nothing else. */
static void
assert_reads (const char *markdown, const char *html)
{
  g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
  g_autoptr (KdDocument) document = NULL;
  g_autofree char *found = NULL;
  g_autofree char *wanted = g_strconcat ("<p>", html, "</p>\n", NULL);

  kd_options_set_liquid (options, TRUE);
  document = kd_parse (markdown, strlen (markdown), options);
  found = kd_render_html (document, NULL);
  g_assert_cmpstr (found, ==, wanted);
}

static void
test_writing (void)
{
  static const struct
  {
    const char *words, *typed, *markdown, *html;
  } cases[] = {
    { "la mairie", "mairie.fr", "[la mairie](https://mairie.fr)",
      "<a href=\"https://mairie.fr\">la mairie</a>" },
    { "le **programme**", "/a", "[le **programme**](/a)",
      "<a href=\"/a\">le <strong>programme</strong></a>" },
    { "a [b] c", "/a", "[a [b] c](/a)", "<a href=\"/a\">a [b] c</a>" },
    { "a ] c", "/a", "[a \\] c](/a)", "<a href=\"/a\">a ] c</a>" },
    { "a \\] c", "/a", "[a \\] c](/a)", "<a href=\"/a\">a ] c</a>" },
    { "a \\] [ c", "/a", "[a \\] \\[ c](/a)", "<a href=\"/a\">a ] [ c</a>" },
    { "a", "https://x.fr/a (b", "[a](https://x.fr/a%20%28b)",
      "<a href=\"https://x.fr/a%20%28b\">a</a>" },
    { "a", "https://x.fr/(a)", "[a](https://x.fr/(a))", "<a href=\"https://x.fr/(a)\">a</a>" },
    { "a", "https://x.fr/?a=1&b=\"2\"", "[a](https://x.fr/?a=1&b=%222%22)",
      "<a href=\"https://x.fr/?a=1&amp;b=%222%22\">a</a>" },
    { "a", "https://x.fr/*b*_c_", "[a](https://x.fr/*b*_c_)",
      "<a href=\"https://x.fr/*b*_c_\">a</a>" },
    { "la fête", "{% post_url 2024-03-05-fete %}", "[la fête]({% post_url 2024-03-05-fete %})",
      "<a href=\"{% post_url 2024-03-05-fete %}\">la fête</a>" },
  };
  g_autofree char *escaped = chapeau_link_dup_escaped ("5 * 3 [a_b] `c` <d> | \\");
  g_autofree char *link = chapeau_link_dup_markdown (escaped, "/a");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = chapeau_link_dup_address (cases[i].typed);
      g_autofree char *markdown = chapeau_link_dup_markdown (cases[i].words, address);

      g_assert_cmpstr (markdown, ==, cases[i].markdown);
      assert_reads (markdown, cases[i].html);
    }
  assert_reads (link, "<a href=\"/a\">5 * 3 [a_b] `c` &lt;d&gt; | \\</a>");
}

/* ---- finding --------------------------------------------------------------------------------- */

/* "|" is the caret, "«" and "»" stand around the selection; of the link found its words and its
 * address. */
static const struct
{
  const char *text, *words, *address;
} places[] = {
  { "a [b|c](/d) e", "bc", "/d" },
  { "a [bc](/|d) e", "bc", "/d" },
  { "a [|bc](/d) e", "bc", "/d" },
  { "a [bc](/d|) e", "bc", "/d" },
  { "a |[bc](/d) e", NULL, NULL },
  { "a [bc](/d)| e", NULL, NULL },
  { "a «[bc](/d)» e", "bc", "/d" },
  { "a [«b»c](/d) e", "bc", "/d" },
  { "«a [bc](/d)» e", NULL, NULL },
  { "a|", NULL, NULL },
  { "|", NULL, NULL },
  { "[](/d|)", "", "/d" },
  { "[a [b] |c](/d)", "a [b] c", "/d" },
  { "[a **b|** c](/d)", "a **b** c", "/d" },
  { "[a `]|` c](/d)", "a `]` c", "/d" },
  { "[a \\] |c](/d)", "a \\] c", "/d" },
  { "[a|](/d \"Un titre\")", "a", "/d" },
  { "[a|]( /d 'Un titre' )", "a", "/d" },
  { "[a|](<https://x.fr/b c> \"t\")", "a", "<https://x.fr/b c>" },
  { "[a|](https://x.fr/b c)", "a", "https://x.fr/b c" },
  { "[a|](https://x.fr/b_(c))", "a", "https://x.fr/b_(c)" },
  { "[a|]({% post_url 2024-03-05-fete %})", "a", "{% post_url 2024-03-05-fete %}" },
  { "[a|]({{ site.baseurl }}/b \"t\")", "a", "{{ site.baseurl }}/b" },
  { "[a|](/d){: .bouton}", "a", "/d" },
  { "[a](/d){: .bo|uton}", NULL, NULL },
  { "[a|](/d \"(t)\"){: title='x'}", "a", "/d" },
  { "([a|](/d))", "a", "/d" },
  { "* un\n* [é|à](/d)\n", "éà", "/d" },
  { "> un\n> [a|](/d) b\n", "a", "/d" },
  { "## Titre [a|](/d)\n", "a", "/d" },
  { "un\r\n\r\n[a|](/d)\r\n", "a", "/d" },
  { "[un](/1) [deu|x](/2) [trois](/3)", "deux", "/2" },
  { "*un [deu|x](/2)*", "deux", "/2" },
  /* other links, and none */
  { "<https://x.f|r>", NULL, NULL },
  { "[a|][b]\n\n[b]: /d\n", NULL, NULL },
  { "![a|](/d.png)", NULL, NULL },
  { "`[a|](/d)`", NULL, NULL },
  { "```\n[a|](/d)\n```\n", NULL, NULL },
  { "<a href=\"/d\">a|</a>", NULL, NULL },
};

static void
take_mark (GString *text, const char *mark, gsize *offset)
{
  const char *found = strstr (text->str, mark);

  if (found == NULL)
    return;
  *offset = (gsize) (found - text->str);
  g_string_erase (text, (gssize) *offset, (gssize) strlen (mark));
}

static char *
dup_span (const GString *text, BaseSpan span)
{
  return g_strndup (text->str + span.start, base_span_length (span));
}

static void
test_finding (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GString) text = g_string_new (places[i].text);
      gsize start = 0, end = 0;
      ChapeauLinkPlace place;
      gboolean found;

      take_mark (text, "|", &start);
      end = start;
      take_mark (text, "«", &start);
      take_mark (text, "»", &end);
      found = chapeau_link_find (text->str, text->len, base_span (start, end), NULL, &place);
      g_test_message ("%s", places[i].text);
      g_assert_cmpint (found, ==, places[i].words != NULL);
      if (found)
        {
          g_autofree char *words = dup_span (text, place.words);
          g_autofree char *address = dup_span (text, place.address);

          g_assert_cmpstr (words, ==, places[i].words);
          g_assert_cmpstr (address, ==, places[i].address);
          g_assert_cmpint (text->str[place.all.start], ==, '[');
          g_assert_cmpint (text->str[place.all.end - 1], ==, ')');
        }
    }
}

/* ---- posts ----------------------------------------------------------------------------------- */

static void
write_file (const char *root, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_post_address (Site *site, const char *path, const char *header, const char *wanted)
{
  g_autofree char *text = g_strdup_printf ("---\ntitle: Fête\n%s---\n\nTexte.\n", header);
  g_autoptr (GBytes) post = g_bytes_new (text, strlen (text));
  g_autoptr (SitePostInfo) info = site_read_post_info (site, path, post, NULL);
  g_autofree char *address = chapeau_link_dup_post_address (site, info);

  g_assert_cmpstr (address, ==, wanted);
}

static void
test_posts (void)
{
  g_autofree char *root = g_dir_make_tmp ("chapeau-link-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (root, "_config.yml", NULL);
  g_autoptr (Site) site = NULL;

  write_file (root, "_config.yml",
              "title: Essai\ncollections:\n  agenda:\n    output: true\n  equipe: {}\n");
  site = site_open (root, NULL);
  assert_post_address (site, "_posts/2024-03-05-fete.md", "", "{% post_url 2024-03-05-fete %}");
  assert_post_address (site, "_posts/2024/2024-03-05-fete.markdown", "",
                       "{% post_url 2024/2024-03-05-fete %}");
  assert_post_address (site, "_agenda/bal.md", "", "{% link _agenda/bal.md %}");
  /* A build of the site fails over these. */
  assert_post_address (site, "_drafts/fete.md", "", NULL);
  assert_post_address (site, "_drafts/2024-03-05-fete.md", "", NULL);
  assert_post_address (site, "_posts/2099-03-05-fete.md", "", NULL);
  assert_post_address (site, "_posts/2024-03-05-fete.md", "published: false\n", NULL);
  assert_post_address (site, "_posts/fete.md", "", NULL);
  assert_post_address (site, "_equipe/anne.md", "", NULL);
  assert_post_address (site, "notes/fete.md", "", NULL);
  g_assert_no_errno (g_unlink (config));
  g_assert_no_errno (g_rmdir (root));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-text/addresses", test_addresses);
  g_test_add_func ("/link-text/copied", test_copied);
  g_test_add_func ("/link-text/writing", test_writing);
  g_test_add_func ("/link-text/finding", test_finding);
  g_test_add_func ("/link-text/posts", test_posts);
  return g_test_run ();
}

/* The widget in a real window: exactness, patches, following, a hostile post, ends of the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <signal.h>
#include <string.h>

#include "preview-harness.h"

#define PATCHES 1000

static const char *const pool[] = {
  "<p>un</p>\n\n",
  "<h2 id=\"deux\">deux &amp; trois</h2>\n\n",
  "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n\n",
  "<p>image <img src=\"/uploads/none.png\" alt=\"x\" /></p>\n\n",
  "<details><summary>s</summary>t</details>\n",
  "text without element\n",
  "<div><iframe src=\"https://video.example/1\" title=\"Film\"></iframe></div>\n",
  "<p>open <b>left",
  "<!-- a comment that ends -->\n",
  "<!-- one that does not",
  "<table><tbody><tr><td>1</td></tr></tbody></table>\n",
  "<p><ul><li>x</li></ul></p>\n",
  "<img src=\"https://example.org/a.png\" alt=\"loin\" />\n",
  "<script>window.ran = 1</script>\n",
  "<form><input name=\"parentNode\" /><input name=\"childNodes\" /></form>\n",
  "<img name=\"createElement\" src=\"/x.png\" /><img name=\"body\" src=\"/y.png\" />\n",
  "",
};

static char *
join (GPtrArray *blocks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i + 1 < blocks->len; i++)
    g_string_append (out, g_ptr_array_index (blocks, i));
  return g_string_free (out, FALSE);
}

/* Insert, remove, replace or swap one block; the list ends with NULL. */
static void
mutate (GPtrArray *blocks)
{
  guint count = blocks->len - 1;
  guint at = (guint) g_test_rand_int_range (0, (gint32) count + 1);
  /* What leaves an element open is rare, or all would be one piece all the time. */
  guint pick = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (pool));
  const char *one = pool[pick];

  if ((pick == 7 || pick == 9) && g_test_rand_int_range (0, 8) != 0)
    one = pool[0];
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      if (count > 0)
        g_ptr_array_remove_index (blocks, at % count);
      break;
    case 1:
      if (count > 0)
        blocks->pdata[at % count] = (gpointer) one;
      break;
    case 2:
      if (count > 1)
        {
          gpointer first = g_ptr_array_steal_index (blocks, 0);

          g_ptr_array_insert (blocks, (gint) (at % count), first);
        }
      break;
    default:
      if (count < 30)
        g_ptr_array_insert (blocks, (gint) at, (gpointer) one);
      break;
    }
}

static void
test_random_patches (void)
{
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  g_ptr_array_add (blocks, NULL);
  for (guint i = 0; i < PATCHES; i++)
    {
      g_autoptr (PreviewPage) page = NULL;

      mutate (blocks);
      page = harness_page_of_blocks ("random", (const char *const *) blocks->pdata);
      harness_show (harness, page);
      if (i % 10 == 9)
        {
          g_autofree char *text = join (blocks);
          g_autofree char *patched = harness_html (harness, PREVIEW_PART_BODY);
          g_autofree char *parsed = harness_parsed (harness, text);

          g_assert_cmpstr (patched, ==, parsed);
        }
      if (i % 250 == 249)
        {
          g_autofree char *before = harness_html (harness, PREVIEW_PART_BODY);
          g_autofree char *after = NULL;

          chapeau_preview_reload (harness->preview);
          harness_wait_state (harness, PREVIEW_STATE_LIVE);
          after = harness_html (harness, PREVIEW_PART_BODY);
          g_assert_cmpstr (before, ==, after);
        }
    }
}

static void
test_killed (void)
{
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (PreviewPage) page = harness_page ("killed", "<p>one</p>\n\n<p>two</p>");
  g_autoptr (GArray) pids = NULL;
  g_autofree char *html = NULL;

  harness_show (harness, page);
  pids = harness_web_processes ();
  g_assert_cmpuint (pids->len, >, 0);
  for (guint i = 0; i < pids->len; i++)
    kill (g_array_index (pids, int, i), SIGKILL);
  harness_wait_state (harness, PREVIEW_STATE_CRASHED);
  harness_wait_state (harness, PREVIEW_STATE_LIVE);
  html = harness_html (harness, PREVIEW_PART_BODY);
  g_assert_cmpstr (html, ==, "<p>one</p>\n\n<p>two</p>");
}

static void
test_hung (void)
{
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (PreviewPage) page = harness_page ("hung", "<p>one</p>");

  harness_show (harness, page);
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (GArray) pids = harness_web_processes ();

      for (guint j = 0; j < pids->len; j++)
        kill (g_array_index (pids, int, j), SIGSTOP);
      chapeau_preview_scroll_to_line (harness->preview, i);
      if (i == 3)
        break;
      harness_wait_state (harness, PREVIEW_STATE_CRASHED);
      harness_wait_state (harness, PREVIEW_STATE_LIVE);
    }
  harness_wait_state (harness, PREVIEW_STATE_PLAIN);
  chapeau_preview_reload (harness->preview);
  harness_wait_state (harness, PREVIEW_STATE_LIVE);
}

static void
test_following (void)
{
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GBytes) title = g_bytes_new_static ("Titre", 5);
  g_autoptr (PreviewPage) page = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (html, "<p style=\"height:100px;margin:0\">%u</p>\n\n", i);
  page = harness_page ("long", html->str);
  preview_page_add_block (page, PREVIEW_PART_TITLE, title, 0, 0, 0);
  harness_show (harness, page);
  chapeau_preview_scroll_to_line (harness->preview, 101);
  harness_wait_for (harness, "scrollY > 1000");
  harness_wait_ms (300);
  g_assert_cmpfloat (harness->line, <, 0); /* no echo of our own scrolling */
  g_free (harness_eval (harness, "scrollBy (0, 1000)"));
  for (guint i = 0; i < 250 && harness->line < 0; i++)
    harness_wait_ms (20);
  g_assert_cmpfloat_with_epsilon (harness->line, 121, 0.2);
  g_free (harness_eval (harness, "[...document.querySelectorAll ('p')].find ((p) => "
                                 "p.textContent === '50').click ()"));
  harness_wait_ms (200);
  g_assert_cmpstr (harness->part, ==, PREVIEW_PART_BODY);
  g_assert_cmpuint (harness->part_line / 2, ==, 50);
  /* Text has no element of its own: the shell's element stands for it. */
  g_free (harness_eval (harness, "document.querySelector ('h1').click ()"));
  harness_wait_ms (200);
  g_assert_cmpstr (harness->part, ==, PREVIEW_PART_TITLE);
}

static void
test_details_stay_open (void)
{
  static const char *const before[] = { "<details><summary>s</summary>one</details>\n", "<p>a</p>",
                                        NULL };
  static const char *const after[] = { "<details><summary>s</summary>two</details>\n", "<p>a</p>",
                                       NULL };
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (PreviewPage) first = harness_page_of_blocks ("details", before);
  g_autoptr (PreviewPage) second = harness_page_of_blocks ("details", after);
  g_autofree char *open = NULL;
  g_autofree char *html = NULL;

  harness_show (harness, first);
  g_free (harness_eval (harness, "document.querySelector ('details').open = true"));
  harness_show (harness, second);
  open = harness_eval (harness, "return String (document.querySelector ('details').open)");
  html = harness_html (harness, PREVIEW_PART_BODY);
  g_assert_cmpstr (open, ==, "true");
  g_assert_cmpstr (html, ==, "<details><summary>s</summary>two</details>\n<p>a</p>");
}

static char *
style_of (Harness *harness, const char *selector, const char *property)
{
  g_autofree char *body = g_strdup_printf (
      "return getComputedStyle (document.querySelector ('%s')).%s", selector, property);

  return harness_eval (harness, body);
}

/* The site's stylesheet, one that is a file and one that is given, in a shell of the site's. */
static void
test_site_frame (void)
{
  static const char shell_text[] =
      "<html><head></head><body class=\"s\"><h1><!--chapeau:title--></h1><aside class=\"f\"><b>"
      "<!--chapeau:files--></b></aside><div class=\"c\"><!--chapeau:body--></div></body></html>";
  static const char compiled_css[] = ".c .q { color: rgb(4, 5, 6) }";
  g_autofree char *site = harness_make_site ();
  g_autoptr (Harness) harness = harness_new (site);
  g_autoptr (PreviewPage) page = harness_page ("framed", "<p>un</p>\n\n<p class=q>deux</p>");
  g_autoptr (PreviewPage) more = harness_page ("framed", "<p>un</p>\n\n<p class=q>deux</p>");
  g_autoptr (GBytes) shell = g_bytes_new_static (shell_text, strlen (shell_text));
  g_autoptr (GBytes) css = g_bytes_new_static (compiled_css, strlen (compiled_css));
  g_autoptr (GBytes) file = g_bytes_new_static ("<li>x</li>", 10);
  PreviewPage *pages[] = { page, more };

  harness_write (site, "assets/a.css", ".c p { color: rgb(1, 2, 3) }", -1);
  preview_page_add_block (more, PREVIEW_PART_FILES, file, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *plain = NULL;
      g_autofree char *compiled = NULL;
      g_autofree char *aside = NULL;

      preview_page_set_shell (pages[i], shell);
      preview_page_add_stylesheet (pages[i], "/assets/a.css", NULL);
      preview_page_add_stylesheet (pages[i], "/assets/b.css", css);
      harness_show (harness, pages[i]);
      harness_wait_for (harness, "document.styleSheets.length === 2");
      plain = style_of (harness, ".c p", "color");
      compiled = style_of (harness, ".c .q", "color");
      aside = style_of (harness, ".f", "display");
      g_assert_cmpstr (plain, ==, "rgb(1, 2, 3)");
      g_assert_cmpstr (compiled, ==, "rgb(4, 5, 6)");
      /* What holds empty parts only is not shown. */
      g_assert_cmpstr (aside, ==, i == 0 ? "none" : "block");
    }
  harness_remove_site (g_steal_pointer (&site));
}

static void
test_marks (void)
{
  static const char html[] = "<p>a <span class=\"chapeau-liquid\">{{ page.x }}</span></p>\n"
                             "<p><img src=\"/uploads/none.png\" alt=\"x\"></p>\n"
                             "<iframe src=\"https://video.example/1\" title=\"Film\"></iframe>\n"
                             "<p><img src=\"//ailleurs.example/a.png\"></p>\n"
                             "<p><img src=\"{{ site.baseurl }}/b.png\"></p>\n"
                             "<picture><source srcset=\"{{site.url}}/c.webp\">"
                             "<img src=\"/uploads/c.png\"></picture>";
  static const char *const told[] = { "{{ page.x }}",
                                      "/uploads/none.png",
                                      "https://video.example/1",
                                      "//ailleurs.example/a.png",
                                      "{{ site.baseurl }}/b.png",
                                      "/uploads/c.png" };
  g_autofree char *site = harness_make_site ();
  g_autoptr (Harness) harness = harness_new (site);
  g_autoptr (PreviewPage) page = harness_page ("marks", html);
  g_autofree char *kinds = NULL;
  g_autofree char *titles = NULL;
  g_autofree char *same = NULL;

  harness_show (harness, page);
  harness_wait_for (harness, "document.querySelectorAll ('chapeau-mark[kind]').length === 6");
  kinds = harness_eval (harness, "return [...document.querySelectorAll ('chapeau-mark[kind]')]"
                                 ".map ((one) => one.getAttribute ('kind')).join ()");
  titles = harness_eval (harness, "return [...document.querySelectorAll ('chapeau-mark[kind]')]"
                                  ".map ((one) => one.title).join ('|')");
  same = harness_html (harness, PREVIEW_PART_BODY);
  g_assert_cmpstr (kinds, ==, "liquid,image,frame,image,image,image");
  g_assert_cmpstr (same, ==, html);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_assert_nonnull (strstr (titles, told[i]));
  harness_remove_site (g_steal_pointer (&site));
}

static void
on_pdf (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  chapeau_preview_print_finish (CHAPEAU_PREVIEW (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
test_pdf (void)
{
  g_autofree char *site = harness_make_site ();
  g_autofree char *path = g_build_filename (site, "page à imprimer.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (Harness) harness = harness_new (site);
  g_autoptr (PreviewPage) page = harness_page ("pdf", "<p>un</p>\n\n<p>deux</p>");
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved = FALSE;
  gsize length;

  harness_show (harness, page);
  chapeau_preview_save_pdf_async (harness->preview, file, on_pdf, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (data, "%PDF-"));
  g_assert_cmpuint (length, >, 1000);
  harness_remove_site (g_steal_pointer (&site));
}

int
main (int argc, char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/preview/page/following", test_following);
  g_test_add_func ("/preview/page/details-stay-open", test_details_stay_open);
  g_test_add_func ("/preview/page/site-frame", test_site_frame);
  g_test_add_func ("/preview/page/marks", test_marks);
  g_test_add_func ("/preview/page/pdf", test_pdf);
  g_test_add_func ("/preview/page/killed", test_killed);
  g_test_add_func ("/preview/page/hung", test_hung);
  g_test_add_func ("/preview/page/random-patches", test_random_patches);
  return g_test_run ();
}

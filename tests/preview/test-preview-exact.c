/* What the page holds is what the command renders: every reference post, and a post that is edited
 * a thousand times against a page that is loaded with its text.
 *
 * usage: test-preview-exact CHAPEAU-CLI [--seed=…]
 *
 * Without the reference posts the sample site's are taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <model.h>
#include <stdlib.h>
#include <string.h>

#include "preview-harness.h"

#define EDITS          1000
#define EDITS_A_LOAD   50
#define SETTLE_TRIES   100
#define POSTS_AT_LEAST 10

static const char *cli;

/* ---- posts ---------------------------------------------------------------------------------- */

static void
find_posts (const char *folder, GPtrArray *posts)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        find_posts (path, posts);
      else if (g_str_has_suffix (name, ".md"))
        g_ptr_array_add (posts, g_steal_pointer (&path));
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
dup_posts (void)
{
  GPtrArray *posts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *reference = g_build_filename (g_getenv ("CHAPEAU_REFERENCE"), "posts", NULL);
  g_autofree char *sample =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "data", "sample-site", NULL);

  find_posts (reference, posts);
  if (posts->len == 0)
    find_posts (sample, posts);
  g_ptr_array_sort (posts, compare_paths);
  g_assert_cmpuint (posts->len, >=, POSTS_AT_LEAST);
  return posts;
}

static GBytes *
load_body (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) post = NULL;
  g_autoptr (FmHeader) header = NULL;
  char *text;
  gsize length;
  BaseSpan body;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  post = g_bytes_new_take (text, length);
  header = fm_header_new (post);
  body = fm_header_get_split (header)->body;
  return g_bytes_new_from_bytes (post, body.start, base_span_length (body));
}

/* The command's HTML of all posts, in a folder of its own. */
static char *
render_with_cli (GPtrArray *posts)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("chapeau-exact-XXXXXX", &error);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  int status;

  g_ptr_array_add (words, g_strdup (cli));
  g_ptr_array_add (words, g_strdup ("render"));
  g_ptr_array_add (words, g_strconcat ("--output-dir=", folder, NULL));
  for (guint i = 0; i < posts->len; i++)
    g_ptr_array_add (words, g_strdup (g_ptr_array_index (posts, i)));
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return folder;
}

/* ---- rendering ------------------------------------------------------------------------------ */

static void
on_rendered (ChapeauRenderer *renderer, ChapeauRendering *rendering, ChapeauRendering **got)
{
  *got = chapeau_rendering_ref (rendering);
}

static ChapeauRendering *
render (ChapeauRenderer *renderer, GBytes *body)
{
  ChapeauRendering *got = NULL;
  gulong handler = g_signal_connect (renderer, "rendered", G_CALLBACK (on_rendered), &got);

  chapeau_renderer_render (renderer, body, NULL, NULL, NULL);
  while (got == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (renderer, handler);
  return got;
}

static PreviewPage *
page_of (const char *id, const ChapeauRendering *rendering)
{
  PreviewPage *page = preview_page_new (id);

  for (guint i = 0; i < rendering->blocks->len; i++)
    {
      const KdBlock *block = g_ptr_array_index (rendering->blocks, i);
      g_autoptr (GBytes) html = g_bytes_new (block->html, block->html_length);

      preview_page_add_block (page, PREVIEW_PART_BODY, html, block->hash, (guint) block->first_line,
                              (guint) block->last_line);
    }
  return page;
}

static char *
join (const ChapeauRendering *rendering)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rendering->blocks->len; i++)
    {
      const KdBlock *block = g_ptr_array_index (rendering->blocks, i);

      g_string_append_len (out, block->html, (gssize) block->html_length);
    }
  return g_string_free (out, FALSE);
}

/* ---- every post ----------------------------------------------------------------------------- */

static void
test_posts (void)
{
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (ChapeauRenderer) renderer = chapeau_renderer_new ();
  g_autoptr (GPtrArray) posts = dup_posts ();
  char *folder = render_with_cli (posts);

  for (guint i = 0; i < posts->len; i++)
    {
      const char *path = g_ptr_array_index (posts, i);
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *stem = g_strndup (base, strlen (base) - strlen (".md"));
      g_autofree char *name = g_strconcat (stem, ".html", NULL);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) body = load_body (path);
      g_autoptr (ChapeauRendering) rendering = render (renderer, body);
      g_autoptr (PreviewPage) page = page_of (path, rendering);
      g_autofree char *ours = join (rendering);
      g_autofree char *wanted = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *parsed = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", base);
      g_file_get_contents (file, &wanted, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (ours, ==, wanted);
      harness_show (harness, page);
      shown = harness_html (harness, PREVIEW_PART_BODY);
      parsed = harness_parsed (harness, wanted);
      g_assert_cmpstr (shown, ==, parsed);
    }
  g_test_message ("%u posts", posts->len);
  harness_remove_site (folder);
}

/* ---- a thousand edits ----------------------------------------------------------------------- */

static const char *const bits[] = {
  "\n\n",
  "\n",
  "**",
  "*",
  "`",
  "# ",
  "## Titre",
  "* item\n",
  "1. un\n",
  "> ",
  "\n    ",
  "| a | b |\n",
  "[^1]",
  "\n[^1]: x",
  "[lien](",
  ")",
  "<div>",
  "</div>",
  "<b>",
  "<!-- ",
  " -->",
  "~~~\n",
  "{: .encadre}\n",
  "![i](/a.png)",
  "mot ",
  "é",
  "<details><summary>s</summary>t</details>\n\n",
};

/* Cuts something out, puts something in, or moves something. */
static void
edit (GString *text)
{
  gsize at = text->len > 0 ? (gsize) g_test_rand_int_range (0, (gint32) text->len) : 0;
  gsize wanted = (gsize) g_test_rand_int_range (1, 60);
  gsize length = MIN (wanted, text->len - at);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      g_string_erase (text, (gssize) at, (gssize) length);
      break;
    case 1:
      {
        g_autofree char *piece = g_strndup (text->str + at, length);

        g_string_erase (text, (gssize) at, (gssize) length);
        at = text->len > 0 ? (gsize) g_test_rand_int_range (0, (gint32) text->len) : 0;
        g_string_insert (text, (gssize) at, piece);
        break;
      }
    default:
      g_string_insert (text, (gssize) at,
                       bits[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (bits))]);
      break;
    }
}

static char *
whole_page (Harness *harness)
{
  return harness_eval (harness, "return [...document.querySelectorAll ('img')]"
                                ".every ((image) => image.complete)"
                                " ? document.documentElement.outerHTML : ''");
}

/* Pictures that are missing are replaced when that is known: both pages are given the time. */
static void
compare_with_load (Harness *harness)
{
  g_autofree char *patched = NULL;
  g_autofree char *loaded = NULL;

  for (guint i = 0; i < SETTLE_TRIES && (patched == NULL || *patched == '\0'); i++)
    {
      g_free (patched);
      harness_wait_ms (20);
      patched = whole_page (harness);
    }
  chapeau_preview_reload (harness->preview);
  harness_wait_state (harness, PREVIEW_STATE_LIVE);
  for (guint i = 0; i < SETTLE_TRIES && g_strcmp0 (patched, loaded) != 0; i++)
    {
      g_free (loaded);
      harness_wait_ms (20);
      loaded = whole_page (harness);
    }
  g_assert_cmpstr (patched, ==, loaded);
}

static void
test_edits (void)
{
  g_autoptr (Harness) harness = harness_new (NULL);
  g_autoptr (ChapeauRenderer) renderer = chapeau_renderer_new ();
  g_autoptr (GPtrArray) posts = dup_posts ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < EDITS; i++)
    {
      g_autoptr (GBytes) body = NULL;
      g_autoptr (ChapeauRendering) rendering = NULL;
      g_autoptr (PreviewPage) page = NULL;

      if (i % EDITS_A_LOAD == 0)
        {
          g_autoptr (GBytes) other = load_body (
              g_ptr_array_index (posts, (guint) g_test_rand_int_range (0, (gint32) posts->len)));

          g_string_truncate (text, 0);
          g_string_append_len (text, g_bytes_get_data (other, NULL),
                               (gssize) MIN (g_bytes_get_size (other), 6000));
        }
      edit (text);
      body = g_bytes_new (text->str, text->len);
      rendering = render (renderer, body);
      page = page_of ("edited", rendering);
      harness_show (harness, page);
      if (i % 10 == 9)
        {
          g_autofree char *html = join (rendering);
          g_autofree char *shown = harness_html (harness, PREVIEW_PART_BODY);
          g_autofree char *parsed = harness_parsed (harness, html);

          g_assert_cmpstr (shown, ==, parsed);
        }
      if (i % EDITS_A_LOAD == EDITS_A_LOAD - 1)
        compare_with_load (harness);
    }
}

int
main (int argc, char **argv)
{
  harness_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  cli = argv[1];
  g_test_add_func ("/preview/exact/posts", test_posts);
  g_test_add_func ("/preview/exact/edits", test_edits);
  return g_test_run ();
}

/* How long 10,000 headers take to be indexed, against libyaml's bare parse of the same bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <frontmatter.h>
#include <stdio.h>
#include <yaml.h>

#define N_HEADERS 10000

static void
collect (const char *folder, GPtrArray *posts)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *text;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        collect (path, posts);
      else if (g_str_has_suffix (name, ".md") && g_file_get_contents (path, &text, &length, NULL))
        g_ptr_array_add (posts, g_bytes_new_take (text, length));
    }
}

static void
parse_bare (const char *text, gsize length)
{
  yaml_parser_t parser;
  gboolean done = FALSE;

  yaml_parser_initialize (&parser);
  yaml_parser_set_input_string (&parser, (const guchar *) text, length);
  while (!done)
    {
      yaml_event_t event;

      if (!yaml_parser_parse (&parser, &event))
        break;
      done = event.type == YAML_STREAM_END_EVENT;
      yaml_event_delete (&event);
    }
  yaml_parser_delete (&parser);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) posts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize total = 0;
  gint64 start, ours, bare;

  if (argc != 2)
    {
      fprintf (stderr, "usage: frontmatter-bench FOLDER-OF-POSTS\n");
      return 2;
    }
  collect (argv[1], posts);
  if (posts->len == 0)
    {
      fprintf (stderr, "no posts in %s\n", argv[1]);
      return 77;
    }
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_HEADERS; i++)
    {
      g_autoptr (FmHeader) header = fm_header_new (posts->pdata[i % posts->len]);

      total += base_span_length (fm_header_get_split (header)->yaml);
    }
  ours = g_get_monotonic_time () - start;
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_HEADERS; i++)
    {
      GBytes *post = posts->pdata[i % posts->len];
      g_autoptr (FmHeader) header = NULL;
      const FmSplit *split;
      gint64 pause = g_get_monotonic_time ();

      header = fm_header_new (post);
      split = fm_header_get_split (header);
      start += g_get_monotonic_time () - pause; /* finding the header is not libyaml's time */
      parse_bare ((const char *) g_bytes_get_data (post, NULL) + split->header.start,
                  split->yaml.end - split->header.start);
    }
  bare = g_get_monotonic_time () - start;
  printf ("frontmatter: %d headers (%.1f MB): %.3f s; libyaml alone: %.3f s; ratio %.2f\n",
          N_HEADERS, (double) total / 1e6, (double) ours / 1e6, (double) bare / 1e6,
          (double) ours / (double) MAX (bare, 1));
  return 0;
}

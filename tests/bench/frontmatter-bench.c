/* How long 10,000 headers take to be indexed, against libyaml's bare parse of the same bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../processor-time.h"

#include <frontmatter.h>
#include <stdio.h>
#include <yaml.h>

#define N_HEADERS 10000
#define N_ROUNDS  7

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

/* Seconds of the processor that N_HEADERS take one of the two ways. */
static double
measure (GPtrArray *headers, gboolean is_ours)
{
  double start = processor_seconds ();

  for (guint i = 0; i < N_HEADERS; i++)
    {
      const FmHeader *known = headers->pdata[i % headers->len];
      GBytes *post = fm_header_get_bytes (known);
      const FmSplit *split = fm_header_get_split (known);

      if (is_ours)
        fm_header_unref (fm_header_new (post));
      else
        parse_bare ((const char *) g_bytes_get_data (post, NULL) + split->header.start,
                    split->yaml.end - split->header.start);
    }
  return processor_seconds () - start;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) posts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_header_unref);
  gsize total = 0;
  double ours = G_MAXDOUBLE, bare = G_MAXDOUBLE;

  if (argc < 2)
    {
      fprintf (stderr, "usage: frontmatter-bench FOLDER-OF-POSTS…\n");
      return 2;
    }
  for (int i = 1; i < argc; i++)
    collect (argv[i], posts);
  if (posts->len == 0)
    {
      fprintf (stderr, "there are no posts\n");
      return 77;
    }
  for (guint i = 0; i < posts->len; i++)
    g_ptr_array_add (headers, fm_header_new (posts->pdata[i]));
  for (guint i = 0; i < N_HEADERS; i++)
    total += base_span_length (fm_header_get_split (headers->pdata[i % headers->len])->yaml);
  /* In turns, the best of each: whatever else the machine does hits both. */
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      ours = MIN (ours, measure (headers, TRUE));
      bare = MIN (bare, measure (headers, FALSE));
    }
  printf ("frontmatter: %d headers (%.1f MB): %.3f s; libyaml alone: %.3f s; ratio %.2f\n",
          N_HEADERS, (double) total / 1e6, ours, bare, ours / MAX (bare, 1e-9));
  return 0;
}

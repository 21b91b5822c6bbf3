/* cli-render.c - chapeau-cli render: the HTML of posts' bodies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli-render-options.h"
#include "cli.h"

#include <errno.h>
#include <frontmatter.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  const KdOptions *options;
  gboolean raw;
  gboolean tree;
  const char *folder; /* NULL: standard output */
  GHashTable *names;  /* of the files written there → the input */
} Render;

/* The site's generator stops at bytes that are no UTF-8, so there is nothing to show for them. */
static gboolean
check_text (const char *path, const char *text, gsize length, GError **error)
{
  const char *bad;
  gsize line = 1;

  if (g_utf8_validate_len (text, length, &bad))
    return TRUE;
  for (const char *at = text; at < bad; at++)
    line += *at == '\n';
  g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
               "%s:%" G_GSIZE_FORMAT ": this is not UTF-8 text", path, line);
  return FALSE;
}

static char *
render_file (const Render *render, const char *path, gsize *size, GError **error)
{
  g_autoptr (GBytes) post = cli_read (path, error);
  g_autoptr (KdDocument) document = NULL;
  const char *text;
  gsize length, from = 0;
  char *dump;

  if (post == NULL)
    return NULL;
  if (!render->raw)
    {
      g_autoptr (FmHeader) header = fm_header_new (post);

      from = fm_header_get_split (header)->body.start;
    }
  text = g_bytes_get_data (post, &length);
  if (text == NULL)
    text = "";
  if (!check_text (path, text, length, error))
    return NULL;
  document = kd_parse (text + from, length - from, render->options);
  if (!render->tree)
    return kd_render_html (document, size);
  dump = kd_document_dump (document);
  *size = strlen (dump);
  return dump;
}

/* DIR/NAME.html for .../NAME.md. */
static char *
output_path (const Render *render, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');
  g_autofree char *file = NULL;

  if (dot != NULL && dot != name)
    *dot = '\0';
  file = g_strconcat (name, render->tree ? ".tree" : ".html", NULL);
  return g_build_filename (render->folder, file, NULL);
}

static int
write_output (const Render *render, const char *path, const char *html, gsize size)
{
  g_autofree char *target = NULL;
  const char *other;
  FILE *file;
  gboolean written;

  if (render->folder == NULL)
    {
      if (fwrite (html, 1, size, stdout) != size)
        return cli_error ("standard output: %s", g_strerror (errno));
      return CLI_OK;
    }
  target = output_path (render, path);
  other = g_hash_table_lookup (render->names, target);
  if (other != NULL)
    return cli_error ("%s: its output would replace that of %s", path, other);
  file = g_fopen (target, "w");
  if (file == NULL)
    return cli_error ("%s: %s", target, g_strerror (errno));
  written = fwrite (html, 1, size, file) == size;
  if (fclose (file) != 0 || !written)
    return cli_error ("%s: %s", target, g_strerror (errno));
  g_hash_table_insert (render->names, g_steal_pointer (&target), (gpointer) path);
  return CLI_OK;
}

static int
render_all (const Render *render, char **paths)
{
  int status = CLI_OK;

  for (char **path = paths; *path != NULL; path++)
    {
      g_autoptr (GError) error = NULL;
      gsize size = 0;
      g_autofree char *html = NULL;

      if (render->folder != NULL && strcmp (*path, "-") == 0)
        return cli_error ("render: --output-dir needs files with a name, not -");
      html = render_file (render, *path, &size, &error);
      if (html == NULL)
        status = cli_error ("%s", error->message);
      else if (write_output (render, *path, html, size) != CLI_OK)
        status = CLI_ERROR;
    }
  if (fflush (stdout) != 0)
    return cli_error ("standard output: %s", g_strerror (errno));
  return status;
}

int
cli_render (int argc, char **argv)
{
  g_autofree char *defaults = NULL, *site = NULL, *file = NULL, *folder = NULL;
  g_auto (GStrv) single = NULL;
  gboolean raw = FALSE, lines = FALSE, liquid = FALSE, tree = FALSE;
  const GOptionEntry entries[] = {
    { "defaults", 0, 0, G_OPTION_ARG_STRING, &defaults, "What to start from: jekyll or kramdown",
      "NAME" },
    { "site", 0, 0, G_OPTION_ARG_FILENAME, &site, "Take the options of this site", "DIR" },
    { "options", 0, 0, G_OPTION_ARG_FILENAME, &file, "Take the options of this YAML file", "FILE" },
    { "option", 0, 0, G_OPTION_ARG_STRING_ARRAY, &single,
      "Set one of kramdown’s options; the value is YAML", "NAME=VALUE" },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &raw, "The input has no front matter", NULL },
    { "source-lines", 0, 0, G_OPTION_ARG_NONE, &lines, "Add data-line to blocks", NULL },
    { "liquid", 0, 0, G_OPTION_ARG_NONE, &liquid, "Keep Liquid as it is", NULL },
    { "tree", 0, 0, G_OPTION_ARG_NONE, &tree, "Print the elements, not the HTML", NULL },
    { "output-dir", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Write NAME.html there", "DIR" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (KdOptions) options = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!cli_parse_options (argc, argv, entries, "FILE…", &rest))
    return CLI_ERROR;
  if (rest == NULL || rest[0] == NULL)
    return cli_error ("render: give a file, or - for standard input");
  if (folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    return cli_error ("%s: not a folder", folder);
  options = cli_render_options_new (&(CliRenderOptions){ defaults, site, file, single });
  if (options == NULL)
    return CLI_ERROR;
  kd_options_set_source_lines (options, lines);
  kd_options_set_liquid (options, liquid);
  return render_all (&(Render){ options, raw, tree, folder, names }, rest);
}

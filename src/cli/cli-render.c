/* cli-render.c - chapeau-cli render: the HTML of a post's body.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include <frontmatter.h>
#include <kramdown.h>
#include <site.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>

/* The options of a site over Jekyll's; names that kramdown does not know are skipped, as there. */
static gboolean
take_site_options (KdOptions *options, const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Site) site = site_open (directory, &error);
  const SiteOption *pairs;
  gsize n;

  if (site == NULL)
    {
      cli_error ("%s: %s", directory, error->message);
      return FALSE;
    }
  pairs = site_get_kramdown_options (site, &n);
  for (gsize i = 0; i < n; i++)
    if (!kd_options_set (options, pairs[i].name, pairs[i].value, &error)
        && g_error_matches (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE))
      {
        cli_error ("%s: %s", directory, error->message);
        return FALSE;
      }
  return TRUE;
}

int
cli_render (int argc, char **argv)
{
  g_autofree char *site = NULL;
  gboolean raw = FALSE;
  const GOptionEntry entries[] = {
    { "site", 0, 0, G_OPTION_ARG_FILENAME, &site, "Take the options of this site", "DIR" },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &raw, "The input has no front matter", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
  g_autoptr (KdDocument) document = NULL;
  g_autoptr (GBytes) post = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *html = NULL;
  const char *text;
  gsize length, from = 0, size;

  if (!cli_parse_options (argc, argv, entries, "FILE", &rest))
    return CLI_ERROR;
  if (rest == NULL || rest[0] == NULL || rest[1] != NULL)
    return cli_error ("render takes one file, or - for standard input");
  if (site != NULL && !take_site_options (options, site))
    return CLI_ERROR;
  post = cli_read (rest[0], &error);
  if (post == NULL)
    return cli_error ("%s: %s", rest[0], error->message);
  if (!raw)
    {
      g_autoptr (FmHeader) header = fm_header_new (post);
      from = fm_header_get_split (header)->body.start;
    }
  text = g_bytes_get_data (post, &length);
  document = kd_parse (text != NULL ? text + from : "", length - from, options);
  html = kd_render_html (document, &size);
  if (fwrite (html, 1, size, stdout) != size || fflush (stdout) != 0)
    return cli_error ("standard output: %s", g_strerror (errno));
  return CLI_OK;
}

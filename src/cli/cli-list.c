/* cli-list.c - chapeau-cli list: the posts of a site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli-site.h"

#include "cli.h"

#include <site.h>
#include <stdio.h>
#include <string.h>

static void
append_member (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%c\"%s\":", *name == 's' ? '{' : ',', name);
  base_escape_json_string (out, value, strlen (value));
}

static int
print_post (Site *site, const char *path, gboolean json, const char *separator)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SitePostInfo) info = site_load_post_info (site, path, NULL, NULL, &error);
  g_autofree char *date = NULL;

  if (info == NULL)
    return cli_error ("%s", error->message);
  date = info->date != NULL ? site_date_write (info->date, NULL) : g_strdup ("-");
  if (json)
    {
      g_autoptr (GString) out = g_string_new (separator);
      append_member (out, "state", site_state_to_string (info->state));
      append_member (out, "date", date);
      append_member (out, "title", info->title);
      append_member (out, "path", path);
      g_string_append_c (out, '}');
      fputs (out->str, stdout);
    }
  else
    {
      g_strdelimit (info->title, "\n\t", ' ');
      printf ("%s\t%s\t%s\t%s\n", site_state_to_string (info->state), date, info->title, path);
    }
  return CLI_OK;
}

int
cli_list (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "one JSON list", NULL },
    { NULL },
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (Site) site = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GError) error = NULL;
  int status = CLI_OK;

  if (!cli_parse_options (argc, argv, entries, "DIR", &rest))
    return CLI_ERROR;
  if (rest == NULL || g_strv_length (rest) != 1)
    return cli_error ("list wants one folder");
  site = site_open (rest[0], &error);
  paths = site != NULL ? site_list_posts (site, NULL, &error) : NULL;
  if (paths == NULL)
    return cli_error ("%s", error->message);
  if (json)
    fputs ("[", stdout);
  for (guint i = 0; i < paths->len; i++)
    if (print_post (site, paths->pdata[i], json, i > 0 ? ",\n" : "\n") != CLI_OK)
      status = CLI_ERROR;
  if (json)
    fputs ("\n]\n", stdout);
  return status;
}

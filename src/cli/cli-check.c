/* cli-check.c - chapeau-cli check: what a colleague would point out in posts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include <model.h>
#include <stdio.h>
#include <string.h>

/* The site of the last file, and what is known of it. */
typedef struct
{
  ChapeauSiteBook *book;
  SiteFacts *facts;
} Known;

static const char *
severity_name (BaseSeverity severity)
{
  switch (severity)
    {
    case BASE_SEVERITY_HINT:
      return "hint";
    case BASE_SEVERITY_WARNING:
      return "warning";
    case BASE_SEVERITY_ERROR:
      return "error";
    }
  g_return_val_if_reached ("");
}

static void
print_finding (const char *path, const ChecksFinding *finding)
{
  const BaseDiagnostic *found = finding->diagnostic;

  printf ("%s:%" G_GSIZE_FORMAT ":%" G_GSIZE_FORMAT ": %s: %s: ", path, found->position.line + 1,
          found->position.column + 1, severity_name (found->severity), found->code);
  if (finding->field != NULL)
    printf ("%s: ", finding->field);
  fputs (found->detail, stdout);
  for (char **argument = found->arguments; argument != NULL && *argument != NULL; argument++)
    {
      g_autofree char *line = g_strdelimit (g_strdup (*argument), "\r\n", ' ');

      printf (argument == found->arguments ? " (%s" : ", %s", line);
    }
  puts (found->arguments != NULL && found->arguments[0] != NULL ? ")" : "");
}

static void
known_clear (Known *known)
{
  g_clear_pointer (&known->facts, site_facts_unref);
  g_clear_pointer (&known->book, chapeau_site_book_unref);
}

/* The site of @path, read once for the files of one site. */
static gboolean
know (Known *known, const char *path, GError **error)
{
  g_autoptr (Site) site = site_open (path, error);

  if (site == NULL)
    return FALSE;
  if (known->book != NULL
      && strcmp (site_get_root (chapeau_site_book_get_site (known->book)), site_get_root (site))
             == 0)
    return TRUE;
  known_clear (known);
  known->book = chapeau_site_book_new (site);
  known->facts = site_scan_posts (site, NULL, NULL);
  return TRUE;
}

static int
check_file (Known *known, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) post = cli_read (path, &error);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (GPtrArray) findings = NULL;
  const char *root, *relative;
  int status = CLI_OK;

  if (post == NULL || !know (known, absolute, &error))
    return cli_error ("%s", error->message);
  root = site_get_root (chapeau_site_book_get_site (known->book));
  relative = absolute;
  if (g_str_has_prefix (absolute, root) && absolute[strlen (root)] == '/')
    relative += strlen (root) + 1;
  findings = chapeau_checks_run (known->book, known->facts, relative, post);
  for (guint i = 0; i < findings->len; i++)
    {
      const ChecksFinding *finding = findings->pdata[i];

      print_finding (path, finding);
      if (finding->diagnostic->severity == BASE_SEVERITY_ERROR)
        status = CLI_NO;
    }
  return status;
}

int
cli_check (int argc, char **argv)
{
  g_auto (GStrv) files = NULL;
  Known known = { NULL, NULL };
  int status = CLI_OK;
  const GOptionEntry entries[] = { { NULL } };

  if (!cli_parse_options (argc, argv, entries, "FILE…", &files))
    return CLI_ERROR;
  if (files == NULL || files[0] == NULL)
    return cli_error ("check: no file given");
  for (char **file = files; *file != NULL; file++)
    {
      int one = check_file (&known, *file);

      status = MAX (status, one);
    }
  known_clear (&known);
  return status;
}

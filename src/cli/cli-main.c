/* cli-main.c - chapeau-cli: the same core as the window, for scripts and tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"
#include "cli-header.h"
#include "cli-site.h"

#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  const char *name;
  CliCommand run;
  const char *summary;
} Command;

static const Command commands[] = {
  { "render", cli_render, "the HTML of a post’s body" },
  { "typography", cli_typography, "what French typography would change; --fix changes it" },
  { "check", cli_check, "what to look at before posts are published" },
  { "get", cli_get, "prints a value of a post’s header" },
  { "set", cli_set, "changes one value of a post’s header" },
  { "lint", cli_lint, "tells what is wrong with a post’s header" },
  { "fields", cli_fields, "the form that a site implies, as JSON" },
  { "list", cli_list, "the posts of a site: state, date, title, path" },
  { NULL, NULL, NULL },
};

int
cli_error (const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "chapeau-cli: %s\n", message);
  return CLI_ERROR;
}

static GBytes *
read_standard_input (GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 buffer[65536];
  gssize got;

  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) > 0)
    g_byte_array_append (all, buffer, (guint) got);
  if (got < 0)
    {
      int code = errno;
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "standard input: %s",
                   g_strerror (code));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

GBytes *
cli_read (const char *path, GError **error)
{
  char *contents;
  gsize length;

  if (strcmp (path, "-") == 0)
    return read_standard_input (error);
  if (!g_file_get_contents (path, &contents, &length, error))
    return NULL;
  return g_bytes_new_take (contents, length);
}

gboolean
cli_parse_options (
    int argc, char **argv, const GOptionEntry *entries, const char *usage, char ***rest)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) copy = g_new0 (char *, argc + 1);

  for (int i = 0; i < argc; i++)
    copy[i] = g_strdup (argv[i]);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_strict_posix (context, FALSE);
  if (!g_option_context_parse_strv (context, &copy, &error))
    {
      cli_error ("%s: %s", argv[0], error->message);
      return FALSE;
    }
  *rest = g_strdupv (copy + 1);
  if (*rest != NULL && *rest[0] != NULL && strcmp (*rest[0], "--") == 0)
    {
      char **moved = g_strdupv (*rest + 1);
      g_strfreev (*rest);
      *rest = moved;
    }
  return TRUE;
}

static int
print_usage (FILE *out, int status)
{
  fputs ("Usage: chapeau-cli COMMAND [OPTION…] FILE…\n\nCommands:\n", out);
  for (const Command *command = commands; command->name != NULL; command++)
    fprintf (out, "  %-12s %s\n", command->name, command->summary);
  fputs ("\nchapeau-cli COMMAND --help tells a command's options.\n", out);
  return status;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CHAPEAU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_set_prgname ("chapeau-cli");
  if (argc < 2)
    return print_usage (stderr, CLI_ERROR);
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return print_usage (stdout, CLI_OK);
  for (const Command *command = commands; command->name != NULL; command++)
    if (strcmp (argv[1], command->name) == 0)
      return command->run (argc - 1, argv + 1);
  cli_error ("there is no command “%s”", argv[1]);
  return print_usage (stderr, CLI_ERROR);
}

/* cli-typography.c - chapeau-cli typography: what French typography would change in a post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include "typography.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
print_findings (const char *path, const TypoReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const BaseDiagnostic *found = report->diagnostics->pdata[i];

      printf ("%s:%" G_GSIZE_FORMAT ":%" G_GSIZE_FORMAT ": %s “%s” → “%s”: %s\n", path,
              found->position.line + 1, found->position.column + 1, found->code,
              found->arguments[0], found->arguments[1], found->detail);
    }
}

/* "a,b,c" → a set of rules; FALSE after having said which name is unknown. */
static gboolean
parse_rules (const char *list, TypoRules *rules)
{
  g_auto (GStrv) names = g_strsplit (list, ",", -1);

  *rules = 0;
  for (char **name = names; *name != NULL; name++)
    {
      TypoRule rule;

      if (!typo_rule_from_name (g_strstrip (*name), &rule))
        {
          cli_error ("typography: there is no rule “%s”", *name);
          return FALSE;
        }
      *rules |= TYPO_RULE_BIT (rule);
    }
  return TRUE;
}

/* Replaces the file's content at once, keeping its mode; a symbolic link stays one. */
static gboolean
write_file (const char *path, const char *text, gsize length, GError **error)
{
  g_autofree char *target = realpath (path, NULL);
  struct stat state;

  if (target == NULL || stat (target, &state) != 0)
    {
      int code = errno;
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
                   g_strerror (code));
      return FALSE;
    }
  return g_file_set_contents_full (target, text, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   (int) (state.st_mode & 07777), error);
}

static int
check_file (const char *path, const TypoOptions *options, gboolean fix, gboolean to_stdout)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cli_read (path, &error);
  g_autoptr (GArray) spans = NULL;
  g_autoptr (TypoReport) report = NULL;
  g_autoptr (GBytes) better = NULL;
  const char *text;
  gsize length;

  if (bytes == NULL)
    return cli_error ("%s", error->message);
  text = g_bytes_get_data (bytes, &length);
  if (text == NULL)
    text = "";
  if (!g_utf8_validate (text, (gssize) length, NULL))
    return cli_error ("%s: the text is not UTF-8", path);
  spans = typo_post_protected_spans (text, length);
  report = typo_check (text, length, spans, options);
  if (!fix && !to_stdout)
    {
      print_findings (path, report);
      return base_edits_is_empty (report->edits) ? CLI_OK : CLI_NO;
    }
  better = base_edits_apply (report->edits, text, length);
  text = g_bytes_get_data (better, &length);
  if (to_stdout)
    {
      if (length > 0 && fwrite (text, 1, length, stdout) != length)
        return cli_error ("standard output: %s", g_strerror (errno));
      return CLI_OK;
    }
  if (!base_edits_is_empty (report->edits) && !write_file (path, text, length, &error))
    return cli_error ("%s", error->message);
  return CLI_OK;
}

int
cli_typography (int argc, char **argv)
{
  gboolean fix = FALSE, to_stdout = FALSE, wide = FALSE;
  g_autofree char *list = NULL;
  g_auto (GStrv) files = NULL;
  TypoOptions options = typo_options_default ();
  int status = CLI_OK;
  const GOptionEntry entries[] = {
    { "fix", 0, 0, G_OPTION_ARG_NONE, &fix, "Change the file", NULL },
    { "stdout", 0, 0, G_OPTION_ARG_NONE, &to_stdout, "Print the changed text", NULL },
    { "rules", 0, 0, G_OPTION_ARG_STRING, &list, "Only these rules", "NAME,…" },
    { "wide", 0, 0, G_OPTION_ARG_NONE, &wide, "U+00A0 in place of U+202F", NULL },
    { NULL },
  };

  if (!cli_parse_options (argc, argv, entries, "FILE…", &files))
    return CLI_ERROR;
  options.wide_spaces = wide;
  if (list != NULL && !parse_rules (list, &options.rules))
    return CLI_ERROR;
  if (files == NULL || files[0] == NULL)
    return cli_error ("typography: no file given");
  if (fix && to_stdout)
    return cli_error ("typography: --fix and --stdout exclude each other");
  for (char **file = files; *file != NULL; file++)
    {
      int one;

      if (fix && strcmp (*file, "-") == 0)
        one = cli_error ("typography: --fix needs a file");
      else
        one = check_file (*file, &options, fix, to_stdout);
      status = MAX (status, one);
    }
  return status;
}

/* cli-header.c - get, set, lint: a post's header from the command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli-header.h"
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <frontmatter.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static FmHeader *
read_header (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cli_read (path, &error);

  if (bytes == NULL)
    {
      cli_error ("%s: %s", path, error->message);
      return NULL;
    }
  return fm_header_new (bytes);
}

/* The first finding that makes the header unreadable, as a sentence with file and line. */
static int
tell_broken (const char *path, const FmHeader *header)
{
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = diagnostics->pdata[i];

      if (diagnostic->severity == BASE_SEVERITY_ERROR)
        return cli_error ("%s:%" G_GSIZE_FORMAT ": the header cannot be read: %s", path,
                          diagnostic->position.line + 1, diagnostic->detail);
    }
  return cli_error ("%s:1: the header cannot be read", path);
}

/* ---- writing in place ---- */

static gboolean
write_all (int file, const char *data, gsize size)
{
  while (size > 0)
    {
      gssize written = write (file, data, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      data += written;
      size -= (gsize) written;
    }
  return TRUE;
}

/* A new file beside the old one, flushed, then in its place: whoever reads sees the one or the
 * other, whole. A symbolic link stays one. */
static gboolean
replace_file (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *target = realpath (path, NULL);
  g_autofree char *temporary = NULL;
  struct stat info;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  int file = -1;
  gboolean ok;
  int code;

  errno = target == NULL ? errno : 0;
  if (target != NULL && stat (target, &info) == 0)
    {
      temporary = g_strconcat (target, ".chapeau-XXXXXX", NULL);
      file = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
    }
  ok = file >= 0 && fchmod (file, info.st_mode & 07777) == 0 && write_all (file, data, size)
       && fsync (file) == 0;
  code = errno;
  if (file >= 0 && close (file) != 0 && ok)
    {
      code = errno;
      ok = FALSE;
    }
  if (ok && rename (temporary, target) != 0)
    {
      code = errno;
      ok = FALSE;
    }
  if (ok)
    return TRUE;
  if (file >= 0)
    unlink (temporary);
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
}

static int
write_result (const char *path, const FmHeader *header, const BaseEdits *edits, gboolean to_stdout)
{
  gsize length;
  const char *text = g_bytes_get_data (fm_header_get_bytes (header), &length);
  g_autoptr (GBytes) result = base_edits_apply (edits, text, length);
  g_autoptr (GError) error = NULL;

  if (to_stdout)
    {
      text = g_bytes_get_data (result, &length);
      if (fwrite (text, 1, length, stdout) != length || fflush (stdout) != 0)
        return cli_error ("standard output: %s", g_strerror (errno));
      return CLI_OK;
    }
  if (base_edits_is_empty (edits))
    return CLI_OK;
  if (!replace_file (path, result, &error))
    return cli_error ("%s", error->message);
  return CLI_OK;
}

/* ---- get ---- */

static int
print_node (const FmNode *node)
{
  FmKind kind = fm_node_get_kind (node);
  g_autofree char *json = NULL;

  if (kind == FM_SEQUENCE || kind == FM_MAPPING)
    {
      json = fm_node_to_json (node);
      puts (json);
    }
  else
    {
      gsize length;
      const char *text = fm_node_get_string (node, &length);

      if (kind == FM_ALIAS)
        putchar ('*');
      fwrite (text, 1, length, stdout);
      putchar ('\n');
    }
  if (fflush (stdout) != 0)
    return cli_error ("standard output: %s", g_strerror (errno));
  return CLI_OK;
}

int
cli_get (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_auto (GStrv) rest = NULL;
  g_autoptr (FmHeader) header = NULL;
  const FmNode *node;
  guint n;

  if (!cli_parse_options (argc, argv, entries, "FILE [KEY]", &rest))
    return CLI_ERROR;
  n = g_strv_length (rest);
  if (n < 1 || n > 2)
    return cli_error ("get: give a file and perhaps a key");
  header = read_header (rest[0]);
  if (header == NULL)
    return CLI_ERROR;
  if (fm_header_is_broken (header))
    return tell_broken (rest[0], header);
  node = n == 2 ? fm_header_lookup (header, rest[1]) : fm_header_get_root (header);
  return node == NULL ? CLI_NO : print_node (node);
}

/* ---- set ---- */

/* Without --json the value is a text, with two exceptions: what `get` prints for a value sets it to
 * what it is, and a date or time stays one if the text is one. */
static FmValue *
value_of_text (const FmHeader *header, const char *key, const char *text)
{
  const FmNode *old = fm_header_lookup (header, key);

  if (old != NULL)
    {
      FmKind kind = fm_node_get_kind (old);
      g_autoptr (FmValue) written = fm_value_new_written (text);
      FmKind new_kind = fm_value_get_kind (written);

      const char *own = fm_node_get_string (old, NULL);

      if (own != NULL && strcmp (own, text + (kind == FM_ALIAS && *text == '*')) == 0)
        return fm_value_new_from_node (old);
      if ((kind == FM_DATE || kind == FM_TIME) && (new_kind == FM_DATE || new_kind == FM_TIME))
        return g_steal_pointer (&written);
    }
  return fm_value_new_string (text);
}

static BaseEdits *
make_set (const FmHeader *header, char **rest, gboolean is_json, gboolean removes, GError **error)
{
  g_autoptr (FmValue) value = NULL;

  if (removes)
    return fm_edit_remove (header, rest[1], error);
  if (is_json)
    value = fm_value_new_from_json (rest[2], -1, error);
  else
    value = value_of_text (header, rest[1], rest[2]);
  return value == NULL ? NULL : fm_edit_set (header, rest[1], value, error);
}

int
cli_set (int argc, char **argv)
{
  gboolean is_json = FALSE, to_stdout = FALSE, removes = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, "VALUE is JSON, not a text", NULL },
    { "stdout", 0, 0, G_OPTION_ARG_NONE, &to_stdout, "Print the new file", NULL },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &removes, "Remove the key; no VALUE", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits = NULL;

  if (!cli_parse_options (argc, argv, entries, "FILE KEY VALUE", &rest))
    return CLI_ERROR;
  if (g_strv_length (rest) != (removes ? 2 : 3))
    return cli_error ("set: give a file, a key and a value (or --remove and no value)");
  for (char **text = rest + 1; *text != NULL; text++)
    if (!g_utf8_validate (*text, -1, NULL))
      return cli_error ("set: key and value must be UTF-8");
  if (strcmp (rest[0], "-") == 0 && !to_stdout)
    return cli_error ("set: standard input needs --stdout");
  header = read_header (rest[0]);
  if (header == NULL)
    return CLI_ERROR;
  if (fm_header_is_broken (header))
    return tell_broken (rest[0], header);
  edits = make_set (header, rest, is_json, removes, &error);
  if (edits == NULL && removes && g_error_matches (error, FM_ERROR, FM_ERROR_NOT_FOUND))
    return CLI_NO;
  if (edits == NULL)
    return cli_error ("%s:1: “%s”: %s", rest[0], rest[1], error->message);
  return write_result (rest[0], header, edits, to_stdout);
}

/* ---- lint ---- */

static BaseEdits *
collect_fixes (GPtrArray *diagnostics)
{
  BaseEdits *all = base_edits_new ();

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseEdits *fix = ((const BaseDiagnostic *) diagnostics->pdata[i])->fix;

      for (gsize j = 0; fix != NULL && j < base_edits_count (fix); j++)
        {
          const BaseEdit *edit = base_edits_get (fix, j);

          base_edits_replace (all, edit->span, edit->text, (gssize) edit->length);
        }
    }
  return all;
}

static void
print_diagnostics (const char *path, GPtrArray *diagnostics)
{
  static const char *const names[] = { "hint", "warning", "error" };

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = diagnostics->pdata[i];

      printf ("%s:%" G_GSIZE_FORMAT ":%" G_GSIZE_FORMAT ": %s: %s [%s]%s\n", path,
              diagnostic->position.line + 1, diagnostic->position.column + 1,
              names[diagnostic->severity], diagnostic->detail, diagnostic->code,
              diagnostic->fix != NULL ? " (can be repaired)" : "");
    }
}

int
cli_lint (int argc, char **argv)
{
  gboolean fixes = FALSE;
  const GOptionEntry entries[] = { { "fix", 0, 0, G_OPTION_ARG_NONE, &fixes,
                                     "Make the repairs that are certain", NULL },
                                   G_OPTION_ENTRY_NULL };
  g_auto (GStrv) rest = NULL;
  g_autoptr (FmHeader) header = NULL;
  GPtrArray *diagnostics;

  if (!cli_parse_options (argc, argv, entries, "FILE", &rest))
    return CLI_ERROR;
  if (g_strv_length (rest) != 1)
    return cli_error ("lint: give one file");
  header = read_header (rest[0]);
  if (header == NULL)
    return CLI_ERROR;
  diagnostics = fm_header_get_diagnostics (header);
  if (fixes && diagnostics->len > 0)
    {
      g_autoptr (BaseEdits) edits = collect_fixes (diagnostics);
      gboolean is_input = strcmp (rest[0], "-") == 0;
      int status = write_result (rest[0], header, edits, is_input);
      gsize length;
      const char *text = g_bytes_get_data (fm_header_get_bytes (header), &length);
      g_autoptr (GBytes) result = base_edits_apply (edits, text, length);

      if (status != CLI_OK || is_input)
        return status;
      fm_header_unref (header);
      header = fm_header_new (result);
      diagnostics = fm_header_get_diagnostics (header);
    }
  print_diagnostics (rest[0], diagnostics);
  return diagnostics->len > 0 ? CLI_NO : CLI_OK;
}

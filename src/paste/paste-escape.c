/* paste-escape.c - text that Markdown would take for itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <string.h>

static gboolean
is_entity (const char *p)
{
  gsize n = 1 + (p[1] == '#');

  while (n < 34 && g_ascii_isalnum (p[n]))
    n++;
  return p[n] == ';';
}

void
paste_escape_inline (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean inside_word = p > text && (g_ascii_isalnum (p[-1]) || (guchar) p[-1] >= 0x80)
                             && (g_ascii_isalnum (p[1]) || (guchar) p[1] >= 0x80);
      gboolean is_escaped = FALSE;

      switch (*p)
        {
        case '\\':
        case '`':
        case '*':
        case '[':
        case ']':
        case '{':
        case '}':
        case '<':
        case '|':
          is_escaped = TRUE;
          break;
        case '_':
          is_escaped = !inside_word;
          break;
        case '~':
        case '$':
        case '-':
        case '>':
          /* Strikethrough, math, dashes, guillemets: doubled ones only. */
          is_escaped = p[1] == *p || (p > text && p[-1] == *p);
          break;
        case '.':
          is_escaped = p[1] == '.' && p[2] == '.';
          break;
        case '&':
          if (is_entity (p))
            {
              g_string_append (out, "&amp;");
              continue;
            }
          break;
        default:
          break;
        }
      if (is_escaped)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
}

/* Where a backslash belongs in the line, or -1. */
static gssize
line_start_escape (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  switch (line[0])
    {
    case '#':
    case '>':
    case '=':
      return 0;
    case ':':
      return line[1] == ' ' || line[1] == '\t' ? 0 : -1;
    case '+':
    case '-':
      return line[1] == ' ' || line[1] == '\t' || line[1] == '\n' || line[1] == '\0' ? 0 : -1;
    default:
      break;
    }
  if (digits > 0 && line[digits] == '.'
      && (line[digits + 1] == ' ' || line[digits + 1] == '\t' || line[digits + 1] == '\0'
          || line[digits + 1] == '\n'))
    return (gssize) digits;
  return -1;
}

void
paste_escape_line_starts (GString *text)
{
  g_autoptr (GString) out = g_string_sized_new (text->len + 16);
  const char *line = text->str;

  while (*line != '\0')
    {
      gsize size = strcspn (line, "\n");
      gssize at;

      /* A caret alone ends kramdown's blocks. */
      if (size == 1 && line[0] == '^')
        at = 0;
      else
        at = line_start_escape (line);
      if (at >= 0)
        {
          g_string_append_len (out, line, at);
          /* kramdown does not take \= for an escape. */
          g_string_append (out, line[at] == '=' ? "&#61;" : "\\");
          if (line[at] == '=')
            at++;
          g_string_append_len (out, line + at, (gssize) size - at);
        }
      else
        g_string_append_len (out, line, (gssize) size);
      line += size;
      if (*line == '\n')
        {
          g_string_append_c (out, '\n');
          line++;
        }
    }
  g_string_assign (text, out->str);
}

char *
paste_escape_text (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  GString *out = g_string_new (NULL);
  gboolean is_open = FALSE;

  for (char **line = lines; *line != NULL; line++)
    {
      g_strstrip (*line);
      if (**line == '\0')
        {
          if (is_open)
            g_string_append (out, "\n\n");
          is_open = FALSE;
          continue;
        }
      if (is_open)
        g_string_append (out, "  \n");
      paste_escape_inline (out, *line);
      is_open = TRUE;
    }
  while (out->len > 0 && out->str[out->len - 1] == '\n')
    g_string_truncate (out, out->len - 1);
  paste_escape_line_starts (out);
  if (out->len > 0)
    g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

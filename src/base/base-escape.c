/* base-escape.c - escaping, one function per output context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base.h"

#include <string.h>

static const char *
html_entity (char c, gboolean in_attribute)
{
  switch (c)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return in_attribute ? "&quot;" : NULL;
    default:
      return NULL;
    }
}

static void
escape_html (GString *out, const char *text, gsize length, gboolean in_attribute)
{
  gsize from = 0;

  for (gsize i = 0; i < length; i++)
    {
      const char *entity = html_entity (text[i], in_attribute);

      if (entity == NULL)
        continue;
      g_string_append_len (out, text + from, (gssize) (i - from));
      g_string_append (out, entity);
      from = i + 1;
    }
  if (length > from)
    g_string_append_len (out, text + from, (gssize) (length - from));
}

void
base_escape_html_text (GString *out, const char *text, gsize length)
{
  escape_html (out, text, length, FALSE);
}

void
base_escape_html_attribute (GString *out, const char *text, gsize length)
{
  escape_html (out, text, length, TRUE);
}

/* Appends one ASCII character of a JSON string. */
static void
append_json_ascii (GString *out, char c)
{
  switch (c)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    case '<':
      g_string_append (out, "\\u003c");
      break;
    default:
      if ((guchar) c < 0x20 || c == 0x7f)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) c);
      else
        g_string_append_c (out, c);
    }
}

void
base_escape_json_string (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  g_string_append_c (out, '"');
  while (text < end)
    {
      gunichar c;

      if ((guchar) *text < 0x80)
        {
          append_json_ascii (out, *text++);
          continue;
        }
      c = g_utf8_get_char_validated (text, end - text);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append (out, "\xef\xbf\xbd");
          text++;
          continue;
        }
      if (c == 0x2028 || c == 0x2029)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_len (out, text, g_utf8_skip[(guchar) *text]);
      text += g_utf8_skip[(guchar) *text];
    }
  g_string_append_c (out, '"');
}

void
base_escape_uri_path (GString *out, const char *text, gsize length)
{
  static const char kept[] = "-._~!$&'()*+,;=:@/";

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (g_ascii_isalnum (c) || (c != '\0' && strchr (kept, c) != NULL))
        g_string_append_c (out, (char) c);
      else
        g_string_append_printf (out, "%%%02X", (guint) c);
    }
}

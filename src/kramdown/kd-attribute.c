/* kd-attribute.c - attribute lists: {: .class #id key="value"}
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

#include <string.h>

typedef struct
{
  GString *classes;
  char *id;
  GString *others;
} Attributes;

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == ':' || (guchar) c >= 0x80;
}

/* key="value" or key='value' at @p; gives the place behind it, or NULL. */
static const char *
read_pair (const char *p, const char *end, Attributes *attributes)
{
  const char *name = p, *value;
  char quote;

  while (p < end && is_name (*p))
    p++;
  if (p == name || p + 1 >= end || *p != '=' || (p[1] != '"' && p[1] != '\''))
    return NULL;
  quote = p[1];
  value = p + 2;
  p = memchr (value, quote, (gsize) (end - value));
  if (p == NULL)
    return NULL;
  if (value - name - 2 == 5 && strncmp (name, "class", 5) == 0)
    g_string_append_printf (attributes->classes, "%s%.*s", attributes->classes->len > 0 ? " " : "",
                            (int) (p - value), value);
  else
    {
      g_string_append_printf (attributes->others, " %.*s=\"", (int) (value - name - 2), name);
      base_escape_html_attribute (attributes->others, value, (gsize) (p - value));
      g_string_append_c (attributes->others, '"');
    }
  return p + 1;
}

static const char *
read_word (const char *p, const char *end, Attributes *attributes)
{
  const char *name = p + 1;

  if (*p != '.' && *p != '#')
    return read_pair (p, end, attributes);
  for (p = name; p < end && is_name (*p);)
    p++;
  if (p == name)
    return NULL;
  if (name[-1] == '.')
    g_string_append_printf (attributes->classes, "%s%.*s", attributes->classes->len > 0 ? " " : "",
                            (int) (p - name), name);
  else
    {
      g_free (attributes->id);
      attributes->id = g_strndup (name, (gsize) (p - name));
    }
  return p;
}

gboolean
kd_parse_attributes (const char *text, gsize length, GString *out)
{
  Attributes attributes = { g_string_new (NULL), NULL, g_string_new (NULL) };
  const char *p = text, *end = text + length;

  while (p != NULL && p < end)
    {
      if (*p == ' ' || *p == '\t' || *p == ':')
        p++;
      else
        p = read_word (p, end, &attributes);
    }
  if (p != NULL)
    {
      if (attributes.classes->len > 0)
        g_string_append_printf (out, " class=\"%s\"", attributes.classes->str);
      if (attributes.id != NULL)
        g_string_append_printf (out, " id=\"%s\"", attributes.id);
      g_string_append (out, attributes.others->str);
    }
  g_string_free (attributes.classes, TRUE);
  g_string_free (attributes.others, TRUE);
  g_free (attributes.id);
  return p != NULL;
}

/* paste-link.c - destinations: unwrapped, freed of trackers, or refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <string.h>

typedef struct
{
  const char *host; /* what the address holds */
  const char *key;  /* the parameter with the real address */
} Wrapper;

static const Wrapper wrappers[] = {
  { ".safelinks.protection.outlook.com/", "url" },
  { "://www.google.com/url?", "q" },
  { "://www.google.fr/url?", "q" },
  { "://www.google.com/url?", "url" },
  { "://l.facebook.com/l.php?", "u" },
  { "://lm.facebook.com/l.php?", "u" },
  { "://www.linkedin.com/redir/redirect?", "url" },
};

static char *
parameter (const char *address, const char *key)
{
  const char *p = strchr (address, '?');
  gsize size = strlen (key);

  while (p != NULL)
    {
      p++;
      if (g_str_has_prefix (p, "amp;"))
        p += 4;
      if (strncmp (p, key, size) == 0 && p[size] == '=')
        {
          const char *value = p + size + 1;
          return g_uri_unescape_segment (value, value + strcspn (value, "&#"), NULL);
        }
      p = strchr (p, '&');
    }
  return NULL;
}

static gboolean
is_web (const char *address)
{
  return g_ascii_strncasecmp (address, "http://", 7) == 0
         || g_ascii_strncasecmp (address, "https://", 8) == 0;
}

static gboolean
is_tracking (const char *parameter_text)
{
  static const char *const keys[] = { "utm_", "fbclid=", "gclid=", "mc_cid=", "mc_eid=" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_has_prefix (parameter_text, keys[i]))
      return TRUE;
  return FALSE;
}

/* The address without utm_… and the like; the rest keeps its order. */
static char *
without_tracking (Paste *paste, const char *address)
{
  const char *query = strchr (address, '?');
  const char *fragment = address + strcspn (address, "#");
  g_autofree char *inner = NULL;
  g_auto (GStrv) parts = NULL;
  GString *out;
  gboolean found = FALSE;
  char separator = '?';

  if (query == NULL || query > fragment)
    return g_strdup (address);
  inner = g_strndup (query + 1, (gsize) (fragment - query - 1));
  parts = g_strsplit (inner, "&", -1);
  out = g_string_new_len (address, query - address);
  for (char **part = parts; *part != NULL; part++)
    if (is_tracking (*part))
      found = TRUE;
    else
      {
        g_string_append_c (out, separator);
        g_string_append (out, *part);
        separator = '&';
      }
  g_string_append (out, fragment);
  if (found)
    paste->result->dropped[PASTE_DROPPED_TRACKER]++;
  return g_string_free (out, FALSE);
}

/* What Markdown's destination cannot hold as it is. */
static char *
escape_destination (const char *address)
{
  GString *out = g_string_new (NULL);

  for (const char *p = address; *p != '\0'; p++)
    if ((guchar) *p <= ' ' || strchr ("()<>\"\\{}|`", *p) != NULL)
      g_string_append_printf (out, "%%%02X", (guchar) *p);
    else
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

char *
paste_link_destination (Paste *paste, const char *href)
{
  g_autofree char *address = g_strstrip (g_strdup (href));
  g_autofree char *clean = NULL;
  const char *colon = strpbrk (address, ":/?#");

  for (guint i = 0; paste->options.unwrap_links && i < G_N_ELEMENTS (wrappers); i++)
    if (is_web (address) && strstr (address, wrappers[i].host) != NULL)
      {
        char *inner = parameter (address, wrappers[i].key);

        if (inner != NULL && is_web (inner) && g_utf8_validate (inner, -1, NULL))
          {
            g_free (address);
            address = inner;
            colon = strpbrk (address, ":/?#");
            paste->result->dropped[PASTE_DROPPED_TRACKER]++;
          }
        else
          g_free (inner);
      }
  if (address[0] == '\0' || address[0] == '#')
    {
      paste->result->dropped[PASTE_DROPPED_LINK] += address[0] == '#';
      return NULL;
    }
  if (colon != NULL && *colon == ':' && !is_web (address)
      && g_ascii_strncasecmp (address, "mailto:", 7) != 0
      && g_ascii_strncasecmp (address, "tel:", 4) != 0)
    {
      gboolean is_script = g_ascii_strncasecmp (address, "javascript:", 11) == 0;
      paste->result->dropped[is_script ? PASTE_DROPPED_SCRIPT : PASTE_DROPPED_LINK]++;
      return NULL;
    }
  clean = paste->options.unwrap_links ? without_tracking (paste, address) : g_strdup (address);
  return escape_destination (clean);
}

/* @text is @before, digits, @after: the digits. */
static char *
number_between (const char *text, const char *before, const char *after)
{
  gsize size = strlen (before), digits;

  if (strncmp (text, before, size) != 0)
    return NULL;
  digits = strspn (text + size, "0123456789");
  if (digits == 0 || digits > 6 || strcmp (text + size + digits, after) != 0)
    return NULL;
  return g_strndup (text + size, digits);
}

static const char *
fragment_of (const char *href)
{
  const char *fragment = strrchr (href, '#');
  return fragment != NULL ? fragment + 1 : "";
}

char *
paste_note_reference (const char *href)
{
  const char *fragment = fragment_of (href);
  char *number = number_between (fragment, "_ftn", "");

  return number != NULL ? number : number_between (fragment, "sdfootnote", "sym");
}

char *
paste_note_back_reference (const char *href)
{
  const char *fragment = fragment_of (href);
  char *number = number_between (fragment, "_ftnref", "");

  return number != NULL ? number : number_between (fragment, "sdfootnote", "anc");
}

char *
paste_note_identifier (const char *id)
{
  char *number = number_between (id, "ftn", "");

  return number != NULL ? number : number_between (id, "sdfootnote", "");
}

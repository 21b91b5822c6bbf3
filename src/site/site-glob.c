/* site-glob.c - Ruby's file patterns, and what `exclude` and `include` leave of a site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

/* A "[…]" set at @pattern; the place behind it, or NULL if it is not closed. */
static const char *
match_set (const char *pattern, gunichar c, gboolean *matches)
{
  const char *p = pattern + 1;
  gboolean negated = *p == '!' || *p == '^';
  gboolean found = FALSE;

  p += negated ? 1 : 0;
  for (gboolean first = TRUE; *p != ']' || first; first = FALSE)
    {
      gunichar low, high;

      if (*p == '\0')
        return NULL;
      low = high = g_utf8_get_char (p);
      p = g_utf8_next_char (p);
      if (*p == '-' && p[1] != ']' && p[1] != '\0')
        {
          high = g_utf8_get_char (p + 1);
          p = g_utf8_next_char (p + 1);
        }
      found |= low <= c && c <= high;
    }
  *matches = found != negated;
  return p + 1;
}

/* One character of the pattern other than a star; the place behind it, or NULL. */
static const char *
match_one (const char *pattern, const char *text, gboolean pathname)
{
  gunichar c = g_utf8_get_char (text);

  if (*pattern == '?')
    return pathname && c == '/' ? NULL : pattern + 1;
  if (*pattern == '[')
    {
      gboolean matches;
      const char *behind = match_set (pattern, c, &matches);

      if (behind != NULL)
        return matches && !(pathname && c == '/') ? behind : NULL;
    }
  if (*pattern == '\\' && pattern[1] != '\0')
    pattern++;
  return *pattern != '\0' && g_utf8_get_char (pattern) == c ? g_utf8_next_char (pattern) : NULL;
}

/* The usual matcher with one point to come back to; two with @pathname, for the star within a
 * folder and the one across folders. So the time is at most pattern × text. */
gboolean
site_glob_match (const char *pattern, const char *text, gboolean pathname)
{
  const char *star = NULL, *star_text = NULL, *cross = NULL, *cross_text = NULL;
  gboolean at_start = TRUE;

  if (!g_utf8_validate (pattern, -1, NULL) || !g_utf8_validate (text, -1, NULL))
    return strcmp (pattern, text) == 0;
  while (TRUE)
    {
      const char *next;

      if (pathname && at_start && g_str_has_prefix (pattern, "**/"))
        {
          pattern += 3;
          cross = pattern;
          cross_text = text;
          star = NULL;
          continue;
        }
      if (*pattern == '*' && !(at_start && *text == '.'))
        {
          while (*pattern == '*')
            pattern++;
          star = pattern;
          star_text = text;
          at_start = FALSE;
          continue;
        }
      if (*text == '\0' && *pattern == '\0')
        return TRUE;
      next = *text != '\0' && *pattern != '*' ? match_one (pattern, text, pathname) : NULL;
      if (next != NULL)
        {
          at_start = pathname && *text == '/';
          pattern = next;
          text = g_utf8_next_char (text);
        }
      else if (star != NULL && *star_text != '\0' && !(pathname && *star_text == '/'))
        {
          star_text = g_utf8_next_char (star_text);
          text = star_text;
          pattern = star;
          at_start = FALSE;
        }
      else if (cross != NULL && strchr (cross_text, '/') != NULL)
        {
          cross_text = strchr (cross_text, '/') + 1;
          text = cross_text;
          pattern = cross;
          star = NULL;
          at_start = TRUE;
        }
      else
        return FALSE;
    }
}

/* Jekyll joins both with the source folder, so a leading slash means nothing; a pattern is also a
 * plain prefix, without regard to where a name ends. */
static gboolean
listed (char *const *patterns, const char *path, gboolean is_folder)
{
  for (guint i = 0; patterns[i] != NULL; i++)
    {
      const char *pattern = patterns[i];
      gsize length;

      while (*pattern == '/')
        pattern++;
      length = strlen (pattern);
      if (length == 0)
        continue;
      if (site_glob_match (pattern, path, FALSE) || g_str_has_prefix (path, pattern)
          || (is_folder && pattern[length - 1] == '/' && strlen (path) == length - 1
              && strncmp (path, pattern, length - 1) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_included (const Site *site, const char *path, gboolean is_folder)
{
  const char *slash = strrchr (path, '/');

  return listed (site->include, path, is_folder)
         || (slash != NULL && listed (site->include, slash + 1, is_folder));
}

gboolean
site_is_excluded (const Site *site, const char *path, gboolean is_folder)
{
  return listed (site->exclude, path, is_folder) && !is_included (site, path, is_folder);
}

gboolean
site_is_special_name (const Site *site, const char *name)
{
  gsize length = strlen (name);

  if (length == 0 || name[length - 1] == '~')
    return TRUE;
  return strchr ("._#~", name[0]) != NULL && !listed (site->include, name, FALSE);
}

/* site-slug.c - names of files made from titles, and back and forth between drafts and posts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <stdio.h>
#include <string.h>

#define MAX_SLUG 100

static const char *
letters_of (gunichar c)
{
  static const struct
  {
    gunichar c;
    const char *letters;
  } special[] = { { 0x0153, "oe" }, { 0x00E6, "ae" }, { 0x00DF, "ss" }, { 0x00F8, "o" },
                  { 0x0142, "l" },  { 0x0111, "d" },  { 0x00FE, "th" }, { 0x0131, "i" } };

  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    if (special[i].c == c)
      return special[i].letters;
  return NULL;
}

char *
site_dup_slug (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKD);
  GString *out = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));
      const char *letters = letters_of (c);

      if (g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK)
        continue;
      if (letters != NULL)
        g_string_append (out, letters);
      else if (c < 128 && g_ascii_isalnum ((char) c))
        g_string_append_c (out, (char) c);
      else if (out->len > 0 && out->str[out->len - 1] != '-')
        g_string_append_c (out, '-');
    }
  if (out->len > MAX_SLUG)
    {
      const char *dash;
      g_string_truncate (out, MAX_SLUG);
      dash = strrchr (out->str, '-');
      if (dash != NULL)
        g_string_truncate (out, (gsize) (dash - out->str));
    }
  while (out->len > 0 && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

char *
site_slugify (const char *text, gboolean pretty, gboolean cased)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalpha (c) || g_unichar_ismark (c)
          || g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER
          || (pretty && c < 128 && strchr ("._~!$&'()+,;=@", (int) c) != NULL))
        g_string_append_unichar (out, cased ? c : g_unichar_tolower (c));
      else if (out->len > 0 && out->str[out->len - 1] != '-')
        g_string_append_c (out, '-');
    }
  while (out->len > 0 && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

char *
site_dup_clean_upload_name (const char *name)
{
  const char *base = name;
  const char *point;
  g_autofree char *stem = NULL;
  g_autofree char *slug = NULL;
  g_autofree char *extension = NULL;

  for (const char *p = name; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      base = p + 1;
  point = strrchr (base, '.');
  stem =
      point != NULL && point != base ? g_strndup (base, (gsize) (point - base)) : g_strdup (base);
  slug = site_dup_slug (stem);
  extension = site_dup_slug (point != NULL && point != base ? point + 1 : "");
  return g_strconcat (*slug != '\0' ? slug : "fichier", *extension != '\0' ? "." : "", extension,
                      NULL);
}

gboolean
site_split_dated_name (
    const char *name, int *year, int *month, int *day, char **slug, const char **extension)
{
  const char *point = strrchr (name, '.');
  int end = 0;

  if (point == NULL || !g_ascii_isdigit (*name)
      || sscanf (name, "%4d-%2d-%2d-%n", year, month, day, &end) != 3 || end == 0
      || name + end > point || *year < 0 || *month < 1 || *month > 12 || *day < 1 || *day > 31)
    return FALSE;
  if (*year < 100)
    *year += *year < 70 ? 2000 : 1900;
  if (slug != NULL)
    *slug = g_strndup (name + end, (gsize) (point - name - end));
  if (extension != NULL)
    *extension = point;
  return TRUE;
}

static char *
dated (const Site *site, GDateTime *date, const char *rest)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (date, site->timezone);

  return g_strdup_printf ("%04d-%02d-%02d-%s", g_date_time_get_year (local),
                          g_date_time_get_month (local), g_date_time_get_day_of_month (local),
                          rest);
}

char *
site_dup_post_filename (const Site *site,
                        const SiteCollection *collection,
                        const SiteFacts *facts,
                        GDateTime *date,
                        const char *title)
{
  g_autofree char *slug = site_dup_slug (title);
  g_autofree char *name = NULL;
  const char *extension =
      g_strv_contains ((const char *const *) site->extensions, "md") ? "md" : site->extensions[0];

  name = g_strdup_printf ("%s.%s", *slug != '\0' ? slug : "article", extension);
  if (date != NULL && collection != NULL
      && (collection->is_posts || (facts != NULL && site_facts_are_dated (facts, collection))))
    return dated (site, date, name);
  return g_steal_pointer (&name);
}

/* The path with its last component @from replaced; NULL if there is none. */
static char *
move_folder (const char *path, const char *from, const char *to, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint length = g_strv_length (parts);

  if (length < 2)
    return NULL;
  for (guint i = length - 1; i-- > 0;)
    if (strcmp (parts[i], from) == 0)
      {
        g_free (parts[i]);
        parts[i] = g_strdup (to);
        g_free (parts[length - 1]);
        parts[length - 1] = g_strdup (name);
        return g_strjoinv ("/", parts);
      }
  return NULL;
}

char *
site_dup_publish_path (const Site *site, const char *draft_path, GDateTime *date)
{
  g_autofree char *name = g_path_get_basename (draft_path);
  g_autofree char *slug = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *new_name = NULL;
  const char *extension = "";
  int year, month, day;

  if (!site_is_draft_path (site, draft_path))
    return NULL;
  rest = site_split_dated_name (name, &year, &month, &day, &slug, &extension)
             ? g_strconcat (slug, extension, NULL)
             : g_strdup (name);
  new_name = dated (site, date, rest);
  return move_folder (draft_path, "_drafts", "_posts", new_name);
}

char *
site_dup_draft_path (const Site *site, const char *post_path)
{
  g_autofree char *name = g_path_get_basename (post_path);
  g_autofree char *slug = NULL;
  g_autofree char *rest = NULL;
  const char *extension = "";
  int year, month, day;

  if (site_is_draft_path (site, post_path))
    return NULL;
  rest = site_split_dated_name (name, &year, &month, &day, &slug, &extension)
             ? g_strconcat (slug, extension, NULL)
             : g_strdup (name);
  return move_folder (post_path, "_posts", "_drafts", rest);
}

/* site-url.c - the address of a post, and how posts write the files of their site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

typedef struct
{
  const Site *site;
  const char *path;
  const SiteCollection *collection;
  char *slug;      /* of the header or the file's name */
  char *base_name; /* without extension */
  char **categories;
  GDateTime *date;
} Address;

static char *
joined_categories (const Address *address, gboolean slugified)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; address->categories[i] != NULL; i++)
    {
      char *part = slugified ? site_slugify (address->categories[i], FALSE, FALSE)
                             : g_utf8_strdown (address->categories[i], -1);
      if (g_ptr_array_find_with_equal_func (parts, part, g_str_equal, NULL))
        g_free (part);
      else
        g_ptr_array_add (parts, part);
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("/", (char **) parts->pdata);
}

static char *
inner_path (const Address *address)
{
  const char *rest = address->path;
  const char *folder = address->collection->folder;
  char *inner, *point;

  if (g_str_has_prefix (rest, folder))
    rest += strlen (folder);
  inner = g_strdup (rest);
  point = strrchr (inner, '.');
  if (point != NULL && strchr (point, '/') == NULL)
    *point = '\0';
  return inner;
}

static char *
date_part (const Address *address, const char *name)
{
  static const struct
  {
    const char *name, *format;
  } formats[] = {
    { "year", "%Y" },   { "month", "%m" },      { "day", "%d" },    { "hour", "%H" },
    { "minute", "%M" }, { "second", "%S" },     { "i_day", "%-d" }, { "i_month", "%-m" },
    { "y_day", "%j" },  { "short_year", "%y" }, { "week", "%V" },   { "w_year", "%G" },
    { "w_day", "%u" },
  };
  static const char *const months[] = { "January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December" };
  static const char *const days[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (name, formats[i].name) == 0)
      return g_date_time_format (address->date, formats[i].format);
  if (strcmp (name, "long_month") == 0 || strcmp (name, "short_month") == 0)
    return g_strndup (months[g_date_time_get_month (address->date) - 1], *name == 's' ? 3 : 20);
  if (strcmp (name, "long_day") == 0 || strcmp (name, "short_day") == 0)
    return g_strndup (days[g_date_time_get_day_of_week (address->date) - 1], *name == 's' ? 3 : 20);
  return NULL;
}

static char *
placeholder (const Address *address, const char *name)
{
  if (strcmp (name, "title") == 0)
    return site_slugify (address->slug, TRUE, TRUE);
  if (strcmp (name, "slug") == 0)
    return site_slugify (address->slug, FALSE, FALSE);
  if (strcmp (name, "name") == 0)
    return site_slugify (address->base_name, FALSE, FALSE);
  if (strcmp (name, "collection") == 0)
    return g_strdup (address->collection->label);
  if (strcmp (name, "path") == 0)
    return inner_path (address);
  if (strcmp (name, "output_ext") == 0)
    return g_strdup (".html");
  if (strcmp (name, "categories") == 0)
    return joined_categories (address, FALSE);
  if (strcmp (name, "slugified_categories") == 0)
    return joined_categories (address, TRUE);
  return date_part (address, name);
}

static char *
fill_template (const Address *address, const char *template)
{
  GString *out = g_string_new ("/");
  g_autofree char *collapsed = NULL;

  for (const char *p = template; *p != '\0';)
    {
      gsize length = *p == ':' ? strspn (p + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (length == 0)
        {
          g_string_append_c (out, *p++);
          continue;
        }
      name = g_strndup (p + 1, length);
      value = placeholder (address, name);
      if (value == NULL && name[length - 1] == '_')
        {
          name[--length] = '\0';
          value = placeholder (address, name);
        }
      if (value != NULL)
        base_escape_uri_path (out, value, strlen (value));
      p += length + 1;
    }
  collapsed = g_string_free (out, FALSE);
  out = g_string_new (NULL);
  for (const char *p = collapsed; *p != '\0'; p++)
    if (*p == '.' && p[1] == '.')
      {
        if (out->len == 0 || out->str[out->len - 1] != '/')
          g_string_append_c (out, '/');
        p++;
      }
    else if (*p != '/' || out->len == 0 || out->str[out->len - 1] != '/')
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static char *
slug_of (const FmNode *root, FmValue *defaults, const char *path, char **base_name)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (FmValue) own = site_effective_value (root, defaults, "slug");
  char *point, *slug = NULL;
  int year, month, day;

  if (!site_split_dated_name (name, &year, &month, &day, &slug, NULL))
    slug = NULL;
  point = strrchr (name, '.');
  if (point != NULL && point != name)
    *point = '\0';
  *base_name = g_strdup (name);
  if (own != NULL && site_value_is_scalar (own) && !site_value_is_blank (own))
    {
      g_free (slug);
      return g_strdup (fm_value_get_string (own));
    }
  return slug != NULL ? slug : g_steal_pointer (&name);
}

char *
site_dup_url (const Site *site, const char *path, const FmHeader *header)
{
  const FmNode *root = header != NULL ? fm_header_get_root (header) : NULL;
  g_autoptr (FmValue) defaults = site_dup_defaults (site, path);
  g_autoptr (FmValue) permalink = site_effective_value (root, defaults, "permalink");
  g_autoptr (SitePostInfo) info = NULL;
  Address address = { .site = site, .path = path };
  char *url;

  address.collection = site_get_collection_of (site, path);
  if (address.collection == NULL || !address.collection->output)
    return NULL;
  info = site_post_info_new ((Site *) site, path, (FmHeader *) header, NULL);
  address.categories = info->categories;
  address.date =
      info->date != NULL ? g_date_time_ref (info->date) : g_date_time_new_now (site->timezone);
  address.slug = slug_of (root, defaults, path, &address.base_name);
  url = fill_template (&address, permalink != NULL && site_value_is_scalar (permalink)
                                         && !site_value_is_blank (permalink)
                                     ? fm_value_get_string (permalink)
                                     : address.collection->permalink);
  g_date_time_unref (address.date);
  g_free (address.slug);
  g_free (address.base_name);
  return url;
}

/* ---- references ------------------------------------------------------------------------------
 */

char *
site_dup_reference (const Site *site, const char *path)
{
  GString *out = g_string_new ("/");

  base_escape_uri_path (out, path, strlen (path));
  return g_string_free (out, FALSE);
}

static const char *
skip_liquid (const char *at)
{
  static const char *const names[] = { "site.baseurl", "site.url" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *p = at;
      if (!g_str_has_prefix (p, "{{"))
        return at;
      p += 2 + strspn (p + 2, " ");
      if (!g_str_has_prefix (p, names[i]))
        continue;
      p += strlen (names[i]);
      p += strspn (p, " ");
      if (g_str_has_prefix (p, "}}"))
        return skip_liquid (p + 2);
    }
  return at;
}

/* "a/./b/../c" without its dots; NULL if it leads out. */
static char *
settle_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (strcmp (parts[i], "..") == 0)
      {
        if (kept->len == 0)
          return NULL;
        g_ptr_array_set_size (kept, (int) kept->len - 1);
      }
    else if (*parts[i] != '\0' && strcmp (parts[i], ".") != 0)
      g_ptr_array_add (kept, parts[i]);
  if (kept->len == 0)
    return NULL;
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

static gboolean
has_scheme (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return length > 1 && text[length] == ':';
}

char *
site_dup_file_of_reference (const Site *site, const char *reference)
{
  const char *at = skip_liquid (reference + strspn (reference, " \t"));
  g_autofree char *plain = NULL;
  g_autofree char *decoded = NULL;
  gsize length = strlen (site->url);

  if (length > 0 && strncmp (at, site->url, length) == 0 && (at[length] == '/' || at[length] == 0))
    at += length;
  if (has_scheme (at) || g_str_has_prefix (at, "//") || *at == '#' || *at == '\0')
    return NULL;
  length = strlen (site->baseurl);
  if (length > 0 && strncmp (at, site->baseurl, length) == 0 && at[length] == '/')
    at += length;
  plain = g_strndup (at, strcspn (at, "?#"));
  decoded = g_uri_unescape_string (plain, NULL);
  return settle_path (decoded != NULL ? decoded : plain);
}

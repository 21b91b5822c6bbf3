/* site-config.c - what `_config.yml` says, with Jekyll's defaults where it says nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

static char *
text_or (const Site *site, const char *key, const char *fallback)
{
  const char *text = site_value_text (site->config, key);
  return g_strdup (text != NULL ? text : fallback);
}

static void
strip_slash (char *text)
{
  gsize length = strlen (text);
  while (length > 0 && text[length - 1] == '/')
    text[--length] = '\0';
}

static void
read_language (Site *site)
{
  static const char *const keys[] = { "lang", "language", "locale" };

  for (guint i = 0; i < G_N_ELEMENTS (keys) && site->language == NULL; i++)
    site->language = g_strdup (site_value_text (site->config, keys[i]));
  if (site->language == NULL)
    site->language = g_strdup ("fr");
}

static void
read_timezone (Site *site)
{
  site->timezone_name = text_or (site, "timezone", "");
  if (*site->timezone_name != '\0')
    site->timezone = g_time_zone_new_identifier (site->timezone_name);
  if (*site->timezone_name != '\0' && site->timezone == NULL)
    site_diagnose (site->diagnostics, BASE_SEVERITY_WARNING, "site.timezone",
                   "The time zone is not known; the computer's is used.", "_config.yml",
                   site->timezone_name);
  if (site->timezone == NULL)
    site->timezone = g_time_zone_new_local ();
}

static void
read_exclusions (Site *site)
{
  static const char *const always[] = { ".sass-cache",    ".jekyll-cache", "gemfiles",
                                        "Gemfile",        "Gemfile.lock",  "node_modules",
                                        "vendor/bundle/", "vendor/cache/", "vendor/gems/",
                                        "vendor/ruby/" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) own = site_value_texts (site_value_member (site->config, "exclude"));

  g_strv_builder_addv (builder, (const char **) own);
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    g_strv_builder_add (builder, always[i]);
  g_strv_builder_add (builder, site->destination);
  site->exclude = g_strv_builder_end (builder);
  site->include = site_value_texts (site_value_member (site->config, "include"));
}

static void
read_extensions (Site *site)
{
  const char *list = site_value_text (site->config, "markdown_ext");
  g_auto (GStrv) parts = NULL;

  parts = g_strsplit_set (list != NULL ? list : "markdown,mkdown,mkdn,mkd,md", ", ", -1);
  site->extensions = g_new0 (char *, g_strv_length (parts) + 1);
  for (guint i = 0; parts[i] != NULL; i++)
    site->extensions[i] = g_utf8_strdown (parts[i], -1);
}

static void
defaults_free (gpointer data)
{
  SiteDefaults *defaults = data;
  g_free (defaults->path);
  g_free (defaults->type);
  fm_value_unref (defaults->values);
  g_free (defaults);
}

static void
read_defaults (Site *site)
{
  FmValue *list = site_value_member (site->config, "defaults");

  site->defaults = g_ptr_array_new_with_free_func (defaults_free);
  if (list == NULL || fm_value_get_kind (list) != FM_SEQUENCE)
    return;
  for (guint i = 0; i < fm_value_get_length (list); i++)
    {
      FmValue *set = fm_value_get_item (list, i);
      FmValue *values = site_value_member (set, "values");
      FmValue *scope = site_value_member (set, "scope");
      const char *path = site_value_text (scope, "path");
      SiteDefaults *defaults;

      if (values == NULL || fm_value_get_kind (values) != FM_MAPPING)
        {
          g_autofree char *number = g_strdup_printf ("%u", i + 1);
          site_diagnose (site->diagnostics, BASE_SEVERITY_WARNING, "site.defaults",
                         "An entry of defaults has no values and does nothing.", "_config.yml",
                         number);
          continue;
        }
      defaults = g_new0 (SiteDefaults, 1);
      while (path != NULL && *path == '/')
        path++;
      defaults->path = g_strdup (path != NULL ? path : "");
      defaults->type = g_strdup (site_value_text (scope, "type"));
      defaults->values = fm_value_ref (values);
      g_ptr_array_add (site->defaults, defaults);
    }
}

void
site_config_apply (Site *site)
{
  g_autofree char *name = g_path_get_basename (site->root);

  site->title = text_or (site, "title",
                         site_value_text (site->config, "name") != NULL
                             ? site_value_text (site->config, "name")
                             : name);
  read_language (site);
  site->url = text_or (site, "url", "");
  strip_slash (site->url);
  site->baseurl = text_or (site, "baseurl", "");
  strip_slash (site->baseurl);
  read_timezone (site);
  site->permalink_style = text_or (site, "permalink", "date");
  site->collections_dir = text_or (site, "collections_dir", "");
  strip_slash (site->collections_dir);
  site->destination = text_or (site, "destination", "_site");
  site->future = site_value_boolean (site->config, "future", FALSE);
  site->unpublished = site_value_boolean (site->config, "unpublished", FALSE);
  read_exclusions (site);
  read_extensions (site);
  read_defaults (site);
}

/* ---- defaults of a path ----------------------------------------------------------------------
 */

static const char *
strip_collections_dir (const Site *site, const char *path)
{
  gsize length = strlen (site->collections_dir);

  return length > 0 && strncmp (path, site->collections_dir, length) == 0 && path[length] == '/'
             ? path + length + 1
             : path;
}

/* A pattern names existing files and folders, and whatever begins with one of those is meant: so
 * the path itself and each folder above it are tried. */
static gboolean
path_applies (const Site *site, const SiteDefaults *defaults, const char *path)
{
  g_autofree char *trial = NULL;

  if (*defaults->path == '\0')
    return TRUE;
  if (strchr (defaults->path, '*') == NULL)
    return g_str_has_prefix (strip_collections_dir (site, path),
                             strip_collections_dir (site, defaults->path));
  trial = g_strdup (path);
  while (TRUE)
    {
      char *slash;
      if (site_glob_match (defaults->path, trial, TRUE))
        return TRUE;
      slash = strrchr (trial, '/');
      if (slash == NULL)
        return FALSE;
      *slash = '\0';
    }
}

static gboolean
has_precedence (const SiteDefaults *old, const SiteDefaults *now)
{
  gsize old_length, length;

  if (old == NULL)
    return TRUE;
  old_length = strlen (old->path);
  length = strlen (now->path);
  if (old_length != length)
    return length > old_length;
  return now->type != NULL || old->type == NULL;
}

FmValue *
site_dup_defaults (const Site *site, const char *path)
{
  const SiteCollection *collection = site_get_collection_of (site, path);
  const char *type = collection != NULL ? collection->label : "pages";
  FmValue *result = site_value_new_empty ();
  const SiteDefaults *old = NULL;

  for (guint i = 0; i < site->defaults->len; i++)
    {
      const SiteDefaults *defaults = site->defaults->pdata[i];
      FmValue *merged;

      if ((defaults->type != NULL && strcmp (defaults->type, type) != 0)
          || !path_applies (site, defaults, path))
        continue;
      if (has_precedence (old, defaults))
        {
          merged = site_value_merge (result, defaults->values);
          old = defaults;
        }
      else
        merged = site_value_merge (defaults->values, result);
      fm_value_unref (result);
      result = merged;
    }
  return result;
}

/* site.c - finding and opening a site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

static gboolean
has_entry (const char *folder, const char *name, GFileTest test)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_test (path, test);
}

static gboolean
has_config (const char *folder)
{
  return has_entry (folder, "_config.yml", G_FILE_TEST_IS_REGULAR)
         || has_entry (folder, "_config.yaml", G_FILE_TEST_IS_REGULAR);
}

static gboolean
has_posts (const char *folder)
{
  return has_entry (folder, "_posts", G_FILE_TEST_IS_DIR)
         || has_entry (folder, "_drafts", G_FILE_TEST_IS_DIR);
}

static gboolean
is_too_high (const char *folder)
{
  return strcmp (folder, "/") == 0 || strcmp (folder, g_get_home_dir ()) == 0;
}

/* The nearest folder upwards that @test takes; NULL if there is none. */
static char *
search_upwards (const char *from, gboolean (*test) (const char *))
{
  g_autofree char *folder = g_strdup (from);

  while (!is_too_high (folder))
    {
      char *parent;
      if (test (folder))
        return g_steal_pointer (&folder);
      parent = g_path_get_dirname (folder);
      g_free (folder);
      folder = parent;
    }
  return NULL;
}

static char *
find_root (const char *path, GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = NULL;
  char *root;

  if (!g_file_test (full, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s does not exist", full);
      return NULL;
    }
  folder = g_file_test (full, G_FILE_TEST_IS_DIR) ? g_strdup (full) : g_path_get_dirname (full);
  root = search_upwards (folder, has_config);
  if (root == NULL)
    root = search_upwards (folder, has_posts);
  return root != NULL ? root : g_steal_pointer (&folder);
}

static void
load_config (Site *site)
{
  const char *name =
      has_entry (site->root, "_config.yml", G_FILE_TEST_EXISTS) ? "_config.yml" : "_config.yaml";

  site->has_config = has_config (site->root);
  if (site->has_config)
    site->config = site_yaml_load (site->root, name, site->diagnostics);
  if (site->config != NULL && fm_value_get_kind (site->config) != FM_MAPPING)
    {
      if (fm_value_get_kind (site->config) != FM_NULL)
        site_diagnose (site->diagnostics, BASE_SEVERITY_ERROR, "site.config-not-a-mapping",
                       "The configuration is no list of settings.", name, NULL);
      g_clear_pointer (&site->config, fm_value_unref);
    }
  site->config_is_lost = site->has_config && site->config == NULL && site->diagnostics->len > 0;
  if (site->config == NULL)
    site->config = site_value_new_empty ();
}

Site *
site_open (const char *path, GError **error)
{
  g_autofree char *root = find_root (path, error);
  Site *site;

  if (root == NULL)
    return NULL;
  if (!g_file_test (root, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY, "%s is no folder", root);
      return NULL;
    }
  site = g_new0 (Site, 1);
  g_atomic_ref_count_init (&site->references);
  site->root = g_steal_pointer (&root);
  site->diagnostics = base_diagnostics_new ();
  site->is_deep = !is_too_high (site->root);
  load_config (site);
  site->is_jekyll = site->has_config || has_posts (site->root);
  site_config_apply (site);
  site_collections_apply (site);
  site_override_apply (site);
  return site;
}

Site *
site_ref (Site *site)
{
  g_atomic_ref_count_inc (&site->references);
  return site;
}

void
site_unref (Site *site)
{
  if (site == NULL || !g_atomic_ref_count_dec (&site->references))
    return;
  g_free (site->root);
  g_free (site->title);
  g_free (site->language);
  g_free (site->url);
  g_free (site->baseurl);
  g_free (site->timezone_name);
  g_time_zone_unref (site->timezone);
  fm_value_unref (site->config);
  g_ptr_array_unref (site->diagnostics);
  g_ptr_array_unref (site->defaults);
  g_ptr_array_unref (site->collections);
  g_free (site->collections_dir);
  g_free (site->permalink_style);
  g_free (site->drafts_folder);
  g_free (site->uploads_folder);
  g_free (site->destination);
  g_strfreev (site->extensions);
  g_strfreev (site->exclude);
  g_strfreev (site->include);
  g_clear_pointer (&site->override, fm_value_unref);
  g_ptr_array_unref (site->styles);
  g_free (site);
}

const char *
site_get_root (const Site *site)
{
  return site->root;
}

gboolean
site_is_jekyll (const Site *site)
{
  return site->is_jekyll;
}

const char *
site_get_title (const Site *site)
{
  return site->title;
}

const char *
site_get_language (const Site *site)
{
  return site->language;
}

const char *
site_get_url (const Site *site)
{
  return site->url;
}

const char *
site_get_baseurl (const Site *site)
{
  return site->baseurl;
}

GTimeZone *
site_get_timezone (const Site *site)
{
  return site->timezone;
}

const char *
site_get_timezone_name (const Site *site)
{
  return site->timezone_name;
}

FmValue *
site_get_config (const Site *site)
{
  return site->config;
}

GPtrArray *
site_get_diagnostics (const Site *site)
{
  return site->diagnostics;
}

const char *
site_get_drafts_folder (const Site *site)
{
  return site->drafts_folder;
}

const char *
site_get_uploads_folder (const Site *site)
{
  return site->uploads_folder;
}

GPtrArray *
site_get_styles (const Site *site)
{
  return site->styles;
}

/* site-override.c - `_data/chapeau.yml`: what cannot be guessed.
 *
 *   uploads: media/files
 *   fields:                       # for every collection
 *     chapeau-text:
 *       label: Chapeau
 *       help: Deux phrases au plus.
 *       kind: markdown            # a name of site_field_kind_to_string
 *       values: [Un, Deux]        # the only ones allowed, unless `free: true`
 *       required: true            # before publishing
 *       max_length: 300
 *       hidden: true
 *       main: true                # shown at once, not among the other fields
 *       fields: …                 # of a group
 *   order: [title, chapeau-text]
 *   collections:
 *     actualites: { fields: …, order: … }
 *   stylesheets: assets/site.css  # of the site's pages, for the preview; or a list
 *   styles:
 *   - name: Encadré
 *     attribute: .encadre
 *     inline: false
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

static void
style_free (gpointer data)
{
  SiteStyle *style = data;
  g_free (style->name);
  g_free (style->attribute);
  g_free (style);
}

static void
read_styles (Site *site)
{
  FmValue *list = site_value_member (site->override, "styles");

  if (list == NULL || fm_value_get_kind (list) != FM_SEQUENCE)
    return;
  for (guint i = 0; i < fm_value_get_length (list); i++)
    {
      FmValue *item = fm_value_get_item (list, i);
      const char *name = site_value_text (item, "name");
      const char *attribute = site_value_text (item, "attribute");
      SiteStyle *style;

      if (name == NULL || attribute == NULL)
        {
          site_diagnose (site->diagnostics, BASE_SEVERITY_WARNING, "site.override",
                         "A style needs a name and an attribute.", "_data/chapeau.yml", "styles");
          continue;
        }
      style = g_new0 (SiteStyle, 1);
      style->name = g_strdup (name);
      style->attribute = g_strdup (attribute);
      style->inline_style = site_value_boolean (item, "inline", FALSE);
      g_ptr_array_add (site->styles, style);
    }
}

static void
complain (Site *site, const char *where, const char *what)
{
  g_autofree char *place = g_strdup_printf ("%s: %s", where, what);
  g_autofree char *detail = g_strdup_printf ("“%s” is not understood.", place);

  site_diagnose (site->diagnostics, BASE_SEVERITY_WARNING, "site.override", detail,
                 "_data/chapeau.yml", place);
}

static gboolean
is_kind (const char *name)
{
  for (guint i = 0; i <= SITE_FIELD_RAW; i++)
    if (strcmp (name, site_field_kind_to_string ((SiteFieldKind) i)) == 0)
      return TRUE;
  return FALSE;
}

/* Words that do nothing are told: most are slips of the pen. */
static void
check_fields (Site *site, FmValue *fields, int depth)
{
  static const char *const words[] = { "label",      "help",   "kind", "values", "free", "required",
                                       "max_length", "hidden", "main", "fields", NULL };

  if (fields == NULL || fm_value_get_kind (fields) != FM_MAPPING || depth > 6)
    return;
  for (guint i = 0; i < fm_value_get_length (fields); i++)
    {
      FmValue *settings = fm_value_get_item (fields, i);
      const char *key = fm_value_get_key (fields, i);
      const char *kind = site_value_text (settings, "kind");

      if (fm_value_get_kind (settings) != FM_MAPPING)
        continue;
      for (guint j = 0; j < fm_value_get_length (settings); j++)
        if (!g_strv_contains (words, fm_value_get_key (settings, j)))
          complain (site, key, fm_value_get_key (settings, j));
      if (kind != NULL && !is_kind (kind))
        complain (site, key, kind);
      check_fields (site, site_value_member (settings, "fields"), depth + 1);
    }
}

static void
check_collections (Site *site)
{
  FmValue *collections = site_value_member (site->override, "collections");

  if (collections == NULL || fm_value_get_kind (collections) != FM_MAPPING)
    return;
  for (guint i = 0; i < fm_value_get_length (collections); i++)
    {
      if (site_find_collection (site, fm_value_get_key (collections, i)) == NULL)
        complain (site, "collections", fm_value_get_key (collections, i));
      check_fields (site, site_value_member (fm_value_get_item (collections, i), "fields"), 0);
    }
}

void
site_override_apply (Site *site)
{
  const char *uploads;

  site->styles = g_ptr_array_new_with_free_func (style_free);
  site->override = site_yaml_load (site->root, "_data/chapeau.yml", site->diagnostics);
  if (site->override == NULL)
    return;
  if (fm_value_get_kind (site->override) != FM_MAPPING)
    {
      site_diagnose (site->diagnostics, BASE_SEVERITY_WARNING, "site.override",
                     "The file is no list of settings.", "_data/chapeau.yml", NULL);
      g_clear_pointer (&site->override, fm_value_unref);
      return;
    }
  uploads = site_value_text (site->override, "uploads");
  if (uploads != NULL && strstr (uploads, "..") == NULL && *uploads != '/')
    {
      g_free (site->uploads_folder);
      site->uploads_folder = g_strdup (uploads);
      site->uploads_are_said = TRUE;
    }
  read_styles (site);
  check_fields (site, site_value_member (site->override, "fields"), 0);
  check_collections (site);
}

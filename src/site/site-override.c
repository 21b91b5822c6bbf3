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
    }
  read_styles (site);
}

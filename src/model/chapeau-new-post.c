/* chapeau-new-post.c - posts that are begun: their first text and the name their file will have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-new-post.h"

#include <string.h>

#define NAMING "chapeau-naming"

/* How a new document is named; kept with it. */
typedef struct
{
  const SiteCollection *collection; /* the site's */
  gboolean by_hand;
} Naming;

static Site *
get_site (ChapeauWorkspace *workspace)
{
  return chapeau_workspace_get_site (workspace);
}

/* ---- names ------------------------------------------------------------------------------------
 */

/* @name in @folder, or with "-2", "-3" … if it is taken. */
static char *
dup_free_path (ChapeauWorkspace *workspace, const char *folder, const char *name)
{
  const char *dot = strrchr (name, '.');
  gsize length = dot != NULL ? (gsize) (dot - name) : strlen (name);
  g_autofree char *stem = g_strndup (name, length);
  g_autofree char *prefix = *folder != '\0' ? g_strconcat (folder, "/", NULL) : g_strdup ("");
  char *path = g_strconcat (prefix, name, NULL);

  for (guint n = 2; chapeau_workspace_find_post (workspace, path) != NULL; n++)
    {
      g_free (path);
      path = g_strdup_printf ("%s%s-%u%s", prefix, stem, n, name + length);
    }
  return path;
}

static const char *
get_scalar (FmHeader *header, const char *key)
{
  const FmNode *node = fm_header_lookup (header, key);
  const char *text = node != NULL ? fm_node_get_string (node, NULL) : NULL;

  return text != NULL ? text : "";
}

static char *
dup_path (ChapeauWorkspace *workspace, const SiteCollection *collection, FmHeader *header)
{
  Site *site = get_site (workspace);
  const char *title = get_scalar (header, "title");
  const FmNode *node = fm_header_lookup (header, "date");
  gboolean drafted = collection == NULL || collection->is_posts || *collection->label == '\0';
  g_autoptr (GDateTime) date = site_date_read (get_scalar (header, "date"),
                                               node != NULL && fm_node_get_kind (node) == FM_TIME,
                                               site_get_timezone (site), NULL);
  g_autofree char *slug = site_dup_slug (title);
  g_autofree char *name = NULL;

  if (date == NULL)
    date = g_date_time_new_now (site_get_timezone (site));
  /* The file's date is put before a draft's name when it is published. */
  if (drafted || *slug == '\0')
    name = g_strconcat (*slug != '\0' ? slug : "sans-titre", ".md", NULL);
  else
    name = site_dup_post_filename (site, collection, chapeau_workspace_get_facts (workspace), date,
                                   title);
  if (drafted)
    return dup_free_path (workspace, site_is_jekyll (site) ? site_get_drafts_folder (site) : "",
                          name);
  return dup_free_path (workspace, collection->folder, name);
}

static Naming *
get_naming (ChapeauDocument *document)
{
  return g_object_get_data (G_OBJECT (document), NAMING);
}

static void
follow_title (ChapeauDocument *document)
{
  Naming *naming = get_naming (document);
  g_autofree char *path = NULL;

  if (!chapeau_document_is_untitled (document) || naming->by_hand)
    return;
  path = dup_path (chapeau_document_get_workspace (document), naming->collection,
                   chapeau_document_get_header (document));
  chapeau_document_set_planned_path (document, path);
}

gboolean
chapeau_new_post_rename (ChapeauDocument *document, const char *path)
{
  Naming *naming;
  ChapeauWorkspace *workspace;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), FALSE);

  naming = get_naming (document);
  if (naming == NULL || !chapeau_document_is_untitled (document))
    return FALSE;
  if (*path == '\0')
    {
      naming->by_hand = FALSE;
      follow_title (document);
      return TRUE;
    }
  workspace = chapeau_document_get_workspace (document);
  if (strcmp (path, chapeau_document_get_path (document)) == 0)
    return TRUE;
  if (!g_utf8_validate (path, -1, NULL) || strstr (path, "..") != NULL || *path == '/'
      || !site_is_post_path (get_site (workspace), path)
      || chapeau_workspace_find_post (workspace, path) != NULL)
    return FALSE;
  naming->by_hand = TRUE;
  chapeau_document_set_planned_path (document, path);
  return TRUE;
}

/* ---- first texts ------------------------------------------------------------------------------
 */

static ChapeauDocument *
begin (ChapeauWorkspace *workspace, const SiteCollection *collection, GBytes *text)
{
  g_autoptr (FmHeader) header = fm_header_new (text);
  g_autofree char *path = dup_path (workspace, collection, header);
  ChapeauDocument *document = chapeau_document_new_untitled (workspace, path, text);
  Naming *naming = g_new0 (Naming, 1);

  naming->collection = collection;
  g_object_set_data_full (G_OBJECT (document), NAMING, naming, g_free);
  g_signal_connect (document, "header-changed", G_CALLBACK (follow_title), NULL);
  return document;
}

ChapeauDocument *
chapeau_new_post (ChapeauWorkspace *workspace, const SiteCollection *collection)
{
  static const char empty[] = "---\n---\n\n";
  g_autoptr (GBytes) text = g_bytes_new_static (empty, strlen (empty));

  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (workspace), NULL);

  return begin (workspace, collection, text);
}

/* @text after @edits; @text itself, taken, if there are none. */
static GBytes *
apply (GBytes *text, BaseEdits *edits)
{
  GBytes *after;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  if (edits == NULL)
    return text;
  after = base_edits_apply (edits, data, length);
  base_edits_unref (edits);
  g_bytes_unref (text);
  return after;
}

static GBytes *
renew_date (GBytes *text, GTimeZone *zone)
{
  g_autoptr (FmHeader) header = fm_header_new (text);
  const FmNode *node = fm_header_lookup (header, "date");
  g_autoptr (GDateTime) exact = g_date_time_new_now (zone);
  g_autoptr (GDateTime) now = g_date_time_add_seconds (exact, -g_date_time_get_seconds (exact));
  g_autofree char *written = NULL;
  g_autoptr (FmValue) value = NULL;

  if (node == NULL || fm_node_get_string (node, NULL) == NULL)
    return text;
  written = site_date_write_like (now, zone, fm_node_get_string (node, NULL),
                                  fm_node_get_kind (node) == FM_TIME);
  value = fm_node_get_kind (node) == FM_STRING ? fm_value_new_string (written)
                                               : fm_value_new_written (written);
  return apply (text, fm_edit_set (header, "date", value, NULL));
}

/* Two pages cannot have one address. */
static GBytes *
remove_address (GBytes *text)
{
  static const char *const keys[] = { "permalink", "slug", "redirect_from", "redirect-from" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (FmHeader) header = fm_header_new (text);

      if (fm_header_lookup (header, keys[i]) != NULL)
        text = apply (text, fm_edit_remove (header, keys[i], NULL));
    }
  return text;
}

ChapeauDocument *
chapeau_new_post_from (ChapeauDocument *model)
{
  ChapeauWorkspace *workspace;
  g_autoptr (GBytes) text = NULL;
  const SiteCollection *collection;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (model), NULL);

  workspace = chapeau_document_get_workspace (model);
  collection = site_get_collection_of (get_site (workspace), chapeau_document_get_path (model));
  text = renew_date (chapeau_document_dup_text (model), site_get_timezone (get_site (workspace)));
  text = remove_address (g_steal_pointer (&text));
  return begin (workspace, collection, text);
}

/* site-collections.c - where posts, drafts and uploads live.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

void
site_collection_free (SiteCollection *collection)
{
  g_free (collection->label);
  g_free (collection->title);
  g_free (collection->folder);
  g_free (collection->permalink);
  g_free (collection);
}

SiteCollection *
site_collection_new (const char *label, const char *title, const char *folder)
{
  SiteCollection *collection = g_new0 (SiteCollection, 1);

  collection->label = g_strdup (label);
  collection->title = title != NULL ? g_strdup (title) : site_label_from_key (label);
  collection->folder = g_strdup (folder);
  return collection;
}

static char *
in_collections_dir (const Site *site, const char *name)
{
  return *site->collections_dir != '\0' ? g_strdup_printf ("%s/%s", site->collections_dir, name)
                                        : g_strdup (name);
}

static gboolean
is_folder (const Site *site, const char *path)
{
  g_autofree char *full = g_build_filename (site->root, path, NULL);
  return g_file_test (full, G_FILE_TEST_IS_DIR);
}

static const char *
style_template (const char *style)
{
  static const struct
  {
    const char *name, *template;
  } styles[] = {
    { "none", "/:categories/:title:output_ext" },
    { "date", "/:categories/:year/:month/:day/:title:output_ext" },
    { "ordinal", "/:categories/:year/:y_day/:title:output_ext" },
    { "pretty", "/:categories/:year/:month/:day/:title/" },
    { "weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (strcmp (style, styles[i].name) == 0)
      return styles[i].template;
  return style;
}

static char *
default_permalink (const Site *site, gboolean is_posts)
{
  const char *style = site->permalink_style;
  const char *suffix = "";

  if (is_posts)
    return g_strdup (style_template (style));
  if (strcmp (style, "pretty") == 0 || g_str_has_suffix (style, "/"))
    suffix = "/";
  else if (strcmp (style, "date") == 0 || strcmp (style, "ordinal") == 0
           || strcmp (style, "none") == 0 || g_str_has_suffix (style, ":output_ext"))
    suffix = ":output_ext";
  return g_strconcat ("/:collection/:path", suffix, NULL);
}

static void
add_collection (Site *site, const char *label, FmValue *metadata, gboolean declared)
{
  g_autofree char *clean = g_strdup (label);
  g_autofree char *name = NULL;
  g_autofree char *folder = NULL;
  const char *permalink = site_value_text (metadata, "permalink");
  SiteCollection *collection;
  char *to = clean;

  for (const char *p = label; *p != '\0'; p++)
    if (g_ascii_isalnum (*p) || strchr ("_-.", *p) != NULL)
      *to++ = *p;
  *to = '\0';
  name = g_strconcat ("_", clean, NULL);
  folder = in_collections_dir (site, name);
  if (*clean == '\0' || site_find_collection (site, clean) != NULL)
    return;
  /* Siteleaf declares its uploads as a collection; without such a folder it is no place for posts.
   */
  if (strcmp (clean, "uploads") == 0 && !is_folder (site, folder))
    return;
  collection = site_collection_new (clean, site_value_text (metadata, "title"), folder);
  collection->is_posts = strcmp (clean, "posts") == 0;
  collection->output = collection->is_posts || site_value_boolean (metadata, "output", FALSE);
  collection->permalink =
      permalink != NULL ? g_strdup (permalink) : default_permalink (site, collection->is_posts);
  collection->declared = declared;
  if (collection->is_posts)
    g_ptr_array_insert (site->collections, 0, collection);
  else
    g_ptr_array_add (site->collections, collection);
}

/* The first folder "_posts" below a folder that is no special one: some sites keep "fr/_posts". */
static char *
find_posts_folder (const Site *site, const char *below, int depth)
{
  g_autofree char *full = g_build_filename (site->root, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;
  guint seen = 0;

  while (dir != NULL && depth < 3 && seen++ < 200 && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path =
          *below != '\0' ? g_strdup_printf ("%s/%s", below, name) : g_strdup (name);
      char *found;

      if (site_is_special_name (site, name) || site_is_excluded (site, path, TRUE)
          || !is_folder (site, path))
        continue;
      found = g_strconcat (path, "/_posts", NULL);
      if (is_folder (site, found))
        return found;
      g_free (found);
      found = find_posts_folder (site, path, depth + 1);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
settle_posts (Site *site)
{
  SiteCollection *posts = site->collections->pdata[0];
  char *elsewhere;

  if (!is_folder (site, posts->folder)
      && (elsewhere = find_posts_folder (site, site->collections_dir, 0)) != NULL)
    {
      g_free (posts->folder);
      posts->folder = elsewhere;
    }
  site->drafts_folder = g_strdup (posts->folder);
  if (g_str_has_suffix (site->drafts_folder, "_posts"))
    {
      site->drafts_folder[strlen (site->drafts_folder) - strlen ("_posts")] = '\0';
      elsewhere = g_strconcat (site->drafts_folder, "_drafts", NULL);
      g_free (site->drafts_folder);
      site->drafts_folder = elsewhere;
    }
}

static gboolean
holds_markdown (const Site *site, const char *folder)
{
  g_autofree char *full = g_build_filename (site->root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;
  guint seen = 0;

  while (dir != NULL && seen++ < 1000 && (name = g_dir_read_name (dir)) != NULL)
    {
      const char *point = strrchr (name, '.');
      g_autofree char *extension = point != NULL ? g_utf8_strdown (point + 1, -1) : NULL;

      if (extension != NULL && g_strv_contains ((const char *const *) site->extensions, extension))
        return TRUE;
    }
  return FALSE;
}

static int
compare_labels (gconstpointer one, gconstpointer other)
{
  return strcmp (*(char *const *) one, *(char *const *) other);
}

/* The configuration that would declare them cannot be read: each folder "_name" with Markdown in it
 * is taken for a collection, so that its posts still have their form. */
static void
guess_collections (Site *site)
{
  static const char *const others[] = { "_drafts",  "_layouts", "_includes", "_data", "_sass",
                                        "_plugins", "_site",    "_posts",    NULL };
  g_autofree char *full = g_build_filename (site->root, site->collections_dir, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (*name == '_' && !g_strv_contains (others, name) && is_folder (site, name)
          && holds_markdown (site, name))
        g_ptr_array_add (labels, g_strdup (name + 1));
    }
  g_ptr_array_sort (labels, compare_labels);
  for (guint i = 0; i < labels->len; i++)
    add_collection (site, labels->pdata[i], NULL, FALSE);
}

static void
find_uploads (Site *site)
{
  static const char *const usual[] = { "uploads",    "assets/uploads", "assets/images",
                                       "assets/img", "images",         "img",
                                       "media",      "files",          "assets" };

  for (guint i = 0; i < G_N_ELEMENTS (usual) && site->uploads_folder == NULL; i++)
    if (is_folder (site, usual[i]))
      site->uploads_folder = g_strdup (usual[i]);
  if (site->uploads_folder == NULL)
    site->uploads_folder = g_strdup ("uploads");
}

void
site_collections_apply (Site *site)
{
  FmValue *declared = site_value_member (site->config, "collections");

  site->collections = g_ptr_array_new_with_free_func ((GDestroyNotify) site_collection_free);
  find_uploads (site);
  if (!site->is_jekyll)
    {
      SiteCollection *all = site_collection_new ("", site->title, "");
      all->permalink = g_strdup ("/:path:output_ext");
      all->output = TRUE;
      g_ptr_array_add (site->collections, all);
      site->drafts_folder = g_strdup ("_drafts");
      return;
    }
  if (declared != NULL && fm_value_get_kind (declared) == FM_MAPPING)
    for (guint i = 0; i < fm_value_get_length (declared); i++)
      add_collection (site, fm_value_get_key (declared, i), fm_value_get_item (declared, i), TRUE);
  else
    {
      g_auto (GStrv) labels = site_value_texts (declared);
      for (guint i = 0; labels[i] != NULL; i++)
        add_collection (site, labels[i], NULL, TRUE);
    }
  if (site->config_is_lost)
    guess_collections (site);
  if (site_find_collection (site, "posts") == NULL)
    add_collection (site, "posts", NULL, FALSE);
  settle_posts (site);
}

GPtrArray *
site_get_collections (const Site *site)
{
  return site->collections;
}

const SiteCollection *
site_find_collection (const Site *site, const char *label)
{
  for (guint i = 0; i < site->collections->len; i++)
    if (strcmp (((SiteCollection *) site->collections->pdata[i])->label, label) == 0)
      return site->collections->pdata[i];
  return NULL;
}

/* ---- paths -----------------------------------------------------------------------------------
 */

/* The component @name in a path: the rest behind it, or NULL. Folders before it must be plain. */
static const char *
behind_component (const Site *site, const char *path, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  gsize at = 0;

  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    {
      at += strlen (parts[i]) + 1;
      if (strcmp (parts[i], name) == 0)
        return path + at;
      if (site_is_special_name (site, parts[i]))
        return NULL;
    }
  return NULL;
}

static gboolean
is_below (const char *path, const char *folder)
{
  gsize length = strlen (folder);
  return length == 0 || (g_str_has_prefix (path, folder) && path[length] == '/');
}

gboolean
site_is_draft_path (const Site *site, const char *path)
{
  return is_below (path, site->drafts_folder) || behind_component (site, path, "_drafts") != NULL;
}

const SiteCollection *
site_get_collection_of (const Site *site, const char *path)
{
  const SiteCollection *first = site->collections->pdata[0];

  if (!site->is_jekyll)
    return first;
  for (guint i = 0; i < site->collections->len; i++)
    {
      const SiteCollection *collection = site->collections->pdata[i];
      if (is_below (path, collection->folder))
        return collection;
    }
  return site_is_draft_path (site, path) || behind_component (site, path, "_posts") != NULL
             ? site_find_collection (site, "posts")
             : NULL;
}

gboolean
site_is_post_path (const Site *site, const char *path)
{
  const SiteCollection *collection = site_get_collection_of (site, path);
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *point = strrchr (name, '.');
  g_autofree char *extension = NULL;

  if (collection == NULL || point == NULL || point == name || site_is_special_name (site, name)
      || site_is_excluded (site, path, FALSE))
    return FALSE;
  extension = g_utf8_strdown (point + 1, -1);
  return g_strv_contains ((const char *const *) site->extensions, extension);
}

/* ---- listing ---------------------------------------------------------------------------------
 */

typedef gboolean (*Wanted) (const Site *site, const char *path);

typedef struct
{
  const Site *site;
  Wanted wanted;
  gboolean all_folders;
  GCancellable *cancellable;
  GPtrArray *found;
  guint seen;
} Walk;

static gboolean
enter_folder (const Walk *walk, const char *path, const char *name)
{
  if (walk->all_folders)
    return *name != '.';
  if (strcmp (name, "_posts") == 0 || strcmp (name, "_drafts") == 0)
    return TRUE;
  for (guint i = 0; i < walk->site->collections->len; i++)
    {
      const SiteCollection *collection = walk->site->collections->pdata[i];
      if (strcmp (path, collection->folder) == 0 || is_below (collection->folder, path))
        return TRUE;
    }
  return !site_is_special_name (walk->site, name) && !site_is_excluded (walk->site, path, TRUE)
         && (walk->site->is_jekyll || walk->site->is_deep);
}

static void
walk_folder (Walk *walk, const char *below, int depth)
{
  g_autofree char *full = g_build_filename (walk->site->root, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;

  while (dir != NULL && depth < SITE_MAX_DEPTH && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path =
          *below != '\0' ? g_strdup_printf ("%s/%s", below, name) : g_strdup (name);
      g_autofree char *file = NULL;

      if (++walk->seen > SITE_MAX_FILES || g_cancellable_is_cancelled (walk->cancellable))
        return;
      if (walk->wanted (walk->site, path))
        {
          file = g_build_filename (walk->site->root, path, NULL);
          if (!g_file_test (file, G_FILE_TEST_IS_DIR))
            g_ptr_array_add (walk->found, g_steal_pointer (&path));
          continue;
        }
      if (strchr (name, '.') != NULL && strchr (name, '.') != name && !walk->all_folders
          && strrchr (name, '.')[1] != '\0' && !is_folder (walk->site, path))
        continue;
      if (enter_folder (walk, path, name) && is_folder (walk->site, path))
        walk_folder (walk, path, depth + 1);
    }
}

static int
compare_newest (gconstpointer one, gconstpointer other)
{
  return strcmp (*(char *const *) other, *(char *const *) one);
}

static int
compare_names (gconstpointer one, gconstpointer other)
{
  return strcmp (*(char *const *) one, *(char *const *) other);
}

static GPtrArray *
list_files (Site *site,
            Wanted wanted,
            const char *below,
            gboolean all_folders,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { site, wanted, all_folders, cancellable, found, 0 };

  if (!g_file_test (site->root, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s cannot be read", site->root);
      return NULL;
    }
  walk_folder (&walk, below, 0);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&found);
}

GPtrArray *
site_list_posts (Site *site, GCancellable *cancellable, GError **error)
{
  GPtrArray *found = list_files (site, site_is_post_path, "", FALSE, cancellable, error);

  if (found != NULL)
    g_ptr_array_sort (found, compare_newest);
  return found;
}

static gboolean
is_upload (const Site *site, const char *path)
{
  const char *name = strrchr (path, '/');
  g_autofree char *full = g_build_filename (site->root, path, NULL);

  return name != NULL && name[1] != '.' && !g_file_test (full, G_FILE_TEST_IS_DIR);
}

GPtrArray *
site_list_uploads (Site *site, const char *folder, GCancellable *cancellable, GError **error)
{
  GPtrArray *found = list_files (site, is_upload, folder != NULL ? folder : site->uploads_folder,
                                 TRUE, cancellable, error);

  if (found != NULL)
    g_ptr_array_sort (found, compare_names);
  return found;
}

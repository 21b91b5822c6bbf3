/* chapeau-workspace.c - an open folder: the site, its shared folder, its posts.
 *
 * The list of names comes from the store (it knows presence and conflict copies and never hangs the
 * window); the headers of the posts that are new or have another stamp are then read in a worker,
 * which gets paths and gives back infos and touches no object of ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-workspace.h"

#include <string.h>

struct _ChapeauWorkspace
{
  GObject parent_instance;

  Site *site;
  StoreFolder *folder;
  SiteFacts *facts;
  GListStore *posts;
  GHashTable *by_path; /* char * (of the item) → ChapeauPostItem (of posts) */
  GCancellable *cancellable;
  gboolean listing;
  gboolean list_again;
  gboolean listed;
};

enum
{
  FACTS_CHANGED,
  FOLDER_CHANGED,
  LISTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauWorkspace, chapeau_workspace, G_TYPE_OBJECT)

/* ---- reading headers in a worker ---------------------------------------------------------------
 */

typedef struct
{
  Site *site;
  char **paths;
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  site_unref (job->site);
  g_strfreev (job->paths);
  g_free (job);
}

static void
info_unref (gpointer info)
{
  g_clear_pointer (&info, site_post_info_unref);
}

static void
read_headers (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const ReadJob *job = data;
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (info_unref);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  for (guint i = 0; job->paths[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      SitePostInfo *info = site_load_post_info (job->site, job->paths[i], now, cancellable, NULL);

      /* A post that cannot be read now is listed by its name; opening it says why. */
      if (info != NULL)
        g_ptr_array_add (infos, info);
    }
  g_task_return_pointer (task, g_steal_pointer (&infos), (GDestroyNotify) g_ptr_array_unref);
}

static void
scan (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  SiteFacts *facts = site_scan_posts (data, cancellable, &error);

  if (facts == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, facts, (GDestroyNotify) site_facts_unref);
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SiteFacts) facts = g_task_propagate_pointer (G_TASK (result), NULL);
  ChapeauWorkspace *self;

  /* Cancelled, or the folder is gone, which its own state tells: the form stays as it is. */
  if (facts == NULL)
    return;
  self = CHAPEAU_WORKSPACE (source);
  g_clear_pointer (&self->facts, site_facts_unref);
  self->facts = g_steal_pointer (&facts);
  g_signal_emit (self, signals[FACTS_CHANGED], 0);
}

static void
scan_posts (ChapeauWorkspace *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_scanned, NULL);

  g_task_set_source_tag (task, scan_posts);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, site_ref (self->site), (GDestroyNotify) site_unref);
  g_task_run_in_thread (task, scan);
}

/* ---- listing ------------------------------------------------------------------------------------
 */

static void
listing_ended (ChapeauWorkspace *self)
{
  gboolean first = !self->listed;

  self->listing = FALSE;
  self->listed = TRUE;
  g_signal_emit (self, signals[LISTED], 0);
  if (first)
    scan_posts (self);
  if (self->list_again)
    {
      self->list_again = FALSE;
      chapeau_workspace_refresh (self);
    }
}

/* Says whether the post is now in another section of the list. */
static gboolean
take_info (ChapeauPostItem *item, SitePostInfo *info)
{
  SiteState before = chapeau_post_item_get_state (item);

  chapeau_post_item_set_info (item, info);
  return chapeau_post_item_get_state (item) != before;
}

static gboolean
is_sorted (GListModel *posts)
{
  g_autoptr (ChapeauPostItem) item = g_list_model_get_item (posts, 0);

  for (guint i = 1; i < g_list_model_get_n_items (posts); i++)
    {
      ChapeauPostItem *next = g_list_model_get_item (posts, i);
      gboolean in_order = chapeau_post_item_compare (item, next, NULL) < 0;

      g_object_unref (item);
      item = next;
      if (!in_order)
        return FALSE;
    }
  return TRUE;
}

/* Sorting makes every row anew, and posts are saved and read while somebody types. */
static void
sort_posts (ChapeauWorkspace *self, gboolean sections_changed)
{
  if (sections_changed || !is_sorted (G_LIST_MODEL (self->posts)))
    g_list_store_sort (self->posts, chapeau_post_item_compare, NULL);
}

static void
on_headers_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) infos = g_task_propagate_pointer (G_TASK (result), NULL);
  ChapeauWorkspace *self;
  gboolean sections_changed = FALSE;

  if (infos == NULL)
    return;
  self = CHAPEAU_WORKSPACE (source);
  for (guint i = 0; i < infos->len; i++)
    {
      SitePostInfo *info = g_ptr_array_index (infos, i);
      ChapeauPostItem *item = g_hash_table_lookup (self->by_path, info->path);

      if (item != NULL)
        sections_changed |= take_info (item, info);
    }
  sort_posts (self, sections_changed);
  listing_ended (self);
}

static void
read_stale_headers (ChapeauWorkspace *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->posts));
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (GTask) task = NULL;
  gboolean any = FALSE;
  ReadJob *job;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ChapeauPostItem) item = g_list_model_get_item (G_LIST_MODEL (self->posts), i);

      if (!chapeau_post_item_is_stale (item))
        continue;
      chapeau_post_item_set_stale (item, FALSE);
      g_strv_builder_add (paths, chapeau_post_item_get_path (item));
      any = TRUE;
    }
  if (!any)
    {
      listing_ended (self);
      return;
    }
  job = g_new0 (ReadJob, 1);
  job->site = site_ref (self->site);
  job->paths = g_strv_builder_end (paths);
  task = g_task_new (self, self->cancellable, on_headers_read, NULL);
  g_task_set_source_tag (task, read_stale_headers);
  g_task_set_task_data (task, job, read_job_free);
  g_task_run_in_thread (task, read_headers);
}

/* Items of paths that are not in @seen go; new ones come at the end until they are sorted. */
static void
apply_entries (ChapeauWorkspace *self, GPtrArray *entries)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      const StoreListEntry *entry = g_ptr_array_index (entries, i);
      ChapeauPostItem *item;

      if (!site_is_post_path (self->site, entry->path))
        continue;
      g_hash_table_add (seen, entry->path);
      item = g_hash_table_lookup (self->by_path, entry->path);
      if (item == NULL)
        {
          item = chapeau_post_item_new (entry->path);
          g_ptr_array_add (fresh, item);
          g_hash_table_insert (self->by_path, (char *) chapeau_post_item_get_path (item), item);
        }
      chapeau_post_item_set_entry (item, entry);
    }
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->posts)); i-- > 0;)
    {
      g_autoptr (ChapeauPostItem) item = g_list_model_get_item (G_LIST_MODEL (self->posts), i);

      if (g_hash_table_contains (seen, chapeau_post_item_get_path (item)))
        continue;
      g_hash_table_remove (self->by_path, chapeau_post_item_get_path (item));
      g_list_store_remove (self->posts, i);
    }
  if (fresh->len > 0)
    g_list_store_splice (self->posts, g_list_model_get_n_items (G_LIST_MODEL (self->posts)), 0,
                         fresh->pdata, fresh->len);
}

static void
on_entries (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauWorkspace) self = data;
  g_autoptr (GError) error = NULL;
  gboolean truncated;
  g_autoptr (GPtrArray) entries =
      store_folder_list_finish (STORE_FOLDER (source), result, &truncated, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (entries == NULL)
    {
      /* The folder's state tells why; what was listed stays. */
      listing_ended (self);
      return;
    }
  apply_entries (self, entries);
  read_stale_headers (self);
}

void
chapeau_workspace_refresh (ChapeauWorkspace *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) directories = NULL;
  GPtrArray *collections;

  g_return_if_fail (CHAPEAU_IS_WORKSPACE (self));

  if (self->listing)
    {
      self->list_again = TRUE;
      return;
    }
  self->listing = TRUE;
  collections = site_get_collections (self->site);
  for (guint i = 0; i < collections->len; i++)
    {
      const SiteCollection *collection = g_ptr_array_index (collections, i);

      g_strv_builder_add (builder, collection->folder);
    }
  if (site_is_jekyll (self->site))
    g_strv_builder_add (builder, site_get_drafts_folder (self->site));
  directories = g_strv_builder_end (builder);
  store_folder_list_async (self->folder, (const char *const *) directories, self->cancellable,
                           on_entries, g_object_ref (self));
}

void
chapeau_workspace_post_saved (ChapeauWorkspace *self, const char *path, GBytes *text)
{
  ChapeauPostItem *item;
  g_autoptr (SitePostInfo) info = NULL;

  g_return_if_fail (CHAPEAU_IS_WORKSPACE (self));

  item = g_hash_table_lookup (self->by_path, path);
  if (item == NULL)
    {
      chapeau_workspace_refresh (self);
      return;
    }
  info = site_read_post_info (self->site, path, text, NULL);
  sort_posts (self, take_info (item, info));
}

/* ---- parts
 * ---------------------------------------------------------------------------------------- */

Site *
chapeau_workspace_get_site (ChapeauWorkspace *self)
{
  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), NULL);

  return self->site;
}

StoreFolder *
chapeau_workspace_get_folder (ChapeauWorkspace *self)
{
  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), NULL);

  return self->folder;
}

SiteFacts *
chapeau_workspace_get_facts (ChapeauWorkspace *self)
{
  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), NULL);

  return self->facts;
}

GListModel *
chapeau_workspace_get_posts (ChapeauWorkspace *self)
{
  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->posts);
}

gboolean
chapeau_workspace_is_listed (ChapeauWorkspace *self)
{
  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), FALSE);

  return self->listed;
}

ChapeauPostItem *
chapeau_workspace_find_post (ChapeauWorkspace *self, const char *path)
{
  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), NULL);

  return g_hash_table_lookup (self->by_path, path);
}

char *
chapeau_workspace_dup_relative (ChapeauWorkspace *self, const char *absolute)
{
  const char *root;
  gsize length;

  g_return_val_if_fail (CHAPEAU_IS_WORKSPACE (self), NULL);

  root = site_get_root (self->site);
  length = strlen (root);
  if (strncmp (absolute, root, length) != 0 || absolute[length] != '/')
    return NULL;
  return g_strdup (absolute + length + 1);
}

/* ---- opening
 * --------------------------------------------------------------------------------------- */

typedef struct
{
  char *path;
  char *person;
  Site *site;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  g_free (job->path);
  g_free (job->person);
  g_clear_pointer (&job->site, site_unref);
  g_free (job);
}

static ChapeauWorkspace *
workspace_new (Site *site, StoreFolder *folder)
{
  ChapeauWorkspace *self = g_object_new (CHAPEAU_TYPE_WORKSPACE, NULL);

  self->site = site_ref (site);
  self->folder = g_object_ref (folder);
  return self;
}

static void
emit_folder_changed (ChapeauWorkspace *self)
{
  g_signal_emit (self, signals[FOLDER_CHANGED], 0);
}

static void
on_folder_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  OpenJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (StoreFolder) folder = store_folder_open_finish (result, &error);
  ChapeauWorkspace *self;

  if (folder == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self = workspace_new (job->site, folder);
  g_signal_connect_object (folder, "state-changed", G_CALLBACK (emit_folder_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (folder, "list-changed", G_CALLBACK (chapeau_workspace_refresh), self,
                           G_CONNECT_SWAPPED);
  store_folder_set_watched (folder, TRUE);
  chapeau_workspace_refresh (self);
  g_task_return_pointer (task, self, g_object_unref);
}

static void
open_site (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  Site *site = site_open (data, &error);

  if (site == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, site, (GDestroyNotify) site_unref);
}

static void
on_site_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  OpenJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  StoreConfig config = { .person = job->person };

  job->site = g_task_propagate_pointer (G_TASK (result), &error);
  if (job->site == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  store_folder_open_async (site_get_root (job->site), &config, g_task_get_cancellable (task),
                           on_folder_opened, g_object_ref (task));
}

void
chapeau_workspace_open_async (const char *path,
                              const char *person,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GTask) reading = g_task_new (NULL, cancellable, on_site_opened, task);
  OpenJob *job = g_new0 (OpenJob, 1);

  job->path = g_strdup (path);
  job->person = g_strdup (person != NULL && *person != '\0' ? person : NULL);
  g_task_set_source_tag (task, chapeau_workspace_open_async);
  g_task_set_task_data (task, job, open_job_free);
  g_task_set_task_data (reading, g_strdup (path), g_free);
  g_task_run_in_thread (reading, open_site);
}

ChapeauWorkspace *
chapeau_workspace_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

ChapeauWorkspace *
chapeau_workspace_open_sync (const char *path, const char *person, GError **error)
{
  g_autoptr (Site) site = site_open (path, error);
  g_autoptr (StoreFolder) folder = NULL;
  StoreConfig config = { .person = person };

  if (site == NULL)
    return NULL;
  folder = store_folder_open (site_get_root (site), &config, error);
  return folder != NULL ? workspace_new (site, folder) : NULL;
}

static void
chapeau_workspace_dispose (GObject *object)
{
  ChapeauWorkspace *self = CHAPEAU_WORKSPACE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->folder != NULL)
    store_folder_set_watched (self->folder, FALSE);
  g_clear_object (&self->folder);
  G_OBJECT_CLASS (chapeau_workspace_parent_class)->dispose (object);
}

static void
chapeau_workspace_finalize (GObject *object)
{
  ChapeauWorkspace *self = CHAPEAU_WORKSPACE (object);

  g_hash_table_unref (self->by_path);
  g_object_unref (self->posts);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->facts, site_facts_unref);
  g_clear_pointer (&self->site, site_unref);
  G_OBJECT_CLASS (chapeau_workspace_parent_class)->finalize (object);
}

static void
chapeau_workspace_class_init (ChapeauWorkspaceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->dispose = chapeau_workspace_dispose;
  object_class->finalize = chapeau_workspace_finalize;
  signals[FACTS_CHANGED] =
      g_signal_new ("facts-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FOLDER_CHANGED] =
      g_signal_new ("folder-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LISTED] =
      g_signal_new ("listed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_workspace_init (ChapeauWorkspace *self)
{
  self->posts = g_list_store_new (CHAPEAU_TYPE_POST_ITEM);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->cancellable = g_cancellable_new ();
}

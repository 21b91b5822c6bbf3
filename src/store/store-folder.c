/* store-folder.c - the folder object: its state, its posts, what is done by the clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <fcntl.h>
#include <string.h>

G_DEFINE_TYPE (StoreFolder, store_folder, G_TYPE_OBJECT)

/* Without anything to do the worker looks again after this. */
#define IDLE (60 * G_TIME_SPAN_SECOND)

static void
weak_ref_free (gpointer data)
{
  GWeakRef *reference = data;
  g_weak_ref_clear (reference);
  g_free (reference);
}

static void
sighting_free (gpointer data)
{
  StoreSighting *sighting = data;
  g_free (sighting->content);
  g_free (sighting);
}

static void
store_folder_init (StoreFolder *folder)
{
  folder->root = -1;
  g_mutex_init (&folder->io);
  g_mutex_init (&folder->lock);
  folder->posts = g_ptr_array_new_with_free_func (weak_ref_free);
  folder->worked_in = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  folder->sightings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sighting_free);
}

static void
store_folder_finalize (GObject *object)
{
  StoreFolder *folder = STORE_FOLDER (object);
  if (folder->worker != NULL)
    store_worker_stop (folder->worker);
  if (folder->root >= 0)
    folder->ops->close (folder->ops->data, folder->root);
  g_clear_pointer (&folder->history, store_history_free);
  g_clear_pointer (&folder->local, store_local_unref);
  g_clear_pointer (&folder->context, g_main_context_unref);
  g_ptr_array_unref (folder->posts);
  g_hash_table_unref (folder->sightings);
  g_hash_table_unref (folder->worked_in);
  g_free (folder->path);
  g_free (folder->id);
  g_free (folder->shown_id);
  g_free (folder->person);
  g_free (folder->instance);
  g_free (folder->list_stamp);
  g_strfreev (folder->list_directories);
  g_mutex_clear (&folder->io);
  g_mutex_clear (&folder->lock);
  G_OBJECT_CLASS (store_folder_parent_class)->finalize (object);
}

static void
store_folder_class_init (StoreFolderClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = store_folder_finalize;
  g_signal_new ("state-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("list-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* ---- opening ----------------------------------------------------------------------------------
 */

static StoreFolder *
open_in (const char *path, StoreLocal *local, GMainContext *context, GError **error)
{
  g_autoptr (StoreFolder) folder = g_object_new (STORE_TYPE_FOLDER, NULL);
  folder->path = g_canonicalize_filename (path, NULL);
  folder->local = store_local_ref (local);
  folder->ops = local->ops;
  folder->context = g_main_context_ref (context);
  folder->person = g_strdup (local->person);
  folder->instance = store_random_uuid (folder->ops);
  if (!store_folder_identify_first (folder, error))
    return NULL;
  folder->history = store_history_new (local, folder->id);
  folder->shown_id = g_strdup (folder->id);
  folder->worker = store_worker_new (folder);
  return g_steal_pointer (&folder);
}

StoreFolder *
store_folder_open (const char *path, const StoreConfig *config, GError **error)
{
  g_autoptr (StoreLocal) local = store_local_new (config);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  return open_in (path, local, context, error);
}

typedef struct
{
  char *path;
  StoreLocal *local;
  GMainContext *context;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;
  g_free (opening->path);
  store_local_unref (opening->local);
  g_main_context_unref (opening->context);
  g_free (opening);
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  StoreFolder *folder = open_in (opening->path, opening->local, opening->context, &error);
  if (folder == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, folder, g_object_unref);
}

void
store_folder_open_async (const char *path,
                         const StoreConfig *config,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Opening *opening = g_new0 (Opening, 1);
  opening->path = g_strdup (path);
  opening->local = store_local_new (config);
  opening->context = g_main_context_ref_thread_default ();
  g_task_set_source_tag (task, store_folder_open_async);
  g_task_set_task_data (task, opening, opening_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_thread);
}

StoreFolder *
store_folder_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
store_folder_get_path (StoreFolder *folder)
{
  return folder->path;
}

char *
store_folder_dup_id (StoreFolder *folder)
{
  char *id;
  g_mutex_lock (&folder->lock);
  id = g_strdup (folder->shown_id);
  g_mutex_unlock (&folder->lock);
  return id;
}

char *
store_folder_dup_person (StoreFolder *folder)
{
  char *person;
  g_mutex_lock (&folder->lock);
  person = g_strdup (folder->person);
  g_mutex_unlock (&folder->lock);
  return person;
}

void
store_folder_set_person (StoreFolder *folder, const char *person)
{
  g_autofree char *copy = g_strdup (person);
  g_mutex_lock (&folder->lock);
  g_free (folder->person);
  folder->person = g_steal_pointer (&copy);
  g_mutex_unlock (&folder->lock);
}

void
store_folder_show_id (StoreFolder *folder)
{
  g_mutex_lock (&folder->lock);
  g_free (folder->shown_id);
  folder->shown_id = g_strdup (folder->id);
  g_mutex_unlock (&folder->lock);
}

/* ---- state ------------------------------------------------------------------------------------
 */

StoreFolderState
store_folder_get_state (StoreFolder *folder)
{
  StoreFolderState state;
  g_mutex_lock (&folder->lock);
  state = folder->state;
  g_mutex_unlock (&folder->lock);
  return state;
}

void
store_folder_set_state (StoreFolder *folder, StoreFolderState state)
{
  gboolean changed;
  g_mutex_lock (&folder->lock);
  changed = folder->state != state;
  folder->state = state;
  g_mutex_unlock (&folder->lock);
  if (changed)
    store_emit (folder->context, folder, "state-changed");
}

/* Only between these two: a slow answer that is an error has its own state. */
static void
change_state (StoreFolder *folder, StoreFolderState from, StoreFolderState to)
{
  gboolean changed;
  g_mutex_lock (&folder->lock);
  changed = folder->state == from;
  if (changed)
    folder->state = to;
  g_mutex_unlock (&folder->lock);
  if (changed)
    store_emit (folder->context, folder, "state-changed");
}

void
store_folder_set_slow (StoreFolder *folder)
{
  change_state (folder, STORE_FOLDER_ONLINE, STORE_FOLDER_SLOW);
}

void
store_folder_clear_slow (StoreFolder *folder)
{
  change_state (folder, STORE_FOLDER_SLOW, STORE_FOLDER_ONLINE);
}

void
store_folder_note (StoreFolder *folder, const GError *error, gboolean written)
{
  StoreFolderState state = store_folder_get_state (folder);
  if (error == NULL)
    {
      if (written || (state != STORE_FOLDER_READ_ONLY && state != STORE_FOLDER_FULL))
        store_folder_set_state (folder, STORE_FOLDER_ONLINE);
      return;
    }
  if (error->domain != STORE_ERROR)
    return;
  switch ((StoreError) error->code)
    {
    case STORE_ERROR_FOLDER_GONE:
    case STORE_ERROR_IO:
      store_folder_set_state (folder, STORE_FOLDER_GONE);
      break;
    case STORE_ERROR_WRONG_FOLDER:
      store_folder_set_state (folder, STORE_FOLDER_WRONG);
      break;
    case STORE_ERROR_READ_ONLY:
    case STORE_ERROR_PERMISSION:
      store_folder_set_state (folder, STORE_FOLDER_READ_ONLY);
      break;
    case STORE_ERROR_FULL:
      store_folder_set_state (folder, STORE_FOLDER_FULL);
      break;
    case STORE_ERROR_NOT_FOUND:
    case STORE_ERROR_EXISTS:
    case STORE_ERROR_NOT_REGULAR:
    case STORE_ERROR_BAD_NAME:
    case STORE_ERROR_TOO_LARGE:
    case STORE_ERROR_CHANGED:
    case STORE_ERROR_DAMAGED:
    case STORE_ERROR_JOURNAL:
      break;
    }
}

/* ---- posts ------------------------------------------------------------------------------------
 */

void
store_folder_register (StoreFolder *folder, StorePost *post)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);
  g_weak_ref_init (reference, post);
  g_mutex_lock (&folder->lock);
  g_ptr_array_add (folder->posts, reference);
  g_mutex_unlock (&folder->lock);
}

/* Strong references; the dead are struck off on the way. */
GPtrArray *
store_folder_dup_posts (StoreFolder *folder)
{
  GPtrArray *posts = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_lock (&folder->lock);
  for (guint i = 0; i < folder->posts->len;)
    {
      StorePost *post = g_weak_ref_get (g_ptr_array_index (folder->posts, i));
      if (post == NULL)
        {
          g_ptr_array_remove_index (folder->posts, i);
          continue;
        }
      g_ptr_array_add (posts, post);
      i++;
    }
  g_mutex_unlock (&folder->lock);
  return posts;
}

guint
store_folder_get_waiting (StoreFolder *folder)
{
  g_autoptr (GPtrArray) posts = store_folder_dup_posts (folder);
  guint waiting = 0;
  for (guint i = 0; i < posts->len; i++)
    waiting += store_post_is_waiting (g_ptr_array_index (posts, i)) ? 1 : 0;
  return waiting;
}

void
store_folder_retry (StoreFolder *folder)
{
  g_autoptr (GPtrArray) posts = store_folder_dup_posts (folder);
  for (guint i = 0; i < posts->len; i++)
    {
      StorePost *post = g_ptr_array_index (posts, i);
      g_mutex_lock (&post->lock);
      post->retry_at = 0;
      g_mutex_unlock (&post->lock);
    }
  store_worker_wake (folder->worker);
}

void
store_folder_set_watched (StoreFolder *folder, gboolean watched)
{
  g_mutex_lock (&folder->lock);
  folder->watched = watched;
  g_mutex_unlock (&folder->lock);
  if (watched)
    store_worker_wake (folder->worker);
}

/* ---- sightings --------------------------------------------------------------------------------
 */

const StoreSighting *
store_folder_sight (StoreFolder *folder, const char *name, const char *content)
{
  StoreSighting *sighting = g_hash_table_lookup (folder->sightings, name);
  if (sighting != NULL && strcmp (sighting->content, content) == 0)
    return sighting;
  sighting = g_new0 (StoreSighting, 1);
  sighting->content = g_strdup (content);
  sighting->since = folder->ops->monotonic (folder->ops->data);
  g_hash_table_replace (folder->sightings, g_strdup (name), sighting);
  return sighting;
}

void
store_folder_forget (StoreFolder *folder, const char *name)
{
  g_hash_table_remove (folder->sightings, name);
}

/* ---- by the clock -----------------------------------------------------------------------------
 */

gint64
store_folder_tick (StoreFolder *folder)
{
  g_autoptr (GPtrArray) posts = store_folder_dup_posts (folder);
  gint64 now = folder->ops->monotonic (folder->ops->data);
  gint64 due = now + IDLE;
  for (guint i = 0; i < posts->len; i++)
    {
      StorePost *post = g_ptr_array_index (posts, i);
      due = MIN (due, store_post_retry (post, now));
      due = MIN (due, store_post_poll (post, now));
      due = MIN (due, store_post_beat (post, now));
    }
  due = MIN (due, store_folder_poll_list (folder, now));
  due = MIN (due, store_folder_sweep (folder, now));
  store_history_flush (folder->history);
  return due;
}

void
store_folder_tick_sync (StoreFolder *folder)
{
  g_mutex_lock (&folder->io);
  store_folder_tick (folder);
  g_mutex_unlock (&folder->io);
}

/* store-import.c - copying pictures and other files into the folder.
 *
 * The steps of a save, without its base: copy under an odd name (".~part-…~", which only a copy
 * ever has: the original stays with the person), sync, read back, take a free name, read again.
 * It runs in a thread of its own so that a slow source or a large file keeps no post from being
 * saved; the folder's io is held only while the folder itself is asked or a name is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-place.h"
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define CHUNK        (256u * 1024)
#define NAMES        10000u /* "a-2.jpg" … are tried up to this */
#define REPORT_EVERY (100 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  StoreFolder *folder;
  GFile *file;
  GBytes *bytes;
  char *directory;
  char *name; /* clean */
  GCancellable *cancellable;
  GTask *task; /* NULL: nobody is told */
  StoreImportProgress progress;
  gpointer progress_data;
  gint64 reported;
  guint64 total;
  int dir;
  char *temp; /* name of the copy until it has its own */
  char *hash;
  gboolean placed; /* by us: not a file that was there before */
} Import;

/* What is not under its name goes. */
static void
tidy (Import *import)
{
  const StoreOps *ops = import->folder->ops;
  if (import->temp != NULL)
    ops->unlinkat (ops->data, import->dir, import->temp, 0);
  if (import->dir >= 0)
    ops->close (ops->data, import->dir);
  g_clear_pointer (&import->temp, g_free);
  import->dir = -1;
}

static void
import_free (gpointer data)
{
  Import *import = data;
  g_clear_object (&import->file);
  g_clear_object (&import->cancellable);
  g_clear_pointer (&import->bytes, g_bytes_unref);
  g_free (import->directory);
  g_free (import->name);
  g_free (import->hash);
  g_object_unref (import->folder);
  g_free (import);
}

static Import *
import_new (StoreFolder *folder, const StoreImport *what, GCancellable *cancellable)
{
  Import *import = g_new0 (Import, 1);
  g_autofree char *own = what->file == NULL ? NULL : g_file_get_basename (what->file);
  const char *name = what->name != NULL ? what->name : own;
  import->folder = g_object_ref (folder);
  import->file = what->file == NULL ? NULL : g_object_ref (what->file);
  import->bytes = what->bytes == NULL ? NULL : g_bytes_ref (what->bytes);
  import->directory = g_strdup (what->directory == NULL ? "" : what->directory);
  import->name = store_clean_name (name == NULL ? "" : name);
  import->cancellable = cancellable == NULL ? NULL : g_object_ref (cancellable);
  import->dir = -1;
  return import;
}

/* ---- telling how far it is --------------------------------------------------------------------
 */

typedef struct
{
  GTask *task;
  StoreImportProgress progress;
  gpointer data;
  double fraction;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;
  g_object_unref (report->task);
  g_free (report);
}

static gboolean
tell (gpointer data)
{
  Report *report = data;
  if (!g_task_get_completed (report->task))
    report->progress (report->fraction, report->data);
  return G_SOURCE_REMOVE;
}

/* @done bytes of pass @pass of three: copied, read back, read under its name. */
static void
report (Import *import, guint pass, guint64 done)
{
  gint64 now = g_get_monotonic_time ();
  double part = import->total == 0 ? 1 : MIN (1.0, (double) done / (double) import->total);
  Report *message;
  GSource *source;
  if (import->progress == NULL || now - import->reported < REPORT_EVERY)
    return;
  import->reported = now;
  message = g_new0 (Report, 1);
  message->task = g_object_ref (import->task);
  message->progress = import->progress;
  message->data = import->progress_data;
  message->fraction = ((double) pass + part) / 3;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, message, report_free);
  g_source_attach (source, g_task_get_context (import->task));
  g_source_unref (source);
}

/* ---- the source -------------------------------------------------------------------------------
 */

static gboolean
too_large (const char *name, GError **error)
{
  store_set_errno (error, EFBIG, name);
  return FALSE;
}

static GInputStream *
open_source (Import *import, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  if (import->bytes != NULL)
    {
      import->total = g_bytes_get_size (import->bytes);
      return g_memory_input_stream_new_from_bytes (import->bytes);
    }
  info = g_file_query_info (import->file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, import->cancellable, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      store_set_errno (error, EISDIR, import->name);
      return NULL;
    }
  import->total = (guint64) g_file_info_get_size (info);
  if (import->total > STORE_MAX_ASSET && !too_large (import->name, error))
    return NULL;
  return G_INPUT_STREAM (g_file_read (import->file, import->cancellable, error));
}

/* ---- copying ----------------------------------------------------------------------------------
 */

static int
make_temp_held (Import *import, GError **error)
{
  StoreFolder *folder = import->folder;
  const StoreOps *ops = folder->ops;
  g_autofree char *random = store_random_hex (ops, 12);
  g_autofree char *inside =
      g_strconcat (import->directory, import->directory[0] == '\0' ? "" : "/", import->name, NULL);
  const char *name;
  int fd;
  if (!store_path_check (inside, error) || !store_folder_identify (folder, error))
    return -1;
  import->dir = store_dir_open_made (ops, folder->root, inside, &name, error);
  if (import->dir < 0)
    return -1;
  store_folder_work_in (folder, inside);
  import->temp = g_strdup_printf (".~part-%s~", random);
  fd = ops->open (ops->data, import->dir, import->temp,
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666, TRUE);
  if (fd < 0)
    {
      store_set_errno (error, errno, import->temp);
      g_clear_pointer (&import->temp, g_free);
    }
  return fd;
}

static gboolean
copy_bytes (Import *import, GInputStream *source, int fd, GError **error)
{
  const StoreOps *ops = import->folder->ops;
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 done = 0;
  while (TRUE)
    {
      gssize got = g_input_stream_read (source, buffer, CHUNK, import->cancellable, error);
      if (got < 0)
        return FALSE;
      if (got == 0)
        break;
      done += (guint64) got;
      if (done > STORE_MAX_ASSET)
        return too_large (import->name, error);
      g_checksum_update (sum, buffer, got);
      if (store_write_all (ops, fd, buffer, (gsize) got) < 0)
        {
          store_set_errno (error, errno, import->name);
          return FALSE;
        }
      report (import, 0, done);
    }
  import->hash = g_strdup (g_checksum_get_string (sum));
  import->total = done;
  if (store_sync (ops, fd) >= 0)
    return TRUE;
  store_set_errno (error, errno, import->name);
  return FALSE;
}

static gboolean
copy_in (Import *import, GError **error)
{
  StoreFolder *folder = import->folder;
  const StoreOps *ops = folder->ops;
  g_autoptr (GInputStream) source = open_source (import, error);
  gboolean done;
  int fd;
  if (source == NULL)
    return FALSE;
  g_mutex_lock (&folder->io);
  fd = make_temp_held (import, error);
  g_mutex_unlock (&folder->io);
  if (fd < 0)
    return FALSE;
  done = copy_bytes (import, source, fd, error);
  if (ops->close (ops->data, fd) < 0 && done)
    {
      store_set_errno (error, errno, import->name);
      done = FALSE;
    }
  return done;
}

/* ---- reading back, and the name ---------------------------------------------------------------
 */

/* TRUE if the file has the bytes that were copied. @error is set only if it could not be read. */
static gboolean
has_bytes (Import *import, const char *name, guint pass, GError **error)
{
  const StoreOps *ops = import->folder->ops;
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 done = 0;
  struct stat status;
  ssize_t got = -1;
  int fd = store_file_open (ops, import->dir, name, &status);
  while (fd >= 0 && !g_cancellable_is_cancelled (import->cancellable)
         && ((got = ops->read (ops->data, fd, buffer, CHUNK)) > 0 || (got < 0 && errno == EINTR)))
    if (got > 0)
      {
        g_checksum_update (sum, buffer, got);
        done += (guint64) got;
        report (import, pass, done);
      }
  /* Given up in the midst is no failure of the folder. */
  if (got != 0 && !g_cancellable_set_error_if_cancelled (import->cancellable, error))
    store_set_errno (error, errno, name);
  if (fd >= 0)
    ops->close (ops->data, fd);
  return got == 0 && strcmp (g_checksum_get_string (sum), import->hash) == 0;
}

static gboolean
has_size (Import *import, const char *name)
{
  const StoreOps *ops = import->folder->ops;
  struct stat status;
  return ops->fstatat (ops->data, import->dir, name, &status) == 0
         && (guint64) status.st_size == import->total;
}

static char *
numbered (const char *name, guint number)
{
  const char *dot = strrchr (name, '.');
  gsize stem = dot == NULL ? strlen (name) : (gsize) (dot - name);
  return number == 1 ? g_strdup (name)
                     : g_strdup_printf ("%.*s-%u%s", (int) stem, name, number, name + stem);
}

/* The name that the file has now, or NULL. */
static char *
take_name_held (Import *import, GError **error)
{
  const StoreOps *ops = import->folder->ops;
  if (!store_folder_identify (import->folder, error))
    return NULL;
  for (guint i = 1; i < NAMES; i++)
    {
      g_autofree char *name = numbered (import->name, i);
      int code = store_place (ops, import->dir, import->temp, import->dir, name);
      if (code == 0)
        {
          g_clear_pointer (&import->temp, g_free);
          import->placed = TRUE;
          store_sync (ops, import->dir);
          return g_steal_pointer (&name);
        }
      /* A rename that failed proves nothing; and the same picture need not be there twice. */
      if (has_size (import, name) && has_bytes (import, name, 2, NULL))
        return g_steal_pointer (&name);
      if (code == EEXIST)
        continue;
      store_place_unclaim (ops, import->dir, name);
      store_set_errno (error, code, name);
      return NULL;
    }
  store_set_errno (error, EEXIST, import->name);
  return NULL;
}

static gboolean
verify (Import *import, const char *name, guint pass, GError **error)
{
  g_autoptr (GError) problem = NULL;
  if (has_bytes (import, name, pass, &problem))
    return TRUE;
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    store_set_errno (error, EIO, name);
  return FALSE;
}

static char *
run (Import *import, GError **error)
{
  StoreFolder *folder = import->folder;
  g_autofree char *name = NULL;
  if (!copy_in (import, error) || !verify (import, import->temp, 1, error))
    return NULL;
  g_mutex_lock (&folder->io);
  name = take_name_held (import, error);
  g_mutex_unlock (&folder->io);
  if (name == NULL)
    return NULL;
  if (!verify (import, name, 2, error))
    {
      /* Given up by the person: these are the bytes that were just read back. */
      if (import->placed && g_cancellable_is_cancelled (import->cancellable))
        folder->ops->unlinkat (folder->ops->data, import->dir, name, 0);
      return NULL;
    }
  return g_strconcat (import->directory, import->directory[0] == '\0' ? "" : "/", name, NULL);
}

static char *
run_noted (Import *import, GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *path = run (import, &problem);
  tidy (import);
  store_folder_note (import->folder, problem, TRUE);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return path;
}

/* ---- calls ------------------------------------------------------------------------------------
 */

static void
import_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = run_noted (data, &error);
  if (path == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, path, g_free);
}

void
store_folder_import_async (StoreFolder *folder,
                           const StoreImport *what,
                           GCancellable *cancellable,
                           StoreImportProgress progress,
                           gpointer progress_data,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  Import *import = import_new (folder, what, cancellable);
  g_autoptr (GTask) task = g_task_new (folder, cancellable, callback, data);
  g_return_if_fail (what->file != NULL || what->bytes != NULL);
  import->task = task;
  import->progress = progress;
  import->progress_data = progress_data;
  g_task_set_source_tag (task, store_folder_import_async);
  g_task_set_task_data (task, import, import_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, import_thread);
}

char *
store_folder_import_finish (StoreFolder *folder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, folder), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
store_folder_import_sync (StoreFolder *folder, const StoreImport *what, GError **error)
{
  Import *import = import_new (folder, what, NULL);
  char *path;
  g_return_val_if_fail (what->file != NULL || what->bytes != NULL, NULL);
  path = run_noted (import, error);
  import_free (import);
  return path;
}

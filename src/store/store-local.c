/* store-local.c - where this computer keeps its side, and which folder was seen at which path.
 *
 * "folders/<hash of the path>" holds the UUID of the folder that was last opened there. It makes
 * two things certain: a folder that cannot be written to has the same history tomorrow, and a mount
 * point that is empty today is not taken for the share that was there yesterday.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-local.h"

#include "store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SMALL_FILE_MAX (4u * 1024 * 1024)

static GStrv
journal_dirs (const StoreConfig *config, const char *state)
{
  GPtrArray *dirs = g_ptr_array_new ();
  g_ptr_array_add (dirs, g_build_filename (state, "journal", NULL));
  if (config != NULL && config->fallback_directories != NULL)
    for (guint i = 0; config->fallback_directories[i] != NULL; i++)
      g_ptr_array_add (dirs, g_strdup (config->fallback_directories[i]));
  else
    {
      g_ptr_array_add (dirs,
                       g_build_filename (g_get_user_cache_dir (), "chapeau", "journal", NULL));
      g_ptr_array_add (dirs, g_strdup_printf ("/var/tmp/chapeau-%u/journal", (guint) getuid ()));
      g_ptr_array_add (dirs,
                       g_build_filename (g_get_user_runtime_dir (), "chapeau", "journal", NULL));
    }
  g_ptr_array_add (dirs, NULL);
  return (GStrv) g_ptr_array_free (dirs, FALSE);
}

static char *
person_name (const StoreConfig *config)
{
  const char *real = g_get_real_name ();
  if (config != NULL && config->person != NULL && config->person[0] != '\0')
    return g_strdup (config->person);
  return g_strdup (strcmp (real, "Unknown") == 0 || real[0] == '\0' ? g_get_user_name () : real);
}

StoreLocal *
store_local_new (const StoreConfig *config)
{
  StoreLocal *local = g_new0 (StoreLocal, 1);
  g_atomic_ref_count_init (&local->references);
  local->ops = config != NULL && config->ops != NULL ? config->ops : store_ops_system ();
  if (config != NULL && config->state_directory != NULL)
    local->state = g_canonicalize_filename (config->state_directory, NULL);
  else
    local->state = g_build_filename (g_get_user_state_dir (), "chapeau", NULL);
  local->journal_dirs = journal_dirs (config, local->state);
  local->person = person_name (config);
  local->login = g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
  return local;
}

StoreLocal *
store_local_ref (StoreLocal *local)
{
  g_atomic_ref_count_inc (&local->references);
  return local;
}

void
store_local_unref (StoreLocal *local)
{
  if (!g_atomic_ref_count_dec (&local->references))
    return;
  g_free (local->state);
  g_strfreev (local->journal_dirs);
  g_free (local->person);
  g_free (local->login);
  g_free (local);
}

static char *
folder_file (const char *path)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  sum[32] = '\0';
  return g_steal_pointer (&sum);
}

char *
store_local_read (StoreLocal *local, const char *directory, const char *name)
{
  const StoreOps *ops = local->ops;
  g_autofree char *where = g_build_filename (local->state, directory, NULL);
  g_autoptr (GBytes) bytes = NULL;
  int dir = store_dir_open_local (ops, where, NULL);
  if (dir < 0)
    return NULL;
  bytes = store_file_read (ops, dir, name, SMALL_FILE_MAX, NULL, NULL);
  ops->close (ops->data, dir);
  return bytes == NULL ? NULL
                       : g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

gboolean
store_local_write (
    StoreLocal *local, const char *directory, const char *name, const char *text, GError **error)
{
  const StoreOps *ops = local->ops;
  g_autofree char *where = g_build_filename (local->state, directory, NULL);
  g_autofree char *suffix = store_random_hex (ops, 12);
  g_autofree char *temp = g_strconcat (name, ".", suffix, NULL);
  gboolean done = FALSE;
  int fd;
  int dir = store_dir_open_local (ops, where, error);
  if (dir < 0)
    return FALSE;
  fd = ops->open (ops->data, dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600, TRUE);
  if (fd >= 0)
    {
      done = store_write_all (ops, fd, text, strlen (text)) == 0 && store_sync (ops, fd) >= 0;
      if (ops->close (ops->data, fd) < 0)
        done = FALSE;
      done = done && ops->renameat2 (ops->data, dir, temp, dir, name, 0) == 0;
    }
  if (!done)
    {
      store_set_errno (error, errno, where);
      ops->unlinkat (ops->data, dir, temp, 0);
    }
  ops->close (ops->data, dir);
  return done;
}

char *
store_local_get_folder (StoreLocal *local, const char *path, gboolean *written)
{
  g_autofree char *name = folder_file (path);
  g_autofree char *text = store_local_read (local, "folders", name);
  g_auto (GStrv) words = text == NULL ? NULL : g_strsplit_set (text, " \n", 3);
  *written = FALSE;
  if (words == NULL || g_strv_length (words) < 2 || !g_uuid_string_is_valid (words[0]))
    return NULL;
  *written = strcmp (words[1], "written") == 0;
  return g_strdup (words[0]);
}

gboolean
store_local_set_folder (
    StoreLocal *local, const char *path, const char *id, gboolean written, GError **error)
{
  g_autofree char *name = folder_file (path);
  g_autofree char *escaped = store_escape (path);
  g_autofree char *text =
      g_strdup_printf ("%s %s\n%s\n", id, written ? "written" : "seen", escaped);
  return store_local_write (local, "folders", name, text, error);
}

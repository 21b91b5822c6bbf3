/* store-sweep.c - what killed programs left in the folder (step 10), and the daily tidying of this
 * computer's side.
 *
 * A leftover is swept when it was there, unchanged, for 24 h of our own running time. That time is
 * counted by the monotonic clock and kept over restarts in STATE/sightings/<folder id>, one line
 * "<microseconds> <stamp> <path>" for each; so no clock, neither another computer's nor ours set
 * wrong, makes one old. A stamp that changes begins anew.
 *
 *   .~save-…~, .~old-…~   may hold somebody's text: into the history, durably, and then deleted
 *   .~part-…~             a copy of a picture, whose original stayed with the person
 *   .~mx-…~, presence     say who is at work; nobody was for a day
 *
 * Looked at are the directories that were listed, with what is below them, those where this program
 * saved or imported, and .chapeau. Nothing here fails: what cannot be read or kept stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <fcntl.h>
#include <string.h>

#define FIRST      (10 * G_TIME_SPAN_MINUTE)
#define EVERY      G_TIME_SPAN_HOUR
#define OLD        G_TIME_SPAN_DAY
#define TIDY_EVERY G_TIME_SPAN_DAY
#define DEPTH_MAX  16
#define AT_ONCE    100u
#define HISTORY    (500u * 1024 * 1024)

typedef struct
{
  char *stamp;
  gint64 observed;
} Sight;

typedef struct
{
  StoreFolder *folder;
  GHashTable *before; /* path → Sight */
  GHashTable *after;
  GHashTable *spared; /* names that are in use by us */
  gint64 elapsed;
  guint swept;
  int dir;
  const char *prefix; /* of the directory, "" or with its final "/" */
  guint depth;
  gboolean deep;
  gboolean presence;
} Sweep;

static void
sight_free (gpointer data)
{
  Sight *sight = data;
  g_free (sight->stamp);
  g_free (sight);
}

/* ---- memory -----------------------------------------------------------------------------------
 */

static GHashTable *
new_sights (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sight_free);
}

static GHashTable *
read_sights (StoreFolder *folder)
{
  GHashTable *sights = new_sights ();
  g_autofree char *text = store_local_read (folder->local, "sightings", folder->id);
  g_auto (GStrv) lines = g_strsplit (text == NULL ? "" : text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
      gint64 observed;
      char *path;
      Sight *sight;
      if (g_strv_length (words) != 3
          || !g_ascii_string_to_signed (words[0], 10, 0, G_MAXINT64, &observed, NULL))
        continue;
      path = store_unescape (words[2], strlen (words[2]));
      if (path == NULL)
        continue;
      sight = g_new0 (Sight, 1);
      sight->observed = observed;
      sight->stamp = g_strdup (words[1]);
      g_hash_table_insert (sights, path, sight);
    }
  return sights;
}

static void
write_sights (StoreFolder *folder, GHashTable *sights)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer path;
  gpointer data;
  g_hash_table_iter_init (&iter, sights);
  while (g_hash_table_iter_next (&iter, &path, &data))
    {
      const Sight *sight = data;
      g_autofree char *escaped = store_escape (path);
      g_string_append_printf (text, "%" G_GINT64_FORMAT " %s %s\n", sight->observed, sight->stamp,
                              escaped);
    }
  /* Without it they are seen for the first time once more. */
  store_local_write (folder->local, "sightings", folder->id, text->str, NULL);
}

/* ---- one leftover -----------------------------------------------------------------------------
 */

static gboolean
is_leftover (const Sweep *sweep, const char *name)
{
  static const char *const prefixes[] = { ".~save-", ".~old-", ".~part-", ".~mx-" };
  if (sweep->presence && strlen (name) == 32 && strspn (name, "0123456789abcdef") == 32)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]) && g_str_has_suffix (name, "~"))
      return TRUE;
  return FALSE;
}

/* TRUE if the bytes may go: they are nobody's words, or in the history. */
static gboolean
is_kept (Sweep *sweep, const char *name)
{
  StoreFolder *folder = sweep->folder;
  g_autoptr (GBytes) bytes = NULL;
  if (!g_str_has_prefix (name, ".~save-") && !g_str_has_prefix (name, ".~old-"))
    return TRUE;
  bytes = store_file_read (folder->ops, sweep->dir, name, STORE_MAX_SIZE, NULL, NULL);
  if (bytes == NULL)
    return FALSE;
  return g_bytes_get_size (bytes) == 0
         || store_history_add (folder->history, NULL, bytes, NULL, STORE_REASON_LEFTOVER, TRUE,
                               NULL);
}

static void
look_at (Sweep *sweep, const char *name, const struct stat *status)
{
  StoreFolder *folder = sweep->folder;
  g_autofree char *path = g_strconcat (sweep->prefix, name, NULL);
  g_autofree char *stamp =
      g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT ".%09ld",
                       (guint64) status->st_ino, (gint64) status->st_size,
                       (gint64) status->st_mtim.tv_sec, status->st_mtim.tv_nsec);
  const Sight *known = g_hash_table_lookup (sweep->before, path);
  Sight *sight;
  if (g_hash_table_contains (sweep->spared, name))
    return;
  sight = g_new0 (Sight, 1);
  if (known != NULL && strcmp (known->stamp, stamp) == 0)
    sight->observed = known->observed + sweep->elapsed;
  if (sight->observed >= OLD && sweep->swept < AT_ONCE && is_kept (sweep, name))
    {
      sweep->swept++;
      if (folder->ops->unlinkat (folder->ops->data, sweep->dir, name, 0) == 0)
        {
          g_free (sight);
          return;
        }
    }
  sight->stamp = g_steal_pointer (&stamp);
  g_hash_table_insert (sweep->after, g_steal_pointer (&path), sight);
}

/* ---- the walk ---------------------------------------------------------------------------------
 */

static void sweep_directory (const Sweep *outer, int dir, const char *path, Sweep *result);

static gboolean
sweep_each (const char *name, guchar type, gpointer data)
{
  Sweep *sweep = data;
  const StoreOps *ops = sweep->folder->ops;
  struct stat status;
  gboolean leftover = is_leftover (sweep, name);
  if (!leftover
      && (!sweep->deep || strchr ("._", name[0]) != NULL || (type != DT_DIR && type != DT_UNKNOWN)
          || sweep->depth >= DEPTH_MAX))
    return TRUE;
  if (ops->fstatat (ops->data, sweep->dir, name, &status) < 0)
    return TRUE;
  if (leftover && S_ISREG (status.st_mode))
    look_at (sweep, name, &status);
  else if (!leftover && S_ISDIR (status.st_mode))
    {
      g_autofree char *path = g_strconcat (sweep->prefix, name, NULL);
      sweep_directory (sweep, sweep->dir, path, sweep);
    }
  return TRUE;
}

/* @path: from the folder; opened below @dir by its last part, or the folder itself for "". */
static void
sweep_directory (const Sweep *outer, int dir, const char *path, Sweep *result)
{
  const StoreOps *ops = outer->folder->ops;
  const char *slash = strrchr (path, '/');
  gboolean top = dir == outer->folder->root;
  const char *name = path[0] == '\0' ? "." : top || slash == NULL ? path : slash + 1;
  g_autofree char *prefix = path[0] == '\0' ? g_strdup ("") : g_strconcat (path, "/", NULL);
  Sweep inner = *outer;
  inner.dir =
      ops->open (ops->data, dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, TRUE);
  if (inner.dir < 0)
    return;
  inner.prefix = prefix;
  inner.depth = outer->depth + 1;
  store_dir_each (ops, inner.dir, sweep_each, &inner);
  ops->close (ops->data, inner.dir);
  result->swept = inner.swept;
}

/* Temporary files that a waiting post of ours comes back to. */
static GHashTable *
names_in_use (StoreFolder *folder)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) posts = store_folder_dup_posts (folder);
  for (guint i = 0; i < posts->len; i++)
    {
      const StorePost *post = g_ptr_array_index (posts, i);
      if (post->left_temp != NULL)
        g_hash_table_add (names, g_strdup (post->left_temp));
    }
  return names;
}

static void
sweep_folder (StoreFolder *folder, gint64 elapsed)
{
  g_autoptr (GHashTable) before = read_sights (folder);
  g_autoptr (GHashTable) after = new_sights ();
  g_autoptr (GHashTable) spared = names_in_use (folder);
  Sweep sweep = {
    .folder = folder, .before = before, .after = after, .spared = spared, .elapsed = elapsed
  };
  GHashTableIter iter;
  gpointer directory;
  g_hash_table_iter_init (&iter, folder->worked_in);
  while (g_hash_table_iter_next (&iter, &directory, NULL))
    sweep_directory (&sweep, folder->root, directory, &sweep);
  sweep_directory (&sweep, folder->root, ".chapeau", &sweep);
  sweep.presence = TRUE;
  sweep_directory (&sweep, folder->root, ".chapeau/presence", &sweep);
  sweep.presence = FALSE;
  sweep.deep = TRUE;
  for (guint i = 0; folder->list_directories != NULL && folder->list_directories[i] != NULL; i++)
    sweep_directory (&sweep, folder->root, folder->list_directories[i], &sweep);
  write_sights (folder, after);
}

void
store_folder_work_in (StoreFolder *folder, const char *path)
{
  const char *slash = strrchr (path, '/');
  g_hash_table_add (folder->worked_in,
                    slash == NULL ? g_strdup ("") : g_strndup (path, (gsize) (slash - path)));
}

/* ---- this computer's side ---------------------------------------------------------------------
 */

static void
keep (GHashTable *hashes, const char *hash)
{
  if (hash != NULL)
    g_hash_table_add (hashes, g_strdup (hash));
}

/* What a person may still need to settle something. */
static GHashTable *
hashes_in_use (StoreFolder *folder)
{
  GHashTable *hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) left = store_recover_list_in (folder->local, FALSE);
  g_autoptr (GPtrArray) posts = store_folder_dup_posts (folder);
  for (guint i = 0; i < left->len; i++)
    {
      const StoreRecovery *recovery = g_ptr_array_index (left, i);
      g_autofree char *hash = store_hash (recovery->text);
      keep (hashes, hash);
      keep (hashes, recovery->base_hash);
    }
  for (guint i = 0; i < posts->len; i++)
    {
      StorePost *post = g_ptr_array_index (posts, i);
      g_autofree char *base = store_post_dup_base_hash (post);
      g_autofree char *waiting = NULL;
      g_mutex_lock (&post->lock);
      waiting = post->waiting == NULL ? NULL : store_hash (post->waiting);
      g_mutex_unlock (&post->lock);
      keep (hashes, base);
      keep (hashes, waiting);
    }
  return hashes;
}

static void
tidy_here (StoreFolder *folder)
{
  g_autoptr (GHashTable) hashes = hashes_in_use (folder);
  store_history_prune (folder->history, HISTORY, hashes, NULL);
  store_recover_prune (folder->local);
}

gint64
store_folder_sweep (StoreFolder *folder, gint64 now)
{
  if (folder->next_sweep == 0)
    {
      folder->next_sweep = folder->next_tidy = now + FIRST;
      return folder->next_sweep;
    }
  if (now < folder->next_sweep)
    return folder->next_sweep;
  if (store_folder_identify (folder, NULL))
    {
      /* A computer that slept saw nothing meanwhile; the clock stands still then. */
      gint64 elapsed = folder->last_sweep == 0 ? 0 : MIN (now - folder->last_sweep, 2 * EVERY);
      sweep_folder (folder, elapsed);
      folder->last_sweep = now;
    }
  if (now >= folder->next_tidy)
    {
      tidy_here (folder);
      folder->next_tidy = now + TIDY_EVERY;
    }
  folder->next_sweep = now + EVERY;
  return folder->next_sweep;
}

/* store-watch.c - what colleagues do to an open post.
 *
 * Sizes and times are never believed for long: where anything of fstat moved the bytes are read and
 * hashed, and every 60 s they are in any case (FAT and some servers keep whole seconds, and an
 * editor can set a time back). Opening the file makes NFS and SMB ask their server.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-list.h"
#include "store-private.h"

#define FOCUSED_EVERY (2 * G_TIME_SPAN_SECOND)
#define OPEN_EVERY    (10 * G_TIME_SPAN_SECOND)
#define WHOLE_EVERY   (60 * G_TIME_SPAN_SECOND)
/* Sync programs take a file away before they bring it under its new name. The whole folder is
 * walked for it: less and less often. */
#define SEARCH_FIRST (10 * G_TIME_SPAN_SECOND)
#define SEARCH_LAST  (5 * G_TIME_SPAN_MINUTE)

void
store_post_set_attention (StorePost *post, StoreAttention attention)
{
  g_mutex_lock (&post->lock);
  post->attention = attention;
  g_mutex_unlock (&post->lock);
  if (post->folder != NULL && attention != STORE_ATTENTION_NONE)
    store_worker_wake (post->folder->worker);
}

/* The file is gone: TRUE if a new name was found that was not known. */
static gboolean
find_renamed (StorePost *post, gint64 now)
{
  g_autoptr (GBytes) base = NULL;
  g_autofree char *path = store_post_dup_renamed (post);
  if (path != NULL || now < post->next_search)
    return FALSE;
  post->search_delay = CLAMP (post->search_delay * 2, SEARCH_FIRST, SEARCH_LAST);
  post->next_search = now + post->search_delay;
  base = store_post_find_base (post);
  if (base == NULL)
    return FALSE;
  path = store_list_find (post->folder, base);
  return store_post_set_renamed (post, path);
}

/* Tells once for each content that is not our base, once when it is again, and once more when the
 * new name of a file is found that was gone. */
static void
tell_change (StorePost *post, const char *seen, const char *base, GBytes *bytes, gint64 time)
{
  gboolean same = g_strcmp0 (seen, base) == 0;
  const char *now = same ? NULL : seen == NULL ? "" : seen;
  StoreChange change = same           ? STORE_CHANGE_BACK
                       : seen == NULL ? STORE_CHANGE_DELETED
                                      : STORE_CHANGE_CONTENT;
  gboolean renamed = FALSE;
  if (seen == NULL)
    renamed = find_renamed (post, time);
  else
    {
      store_post_set_renamed (post, NULL);
      post->next_search = post->search_delay = 0;
    }
  if (g_strcmp0 (now, post->polled_hash) == 0 && !renamed)
    return;
  g_free (post->polled_hash);
  post->polled_hash = g_strdup (now);
  store_emit_change (post->context, post, "changed-outside", change, bytes);
}

/* What fstat says of the file, and what it was compared with; NULL if it cannot be opened. */
static char *
stat_text (StoreFolder *folder, const char *path, const char *base)
{
  const StoreOps *ops = folder->ops;
  const char *name;
  struct stat status;
  int fd = -1;
  int dir = store_dir_open (ops, folder->root, path, &name, NULL);
  if (dir < 0)
    return NULL;
  fd = store_file_open (ops, dir, name, &status);
  ops->close (ops->data, dir);
  if (fd < 0)
    return NULL;
  ops->close (ops->data, fd);
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT ".%09ld",
                          base, (guint64) status.st_dev, (guint64) status.st_ino,
                          (gint64) status.st_size, (gint64) status.st_mtim.tv_sec,
                          status.st_mtim.tv_nsec, (gint64) status.st_ctim.tv_sec,
                          status.st_ctim.tv_nsec);
}

/* The same descriptor and times as when the bytes were read last, and not long ago. */
static gboolean
seems_unchanged (StorePost *post, const char *path, const char *base, gint64 now)
{
  g_autofree char *stat = NULL;
  gboolean same;
  if (post->polled_stat == NULL || now - post->polled_whole >= WHOLE_EVERY
      || !store_folder_identify (post->folder, NULL))
    return FALSE;
  stat = stat_text (post->folder, path, base);
  same = g_strcmp0 (stat, post->polled_stat) == 0;
  if (same)
    store_folder_note (post->folder, NULL, FALSE);
  return same;
}

static void
look_at_bytes (StorePost *post, const char *path, const char *base, gint64 now)
{
  g_autofree char *seen = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&post->polled_stat, g_free);
  post->polled_stat =
      stat_text (post->folder, path, base); /* before: what comes later is another */
  post->polled_whole = now;
  bytes = store_folder_read_noted (post->folder, path, &error);
  if (bytes != NULL)
    seen = store_hash (bytes);
  else
    g_clear_pointer (&post->polled_stat, g_free);
  if (bytes != NULL || g_error_matches (error, STORE_ERROR, STORE_ERROR_NOT_FOUND))
    tell_change (post, seen, base, bytes, now);
}

gint64
store_post_poll (StorePost *post, gint64 now)
{
  g_autofree char *path = store_post_dup_path (post);
  g_autofree char *base = store_post_dup_base_hash (post);
  StoreAttention attention;
  g_mutex_lock (&post->lock);
  attention = post->attention;
  g_mutex_unlock (&post->lock);
  if (attention == STORE_ATTENTION_NONE || path == NULL || base == NULL)
    return G_MAXINT64;
  if (now < post->next_poll)
    return post->next_poll;
  post->next_poll = now + (attention == STORE_ATTENTION_FOCUSED ? FOCUSED_EVERY : OPEN_EVERY);
  if (!seems_unchanged (post, path, base, now))
    look_at_bytes (post, path, base, now);
  return post->next_poll;
}

/* store-history-calls.c - the public face of the history.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

GPtrArray *
store_folder_history_sync (StoreFolder *folder, const char *relative_path, GError **error)
{
  return store_history_list (folder->history, relative_path, error);
}

GBytes *
store_folder_version_sync (StoreFolder *folder, const char *hash, GError **error)
{
  return store_history_read (folder->history, hash, error);
}

gboolean
store_post_remember_sync (StorePost *post, GBytes *text, StoreReason reason, GError **error)
{
  g_autofree char *path = store_post_dup_path (post);
  g_autofree char *parent = store_post_dup_base_hash (post);
  if (post->folder == NULL)
    {
      g_set_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME, "the post is in no folder");
      return FALSE;
    }
  return store_history_add (post->folder->history, path, text, parent, reason, TRUE, error);
}

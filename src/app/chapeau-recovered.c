/* chapeau-recovered.c - what an earlier run left on this computer for one folder.
 *
 * The functions that look and read run in a thread: journals are on this computer's disk, but what
 * stands beside them is in the shared folder. A ChapeauRecovered does not change once it is made,
 * so that threads may share it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-recovered.h"

#include <glib/gi18n.h>

static void
free_recovery (gpointer recovery)
{
  g_clear_pointer ((StoreRecovery **) &recovery, store_recovery_free);
}

static void
clear (gpointer data)
{
  ChapeauRecovered *self = data;

  g_ptr_array_unref (self->left);
  g_ptr_array_unref (self->discarded);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->texts);
}

ChapeauRecovered *
chapeau_recovered_ref (ChapeauRecovered *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chapeau_recovered_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* ---- looking ----------------------------------------------------------------------------------
 */

static gboolean
is_of_folder (const StoreRecovery *recovery, StoreFolder *folder)
{
  g_autofree char *id = store_folder_dup_id (folder);

  return g_strcmp0 (recovery->folder_id, id) == 0
         || g_strcmp0 (recovery->folder_path, store_folder_get_path (folder)) == 0
         || (recovery->path == NULL && *recovery->folder_path == '\0');
}

/* The journal is ours again and its text in the outbox. */
static gboolean
resume_waiting (ChapeauRecovered *self, StoreFolder *folder, const StoreRecovery *recovery)
{
  g_autoptr (StorePost) post = store_post_resume_sync (folder, NULL, recovery, NULL);
  GBytes *newer;

  if (post == NULL)
    return FALSE;
  newer = store_post_dup_recovered (post);
  if (newer == NULL && !store_post_is_waiting (post))
    store_post_close (post, FALSE); /* the folder has it */
  else
    {
      g_ptr_array_add (self->texts, newer != NULL ? newer : g_bytes_ref (recovery->text));
      g_ptr_array_add (self->waiting, g_object_ref (post));
    }
  return TRUE;
}

static gboolean
folder_has_it (StoreFolder *folder, const StoreRecovery *recovery)
{
  g_autoptr (GBytes) there =
      recovery->path != NULL ? store_folder_read_sync (folder, recovery->path, NULL) : NULL;

  return there != NULL && g_bytes_equal (there, recovery->text);
}

static void
sort_out (ChapeauRecovered *self, StoreFolder *folder, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      StoreRecovery *recovery = g_ptr_array_index (all, i);
      gboolean whole = !recovery->damaged;

      if (!is_of_folder (recovery, folder))
        continue;
      if (whole && recovery->path != NULL && recovery->pending
          && resume_waiting (self, folder, recovery))
        continue;
      if (whole && folder_has_it (folder, recovery)
          && store_recover_discard (NULL, recovery->journal, NULL))
        continue;
      g_ptr_array_add (self->left, recovery);
      all->pdata[i] = NULL;
    }
}

/* Of @all, those of @folder into @into. Takes @all. */
static void
keep_of_folder (GPtrArray *into, GPtrArray *all, StoreFolder *folder)
{
  g_ptr_array_set_free_func (all, free_recovery);
  for (guint i = 0; i < all->len; i++)
    if (is_of_folder (g_ptr_array_index (all, i), folder))
      g_ptr_array_add (into, g_steal_pointer (&all->pdata[i]));
  g_ptr_array_unref (all);
}

ChapeauRecovered *
chapeau_recovered_look (StoreFolder *folder)
{
  ChapeauRecovered *self = g_atomic_rc_box_new0 (ChapeauRecovered);
  g_autoptr (GPtrArray) all = store_recover_list (NULL, NULL);
  GPtrArray *aside = store_recover_list_discarded (NULL, NULL);

  self->left = g_ptr_array_new_with_free_func (free_recovery);
  self->discarded = g_ptr_array_new_with_free_func (free_recovery);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (all != NULL)
    {
      g_ptr_array_set_free_func (all, free_recovery);
      sort_out (self, folder, all);
    }
  if (aside != NULL)
    keep_of_folder (self->discarded, aside, folder);
  return self;
}

/* ---- one of them -------------------------------------------------------------------------------
 */

guint
chapeau_recovered_count (const ChapeauRecovered *self)
{
  return self->left->len + self->discarded->len;
}

gboolean
chapeau_recovered_is_discarded (const ChapeauRecovered *self, guint nth)
{
  return nth >= self->left->len;
}

const StoreRecovery *
chapeau_recovered_get (const ChapeauRecovered *self, guint nth)
{
  return nth < self->left->len ? g_ptr_array_index (self->left, nth)
                               : g_ptr_array_index (self->discarded, nth - self->left->len);
}

char *
chapeau_recovered_dup_title (const StoreRecovery *recovery)
{
  g_autoptr (FmHeader) header = fm_header_new (recovery->text);
  const FmNode *node = fm_header_lookup (header, "title");
  const char *title = node != NULL ? fm_node_get_string (node, NULL) : NULL;

  if (title != NULL && *title != '\0')
    return g_strdup (title);
  return recovery->path != NULL ? g_filename_display_basename (recovery->path)
                                : g_strdup (_ ("Untitled"));
}

/* ---- beside what the folder has -----------------------------------------------------------------
 */

ChapeauRecoveredChoice *
chapeau_recovered_choice_new (ChapeauRecovered *recovered, guint nth)
{
  ChapeauRecoveredChoice *self = g_atomic_rc_box_new0 (ChapeauRecoveredChoice);

  self->recovered = chapeau_recovered_ref (recovered);
  self->nth = nth;
  return self;
}

ChapeauRecoveredChoice *
chapeau_recovered_choice_ref (ChapeauRecoveredChoice *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_choice (gpointer data)
{
  ChapeauRecoveredChoice *self = data;

  chapeau_recovered_unref (self->recovered);
  g_clear_pointer (&self->theirs, g_bytes_unref);
  g_clear_pointer (&self->base, g_bytes_unref);
}

void
chapeau_recovered_choice_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear_choice);
}

void
chapeau_recovered_choice_read (ChapeauRecoveredChoice *self, StoreFolder *folder)
{
  const StoreRecovery *recovery = chapeau_recovered_get (self->recovered, self->nth);

  if (recovery->path != NULL)
    self->theirs = store_folder_read_sync (folder, recovery->path, NULL);
  if (recovery->base_hash != NULL)
    self->base = store_folder_version_sync (folder, recovery->base_hash, NULL);
}

ChapeauMerge *
chapeau_recovered_choice_merge (const ChapeauRecoveredChoice *self)
{
  const StoreRecovery *recovery = chapeau_recovered_get (self->recovered, self->nth);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  GBytes *theirs = self->theirs != NULL ? self->theirs : nothing;
  GBytes *base = self->base;

  /* Of a damaged text nothing is taken for granted. Where there never was a file, all is mine. */
  if (recovery->damaged)
    base = NULL;
  else if (recovery->base_hash == NULL)
    base = theirs;
  return chapeau_merge_new (base, recovery->text, theirs);
}

StorePost *
chapeau_recovered_choice_resume (const ChapeauRecoveredChoice *self,
                                 StoreFolder *folder,
                                 GError **error)
{
  const StoreRecovery *recovery = chapeau_recovered_get (self->recovered, self->nth);
  StorePost *post;

  if (chapeau_recovered_is_discarded (self->recovered, self->nth)
      && !store_recover_restore_discarded (NULL, recovery->journal, error))
    return NULL;
  post = store_post_resume_sync (folder, NULL, recovery, error);
  /* It may be changed before it is gone on with; the journal has it if the history cannot. */
  if (post != NULL)
    store_post_remember_sync (post, recovery->text, STORE_REASON_RECOVERED, NULL);
  return post;
}

/* chapeau-document-others.c - texts that are looked at, resumed, read along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-document-private.h"

ChapeauDocument *
chapeau_document_new_view (ChapeauWorkspace *workspace, const char *path, GBytes *text)
{
  /* A post that never journals leaves nothing on the disk. */
  g_autoptr (StorePost) post =
      store_post_new_untitled (chapeau_workspace_get_folder (workspace), NULL);
  ChapeauDocument *self = chapeau_document_make (workspace, post, path, text);

  self->state = CHAPEAU_DOCUMENT_READ_ONLY;
  return self;
}

void
chapeau_document_show_text (ChapeauDocument *self, GBytes *text)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));
  g_return_if_fail (self->state == CHAPEAU_DOCUMENT_READ_ONLY);

  chapeau_document_set_text (self, text, FALSE);
  g_signal_emit_by_name (self, "header-changed");
  g_signal_emit_by_name (self, "text-changed", text);
}

ChapeauDocument *
chapeau_document_new_resumed (ChapeauWorkspace *workspace,
                              StorePost *post,
                              const char *path,
                              GBytes *text)
{
  g_autofree char *name = store_post_dup_path (post);
  g_autoptr (GBytes) waiting = store_post_dup_waiting (post);
  ChapeauDocument *self = chapeau_document_make (workspace, post, name != NULL ? name : path, text);

  if (self->state == CHAPEAU_DOCUMENT_READ_ONLY)
    return self;
  self->first_unsaved = g_get_monotonic_time ();
  self->saved_here = g_get_real_time (); /* the journal has it, and it was read from there now */
  /* What was typed after the save that waits is not settled with it. */
  self->state = waiting != NULL && g_bytes_equal (waiting, text) ? CHAPEAU_DOCUMENT_PENDING
                                                                 : CHAPEAU_DOCUMENT_DIRTY;
  return self;
}

void
chapeau_document_set_reading (ChapeauDocument *self, gboolean reading)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  reading = !!reading;
  if (self->reading == reading)
    return;
  self->reading = reading;
  if (reading)
    store_post_release_presence (self->post);
  g_object_notify (G_OBJECT (self), "state");
  g_signal_emit_by_name (self, "header-changed");
}

gboolean
chapeau_document_is_reading (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), FALSE);

  return self->reading;
}

void
chapeau_document_set_conflict (ChapeauDocument *self, StoreConflictKind kind, GBytes *theirs)
{
  if (theirs != NULL)
    g_bytes_ref (theirs);
  g_clear_pointer (&self->theirs, g_bytes_unref);
  self->theirs = theirs;
  self->conflict = kind;
}

void
chapeau_document_meet_conflict (ChapeauDocument *self, GBytes *theirs)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));
  g_return_if_fail (theirs != NULL);

  if (!chapeau_document_can_move (self->state, CHAPEAU_DOCUMENT_CONFLICT)
      || self->state == CHAPEAU_DOCUMENT_SAVING)
    return;
  g_clear_handle_id (&self->autosave_timeout, g_source_remove);
  chapeau_document_set_conflict (self, STORE_CONFLICT_CHANGED, theirs);
  chapeau_document_move_state (self, CHAPEAU_DOCUMENT_CONFLICT);
}

StoreConflictKind
chapeau_document_get_conflict (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), STORE_CONFLICT_NONE);

  return self->conflict;
}

GBytes *
chapeau_document_get_theirs (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->theirs;
}

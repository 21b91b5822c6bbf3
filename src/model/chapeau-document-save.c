/* chapeau-document-save.c - journal, autosave, saving, moving.
 *
 * One save at a time: a save asked for while one runs is remembered and follows. What is typed
 * while a save runs makes the document DIRTY again when the save has succeeded, never CLEAN.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-document-private.h"

#define QUIET_MS     5000
#define AT_MOST_USEC (30 * G_USEC_PER_SEC)

/* ---- what the store tells -------------------------------------------------------------------- */

static void
on_journaled (ChapeauDocument *self, gint64 time)
{
  self->saved_here = time;
  g_object_notify (G_OBJECT (self), "saved-here");
  if (self->state == CHAPEAU_DOCUMENT_ERROR)
    {
      chapeau_document_move_state (self, CHAPEAU_DOCUMENT_DIRTY);
      chapeau_document_schedule_autosave (self);
    }
}

static void
on_journal_failed (ChapeauDocument *self)
{
  /* A save begins with the journal and tells itself how that went. */
  if (self->state != CHAPEAU_DOCUMENT_SAVING
      && chapeau_document_can_move (self->state, CHAPEAU_DOCUMENT_ERROR))
    chapeau_document_move_state (self, CHAPEAU_DOCUMENT_ERROR);
}

static void
on_changed_outside (ChapeauDocument *self, StoreChange change, GBytes *theirs)
{
  if (change != STORE_CHANGE_BACK && chapeau_document_has_unsaved_changes (self)
      && (self->state == CHAPEAU_DOCUMENT_CONFLICT
          || chapeau_document_can_move (self->state, CHAPEAU_DOCUMENT_CONFLICT))
      && self->state != CHAPEAU_DOCUMENT_SAVING)
    {
      g_autofree char *renamed = store_post_dup_renamed (self->post);
      StoreConflictKind gone = renamed != NULL ? STORE_CONFLICT_RENAMED : STORE_CONFLICT_DELETED;

      chapeau_document_set_conflict (
          self, change == STORE_CHANGE_DELETED ? gone : STORE_CONFLICT_CHANGED, theirs);
      chapeau_document_move_state (self, CHAPEAU_DOCUMENT_CONFLICT);
    }
  else if (change == STORE_CHANGE_BACK && self->state == CHAPEAU_DOCUMENT_CONFLICT)
    {
      chapeau_document_set_conflict (self, STORE_CONFLICT_NONE, NULL);
      chapeau_document_move_state (self, CHAPEAU_DOCUMENT_DIRTY);
      chapeau_document_schedule_autosave (self);
    }
  g_signal_emit_by_name (self, "changed-outside", (int) change, theirs);
}

static void
on_presence_changed (ChapeauDocument *self)
{
  g_object_notify (G_OBJECT (self), "state");
}

static ChapeauDocumentState
state_after (ChapeauDocument *self, const StoreSaveResult *result)
{
  switch (result->status)
    {
    case STORE_SAVED:
      return self->changed_while_saving ? CHAPEAU_DOCUMENT_DIRTY : CHAPEAU_DOCUMENT_CLEAN;
    case STORE_CONFLICT:
      return CHAPEAU_DOCUMENT_CONFLICT;
    case STORE_PENDING:
      return self->changed_while_saving ? CHAPEAU_DOCUMENT_DIRTY : CHAPEAU_DOCUMENT_PENDING;
    case STORE_JOURNAL_FAILED:
      return CHAPEAU_DOCUMENT_ERROR;
    }
  g_return_val_if_reached (CHAPEAU_DOCUMENT_ERROR);
}

/* A save ended, ours or the outbox's. */
static void
take_result (ChapeauDocument *self, const StoreSaveResult *result)
{
  /* The window lets a post in the background go as soon as it hears that nothing of it is unsaved.
   */
  g_autoptr (ChapeauDocument) kept = g_object_ref (self);
  g_autofree char *path = store_post_dup_path (self->post);

  /* Also when it could not be saved: a folder that is away is not asked at each key. */
  self->first_unsaved = self->changed_while_saving ? g_get_monotonic_time () : 0;
  if (result->status == STORE_SAVED)
    {
      self->saved_there = result->time;
      self->is_converted = FALSE;
      g_object_notify (G_OBJECT (self), "saved-there");
    }
  if (path != NULL)
    chapeau_document_set_path (self, path);
  chapeau_document_set_conflict (self, result->conflict, result->theirs);
  chapeau_document_move_state (self, state_after (self, result));
  self->changed_while_saving = FALSE;
  if (result->status == STORE_SAVED)
    chapeau_workspace_post_saved (self->workspace, self->path, result->text);
  g_signal_emit_by_name (self, "save-finished", result);
}

static void
on_settled (ChapeauDocument *self, StoreSaveResult *result)
{
  if (self->state == CHAPEAU_DOCUMENT_PENDING)
    take_result (self, result);
}

void
chapeau_document_connect_post (ChapeauDocument *self)
{
  const struct
  {
    const char *signal;
    GCallback handler;
  } handlers[] = {
    { "journaled", G_CALLBACK (on_journaled) },
    { "journal-failed", G_CALLBACK (on_journal_failed) },
    { "settled", G_CALLBACK (on_settled) },
    { "changed-outside", G_CALLBACK (on_changed_outside) },
    { "presence-changed", G_CALLBACK (on_presence_changed) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_swapped (self->post, handlers[i].signal, handlers[i].handler, self);
}

/* ---- saving ---------------------------------------------------------------------------------- */

static void
on_saved (GObject *source, GAsyncResult *async_result, gpointer data)
{
  g_autoptr (ChapeauDocument) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StoreSaveResult) result = NULL;
  gboolean again;

  if (g_task_get_source_tag (G_TASK (async_result)) == store_post_save_as_async)
    result = store_post_save_as_finish (STORE_POST (source), async_result, &error);
  else
    result = store_post_save_finish (STORE_POST (source), async_result, &error);
  if (self->post == NULL)
    return;
  if (result == NULL)
    {
      /* Only a bad name ends here (cancelling is not offered): told as a text kept on this
       * computer, with the reason. */
      g_autoptr (GBytes) text = chapeau_document_dup_text (self);
      StoreSaveResult failed = { .status = STORE_PENDING, .text = text, .reason = error };

      take_result (self, &failed);
      return;
    }
  take_result (self, result);
  again = self->save_again;
  self->save_again = FALSE;
  if (again && self->state == CHAPEAU_DOCUMENT_DIRTY)
    chapeau_document_save (self);
  else if (self->state == CHAPEAU_DOCUMENT_DIRTY)
    chapeau_document_schedule_autosave (self);
}

void
chapeau_document_save (ChapeauDocument *self)
{
  g_autoptr (GBytes) text = NULL;

  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (self->state == CHAPEAU_DOCUMENT_READ_ONLY || self->closed)
    return;
  if (self->state == CHAPEAU_DOCUMENT_SAVING)
    {
      self->save_again = TRUE;
      return;
    }
  g_clear_handle_id (&self->autosave_timeout, g_source_remove);
  text = chapeau_document_dup_text (self);
  chapeau_document_move_state (self, CHAPEAU_DOCUMENT_SAVING);
  self->changed_while_saving = FALSE;
  if (chapeau_document_is_untitled (self))
    store_post_save_as_async (self->post, self->path, text, NULL, on_saved, g_object_ref (self));
  else
    store_post_save_async (self->post, text, NULL, on_saved, g_object_ref (self));
}

/* ---- autosave -------------------------------------------------------------------------------- */

/* Only while we hold the post, and never as the first save of a new or of a converted one: these
 * appear in the shared folder when the person says so. */
static gboolean
may_autosave (ChapeauDocument *self)
{
  g_autoptr (StorePresence) presence = NULL;

  if (!self->autosave || self->closed || self->state != CHAPEAU_DOCUMENT_DIRTY || self->is_converted
      || chapeau_document_is_untitled (self))
    return FALSE;
  presence = store_post_dup_presence (self->post);
  return presence->kind == STORE_PRESENCE_OURS || presence->kind == STORE_PRESENCE_NONE;
}

static gboolean
on_autosave (gpointer data)
{
  ChapeauDocument *self = data;

  self->autosave_timeout = 0;
  /* A colleague may have taken over while we waited. */
  if (may_autosave (self))
    chapeau_document_save (self);
  return G_SOURCE_REMOVE;
}

void
chapeau_document_schedule_autosave (ChapeauDocument *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 left;

  if (!may_autosave (self))
    return;
  if (self->first_unsaved == 0)
    self->first_unsaved = now;
  left = MAX (self->first_unsaved + AT_MOST_USEC - now, 0) / 1000;
  g_clear_handle_id (&self->autosave_timeout, g_source_remove);
  self->autosave_timeout = g_timeout_add ((guint) MIN (left, QUIET_MS), on_autosave, self);
}

void
chapeau_document_autosave_now (ChapeauDocument *self)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (may_autosave (self))
    chapeau_document_save (self);
}

void
chapeau_document_set_autosave (ChapeauDocument *self, gboolean autosave)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  self->autosave = autosave;
  if (!autosave)
    g_clear_handle_id (&self->autosave_timeout, g_source_remove);
  else
    chapeau_document_schedule_autosave (self);
}

/* ---- moving ---------------------------------------------------------------------------------- */

static void
on_moved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ChapeauDocument *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!store_post_move_finish (STORE_POST (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  chapeau_document_set_path (self, g_task_get_task_data (task));
  chapeau_workspace_refresh (self->workspace);
  g_task_return_boolean (task, TRUE);
}

void
chapeau_document_move_async (ChapeauDocument *self,
                             const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, chapeau_document_move_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  store_post_move_async (self->post, path, cancellable, on_moved, task);
}

gboolean
chapeau_document_move_finish (ChapeauDocument *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ChapeauDocument *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!store_post_follow_finish (STORE_POST (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  chapeau_document_set_path (self, g_task_get_task_data (task));
  if (self->state == CHAPEAU_DOCUMENT_CONFLICT)
    {
      chapeau_document_set_conflict (self, STORE_CONFLICT_NONE, NULL);
      chapeau_document_move_state (self, CHAPEAU_DOCUMENT_DIRTY);
      chapeau_document_schedule_autosave (self);
    }
  chapeau_workspace_refresh (self->workspace);
  g_task_return_boolean (task, TRUE);
}

void
chapeau_document_follow_async (ChapeauDocument *self,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, chapeau_document_follow_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  store_post_follow_async (self->post, path, cancellable, on_followed, task);
}

gboolean
chapeau_document_follow_finish (ChapeauDocument *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- the end --------------------------------------------------------------------------------- */

gboolean
chapeau_document_flush (ChapeauDocument *self, GError **error)
{
  g_autoptr (GBytes) text = NULL;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), FALSE);

  if (!chapeau_document_has_unsaved_changes (self) || self->closed)
    return TRUE;
  text = chapeau_document_take_snapshot (self);
  store_post_journal (self->post, text);
  return store_post_flush_sync (self->post, error);
}

void
chapeau_document_close (ChapeauDocument *self, gboolean discard)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  g_clear_handle_id (&self->autosave_timeout, g_source_remove);
  /* What was typed last is not in the journal yet. */
  if (self->journal_timeout != 0 && chapeau_document_has_unsaved_changes (self))
    {
      g_autoptr (GBytes) text = chapeau_document_take_snapshot (self);

      store_post_journal (self->post, text);
    }
  g_clear_handle_id (&self->snapshot_idle, g_source_remove);
  g_clear_handle_id (&self->journal_timeout, g_source_remove);
  store_post_close (self->post, discard);
}

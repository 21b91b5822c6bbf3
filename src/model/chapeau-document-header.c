/* chapeau-document-header.c - edits of the header and their undo.
 *
 * A step of undo keeps the header before and after it, whole: headers are small, and going back to
 * the exact bytes needs no argument. Typing into one field makes one step until two seconds pass or
 * another field is edited.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-document-private.h"

#define MERGE_WITHIN  (2 * G_USEC_PER_SEC)
#define LONGEST_STACK 500

static void
step_free (gpointer data)
{
  ChapeauHeaderStep *step = data;

  g_bytes_unref (step->before);
  g_bytes_unref (step->after);
  g_free (step->merge_key);
  g_free (step);
}

void
chapeau_document_clear_steps (ChapeauDocument *self)
{
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);
  self->undo = g_ptr_array_new_with_free_func (step_free);
  self->redo = g_ptr_array_new_with_free_func (step_free);
}

static void
notify_steps (ChapeauDocument *self)
{
  g_object_notify (G_OBJECT (self), "can-undo");
  g_object_notify (G_OBJECT (self), "can-redo");
}

/* Shows the header @header to everyone. */
static void
apply (ChapeauDocument *self, GBytes *header)
{
  chapeau_document_set_header_bytes (self, header);
  notify_steps (self);
  g_signal_emit_by_name (self, "header-changed");
  chapeau_document_touch (self);
}

/* Can @after be told as part of the step before? */
static gboolean
merges (ChapeauDocument *self, const char *merge_key, gint64 now)
{
  const ChapeauHeaderStep *last;

  if (merge_key == NULL || self->undo->len == 0 || self->redo->len > 0)
    return FALSE;
  last = g_ptr_array_index (self->undo, self->undo->len - 1);
  return g_strcmp0 (last->merge_key, merge_key) == 0 && now - last->time < MERGE_WITHIN;
}

static void
push_step (ChapeauDocument *self, GBytes *after, const char *merge_key)
{
  gint64 now = g_get_monotonic_time ();
  ChapeauHeaderStep *step;

  if (merges (self, merge_key, now))
    {
      step = g_ptr_array_index (self->undo, self->undo->len - 1);
      g_bytes_unref (step->after);
      step->after = g_bytes_ref (after);
      step->time = now;
      return;
    }
  step = g_new0 (ChapeauHeaderStep, 1);
  step->before = g_bytes_ref (self->header_bytes);
  step->after = g_bytes_ref (after);
  step->merge_key = g_strdup (merge_key);
  step->time = now;
  g_ptr_array_add (self->undo, step);
  g_ptr_array_set_size (self->redo, 0);
  if (self->undo->len > LONGEST_STACK)
    g_ptr_array_remove_index (self->undo, 0);
}

void
chapeau_document_replace_header (ChapeauDocument *self, GBytes *header, const char *merge_key)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (!chapeau_document_is_editable (self) || g_bytes_equal (header, self->header_bytes))
    return;
  push_step (self, header, merge_key);
  apply (self, header);
}

void
chapeau_document_edit_header (ChapeauDocument *self, const BaseEdits *edits, const char *merge_key)
{
  g_autoptr (GBytes) after = NULL;
  gconstpointer text;
  gsize length;

  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));
  g_return_if_fail (edits != NULL);

  text = g_bytes_get_data (self->header_bytes, &length);
  after = base_edits_apply (edits, text != NULL ? text : "", length);
  chapeau_document_replace_header (self, after, merge_key);
}

void
chapeau_document_end_undo_step (ChapeauDocument *self)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (self->undo->len > 0)
    {
      ChapeauHeaderStep *last = g_ptr_array_index (self->undo, self->undo->len - 1);

      g_clear_pointer (&last->merge_key, g_free);
    }
}

gboolean
chapeau_document_can_undo (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), FALSE);

  return self->undo->len > 0;
}

gboolean
chapeau_document_can_redo (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), FALSE);

  return self->redo->len > 0;
}

void
chapeau_document_undo (ChapeauDocument *self)
{
  ChapeauHeaderStep *step;

  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (self->undo->len == 0)
    return;
  step = g_ptr_array_steal_index (self->undo, self->undo->len - 1);
  g_ptr_array_add (self->redo, step);
  apply (self, step->before);
}

void
chapeau_document_redo (ChapeauDocument *self)
{
  ChapeauHeaderStep *step;

  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  if (self->redo->len == 0)
    return;
  step = g_ptr_array_steal_index (self->redo, self->redo->len - 1);
  step->time = 0;
  g_ptr_array_add (self->undo, step);
  apply (self, step->after);
}

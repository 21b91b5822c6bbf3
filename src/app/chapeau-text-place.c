/* chapeau-text-place.c - a place in a Markdown text into which something is to be put that is not
 * there yet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-text-place.h"

#include "chapeau-pasted.h"

ChapeauTextPlace *
chapeau_text_place_new (GtkTextView *view, const GtkTextIter *start, const GtkTextIter *end)
{
  ChapeauTextPlace *place = g_new0 (ChapeauTextPlace, 1);

  place->window = g_object_ref (CHAPEAU_WINDOW (gtk_widget_get_root (GTK_WIDGET (view))));
  place->document = g_object_ref (place->window->document);
  place->view = g_object_ref (view);
  place->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  /* What is typed now comes behind both. */
  place->start = gtk_text_buffer_create_mark (place->buffer, NULL, start, TRUE);
  place->end = gtk_text_buffer_create_mark (place->buffer, NULL, end, TRUE);
  place->cancellable = g_cancellable_new ();
  return place;
}

void
chapeau_text_place_free (ChapeauTextPlace *place)
{
  g_clear_pointer (&place->progress, chapeau_progress_end);
  gtk_text_buffer_delete_mark (place->buffer, place->start);
  gtk_text_buffer_delete_mark (place->buffer, place->end);
  g_object_unref (place->window);
  g_object_unref (place->document);
  g_object_unref (place->view);
  g_object_unref (place->buffer);
  g_object_unref (place->cancellable);
  g_free (place);
}

void
chapeau_text_place_begin (ChapeauTextPlace *place, const char *sentence)
{
  place->progress = chapeau_progress_new (place->window, sentence, place->cancellable);
}

gboolean
chapeau_text_place_is_wanted (const ChapeauTextPlace *place)
{
  return !g_cancellable_is_cancelled (place->cancellable)
         && place->window->document == place->document && gtk_text_view_get_editable (place->view)
         && gtk_widget_get_root (GTK_WIDGET (place->view)) != NULL;
}

void
chapeau_text_place_get (const ChapeauTextPlace *place, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (place->buffer, start, place->start);
  gtk_text_buffer_get_iter_at_mark (place->buffer, end, place->end);
  gtk_text_iter_order (start, end);
}

void
chapeau_text_place_show_caret (const ChapeauTextPlace *place)
{
  gtk_text_view_scroll_mark_onscreen (place->view, gtk_text_buffer_get_insert (place->buffer));
}

void
chapeau_text_place_put (const ChapeauTextPlace *place, const char *text, BaseSpan selected)
{
  GtkTextIter start, end;
  gboolean is_at_caret;
  int offset;

  chapeau_text_place_get (place, &start, &end);
  is_at_caret = chapeau_pasted_is_at_caret (&start, &end);
  offset = gtk_text_iter_get_offset (&start);
  gtk_text_buffer_begin_user_action (place->buffer);
  gtk_text_buffer_delete (place->buffer, &start, &end);
  gtk_text_buffer_insert (place->buffer, &start, text, -1);
  gtk_text_buffer_get_iter_at_offset (place->buffer, &start, offset + (int) selected.start);
  gtk_text_buffer_get_iter_at_offset (place->buffer, &end, offset + (int) selected.end);
  if (is_at_caret)
    gtk_text_buffer_select_range (place->buffer, &end, &start);
  gtk_text_buffer_end_user_action (place->buffer);
  chapeau_text_place_show_caret (place);
}

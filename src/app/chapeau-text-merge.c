/* chapeau-text-merge.c - another text for a buffer, in which cursor and scrolling stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-text-merge.h"

#include <base.h>
#include <string.h>

static gsize
size_of (const char *text, gssize length)
{
  return length >= 0 ? (gsize) length : strlen (text);
}

gboolean
chapeau_text_merge (
    GtkTextBuffer *buffer, const char *now, gssize now_length, const char *text, gssize length)
{
  g_autoptr (BaseEdits) edits =
      base_edits_between (now, size_of (now, now_length), text, size_of (text, length));
  const BaseEdit *edit;
  GtkTextIter start, end;

  if (base_edits_is_empty (edits))
    return FALSE;
  edit = base_edits_get (edits, 0);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                      (int) g_utf8_strlen (now, (gssize) edit->span.start));
  end = start;
  gtk_text_iter_forward_chars (
      &end, (int) g_utf8_strlen (now + edit->span.start, (gssize) base_span_length (edit->span)));
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, edit->text, (int) edit->length);
  gtk_text_buffer_end_user_action (buffer);
  return TRUE;
}

/* chapeau-source-keys.c - Enter and Tab in lists, quotations and tables of the source.
 *
 * What a key does is decided by the model (chapeau-rewrite.h); here are the key, the buffer and its
 * undo. Only a key that the input method does not want counts, so that nothing that is pasted,
 * taken back or inserted by the program begins an item. All that one key does is one step of undo.
 *
 * Limits: in a text longer than LONGEST, and in a paragraph of more than MOST_LINES, the keys do
 * what they do everywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-keys.h"

#include <chapeau-rewrite.h>
#include <glib/gi18n.h>
#include <string.h>

#define LONGEST    (256 * 1024) /* characters; kramdown reads so many within a frame */
#define MOST_LINES 500

typedef enum
{
  KEY_ENTER,
  KEY_LINE_BREAK,
  KEY_TAB,
  KEY_BACK_TAB,
  KEY_NONE,
} Key;

static Key
key_of (guint keyval, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean shift = modifiers == GDK_SHIFT_MASK;

  if (modifiers != 0 && !shift)
    return KEY_NONE;
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return shift ? KEY_LINE_BREAK : KEY_ENTER;
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return shift ? KEY_BACK_TAB : KEY_TAB;
    case GDK_KEY_ISO_Left_Tab:
      return KEY_BACK_TAB;
    default:
      return KEY_NONE;
    }
}

/* ---- is it worth a look? ----------------------------------------------------------------------
 */

/* The first sign of a line behind its blanks; 0: a blank line. */
static gunichar
first_sign (GtkTextIter iter)
{
  for (; !gtk_text_iter_ends_line (&iter); gtk_text_iter_forward_char (&iter))
    if (!g_unichar_isspace (gtk_text_iter_get_char (&iter)))
      return gtk_text_iter_get_char (&iter);
  return 0;
}

/* Only the lines up to the last blank one are looked at: an item has its marker there, or the line
 * is indented. */
static gboolean
may_matter (GtkTextBuffer *buffer, const GtkTextIter *at)
{
  GtkTextIter line = *at;

  if (gtk_text_buffer_get_char_count (buffer) > LONGEST)
    return FALSE;
  gtk_text_iter_set_line_offset (&line, 0);
  for (int i = 0; i < MOST_LINES; i++)
    {
      gunichar sign = first_sign (line), first = gtk_text_iter_get_char (&line);

      if (first == ' ' || first == '\t'
          || (sign != 0 && sign < 0x80 && strchr ("*+->|0123456789", (char) sign) != NULL))
        return TRUE;
      if (sign == 0 || !gtk_text_iter_backward_line (&line))
        return FALSE;
    }
  return FALSE;
}

/* ---- the buffer -------------------------------------------------------------------------------
 */

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
}

static int
to_offset (const char *text, gsize at)
{
  return (int) g_utf8_pointer_to_offset (text, text + at);
}

/* A line end is inserted by itself, so that who waits for one sees it. */
static void
insert (GtkTextBuffer *buffer, GtkTextIter *at, const char *text, gsize length)
{
  const char *end = memchr (text, '\n', MIN (length, 2));
  gsize first = end != NULL ? (gsize) (end - text) + 1 : 0;

  if (first > 0 && (first == 1 || *text == '\r'))
    gtk_text_buffer_insert (buffer, at, text, (int) first);
  else
    first = 0;
  if (length > first)
    gtk_text_buffer_insert (buffer, at, text + first, (int) (length - first));
}

/* From the last edit to the first, so that offsets stay right. */
static void
apply (GtkTextView *view, const char *text, const ChapeauRewrite *rewrite)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autoptr (GBytes) after = base_edits_apply (rewrite->edits, text, strlen (text));
  const char *changed = g_bytes_get_data (after, NULL);
  GtkTextIter start, end;

  gtk_text_buffer_begin_user_action (buffer);
  for (gsize i = base_edits_count (rewrite->edits); i-- > 0;)
    {
      const BaseEdit *edit = base_edits_get (rewrite->edits, i);

      gtk_text_buffer_get_iter_at_offset (buffer, &start, to_offset (text, edit->span.start));
      gtk_text_buffer_get_iter_at_offset (buffer, &end, to_offset (text, edit->span.end));
      gtk_text_buffer_delete (buffer, &start, &end);
      insert (buffer, &start, edit->text, edit->length);
    }
  if (changed != NULL)
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                          to_offset (changed, rewrite->selection.start));
      gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                          to_offset (changed, rewrite->selection.end));
    }
  else
    gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
}

static ChapeauRewrite *
decide (GtkTextBuffer *buffer, const char *text, Key key)
{
  gsize length = strlen (text);
  GtkTextIter start, end;
  BaseSpan selection;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  selection.start =
      (gsize) (g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&start)) - text);
  selection.end = (gsize) (g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&end)) - text);
  switch (key)
    {
    case KEY_ENTER:
      return chapeau_rewrite_enter (text, length, selection.start);
    case KEY_LINE_BREAK:
      return chapeau_rewrite_line_break (text, length, selection.start);
    case KEY_TAB:
    case KEY_BACK_TAB:
      return chapeau_rewrite_tab (text, length, selection, key == KEY_BACK_TAB);
    case KEY_NONE:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

/* ---- keys -------------------------------------------------------------------------------------
 */

/* Enter puts a line end in place of the selection; what that does is decided without it. */
static gboolean
press (GtkTextView *view, Key key)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  gboolean replaces =
      (key == KEY_ENTER || key == KEY_LINE_BREAK) && gtk_text_buffer_get_has_selection (buffer);
  g_autofree char *text = NULL;
  g_autoptr (ChapeauRewrite) rewrite = NULL;

  if (replaces)
    {
      gtk_text_buffer_begin_user_action (buffer);
      gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
    }
  text = dup_text (buffer);
  rewrite = decide (buffer, text, key);
  if (rewrite != NULL)
    {
      gtk_text_view_reset_im_context (view);
      apply (view, text, rewrite);
    }
  if (replaces)
    gtk_text_buffer_end_user_action (buffer);
  return rewrite != NULL;
}

static gboolean
on_key (GtkTextView *view,
        guint keyval,
        guint code,
        GdkModifierType state,
        GtkEventControllerKey *controller)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  Key key = key_of (keyval, state);
  GtkTextIter start;

  if (key == KEY_NONE || event == NULL || !gtk_text_view_get_editable (view))
    return GDK_EVENT_PROPAGATE;
  gtk_text_buffer_get_selection_bounds (buffer, &start, NULL);
  if (!may_matter (buffer, &start))
    return GDK_EVENT_PROPAGATE;
  if (gtk_text_view_im_context_filter_keypress (view, event))
    return GDK_EVENT_STOP;
  return press (view, key) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

void
chapeau_source_keys_attach (GtkTextView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  /* Before those of GtkSourceView and GtkTextView, which would write a line end or blanks. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), view, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}

/* ---- table ------------------------------------------------------------------------------------
 */

void
chapeau_source_keys_insert_table (GtkTextView *view, guint columns, guint rows)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autoptr (GPtrArray) headings = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = dup_text (buffer);
  g_autoptr (ChapeauRewrite) rewrite = NULL;
  GtkTextIter caret;
  const char *at;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (columns > 0);

  for (guint i = 0; i < columns; i++)
    /* Translators: the heading of a column of a new table; the person writes another one over it.
     */
    g_ptr_array_add (headings, g_strdup_printf (_ ("Title %u"), i + 1));
  g_ptr_array_add (headings, NULL);
  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  at = g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&caret));
  rewrite = chapeau_rewrite_insert_table (text, strlen (text), (gsize) (at - text),
                                          (const char *const *) headings->pdata, rows);
  apply (view, text, rewrite);
}

/* chapeau-typing.c - French typography at the key.
 *
 * A key is told from all other insertions by the event before it; an input method may bring the
 * character later, so the event is remembered until something is inserted. What to correct is
 * decided by the typography library on the text around the caret, never on the whole of a long
 * text.
 *
 * `settled` is the end of what came otherwise than by keys: nothing before it is corrected, unless
 * the person goes back and types there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-typing.h"

#include <string.h>
#include <typography.h>

/* Characters of a long text that are looked at before and behind the line. A block of code that is
 * longer is still seen as code up to its first blank line; prose is never taken for code. */
#define LOOK_BEFORE 32768
#define LOOK_BEHIND 4096

#define KEY_US (G_TIME_SPAN_SECOND) /* an input method takes no longer */

struct _ChapeauTyping
{
  GObject parent_instance;

  GtkEntry *entry; /* borrowed: it owns this; or NULL */
  GtkTextBuffer *buffer;
  ChapeauDocument *document; /* weak */

  gboolean is_prose;
  gboolean correcting;
  gint64 key;     /* when it was pressed, monotonic; 0: none that has not come */
  gunichar typed; /* 0: nothing to be looked at */
  int at;         /* where it went, in characters */
  int settled;
  guint soon;
};

/* What is looked at: the text as it was before the key. */
typedef struct
{
  char *text;
  gsize caret; /* in bytes */
  int origin;  /* of the text in the widget, in characters */
} Around;

G_DEFINE_FINAL_TYPE (ChapeauTyping, chapeau_typing, G_TYPE_OBJECT)

static gboolean is_enabled = TRUE;

static void
around_clear (Around *around)
{
  g_free (around->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Around, around_clear)

/* ---- what was typed --------------------------------------------------------------------------
 */

/* Could this key put something in? A dead key does so with the next one. */
static gboolean
is_writing (guint keyval)
{
  gunichar character = gdk_keyval_to_unicode (keyval);

  return (character >= 0x20 && character != 0x7f) || keyval == GDK_KEY_Return
         || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter || keyval == GDK_KEY_Multi_key
         || (keyval >= GDK_KEY_dead_grave && keyval <= GDK_KEY_dead_greek);
}

static gboolean
on_key (ChapeauTyping *self, guint keyval, guint code, GdkModifierType state)
{
  const GdkModifierType commands = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;

  if (is_writing (keyval) || (state & commands) != 0)
    self->key = (state & commands) == 0 ? g_get_monotonic_time () : 0;
  return GDK_EVENT_PROPAGATE;
}

static void
note_insertion (ChapeauTyping *self, int at, const char *text, gsize length)
{
  gunichar first = length > 0 ? g_utf8_get_char_validated (text, (gssize) length) : 0;
  gboolean single = length > 0 && g_utf8_skip[(guchar) *text] == (char) length;

  if (self->correcting)
    return;
  if (self->key == 0 || g_get_monotonic_time () - self->key > KEY_US)
    {
      /* A line break's indentation is the key's too. */
      if (self->typed == 0)
        self->settled = at + (int) g_utf8_strlen (text, (gssize) length);
      return;
    }
  self->key = 0;
  if (at < self->settled)
    self->settled = 0;
  self->typed = single ? first : 0;
  self->at = at;
}

static void
note_deletion (ChapeauTyping *self, int start, int end)
{
  if (!self->correcting && start < self->settled)
    self->settled = MAX (start, self->settled - (end - start));
}

/* ---- what is around it ------------------------------------------------------------------------
 */

static gboolean
is_blank_line (const GtkTextIter *line)
{
  GtkTextIter iter = *line;

  while (!gtk_text_iter_ends_line (&iter))
    {
      if (!g_unichar_isspace (gtk_text_iter_get_char (&iter)))
        return FALSE;
      gtk_text_iter_forward_char (&iter);
    }
  return TRUE;
}

/* In a long text from behind a blank line, where no block of prose can be under way. */
static void
find_start (GtkTextIter *iter)
{
  GtkTextIter line = *iter, start = *iter;

  gtk_text_iter_set_line_offset (&line, 0);
  if (!gtk_text_iter_backward_chars (&start, LOOK_BEFORE) || gtk_text_iter_is_start (&start))
    {
      *iter = start;
      return;
    }
  while (gtk_text_iter_forward_line (&start) && gtk_text_iter_compare (&start, &line) < 0)
    if (is_blank_line (&start))
      break;
  *iter = gtk_text_iter_compare (&start, &line) < 0 ? start : line;
}

static void
find_end (GtkTextIter *iter)
{
  GtkTextIter last = *iter;

  gtk_text_iter_forward_chars (&last, LOOK_BEHIND);
  if (!gtk_text_iter_ends_line (iter))
    gtk_text_iter_forward_to_line_end (iter);
  while (gtk_text_iter_compare (iter, &last) < 0 && gtk_text_iter_forward_line (iter))
    if (is_blank_line (iter))
      return;
}

static void
look_around_in_view (ChapeauTyping *self, Around *around)
{
  GtkTextIter start, at, end;
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &at, self->at);
  start = at;
  find_start (&start);
  before = gtk_text_buffer_get_slice (self->buffer, &start, &at, TRUE);
  gtk_text_iter_forward_char (&at);
  end = at;
  find_end (&end);
  behind = gtk_text_buffer_get_slice (self->buffer, &at, &end, TRUE);
  around->origin = gtk_text_iter_get_offset (&start);
  around->caret = strlen (before);
  around->text = g_strconcat (before, behind, NULL);
}

static void
look_around_in_entry (ChapeauTyping *self, Around *around)
{
  GtkEditable *editable = GTK_EDITABLE (self->entry);
  g_autofree char *before = gtk_editable_get_chars (editable, 0, self->at);
  g_autofree char *behind = gtk_editable_get_chars (editable, self->at + 1, -1);

  around->origin = 0;
  around->caret = strlen (before);
  around->text = g_strconcat (before, behind, NULL);
}

/* ---- correcting -------------------------------------------------------------------------------
 */

static void
replace (ChapeauTyping *self, int start, int end, const char *text, gsize length)
{
  if (self->entry != NULL)
    {
      GtkEditable *editable = GTK_EDITABLE (self->entry);

      gtk_editable_delete_text (editable, start, end);
      gtk_editable_insert_text (editable, text, (int) length, &start);
    }
  else
    {
      GtkTextIter from, to;

      gtk_text_buffer_get_iter_at_offset (self->buffer, &from, start);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &to, end);
      gtk_text_buffer_delete (self->buffer, &from, &to);
      gtk_text_buffer_insert (self->buffer, &from, text, (int) length);
    }
}

static int
offset_of (const Around *around, gsize at)
{
  return around->origin + (int) g_utf8_pointer_to_offset (around->text, around->text + at);
}

/* Is the last of them the key itself? It is there already. */
static gboolean
ends_in_key (const BaseEdits *edits, gsize caret, gunichar typed)
{
  const BaseEdit *last;
  char key[7] = "";

  if (base_edits_is_empty (edits))
    return FALSE;
  last = base_edits_get (edits, base_edits_count (edits) - 1);
  g_unichar_to_utf8 (typed, key);
  return last->span.start == caret && last->span.end == caret && strcmp (last->text, key) == 0;
}

static gboolean
is_settled (ChapeauTyping *self, const Around *around, const BaseEdit *edit)
{
  return offset_of (around, edit->span.start) < self->settled;
}

/* The edits without the key itself, from the last to the first, so that offsets stay right. */
static void
apply (ChapeauTyping *self, const Around *around, const BaseEdits *edits, gsize count)
{
  for (gsize i = count; i-- > 0;)
    {
      const BaseEdit *edit = base_edits_get (edits, i);

      if (!is_settled (self, around, edit))
        replace (self, offset_of (around, edit->span.start), offset_of (around, edit->span.end),
                 edit->text, edit->length);
    }
}

static void
put_caret (ChapeauTyping *self, const Around *around, const BaseEdits *edits)
{
  int caret = offset_of (around, around->caret);

  for (gsize i = 0; i < base_edits_count (edits); i++)
    {
      const BaseEdit *edit = base_edits_get (edits, i);

      if (!is_settled (self, around, edit))
        caret += (int) (g_utf8_strlen (edit->text, (gssize) edit->length)
                        - g_utf8_strlen (around->text + edit->span.start,
                                         (gssize) (edit->span.end - edit->span.start)));
    }
  gtk_editable_set_position (GTK_EDITABLE (self->entry), caret);
}

static void
end_step (ChapeauTyping *self)
{
  if (self->document != NULL)
    chapeau_document_end_undo_step (self->document);
}

static void
change (ChapeauTyping *self, const Around *around, const BaseEdits *edits, gboolean keeps)
{
  self->correcting = TRUE;
  end_step (self);
  if (self->buffer != NULL)
    gtk_text_buffer_begin_user_action (self->buffer);
  if (!keeps)
    replace (self, self->at, self->at + 1, "", 0);
  apply (self, around, edits, base_edits_count (edits) - (keeps ? 1 : 0));
  if (self->buffer != NULL)
    gtk_text_buffer_end_user_action (self->buffer);
  else
    put_caret (self, around, edits);
  end_step (self);
  self->correcting = FALSE;
}

/* Something may have come between the key and this. */
static gboolean
is_still_there (ChapeauTyping *self, gunichar typed)
{
  GtkTextIter iter;
  g_autofree char *character = NULL;

  if (self->entry != NULL)
    {
      character = gtk_editable_get_chars (GTK_EDITABLE (self->entry), self->at, self->at + 1);
      return g_utf8_get_char (character) == typed;
    }
  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, self->at);
  return gtk_text_iter_get_char (&iter) == typed;
}

static void
correct (ChapeauTyping *self)
{
  g_auto (Around) around = { NULL };
  g_autoptr (GArray) spans = NULL;
  g_autoptr (BaseEdits) edits = NULL;
  gunichar typed = self->typed;
  gboolean keeps;
  gsize wanted = 0;

  self->typed = 0;
  if (!is_enabled || !self->is_prose || !is_still_there (self, typed))
    return;
  if (self->entry != NULL)
    look_around_in_entry (self, &around);
  else
    {
      look_around_in_view (self, &around);
      spans = typo_markdown_protected_spans (around.text, strlen (around.text));
    }
  edits = typo_as_you_type (around.text, strlen (around.text), around.caret, typed, spans, NULL);
  if (edits == NULL)
    return;
  keeps = ends_in_key (edits, around.caret, typed);
  for (gsize i = 0; i < base_edits_count (edits) - (keeps ? 1 : 0); i++)
    wanted += !is_settled (self, &around, base_edits_get (edits, i));
  if (wanted > 0 || base_edits_is_empty (edits))
    change (self, &around, edits, keeps);
}

/* ---- view ------------------------------------------------------------------------------------
 */

static void
on_buffer_insert (ChapeauTyping *self, GtkTextIter *iter, const char *text, int length)
{
  GtkTextIter caret;

  /* What a key changes elsewhere (the number of the next item) is not what it types. */
  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret,
                                    gtk_text_buffer_get_insert (self->buffer));
  if (self->key == 0 || gtk_text_iter_equal (iter, &caret))
    note_insertion (self, gtk_text_iter_get_offset (iter), text,
                    length < 0 ? strlen (text) : (gsize) length);
}

static void
on_buffer_delete (ChapeauTyping *self, GtkTextIter *start, GtkTextIter *end)
{
  note_deletion (self, gtk_text_iter_get_offset (start), gtk_text_iter_get_offset (end));
}

/* ---- entry -----------------------------------------------------------------------------------
 */

static void
on_entry_insert (ChapeauTyping *self, const char *text, int length, int *position)
{
  note_insertion (self, *position, text, length < 0 ? strlen (text) : (gsize) length);
}

static void
on_entry_delete (ChapeauTyping *self, int start, int end)
{
  note_deletion (self, start, end < 0 ? G_MAXINT : end);
}

/* ---- both ------------------------------------------------------------------------------------
 */

static gboolean
on_soon (gpointer data)
{
  ChapeauTyping *self = data;

  self->soon = 0;
  if (self->typed != 0)
    correct (self);
  return G_SOURCE_REMOVE;
}

/* GTK closes the key's step of undo only after it has told everyone: before the next event, and
 * before anything is drawn. */
static void
on_done (ChapeauTyping *self)
{
  if (!self->correcting && self->soon == 0 && typo_is_typing_key (self->typed))
    self->soon = g_idle_add_full (G_PRIORITY_HIGH, on_soon, self, NULL);
}

static ChapeauTyping *
typing_new (GtkWidget *widget)
{
  ChapeauTyping *self = g_object_new (CHAPEAU_TYPE_TYPING, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);
  g_object_set_data_full (G_OBJECT (widget), "chapeau-typing", self, g_object_unref);
  return self;
}

ChapeauTyping *
chapeau_typing_new_for_view (GtkTextView *view)
{
  ChapeauTyping *self;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = typing_new (GTK_WIDGET (view));
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (on_buffer_insert), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (on_buffer_delete), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "end-user-action", G_CALLBACK (on_done), self,
                           G_CONNECT_SWAPPED);
  return self;
}

ChapeauTyping *
chapeau_typing_new_for_entry (GtkEntry *entry)
{
  ChapeauTyping *self;
  GtkEditable *text;

  g_return_val_if_fail (GTK_IS_ENTRY (entry), NULL);

  self = typing_new (GTK_WIDGET (entry));
  self->entry = entry;
  text = gtk_editable_get_delegate (GTK_EDITABLE (entry));
  g_signal_connect_object (text, "insert-text", G_CALLBACK (on_entry_insert), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (text, "delete-text", G_CALLBACK (on_entry_delete), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (text, "changed", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  return self;
}

void
chapeau_typing_set_prose (ChapeauTyping *self, gboolean is_prose)
{
  g_return_if_fail (CHAPEAU_IS_TYPING (self));

  self->is_prose = is_prose;
}

void
chapeau_typing_set_document (ChapeauTyping *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_TYPING (self));

  g_set_weak_pointer (&self->document, document);
}

void
chapeau_typing_set_enabled (gboolean enabled)
{
  is_enabled = enabled;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_typing_dispose (GObject *object)
{
  ChapeauTyping *self = CHAPEAU_TYPING (object);

  g_clear_handle_id (&self->soon, g_source_remove);
  g_clear_weak_pointer (&self->document);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (chapeau_typing_parent_class)->dispose (object);
}

static void
chapeau_typing_class_init (ChapeauTypingClass *class)
{
  G_OBJECT_CLASS (class)->dispose = chapeau_typing_dispose;
}

static void
chapeau_typing_init (ChapeauTyping *self)
{
  self->is_prose = TRUE;
}

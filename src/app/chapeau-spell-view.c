/* chapeau-spell-view.c - spelling in a text view: marks are a tag of its buffer.
 *
 * A tag moves with the text by itself, is not undone and not saved. It is changed only where it has
 * to be, because each change draws the line anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-spell.h"

#include <string.h>

/* What is looked at beyond the lines that are shown: a page, and of one long line this much. */
#define MARGIN 1000

/* Red that can be told on white and on dark grey alike. */
static const GdkRGBA underline_color = { 0.88f, 0.11f, 0.14f, 1 };

#define CHAPEAU_TYPE_SPELL_VIEW (chapeau_spell_view_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauSpellView, chapeau_spell_view, CHAPEAU, SPELL_VIEW, ChapeauSpell)

struct _ChapeauSpellView
{
  ChapeauSpell parent_instance;

  GtkTextView *view; /* borrowed: it owns this */
  GtkTextBuffer *buffer;
  GtkTextTag *tag;
};

G_DEFINE_FINAL_TYPE (ChapeauSpellView, chapeau_spell_view, CHAPEAU_TYPE_SPELL)

/* ---- the text ---------------------------------------------------------------------------------
 */

static GtkWidget *
chapeau_spell_view_get_target (ChapeauSpell *spell)
{
  return GTK_WIDGET (CHAPEAU_SPELL_VIEW (spell)->view);
}

static GBytes *
chapeau_spell_view_dup_text (ChapeauSpell *spell)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter start, end;
  char *text;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_slice (self->buffer, &start, &end, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static guint
chapeau_spell_view_get_caret (ChapeauSpell *spell)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &caret,
                                    gtk_text_buffer_get_insert (self->buffer));
  return (guint) gtk_text_iter_get_offset (&caret);
}

static SpellingRange
chapeau_spell_view_get_visible (ChapeauSpell *spell)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GdkRectangle visible;
  GtkTextIter start, end;
  SpellingRange range;

  gtk_text_view_get_visible_rect (self->view, &visible);
  gtk_text_view_get_iter_at_location (self->view, &start, visible.x,
                                      MAX (0, visible.y - visible.height));
  gtk_text_view_get_iter_at_location (self->view, &end, visible.x + visible.width,
                                      visible.y + 2 * visible.height);
  gtk_text_iter_backward_chars (&start, MARGIN);
  gtk_text_iter_forward_chars (&end, MARGIN);
  range.start = (guint) gtk_text_iter_get_offset (&start);
  range.end = (guint) gtk_text_iter_get_offset (&end);
  return range;
}

static void
get_iters (ChapeauSpellView *self, SpellingRange range, GtkTextIter *start, GtkTextIter *end)
{
  int length = gtk_text_buffer_get_char_count (self->buffer);

  gtk_text_buffer_get_iter_at_offset (self->buffer, start, (int) MIN (range.start, (guint) length));
  gtk_text_buffer_get_iter_at_offset (self->buffer, end, (int) MIN (range.end, (guint) length));
}

/* ---- marks ------------------------------------------------------------------------------------
 */

/* The next marked word at or behind @at that begins before @end; @at moves behind it. */
static gboolean
next_marked (ChapeauSpellView *self, GtkTextIter *at, const GtkTextIter *end, SpellingRange *range)
{
  if (!gtk_text_iter_has_tag (at, self->tag)
      && !(gtk_text_iter_forward_to_tag_toggle (at, self->tag)
           && gtk_text_iter_has_tag (at, self->tag)))
    return FALSE;
  if (gtk_text_iter_compare (at, end) >= 0)
    return FALSE;
  range->start = (guint) gtk_text_iter_get_offset (at);
  gtk_text_iter_forward_to_tag_toggle (at, self->tag);
  range->end = (guint) gtk_text_iter_get_offset (at);
  return TRUE;
}

static GArray *
dup_marked (ChapeauSpellView *self, SpellingRange within)
{
  GArray *marked = g_array_new (FALSE, FALSE, sizeof (SpellingRange));
  GtkTextIter at, end;
  SpellingRange range;

  get_iters (self, within, &at, &end);
  while (next_marked (self, &at, &end, &range))
    g_array_append_val (marked, range);
  return marked;
}

static int
compare (const GArray *one, guint i, const GArray *other, guint j)
{
  const SpellingRange *a = i < one->len ? &g_array_index (one, SpellingRange, i) : NULL;
  const SpellingRange *b = j < other->len ? &g_array_index (other, SpellingRange, j) : NULL;

  if (a == NULL || b == NULL)
    return a == NULL ? 1 : -1;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  return a->end == b->end ? 0 : -1;
}

static void
chapeau_spell_view_mark (ChapeauSpell *spell, SpellingRange within, GArray *ranges)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  g_autoptr (GArray) marked = dup_marked (self, within);
  GtkTextIter start, end;

  /* First what goes, then what comes: an old mark may lie over a new one. */
  for (guint i = 0, j = 0; i < marked->len;)
    {
      int order = compare (marked, i, ranges, j);

      if (order < 0)
        {
          get_iters (self, g_array_index (marked, SpellingRange, i), &start, &end);
          gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
        }
      i += order <= 0;
      j += order >= 0;
    }
  for (guint i = 0, j = 0; j < ranges->len;)
    {
      int order = compare (marked, i, ranges, j);

      if (order > 0)
        {
          get_iters (self, g_array_index (ranges, SpellingRange, j), &start, &end);
          gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
        }
      i += order <= 0;
      j += order >= 0;
    }
}

static gboolean
chapeau_spell_view_find_marked (ChapeauSpell *spell, guint offset, SpellingRange *range)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) offset);
  if (!gtk_text_iter_has_tag (&start, self->tag) && !gtk_text_iter_ends_tag (&start, self->tag))
    return FALSE;
  end = start;
  if (!gtk_text_iter_starts_tag (&start, self->tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
  if (!gtk_text_iter_ends_tag (&end, self->tag))
    gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
  range->start = (guint) gtk_text_iter_get_offset (&start);
  range->end = (guint) gtk_text_iter_get_offset (&end);
  return TRUE;
}

static void
unmark_at (ChapeauSpellView *self, const GtkTextIter *at)
{
  SpellingRange range;
  GtkTextIter start, end;

  if (!chapeau_spell_view_find_marked (CHAPEAU_SPELL (self), (guint) gtk_text_iter_get_offset (at),
                                       &range))
    return;
  get_iters (self, range, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
}

/* ---- changes ----------------------------------------------------------------------------------
 *
 * The word that is changed is looked at anew before it is said to be wrong again. What is typed
 * beside a word and does not belong to it leaves it as it is.
 */

static gboolean
is_in_words (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == '-' || c == 0x2019;
}

static void
on_insert (ChapeauSpellView *self, const GtkTextIter *at, const char *text, int length)
{
  gboolean starts = gtk_text_iter_starts_tag (at, self->tag);
  gboolean ends = gtk_text_iter_ends_tag (at, self->tag);

  if (length == 0 || (ends && !is_in_words (g_utf8_get_char (text)))
      || (starts && !is_in_words (g_utf8_get_char (g_utf8_prev_char (text + length)))))
    return;
  unmark_at (self, at);
}

static void
on_delete (ChapeauSpellView *self, const GtkTextIter *start, const GtkTextIter *end)
{
  unmark_at (self, start);
  unmark_at (self, end);
}

/* ---- places -----------------------------------------------------------------------------------
 */

static gboolean
chapeau_spell_view_get_offset_at (ChapeauSpell *spell, double x, double y, guint *offset)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter at;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (self->view, &at, buffer_x, buffer_y))
    return FALSE;
  *offset = (guint) gtk_text_iter_get_offset (&at);
  return TRUE;
}

static void
chapeau_spell_view_get_area (ChapeauSpell *spell, SpellingRange range, GdkRectangle *area)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter start, end;
  GdkRectangle last;

  get_iters (self, range, &start, &end);
  gtk_text_view_get_iter_location (self->view, &start, area);
  gtk_text_view_get_iter_location (self->view, &end, &last);
  area->width = last.y == area->y ? MAX (1, last.x - area->x) : 1;
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, area->x, area->y,
                                         &area->x, &area->y);
}

static void
chapeau_spell_view_select (ChapeauSpell *spell, SpellingRange range)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter start, end;

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  get_iters (self, range, &start, &end);
  gtk_text_buffer_select_range (self->buffer, &end, &start);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}

static void
chapeau_spell_view_replace (ChapeauSpell *spell, SpellingRange range, const char *text)
{
  ChapeauSpellView *self = CHAPEAU_SPELL_VIEW (spell);
  GtkTextIter start, end;

  if (!gtk_text_view_get_editable (self->view))
    return;
  get_iters (self, range, &start, &end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
}

static GMenuModel *
chapeau_spell_view_get_extra_menu (ChapeauSpell *spell)
{
  return gtk_text_view_get_extra_menu (CHAPEAU_SPELL_VIEW (spell)->view);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
on_adjustment (ChapeauSpellView *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (adjustment == NULL)
    return;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (chapeau_spell_look_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (chapeau_spell_look_again),
                           self, G_CONNECT_SWAPPED);
}

ChapeauSpell *
chapeau_spell_view_new (GtkTextView *view)
{
  ChapeauSpellView *self = g_object_new (CHAPEAU_TYPE_SPELL_VIEW, NULL);

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                          "underline-rgba", &underline_color, NULL);
  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (on_insert), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (on_delete), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (chapeau_spell_text_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position",
                           G_CALLBACK (chapeau_spell_caret_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (on_adjustment), self,
                           G_CONNECT_SWAPPED);
  on_adjustment (self);
  chapeau_spell_attach (CHAPEAU_SPELL (self), GTK_WIDGET (view));
  return CHAPEAU_SPELL (self);
}

static void
chapeau_spell_view_finalize (GObject *object)
{
  g_object_unref (CHAPEAU_SPELL_VIEW (object)->buffer);
  G_OBJECT_CLASS (chapeau_spell_view_parent_class)->finalize (object);
}

static void
chapeau_spell_view_class_init (ChapeauSpellViewClass *class)
{
  ChapeauSpellClass *spell_class = CHAPEAU_SPELL_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_spell_view_finalize;
  spell_class->get_target = chapeau_spell_view_get_target;
  spell_class->dup_text = chapeau_spell_view_dup_text;
  spell_class->get_visible = chapeau_spell_view_get_visible;
  spell_class->get_caret = chapeau_spell_view_get_caret;
  spell_class->mark = chapeau_spell_view_mark;
  spell_class->find_marked = chapeau_spell_view_find_marked;
  spell_class->get_offset_at = chapeau_spell_view_get_offset_at;
  spell_class->get_area = chapeau_spell_view_get_area;
  spell_class->select = chapeau_spell_view_select;
  spell_class->replace = chapeau_spell_view_replace;
  spell_class->get_extra_menu = chapeau_spell_view_get_extra_menu;
}

static void
chapeau_spell_view_init (ChapeauSpellView *self)
{
}

/* chapeau-spell-entry.c - spelling in an entry: marks are attributes of its text.
 *
 * An entry has no tags: the marks are kept here, and moved at each change of the text by comparing
 * it with the text before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-spell.h"

#include <string.h>

/* As in chapeau-spell-view.c, in Pango's measure. */
#define RED   0xe100
#define GREEN 0x1c00
#define BLUE  0x2400

#define CHAPEAU_TYPE_SPELL_ENTRY (chapeau_spell_entry_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauSpellEntry, chapeau_spell_entry, CHAPEAU, SPELL_ENTRY, ChapeauSpell)

struct _ChapeauSpellEntry
{
  ChapeauSpell parent_instance;

  GtkEntry *entry; /* borrowed: it owns this */
  GtkText *text;   /* its inner part */
  char *before;    /* the text that the marks are of */
  GArray *marked;  /* of SpellingRange */
};

G_DEFINE_FINAL_TYPE (ChapeauSpellEntry, chapeau_spell_entry, CHAPEAU_TYPE_SPELL)

/* ---- the text ---------------------------------------------------------------------------------
 */

static GtkWidget *
chapeau_spell_entry_get_target (ChapeauSpell *spell)
{
  return GTK_WIDGET (CHAPEAU_SPELL_ENTRY (spell)->text);
}

static GBytes *
chapeau_spell_entry_dup_text (ChapeauSpell *spell)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (CHAPEAU_SPELL_ENTRY (spell)->entry));

  return g_bytes_new (text, strlen (text));
}

static guint
chapeau_spell_entry_get_caret (ChapeauSpell *spell)
{
  return (guint) gtk_editable_get_position (GTK_EDITABLE (CHAPEAU_SPELL_ENTRY (spell)->entry));
}

static SpellingRange
chapeau_spell_entry_get_visible (ChapeauSpell *spell)
{
  SpellingRange all = { 0, G_MAXUINT };

  return all;
}

/* ---- marks ------------------------------------------------------------------------------------
 */

static void
show_marks (ChapeauSpellEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  for (guint i = 0; i < self->marked->len; i++)
    {
      SpellingRange range = g_array_index (self->marked, SpellingRange, i);
      PangoAttribute *both[] = { pango_attr_underline_new (PANGO_UNDERLINE_ERROR),
                                 pango_attr_underline_color_new (RED, GREEN, BLUE) };

      for (guint j = 0; j < G_N_ELEMENTS (both); j++)
        {
          both[j]->start_index = (guint) (g_utf8_offset_to_pointer (text, range.start) - text);
          both[j]->end_index = (guint) (g_utf8_offset_to_pointer (text, range.end) - text);
          pango_attr_list_insert (attributes, both[j]);
        }
    }
  gtk_entry_set_attributes (self->entry, self->marked->len > 0 ? attributes : NULL);
}

static gboolean
are_equal (const GArray *one, const GArray *other)
{
  return one->len == other->len
         && (one->len == 0
             || memcmp (one->data, other->data, one->len * sizeof (SpellingRange)) == 0);
}

static void
chapeau_spell_entry_mark (ChapeauSpell *spell, SpellingRange within, GArray *ranges)
{
  ChapeauSpellEntry *self = CHAPEAU_SPELL_ENTRY (spell);

  if (are_equal (self->marked, ranges))
    return;
  g_array_set_size (self->marked, 0);
  if (ranges->len > 0)
    g_array_append_vals (self->marked, ranges->data, ranges->len);
  show_marks (self);
}

static gboolean
chapeau_spell_entry_find_marked (ChapeauSpell *spell, guint offset, SpellingRange *range)
{
  ChapeauSpellEntry *self = CHAPEAU_SPELL_ENTRY (spell);

  for (guint i = 0; i < self->marked->len; i++)
    {
      *range = g_array_index (self->marked, SpellingRange, i);
      if (range->start <= offset && offset <= range->end)
        return TRUE;
    }
  return FALSE;
}

/* How many code points both texts begin with. */
static guint
common_start (const char *one, const char *other)
{
  guint count = 0;

  while (*one != '\0' && g_utf8_get_char (one) == g_utf8_get_char (other))
    {
      one = g_utf8_next_char (one);
      other = g_utf8_next_char (other);
      count++;
    }
  return count;
}

/* … and end with, beyond the first @start. */
static guint
common_end (const char *one, guint one_length, const char *other, guint other_length, guint start)
{
  const char *a = one + strlen (one), *b = other + strlen (other);
  guint most = MIN (one_length, other_length) - start, count = 0;

  while (count < most)
    {
      a = g_utf8_prev_char (a);
      b = g_utf8_prev_char (b);
      if (g_utf8_get_char (a) != g_utf8_get_char (b))
        break;
      count++;
    }
  return count;
}

/* Marks before the change stay, those behind it move, those that it touches go. */
static void
follow_change (ChapeauSpellEntry *self, const char *text)
{
  guint old_length = (guint) g_utf8_strlen (self->before, -1);
  guint length = (guint) g_utf8_strlen (text, -1);
  guint start = common_start (self->before, text);
  guint end = common_end (self->before, old_length, text, length, start);
  guint kept = 0;

  for (guint i = 0; i < self->marked->len; i++)
    {
      SpellingRange range = g_array_index (self->marked, SpellingRange, i);

      if (range.start > old_length - end)
        {
          range.start = range.start + length - old_length;
          range.end = range.end + length - old_length;
        }
      else if (range.end >= start)
        continue;
      g_array_index (self->marked, SpellingRange, kept++) = range;
    }
  g_array_set_size (self->marked, kept);
}

static void
on_changed (ChapeauSpellEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (strcmp (text, self->before) == 0)
    return;
  if (self->marked->len > 0)
    {
      follow_change (self, text);
      show_marks (self);
    }
  g_free (self->before);
  self->before = g_strdup (text);
  chapeau_spell_text_changed (CHAPEAU_SPELL (self));
}

/* ---- places -----------------------------------------------------------------------------------
 */

static float
get_x (ChapeauSpellEntry *self, guint offset)
{
  graphene_rect_t caret;

  gtk_text_compute_cursor_extents (self->text, offset, &caret, NULL);
  return caret.origin.x;
}

static gboolean
chapeau_spell_entry_get_offset_at (ChapeauSpell *spell, double x, double y, guint *offset)
{
  ChapeauSpellEntry *self = CHAPEAU_SPELL_ENTRY (spell);
  guint length = gtk_entry_get_text_length (self->entry);

  for (guint at = 0; at < length; at++)
    {
      float left = get_x (self, at), right = get_x (self, at + 1);

      if (MIN (left, right) <= x && x < MAX (left, right))
        {
          *offset = at;
          return TRUE;
        }
    }
  return FALSE;
}

static void
chapeau_spell_entry_get_area (ChapeauSpell *spell, SpellingRange range, GdkRectangle *area)
{
  ChapeauSpellEntry *self = CHAPEAU_SPELL_ENTRY (spell);
  graphene_rect_t start, end;
  int width = gtk_widget_get_width (GTK_WIDGET (self->text));

  gtk_text_compute_cursor_extents (self->text, range.start, &start, NULL);
  gtk_text_compute_cursor_extents (self->text, range.end, &end, NULL);
  area->x = CLAMP ((int) MIN (start.origin.x, end.origin.x), 0, width);
  area->y = (int) start.origin.y;
  area->width = MAX (1, CLAMP ((int) MAX (start.origin.x, end.origin.x), 0, width) - area->x);
  area->height = (int) start.size.height;
}

static void
chapeau_spell_entry_select (ChapeauSpell *spell, SpellingRange range)
{
  ChapeauSpellEntry *self = CHAPEAU_SPELL_ENTRY (spell);

  gtk_entry_grab_focus_without_selecting (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), (int) range.start, (int) range.end);
}

static void
chapeau_spell_entry_replace (ChapeauSpell *spell, SpellingRange range, const char *text)
{
  GtkEditable *editable = GTK_EDITABLE (CHAPEAU_SPELL_ENTRY (spell)->entry);
  int position = (int) range.start;

  if (!gtk_editable_get_editable (editable))
    return;
  gtk_editable_delete_text (editable, (int) range.start, (int) range.end);
  gtk_editable_insert_text (editable, text, -1, &position);
  gtk_editable_set_position (editable, position);
}

static GMenuModel *
chapeau_spell_entry_get_extra_menu (ChapeauSpell *spell)
{
  return gtk_entry_get_extra_menu (CHAPEAU_SPELL_ENTRY (spell)->entry);
}

/* ---- object -----------------------------------------------------------------------------------
 */

ChapeauSpell *
chapeau_spell_entry_new (GtkEntry *entry)
{
  ChapeauSpellEntry *self = g_object_new (CHAPEAU_TYPE_SPELL_ENTRY, NULL);

  g_return_val_if_fail (GTK_IS_ENTRY (entry), NULL);

  self->entry = entry;
  self->text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry)));
  self->before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "notify::cursor-position", G_CALLBACK (chapeau_spell_caret_moved),
                           self, G_CONNECT_SWAPPED);
  chapeau_spell_attach (CHAPEAU_SPELL (self), GTK_WIDGET (entry));
  return CHAPEAU_SPELL (self);
}

static void
chapeau_spell_entry_finalize (GObject *object)
{
  ChapeauSpellEntry *self = CHAPEAU_SPELL_ENTRY (object);

  g_free (self->before);
  g_array_unref (self->marked);
  G_OBJECT_CLASS (chapeau_spell_entry_parent_class)->finalize (object);
}

static void
chapeau_spell_entry_class_init (ChapeauSpellEntryClass *class)
{
  ChapeauSpellClass *spell_class = CHAPEAU_SPELL_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_spell_entry_finalize;
  spell_class->get_target = chapeau_spell_entry_get_target;
  spell_class->dup_text = chapeau_spell_entry_dup_text;
  spell_class->get_visible = chapeau_spell_entry_get_visible;
  spell_class->get_caret = chapeau_spell_entry_get_caret;
  spell_class->mark = chapeau_spell_entry_mark;
  spell_class->find_marked = chapeau_spell_entry_find_marked;
  spell_class->get_offset_at = chapeau_spell_entry_get_offset_at;
  spell_class->get_area = chapeau_spell_entry_get_area;
  spell_class->select = chapeau_spell_entry_select;
  spell_class->replace = chapeau_spell_entry_replace;
  spell_class->get_extra_menu = chapeau_spell_entry_get_extra_menu;
}

static void
chapeau_spell_entry_init (ChapeauSpellEntry *self)
{
  self->marked = g_array_new (FALSE, FALSE, sizeof (SpellingRange));
}

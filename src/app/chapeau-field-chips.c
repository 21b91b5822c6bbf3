/* chapeau-field-chips.c - a list of texts: categories, tags and the like.
 *
 * One chip a value and an entry behind them. Enter, a comma and leaving the entry add what is
 * typed; Backspace in the empty entry takes the last one back; arrows go from chip to chip, with
 * Ctrl they move it. Chips are updated in place, so that lists of hundreds stay light.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-chip.h"
#include "chapeau-completion.h"
#include "chapeau-field-editor.h"
#include "chapeau-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/* Between values that are typed or pasted. */
#define SEPARATORS ",\n\t"

struct _ChapeauFieldChips
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkWidget *box;
  GtkEntry *entry;
  GtkWidget *hint_box;
  GtkLabel *hint_label;
  GtkButton *hint_button;

  ChapeauCompletion *completion; /* a child */
  GPtrArray *chips;              /* owned; the chips are children of the box */
  char *hinted;                  /* the value that the hint is about */
  char *better;                  /* what the hint's button puts in its place */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldChips, chapeau_field_chips, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldChips *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

static int
index_of (ChapeauFieldChips *self, ChapeauChip *chip)
{
  guint at;

  return g_ptr_array_find (self->chips, chip, &at) ? (int) at : -1;
}

static int
index_of_text (ChapeauFieldChips *self, const char *text)
{
  for (guint i = 0; i < self->chips->len; i++)
    if (strcmp (chapeau_chip_get_text (self->chips->pdata[i]), text) == 0)
      return (int) i;
  return -1;
}

/* The chip at @at takes the focus; behind the last one the entry. */
static void
focus_at (ChapeauFieldChips *self, int at)
{
  if (at < 0)
    return;
  if (at < (int) self->chips->len)
    gtk_widget_grab_focus (self->chips->pdata[at]);
  else
    gtk_entry_grab_focus_without_selecting (self->entry);
}

/* ---- near-duplicates --------------------------------------------------------------------------
 */

static void
set_hint (ChapeauFieldChips *self, const char *sentence, const char *value, const char *better)
{
  g_autofree char *use = NULL;

  g_free (self->hinted);
  g_free (self->better);
  self->hinted = g_strdup (value);
  self->better = g_strdup (better);
  gtk_label_set_label (self->hint_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->hint_box, sentence != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_button), better != NULL);
  /* Translators: %s is a keyword or category, spelled as other posts spell it. */
  use = better != NULL ? g_strdup_printf (_ ("Use “%s”"), better) : NULL;
  gtk_button_set_label (self->hint_button, use != NULL ? use : "");
}

/* Points out that @value differs only in its spelling from one that is there or known. */
static void
look_for_near (ChapeauFieldChips *self, const char *value)
{
  GPtrArray *known = chapeau_field_get_site_field (get_field (self))->known_values;
  const SiteKnownValue *near = chapeau_completion_find_near (known, value);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < self->chips->len; i++)
    {
      const char *other = chapeau_chip_get_text (self->chips->pdata[i]);

      if (strcmp (other, value) == 0 || !chapeau_completion_are_near (other, value))
        continue;
      /* Translators: both %s are keywords that differ only in capitals, accents or spaces. */
      sentence = g_strdup_printf (_ ("“%s” and “%s” are nearly the same."), other, value);
      set_hint (self, sentence, value, NULL);
      return;
    }
  if (near == NULL)
    {
      set_hint (self, NULL, NULL, NULL);
      return;
    }
  sentence = g_strdup_printf (
      /* Translators: %s is a keyword as other posts spell it. */
      ngettext ("%u other post says “%s”.", "%u other posts say “%s”.", near->count), near->count,
      near->value);
  set_hint (self, sentence, value, near->value);
}

/* Of the values that are there, two that differ only in their spelling. */
static void
look_for_twins (ChapeauFieldChips *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < self->chips->len && sentence == NULL; i++)
    {
      const char *value = chapeau_chip_get_text (self->chips->pdata[i]);
      char *bare = chapeau_completion_dup_bare (value);
      const char *other = g_hash_table_lookup (seen, bare);

      /* Translators: both %s are keywords that differ only in capitals, accents or spaces. */
      if (other != NULL && *bare != '\0')
        sentence = g_strdup_printf (_ ("“%s” and “%s” are nearly the same."), other, value);
      if (sentence != NULL)
        set_hint (self, sentence, value, NULL);
      g_hash_table_replace (seen, bare, (gpointer) value);
    }
}

static void
on_hint_clicked (ChapeauFieldChips *self)
{
  int at = self->hinted != NULL ? index_of_text (self, self->hinted) : -1;
  g_autofree char *better = g_steal_pointer (&self->better);

  set_hint (self, NULL, NULL, NULL);
  if (at >= 0 && better != NULL)
    chapeau_field_replace_item (get_field (self), (guint) at, better);
  gtk_entry_grab_focus_without_selecting (self->entry);
}

/* ---- adding -----------------------------------------------------------------------------------
 */

static void
clear_entry (ChapeauFieldChips *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  chapeau_completion_close (self->completion);
}

/* Adds what @text holds, parted by any of @marks; what is there already is not added again. */
static void
add_text (ChapeauFieldChips *self, const char *text, const char *marks)
{
  g_auto (GStrv) parts = g_strsplit_set (text, marks, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) items = NULL;
  g_autofree char *last = NULL;

  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0' && index_of_text (self, *part) < 0)
      g_strv_builder_add (builder, *part);
  items = g_strv_builder_end (builder);
  clear_entry (self);
  if (items[0] == NULL)
    return;
  last = g_strdup (items[g_strv_length (items) - 1]);
  if (chapeau_field_insert_items (get_field (self), self->chips->len, (const char *const *) items))
    look_for_near (self, last);
}

static void
chapeau_field_chips_commit (ChapeauFieldEditor *editor)
{
  ChapeauFieldChips *self = CHAPEAU_FIELD_CHIPS (editor);
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  chapeau_completion_close (self->completion);
  if (*text != '\0')
    add_text (self, text, SEPARATORS);
}

static void
offer (ChapeauFieldChips *self)
{
  g_auto (GStrv) items = chapeau_field_dup_items (get_field (self));

  chapeau_completion_offer (
      self->completion, chapeau_field_get_site_field (get_field (self))->known_values,
      gtk_editable_get_text (GTK_EDITABLE (self->entry)), (const char *const *) items);
}

static void
on_changed (ChapeauFieldChips *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (chapeau_field_editor_is_showing (CHAPEAU_FIELD_EDITOR (self)))
    return;
  if (strpbrk (text, SEPARATORS) != NULL)
    add_text (self, text, SEPARATORS);
  else if (*text != '\0')
    offer (self);
  else
    chapeau_completion_close (self->completion);
}

static void
on_activate (ChapeauFieldChips *self)
{
  chapeau_field_chips_commit (CHAPEAU_FIELD_EDITOR (self));
}

static void
on_chosen (ChapeauFieldChips *self, const char *value)
{
  add_text (self, value, "");
  gtk_entry_grab_focus_without_selecting (self->entry);
}

static gboolean
on_entry_key (ChapeauFieldChips *self, guint keyval, guint code, GdkModifierType state)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gboolean empty = *text == '\0';

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (chapeau_completion_take_key (self->completion, keyval))
    return GDK_EVENT_STOP;
  switch (keyval)
    {
    case GDK_KEY_BackSpace:
      if (!empty || self->chips->len == 0)
        return GDK_EVENT_PROPAGATE;
      chapeau_field_remove_item (get_field (self), self->chips->len - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
      if (gtk_editable_get_position (GTK_EDITABLE (self->entry)) > 0 || self->chips->len == 0)
        return GDK_EVENT_PROPAGATE;
      focus_at (self, (int) self->chips->len - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      offer (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (empty)
        return GDK_EVENT_PROPAGATE;
      clear_entry (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- chips ------------------------------------------------------------------------------------
 */

static void
on_chip_removed (ChapeauFieldChips *self, ChapeauChip *chip)
{
  int at = index_of (self, chip);
  gboolean had_focus = gtk_widget_has_focus (GTK_WIDGET (chip));

  chapeau_field_remove_item (get_field (self), (guint) at);
  if (had_focus)
    focus_at (self, at);
}

static void
move (ChapeauFieldChips *self, int from, int to)
{
  if (from < 0 || to < 0 || to >= (int) self->chips->len)
    return;
  chapeau_field_move_item (get_field (self), (guint) from, (guint) to);
  focus_at (self, to);
}

static void
on_chip_moved (ChapeauFieldChips *self, int step, ChapeauChip *chip)
{
  move (self, index_of (self, chip), index_of (self, chip) + step);
}

static void
on_chip_left (ChapeauFieldChips *self, int step, ChapeauChip *chip)
{
  focus_at (self, index_of (self, chip) + step);
}

static void
on_chip_dropped (ChapeauFieldChips *self, ChapeauChip *dropped, ChapeauChip *chip)
{
  move (self, index_of (self, dropped), index_of (self, chip));
}

static void
append_chip (ChapeauFieldChips *self, const char *text)
{
  GtkWidget *chip = chapeau_chip_new (text);

  g_signal_connect_object (chip, "removed", G_CALLBACK (on_chip_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chip, "moved", G_CALLBACK (on_chip_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chip, "left", G_CALLBACK (on_chip_left), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chip, "dropped", G_CALLBACK (on_chip_dropped), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_before (chip, self->box, GTK_WIDGET (self->entry));
  g_ptr_array_add (self->chips, chip);
}

static void
chapeau_field_chips_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldChips *self = CHAPEAU_FIELD_CHIPS (editor);
  g_auto (GStrv) items = chapeau_field_dup_items (field);
  guint length = g_strv_length (items);
  g_autofree char *label = chapeau_field_dup_label (field);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  while (self->chips->len > length)
    {
      GtkWidget *chip = g_ptr_array_steal_index (self->chips, self->chips->len - 1);

      if (gtk_widget_has_focus (chip))
        gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      gtk_widget_unparent (chip);
    }
  for (guint i = 0; i < length; i++)
    if (i >= self->chips->len)
      append_chip (self, items[i]);
    else if (strcmp (chapeau_chip_get_text (self->chips->pdata[i]), items[i]) != 0)
      chapeau_chip_set_text (self->chips->pdata[i], items[i]);
  if (self->hinted != NULL && index_of_text (self, self->hinted) < 0)
    set_hint (self, NULL, NULL, NULL);
  if (self->hinted == NULL)
    look_for_twins (self);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static GtkWidget *
chapeau_field_chips_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_CHIPS (editor)->entry);
}

static void
on_box_pressed (ChapeauFieldChips *self)
{
  gtk_entry_grab_focus_without_selecting (self->entry);
}

static void
chapeau_field_chips_finalize (GObject *object)
{
  ChapeauFieldChips *self = CHAPEAU_FIELD_CHIPS (object);

  g_ptr_array_unref (self->chips);
  g_free (self->hinted);
  g_free (self->better);
  G_OBJECT_CLASS (chapeau_field_chips_parent_class)->finalize (object);
}

static void
chapeau_field_chips_class_init (ChapeauFieldChipsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_field_chips_finalize;
  editor_class->show = chapeau_field_chips_show;
  editor_class->commit = chapeau_field_chips_commit;
  editor_class->get_target = chapeau_field_chips_get_target;
  g_type_ensure (CHAPEAU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldChips, box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldChips, entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldChips, hint_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldChips, hint_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldChips, hint_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key);
  gtk_widget_class_bind_template_callback (widget_class, on_hint_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_box_pressed);
}

static void
chapeau_field_chips_init (ChapeauFieldChips *self)
{
  self->chips = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->completion = g_object_new (CHAPEAU_TYPE_COMPLETION, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->completion), GTK_WIDGET (self));
  g_signal_connect_object (self->completion, "chosen", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  chapeau_field_editor_commit_on_leave (CHAPEAU_FIELD_EDITOR (self), GTK_WIDGET (self->entry));
}

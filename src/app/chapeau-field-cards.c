/* chapeau-field-cards.c - a list of groups: a card each, added, taken away and moved.
 *
 * A card belongs to a place in the list, not to its values: moving a group shows other values in
 * the cards that are there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-card.h"
#include "chapeau-uploads.h"

#include <glib/gi18n.h>

struct _ChapeauFieldCards
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkBox *cards_box;
  GtkButton *add_button;
  GtkLabel *add_label;

  ChapeauUploads *uploads; /* while files are chosen or brought in; NULL if no item holds one */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldCards, chapeau_field_cards, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldCards *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

static ChapeauFieldCard *
card_at (ChapeauFieldCards *self, int at)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards_box));

  while (card != NULL && at-- > 0)
    card = gtk_widget_get_next_sibling (card);
  return card != NULL ? CHAPEAU_FIELD_CARD (card) : NULL;
}

/* The kind of file that each group holds; SITE_FIELD_RAW: none. */
static SiteFieldKind
file_kind (ChapeauFieldCards *self)
{
  const SiteField *site_field = chapeau_field_get_site_field (get_field (self));

  for (guint i = 0; i < site_field->children->len; i++)
    {
      SiteFieldKind kind = ((const SiteField *) site_field->children->pdata[i])->kind;

      if (kind == SITE_FIELD_IMAGE || kind == SITE_FIELD_FILE)
        return kind;
    }
  return SITE_FIELD_RAW;
}

/* ---- adding -----------------------------------------------------------------------------------
 */

static void
append (ChapeauFieldCards *self, const char *first)
{
  ChapeauFieldCard *card;

  if (!chapeau_field_append_group (get_field (self), first))
    return;
  card = card_at (
      self, (int) g_list_model_get_n_items (chapeau_field_get_children (get_field (self))) - 1);
  if (card != NULL)
    chapeau_field_card_focus_first (card);
}

static void
on_taken (ChapeauFieldCards *self, const char *reference)
{
  append (self, reference);
}

static void
on_add (ChapeauFieldCards *self)
{
  if (file_kind (self) == SITE_FIELD_RAW)
    append (self, NULL);
  else
    chapeau_uploads_choose (self->uploads);
}

/* ---- moving and removing ----------------------------------------------------------------------
 */

static void
move (ChapeauFieldCards *self, int from, int to)
{
  int count = (int) g_list_model_get_n_items (chapeau_field_get_children (get_field (self)));
  ChapeauFieldCard *card;

  if (from < 0 || to < 0 || to >= count)
    return;
  chapeau_field_move_item (get_field (self), (guint) from, (guint) to);
  card = card_at (self, to);
  if (card != NULL)
    chapeau_field_card_focus_handle (card);
}

static int
position_of (ChapeauFieldCard *card)
{
  return chapeau_field_get_position (chapeau_field_card_get_field (card));
}

static void
on_moved (ChapeauFieldCards *self, int step, ChapeauFieldCard *card)
{
  move (self, position_of (card), position_of (card) + step);
}

static void
on_dropped (ChapeauFieldCards *self, ChapeauFieldCard *dropped, ChapeauFieldCard *card)
{
  move (self, position_of (dropped), position_of (card));
}

static void
on_removed (ChapeauFieldCards *self, ChapeauFieldCard *card)
{
  chapeau_field_remove_item (get_field (self), (guint) position_of (card));
  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
}

/* ---- cards ------------------------------------------------------------------------------------
 */

static GtkWidget *
make_card (ChapeauFieldCards *self, ChapeauField *item)
{
  GtkWidget *card = chapeau_field_card_new (item);

  g_signal_connect_object (card, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "dropped", G_CALLBACK (on_dropped), self, G_CONNECT_SWAPPED);
  return card;
}

static void
on_items_changed (ChapeauFieldCards *self, guint position, guint removed, guint added)
{
  GListModel *items = chapeau_field_get_children (get_field (self));
  guint count = g_list_model_get_n_items (items);

  for (guint i = 0; i < removed; i++)
    {
      GtkWidget *card = GTK_WIDGET (card_at (self, (int) position));

      chapeau_field_release_focus (card);
      gtk_box_remove (self->cards_box, card);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (ChapeauField) item = g_list_model_get_item (items, position + i);
      ChapeauFieldCard *before = position + i > 0 ? card_at (self, (int) (position + i) - 1) : NULL;

      gtk_box_insert_child_after (self->cards_box, make_card (self, item), GTK_WIDGET (before));
    }
  for (guint i = 0; i < count; i++)
    chapeau_field_card_set_count (card_at (self, (int) i), count);
  gtk_widget_set_visible (GTK_WIDGET (self->cards_box), count > 0);
}

static void
chapeau_field_cards_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldCards *self = CHAPEAU_FIELD_CARDS (editor);
  SiteFieldKind kind = file_kind (self);

  gtk_label_set_label (self->add_label, kind == SITE_FIELD_IMAGE  ? _ ("Add an image…")
                                        : kind == SITE_FIELD_FILE ? _ ("Add a file…")
                                                                  : _ ("Add"));
}

static void
chapeau_field_cards_constructed (GObject *object)
{
  ChapeauFieldCards *self = CHAPEAU_FIELD_CARDS (object);
  GListModel *items;
  SiteFieldKind kind;

  G_OBJECT_CLASS (chapeau_field_cards_parent_class)->constructed (object);
  items = chapeau_field_get_children (get_field (self));
  g_signal_connect_object (items, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (items));
  kind = file_kind (self);
  if (kind == SITE_FIELD_RAW)
    return;
  self->uploads =
      chapeau_uploads_new (GTK_WIDGET (self), chapeau_field_get_document (get_field (self)),
                           kind == SITE_FIELD_IMAGE, TRUE);
  g_signal_connect_object (self->uploads, "taken", G_CALLBACK (on_taken), self, G_CONNECT_SWAPPED);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static char *
chapeau_field_cards_dup_name (ChapeauFieldEditor *editor, const char *label)
{
  ChapeauFieldCards *self = CHAPEAU_FIELD_CARDS (editor);

  return chapeau_field_dup_name_with (label, gtk_label_get_label (self->add_label));
}

static GtkWidget *
chapeau_field_cards_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_CARDS (editor)->add_button);
}

static void
chapeau_field_cards_dispose (GObject *object)
{
  g_clear_object (&CHAPEAU_FIELD_CARDS (object)->uploads);
  G_OBJECT_CLASS (chapeau_field_cards_parent_class)->dispose (object);
}

static void
chapeau_field_cards_class_init (ChapeauFieldCardsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  G_OBJECT_CLASS (class)->constructed = chapeau_field_cards_constructed;
  G_OBJECT_CLASS (class)->dispose = chapeau_field_cards_dispose;
  editor_class->show = chapeau_field_cards_show;
  editor_class->get_target = chapeau_field_cards_get_target;
  editor_class->dup_name = chapeau_field_cards_dup_name;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCards, cards_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCards, add_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCards, add_label);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
chapeau_field_cards_init (ChapeauFieldCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* chapeau-field-card.c - one group of a list of groups, as a card.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-card.h"

#include <glib/gi18n.h>

struct _ChapeauFieldCard
{
  GtkWidget parent_instance;

  /* template */
  GtkButton *handle;
  GtkLabel *title;
  GtkWidget *up_button;
  GtkWidget *down_button;
  GtkWidget *remove_button;
  ChapeauFieldBox *box;

  /* owned */
  ChapeauField *field;
};

enum
{
  MOVED,
  REMOVED,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauFieldCard, chapeau_field_card, GTK_TYPE_WIDGET)

ChapeauField *
chapeau_field_card_get_field (ChapeauFieldCard *self)
{
  return self->field;
}

void
chapeau_field_card_set_count (ChapeauFieldCard *self, guint count)
{
  int position = chapeau_field_get_position (self->field);

  gtk_widget_set_visible (GTK_WIDGET (self->handle), count > 1);
  gtk_widget_set_visible (self->up_button, count > 1);
  gtk_widget_set_visible (self->down_button, count > 1);
  gtk_widget_set_sensitive (self->up_button, position > 0);
  gtk_widget_set_sensitive (self->down_button, position + 1 < (int) count);
}

void
chapeau_field_card_focus_handle (ChapeauFieldCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->handle));
}

void
chapeau_field_card_focus_first (ChapeauFieldCard *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->box), GTK_DIR_TAB_FORWARD);
}

/* ---- moving -----------------------------------------------------------------------------------
 */

static void
on_up (ChapeauFieldCard *self)
{
  g_signal_emit (self, signals[MOVED], 0, -1);
}

static void
on_down (ChapeauFieldCard *self)
{
  g_signal_emit (self, signals[MOVED], 0, 1);
}

static void
on_remove (ChapeauFieldCard *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
on_key (ChapeauFieldCard *self, guint keyval, guint code, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == GDK_CONTROL_MASK
      && (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down))
    {
      g_signal_emit (self, signals[MOVED], 0, keyval == GDK_KEY_Up ? -1 : 1);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Delete)
    {
      g_signal_emit (self, signals[REMOVED], 0);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static GdkContentProvider *
on_prepare (ChapeauFieldCard *self)
{
  return gdk_content_provider_new_typed (CHAPEAU_TYPE_FIELD_CARD, self);
}

static void
on_drag_begin (ChapeauFieldCard *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 12, 12);
}

static gboolean
on_drop (ChapeauFieldCard *self, const GValue *value)
{
  ChapeauFieldCard *card = g_value_get_object (value);

  if (card == self
      || gtk_widget_get_parent (GTK_WIDGET (card)) != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, card);
  return TRUE;
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show (ChapeauFieldCard *self)
{
  g_autofree char *label = chapeau_field_dup_label (self->field);
  /* Translators: %s is one of several, "Images 2". */
  g_autofree char *move = g_strdup_printf (_ ("Move “%s” (Ctrl+Up, Ctrl+Down)"), label);
  g_autofree char *up = g_strdup_printf (_ ("Move “%s” up"), label);
  g_autofree char *down = g_strdup_printf (_ ("Move “%s” down"), label);
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s”"), label);

  gtk_label_set_label (self->title, label);
  set_name (GTK_WIDGET (self->handle), move);
  set_name (self->up_button, up);
  set_name (self->down_button, down);
  set_name (self->remove_button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self), chapeau_field_is_editable (self->field));
}

GtkWidget *
chapeau_field_card_new (ChapeauField *field)
{
  ChapeauFieldCard *self =
      g_object_new (CHAPEAU_TYPE_FIELD_CARD, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  self->field = g_object_ref (field);
  chapeau_field_box_set_fields (self->box, chapeau_field_get_children (field));
  g_signal_connect_object (field, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "described", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_field_card_dispose (GObject *object)
{
  ChapeauFieldCard *self = CHAPEAU_FIELD_CARD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->field);
  G_OBJECT_CLASS (chapeau_field_card_parent_class)->dispose (object);
}

static void
chapeau_field_card_class_init (ChapeauFieldCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_field_card_dispose;
  g_type_ensure (CHAPEAU_TYPE_FIELD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-card.ui");
  gtk_widget_class_set_css_name (widget_class, "fieldcard");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCard, handle);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCard, title);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCard, up_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCard, down_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCard, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldCard, box);
  gtk_widget_class_bind_template_callback (widget_class, on_up);
  gtk_widget_class_bind_template_callback (widget_class, on_down);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_prepare);
  gtk_widget_class_bind_template_callback (widget_class, on_drag_begin);
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CHAPEAU_TYPE_FIELD_CARD);
}

static void
chapeau_field_card_init (ChapeauFieldCard *self)
{
  GtkDropTarget *target =
      gtk_drop_target_new (CHAPEAU_TYPE_FIELD_CARD, GDK_ACTION_COPY | GDK_ACTION_MOVE);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

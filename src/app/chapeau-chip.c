/* chapeau-chip.c - one value of a list, as a small piece that can be moved and taken away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-chip.h"

#include <glib/gi18n.h>

struct _ChapeauChip
{
  GtkWidget parent_instance;

  /* template */
  GtkLabel *label;
  GtkButton *remove_button;
};

enum
{
  REMOVED,
  MOVED,
  LEFT,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauChip, chapeau_chip, GTK_TYPE_WIDGET)

GtkWidget *
chapeau_chip_new (const char *text)
{
  ChapeauChip *self =
      g_object_new (CHAPEAU_TYPE_CHIP, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);

  chapeau_chip_set_text (self, text);
  return GTK_WIDGET (self);
}

const char *
chapeau_chip_get_text (ChapeauChip *self)
{
  g_return_val_if_fail (CHAPEAU_IS_CHIP (self), NULL);

  return gtk_label_get_label (self->label);
}

void
chapeau_chip_set_text (ChapeauChip *self, const char *text)
{
  /* Translators: %s is the name of a field or a value, "Images 2". */
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s”"), text);

  g_return_if_fail (CHAPEAU_IS_CHIP (self));

  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove_button), remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
on_remove (ChapeauChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
on_key (ChapeauChip *self, guint keyval, guint code, GdkModifierType state)
{
  gboolean backward = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int step = keyval == GDK_KEY_Left || keyval == GDK_KEY_Up      ? -1
             : keyval == GDK_KEY_Right || keyval == GDK_KEY_Down ? 1
                                                                 : 0;

  if (state & GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;
  if (backward && (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right))
    step = -step;
  if (step != 0)
    g_signal_emit (self, signals[state & GDK_CONTROL_MASK ? MOVED : LEFT], 0, step);
  else if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace)
    g_signal_emit (self, signals[REMOVED], 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
on_pressed (ChapeauChip *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* ---- dragging ---------------------------------------------------------------------------------
 */

static GdkContentProvider *
on_prepare (ChapeauChip *self)
{
  return gdk_content_provider_new_typed (CHAPEAU_TYPE_CHIP, self);
}

static void
on_drag_begin (ChapeauChip *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
on_drop (ChapeauChip *self, const GValue *value)
{
  ChapeauChip *chip = g_value_get_object (value);

  if (chip == self
      || gtk_widget_get_parent (GTK_WIDGET (chip)) != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, chip);
  return TRUE;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_chip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_chip_parent_class)->dispose (object);
}

static void
chapeau_chip_class_init (ChapeauChipClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_chip_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-chip.ui");
  gtk_widget_class_set_css_name (widget_class, "chip");
  gtk_widget_class_bind_template_child (widget_class, ChapeauChip, label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauChip, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_prepare);
  gtk_widget_class_bind_template_callback (widget_class, on_drag_begin);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CHAPEAU_TYPE_CHIP);
}

static void
chapeau_chip_init (ChapeauChip *self)
{
  GtkDropTarget *target =
      gtk_drop_target_new (CHAPEAU_TYPE_CHIP, GDK_ACTION_COPY | GDK_ACTION_MOVE);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

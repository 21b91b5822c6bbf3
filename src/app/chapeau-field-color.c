/* chapeau-field-color.c - a colour, written or chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-editor.h"

#include <glib/gi18n.h>

struct _ChapeauFieldColor
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkEntry *entry;
  GtkColorButton *button;
};

G_DEFINE_FINAL_TYPE (ChapeauFieldColor, chapeau_field_color, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldColor *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

static void
chapeau_field_color_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldColor *self = CHAPEAU_FIELD_COLOR (editor);
  g_autofree char *text = chapeau_field_dup_text (field);
  GdkRGBA color;

  chapeau_field_editor_set_text (GTK_EDITABLE (self->entry), text);
  if (!gdk_rgba_parse (&color, text))
    color = (GdkRGBA){ 0, 0, 0, 0 };
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (self->button), &color);
}

static void
on_changed (ChapeauFieldColor *self)
{
  if (!chapeau_field_editor_is_showing (CHAPEAU_FIELD_EDITOR (self)))
    chapeau_field_set_text (get_field (self), gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_color_set (ChapeauFieldColor *self)
{
  GdkRGBA color;
  g_autofree char *text = NULL;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (self->button), &color);
  text =
      g_strdup_printf ("#%02x%02x%02x", (guint) (color.red * 255.0F + 0.5F),
                       (guint) (color.green * 255.0F + 0.5F), (guint) (color.blue * 255.0F + 0.5F));
  chapeau_field_set_text (get_field (self), text);
}

static GtkWidget *
chapeau_field_color_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_COLOR (editor)->entry);
}

static void
chapeau_field_color_class_init (ChapeauFieldColorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  editor_class->show = chapeau_field_color_show;
  editor_class->get_target = chapeau_field_color_get_target;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-color.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldColor, entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldColor, button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_color_set);
}

static void
chapeau_field_color_init (ChapeauFieldColor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

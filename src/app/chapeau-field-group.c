/* chapeau-field-group.c - a mapping: its members on a grid of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-row.h"

struct _ChapeauFieldGroup
{
  ChapeauFieldEditor parent_instance;

  /* template */
  ChapeauFieldBox *box;
};

G_DEFINE_FINAL_TYPE (ChapeauFieldGroup, chapeau_field_group, CHAPEAU_TYPE_FIELD_EDITOR)

static void
chapeau_field_group_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  chapeau_field_box_set_fields (CHAPEAU_FIELD_GROUP (editor)->box,
                                chapeau_field_get_children (field));
}

static void
chapeau_field_group_class_init (ChapeauFieldGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  CHAPEAU_FIELD_EDITOR_CLASS (class)->show = chapeau_field_group_show;
  g_type_ensure (CHAPEAU_TYPE_FIELD_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldGroup, box);
}

static void
chapeau_field_group_init (ChapeauFieldGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* chapeau-field-switch.c - yes or no. A post that says nothing has what the site's defaults say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-editor.h"

struct _ChapeauFieldSwitch
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkSwitch *toggle;
};

G_DEFINE_FINAL_TYPE (ChapeauFieldSwitch, chapeau_field_switch, CHAPEAU_TYPE_FIELD_EDITOR)

static void
chapeau_field_switch_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldSwitch *self = CHAPEAU_FIELD_SWITCH (editor);
  const SiteField *site_field = chapeau_field_get_site_field (field);
  const FmNode *node = chapeau_field_get_node (field);
  gboolean active = node != NULL ? fm_node_get_boolean (node)
                                 : site_field->default_value != NULL
                                       && fm_value_get_boolean (site_field->default_value);

  gtk_switch_set_active (self->toggle, active);
}

static void
on_active (ChapeauFieldSwitch *self)
{
  ChapeauFieldEditor *editor = CHAPEAU_FIELD_EDITOR (self);
  g_autoptr (FmValue) value = fm_value_new_boolean (gtk_switch_get_active (self->toggle));

  if (!chapeau_field_editor_is_showing (editor))
    chapeau_field_set_value (chapeau_field_editor_get_field (editor), value);
}

static void
chapeau_field_switch_class_init (ChapeauFieldSwitchClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  CHAPEAU_FIELD_EDITOR_CLASS (class)->show = chapeau_field_switch_show;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-switch.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldSwitch, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
}

static void
chapeau_field_switch_init (ChapeauFieldSwitch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

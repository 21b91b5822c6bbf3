/* chapeau-field-row.c - a field of the form: its name, its editor, and what is wrong with it.
 *
 * Every field that the post has can be taken out of it: one of the post's own by a button that is
 * always there; a main one, which is rarely meant to go, by a button that shows beside its name
 * while the pointer or the keyboard is in the row; both by Alt+Delete. The title stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-row.h"

#include "chapeau-form.h"
#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauFieldRow
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *heading;
  GtkLabel *name_label;
  GtkLabel *note_label;
  GtkButton *remove_button;
  GtkLabel *problem_label;

  /* owned */
  ChapeauField *field;

  /* a child */
  ChapeauFieldEditor *editor;
};

G_DEFINE_FINAL_TYPE (ChapeauFieldRow, chapeau_field_row, GTK_TYPE_WIDGET)

ChapeauField *
chapeau_field_row_get_field (ChapeauFieldRow *self)
{
  return self->field;
}

ChapeauFieldEditor *
chapeau_field_row_get_editor (ChapeauFieldRow *self)
{
  return self->editor;
}

gboolean
chapeau_field_row_is_wide (ChapeauFieldRow *self)
{
  switch (chapeau_field_get_kind (self->field))
    {
    case SITE_FIELD_TITLE:
    case SITE_FIELD_MARKDOWN:
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
    case SITE_FIELD_RAW:
      return TRUE;
    case SITE_FIELD_TEXT:
    case SITE_FIELD_DATE:
    case SITE_FIELD_BOOLEAN:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_COLOR:
    case SITE_FIELD_CHIPS:
    case SITE_FIELD_CHOICE:
    case SITE_FIELD_LINK:
      break;
    }
  return FALSE;
}

void
chapeau_field_row_focus (ChapeauFieldRow *self)
{
  gtk_widget_grab_focus (chapeau_field_editor_get_target (self->editor));
}

/* ---- showing ----------------------------------------------------------------------------------
 */

/* A heading that says nothing takes no room. */
static void
show_heading (ChapeauFieldRow *self)
{
  gtk_widget_set_visible (self->heading,
                          gtk_widget_get_visible (GTK_WIDGET (self->name_label))
                              || gtk_widget_get_visible (GTK_WIDGET (self->note_label))
                              || gtk_widget_get_visible (GTK_WIDGET (self->remove_button)));
}

void
chapeau_field_row_set_titled (ChapeauFieldRow *self, gboolean titled)
{
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), titled);
  if (!titled && chapeau_field_is_main (self->field))
    gtk_widget_set_visible (GTK_WIDGET (self->remove_button), FALSE);
  show_heading (self);
}

/* What is missing is told quietly beside the name, what is wrong below the editor. */
static void
show_state (ChapeauFieldRow *self)
{
  ChapeauFieldProblem problem = chapeau_field_get_problem (self->field);
  const SiteField *site_field = chapeau_field_get_site_field (self->field);
  const char *error = chapeau_field_editor_get_error (self->editor);
  const char *note = chapeau_field_editor_get_note (self->editor);
  gboolean quiet = problem == CHAPEAU_FIELD_MISSING || problem == CHAPEAU_FIELD_UNDESCRIBED;
  GtkAccessible *target = GTK_ACCESSIBLE (chapeau_field_editor_get_target (self->editor));
  const char *sentence = error != NULL ? error : chapeau_message_of_field_problem (problem);
  gboolean wrong = error != NULL || (sentence != NULL && !quiet);
  const char *description = sentence != NULL ? sentence : site_field->help;

  gtk_label_set_label (self->problem_label, wrong ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), wrong);
  if (sentence != NULL && quiet && error == NULL)
    note = sentence;
  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL && *note != '\0');
  show_heading (self);
  if (wrong)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "error");
      gtk_accessible_update_state (target, GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
      gtk_accessible_reset_state (target, GTK_ACCESSIBLE_STATE_INVALID);
    }
  gtk_accessible_update_property (target, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static gboolean
can_remove (ChapeauFieldRow *self)
{
  return strchr (chapeau_field_get_path (self->field), '.') == NULL
         && chapeau_field_get_kind (self->field) != SITE_FIELD_TITLE
         && chapeau_field_get_node (self->field) != NULL && chapeau_field_is_editable (self->field);
}

static void
show_remove_button (ChapeauFieldRow *self, const char *label)
{
  GtkWidget *button = GTK_WIDGET (self->remove_button);
  gboolean main = chapeau_field_is_main (self->field);
  g_autofree char *remove = NULL;

  if (main)
    /* Translators: %s is the name of a field, "Categories"; Alt+Delete is a key. */
    remove = g_strdup_printf (_ ("Remove “%s” from the post (Alt+Delete)"), label);
  else
    /* Translators: %s is the name of a field, "Images 2". */
    remove = g_strdup_printf (_ ("Remove “%s”"), label);
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove,
                                  -1);
  /* In a fold the name stands in its line; there is the key. */
  gtk_widget_set_visible (button,
                          can_remove (self)
                              && (!main || gtk_widget_get_visible (GTK_WIDGET (self->name_label))));
  /* Who goes through the form with Tab is not to stop there. */
  gtk_widget_set_focusable (button, !main);
  if (!main)
    return;
  gtk_widget_add_css_class (button, "quiet");
  gtk_widget_insert_after (button, self->heading, GTK_WIDGET (self->name_label));
}

static void
show_field (ChapeauFieldRow *self)
{
  const SiteField *site_field = chapeau_field_get_site_field (self->field);
  g_autofree char *label = chapeau_field_dup_label (self->field);
  g_autofree char *name = chapeau_field_editor_dup_name (self->editor);

  gtk_label_set_label (self->name_label, label);
  /* GTK lays out anew even for the same words. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (self->heading), site_field->help) != 0)
    gtk_widget_set_tooltip_text (self->heading, site_field->help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chapeau_field_editor_get_target (self->editor)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_remove_button (self, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), chapeau_field_is_editable (self->field));
  show_state (self);
}

/* The keyboard stays with the field, if the site says that it is always shown. */
static void
on_remove (ChapeauFieldRow *self)
{
  GtkWidget *form = gtk_widget_get_ancestor (GTK_WIDGET (self), CHAPEAU_TYPE_FORM);
  g_autoptr (ChapeauField) field = g_object_ref (self->field);
  g_autofree char *path = g_strdup (chapeau_field_get_path (field));
  gboolean main = chapeau_field_is_main (field);

  if (chapeau_field_remove (field) && main && form != NULL)
    chapeau_form_focus_path (CHAPEAU_FORM (form), path);
}

static gboolean
on_key (ChapeauFieldRow *self, guint keyval, guint code, GdkModifierType state)
{
  if ((keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete)
      || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK || !can_remove (self))
    return GDK_EVENT_PROPAGATE;
  on_remove (self);
  return GDK_EVENT_STOP;
}

/* The one file of an item, "une-ou-diaporama.0.image": its card has the name. */
static gboolean
is_file_of_item (ChapeauField *field)
{
  SiteFieldKind kind = chapeau_field_get_kind (field);
  g_auto (GStrv) parts = g_strsplit (chapeau_field_get_path (field), ".", -1);
  guint length = g_strv_length (parts);

  return (kind == SITE_FIELD_IMAGE || kind == SITE_FIELD_FILE) && !chapeau_field_is_multiple (field)
         && length > 2 && strspn (parts[length - 2], "0123456789") == strlen (parts[length - 2]);
}

GtkWidget *
chapeau_field_row_new (ChapeauField *field)
{
  ChapeauFieldRow *self = g_object_new (CHAPEAU_TYPE_FIELD_ROW, NULL);
  GtkWidget *tools;

  self->field = g_object_ref (field);
  self->editor = CHAPEAU_FIELD_EDITOR (chapeau_field_editor_new_for (field));
  gtk_widget_insert_after (GTK_WIDGET (self->editor), GTK_WIDGET (self), self->heading);
  tools = chapeau_field_editor_get_tools (self->editor);
  if (tools != NULL)
    gtk_widget_insert_after (tools, self->heading, GTK_WIDGET (self->name_label));
  g_signal_connect_object (self->editor, "notify::note", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "notify::error", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "changed", G_CALLBACK (show_field), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "described", G_CALLBACK (show_field), self, G_CONNECT_SWAPPED);
  show_field (self);
  if (is_file_of_item (field))
    chapeau_field_row_set_titled (self, FALSE);
  return GTK_WIDGET (self);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_field_row_dispose (GObject *object)
{
  ChapeauFieldRow *self = CHAPEAU_FIELD_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->field);
  G_OBJECT_CLASS (chapeau_field_row_parent_class)->dispose (object);
}

static void
chapeau_field_row_class_init (ChapeauFieldRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_field_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-row.ui");
  gtk_widget_class_set_css_name (widget_class, "fieldrow");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldRow, heading);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldRow, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
chapeau_field_row_init (ChapeauFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

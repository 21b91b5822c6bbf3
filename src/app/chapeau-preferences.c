/* chapeau-preferences.c - the few things that a person may want otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-preferences.h"

#include "chapeau-messages.h"
#include "chapeau-mnemonic.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauPreferences
{
  GtkWindow parent_instance;

  /* template */
  GtkEntry *name_entry;
  GtkSwitch *autosave_switch;
  GtkSwitch *spelling_switch;
  GtkLabel *spelling_note;
  GtkSwitch *typography_switch;
};

G_DEFINE_FINAL_TYPE (ChapeauPreferences, chapeau_preferences, GTK_TYPE_WINDOW)

/* Where no dictionary is, nothing is ever underlined: the person is told why. */
static void
show_spelling (ChapeauPreferences *self)
{
  g_autofree char *missing = chapeau_message_of_dictionary (chapeau_speller_get_default ());

  gtk_label_set_label (self->spelling_note,
                       missing != NULL
                           ? missing
                           : _ ("In the text and in the details. F7 goes to the next one, "
                                "with suggestions."));
}

ChapeauPreferences *
chapeau_preferences_new (GtkWindow *parent, GSettings *settings)
{
  ChapeauPreferences *self = g_object_new (CHAPEAU_TYPE_PREFERENCES, "transient-for", parent, NULL);
  const char *name = g_get_real_name ();

  if (strcmp (name, "Unknown") == 0)
    name = g_get_user_name ();
  gtk_entry_set_placeholder_text (self->name_entry, name);
  g_settings_bind (settings, "person-name", self->name_entry, "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "autosave", self->autosave_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "spelling", self->spelling_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "typography", self->typography_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  return self;
}

static void
chapeau_preferences_class_init (ChapeauPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreferences, name_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreferences, autosave_switch);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreferences, spelling_switch);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreferences, spelling_note);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreferences, typography_switch);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
chapeau_preferences_init (ChapeauPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self));
  g_signal_connect_object (chapeau_speller_get_default (), "notify::missing",
                           G_CALLBACK (show_spelling), self, G_CONNECT_SWAPPED);
  show_spelling (self);
}

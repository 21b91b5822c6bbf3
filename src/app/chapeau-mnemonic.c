/* chapeau-mnemonic.c - the name of a button with an access key, for screen readers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-mnemonic.h"

void
chapeau_mnemonic_name_button (GtkButton *button)
{
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

void
chapeau_mnemonic_name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    chapeau_mnemonic_name_button (GTK_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    chapeau_mnemonic_name_buttons (child);
}

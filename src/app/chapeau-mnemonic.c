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

/* chapeau-mnemonic.h - the name of a button with an access key, for screen readers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.8 gives such a button two names, "_Save" and the "Save" of the label in it: only the second
 * stays. */
void chapeau_mnemonic_name_button (GtkButton *button);
/* All of those in @widget, as they are now. */
void chapeau_mnemonic_name_buttons (GtkWidget *widget);

G_END_DECLS

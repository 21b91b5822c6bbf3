/* chapeau-preferences.h - the few things that a person may want otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_PREFERENCES (chapeau_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauPreferences, chapeau_preferences, CHAPEAU, PREFERENCES, GtkWindow)

/* Every change holds at once; there is nothing to confirm. */
ChapeauPreferences *chapeau_preferences_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS

/* chapeau-help.h - the window that explains the program (F1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_HELP (chapeau_help_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauHelp, chapeau_help, CHAPEAU, HELP, GtkWindow)

/* Beside @parent, which stays usable. */
ChapeauHelp *chapeau_help_new (GtkWindow *parent);

G_END_DECLS

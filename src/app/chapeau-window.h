/* chapeau-window.h - the main window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-application.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_WINDOW (chapeau_window_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauWindow, chapeau_window, CHAPEAU, WINDOW, GtkApplicationWindow)

ChapeauWindow *chapeau_window_new (ChapeauApplication *application);
/* Opens a site's folder, or a post with its site. */
void chapeau_window_open (ChapeauWindow *self, const char *path);
/* Presents it. A window that has not been seen yet waits for what is being opened, for a moment at
 * most, so that its first picture is the whole one and not an empty frame that is filled later. */
void chapeau_window_come_up (ChapeauWindow *self);

G_END_DECLS

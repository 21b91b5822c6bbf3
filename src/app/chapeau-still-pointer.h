/* chapeau-still-pointer.h - a pointer that lies still is not taken for one that moves.
 *
 * After each layout of a window GTK tells it a motion at the same place, in case another widget
 * came under the pointer (gdk_surface_request_motion; seen with GTK 4.8). A scrolled window shows
 * its overlay scrollbar at any motion: so whatever changed a label while somebody typed let a
 * scrollbar appear under the pointer, and fade for a second at 60 frames a second. Measured with
 * the pointer over the form: 48 ms of processor time for a key instead of 8.
 *
 * The crossing events, and with them what is highlighted, come before these motions and stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * chapeau_still_pointer_watch:
 * @window: the window whose widgets are not to hear of such motions, as long as it lives
 */
void chapeau_still_pointer_watch (GtkWidget *window);

G_END_DECLS

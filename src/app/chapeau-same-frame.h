/* chapeau-same-frame.h - what is typed is in the very next frame.
 *
 * GtkTextView lays a changed line out in an idle of its own, which asks for a frame. When a frame
 * is asked for already - a caret blinks, a label beside it tells that the post is not saved - the
 * frame clock paints right behind the key, before that idle, and what was typed comes a frame
 * later: 20 ms instead of 5 (gdk_frame_clock_flush_idle and first_validate_callback of GTK 4.8). A
 * view that is to be painted lays its lines out first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * chapeau_same_frame_attach:
 * @view: with the buffer it keeps; it is painted in the next frame whenever that one changes
 */
void chapeau_same_frame_attach (GtkTextView *view);

G_END_DECLS

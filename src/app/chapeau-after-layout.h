/* chapeau-after-layout.h - what depends on the sizes that were given out, before it is painted.
 *
 * A widget learns its size while sizes are given out, and must not ask for another then. What it
 * does in an idle comes behind the frame: the wrong one is seen first, and the window jumps. The
 * frame clock repeats its layout phase as long as somebody asks for it (gdk_frame_clock_paint_idle
 * of GTK 4.8: four times), and this is done between two of those.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*ChapeauAfterLayoutFunc) (GtkWidget *widget);

/**
 * chapeau_after_layout:
 * @widget: not kept alive; a widget without a window has no size yet, and nothing is done
 * @func: changes sizes by what it finds; all that it asks for is laid out in the same frame
 *
 * Calls @func once, when the sizes of this frame are given out, or those of the next frame if none
 * is being made. Asking for the same again before that changes nothing. Widgets inside others come
 * first. What is asked for after the second time in one frame waits for the next.
 *
 *     chapeau_after_layout (GTK_WIDGET (self), grow);
 */
void chapeau_after_layout (GtkWidget *widget, ChapeauAfterLayoutFunc func);

G_END_DECLS

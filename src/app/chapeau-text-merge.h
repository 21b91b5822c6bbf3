/* chapeau-text-merge.h - another text for a buffer, in which cursor and scrolling stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts @text in as one undoable step that touches only what differs from @now, which is all that
 * the buffer holds. Lengths in bytes, -1: up to the NUL. FALSE if nothing differs. */
gboolean chapeau_text_merge (
    GtkTextBuffer *buffer, const char *now, gssize now_length, const char *text, gssize length);

G_END_DECLS

/* chapeau-caret-keeper.h - the caret is seen where a key has put it.
 *
 * GTK (4.8) scrolls to a caret by the heights of lines that it knows. Of a long text that was just
 * opened it has measured a part: Ctrl+End then ends somewhere in the middle, and what is measured
 * later moves the text, but does not scroll again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @view is the child of @scroller. For as long as it lives. */
void chapeau_caret_keeper_attach (GtkTextView *view, GtkScrolledWindow *scroller);
/* The text is scrolled on purpose: the caret may be out of sight. */
void chapeau_caret_keeper_let_go (GtkTextView *view);

G_END_DECLS

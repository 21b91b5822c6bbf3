/* chapeau-source-links.h - the link command of the Markdown source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

/* Asks for the link at the caret of @view: the one that is there, or a new one around the selection
 * or the word. The popover is a child of @host (made at the first time) and points to the caret, or
 * to @button while the caret is out of sight. What is chosen is one step of undo. */
void chapeau_source_links_open (GtkWidget *host,
                                GtkTextView *view,
                                GtkWidget *button,
                                ChapeauDocument *document);
/* Another text is shown. */
void chapeau_source_links_close (GtkWidget *host);

G_END_DECLS

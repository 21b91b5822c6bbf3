/* chapeau-paste.h - pasting into a Markdown text: what was copied with its format comes as
 * Markdown.
 *
 * Ctrl+V (and every other way to paste) reads HTML if there is some, turns it into Markdown in a
 * worker, and puts it in as one step of undo. A picture becomes a file of the site. All else, and
 * Ctrl+Shift+V, is GTK's own pasting of plain text. What was left out is said in the window's bar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

/* For as long as @view lives, which is in a ChapeauWindow. */
void chapeau_paste_attach (GtkTextView *view);
/* As plain text. */
void chapeau_paste_plain (GtkTextView *view);

/* Where the HTML comes from: "Word", or NULL. Static; product names are not translated. */
const char *chapeau_paste_get_origin (GBytes *html);

G_END_DECLS

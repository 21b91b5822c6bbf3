/* chapeau-typing.h - French typography at the key, in every text that a person writes.
 *
 * The key does what it says; the correction follows at once as an undo step of its own, so that
 * Ctrl+Z takes back the correction alone, and what was taken back is left alone from then on. Only
 * what was typed is corrected: not what is pasted, undone, or comes from a colleague.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_TYPING (chapeau_typing_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauTyping, chapeau_typing, CHAPEAU, TYPING, GObject)

/* For as long as the widget lives, which owns it. A view holds Markdown, an entry plain text. */
ChapeauTyping *chapeau_typing_new_for_view (GtkTextView *view);
ChapeauTyping *chapeau_typing_new_for_entry (GtkEntry *entry);

/* Of code, addresses and numbers nothing is corrected. At first: prose. */
void chapeau_typing_set_prose (ChapeauTyping *self, gboolean is_prose);
/* Where the undo steps are the document's and not the widget's. NULL: the widget's. */
void chapeau_typing_set_document (ChapeauTyping *self, ChapeauDocument *document);

/* For all of them; TRUE at first. */
void chapeau_typing_set_enabled (gboolean enabled);

G_END_DECLS

/* chapeau-marked-text.h - a text with the words marked in which it differs from another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text in @label, its words that @other does not have marked by ground and line (never by
 * colour alone). @other NULL: nothing is marked. Both valid UTF-8. */
void chapeau_marked_text_show (GtkLabel *label, const char *text, const char *other);

G_END_DECLS

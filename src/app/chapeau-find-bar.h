/* chapeau-find-bar.h - find and replace in a source view.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FIND_BAR (chapeau_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFindBar, chapeau_find_bar, CHAPEAU, FIND_BAR, GtkWidget)

/* The view is borrowed and must outlive the bar (both stand in one pane). */
void chapeau_find_bar_set_view (ChapeauFindBar *self, GtkSourceView *view);
/* Opens the bar with what is selected, and gives it the focus. */
void chapeau_find_bar_open (ChapeauFindBar *self, gboolean with_replace);
void chapeau_find_bar_next (ChapeauFindBar *self, gboolean backward);

G_END_DECLS

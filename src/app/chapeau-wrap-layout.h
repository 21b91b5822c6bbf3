/* chapeau-wrap-layout.h - children one behind the other, in as many lines as they need.
 *
 * The last child takes what is left of its line, or a line of its own: the entry behind chips.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_WRAP_LAYOUT (chapeau_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauWrapLayout, chapeau_wrap_layout, CHAPEAU, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS

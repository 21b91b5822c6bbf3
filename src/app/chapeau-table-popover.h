/* chapeau-table-popover.h - how many columns and rows a new table has, chosen on a grid.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_TABLE_POPOVER (chapeau_table_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    ChapeauTablePopover, chapeau_table_popover, CHAPEAU, TABLE_POPOVER, GtkPopover)

/* @button opens a popover, made when it is first opened, that puts a table into @view: chosen by
 * mouse, or with arrows and Enter. */
void chapeau_table_popover_attach (GtkMenuButton *button, GtkTextView *view);

G_END_DECLS

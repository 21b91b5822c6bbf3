/* chapeau-sidebar.h - the posts of the folder.
 *
 * Signals: "post-chosen" (const char *path)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_SIDEBAR (chapeau_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauSidebar, chapeau_sidebar, CHAPEAU, SIDEBAR, GtkWidget)

void chapeau_sidebar_set_workspace (ChapeauSidebar *self, ChapeauWorkspace *workspace);
/* Shows which post is open; no signal. NULL: none. */
void chapeau_sidebar_select (ChapeauSidebar *self, const char *path);
/* The path of the post @offset places further in the list as shown, or NULL. Borrowed. */
const char *chapeau_sidebar_get_neighbour (ChapeauSidebar *self, int offset);
void chapeau_sidebar_focus_search (ChapeauSidebar *self);

#define CHAPEAU_TYPE_POST_ROW (chapeau_post_row_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauPostRow, chapeau_post_row, CHAPEAU, POST_ROW, GtkWidget)

/* @section: the name of the section that begins here, or NULL; with the number of its posts. */
void chapeau_post_row_set_section (ChapeauPostRow *self, const char *section, guint count);
void chapeau_post_row_set_item (ChapeauPostRow *self, ChapeauPostItem *item);

G_END_DECLS

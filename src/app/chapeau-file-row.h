/* chapeau-file-row.h - a file that a post names: a small picture or an icon, its name, its size.
 *
 * Signals: "removed" (), "moved" (int step), "replace" ()
 * Property: "missing"   the file is not there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <site.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FILE_ROW (chapeau_file_row_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFileRow, chapeau_file_row, CHAPEAU, FILE_ROW, GtkWidget)

GtkWidget *chapeau_file_row_new (Site *site);
/* As the post writes it; an address elsewhere is shown as such. */
void chapeau_file_row_set_reference (ChapeauFileRow *self, const char *reference);
const char *chapeau_file_row_get_reference (ChapeauFileRow *self);
/* In a list it can be moved: @position of @count; alone it can be replaced (@count 0). */
void chapeau_file_row_set_place (ChapeauFileRow *self, guint position, guint count);
gboolean chapeau_file_row_is_missing (ChapeauFileRow *self);

G_END_DECLS

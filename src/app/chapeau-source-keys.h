/* chapeau-source-keys.h - Enter and Tab in lists, quotations and tables of the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For as long as @view lives. Its buffer is set already. */
void chapeau_source_keys_attach (GtkTextView *view);
/* A table of @columns and, below their headings, @rows; one step of undo. */
void chapeau_source_keys_insert_table (GtkTextView *view, guint columns, guint rows);

G_END_DECLS

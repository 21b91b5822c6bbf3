/* chapeau-source-pane.h - the Markdown source: toolbar, find bar, text, counts.
 *
 * A ChapeauBodySource: it holds the body of the document it shows.
 *
 * Signals: "line-changed" (int line)   the cursor went to another line, from 0
 *          "scrolled" (double line)    the person scrolled; the line at the top
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_SOURCE_PANE (chapeau_source_pane_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauSourcePane, chapeau_source_pane, CHAPEAU, SOURCE_PANE, GtkWidget)

/* NULL: nothing is shown. */
void chapeau_source_pane_set_document (ChapeauSourcePane *self, ChapeauDocument *document);
/* May the document be typed into? Asked again: reading along begins or ends. */
void chapeau_source_pane_update_editable (ChapeauSourcePane *self);
/* Shows or hides the signs for what one cannot see: spaces, ends of lines. */
void chapeau_source_pane_show_marks (ChapeauSourcePane *self, gboolean shown);
GtkTextBuffer *chapeau_source_pane_get_buffer (ChapeauSourcePane *self);
void chapeau_source_pane_open_find (ChapeauSourcePane *self, gboolean with_replace);
void chapeau_source_pane_find_next (ChapeauSourcePane *self, gboolean backward);
void chapeau_source_pane_go_to_line (ChapeauSourcePane *self, int line, gboolean focus);
/* Selects, scrolls there and takes the focus; the caret is at @start. */
void chapeau_source_pane_select (ChapeauSourcePane *self,
                                 const GtkTextIter *start,
                                 const GtkTextIter *end);
void chapeau_source_pane_scroll_to_line (ChapeauSourcePane *self, double line);
void chapeau_source_pane_focus (ChapeauSourcePane *self);
gboolean chapeau_source_pane_has_focus (ChapeauSourcePane *self);

G_END_DECLS

/* chapeau-rewrite.h - what Enter and Tab do to the Markdown of a list, a quotation or a table.
 *
 * Pure: text and caret in, edits out. Where the caret is told by the kramdown library, so that the
 * keys see the lists that the site will show. Offsets are bytes of UTF-8 texts. New lines end as
 * the first line of the text does.
 *
 *   g_autoptr (ChapeauRewrite) rewrite = chapeau_rewrite_enter (text, length, caret);
 *   if (rewrite == NULL) … the key does what it does everywhere …
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>

G_BEGIN_DECLS

typedef struct
{
  BaseEdits *edits;   /* empty: nothing changes, and the key does nothing else either */
  BaseSpan selection; /* afterwards, in the text with the edits made; empty: the caret */
} ChapeauRewrite;

/* Enter: the next item or line of the quotation, or the next row; on an empty one the way out, one
 * level at a time. NULL outside of lists, quotations and tables, in code, and before the marker. A
 * first number above 999 is a year that begins a sentence, and a table without a line of dashes or
 * without a "|" at its beginning is text. */
ChapeauRewrite *chapeau_rewrite_enter (const char *text, gsize length, gsize caret);

/* Shift+Enter: a further line of the same item; in a table's cell a <br>. */
ChapeauRewrite *chapeau_rewrite_line_break (const char *text, gsize length, gsize caret);

/* Tab and, @back, Shift+Tab: the items that @selection touches go one level in or out with all that
 * is in them, by as many columns as kramdown wants; in a table to the next cell, which comes into
 * being behind the last one. NULL elsewhere. */
ChapeauRewrite *
chapeau_rewrite_tab (const char *text, gsize length, BaseSpan selection, gboolean back);

/* A table behind the block that the caret is in, or before it if the caret is at its beginning; the
 * first heading is selected. @headings is NULL-terminated, one a column; @rows below them. */
ChapeauRewrite *chapeau_rewrite_insert_table (
    const char *text, gsize length, gsize caret, const char *const *headings, guint rows);

void chapeau_rewrite_free (ChapeauRewrite *rewrite);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauRewrite, chapeau_rewrite_free)

G_END_DECLS

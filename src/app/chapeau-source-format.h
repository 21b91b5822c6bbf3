/* chapeau-source-format.h - the formatting commands of the source editor.
 *
 * Each is one step of undo, works on the selection or on the word or line at the cursor, and takes
 * itself back when called again (bold on bold text removes it).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @mark around the selection, or around the word at the cursor: "**", "*". */
void source_format_toggle_span (GtkTextBuffer *buffer, const char *mark);
/* Headings of the lines touched; 0 makes them paragraphs. The same level again does, too. */
void source_format_set_heading (GtkTextBuffer *buffer, int level);

typedef enum
{
  SOURCE_FORMAT_BULLETS,
  SOURCE_FORMAT_NUMBERS,
  SOURCE_FORMAT_QUOTE,
} SourceFormatLines;
/* The lines touched become a list or a quotation, or stop being one. */
void source_format_toggle_lines (GtkTextBuffer *buffer, SourceFormatLines kind);
/* [selection](), the part to be filled in selected. An address in the selection becomes the
 * target. */
void source_format_insert_link (GtkTextBuffer *buffer);
/* The selection without blanks at its ends, or the word at the cursor; both at the cursor: none. */
void source_format_get_words (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end);

G_END_DECLS

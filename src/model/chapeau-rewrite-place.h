/* chapeau-rewrite-place.h - where the caret is, for the files of chapeau-rewrite.
 *
 * A half-written line is often something else than it will be ("- " under a text is a heading), so
 * an "x" is put in at the caret before the text is parsed. Offsets here are always those of the
 * text without it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-rewrite.h"

#include <kramdown.h>

G_BEGIN_DECLS

typedef struct
{
  const KdElement *element; /* KD_LI or KD_BLOCKQUOTE */
  const KdElement *list;    /* of a KD_LI */
} RewriteContainer;

typedef struct
{
  const char *text;
  gsize length;
  gsize caret;
  BaseSpan line; /* of the caret, without its end */
  const char *newline;
  KdDocument *document;
  GArray *containers;     /* RewriteContainer around the caret, from the outermost */
  const KdElement *table; /* that the caret is in, or NULL */
  gboolean is_prose;      /* no code, HTML, rule or attribute list */
} RewritePlace;

void rewrite_place_init (RewritePlace *place, const char *text, gsize length, gsize caret);
void rewrite_place_clear (RewritePlace *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RewritePlace, rewrite_place_clear)

BaseSpan rewrite_place_span (const RewritePlace *place, const KdElement *element);
/* The line at @at, without its end; and where the next one begins, or `length`. */
BaseSpan rewrite_place_line (const RewritePlace *place, gsize at);
gsize rewrite_place_next_line (const RewritePlace *place, gsize at);
/* Behind blanks. */
gsize rewrite_place_skip_blanks (const RewritePlace *place, gsize at, gsize end);
/* Has it nothing but blanks? */
gboolean rewrite_place_is_blank (const RewritePlace *place, gsize from, gsize to);
/* Appends the part of a line before a marker as further lines have it: quotation marks and blanks
 * as they are, other markers as blanks. */
void rewrite_place_append_margin (const RewritePlace *place, GString *out, gsize from, gsize to);

/* An item's marker. */
typedef struct
{
  BaseSpan line;
  gsize at;      /* the marker */
  gsize behind;  /* behind it, without the blanks */
  gsize content; /* behind the blanks */
  gboolean is_number;
  guint64 number;
} RewriteMarker;

/* FALSE: there is none, as kramdown has moved the item (an empty one in odd surroundings). */
gboolean
rewrite_place_read_marker (const RewritePlace *place, const KdElement *item, RewriteMarker *marker);
/* The marker @nth after this one, without blanks. */
void rewrite_marker_append_next (const RewritePlace *place,
                                 const RewriteMarker *marker,
                                 guint nth,
                                 GString *out);

/* The items of the list behind @item, as far as they are numbered one after the other. */
void rewrite_renumber_behind (const RewritePlace *place,
                              BaseEdits *edits,
                              const KdElement *item,
                              int by);

ChapeauRewrite *rewrite_new (void);
/* One replacement, the caret behind it. */
ChapeauRewrite *rewrite_new_at (BaseSpan span, const char *text);

/* Is it a table to the writer, too: with a line of dashes, and a "|" at its beginning? */
gboolean rewrite_table_is_ours (const RewritePlace *place);
/* In a table, see chapeau-rewrite.h. */
ChapeauRewrite *rewrite_table_enter (const RewritePlace *place);
ChapeauRewrite *rewrite_table_tab (const RewritePlace *place, gboolean back);

G_END_DECLS

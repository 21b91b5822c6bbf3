/* chapeau-text-place.h - a place in a Markdown text into which something is to be put that is not
 * there yet: it is being converted, copied or chosen.
 *
 * The place moves with the text, and what is typed meanwhile comes behind it. It is not wanted any
 * more when that was cancelled, or the post is not shown any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-window-private.h"

G_BEGIN_DECLS

typedef struct
{
  ChapeauWindow *window;
  ChapeauDocument *document; /* that was shown when this began */
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkTextMark *start;
  GtkTextMark *end;
  GCancellable *cancellable;
  ChapeauProgress *progress; /* NULL: nothing goes on yet */
} ChapeauTextPlace;

/* @view is in a window that shows a post. */
ChapeauTextPlace *
chapeau_text_place_new (GtkTextView *view, const GtkTextIter *start, const GtkTextIter *end);
void chapeau_text_place_free (ChapeauTextPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauTextPlace, chapeau_text_place_free)

/* Something goes on from now on: after a second @sentence says so, with a button to cancel it. */
void chapeau_text_place_begin (ChapeauTextPlace *place, const char *sentence);
gboolean chapeau_text_place_is_wanted (const ChapeauTextPlace *place);
void chapeau_text_place_get (const ChapeauTextPlace *place, GtkTextIter *start, GtkTextIter *end);
/* As one step of undo. The caret goes behind it, or @selected (characters of @text) is; if the
 * caret is elsewhere by now, it stays there. */
void chapeau_text_place_put (const ChapeauTextPlace *place, const char *text, BaseSpan selected);
void chapeau_text_place_show_caret (const ChapeauTextPlace *place);

G_END_DECLS

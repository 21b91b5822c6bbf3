/* chapeau-paste-fit.h - where Markdown from the clipboard goes into a text, and what has to stand
 * around it there.
 *
 * Pure. Offsets are bytes of UTF-8 texts.
 *
 *   g_autoptr (ChapeauPasteFit) fit = chapeau_paste_fit (text, length, selection, result, plain);
 *   if (fit == NULL) … paste as plain text …
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>
#include <paste.h>

G_BEGIN_DECLS

typedef struct
{
  BaseSpan span; /* of the text: what is replaced, the selection and perhaps blanks beside it */
  char *text;    /* what comes in its place; NUL-terminated */
  gsize length;
  gsize caret;    /* in `text`: behind what was pasted */
  GArray *images; /* of BaseSpan in `text`: the destination of each of the result's images */
} ChapeauPasteFit;

/* How @result goes in place of @selection in @text. Inline content (one paragraph) stays in its
 * line; blocks get their blank lines; both get the marks of the list or quotation that they come
 * into, and the line endings of @text. A list that comes to an item of a list joins it.
 *
 * @plain is the same as plain text, or NULL: of inline content it says whether there were blanks
 * around it.
 *
 * NULL: plain text belongs there, because the HTML has no format, or because the place is none for
 * Markdown (code, HTML, a destination, Liquid). */
ChapeauPasteFit *chapeau_paste_fit (const char *text,
                                    gsize length,
                                    BaseSpan selection,
                                    const PasteResult *result,
                                    const char *plain);
void chapeau_paste_fit_free (ChapeauPasteFit *fit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauPasteFit, chapeau_paste_fit_free)

G_END_DECLS

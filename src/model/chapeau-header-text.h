/* chapeau-header-text.h - the whole header of a document as one text, both ways.
 *
 * The text is what stands between the two fences, with "\n" line endings; the file keeps its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-document.h"

G_BEGIN_DECLS

/* "" if the post has no header. */
char *chapeau_header_text_dup (ChapeauDocument *document);
/* Is there a text that can be edited? Not of a header whose end is missing: it is all body. */
gboolean chapeau_header_text_is_editable (ChapeauDocument *document);
/* One step of undo that merges with those before; a post without a header gets one. What does not
 * read as a header is taken all the same: the diagnostics of the document's header tell why. FALSE,
 * and nothing changes, if a line of it would end the header. */
gboolean chapeau_header_text_set (ChapeauDocument *document, const char *text);
/* Makes every repair that is certain, as one step. FALSE if there is none. */
gboolean chapeau_header_text_repair (ChapeauDocument *document);
gboolean chapeau_header_text_can_repair (ChapeauDocument *document);

G_END_DECLS

/* preview-slots.h - what the page in the web process holds, and the patch to what it should hold.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "preview-page.h"

G_BEGIN_DECLS

typedef struct _PreviewSlots PreviewSlots;

PreviewSlots *preview_slots_new (void);
void preview_slots_free (PreviewSlots *slots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PreviewSlots, preview_slots_free)

/* The page that is held, borrowed; NULL before the first update and after a reset. */
PreviewPage *preview_slots_get_page (const PreviewSlots *slots);
/* Forgets everything: the document is about to be loaded anew. */
void preview_slots_reset (PreviewSlots *slots);

/* Makes @page the one that is held and appends to @json the JSON array of operations that bring the
 * document there (patch.js tells what an operation is). FALSE, and "[]", if there are none. */
gboolean preview_slots_update (PreviewSlots *slots, PreviewPage *page, GString *json);

/* patch.js says that from block @index on a part could not be parsed block by block (an element is
 * left open). Unless @complete, it was not given all the blocks that follow: TRUE is returned, and
 * another update, with the same page, sends them. */
gboolean
preview_slots_set_leak (PreviewSlots *slots, const char *part, guint index, gboolean complete);

/* A place in the document: a block, and how far down in it from 0 to 1. */
typedef struct
{
  guint id; /* 0: the top of the page */
  double fraction;
} PreviewPlace;

/* Where a line of the body is; {0, 0} above the first block. Lines between two blocks belong to
 * both: the end of the one is the start of the other. */
PreviewPlace preview_slots_place_of_line (const PreviewSlots *slots, double line);
/* The inverse, for any part. FALSE for a block that is no longer there. */
gboolean preview_slots_line_of_place (const PreviewSlots *slots,
                                      PreviewPlace place,
                                      const char **part,
                                      double *line);

G_END_DECLS

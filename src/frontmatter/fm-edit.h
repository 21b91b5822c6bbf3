/* fm-edit.h - one edit being made: shared by the files that make it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fm-value.h"
#include "fm-write.h"

G_BEGIN_DECLS

/* How cautiously values are written; the next one is tried when the result does not read right. */
typedef enum
{
  FM_CAUTION_AS_WRITTEN, /* in the style that stood there */
  FM_CAUTION_AS_PSYCH,
  FM_CAUTION_SAFE, /* strings double-quoted, on one line */
} FmCaution;

typedef struct
{
  const FmHeader *header;
  BaseEdits *edits;
  FmCaution caution;
  const char *refusal;    /* why it cannot be done; the first reason stays */
  const FmNode *released; /* its anchor is handed on, so that it does not bind the value */
} FmEdit;

gboolean fm_edit_refuse (FmEdit *edit, const char *reason);
/* Adds a replacement; @text has "\n" and gets the header's line ending. */
void fm_edit_put (FmEdit *edit, gsize start, gsize end, const char *text);

/* ---- fm-edit-layout.c ---- */

/* The layout for entries of @collection (which may be the root without entries). */
FmLayout fm_edit_layout (const FmEdit *edit, const FmNode *collection);
/* The layout that keeps the habits of a value that is there. */
FmLayout fm_edit_layout_of_value (const FmEdit *edit, const FmNode *node);
/* The style that new items beside these should have. */
FmStyle fm_edit_item_style (const FmEdit *edit, const FmNode *sequence);
/* ---- fm-edit-anchor.c ---- */

/* FALSE, with a refusal, if an anchor that is used elsewhere stands in the way: on the node or
 * above it, or (@deeply) inside it. */
gboolean fm_edit_guard (FmEdit *edit, const FmNode *node, gboolean deeply);
/* The same for an entry that goes, key and all. */
gboolean fm_edit_guard_entry (FmEdit *edit, const FmNode *entry);
/* The first alias to a scalar's anchor, which can take the anchor over; NULL for none. */
const FmNode *fm_edit_find_heir (const FmNode *node);
/* Writes the scalar @node, anchor included, in place of that alias. */
void fm_edit_hand_on (FmEdit *edit, const FmNode *node, const FmNode *heir);

/* ---- fm-edit-value.c ---- */

/* Makes @node read as @value, with as few replaced bytes as its shape allows. */
gboolean fm_edit_value (FmEdit *edit, const FmNode *node, const FmValue *value);
gboolean fm_edit_replace (FmEdit *edit, const FmNode *node, const FmValue *value);

/* ---- fm-edit-entries.c ---- */

/* @keys is NULL for a sequence. The entries go before the one at @at. */
gboolean fm_edit_insert_entries (FmEdit *edit,
                                 const FmNode *collection,
                                 guint at,
                                 char *const *keys,
                                 FmValue *const *values,
                                 guint n_entries);
/* Removes entries @from (included) to @to (not). */
gboolean fm_edit_remove_entries (FmEdit *edit, const FmNode *collection, guint from, guint to);
gboolean fm_edit_move_entry (FmEdit *edit, const FmNode *collection, guint from, guint to);

G_END_DECLS

/* chapeau-merge-view.h - two versions of a post, part by part, with a choice for each.
 *
 * It stands in place of the editor: a colleague's change, a recovered text, a version of the
 * history, the copy of a sync program are all shown so.
 *
 * Signals: "changed" ()   a choice was made: chapeau_merge_dup_result is another
 *          "applied" ()   the person is done and wants the result
 *          "left" ()      back, nothing changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-merge-card.h"

G_BEGIN_DECLS

#define CHAPEAU_TYPE_MERGE_VIEW (chapeau_merge_view_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauMergeView, chapeau_merge_view, CHAPEAU, MERGE_VIEW, GtkWidget)

/* Takes a reference on @merge, copies @words. @path: of the post, for the names of its fields. NULL
 * for @merge: nothing is shown. */
void chapeau_merge_view_show (ChapeauMergeView *self,
                              ChapeauMerge *merge,
                              const ChapeauMergeWords *words,
                              ChapeauWorkspace *workspace,
                              const char *path);
ChapeauMerge *chapeau_merge_view_get_merge (ChapeauMergeView *self);
/* Another way out, beside "back" and "apply". The buttons go with the next show. */
void chapeau_merge_view_add_button (ChapeauMergeView *self, const char *label, const char *action);
/* Above the parts: the list of the history, say. Replaces what was there; NULL: nothing. */
void chapeau_merge_view_set_above (ChapeauMergeView *self, GtkWidget *widget);
void chapeau_merge_view_undo (ChapeauMergeView *self);
/* The first part that waits for a choice after the one that has the focus. */
void chapeau_merge_view_focus_open (ChapeauMergeView *self);

G_END_DECLS

/* chapeau-merge-card.h - one part in which two versions of a post differ, and the choice.
 *
 * Signals: "chosen" (int ChapeauChoice)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

/* How the versions are called in a comparison. All but the names may be NULL. */
typedef struct
{
  char *title;       /* what this is about */
  char *explanation; /* one or two sentences below */
  char *mine;        /* "Mine", "Now" */
  char *theirs;      /* "Camille's", "14:02" */
  char *all_mine;    /* button: every part, mine */
  char *all_theirs;
  char *apply; /* button */
  char *by_me; /* of a part: only I changed it */
  char *by_them;
  char *by_both;
  char *missing; /* in place of a part that a version does not have */
} ChapeauMergeWords;

ChapeauMergeWords *chapeau_merge_words_copy (const ChapeauMergeWords *words);
void chapeau_merge_words_free (ChapeauMergeWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauMergeWords, chapeau_merge_words_free)

#define CHAPEAU_TYPE_MERGE_CARD (chapeau_merge_card_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauMergeCard, chapeau_merge_card, CHAPEAU, MERGE_CARD, GtkWidget)

/* @part lives as long as its merge, which must outlive the card. @label: of the field; NULL for
 * lines of the text. @site: how dates are worded. */
ChapeauMergeCard *chapeau_merge_card_new (const ChapeauMergePart *part,
                                          const char *label,
                                          const ChapeauMergeWords *words,
                                          Site *site);
/* Shows the part's choice; no signal. */
void chapeau_merge_card_update (ChapeauMergeCard *self);
const ChapeauMergePart *chapeau_merge_card_get_part (ChapeauMergeCard *self);

G_END_DECLS

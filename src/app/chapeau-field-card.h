/* chapeau-field-card.h - one group of a list of groups, as a card.
 *
 * Signals: "moved" (int step)   buttons and Ctrl+arrows: -1 or 1
 *          "removed" ()
 *          "dropped" (ChapeauFieldCard *)   another card was dropped on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-field-row.h"

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FIELD_CARD (chapeau_field_card_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFieldCard, chapeau_field_card, CHAPEAU, FIELD_CARD, GtkWidget)

/* @field: an item of a list. @label: of the list. */
GtkWidget *chapeau_field_card_new (ChapeauField *field);
ChapeauField *chapeau_field_card_get_field (ChapeauFieldCard *self);
/* Its place among @count: what can be moved where. */
void chapeau_field_card_set_count (ChapeauFieldCard *self, guint count);
/* Puts the focus on the handle, or into the first field of it. */
void chapeau_field_card_focus_handle (ChapeauFieldCard *self);
void chapeau_field_card_focus_first (ChapeauFieldCard *self);

G_END_DECLS

/* chapeau-chip.h - one value of a list, as a small piece that can be moved and taken away.
 *
 * Signals: "removed" ()       its cross, Delete or Backspace
 *          "moved" (int step) Ctrl+arrows: -1 or 1
 *          "left" (int step)  arrows: the focus wants the neighbour
 *          "dropped" (ChapeauChip *) another chip was dropped on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_CHIP (chapeau_chip_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauChip, chapeau_chip, CHAPEAU, CHIP, GtkWidget)

GtkWidget *chapeau_chip_new (const char *text);
const char *chapeau_chip_get_text (ChapeauChip *self);
void chapeau_chip_set_text (ChapeauChip *self, const char *text);

G_END_DECLS

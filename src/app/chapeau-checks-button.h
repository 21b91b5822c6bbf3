/* chapeau-checks-button.h - "3 points" in the header bar, and the list that it opens.
 *
 * Signals: "chosen" (ChecksFinding *)      go there
 *          "fix-asked" (ChecksFinding *)   make its repair
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_CHECKS_BUTTON (chapeau_checks_button_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauChecksButton, chapeau_checks_button, CHAPEAU, CHECKS_BUTTON, GtkWidget)

/* Where a finding is, in words: "Line 12", "Lead". New string. */
typedef char *(*ChapeauNamePlace) (gpointer data, const ChecksFinding *finding);

/* @name_place is called when the list is shown. */
void chapeau_checks_button_set_namer (ChapeauChecksButton *self,
                                      ChapeauNamePlace name_place,
                                      gpointer data);
/* NULL: nobody has looked yet; nothing is shown. @editable: repairs can be made. */
void chapeau_checks_button_set_checking (ChapeauChecksButton *self,
                                         ChapeauChecking *checking,
                                         gboolean editable);
/* Too little room for words. */
void chapeau_checks_button_set_compact (ChapeauChecksButton *self, gboolean compact);
void chapeau_checks_button_open (ChapeauChecksButton *self);
void chapeau_checks_button_close (ChapeauChecksButton *self);

G_END_DECLS

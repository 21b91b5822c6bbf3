/* chapeau-window-compare.h - two versions in place of the editor: the window's files only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-merge-view.h"
#include "chapeau-window.h"

typedef struct _ChapeauComparison ChapeauComparison;

typedef void (*ChapeauComparedFunc) (ChapeauWindow *self, GBytes *result, gpointer data);
/* Shows the comparison in place of the editor; @apply is called with the text the person chose, or
 * never. Takes @data. The view is for more buttons and lists; borrowed. */
ChapeauMergeView *chapeau_window_compare (ChapeauWindow *self,
                                          ChapeauMerge *merge,
                                          const ChapeauMergeWords *words,
                                          const char *path,
                                          ChapeauComparedFunc apply,
                                          gpointer data,
                                          GDestroyNotify free_data);
gboolean chapeau_window_is_comparing (ChapeauWindow *self);
/* The data of the comparison that is shown, if it ends with @apply; else NULL. */
gpointer chapeau_window_get_compared_data (ChapeauWindow *self, ChapeauComparedFunc apply);
/* What is compared; NULL if nothing. Borrowed. */
ChapeauMerge *chapeau_window_get_merge (ChapeauWindow *self);
void chapeau_window_leave_comparison (ChapeauWindow *self);
/* The keyboard goes to the text, or to the comparison that stands in its place. */
void chapeau_window_focus_post (ChapeauWindow *self);
/* The comparison that is shown, or NULL. Borrowed. */
GtkWidget *chapeau_window_get_comparison_widget (ChapeauWindow *self);
/* TRUE if a comparison is shown: Ctrl+Z is for its choices. */
gboolean chapeau_window_undo_choice (ChapeauWindow *self);
/* The words for mine and a colleague's; @person NULL: nobody knows who. */
ChapeauMergeWords *chapeau_window_words_of_team (const char *title, const char *person);
void chapeau_comparison_free (ChapeauComparison *comparison);

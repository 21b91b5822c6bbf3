/* chapeau-version-list.h - texts to choose from above a comparison: versions, recovered texts.
 *
 * Signals: "chosen" (guint nth)   the person went to a row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_VERSION_LIST (chapeau_version_list_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauVersionList, chapeau_version_list, CHAPEAU, VERSION_LIST, GtkWidget)

/* @label: what the list is, for screen readers. */
ChapeauVersionList *chapeau_version_list_new (const char *label);
/* @heading begins a new section above the row; NULL: none. */
void chapeau_version_list_add (ChapeauVersionList *self,
                               const char *heading,
                               const char *name,
                               const char *detail);
/* Selects a row; no signal. */
void chapeau_version_list_select (ChapeauVersionList *self, guint nth);

G_END_DECLS

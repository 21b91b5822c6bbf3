/* chapeau-uploads.h - the ways in which a file comes into a field: chosen from the site's uploads,
 * dropped, pasted, or taken from elsewhere on the computer.
 *
 * What is not in the site yet is copied into its uploads under a clean name, never over another
 * file; the value comes only after the copy is there.
 *
 * Signals: "taken" (const char *reference)   as posts of the site write it: "/uploads/a%20b.png"
 *          "files" (GListModel *files)       GFile elements, from elsewhere; TRUE: the receiver
 *                                            brings them in, and "taken" does not come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_UPLOADS (chapeau_uploads_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauUploads, chapeau_uploads, CHAPEAU, UPLOADS, GObject)

/* Makes @widget (which outlives it) a place where files can be dropped and pasted. @pictures: only
 * these; @many: several at once. */
ChapeauUploads *chapeau_uploads_new (GtkWidget *widget,
                                     ChapeauDocument *document,
                                     gboolean pictures,
                                     gboolean many);
/* Only for choosing. */
ChapeauUploads *chapeau_uploads_new_chooser (GtkWidget *widget,
                                             ChapeauDocument *document,
                                             gboolean pictures,
                                             gboolean many);
/* Opens the window that shows the uploads. */
void chapeau_uploads_choose (ChapeauUploads *self);
/* Copies @file into the uploads, unless it is in the site already. */
void chapeau_uploads_import (ChapeauUploads *self, GFile *file);
gboolean chapeau_uploads_paste (ChapeauUploads *self);

/* The reference of a file that is in the site already, or NULL. */
char *chapeau_uploads_dup_reference (ChapeauWorkspace *workspace, GFile *file);
/* The same without a field: @what (its directory is filled in) is copied into the uploads of the
 * site. _finish gives the reference, or NULL with an error of the store. */
void chapeau_uploads_bring_in_async (ChapeauWorkspace *workspace,
                                     const StoreImport *what,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
char *chapeau_uploads_bring_in_finish (GAsyncResult *result, GError **error);

G_END_DECLS

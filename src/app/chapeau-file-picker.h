/* chapeau-file-picker.h - the site's uploads to choose from, with a search.
 *
 * Signals: "picked" (const char *path)   relative to the site's root; the window closes
 *          "elsewhere" ()                the person wants a file of the computer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <site.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_FILE_PICKER (chapeau_file_picker_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauFilePicker, chapeau_file_picker, CHAPEAU, FILE_PICKER, GtkWindow)

/* The files below @folder of the site; @pictures: only these are shown. */
GtkWidget *
chapeau_file_picker_new (GtkWindow *parent, Site *site, const char *folder, gboolean pictures);

G_END_DECLS

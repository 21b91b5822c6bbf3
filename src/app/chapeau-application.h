/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_APPLICATION (chapeau_application_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauApplication, chapeau_application, CHAPEAU, APPLICATION, GtkApplication)

ChapeauApplication *chapeau_application_new (void);
/* Borrowed; the person's settings. */
GSettings *chapeau_application_get_settings (ChapeauApplication *self);

G_END_DECLS

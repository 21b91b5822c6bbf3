/* chapeau-color-scheme.h - light or dark: what the desktop prefers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef void (*ChapeauColorSchemeFunc) (GObject *owner, gboolean dark);

/* Calls @function with what the desktop prefers, now and whenever it changes, as long as @owner
 * lives; never where no desktop tells. */
void chapeau_color_scheme_watch (GObject *owner, ChapeauColorSchemeFunc function);

G_END_DECLS

/* chapeau-source-style.h - the colours of source texts, light or dark as the window is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Highlights as @language ("yaml"; NULL: as it is), in our colours, now and whenever they change.
 */
void chapeau_source_style_follow (GtkSourceView *view, const char *language);
/* Signs for spaces, no-break spaces, tabs and the ends of lines: what one cannot see otherwise. */
void chapeau_source_style_show_marks (GtkSourceView *view, gboolean shown);

G_END_DECLS

/* chapeau-source-style.c - the colours of source texts, light or dark as the window is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-style.h"

/* The theme's own colour of texts tells, whatever made it dark: the system, our setting, GTK_THEME.
 */
static gboolean
is_dark (GtkWidget *widget)
{
  GdkRGBA text;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "theme_text_color",
                                         &text)
         && text.red * 0.3 + text.green * 0.6 + text.blue * 0.1 > 0.5;
}

static void
apply (GtkTextView *view)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = is_dark (GTK_WIDGET (view));
  GtkSourceStyleScheme *scheme;

  scheme =
      gtk_source_style_scheme_manager_get_scheme (manager, dark ? "chapeau-dark" : "chapeau-light");
  if (scheme == NULL)
    scheme =
        gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita");
  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view)), scheme);
}

void
chapeau_source_style_follow (GtkSourceView *view, const char *language)
{
  static const char *const settings[] = { "notify::gtk-application-prefer-dark-theme",
                                          "notify::gtk-theme-name" };
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  if (language != NULL)
    gtk_source_buffer_set_language (buffer,
                                    gtk_source_language_manager_get_language (manager, language));
  apply (GTK_TEXT_VIEW (view));
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_signal_connect_object (gtk_settings_get_default (), settings[i], G_CALLBACK (apply), view,
                             G_CONNECT_SWAPPED);
}

void
chapeau_source_style_show_marks (GtkSourceView *view, gboolean shown)
{
  GtkSourceSpaceDrawer *drawer = gtk_source_view_get_space_drawer (view);

  gtk_source_space_drawer_set_types_for_locations (drawer, GTK_SOURCE_SPACE_LOCATION_ALL,
                                                   GTK_SOURCE_SPACE_TYPE_ALL);
  gtk_source_space_drawer_set_enable_matrix (drawer, shown);
}

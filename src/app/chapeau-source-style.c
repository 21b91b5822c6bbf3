/* chapeau-source-style.c - the colours of source texts, light or dark as the window is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-style.h"

static void
apply (GtkSourceBuffer *buffer)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  gboolean dark = FALSE;
  GtkSourceStyleScheme *scheme;

  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &dark, NULL);
  scheme =
      gtk_source_style_scheme_manager_get_scheme (manager, dark ? "chapeau-dark" : "chapeau-light");
  if (scheme == NULL)
    scheme =
        gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita");
  gtk_source_buffer_set_style_scheme (buffer, scheme);
}

void
chapeau_source_style_follow (GtkSourceView *view, const char *language)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();

  if (language != NULL)
    gtk_source_buffer_set_language (buffer,
                                    gtk_source_language_manager_get_language (manager, language));
  apply (buffer);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-application-prefer-dark-theme",
                           G_CALLBACK (apply), buffer, G_CONNECT_SWAPPED);
}

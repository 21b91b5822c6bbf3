/* chapeau-application.c - one process, its windows, settings, keys and looks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-application.h"

#include "chapeau-color-scheme.h"
#include "chapeau-help.h"
#include "chapeau-preferences.h"
#include "chapeau-typing.h"
#include "chapeau-window.h"

#include <preview.h>

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <model.h>
#include <string.h>

#define CARET_STILL_MS 1500 /* after the start; a page is there after 400 to 1200 */

struct _ChapeauApplication
{
  GtkApplication parent_instance;

  GSettings *settings;
  GtkWindow *help;        /* weak */
  GtkWindow *preferences; /* weak */
  gboolean theme_dark;    /* as GTK's own settings are */
  gboolean system_dark;   /* or the desktop's */
};

G_DEFINE_FINAL_TYPE (ChapeauApplication, chapeau_application, GTK_TYPE_APPLICATION)

GSettings *
chapeau_application_get_settings (ChapeauApplication *self)
{
  g_return_val_if_fail (CHAPEAU_IS_APPLICATION (self), NULL);

  return self->settings;
}

/* ---- actions
 * --------------------------------------------------------------------------------------- */

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (data), "program-name", "Chapeau",
                         "logo-icon-name", CHAPEAU_APPLICATION_ID, "version", CHAPEAU_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Write, check and publish the news of a site"), NULL);
}

/* The main window, whichever of ours has the keyboard. */
static GtkWindow *
get_main_window (ChapeauApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CHAPEAU_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = get_main_window (data);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
}

/* Shows a window of which there is one at a time; @made is it, if it has just been made. */
static void
present_once (ChapeauApplication *self, GtkWindow **place, GtkWindow *made)
{
  if (made != NULL)
    {
      *place = made;
      g_object_add_weak_pointer (G_OBJECT (made), (gpointer *) place);
      /* Its buttons ask for the application's actions. */
      gtk_widget_insert_action_group (GTK_WIDGET (made), "app", G_ACTION_GROUP (self));
    }
  gtk_window_present (*place);
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ChapeauApplication *self = data;
  GtkWindow *parent = get_main_window (self);

  present_once (self, &self->help,
                self->help == NULL ? GTK_WINDOW (chapeau_help_new (parent)) : NULL);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ChapeauApplication *self = data;
  GtkWindow *parent = get_main_window (self);

  present_once (self, &self->preferences,
                self->preferences == NULL
                    ? GTK_WINDOW (chapeau_preferences_new (parent, self->settings))
                    : NULL);
}

static void
apply_style (ChapeauApplication *self)
{
  g_autofree char *style = g_settings_get_string (self->settings, "style");
  gboolean dark =
      strcmp (style, "dark") == 0 || (strcmp (style, "system") == 0 && self->system_dark);
  gboolean now;

  /* GTK reads the theme anew even if nothing is another. */
  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &now, NULL);
  if (dark != now)
    g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
}

static void
on_style (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauApplication *self = data;

  g_simple_action_set_state (action, value);
  g_settings_set (self->settings, "style", "s", g_variant_get_string (value, NULL));
  apply_style (self);
}

static void
on_system_style (GObject *owner, gboolean dark)
{
  ChapeauApplication *self = CHAPEAU_APPLICATION (owner);

  self->system_dark = dark || self->theme_dark;
  apply_style (self);
}

static const GActionEntry app_entries[] = {
  { "quit", on_quit, NULL, NULL, NULL, { 0 } },
  { "about", on_about, NULL, NULL, NULL, { 0 } },
  { "help", on_help, NULL, NULL, NULL, { 0 } },
  { "shortcuts", on_shortcuts, NULL, NULL, NULL, { 0 } },
  { "preferences", on_preferences, NULL, NULL, NULL, { 0 } },
  { "style", NULL, "s", "'system'", on_style, { 0 } },
};

static const struct
{
  const char *action;
  const char *keys[3];
} keys[] = {
  { "win.new-post", { "<Control>n" } },
  { "win.open-folder", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-copy", { "<Control><Shift>s" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.find", { "<Control>f" } },
  { "win.replace", { "<Control>h" } },
  { "win.find-next", { "<Control>g" } },
  { "win.find-previous", { "<Control><Shift>g" } },
  { "win.previous-post", { "<Alt>Left" } },
  { "win.next-post", { "<Alt>Right" } },
  { "win.reload-page", { "F5" } },
  { "win.next-pane", { "F6" } },
  { "win.next-misspelling", { "F7" } },
  { "win.next-point", { "F8" } },
  { "win.previous-point", { "<Shift>F8" } },
  { "win.sidebar-visible", { "F9" } },
  { "win.preview-only", { "F11" } },
  { "win.preview-zoom-in", { "<Control>plus", "<Control>equal" } },
  { "win.preview-zoom-out", { "<Control>minus" } },
  { "win.preview-zoom-normal", { "<Control>0" } },
  { "win.print", { "<Control>p" } },
  { "win.publish", { "<Control>Return" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.show-history", { "<Control><Shift>h" } },
  { "win.close", { "<Control>w" } },
  { "app.help", { "F1" } },
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
};

/* ---- looks
 * ------------------------------------------------------------------------------------------ */

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *styles = g_build_filename (CHAPEAU_DATADIR, "styles", NULL);
  g_autofree char *languages = g_build_filename (CHAPEAU_DATADIR, "language-specs", NULL);
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  const char *const *before = gtk_source_language_manager_get_search_path (manager);
  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  gtk_css_provider_load_from_resource (provider, CHAPEAU_RESOURCE_PATH "/ui/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    CHAPEAU_RESOURCE_PATH "/icons");
  gtk_source_style_scheme_manager_append_search_path (
      gtk_source_style_scheme_manager_get_default (), styles);
  g_strv_builder_add (path, languages);
  g_strv_builder_addv (path, (const char **) before);
  all = g_strv_builder_end (path);
  gtk_source_language_manager_set_search_path (manager, (const char *const *) all);
}

static void
let_caret_blink (gpointer data)
{
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-cursor-blink");
}

/* A caret that fades has GTK paint the whole window at every step. Without a GPU that is 12 ms of
 * both cores, just while the preview's processes start: measured, the page then comes 40 ms later.
 * So the caret begins to blink when that is over. */
static void
keep_caret_still (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  gboolean blinks;

  g_object_get (settings, "gtk-cursor-blink", &blinks, NULL);
  if (!blinks)
    return;
  g_object_set (settings, "gtk-cursor-blink", FALSE, NULL);
  g_timeout_add_once (CARET_STILL_MS, let_caret_blink, NULL);
}

static void
on_typography (ChapeauApplication *self)
{
  chapeau_typing_set_enabled (g_settings_get_boolean (self->settings, "typography"));
}

static void
chapeau_application_startup (GApplication *application)
{
  ChapeauApplication *self = CHAPEAU_APPLICATION (application);
  g_autofree char *style = NULL;
  g_autofree char *layout = NULL;

  G_APPLICATION_CLASS (chapeau_application_parent_class)->startup (application);
  gtk_source_init ();
  self->settings = g_settings_new (CHAPEAU_APPLICATION_ID);
  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &self->theme_dark,
                NULL);
  self->system_dark = self->theme_dark;
  load_style ();
  keep_caret_still ();
  g_signal_connect_object (self->settings, "changed::typography", G_CALLBACK (on_typography), self,
                           G_CONNECT_SWAPPED);
  on_typography (self);
  g_settings_bind (self->settings, "spelling", chapeau_speller_get_default (), "enabled",
                   G_SETTINGS_BIND_GET);
  g_action_map_add_action_entries (G_ACTION_MAP (self), app_entries, G_N_ELEMENTS (app_entries),
                                   self);
  style = g_settings_get_string (self->settings, "style");
  g_action_group_change_action_state (G_ACTION_GROUP (self), "style", g_variant_new_string (style));
  chapeau_color_scheme_watch (G_OBJECT (self), on_system_style);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].keys);
  gtk_window_set_default_icon_name (CHAPEAU_APPLICATION_ID);
  layout = g_settings_get_string (self->settings, "preview-layout");
  if (!g_str_equal (layout, "source"))
    preview_load_ahead ();
}

static ChapeauWindow *
get_window (ChapeauApplication *self)
{
  GtkWindow *window = get_main_window (self);

  return window != NULL ? CHAPEAU_WINDOW (window) : chapeau_window_new (self);
}

static void
chapeau_application_activate (GApplication *application)
{
  ChapeauApplication *self = CHAPEAU_APPLICATION (application);
  gboolean fresh = get_main_window (self) == NULL;
  ChapeauWindow *window = get_window (self);
  g_autofree char *last = g_settings_get_string (self->settings, "last-site");

  if (fresh && *last != '\0' && g_file_test (last, G_FILE_TEST_IS_DIR))
    chapeau_window_open (window, last);
  chapeau_window_come_up (window);
}

static void
chapeau_application_open (GApplication *application, GFile **files, int n, const char *hint)
{
  ChapeauWindow *window = get_window (CHAPEAU_APPLICATION (application));

  for (int i = 0; i < n; i++)
    if (g_file_peek_path (files[i]) != NULL)
      chapeau_window_open (window, g_file_peek_path (files[i]));
  chapeau_window_come_up (window);
}

static void
chapeau_application_finalize (GObject *object)
{
  ChapeauApplication *self = CHAPEAU_APPLICATION (object);

  g_clear_weak_pointer (&self->help);
  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (chapeau_application_parent_class)->finalize (object);
}

static void
chapeau_application_class_init (ChapeauApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_application_finalize;
  application_class->startup = chapeau_application_startup;
  application_class->activate = chapeau_application_activate;
  application_class->open = chapeau_application_open;
}

static void
chapeau_application_init (ChapeauApplication *self)
{
}

ChapeauApplication *
chapeau_application_new (void)
{
  return g_object_new (CHAPEAU_TYPE_APPLICATION, "application-id", CHAPEAU_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_CAN_OVERRIDE_APP_ID,
                       "resource-base-path", CHAPEAU_RESOURCE_PATH, NULL);
}

/* chapeau-window-preview.c - the page beside the text: following both ways, clicks, zoom, what it
 * shows, a window of its own, print and PDF.
 *
 * Its actions are in the window's action map, so that the page's own window has them, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"
#include "chapeau-page.h"

#include <glib/gi18n.h>
#include <string.h>

#define ZOOM_STEP 1.1

static ChapeauPreview *
preview_of (ChapeauWindow *self)
{
  return chapeau_preview_pane_get_preview (self->preview_pane);
}

/* ---- following ------------------------------------------------------------------------------ */

static void
on_source_line (ChapeauWindow *self, int line)
{
  chapeau_preview_mark_line (preview_of (self), line);
}

static void
on_source_scrolled (ChapeauWindow *self, double line)
{
  chapeau_preview_scroll_to_line (preview_of (self), line);
}

static void
on_preview_scrolled (ChapeauWindow *self, double line)
{
  chapeau_source_pane_scroll_to_line (chapeau_editor_pane_get_source (self->editor_pane), line);
}

static void
on_preview_activated (ChapeauWindow *self, const char *part, guint line)
{
  const char *key;

  if (self->document == NULL)
    return;
  if (!gtk_widget_get_visible (GTK_WIDGET (self->post_stack)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.layout", "s",
                                chapeau_window_is_narrow (self) ? "source" : "side");
  if (self->preview_window != NULL)
    gtk_window_present (GTK_WINDOW (self));
  if (strcmp (part, PREVIEW_PART_BODY) == 0)
    {
      chapeau_source_pane_go_to_line (chapeau_editor_pane_get_source (self->editor_pane),
                                      (int) line, TRUE);
      return;
    }
  key = chapeau_page_get_key_of_part (self->document, part);
  if (key != NULL)
    chapeau_form_focus_path (chapeau_editor_pane_get_form (self->editor_pane), key);
}

static void
on_link_activated (ChapeauWindow *self, const char *uri)
{
  const char *site;
  g_autofree char *outside = NULL;

  if (self->document == NULL)
    return;
  /* A page of the site: as the site itself has it, if it says where it is. */
  site = site_get_url (chapeau_workspace_get_site (self->workspace));
  if (*uri == '/' && *site == '\0')
    return;
  outside = *uri == '/' ? g_strconcat (site, uri, NULL) : g_strdup (uri);
  gtk_show_uri (GTK_WINDOW (self), outside, GDK_CURRENT_TIME);
}

void
chapeau_window_connect_preview (ChapeauWindow *self)
{
  ChapeauSourcePane *source = chapeau_editor_pane_get_source (self->editor_pane);
  const struct
  {
    gpointer object;
    const char *signal;
    GCallback handler;
  } handlers[] = {
    { source, "line-changed", G_CALLBACK (on_source_line) },
    { source, "scrolled", G_CALLBACK (on_source_scrolled) },
    { self->preview_pane, "line-scrolled", G_CALLBACK (on_preview_scrolled) },
    { self->preview_pane, "activated", G_CALLBACK (on_preview_activated) },
    { self->preview_pane, "link-activated", G_CALLBACK (on_link_activated) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (handlers[i].object, handlers[i].signal, handlers[i].handler, self,
                             G_CONNECT_SWAPPED);
}

/* ---- a window of its own -------------------------------------------------------------------- */

static void
set_action_state (ChapeauWindow *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static gboolean
on_own_window_closed (ChapeauWindow *self)
{
  chapeau_window_attach_preview (self);
  return TRUE;
}

static gboolean
toggle_fullscreen (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWindow *window = GTK_WINDOW (widget);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
  return TRUE;
}

/* The keys that make sense for the page alone. */
static GtkEventController *
create_shortcuts (void)
{
  static const struct
  {
    const char *keys;
    const char *action; /* NULL: fullscreen */
  } shortcuts[] = {
    { "F11", NULL },
    { "F5", "win.reload-page" },
    { "<Control>w|Escape", "win.preview-detached" },
    { "<Control>plus|<Control>equal|<Control>KP_Add", "win.preview-zoom-in" },
    { "<Control>minus|<Control>KP_Subtract", "win.preview-zoom-out" },
    { "<Control>0|<Control>KP_0", "win.preview-zoom-normal" },
    { "<Control>p", "win.print" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys),
                          shortcuts[i].action != NULL
                              ? gtk_named_action_new (shortcuts[i].action)
                              : gtk_callback_action_new (toggle_fullscreen, NULL, NULL)));
  return controller;
}

static void
detach_preview (ChapeauWindow *self)
{
  GtkWidget *window = gtk_window_new ();

  self->preview_window = GTK_WINDOW (window);
  g_object_ref (self->preview_pane);
  gtk_paned_set_end_child (self->inner_paned, NULL);
  gtk_window_set_child (self->preview_window, GTK_WIDGET (self->preview_pane));
  g_object_unref (self->preview_pane);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (self));
  gtk_widget_add_controller (window, create_shortcuts ());
  gtk_window_set_default_size (self->preview_window, 900, 800);
  gtk_window_set_icon_name (self->preview_window, CHAPEAU_APPLICATION_ID);
  g_object_bind_property (self, "title", window, "title", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_own_window_closed), self,
                           G_CONNECT_SWAPPED);
  chapeau_window_apply_layout (self);
  gtk_window_present (self->preview_window);
}

void
chapeau_window_attach_preview (ChapeauWindow *self)
{
  GtkWindow *window = g_steal_pointer (&self->preview_window);

  if (window == NULL)
    return;
  g_object_ref (self->preview_pane);
  gtk_window_set_child (window, NULL);
  gtk_paned_set_end_child (self->inner_paned, GTK_WIDGET (self->preview_pane));
  g_object_unref (self->preview_pane);
  gtk_window_destroy (window);
  set_action_state (self, "preview-detached", g_variant_new_boolean (FALSE));
  chapeau_window_apply_layout (self);
}

static void
on_detached (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  if (!g_variant_get_boolean (value))
    {
      chapeau_window_attach_preview (self);
      return;
    }
  g_simple_action_set_state (action, value);
  if (self->preview_window == NULL)
    detach_preview (self);
}

/* ---- zoom, faces, other sites --------------------------------------------------------------- */

static void
set_zoom (ChapeauWindow *self, double zoom)
{
  chapeau_preview_pane_set_zoom (self->preview_pane, zoom);
  g_settings_set_double (self->settings, "preview-zoom",
                         CLAMP (chapeau_preview_get_zoom (preview_of (self)), 0.3, 4.0));
}

static void
on_zoom_in (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  set_zoom (self, chapeau_preview_get_zoom (preview_of (self)) * ZOOM_STEP);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  set_zoom (self, chapeau_preview_get_zoom (preview_of (self)) / ZOOM_STEP);
}

static void
on_zoom_normal (GSimpleAction *action, GVariant *value, gpointer data)
{
  set_zoom (data, 1.0);
}

static void
on_face (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  g_simple_action_set_state (action, value);
  chapeau_preview_pane_set_face (self->preview_pane, g_variant_get_string (value, NULL));
}

static void
on_width (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;
  const char *name = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  g_settings_set_string (self->settings, "preview-width-mode", name);
  chapeau_preview_pane_set_width (self->preview_pane, name);
}

static void
on_external (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  g_simple_action_set_state (action, value);
  chapeau_preview_pane_set_external (self->preview_pane, g_variant_get_boolean (value));
}

static void
on_reload (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  chapeau_preview_pane_reload (self->preview_pane);
}

/* ---- print, PDF ----------------------------------------------------------------------------- */

static void
on_printed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!chapeau_preview_print_finish (CHAPEAU_PREVIEW (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    chapeau_window_show_error (self, "print", _ ("The post could not be printed."));
}

static void
on_print (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  chapeau_preview_print_async (
      preview_of (self), self->preview_window != NULL ? self->preview_window : GTK_WINDOW (self),
      on_printed, g_object_ref (self));
}

static void
on_pdf_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!chapeau_preview_print_finish (CHAPEAU_PREVIEW (source), result, &error))
    chapeau_window_show_error (self, "pdf", _ ("The PDF file could not be written."));
}

static void
on_pdf_chosen (GtkNativeDialog *chooser, int response, gpointer data)
{
  ChapeauWindow *self = data;
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    chapeau_preview_save_pdf_async (preview_of (self), file, on_pdf_saved, g_object_ref (self));
}

static void
on_save_pdf (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;
  g_autofree char *base = g_path_get_basename (chapeau_document_get_path (self->document));
  g_autofree char *stem = g_strndup (base, strcspn (base, "."));
  g_autofree char *name = g_strconcat (stem, ".pdf", NULL);
  GtkWindow *parent = self->preview_window != NULL ? self->preview_window : GTK_WINDOW (self);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save as a PDF file"), parent,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_pdf_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- actions -------------------------------------------------------------------------------- */

void
chapeau_window_add_preview_actions (ChapeauWindow *self)
{
  static const GActionEntry entries[] = {
    { "preview-width", NULL, "s", "'full'", on_width, { 0 } },
    { "preview-face", NULL, "s", "'page'", on_face, { 0 } },
    { "preview-external", NULL, NULL, "false", on_external, { 0 } },
    { "preview-detached", NULL, NULL, "false", on_detached, { 0 } },
    { "preview-zoom-in", on_zoom_in, NULL, NULL, NULL, { 0 } },
    { "preview-zoom-out", on_zoom_out, NULL, NULL, NULL, { 0 } },
    { "preview-zoom-normal", on_zoom_normal, NULL, NULL, NULL, { 0 } },
    { "reload-page", on_reload, NULL, NULL, NULL, { 0 } },
    { "print", on_print, NULL, NULL, NULL, { 0 } },
    { "preview-pdf", on_save_pdf, NULL, NULL, NULL, { 0 } },
  };
  g_autofree char *width = g_settings_get_string (self->settings, "preview-width-mode");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "preview-width",
                                      g_variant_new_string (width));
  chapeau_preview_pane_set_zoom (self->preview_pane,
                                 g_settings_get_double (self->settings, "preview-zoom"));
}

void
chapeau_window_update_preview_actions (ChapeauWindow *self)
{
  static const char *const with_document[] = { "preview-external", "reload-page", "print",
                                               "preview-pdf", "preview-face" };

  for (guint i = 0; i < G_N_ELEMENTS (with_document); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), with_document[i]);

      if (action != NULL)
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->document != NULL);
    }
  /* Another post: what other sites have is left out again. */
  if (g_action_map_lookup_action (G_ACTION_MAP (self), "preview-external") != NULL)
    set_action_state (
        self, "preview-external",
        g_variant_new_boolean (chapeau_preview_get_external_content (preview_of (self))));
}

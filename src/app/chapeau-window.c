/* chapeau-window.c - the main window: template, sizes, layout, what is shown where.
 *
 * Three panes: posts, editor, preview. The person chooses "side", "source" or "preview". Below
 * NARROW pixels there is no "side": text and page are two tabs. Below COMPACT the widest buttons
 * are in the menus alone. Below VERY_NARROW the list folds away too; F9 and its button then show it
 * in place of the text, until a post is chosen. Below TINY the bar closes the window and no more.
 * What was chosen comes back with the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"
#include "chapeau-still-pointer.h"

#include <glib/gi18n.h>
#include <string.h>

#define NARROW      1000
#define COMPACT     820
#define VERY_NARROW 700
#define TINY        480
#define NARROWEST   350 /* and the frame that it may draw itself: 360 */

#define PATIENT_MS 200 /* until a window comes up without what is being opened */

G_DEFINE_FINAL_TYPE (ChapeauWindow, chapeau_window, GTK_TYPE_APPLICATION_WINDOW)

/* ---- title
 * ----------------------------------------------------------------------------------------- */

static char *
dup_status (ChapeauWindow *self)
{
  g_autofree char *saved = chapeau_message_of_document (self->document);
  g_autoptr (SitePostInfo) info = site_post_info_new (
      chapeau_workspace_get_site (self->workspace), chapeau_document_get_path (self->document),
      chapeau_document_get_header (self->document), NULL);

  /* Translators: state of the post ("Draft"), then where it is saved. */
  return g_strdup_printf (_ ("%s · %s"), chapeau_message_of_state (info->state), saved);
}

/* A tooltip that is set is asked for at once, wherever the pointer is, and costs a layout. */
static void
show_status (ChapeauWindow *self, const char *status)
{
  if (g_strcmp0 (gtk_label_get_label (self->status_label), status) == 0)
    return;
  gtk_label_set_label (self->status_label, status);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status_label), status);
}

static void
show_title (ChapeauWindow *self, const char *title)
{
  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), title) != 0)
    gtk_window_set_title (GTK_WINDOW (self), title);
}

void
chapeau_window_update_title (ChapeauWindow *self)
{
  g_autofree char *status = NULL;
  const char *title;

  if (self->document == NULL)
    {
      gtk_label_set_label (self->title_label, self->workspace != NULL ? site_get_title (
                                                  chapeau_workspace_get_site (self->workspace))
                                                                      : "Chapeau");
      gtk_widget_set_visible (GTK_WIDGET (self->status_label), FALSE);
      show_title (self, "Chapeau");
      return;
    }
  title = chapeau_document_get_title (self->document);
  if (*title == '\0')
    title = _ ("Untitled");
  gtk_label_set_label (self->title_label, title);
  show_title (self, title);
  status = dup_status (self);
  show_status (self, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status_label), TRUE);
}

ChapeauMessageBar *
chapeau_window_get_bar (ChapeauWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "welcome") == 0
             ? self->welcome_bar
             : self->message_bar;
}

void
chapeau_window_show_error (ChapeauWindow *self, const char *topic, const char *sentence)
{
  chapeau_message_bar_show (chapeau_window_get_bar (self), CHAPEAU_MESSAGE_ERROR, topic, sentence);
  chapeau_window_has_content (self);
}

/* ---- layout
 * ---------------------------------------------------------------------------------------- */

static gboolean
is_below (ChapeauWindow *self, int bound)
{
  return self->width > 0 && self->width < bound;
}

gboolean
chapeau_window_is_narrow (ChapeauWindow *self)
{
  return is_below (self, NARROW);
}

gboolean
chapeau_window_is_compact (ChapeauWindow *self)
{
  return is_below (self, COMPACT);
}

gboolean
chapeau_window_is_tiny (ChapeauWindow *self)
{
  return is_below (self, TINY);
}

gboolean
chapeau_window_is_very_narrow (ChapeauWindow *self)
{
  return is_below (self, VERY_NARROW);
}

void
chapeau_window_apply_layout (ChapeauWindow *self)
{
  gboolean very_narrow = is_below (self, VERY_NARROW);
  gboolean source = strcmp (self->layout, "preview") != 0;
  gboolean preview = strcmp (self->layout, "source") != 0;
  gboolean list = g_settings_get_boolean (self->settings, "sidebar-visible");

  if (is_below (self, NARROW))
    {
      preview = self->page_tab;
      source = !preview;
    }
  if (very_narrow)
    list = self->list_open || (self->document == NULL && !chapeau_window_is_comparing (self));
  if (self->preview_window != NULL)
    source = preview = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->post_stack), source);
  gtk_widget_set_visible (GTK_WIDGET (self->preview_pane), preview);
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), list);
  gtk_widget_set_visible (self->work_box, !(very_narrow && list));
  gtk_header_bar_set_decoration_layout (self->header_bar, is_below (self, TINY) ? ":close" : NULL);
  chapeau_window_update_layout_actions (self, list);
  chapeau_window_update_actions (self);
}

void
chapeau_window_reveal_editor (ChapeauWindow *self)
{
  self->page_tab = FALSE;
  self->list_open = FALSE;
  if (strcmp (self->layout, "preview") == 0 && !chapeau_window_is_narrow (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.layout", "s", "side");
  else
    chapeau_window_apply_layout (self);
}

/* The window may always become as narrow as its request says: whatever it shows now, it will show
 * less then. */
static void
chapeau_window_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  GTK_WIDGET_CLASS (chapeau_window_parent_class)
      ->measure (widget, orientation, for_size, minimum, natural, minimum_baseline,
                 natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, NARROWEST);
}

/* GTK wants what changed to be measured before it is given its place. */
static void
measure_again (GtkWidget *widget)
{
  int minimum, natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (minimum, natural), &minimum, &natural,
                      NULL, NULL);
}

static void
chapeau_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (widget);
  static const int bounds[] = { TINY, VERY_NARROW, COMPACT, NARROW };
  int room = 1;

  self->width = width;

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    room += width >= bounds[i];
  /* Here and not later: no frame is drawn in which what is shown has no room. */
  if (room != self->room)
    {
      self->room = room;
      chapeau_window_apply_layout (self);
      measure_again (GTK_WIDGET (self->header_bar));
      measure_again (GTK_WIDGET (self->stack));
    }
  GTK_WIDGET_CLASS (chapeau_window_parent_class)->size_allocate (widget, width, height, baseline);
}

/* ---- settings
 * -------------------------------------------------------------------------------------- */

static void
load_sizes (ChapeauWindow *self)
{
  g_autofree char *layout = g_settings_get_string (self->settings, "preview-layout");
  int window_width = g_settings_get_int (self->settings, "window-width");
  int sidebar = g_settings_get_int (self->settings, "sidebar-width");
  int preview = g_settings_get_int (self->settings, "preview-width");

  gtk_window_set_default_size (GTK_WINDOW (self), window_width,
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_paned_set_position (self->outer_paned, sidebar);
  gtk_paned_set_position (self->inner_paned, MAX (320, window_width - sidebar - preview));
  self->layout = g_steal_pointer (&layout);
}

static void
save_sizes (ChapeauWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  if (gtk_widget_get_visible (GTK_WIDGET (self->sidebar)))
    g_settings_set_int (self->settings, "sidebar-width",
                        gtk_paned_get_position (self->outer_paned));
  if (self->preview_window == NULL && gtk_widget_get_mapped (GTK_WIDGET (self->preview_pane))
      && gtk_widget_get_mapped (GTK_WIDGET (self->post_stack)))
    g_settings_set_int (self->settings, "preview-width",
                        gtk_widget_get_width (GTK_WIDGET (self->preview_pane)));
}

static gboolean
chapeau_window_close_request (GtkWindow *window)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (window);

  save_sizes (self);
  chapeau_window_flush (self);
  if (!chapeau_window_ask_to_close (self))
    return TRUE;
  chapeau_window_attach_preview (self);
  chapeau_window_show_document (self, NULL);
  return GTK_WINDOW_CLASS (chapeau_window_parent_class)->close_request (window);
}

/* ---- panes
 * ------------------------------------------------------------------------------------------- */

static void
on_post_chosen (ChapeauWindow *self, const char *path)
{
  self->list_open = FALSE;
  chapeau_window_apply_layout (self);
  chapeau_window_open_post (self, path);
}

static void
on_form_error (ChapeauWindow *self, int doing, const char *label, GError *error)
{
  g_autofree char *sentence = chapeau_message_of_error ((ChapeauDoing) doing, label, error);

  chapeau_window_show_error (self, "field", sentence);
}

static void
connect_panes (ChapeauWindow *self)
{
  const struct
  {
    gpointer object;
    const char *signal;
    GCallback handler;
  } handlers[] = {
    { self->sidebar, "post-chosen", G_CALLBACK (on_post_chosen) },
    { self->message_bar, "focus-lost", G_CALLBACK (chapeau_window_focus_post) },
    { chapeau_editor_pane_get_form (self->editor_pane), "error", G_CALLBACK (on_form_error) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (handlers[i].object, handlers[i].signal, handlers[i].handler, self,
                             G_CONNECT_SWAPPED);
}

/* ---- object
 * -------------------------------------------------------------------------------------------- */

ChapeauWindow *
chapeau_window_new (ChapeauApplication *application)
{
  ChapeauWindow *self = g_object_new (CHAPEAU_TYPE_WINDOW, "application", application, NULL);

  self->settings = chapeau_application_get_settings (application);
  load_sizes (self);
  connect_panes (self);
  chapeau_window_connect_preview (self);
  chapeau_window_connect_checks (self);
  g_signal_connect_object (self->settings, "changed::autosave",
                           G_CALLBACK (chapeau_window_update_autosave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::person-name",
                           G_CALLBACK (chapeau_window_rename_person), self, G_CONNECT_SWAPPED);
  chapeau_window_add_stateful_actions (self);
  chapeau_window_update_actions (self);
  return self;
}

static void
on_first_sight (gpointer data)
{
  ChapeauWindow *self = data;

  self->first_sight = 0;
  gtk_window_present (GTK_WINDOW (self));
}

void
chapeau_window_come_up (ChapeauWindow *self)
{
  g_return_if_fail (CHAPEAU_IS_WINDOW (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || !chapeau_window_is_opening (self))
    {
      gtk_window_present (GTK_WINDOW (self));
      return;
    }
  if (self->first_sight == 0)
    self->first_sight = g_timeout_add_once (PATIENT_MS, on_first_sight, self);
}

void
chapeau_window_has_content (ChapeauWindow *self)
{
  if (self->first_sight == 0)
    return;
  g_clear_handle_id (&self->first_sight, g_source_remove);
  gtk_window_present (GTK_WINDOW (self));
}

static void
chapeau_window_dispose (GObject *object)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (object);

  g_clear_handle_id (&self->closing_timeout, g_source_remove);
  g_clear_handle_id (&self->first_sight, g_source_remove);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->progresses, g_ptr_array_unref);
  chapeau_window_end_checks (self);
  g_clear_pointer (&self->comparison, chapeau_comparison_free);
  chapeau_window_forget_pasted (self);
  g_clear_pointer (&self->deleted, chapeau_removal_free);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->preview_window, gtk_window_destroy);
  g_clear_object (&self->document);
  g_clear_pointer (&self->documents, g_hash_table_unref);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (chapeau_window_parent_class)->dispose (object);
}

static void
chapeau_window_finalize (GObject *object)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (object);

  g_free (self->layout);
  chapeau_window_forget_way_back (self);
  g_clear_pointer (&self->answered, g_free);
  G_OBJECT_CLASS (chapeau_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, ChapeauWindow, header_bar);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, stack);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, welcome_bar);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, title_label);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, status_label);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, outer_paned);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, work_box);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, inner_paned);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, post_stack);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, sidebar);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, message_bar);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, editor_pane);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, preview_pane);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, publish_button);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, checks_button);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, post_menu_button);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, main_menu_button);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, layout_box);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, side_button);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, sidebar_button);
  gtk_widget_class_bind_template_child (class, ChapeauWindow, new_button);
}

static void
chapeau_window_class_init (ChapeauWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_window_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_window_finalize;
  GTK_WINDOW_CLASS (class)->close_request = chapeau_window_close_request;
  widget_class->measure = chapeau_window_measure;
  widget_class->size_allocate = chapeau_window_size_allocate;
  g_type_ensure (CHAPEAU_TYPE_CHECKS_BUTTON);
  g_type_ensure (CHAPEAU_TYPE_SIDEBAR);
  g_type_ensure (CHAPEAU_TYPE_MESSAGE_BAR);
  g_type_ensure (CHAPEAU_TYPE_EDITOR_PANE);
  g_type_ensure (CHAPEAU_TYPE_PREVIEW_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-window.ui");
  bind_children (widget_class);
  chapeau_window_install_actions (widget_class);
}

/* The menu that a button opens has its name, too. */
static void
name_menu (GtkWidget *button, const char *name)
{
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
chapeau_window_init (ChapeauWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_menu (self->post_menu_button, _ ("Post menu"));
  name_menu (self->main_menu_button, _ ("Main menu"));
  chapeau_still_pointer_watch (GTK_WIDGET (self));
  self->progresses = g_ptr_array_new ();
  self->documents = g_hash_table_new_full (g_direct_hash, g_direct_equal, g_object_unref, NULL);
}

/* chapeau-preview-pane.c - the page of a document as the site shows it, live.
 *
 * document: "text-changed" (a snapshot) → renderer (worker) → page → preview (one patch).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-preview-pane.h"

#include "chapeau-faces.h"
#include "chapeau-page.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauPreviewPane
{
  GtkWidget parent_instance;

  /* template */
  GtkBox *width_box;
  GtkBox *slot;
  GtkRevealer *state_revealer;
  GtkLabel *state_label;
  GtkRevealer *external_revealer;
  GtkStack *stack;
  ChapeauFaces *faces;
  GtkButton *zoom_button;
  GtkMenuButton *page_button;
  GMenuModel *page_menu;

  /* owned */
  ChapeauPreview *preview; /* a child of slot */
  ChapeauRenderer *renderer;
  ChapeauDocument *document;
  PreviewPage *page; /* the newest, NULL without a document */
  gboolean left_out; /* content of other sites, by the page */
};

enum
{
  LINE_SCROLLED,
  ACTIVATED,
  LINK_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauPreviewPane, chapeau_preview_pane, GTK_TYPE_WIDGET)

/* ---- rendering ----
 * ------------------------------------------------------------------------------------- */

static void
render (ChapeauPreviewPane *self)
{
  g_autoptr (GBytes) body = chapeau_document_dup_body (self->document);
  g_auto (GStrv) texts = chapeau_page_dup_texts (self->document);
  Site *site = chapeau_workspace_get_site (chapeau_document_get_workspace (self->document));
  g_autofree char *layout = site_dup_layout (site, chapeau_document_get_path (self->document),
                                             chapeau_document_get_header (self->document));

  chapeau_renderer_render (self->renderer, body, (const char *const *) texts, layout,
                           G_OBJECT (self->document));
}

static gboolean
is_dark (void)
{
  gboolean dark = FALSE;

  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &dark, NULL);
  return dark;
}

/* The other faces follow while they are looked at. */
static void
show_faces (ChapeauPreviewPane *self)
{
  if (self->page != NULL && self->document != NULL
      && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "outside") == 0)
    chapeau_faces_show (self->faces, self->document, self->page);
}

static void
on_rendered (ChapeauPreviewPane *self, ChapeauRendering *rendering)
{
  g_autoptr (PreviewPage) page = NULL;

  /* Another post was opened meanwhile. */
  if (rendering->tag != (gpointer) self->document)
    return;
  page = chapeau_page_new (self->document, rendering, is_dark ());
  chapeau_preview_show_page (self->preview, page);
  g_clear_pointer (&self->page, preview_page_unref);
  self->page = g_steal_pointer (&page);
  show_faces (self);
}

static void
on_dark (ChapeauPreviewPane *self)
{
  if (self->document != NULL)
    render (self);
}

void
chapeau_preview_pane_set_document (ChapeauPreviewPane *self, ChapeauDocument *document)
{
  Site *site;

  g_return_if_fail (CHAPEAU_IS_PREVIEW_PANE (self));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_func (self->document, render, self);
  g_set_object (&self->document, document);
  g_clear_pointer (&self->page, preview_page_unref);
  if (document == NULL)
    {
      chapeau_preview_show_page (self->preview, NULL);
      return;
    }
  site = chapeau_workspace_get_site (chapeau_document_get_workspace (document));
  chapeau_preview_set_root (self->preview, site_get_root (site), site_get_baseurl (site));
  chapeau_renderer_set_site (self->renderer, site);
  g_signal_connect_object (document, "text-changed", G_CALLBACK (render), self, G_CONNECT_SWAPPED);
  render (self);
}

void
chapeau_preview_pane_reload (ChapeauPreviewPane *self)
{
  g_return_if_fail (CHAPEAU_IS_PREVIEW_PANE (self));

  chapeau_renderer_forget_frame (self->renderer);
  if (self->document != NULL)
    render (self);
  chapeau_preview_reload (self->preview);
}

ChapeauPreview *
chapeau_preview_pane_get_preview (ChapeauPreviewPane *self)
{
  g_return_val_if_fail (CHAPEAU_IS_PREVIEW_PANE (self), NULL);

  return self->preview;
}

void
chapeau_preview_pane_set_width (ChapeauPreviewPane *self, const char *name)
{
  PreviewWidth width = PREVIEW_WIDTH_FULL;

  g_return_if_fail (CHAPEAU_IS_PREVIEW_PANE (self));

  if (g_strcmp0 (name, "phone") == 0)
    width = PREVIEW_WIDTH_PHONE;
  else if (g_strcmp0 (name, "tablet") == 0)
    width = PREVIEW_WIDTH_TABLET;
  else if (g_strcmp0 (name, "desktop") == 0)
    width = PREVIEW_WIDTH_DESKTOP;
  chapeau_preview_set_width (self->preview, width);
}

static void
update_external (ChapeauPreviewPane *self)
{
  gtk_revealer_set_reveal_child (self->external_revealer,
                                 self->left_out
                                     && !chapeau_preview_get_external_content (self->preview));
}

void
chapeau_preview_pane_set_external (ChapeauPreviewPane *self, gboolean shown)
{
  g_return_if_fail (CHAPEAU_IS_PREVIEW_PANE (self));

  chapeau_preview_set_external_content (self->preview, shown);
  update_external (self);
}

void
chapeau_preview_pane_set_face (ChapeauPreviewPane *self, const char *name)
{
  g_return_if_fail (CHAPEAU_IS_PREVIEW_PANE (self));

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_sensitive (GTK_WIDGET (self->width_box), strcmp (name, "page") == 0);
  show_faces (self);
}

void
chapeau_preview_pane_set_zoom (ChapeauPreviewPane *self, double zoom)
{
  g_autofree char *percent = NULL;
  int rounded;

  g_return_if_fail (CHAPEAU_IS_PREVIEW_PANE (self));

  /* Back at the page's own size after as many steps, whatever the rounding. */
  chapeau_preview_set_zoom (self->preview, ABS (zoom - 1.0) < 0.02 ? 1.0 : zoom);
  rounded = (int) (chapeau_preview_get_zoom (self->preview) * 100 + 0.5);
  /* Translators: how large the page is shown, in percent. */
  percent = g_strdup_printf (_ ("%d %%"), rounded);
  gtk_button_set_label (self->zoom_button, percent);
  gtk_widget_set_visible (GTK_WIDGET (self->zoom_button), rounded != 100);
}

/* Ctrl and the wheel, as browsers have it. */
static gboolean
on_wheel (GtkEventControllerScroll *controller, double dx, double dy, ChapeauPreviewPane *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self),
                              dy < 0 ? "win.preview-zoom-in" : "win.preview-zoom-out", NULL);
  return TRUE;
}

/* ---- signals of the page -----------------------------------------------------------------------
 */

static void
on_line_scrolled (ChapeauPreviewPane *self, double line)
{
  g_signal_emit (self, signals[LINE_SCROLLED], 0, line);
}

static void
on_activated (ChapeauPreviewPane *self, const char *part, guint line)
{
  g_signal_emit (self, signals[ACTIVATED], 0, part, line);
}

static void
on_link_activated (ChapeauPreviewPane *self, const char *uri)
{
  g_signal_emit (self, signals[LINK_ACTIVATED], 0, uri);
}

static void
on_external_changed (ChapeauPreviewPane *self, gboolean left_out)
{
  self->left_out = left_out;
  update_external (self);
}

static const char *
sentence_of_state (PreviewState state)
{
  switch (state)
    {
    case PREVIEW_STATE_CRASHED:
      return _ ("The preview stopped and is being started again. Your text is not touched.");
    case PREVIEW_STATE_PLAIN:
      return _ ("This page stops the preview: its plain text is shown. F5 tries again.");
    case PREVIEW_STATE_EMPTY:
    case PREVIEW_STATE_LOADING:
    case PREVIEW_STATE_LIVE:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

static void
on_state_changed (ChapeauPreviewPane *self)
{
  const char *sentence = sentence_of_state (chapeau_preview_get_state (self->preview));

  if (sentence != NULL)
    gtk_label_set_label (self->state_label, sentence);
  gtk_revealer_set_reveal_child (self->state_revealer, sentence != NULL);
}

/* ---- object ------------------------------------------------------------------------------------
 */

/* The pane moves between windows. A menu whose items have keys does not survive that in GTK 4.8: it
 * is made anew in each window. */
static void
chapeau_preview_pane_root (GtkWidget *widget)
{
  ChapeauPreviewPane *self = CHAPEAU_PREVIEW_PANE (widget);

  GTK_WIDGET_CLASS (chapeau_preview_pane_parent_class)->root (widget);
  gtk_menu_button_set_menu_model (self->page_button, self->page_menu);
}

static void
chapeau_preview_pane_unroot (GtkWidget *widget)
{
  ChapeauPreviewPane *self = CHAPEAU_PREVIEW_PANE (widget);

  if (self->page_button != NULL)
    gtk_menu_button_set_menu_model (self->page_button, NULL);
  GTK_WIDGET_CLASS (chapeau_preview_pane_parent_class)->unroot (widget);
}

static void
chapeau_preview_pane_dispose (GObject *object)
{
  ChapeauPreviewPane *self = CHAPEAU_PREVIEW_PANE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->document);
  g_clear_object (&self->renderer);
  g_clear_pointer (&self->page, preview_page_unref);
  G_OBJECT_CLASS (chapeau_preview_pane_parent_class)->dispose (object);
}

static void
chapeau_preview_pane_class_init (ChapeauPreviewPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_preview_pane_dispose;
  widget_class->root = chapeau_preview_pane_root;
  widget_class->unroot = chapeau_preview_pane_unroot;
  g_type_ensure (CHAPEAU_TYPE_FACES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-preview-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, width_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, slot);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, state_revealer);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, state_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, external_revealer);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, stack);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, faces);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, page_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPreviewPane, page_menu);
  signals[LINE_SCROLLED] = g_signal_new ("line-scrolled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
chapeau_preview_pane_init (ChapeauPreviewPane *self)
{
  GtkEventController *wheel;

  gtk_widget_init_template (GTK_WIDGET (self));
  wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL
                                           | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (on_wheel), self);
  gtk_widget_add_controller (GTK_WIDGET (self->slot), wheel);
  self->renderer = chapeau_renderer_new ();
  self->preview = CHAPEAU_PREVIEW (chapeau_preview_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->preview), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->preview), TRUE);
  gtk_box_append (self->slot, GTK_WIDGET (self->preview));
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-application-prefer-dark-theme",
                           G_CALLBACK (on_dark), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renderer, "rendered", G_CALLBACK (on_rendered), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "line-scrolled", G_CALLBACK (on_line_scrolled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "activated", G_CALLBACK (on_activated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "link-activated", G_CALLBACK (on_link_activated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "external-changed", G_CALLBACK (on_external_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
}

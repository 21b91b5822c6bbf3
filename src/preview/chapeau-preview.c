/* chapeau-preview.c - the widget around the engine: its place, its width, its plain text.
 *
 * One child at a time is shown: the web view, or a read-only text when the page could not be held.
 * A chosen width is a width of the page in CSS pixels: the view is as wide as that, centred; in a
 * pane that is narrower it is the pane's width and zoomed out so far that the page still is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview.h"

#include "chapeau-preview-private.h"
#include "preview-plain.h"
#include "preview-print.h"

#define ZOOM_LEAST   0.3
#define ZOOM_MOST    5.0
#define LEAST_WIDTH  160
#define LEAST_HEIGHT 120
#define TICKS_BEFORE 2 /* until a frame has been painted for sure */

struct _ChapeauPreview
{
  GtkWidget parent_instance;

  PreviewEngine *engine;
  GtkWidget *web;       /* borrowed from the engine; NULL before start */
  GtkWidget *plain;     /* a scrolled window; NULL until needed */
  GdkFrameClock *clock; /* owned, of the window whose first frame is waited for */
  guint tick;
  guint ticks;
  PreviewWidth width;
  double zoom;
};

G_DEFINE_FINAL_TYPE (ChapeauPreview, chapeau_preview, GTK_TYPE_WIDGET)

enum
{
  LINE_SCROLLED,
  ACTIVATED,
  LINK_ACTIVATED,
  STATE_CHANGED,
  EXTERNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- plain text ----------------------------------------------------------------------------- */

static GtkWidget *
create_plain (ChapeauPreview *self)
{
  GtkWidget *text = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (text), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (text), 18);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (text), 18);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (text), 18);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (text), 18);
  gtk_text_view_set_pixels_inside_wrap (GTK_TEXT_VIEW (text), 3);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), text);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  return scrolled;
}

static void
show_plain (ChapeauPreview *self, gboolean plain)
{
  PreviewPage *page = preview_engine_get_page (self->engine);

  if (plain && self->plain == NULL)
    self->plain = create_plain (self);
  if (plain && page != NULL)
    {
      GtkWidget *text = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->plain));
      g_autofree char *words = preview_plain_text (page);

      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), words, -1);
    }
  if (self->plain != NULL)
    gtk_widget_set_visible (self->plain, plain);
  if (self->web != NULL)
    gtk_widget_set_visible (self->web, !plain);
}

/* ---- what the engine says ------------------------------------------------------------------- */

static void
on_state_changed (PreviewState state, gpointer user_data)
{
  ChapeauPreview *self = user_data;

  show_plain (self, state == PREVIEW_STATE_PLAIN);
  g_signal_emit (self, signals[STATE_CHANGED], 0, (int) state);
}

static void
on_line_scrolled (double line, gpointer user_data)
{
  g_signal_emit (user_data, signals[LINE_SCROLLED], 0, line);
}

static void
on_activated (const char *part, guint line, gpointer user_data)
{
  g_signal_emit (user_data, signals[ACTIVATED], 0, part, line);
}

static void
on_link_activated (const char *uri, gpointer user_data)
{
  g_signal_emit (user_data, signals[LINK_ACTIVATED], 0, uri);
}

static void
on_external_changed (gboolean left_out, gpointer user_data)
{
  g_signal_emit (user_data, signals[EXTERNAL_CHANGED], 0, left_out);
}

static const PreviewEngineCalls engine_calls = { on_state_changed, on_line_scrolled, on_activated,
                                                 on_link_activated, on_external_changed };

/* ---- starting late -----------------------------------------------------------------------------
 *
 * Making a web view and loading its first page takes 20 ms of this thread, and the web process then
 * competes with the window's first frame. Measured on two cores without a GPU, from exec to the
 * painted text and to the painted page, as ratios to a bare window with both (medians of 13):
 *
 *                                                     cairo           GL in software
 *   made and loaded when the widget is mapped         1.00, 0.87      1.16, 1.03
 *   made and loaded behind the window's first frame   0.90, 0.92      1.07, 1.14
 *
 * Whoever opens a post wants to read and write first. The network process is started long before
 * either (preview_load_ahead): that alone takes 30 ms from the page and nothing from the text.
 * Loading WebKit itself in another thread meanwhile gains nothing: GTK loads modules of its own,
 * and waits for the loader.
 */

/* Before the page is there, the view shows this colour: no white flash in a dark window. */
static void
set_background (ChapeauPreview *self)
{
  static const GdkRGBA dark = { 0.086f, 0.094f, 0.110f, 1.0f };
  static const GdkRGBA light = { 1.0f, 1.0f, 1.0f, 1.0f };
  const PreviewPage *page = preview_engine_get_page (self->engine);

  if (self->web != NULL)
    webkit_web_view_set_background_color (
        WEBKIT_WEB_VIEW (self->web),
        page != NULL && page->theme == PREVIEW_THEME_DARK ? &dark : &light);
}

static void
start (ChapeauPreview *self)
{
  if (preview_engine_get_page (self->engine) == NULL)
    chapeau_preview_show_page (self, NULL);
  self->web = preview_engine_start (self->engine);
  gtk_widget_set_parent (self->web, GTK_WIDGET (self));
  set_background (self);
}

static void on_painted (ChapeauPreview *self);

static void
stop_waiting (ChapeauPreview *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_func (self->clock, on_painted, self);
  g_clear_object (&self->clock);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
on_painted (ChapeauPreview *self)
{
  stop_waiting (self);
  start (self);
}

/* Keeps frames coming: nobody else may ask for one, and then there would never be a view. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ChapeauPreview *self = CHAPEAU_PREVIEW (widget);

  if (++self->ticks < TICKS_BEFORE)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  on_painted (self);
  return G_SOURCE_REMOVE;
}

static void
chapeau_preview_map (GtkWidget *widget)
{
  ChapeauPreview *self = CHAPEAU_PREVIEW (widget);

  GTK_WIDGET_CLASS (chapeau_preview_parent_class)->map (widget);
  if (self->web != NULL)
    return;
  stop_waiting (self);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (on_painted), self);
  self->ticks = 0;
  self->tick = gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);
}

static void
chapeau_preview_unmap (GtkWidget *widget)
{
  stop_waiting (CHAPEAU_PREVIEW (widget));
  GTK_WIDGET_CLASS (chapeau_preview_parent_class)->unmap (widget);
}

/* ---- size ----------------------------------------------------------------------------------- */

static int
css_width (PreviewWidth width)
{
  switch (width)
    {
    case PREVIEW_WIDTH_FULL:
      return 0;
    case PREVIEW_WIDTH_PHONE:
      return 390;
    case PREVIEW_WIDTH_TABLET:
      return 820;
    case PREVIEW_WIDTH_DESKTOP:
      return 1280;
    }
  g_assert_not_reached ();
}

static void
chapeau_preview_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  ChapeauPreview *self = CHAPEAU_PREVIEW (widget);
  GtkWidget *children[] = { self->web, self->plain };

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (children[i] != NULL && gtk_widget_get_visible (children[i]))
      gtk_widget_measure (children[i], orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
}

static void
chapeau_preview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ChapeauPreview *self = CHAPEAU_PREVIEW (widget);
  int wanted = css_width (self->width);
  double shown = wanted == 0 ? width : MIN (width, wanted * self->zoom);
  double zoom = wanted == 0 ? self->zoom : shown / wanted;
  GtkAllocation place = { (int) ((width - shown) / 2), 0, (int) shown, height };
  GtkAllocation all = { 0, 0, width, height };

  if (self->plain != NULL && gtk_widget_get_visible (self->plain))
    gtk_widget_size_allocate (self->plain, &all, baseline);
  if (self->web == NULL || !gtk_widget_get_visible (self->web))
    return;
  zoom = CLAMP (zoom, 0.1, ZOOM_MOST);
  if (ABS (zoom - webkit_web_view_get_zoom_level (WEBKIT_WEB_VIEW (self->web))) > 0.001)
    webkit_web_view_set_zoom_level (WEBKIT_WEB_VIEW (self->web), zoom);
  gtk_widget_size_allocate (self->web, &place, baseline);
}

/* ---- life ----------------------------------------------------------------------------------- */

static void
chapeau_preview_dispose (GObject *object)
{
  ChapeauPreview *self = CHAPEAU_PREVIEW (object);

  stop_waiting (self);
  g_clear_pointer (&self->plain, gtk_widget_unparent);
  g_clear_pointer (&self->web, gtk_widget_unparent);
  g_clear_pointer (&self->engine, preview_engine_free);
  G_OBJECT_CLASS (chapeau_preview_parent_class)->dispose (object);
}

static void
chapeau_preview_class_init (ChapeauPreviewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->dispose = chapeau_preview_dispose;
  widget_class->map = chapeau_preview_map;
  widget_class->unmap = chapeau_preview_unmap;
  widget_class->measure = chapeau_preview_measure;
  widget_class->size_allocate = chapeau_preview_size_allocate;
  signals[LINE_SCROLLED] = g_signal_new ("line-scrolled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  signals[LINK_ACTIVATED] = g_signal_new ("link-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[STATE_CHANGED] = g_signal_new ("state-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[EXTERNAL_CHANGED] = g_signal_new ("external-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "preview");
}

static void
chapeau_preview_init (ChapeauPreview *self)
{
  self->zoom = 1.0;
  self->engine = preview_engine_new (&engine_calls, self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
chapeau_preview_new (void)
{
  return g_object_new (CHAPEAU_TYPE_PREVIEW, NULL);
}

PreviewEngine *
chapeau_preview_get_engine (ChapeauPreview *self)
{
  return self->engine;
}

/* ---- what is shown -------------------------------------------------------------------------- */

void
chapeau_preview_set_root (ChapeauPreview *self, const char *site_root, const char *url_prefix)
{
  preview_engine_set_root (self->engine, site_root, url_prefix != NULL ? url_prefix : "");
}

void
chapeau_preview_show_page (ChapeauPreview *self, PreviewPage *page)
{
  g_autoptr (PreviewPage) empty = page == NULL ? preview_page_new ("") : NULL;

  preview_engine_show (self->engine, page != NULL ? page : empty);
  set_background (self);
}

void
chapeau_preview_reload (ChapeauPreview *self)
{
  preview_engine_reload (self->engine);
}

PreviewState
chapeau_preview_get_state (ChapeauPreview *self)
{
  return preview_engine_get_state (self->engine);
}

void
chapeau_preview_scroll_to_line (ChapeauPreview *self, double line)
{
  preview_engine_scroll_to_line (self->engine, line);
}

void
chapeau_preview_mark_line (ChapeauPreview *self, int line)
{
  preview_engine_mark_line (self->engine, line);
}

void
chapeau_preview_set_width (ChapeauPreview *self, PreviewWidth width)
{
  self->width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

PreviewWidth
chapeau_preview_get_width (ChapeauPreview *self)
{
  return self->width;
}

void
chapeau_preview_set_zoom (ChapeauPreview *self, double zoom)
{
  self->zoom = CLAMP (zoom, ZOOM_LEAST, ZOOM_MOST);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

double
chapeau_preview_get_zoom (ChapeauPreview *self)
{
  return self->zoom;
}

void
chapeau_preview_set_external_content (ChapeauPreview *self, gboolean allowed)
{
  preview_engine_set_external_content (self->engine, allowed);
}

gboolean
chapeau_preview_get_external_content (ChapeauPreview *self)
{
  return preview_engine_get_external_content (self->engine);
}

/* ---- printing, finding, reading back -------------------------------------------------------- */

/* The view to print from; NULL if there is none, which has then been told. Else @task is the
 * caller's. */
static WebKitWebView *
view_for (ChapeauPreview *self, GTask *task)
{
  if (self->web != NULL)
    return WEBKIT_WEB_VIEW (self->web);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "There is no live page");
  g_object_unref (task);
  return NULL;
}

void
chapeau_preview_print_async (ChapeauPreview *self,
                             GtkWindow *parent,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  WebKitWebView *view = view_for (self, task);

  if (view != NULL)
    preview_print_ask (view, parent, task);
}

void
chapeau_preview_save_pdf_async (ChapeauPreview *self,
                                GFile *file,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  WebKitWebView *view = view_for (self, task);

  if (view != NULL)
    preview_print_to_pdf (view, file, task);
}

gboolean
chapeau_preview_print_finish (ChapeauPreview *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
chapeau_preview_find (ChapeauPreview *self, const char *text, gboolean backwards)
{
  static const guint32 options =
      WEBKIT_FIND_OPTIONS_CASE_INSENSITIVE | WEBKIT_FIND_OPTIONS_WRAP_AROUND;
  WebKitFindController *finder;

  if (self->web == NULL)
    return;
  finder = webkit_web_view_get_find_controller (WEBKIT_WEB_VIEW (self->web));
  if (text == NULL || text[0] == '\0')
    webkit_find_controller_search_finish (finder);
  else if (g_strcmp0 (webkit_find_controller_get_search_text (finder), text) != 0)
    webkit_find_controller_search (
        finder, text, options | (backwards ? WEBKIT_FIND_OPTIONS_BACKWARDS : 0), G_MAXUINT);
  else if (backwards)
    webkit_find_controller_search_previous (finder);
  else
    webkit_find_controller_search_next (finder);
}

void
chapeau_preview_get_html_async (ChapeauPreview *self,
                                const char *part,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&arguments, "part", "s", part);
  preview_engine_call_async (self->engine, "return chapeau.htmlOf (part)",
                             g_variant_dict_end (&arguments), cancellable, callback, user_data);
}

char *
chapeau_preview_get_html_finish (ChapeauPreview *self, GAsyncResult *result, GError **error)
{
  return preview_engine_call_finish (self->engine, result, error);
}

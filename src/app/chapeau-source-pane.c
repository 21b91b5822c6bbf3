/* chapeau-source-pane.c - the Markdown source: toolbar, find bar, text, counts.
 *
 * The buffer holds the body only, exactly: GtkTextBuffer keeps CRLF, U+2028 and a missing final
 * newline byte for byte. A body that is no UTF-8, or has lines that GtkTextView cannot show in
 * time, is shown converted or cut, read-only, and then this pane is no body source of the document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-pane.h"

#include "chapeau-caret-keeper.h"
#include "chapeau-find-bar.h"
#include "chapeau-paste.h"
#include "chapeau-same-frame.h"
#include "chapeau-source-format.h"
#include "chapeau-source-keys.h"
#include "chapeau-source-images.h"
#include "chapeau-source-links.h"
#include "chapeau-source-style.h"
#include "chapeau-spell.h"
#include "chapeau-table-popover.h"
#include "chapeau-text-merge.h"
#include "chapeau-typing.h"
#include "chapeau-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

#define COUNT_AFTER_MS   250
#define WORDS_PER_MINUTE 230
#define SHOWN_LINE       2000 /* bytes of a line that is too long to be shown whole */
#define FIRST_SCREEN     4000 /* characters */

struct _ChapeauSourcePane
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *toolbar;
  GtkMenuButton *table_button;
  GtkWidget *link_button;
  ChapeauFindBar *find_bar;
  GtkScrolledWindow *scroller;
  GtkSourceView *view;
  GtkLabel *count_label;
  GtkLabel *position_label;

  /* owned */
  ChapeauDocument *document;
  GtkSourceBuffer *buffer;

  guint count_timeout;
  int line;
  double top_line;    /* as last told */
  gboolean filling;   /* the buffer is being given another text: no change of the person's */
  gboolean scrolling; /* by the program */
};

enum
{
  LINE_CHANGED,
  SCROLLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void body_source_init (ChapeauBodySourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChapeauSourcePane,
                               chapeau_source_pane,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CHAPEAU_TYPE_BODY_SOURCE, body_source_init))

/* ---- body source ----------------------------------------------------------------------------- */

static GBytes *
dup_body (ChapeauBodySource *source)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (source);
  GtkTextIter start, end;
  char *text;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  text = gtk_text_buffer_get_slice (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static void
fill (ChapeauSourcePane *self, const char *text, gsize length)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  /* GTK 4.8 tells a screen reader of an insertion up to the next NUL, whatever its length. */
  g_autofree char *ended = g_strndup (text, length);
  GtkTextIter start;

  self->filling = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, ended, (int) length);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  self->filling = FALSE;
}

static void
merge (ChapeauSourcePane *self, const char *text, gsize length)
{
  g_autoptr (GBytes) now = dup_body (CHAPEAU_BODY_SOURCE (self));
  gsize now_length;
  const char *now_text = g_bytes_get_data (now, &now_length);

  chapeau_text_merge (GTK_TEXT_BUFFER (self->buffer), now_text, (gssize) now_length, text,
                      (gssize) length);
}

static void
replace_body (ChapeauBodySource *source, GBytes *body, gboolean undoable)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (source);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (undoable)
    merge (self, text != NULL ? text : "", length);
  else
    fill (self, text != NULL ? text : "", length);
}

static void
body_source_init (ChapeauBodySourceInterface *interface)
{
  interface->dup_body = dup_body;
  interface->replace_body = replace_body;
}

/* What can be shown of bytes that cannot be edited. */
static char *
dup_shown (GBytes *body)
{
  gsize length, line = 0;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autofree char *text = NULL;
  GString *shown = g_string_new (NULL);

  text = g_utf8_make_valid (bytes != NULL ? bytes : "", (gssize) length);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      line = *p == '\n' ? 0 : line + 1;
      if (line > SHOWN_LINE)
        {
          g_string_append_c (shown, '\n');
          line = 0;
        }
      g_string_append_len (shown, p, g_utf8_skip[(guchar) *p]);
    }
  return g_string_free (shown, FALSE);
}

/* ---- counts and position ----------------------------------------------------------------------
 */

static guint
count_words (const char *text)
{
  guint words = 0;
  gboolean inside = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gboolean letter = g_unichar_isalnum (g_utf8_get_char (text));

      words += letter && !inside;
      inside = letter || (inside && (*text == '\'' || *text == '-'));
    }
  return words;
}

static void
show_count (ChapeauSourcePane *self)
{
  g_autoptr (GBytes) body = dup_body (CHAPEAU_BODY_SOURCE (self));
  guint words = count_words (g_bytes_get_data (body, NULL));
  guint minutes = MAX (1, (words + WORDS_PER_MINUTE / 2) / WORDS_PER_MINUTE);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->count_timeout, g_source_remove);
  count = g_strdup_printf (ngettext ("%u word", "%u words", words), words);
  /* Translators: number of words, then how many minutes they take to read. */
  text = g_strdup_printf (_ ("%s · %u min to read"), count, minutes);
  gtk_label_set_label (self->count_label, words > 0 ? text : count);
}

static gboolean
on_count_timeout (gpointer data)
{
  ChapeauSourcePane *self = data;

  self->count_timeout = 0;
  show_count (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_count (ChapeauSourcePane *self)
{
  if (self->count_timeout == 0)
    self->count_timeout = g_timeout_add (COUNT_AFTER_MS, on_count_timeout, self);
}

static void
update_position (ChapeauSourcePane *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;
  int line;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  line = gtk_text_iter_get_line (&iter);
  if (line == self->line)
    return;
  self->line = line;
  text = g_strdup_printf (_ ("Line %d"), line + 1);
  gtk_label_set_label (self->position_label, text);
  if (!self->filling)
    g_signal_emit (self, signals[LINE_CHANGED], 0, line);
}

static void
on_buffer_changed (ChapeauSourcePane *self)
{
  schedule_count (self);
  if (self->document != NULL && !self->filling)
    chapeau_document_body_changed (self->document);
}

static void
on_scrolled (ChapeauSourcePane *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  GdkRectangle visible;
  GtkTextIter iter;
  int y, height;
  double line;

  if (self->scrolling || self->filling)
    return;
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_line_at_y (view, &iter, visible.y, NULL);
  gtk_text_view_get_line_yrange (view, &iter, &y, &height);
  line = gtk_text_iter_get_line (&iter)
         + (height > 0 ? CLAMP ((visible.y - y) / (double) height, 0, 1) : 0);
  /* Another height of the text is no scrolling: the page keeps what stands above its body. */
  if (ABS (line - self->top_line) < 0.01)
    return;
  self->top_line = line;
  g_signal_emit (self, signals[SCROLLED], 0, line);
}

void
chapeau_source_pane_scroll_to_line (ChapeauSourcePane *self, double line)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkTextIter iter;
  int y, height;

  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), &iter, (int) line);
  gtk_text_view_get_line_yrange (view, &iter, &y, &height);
  chapeau_caret_keeper_let_go (view);
  self->scrolling = TRUE;
  gtk_adjustment_set_value (adjustment, y + (line - (int) line) * height);
  self->scrolling = FALSE;
}

void
chapeau_source_pane_go_to_line (ChapeauSourcePane *self, int line, gboolean focus)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  gtk_text_buffer_get_iter_at_line (buffer, &iter, line);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer),
                                0.1, FALSE, 0, 0);
  if (focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* From one selection straight to the next: with none between, X takes the primary selection from us
 * late, and GTK then takes the new one away. */
void
chapeau_source_pane_select (ChapeauSourcePane *self,
                            const GtkTextIter *start,
                            const GtkTextIter *end)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_text_buffer_select_range (buffer, start, end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer),
                                0.1, FALSE, 0, 0);
}

/* ---- document ----------------------------------------------------------------------------------
 */

/* What is in sight at first is in its colours at first; GtkSourceView would paint it plain, and in
 * bold letters it breaks its lines elsewhere. A screen takes 1 ms. */
static void
highlight_first_screen (ChapeauSourcePane *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, FIRST_SCREEN);
  gtk_source_buffer_ensure_highlight (self->buffer, &start, &end);
}

void
chapeau_source_pane_set_document (ChapeauSourcePane *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  chapeau_source_links_close (GTK_WIDGET (self));
  if (self->document != NULL)
    chapeau_document_set_body_source (self->document, NULL);
  g_set_object (&self->document, document);
  self->line = -1;
  self->top_line = 0;
  if (document == NULL)
    fill (self, "", 0);
  else if (chapeau_document_get_state (document) != CHAPEAU_DOCUMENT_READ_ONLY)
    chapeau_document_set_body_source (document, CHAPEAU_BODY_SOURCE (self));
  else
    {
      g_autoptr (GBytes) body = chapeau_document_dup_body (document);
      g_autofree char *shown = dup_shown (body);

      fill (self, shown, strlen (shown));
    }
  highlight_first_screen (self);
  chapeau_spell_set_document (chapeau_spell_of (GTK_WIDGET (self->view)), document);
  chapeau_source_pane_update_editable (self);
  show_count (self);
  /* The cursor was put there by us: the page stays at its top. */
  self->filling = TRUE;
  update_position (self);
  self->filling = FALSE;
}

void
chapeau_source_pane_update_editable (ChapeauSourcePane *self)
{
  gboolean editable;

  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  editable = self->document != NULL && chapeau_document_is_editable (self->document);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
  gtk_widget_set_sensitive (self->toolbar, editable);
}

void
chapeau_source_pane_show_marks (ChapeauSourcePane *self, gboolean shown)
{
  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  chapeau_source_style_show_marks (self->view, shown);
}

GtkTextBuffer *
chapeau_source_pane_get_buffer (ChapeauSourcePane *self)
{
  g_return_val_if_fail (CHAPEAU_IS_SOURCE_PANE (self), NULL);

  return GTK_TEXT_BUFFER (self->buffer);
}

void
chapeau_source_pane_open_find (ChapeauSourcePane *self, gboolean with_replace)
{
  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  chapeau_find_bar_open (self->find_bar, with_replace && self->document != NULL
                                             && chapeau_document_is_editable (self->document));
}

void
chapeau_source_pane_find_next (ChapeauSourcePane *self, gboolean backward)
{
  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  chapeau_find_bar_next (self->find_bar, backward);
}

void
chapeau_source_pane_focus (ChapeauSourcePane *self)
{
  g_return_if_fail (CHAPEAU_IS_SOURCE_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

gboolean
chapeau_source_pane_has_focus (ChapeauSourcePane *self)
{
  g_return_val_if_fail (CHAPEAU_IS_SOURCE_PANE (self), FALSE);

  return gtk_widget_has_focus (GTK_WIDGET (self->view));
}

/* ---- actions -----------------------------------------------------------------------------------
 */

static gboolean
may_format (ChapeauSourcePane *self)
{
  return self->document != NULL && chapeau_document_is_editable (self->document);
}

static void
format (ChapeauSourcePane *self, const char *name, GVariant *parameter)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  if (strcmp (name, "source.bold") == 0)
    source_format_toggle_span (buffer, "**");
  else if (strcmp (name, "source.italic") == 0)
    source_format_toggle_span (buffer, "*");
  else if (strcmp (name, "source.list-bullet") == 0)
    source_format_toggle_lines (buffer, SOURCE_FORMAT_BULLETS);
  else if (strcmp (name, "source.list-numbered") == 0)
    source_format_toggle_lines (buffer, SOURCE_FORMAT_NUMBERS);
  else if (strcmp (name, "source.quote") == 0)
    source_format_toggle_lines (buffer, SOURCE_FORMAT_QUOTE);
  else if (strcmp (name, "source.heading") == 0)
    source_format_set_heading (buffer, g_variant_get_int32 (parameter));
}

static void
format_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (widget);

  if (!may_format (self))
    return;
  format (self, name, parameter);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                      gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->buffer)));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (widget);

  if (may_format (self))
    chapeau_source_links_open (widget, GTK_TEXT_VIEW (self->view), self->link_button,
                               self->document);
}

static void
image_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (widget);

  if (may_format (self))
    chapeau_source_images_choose (GTK_TEXT_VIEW (self->view));
}

/* Typed by hand where the typography at the key does not know. */
static void
no_break_space_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (widget);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  if (!may_format (self))
    return;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, "\u00A0", -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                      gtk_text_buffer_get_insert (buffer));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const plain[] = {
    "source.bold", "source.italic", "source.list-bullet", "source.list-numbered", "source.quote",
  };
  const GdkModifierType control = GDK_CONTROL_MASK;
  const GdkModifierType both = GDK_CONTROL_MASK | GDK_SHIFT_MASK;

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    gtk_widget_class_install_action (widget_class, plain[i], NULL, format_action);
  gtk_widget_class_install_action (widget_class, "source.heading", "i", format_action);
  gtk_widget_class_install_action (widget_class, "source.link", NULL, link_action);
  gtk_widget_class_install_action (widget_class, "source.image", NULL, image_action);
  gtk_widget_class_install_action (widget_class, "source.no-break-space", NULL,
                                   no_break_space_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, both, "source.no-break-space",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, control, "source.bold", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, control, "source.italic", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, control, "source.link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_8, both, "source.list-bullet", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_7, both, "source.list-numbered", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_9, both, "source.quote", NULL);
  for (int level = 1; level <= 4; level++)
    gtk_widget_class_add_binding_action (widget_class, (guint) (GDK_KEY_0 + level), control,
                                         "source.heading", "i", level);
}

/* ---- size --------------------------------------------------------------------------------------
 *
 * The toolbar needs more lines where there is less room. GtkPaned asks for a height without telling
 * the width that it will give, and complains when that is not the least one: so the height is
 * always the one of the least width.
 */

static void
chapeau_source_pane_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  GtkWidget *box = gtk_widget_get_first_child (widget);
  int width;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &width, natural, NULL, NULL);
  *minimum = width;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (box, orientation, width, minimum, natural, NULL, NULL);
}

static void
chapeau_source_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkAllocation all = { 0, 0, width, height };

  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &all, baseline);
}

/* ---- object -------------------------------------------------------------------------------------
 */

static void
chapeau_source_pane_dispose (GObject *object)
{
  ChapeauSourcePane *self = CHAPEAU_SOURCE_PANE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->count_timeout, g_source_remove);
  if (self->document != NULL)
    chapeau_document_set_body_source (self->document, NULL);
  g_clear_object (&self->document);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (chapeau_source_pane_parent_class)->dispose (object);
}

static void
chapeau_source_pane_class_init (ChapeauSourcePaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_source_pane_dispose;
  widget_class->measure = chapeau_source_pane_measure;
  widget_class->size_allocate = chapeau_source_pane_size_allocate;
  g_type_ensure (CHAPEAU_TYPE_FIND_BAR);
  g_type_ensure (CHAPEAU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-source-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, toolbar);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, table_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, link_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, find_bar);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, scroller);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, view);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, count_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSourcePane, position_label);
  install_actions (widget_class);
  signals[LINE_CHANGED] = g_signal_new ("line-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SCROLLED] = g_signal_new ("scrolled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
chapeau_source_pane_init (ChapeauSourcePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->line = -1;
  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_source_buffer_set_implicit_trailing_newline (self->buffer, FALSE);
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self->view), GTK_TEXT_BUFFER (self->buffer));
  chapeau_same_frame_attach (GTK_TEXT_VIEW (self->view));
  chapeau_caret_keeper_attach (GTK_TEXT_VIEW (self->view), self->scroller);
  chapeau_find_bar_set_view (self->find_bar, self->view);
  chapeau_source_style_follow (self->view, "chapeau-markdown");
  chapeau_spell_view_new (GTK_TEXT_VIEW (self->view));
  chapeau_paste_attach (GTK_TEXT_VIEW (self->view));
  /* Before what corrects the typing: the last one sees a key first, and lets it through. */
  chapeau_source_keys_attach (GTK_TEXT_VIEW (self->view));
  chapeau_source_images_attach (GTK_TEXT_VIEW (self->view));
  chapeau_typing_new_for_view (GTK_TEXT_VIEW (self->view));
  chapeau_table_popover_attach (self->table_button, GTK_TEXT_VIEW (self->view));
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_buffer_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (update_position),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
}

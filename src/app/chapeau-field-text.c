/* chapeau-field-text.c - several lines of Markdown: the lead and texts like it.
 *
 * The same formatting commands as the body's, on the same keys, and its spelling; a text that is
 * code (a style sheet, HTML) has neither.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-after-layout.h"
#include "chapeau-field-editor.h"
#include "chapeau-same-frame.h"
#include "chapeau-source-format.h"
#include "chapeau-spell.h"
#include "chapeau-text-merge.h"
#include "chapeau-typing.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauFieldText
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkWidget *format_box;

  GtkEventControllerFocus *focus;
  ChapeauTyping *typing; /* the view's */
  gboolean is_code;
  int asked_height; /* of the text, when another height was asked for last */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldText, chapeau_field_text, CHAPEAU_TYPE_FIELD_EDITOR)

static char *
dup_text (ChapeauFieldText *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
show_count (ChapeauFieldText *self)
{
  ChapeauFieldEditor *editor = CHAPEAU_FIELD_EDITOR (self);
  guint longest =
      chapeau_field_get_site_field (chapeau_field_editor_get_field (editor))->max_length;
  guint length = (guint) gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->view));
  g_autofree char *count =
      longest > 0 ? g_strdup_printf ("%u/%u", length, longest) : g_strdup_printf ("%u", length);

  chapeau_field_editor_set_note (editor, count);
}

/* A final line ending is how the value is written, not what it says. */
static char *
without_final_newline (char *text)
{
  gsize length = strlen (text);

  if (length > 0 && text[length - 1] == '\n')
    text[length - 1] = '\0';
  return text;
}

static gboolean
ends_in_newline (ChapeauField *field)
{
  g_autofree char *text = chapeau_field_dup_text (field);

  return g_str_has_suffix (text, "\n");
}

/* The small set of buttons shows while the person is here. */
static void
show_tools (ChapeauFieldText *self)
{
  gtk_widget_set_visible (
      self->format_box, !self->is_code && gtk_event_controller_focus_contains_focus (self->focus));
}

static void
chapeau_field_text_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldText *self = CHAPEAU_FIELD_TEXT (editor);
  g_autofree char *text = without_final_newline (chapeau_field_dup_text (field));
  g_autofree char *now = dup_text (self);

  chapeau_text_merge (gtk_text_view_get_buffer (self->view), now, -1, text, -1);
  show_count (self);
  self->is_code = chapeau_field_is_code (field);
  gtk_text_view_set_monospace (self->view, self->is_code);
  chapeau_spell_set_prose (chapeau_spell_of (GTK_WIDGET (self->view)), !self->is_code);
  chapeau_typing_set_prose (self->typing, !self->is_code);
  chapeau_typing_set_document (self->typing, chapeau_field_get_document (field));
  chapeau_spell_set_document (chapeau_spell_of (GTK_WIDGET (self->view)),
                              chapeau_field_get_document (field));
  show_tools (self);
}

static void
on_changed (ChapeauFieldText *self)
{
  ChapeauFieldEditor *editor = CHAPEAU_FIELD_EDITOR (self);
  ChapeauField *field = chapeau_field_editor_get_field (editor);
  g_autofree char *text = NULL;

  show_count (self);
  if (chapeau_field_editor_is_showing (editor))
    return;
  text = dup_text (self);
  if (*text != '\0' && ends_in_newline (field))
    {
      char *ended = g_strconcat (text, "\n", NULL);

      g_free (text);
      text = ended;
    }
  chapeau_field_set_text (field, text);
}

/* ---- formatting -------------------------------------------------------------------------------
 */

static void
format (ChapeauFieldText *self, guint keyval)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  if (self->is_code
      || !chapeau_field_is_editable (chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self))))
    return;
  switch (keyval)
    {
    case GDK_KEY_b:
      source_format_toggle_span (buffer, "**");
      break;
    case GDK_KEY_i:
      source_format_toggle_span (buffer, "*");
      break;
    default:
      source_format_insert_link (buffer);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gboolean
on_key (ChapeauFieldText *self, guint keyval, guint code, GdkModifierType state)
{
  guint lower = gdk_keyval_to_lower (keyval);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != GDK_CONTROL_MASK
      || (lower != GDK_KEY_b && lower != GDK_KEY_i && lower != GDK_KEY_k))
    return GDK_EVENT_PROPAGATE;
  format (self, lower);
  return GDK_EVENT_STOP;
}

static void
on_bold (ChapeauFieldText *self)
{
  format (self, GDK_KEY_b);
}

static void
on_italic (ChapeauFieldText *self)
{
  format (self, GDK_KEY_i);
}

static void
on_link (ChapeauFieldText *self)
{
  format (self, GDK_KEY_k);
}

/* ---- height -----------------------------------------------------------------------------------
 */

static void
grow (GtkWidget *widget)
{
  ChapeauFieldText *self = CHAPEAU_FIELD_TEXT (widget);
  int height =
      (int) gtk_adjustment_get_upper (gtk_scrolled_window_get_vadjustment (self->scroller));

  /* GTK tells of the same height again at each layout, and this would ask for the next one. */
  if (height != self->asked_height)
    gtk_widget_queue_resize (GTK_WIDGET (self->view));
  self->asked_height = height;
}

/* GTK 4.8 does not ask for another height when lines wrap elsewhere. */
static void
on_height_changed (ChapeauFieldText *self)
{
  chapeau_after_layout (GTK_WIDGET (self), grow);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static GtkWidget *
chapeau_field_text_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_TEXT (editor)->view);
}

static GtkWidget *
chapeau_field_text_get_tools (ChapeauFieldEditor *editor)
{
  return CHAPEAU_FIELD_TEXT (editor)->format_box;
}

static void
chapeau_field_text_class_init (ChapeauFieldTextClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  editor_class->show = chapeau_field_text_show;
  editor_class->get_target = chapeau_field_text_get_target;
  editor_class->get_tools = chapeau_field_text_get_tools;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-text.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldText, scroller);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldText, view);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldText, format_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldText, focus);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_bold);
  gtk_widget_class_bind_template_callback (widget_class, on_italic);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
  gtk_widget_class_bind_template_callback (widget_class, show_tools);
}

static void
chapeau_field_text_init (ChapeauFieldText *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  chapeau_same_frame_attach (self->view);
  chapeau_spell_view_new (self->view);
  self->typing = chapeau_typing_new_for_view (self->view);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "notify::upper",
                           G_CALLBACK (on_height_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

/* chapeau-header-source.c - the whole header of a post as text, for those who write it so.
 *
 * Follows the document both ways: each key is an edit (undo is the document's), each change of a
 * field shows here. What cannot be read is said below, with the line and, where it is certain, the
 * repair.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-header-source.h"

#include "chapeau-messages.h"
#include "chapeau-mnemonic.h"
#include "chapeau-same-frame.h"
#include "chapeau-source-style.h"
#include "chapeau-text-merge.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauHeaderSource
{
  GtkWidget parent_instance;

  /* template */
  GtkSourceView *view;
  GtkWidget *problem_box;
  GtkLabel *problem_label;
  GtkButton *go_button;
  GtkButton *repair_button;
  GtkButton *close_button;

  /* owned */
  ChapeauDocument *document;

  int problem_line; /* from 0, in the view; -1: none */
  gboolean showing;
  gboolean refused; /* a line of what is typed would end the header */
};

enum
{
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauHeaderSource, chapeau_header_source, GTK_TYPE_WIDGET)

static GtkTextBuffer *
get_buffer (ChapeauHeaderSource *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static char *
dup_text (ChapeauHeaderSource *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

/* ---- what is wrong ----------------------------------------------------------------------------
 */

static const BaseDiagnostic *
first_problem (ChapeauHeaderSource *self)
{
  GPtrArray *diagnostics = fm_header_get_diagnostics (chapeau_document_get_header (self->document));

  return diagnostics->len > 0 ? diagnostics->pdata[0] : NULL;
}

static void
show_problem (ChapeauHeaderSource *self)
{
  const BaseDiagnostic *problem = first_problem (self);
  g_autofree char *sentence = NULL;

  self->problem_line = -1;
  chapeau_same_frame_attach (GTK_TEXT_VIEW (self->view));
  if (self->refused)
    sentence = g_strdup (_ ("A line “---” would end the details too early."));
  else if (problem != NULL)
    {
      sentence = chapeau_message_of_diagnostic (problem);
      /* The first line of the file is the fence, which is not shown. */
      self->problem_line = (int) problem->position.line - 1;
    }
  gtk_label_set_label (self->problem_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->problem_box, sentence != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->go_button),
                          self->problem_line >= 0
                              && self->problem_line
                                     < gtk_text_buffer_get_line_count (get_buffer (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button),
                          !self->refused && chapeau_header_text_can_repair (self->document));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
  if (sentence != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID);
}

static void
on_go (ChapeauHeaderSource *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (get_buffer (self), &iter, self->problem_line);
  gtk_text_buffer_place_cursor (get_buffer (self), &iter);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &iter, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_repair (ChapeauHeaderSource *self)
{
  chapeau_header_text_repair (self->document);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* ---- both ways --------------------------------------------------------------------------------
 */

static void
show (ChapeauHeaderSource *self)
{
  g_autofree char *text = chapeau_header_text_dup (self->document);
  g_autofree char *now = dup_text (self);

  if (!g_utf8_validate (text, -1, NULL))
    *text = '\0';
  self->refused = FALSE;
  /* A final line ending that the person took away is put back by the next save only. */
  if (!g_str_has_prefix (text, now) || strcmp (text + strlen (now), "\n") != 0)
    {
      self->showing = TRUE;
      chapeau_text_merge (get_buffer (self), now, -1, text, -1);
      self->showing = FALSE;
    }
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view),
                              chapeau_header_text_is_editable (self->document));
  show_problem (self);
}

static void
on_changed (ChapeauHeaderSource *self)
{
  g_autofree char *text = NULL;

  if (self->showing || self->document == NULL)
    return;
  text = dup_text (self);
  self->refused = !chapeau_header_text_set (self->document, text);
  show_problem (self);
}

void
chapeau_header_source_set_document (ChapeauHeaderSource *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_HEADER_SOURCE (self));

  if (self->document == document)
    return;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_func (self->document, show, self);
  g_set_object (&self->document, document);
  if (document == NULL)
    return;
  g_signal_connect_object (document, "header-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

void
chapeau_header_source_focus (ChapeauHeaderSource *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_close (ChapeauHeaderSource *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

/* ---- object -----------------------------------------------------------------------------------
 */

/* Reading the rules of a language takes longer than building a form: only who looks waits for it.
 */
static void
chapeau_header_source_map (GtkWidget *widget)
{
  ChapeauHeaderSource *self = CHAPEAU_HEADER_SOURCE (widget);

  if (gtk_source_buffer_get_language (GTK_SOURCE_BUFFER (get_buffer (self))) == NULL)
    chapeau_source_style_follow (self->view, "yaml");
  GTK_WIDGET_CLASS (chapeau_header_source_parent_class)->map (widget);
}

static void
chapeau_header_source_dispose (GObject *object)
{
  ChapeauHeaderSource *self = CHAPEAU_HEADER_SOURCE (object);
  GtkWidget *child;

  chapeau_header_source_set_document (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_header_source_parent_class)->dispose (object);
}

static void
chapeau_header_source_class_init (ChapeauHeaderSourceClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_header_source_dispose;
  widget_class->map = chapeau_header_source_map;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, CHAPEAU_RESOURCE_PATH
                                               "/ui/chapeau-header-source.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauHeaderSource, view);
  gtk_widget_class_bind_template_child (widget_class, ChapeauHeaderSource, problem_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauHeaderSource, problem_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauHeaderSource, go_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauHeaderSource, repair_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauHeaderSource, close_button);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_repair);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_header_source_init (ChapeauHeaderSource *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self));
  self->problem_line = -1;
  gtk_text_buffer_set_enable_undo (get_buffer (self), FALSE);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
}

/* chapeau-editor-pane.c - the form above the Markdown source of one post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-editor-pane.h"

#include "chapeau-after-layout.h"

/* Twelve lines of text with the bars above and below them. */
#define SOURCE_HEIGHT 318
#define FORM_HEIGHT   180 /* what the form has at least */
/* Less, while the person works in a fold of the form: six lines. */
#define SOURCE_HEIGHT_ASIDE 198

struct _ChapeauEditorPane
{
  GtkWidget parent_instance;

  /* template */
  GtkPaned *paned;
  ChapeauForm *form;
  ChapeauSourcePane *source_pane;

  /* owned */
  ChapeauDocument *document;

  int set_position; /* of the paned, by us */
  int set_height;   /* that it had then */
  gboolean by_hand; /* the person drew the line between form and text */
};

G_DEFINE_FINAL_TYPE (ChapeauEditorPane, chapeau_editor_pane, GTK_TYPE_WIDGET)

void
chapeau_editor_pane_set_document (ChapeauEditorPane *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_EDITOR_PANE (self));

  g_set_object (&self->document, document);
  chapeau_source_pane_set_document (self->source_pane, document);
  chapeau_form_set_document (self->form, document);
}

ChapeauForm *
chapeau_editor_pane_get_form (ChapeauEditorPane *self)
{
  g_return_val_if_fail (CHAPEAU_IS_EDITOR_PANE (self), NULL);

  return self->form;
}

ChapeauSourcePane *
chapeau_editor_pane_get_source (ChapeauEditorPane *self)
{
  g_return_val_if_fail (CHAPEAU_IS_EDITOR_PANE (self), NULL);

  return self->source_pane;
}

void
chapeau_editor_pane_undo (ChapeauEditorPane *self)
{
  g_return_if_fail (CHAPEAU_IS_EDITOR_PANE (self));

  if (chapeau_source_pane_has_focus (self->source_pane))
    gtk_text_buffer_undo (chapeau_source_pane_get_buffer (self->source_pane));
  else if (self->document != NULL)
    chapeau_document_undo (self->document);
}

void
chapeau_editor_pane_redo (ChapeauEditorPane *self)
{
  g_return_if_fail (CHAPEAU_IS_EDITOR_PANE (self));

  if (chapeau_source_pane_has_focus (self->source_pane))
    gtk_text_buffer_redo (chapeau_source_pane_get_buffer (self->source_pane));
  else if (self->document != NULL)
    chapeau_document_redo (self->document);
}

/* ---- the line between form and text -----------------------------------------------------------
 */

/* Where the paned puts the line when it is asked for `position`. */
static int
bounded (GtkPaned *paned, int position)
{
  int least, most;

  g_object_get (paned, "min-position", &least, "max-position", &most, NULL);
  return CLAMP (position, least, MAX (least, most));
}

/* As much of the form as it has, as long as the text keeps its lines. A line that the person drew
 * stays. */
static void
fit (GtkWidget *widget)
{
  ChapeauEditorPane *self = CHAPEAU_EDITOR_PANE (widget);
  int height = gtk_widget_get_height (GTK_WIDGET (self->paned));
  int width = gtk_widget_get_width (GTK_WIDGET (self->paned));
  int text = chapeau_form_wants_room (self->form) ? SOURCE_HEIGHT_ASIDE : SOURCE_HEIGHT;
  gboolean first = self->set_height == 0;

  if (self->by_hand || height <= 0 || width <= 0)
    return;
  self->set_height = height;
  self->set_position =
      MIN (chapeau_form_get_full_height (self->form, width), MAX (height - text, FORM_HEIGHT));
  if (first || gtk_paned_get_position (self->paned) != bounded (self->paned, self->set_position))
    gtk_paned_set_position (self->paned, self->set_position);
}

/* Called for each change of a size in here. */
static void
chapeau_editor_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ChapeauEditorPane *self = CHAPEAU_EDITOR_PANE (widget);

  gtk_widget_allocate (GTK_WIDGET (self->paned), width, height, baseline, NULL);
  chapeau_after_layout (widget, fit);
}

static void
chapeau_editor_pane_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (CHAPEAU_EDITOR_PANE (widget)->paned), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

/* Not by us, and not by the paned, which keeps the least of both sides: by the person. */
static void
on_position_changed (ChapeauEditorPane *self)
{
  int position = gtk_paned_get_position (self->paned);

  if (self->set_height > 0 && gtk_widget_get_height (GTK_WIDGET (self->paned)) == self->set_height
      && position != self->set_position && position != bounded (self->paned, self->set_position))
    self->by_hand = TRUE;
}

static void
chapeau_editor_pane_dispose (GObject *object)
{
  ChapeauEditorPane *self = CHAPEAU_EDITOR_PANE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (chapeau_editor_pane_parent_class)->dispose (object);
}

static void
chapeau_editor_pane_class_init (ChapeauEditorPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_editor_pane_dispose;
  widget_class->measure = chapeau_editor_pane_measure;
  widget_class->size_allocate = chapeau_editor_pane_size_allocate;
  g_type_ensure (CHAPEAU_TYPE_FORM);
  g_type_ensure (CHAPEAU_TYPE_SOURCE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-editor-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauEditorPane, paned);
  gtk_widget_class_bind_template_child (widget_class, ChapeauEditorPane, form);
  gtk_widget_class_bind_template_child (widget_class, ChapeauEditorPane, source_pane);
  gtk_widget_class_bind_template_callback (widget_class, on_position_changed);
}

static void
chapeau_editor_pane_init (ChapeauEditorPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

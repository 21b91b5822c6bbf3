/* chapeau-editor-pane.c - the form above the Markdown source of one post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-editor-pane.h"

struct _ChapeauEditorPane
{
  GtkWidget parent_instance;

  /* template */
  GtkPaned *paned;
  ChapeauForm *form;
  ChapeauSourcePane *source_pane;

  /* owned */
  ChapeauDocument *document;
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
  g_type_ensure (CHAPEAU_TYPE_FORM);
  g_type_ensure (CHAPEAU_TYPE_SOURCE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-editor-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauEditorPane, paned);
  gtk_widget_class_bind_template_child (widget_class, ChapeauEditorPane, form);
  gtk_widget_class_bind_template_child (widget_class, ChapeauEditorPane, source_pane);
}

static void
chapeau_editor_pane_init (ChapeauEditorPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

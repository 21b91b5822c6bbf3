/* chapeau-field-raw.c - a value too irregular for any other editor, as it is written.
 *
 * What is typed is taken as soon as it can be read and changes nothing else in the header; until
 * then it stays here, with the reason below it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-editor.h"
#include "chapeau-messages.h"
#include "chapeau-same-frame.h"
#include "chapeau-source-style.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

struct _ChapeauFieldRaw
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkSourceView *view;

  char *shown; /* the entry as it was shown last */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldRaw, chapeau_field_raw, CHAPEAU_TYPE_FIELD_EDITOR)

static GtkTextBuffer *
get_buffer (ChapeauFieldRaw *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static char *
dup_text (ChapeauFieldRaw *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

static void
chapeau_field_raw_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldRaw *self = CHAPEAU_FIELD_RAW (editor);
  g_autofree char *written = chapeau_field_dup_written (field);
  g_autofree char *now = g_strchomp (dup_text (self));

  /* What is being typed stays as long as the value is the one that was shown. */
  if (g_strcmp0 (written, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&written);
  if (strcmp (now, self->shown) != 0)
    gtk_text_buffer_set_text (get_buffer (self), self->shown, -1);
  chapeau_field_editor_set_error (editor, NULL);
}

static void
on_changed (ChapeauFieldRaw *self)
{
  ChapeauFieldEditor *editor = CHAPEAU_FIELD_EDITOR (self);
  g_autofree char *text = NULL;
  const char *reason = NULL;

  if (chapeau_field_editor_is_showing (editor))
    return;
  text = dup_text (self);
  if (chapeau_field_set_written (chapeau_field_editor_get_field (editor), text, &reason))
    chapeau_field_editor_set_error (editor, NULL);
  else if (reason != NULL)
    {
      g_autofree char *sentence = chapeau_message_of_code (reason);

      chapeau_field_editor_set_error (editor, sentence);
    }
}

static GtkWidget *
chapeau_field_raw_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_RAW (editor)->view);
}

static void
chapeau_field_raw_finalize (GObject *object)
{
  g_free (CHAPEAU_FIELD_RAW (object)->shown);
  G_OBJECT_CLASS (chapeau_field_raw_parent_class)->finalize (object);
}

static void
chapeau_field_raw_class_init (ChapeauFieldRawClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_field_raw_finalize;
  editor_class->show = chapeau_field_raw_show;
  editor_class->get_target = chapeau_field_raw_get_target;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-raw.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldRaw, view);
}

static void
chapeau_field_raw_init (ChapeauFieldRaw *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_source_style_follow (self->view, "yaml");
  chapeau_same_frame_attach (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_enable_undo (get_buffer (self), FALSE);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
}

/* chapeau-field-choice.c - one of few values: an entry that knows them.
 *
 * Other texts are taken unless the site forbids them; then what is typed becomes the value when it
 * is one of those allowed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-completion.h"
#include "chapeau-field-editor.h"
#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauFieldChoice
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkEntry *entry;

  ChapeauCompletion *completion; /* a child */
  GPtrArray *documents;          /* owned SiteKnownValue: of a choice among documents; or NULL */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldChoice, chapeau_field_choice, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldChoice *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

static void
known_free (gpointer data)
{
  SiteKnownValue *known = data;

  g_free (known->value);
  g_free (known);
}

/* The documents of the collection that the field chooses from, by the names of their files. */
static GPtrArray *
make_documents (ChapeauFieldChoice *self)
{
  const SiteField *site_field = chapeau_field_get_site_field (get_field (self));
  ChapeauWorkspace *workspace =
      chapeau_document_get_workspace (chapeau_field_get_document (get_field (self)));
  GListModel *posts = chapeau_workspace_get_posts (workspace);
  GPtrArray *documents = g_ptr_array_new_with_free_func (known_free);

  for (guint i = 0; i < site_field->known_values->len; i++)
    {
      const SiteKnownValue *value = site_field->known_values->pdata[i];
      SiteKnownValue *copy = g_new0 (SiteKnownValue, 1);

      copy->value = g_strdup (value->value);
      copy->count = value->count;
      g_ptr_array_add (documents, copy);
    }
  for (guint i = 0; i < g_list_model_get_n_items (posts); i++)
    {
      g_autoptr (ChapeauPostItem) post = g_list_model_get_item (posts, i);
      const char *path = chapeau_post_item_get_path (post);
      const SiteCollection *collection =
          site_get_collection_of (chapeau_workspace_get_site (workspace), path);
      g_autofree char *name = g_path_get_basename (path);
      char *dot = strrchr (name, '.');
      gboolean there = FALSE;
      SiteKnownValue *known;

      if (collection == NULL || strcmp (collection->label, site_field->collection) != 0)
        continue;
      if (dot != NULL)
        *dot = '\0';
      for (guint j = 0; j < documents->len; j++)
        there |= strcmp (((SiteKnownValue *) documents->pdata[j])->value, name) == 0;
      if (there)
        continue;
      known = g_new0 (SiteKnownValue, 1);
      known->value = g_strdup (name);
      g_ptr_array_add (documents, known);
    }
  return documents;
}

static GPtrArray *
get_known (ChapeauFieldChoice *self)
{
  const SiteField *site_field = chapeau_field_get_site_field (get_field (self));

  if (site_field->collection == NULL || site_field->strict
      || chapeau_field_get_document (get_field (self)) == NULL)
    return site_field->known_values;
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  self->documents = make_documents (self);
  return self->documents;
}

static gboolean
is_taken (ChapeauFieldChoice *self, const char *text)
{
  const SiteField *site_field = chapeau_field_get_site_field (get_field (self));

  if (!site_field->strict || *text == '\0')
    return TRUE;
  for (guint i = 0; i < site_field->known_values->len; i++)
    if (strcmp (((const SiteKnownValue *) site_field->known_values->pdata[i])->value, text) == 0)
      return TRUE;
  return FALSE;
}

static void
take (ChapeauFieldChoice *self, const char *text)
{
  ChapeauFieldEditor *editor = CHAPEAU_FIELD_EDITOR (self);

  if (!is_taken (self, text))
    {
      chapeau_field_editor_set_error (editor,
                                      chapeau_message_of_field_problem (CHAPEAU_FIELD_NOT_ALLOWED));
      return;
    }
  chapeau_field_editor_set_error (editor, NULL);
  chapeau_field_set_text (get_field (self), text);
}

static void
on_changed (ChapeauFieldChoice *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (chapeau_field_editor_is_showing (CHAPEAU_FIELD_EDITOR (self)))
    return;
  if (*text != '\0')
    chapeau_completion_offer (self->completion, get_known (self), text, NULL);
  else
    chapeau_completion_close (self->completion);
  take (self, text);
}

static void
on_chosen (ChapeauFieldChoice *self, const char *value)
{
  take (self, value);
  chapeau_field_editor_refresh (CHAPEAU_FIELD_EDITOR (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
on_open (ChapeauFieldChoice *self)
{
  if (chapeau_completion_is_open (self->completion))
    {
      chapeau_completion_close (self->completion);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  chapeau_completion_offer (self->completion, get_known (self), "", NULL);
}

static gboolean
on_key (ChapeauFieldChoice *self, guint keyval, guint code, GdkModifierType state)
{
  if (state & GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;
  if (chapeau_completion_take_key (self->completion, keyval))
    return GDK_EVENT_STOP;
  if (keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  on_open (self);
  return GDK_EVENT_STOP;
}

static void
chapeau_field_choice_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldChoice *self = CHAPEAU_FIELD_CHOICE (editor);
  const SiteField *site_field = chapeau_field_get_site_field (field);
  const char *fallback =
      site_field->default_value != NULL ? fm_value_get_string (site_field->default_value) : NULL;
  g_autofree char *text = chapeau_field_dup_text (field);

  chapeau_field_editor_set_text (GTK_EDITABLE (self->entry), text);
  gtk_entry_set_placeholder_text (self->entry, fallback);
  chapeau_field_editor_set_error (editor, NULL);
}

static void
chapeau_field_choice_commit (ChapeauFieldEditor *editor)
{
  ChapeauFieldChoice *self = CHAPEAU_FIELD_CHOICE (editor);

  chapeau_completion_close (self->completion);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static GtkWidget *
chapeau_field_choice_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_CHOICE (editor)->entry);
}

static void
chapeau_field_choice_finalize (GObject *object)
{
  g_clear_pointer (&CHAPEAU_FIELD_CHOICE (object)->documents, g_ptr_array_unref);
  G_OBJECT_CLASS (chapeau_field_choice_parent_class)->finalize (object);
}

static void
chapeau_field_choice_class_init (ChapeauFieldChoiceClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_field_choice_finalize;
  editor_class->show = chapeau_field_choice_show;
  editor_class->commit = chapeau_field_choice_commit;
  editor_class->get_target = chapeau_field_choice_get_target;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldChoice, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
chapeau_field_choice_init (ChapeauFieldChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->completion = g_object_new (CHAPEAU_TYPE_COMPLETION, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->completion), GTK_WIDGET (self));
  g_signal_connect_object (self->completion, "chosen", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  chapeau_field_editor_commit_on_leave (CHAPEAU_FIELD_EDITOR (self), GTK_WIDGET (self->entry));
}

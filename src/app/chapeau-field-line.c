/* chapeau-field-line.c - one line of text: the title, plain texts, numbers, links.
 *
 * Every key is an edit; keys that follow each other are one step of undo. Undo is the document's,
 * so the entry keeps none of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-editor.h"

#include "chapeau-spell.h"
#include "chapeau-typing.h"

#include <glib/gi18n.h>
#include <string.h>

/* Search engines cut titles at about this length. */
#define TITLE_LENGTH 60

struct _ChapeauFieldLine
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkEntry *entry;
  GtkButton *open_button;
  GtkCheckButton *decorative;

  ChapeauTyping *typing; /* the entry's */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldLine, chapeau_field_line, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldLine *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static void
show_count (ChapeauFieldLine *self)
{
  const SiteField *site_field = chapeau_field_get_site_field (get_field (self));
  gboolean is_title = chapeau_field_get_kind (get_field (self)) == SITE_FIELD_TITLE;
  guint longest = site_field->max_length > 0 ? site_field->max_length : is_title ? TITLE_LENGTH : 0;
  g_autofree char *count = NULL;

  if (longest > 0)
    count = g_strdup_printf ("%u/%u", gtk_entry_get_text_length (self->entry), longest);
  chapeau_field_editor_set_note (CHAPEAU_FIELD_EDITOR (self), count);
}

/* An alternative text that is there and empty says: the image is decorative. */
static gboolean
is_decorative (ChapeauField *field)
{
  const FmNode *node = chapeau_field_get_node (field);

  return chapeau_field_is_description (field) && node != NULL
         && fm_node_get_kind (node) == FM_STRING && *fm_node_get_string (node, NULL) == '\0';
}

static void
chapeau_field_line_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldLine *self = CHAPEAU_FIELD_LINE (editor);
  const SiteField *site_field = chapeau_field_get_site_field (field);
  SiteFieldKind kind = chapeau_field_get_kind (field);
  g_autofree char *text = chapeau_field_dup_text (field);
  const char *fallback =
      site_field->default_value != NULL ? fm_value_get_string (site_field->default_value) : NULL;

  chapeau_field_editor_set_text (GTK_EDITABLE (self->entry), text);
  /* GTK lays out anew even for the same words. */
  if (g_strcmp0 (gtk_entry_get_placeholder_text (self->entry), fallback) != 0)
    gtk_entry_set_placeholder_text (self->entry, fallback);
  gtk_entry_set_input_purpose (self->entry, kind == SITE_FIELD_NUMBER ? GTK_INPUT_PURPOSE_NUMBER
                                            : kind == SITE_FIELD_LINK
                                                ? GTK_INPUT_PURPOSE_URL
                                                : GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button),
                          kind == SITE_FIELD_LINK && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->decorative), chapeau_field_is_description (field));
  gtk_check_button_set_active (self->decorative, is_decorative (field));
  if (is_decorative (field))
    chapeau_field_release_focus (GTK_WIDGET (self->entry));
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), !is_decorative (field));
  chapeau_spell_set_prose (chapeau_spell_of (GTK_WIDGET (self->entry)),
                           chapeau_field_is_prose (field));
  chapeau_spell_set_document (chapeau_spell_of (GTK_WIDGET (self->entry)),
                              chapeau_field_get_document (field));
  chapeau_typing_set_prose (self->typing, chapeau_field_is_prose (field));
  chapeau_typing_set_document (self->typing, chapeau_field_get_document (field));
  if (kind == SITE_FIELD_TITLE)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "post-title");
  show_count (self);
}

/* ---- changing ---------------------------------------------------------------------------------
 */

static void
on_changed (ChapeauFieldLine *self)
{
  show_count (self);
  if (!chapeau_field_editor_is_showing (CHAPEAU_FIELD_EDITOR (self)))
    chapeau_field_set_text (get_field (self), gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_decorative (ChapeauFieldLine *self)
{
  g_autoptr (FmValue) empty = fm_value_new_string ("");

  if (chapeau_field_editor_is_showing (CHAPEAU_FIELD_EDITOR (self)))
    return;
  chapeau_field_set_value (get_field (self),
                           gtk_check_button_get_active (self->decorative) ? empty : NULL);
}

static void
on_open (ChapeauFieldLine *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                gtk_editable_get_text (GTK_EDITABLE (self->entry)), GDK_CURRENT_TIME);
}

/* Numbers go up and down by one with the arrows. */
static gboolean
on_key (ChapeauFieldLine *self, guint keyval)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *next = NULL;
  gint64 number;

  if (chapeau_field_get_kind (get_field (self)) != SITE_FIELD_NUMBER
      || (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down)
      || !g_ascii_string_to_signed (*text != '\0' ? text : "0", 10, -G_MAXINT64 / 2, G_MAXINT64 / 2,
                                    &number, NULL))
    return GDK_EVENT_PROPAGATE;
  next = g_strdup_printf ("%" G_GINT64_FORMAT, number + (keyval == GDK_KEY_Up ? 1 : -1));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), next);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  return GDK_EVENT_STOP;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static GtkWidget *
chapeau_field_line_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_LINE (editor)->entry);
}

static void
chapeau_field_line_class_init (ChapeauFieldLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  editor_class->show = chapeau_field_line_show;
  editor_class->get_target = chapeau_field_line_get_target;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-line.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldLine, entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldLine, open_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldLine, decorative);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_decorative);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
chapeau_field_line_init (ChapeauFieldLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_spell_entry_new (self->entry);
  self->typing = chapeau_typing_new_for_entry (self->entry);
}

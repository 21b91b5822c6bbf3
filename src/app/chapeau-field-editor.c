/* chapeau-field-editor.c - what changes the value of one field: the base of all such widgets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-editor.h"

#include <glib/gi18n.h>

typedef struct
{
  ChapeauField *field;
  char *note;
  char *error;
  gboolean showing;
} ChapeauFieldEditorPrivate;

enum
{
  PROP_FIELD = 1,
  PROP_NOTE,
  PROP_ERROR,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ChapeauFieldEditor, chapeau_field_editor, GTK_TYPE_WIDGET)

#define PRIVATE(self)                                                                              \
  ((ChapeauFieldEditorPrivate *) chapeau_field_editor_get_instance_private (self))

GtkWidget *
chapeau_field_editor_new_for (ChapeauField *field)
{
  GType type = CHAPEAU_TYPE_FIELD_RAW;

  switch (chapeau_field_get_kind (field))
    {
    case SITE_FIELD_TEXT:
    case SITE_FIELD_TITLE:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_LINK:
      type = CHAPEAU_TYPE_FIELD_LINE;
      break;
    case SITE_FIELD_MARKDOWN:
      type = CHAPEAU_TYPE_FIELD_TEXT;
      break;
    case SITE_FIELD_DATE:
      type = CHAPEAU_TYPE_FIELD_DATE;
      break;
    case SITE_FIELD_BOOLEAN:
      type = CHAPEAU_TYPE_FIELD_SWITCH;
      break;
    case SITE_FIELD_COLOR:
      type = CHAPEAU_TYPE_FIELD_COLOR;
      break;
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
      type = CHAPEAU_TYPE_FIELD_FILES;
      break;
    case SITE_FIELD_CHIPS:
      type = CHAPEAU_TYPE_FIELD_CHIPS;
      break;
    case SITE_FIELD_CHOICE:
      type = CHAPEAU_TYPE_FIELD_CHOICE;
      break;
    case SITE_FIELD_GROUP:
      type = CHAPEAU_TYPE_FIELD_GROUP;
      break;
    case SITE_FIELD_GROUP_LIST:
      type = CHAPEAU_TYPE_FIELD_CARDS;
      break;
    case SITE_FIELD_RAW:
      break;
    }
  return g_object_new (type, "field", field, NULL);
}

ChapeauField *
chapeau_field_editor_get_field (ChapeauFieldEditor *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD_EDITOR (self), NULL);

  return PRIVATE (self)->field;
}

GtkWidget *
chapeau_field_editor_get_target (ChapeauFieldEditor *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD_EDITOR (self), NULL);

  return CHAPEAU_FIELD_EDITOR_GET_CLASS (self)->get_target (self);
}

char *
chapeau_field_editor_dup_name (ChapeauFieldEditor *self)
{
  g_autofree char *label = chapeau_field_dup_label (PRIVATE (self)->field);

  g_return_val_if_fail (CHAPEAU_IS_FIELD_EDITOR (self), NULL);

  return CHAPEAU_FIELD_EDITOR_GET_CLASS (self)->dup_name (self, label);
}

GtkWidget *
chapeau_field_editor_get_tools (ChapeauFieldEditor *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD_EDITOR (self), NULL);

  return CHAPEAU_FIELD_EDITOR_GET_CLASS (self)->get_tools (self);
}

const char *
chapeau_field_editor_get_note (ChapeauFieldEditor *self)
{
  return PRIVATE (self)->note;
}

const char *
chapeau_field_editor_get_error (ChapeauFieldEditor *self)
{
  return PRIVATE (self)->error;
}

void
chapeau_field_editor_commit (ChapeauFieldEditor *self)
{
  g_return_if_fail (CHAPEAU_IS_FIELD_EDITOR (self));

  CHAPEAU_FIELD_EDITOR_GET_CLASS (self)->commit (self);
}

/* ---- for editors ------------------------------------------------------------------------------
 */

static void
set_string (ChapeauFieldEditor *self, char **place, const char *value, GParamSpec *property)
{
  if (g_strcmp0 (*place, value) == 0)
    return;
  g_free (*place);
  *place = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), property);
}

void
chapeau_field_editor_set_note (ChapeauFieldEditor *self, const char *note)
{
  set_string (self, &PRIVATE (self)->note, note, properties[PROP_NOTE]);
}

void
chapeau_field_editor_set_error (ChapeauFieldEditor *self, const char *sentence)
{
  set_string (self, &PRIVATE (self)->error, sentence, properties[PROP_ERROR]);
}

gboolean
chapeau_field_editor_is_showing (ChapeauFieldEditor *self)
{
  return PRIVATE (self)->showing;
}

void
chapeau_field_editor_refresh (ChapeauFieldEditor *self)
{
  ChapeauFieldEditorPrivate *private = PRIVATE (self);
  gboolean before = private->showing;

  private->showing = TRUE;
  CHAPEAU_FIELD_EDITOR_GET_CLASS (self)->show (self, private->field);
  private->showing = before;
}

void
chapeau_field_editor_set_text (GtkEditable *editable, const char *text)
{
  int position = gtk_editable_get_position (editable);

  if (g_strcmp0 (gtk_editable_get_text (editable), text) == 0)
    return;
  gtk_editable_set_text (editable, text);
  gtk_editable_set_position (editable, MIN (position, (int) g_utf8_strlen (text, -1)));
}

void
chapeau_field_editor_commit_on_leave (ChapeauFieldEditor *self, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "leave", G_CALLBACK (chapeau_field_editor_commit), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, focus);
}

void
chapeau_field_release_focus (GtkWidget *going)
{
  GtkRoot *root = gtk_widget_get_root (going);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (focus == going || gtk_widget_is_ancestor (focus, going)))
    gtk_root_set_focus (root, NULL);
}

/* What one of several is called: "Images" are "Image 1" and "Image 2". */
static const char *
label_of_one (const char *label)
{
  static const char *const names[][2] = { { "Images", "Image" }, { "Attached files", "File" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (label, names[i][0]))
      return names[i][1];
  return label;
}

char *
chapeau_field_dup_name_with (const char *label, const char *action)
{
  /* Translators: the name of a field and what a button does to it: "Images: Add an image…". */
  return g_strdup_printf (_ ("%s: %s"), label, action);
}

char *
chapeau_field_dup_label (ChapeauField *field)
{
  gboolean translatable = FALSE;
  const char *label = chapeau_field_get_label (field, &translatable);
  int position = chapeau_field_get_position (field);

  if (position >= 0 && translatable)
    label = label_of_one (label);
  label = translatable ? gettext (label) : label;
  if (position < 0)
    return g_strdup (label);
  /* Translators: one of several, "Images 2". */
  return g_strdup_printf (_ ("%s %u"), label, (guint) position + 1);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
nothing_to_commit (ChapeauFieldEditor *self)
{
}

static GtkWidget *
first_child (ChapeauFieldEditor *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self));
}

static char *
dup_label (ChapeauFieldEditor *self, const char *label)
{
  return g_strdup (label);
}

static GtkWidget *
no_tools (ChapeauFieldEditor *self)
{
  return NULL;
}

static void
chapeau_field_editor_constructed (GObject *object)
{
  ChapeauFieldEditor *self = CHAPEAU_FIELD_EDITOR (object);

  G_OBJECT_CLASS (chapeau_field_editor_parent_class)->constructed (object);
  g_signal_connect_object (PRIVATE (self)->field, "changed",
                           G_CALLBACK (chapeau_field_editor_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (PRIVATE (self)->field, "described",
                           G_CALLBACK (chapeau_field_editor_refresh), self, G_CONNECT_SWAPPED);
  chapeau_field_editor_refresh (self);
}

static void
chapeau_field_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  ChapeauFieldEditorPrivate *private = PRIVATE (CHAPEAU_FIELD_EDITOR (object));

  switch (id)
    {
    case PROP_FIELD:
      g_value_set_object (value, private->field);
      break;
    case PROP_NOTE:
      g_value_set_string (value, private->note);
      break;
    case PROP_ERROR:
      g_value_set_string (value, private->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
chapeau_field_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_FIELD:
      PRIVATE (CHAPEAU_FIELD_EDITOR (object))->field = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
chapeau_field_editor_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_field_editor_parent_class)->dispose (object);
}

static void
chapeau_field_editor_finalize (GObject *object)
{
  ChapeauFieldEditorPrivate *private = PRIVATE (CHAPEAU_FIELD_EDITOR (object));

  g_clear_object (&private->field);
  g_free (private->note);
  g_free (private->error);
  G_OBJECT_CLASS (chapeau_field_editor_parent_class)->finalize (object);
}

static void
chapeau_field_editor_class_init (ChapeauFieldEditorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->constructed = chapeau_field_editor_constructed;
  object_class->get_property = chapeau_field_editor_get_property;
  object_class->set_property = chapeau_field_editor_set_property;
  object_class->dispose = chapeau_field_editor_dispose;
  object_class->finalize = chapeau_field_editor_finalize;
  class->commit = nothing_to_commit;
  class->get_target = first_child;
  class->dup_name = dup_label;
  class->get_tools = no_tools;
  properties[PROP_FIELD] =
      g_param_spec_object ("field", NULL, NULL, CHAPEAU_TYPE_FIELD,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOTE] =
      g_param_spec_string ("note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
      g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
chapeau_field_editor_init (ChapeauFieldEditor *self)
{
}

/* chapeau-form-folds.c - images, files and other fields, folded away below the main ones.
 *
 * A line of names with counts, "Images 1 · Files 0 · Other fields 2"; each opens its part below. A
 * part's rows are made when it is opened first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-row.h"
#include "chapeau-form.h"
#include "chapeau-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/* One fold: its name, and what it opens. */
typedef struct
{
  ChapeauFormFolds *owner;
  ChapeauField *field; /* owned; NULL: the other fields */
  GtkWidget *toggle;
  GtkWidget *image;
  GtkWidget *label;
  GtkWidget *warning;
  GtkWidget *part; /* NULL until opened */
} Fold;

struct _ChapeauFormFolds
{
  GtkWidget parent_instance;

  /* template */
  GtkBox *names_box;
  GtkBox *actions_box;
  GtkBox *parts_box;

  /* owned */
  GListModel *sections;
  GListModel *others;
  GPtrArray *folds; /* of sections, in their order */
  Fold *rest;       /* of the other fields */
  guint refresh_idle;
};

enum
{
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauFormFolds, chapeau_form_folds, GTK_TYPE_WIDGET)

/* ---- names and counts -------------------------------------------------------------------------
 */

static guint
count_of (ChapeauField *field)
{
  g_auto (GStrv) items = NULL;

  if (chapeau_field_get_kind (field) == SITE_FIELD_GROUP_LIST)
    return g_list_model_get_n_items (chapeau_field_get_children (field));
  if (chapeau_field_get_kind (field) == SITE_FIELD_GROUP)
    return chapeau_field_is_blank (field) ? 0 : 1;
  items = chapeau_field_dup_items (field);
  return g_strv_length (items);
}

static gboolean
has_problem (ChapeauField *field)
{
  GListModel *children = chapeau_field_get_children (field);

  if (chapeau_field_get_problem (field) != CHAPEAU_FIELD_FINE)
    return TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr (ChapeauField) child = g_list_model_get_item (children, i);

      if (has_problem (child))
        return TRUE;
    }
  return FALSE;
}

static gboolean
any_has_problem (GListModel *fields)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (ChapeauField) field = g_list_model_get_item (fields, i);

      if (has_problem (field))
        return TRUE;
    }
  return FALSE;
}

static void
show_fold (Fold *fold)
{
  GListModel *others = fold->owner->others;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  guint count;
  gboolean problem;

  if (fold->field != NULL)
    {
      name = chapeau_field_dup_label (fold->field);
      count = count_of (fold->field);
      problem = has_problem (fold->field);
    }
  else
    {
      name = g_strdup (_ ("Other fields"));
      count = others != NULL ? g_list_model_get_n_items (others) : 0;
      problem = others != NULL && any_has_problem (others);
      gtk_widget_set_visible (fold->toggle, count > 0);
    }
  /* Translators: a name and a number, "Images 2". */
  text = g_strdup_printf (_ ("%s %u"), name, count);
  gtk_label_set_label (GTK_LABEL (fold->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (fold->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (fold->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem ? _ ("Something in here is to be looked at") : "", -1);
  gtk_widget_set_visible (fold->warning, problem);
}

static void
show_all (ChapeauFormFolds *self)
{
  for (guint i = 0; i < self->folds->len; i++)
    show_fold (self->folds->pdata[i]);
  show_fold (self->rest);
}

static gboolean
on_refresh_idle (gpointer data)
{
  ChapeauFormFolds *self = data;

  self->refresh_idle = 0;
  show_all (self);
  return G_SOURCE_REMOVE;
}

/* The two models follow one list, one after the other: both are looked at when both have. */
static void
queue_refresh (ChapeauFormFolds *self)
{
  if (self->refresh_idle == 0)
    self->refresh_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_refresh_idle, self, NULL);
}

/* ---- parts ------------------------------------------------------------------------------------
 */

static void
make_part (Fold *fold)
{
  GtkWidget *before = NULL;

  if (fold->field != NULL)
    {
      fold->part = chapeau_field_row_new (fold->field);
      chapeau_field_row_set_titled (CHAPEAU_FIELD_ROW (fold->part), FALSE);
    }
  else
    {
      fold->part = g_object_new (CHAPEAU_TYPE_FIELD_BOX, NULL);
      chapeau_field_box_set_fields (CHAPEAU_FIELD_BOX (fold->part), fold->owner->others);
    }
  for (guint i = 0; i < fold->owner->folds->len; i++)
    {
      Fold *other = fold->owner->folds->pdata[i];

      if (other == fold)
        break;
      before = other->part != NULL ? other->part : before;
    }
  gtk_box_insert_child_after (fold->owner->parts_box, fold->part, before);
}

static void
on_toggled (GtkToggleButton *toggle, gpointer data)
{
  Fold *fold = data;
  gboolean open = gtk_toggle_button_get_active (toggle);

  if (open && fold->part == NULL)
    make_part (fold);
  if (fold->part != NULL)
    {
      if (!open)
        chapeau_field_release_focus (fold->part);
      gtk_widget_set_visible (fold->part, open);
    }
  gtk_image_set_from_icon_name (GTK_IMAGE (fold->image),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  if (open)
    g_signal_emit (fold->owner, signals[OPENED], 0);
}

/* ---- folds ------------------------------------------------------------------------------------
 */

static Fold *
fold_new (ChapeauFormFolds *self, ChapeauField *field, GtkWidget *before)
{
  Fold *fold = g_new0 (Fold, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  fold->owner = self;
  fold->field = field != NULL ? g_object_ref (field) : NULL;
  fold->toggle = gtk_toggle_button_new ();
  fold->image = gtk_image_new_from_icon_name ("pan-end-symbolic");
  fold->label = gtk_label_new (NULL);
  fold->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_box_append (GTK_BOX (box), fold->image);
  gtk_box_append (GTK_BOX (box), fold->label);
  gtk_box_append (GTK_BOX (box), fold->warning);
  gtk_button_set_child (GTK_BUTTON (fold->toggle), box);
  gtk_widget_add_css_class (fold->toggle, "flat");
  gtk_widget_add_css_class (fold->toggle, "fold");
  g_signal_connect (fold->toggle, "toggled", G_CALLBACK (on_toggled), fold);
  gtk_box_insert_child_after (self->names_box, fold->toggle, before);
  return fold;
}

static void
fold_free (gpointer data)
{
  Fold *fold = data;

  g_signal_handlers_disconnect_by_data (fold->toggle, fold);
  gtk_box_remove (fold->owner->names_box, fold->toggle);
  if (fold->part != NULL)
    {
      chapeau_field_release_focus (fold->part);
      gtk_box_remove (fold->owner->parts_box, fold->part);
    }
  g_clear_object (&fold->field);
  g_free (fold);
}

static void
on_sections_changed (ChapeauFormFolds *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    g_ptr_array_remove_index (self->folds, position);
  for (guint i = 0; i < added; i++)
    {
      guint at = position + i;
      g_autoptr (ChapeauField) field = g_list_model_get_item (self->sections, at);
      Fold *before = at > 0 ? self->folds->pdata[at - 1] : NULL;

      g_ptr_array_insert (self->folds, (int) at,
                          fold_new (self, field, before != NULL ? before->toggle : NULL));
    }
  queue_refresh (self);
}

static void
clear (ChapeauFormFolds *self)
{
  if (self->sections != NULL)
    g_signal_handlers_disconnect_by_func (self->sections, on_sections_changed, self);
  if (self->others != NULL)
    g_signal_handlers_disconnect_by_func (self->others, queue_refresh, self);
  g_ptr_array_set_size (self->folds, 0);
  if (self->rest->part != NULL)
    chapeau_field_box_set_fields (CHAPEAU_FIELD_BOX (self->rest->part), NULL);
  g_clear_object (&self->sections);
  g_clear_object (&self->others);
}

void
chapeau_form_folds_set_fields (ChapeauFormFolds *self, GListModel *sections, GListModel *others)
{
  g_return_if_fail (CHAPEAU_IS_FORM_FOLDS (self));

  clear (self);
  if (sections == NULL || others == NULL)
    return;
  self->sections = g_object_ref (sections);
  self->others = g_object_ref (others);
  if (self->rest->part != NULL)
    chapeau_field_box_set_fields (CHAPEAU_FIELD_BOX (self->rest->part), others);
  g_signal_connect_object (sections, "items-changed", G_CALLBACK (on_sections_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (others, "items-changed", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  on_sections_changed (self, 0, 0, g_list_model_get_n_items (sections));
  show_all (self);
}

void
chapeau_form_folds_refresh (ChapeauFormFolds *self)
{
  show_all (self);
}

static gboolean
is_open (const Fold *fold)
{
  return gtk_widget_get_visible (fold->toggle)
         && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (fold->toggle));
}

gboolean
chapeau_form_folds_any_open (ChapeauFormFolds *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FORM_FOLDS (self), FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    if (is_open (self->folds->pdata[i]))
      return TRUE;
  return is_open (self->rest);
}

static gboolean
holds (ChapeauField *field, const char *path)
{
  gsize length = strlen (chapeau_field_get_path (field));

  return strncmp (chapeau_field_get_path (field), path, length) == 0
         && (path[length] == '\0' || path[length] == '.');
}

void
chapeau_form_folds_reveal (ChapeauFormFolds *self, const char *path)
{
  g_return_if_fail (CHAPEAU_IS_FORM_FOLDS (self));

  for (guint i = 0; i < self->folds->len; i++)
    {
      Fold *fold = self->folds->pdata[i];

      if (holds (fold->field, path))
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold->toggle), TRUE);
    }
  for (guint i = 0; self->others != NULL && i < g_list_model_get_n_items (self->others); i++)
    {
      g_autoptr (ChapeauField) field = g_list_model_get_item (self->others, i);

      if (holds (field, path))
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->rest->toggle), TRUE);
    }
}

void
chapeau_form_folds_add_action (ChapeauFormFolds *self, GtkWidget *widget)
{
  gtk_box_append (self->actions_box, widget);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_form_folds_dispose (GObject *object)
{
  ChapeauFormFolds *self = CHAPEAU_FORM_FOLDS (object);
  GtkWidget *child;

  g_clear_handle_id (&self->refresh_idle, g_source_remove);
  if (self->rest != NULL)
    {
      clear (self);
      g_clear_pointer (&self->rest, fold_free);
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_form_folds_parent_class)->dispose (object);
}

static void
chapeau_form_folds_finalize (GObject *object)
{
  g_ptr_array_unref (CHAPEAU_FORM_FOLDS (object)->folds);
  G_OBJECT_CLASS (chapeau_form_folds_parent_class)->finalize (object);
}

static void
chapeau_form_folds_class_init (ChapeauFormFoldsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_form_folds_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_form_folds_finalize;
  g_type_ensure (CHAPEAU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-form-folds.ui");
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFormFolds, names_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFormFolds, actions_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFormFolds, parts_box);
}

static void
chapeau_form_folds_init (ChapeauFormFolds *self)
{
  self->folds = g_ptr_array_new_with_free_func (fold_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rest = fold_new (self, NULL, NULL);
  gtk_widget_set_visible (self->rest->toggle, FALSE);
}

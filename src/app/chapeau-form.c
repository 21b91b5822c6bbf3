/* chapeau-form.c - the details of a post as a form, or as the text they are written in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-form.h"

#include "chapeau-field-row.h"
#include "chapeau-header-source.h"
#include "chapeau-mnemonic.h"

#include <glib/gi18n.h>
#include <string.h>

#define REVEAL_FRAMES 6

typedef enum
{
  PLACE_MAIN,
  PLACE_SECTION, /* a fold of its own */
  PLACE_OTHER,
} Place;

struct _ChapeauForm
{
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkWidget *content;
  GtkWidget *name_row;
  GtkEntry *name_entry;
  ChapeauFieldBox *main_box;
  ChapeauFormFolds *folds;
  ChapeauHeaderSource *source;
  GtkWidget *add_button;
  GtkPopover *add_popover;
  GtkEntry *add_entry;
  GtkWidget *text_button;

  /* owned */
  ChapeauDocument *document;
  ChapeauFields *fields;

  guint reveal_tick;
  int reveal_frames; /* that are left to bring an opened fold into view */

  gboolean was_broken;
  gboolean showing_name;
};

enum
{
  ERROR_SIGNAL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauForm, chapeau_form, GTK_TYPE_WIDGET)

void
chapeau_form_report (GtkWidget *within, ChapeauDoing doing, const char *label, GError *error)
{
  GtkWidget *form = gtk_widget_get_ancestor (within, CHAPEAU_TYPE_FORM);

  if (form != NULL)
    g_signal_emit (form, signals[ERROR_SIGNAL], 0, (int) doing, label, error);
}

/* ---- where a field goes -----------------------------------------------------------------------
 */

static Place
place_of (ChapeauField *field)
{
  if (!chapeau_field_is_main (field))
    return PLACE_OTHER;
  switch (chapeau_field_get_kind (field))
    {
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
      return PLACE_SECTION;
    case SITE_FIELD_RAW:
      return PLACE_OTHER;
    case SITE_FIELD_TEXT:
    case SITE_FIELD_TITLE:
    case SITE_FIELD_MARKDOWN:
    case SITE_FIELD_DATE:
    case SITE_FIELD_BOOLEAN:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_COLOR:
    case SITE_FIELD_CHIPS:
    case SITE_FIELD_CHOICE:
    case SITE_FIELD_LINK:
      break;
    }
  return PLACE_MAIN;
}

static gboolean
is_at_place (gpointer item, gpointer place)
{
  return place_of (item) == (Place) GPOINTER_TO_INT (place);
}

static GListModel *
fields_at (ChapeauForm *self, Place place)
{
  GtkFilter *filter =
      GTK_FILTER (gtk_custom_filter_new (is_at_place, GINT_TO_POINTER (place), NULL));

  return G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (chapeau_fields_get_list (self->fields)), filter));
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static void
show_file_name (ChapeauForm *self)
{
  gboolean untitled = chapeau_document_is_untitled (self->document);

  gtk_widget_set_visible (self->name_row, untitled);
  if (!untitled
      || gtk_widget_has_focus (
          GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->name_entry)))))
    return;
  self->showing_name = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry),
                         chapeau_document_get_path (self->document));
  self->showing_name = FALSE;
}

/* A header that cannot be read shows as text: there its line, the reason and the repair are told.
 */
static void
show_state (ChapeauForm *self)
{
  FmHeader *header = chapeau_document_get_header (self->document);
  gboolean broken =
      fm_header_is_broken (header)
      || (fm_header_get_root (header) == NULL && fm_header_get_split (header)->has_header);

  if (broken && !self->was_broken && !chapeau_form_is_as_text (self))
    chapeau_form_set_as_text (self, TRUE);
  self->was_broken = broken;
  gtk_widget_set_sensitive (self->add_button,
                            !broken && chapeau_document_is_editable (self->document));
  chapeau_form_folds_refresh (self->folds);
  show_file_name (self);
}

static void
on_edit_failed (ChapeauForm *self, ChapeauField *field, GError *error)
{
  g_autofree char *label = field != NULL ? chapeau_field_dup_label (field) : g_strdup ("");

  g_signal_emit (self, signals[ERROR_SIGNAL], 0, (int) CHAPEAU_DOING_EDIT_FIELD, label, error);
}

static void
show_fields (ChapeauForm *self)
{
  g_autoptr (GListModel) main = fields_at (self, PLACE_MAIN);
  g_autoptr (GListModel) sections = fields_at (self, PLACE_SECTION);
  g_autoptr (GListModel) others = fields_at (self, PLACE_OTHER);

  chapeau_field_box_set_fields (self->main_box, main);
  chapeau_form_folds_set_fields (self->folds, sections, others);
}

void
chapeau_form_set_document (ChapeauForm *self, ChapeauDocument *document)
{
  g_return_if_fail (CHAPEAU_IS_FORM (self));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_func (self->document, show_state, self);
  chapeau_field_box_set_fields (self->main_box, NULL);
  chapeau_form_folds_set_fields (self->folds, NULL, NULL);
  chapeau_header_source_set_document (self->source, NULL);
  g_clear_object (&self->fields);
  g_set_object (&self->document, document);
  if (document == NULL)
    return;
  self->fields = chapeau_fields_new (document);
  g_signal_connect_object (self->fields, "edit-failed", G_CALLBACK (on_edit_failed), self,
                           G_CONNECT_SWAPPED);
  show_fields (self);
  self->was_broken = FALSE;
  chapeau_form_set_as_text (self, FALSE);
  /* After the fields: they show the header first. */
  g_signal_connect_object (document, "header-changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::path", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::state", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}

/* ---- as text ----------------------------------------------------------------------------------
 */

gboolean
chapeau_form_is_as_text (ChapeauForm *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FORM (self), FALSE);

  return strcmp (gtk_stack_get_visible_child_name (self->stack), "text") == 0;
}

void
chapeau_form_set_as_text (ChapeauForm *self, gboolean as_text)
{
  g_return_if_fail (CHAPEAU_IS_FORM (self));

  chapeau_header_source_set_document (self->source, as_text ? self->document : NULL);
  gtk_stack_set_visible_child_name (self->stack, as_text ? "text" : "fields");
}

static void
on_text (ChapeauForm *self)
{
  chapeau_form_set_as_text (self, TRUE);
  chapeau_header_source_focus (self->source);
}

static void
on_closed (ChapeauForm *self)
{
  chapeau_form_set_as_text (self, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->main_box), GTK_DIR_TAB_FORWARD);
}

/* ---- height -----------------------------------------------------------------------------------
 */

int
chapeau_form_get_full_height (ChapeauForm *self, int width)
{
  GtkWidget *content = chapeau_form_is_as_text (self) ? GTK_WIDGET (self->source) : self->content;
  int height = 0;

  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

gboolean
chapeau_form_wants_room (ChapeauForm *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FORM (self), FALSE);

  return chapeau_form_is_as_text (self) || chapeau_form_folds_any_open (self->folds);
}

/* The height is given out anew over a few frames; the folds' line stays at the top meanwhile. */
static gboolean
on_reveal_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ChapeauForm *self = CHAPEAU_FORM (widget);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (self->folds), self->content, &bounds))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller),
                              bounds.origin.y);
  if (--self->reveal_frames > 0)
    return G_SOURCE_CONTINUE;
  self->reveal_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
on_opened (ChapeauForm *self)
{
  self->reveal_frames = REVEAL_FRAMES;
  if (self->reveal_tick == 0)
    self->reveal_tick =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), on_reveal_tick, NULL, NULL);
}

static void
stop_revealing (ChapeauForm *self)
{
  if (self->reveal_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->reveal_tick);
  self->reveal_tick = 0;
}

/* ---- one more field ---------------------------------------------------------------------------
 */

static void
on_add_changed (ChapeauForm *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->add_entry), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->add_entry), GTK_ACCESSIBLE_STATE_INVALID);
}

static void
on_add (ChapeauForm *self)
{
  g_autofree char *key =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->add_entry))));
  g_autofree char *path = fm_path_escape (key);

  if (self->fields == NULL || !chapeau_fields_add (self->fields, key))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->add_entry), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->add_entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->add_entry), "");
  gtk_popover_popdown (self->add_popover);
  chapeau_form_focus_path (self, path);
}

/* ---- the name of a new post's file ------------------------------------------------------------
 */

static void
on_name_changed (ChapeauForm *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_entry));

  if (self->showing_name || self->document == NULL
      || !chapeau_document_is_untitled (self->document))
    return;
  if (chapeau_new_post_rename (self->document, name))
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name_entry), "error");
}

/* ---- focus ------------------------------------------------------------------------------------
 */

gboolean
chapeau_form_focus_path (ChapeauForm *self, const char *path)
{
  ChapeauFieldRow *row;

  g_return_val_if_fail (CHAPEAU_IS_FORM (self), FALSE);

  if (chapeau_form_is_as_text (self))
    chapeau_form_set_as_text (self, FALSE);
  chapeau_form_folds_reveal (self->folds, path);
  row = chapeau_field_box_find (GTK_WIDGET (self), path);
  stop_revealing (self);
  if (row != NULL)
    chapeau_field_row_focus (row);
  return row != NULL;
}

ChapeauField *
chapeau_form_find_field (ChapeauForm *self, const char *path)
{
  g_return_val_if_fail (CHAPEAU_IS_FORM (self), NULL);

  return self->fields != NULL ? chapeau_fields_find (self->fields, path) : NULL;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_form_dispose (GObject *object)
{
  ChapeauForm *self = CHAPEAU_FORM (object);
  GtkWidget *child;

  stop_revealing (self);
  if (self->main_box != NULL)
    chapeau_form_set_document (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->main_box = NULL;
  G_OBJECT_CLASS (chapeau_form_parent_class)->dispose (object);
}

static void
chapeau_form_class_init (ChapeauFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_form_dispose;
  g_type_ensure (CHAPEAU_TYPE_FIELD_BOX);
  g_type_ensure (CHAPEAU_TYPE_FORM_FOLDS);
  g_type_ensure (CHAPEAU_TYPE_HEADER_SOURCE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-form.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, stack);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, scroller);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, content);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, name_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, main_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, folds);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, source);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, add_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, add_popover);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, add_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauForm, text_button);
  gtk_widget_class_bind_template_callback (widget_class, on_text);
  gtk_widget_class_bind_template_callback (widget_class, on_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_add_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  signals[ERROR_SIGNAL] =
      g_signal_new ("error", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
chapeau_form_init (ChapeauForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self->add_button));
  chapeau_form_folds_add_action (self->folds, self->add_button);
  chapeau_form_folds_add_action (self->folds, self->text_button);
  g_signal_connect_object (self->folds, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
}

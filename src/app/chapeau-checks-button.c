/* chapeau-checks-button.c - "3 points" in the header bar, and the list that it opens.
 *
 * The list is built when it is opened: errors first, each kind in the order of the post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-checks-button.h"

#include "chapeau-messages-checks.h"

#include <glib/gi18n.h>

#define LIST_HEIGHT    420
#define SENTENCE_WIDTH 46 /* characters */

struct _ChapeauChecksButton
{
  GtkWidget parent_instance;

  /* template */
  GtkMenuButton *button;
  GtkImage *image;
  GtkLabel *label;

  /* owned */
  ChapeauChecking *checking;

  ChapeauNamePlace name_place;
  gpointer data;
  gboolean editable;
  gboolean compact;
};

enum
{
  CHOSEN,
  FIX_ASKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauChecksButton, chapeau_checks_button, GTK_TYPE_WIDGET)

#define KEY "chapeau-finding"

/* Each kind has a shape of its own, and a word for those who do not see it. */
static const char *
icon_of (BaseSeverity severity)
{
  switch (severity)
    {
    case BASE_SEVERITY_HINT:
      return "dialog-information-symbolic";
    case BASE_SEVERITY_WARNING:
      return "dialog-warning-symbolic";
    case BASE_SEVERITY_ERROR:
      return "dialog-error-symbolic";
    }
  g_return_val_if_reached (NULL);
}

static const ChecksFinding *
get_finding (ChapeauChecksButton *self, guint nth)
{
  return self->checking->findings->pdata[nth];
}

static guint
count_findings (ChapeauChecksButton *self)
{
  return self->checking != NULL ? self->checking->findings->len : 0;
}

/* ---- the button ------------------------------------------------------------------------------ */

static void
update (ChapeauChecksButton *self)
{
  guint count = count_findings (self);
  BaseSeverity worst = BASE_SEVERITY_HINT;
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *points = chapeau_message_of_points (count);
  g_autofree char *more = NULL;
  const char *tip;

  for (guint i = 0; i < count; i++)
    worst = MAX (worst, get_finding (self, i)->diagnostic->severity);
  gtk_image_set_from_icon_name (self->image,
                                count > 0 ? icon_of (worst) : "object-select-symbolic");
  gtk_label_set_label (self->label, self->compact ? number : points);
  gtk_widget_set_visible (GTK_WIDGET (self->label), count > 0);
  /* Translators: %s is "3 points" or "Nothing to look at". */
  more = g_strdup_printf (_ ("Before publishing: %s (F8 goes from one to the next)"), points);
  tip = count > 0 ? more : points;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->button)), tip) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tip);
  /* Of a menu button the toggle in it takes the focus. */
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->button))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, points, -1);
}

/* ---- the list -------------------------------------------------------------------------------- */

/* The signals' receivers may look again, and then the finding goes. */
static void
emit (ChapeauChecksButton *self, guint which, gpointer finding)
{
  g_autoptr (ChapeauChecking) kept = chapeau_checking_ref (self->checking);

  chapeau_checks_button_close (self);
  g_signal_emit (self, signals[which], 0, finding);
}

static void
on_row_activated (ChapeauChecksButton *self, GtkListBoxRow *row)
{
  emit (self, CHOSEN, g_object_get_data (G_OBJECT (row), KEY));
}

static void
on_fix_clicked (ChapeauChecksButton *self, GtkWidget *button)
{
  emit (self, FIX_ASKED, g_object_get_data (G_OBJECT (button), KEY));
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), SENTENCE_WIDTH);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_fix_button (ChapeauChecksButton *self, const ChecksFinding *finding, const char *sentence)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Correct"));
  g_autofree char *name = g_strdup_printf (_ ("Correct: %s"), sentence);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), KEY, (gpointer) finding);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_fix_clicked), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_row (ChapeauChecksButton *self, const ChecksFinding *finding)
{
  BaseSeverity severity = finding->diagnostic->severity;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_of (severity));
  g_autofree char *sentence = chapeau_message_of_finding (finding);
  g_autofree char *place = self->name_place (self->data, finding);
  g_autofree char *name =
      g_strdup_printf ("%s. %s %s", chapeau_message_of_severity (severity), sentence, place);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (image, chapeau_message_of_severity (severity));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), make_label (sentence, NULL));
  gtk_box_append (GTK_BOX (words), make_label (place, "point-place"));
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  if (finding->diagnostic->fix != NULL && self->editable)
    gtk_box_append (GTK_BOX (box), make_fix_button (self, finding, sentence));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (row), KEY, (gpointer) finding);
  return row;
}

static GtkWidget *
make_list (ChapeauChecksButton *self, const char *name)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (int severity = BASE_SEVERITY_ERROR; severity >= BASE_SEVERITY_HINT; severity--)
    for (guint i = 0; i < count_findings (self); i++)
      if ((int) get_finding (self, i)->diagnostic->severity == severity)
        gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, get_finding (self, i)));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "points");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_activated), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  return scroller;
}

static void
create_popover (GtkMenuButton *button, gpointer data)
{
  ChapeauChecksButton *self = data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  guint count = count_findings (self);
  g_autofree char *title = NULL;

  title = count > 0 ? g_strdup_printf (ngettext ("%u point to look at before publishing",
                                                 "%u points to look at before publishing", count),
                                       count)
                    : chapeau_message_of_points (0);
  gtk_box_append (GTK_BOX (box), make_label (title, "points-title"));
  if (count > 0)
    gtk_box_append (GTK_BOX (box), make_list (self, title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

/* ---- what the window says -------------------------------------------------------------------- */

void
chapeau_checks_button_set_namer (ChapeauChecksButton *self,
                                 ChapeauNamePlace name_place,
                                 gpointer data)
{
  g_return_if_fail (CHAPEAU_IS_CHECKS_BUTTON (self));

  self->name_place = name_place;
  self->data = data;
}

void
chapeau_checks_button_set_checking (ChapeauChecksButton *self,
                                    ChapeauChecking *checking,
                                    gboolean editable)
{
  g_return_if_fail (CHAPEAU_IS_CHECKS_BUTTON (self));

  /* The rows of an open list are of the findings before. */
  if (checking != self->checking)
    chapeau_checks_button_close (self);
  gtk_menu_button_set_popover (self->button, NULL);
  g_clear_pointer (&self->checking, chapeau_checking_unref);
  if (checking != NULL)
    self->checking = chapeau_checking_ref (checking);
  self->editable = editable;
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  update (self);
}

void
chapeau_checks_button_set_compact (ChapeauChecksButton *self, gboolean compact)
{
  g_return_if_fail (CHAPEAU_IS_CHECKS_BUTTON (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  update (self);
}

void
chapeau_checks_button_open (ChapeauChecksButton *self)
{
  g_return_if_fail (CHAPEAU_IS_CHECKS_BUTTON (self));

  gtk_menu_button_popup (self->button);
}

void
chapeau_checks_button_close (ChapeauChecksButton *self)
{
  g_return_if_fail (CHAPEAU_IS_CHECKS_BUTTON (self));

  if (gtk_menu_button_get_popover (self->button) != NULL)
    gtk_menu_button_popdown (self->button);
}

/* ---- object ---------------------------------------------------------------------------------- */

static void
chapeau_checks_button_dispose (GObject *object)
{
  ChapeauChecksButton *self = CHAPEAU_CHECKS_BUTTON (object);

  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  g_clear_pointer (&self->checking, chapeau_checking_unref);
  G_OBJECT_CLASS (chapeau_checks_button_parent_class)->dispose (object);
}

static void
chapeau_checks_button_class_init (ChapeauChecksButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_checks_button_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, CHAPEAU_RESOURCE_PATH
                                               "/ui/chapeau-checks-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauChecksButton, button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauChecksButton, image);
  gtk_widget_class_bind_template_child (widget_class, ChapeauChecksButton, label);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FIX_ASKED] = g_signal_new ("fix-asked", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
chapeau_checks_button_init (ChapeauChecksButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* chapeau-message-bar.c - one sentence about what happened, with the way out as a button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-message-bar.h"

#include "chapeau-mnemonic.h"
#include "chapeau-wrap-layout.h"

#define INFO_SECONDS 6

struct _ChapeauMessageBar
{
  GtkWidget parent_instance;

  /* template */
  GtkRevealer *revealer;
  GtkBox *box;
  GtkImage *icon;
  GtkLabel *label;
  GtkBox *buttons;
  guint n_buttons;
  GtkButton *close_button;

  /* owned */
  char *topic;
  guint timeout;
  guint shown; /* counts the messages */
};

G_DEFINE_FINAL_TYPE (ChapeauMessageBar, chapeau_message_bar, GTK_TYPE_WIDGET)

static void
set_kind (ChapeauMessageBar *self, ChapeauMessageKind kind)
{
  static const char *const classes[] = { "info", "warning", "error" };
  static const char *const icons[] = { "dialog-information-symbolic", "dialog-warning-symbolic",
                                       "dialog-error-symbolic" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->box), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), classes[kind]);
  gtk_image_set_from_icon_name (self->icon, icons[kind]);
}

static void
remove_buttons (ChapeauMessageBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    gtk_box_remove (self->buttons, child);
  self->n_buttons = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), FALSE);
}

static gboolean
on_timeout (gpointer data)
{
  ChapeauMessageBar *self = data;

  self->timeout = 0;
  chapeau_message_bar_hide (self, NULL);
  return G_SOURCE_REMOVE;
}

void
chapeau_message_bar_show (ChapeauMessageBar *self,
                          ChapeauMessageKind kind,
                          const char *topic,
                          const char *sentence)
{
  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_free (self->topic);
  self->topic = g_strdup (topic);
  self->shown++;
  remove_buttons (self);
  set_kind (self, kind);
  gtk_label_set_label (self->label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  if (kind == CHAPEAU_MESSAGE_INFO)
    self->timeout = g_timeout_add_seconds (INFO_SECONDS, on_timeout, self);
}

/* The action has run; it may have shown another message, which stays. */
static void
on_button_clicked (ChapeauMessageBar *self, GtkButton *button)
{
  if (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "shown")) == self->shown)
    chapeau_message_bar_hide (self, NULL);
}

static GtkWidget *
last_button (ChapeauMessageBar *self)
{
  return gtk_widget_get_prev_sibling (gtk_widget_get_last_child (GTK_WIDGET (self->buttons)));
}

void
chapeau_message_bar_add_button (ChapeauMessageBar *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  chapeau_mnemonic_name_button (GTK_BUTTON (button));
  g_object_set_data (G_OBJECT (button), "shown", GUINT_TO_POINTER (self->shown));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  /* The last child of the layout takes the rest of the line: that is an empty one. */
  if (self->n_buttons++ == 0)
    gtk_box_append (self->buttons, gtk_label_new (NULL));
  gtk_box_insert_child_after (self->buttons, button, last_button (self));
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), TRUE);
  /* A message with a way out waits for the person. */
  g_clear_handle_id (&self->timeout, g_source_remove);
}

void
chapeau_message_bar_focus (ChapeauMessageBar *self)
{
  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  if (self->n_buttons > 0)
    gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (self->buttons)));
}

void
chapeau_message_bar_hide (ChapeauMessageBar *self, const char *topic)
{
  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  if (topic != NULL && g_strcmp0 (topic, self->topic) != 0)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->topic, g_free);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

const char *
chapeau_message_bar_get_sentence (ChapeauMessageBar *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MESSAGE_BAR (self), NULL);

  return self->topic != NULL ? gtk_label_get_label (self->label) : NULL;
}

static void
chapeau_message_bar_on_close (ChapeauMessageBar *self)
{
  chapeau_message_bar_hide (self, NULL);
}

/* A bar out of sight is out of the accessibility tree and of the tab order too. */
static void
on_child_revealed (ChapeauMessageBar *self)
{
  if (!gtk_revealer_get_child_revealed (self->revealer)
      && !gtk_revealer_get_reveal_child (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
chapeau_message_bar_dispose (GObject *object)
{
  ChapeauMessageBar *self = CHAPEAU_MESSAGE_BAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->timeout, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_message_bar_parent_class)->dispose (object);
}

static void
chapeau_message_bar_finalize (GObject *object)
{
  ChapeauMessageBar *self = CHAPEAU_MESSAGE_BAR (object);

  g_free (self->topic);
  G_OBJECT_CLASS (chapeau_message_bar_parent_class)->finalize (object);
}

static void
chapeau_message_bar_class_init (ChapeauMessageBarClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CHAPEAU_TYPE_WRAP_LAYOUT);
  object_class->dispose = chapeau_message_bar_dispose;
  object_class->finalize = chapeau_message_bar_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, icon);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, close_button);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_message_bar_on_close);
}

static void
chapeau_message_bar_init (ChapeauMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (self->revealer, "notify::child-revealed", G_CALLBACK (on_child_revealed),
                           self, G_CONNECT_SWAPPED);
}

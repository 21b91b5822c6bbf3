/* chapeau-message-bar.c - one sentence about what happened, with the ways out as buttons.
 *
 * Messages of several matters wait one behind the other: the newest is shown, and when it goes, the
 * one before it is there again. A matter has one message; a new one of the same matter takes its
 * place, not the front, and what only goes on beside the work waits behind all others, so that it
 * hides no question.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-message-bar.h"

#include "chapeau-mnemonic.h"
#include "chapeau-wrap-layout.h"

#define INFO_SECONDS 6

typedef struct
{
  ChapeauMessageKind kind;
  char *topic;
  char *sentence;
  GPtrArray *buttons; /* of char *: label, action, label, action… */
  guint number;       /* no two have the same */
  gboolean lasts;     /* it is not about the post */
} Message;

struct _ChapeauMessageBar
{
  GtkWidget parent_instance;

  /* template */
  GtkBox *box;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *label;
  GtkBox *flow;
  GtkButton *close_button;

  /* owned */
  GPtrArray *messages; /* of Message; the last is shown */
  GHashTable *closed;  /* topics that the person has closed */
  guint timeout;
  guint last_number;
};

enum
{
  FOCUS_LOST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauMessageBar, chapeau_message_bar, GTK_TYPE_WIDGET)

/* ---- messages ---------------------------------------------------------------------------------
 */

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->topic);
  g_free (message->sentence);
  g_ptr_array_unref (message->buttons);
  g_free (message);
}

static Message *
shown (ChapeauMessageBar *self)
{
  return self->messages->len > 0 ? g_ptr_array_index (self->messages, self->messages->len - 1)
                                 : NULL;
}

static Message *
find (ChapeauMessageBar *self, const char *topic, guint *nth)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      Message *message = g_ptr_array_index (self->messages, i);

      *nth = i;
      if (g_strcmp0 (message->topic, topic) == 0)
        return message;
    }
  return NULL;
}

/* The one that was told last, wherever it waits. */
static Message *
newest (ChapeauMessageBar *self, guint *nth)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      Message *message = g_ptr_array_index (self->messages, i);

      *nth = i;
      if (message->number == self->last_number)
        return message;
    }
  return NULL;
}

static void take_away (ChapeauMessageBar *self, guint nth);

/* ---- what is seen ------------------------------------------------------------------------------
 */

static void
show_kind (ChapeauMessageBar *self, ChapeauMessageKind kind)
{
  static const char *const classes[] = { "info", "warning", "error", "progress" };
  static const char *const icons[] = { "dialog-information-symbolic", "dialog-warning-symbolic",
                                       "dialog-error-symbolic", NULL };
  gboolean progress = kind == CHAPEAU_MESSAGE_PROGRESS;

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->box), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), classes[kind]);
  gtk_image_set_from_icon_name (self->icon, icons[kind]);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !progress);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), progress);
  gtk_spinner_set_spinning (self->spinner, progress);
  gtk_widget_set_visible (GTK_WIDGET (self->close_button), !progress);
}

/* The action has run; it may have shown another message of its matter, which stays. */
static void
on_button_clicked (ChapeauMessageBar *self, GtkButton *button)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number"));

  for (guint i = 0; i < self->messages->len; i++)
    if (((Message *) g_ptr_array_index (self->messages, i))->number == number)
      {
        take_away (self, i);
        return;
      }
}

static void
add_button (ChapeauMessageBar *self, Message *message, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkWidget *rest = gtk_widget_get_last_child (GTK_WIDGET (self->flow));

  chapeau_mnemonic_name_button (GTK_BUTTON (button));
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (message->number));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_box_insert_child_after (self->flow, button, gtk_widget_get_prev_sibling (rest));
}

/* Between the sentence and the last child, which takes the rest of the line. */
static void
remove_buttons (ChapeauMessageBar *self)
{
  GtkWidget *child = gtk_widget_get_next_sibling (GTK_WIDGET (self->label));

  for (GtkWidget *next; (next = gtk_widget_get_next_sibling (child)) != NULL; child = next)
    gtk_box_remove (self->flow, child);
}

static gboolean
on_timeout (gpointer data)
{
  ChapeauMessageBar *self = data;

  self->timeout = 0;
  take_away (self, self->messages->len - 1);
  return G_SOURCE_REMOVE;
}

static void
show_message (ChapeauMessageBar *self, Message *message)
{
  show_kind (self, message->kind);
  gtk_label_set_label (self->label, message->sentence);
  for (guint i = 0; i + 1 < message->buttons->len; i += 2)
    add_button (self, message, g_ptr_array_index (message->buttons, i),
                g_ptr_array_index (message->buttons, i + 1));
  /* A message with a way out waits for the person. */
  if (message->kind == CHAPEAU_MESSAGE_INFO && message->buttons->len == 0)
    self->timeout = g_timeout_add_seconds (INFO_SECONDS, on_timeout, self);
}

/* Asked of the window: a widget's focus child can be one that has lost the focus since. */
gboolean
chapeau_message_bar_has_focus (ChapeauMessageBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static gboolean
focus_first (ChapeauMessageBar *self)
{
  return gtk_widget_grab_focus (gtk_widget_get_next_sibling (GTK_WIDGET (self->label)));
}

static void
refresh (ChapeauMessageBar *self)
{
  Message *message = shown (self);
  gboolean had_focus = chapeau_message_bar_has_focus (self);

  g_clear_handle_id (&self->timeout, g_source_remove);
  remove_buttons (self);
  /* A bar out of sight is out of the accessibility tree and of the tab order too. */
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
  if (message != NULL)
    show_message (self, message);
  if (had_focus && !focus_first (self))
    g_signal_emit (self, signals[FOCUS_LOST], 0);
}

static void
take_away (ChapeauMessageBar *self, guint nth)
{
  gboolean seen = nth + 1 == self->messages->len;

  g_ptr_array_remove_index (self->messages, nth);
  if (seen)
    refresh (self);
}

/* ---- calls -------------------------------------------------------------------------------------
 */

void
chapeau_message_bar_show (ChapeauMessageBar *self,
                          ChapeauMessageKind kind,
                          const char *topic,
                          const char *sentence)
{
  Message *message;
  guint nth;

  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  message = find (self, topic, &nth);
  if (message == NULL)
    {
      message = g_new0 (Message, 1);
      message->topic = g_strdup (topic);
      message->buttons = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->messages, message);
    }
  message->kind = kind;
  message->number = ++self->last_number;
  message->lasts = FALSE;
  g_free (message->sentence);
  message->sentence = g_strdup (sentence);
  g_ptr_array_set_size (message->buttons, 0);
  if (message == shown (self))
    refresh (self);
}

void
chapeau_message_bar_add_button (ChapeauMessageBar *self, const char *label, const char *action)
{
  Message *message;
  guint nth = 0;

  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  message = newest (self, &nth);
  g_return_if_fail (message != NULL);
  g_ptr_array_add (message->buttons, g_strdup (label));
  g_ptr_array_add (message->buttons, g_strdup (action));
  if (message != shown (self))
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  add_button (self, message, label, action);
}

void
chapeau_message_bar_put_back (ChapeauMessageBar *self)
{
  Message *message;
  guint nth = 0;

  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  message = newest (self, &nth);
  g_return_if_fail (message != NULL);
  if (nth == 0)
    return;
  g_ptr_array_steal_index (self->messages, nth);
  g_ptr_array_insert (self->messages, 0, message);
  refresh (self);
}

void
chapeau_message_bar_make_last (ChapeauMessageBar *self)
{
  Message *message;
  guint nth = 0;

  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  message = newest (self, &nth);
  g_return_if_fail (message != NULL);
  message->lasts = TRUE;
}

void
chapeau_message_bar_focus (ChapeauMessageBar *self)
{
  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  focus_first (self);
}

void
chapeau_message_bar_hide (ChapeauMessageBar *self, const char *topic)
{
  guint nth;

  g_return_if_fail (CHAPEAU_IS_MESSAGE_BAR (self));

  if (topic != NULL)
    {
      g_hash_table_remove (self->closed, topic);
      if (find (self, topic, &nth) != NULL)
        take_away (self, nth);
      return;
    }
  g_hash_table_remove_all (self->closed);
  for (guint i = self->messages->len; i-- > 0;)
    if (!((Message *) g_ptr_array_index (self->messages, i))->lasts)
      g_ptr_array_remove_index (self->messages, i);
  refresh (self);
}

gboolean
chapeau_message_bar_was_closed (ChapeauMessageBar *self, const char *topic)
{
  g_return_val_if_fail (CHAPEAU_IS_MESSAGE_BAR (self), FALSE);

  return g_hash_table_contains (self->closed, topic);
}

static void
chapeau_message_bar_on_close (ChapeauMessageBar *self)
{
  g_hash_table_add (self->closed, g_strdup (shown (self)->topic));
  take_away (self, self->messages->len - 1);
}

/* ---- object ------------------------------------------------------------------------------------
 */

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

  g_ptr_array_unref (self->messages);
  g_hash_table_unref (self->closed);
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
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, icon);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, flow);
  gtk_widget_class_bind_template_child (widget_class, ChapeauMessageBar, close_button);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_message_bar_on_close);
  signals[FOCUS_LOST] = g_signal_new ("focus-lost", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_message_bar_init (ChapeauMessageBar *self)
{
  self->messages = g_ptr_array_new_with_free_func (message_free);
  self->closed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

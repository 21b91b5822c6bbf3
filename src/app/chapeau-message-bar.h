/* chapeau-message-bar.h - one sentence about what happened, with the ways out as buttons.
 *
 * Signals: "focus-lost" ()   the keyboard was in a message that went; it should go to the text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CHAPEAU_MESSAGE_INFO,     /* goes away by itself */
  CHAPEAU_MESSAGE_WARNING,  /* stays until closed */
  CHAPEAU_MESSAGE_ERROR,    /* stays until closed */
  CHAPEAU_MESSAGE_PROGRESS, /* stays until hidden: something goes on */
} ChapeauMessageKind;

#define CHAPEAU_TYPE_MESSAGE_BAR (chapeau_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauMessageBar, chapeau_message_bar, CHAPEAU, MESSAGE_BAR, GtkWidget)

/* @topic tells messages of one matter apart from others: a new one takes the place of the old one
 * of its matter, and a solved matter takes only its own message away. */
void chapeau_message_bar_show (ChapeauMessageBar *self,
                               ChapeauMessageKind kind,
                               const char *topic,
                               const char *sentence);
/* For the message shown last: a button; @action is a detailed action name. Its click hides the
 * message. */
void
chapeau_message_bar_add_button (ChapeauMessageBar *self, const char *label, const char *action);
/* The same: it waits behind all others. */
void chapeau_message_bar_put_back (ChapeauMessageBar *self);
/* The same: it is not about the post, and stays when another post is shown. */
void chapeau_message_bar_make_last (ChapeauMessageBar *self);
/* Puts the focus on the first button, so that Enter takes the way out. */
void chapeau_message_bar_focus (ChapeauMessageBar *self);
gboolean chapeau_message_bar_has_focus (ChapeauMessageBar *self);
/* NULL: all that is about the post. */
void chapeau_message_bar_hide (ChapeauMessageBar *self, const char *topic);
/* The person has closed a message of this matter since it was last hidden: what is told again and
 * again need not be. */
gboolean chapeau_message_bar_was_closed (ChapeauMessageBar *self, const char *topic);

G_END_DECLS

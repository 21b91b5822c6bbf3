/* chapeau-message-bar.h - one sentence about what happened, with the way out as a button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CHAPEAU_MESSAGE_INFO,    /* goes away by itself */
  CHAPEAU_MESSAGE_WARNING, /* stays until closed */
  CHAPEAU_MESSAGE_ERROR,   /* stays until closed */
} ChapeauMessageKind;

#define CHAPEAU_TYPE_MESSAGE_BAR (chapeau_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauMessageBar, chapeau_message_bar, CHAPEAU, MESSAGE_BAR, GtkWidget)

/* Replaces what is shown. @topic tells messages of one matter apart from others, so that a solved
 * matter takes only its own message away. */
void chapeau_message_bar_show (ChapeauMessageBar *self,
                               ChapeauMessageKind kind,
                               const char *topic,
                               const char *sentence);
/* A button for the message shown; @action is a detailed action name. Its click hides the bar. */
void
chapeau_message_bar_add_button (ChapeauMessageBar *self, const char *label, const char *action);
/* Puts the focus on the first button, so that Enter takes the way out. */
void chapeau_message_bar_focus (ChapeauMessageBar *self);
/* NULL: whatever is shown. */
void chapeau_message_bar_hide (ChapeauMessageBar *self, const char *topic);
/* The sentence shown, or NULL; borrowed. */
const char *chapeau_message_bar_get_sentence (ChapeauMessageBar *self);

G_END_DECLS

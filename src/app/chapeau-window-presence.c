/* chapeau-window-presence.c - who else writes in the post shown: a courtesy, never a lock.
 *
 * Four ways on: read along, write a copy, take over, write all the same. Whatever is chosen, saving
 * meets a colleague's change as always.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>

#define TOPIC "presence"

static StorePresence *
dup_presence (ChapeauWindow *self)
{
  return store_post_dup_presence (chapeau_document_get_post (self->document));
}

static void
show (ChapeauWindow *self, ChapeauMessageKind kind, char *sentence)
{
  chapeau_message_bar_show (self->message_bar, kind, TOPIC, sentence);
  chapeau_message_bar_put_back (self->message_bar);
  g_free (sentence);
}

static void
add (ChapeauWindow *self, const char *label, const char *action)
{
  chapeau_message_bar_add_button (self->message_bar, label, action);
}

static char *
dup_sentence_of_writer (const StorePresence *presence)
{
  g_autofree char *clock = chapeau_message_of_moment (CHAPEAU_MOMENT_SINCE, presence->since);

  if (presence->mine)
    return g_strdup_printf (_ ("You have been writing in this post %s, in another window."), clock);
  /* Translators: a colleague's name, then "since 14:02". */
  return g_strdup_printf (_ ("%s has been writing in this post %s."), presence->person, clock);
}

static void
tell_taken (ChapeauWindow *self, const StorePresence *presence)
{
  g_autofree char *clock = chapeau_message_of_moment (CHAPEAU_MOMENT_AT, presence->since);

  show (self, CHAPEAU_MESSAGE_WARNING,
        /* Translators: a colleague's name, then "at 14:02". */
        g_strdup_printf (_ ("%s took over this post %s. Everything you typed is kept."),
                         presence->person, clock));
  add (self, _ ("_Read along"), "win.read-along");
  add (self, _ ("Write a c_opy"), "win.write-copy");
  add (self, _ ("_Take over again"), "win.take-over");
  add (self, _ ("Write _all the same"), "win.write-anyway");
}

static void
tell_reading (ChapeauWindow *self, const StorePresence *presence)
{
  show (self, CHAPEAU_MESSAGE_WARNING,
        /* Translators: the name of a colleague. */
        g_strdup_printf (_ ("You are reading along while %s writes."), presence->person));
  add (self, _ ("_Take over"), "win.take-over");
  add (self, _ ("Write _all the same"), "win.write-anyway");
}

static void
tell_alive (ChapeauWindow *self, const StorePresence *presence)
{
  if (chapeau_document_is_reading (self->document))
    tell_reading (self, presence);
  else if (g_strcmp0 (self->answered, presence->person) == 0)
    chapeau_message_bar_hide (self->message_bar, TOPIC);
  else if (presence->taken)
    tell_taken (self, presence);
  else
    {
      show (self, CHAPEAU_MESSAGE_WARNING, dup_sentence_of_writer (presence));
      add (self, _ ("_Read along"), "win.read-along");
      add (self, _ ("Write a c_opy"), "win.write-copy");
      add (self, _ ("_Take over"), "win.take-over");
      add (self, _ ("Write _all the same"), "win.write-anyway");
    }
}

static void
tell_left (ChapeauWindow *self)
{
  if (!chapeau_document_is_reading (self->document))
    {
      chapeau_message_bar_hide (self->message_bar, TOPIC);
      return;
    }
  show (self, CHAPEAU_MESSAGE_WARNING, g_strdup (_ ("Nobody writes in this post any more.")));
  add (self, _ ("_Write"), "win.write-anyway");
}

void
chapeau_window_tell_presence (ChapeauWindow *self)
{
  g_autoptr (StorePresence) presence = dup_presence (self);

  switch (presence->kind)
    {
    case STORE_PRESENCE_ALIVE:
      tell_alive (self, presence);
      break;
    case STORE_PRESENCE_ABANDONED:
      /* Our own program that ended without a word: the next change takes it by itself. */
      if (presence->mine)
        {
          tell_left (self);
          break;
        }
      show (self, CHAPEAU_MESSAGE_WARNING,
            /* Translators: the name of a colleague. */
            g_strdup_printf (_ ("%s began to write in this post and seems to have left it."),
                             presence->person));
      add (self, _ ("_Take over"), "win.take-over");
      break;
    case STORE_PRESENCE_OURS:
      chapeau_message_bar_hide (self->message_bar, TOPIC);
      break;
    case STORE_PRESENCE_NONE:
      tell_left (self);
      break;
    }
}

static void
on_presence_changed (ChapeauWindow *self, StorePost *post)
{
  if (self->document != NULL && chapeau_document_get_post (self->document) == post
      && !chapeau_window_is_comparing (self))
    chapeau_window_tell_presence (self);
  /* The list follows at once, not at its next round. */
  if (self->workspace != NULL)
    chapeau_workspace_refresh (self->workspace);
}

void
chapeau_window_watch_presence (ChapeauWindow *self, ChapeauDocument *document)
{
  g_signal_connect_object (chapeau_document_get_post (document), "presence-changed",
                           G_CALLBACK (on_presence_changed), self, G_CONNECT_SWAPPED);
}

/* ---- choices ------------------------------------------------------------------------------------
 */

static void
set_reading (ChapeauWindow *self, gboolean reading)
{
  if (chapeau_document_is_reading (self->document) == reading)
    return;
  chapeau_document_set_reading (self->document, reading);
  chapeau_source_pane_update_editable (chapeau_editor_pane_get_source (self->editor_pane));
  chapeau_window_update_actions (self);
}

void
chapeau_window_read_along (ChapeauWindow *self)
{
  /* What was typed before is no one else's: it is kept on this computer and offered again. */
  set_reading (self, TRUE);
  chapeau_window_tell_presence (self);
}

void
chapeau_window_write_here (ChapeauWindow *self)
{
  g_autoptr (StorePresence) presence = dup_presence (self);

  g_free (self->answered);
  self->answered = g_strdup (presence->person);
  set_reading (self, FALSE);
  chapeau_message_bar_hide (self->message_bar, TOPIC);
  chapeau_source_pane_focus (chapeau_editor_pane_get_source (self->editor_pane));
}

void
chapeau_window_take_over (ChapeauWindow *self)
{
  g_autoptr (StorePresence) presence = dup_presence (self);

  set_reading (self, FALSE);
  g_clear_pointer (&self->answered, g_free);
  store_post_take_over (chapeau_document_get_post (self->document));
  if (presence->kind == STORE_PRESENCE_ALIVE && !presence->mine)
    {
      /* Translators: the name of a colleague. */
      g_autofree char *sentence =
          g_strdup_printf (_ ("You have taken over; %s is being told."), presence->person);

      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "taken-over", sentence);
    }
  chapeau_source_pane_focus (chapeau_editor_pane_get_source (self->editor_pane));
}

void
chapeau_window_copy_instead (ChapeauWindow *self)
{
  g_autoptr (GBytes) text = chapeau_document_dup_text (self->document);

  chapeau_window_write_copy (self, _ ("copy-of-"), text);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "copy",
                            _ ("This is your copy, as a draft."));
}

/* Another name in the preferences: colleagues see it from the next beat on. */
void
chapeau_window_rename_person (ChapeauWindow *self)
{
  g_autofree char *person = g_settings_get_string (self->settings, "person-name");

  if (self->workspace != NULL)
    store_folder_set_person (chapeau_workspace_get_folder (self->workspace),
                             *person != '\0' ? person : NULL);
}

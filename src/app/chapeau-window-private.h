/* chapeau-window-private.h - the window's parts, shared by its files only.
 *
 *   chapeau-window.c            the object: template, sizes, layout, what is shown where
 *   chapeau-window-actions.c    the actions, and the one function that says which are possible
 *   chapeau-window-documents.c  opening, switching, closing; what the store tells
 *   chapeau-window-outside.c    changes of others, and posts that cannot be edited as they are
 *   chapeau-window-publish.c    new post, save a copy, publish, back to draft
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-editor-pane.h"
#include "chapeau-message-bar.h"
#include "chapeau-preview-pane.h"
#include "chapeau-sidebar.h"
#include "chapeau-window.h"

struct _ChapeauWindow
{
  GtkApplicationWindow parent_instance;

  /* template */
  GtkStack *stack;
  GtkLabel *welcome_message;
  GtkLabel *title_label;
  GtkLabel *status_label;
  GtkPaned *outer_paned;
  GtkPaned *inner_paned;
  GtkWidget *editor_box;
  GtkStack *post_stack;
  ChapeauSidebar *sidebar;
  ChapeauMessageBar *message_bar;
  ChapeauEditorPane *editor_pane;
  ChapeauPreviewPane *preview_pane;
  GtkWidget *publish_button;
  GtkWidget *post_menu_button;
  GtkWidget *layout_box;
  GtkWidget *sidebar_button;
  GtkWidget *new_button;

  /* borrowed */
  GSettings *settings;

  /* owned */
  ChapeauWorkspace *workspace;
  ChapeauDocument *document; /* the one that is shown */
  GHashTable *documents;     /* all that are open: the one shown, and those with unsaved changes */
  GCancellable *opening;     /* of the folder or post that is being opened */
  GBytes *theirs;            /* a colleague's text, waiting for a decision */
  char *layout;              /* as chosen: "side", "source", "preview" */
  GtkFileChooserNative *chooser;

  gboolean closing; /* saving everything in order to close */
  gboolean narrow;
};

/* chapeau-window.c */
void chapeau_window_update_title (ChapeauWindow *self);
void chapeau_window_apply_layout (ChapeauWindow *self);
void chapeau_window_show_error (ChapeauWindow *self, const char *topic, const char *sentence);

/* chapeau-window-actions.c */
void chapeau_window_install_actions (GtkWidgetClass *class);
void chapeau_window_add_stateful_actions (ChapeauWindow *self);
void chapeau_window_update_actions (ChapeauWindow *self);

/* chapeau-window-documents.c */
/* @relative: a post to open in it, or NULL: the newest. */
void chapeau_window_open_post (ChapeauWindow *self, const char *relative_path);
/* Shows @document (NULL: none); the one shown before stays open while it has unsaved changes. */
void chapeau_window_show_document (ChapeauWindow *self, ChapeauDocument *document);
/* TRUE: nothing is unsaved, the window may go. Otherwise the person is asked. */
gboolean chapeau_window_ask_to_close (ChapeauWindow *self);
void chapeau_window_flush (ChapeauWindow *self);

/* chapeau-window-outside.c */
void chapeau_window_watch_document (ChapeauWindow *self, ChapeauDocument *document);
void chapeau_window_tell_editability (ChapeauWindow *self);
void chapeau_window_reload_document (ChapeauWindow *self);
void chapeau_window_keep_mine (ChapeauWindow *self);
void chapeau_window_take_theirs (ChapeauWindow *self);
void chapeau_window_keep_both (ChapeauWindow *self);
void chapeau_window_convert (ChapeauWindow *self);
void chapeau_window_take_over (ChapeauWindow *self);

/* chapeau-window-publish.c */
void chapeau_window_new_post (ChapeauWindow *self);
void chapeau_window_save_copy (ChapeauWindow *self);
void chapeau_window_publish (ChapeauWindow *self);
void chapeau_window_unpublish (ChapeauWindow *self);
gboolean chapeau_window_can_publish (ChapeauWindow *self);
gboolean chapeau_window_can_unpublish (ChapeauWindow *self);

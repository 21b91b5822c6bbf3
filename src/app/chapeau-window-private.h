/* chapeau-window-private.h - the window's parts, shared by its files only.
 *
 *   chapeau-window.c            the object: template, sizes, layout, what is shown where
 *   chapeau-window-actions.c    the actions, and the one function that says which are possible
 *   chapeau-window-documents.c  opening, switching; what the store tells
 *   chapeau-window-close.c      closing with texts that are not in the folder yet
 *   chapeau-window-work.c       work in other threads: progress, and a way to stop it
 *   chapeau-window-outside.c    changes of others, and posts that cannot be edited as they are
 *   chapeau-window-presence.c   who else writes in the post shown
 *   chapeau-window-preview.c    the page beside the text, and its actions
 *   chapeau-window-compare.[ch] two versions in place of the editor
 *   chapeau-window-delete.c     a post goes out of the site, and comes back
 *   chapeau-window-copies.c     second versions that sync programs put beside a post
 *   chapeau-window-history.c    earlier versions of the post shown
 *   chapeau-window-recovery.c   what an earlier run left: compared, taken or set aside
 *   chapeau-recovered.c         the same: looked for and kept together
 *   chapeau-pasted.c            what was pasted last, and the ways out
 *   chapeau-window-publish.c    new post, save a copy, publish, back to draft
 *   chapeau-window-checks.c     what is to be looked at before publishing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-checks-button.h"
#include "chapeau-editor-pane.h"
#include "chapeau-message-bar.h"
#include "chapeau-preview-pane.h"
#include "chapeau-sidebar.h"
#include "chapeau-window-compare.h"

typedef struct _ChapeauPasted ChapeauPasted;
typedef struct _ChapeauRemoval ChapeauRemoval;
typedef struct _ChapeauProgress ChapeauProgress;

struct _ChapeauWindow
{
  GtkApplicationWindow parent_instance;

  /* template */
  GtkHeaderBar *header_bar;
  GtkStack *stack;
  ChapeauMessageBar *welcome_bar;
  GtkLabel *title_label;
  GtkLabel *status_label;
  GtkPaned *outer_paned;
  GtkWidget *work_box; /* all but the list */
  GtkPaned *inner_paned;
  GtkStack *post_stack;
  ChapeauSidebar *sidebar;
  ChapeauMessageBar *message_bar;
  ChapeauEditorPane *editor_pane;
  ChapeauPreviewPane *preview_pane;
  GtkWidget *publish_button;
  ChapeauChecksButton *checks_button;
  GtkWidget *post_menu_button;
  GtkWidget *main_menu_button;
  GtkWidget *layout_box;
  GtkWidget *side_button;
  GtkWidget *sidebar_button;
  GtkWidget *new_button;

  /* borrowed */
  GSettings *settings;

  /* owned */
  ChapeauWorkspace *workspace;
  ChapeauDocument *document; /* the one that is shown */
  GHashTable *documents;     /* all that are open: the one shown, and those with unsaved changes */
  GCancellable *opening;     /* of the folder or post that is being opened */
  ChapeauComparison *comparison; /* NULL until the first one */
  GBytes *before;                /* the way back: the text before the last one that was put in */
  GBytes *base_before; /* what that came from, if the base became another with it; NULL: not */
  GBytes *base_after;  /* the other one */
  GBytes *refused;     /* a colleague's version whose merge was taken back: it is asked about */
  GBytes *outside;     /* what a colleague saved while something else is compared */
  char *answered;      /* beside whom the person chose to write, in the post shown */
  char *layout;        /* as chosen: "side", "source", "preview" */
  /* What was pasted last, while its message can be answered. */
  ChapeauPasted *pasted;
  ChapeauRemoval *deleted; /* last, while it can be taken back */
  GtkFileChooserNative *chooser;
  GtkWindow *preview_window; /* the page's own window; NULL: it is in this one */
  GPtrArray *progresses;     /* of ChapeauProgress, borrowed: what goes on */
  ChapeauChecker *checker;   /* NULL until something is to be looked at */
  ChapeauChecking *checking; /* of the post shown; NULL: nobody has looked yet */
  guint check_timeout;
  int check_at;    /* the finding that was gone to last, -1: none */
  int check_next;  /* 1 or -1: go on by that when it is known; 0: no */
  guint last_work; /* counts the works in other threads */
  guint closing_timeout;

  gboolean closing;        /* saving everything in order to close */
  gboolean closing_anyway; /* the person waits no longer */
  int room;                /* in how many steps; 0 before the first size */
  guint first_sight;       /* source that shows the window without what is being opened */
  int width;               /* as last given */
  gboolean page_tab;       /* of the two tabs of a narrow window, the page's */
  gboolean asked_early;    /* to publish, before it was known what is to be looked at */
  gboolean list_open;      /* shown in place of the text, in a very narrow window */
};

/* chapeau-window.c */
void chapeau_window_update_title (ChapeauWindow *self);
void chapeau_window_apply_layout (ChapeauWindow *self);
/* What was being opened is there, or will not come: nothing more is waited for. */
void chapeau_window_has_content (ChapeauWindow *self);
/* What is about to be typed or found can be seen, whatever was shown alone. */
void chapeau_window_reveal_editor (ChapeauWindow *self);
/* Too narrow for text and page side by side. */
gboolean chapeau_window_is_narrow (ChapeauWindow *self);
/* Too narrow for every button of the header bar. */
gboolean chapeau_window_is_compact (ChapeauWindow *self);
/* Too narrow for all but the menus. */
gboolean chapeau_window_is_tiny (ChapeauWindow *self);
/* Too narrow for the list beside the text. */
gboolean chapeau_window_is_very_narrow (ChapeauWindow *self);
/* The bar that can be seen: before a folder is open there is no other pane. Borrowed. */
ChapeauMessageBar *chapeau_window_get_bar (ChapeauWindow *self);
void chapeau_window_show_error (ChapeauWindow *self, const char *topic, const char *sentence);

/* chapeau-window-actions.c */
void chapeau_window_install_actions (GtkWidgetClass *class);
void chapeau_window_add_stateful_actions (ChapeauWindow *self);
void chapeau_window_update_actions (ChapeauWindow *self);
/* What the buttons for the list and the layout show. */
void chapeau_window_update_layout_actions (ChapeauWindow *self, gboolean list);

/* chapeau-window-documents.c */
/* @relative: a post to open in it, or NULL: the newest. */
void chapeau_window_open_post (ChapeauWindow *self, const char *relative_path);
/* A folder or a post is being opened. */
gboolean chapeau_window_is_opening (ChapeauWindow *self);
/* Shows @document (NULL: none); the one shown before stays open while it has unsaved changes. */
void chapeau_window_show_document (ChapeauWindow *self, ChapeauDocument *document);
/* The setting was changed. */
void chapeau_window_update_autosave (ChapeauWindow *self);
/* Keeps @document open behind the one shown. */
void chapeau_window_adopt (ChapeauWindow *self, ChapeauDocument *document);
/* The open document of a path, or NULL. Borrowed. */
ChapeauDocument *chapeau_window_find_open (ChapeauWindow *self, const char *path);
/* The person says that the folder in the place of ours is the right one. */
void chapeau_window_adopt_folder (ChapeauWindow *self);

/* chapeau-window-close.c */
/* TRUE: the window may go. Otherwise the person is asked, or what is being saved is waited for. */
gboolean chapeau_window_ask_to_close (ChapeauWindow *self);
/* A save of @document ended. */
void chapeau_window_go_on_closing (ChapeauWindow *self, ChapeauDocument *document);
void chapeau_window_close_now (ChapeauWindow *self);
void chapeau_window_stay (ChapeauWindow *self);
/* What was typed is on this computer's disk when it returns. */
void chapeau_window_flush (ChapeauWindow *self);

/* chapeau-window-work.c */
/* After a second @sentence is shown, with a button that cancels @cancellable. NULL: it cannot be
 * stopped, and there is no button. */
ChapeauProgress *
chapeau_progress_new (ChapeauWindow *self, const char *sentence, GCancellable *cancellable);
void chapeau_progress_end (ChapeauProgress *progress);
void chapeau_window_cancel_work (ChapeauWindow *self);
/* Runs @function in a thread; it finds @data as the task's data. @callback is called with the
 * window, unless the person stopped it or another folder is open by then; then @data is freed in
 * that thread. */
void chapeau_window_work (ChapeauWindow *self,
                          const char *sentence,
                          GTaskThreadFunc function,
                          GAsyncReadyCallback callback,
                          gpointer data,
                          GDestroyNotify free_data);
/* No other work was begun since: what the person chose last counts. */
gboolean chapeau_window_is_newest (ChapeauWindow *self, GTask *task);
/* The folder that was open when the work began. Borrowed. */
StoreFolder *chapeau_work_get_folder (GTask *task);

/* chapeau-window-delete.c */
gboolean chapeau_window_can_delete (ChapeauWindow *self);
void chapeau_window_ask_to_delete (ChapeauWindow *self);
/* The post that was deleted last is where it was, and shown. */
void chapeau_window_undelete (ChapeauWindow *self);
void chapeau_removal_free (ChapeauRemoval *removal);

/* chapeau-window-renamed.c */
/* The file of the post shown is gone, perhaps under another name. */
void chapeau_window_tell_gone (ChapeauWindow *self);
void chapeau_window_follow (ChapeauWindow *self);

/* chapeau-window-outside.c */
void chapeau_window_watch_document (ChapeauWindow *self, ChapeauDocument *document);
void chapeau_window_tell_editability (ChapeauWindow *self);
void chapeau_window_tell_outside (ChapeauWindow *self);
void chapeau_window_reload_document (ChapeauWindow *self);
void chapeau_window_keep_mine (ChapeauWindow *self);
void chapeau_window_keep_both (ChapeauWindow *self);
void chapeau_window_take_back (ChapeauWindow *self);
void chapeau_window_convert (ChapeauWindow *self);
void chapeau_window_compare_with_theirs (ChapeauWindow *self);
/* What is there now can be had back by win.take-back; or another text. */
void chapeau_window_keep_way_back (ChapeauWindow *self);
void chapeau_window_set_way_back (ChapeauWindow *self, GBytes *text);
/* Another post is shown. */
void chapeau_window_forget_way_back (ChapeauWindow *self);
/* A comparison ended: what came in meanwhile is taken or told. */
void chapeau_window_meet_outside (ChapeauWindow *self);
/* A new draft beside the post shown, named @prefix and its name; it is shown and saved. */
void chapeau_window_write_copy (ChapeauWindow *self, const char *prefix, GBytes *text);
/* A file of the folder in a worker: g_task_propagate_pointer gives its GBytes, the task data is the
 * path, the source object the window. */
void chapeau_window_read_file (ChapeauWindow *self, const char *path, GAsyncReadyCallback callback);

/* chapeau-window-presence.c */
void chapeau_window_watch_presence (ChapeauWindow *self, ChapeauDocument *document);
void chapeau_window_tell_presence (ChapeauWindow *self);
void chapeau_window_read_along (ChapeauWindow *self);
void chapeau_window_write_here (ChapeauWindow *self);
void chapeau_window_take_over (ChapeauWindow *self);
void chapeau_window_copy_instead (ChapeauWindow *self);
/* The setting was changed. */
void chapeau_window_rename_person (ChapeauWindow *self);

/* chapeau-window-preview.c */
void chapeau_window_connect_preview (ChapeauWindow *self);
void chapeau_window_add_preview_actions (ChapeauWindow *self);
void chapeau_window_update_preview_actions (ChapeauWindow *self);
/* The page comes back out of its own window. */
void chapeau_window_attach_preview (ChapeauWindow *self);

/* chapeau-window-copies.c */
/* TRUE if the post shown has second versions beside it and the bar says so. */
gboolean chapeau_window_tell_copies (ChapeauWindow *self);
void chapeau_window_watch_copies (ChapeauWindow *self);
void chapeau_window_keep_copy (ChapeauWindow *self);
void chapeau_window_compare_copy (ChapeauWindow *self);

/* chapeau-pasted.c */
/* Plain text in place of what was pasted last; its pictures into the site. */
void chapeau_window_paste_plain_instead (ChapeauWindow *self);
void chapeau_window_bring_pasted_in (ChapeauWindow *self);
/* Another post is shown. */
void chapeau_window_forget_pasted (ChapeauWindow *self);

/* chapeau-window-history.c */
void chapeau_window_show_history (ChapeauWindow *self);

/* chapeau-window-recovery.c */
/* At the opening of a folder: what was waiting goes on, what was not saved is offered. */
void chapeau_window_look_for_recoveries (ChapeauWindow *self);
void chapeau_window_show_recoveries (ChapeauWindow *self);
void chapeau_window_discard_recovery (ChapeauWindow *self);

/* chapeau-window-publish.c */
void chapeau_window_new_post (ChapeauWindow *self);
/* A new draft with the text of the post shown. */
void chapeau_window_duplicate (ChapeauWindow *self);
/* A free name among the drafts for a post of this title. */
char *chapeau_window_dup_new_path (ChapeauWindow *self, const char *title);
void chapeau_window_save_copy (ChapeauWindow *self);
void chapeau_window_ask_to_publish (ChapeauWindow *self);
void chapeau_window_publish (ChapeauWindow *self);
void chapeau_window_unpublish (ChapeauWindow *self);
gboolean chapeau_window_can_publish (ChapeauWindow *self);
gboolean chapeau_window_can_unpublish (ChapeauWindow *self);
void chapeau_window_publish_now (ChapeauWindow *self);
/* What was being found out when the person asked to publish is known. */
void chapeau_window_ask_again_to_publish (ChapeauWindow *self);

/* chapeau-window-checks.c */
void chapeau_window_connect_checks (ChapeauWindow *self);
void chapeau_window_end_checks (ChapeauWindow *self);
void chapeau_window_watch_checks (ChapeauWindow *self, ChapeauDocument *document);
/* Another post is shown. */
void chapeau_window_start_checks (ChapeauWindow *self);
/* Is what is known of the text as it is now? If not, it is looked for at once. */
gboolean chapeau_window_knows_points (ChapeauWindow *self);
guint chapeau_window_count_points (ChapeauWindow *self, guint *errors);
/* In words; NULL if there is none. New string. */
char *chapeau_window_dup_first_error (ChapeauWindow *self);
void chapeau_window_next_point (ChapeauWindow *self);
void chapeau_window_previous_point (ChapeauWindow *self);
void chapeau_window_show_points (ChapeauWindow *self);
/* The repair of the point that was gone to last. */
void chapeau_window_correct_point (ChapeauWindow *self);

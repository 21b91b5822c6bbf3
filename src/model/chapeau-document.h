/* chapeau-document.h - one open post.
 *
 * A document is two parts: the header (the front matter with its fences, kept here as bytes and
 * changed only by edits) and the body (kept by a ChapeauBodySource while it is edited). Their bytes
 * one after the other are the file, always.
 *
 * What always holds:
 *  1. A document that was not changed has exactly the bytes that were loaded.
 *  2. Every change reaches the journal (this computer) by itself; saving in the folder never
 *     validates anything.
 *  3. Only a success of the store moves a document to CLEAN.
 *  4. Undo of the header gives back the exact bytes.
 *
 * State moves (chapeau_document_can_move tells each pair):
 *
 *            change            save              stored
 *    CLEAN ─────────► DIRTY ─────────► SAVING ─────────► CLEAN
 *                       ▲                │ │ typed meanwhile ─► DIRTY
 *                       │                │ └ share away ──────► PENDING ── settled ─► CLEAN
 *                       └── resolved ── CONFLICT ◄── a colleague saved
 *    any of these ── journal failed ──► ERROR ── journaled again ─► DIRTY
 *    READ_ONLY has no way out.
 *
 * Signals:
 *   "header-changed" ()             form: read the fields again
 *   "text-changed" (GBytes *text)   a snapshot after a burst of changes, from an idle: preview
 *   "notify::state", "notify::title", "notify::path" …
 *   "changed-outside" (int StoreChange, GBytes *theirs)
 *   "save-finished" (StoreSaveResult *)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-body-source.h"
#include "chapeau-workspace.h"

#include <frontmatter.h>
#include <store.h>

G_BEGIN_DECLS

typedef enum
{
  CHAPEAU_DOCUMENT_CLEAN,     /* equal to what is in the folder */
  CHAPEAU_DOCUMENT_DIRTY,     /* changed; on this computer within a second */
  CHAPEAU_DOCUMENT_SAVING,    /* a save is under way */
  CHAPEAU_DOCUMENT_PENDING,   /* saved on this computer, waits for the folder */
  CHAPEAU_DOCUMENT_CONFLICT,  /* the folder has a text that we have not seen */
  CHAPEAU_DOCUMENT_READ_ONLY, /* shown, never written */
  CHAPEAU_DOCUMENT_ERROR,     /* not even this computer keeps it */
} ChapeauDocumentState;

#define CHAPEAU_TYPE_DOCUMENT (chapeau_document_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauDocument, chapeau_document, CHAPEAU, DOCUMENT, GObject)

gboolean chapeau_document_can_move (ChapeauDocumentState from, ChapeauDocumentState to);

/* Opens a post of the workspace. */
void chapeau_document_load_async (ChapeauWorkspace *workspace,
                                  const char *relative_path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
ChapeauDocument *chapeau_document_load_finish (GAsyncResult *result, GError **error);
ChapeauDocument *
chapeau_document_load_sync (ChapeauWorkspace *workspace, const char *relative_path, GError **error);
/* A new post, not in the folder before its first save; @text is its beginning, @path the name it
 * will have (chapeau_document_set_planned_path changes it until then). */
ChapeauDocument *
chapeau_document_new_untitled (ChapeauWorkspace *workspace, const char *path, GBytes *text);
/* The same post with its text read as Windows-1252, to be looked at and saved by the person; the
 * file keeps its bytes until then. NULL if @self can be edited as it is. */
ChapeauDocument *chapeau_document_new_converted (ChapeauDocument *self);

/* A text that is only looked at, in a preview: READ_ONLY, written nowhere. @path: as if it were
 * that post. */
ChapeauDocument *
chapeau_document_new_view (ChapeauWorkspace *workspace, const char *path, GBytes *text);
/* Another text of a view. */
void chapeau_document_show_text (ChapeauDocument *self, GBytes *text);
/* What an earlier run left: @post of store_post_resume_sync, @text what is to be gone on with.
 * @path: of an untitled post the planned name. */
ChapeauDocument *chapeau_document_new_resumed (ChapeauWorkspace *workspace,
                                               StorePost *post,
                                               const char *path,
                                               GBytes *text);

/* ---- parts ---- */

ChapeauWorkspace *chapeau_document_get_workspace (ChapeauDocument *self);
/* Relative to the workspace; of a new post the planned one. */
const char *chapeau_document_get_path (ChapeauDocument *self);
void chapeau_document_set_planned_path (ChapeauDocument *self, const char *path);
gboolean chapeau_document_is_untitled (ChapeauDocument *self);
StorePost *chapeau_document_get_post (ChapeauDocument *self);
/* The header as it is now; borrowed until the next change of it. */
FmHeader *chapeau_document_get_header (ChapeauDocument *self);
GBytes *chapeau_document_get_header_bytes (ChapeauDocument *self);
/* The body: of the source if there is one, else as loaded. */
GBytes *chapeau_document_dup_body (ChapeauDocument *self);
/* The whole file as it would be saved now. Of a text in an old encoding, its conversion, which is
 * what is shown. */
GBytes *chapeau_document_dup_text (ChapeauDocument *self);
/* The title of the header, or the file's name. */
const char *chapeau_document_get_title (ChapeauDocument *self);

ChapeauDocumentState chapeau_document_get_state (ChapeauDocument *self);
gboolean chapeau_document_is_editable (ChapeauDocument *self);
StoreEditability chapeau_document_get_editability (ChapeauDocument *self);
/* Reading along: nothing can be typed, a colleague's changes come in; our claim is given back. */
void chapeau_document_set_reading (ChapeauDocument *self, gboolean reading);
gboolean chapeau_document_is_reading (ChapeauDocument *self);
/* In CONFLICT: what happened, and what the folder has (NULL: the file is gone). Borrowed. */
StoreConflictKind chapeau_document_get_conflict (ChapeauDocument *self);
GBytes *chapeau_document_get_theirs (ChapeauDocument *self);
/* The folder has @theirs, and what is here does not have it in it: the question is open (again). */
void chapeau_document_meet_conflict (ChapeauDocument *self, GBytes *theirs);
/* Are there changes that the folder does not have? */
gboolean chapeau_document_has_unsaved_changes (ChapeauDocument *self);
/* Unix microseconds; 0: not yet. */
gint64 chapeau_document_get_saved_here_time (ChapeauDocument *self);
gint64 chapeau_document_get_saved_there_time (ChapeauDocument *self);

/* The source is borrowed weakly; it is given the body at once. */
void chapeau_document_set_body_source (ChapeauDocument *self, ChapeauBodySource *source);
/* The source says: the body changed. Cheap: called at each key. */
void chapeau_document_body_changed (ChapeauDocument *self);

/* ---- header: edits and undo ---- */

/* Makes an edit of the header's bytes (fm_edit_…), as one step of undo. Steps with the same
 * @merge_key within two seconds are one step; NULL never merges. Nothing happens if the edit is
 * empty or the document read-only. */
void
chapeau_document_edit_header (ChapeauDocument *self, const BaseEdits *edits, const char *merge_key);
/* Another header as a whole (edited as source), with its fences. */
void chapeau_document_replace_header (ChapeauDocument *self, GBytes *header, const char *merge_key);
/* What comes next is a step of its own, whatever its key. */
void chapeau_document_end_undo_step (ChapeauDocument *self);
gboolean chapeau_document_can_undo (ChapeauDocument *self);
gboolean chapeau_document_can_redo (ChapeauDocument *self);
void chapeau_document_undo (ChapeauDocument *self);
void chapeau_document_redo (ChapeauDocument *self);

/* ---- saving ---- */

/* Autosave to the folder: after 5 s of quiet, 30 s at most. On at first. */
void chapeau_document_set_autosave (ChapeauDocument *self, gboolean autosave);
/* The person goes on to another post: what autosave would save, it saves at once. */
void chapeau_document_autosave_now (ChapeauDocument *self);
/* Saves in the folder. The result is told by "save-finished" and by the state; a save asked for
 * while one runs follows it. */
void chapeau_document_save (ChapeauDocument *self);
/* Makes the file's name another one after saving (publish, back to draft). */
void chapeau_document_move_async (ChapeauDocument *self,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
gboolean chapeau_document_move_finish (ChapeauDocument *self, GAsyncResult *result, GError **error);
/* A colleague renamed the file (store_post_dup_renamed): the document goes by that name, with all
 * that was typed, and is saved there. */
void chapeau_document_follow_async (ChapeauDocument *self,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gboolean
chapeau_document_follow_finish (ChapeauDocument *self, GAsyncResult *result, GError **error);
/* The whole text becomes another one (a colleague's change, a merge, a version of the history), as
 * one undoable change of each part that differs. With @base the document then counts as based on
 * those bytes of the folder, and is CLEAN if @text equals them. */
void chapeau_document_take_text (ChapeauDocument *self, GBytes *text, GBytes *base);
/* Puts what is typed into the journal now and waits for it (local disk). */
gboolean chapeau_document_flush (ChapeauDocument *self, GError **error);
/* The end; @discard throws unsaved changes away (they stay 30 days on this computer). */
void chapeau_document_close (ChapeauDocument *self, gboolean discard);

G_END_DECLS

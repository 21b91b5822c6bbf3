/* chapeau-document-private.h - the document's parts, shared by its files only.
 *
 *   chapeau-document.c         the object, its parts and its state
 *   chapeau-document-header.c  edits of the header and their undo
 *   chapeau-document-others.c  texts that are looked at, resumed, read along
 *   chapeau-document-save.c    journal, autosave, saving, moving
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-document.h"

typedef struct
{
  GBytes *before;
  GBytes *after;
  char *merge_key;
  gint64 time; /* monotonic, of the last edit in it */
} ChapeauHeaderStep;

struct _ChapeauDocument
{
  GObject parent_instance;

  /* owned */
  ChapeauWorkspace *workspace;
  StorePost *post;
  char *path;
  char *title;
  GBytes *header_bytes;
  FmHeader *header;
  GBytes *loaded_body; /* as loaded, then of the last snapshot: counts without a source */
  GPtrArray *undo;     /* of ChapeauHeaderStep */
  GPtrArray *redo;

  /* weak */
  ChapeauBodySource *source;

  ChapeauDocumentState state;
  GBytes *theirs;             /* what the folder has, in CONFLICT; NULL: no file any more */
  StoreConflictKind conflict; /* of CONFLICT */
  gboolean reading;           /* the person reads along while someone else writes */
  gboolean autosave;
  gboolean is_converted; /* the person looks at it before it is saved for the first time */
  gboolean changed_while_saving;
  gboolean save_again;
  gboolean closed;
  gint64 saved_here;
  gint64 saved_there;
  gint64 first_unsaved; /* monotonic: when the oldest change was made that no save has tried; 0:
                           none */
  guint snapshot_idle;
  guint journal_timeout; /* 0: the journal has all */
  guint autosave_timeout;
};

/* Copies @value to @target; TRUE if that changed it. */
static inline gboolean
chapeau_document_set_string (char **target, const char *value)
{
  if (g_strcmp0 (*target, value) == 0)
    return FALSE;
  g_free (*target);
  *target = g_strdup (value);
  return TRUE;
}

/* Moves to @state if the table allows it; a forbidden move is a bug of ours. */
void chapeau_document_move_state (ChapeauDocument *self, ChapeauDocumentState state);
/* The text now, remembered as the document's; an idle that was to take it is not needed any more.
 */
GBytes *chapeau_document_take_snapshot (ChapeauDocument *self);
/* Something was typed: state, snapshot, autosave. */
void chapeau_document_touch (ChapeauDocument *self);
/* Sets header bytes and everything that follows from them; no undo step. */
void chapeau_document_set_header_bytes (ChapeauDocument *self, GBytes *header);
void chapeau_document_clear_steps (ChapeauDocument *self);
/* Splits @text into header and body; the body goes to the source, if there is one. */
void chapeau_document_set_text (ChapeauDocument *self, GBytes *text, gboolean undoable);
/* @path: of an untitled post the planned one. */
ChapeauDocument *chapeau_document_make (ChapeauWorkspace *workspace,
                                        StorePost *post,
                                        const char *path,
                                        GBytes *text);
void chapeau_document_set_conflict (ChapeauDocument *self, StoreConflictKind kind, GBytes *theirs);
/* chapeau-document-save.c */
void chapeau_document_connect_post (ChapeauDocument *self);
void chapeau_document_schedule_autosave (ChapeauDocument *self);
void chapeau_document_set_path (ChapeauDocument *self, const char *path);

/* chapeau-merge.h - two or three versions of a post become one: the details by key, the text by
 * lines; what only one side changed by itself, what both changed by the person's choice.
 *
 *   merge = chapeau_merge_new (base, mine, theirs);
 *   if (chapeau_merge_settles_itself (merge))
 *     text = chapeau_merge_dup_result (merge);
 *   ...else: show the parts, chapeau_merge_choose (merge, nth, CHAPEAU_CHOICE_THEIRS) ...
 *
 * What always holds (the tests check it on random posts):
 *  1. merge (b, m, m) = m, merge (b, m, b) = m, merge (b, b, t) = t, byte for byte.
 *  2. Without a base all parts chosen THEIRS give exactly theirs, all MINE exactly mine.
 *  3. Whatever is chosen, no byte outside the parts that differ changes.
 *  4. It settles itself only if no key and no line was changed by both, at least one unchanged line
 *     lies between changes of the two, and the details of the result can be read.
 *
 * Without a base (a version of the history, a copy of a sync program) every difference is a choice.
 *
 * Signals: "changed" ()   a choice was made or taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <frontmatter.h>
#include <glib-object.h>
#include <store.h>

G_BEGIN_DECLS

typedef enum
{
  CHAPEAU_PART_FIELD,   /* one key of the details */
  CHAPEAU_PART_DETAILS, /* lines of the details, where they cannot be told apart by key */
  CHAPEAU_PART_TEXT,    /* lines of the text */
} ChapeauPartKind;

typedef enum
{
  CHAPEAU_CHOICE_OPEN, /* the person has not chosen; counts as MINE in the result */
  CHAPEAU_CHOICE_MINE,
  CHAPEAU_CHOICE_THEIRS,
  CHAPEAU_CHOICE_BOTH,
} ChapeauChoice;

typedef struct
{
  ChapeauPartKind kind;
  StoreHunkKind change; /* MINE, THEIRS, CONFLICT; SAME (AGREED counts as it) */
  ChapeauChoice choice;
  gboolean can_both;
  char *key;    /* of a field */
  char *mine;   /* for people: the value or the lines; NULL: not there */
  char *theirs; /* the same */
  /* of a field: the typed values, NULL if not there; they live as long as the merge */
  const FmNode *mine_node;
  const FmNode *theirs_node;
  BaseSpan mine_span;   /* of lines: in the header or body of that version */
  BaseSpan theirs_span; /* the same */
} ChapeauMergePart;

#define CHAPEAU_TYPE_MERGE (chapeau_merge_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauMerge, chapeau_merge, CHAPEAU, MERGE, GObject)

/* @base NULL: unknown. */
ChapeauMerge *chapeau_merge_new (GBytes *base, GBytes *mine, GBytes *theirs);
GBytes *chapeau_merge_get_mine (ChapeauMerge *self);
GBytes *chapeau_merge_get_theirs (ChapeauMerge *self);

/* In the order of the post, SAME parts between. */
guint chapeau_merge_get_n_parts (ChapeauMerge *self);
const ChapeauMergePart *chapeau_merge_get_part (ChapeauMerge *self, guint nth);
/* Parts that differ, and those among them that wait for a choice. */
guint chapeau_merge_count_differences (ChapeauMerge *self);
guint chapeau_merge_count_open (ChapeauMerge *self);
/* Nobody need be asked: see 4. */
gboolean chapeau_merge_settles_itself (ChapeauMerge *self);

/* BOTH is taken only where can_both says so. One step of undo. */
void chapeau_merge_choose (ChapeauMerge *self, guint nth, ChapeauChoice choice);
/* MINE or THEIRS for every part that differs. One step of undo. */
void chapeau_merge_choose_all (ChapeauMerge *self, ChapeauChoice choice);
gboolean chapeau_merge_can_undo (ChapeauMerge *self);
void chapeau_merge_undo (ChapeauMerge *self);
/* The present choices are the beginning. */
void chapeau_merge_forget_undo (ChapeauMerge *self);
/* The choices of @other for parts that are there too, unchanged: theirs moved on meanwhile. */
void chapeau_merge_take_choices (ChapeauMerge *self, ChapeauMerge *other);

/* The whole post as chosen. */
GBytes *chapeau_merge_dup_result (ChapeauMerge *self);

G_END_DECLS

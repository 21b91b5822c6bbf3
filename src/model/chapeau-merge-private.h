/* chapeau-merge-private.h - the merge's parts, shared by its files only.
 *
 *   chapeau-merge.c         the object, its choices and its result
 *   chapeau-merge-lines.c   a text by lines
 *   chapeau-merge-fields.c  a header by key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-merge.h"

/* One version, taken apart. */
typedef struct
{
  GBytes *text;
  FmHeader *whole;
  GBytes *header; /* up to the body, fences and byte-order mark included */
  GBytes *body;
} ChapeauVersion;

ChapeauMergePart *chapeau_merge_part_new (ChapeauPartKind kind, StoreHunkKind change);
void chapeau_merge_part_free (gpointer part);
/* A new string of some bytes, valid UTF-8. */
char *chapeau_merge_dup_shown (GBytes *text, BaseSpan span);

/* chapeau-merge-lines.c: parts of kind @kind added to @parts. @base may be NULL. */
void chapeau_merge_add_lines (
    GPtrArray *parts, ChapeauPartKind kind, GBytes *base, GBytes *mine, GBytes *theirs);
/* The lines of the parts of @kind as chosen, at the end of @out. */
void chapeau_merge_append_lines (
    GByteArray *out, const GPtrArray *parts, ChapeauPartKind kind, GBytes *mine, GBytes *theirs);

/* chapeau-merge-fields.c. FALSE if the headers cannot be merged by key; then nothing was added. */
gboolean chapeau_merge_add_fields (GPtrArray *parts,
                                   const ChapeauVersion *base,
                                   const ChapeauVersion *mine,
                                   const ChapeauVersion *theirs);
/* The header (all before the body) as chosen. */
GBytes *chapeau_merge_dup_header (const GPtrArray *parts,
                                  const ChapeauVersion *base,
                                  const ChapeauVersion *mine,
                                  const ChapeauVersion *theirs);

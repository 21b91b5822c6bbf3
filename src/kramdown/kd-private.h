/* kd-private.h - what the files of this layer share.
 *
 * A document is its text and its lines. Blocks are found line by line on a list of lines (so that
 * a quotation's or an item's content is just another list of lines), and each writes its HTML as it
 * is found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kramdown.h"

struct _KdOptions
{
  gboolean gfm;
  gboolean hard_wrap;
  gboolean auto_ids;
  gboolean liquid;
};

/* A link definition: [id]: url "title" */
typedef struct
{
  char *url;
  char *title; /* or NULL */
} KdLink;

struct _KdDocument
{
  char *text;
  gsize length;
  KdOptions options;
  GHashTable *links; /* char * (lower case) → KdLink */
};

typedef struct
{
  const KdDocument *document;
  GHashTable *ids; /* char * → number of times used */
  GString *out;
} KdWriter;

/* One line without its ending; @number in the document. */
typedef struct
{
  const char *text;
  gsize length;
  gsize number;
} KdLine;

/* Writes the blocks of lines [0, n) at a nesting of @depth. @each, if set, is called behind every
 * top-level block with the lines it took. */
typedef void (*KdBlockDone) (KdWriter *writer, gsize first_line, gsize last_line, gpointer data);
void kd_write_blocks (
    KdWriter *writer, const KdLine *lines, gsize n, guint depth, KdBlockDone done, gpointer data);
/* Writes the spans of a leaf block's text. */
void kd_write_spans (KdWriter *writer, const char *text, gsize length, guint depth);
/* "{: .class #id key="value"}": appends the attributes as HTML. FALSE if it is none. */
gboolean kd_parse_attributes (const char *text, gsize length, GString *attributes);

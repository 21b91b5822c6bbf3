/* kd-buffer.h - texts and how they are put together; see kd-buffer.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-private.h"

/* The text as kramdown sees it: "\n" for "\r\n" and "\r", a line ending at the end. */
KdBuffer *kd_buffer_from_source (KdDocument *document, const char *text, gsize length);

typedef struct
{
  KdDocument *document;
  KdBuffer *source;
  KdBuffer *target;
  guint32 start;
  guint32 write;
  guint32 segment_start;
  guint32 segment_write;
  guint32 data_capacity; /* of a target of its own */
  guint32 segment_capacity;
} KdRewriter;

/* The result may be written from @start on, where the first line to be copied begins. */
void
kd_rewriter_begin (KdRewriter *rewriter, KdDocument *document, KdBuffer *source, guint32 start);
/* Appends bytes of the source; calls must go forward. */
void kd_rewriter_copy (KdRewriter *rewriter, guint32 from, guint32 to);
/* Appends new bytes, said to come from @source (an offset of the source text). */
void kd_rewriter_put (KdRewriter *rewriter, const char *text, guint32 length, guint32 source);
void kd_rewriter_spaces (KdRewriter *rewriter, guint32 count, guint32 source);
KdSlice kd_rewriter_end (KdRewriter *rewriter);

/* kd-source.h - a text that is being read, and its way back to the source.
 *
 * Block elements with content (quotes, list items, …) are read as texts of their own, without the
 * markers of the elements around them. Such a text is written over the bytes it came from, in the
 * one working copy of the source: it is never longer than what was read, but for tabs and for the
 * few lines that kramdown indents; then it moves to a buffer of its own. So nesting costs no
 * memory, and elements keep slices of the working copy.
 *
 * A text maps to the source in segments: one for each piece that was not taken together with the
 * piece before it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-tree.h"

/* Where something that is searched for stands next, so that searching again from further on costs
 * nothing: an answer holds for every position from which the search passed over. */
typedef struct
{
  guint32 from;  /* asked from here … */
  guint32 found; /* … the answer was this; G_MAXUINT32: nowhere */
} KdSearch;

typedef enum
{
  KD_SEARCH_BRACE,       /* } */
  KD_SEARCH_DOLLARS,     /* $$ */
  KD_SEARCH_COMMENT_END, /* --> */
  KD_SEARCH_PI_END,      /* ?> */
  KD_SEARCH_CDATA_END,   /* ]]> */
  KD_SEARCH_GREATER,     /* > */
  KD_SEARCH_BRACKET,     /* ] */
  KD_SEARCH_QUOTE,       /* " */
  KD_SEARCH_APOSTROPHE,  /* ' */
  KD_SEARCH_NEWLINE,
  KD_SEARCH_STOP,             /* {:/ */
  KD_SEARCH_CLOSE,            /* </ */
  KD_SEARCH_TITLE_QUOTE,      /* " and then, after space, ) */
  KD_SEARCH_TITLE_APOSTROPHE, /* ' and then, after space, ) */
  KD_SEARCH_STRIKE,           /* ~~ behind neither space nor ~ */
  KD_SEARCH_TICK,             /* ` */
  KD_SEARCH_LESS,             /* < */
  KD_N_SEARCHES,
} KdSearchKind;

/* A line that only holds a fence: ~~~ or ``` */
typedef struct
{
  guint32 start; /* of the line */
  guint32 fence; /* of the fence itself */
  guint32 length;
  guint32 longest; /* of this and all later fences of the same character */
  char character;
} KdFence;

typedef struct
{
  char *text;
  guint32 length;
  guint32 pos;
  const KdSegment *map;
  guint n_map;
  guint segment;     /* where the last look-up was */
  guint32 line_from; /* the line that was last asked for */
  guint32 line_end;
  guint32 no_stop[4];             /* from here on the n-th extension has no stop tag */
  GArray *fences;                 /* of KdFence, made when first needed */
  guint8 searched[KD_N_SEARCHES]; /* which of the searches have an answer */
  KdSearch searches[KD_N_SEARCHES];
} KdSource;

void
kd_source_init (KdSource *source, char *text, guint32 length, const KdSegment *map, guint n_map);
void kd_source_clear (KdSource *source);

/* For kd_source_at alone. */
guint32 kd_source_look_up (KdSource *source, guint32 pos);

/* Where a byte of the text stands in the source. */
static inline guint32
kd_source_at (KdSource *source, guint32 pos)
{
  guint segment = source->segment;
  const KdSegment *map = source->map + segment;

  /* Mostly in the segment of the last look-up. */
  if (G_LIKELY (map[0].text <= pos && (segment + 1 >= source->n_map || map[1].text > pos)))
    return map[0].source + (pos - map[0].text);
  return kd_source_look_up (source, pos);
}

/* Behind the byte before @pos; for the ends of spans. */
static inline guint32
kd_source_behind (KdSource *source, guint32 pos)
{
  return pos > 0 ? kd_source_at (source, pos - 1) + 1 : kd_source_at (source, 0);
}

/* The next place of a kind at or behind @from; G_MAXUINT32 if there is none. */
guint32 kd_source_search (KdSource *source, KdSearchKind kind, guint32 from);

/* Behind the newline of the line that @from is in; the length of the text if there is none. */
guint32 kd_source_line_end (const KdSource *source, guint32 from);
/* The same for a line that several ask for in turn. */
static inline guint32
kd_source_this_line_end (KdSource *source, guint32 from)
{
  if (from < source->line_from || from >= source->line_end)
    {
      source->line_from = from;
      source->line_end = kd_source_line_end (source, from);
    }
  return source->line_end;
}

static inline gboolean
kd_source_is (const KdSource *source, guint32 pos, char c)
{
  return pos < source->length && source->text[pos] == c;
}

/* How many spaces stand at @from, at most @most. */
static inline guint32
kd_source_spaces (const KdSource *source, guint32 from, guint32 most)
{
  guint32 pos = from;

  while (pos - from < most && kd_source_is (source, pos, ' '))
    pos++;
  return pos - from;
}

/* ---- content -------------------------------------------------------------------------------- */

/* A text being put together from a source's bytes; see above. */
typedef struct
{
  KdDocument *document;
  KdSource *source;
  char *text;
  guint32 length;
  guint32 capacity; /* of a buffer of its own; 0: written over the source */
  GArray *map;      /* of KdSegment, shared by the contents of one element */
  guint first_segment;
} KdContent;

void kd_content_start (
    KdContent *content, KdDocument *document, KdSource *source, guint32 at, GArray *map);
/* Adds @spaces spaces and the bytes [from, to) of the source. All bytes up to @to are done with. */
void kd_content_add (KdContent *content, guint32 spaces, guint32 from, guint32 to);

/* The segments of [from, to) of a source, relative to from and ended by { G_MAXUINT32, 0 }. */
const KdSegment *
kd_source_copy_map (KdDocument *document, KdSource *source, guint32 from, guint32 to);
/* A KD_RAW_TEXT of [from, to). */
KdElement *kd_raw_text_new (KdDocument *document, KdSource *source, guint32 from, guint32 to);
/* The segments of a raw text, and how many there are; @one is where to put a single one. */
const KdSegment *kd_raw_text_map (const KdElement *raw, KdSegment *one, guint *n);

/* kd-span.h - parsing the spans of one text.
 *
 * kd_spans_run reads a text into an element until its stop is found: the end of the text, the
 * delimiter of an emphasis, the bracket of a link, an end tag. Each such run is a frame. An
 * emphasis or a link whose stop does not come is no emphasis or link: its frame has failed, and the
 * text is read again from behind its opening sign.
 *
 * What keeps this linear. What follows in a frame depends only on where it stands, on its stop, and
 * on whether it is inside an emphasis, a strong or a link: its context. So when a frame fails, all
 * places that it passed fail in the same context; they are remembered (KdMemo) and never tried
 * again. For links the brackets that a frame passed are paired, so that each later "[" knows its
 * "]" at once. What slips through is bounded by KdParser.work, the count of steps that frames which
 * may fail can take in one document; when it is used up, openings are plain text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-parser.h"

typedef enum
{
  KD_FRAME_TEXT, /* up to the end */
  KD_FRAME_EM,
  KD_FRAME_STRONG,
  KD_FRAME_LINK,
  KD_FRAME_HTML,
} KdFrameKind;

/* What a text is read for. */
typedef enum
{
  KD_SPANS_ALL,
  KD_SPANS_HTML,
  KD_SPANS_CODE,
  KD_SPANS_CODE_AND_HTML,
} KdSpanSet;

enum
{
  KD_IN_EM = 1 << 0,
  KD_IN_STRONG = 1 << 1,
  KD_IN_LINK = 1 << 2,
};

typedef struct _KdFrame KdFrame;
struct _KdFrame
{
  KdFrame *outer;
  KdElement *element;
  KdFrameKind kind;
  KdSpanSet set;
  guint inside;    /* KD_IN_…, this frame's element included */
  char delimiter;  /* of an emphasis */
  gboolean raw;    /* an html element whose content is not parsed */
  int brackets;    /* of a link: opened, less closed, less images */
  guint trail;     /* where this frame's places start in KdSpans.trail */
  const char *tag; /* of an html element */
  gsize tag_length;
  gboolean any_case;
};

/* A run of backticks. */
typedef struct
{
  guint32 start;
  guint32 length;
  guint32 longest; /* of this and all later runs */
} KdTicks;

#define KD_N_INSIDE 8

/* What became of frames, by their context: what follows depends on nothing else. */
typedef struct
{
  guint8 *failed[4 * KD_N_INSIDE]; /* of emphasis: a bit for each place of the text */
  guint32 *closing[KD_N_INSIDE];   /* of links: for each of the brackets, where it is closed */
  guint32 *brackets;               /* the places behind all "[" */
  guint n_brackets;
} KdMemo;

typedef struct
{
  KdParser *parser;
  KdFrame *frame;
  guint8 text_type;         /* KD_TEXT or KD_RAW_TEXT */
  guint speculation;        /* how many frames around may fail */
  KdMemo *memo;             /* made when needed */
  GArray *trail;            /* guint32: places that the frames passed; made when needed */
  GHashTable *unclosed;     /* name of a tag → place (plus 1) from which on no end tag stands */
  GArray *ticks;            /* of KdTicks, made when needed */
  GArray *open_parentheses; /* guint32: those that are never closed, from open_from on */
  guint32 open_from;
  guint32 run_start; /* of the last run of "_" that was looked at, and its end */
  guint32 run_end;
  KdSource source;
} KdSpans;

/* Whether the frame's stop was found; pos is before it then. */
gboolean kd_spans_run (KdSpans *spans, KdFrame *frame);
/* A frame inside the current one; FALSE if it would be too deep. */
gboolean kd_frame_init (KdSpans *spans, KdFrame *frame, KdFrameKind kind, KdElement *element);

/* Notes a place that the current frame passed; forgets those of a frame. */
void kd_trail_add (KdSpans *spans, guint32 place);
void kd_trail_cut (KdSpans *spans, const KdFrame *frame);

KdElement *kd_span_new (KdSpans *spans, guint8 type, guint32 from, guint32 to);
void kd_span_append (KdSpans *spans, KdElement *element);
/* Text [from, to) of the source at the end of the frame's element. */
void kd_span_text (KdSpans *spans, guint32 from, guint32 to);
/* Other text, that stands for [from, to). */
void kd_span_text_copy (KdSpans *spans, const char *text, gsize length, guint32 from, guint32 to);

/* Each tries to parse at pos and moves it; FALSE if it is not for them. */
gboolean kd_parse_emphasis (KdSpans *spans);
gboolean kd_parse_codespan (KdSpans *spans);
gboolean kd_parse_autolink (KdSpans *spans);
gboolean kd_parse_span_html (KdSpans *spans);
gboolean kd_parse_footnote_marker (KdSpans *spans);
gboolean kd_parse_link (KdSpans *spans);
gboolean kd_parse_smart_quotes (KdSpans *spans);
gboolean kd_parse_inline_math (KdSpans *spans);
gboolean kd_parse_span_extensions (KdSpans *spans);
gboolean kd_parse_html_entity (KdSpans *spans);
gboolean kd_parse_typographic_symbols (KdSpans *spans);
gboolean kd_parse_line_break (KdSpans *spans);
gboolean kd_parse_escaped_character (KdSpans *spans);
gboolean kd_parse_strikethrough (KdSpans *spans);
gboolean kd_parse_span_liquid (KdSpans *spans);

/* Whether a link's bracket stop stands at pos; counts. */
gboolean kd_link_stop (KdSpans *spans, KdFrame *frame);
/* Whether an emphasis ends at pos. */
gboolean kd_emphasis_stop (KdSpans *spans, const KdFrame *frame);
gboolean kd_html_stop (KdSpans *spans, const KdFrame *frame);

/* ---- kd-memo.c: what became of a frame that starts at a place, or passed it -------------------
 */

gboolean kd_memo_has_failed (const KdSpans *spans, const KdFrame *frame, guint32 pos);
void kd_memo_set_failed (KdSpans *spans, const KdFrame *frame, guint32 pos);
/* Of a link's text that starts at @pos (behind a bracket): the place of its closing bracket,
 * FAILED, or UNKNOWN. */
#define KD_MEMO_UNKNOWN G_MAXUINT32
#define KD_MEMO_FAILED  (G_MAXUINT32 - 1)
guint32 kd_memo_get_closing (const KdSpans *spans, const KdFrame *frame, guint32 pos);
void kd_memo_set_closing (KdSpans *spans, const KdFrame *frame, guint32 pos, guint32 what);
void kd_memo_free (KdMemo *memo);

/* Characters that a backslash escapes; "~" in GFM only. */
gboolean kd_is_escapable (char c, gboolean gfm);

/* The spans of a text that has a map, into @element. */
void kd_parse_spans (KdParser *parser,
                     KdElement *element,
                     const char *text,
                     guint32 length,
                     const KdSegment *map,
                     guint n_map);
/* The same for [from, to) of a block's text, for code spans and perhaps html alone; the rest is
 * KD_RAW_TEXT. */
void kd_parse_codespans (KdParser *parser,
                         KdElement *element,
                         KdSource *source,
                         guint32 from,
                         guint32 to,
                         gboolean with_html);

/* base.h - what every layer of Chapeau speaks: places in a text, changes to a text, findings.
 *
 * Pure GLib, no I/O, no globals. Texts are bytes plus a length; nothing here requires a final NUL
 * or valid UTF-8 unless it says so. Offsets are bytes from the start of the text, lines and columns
 * count from 0 in this header and are shown to people from 1.
 *
 * Naming, here and in all layers: `get` borrows, `dup` copies, `take` and `steal` move.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ---- spans ------------------------------------------------------------------------------- */

/* A half-open range of bytes [start, end) of one text. Always start <= end. */
typedef struct
{
  gsize start;
  gsize end;
} BaseSpan;

static inline BaseSpan
base_span (gsize start, gsize end)
{
  BaseSpan span = { start, end };
  g_assert (start <= end);
  return span;
}

static inline gsize
base_span_length (BaseSpan span)
{
  return span.end - span.start;
}

static inline gboolean
base_span_contains (BaseSpan outer, BaseSpan inner)
{
  return outer.start <= inner.start && inner.end <= outer.end;
}

/* ---- line index --------------------------------------------------------------------------- */

/* Where the lines of a text begin. Lines end after "\n"; "\r\n" is one ending, a lone "\r" is not.
 * A text of n newlines has n + 1 lines (the last may be empty). The index borrows the text: the
 * text must outlive it and not change. Building is one pass; every query is O(log lines) plus the
 * length of one line where code points are asked for. */
typedef struct _BaseLineIndex BaseLineIndex;

typedef struct
{
  gsize line;   /* from 0 */
  gsize column; /* code points from the start of the line, from 0; a stray byte counts as one */
} BasePosition;

BaseLineIndex *base_line_index_new (const char *text, gsize length);
void base_line_index_free (BaseLineIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaseLineIndex, base_line_index_free)

gsize base_line_index_count (const BaseLineIndex *index);
/* The bytes of a line, its ending included. @line must be below the count. */
BaseSpan base_line_index_span (const BaseLineIndex *index, gsize line);
/* Offsets beyond the text are taken as its end. */
gsize base_line_index_line_at (const BaseLineIndex *index, gsize offset);
BasePosition base_line_index_position (const BaseLineIndex *index, gsize offset);
/* The inverse; a column past the end of its line gives the end of the line's content. */
gsize base_line_index_offset (const BaseLineIndex *index, BasePosition position);
/* Bytes for the n-th code point of the whole text (libyaml and GtkTextIter count so). O(log lines
 * + line): the index keeps the code-point number of each line's start. */
gsize base_line_index_offset_of_code_point (const BaseLineIndex *index, gsize code_point);
gsize base_line_index_code_point (const BaseLineIndex *index, gsize offset);

/* ---- edits --------------------------------------------------------------------------------- */

/* A list of replacements on one text: ordered by offset, never overlapping, each given in offsets
 * of the ORIGINAL text. Two edits may touch (an insertion at the end of a replacement), and several
 * insertions at one offset keep the order in which they were added. This is the only way in which
 * Chapeau changes a file's header: whatever no edit covers keeps its bytes.
 *
 *   g_autoptr (BaseEdits) edits = base_edits_new ();
 *   base_edits_replace (edits, base_span (6, 11), "new", 3);
 *   g_autoptr (BaseEdits) undo = base_edits_invert (edits, text, length);
 *   g_autoptr (GBytes) after = base_edits_apply (edits, text, length);
 *   // base_edits_apply (undo, after) gives the bytes of text again, always.
 */
typedef struct _BaseEdits BaseEdits;

typedef struct
{
  BaseSpan span;    /* of the original text; empty for an insertion */
  const char *text; /* owned by the list; a NUL stands behind it */
  gsize length;     /* of text */
} BaseEdit;

BaseEdits *base_edits_new (void);
BaseEdits *base_edits_ref (BaseEdits *edits);
void base_edits_unref (BaseEdits *edits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaseEdits, base_edits_unref)

/* Adds a replacement; @text is copied, @length -1 for a NUL-terminated one. It may be added in any
 * order. It is a programming error (asserted) if it overlaps one that is there already, or if the
 * list is shared (has more than one reference). */
void base_edits_replace (BaseEdits *edits, BaseSpan span, const char *text, gssize length);
void base_edits_insert (BaseEdits *edits, gsize offset, const char *text, gssize length);
void base_edits_delete (BaseEdits *edits, BaseSpan span);

gsize base_edits_count (const BaseEdits *edits);
const BaseEdit *base_edits_get (const BaseEdits *edits, gsize nth);
gboolean base_edits_is_empty (const BaseEdits *edits);

/* The text with every replacement made. Spans beyond @length are a programming error (asserted). */
GBytes *base_edits_apply (const BaseEdits *edits, const char *text, gsize length);
/* The edits that undo @edits on its result: apply (invert (e, t), apply (e, t)) = t. */
BaseEdits *base_edits_invert (const BaseEdits *edits, const char *text, gsize length);
/* The span of the original text that all replacements lie in; {0, 0} if there are none. */
BaseSpan base_edits_extent (const BaseEdits *edits);
/* Where an offset of the original text is found in the result. An offset inside a replaced span
 * goes to the end of the replacement. */
gsize base_edits_map_offset (const BaseEdits *edits, gsize offset);
/* The smallest single replacement that turns @from into @to, cut at code point boundaries (common
 * prefix and suffix are kept). Empty if they are equal. */
BaseEdits *
base_edits_between (const char *from, gsize from_length, const char *to, gsize to_length);

/* ---- diagnostics ---------------------------------------------------------------------------- */

/* A finding about CONTENT: a broken header, an image without alternative text. Content problems are
 * diagnostics, never errors; problems of the environment are GError. The core does not word
 * anything for people: `app` (and `cli`, in English) turn a code and its arguments into a sentence.
 */
typedef enum
{
  BASE_SEVERITY_HINT,    /* could be better */
  BASE_SEVERITY_WARNING, /* likely a mistake */
  BASE_SEVERITY_ERROR,   /* the site would not show what was meant */
} BaseSeverity;

typedef struct
{
  BaseSeverity severity;
  const char *code; /* static, e.g. "frontmatter.unclosed-quote"; stable: tests and app use it */
  BaseSpan span;    /* in the text that was looked at */
  BasePosition position; /* of span.start, in that text */
  char *detail;          /* one English sentence for developers and chapeau-cli; owned */
  char **arguments; /* what the worded sentence needs (a key, a name), NULL-terminated, or NULL */
  BaseEdits *fix;   /* a repair that is certain, or NULL */
} BaseDiagnostic;

/* @arguments is copied; @fix is taken. Set position yourself when a line index is at hand. */
BaseDiagnostic *base_diagnostic_new (BaseSeverity severity,
                                     const char *code,
                                     BaseSpan span,
                                     BasePosition position,
                                     const char *detail,
                                     const char *const *arguments,
                                     BaseEdits *fix);
BaseDiagnostic *base_diagnostic_copy (const BaseDiagnostic *diagnostic);
void base_diagnostic_free (BaseDiagnostic *diagnostic);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaseDiagnostic, base_diagnostic_free)
/* A GPtrArray of BaseDiagnostic that frees its elements. */
GPtrArray *base_diagnostics_new (void);

/* ---- arena ---------------------------------------------------------------------------------- */

/* Memory that is freed all at once: one arena a tree. Blocks of base_arena_alloc and
 * base_arena_new0 are aligned for any type, copies of texts are not; only base_arena_alloc0 and
 * base_arena_new0 zero. Running out of memory ends the program, as with g_malloc. */
typedef struct _BaseArena BaseArena;

BaseArena *base_arena_new (void);
void base_arena_free (BaseArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaseArena, base_arena_free)
gpointer base_arena_alloc (BaseArena *arena, gsize size);
gpointer base_arena_alloc0 (BaseArena *arena, gsize size);
/* A copy with a final NUL. */
char *base_arena_strndup (BaseArena *arena, const char *text, gsize length);
/* Bytes asked from the system so far: for limits and for tests of them. */
gsize base_arena_size (const BaseArena *arena);

#define base_arena_new0(arena, type) ((type *) base_arena_alloc0 ((arena), sizeof (type)))

/* ---- escaping, one function per output context ------------------------------------------------
 */

/* Each appends to @out. The input may be any bytes; only the ASCII characters named are changed. */

/* Text between tags: & < > */
void base_escape_html_text (GString *out, const char *text, gsize length);
/* A double-quoted attribute value: & < > " */
void base_escape_html_attribute (GString *out, const char *text, gsize length);
/* A JSON (and JavaScript) string with its quotes; < is written \u003c, and U+2028/2029 escaped, so
 * that it may stand in a script. Invalid UTF-8 becomes U+FFFD. */
void base_escape_json_string (GString *out, const char *text, gsize length);
/* A path of a URI: every byte outside unreserved, sub-delims, ":", "@" and "/" as %XX. */
void base_escape_uri_path (GString *out, const char *text, gsize length);

/* ---- hashing ----------------------------------------------------------------------------------
 */

/* 64-bit hash of bytes, good enough to compare blocks of one document within one run. Not stable
 * across versions: never store it. */
guint64 base_hash_bytes (const char *text, gsize length);

G_END_DECLS

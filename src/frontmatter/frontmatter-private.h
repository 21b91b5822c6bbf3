/* frontmatter-private.h - what the files of this library share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "frontmatter.h"

G_BEGIN_DECLS

/* One value (or key) of the tree. Lives in the header's arena. Offsets are in the whole post. */
struct _FmNode
{
  const FmHeader *header;
  FmNode *parent; /* the collection it stands in, NULL for the root */
  FmNode *key;    /* of a mapping's value; NULL for others, and for keys themselves */
  FmNode **items; /* a sequence's items, a mapping's values (their key in ->key) */
  guint n_items;
  guint position; /* in the parent's items */
  FmKind kind : 8;
  FmStyle style : 8;
  guint is_key : 1;
  guint is_implicit_pair : 1; /* the mapping in "[a: b]": flow, without braces */
  guint is_synthetic : 1;     /* the empty mapping that stands for an empty header */
  gsize entry;                /* where its entry begins: "?", key, dash or item */
  gsize start;                /* of anchor and tag, or of the value where there are none */
  gsize content;              /* of the value itself */
  gsize end;                  /* of the value itself */
  const char *text;           /* decoded scalar, or an alias's name */
  gsize length;
  const char *anchor;
  const char *tag;
};

struct _FmHeader
{
  gatomicrefcount references;
  GBytes *bytes;
  const char *text; /* of bytes */
  gsize length;
  gboolean is_bare; /* a YAML text without fences */
  FmSplit split;
  gboolean is_broken;
  const FmNode *root;
  guint n_aliases; /* in the tree; anchors matter only if there are some */
  BaseArena *arena;
  GPtrArray *diagnostics;
};

/* ---- fm-split.c ---- */

/* Where the header of a post is; all spans are set in either case. */
FmSplit fm_split (const char *text, gsize length);
/* TRUE if the text opens like a header but no closing fence follows. @after gets the end of the
 * opening fence. */
gboolean fm_split_is_unclosed (const char *text, gsize length, gsize *after);

/* ---- fm-tree.c ---- */

/* What stopped the reading. */
typedef struct
{
  const char *code;  /* a diagnostic's code, NULL if nothing did */
  char *reason;      /* libyaml's words */
  char *context;     /* or NULL */
  gsize offset;      /* in the whole post */
  gboolean has_rest; /* no problem of the reading: it ended at offset, before the text does */
} FmProblem;

void fm_problem_clear (FmProblem *problem);
/* Reads the first document of @yaml into nodes of @header's arena. NULL with @problem set if it
 * cannot be read; NULL without for an empty text. */
FmNode *fm_tree_read (FmHeader *header, BaseSpan yaml, FmProblem *problem);

/* ---- fm-resolve.c ---- */

/* The kind that Psych gives a plain scalar without a tag. */
FmKind fm_resolve (const char *text, gsize length);
gint64 fm_resolve_integer (const char *text, gboolean *fits);
double fm_resolve_float (const char *text);
/* TRUE if @text is what matches Psych's TIME; the offset is in seconds. */
GDateTime *fm_resolve_time (const char *text, gsize length, gboolean *has_offset);

/* ---- fm-lint.c ---- */

/* Adds what can be said about a header that was read, and about one that was not. */
void fm_lint_tree (FmHeader *header);
void fm_lint_broken (FmHeader *header, const FmProblem *problem);
/* A text that begins like a header and has no closing fence. */
void fm_lint_unclosed (FmHeader *header, gsize after);
void fm_lint_add (FmHeader *header,
                  BaseSeverity severity,
                  const char *code,
                  BaseSpan span,
                  const char *detail,
                  const char *argument,
                  BaseEdits *fix);

/* ---- fm-repair.c ---- */

/* Adds a diagnostic with its fix for each repair, if together they make the header readable. */
gboolean fm_repair_broken (FmHeader *header, gsize failed_at);
/* The closing fence that is missing, or NULL if its place is not certain. */
BaseEdits *fm_repair_unclosed (const FmHeader *header, gsize after);

/* ---- fm-text.c: lines and blanks as YAML 1.1 sees them ---- */

/* Bytes of the line break at @offset: 0 if there is none. Line feed, carriage return, both, NEL, LS
 * and PS are breaks. */
gsize fm_break_length (const char *text, gsize length, gsize offset);
gsize fm_line_start (const char *text, gsize offset);
gsize fm_line_end (const char *text, gsize length, gsize offset);        /* before its break */
gsize fm_next_line (const char *text, gsize length, gsize offset);       /* behind its break */
gsize fm_skip_blanks (const char *text, gsize length, gsize offset);     /* spaces and tabs */
gsize fm_skip_separation (const char *text, gsize length, gsize offset); /* comments, too */
guint fm_column (const char *text, gsize offset);                        /* code points */

G_END_DECLS

/* frontmatter.h - the lossless YAML header of a post: split, tree, typed values, edits.
 *
 * A post is bytes: an optional byte-order mark, a header between two fences, a body. This library
 * finds the header exactly where Jekyll finds it, tells for every value where its bytes are, reads
 * values as Ruby's YAML reader (Psych 4, YAML 1.1) reads them, and answers every wish to change
 * something with replacements on the ORIGINAL bytes. Nothing that was not touched is written again.
 *
 *   g_autoptr (FmHeader) header = fm_header_new (post);
 *   g_autoptr (FmValue) title = fm_value_new_string ("L'été : le programme");
 *   g_autoptr (GError) error = NULL;
 *   g_autoptr (BaseEdits) edits = fm_edit_set (header, "title", title, &error);
 *   if (edits != NULL)
 *     after = base_edits_apply (edits, text, length);   // base_edits_invert gives the undo
 *
 * Ownership: FmHeader and FmValue are reference-counted and immutable, so they may be read from
 * any thread. An FmNode belongs to its header and lives as long as it. `get` borrows, `dup` copies.
 *
 * Offsets: every span is in bytes of the WHOLE post (byte-order mark and fences included).
 *
 * Failures: what is wrong with a header is a diagnostic and never an error; reading never fails.
 * Only an edit can fail, with FM_ERROR, and then nothing was changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>

G_BEGIN_DECLS

/* ---- limits ----------------------------------------------------------------------------------
 */

#define FM_MAX_HEADER_SIZE (1024 * 1024) /* bytes; a larger header is broken ("too-large") */
#define FM_MAX_DEPTH       64            /* collections in collections; deeper is broken */
#define FM_MAX_KEY_LENGTH  1024          /* characters; libyaml's own limit for `key: value` */

/* ---- errors ----------------------------------------------------------------------------------
 */

#define FM_ERROR (fm_error_quark ())
GQuark fm_error_quark (void);

typedef enum
{
  FM_ERROR_BROKEN,    /* the header cannot be read, so nothing in it can be edited safely */
  FM_ERROR_NOT_FOUND, /* the path leads nowhere */
  FM_ERROR_IRREGULAR, /* it is there, but written so that no edit of it is safe (an anchor that is
                         used elsewhere, an alias on the way, a root that is no mapping …) */
  FM_ERROR_LIMIT,     /* the result would be beyond a limit above */
  FM_ERROR_VALUE,     /* the text is no value (fm_value_new_from_json) or not allowed there */
} FmError;

/* ---- the header ------------------------------------------------------------------------------
 */

typedef struct _FmHeader FmHeader;
typedef struct _FmNode FmNode;

typedef struct
{
  gboolean has_header;
  BaseSpan header; /* both fences and the blank space after the closing one that Jekyll drops; after
                      the byte-order mark. Empty when there is no header */
  BaseSpan yaml;   /* between the fences; ends with the last line's newline */
  BaseSpan body;   /* all that follows header: what kramdown gets */
} FmSplit;

/* Splits and reads a whole post, as Jekyll does:
 * /\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)/m after an optional byte-order mark. Never fails: any
 * bytes give a header (perhaps none, perhaps broken). Holds a reference on @post. */
FmHeader *fm_header_new (GBytes *post);
/* A bare YAML text (_config.yml, a file of _data, options): the same reading without fences. header
 * and yaml cover the whole text, body is empty at its end. */
FmHeader *fm_header_new_yaml (GBytes *yaml);
FmHeader *fm_header_ref (FmHeader *header);
void fm_header_unref (FmHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmHeader, fm_header_unref)

GBytes *fm_header_get_bytes (const FmHeader *header);
const FmSplit *fm_header_get_split (const FmHeader *header);
/* TRUE if there is a header and it cannot be read as a mapping: it opens as source, with the
 * diagnostics. Also TRUE for a text that begins like a header whose closing fence is missing. A
 * bare YAML text is broken only if it is no YAML. */
gboolean fm_header_is_broken (const FmHeader *header);
/* The tree. For a post it is a mapping (an empty one for an empty header); NULL when the post has
 * no header, when the header is broken, or when it is YAML but no mapping (diagnostic
 * "frontmatter.not-a-mapping"). For a bare YAML text it may be any kind; NULL when broken. */
const FmNode *fm_header_get_root (const FmHeader *header);

/* BaseDiagnostic, in the order of the text, spans and positions in the whole post. Owned by the
 * header. A `fix` is there only where the repair is certain; every fix can be applied together
 * with the others. Codes (arguments):
 *   frontmatter.syntax (libyaml's reason)   frontmatter.apostrophe       frontmatter.quotes
 *   frontmatter.colon
 *   frontmatter.hash                        frontmatter.tab              frontmatter.curly-quotes
 *   frontmatter.missing-fence               frontmatter.not-a-mapping    frontmatter.duplicate-key
 *   (key)   frontmatter.too-large   frontmatter.too-deep   frontmatter.encoding
 *   frontmatter.indicator   frontmatter.unknown-alias (name)   frontmatter.rest (the YAML ends
 *   before the header does, as behind a first line that is indented; Psych drops what follows) */
GPtrArray *fm_header_get_diagnostics (const FmHeader *header);

/* ---- nodes -----------------------------------------------------------------------------------
 */

typedef enum
{
  FM_NULL,
  FM_BOOLEAN,
  FM_INTEGER,
  FM_FLOAT,
  FM_STRING, /* Ruby symbols, too: ":name" with its colon */
  FM_DATE,   /* 2024-01-01 */
  FM_TIME,   /* 2013-10-10 17:16:00 +02:00 */
  FM_SEQUENCE,
  FM_MAPPING,
  FM_ALIAS, /* *name; never followed */
} FmKind;

typedef enum
{
  FM_STYLE_PLAIN,
  FM_STYLE_SINGLE_QUOTED,
  FM_STYLE_DOUBLE_QUOTED,
  FM_STYLE_LITERAL, /* | */
  FM_STYLE_FOLDED,  /* > */
  FM_STYLE_BLOCK,   /* of collections */
  FM_STYLE_FLOW,
} FmStyle;

FmKind fm_node_get_kind (const FmNode *node);
FmStyle fm_node_get_style (const FmNode *node);

/* A scalar's text after quotes, folds and escapes are resolved (valid UTF-8; may be empty, never
 * NULL, and @length says more than the NUL if it holds one). For an alias its name. NULL for
 * collections. */
const char *fm_node_get_string (const FmNode *node, gsize *length);
/* The bytes as they stand in the file, from the value's first to its last. */
char *fm_node_dup_written (const FmNode *node);

/* The typed value; each is meant for its own kind and gives FALSE, 0 or NULL for another. An
 * integer beyond 64 bits keeps its kind: fm_node_get_integer then gives FALSE in @fits. */
gboolean fm_node_get_boolean (const FmNode *node);
gint64 fm_node_get_integer (const FmNode *node, gboolean *fits);
double fm_node_get_float (const FmNode *node); /* of an integer, too */
/* Of FM_TIME with its written offset (none: UTC, as Psych), of FM_DATE midnight UTC. */
GDateTime *fm_node_dup_time (const FmNode *node);
/* FALSE if an FM_TIME is written without an offset. */
gboolean fm_node_has_offset (const FmNode *node);

/* Items of a sequence or entries of a mapping (a duplicate key counts each time); 0 for others. */
guint fm_node_get_length (const FmNode *node);
const FmNode *fm_node_get_item (const FmNode *sequence, guint nth);
/* The value under @key, compared with the key's text; the last one wins, as in Psych. NULL if
 * absent or if @mapping is no mapping (or NULL). */
const FmNode *fm_node_get_member (const FmNode *mapping, const char *key);
const FmNode *fm_node_get_nth_key (const FmNode *mapping, guint nth);
const FmNode *fm_node_get_nth_value (const FmNode *mapping, guint nth);

/* The value's own bytes: quotes and block indicators included, anchors and tags not, nor comments,
 * blank lines or the line ending that follow. Empty (behind the colon) for an unwritten null. */
BaseSpan fm_node_get_value_span (const FmNode *node);
/* The key's bytes for the value of a mapping; empty at the value's start for others. */
BaseSpan fm_node_get_key_span (const FmNode *node);
/* What must go if the entry goes: from the key, dash or item to the end of its value or of the
 * comment behind it, without the line ending. */
BaseSpan fm_node_get_entry_span (const FmNode *node);
/* "# …" on the line where the value ends (or, for a block scalar or collection, where it is
 * opened); empty if there is none. */
BaseSpan fm_node_get_comment_span (const FmNode *node);
/* Characters from the start of the line to the entry's key or dash. */
guint fm_node_get_indentation (const FmNode *node);
const char *fm_node_get_anchor (const FmNode *node); /* NULL if none */
const char *fm_node_get_tag (const FmNode *node);    /* NULL if none; resolved by libyaml */

/* ---- paths -----------------------------------------------------------------------------------
 */

/* Keys and list positions (from 0) joined by dots: "une-ou-diaporama.0.image". In a key, a dot is
 * written "\.", a backslash "\\", and a key that is just "+" is "\+". A last part "+" of a list
 * means: behind the last item (fm_edit_set, fm_edit_append). */

/* NULL if there is none, or if an alias is on the way. The last of duplicate keys. */
const FmNode *fm_header_lookup (const FmHeader *header, const char *path);
/* The parts of a path, unescaped; the reverse for one part. */
char **fm_path_split (const char *path);
char *fm_path_escape (const char *key);

/* ---- values to write -------------------------------------------------------------------------
 */

typedef struct _FmValue FmValue;

FmValue *fm_value_new_null (void);
FmValue *fm_value_new_boolean (gboolean value);
FmValue *fm_value_new_integer (gint64 value);
FmValue *fm_value_new_float (double value);
FmValue *fm_value_new_string (const char *text); /* @text must be valid UTF-8 */
/* A date, a time or a number in its own written form ("2013-10-10 17:16:00 +02:00"), written plain.
 * What does not read as one of these (or as null or a boolean) is taken as a string. */
FmValue *fm_value_new_written (const char *text);
/* The items' references are kept by the new value; the arrays stay the caller's. */
FmValue *fm_value_new_sequence (FmValue *const *items, guint n_items);
FmValue *fm_value_new_mapping (const char *const *keys, FmValue *const *values, guint n_members);
/* Dates keep their text, duplicate keys their last value. An alias stays one: kind FM_ALIAS, text
 * "*name", in JSON the string "*name"; such a value can be set only where its anchor is. */
FmValue *fm_value_new_from_node (const FmNode *node);
/* Any JSON value. NULL and FM_ERROR_VALUE with the byte offset in the message. */
FmValue *fm_value_new_from_json (const char *json, gssize length, GError **error);
FmValue *fm_value_ref (FmValue *value);
void fm_value_unref (FmValue *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmValue, fm_value_unref)

FmKind fm_value_get_kind (const FmValue *value);
const char *fm_value_get_string (const FmValue *value); /* a scalar's text as it would be read */
gboolean fm_value_get_boolean (const FmValue *value);   /* FALSE for other kinds */
guint fm_value_get_length (const FmValue *value);
FmValue *fm_value_get_item (const FmValue *value, guint nth); /* also a member's value */
const char *fm_value_get_key (const FmValue *mapping, guint nth);
FmValue *fm_value_get_member (const FmValue *mapping, const char *key);
/* Same kind and same value; dates and times by their text, numbers by their value, mappings in any
 * order. */
gboolean fm_value_equal (const FmValue *one, const FmValue *other);
/* The same without building a value first. */
gboolean fm_value_equals_node (const FmValue *value, const FmNode *node);
/* On one line, UTF-8, keys in their order. Dates, times, .nan and .inf are strings. */
char *fm_value_to_json (const FmValue *value);
char *fm_node_to_json (const FmNode *node);

/* The YAML that Psych writes for { key => value }, without "---": "key: value\n". */
char *fm_value_to_yaml (const FmValue *value, const char *key);

/* ---- edits -----------------------------------------------------------------------------------
 */

/* Each gives replacements on the whole post's bytes, or NULL and an error. The list is empty when
 * nothing has to change. Each has been checked before it is given: the header that results reads as
 * the old one with just this change.
 *
 * How values are written: what the value was is kept where that is safe (a text quoted without need
 * stays quoted, a folded one folded, flow stays flow); all else as Psych writes it, 80 columns
 * wide, with the neighbours' indentation and line endings. Quotes that only the old text needed go
 * with it. */

/* Sets the value at @path; what is missing on the way is made. A post without a header gets one.
 * New keys go to the end of their mapping. */
BaseEdits *
fm_edit_set (const FmHeader *header, const char *path, const FmValue *value, GError **error);
/* The same, but a new key goes behind the nearest of those that stand before it in @usual_order
 * (key names, NULL-terminated; may be NULL), else before the first of those that stand after it. */
BaseEdits *fm_edit_set_with_order (const FmHeader *header,
                                   const char *path,
                                   const FmValue *value,
                                   const char *const *usual_order,
                                   GError **error);
/* Removes a key (each of its duplicates) or an item, with the comment behind it. The last item
 * leaves "[]", the last key of a mapping "{}", the last key of the header an empty header. */
BaseEdits *fm_edit_remove (const FmHeader *header, const char *path, GError **error);
/* Gives the key at @path another name, in place. FM_ERROR_IRREGULAR if the name is taken. */
BaseEdits *
fm_edit_rename (const FmHeader *header, const char *path, const char *key, GError **error);
/* Adds an item to the list at @path; a missing or null value becomes a list. */
BaseEdits *
fm_edit_append (const FmHeader *header, const char *path, const FmValue *value, GError **error);
/* Adds an item before the one at position @at of the list (its length: behind the last). */
BaseEdits *fm_edit_insert (
    const FmHeader *header, const char *path, guint at, const FmValue *value, GError **error);
/* Moves an item of the list at @path so that it ends up at position @to. */
BaseEdits *
fm_edit_move (const FmHeader *header, const char *path, guint from, guint to, GError **error);

G_END_DECLS

/* kd-parser.h - the state of a parse, and what the block parser's files share.
 *
 * Block parsers are functions that look at the text at src->pos. They take it and return TRUE, or
 * leave it and return FALSE; the order in which they are asked is kramdown's (kd-block.c). Offsets
 * are of the buffer; a scanned part always ends with "\n" unless it is empty.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-buffer.h"
#include "kd-character.h"
#include "kd-private.h"

/* ---- searching forward, each place looked at once --------------------------------------------- */

typedef enum
{
  KD_FIND_COMMENT_END,     /* --> */
  KD_FIND_CDATA_END,       /* ]]> */
  KD_FIND_INSTRUCTION_END, /* ?> */
  KD_FIND_MATH,            /* $$ */
  KD_FIND_GREATER,         /* > */
  KD_FIND_DOUBLE_QUOTE,
  KD_FIND_SINGLE_QUOTE,
  KD_N_FINDS,
} KdFind;

/* The last answer: nothing in [from, at). */
typedef struct
{
  guint32 from;
  guint32 at;
  gboolean known;
} KdFound;

/* Closing braces of "{:…}". */
typedef struct
{
  guint32 from;
  guint32 at;                   /* the first "}" without a backslash before it, or the end */
  guint32 last_escaped;         /* the last "\}" before it, or 0 */
  guint32 last_escaped_at_line; /* the last "\}" with nothing but space behind it, or 0 */
  gboolean known;
} KdBraces;

/* Lines that can close a fenced code block. */
typedef struct
{
  guint32 line;
  guint32 run;     /* where the fence characters begin */
  guint32 length;  /* of the run */
  guint32 end;     /* behind the line */
  guint32 longest; /* run of the same character from here on */
  char character;  /* 0: mixed */
} KdFence;

typedef struct
{
  KdBuffer *buffer;
  const char *s; /* buffer->data */
  guint32 start;
  guint32 pos;
  guint32 end;
  KdFound found[KD_N_FINDS];
  KdBraces braces;
  KdFence *fences; /* an index, made when first needed */
  guint32 n_fences;
  gboolean fences_known;
  KdFound stops[3]; /* of {:/comment}, {:/nomarkdown}, {:/options} */
} KdScanner;

void kd_scanner_init (KdScanner *scanner, KdSlice slice);
void kd_scanner_clear (KdScanner *scanner);
/* Where the next one begins at or after @from, or scanner->end. */
guint32 kd_find (KdScanner *scanner, KdFind what, guint32 from);

/* ---- the parser -------------------------------------------------------------------------------- */

typedef struct
{
  const char *url;
  guint32 url_length;
  const char *title; /* NULL: none */
  guint32 title_length;
  KdElement *eob; /* carries the IAL, or NULL */
} KdLinkDefinition;

typedef struct
{
  const char *name;
  guint32 name_length;
  KdNode *definition;
  KdElement *eob;
  gboolean attributes_done;
  gboolean referenced;
} KdFootnote;

typedef struct
{
  KdDocument *document;
  KdPool *pool;
  KdOptions *options; /* the document's: {::options} changes them as the parse goes */
  KdScanner *src;
  KdNode *tree;
  KdIal *block_ial;
  KdElement *before_last_paragraph;
  KdElement *before_last_blank;
  KdElement *before_before_paragraph;
  GHashTable *attribute_definitions; /* name → KdIal */
  GHashTable *links;                 /* normalised id → KdLinkDefinition */
  GHashTable *footnotes;             /* name → KdFootnote */
  GHashTable *header_ids;            /* of the GFM parser: id → count */
  GHashTable *link_ids;              /* see kd-link.c */
  guint32 longest_link_id;
  gint64 budget; /* work that may still be wasted on tries that fail */
  gint64 ial_budget;
  guint depth;
  gboolean paragraph_end_quirk;
  gboolean liquid;
  guint8 span_starts[256]; /* kd-span.c: which bytes begin a span */
  guint span_parsers;
} KdParser;

/* Uses up the budget for wasted work; FALSE when it is gone. */
static inline gboolean
kd_spend (KdParser *parser, gint64 amount)
{
  parser->budget -= amount;
  return parser->budget > 0;
}

static inline guint32
kd_source (KdParser *parser, guint32 offset)
{
  return kd_buffer_source (parser->src->buffer, offset);
}

/* ---- blocks (kd-block.c) ------------------------------------------------------------------------ */

/* Parses a part of a text into @node. */
void kd_parse_blocks (KdParser *parser, KdNode *node, KdSlice slice);
/* Goes on with the text at hand until the closing tag of @node (kd-html-block.c); TRUE if it was
 * found. */
gboolean kd_parse_blocks_inside (KdParser *parser, KdNode *node);

/* A block element with the IAL that stood before it. */
KdElement *kd_block_new (KdParser *parser, guint type, guint32 start, guint32 end);
void kd_block_append (KdParser *parser, KdElement *element);
/* Raw text at the end of @node, joined with what is there. */
void kd_add_raw_text (KdParser *parser, KdNode *node, KdSlice slice);
KdElement *kd_add_eob (KdParser *parser, guint kind);

/* Line helpers. All take an offset where a line (or its rest) begins. */
guint32 kd_line_end (const KdScanner *src, guint32 at); /* behind the "\n" */
/* The end of the blank lines at @at, 0 if there are none. */
guint32 kd_match_blank_lines (const KdScanner *src, guint32 at);
guint32 kd_match_eob (const KdScanner *src, guint32 at);
/* Up to three spaces. */
guint32 kd_skip_opt_space (const KdScanner *src, guint32 at);
gboolean kd_at_lazy_end (KdParser *parser, guint32 at);
gboolean kd_at_paragraph_end (KdParser *parser, guint32 at);
gboolean kd_after_block_boundary (KdParser *parser);
gboolean kd_before_block_boundary (KdParser *parser);
/* </div> or <div that ends a lazy line, spaces already skipped. */
gboolean kd_match_lazy_html (const KdScanner *src, guint32 at);
/* The part without the space at its end and, with @both, at its start. */
KdSlice kd_slice_strip (KdSlice slice, gboolean both);

/* ---- one file a construct ----------------------------------------------------------------------- */

gboolean kd_parse_codeblock (KdParser *parser);
gboolean kd_parse_codeblock_fenced (KdParser *parser);
guint32 kd_match_fence_start (const KdParser *parser, guint32 at);
guint32 kd_match_codeblock (KdParser *parser, guint32 at);
gboolean kd_parse_blockquote (KdParser *parser);
gboolean kd_parse_atx_header (KdParser *parser);
gboolean kd_match_atx_gfm (const KdScanner *src, guint32 at);
gboolean kd_parse_setext_header (KdParser *parser);
gboolean kd_parse_horizontal_rule (KdParser *parser);
guint32 kd_match_horizontal_rule (const KdScanner *src, guint32 at);
gboolean kd_parse_list (KdParser *parser);
gboolean kd_parse_definition_list (KdParser *parser);
gboolean kd_parse_block_html (KdParser *parser);
gboolean kd_parse_block_math (KdParser *parser);
gboolean kd_parse_table (KdParser *parser);
gboolean kd_parse_footnote_definition (KdParser *parser);
gboolean kd_parse_link_definition (KdParser *parser);
gboolean kd_parse_abbreviation_definition (KdParser *parser);
gboolean kd_parse_block_extension (KdParser *parser);
gboolean kd_parse_paragraph (KdParser *parser);
gboolean kd_parse_block_liquid (KdParser *parser);

/* What kd-list.c and kd-definition-list.c share. */
typedef struct
{
  guint32 marker_end; /* behind the marker, where the content begins */
  guint32 line_end;
  guint indentation; /* the marker's width; later that of the content */
} KdListLine;

/* A marker of the list type (KD_UL, KD_OL, KD_DL) after at most @spaces spaces. */
gboolean kd_match_list_start (
    const KdScanner *src, guint type, guint32 at, guint spaces, KdListLine *line);
/* Copies the first line's content; says the indentation of the item's content. */
void
kd_begin_list_item (KdParser *parser, KdListLine *line, KdRewriter *rewriter, KdElement *item);
typedef enum
{
  KD_LIST_CONTENT,
  KD_LIST_LAZY,
  KD_LIST_OTHER,
} KdListMatch;
KdListMatch
kd_match_list_content (KdParser *parser, guint32 at, guint indentation, gboolean allow_lazy);
/* Where a line's content begins without its indentation; @spaces: how many spaces stand for tabs
 * before it. Returns whether the whole indentation was there. */
gboolean kd_strip_list_indentation (
    const KdScanner *src, guint32 at, guint indentation, guint32 *content, guint *spaces);

/* ---- attribute lists and extensions (kd-attribute-list.c, kd-extension.c) ------------------------ */

/* The "}" that ends what begins at @from: the first without a backslash or, if it must be the last
 * thing on its line and is not, the last with one that is. 0 if there is none. */
guint32 kd_find_brace (KdScanner *scanner, guint32 from, gboolean at_line_end);
/* {: … } alone on its line; the content's bounds and the end, or 0. Spaces already skipped. */
guint32
kd_match_ial (KdScanner *src, guint32 at, guint32 *content_start, guint32 *content_end);
void kd_parse_attribute_list (
    KdParser *parser, const char *s, guint32 from, guint32 to, KdIal *ial, guint32 source);
KdIal *kd_ial_new (KdParser *parser);
void kd_ial_merge (KdParser *parser, KdIal *target, const KdIal *ial);
void kd_apply_ial (KdParser *parser, KdAttributes *attributes, const KdIal *ial);
/* The IAL of a list item at @at; returns the end of it and of the space after it, or 0. */
guint32
kd_match_list_item_ial (KdScanner *src, guint32 at, guint32 end, guint32 *from, guint32 *to);

typedef enum
{
  KD_EXTENSION_NOT,
  KD_EXTENSION_FAILED, /* a start or stop tag of an extension, but not to be used */
  KD_EXTENSION_DONE,
} KdExtensionResult;
KdExtensionResult kd_parse_extension (KdParser *parser, KdScanner *src, KdNode *tree, gboolean block);

/* ---- HTML tags (kd-html-tag.c) -------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  guint8 content; /* KdContentModel */
  guint8 kinds;   /* KdHtmlKinds */
} KdHtmlInfo;

typedef enum
{
  KD_HTML_SPAN = 1 << 0,
  KD_HTML_BLOCK = 1 << 1,
  KD_HTML_WITHOUT_BODY = 1 << 2,
  KD_HTML_LAZY = 1 << 3, /* does not end a lazy line */
  /* for html_to_native */
  KD_HTML_REMOVE_TEXT = 1 << 4,
  KD_HTML_WRAP_TEXT = 1 << 5,
  KD_HTML_REMOVE_SPACE = 1 << 6,
  KD_HTML_STRIP = 1 << 7,
} KdHtmlKinds;

/* NULL for a name that HTML does not know; case matters. */
const KdHtmlInfo *kd_html_info (const char *name, gsize length);
const KdHtmlInfo *kd_html_info_any_case (const char *name, gsize length);

typedef struct
{
  guint32 name_start;
  guint32 name_end;
  guint32 attributes_end; /* they begin at name_end */
  guint32 end;
  gboolean closed;
} KdTag;

/* <name a b="c"> at @at. */
gboolean kd_scan_tag (KdParser *parser, KdScanner *src, guint32 at, KdTag *tag);
/* </name> at @at. */
gboolean kd_scan_close_tag (const KdScanner *src, guint32 at, KdTag *tag);
/* The end of <!-- … -->, of <![CDATA[ … ]]>, of <? … ?> at @at; 0 if there is none. */
guint32 kd_scan_comment (KdScanner *src, guint32 at);
guint32 kd_scan_cdata (KdScanner *src, guint32 at);
guint32 kd_scan_instruction (KdScanner *src, guint32 at);
void kd_parse_html_attributes (
    KdParser *parser, KdScanner *src, const KdTag *tag, gboolean known, KdAttributes *attributes);
/* Makes the element of a start tag, name and attributes filled in. */
KdNode *kd_html_element_new (KdParser *parser, KdScanner *src, const KdTag *tag, gboolean block);
/* The value of markdown="…", taken out of the attributes: a KdContentModel or -1; @is_default is
 * set for "1". */
int kd_take_markdown_attribute (KdAttributes *attributes, gboolean *is_default);
/* Where "</name" with optional space and ">" begins, any case, at or after @from; end if nowhere. */
guint32 kd_find_close_tag (
    const KdScanner *src, guint32 from, const char *name, gsize length, gboolean any_case);
guint32 kd_match_close_tag (
    const KdScanner *src, guint32 at, const char *name, gsize length, gboolean any_case);

/* kd-html-native.c: the option html_to_native. */
void kd_html_to_native (KdParser *parser, KdNode *element);

/* ---- after the blocks ------------------------------------------------------------------------------ */

void kd_update_tree (KdParser *parser, KdNode *node);              /* kd-tree.c */
void kd_parse_raw_text (KdParser *parser, KdNode *into, KdSlice slice); /* kd-span.c */
void kd_span_init (KdParser *parser);
/* Code spans, and with @html span tags, of a text, as a flat list in @into (kd-table.c). */
void kd_parse_table_spans (KdParser *parser, KdNode *into, KdSlice slice, gboolean html);
void kd_replace_abbreviations (KdParser *parser, KdNode *node);    /* kd-abbreviation.c */
void kd_gfm_finish (KdParser *parser, KdNode *root);               /* kd-gfm.c */
void kd_gfm_task_list (KdParser *parser, KdNode *list);
/* The text of an element for its id. */
void kd_plain_text (KdParser *parser, const KdElement *element, GString *out);
const char *kd_normalize_link_id (
    KdParser *parser, const char *text, gsize length, GString *scratch);

/* kd-entity.c */
typedef struct
{
  gunichar code_point;
  const char *name; /* NULL: none */
} KdEntity;
gboolean kd_entity_by_name (const char *name, gsize length, KdEntity *entity);
void kd_entity_by_code_point (guint64 code_point, KdEntity *entity);
/* The end of an entity reference at @at ("&…;"), or 0. @entity is filled in unless the name is
 * unknown (then FALSE in @known). */
guint32
kd_scan_entity (const char *s, gsize at, gsize end, KdEntity *entity, gboolean *known);

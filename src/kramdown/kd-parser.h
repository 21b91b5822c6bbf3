/* kd-parser.h - what the files of the parser share: one file per construct.
 *
 * Parsing has two passes, as kramdown's has. First the blocks (kd-block.c): the text is read line
 * by line into block elements, nested texts in their turn; link, footnote and abbreviation
 * definitions and attribute lists are collected; paragraphs and the like keep a KD_RAW_TEXT. Then
 * kd_parser_finish (kd-finish.c) walks the tree, parses the spans of each KD_RAW_TEXT (kd-span.c),
 * applies attribute lists and replaces abbreviations.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-character.h"
#include "kd-source.h"

typedef struct
{
  const char *url;     /* NUL-terminated */
  const char *title;   /* or NULL */
  KdElement *boundary; /* where its attributes are; NULL for one from the options */
} KdLink;

typedef struct
{
  const char *name;
  KdElement *content;  /* a KD_FOOTNOTE_DEFINITION */
  KdElement *boundary; /* where its attributes are */
  gboolean used;
} KdFootnote;

/* The way to the source of a paragraph that is being joined line by line. */
typedef struct
{
  const KdElement *raw;
  KdSegment *map;
  guint n;
  guint capacity;
} KdJoin;

/* How many sizes of elements kd_take_array knows, and 0. */
#define KD_N_SPARE 7

typedef struct
{
  KdDocument *document;
  KdHeap *heap; /* of the document */
  KdOptions *options;

  /* the blocks */
  KdSource *source;          /* being read */
  KdElement *tree;           /* being filled */
  KdIal *block_ial;          /* for the next block */
  KdElement *last_paragraph; /* of tree: may become the term of a definition list */
  KdElement *last_dl;        /* of tree: may be continued */
  KdJoin join;
  guint depth;
  gboolean stopped; /* an end tag was found that ends the blocks of an html element */

  /* what was defined */
  GHashTable *alds;      /* name → KdIal */
  GHashTable *links;     /* normalised id → KdLink */
  GHashTable *footnotes; /* name → KdFootnote, owned by document->footnotes */
  gsize longest_link_id;
  GPtrArray *abbreviations; /* of KdAbbreviation, in order of definition */

  /* of the GFM parser, as they were at the start: {::options} does not change them */
  gboolean gfm;
  gboolean hard_wrap;
  gboolean paragraph_end;
  gboolean typographic;

  KdExtra *boxes[2]; /* of task lists: shared by all; see kd-gfm.c */
  KdExtra *task_item;

  guint inside_html;       /* how many html elements are around, when spans are parsed */
  gboolean saw_break;      /* whether a hard break may stand in the spans just parsed */
  gboolean any_native;     /* whether html_to_native changed anything */
  GPtrArray *gfm_elements; /* of KdElement: see kd_gfm_note_header */

  GPtrArray *spare_arrays[KD_N_SPARE]; /* see kd_take_array */

  guint64 expansion;  /* bytes that references may still add to the output */
  guint filler_cells; /* empty table cells that may still be added */
  guint work;         /* steps that speculation may still take */
} KdParser;

/* An empty array of elements of @size bytes (a multiple of 4, at most 24), and how it is given
 * back, to be used again: most of what is read needs some, and few things in them. */
GArray *kd_take_array (KdParser *parser, guint size);
void kd_give_back_array (KdParser *parser, GArray *array);

/* ---- blocks --------------------------------------------------------------------------------- */

/* Each tries to parse at parser->source->pos. TRUE: something was parsed and pos moved. FALSE:
 * nothing was (the few exceptions say so). */
gboolean kd_parse_blank_line (KdParser *parser);
gboolean kd_parse_codeblock (KdParser *parser);
gboolean kd_parse_codeblock_fenced (KdParser *parser);
gboolean kd_parse_blockquote (KdParser *parser);
gboolean kd_parse_atx_header (KdParser *parser);
gboolean kd_parse_horizontal_rule (KdParser *parser);
gboolean kd_parse_list (KdParser *parser);
gboolean kd_parse_definition_list (KdParser *parser);
gboolean kd_parse_block_html (KdParser *parser);
gboolean kd_parse_setext_header (KdParser *parser);
gboolean kd_parse_block_math (KdParser *parser);
gboolean kd_parse_table (KdParser *parser);
gboolean kd_parse_footnote_definition (KdParser *parser);
gboolean kd_parse_link_definition (KdParser *parser);
gboolean kd_parse_abbreviation_definition (KdParser *parser);
gboolean kd_parse_block_extensions (KdParser *parser);
gboolean kd_parse_eob_marker (KdParser *parser);
gboolean kd_parse_paragraph (KdParser *parser);
gboolean kd_parse_block_liquid (KdParser *parser);

/* All blocks of the current source from its pos on, into @element. */
void kd_parse_blocks (KdParser *parser, KdElement *element);
/* All blocks of a text of its own. */
void kd_parse_nested (KdParser *parser,
                      KdElement *element,
                      char *text,
                      guint32 length,
                      const KdSegment *map,
                      guint n);
void kd_parse_content (KdParser *parser, KdElement *element, const KdContent *content);

/* An element of the current source's bytes [from, to); kd_block_new also gives it the attribute
 * list that stands before it. */
KdElement *kd_new (KdParser *parser, guint8 type, guint32 from, guint32 to);
KdElement *kd_block_new (KdParser *parser, guint8 type, guint32 from, guint32 to);
/* A KD_EOB at the end of the tree. */
KdElement *kd_add_boundary (KdParser *parser, KdBoundary kind, guint32 from, guint32 to);
/* A KD_RAW_TEXT of [from, to) as the last child. */
KdElement *kd_add_raw_text (KdParser *parser, KdElement *parent, guint32 from, guint32 to);

/* Whether the last block has ended, and whether one ends here (kramdown's block boundaries). */
gboolean kd_after_boundary (KdParser *parser);
gboolean kd_before_boundary (KdParser *parser);
/* Behind what is matched at @pos, or 0. */
guint32 kd_match_blank (const KdSource *source, guint32 pos);
guint32 kd_match_eob (const KdSource *source, guint32 pos);
guint32 kd_match_hr (const KdSource *source, guint32 pos);
guint32 kd_match_indent (const KdSource *source, guint32 pos);
/* "{: … }" and the rest of its line; @inner is what stands in it. */
guint32 kd_match_block_ial (KdSource *source, guint32 pos, BaseSpan *inner);
/* A marker as of a list item: [spaces] sign space …; @marker_end is behind the sign. */
gboolean kd_match_ul (const KdSource *source, guint32 pos, guint32 indent, guint32 *marker_end);
gboolean kd_match_ol (const KdSource *source, guint32 pos, guint32 indent, guint32 *marker_end);
gboolean kd_match_dd (const KdSource *source, guint32 pos, guint32 indent, guint32 *marker_end);
gboolean kd_match_fence_start (const KdSource *source, guint32 pos, gboolean gfm);
gboolean kd_match_gfm_header (const KdSource *source, guint32 pos);
/* Whether a paragraph's lazy line may not stand at @pos. */
gboolean kd_lazy_end (KdSource *source, guint32 pos);
/* The same for html tags alone, behind up to @indent spaces. */
gboolean kd_lazy_end_html (const KdSource *source, guint32 pos, guint32 indent);
/* The end of an indented code block's lines from @pos on. */
guint32 kd_codeblock_end (KdParser *parser, guint32 pos);

/* The first line of an item, from behind its marker; used by both kinds of lists. */
typedef struct
{
  guint32 indentation; /* of the item's content */
  guint32 start;       /* of the content of the first line */
  guint32 spaces;      /* to be put before it */
} KdFirstLine;
void kd_first_list_line (
    KdParser *parser, KdElement *item, guint32 marker_width, guint32 from, KdFirstLine *line);
/* Whether a line continues an item, and what is left of it. */
typedef enum
{
  KD_LINE_NONE,
  KD_LINE_INDENTED,
  KD_LINE_LAZY,
} KdLineKind;
KdLineKind kd_list_line (KdSource *source, guint32 pos, guint32 indentation, gboolean lazy_allowed);
/* Leading space of a line as kramdown rewrites it: tabs at the very start become four spaces. */
void kd_line_lead (const KdSource *source, guint32 pos, guint32 *spaces, guint32 *rest);
/* Adds the line at the source's position: @spaces spaces, as far as they stand before @from taken
 * from there, and the bytes [from, to). */
void kd_content_add_line (KdContent *content, guint32 spaces, guint32 from, guint32 to);
/* The text of an item until it is parsed. */
typedef struct
{
  char *text;
  guint32 length;
  guint first; /* of its segments in the list's map, which are @n */
  guint n;
} KdKept;
/* Puts a content at the end of @kept, an array of KdKept. */
void kd_content_keep (const KdContent *content, GArray *kept);
/* Adds a newline to the text of a tight paragraph that other blocks follow. */
void kd_end_with_newline (KdParser *parser, KdElement *paragraph);

/* ---- attribute lists ------------------------------------------------------------------------ */

/* Reads what stands in "{: … }" into @ial, which is made if it is NULL and anything stands there.
 */
KdIal *kd_ial_parse (KdParser *parser, KdIal *ial, const char *text, gsize length, guint32 at);
/* The same into the attribute list of an element. */
void kd_element_parse_ial (
    KdParser *parser, KdElement *element, const char *text, gsize length, guint32 at);
/* Gives an element's attributes what @ial says, references first. */
void kd_ial_apply (KdParser *parser, KdRef *attributes, const KdIal *ial);
/* Adds all of @more to @ial, made if it is NULL. */
KdIal *kd_ial_add (KdParser *parser, KdIal *ial, const KdIal *more);
/* {::name attributes} or {::name attributes /} or {:/name} at @pos: FALSE if none stands there. */
typedef struct
{
  BaseSpan name;
  BaseSpan attributes;
  gboolean self_closed;
  gboolean stop; /* a stop tag; name may be empty */
  guint32 end;
} KdExtensionTag;
gboolean kd_match_extension (KdSource *source, guint32 pos, KdExtensionTag *tag);
/* The "}" that ends an attribute list whose content starts at @pos, not before @pos + 1. */
guint32 kd_find_ial_end (KdSource *source, guint32 pos, gboolean whole_line);
/* Carries out an extension; FALSE if there is none of this name. */
gboolean kd_run_extension (KdParser *parser,
                           KdSource *source,
                           KdElement *tree,
                           const KdExtensionTag *tag,
                           guint32 from,
                           BaseSpan body,
                           gboolean has_body,
                           gboolean block);

/* The text of a math element: what stands between the dollars, less space. */
void kd_set_math (KdDocument *document, KdElement *math, const char *text, gsize from, gsize to);

/* ---- definitions ---------------------------------------------------------------------------- */

/* An id as the tables have it: space runs as one space, lower case. NULL if it grows above
 * @limit bytes. */
char *kd_normalize_link_id (const char *id, gsize length, gsize limit);
void kd_define_link (
    KdParser *parser, char *id, const char *url, const char *title, KdElement *boundary);

/* ---- finishing ------------------------------------------------------------------------------ */

void kd_parser_finish (KdParser *parser);
void kd_replace_abbreviations (KdParser *parser);
/* GFM: the boxes of task lists, header ids, hard line breaks. */
void kd_gfm_task_list (KdParser *parser, KdElement *list);
void kd_gfm_finish (KdParser *parser);
/* What of the tree is left for kd_gfm_finish: headers, and elements in whose spans a backslash
 * stood. */
void kd_gfm_note_header (KdParser *parser, KdElement *header);
void kd_gfm_note_break (KdParser *parser, KdElement *element);
/* Whether a header's or term's own text counts for its id, and the text. */
void kd_update_raw_text (KdParser *parser, KdElement *element);

/* &name; &#digits; &#xdigits; at @pos: behind it, or 0; the code point of an unknown name is 0. */
gsize kd_match_entity (const char *text, gsize pos, gsize length, gunichar *code_point);
/* Numbers 128 to 159 are read as in Windows-1252. */
gunichar kd_entity_remap (gunichar code_point);

/* ---- html ----------------------------------------------------------------------------------- */

void kd_convert_native (KdParser *parser, KdElement *element);

/* ---- Liquid --------------------------------------------------------------------------------- */

/* Stands for a Liquid tag in the working copy: this, five digits, this. */
#define KD_LIQUID_MARK '\x0e'
#define KD_LIQUID_SIZE 7
/* Fills document->liquid with the tags of the text. */
void kd_liquid_find (KdDocument *document);
/* The number of the placeholder at @at; FALSE if none stands there. */
gboolean kd_liquid_number (const char *at, const char *end, guint *number);
/* A text with its placeholders put back; NULL if it has none. */
char *kd_liquid_restore (KdDocument *document, const char *text, gsize length, gsize *restored);
/* The map of a text that was taken from the source in one piece at @start. */
const KdSegment *
kd_liquid_map (KdDocument *document, const char *text, gsize length, guint32 start);
void kd_liquid_finish (KdDocument *document);

/* ---- diagnostics ---------------------------------------------------------------------------- */

void kd_warn (KdParser *parser,
              KdSource *source,
              const char *code,
              guint32 from,
              guint32 to,
              const char *detail,
              const char *argument,
              gssize argument_length);

/* kramdown.h - kramdown's Markdown, with the GFM parser, as an element tree and as HTML.
 *
 * The dialect is that of kramdown 2.5.2 with kramdown-parser-gfm 1.1.0, and the HTML is theirs byte
 * for byte (https://kramdown.gettalong.org/syntax.html is the documentation; where the program
 * behaves otherwise, this library follows the program, because that is what a site publishes).
 *
 *   g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
 *   kd_options_set (options, "auto_ids", "false", NULL);
 *   g_autoptr (KdDocument) document = kd_parse (text, length, options);
 *   g_autofree char *html = kd_render_html (document, NULL);
 *
 * Ownership: a document owns its tree and every string reached through it; options are copied by
 * kd_parse. Threads: no mutable globals; different documents may be parsed and rendered in
 * different threads at once, and one document may be read by several threads (rendering only
 * reads). Units: spans are bytes of the text given to kd_parse, lines count from 0.
 *
 * Content never fails: whatever the bytes, there is a tree; what kramdown would warn of is a
 * diagnostic. Time and memory are linear in the length of the text, whatever the text: nesting is
 * bounded (KD_MAX_DEPTH) and what lies deeper is plain text. Of a text longer than KD_MAX_LENGTH
 * only so much is read. Tree and HTML together stay below 40 times the text, unless kramdown's HTML
 * alone is more than 25 times as long; where memory runs out the program ends, as with g_malloc.
 *
 * Where the HTML is known to be another: a number that is no character (&#x110000;) and a NUL stay
 * out of it, which kramdown writes as bytes that are no UTF-8 or as they are; only code in Ruby and
 * JavaScript has the highlighter's tokens; header ids are transliterated from the alphabets of
 * Latin, Greek and Cyrillic alone; under html_to_native a <p> gives no term to a definition list;
 * {::options} in a line that kramdown reads twice works the first time there. What lies beyond our
 * limits is known too: see KD_MAX_DEPTH.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>

G_BEGIN_DECLS

/* How deep elements nest. kramdown itself ends with a stack overflow somewhere above 500. */
#define KD_MAX_DEPTH 100
/* Bytes of a text: 64 MiB. kramdown has no limit. */
#define KD_MAX_LENGTH ((gsize) 64 << 20)

/* ---- options -------------------------------------------------------------------------------- */

typedef enum
{
  KD_DEFAULTS_JEKYLL,   /* input: GFM, hard_wrap: false, and the rest of DESIGN section 5 */
  KD_DEFAULTS_KRAMDOWN, /* kramdown's own defaults, input: kramdown */
} KdDefaults;

typedef enum
{
  KD_OPTIONS_ERROR_UNKNOWN, /* kramdown has no option of this name */
  KD_OPTIONS_ERROR_VALUE,   /* kramdown would refuse the value */
} KdOptionsError;

#define KD_OPTIONS_ERROR (kd_options_error_quark ())
GQuark kd_options_error_quark (void);

typedef struct _KdOptions KdOptions;

KdOptions *kd_options_new (KdDefaults defaults);
KdOptions *kd_options_copy (const KdOptions *options);
void kd_options_free (KdOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KdOptions, kd_options_free)

/* Sets an option by kramdown's name to a value in kramdown's text form: "true", "1..6",
 * "lsquo,rsquo,ldquo,rdquo", "GFM", "as_char" (a leading ":" is allowed for symbols). Lists are
 * separated by commas. Hashes are set entry by entry: "typographic_symbols.hellip",
 * "syntax_highlighter_opts.block.disable". Options that have no meaning for HTML (line_width, …)
 * are accepted. FALSE with a KD_OPTIONS_ERROR, the options unchanged, if the name or value is not
 * kramdown's. */
gboolean kd_options_set (KdOptions *options, const char *name, const char *value, GError **error);
/* One entry of the option link_defs. @title may be NULL. */
void kd_options_add_link (KdOptions *options, const char *id, const char *url, const char *title);
/* Ours: data-line="N" (lines from 1) on every block element of the HTML. Off at first. */
void kd_options_set_source_lines (KdOptions *options, gboolean source_lines);
/* Ours: {{ … }} and {% … %} are kept whole as KD_LIQUID elements. Off at first. */
void kd_options_set_liquid (KdOptions *options, gboolean liquid);

/* ---- the tree ------------------------------------------------------------------------------- */

typedef enum
{
  KD_ROOT,
  /* blocks */
  KD_BLANK,
  KD_PARAGRAPH,
  KD_HEADER,
  KD_BLOCKQUOTE,
  KD_CODEBLOCK,
  KD_UL,
  KD_OL,
  KD_LI,
  KD_DL,
  KD_DT,
  KD_DD,
  KD_TABLE,
  KD_THEAD,
  KD_TBODY,
  KD_TFOOT,
  KD_TR,
  KD_TD,
  KD_TH,
  KD_HR,
  KD_FOOTNOTE_DEFINITION, /* only reached through a KD_FOOTNOTE */
  /* either: see kd_element_is_block */
  KD_HTML_ELEMENT,
  KD_XML_COMMENT,
  KD_XML_INSTRUCTION,
  KD_COMMENT,
  KD_RAW,
  KD_MATH,
  KD_LIQUID,
  /* spans */
  KD_TEXT,
  KD_A,
  KD_BR,
  KD_IMG,
  KD_CODESPAN,
  KD_FOOTNOTE,
  KD_EM,
  KD_STRONG,
  KD_ENTITY,
  KD_TYPOGRAPHIC_SYMBOL,
  KD_SMART_QUOTE,
  KD_ABBREVIATION,
  KD_N_TYPES,
} KdType;

/* What an html element's content was read as. */
typedef enum
{
  KD_CONTENT_RAW,
  KD_CONTENT_SPAN,
  KD_CONTENT_BLOCK,
} KdContentModel;

/* Of a table's cell. */
typedef enum
{
  KD_ALIGN_DEFAULT,
  KD_ALIGN_LEFT,
  KD_ALIGN_CENTER,
  KD_ALIGN_RIGHT,
} KdAlignment;

typedef struct _KdDocument KdDocument;
typedef struct _KdElement KdElement;

/* Parses @length bytes of @text (UTF-8; other bytes are read as U+FFFD, with a diagnostic). The
 * text is copied. @options may be NULL: Jekyll's defaults. Never NULL. */
KdDocument *kd_parse (const char *text, gsize length, const KdOptions *options);
void kd_document_free (KdDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KdDocument, kd_document_free)

const KdElement *kd_document_get_root (const KdDocument *document);
/* BaseDiagnostic elements in document order, borrowed. Codes begin with "kramdown.". */
GPtrArray *kd_document_get_diagnostics (const KdDocument *document);

KdType kd_element_get_type (const KdElement *element);
/* kramdown's name of a type: "p", "header", "html_element" … */
const char *kd_type_get_name (KdType type);
const KdElement *kd_element_get_first_child (const KdElement *element);
const KdElement *kd_element_get_next (const KdElement *element);
/* Whether an element stands among blocks (html elements, comments, math and raw text may be both).
 */
gboolean kd_element_is_block (const KdElement *element);

/* Where the element stands in the source: its first to behind its last byte, the markers
 * ("**", "> ") included. A child's span lies in its parent's, and siblings are in order, but for
 * the few that kramdown moves (a footnote's content, a definition term). */
BaseSpan kd_element_get_span (const KdElement *element);
/* First and last line of the span. */
void kd_element_get_lines (const KdDocument *document,
                           const KdElement *element,
                           gsize *first_line,
                           gsize *last_line);

/* The text of a KD_TEXT, KD_CODESPAN, KD_CODEBLOCK, KD_MATH, KD_RAW, KD_COMMENT, KD_XML_COMMENT,
 * KD_XML_INSTRUCTION, KD_LIQUID or KD_ABBREVIATION; the tag name of a KD_HTML_ELEMENT; the name of
 * a KD_FOOTNOTE; a KD_ENTITY as it was written ("" if it was not); kramdown's name of a
 * KD_TYPOGRAPHIC_SYMBOL ("mdash") or KD_SMART_QUOTE ("lsquo"); "" for others. Not NUL-terminated.
 */
const char *
kd_element_get_text (const KdDocument *document, const KdElement *element, gsize *length);
/* The value of an attribute, or NULL. NUL-terminated, valid until the document is freed. */
const char *
kd_element_get_attribute (const KdDocument *document, const KdElement *element, const char *name);
/* The nth attribute in output order; FALSE behind the last. */
gboolean kd_element_get_nth_attribute (const KdDocument *document,
                                       const KdElement *element,
                                       gsize nth,
                                       const char **name,
                                       const char **value);
/* Whether an attribute list names this reference ("toc", "footnotes", "standalone"), and the nth
 * name, NULL behind the last. */
gboolean kd_element_has_reference (const KdElement *element, const char *name);
const char *kd_element_get_nth_reference (const KdElement *element, gsize nth);

/* Level 1 to 6 of a KD_HEADER as written (before header_offset), 0 for others. */
guint kd_element_get_level (const KdElement *element);
/* The text of a KD_HEADER that its automatic id is made of; of a KD_DT, if the attribute list of
 * its list names something. Not NUL-terminated. */
const char *kd_element_get_id_text (const KdElement *element, gsize *length);
/* The content of a KD_FOOTNOTE: a KD_FOOTNOTE_DEFINITION; NULL for others. */
const KdElement *kd_element_get_footnote (const KdDocument *document, const KdElement *element);
/* Whether a KD_PARAGRAPH stands without its <p>, as in a tight list. */
gboolean kd_element_is_transparent (const KdElement *element);
/* Of a KD_HTML_ELEMENT. */
KdContentModel kd_element_get_content_model (const KdElement *element);
gboolean kd_element_is_closed (const KdElement *element);
/* Whether a KD_RAW is meant for HTML. */
gboolean kd_element_is_for_html (const KdElement *element);
KdAlignment kd_element_get_alignment (const KdElement *element);
/* Of a KD_ENTITY, 0 for others. */
gunichar kd_element_get_code_point (const KdElement *element);
/* The language of a KD_CODEBLOCK as given behind its fence, with its options; or NULL. Not
 * NUL-terminated. */
const char *kd_element_get_language (const KdElement *element, gsize *length);
/* What an abbreviation stands for; NULL if @element is no KD_ABBREVIATION. Its attributes are those
 * of its definition. */
const char *kd_element_get_title (const KdDocument *document, const KdElement *element);

/* The code point of an entity's name, 0 if kramdown does not know it; and the name of a code point
 * (the one that kramdown writes), or NULL. */
gunichar kd_entity_code_point (const char *name, gsize length);
const char *kd_entity_name (gunichar code_point);

/* ---- HTML ----------------------------------------------------------------------------------- */

/* The document as HTML, NUL-terminated; @length may be NULL. */
char *kd_render_html (const KdDocument *document, gsize *length);

/* The top-level blocks of the output: the html of all of them, in order, is kd_render_html. Blank
 * lines belong to the block before them; the block of footnotes, at the end, is one too (its lines
 * are those of the first and last footnote definition). */
typedef struct
{
  char *html; /* owned, NUL-terminated */
  gsize html_length;
  BaseSpan span; /* in the source */
  gsize first_line;
  gsize last_line;
  guint64 hash; /* of the html */
} KdBlock;

/* A GPtrArray of KdBlock that frees them. */
GPtrArray *kd_render_blocks (const KdDocument *document);

/* ---- for tests and tools -------------------------------------------------------------------- */

/* A readable dump of the tree: one element a line, indented. Free with g_free. */
char *kd_document_dump (const KdDocument *document);
/* Whether the tree is sound (spans in the text, types where they may stand, texts terminated). In
 * debug builds kd_parse asserts it. @problem may be NULL. */
gboolean kd_document_check (const KdDocument *document, char **problem);

G_END_DECLS

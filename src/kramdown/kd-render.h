/* kd-render.h - what the files of the HTML renderer share.
 *
 * The renderer is a client of kramdown.h: it knows the tree by its getters, and of the library's
 * inside only the options. All of the HTML is written once, in order, into one buffer that grows;
 * an element costs no allocation. Where kramdown puts text in after the fact (the table of contents
 * and the footnotes, if they have a place of their own), a byte that UTF-8 does not have stands in
 * the buffer until the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-options.h"

#include <string.h>

/* The HTML's indentation of each level. */
#define KD_INDENT 2

/* Stand for what comes later; see above. */
#define KD_PLACE_OF_TOC       '\xff'
#define KD_PLACE_OF_FOOTNOTES '\xfe'

typedef struct
{
  const KdElement *definition;
  const char *name;
  gsize name_length;
  gint64 number;
  guint repeats;        /* references behind the first */
  guint linked_repeats; /* those that its backlinks lead to */
  gboolean spaced;      /* a no-break space stands before the first backlink */
} KdRenderFootnote;

typedef struct
{
  const KdElement *header;
  guint32 id;    /* where its NUL-terminated id starts in KdRender.toc_ids */
  guint32 noted; /* footnote (plus 1) whose backlinks stand in the header */
} KdTocEntry;

typedef struct
{
  const KdDocument *document;
  const KdOptions *options;

  char *out;
  gsize length;
  gsize capacity;

  const KdElement *parent; /* of the element being rendered, as far as there is one */
  const KdElement *grandparent;

  char *quotes[KD_N_QUOTES]; /* as they are written, made when first needed */
  char *symbols[KD_N_SYMBOLS];

  GHashTable *used_ids; /* id → how often it was asked for again; NULL before the first */

  const KdElement *toc_list; /* the list that the table of contents replaces */
  GArray *toc;               /* of KdTocEntry */
  GString *toc_ids;
  gboolean in_toc; /* no links and footnotes: the headers are rendered a second time */

  gboolean has_footnote_place;
  GArray *footnotes;            /* of KdRenderFootnote, by number */
  GHashTable *footnote_indices; /* definition → index in footnotes, plus 1; NULL if none */
  const KdElement *noted;       /* the element that the backlinks stand in … */
  guint noted_footnote;         /* … of this footnote, plus 1 */
} KdRender;

/* ---- the buffer ----------------------------------------------------------------------------- */

/* Makes room for @size more bytes. */
void kd_render_grow (KdRender *render, gsize size);

static inline void
kd_render_bytes (KdRender *render, const char *text, gsize length)
{
  if (render->capacity - render->length < length)
    kd_render_grow (render, length);
  memcpy (render->out + render->length, text, length);
  render->length += length;
}

static inline void
kd_render_byte (KdRender *render, char c)
{
  if (render->capacity == render->length)
    kd_render_grow (render, 1);
  render->out[render->length++] = c;
}

/* A string constant. */
#define kd_render_literal(render, text) kd_render_bytes ((render), (text), sizeof (text) - 1)

void kd_render_string (KdRender *render, const char *text);
void kd_render_number (KdRender *render, gint64 number);
void kd_render_spaces (KdRender *render, int n);
/* Puts the bytes from @from on to where the byte @place stands, in its stead; returns the place. */
gsize kd_render_move_to (KdRender *render, gsize from, char place);

/* kramdown's three ways to escape: everything; all but references that are written already; those
 * and the quotation mark too. */
void kd_render_escaped (KdRender *render, const char *text, gsize length);
void kd_render_text (KdRender *render, const char *text, gsize length);
void kd_render_attribute_value (KdRender *render, const char *text, gsize length);

/* An entity in the form that the option asks for. @name is the one that it was looked up by, or
 * NULL;
 * @original (of @length bytes, 0: none) is how it was written. */
void kd_render_entity (
    KdRender *render, gunichar code_point, const char *name, const char *original, gsize length);

/* ---- tags ----------------------------------------------------------------------------------- */

/* An attribute that is not, or not like this, the element's own. */
typedef struct
{
  const char *name;
  const char *value; /* NULL: it is left out */
} KdOverride;

/* " name="value"" for each. Overrides keep the place of what they replace; others follow. */
void kd_render_attributes (KdRender *render,
                           const KdElement *element,
                           const KdOverride *overrides,
                           guint n_overrides);
/* "<name" with attributes, behind @indent spaces; the ">" is the caller's. */
void kd_render_open (
    KdRender *render, int indent, const char *name, gsize length, const KdElement *element);

/* The length of a constant is one. */
static inline void
kd_render_start (KdRender *render, int indent, const char *name, const KdElement *element)
{
  kd_render_open (render, indent, name, strlen (name), element);
}

void kd_render_start_with (KdRender *render,
                           int indent,
                           const char *name,
                           const KdElement *element,
                           const KdOverride *overrides,
                           guint n_overrides);
void kd_render_end (KdRender *render, const char *name);
/* ' data-line="N"', if the option asks for it and the element is a block. */
void kd_render_line (KdRender *render, const KdElement *element);

/* ---- elements ------------------------------------------------------------------------------- */

void kd_render_element (KdRender *render, const KdElement *element, int indent);
void kd_render_children (KdRender *render, const KdElement *element, int indent);
/* Whether what was written from @from on ends in a newline. */
gboolean kd_render_ends_line (const KdRender *render, gsize from);

void kd_render_paragraph (KdRender *render, const KdElement *element, int indent);
void kd_render_list (KdRender *render, const KdElement *element, int indent);
void kd_render_item (KdRender *render, const KdElement *element, int indent);
void kd_render_term (KdRender *render, const KdElement *element, int indent);
void kd_render_cell (KdRender *render, const KdElement *element, int indent);
void kd_render_html_element (KdRender *render, const KdElement *element, int indent);
void kd_render_math (KdRender *render, const KdElement *element, int indent);
/* A start tag, a newline, the content and an end tag. */
void kd_render_container (KdRender *render, const KdElement *element, int indent);
/* A comment or processing instruction of the source. */
void kd_render_markup (KdRender *render, const KdElement *element, int indent);
void kd_render_comment (KdRender *render, const KdElement *element, int indent);
void kd_render_raw (KdRender *render, const KdElement *element, int indent);
void kd_render_liquid (KdRender *render, const KdElement *element, int indent);

void kd_render_span (KdRender *render, const KdElement *element, int indent);
void kd_render_link (KdRender *render, const KdElement *element, int indent);
void kd_render_image (KdRender *render, const KdElement *element, int indent);
void kd_render_abbreviation (KdRender *render, const KdElement *element, int indent);

void kd_render_text_element (KdRender *render, const KdElement *element, int indent);
void kd_render_entity_element (KdRender *render, const KdElement *element, int indent);
void kd_render_symbol (KdRender *render, const KdElement *element, int indent);
void kd_render_quote (KdRender *render, const KdElement *element, int indent);
void kd_render_nbsp (KdRender *render);

void kd_render_codeblock (KdRender *render, const KdElement *element, int indent);
void kd_render_codespan (KdRender *render, const KdElement *element, int indent);
/* Whether rouge has a lexer of this name, and whether it is the one for plain text. */
gboolean kd_rouge_knows (const char *name, gsize length);
gboolean kd_rouge_is_plain (const char *name, gsize length);

void kd_render_header (KdRender *render, const KdElement *element, int indent);
/* The id that is made of a text, before it is made unique. Free with g_free. */
char *kd_render_basic_id (const char *text, gsize length, const char *prefix);
/* The text in ASCII. Free with g_free. */
char *kd_transliterate (const char *text, gsize length, gsize *result_length);
/* The words of a class attribute: the place of @word as \bword\b finds it, or NULL. */
const char *kd_find_class_word (const char *value, const char *word);

void kd_render_toc_add (KdRender *render, const KdElement *header, const char *id);
/* At the end of the buffer. */
void kd_render_toc (KdRender *render);

void kd_render_footnote (KdRender *render, const KdElement *element, int indent);
void kd_render_backlinks (KdRender *render, guint footnote);
/* All footnotes, at the end of the buffer; nothing if there are none. */
void kd_render_footnotes (KdRender *render);

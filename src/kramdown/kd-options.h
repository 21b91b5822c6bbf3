/* kd-options.h - kramdown's options as values, for the parser and the renderer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kramdown.h"

typedef enum
{
  KD_ENTITY_AS_CHAR,
  KD_ENTITY_AS_INPUT,
  KD_ENTITY_NUMERIC,
  KD_ENTITY_SYMBOLIC,
} KdEntityOutput;

/* The typographic symbols; kramdown's names are in kd_symbol_names. */
typedef enum
{
  KD_SYMBOL_HELLIP,
  KD_SYMBOL_MDASH,
  KD_SYMBOL_NDASH,
  KD_SYMBOL_LAQUO,
  KD_SYMBOL_RAQUO,
  KD_SYMBOL_LAQUO_SPACE,
  KD_SYMBOL_RAQUO_SPACE,
  KD_N_SYMBOLS,
} KdSymbol;

/* The order of the option smart_quotes. */
typedef enum
{
  KD_QUOTE_LSQUO,
  KD_QUOTE_RSQUO,
  KD_QUOTE_LDQUO,
  KD_QUOTE_RDQUO,
  KD_N_QUOTES,
} KdQuote;

typedef enum
{
  KD_MATH_ENGINE_NONE,
  KD_MATH_ENGINE_MATHJAX,
} KdMathEngine;

/* What the syntax highlighter does with code blocks, and with code spans. */
typedef struct
{
  gboolean disabled;
  gboolean guess_lang;
  char *default_lang; /* or NULL */
} KdHighlighting;

typedef struct
{
  char *id;
  char *url;
  char *title; /* or NULL */
} KdPredefinedLink;

struct _KdOptions
{
  gboolean gfm;
  gboolean auto_ids;
  gboolean auto_id_stripping;
  gboolean transliterated_header_ids;
  gboolean header_links;
  gboolean parse_block_html;
  gboolean parse_span_html;
  gboolean html_to_native;
  gboolean hard_wrap;
  gboolean quirk_paragraph_end;
  gboolean quirk_no_auto_typographic;
  gboolean footnote_backlink_inline;
  gboolean remove_block_html_tags;
  gboolean remove_span_html_tags;
  gboolean remove_line_breaks_for_cjk;
  gboolean rouge; /* the syntax highlighter */
  KdHighlighting block_code;
  KdHighlighting span_code;
  gboolean source_lines;
  gboolean liquid;
  gint64 footnote_nr;
  gint64 header_offset;
  guint toc_levels; /* bit n: level n */
  KdEntityOutput entity_output;
  KdMathEngine math_engine;
  char *auto_id_prefix;
  char *footnote_prefix;
  char *footnote_backlink;
  char *footnote_link_text;
  char *smart_quotes[KD_N_QUOTES]; /* entity names or numbers */
  char *symbols[KD_N_SYMBOLS];     /* NULL: the character */
  GPtrArray *links;                /* of KdPredefinedLink */
  GHashTable *forbidden;           /* names that {::options} may not set */
};

extern const char *const kd_symbol_names[KD_N_SYMBOLS];
extern const char *const kd_quote_names[KD_N_QUOTES];

/* The options as the document's {::options} extensions left them. */
const KdOptions *kd_document_get_options (const KdDocument *document);
/* Whether anything may ask for a table of contents. */
gboolean kd_document_has_toc (const KdDocument *document);

/* kd-options-private.h - kramdown's options as values.
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

/* In the order of kramdown's documentation; also KdElement.detail of a KD_TYPOGRAPHIC_SYMBOL. */
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

/* KdElement.detail of a KD_SMART_QUOTE, and the order of the option smart_quotes. */
typedef enum
{
  KD_LSQUO,
  KD_RSQUO,
  KD_LDQUO,
  KD_RDQUO,
  KD_N_QUOTES,
} KdQuote;

typedef enum
{
  KD_HIGHLIGHTER_NONE,
  KD_HIGHLIGHTER_ROUGE,
} KdHighlighter;

typedef enum
{
  KD_MATH_NONE,
  KD_MATH_MATHJAX,
} KdMathEngine;

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
  gboolean highlight_block_disabled;
  gboolean highlight_span_disabled;
  gboolean guess_lang;
  gboolean source_lines;
  gboolean liquid;
  gint64 footnote_nr;
  gint64 header_offset;
  guint toc_levels; /* bit n: level n */
  KdEntityOutput entity_output;
  KdHighlighter highlighter;
  KdMathEngine math_engine;
  char *auto_id_prefix;
  char *footnote_prefix;
  char *footnote_backlink;
  char *footnote_link_text;
  char *default_lang;                   /* of the highlighter, or NULL */
  char *smart_quotes[KD_N_QUOTES];      /* entity names or numbers */
  char *typographic[KD_N_SYMBOLS];      /* NULL: the character */
  GPtrArray *links;                     /* of KdPredefinedLink */
  GHashTable *forbidden_inline_options; /* names, a set */
};

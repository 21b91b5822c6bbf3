/* kd-html-tag.h - html tags in the text, and what kramdown knows of html's elements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-parser.h"

enum
{
  KD_TAG_SPAN = 1 << 0,        /* stands among spans */
  KD_TAG_BLOCK = 1 << 1,       /* a block even among spans */
  KD_TAG_EMPTY = 1 << 2,       /* has no content: br, img */
  KD_TAG_REMOVE_TEXT = 1 << 3, /* the rest is for html_to_native */
  KD_TAG_WRAP_TEXT = 1 << 4,
  KD_TAG_REMOVE_SPACE = 1 << 5,
  KD_TAG_STRIP_SPACE = 1 << 6,
  KD_TAG_SIMPLE = 1 << 7,
};

typedef struct
{
  const char *name;
  guint16 flags;
  guint8 model; /* KdContentModel */
} KdTagInfo;

/* What is known of an element, by its name in lower case; NULL if nothing is. */
const KdTagInfo *kd_tag_info (const char *name, gsize length);
/* The same for a name in any case. */
const KdTagInfo *kd_tag_info_any_case (const char *name, gsize length);
gboolean kd_tag_has (const char *name, gsize length, guint flags);
KdContentModel kd_tag_model (const char *name, gsize length);

typedef struct
{
  BaseSpan name;
  BaseSpan attributes;
  gboolean closed; /* ends in "/>" */
  guint32 end;
  const KdTagInfo *info; /* NULL: html does not know it */
} KdTag;

gboolean kd_match_tag (KdSource *source, guint32 pos, KdTag *tag);
/* </name > */
gboolean kd_match_close_tag (const KdSource *source, guint32 pos, KdTag *tag);
/* Whether "<" at @pos starts a tag, a comment, … ; else it is text. */
gboolean kd_starts_markup (const KdSource *source, guint32 pos);
/* The end of a comment, processing instruction or CDATA section that starts at @pos, or 0. */
guint32 kd_match_comment (KdSource *source, guint32 pos);
guint32 kd_match_instruction (KdSource *source, guint32 pos);
guint32 kd_match_cdata (KdSource *source, guint32 pos);
/* The next "</name >" at or behind @pos, in any case if @any_case: its start, or G_MAXUINT32. */
guint32 kd_find_close_tag (
    KdSource *source, guint32 pos, const char *name, gsize length, gboolean any_case, guint32 *end);

/* Gives an element its name: in lower case if html knows it. It ends in NUL. */
void kd_tag_name (KdParser *parser, const KdSource *source, const KdTag *tag, KdExtra *extra);
void kd_tag_attributes (
    KdParser *parser, KdSource *source, const KdTag *tag, gboolean join_lines, KdRef *attributes);
/* What the attribute "markdown" asks for; the attribute is taken away. */
typedef enum
{
  KD_MARKDOWN_UNSET,
  KD_MARKDOWN_RAW,
  KD_MARKDOWN_DEFAULT,
  KD_MARKDOWN_SPAN,
  KD_MARKDOWN_BLOCK,
} KdMarkdownAttribute;
KdMarkdownAttribute kd_take_markdown_attribute (KdRef *attributes);

/* paste-private.h - what the files of the layer share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "paste.h"

#include <libxml/tree.h>

typedef enum
{
  PASTE_BOLD = 1 << 0,
  PASTE_ITALIC = 1 << 1,
  PASTE_STRIKE = 1 << 2,
  PASTE_CODE = 1 << 3,
} PasteStyle;

typedef enum
{
  PASTE_RUN_TEXT,
  PASTE_RUN_BREAK,
  PASTE_RUN_RAW, /* Markdown as it is: a footnote's mark */
  PASTE_RUN_IMAGE,
} PasteRunKind;

/* A piece of a paragraph in one format. */
typedef struct
{
  PasteRunKind kind;
  PasteStyle style;
  guint link;  /* 1 + index in the paragraph's links, or 0 */
  char *text;  /* owned; an image's alternative */
  guint image; /* index in result->images */
} PasteRun;

typedef struct
{
  GArray *runs;     /* of PasteRun */
  GPtrArray *links; /* of char *, the destinations */
} PasteParagraph;

typedef struct
{
  PasteOptions options;
  PasteResult *result;
  GString *notes; /* the definitions of footnotes, at the end of the text */
  guint lists;    /* depth */
  guint quotes;
  guint preformatted; /* depth of elements whose lines are kept */
  guint paragraphs;   /* outside of them */
  gboolean is_formatted;
} Paste;

/* ---- attributes (paste-node.c) ---- */

gboolean paste_is (const xmlNode *node, const char *name);
gboolean paste_is_one_of (const xmlNode *node, const char *const *names, gsize n);
/* Borrowed from the tree; "" if there is none. */
const char *paste_attribute (const xmlNode *node, const char *name);
/* Is the declaration in the element's style, written in any spacing and case? */
gboolean paste_has_style (const xmlNode *node, const char *property, const char *value);
/* The elements that are left out with their content; counts what a person should know. */
gboolean paste_is_dropped (Paste *paste, const xmlNode *node);
gboolean paste_is_block (const xmlNode *node);
gboolean paste_has_block (const xmlNode *node, guint depth);
/* The level of Word's "mso-list:l0 level2", or 0. */
guint paste_word_list_level (const xmlNode *node);
/* 1..6 for headings by tag or class, or 0. */
guint paste_heading_level (const xmlNode *node);

/* ---- links (paste-link.c) ---- */

/* The usable destination, or NULL. */
char *paste_link_destination (Paste *paste, const char *href);
/* "7" for the address of the note or of the place that refers to it, else NULL. */
char *paste_note_reference (const char *href);
char *paste_note_back_reference (const char *href);
char *paste_note_identifier (const char *id);

/* ---- text (paste-escape.c, paste-inline.c) ---- */

void paste_escape_inline (GString *out, const char *text);
/* Escapes what would begin a block, at the beginning of each line. */
void paste_escape_line_starts (GString *text);
PasteParagraph *paste_paragraph_new (void);
void paste_paragraph_free (PasteParagraph *paragraph);
void paste_collect_inline (Paste *paste,
                           PasteParagraph *paragraph,
                           xmlNode *node,
                           PasteStyle style,
                           guint link,
                           guint depth);
/* The paragraph's Markdown, without a final newline; empties it. */
char *paste_paragraph_finish (Paste *paste, PasteParagraph *paragraph, gboolean one_line);

/* ---- blocks (paste-block.c, paste-table.c) ---- */

/* Appends a block to @out with a blank line between. */
void paste_append_block (GString *out, const char *block);
void paste_blocks (Paste *paste, GString *out, xmlNode *parent, guint depth);
void paste_table (Paste *paste, GString *out, xmlNode *table, guint depth);

/* checks-private.h - what the rules share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "checks.h"

/* What is being looked at, and what was found. */
typedef struct
{
  const ChecksFacts *facts; /* never NULL */
  FmHeader *header;
  const FmNode *root; /* NULL: none can be read */
  const char *text;   /* the whole post */
  gsize length;
  gsize body; /* where it begins */
  guint n_term_fixes;
  GPtrArray *findings;
} Checks;

/* A Markdown text of the post: its body, or a field's. */
typedef struct
{
  Checks *checks;
  KdDocument *document;
  const char *text; /* that was parsed */
  gsize length;
  const char *field; /* NULL: the body */
  BaseSpan value;    /* of the field, in the post */
  guint n_cells;     /* <th> so far */
  guint n_addresses; /* links whose text is an address */
  BaseSpan first_address;
  char *address;
  guint n_liquid;
  BaseSpan first_liquid;
  guint n_headings;
  guint level; /* of the last heading; 1: the post's title */
  gboolean has_deeper;
  GPtrArray *anchors; /* Anchor: links to a place in this page */
  GPtrArray *tops;    /* const KdElement: headings of level 1 */
  GHashTable *footnotes;
} ChecksText;

typedef struct
{
  char *name;
  BaseSpan span;
} ChecksAnchor;

/* @fix is taken, or NULL. The arguments end with NULL. */
void checks_add (Checks *self,
                 ChecksPlace place,
                 const char *field,
                 BaseSpan span,
                 BaseSeverity severity,
                 const char *code,
                 const char *detail,
                 BaseEdits *fix,
                 ...) G_GNUC_NULL_TERMINATED;
/* Of a field: at its value, or at the header's end if it is not there. */
BaseSpan checks_span_of (const Checks *self, const FmNode *node);
const ChecksField *checks_find_role (const Checks *self, ChecksRole role);
/* NULL if there is none or nothing is in it. */
const FmNode *checks_find_filled (const Checks *self, const char *key);
gboolean checks_node_is_blank (const FmNode *node);
ChecksTarget checks_look_up (const Checks *self, const char *address, guint64 *bytes);

/* ---- texts ---- */

/* A place of the parsed text as one of the post. */
BaseSpan checks_text_span (const ChecksText *text, BaseSpan span);
/* Adds a finding at a place of the parsed text. @fix is of the parsed text; not for a field. */
void checks_text_add (ChecksText *text,
                      BaseSpan span,
                      BaseSeverity severity,
                      const char *code,
                      const char *detail,
                      BaseEdits *fix,
                      const char *argument,
                      const char *more);
/* One step of the walk; its children follow. */
void checks_look_at_link (ChecksText *text, const KdElement *element);
void checks_look_at_image (ChecksText *text, const KdElement *element);
void checks_look_at_heading (ChecksText *text, const KdElement *element, guint level);
void checks_look_at_paragraph (ChecksText *text,
                               const KdElement *element,
                               const KdElement *before,
                               const KdElement *after);
/* When all has been walked. */
void checks_finish_links (ChecksText *text);
void checks_finish_headings (ChecksText *text);

void checks_text_run (Checks *self,
                      const char *field,
                      BaseSpan value,
                      const char *text,
                      gsize length,
                      const KdOptions *options);

/* What people read of an element, at most about 400 bytes of it. New string. */
char *checks_dup_words (const KdDocument *document, const KdElement *element);
/* All of it. */
gsize checks_count_characters (const KdDocument *document, const KdElement *element);
/* Name of an HTML element: is it @name? */
gboolean checks_is_html (const KdDocument *document, const KdElement *element, const char *name);

/* ---- words ---- */

/* Lower case, without accents, spaces joined; apostrophes as "'". New string. */
char *checks_fold (const char *text);
/* The same, and without the plural's letters. */
char *checks_fold_term (const char *text);
gboolean checks_is_vague (const char *link_text);
gboolean checks_is_file_name (const char *alternative, const char *address);
/* The first placeholder at or behind @from. */
gboolean checks_find_placeholder (const char *text, gsize length, gsize from, BaseSpan *found);
gboolean checks_is_picture (const char *address);

/* ---- header ---- */

void checks_look_at_fields (Checks *self, const KdOptions *options);
void checks_look_at_files (Checks *self);
/* What is wrong with the address of an image or a file: its code, and the argument behind the
 * address or the name; NULL: nothing. */
const char *checks_find_address_problem (
    const Checks *self, const char *address, gboolean is_picture, char **argument, char **more);

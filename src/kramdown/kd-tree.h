/* kd-tree.h - the document behind the public header, and the attributes of its elements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-element.h"
#include "kd-options.h"

#include <string.h>

typedef struct
{
  const char *id;
  const char *title;
  KdElement *boundary; /* where its attributes are */
} KdAbbreviation;

/* Names and values end in NUL. */
typedef struct
{
  KdRef next;
  KdRef name;
  KdRef value;
  guint length : 31;
  guint owned : 1; /* the value has a buffer of its own, as large as KD_VALUE_SIZE says */
} KdAttribute;

typedef struct
{
  KdRef next;
  KdRef name;
} KdReference;

/* What stands in "{: … }". Shared by elements that got it from one definition. */
typedef struct
{
  KdRef attributes;
  KdRef references;
  KdRef last_reference;
  guint n_references;
} KdIal;

/* Names of attributes that many elements have: one copy for all. */
#define KD_N_COMMON_NAMES 14

#define KD_N_SIZES 5 /* 16, 20 … 32 bytes */

struct _KdDocument
{
  KdHeap heap;
  const char *text; /* as given; only while it is parsed */
  gsize length;
  char *working; /* what the parser reads and writes over; elements have slices of it */
  gsize working_length;
  KdRef working_ref;
  guint32 *lines;    /* the line of every KD_LINE_STEP-th byte of the text */
  guint64 *newlines; /* a bit for each byte of the text */
  KdElement *root;
  KdOptions *options;
  GHashTable *abbreviations; /* id → KdAbbreviation */
  GPtrArray *footnotes;      /* of the parser's KdFootnote: definitions in order */
  GArray *liquid;            /* of BaseSpan, by the number in a placeholder */
  GPtrArray *diagnostics;
  gboolean has_toc; /* whether any attribute list has the name "toc" */
  KdRef common_names[KD_N_COMMON_NAMES];
  KdElement *discarded[KD_N_SIZES]; /* for kd_element_new to use again, by their next */
  KdExtra *discarded_extra;
};

#define KD_LINE_STEP 128

/* The line (from 0) of a byte of the text. */
gsize kd_document_line_at (const KdDocument *document, gsize offset);

/* The abbreviation that a text is, space in it read as one space each; or NULL. */
const KdAbbreviation *
kd_abbreviation_find (const KdDocument *document, const char *text, gsize length);

/* ---- texts in the heap ----------------------------------------------------------------------- */

/* The reference to a slice of the working copy or of anything else in the heap; an empty one may
 * stand anywhere. */
static inline KdRef
kd_text_ref (const KdDocument *document, const char *text, gsize length)
{
  gsize at = (gsize) ((guintptr) text - (guintptr) document->working);

  if (length == 0)
    return 0;
  return at < document->working_length ? document->working_ref + (KdRef) at
                                       : kd_heap_ref (&document->heap, text);
}

static inline void
kd_extra_set_text (const KdDocument *document, KdExtra *extra, const char *text, gsize length)
{
  extra->text = kd_text_ref (document, text, length);
  extra->length = (guint32) length;
}

/* ---- attributes ----------------------------------------------------------------------------- */

static inline KdIal *
kd_extra_ial (const KdExtra *extra)
{
  return extra != NULL ? kd_follow_any (extra, extra->ial) : NULL;
}

/* @ial may be NULL. */
static inline void
kd_extra_set_ial (KdExtra *extra, const KdIal *ial)
{
  extra->ial = ial != NULL ? kd_ref (ial) : 0;
}

/* More attributes than this an element does not take; kramdown has no limit. */
#define KD_MAX_ATTRIBUTES 400

/* Lists are references that stand in a KdExtra or KdIal. */
static inline KdAttribute *
kd_attribute_first (const KdRef *list)
{
  return kd_follow_any (list, *list);
}

static inline KdAttribute *
kd_attribute_next (const KdAttribute *attribute)
{
  return kd_follow_any (attribute, attribute->next);
}

static inline const char *
kd_attribute_name (const KdAttribute *attribute)
{
  return kd_follow (attribute, attribute->name);
}

static inline const char *
kd_attribute_value (const KdAttribute *attribute)
{
  return kd_follow (attribute, attribute->value);
}

KdAttribute *kd_attribute_find (const KdRef *list, const char *name, gsize length);
/* Sets a value, keeping an attribute's place; the value is in the heap and ends in NUL. */
void kd_attribute_set (KdDocument *document, KdRef *list, const char *name, const char *value);
void kd_attribute_set_slice (KdDocument *document,
                             KdRef *list,
                             const char *name,
                             gsize name_length,
                             const char *value,
                             gsize length);
/* Adds a class to the attribute "class". */
void kd_attribute_add_class (KdDocument *document, KdRef *list, const char *name, gsize length);
void kd_attribute_remove (KdRef *list, const char *name);

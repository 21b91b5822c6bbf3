/* kd-tree.h - elements, attributes and the document behind the public header.
 *
 * An element takes 48 bytes: what only some elements have (attributes, a tag's name, an attribute
 * list) stands in a KdExtra. Those of which a text has most, plain text among them, are cut off
 * behind 32 or 40 bytes: they have no extra (kd_element_get_extra). Texts are slices of the
 * parser's working copy of the source wherever nothing had to be changed. Everything lives in the
 * document's arena.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-options.h"

#include <string.h>

/* Types that exist only while parsing. */
enum
{
  KD_EOB = KD_N_TYPES, /* something that ends a block and leaves no trace: see KdBoundary */
  KD_RAW_TEXT,         /* text whose spans are not parsed yet */
};

/* What a KD_EOB stands for. */
typedef enum
{
  KD_BOUNDARY_MARKER, /* "^" alone */
  KD_BOUNDARY_ATTRIBUTES,
  KD_BOUNDARY_ALD,
  KD_BOUNDARY_EXTENSION,
  KD_BOUNDARY_LINK,
  KD_BOUNDARY_ABBREVIATION,
  KD_BOUNDARY_FOOTNOTE,
} KdBoundary;

enum
{
  KD_FLAG_BLOCK = 1 << 0,
  KD_FLAG_TRANSPARENT = 1 << 1,   /* a paragraph without its <p> */
  KD_FLAG_CLOSED = 1 << 2,        /* an html element without content */
  KD_FLAG_FOR_OTHERS = 1 << 3,    /* a raw text that is not for HTML */
  KD_FLAG_FIRST_AS_PARA = 1 << 4, /* a definition after a blank line */
  KD_FLAG_GROWN = 1 << 5,         /* a text in its own buffer, behind its capacity (gsize) */
  KD_FLAG_SMALL = 1 << 6,         /* cut off: see KdSize */
};

/* From here on the bytes of a text stand in the source, until the next segment. */
typedef struct
{
  guint32 text;
  guint32 source;
} KdSegment;

typedef struct _KdAttribute KdAttribute;
struct _KdAttribute
{
  const char *name; /* NUL-terminated, as the value */
  char *value;
  guint32 length;
  guint32 capacity; /* of a value that this attribute alone owns; 0: it may be shared */
  KdAttribute *next;
};

typedef struct _KdReference KdReference;
struct _KdReference
{
  const char *name;
  KdReference *next;
};

/* What stands in "{: … }". Shared by elements that got it from one definition. */
typedef struct
{
  KdAttribute *attributes;
  KdReference *references;
  KdReference *last_reference;
  guint n_references;
} KdIal;

typedef struct _KdExtra KdExtra;
struct _KdExtra
{
  KdAttribute *attributes;
  KdIal *ial;
  const char *name; /* of a tag or footnote, of a code block's language */
  guint32 name_length;
  guint32 raw_length;
  const char *raw; /* a header's or term's text for its id */
  union
  {
    KdElement *definition; /* of a footnote */
    KdExtra *next;         /* of those that were discarded */
  };
};

struct _KdElement
{
  guint8 type; /* KdType, or one of the above */
  guint8 flags;
  guint8 level;  /* of a header; KdBoundary of a KD_EOB; KdAlignment of a table cell */
  guint8 detail; /* KdContentModel of an html element, KdSymbol, KdQuote */
  guint32 start;
  guint32 end;
  guint32 length; /* of text */
  KdElement *next;
  union
  {
    struct
    {
      const char *text;
      union
      {
        const KdSegment *map; /* of a KD_RAW_TEXT: relative to text, ended by { G_MAXUINT32, 0 };
                                 a small one stands in the source as it is, from its start on */
        gsize number;         /* code point of a KD_ENTITY */
      } more;
    } leaf;
    struct
    {
      KdElement *first;
      KdElement *last;
    } children;
  } u;
  KdExtra *extra;
};

/* How much of it an element has. */
typedef enum
{
  KD_SIZE_FULL,
  KD_SIZE_SMALL, /* nothing behind u.leaf.text */
  KD_SIZE_BARE,  /* no extra */
  KD_N_SIZES,
} KdSize;

typedef struct
{
  const char *id;
  const char *title;
  KdElement *boundary; /* where its attributes are */
} KdAbbreviation;

struct _KdDocument
{
  BaseArena *arena;
  char *text; /* as given */
  gsize length;
  char *working; /* what the parser reads and writes over; elements have slices of it */
  gsize working_length;
  guint32 *lines; /* the line of every KD_LINE_STEP-th byte of the text */
  KdElement *root;
  KdOptions *options;
  GHashTable *abbreviations; /* id → KdAbbreviation */
  GPtrArray *footnotes;      /* of the parser's KdFootnote: definitions in order */
  GArray *liquid;            /* of BaseSpan, by the number in a placeholder */
  GPtrArray *diagnostics;
  KdElement *discarded[KD_N_SIZES]; /* for kd_element_new to use again */
  KdExtra *discarded_extra;
};

#define KD_LINE_STEP 128

/* The line (from 0) of a byte of the text. */
gsize kd_document_line_at (const KdDocument *document, gsize offset);

/* The abbreviation that a text is, space in it read as one space each; or NULL. */
const KdAbbreviation *
kd_abbreviation_find (const KdDocument *document, const char *text, gsize length);

/* Whether elements of a type have children (or a text, or neither). */
#define KD_BIT(type) (G_GUINT64_CONSTANT (1) << (type))
#define KD_LEAVES                                                                                  \
  (KD_BIT (KD_BLANK) | KD_BIT (KD_CODEBLOCK) | KD_BIT (KD_HR) | KD_BIT (KD_XML_COMMENT)            \
   | KD_BIT (KD_XML_INSTRUCTION) | KD_BIT (KD_COMMENT) | KD_BIT (KD_RAW) | KD_BIT (KD_MATH)        \
   | KD_BIT (KD_LIQUID) | KD_BIT (KD_TEXT) | KD_BIT (KD_BR) | KD_BIT (KD_IMG)                      \
   | KD_BIT (KD_CODESPAN) | KD_BIT (KD_FOOTNOTE) | KD_BIT (KD_ENTITY)                              \
   | KD_BIT (KD_TYPOGRAPHIC_SYMBOL) | KD_BIT (KD_SMART_QUOTE) | KD_BIT (KD_ABBREVIATION)           \
   | KD_BIT (KD_EOB) | KD_BIT (KD_RAW_TEXT))

static inline gboolean
kd_type_is_leaf (guint8 type)
{
  return (KD_LEAVES >> type & 1) != 0;
}

KdElement *kd_element_new (KdDocument *document, guint8 type, guint32 start, guint32 end);

static inline void
kd_element_append (KdElement *parent, KdElement *child)
{
  if (parent->u.children.last != NULL)
    parent->u.children.last->next = child;
  else
    parent->u.children.first = child;
  parent->u.children.last = child;
  child->next = NULL;
}

/* Made if there is none; what is given to a small element is lost. */
KdExtra *kd_element_extra (KdDocument *document, KdElement *element);

static inline KdExtra *
kd_element_get_extra (const KdElement *element)
{
  return (element->flags & KD_FLAG_SMALL) != 0 ? NULL : element->extra;
}

/* A KD_RAW_TEXT that has a map. */
KdElement *
kd_raw_text_new_mapped (KdDocument *document, const KdElement *raw, const KdSegment *map);

static inline KdElement *
kd_element_first (const KdElement *element)
{
  return kd_type_is_leaf (element->type) ? NULL : element->u.children.first;
}

static inline KdElement *
kd_element_last (const KdElement *element)
{
  return kd_type_is_leaf (element->type) ? NULL : element->u.children.last;
}

/* Gives a tree's elements back, its root too: nothing may point to them. */
void kd_element_discard (KdDocument *document, KdElement *element);
/* Takes the last child off; a walk along the children. */
KdElement *kd_element_pop (KdElement *element);
/* Whether kramdown counts an element among the blocks, as it does not count a table's parts. */
gboolean kd_element_counts_as_block (const KdElement *element);
void kd_element_set_text (KdElement *element, const char *text, gsize length);

/* ---- attributes ----------------------------------------------------------------------------- */

/* More attributes than this an element does not take; kramdown has no limit. */
#define KD_MAX_ATTRIBUTES 400

KdAttribute *kd_attribute_find (KdAttribute *list, const char *name, gsize length);
/* Sets a value, keeping an attribute's place; the value is borrowed and NUL-terminated. */
void kd_attribute_set (BaseArena *arena, KdAttribute **list, const char *name, char *value);
void kd_attribute_set_slice (BaseArena *arena,
                             KdAttribute **list,
                             const char *name,
                             gsize name_length,
                             const char *value,
                             gsize length);
/* Adds a class to the attribute "class". */
void kd_attribute_add_class (BaseArena *arena, KdAttribute **list, const char *name, gsize length);
void kd_attribute_remove (KdAttribute **list, const char *name);

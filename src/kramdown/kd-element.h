/* kd-element.h - the elements of a tree.
 *
 * Everything lives in the document's heap, and refers to each other in 32 bits (kd-heap.h). An
 * element has as much of a KdElement as its shape needs: 16 to 32 bytes (KdShape). What only some
 * elements have (attributes, a tag's name, an attribute list) stands in a KdExtra. Texts are slices
 * of the parser's working copy of the source wherever nothing had to be changed.
 *
 * An element's children are a ring: it knows the last, and the next of the last is the first, which
 * a bit in that reference tells. So elements are never on the stack, and never copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-heap.h"
#include "kramdown.h"

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
  KD_FLAG_GROWN = 1 << 5,         /* a text in a buffer of its own: see KdGrown */
  KD_FLAG_SMALL = 1 << 6,         /* without an extra: see KdShape */
  /* of an element that has spans: a hard break may be among them */
  KD_FLAG_BREAK = KD_FLAG_GROWN,
  /* of a raw text: it has a map */
  KD_FLAG_MAPPED = KD_FLAG_CLOSED,
  /* of a cell: its KdAlignment */
  KD_FLAG_ALIGNMENT_SHIFT = 2,
  KD_FLAG_ALIGNMENT = 3 << KD_FLAG_ALIGNMENT_SHIFT,
};

/* From here on the bytes of a text stand in the source, until the next segment. */
typedef struct
{
  guint32 text;
  guint32 source;
} KdSegment;

typedef struct
{
  KdRef attributes; /* of one that was discarded: the next of those */
  KdRef ial;
  /* The name of a tag, of a footnote's definition, or of a code block's language; the text of a
   * header or term for its id. */
  KdRef text;
  guint32 length;
} KdExtra;

struct _KdElement
{
  guint8 type; /* KdType, or one of the above */
  guint8 flags;
  union
  {
    struct
    {
      guint8 level;  /* of a header; KdBoundary of a KD_EOB */
      guint8 detail; /* KdContentModel of an html element, KdSymbol, KdQuote; the bytes of a blank
                        line, at most 255 */
    };
    gint16 excess;  /* of a text: by how much its span is longer than it, if it has not grown */
    guint16 extent; /* of a cell or row: the length of its span, at most G_MAXUINT16 */
  };
  guint32 start;
  KdRef next; /* perhaps with KD_REF_IS_FIRST */
  union
  {
    KdRef last; /* child; of a footnote its definition */
    KdRef text;
    guint32 mark_end; /* where the span ends: each shape has a place for it */
  };
  union
  {
    guint32 length; /* of text */
    guint32 parent_end;
  };
  union
  {
    KdRef extra;
    KdRef map; /* of KdSegment, relative to the text, ended by { G_MAXUINT32, 0 }; a raw text that
                  has none stands in the source as it is, from its start on */
  };
  guint32 leaf_end;
  guint32 number; /* the code point of a KD_ENTITY */
};

/* References to elements are multiples of four, so the lowest bit is free. */
#define KD_REF_IS_FIRST 1u

/* What an element has of all that, by its type and KD_FLAG_SMALL. */
typedef enum
{
  KD_SHAPE_MARK, /* up to mark_end */
  KD_SHAPE_CELL, /* up to last: where its span is longer than extent it ends with the last child */
  KD_SHAPE_TEXT, /* up to length, or map or extra: its span is as long as the text, and excess */
  KD_SHAPE_PARENT, /* up to parent_end, or extra */
  KD_SHAPE_LEAF,   /* all, but for number */
} KdShape;

/* Of a text in a buffer of its own: what stands before its bytes. */
typedef struct
{
  guint32 capacity;
  guint32 end; /* of the span */
} KdGrown;

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

/* [is small][type] */
extern const guint8 kd_shapes[2][KD_RAW_TEXT + 1];

static inline KdShape
kd_element_shape (const KdElement *element)
{
  return kd_shapes[(element->flags & KD_FLAG_SMALL) != 0][element->type];
}

KdElement *kd_element_new (KdDocument *document, guint8 type, guint32 start, guint32 end);
/* A KD_TEXT, KD_RAW_TEXT or KD_ABBREVIATION. */
KdElement *kd_text_new (
    KdDocument *document, guint8 type, const char *text, gsize length, guint32 start, guint32 end);
/* A raw text like @raw that has a map. */
KdElement *
kd_raw_text_new_mapped (KdDocument *document, const KdElement *raw, const KdSegment *map);
/* Gives a tree's elements back, its root too: nothing may point to them. */
void kd_element_discard (KdDocument *document, KdElement *element);

/* Where its span ends. Of a raw text nobody asks. */
guint32 kd_element_end (const KdElement *element);
void kd_element_set_end (KdDocument *document, KdElement *element, guint32 end);

/* ---- children ------------------------------------------------------------------------------- */

static inline KdElement *
kd_element_next (const KdElement *element)
{
  return element->next == 0 || (element->next & KD_REF_IS_FIRST) != 0
             ? NULL
             : kd_follow (element, element->next);
}

static inline KdElement *
kd_element_last (const KdElement *element)
{
  return kd_type_is_leaf (element->type) ? NULL : kd_follow_any (element, element->last);
}

static inline KdElement *
kd_element_first (const KdElement *element)
{
  const KdElement *last = kd_element_last (element);

  return last != NULL ? kd_follow (last, last->next & ~KD_REF_IS_FIRST) : NULL;
}

static inline void
kd_element_append (KdElement *parent, KdElement *child)
{
  KdRef ref = kd_ref (child);

  if (parent->last != 0)
    {
      KdElement *last = kd_follow (parent, parent->last);
      child->next = last->next;
      last->next = ref;
    }
  else
    child->next = ref | KD_REF_IS_FIRST;
  parent->last = ref;
}

/* Takes all children off: the first, from which the next ones can be had as before until each is
 * appended elsewhere. */
static inline KdElement *
kd_element_take_children (KdElement *element)
{
  KdElement *first = kd_element_first (element);

  element->last = 0;
  return first;
}

/* Moves all children of @from to the end of @element. */
void kd_element_take_over (KdElement *element, KdElement *from);
/* Takes the child behind @child off, and all behind that. */
void kd_element_cut_behind (KdElement *element, KdElement *child);
/* Takes the child behind @child off. */
void kd_element_remove_behind (KdElement *element, KdElement *child);
/* Puts @other in the place of the first child. */
void kd_element_replace_first (KdElement *element, KdElement *other);
/* Takes the last child off; a walk along the children. */
KdElement *kd_element_pop (KdElement *element);
/* Whether kramdown counts an element among the blocks, as it does not count a table's parts. */
gboolean kd_element_counts_as_block (const KdElement *element);

/* ---- texts ---------------------------------------------------------------------------------- */

static inline gboolean
kd_element_has_text (const KdElement *element)
{
  KdShape shape = kd_element_shape (element);

  return shape == KD_SHAPE_TEXT || shape == KD_SHAPE_LEAF;
}

/* Of one that has a text; so its length. */
static inline const char *
kd_element_text (const KdElement *element)
{
  return kd_follow (element, element->text);
}

/* The span keeps its end. */
void kd_element_set_text (KdDocument *document, KdElement *element, const char *text, gsize length);
/* Adds bytes to a text that become the last of its span; @more may be what follows on it. */
void
kd_text_append (KdDocument *document, KdElement *text, const char *more, gsize length, guint32 end);

/* Of a cell. */
static inline KdAlignment
kd_cell_alignment (const KdElement *cell)
{
  return (KdAlignment) ((cell->flags & KD_FLAG_ALIGNMENT) >> KD_FLAG_ALIGNMENT_SHIFT);
}

static inline void
kd_cell_set_alignment (KdElement *cell, KdAlignment alignment)
{
  cell->flags =
      (guint8) ((cell->flags & ~KD_FLAG_ALIGNMENT) | (guint) alignment << KD_FLAG_ALIGNMENT_SHIFT);
}

/* ---- what only some elements have ----------------------------------------------------------- */

/* Made if there is none; what is given to a small element is lost. */
KdExtra *kd_element_extra (KdDocument *document, KdElement *element);

static inline KdExtra *
kd_element_get_extra (const KdElement *element)
{
  return (element->flags & KD_FLAG_SMALL) != 0 ? NULL : kd_follow_any (element, element->extra);
}

static inline const char *
kd_extra_text (const KdExtra *extra)
{
  return kd_follow (extra, extra->text);
}

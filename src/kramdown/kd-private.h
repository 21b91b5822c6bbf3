/* kd-private.h - the tree, the text and the memory that the files of this library share.
 *
 * A document is parsed in three passes, as kramdown does it:
 *   1. blocks (kd-block.c and one file a construct): the text becomes a tree whose leaves hold
 *      KD_RAW_TEXT; definitions of links, footnotes, abbreviations and attributes are gathered;
 *   2. kd-tree.c: every KD_RAW_TEXT is replaced by what the span parser (kd-span.c and one file a
 *      construct) makes of it, attributes from IALs are applied, helpers (KD_EOB) vanish;
 *   3. abbreviations, and the GFM parser's own changes (kd-gfm.c).
 *
 * The text is one writable buffer. Where kramdown strips a prefix ("> ", the indentation of a list
 * item) and parses the rest as a new string, this parser rewrites those lines in place, since
 * nobody reads them again (kd-buffer.c); the segments keep the way back to the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <string.h>

#include "kramdown.h"
#include "kd-options-private.h"

/* ---- memory: a stack of blocks that can be cut back (kd-pool.c) ------------------------------ */

typedef struct _KdPool KdPool;

typedef struct
{
  gsize chunk;
  gsize used;
} KdPoolMark;

KdPool *kd_pool_new (void);
void kd_pool_free (KdPool *pool);
/* Aligned to 8 bytes. */
gpointer kd_pool_alloc (KdPool *pool, gsize size);
gpointer kd_pool_alloc0 (KdPool *pool, gsize size);
char *kd_pool_strndup (KdPool *pool, const char *text, gsize length);
/* Everything allocated after the mark is free again. */
KdPoolMark kd_pool_mark (const KdPool *pool);
void kd_pool_release (KdPool *pool, KdPoolMark mark);
gsize kd_pool_size (const KdPool *pool);

/* ---- the text (kd-buffer.c) ------------------------------------------------------------------ */

/* From @at on, up to the next segment, the buffer's byte at + i comes from source byte source + i
 * (at most the next segment's source: inserted bytes have no source of their own). */
typedef struct
{
  guint32 at;
  guint32 source;
} KdSegment;

typedef struct
{
  char *data; /* writable; data[length] is NUL */
  guint32 length;
  guint32 n_segments;
  KdSegment *segments;
  guint32 hint;   /* the segment of the last query */
  gboolean split; /* every line has a segment of its own */
} KdBuffer;

/* The longest text that is parsed; what lies behind is dropped, with a diagnostic. */
#define KD_MAX_LENGTH ((gsize) 1 << 30)

/* A part of a buffer. */
typedef struct
{
  KdBuffer *buffer;
  guint32 start;
  guint32 end;
} KdSlice;

guint32 kd_buffer_source (KdBuffer *buffer, guint32 offset);
/* The source offset behind the byte before @offset: where something that ends there ends. */
guint32 kd_buffer_source_end (KdBuffer *buffer, guint32 offset);

/* ---- attributes (kd-attribute.c) ------------------------------------------------------------- */

typedef struct _KdAttribute KdAttribute;
struct _KdAttribute
{
  const char *name;
  char *value; /* NUL-terminated */
  guint32 length;
  guint32 capacity; /* 0: the value is shared, copy before changing */
  KdAttribute *next;
};

typedef struct
{
  KdAttribute *first;
  KdAttribute *last;
} KdAttributes;

typedef struct _KdReference KdReference;
struct _KdReference
{
  const char *name;
  KdReference *next;
};

/* The content of an inline attribute list. */
typedef struct
{
  KdAttributes attributes;
  KdReference *first_reference;
  KdReference *last_reference;
} KdIal;

KdAttribute *kd_attributes_find (const KdAttributes *attributes, const char *name);
/* Sets or overwrites; strings are borrowed and must live as long as the pool. */
void kd_attributes_set (
    KdPool *pool, KdAttributes *attributes, const char *name, const char *value, gsize length);
/* class="old new". */
void
kd_attributes_add_class (KdPool *pool, KdAttributes *attributes, const char *value, gsize length);
void kd_attributes_remove (KdAttributes *attributes, const char *name);
gboolean kd_ial_has_reference (const KdIal *ial, const char *name);

/* ---- elements (kd-element.c) ----------------------------------------------------------------- */

/* Types that only the parser sees. */
enum
{
  KD_RAW_TEXT = KD_N_TYPES,
  KD_EOB,
  KD_TEMP,
};

typedef enum
{
  KD_FLAG_BLOCK = 1 << 0,       /* of the types that may be either */
  KD_FLAG_TRANSPARENT = 1 << 1, /* a paragraph without its own tags */
  KD_FLAG_CLOSED = 1 << 2,      /* <tag /> */
  KD_FLAG_OWNED = 1 << 3,       /* text: its own growing copy, capacity the next power of two */
  KD_FLAG_FENCED = 1 << 4,
  KD_FLAG_FIRST_AS_PARAGRAPH = 1 << 5, /* of a dd while parsing */
} KdFlags;

/* In KdElement.detail of a KD_HTML_ELEMENT. */
typedef enum
{
  KD_CONTENT_RAW,
  KD_CONTENT_SPAN,
  KD_CONTENT_BLOCK,
  KD_CONTENT_NONE, /* was never told (the GFM parser's <del>) */
} KdContentModel;

/* In KdElement.detail of a KD_EOB. */
enum
{
  KD_EOB_MARKER,
  KD_EOB_IAL,
  KD_EOB_ALD,
  KD_EOB_EXTENSION,
  KD_EOB_LINK_DEFINITION,
  KD_EOB_ABBREVIATION_DEFINITION,
  KD_EOB_FOOTNOTE_DEFINITION,
};

/* What only some elements have. */
typedef struct
{
  KdAttributes attributes;
  KdIal *ial;
  const char *name; /* html tag, footnote name, language of a code block, text for a header's id */
  guint32 name_length;
  guint32 n_alignments;
  guint8 *alignments;  /* KdAlignment each, of a table */
  KdElement *footnote; /* the definition of a footnote */
} KdExtra;

struct _KdElement
{
  guint8 type;
  guint8 flags;
  guint16 detail; /* level, content model, kind of symbol … */
  guint32 start;  /* span in the source */
  guint32 end;
  guint32 length; /* of the text */
  KdElement *next;
};

/* KD_TEXT and other types with a text and nothing else. */
typedef struct
{
  KdElement element;
  const char *text;
} KdTextElement;

/* Types with a text and attributes. */
typedef struct
{
  KdElement element;
  const char *text;
  KdExtra *extra;
} KdCodeElement;

/* Types with children and attributes. */
typedef struct
{
  KdElement element;
  KdElement *first;
  KdElement *last;
  KdExtra *extra;
} KdNode;

typedef struct
{
  KdElement element;
  KdSlice slice;
} KdRawText;

typedef enum
{
  KD_CLASS_SYMBOL,
  KD_CLASS_TEXT,
  KD_CLASS_CODE,
  KD_CLASS_NODE,
  KD_CLASS_RAW_TEXT,
} KdClass;

KdClass kd_type_class (guint type);
KdElement *kd_element_new (KdPool *pool, guint type, guint32 start, guint32 end);
KdElement *kd_text_element_new (
    KdPool *pool, guint type, const char *text, gsize length, guint32 start, guint32 end);

static inline KdNode *
kd_node (KdElement *element)
{
  g_assert (kd_type_class (element->type) == KD_CLASS_NODE);
  return (KdNode *) (void *) element;
}

static inline KdNode *
kd_node_new (KdPool *pool, guint type, guint32 start, guint32 end)
{
  return (KdNode *) (void *) kd_element_new (pool, type, start, end);
}

/* Created when asked for; NULL for types without. */
KdExtra *kd_element_extra (KdPool *pool, KdElement *element);
/* NULL if there is none. */
KdExtra *kd_element_peek_extra (const KdElement *element);
void kd_node_append (KdNode *node, KdElement *child);
/* Takes the last child out. O(children). */
KdElement *kd_node_pop (KdNode *node);
/* The category of kramdown: 1 block, 2 span, 0 neither. */
guint kd_element_category (const KdElement *element);

/* ---- the document ---------------------------------------------------------------------------- */

/* Keys with a length, so that NUL bytes are nothing special. */
typedef struct
{
  const char *text;
  guint32 length;
} KdKey;

/* A map from keys to pointers; keys are copied into the pool. */
GHashTable *kd_table_new (void);
gpointer kd_table_get (GHashTable *table, const char *key, gsize length);
void kd_table_set (GHashTable *table, KdPool *pool, const char *key, gsize length, gpointer value);

struct _KdDocument
{
  KdPool *pool;
  KdOptions *options; /* ours; {::options} changes them */
  GPtrArray *buffers; /* of KdBuffer, owned */
  guint32 *line_starts;
  guint32 n_lines;
  guint32 source_length;
  KdNode *root;
  GPtrArray *footnotes;      /* of KdFootnote, in the order of their first definition */
  GHashTable *abbreviations; /* key → KdAbbreviation */
  GPtrArray *diagnostics;
  gint64 expansion_left; /* bytes that references may still add to the output */
};

typedef struct
{
  const char *title;
  guint32 title_length;
  guint32 id_length;
  const char *id;
  KdElement *eob; /* carries the attributes */
} KdAbbreviation;

KdBuffer *kd_document_add_buffer (KdDocument *document, guint32 capacity, guint32 segments);
void kd_document_diagnose (KdDocument *document,
                           BaseSeverity severity,
                           const char *code,
                           guint32 start,
                           guint32 end,
                           const char *detail,
                           const char *argument);

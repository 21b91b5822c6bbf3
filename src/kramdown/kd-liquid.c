/* kd-liquid.c - Liquid tags, which Jekyll carries out before kramdown sees the text.
 *
 * What they will become is not known here, so they are kept: in the parser's working copy a tag is
 * a placeholder that no rule of kramdown's says anything about. Where spans are read it is an
 * element of its own; in code, html and attributes the tag is put back as it was written.
 *
 * Not hidden: a tag that does not end, tags behind the hundred-thousandth, and all tags of a text
 * that holds the placeholder's own mark (a control character).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

#define MAX_TAGS 100000

/* ---- finding -------------------------------------------------------------------------------- */

/* Tags whose content belongs to them. */
static const char *const blocks[] = { "raw", "highlight", "comment" };

typedef struct
{
  const char *text;
  gsize length;
  gsize no_end[2]; /* from here on stands no "}}", no "%}" */
  gsize no_block_end[G_N_ELEMENTS (blocks)];
} Finder;

static gsize
find (const Finder *finder, gsize from, const char *needle)
{
  const char *found = memmem (finder->text + from, finder->length - from, needle, strlen (needle));

  return found != NULL ? (gsize) (found - finder->text) : finder->length;
}

/* Behind the tag that starts at @start; 0 if it does not end. */
static gsize
find_tag_end (Finder *finder, gsize start)
{
  gboolean statement = finder->text[start + 1] == '%';
  gsize end;

  if (start + 2 >= finder->no_end[statement])
    return 0;
  end = find (finder, start + 2, statement ? "%}" : "}}");
  if (end < finder->length)
    return end + 2;
  finder->no_end[statement] = start + 2;
  return 0;
}

/* The name in "{%- name"; its length. */
static gsize
tag_name (const Finder *finder, gsize start, gsize end, gsize *name)
{
  gsize at = start + 2;

  if (at < end && finder->text[at] == '-')
    at++;
  at = kd_skip_space (finder->text, at, end);
  *name = at;
  return kd_scan_ascii_word (finder->text, at, end) - at;
}

/* Behind "{% endNAME %}", or 0. */
static gsize
find_block_end (Finder *finder, gsize which, gsize from)
{
  g_autofree char *wanted = g_strconcat ("end", blocks[which], NULL);
  gsize length = strlen (wanted);
  gsize start = from;

  if (from >= finder->no_block_end[which])
    return 0;
  while ((start = find (finder, start, "{%")) < finder->length)
    {
      gsize name;
      gsize end;
      if (tag_name (finder, start, finder->length, &name) == length
          && memcmp (finder->text + name, wanted, length) == 0
          && (end = find_tag_end (finder, start)) != 0)
        return end;
      start += 2;
    }
  finder->no_block_end[which] = from;
  return 0;
}

static gsize
find_whole_end (Finder *finder, gsize start)
{
  gsize end = find_tag_end (finder, start);
  gsize name, length;

  if (end == 0 || finder->text[start + 1] != '%')
    return end;
  length = tag_name (finder, start, end, &name);
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (strlen (blocks[i]) == length && memcmp (finder->text + name, blocks[i], length) == 0)
      {
        gsize block_end = find_block_end (finder, i, end);
        return block_end != 0 ? block_end : end;
      }
  return end;
}

void
kd_liquid_find (KdDocument *document)
{
  Finder finder = { .text = document->text, .length = document->length };
  gsize pos = 0;

  if (memchr (document->text, KD_LIQUID_MARK, document->length) != NULL)
    return;
  finder.no_end[0] = finder.no_end[1] = G_MAXSIZE;
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    finder.no_block_end[i] = G_MAXSIZE;
  while (document->liquid->len < MAX_TAGS)
    {
      const char *brace = memchr (finder.text + pos, '{', finder.length - pos);
      gsize start = brace != NULL ? (gsize) (brace - finder.text) : finder.length;
      gsize end = 0;
      if (start + 1 >= finder.length)
        break;
      if (finder.text[start + 1] == '{' || finder.text[start + 1] == '%')
        end = find_whole_end (&finder, start);
      if (end != 0)
        g_array_append_val (document->liquid, ((BaseSpan){ start, end }));
      pos = end != 0 ? end : start + 1;
    }
}

/* ---- placeholders --------------------------------------------------------------------------- */

gboolean
kd_liquid_number (const char *at, const char *end, guint *number)
{
  if (end - at < KD_LIQUID_SIZE || at[0] != KD_LIQUID_MARK
      || at[KD_LIQUID_SIZE - 1] != KD_LIQUID_MARK)
    return FALSE;
  *number = 0;
  for (guint i = 1; i < KD_LIQUID_SIZE - 1; i++)
    {
      if (!kd_is_digit (at[i]))
        return FALSE;
      *number = *number * 10 + (guint) (at[i] - '0');
    }
  return TRUE;
}

char *
kd_liquid_restore (KdDocument *document, const char *text, gsize length, gsize *restored)
{
  const char *end = text + length;
  const char *mark = length > 0 ? memchr (text, KD_LIQUID_MARK, length) : NULL;
  g_autoptr (GString) out = NULL;

  if (mark == NULL)
    return NULL;
  out = g_string_new (NULL);
  while (mark != NULL)
    {
      guint number;
      g_string_append_len (out, text, mark - text);
      if (kd_liquid_number (mark, end, &number) && number < document->liquid->len)
        {
          BaseSpan tag = g_array_index (document->liquid, BaseSpan, number);
          g_autofree char *written =
              g_utf8_make_valid (document->text + tag.start, (gssize) base_span_length (tag));
          g_string_append (out, written);
          text = mark + KD_LIQUID_SIZE;
        }
      else
        {
          g_string_append_c (out, KD_LIQUID_MARK);
          text = mark + 1;
        }
      mark = memchr (text, KD_LIQUID_MARK, (gsize) (end - text));
    }
  g_string_append_len (out, text, end - text);
  *restored = out->len;
  return kd_heap_strndup (&document->heap, out->str, out->len);
}

/* Segments for the placeholders of a text: the last byte of each leads to the last byte of its tag,
 * the others to its start. */
static void
map_placeholders (KdDocument *document, const char *text, gsize length, GArray *map)
{
  const char *end = text + length;
  const char *mark = text;
  guint number;

  while ((mark = memchr (mark, KD_LIQUID_MARK, (gsize) (end - mark))) != NULL)
    {
      if (kd_liquid_number (mark, end, &number) && number < document->liquid->len)
        {
          BaseSpan tag = g_array_index (document->liquid, BaseSpan, number);
          guint32 at = (guint32) (mark - text);
          KdSegment segments[] = {
            { at, (guint32) tag.start },
            { at + KD_LIQUID_SIZE - 1, (guint32) tag.end - 1 },
          };
          g_array_append_vals (map, segments, G_N_ELEMENTS (segments));
          mark += KD_LIQUID_SIZE;
        }
      else
        mark++;
    }
}

const KdSegment *
kd_liquid_map (KdDocument *document, const char *text, gsize length, guint32 start)
{
  const KdSegment first = { 0, start };
  const KdSegment last = { G_MAXUINT32, 0 };
  g_autoptr (GArray) map = NULL;
  KdSegment *copy;

  if (document->liquid->len == 0 || memchr (text, KD_LIQUID_MARK, length) == NULL)
    return NULL;
  map = g_array_new (FALSE, FALSE, sizeof (KdSegment));
  g_array_append_val (map, first);
  map_placeholders (document, text, length, map);
  g_array_append_val (map, last);
  copy = kd_heap_alloc (&document->heap, map->len * sizeof *copy, _Alignof(KdSegment));
  memcpy (copy, map->data, map->len * sizeof *copy);
  return copy;
}

/* ---- elements ------------------------------------------------------------------------------- */

gboolean
kd_parse_span_liquid (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  guint number;
  KdElement *element;

  if (spans->parser->document->liquid->len == 0
      || !kd_liquid_number (source->text + start, source->text + source->length, &number))
    return FALSE;
  element = kd_span_new (spans, KD_LIQUID, start, start + KD_LIQUID_SIZE);
  kd_element_set_text (spans->parser->document, element, source->text + start, KD_LIQUID_SIZE);
  kd_span_append (spans, element);
  source->pos += KD_LIQUID_SIZE;
  return TRUE;
}

static gboolean
is_statement (const KdDocument *document, guint number)
{
  return document->text[g_array_index (document->liquid, BaseSpan, number).start + 1] == '%';
}

/* A line of tags alone, one of them a statement, is a block. */
gboolean
kd_parse_block_liquid (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos + kd_source_spaces (source, source->pos, 3);
  guint32 pos = start;
  guint32 behind = start;
  gboolean statement = FALSE;
  guint number;
  KdElement *element;

  if (!kd_source_is (source, start, KD_LIQUID_MARK) || parser->document->liquid->len == 0)
    return FALSE;
  while (pos < source->length
         && kd_liquid_number (source->text + pos, source->text + source->length, &number))
    {
      statement = statement || is_statement (parser->document, number);
      behind = pos + KD_LIQUID_SIZE;
      pos = (guint32) kd_skip_blanks (source->text, behind, source->length);
    }
  if (!statement || (pos < source->length && source->text[pos] != '\n'))
    return FALSE;
  element = kd_block_new (parser, KD_LIQUID, start, behind);
  element->flags |= KD_FLAG_BLOCK;
  kd_element_set_text (parser->document, element, source->text + start, behind - start);
  kd_element_append (parser->tree, element);
  source->pos = MIN (pos + 1, source->length);
  return TRUE;
}

/* ---- putting back --------------------------------------------------------------------------- */

static void
restore_attributes (KdDocument *document, KdExtra *extra)
{
  for (KdAttribute *at = kd_attribute_first (&extra->attributes); at != NULL;
       at = kd_attribute_next (at))
    {
      gsize restored;
      char *value = kd_liquid_restore (document, kd_attribute_value (at), at->length, &restored);
      if (value == NULL)
        continue;
      at->value = kd_heap_ref (&document->heap, value);
      at->length = (guint) restored & 0x7fffffff;
      at->owned = FALSE;
    }
}

static void
restore (KdDocument *document, KdElement *element)
{
  KdExtra *extra = kd_element_get_extra (element);
  gsize restored;
  char *whole;

  if (extra != NULL)
    restore_attributes (document, extra);
  if (extra != NULL && element->type != KD_HTML_ELEMENT
      && (whole = kd_liquid_restore (document, kd_extra_text (extra), extra->length, &restored))
             != NULL)
    kd_extra_set_text (document, extra, whole, restored);
  if (kd_element_has_text (element)
      && (whole =
              kd_liquid_restore (document, kd_element_text (element), element->length, &restored))
             != NULL)
    kd_element_set_text (document, element, whole, restored);
  for (KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    restore (document, child);
}

void
kd_liquid_finish (KdDocument *document)
{
  if (document->liquid->len == 0)
    return;
  restore (document, document->root);
  for (guint i = 0; i < document->footnotes->len; i++)
    {
      const KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      restore (document, footnote->content);
    }
}

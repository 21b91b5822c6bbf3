/* kd-source.c - see kd-source.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-source.h"

#include "kd-character.h"

void
kd_source_init (KdSource *source, char *text, guint32 length, const KdSegment *map, guint n_map)
{
  memset (source, 0, G_STRUCT_OFFSET (KdSource, searches));
  source->text = text;
  source->length = length;
  source->map = map;
  source->n_map = n_map;
  for (gsize i = 0; i < G_N_ELEMENTS (source->no_stop); i++)
    source->no_stop[i] = G_MAXUINT32;
}

void
kd_source_clear (KdSource *source)
{
  g_clear_pointer (&source->fences, g_array_unref);
}

/* Look-ups mostly go forward, a few steps each; else the segments are halved. */
guint32
kd_source_look_up (KdSource *source, guint32 pos)
{
  const KdSegment *map = source->map;
  guint low = source->segment;
  guint high = source->n_map;

  for (guint steps = 0; steps < 4; steps++)
    {
      if (map[low].text > pos)
        break;
      if (low + 1 >= source->n_map || map[low + 1].text > pos)
        {
          source->segment = low;
          return map[low].source + (pos - map[low].text);
        }
      low++;
    }
  low = 0;
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;
      if (map[middle].text > pos)
        high = middle;
      else
        low = middle;
    }
  source->segment = low;
  return map[low].source + (pos > map[low].text ? pos - map[low].text : 0);
}

guint32
kd_source_line_end (const KdSource *source, guint32 from)
{
  const char *newline;

  if (from >= source->length)
    return source->length;
  newline = memchr (source->text + from, '\n', source->length - from);
  return newline != NULL ? (guint32) (newline - source->text) + 1 : source->length;
}

/* ---- searching ------------------------------------------------------------------------------ */

static guint32
find (const KdSource *source, guint32 from, const char *needle, gsize size)
{
  const char *found;

  if (from >= source->length)
    return G_MAXUINT32;
  found = memmem (source->text + from, source->length - from, needle, size);
  return found != NULL ? (guint32) (found - source->text) : G_MAXUINT32;
}

static guint32
find_character (const KdSource *source, guint32 from, char character)
{
  const char *found;

  if (from >= source->length)
    return G_MAXUINT32;
  found = memchr (source->text + from, character, source->length - from);
  return found != NULL ? (guint32) (found - source->text) : G_MAXUINT32;
}

/* A quotation mark with a parenthesis behind it. */
static guint32
find_title_end (const KdSource *source, guint32 from, char quote)
{
  guint32 pos = find_character (source, from, quote);

  while (pos != G_MAXUINT32)
    {
      gsize behind = kd_skip_space (source->text, pos + 1, source->length);
      if (kd_source_is (source, (guint32) behind, ')'))
        return pos;
      pos = find_character (source, pos + 1, quote);
    }
  return G_MAXUINT32;
}

static guint32
find_strike_end (const KdSource *source, guint32 from)
{
  guint32 pos = find (source, from, "~~", 2);

  while (pos != G_MAXUINT32)
    {
      if (pos > 0 && source->text[pos - 1] != '~' && !kd_is_space (source->text[pos - 1]))
        return pos;
      pos = find (source, pos + 1, "~~", 2);
    }
  return G_MAXUINT32;
}

static guint32
search (const KdSource *source, KdSearchKind kind, guint32 from)
{
  switch (kind)
    {
    case KD_SEARCH_BRACE:
      return find_character (source, from, '}');
    case KD_SEARCH_DOLLARS:
      return find (source, from, "$$", 2);
    case KD_SEARCH_COMMENT_END:
      return find (source, from, "-->", 3);
    case KD_SEARCH_PI_END:
      return find (source, from, "?>", 2);
    case KD_SEARCH_CDATA_END:
      return find (source, from, "]]>", 3);
    case KD_SEARCH_GREATER:
      return find_character (source, from, '>');
    case KD_SEARCH_BRACKET:
      return find_character (source, from, ']');
    case KD_SEARCH_QUOTE:
      return find_character (source, from, '"');
    case KD_SEARCH_APOSTROPHE:
      return find_character (source, from, '\'');
    case KD_SEARCH_NEWLINE:
      return find_character (source, from, '\n');
    case KD_SEARCH_STOP:
      return find (source, from, "{:/", 3);
    case KD_SEARCH_CLOSE:
      return find (source, from, "</", 2);
    case KD_SEARCH_TITLE_QUOTE:
      return find_title_end (source, from, '"');
    case KD_SEARCH_TITLE_APOSTROPHE:
      return find_title_end (source, from, '\'');
    case KD_SEARCH_STRIKE:
      return find_strike_end (source, from);
    case KD_SEARCH_TICK:
      return find_character (source, from, '`');
    case KD_SEARCH_LESS:
      return find_character (source, from, '<');
    case KD_N_SEARCHES:
      break;
    }
  g_assert_not_reached ();
}

guint32
kd_source_search (KdSource *source, KdSearchKind kind, guint32 from)
{
  KdSearch *last = &source->searches[kind];

  if (source->searched[kind] && from >= last->from
      && (from <= last->found || last->found == G_MAXUINT32))
    return last->found;
  source->searched[kind] = TRUE;
  last->from = from;
  last->found = search (source, kind, from);
  return last->found;
}

/* ---- content -------------------------------------------------------------------------------- */

void
kd_content_start (
    KdContent *content, KdDocument *document, KdSource *source, guint32 at, GArray *map)
{
  content->document = document;
  content->source = source;
  content->text = source->text + at;
  content->length = 0;
  content->capacity = 0;
  content->map = map;
  content->first_segment = map->len;
}

static void
reserve (KdContent *content, guint32 needed)
{
  guint32 capacity;
  char *text;

  if (content->capacity >= needed)
    return;
  capacity = needed * 2 + 64;
  text = kd_heap_alloc (&content->document->heap, capacity, 1);
  memcpy (text, content->text, content->length);
  content->text = text;
  content->capacity = capacity;
}

/* Adds a segment unless the last one already leads there. */
static void
map_add (GArray *map, guint first, guint32 text, guint32 source)
{
  if (map->len > first)
    {
      const KdSegment *last = &g_array_index (map, KdSegment, map->len - 1);
      if (last->source + (text - last->text) == source)
        return;
    }
  g_array_append_val (map, ((KdSegment){ text, source }));
}

static void
map_range (KdContent *content, guint32 from, guint32 to)
{
  KdSource *source = content->source;
  guint32 text = content->length;

  map_add (content->map, content->first_segment, text, kd_source_at (source, from));
  for (guint i = source->segment + 1; i < source->n_map && source->map[i].text < to; i++)
    map_add (content->map, content->first_segment, text + (source->map[i].text - from),
             source->map[i].source);
}

void
kd_content_add (KdContent *content, guint32 spaces, guint32 from, guint32 to)
{
  const char *bytes = content->source->text + from;
  guint32 size = to - from;
  guint32 needed = content->length + spaces + size;

  if (content->capacity == 0 && content->text + content->length + spaces > bytes)
    reserve (content, needed);
  else if (content->capacity != 0)
    reserve (content, needed);
  if (spaces > 0)
    g_array_append_val (content->map,
                        ((KdSegment){ content->length, kd_source_at (content->source, from) }));
  memmove (content->text + content->length + spaces, bytes, size);
  memset (content->text + content->length, ' ', spaces);
  content->length += spaces;
  map_range (content, from, to);
  content->length += size;
}

const KdSegment *
kd_source_copy_map (KdDocument *document, KdSource *source, guint32 from, guint32 to)
{
  guint first, last;
  KdSegment *copy;

  kd_source_at (source, from);
  first = last = source->segment;
  while (last + 1 < source->n_map && source->map[last + 1].text < to)
    last++;
  copy = kd_heap_alloc (&document->heap, (last - first + 2) * sizeof *copy, _Alignof(KdSegment));
  for (guint i = first; i <= last; i++)
    {
      copy[i - first] = source->map[i];
      copy[i - first].text -= MIN (from, copy[i - first].text);
    }
  copy[0].text = 0;
  copy[0].source = kd_source_at (source, from);
  copy[last - first + 1] = (KdSegment){ G_MAXUINT32, 0 };
  return copy;
}

KdElement *
kd_raw_text_new (KdDocument *document, KdSource *source, guint32 from, guint32 to)
{
  guint32 start = kd_source_at (source, from);
  guint segment = source->segment;
  gboolean whole = segment + 1 >= source->n_map || source->map[segment + 1].text >= to;
  KdElement *raw =
      kd_text_new (document, KD_RAW_TEXT, source->text + from, to - from, start, start);

  if (whole)
    return raw;
  {
    KdElement *mapped =
        kd_raw_text_new_mapped (document, raw, kd_source_copy_map (document, source, from, to));
    kd_element_discard (document, raw);
    return mapped;
  }
}

const KdSegment *
kd_raw_text_map (const KdElement *raw, KdSegment *one, guint *n)
{
  if ((raw->flags & KD_FLAG_MAPPED) != 0)
    {
      const KdSegment *map = kd_follow (raw, raw->map);
      for (*n = 0; map[*n].text != G_MAXUINT32;)
        (*n)++;
      return map;
    }
  *one = (KdSegment){ 0, raw->start };
  *n = 1;
  return one;
}

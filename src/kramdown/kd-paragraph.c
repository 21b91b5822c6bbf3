/* kd-paragraph.c - paragraphs.
 *
 * A paragraph ends before a blank line and whatever else ends lazy lines; with GFM's quirk
 * paragraph_end also before most blocks. If no other block then takes that line it is one more line
 * of the same paragraph.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-html-tag.h"

/* Behind "<" or "</": a name, and not that of an element that stands among spans. */
static gboolean
is_block_name (const KdSource *source, guint32 pos, guint32 *end)
{
  guint32 word = (guint32) kd_scan_word (source->text, pos, source->length);
  const char *name = source->text + pos;

  if (kd_tag_has (name, word - pos, KD_TAG_SPAN)
      || (word - pos == 6 && memcmp (name, "script", 6) == 0))
    return FALSE;
  *end = (guint32) kd_scan_uname (source->text, pos, source->length);
  return *end != 0;
}

gboolean
kd_lazy_end_html (const KdSource *source, guint32 pos, guint32 indent)
{
  guint32 end;

  pos += kd_source_spaces (source, pos, indent);
  if (!kd_source_is (source, pos, '<'))
    return FALSE;
  if (!kd_source_is (source, pos + 1, '/'))
    return is_block_name (source, pos + 1, &end);
  if (!is_block_name (source, pos + 2, &end))
    return FALSE;
  end = (guint32) kd_skip_space (source->text, end, source->length);
  return kd_source_is (source, end, '>');
}

/* GFM: what else a paragraph ends before. */
static gboolean
gfm_paragraph_end (KdSource *source, guint32 pos)
{
  guint32 first = pos + kd_source_spaces (source, pos, 3);

  switch (first < source->length ? source->text[first] : '\n')
    {
    case '+':
    case '*':
    case '-':
      return kd_match_ul (source, pos, 3, NULL);
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return kd_match_ol (source, pos, 3, NULL);
    case '#':
      return kd_match_gfm_header (source, pos);
    case ':':
      return kd_match_dd (source, pos, 3, NULL);
    case '>':
      return TRUE;
    case '~':
    case '`':
      return kd_match_fence_start (source, pos, TRUE);
    default:
      return FALSE;
    }
}

static gboolean
paragraph_ends (KdParser *parser, guint32 pos)
{
  KdSource *source = parser->source;
  guchar c = pos < source->length ? (guchar) source->text[pos] : '\n';

  /* Most lines start with a letter and go on. */
  if (kd_is_ascii_alpha ((char) c) || c >= 0x80)
    return FALSE;
  if (kd_lazy_end (source, pos))
    return TRUE;
  if (parser->gfm && parser->paragraph_end)
    return gfm_paragraph_end (source, pos);
  return kd_match_dd (source, pos, 3, NULL);
}

/* A text in its place that has a map. */
static KdElement *
with_map (KdParser *parser, KdElement *raw)
{
  KdSegment *map;
  KdElement *mapped;

  if ((raw->flags & KD_FLAG_MAPPED) != 0)
    return raw;
  map = kd_heap_alloc (parser->heap, 2 * sizeof *map, _Alignof(KdSegment));
  map[0] = (KdSegment){ 0, raw->start };
  map[1] = (KdSegment){ G_MAXUINT32, 0 };
  mapped = kd_raw_text_new_mapped (parser->document, raw, map);
  kd_element_discard (parser->document, raw);
  return mapped;
}

/* Adds a segment to the map of a text that grows; the array doubles. */
static void
join_map (KdParser *parser, KdElement *raw, KdSegment segment)
{
  KdJoin *join = &parser->join;

  if (join->raw != raw)
    {
      join->raw = raw;
      join->map = kd_follow (raw, raw->map);
      for (join->n = 0; join->map[join->n].text != G_MAXUINT32;)
        join->n++;
      join->capacity = join->n + 1;
    }
  if (join->map[join->n - 1].source + (segment.text - join->map[join->n - 1].text)
      == segment.source)
    return;
  if (join->n + 2 > join->capacity)
    {
      KdSegment *map;
      join->capacity = join->capacity * 2 + 2;
      map = kd_heap_alloc (parser->heap, join->capacity * sizeof *map, _Alignof(KdSegment));
      memcpy (map, join->map, join->n * sizeof *map);
      join->map = map;
    }
  join->map[join->n++] = segment;
  join->map[join->n] = (KdSegment){ G_MAXUINT32, 0 };
  raw->map = kd_heap_ref (parser->heap, (const char *) join->map);
}

/* Makes a text longer by [from, to) of the source, which stands behind it now. */
static void
extend (KdParser *parser, KdElement *raw, guint32 from, guint32 to)
{
  KdSource *source = parser->source;
  guint32 text = raw->length;

  join_map (parser, raw, (KdSegment){ text, kd_source_at (source, from) });
  for (guint i = source->segment + 1; i < source->n_map && source->map[i].text < to; i++)
    join_map (parser, raw,
              (KdSegment){ text + (source->map[i].text - from), source->map[i].source });
  raw->length = text + (to - from);
}

/* Adds a line to a paragraph that had ended. The bytes between are space, a newline among them, so
 * the line moves towards the text, over them. */
static void
join (KdParser *parser, KdElement *paragraph, guint32 from, guint32 to)
{
  KdSource *source = parser->source;
  KdElement *raw = with_map (parser, kd_element_pop (paragraph));
  gboolean two_spaces = from >= 3 && memcmp (source->text + from - 3, "  \n", 3) == 0;
  const char *joiner = two_spaces ? "  \n" : "\n";
  guint32 size = (guint32) strlen (joiner);
  char *end = (char *) kd_element_text (raw) + raw->length;

  kd_element_append (paragraph, raw);
  g_assert (end + size <= source->text + from);
  memcpy (end, joiner, size);
  memmove (end + size, source->text + from, to - from);
  raw->length += size;
  extend (parser, raw, from, to);
  kd_element_set_end (parser->document, paragraph, kd_source_behind (source, to));
}

/* A line that starts with up to three spaces and then a tab is no block of kramdown's, not even a
 * paragraph: its text stands bare among the blocks. */
static gboolean
add_stray_line (KdParser *parser)
{
  KdSource *source = parser->source;
  KdElement *last = kd_element_last (parser->tree);
  guint32 from = source->pos;
  guint32 first = from + kd_source_spaces (source, from, 3);
  guint32 end = kd_source_line_end (source, from);

  if (!kd_source_is (source, first, ' ') && !kd_source_is (source, first, '\t'))
    return FALSE;
  if (last != NULL && last->type == KD_RAW_TEXT
      && kd_element_text (last) + last->length == source->text + from)
    extend (parser, last, from, end);
  else
    {
      KdElement *line = kd_raw_text_new (parser->document, source, from, end);
      kd_element_append (parser->tree, with_map (parser, line));
    }
  source->pos = end;
  return TRUE;
}

gboolean
kd_parse_paragraph (KdParser *parser)
{
  KdSource *source = parser->source;
  KdElement *last = kd_element_last (parser->tree);
  guint32 from = source->pos;
  guint32 end = kd_source_this_line_end (source, from);
  guint32 to;
  KdElement *paragraph;

  if (add_stray_line (parser))
    return TRUE;
  while (end < source->length && !paragraph_ends (parser, end))
    end = kd_source_line_end (source, end);
  source->pos = end;
  to = end;
  while (to > from && kd_is_space (source->text[to - 1]))
    to--;
  if (last != NULL && last->type == KD_PARAGRAPH)
    {
      if (kd_element_last (last) != NULL && kd_element_last (last)->type == KD_RAW_TEXT)
        join (parser, last, from, to);
      else /* a <p> that html_to_native made */
        kd_add_raw_text (parser, last, from, to);
      return TRUE;
    }
  paragraph = kd_block_new (parser, KD_PARAGRAPH, from, to);
  kd_element_append (parser->tree, paragraph);
  from = MIN (to, (guint32) kd_skip_space (source->text, from, source->length));
  kd_add_raw_text (parser, paragraph, from, to);
  parser->last_paragraph = paragraph;
  return TRUE;
}

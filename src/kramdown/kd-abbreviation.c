/* kd-abbreviation.c - abbreviations in the text, once all is parsed.
 *
 * An abbreviation is looked for at the start of a text or line and behind what is no word
 * character; no word character may follow it. A space of its id stands for any space, over lines
 * too. Of several the longest is taken. kramdown asks for the end of the word only where it
 * searches, not where it then takes the longest that stands there: so "a b" and "a" find "a b" in
 * "a bc".
 *
 * The ids are sorted, so that reading a text narrows the range of those that begin with it, one
 * character at a time. The steps of this are bounded (Index.work): when they are used up, no
 * further abbreviations are found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

typedef struct
{
  const char *id;
  guint32 length;
  guint32 characters;
} Key;

typedef struct
{
  KdDocument *document;
  Key *keys; /* sorted by bytes */
  guint n;
  guint8 starts[256]; /* whether an id may begin with this byte in a text */
  guint64 work;
} Index;

/* Keys [low, high) that agree in @depth bytes. */
typedef struct
{
  guint low;
  guint high;
  guint32 depth;
} Range;

/* What stands at a place. */
typedef struct
{
  guint32 end;        /* of the longest abbreviation, in characters of the id; 0: there is none */
  guint32 characters; /* of its id */
  gboolean word_ends; /* whether one of those that stand here is followed by no word */
} Match;

/* ---- the index ------------------------------------------------------------------------------ */

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Key *) a)->id, ((const Key *) b)->id);
}

static void
index_init (Index *index, KdParser *parser, gsize text_length)
{
  guint n = parser->abbreviations->len;

  memset (index, 0, sizeof *index);
  index->document = parser->document;
  index->keys = g_new (Key, n);
  index->n = n;
  index->work = 100000 + 64 * (guint64) text_length;
  for (guint i = 0; i < n; i++)
    {
      const KdAbbreviation *abbreviation = g_ptr_array_index (parser->abbreviations, i);
      Key *key = &index->keys[i];
      key->id = abbreviation->id;
      key->length = (guint32) strlen (abbreviation->id);
      key->characters = (guint32) g_utf8_strlen (abbreviation->id, key->length);
      index->starts[(guchar) key->id[0]] = TRUE;
      if (key->id[0] == ' ')
        for (guint c = 0; c < 256; c++)
          if (c >= 0x80 || kd_is_space ((char) c))
            index->starts[c] = TRUE;
    }
  qsort (index->keys, n, sizeof *index->keys, compare_keys);
}

/* The first key of [low, high) whose byte at @depth is not below @byte. All share what is before.
 */
static guint
lower_bound (const Index *index, guint low, guint high, guint32 depth, guint byte)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if ((guchar) index->keys[middle].id[depth] < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Leaves the keys that go on with @c. */
static gboolean
narrow (const Index *index, Range *range, char c)
{
  guint byte = (guchar) c;

  range->low = lower_bound (index, range->low, range->high, range->depth, byte);
  range->high = lower_bound (index, range->low, range->high, range->depth, byte + 1);
  return range->low < range->high;
}

/* [\s\p{Z}]: its length in bytes, or 0. */
static guint
space_at (const char *text, guint32 pos, guint32 length)
{
  guint size;
  gunichar c;

  if (pos >= length || ((guchar) text[pos] & 0xc0) == 0x80)
    return 0;
  c = kd_decode (text, pos, &size);
  return (c < 0x80 ? kd_is_space ((char) c) : kd_is_separator_code_point (c)) ? size : 0;
}

static gboolean
is_word_at (const char *text, guint32 pos, guint32 length)
{
  return pos < length && kd_is_word (text[pos]);
}

static gboolean
spend (Index *index, guint steps)
{
  if (index->work < steps)
    {
      index->work = 0;
      return FALSE;
    }
  index->work -= steps;
  return TRUE;
}

/* The first key of a range may end here. */
static void
note (const Index *index, const Range *range, guint32 end, gboolean word_ends, Match *match)
{
  const Key *key = &index->keys[range->low];

  if (key->length != range->depth)
    return;
  match->word_ends = match->word_ends || word_ends;
  if (key->characters <= match->characters)
    return;
  match->characters = key->characters;
  match->end = end;
}

/* All the space from @pos on: its end, and how many characters it has. */
static guint32
measure_space (Index *index, const char *text, guint32 pos, guint32 length, guint *available)
{
  guint size;

  *available = 0;
  while ((size = space_at (text, pos, length)) != 0 && spend (index, 1))
    {
      pos += size;
      (*available)++;
    }
  return pos;
}

static void
walk (Index *index, const char *text, guint32 pos, guint32 length, Range range, Match *match);

/* Keys of which each has one space or more next stand for all the space here. Leaves in @range
 * those that have the most spaces; the others are followed on their own. */
static guint32
walk_space (Index *index, const char *text, guint32 pos, guint32 length, Range *range, Match *match)
{
  guint available;
  guint32 end = measure_space (index, text, pos, length, &available);

  for (guint used = 1;; used++)
    {
      Range more;
      range->depth++;
      note (index, range, end, available > used || !is_word_at (text, end, length), match);
      more = *range;
      if (used >= available || !spend (index, 1) || !narrow (index, &more, ' '))
        return end;
      walk (index, text, end, length, *range, match);
      *range = more;
    }
}

/* Follows the text from @pos through the keys of a range. It calls itself only where the range
 * divides, so not deep. */
static void
walk (Index *index, const char *text, guint32 pos, guint32 length, Range range, Match *match)
{
  while (pos < length && spend (index, 1))
    {
      Range spaces = range;
      gboolean space = space_at (text, pos, length) != 0 && narrow (index, &spaces, ' ');
      if (!(space && text[pos] == ' ') && narrow (index, &range, text[pos]))
        {
          range.depth++;
          note (index, &range, pos + 1, !is_word_at (text, pos + 1, length), match);
          if (space)
            walk (index, text, pos + 1, length, range, match);
        }
      else if (!space)
        return;
      if (space)
        {
          range = spaces;
          pos = walk_space (index, text, pos, length, &range, match);
        }
      else
        pos++;
    }
}

static Match
match_at (Index *index, const char *text, guint32 pos, guint32 length)
{
  Match match = { 0 };

  if (pos < length && index->starts[(guchar) text[pos]])
    walk (index, text, pos, length, (Range){ 0, index->n, 0 }, &match);
  return match;
}

/* ---- texts ---------------------------------------------------------------------------------- */

const KdAbbreviation *
kd_abbreviation_find (const KdDocument *document, const char *text, gsize length)
{
  g_autofree char *id = g_strndup (text, length);
  const KdAbbreviation *found = g_hash_table_lookup (document->abbreviations, id);
  gsize out = 0;
  gboolean in_space = FALSE;

  if (found != NULL)
    return found;
  for (guint32 i = 0; i < length;)
    {
      guint size = space_at (text, i, (guint32) length);
      if (size == 0)
        id[out++] = text[i];
      else if (!in_space)
        id[out++] = ' ';
      in_space = size != 0;
      i += MAX (size, 1);
    }
  id[out] = '\0';
  return g_hash_table_lookup (document->abbreviations, id);
}

/* The next abbreviation from @from on: where the text before it ends and where it ends itself. A
 * "^" of kramdown's pattern also holds where the abbreviation before this one ended. */
static gboolean
find_next (
    Index *index, const char *text, guint32 from, guint32 length, guint32 *start, guint32 *end)
{
  for (guint32 pos = from; pos < length; pos++)
    {
      guint32 before = pos;
      Match match;
      gboolean at_line_start;
      if (!index->starts[(guchar) text[pos]])
        continue;
      at_line_start = pos == from || text[pos - 1] == '\n';
      if (pos > from)
        before = (guint32) kd_previous (text, from, pos);
      if (!at_line_start && kd_is_word (text[before]))
        continue;
      match = match_at (index, text, pos, length);
      if (match.end == 0 || !match.word_ends)
        continue;
      *start = pos;
      *end = match.end;
      /* The character before may itself start one, which then is taken. */
      if (pos > from && !kd_is_word (text[before]))
        {
          Match earlier = match_at (index, text, before, length);
          if (earlier.end != 0)
            {
              *start = before;
              *end = earlier.end;
            }
        }
      return TRUE;
    }
  return FALSE;
}

/* A part of a text as an element. */
static KdElement *
new_part (Index *index, const KdElement *text, guint8 type, guint32 from, guint32 to)
{
  guint32 end = kd_element_end (text);

  return kd_text_new (index->document, type, kd_element_text (text) + from, to - from,
                      MIN (text->start + from, end), MIN (text->start + to, end));
}

/* Appends a text to @element, with its abbreviations as elements. */
static void
divide (Index *index, KdElement *element, KdElement *text)
{
  guint32 from = 0;
  guint32 start, end;

  while (find_next (index, kd_element_text (text), from, text->length, &start, &end))
    {
      const KdAbbreviation *abbreviation;
      KdElement *part;
      if (start > from)
        kd_element_append (element, new_part (index, text, KD_TEXT, from, start));
      part = new_part (index, text, KD_ABBREVIATION, start, end);
      abbreviation = kd_abbreviation_find (index->document, kd_element_text (part), part->length);
      if (abbreviation != NULL)
        part->extra = kd_ref (kd_element_extra (index->document, abbreviation->boundary));
      kd_element_append (element, part);
      from = end;
    }
  if (from == 0)
    kd_element_append (element, text);
  else if (from < text->length)
    kd_element_append (element, new_part (index, text, KD_TEXT, from, text->length));
}

static void
replace (Index *index, KdElement *element)
{
  gboolean raw = element->type == KD_HTML_ELEMENT && element->detail == KD_CONTENT_RAW;
  KdElement *child;

  if (kd_type_is_leaf (element->type))
    return;
  child = kd_element_take_children (element);
  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (child->type == KD_TEXT && !raw)
        divide (index, element, child);
      else
        {
          replace (index, child);
          kd_element_append (element, child);
        }
      child = next;
    }
}

void
kd_replace_abbreviations (KdParser *parser)
{
  KdDocument *document = parser->document;
  Index index;

  if (parser->abbreviations->len == 0)
    return;
  index_init (&index, parser, document->working_length);
  replace (&index, document->root);
  for (guint i = 0; i < document->footnotes->len; i++)
    {
      const KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      replace (&index, footnote->content);
    }
  g_free (index.keys);
}

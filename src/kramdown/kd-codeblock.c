/* kd-codeblock.c - code blocks: indented ones and fenced ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

guint32
kd_match_indent (const KdSource *source, guint32 pos)
{
  if (kd_source_is (source, pos, '\t'))
    return pos + 1;
  return kd_source_spaces (source, pos, 4) == 4 ? pos + 4 : 0;
}

/* ---- indented ------------------------------------------------------------------------------- */

/* Whether a line of the code stands at @pos: indented, with something on it. */
static gboolean
is_code_line (const KdSource *source, guint32 pos)
{
  guint32 first = kd_match_indent (source, pos);

  if (first == 0)
    return FALSE;
  first = (guint32) kd_skip_blanks (source->text, first, source->length);
  return first < source->length && !kd_is_space (source->text[first]);
}

static gboolean
is_lazy_line (KdSource *source, guint32 pos)
{
  guint32 first = (guint32) kd_skip_blanks (source->text, pos, source->length);

  return first < source->length && !kd_is_space (source->text[first])
         && kd_match_block_ial (source, pos, NULL) == 0 && kd_match_eob (source, pos) == 0
         && !kd_lazy_end_html (source, pos, 3);
}

guint32
kd_codeblock_end (KdParser *parser, guint32 pos)
{
  KdSource *source = parser->source;

  for (;;)
    {
      guint32 blank = kd_match_blank (source, pos);
      guint32 line = blank != 0 ? blank : pos;
      if (!is_code_line (source, line))
        return pos;
      pos = line;
      while (is_code_line (source, pos))
        pos = kd_source_line_end (source, pos);
      while (is_lazy_line (source, pos))
        pos = kd_source_line_end (source, pos);
    }
}

/* The indentation goes, and a line without one is joined to the line before it. Written over the
 * source, as it never grows. */
gboolean
kd_parse_codeblock (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end, pos, out = start;
  KdElement *block;

  if (kd_match_indent (source, start) == 0)
    return FALSE;
  end = kd_codeblock_end (parser, start);
  if (end == start)
    return FALSE;
  block = kd_block_new (parser, KD_CODEBLOCK, start, end);
  for (pos = start; pos < end;)
    {
      guint32 line_end = kd_source_line_end (source, pos);
      guint32 spaces = kd_source_spaces (source, pos, 4);
      guint32 indent = kd_match_indent (source, pos);
      if (pos > start && spaces <= 3 && !kd_is_space (source->text[pos + spaces]))
        source->text[out - 1] = ' ';
      else if (indent != 0)
        pos = indent;
      memmove (source->text + out, source->text + pos, line_end - pos);
      out += line_end - pos;
      pos = line_end;
    }
  kd_element_set_text (parser->document, block, source->text + start, out - start);
  kd_element_append (parser->tree, block);
  source->pos = end;
  return TRUE;
}

/* ---- fenced --------------------------------------------------------------------------------- */

static gboolean
is_fence (char c, gboolean gfm)
{
  return c == '~' || (gfm && c == '`');
}

gboolean
kd_match_fence_start (const KdSource *source, guint32 pos, gboolean gfm)
{
  if (gfm)
    pos += kd_source_spaces (source, pos, 3);
  return pos + 3 <= source->length && is_fence (source->text[pos], gfm)
         && is_fence (source->text[pos + 1], gfm) && is_fence (source->text[pos + 2], gfm);
}

/* All lines of the source that may close a block: a run of one character, alone. */
static void
collect_fences (KdSource *source, guint32 from, gboolean gfm)
{
  guint32 longest[2] = { 0, 0 };

  source->fences = g_array_new (FALSE, FALSE, sizeof (KdFence));
  for (guint32 line = from; line < source->length; line = kd_source_line_end (source, line))
    {
      KdFence fence = { .start = line, .fence = line };
      guint32 end;
      if (gfm)
        fence.fence += kd_source_spaces (source, line, 3);
      if (fence.fence >= source->length || !is_fence (source->text[fence.fence], gfm))
        continue;
      fence.character = source->text[fence.fence];
      for (end = fence.fence; kd_source_is (source, end, fence.character);)
        end++;
      fence.length = end - fence.fence;
      if (fence.length >= 3 && kd_match_blank (source, end) != 0)
        g_array_append_val (source->fences, fence);
    }
  for (guint i = source->fences->len; i > 0; i--)
    {
      KdFence *fence = &g_array_index (source->fences, KdFence, i - 1);
      guint32 *most = &longest[fence->character == '`'];
      *most = MAX (*most, fence->length);
      fence->longest = *most;
    }
}

/* The first fence behind @pos that closes an opening one of @length. If none is so long, the
 * longest there is: kramdown then reads the rest of the opening fence as the language. */
static const KdFence *
find_closing (const KdSource *source, guint32 pos, char character, guint32 length)
{
  guint low = 0;
  guint high = source->fences->len;
  gboolean first = TRUE;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (source->fences, KdFence, middle).start < pos)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < source->fences->len; low++)
    {
      const KdFence *fence = &g_array_index (source->fences, KdFence, low);
      if (fence->character != character)
        continue;
      if (first)
        length = MIN (length, fence->longest);
      first = FALSE;
      if (fence->length >= length)
        return fence;
    }
  return NULL;
}

/* The rest of the opening line: perhaps a word, then nothing. Behind the newline, or 0. The word's
 * first part, up to a question mark behind its first character, is the language for the class. */
static guint32
match_language (
    const KdSource *source, guint32 pos, BaseSpan *language, BaseSpan *options, gboolean *has_space)
{
  guint32 start = pos;
  guint32 end;

  while (start < source->length && source->text[start] != '\n' && kd_is_space (source->text[start]))
    start++;
  *has_space = start > pos;
  for (end = start; end < source->length && !kd_is_space (source->text[end]);)
    end++;
  *options = *language = base_span (start, end);
  for (guint32 mark = start + 1; mark < end; mark++)
    if (source->text[mark] == '?')
      {
        language->end = mark;
        break;
      }
  while (end < source->length && source->text[end] != '\n' && kd_is_space (source->text[end]))
    end++;
  return kd_source_is (source, end, '\n') ? end + 1 : 0;
}

/* An opening fence of mixed signs is closed by the same signs, the last of them perhaps more
 * often. Rare enough to look at every line; the count of tries is bounded. */
static gboolean
find_mixed_closing (KdParser *parser, guint32 pos, guint32 fence, guint32 length, KdFence *closing)
{
  KdSource *source = parser->source;
  char last = source->text[fence + length - 1];

  for (guint32 line = pos; line < source->length; line = kd_source_line_end (source, line))
    {
      guint32 start = line + kd_source_spaces (source, line, 3);
      guint32 end = start + length;
      if (parser->work == 0)
        return FALSE;
      parser->work--;
      if (end > source->length || memcmp (source->text + start, source->text + fence, length) != 0)
        continue;
      while (kd_source_is (source, end, last))
        end++;
      if (kd_match_blank (source, end) == 0)
        continue;
      closing->start = line;
      closing->fence = start;
      closing->length = end - start;
      return TRUE;
    }
  return FALSE;
}

/* Where the code starts and which fence closes it. */
typedef struct
{
  BaseSpan language;
  BaseSpan options;
  guint32 content;
  KdFence closing;
} Fenced;

static gboolean
match_fenced (KdParser *parser, Fenced *block)
{
  KdSource *source = parser->source;
  guint32 fence = source->pos;
  guint32 uniform, all;
  gboolean has_space;

  if (parser->gfm)
    fence += kd_source_spaces (source, fence, 3);
  for (all = fence; all < source->length && is_fence (source->text[all], parser->gfm);)
    all++;
  for (uniform = fence; kd_source_is (source, uniform, source->text[fence]);)
    uniform++;
  for (guint32 end = all; end > uniform && end >= fence + 3; end--)
    {
      block->content = match_language (source, end, &block->language, &block->options, &has_space);
      if (block->content != 0
          && find_mixed_closing (parser, block->content, fence, end - fence, &block->closing))
        return TRUE;
    }
  if (uniform < fence + 3)
    return FALSE;
  block->content = match_language (source, uniform, &block->language, &block->options, &has_space);
  if (block->content != 0)
    {
      const KdFence *closing;
      guint32 length = uniform - fence;
      if (source->fences == NULL)
        collect_fences (source, fence, parser->gfm);
      closing = find_closing (source, block->content, source->text[fence], length);
      if (closing == NULL)
        return FALSE;
      block->closing = *closing;
      if (closing->length >= length)
        return TRUE;
      if (has_space && block->options.end > block->options.start)
        return FALSE;
      block->content = match_language (source, fence + closing->length, &block->language,
                                       &block->options, &has_space);
      return TRUE;
    }
  return FALSE;
}

gboolean
kd_parse_codeblock_fenced (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  Fenced fenced;
  guint32 end;
  KdElement *block;

  if (!kd_match_fence_start (source, start, parser->gfm) || !match_fenced (parser, &fenced))
    return FALSE;
  end = kd_source_line_end (source, fenced.closing.fence);
  block = kd_block_new (parser, KD_CODEBLOCK, start, end);
  kd_element_set_text (parser->document, block, source->text + fenced.content,
                       fenced.closing.start - fenced.content);
  if (fenced.options.end > fenced.options.start)
    {
      KdExtra *extra = kd_element_extra (parser->document, block);
      gsize length = base_span_length (fenced.language);
      static const char prefix[] = "language-";
      char *class = kd_heap_alloc (parser->heap, sizeof prefix + length, 1);
      memcpy (class, prefix, sizeof prefix - 1);
      memcpy (class + sizeof prefix - 1, source->text + fenced.language.start, length);
      class[sizeof prefix - 1 + length] = '\0';
      kd_extra_set_text (parser->document, extra, source->text + fenced.options.start,
                         base_span_length (fenced.options));
      kd_attribute_set (parser->document, &extra->attributes, "class", class);
    }
  kd_element_append (parser->tree, block);
  source->pos = end;
  return TRUE;
}

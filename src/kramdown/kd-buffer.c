/* kd-buffer.c - the text that is parsed, and the way back to the source.
 *
 * A buffer is the source with its line endings made "\n" and stray bytes made U+FFFD, or a text put
 * together from parts of one. Its segments map it to the source; there is one a line at least where
 * lines were moved, and none is needed while bytes run on together.
 *
 * KdRewriter makes the string that a nested parse runs on. It works in place as long as what it
 * writes does not overtake what it still has to read, that is, nearly always: prefixes are taken
 * away. Tabs that become spaces can overtake; then it goes on in a buffer of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-buffer.h"

/* The segment that holds @offset. Queries mostly go forward: try the last one and the next few. */
static guint32
find_segment (KdBuffer *buffer, guint32 offset)
{
  const KdSegment *segments = buffer->segments;
  guint32 low = buffer->hint;
  guint32 high;

  if (low < buffer->n_segments && segments[low].at <= offset)
    {
      for (guint tries = 0; tries < 8; tries++, low++)
        if (low + 1 >= buffer->n_segments || segments[low + 1].at > offset)
          return buffer->hint = low;
    }
  else
    low = 0;
  high = buffer->n_segments;
  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;
      if (segments[middle].at <= offset)
        low = middle;
      else
        high = middle;
    }
  return buffer->hint = low;
}

static guint32
source_in_segment (const KdBuffer *buffer, guint32 index, guint32 offset)
{
  const KdSegment *segment = &buffer->segments[index];
  guint32 source = segment->source + (offset - segment->at);

  if (index + 1 < buffer->n_segments && source > segment[1].source
      && segment[1].source >= segment->source)
    return segment[1].source;
  return source;
}

guint32
kd_buffer_source (KdBuffer *buffer, guint32 offset)
{
  if (buffer->n_segments == 0)
    return offset;
  return source_in_segment (buffer, find_segment (buffer, offset), offset);
}

guint32
kd_buffer_source_end (KdBuffer *buffer, guint32 offset)
{
  if (offset == 0)
    return kd_buffer_source (buffer, 0);
  return kd_buffer_source (buffer, offset - 1) + 1;
}

/* ---- from the source ------------------------------------------------------------------------- */

static void
add_segment (GArray *segments, guint32 at, guint32 source)
{
  KdSegment segment = { at, source };

  g_array_append_val (segments, segment);
}

/* Bytes up to the next one that must be changed. */
static gsize
clean_run (const char *text, gsize length)
{
  const char *end;
  const char *carriage_return = memchr (text, '\r', length);
  gsize run = carriage_return != NULL ? (gsize) (carriage_return - text) : length;

  if (!g_utf8_validate_len (text, run, &end))
    {
      /* GLib refuses NUL bytes; the text does not. */
      run = (gsize) (end - text);
      while (run < length && text[run] == '\0')
        run++;
    }
  return run;
}

KdBuffer *
kd_buffer_from_source (KdDocument *document, const char *text, gsize length)
{
  gboolean stray = FALSE;
  g_autoptr (GArray) segments = g_array_new (FALSE, FALSE, sizeof (KdSegment));
  GString *out = g_string_sized_new (length + 2);
  KdBuffer *buffer = g_new0 (KdBuffer, 1);
  gsize at = 0;

  add_segment (segments, 0, 0);
  while (at < length)
    {
      gsize run = clean_run (text + at, length - at);
      g_string_append_len (out, text + at, (gssize) run);
      at += run;
      if (at == length)
        break;
      if (text[at] == '\r')
        {
          g_string_append_c (out, '\n');
          at += at + 1 < length && text[at + 1] == '\n' ? 2 : 1;
          if (text[at - 1] == '\n')
            add_segment (segments, (guint32) out->len, (guint32) at);
          continue;
        }
      if (!stray)
        kd_document_diagnose (document, BASE_SEVERITY_ERROR, "kramdown.invalid-utf8", (guint32) at,
                              (guint32) at + 1, "The text is not valid UTF-8.", NULL);
      stray = TRUE;
      g_string_append (out, "\357\277\275");
      at++;
      add_segment (segments, (guint32) out->len, (guint32) at);
    }
  /* Always exactly one line ending more than the text had, unless it had one. */
  if (out->len == 0 || out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  buffer->length = (guint32) out->len;
  buffer->data = g_string_free (out, FALSE);
  buffer->n_segments = segments->len;
  buffer->segments = (KdSegment *) (void *) g_array_steal (segments, NULL);
  g_ptr_array_add (document->buffers, buffer);
  return buffer;
}

/* ---- rewriting ------------------------------------------------------------------------------- */

/* Gives every line a segment of its own, so that lines can be moved one by one. */
static void
split_lines (KdBuffer *buffer)
{
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (KdSegment));
  guint32 next = 0;
  guint32 at = 0;

  while (at < buffer->length)
    {
      const char *newline = memchr (buffer->data + at, '\n', buffer->length - at);
      guint32 line_end
          = newline != NULL ? (guint32) (newline - buffer->data) + 1 : buffer->length;
      add_segment (segments, at, kd_buffer_source (buffer, at));
      while (next < buffer->n_segments && buffer->segments[next].at <= at)
        next++;
      for (; next < buffer->n_segments && buffer->segments[next].at < line_end; next++)
        g_array_append_val (segments, buffer->segments[next]);
      at = line_end;
    }
  g_free (buffer->segments);
  buffer->n_segments = segments->len;
  buffer->segments = (KdSegment *) (void *) g_array_free (segments, FALSE);
  buffer->hint = 0;
  buffer->split = TRUE;
}

void
kd_rewriter_begin (KdRewriter *rewriter, KdDocument *document, KdBuffer *source, guint32 start)
{
  if (!source->split)
    split_lines (source);
  rewriter->document = document;
  rewriter->source = source;
  rewriter->target = source;
  rewriter->start = start;
  rewriter->write = start;
  rewriter->segment_write = find_segment (source, start);
  rewriter->data_capacity = 0;
  rewriter->segment_capacity = 0;
  if (source->segments[rewriter->segment_write].at < start)
    rewriter->segment_write++;
  rewriter->segment_start = rewriter->segment_write;
}

static void
reserve (KdRewriter *rewriter, guint32 bytes, guint32 segments)
{
  KdBuffer *target = rewriter->target;

  if (rewriter->write + bytes + 1 > rewriter->data_capacity)
    {
      rewriter->data_capacity = (rewriter->write + bytes + 1) * 2;
      target->data = g_realloc (target->data, rewriter->data_capacity);
    }
  if (rewriter->segment_write + segments > rewriter->segment_capacity)
    {
      rewriter->segment_capacity = (rewriter->segment_write + segments) * 2;
      target->segments = g_renew (KdSegment, target->segments, rewriter->segment_capacity);
    }
}

/* Goes on in a buffer of its own. */
static void
spill (KdRewriter *rewriter, guint32 bytes)
{
  KdBuffer *source = rewriter->source;
  guint32 written = rewriter->write - rewriter->start;
  guint32 segments = rewriter->segment_write - rewriter->segment_start;

  rewriter->target = kd_document_add_buffer (rewriter->document, 0, 0);
  rewriter->write = 0;
  rewriter->segment_write = 0;
  reserve (rewriter, written + bytes, segments + 4);
  memcpy (rewriter->target->data, source->data + rewriter->start, written);
  for (guint32 i = 0; i < segments; i++)
    {
      rewriter->target->segments[i] = source->segments[rewriter->segment_start + i];
      rewriter->target->segments[i].at -= rewriter->start;
    }
  rewriter->write = written;
  rewriter->segment_write = segments;
  rewriter->start = 0;
  rewriter->segment_start = 0;
}

static void
put_segment (KdRewriter *rewriter, guint32 at, guint32 source)
{
  KdSegment *segment = &rewriter->target->segments[rewriter->segment_write++];

  segment->at = at;
  segment->source = source;
}

/* In place every segment keeps its slot; the slots of what was left out point to what comes next,
 * so that the order stays. */
static void
copy_in_place (KdRewriter *rewriter, guint32 from, guint32 to, guint32 index, guint32 first_source)
{
  KdBuffer *buffer = rewriter->source;
  guint32 at = rewriter->write;

  while (rewriter->segment_write <= index)
    put_segment (rewriter, at, first_source);
  for (index++; index < buffer->n_segments && buffer->segments[index].at < to; index++)
    buffer->segments[index].at -= from - at;
  rewriter->segment_write = index;
  memmove (buffer->data + at, buffer->data + from, to - from);
  rewriter->write += to - from;
}

void
kd_rewriter_copy (KdRewriter *rewriter, guint32 from, guint32 to)
{
  KdBuffer *source = rewriter->source;
  guint32 index;
  guint32 inner;
  guint32 at;
  guint32 first_source;

  if (from >= to)
    return;
  index = find_segment (source, from);
  first_source = source_in_segment (source, index, from);
  if (rewriter->target == source)
    {
      if (rewriter->write <= from && rewriter->segment_write <= index)
        {
          copy_in_place (rewriter, from, to, index, first_source);
          return;
        }
      spill (rewriter, to - from);
    }
  inner = index + 1;
  while (inner < source->n_segments && source->segments[inner].at < to)
    inner++;
  reserve (rewriter, to - from, inner - index);
  at = rewriter->write;
  put_segment (rewriter, at, first_source);
  for (index++; index < inner; index++)
    put_segment (rewriter, at + (source->segments[index].at - from),
                 source->segments[index].source);
  memcpy (rewriter->target->data + at, source->data + from, to - from);
  rewriter->write += to - from;
}

void
kd_rewriter_put (KdRewriter *rewriter, const char *text, guint32 length, guint32 source)
{
  if (length == 0)
    return;
  if (rewriter->target == rewriter->source)
    spill (rewriter, length);
  reserve (rewriter, length, 1);
  put_segment (rewriter, rewriter->write, source);
  memcpy (rewriter->target->data + rewriter->write, text, length);
  rewriter->write += length;
}

void
kd_rewriter_spaces (KdRewriter *rewriter, guint32 count, guint32 source)
{
  static const char spaces[] = "                                ";

  while (count > 0)
    {
      guint32 part = MIN (count, (guint32) sizeof spaces - 1);
      kd_rewriter_put (rewriter, spaces, part, source);
      count -= part;
    }
}

KdSlice
kd_rewriter_end (KdRewriter *rewriter)
{
  KdSlice slice = { rewriter->target, rewriter->start, rewriter->write };

  if (rewriter->target != rewriter->source)
    {
      reserve (rewriter, 0, 1);
      if (rewriter->segment_write == 0)
        put_segment (rewriter, 0, kd_buffer_source (rewriter->source, 0));
      rewriter->target->length = rewriter->write;
      rewriter->target->n_segments = rewriter->segment_write;
      rewriter->target->data[rewriter->write] = '\0';
      rewriter->target->split = TRUE;
    }
  return slice;
}

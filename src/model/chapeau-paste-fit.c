/* chapeau-paste-fit.c - where Markdown from the clipboard goes into a text.
 *
 * Only the line of the caret and its neighbours are read for the marks around it (quotations, list
 * items, indentation); whether the place is one for Markdown at all is told by the spans that
 * typography protects, which are those where text is not prose.
 *
 * Known limit: of a line that continues an item without its indentation the item is not seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-paste-fit.h"

#include <kramdown.h>
#include <string.h>
#include <typography.h>

/* ---- what is pasted ---------------------------------------------------------------------------
 */

typedef enum
{
  KIND_INLINE,
  KIND_BLOCKS,
  KIND_BULLETS, /* one list and nothing else */
  KIND_NUMBERS,
} Kind;

static Kind
kind_of (const PasteResult *result)
{
  g_autoptr (KdDocument) document = kd_parse (result->markdown, result->length, NULL);
  const KdElement *only = NULL;

  for (const KdElement *at = kd_element_get_first_child (kd_document_get_root (document));
       at != NULL; at = kd_element_get_next (at))
    {
      if (kd_element_get_type (at) == KD_BLANK)
        continue;
      if (only != NULL)
        return KIND_BLOCKS;
      only = at;
    }
  if (only == NULL || kd_element_get_type (only) == KD_PARAGRAPH)
    return KIND_INLINE;
  if (kd_element_get_type (only) == KD_UL)
    return KIND_BULLETS;
  return kd_element_get_type (only) == KD_OL ? KIND_NUMBERS : KIND_BLOCKS;
}

/* ---- where it goes ----------------------------------------------------------------------------
 */

typedef struct
{
  const char *text;
  gsize length;
  BaseSpan selection;
  const char *newline;

  gsize line;       /* where the caret's line begins */
  gsize content;    /* behind its marks, as far as they stand before the caret */
  GString *rest;    /* the marks that further lines get */
  gsize item;       /* where the mark of the innermost item begins, if the line has one */
  gsize outer;      /* how much of `rest` stands before that mark */
  Kind item_kind;   /* KIND_INLINE: the line has none */
  gboolean before;  /* there is text between the marks and the caret */
  gboolean after;   /* … between the selection's end and the line's */
  gsize text_end;   /* behind the text before the caret, without blanks */
  gsize text_start; /* where the text behind the selection goes on */
} Place;

static gsize
blanks (const Place *place, gsize at, gsize end)
{
  gsize from = at;

  while (at < end && (place->text[at] == ' ' || place->text[at] == '\t'))
    at++;
  return at - from;
}

/* The length of a list item's mark, without the blank behind it; 0 if none is there. */
static gsize
item_mark (const Place *place, gsize at, gsize end, Kind *kind)
{
  gsize digits = 0;

  *kind = KIND_BULLETS;
  if (at + 1 < end && strchr ("*+-", place->text[at]) != NULL && place->text[at + 1] == ' ')
    return 1;
  *kind = KIND_NUMBERS;
  while (at + digits < end && g_ascii_isdigit (place->text[at + digits]))
    digits++;
  return digits > 0 && at + digits + 1 < end && place->text[at + digits] == '.'
                 && place->text[at + digits + 1] == ' '
             ? digits + 1
             : 0;
}

/* Reads the marks at the beginning of the line, up to the caret. */
static void
read_marks (Place *place)
{
  gsize at = place->line, end = place->selection.start;

  for (;;)
    {
      gsize indent = blanks (place, at, end), mark;
      Kind kind;

      if (at + indent < end && place->text[at + indent] == '>')
        {
          at += indent + 1;
          at += at < end && place->text[at] == ' ';
          g_string_append (place->rest, "> ");
          continue;
        }
      mark = item_mark (place, at + indent, end, &kind);
      if (mark > 0)
        {
          gsize space = blanks (place, at + indent + mark, end);

          place->item = at + indent;
          place->item_kind = kind;
          g_string_append_printf (place->rest, "%*s", (int) indent, "");
          place->outer = place->rest->len;
          g_string_append_printf (place->rest, "%*s", (int) (mark + space), "");
          at += indent + mark + space;
          continue;
        }
      if (at + indent < end || place->item_kind == KIND_INLINE)
        g_string_append_len (place->rest, place->text + at, (gssize) indent);
      place->content = at + indent;
      return;
    }
}

static gsize
line_end (const Place *place, gsize at)
{
  const char *end = memchr (place->text + at, '\n', place->length - at);
  gsize found = end != NULL ? (gsize) (end - place->text) : place->length;

  return found > at && place->text[found - 1] == '\r' ? found - 1 : found;
}

static void
read_place (Place *place)
{
  const char *newline = memchr (place->text, '\n', place->length);
  gsize end = line_end (place, place->selection.end);

  place->newline = newline != NULL && newline > place->text && newline[-1] == '\r' ? "\r\n" : "\n";
  place->line = place->selection.start;
  while (place->line > 0 && place->text[place->line - 1] != '\n')
    place->line--;
  read_marks (place);
  place->text_end = place->selection.start;
  while (place->text_end > place->content
         && strchr (" \t", place->text[place->text_end - 1]) != NULL)
    place->text_end--;
  place->before = place->text_end > place->content;
  place->text_start = place->selection.end + blanks (place, place->selection.end, end);
  place->after = place->text_start < end;
}

/* Has the line nothing but quotation marks? */
static gboolean
is_blank_line (const Place *place, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    if (strchr (" \t\r\n>", place->text[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_blank_before (const Place *place)
{
  gsize start = place->line;

  if (start == 0)
    return TRUE;
  start--;
  while (start > 0 && place->text[start - 1] != '\n')
    start--;
  return is_blank_line (place, start, place->line);
}

static gboolean
is_blank_behind (const Place *place)
{
  const char *next =
      memchr (place->text + place->selection.end, '\n', place->length - place->selection.end);
  gsize start;

  if (next == NULL)
    return TRUE;
  start = (gsize) (next - place->text) + 1;
  return is_blank_line (place, start, line_end (place, start));
}

/* Is the span a block of code, HTML or the like, and no address or mark within a line? */
static gboolean
is_block_span (const Place *place, BaseSpan span)
{
  return memchr (place->text + span.start, '\n', base_span_length (span)) != NULL
         || strchr (" \t`~", place->text[span.start]) != NULL;
}

/* Would something typed at the end of the text belong to the block that reaches it? */
static gboolean
is_open_at_end (const Place *place, BaseSpan last)
{
  g_autofree char *probe = NULL;
  g_autoptr (GArray) spans = NULL;

  if (last.end < place->length || !is_block_span (place, last))
    return FALSE;
  probe = g_malloc (place->length + 1);
  memcpy (probe, place->text, place->length);
  probe[place->length] = 'x';
  spans = typo_markdown_protected_spans (probe, place->length + 1);
  return spans->len > 0 && g_array_index (spans, BaseSpan, spans->len - 1).end > place->length;
}

static gboolean
is_for_markdown (const Place *place)
{
  g_autoptr (GArray) spans = typo_markdown_protected_spans (place->text, place->length);
  gsize at = place->selection.start;

  for (guint i = 0; i < spans->len; i++)
    {
      BaseSpan span = g_array_index (spans, BaseSpan, i);

      if (span.start >= at)
        break;
      if (at < span.end || (at == place->length && is_open_at_end (place, span)))
        return FALSE;
    }
  return TRUE;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

typedef struct
{
  const Place *place;
  const PasteResult *result;
  ChapeauPasteFit *fit;
  GString *out;
} Writer;

/* A line's end, and the marks of the next one. */
static void
break_line (Writer *writer, gsize marks, gboolean is_blank)
{
  const char *rest = writer->place->rest->str;

  g_string_append (writer->out, writer->place->newline);
  if (is_blank)
    while (marks > 0 && rest[marks - 1] == ' ')
      marks--;
  g_string_append_len (writer->out, rest, (gssize) marks);
}

/* The Markdown without its last line break; @marks bytes of `rest` begin each further line. */
static void
write_markdown (Writer *writer, gsize marks, gboolean one_line)
{
  const PasteResult *result = writer->result;
  gsize length = result->length > 0 ? result->length - 1 : 0;
  guint image = 0;

  for (gsize i = 0; i < length; i++)
    {
      while (image < result->images->len)
        {
          const PasteImage *next = result->images->pdata[image];
          BaseSpan span = { writer->out->len, writer->out->len + base_span_length (next->span) };

          if (next->span.start > i)
            break;
          g_array_append_val (writer->fit->images, span);
          image++;
        }
      if (result->markdown[i] != '\n')
        g_string_append_c (writer->out, result->markdown[i]);
      else if (one_line)
        g_string_truncate (writer->out,
                           writer->out->len - (writer->out->str[writer->out->len - 1] == ' '));
      else
        break_line (writer, marks, result->markdown[i + 1] == '\n');
    }
  writer->fit->caret = writer->out->len;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
write_inline (Writer *writer, const char *plain)
{
  const Place *place = writer->place;
  gsize length = plain != NULL ? strlen (plain) : 0;
  gsize start = place->selection.start, end = place->selection.end;
  /* A heading is one line. */
  gboolean one_line = place->text[place->content] == '#' && start > place->content;

  writer->fit->span = place->selection;
  if (length > 0 && is_space (plain[0]) && place->before && !is_space (place->text[start - 1]))
    g_string_append_c (writer->out, ' ');
  write_markdown (writer, place->rest->len, one_line);
  if (length > 0 && plain[length - 1] == ' ' && place->after && !is_space (place->text[end]))
    {
      g_string_append_c (writer->out, ' ');
      writer->fit->caret = writer->out->len;
    }
}

static gboolean
joins_list (const Place *place, Kind kind)
{
  return place->item_kind != KIND_INLINE && place->item_kind == kind;
}

/* The items become items of the list at the caret; what stood behind it begins another one. */
static void
write_items (Writer *writer)
{
  const Place *place = writer->place;

  writer->fit->span = base_span (place->before ? place->text_end : place->item, place->text_start);
  if (place->before)
    break_line (writer, place->outer, FALSE);
  write_markdown (writer, place->outer, FALSE);
  if (!place->after)
    return;
  break_line (writer, place->outer, FALSE);
  g_string_append_len (writer->out, place->text + place->item,
                       (gssize) (place->content - place->item));
}

static void
write_blocks (Writer *writer)
{
  const Place *place = writer->place;
  gsize marks = place->rest->len;
  gboolean at_end = !place->after && line_end (place, place->selection.end) == place->length;

  writer->fit->span =
      base_span (place->before ? place->text_end : place->content, place->text_start);
  if (place->before)
    break_line (writer, marks, TRUE);
  if (place->before || (place->item_kind == KIND_INLINE && !is_blank_before (place)))
    break_line (writer, marks, FALSE);
  write_markdown (writer, marks, FALSE);
  if (place->after)
    {
      break_line (writer, marks, TRUE);
      break_line (writer, marks, FALSE);
    }
  else if (at_end)
    g_string_append (writer->out, place->newline);
  else if (!is_blank_behind (place))
    break_line (writer, marks, TRUE);
}

ChapeauPasteFit *
chapeau_paste_fit (const char *text,
                   gsize length,
                   BaseSpan selection,
                   const PasteResult *result,
                   const char *plain)
{
  g_autoptr (GString) rest = NULL;
  Place place = { .text = text, .length = length, .selection = selection };
  Writer writer = { .place = &place, .result = result };
  Kind kind;

  g_assert (selection.end <= length);
  if (result->length == 0 || (result->is_plain && plain != NULL))
    return NULL;
  place.rest = rest = g_string_new (NULL);
  read_place (&place);
  if (!is_for_markdown (&place))
    return NULL;
  writer.fit = g_new0 (ChapeauPasteFit, 1);
  writer.fit->images = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
  writer.out = g_string_new (NULL);
  kind = kind_of (result);
  if (kind == KIND_INLINE)
    write_inline (&writer, plain);
  else if (joins_list (&place, kind))
    write_items (&writer);
  else
    write_blocks (&writer);
  writer.fit->length = writer.out->len;
  writer.fit->text = g_string_free (writer.out, FALSE);
  return writer.fit;
}

void
chapeau_paste_fit_free (ChapeauPasteFit *fit)
{
  g_free (fit->text);
  g_array_unref (fit->images);
  g_free (fit);
}

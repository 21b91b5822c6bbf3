/* kd-definition-list.c - definition lists.
 *
 * The paragraph before the first ":" is turned into the terms, one a line. A list that follows
 * another one continues it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

typedef struct
{
  KdElement *definition; /* being read */
  KdContent content;
  GArray *kept; /* of KdKept: the definitions before it */
  GArray *map;
  guint32 marker_indent;
  guint32 indentation;
  gboolean first_as_para; /* the next definition stands behind a blank line */
  gboolean last_is_blank;
} Reader;

/* The paragraph that gives the terms: the last block, or the last but a single blank line. */
static KdElement *
find_terms (KdParser *parser, gboolean *blank_between)
{
  KdElement *last = kd_element_last (parser->tree);
  KdElement *paragraph = parser->last_paragraph;

  *blank_between = FALSE;
  if (last == NULL || paragraph == NULL || paragraph->type != KD_PARAGRAPH)
    return NULL;
  if (last == paragraph)
    return paragraph;
  /* A single newline: not spaces, nor two lines. */
  if (last->type == KD_BLANK && kd_element_next (paragraph) == last && last->detail == 1)
    {
      *blank_between = TRUE;
      return paragraph;
    }
  return NULL;
}

/* A term's "{: … }" goes to the term; the rest of the line is its text. */
static guint32
take_ial (KdParser *parser, KdElement *term, const KdElement *raw, guint32 from, guint32 to)
{
  const char *text = kd_element_text (raw);
  guint32 first = (guint32) kd_skip_space (text, from, to);
  guint32 name = first + 2;
  guint32 end = name;
  guint32 brace;

  if (name + 1 >= to || text[first] != '{' || text[first + 1] != ':' || text[name] == '/'
      || text[name] == ':')
    return from;
  while (end < to && (kd_is_word (text[end]) || (end > name && text[end] == '-')))
    end++;
  if (end > name && end < to && text[end] == ':')
    return from;
  for (brace = name; brace < to && text[brace] != '}'; brace++)
    if (text[brace] == '\\' && brace + 1 < to && text[brace + 1] == '}')
      brace++;
  if (brace >= to || brace == name)
    return from;
  kd_element_parse_ial (parser, term, text + name, brace - name, term->start);
  return (guint32) kd_skip_space (text, brace + 1, to);
}

static void
add_term (KdParser *parser, KdElement *list, const KdElement *raw, guint32 from, guint32 to)
{
  KdSource source;
  KdSegment one;
  guint n;
  const KdSegment *map = kd_raw_text_map (raw, &one, &n);
  KdElement *term;

  kd_source_init (&source, (char *) kd_element_text (raw), raw->length, map, n);
  term = kd_element_new (parser->document, KD_DT, kd_source_at (&source, from),
                         kd_source_behind (&source, to));
  from = take_ial (parser, term, raw, from, to);
  kd_element_append (term, kd_raw_text_new (parser->document, &source, from, to));
  kd_element_append (list, term);
}

static void
add_terms (KdParser *parser, KdElement *list, const KdElement *raw)
{
  guint32 from = 0;

  while (from < raw->length)
    {
      const char *newline = memchr (kd_element_text (raw) + from, '\n', raw->length - from);
      guint32 to = newline != NULL ? (guint32) (newline - kd_element_text (raw)) : raw->length;
      add_term (parser, list, raw, from, to);
      from = to + 1;
    }
}

/* ---- the definitions ------------------------------------------------------------------------ */

static void
start_definition (KdParser *parser, Reader *reader, KdElement *list, guint32 marker_end)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end = kd_source_line_end (source, start);
  KdElement *definition = kd_new (parser, KD_DD, start, end);
  KdFirstLine line;

  if (reader->definition != NULL)
    kd_content_keep (&reader->content, reader->kept);
  reader->definition = definition;
  if (reader->first_as_para)
    definition->flags |= KD_FLAG_FIRST_AS_PARA;
  kd_element_append (list, definition);
  kd_first_list_line (parser, definition, marker_end - start, marker_end, &line);
  reader->indentation = line.indentation;
  reader->marker_indent = MIN (line.indentation - 1, 3);
  kd_content_start (&reader->content, parser->document, source, start, reader->map);
  kd_content_add (&reader->content, line.spaces, line.start, end);
  reader->first_as_para = reader->last_is_blank = FALSE;
  source->pos = end;
}

static void
add_line (KdParser *parser, Reader *reader)
{
  KdSource *source = parser->source;
  guint32 end = kd_source_line_end (source, source->pos);
  guint32 spaces, rest;

  kd_line_lead (source, source->pos, &spaces, &rest);
  if (spaces >= reader->indentation)
    spaces -= reader->indentation;
  kd_content_add_line (&reader->content, spaces, rest, end);
  kd_element_set_end (parser->document, reader->definition, kd_source_behind (source, end));
  reader->first_as_para = reader->last_is_blank = FALSE;
  source->pos = end;
}

static gboolean
read_line (KdParser *parser, Reader *reader, KdElement *list)
{
  KdSource *source = parser->source;
  guint32 pos = source->pos;
  guint32 end, marker_end;

  if (kd_match_dd (source, pos, reader->marker_indent, &marker_end))
    {
      start_definition (parser, reader, list, marker_end);
      return TRUE;
    }
  if (kd_match_eob (source, pos) != 0)
    return FALSE;
  if (kd_list_line (source, pos, reader->indentation, !reader->last_is_blank) != KD_LINE_NONE)
    {
      add_line (parser, reader);
      return TRUE;
    }
  end = kd_match_blank (source, pos);
  if (end == 0)
    return FALSE;
  reader->first_as_para = reader->last_is_blank = TRUE;
  kd_content_add (&reader->content, 0, pos, end);
  source->pos = end;
  return TRUE;
}

static KdElement *
parse_definitions (KdParser *parser, const Reader *reader, KdElement *list)
{
  const KdSegment *map = (const KdSegment *) (gpointer) reader->map->data;
  KdElement *last = NULL;
  guint nth = 0;

  for (KdElement *element = kd_element_first (list); element != NULL;
       element = kd_element_next (element))
    {
      KdElement *first;
      const KdKept *kept;
      if (element->type != KD_DD)
        continue;
      kept = &g_array_index (reader->kept, KdKept, nth++);
      kd_parse_nested (parser, element, kept->text, kept->length, map + kept->first, kept->n);
      if (kd_element_first (element) == NULL)
        continue;
      last = kd_element_last (element)->type == KD_BLANK ? kd_element_pop (element) : NULL;
      first = kd_element_first (element);
      if (first != NULL && first->type == KD_PARAGRAPH
          && (element->flags & KD_FLAG_FIRST_AS_PARA) == 0)
        {
          if (kd_element_next (first) != NULL)
            kd_end_with_newline (parser, first);
          first->flags |= KD_FLAG_TRANSPARENT;
        }
    }
  return last;
}

/* ---- the list ------------------------------------------------------------------------------- */

/* Turns the paragraph into the list; a blank line between goes. Its content is the terms' now. */
static KdElement *
start_list (KdParser *parser, KdElement *paragraph)
{
  KdElement *raw = kd_element_first (paragraph);

  parser->block_ial = NULL;
  paragraph->type = KD_DL;
  kd_element_cut_behind (parser->tree, paragraph);
  paragraph->last = 0;
  parser->last_paragraph = NULL;
  add_terms (parser, paragraph, raw);
  parser->join.raw = NULL;
  kd_element_discard (parser->document, raw);
  return paragraph;
}

/* Adds the list to the one before it, if there is one with at most a blank line between. */
static void
continue_list (KdParser *parser, KdElement *list)
{
  KdElement *before = parser->last_dl;
  KdElement *next = before != NULL ? kd_element_next (before) : NULL;
  KdElement *blank = NULL;

  if (next != NULL && next->type == KD_BLANK && kd_element_next (next) == list)
    {
      blank = next;
      next = list;
    }
  if (before == NULL || next != list)
    {
      parser->last_dl = list;
      return;
    }
  kd_element_cut_behind (parser->tree, before);
  kd_element_take_over (before, list);
  kd_element_set_end (parser->document, before, kd_element_end (list));
  kd_element_discard (parser->document, list);
  if (blank != NULL)
    kd_element_discard (parser->document, blank);
}

gboolean
kd_parse_definition_list (KdParser *parser)
{
  KdSource *source = parser->source;
  Reader reader = { .marker_indent = 3 };
  KdElement *paragraph, *list, *last;

  if (!kd_match_dd (source, source->pos, 3, NULL))
    return FALSE;
  paragraph = find_terms (parser, &reader.first_as_para);
  if (paragraph == NULL)
    return FALSE;
  list = start_list (parser, paragraph);
  reader.map = kd_take_array (parser, sizeof (KdSegment));
  reader.kept = kd_take_array (parser, sizeof (KdKept));
  while (source->pos < source->length && read_line (parser, &reader, list))
    ;
  kd_content_keep (&reader.content, reader.kept);
  kd_element_set_end (parser->document, list, kd_source_behind (source, source->pos));
  last = parse_definitions (parser, &reader, list);
  continue_list (parser, list);
  if (last != NULL)
    kd_element_append (parser->tree, last);
  kd_give_back_array (parser, reader.map);
  kd_give_back_array (parser, reader.kept);
  return TRUE;
}

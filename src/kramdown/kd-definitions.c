/* kd-definitions.c - what stands by itself and is used elsewhere: link definitions, abbreviation
 * definitions and footnote definitions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* Longer ids of links are not looked for. kramdown has no limit. */
#define MAX_LINK_ID 1000

/* ---- links ---------------------------------------------------------------------------------- */

char *
kd_normalize_link_id (const char *id, gsize length, gsize limit)
{
  GString *out = g_string_sized_new (MIN (length, limit) + 8);
  gsize from = 0;

  while (from < length && out->len <= limit)
    {
      gsize to = from;
      while (to < length && !kd_is_space (id[to]) && to - from <= limit)
        to++;
      kd_append_lower (out, id + from, to - from);
      if (to < length && kd_is_space (id[to]))
        {
          g_string_append_c (out, ' ');
          to = kd_skip_space (id, to, length);
        }
      from = to;
    }
  return g_string_free (out, out->len > limit);
}

void
kd_define_link (KdParser *parser, char *id, const char *url, const char *title, KdElement *boundary)
{
  KdLink *link = kd_heap_new0 (parser->heap, KdLink);

  link->url = url;
  link->title = title;
  link->boundary = boundary;
  parser->longest_link_id = MAX (parser->longest_link_id, strlen (id));
  g_hash_table_insert (parser->links, id, link);
}

typedef struct
{
  BaseSpan url;
  BaseSpan title;
  gboolean has_title;
  guint32 end;
} Definition;

static guint32
line_content_end (KdSource *source, guint32 pos)
{
  guint32 end = kd_source_search (source, KD_SEARCH_NEWLINE, pos);

  return MIN (end, source->length);
}

/* A quoted title that ends its line. */
static gboolean
match_title (KdSource *source, guint32 pos, Definition *definition)
{
  guint32 end = line_content_end (source, pos);
  guint32 close = end;
  char quote;

  if (pos >= end || (source->text[pos] != '"' && source->text[pos] != '\''))
    return FALSE;
  quote = source->text[pos];
  while (close > pos && (source->text[close - 1] == ' ' || source->text[close - 1] == '\t'))
    close--;
  if (close < pos + 3 || source->text[close - 1] != quote || !kd_source_is (source, end, '\n'))
    return FALSE;
  definition->title = base_span (pos + 1, close - 1);
  definition->has_title = TRUE;
  definition->end = end + 1;
  return TRUE;
}

/* What may stand behind the address: a title on the same line or the next, or nothing. */
static gboolean
match_rest (KdSource *source, guint32 pos, Definition *definition)
{
  guint32 first = (guint32) kd_skip_blanks (source->text, pos, source->length);

  if (first > pos && match_title (source, first, definition))
    return TRUE;
  if (!kd_source_is (source, first, '\n'))
    return FALSE;
  if (match_title (source, (guint32) kd_skip_blanks (source->text, first + 1, source->length),
                   definition))
    return TRUE;
  definition->has_title = FALSE;
  definition->end = first + 1;
  return TRUE;
}

/* The address is as short as the rest allows. */
static gboolean
match_address (KdSource *source, guint32 pos, Definition *definition)
{
  guint32 end = line_content_end (source, pos);
  guint32 last = end;

  if (kd_source_is (source, pos, '<'))
    for (guint32 close = pos + 1; close < end; close++)
      if (source->text[close] == '>' && match_rest (source, close + 1, definition))
        {
          definition->url = base_span (pos + 1, close);
          return TRUE;
        }
  while (last > pos && (source->text[last - 1] == ' ' || source->text[last - 1] == '\t'))
    last--;
  if (last == pos)
    return FALSE;
  /* Only where space or the end of the line follows can the rest match. */
  for (guint32 behind = pos + 1; behind <= last; behind++)
    if ((behind == last || source->text[behind] == ' ' || source->text[behind] == '\t')
        && match_rest (source, behind, definition))
      {
        definition->url = base_span (pos, behind);
        return TRUE;
      }
  return FALSE;
}

/* Space and then a quotation mark in an address: a title that is not closed. */
static gboolean
has_open_title (const char *url, gsize length)
{
  for (gsize i = 1; i < length; i++)
    if ((url[i] == '"' || url[i] == '\'') && (url[i - 1] == ' ' || url[i - 1] == '\t'))
      return TRUE;
  return FALSE;
}

gboolean
kd_parse_link_definition (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 id = start + kd_source_spaces (source, start, 3) + 1;
  guint32 id_end = id;
  guint32 address;
  Definition definition;
  char *name;
  const char *url, *title = NULL;
  KdElement *boundary;

  if (!kd_source_is (source, id - 1, '['))
    return FALSE;
  while (id_end < source->length && source->text[id_end] != ']' && source->text[id_end] != '\n')
    id_end++;
  if (id_end == id || !kd_source_is (source, id_end, ']')
      || !kd_source_is (source, id_end + 1, ':'))
    return FALSE;
  address = (guint32) kd_skip_blanks (source->text, id_end + 2, source->length);
  if (!match_address (source, address, &definition))
    return FALSE;
  url = source->text + definition.url.start;
  if (definition.url.start == address && has_open_title (url, base_span_length (definition.url)))
    return FALSE;
  url = kd_heap_strndup (parser->heap, url, base_span_length (definition.url));
  if (definition.has_title)
    title = kd_heap_strndup (parser->heap, source->text + definition.title.start,
                             base_span_length (definition.title));
  boundary = kd_add_boundary (parser, KD_BOUNDARY_LINK, start, definition.end);
  source->pos = definition.end;
  name = kd_normalize_link_id (source->text + id, id_end - id, MAX_LINK_ID);
  if (name == NULL)
    return TRUE;
  if (g_hash_table_contains (parser->links, name))
    kd_warn (parser, source, "kramdown.link-duplicate", start, id_end + 1,
             "The link is defined twice", name, -1);
  kd_define_link (parser, name, url, title, boundary);
  return TRUE;
}

/* ---- abbreviations -------------------------------------------------------------------------- */

gboolean
kd_parse_abbreviation_definition (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 id = start + kd_source_spaces (source, start, 3) + 2;
  guint32 end = line_content_end (source, start);
  guint32 id_end = id + 1;
  guint32 title, title_end;
  KdAbbreviation *abbreviation;
  KdAbbreviation *before;

  if (!kd_source_is (source, id - 2, '*') || !kd_source_is (source, id - 1, '['))
    return FALSE;
  while (id_end + 1 < end && !(source->text[id_end] == ']' && source->text[id_end + 1] == ':'))
    id_end++;
  if (id_end + 1 >= end || !kd_source_is (source, end, '\n'))
    return FALSE;
  title = (guint32) kd_skip_space (source->text, id_end + 2, end);
  for (title_end = end; title_end > title && kd_is_strippable (source->text[title_end - 1]);)
    title_end--;
  abbreviation = kd_heap_new0 (parser->heap, KdAbbreviation);
  abbreviation->id = kd_heap_strndup (parser->heap, source->text + id, id_end - id);
  abbreviation->title = kd_heap_strndup (parser->heap, source->text + title, title_end - title);
  abbreviation->boundary = kd_add_boundary (parser, KD_BOUNDARY_ABBREVIATION, start, end + 1);
  source->pos = end + 1;
  before = g_hash_table_lookup (parser->document->abbreviations, abbreviation->id);
  if (before == NULL)
    {
      g_hash_table_insert (parser->document->abbreviations, (gpointer) abbreviation->id,
                           abbreviation);
      g_ptr_array_add (parser->abbreviations, abbreviation);
      return TRUE;
    }
  kd_warn (parser, source, "kramdown.abbreviation-duplicate", start, id_end + 1,
           "The abbreviation is defined twice", abbreviation->id, -1);
  before->title = abbreviation->title;
  before->boundary = abbreviation->boundary;
  return TRUE;
}

/* ---- footnotes ------------------------------------------------------------------------------ */

/* [^name]: and behind it the name's end; FALSE if none stands there. */
static gboolean
match_footnote (const KdSource *source, guint32 *name, guint32 *name_end)
{
  guint32 pos = source->pos + kd_source_spaces (source, source->pos, 3);

  if (!kd_source_is (source, pos, '[') || !kd_source_is (source, pos + 1, '^'))
    return FALSE;
  *name = *name_end = pos + 2;
  if (*name >= source->length || !kd_is_word (source->text[*name]))
    return FALSE;
  while (*name_end < source->length
         && (kd_is_word (source->text[*name_end]) || source->text[*name_end] == '-'))
    (*name_end)++;
  return kd_source_is (source, *name_end, ']') && kd_source_is (source, *name_end + 1, ':');
}

static void
define_footnote (KdParser *parser,
                 KdSource *source,
                 guint32 name,
                 guint32 name_end,
                 KdElement *content,
                 KdElement *boundary)
{
  char *key = kd_heap_strndup (parser->heap, source->text + name, name_end - name);
  KdFootnote *footnote = g_hash_table_lookup (parser->footnotes, key);

  if (footnote != NULL)
    kd_warn (parser, source, "kramdown.footnote-duplicate", name, name_end,
             "The footnote is defined twice", key, -1);
  else
    {
      footnote = kd_heap_new0 (parser->heap, KdFootnote);
      footnote->name = key;
      g_hash_table_insert (parser->footnotes, key, footnote);
      g_ptr_array_add (parser->document->footnotes, footnote);
    }
  kd_extra_set_text (parser->document, kd_element_extra (parser->document, content), key,
                     strlen (key));
  footnote->content = content;
  footnote->boundary = boundary;
}

/* The rest of the line and what follows of an indented code block, less one indentation. */
gboolean
kd_parse_footnote_definition (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 name, name_end, end;
  g_autoptr (GArray) map = NULL;
  KdContent content;
  KdElement *definition;

  if (!match_footnote (source, &name, &name_end))
    return FALSE;
  end = kd_source_line_end (source, name_end + 2);
  end = MAX (end, kd_codeblock_end (parser, end));
  /* The name is kept: the content is written over the bytes behind it. */
  map = g_array_new (FALSE, FALSE, sizeof (KdSegment));
  kd_content_start (&content, parser->document, source, name_end + 2, map);
  for (guint32 pos = name_end + 2; pos < end;)
    {
      guint32 line_end = kd_source_line_end (source, pos);
      guint32 indent = kd_match_indent (source, pos);
      kd_content_add (&content, 0, indent != 0 ? indent : pos, line_end);
      pos = line_end;
    }
  source->pos = end;
  definition = kd_new (parser, KD_FOOTNOTE_DEFINITION, start, end);
  kd_parse_content (parser, definition, &content);
  define_footnote (parser, source, name, name_end, definition,
                   kd_add_boundary (parser, KD_BOUNDARY_FOOTNOTE, start, end));
  return TRUE;
}

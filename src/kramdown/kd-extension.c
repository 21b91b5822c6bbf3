/* kd-extension.c - extensions: attribute list definitions, block attribute lists and the tags
 * {::comment}, {::nomarkdown} and {::options}.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* So many "\}" an attribute list may hold. */
#define MAX_ESCAPED_BRACES 64

static const char *const extension_names[] = { "comment", "nomarkdown", "options" };

/* Behind the space and the newline that end a line's last piece; 0 if more stands there. */
static guint32
match_line_end (const KdSource *source, guint32 pos)
{
  for (; pos < source->length && kd_is_space (source->text[pos]); pos++)
    if (source->text[pos] == '\n')
      return pos + 1;
  return 0;
}

/* "\}" does not end a list, unless no other brace does. */
guint32
kd_find_ial_end (KdSource *source, guint32 pos, gboolean whole_line)
{
  guint32 escaped[MAX_ESCAPED_BRACES];
  guint n = 0;
  guint32 end = kd_source_search (source, KD_SEARCH_BRACE, pos);

  if (end == pos)
    return G_MAXUINT32;
  while (end != G_MAXUINT32 && source->text[end - 1] == '\\')
    {
      if (n == MAX_ESCAPED_BRACES)
        return G_MAXUINT32;
      escaped[n++] = end;
      end = kd_source_search (source, KD_SEARCH_BRACE, end + 1);
    }
  if (end != G_MAXUINT32 && (!whole_line || match_line_end (source, end + 1) != 0))
    return end;
  while (n > 0)
    {
      end = escaped[--n];
      if (!whole_line || match_line_end (source, end + 1) != 0)
        return end;
    }
  return G_MAXUINT32;
}

static gboolean
match_stop_tag (KdSource *source, guint32 pos, KdExtensionTag *tag)
{
  guint32 name = pos + 3;
  guint32 end = name;

  if (end < source->length && kd_is_word (source->text[end]))
    while (end < source->length && (kd_is_word (source->text[end]) || source->text[end] == '-'))
      end++;
  if (!kd_source_is (source, end, '}'))
    return FALSE;
  tag->stop = TRUE;
  tag->name = base_span (name, end);
  tag->end = end + 1;
  return TRUE;
}

gboolean
kd_match_extension (KdSource *source, guint32 pos, KdExtensionTag *tag)
{
  guint32 name = pos + 3;
  guint32 end;

  memset (tag, 0, sizeof *tag);
  if (!kd_source_is (source, pos, '{') || !kd_source_is (source, pos + 1, ':'))
    return FALSE;
  if (kd_source_is (source, pos + 2, '/'))
    return match_stop_tag (source, pos, tag);
  if (!kd_source_is (source, pos + 2, ':'))
    return FALSE;
  end = (guint32) kd_scan_ascii_word (source->text, name, source->length);
  if (end == name)
    return FALSE;
  tag->name = base_span (name, end);
  tag->attributes = base_span (end, end);
  if (end < source->length && kd_is_space (source->text[end]))
    {
      guint32 brace =
          kd_source_is (source, end + 1, '}') ? end + 1 : kd_find_ial_end (source, end + 1, FALSE);
      if (brace == G_MAXUINT32)
        return FALSE;
      tag->self_closed = brace > end + 1 && source->text[brace - 1] == '/';
      tag->attributes = base_span (end + 1, tag->self_closed ? brace - 1 : brace);
      tag->end = brace + 1;
      return TRUE;
    }
  if (kd_source_is (source, end, '/'))
    {
      tag->self_closed = TRUE;
      end++;
    }
  tag->end = end + 1;
  return kd_source_is (source, end, '}');
}

/* ---- carrying out ---------------------------------------------------------------------------- */

static void
set_options (KdParser *parser, KdSource *source, const KdIal *ial, guint32 from, guint32 to)
{
  if (ial == NULL)
    return;
  for (const KdAttribute *option = kd_attribute_first (&ial->attributes); option != NULL;
       option = kd_attribute_next (option))
    {
      const char *name = kd_attribute_name (option);
      g_autoptr (GError) error = NULL;
      if (g_hash_table_contains (parser->options->forbidden, name))
        kd_warn (parser, source, "kramdown.option-forbidden", from, to,
                 "This option may not be set in the text", name, -1);
      else if (strcmp (name, "input") == 0
               || (!kd_options_set (parser->options, name, kd_attribute_value (option), &error)
                   && g_error_matches (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_UNKNOWN)))
        kd_warn (parser, source, "kramdown.option-unknown", from, to, "Unknown kramdown option",
                 name, -1);
    }
}

/* Whether {::nomarkdown type="…"} is for HTML. */
static gboolean
is_for_html (const KdIal *ial)
{
  KdAttribute *type = ial != NULL ? kd_attribute_find (&ial->attributes, "type", 4) : NULL;
  g_auto (GStrv) words = NULL;
  gboolean any = FALSE;

  if (type == NULL)
    return TRUE;
  words = g_strsplit_set (kd_attribute_value (type), " \t\n\v\f\r", -1);
  for (char **word = words; *word != NULL; word++)
    {
      if (strcmp (*word, "html") == 0)
        return TRUE;
      any = any || **word != '\0' || word[1] != NULL;
    }
  return !any;
}

static void
add_element (KdParser *parser,
             KdSource *source,
             KdElement *tree,
             guint8 type,
             guint32 from,
             BaseSpan body,
             gboolean block)
{
  KdElement *element = kd_element_new (parser->document, type, kd_source_at (source, from),
                                       kd_source_behind (source, source->pos));

  kd_element_set_text (parser->document, element, source->text + body.start,
                       base_span_length (body));
  if (block)
    element->flags |= KD_FLAG_BLOCK;
  kd_element_append (tree, element);
}

gboolean
kd_run_extension (KdParser *parser,
                  KdSource *source,
                  KdElement *tree,
                  const KdExtensionTag *tag,
                  guint32 from,
                  BaseSpan body,
                  gboolean has_body,
                  gboolean block)
{
  const char *name = source->text + tag->name.start;
  gsize length = base_span_length (tag->name);
  const KdIal *ial;

  ial = kd_ial_parse (parser, NULL, source->text + tag->attributes.start,
                      base_span_length (tag->attributes),
                      kd_source_at (source, (guint32) tag->attributes.start));
  if (length == 7 && memcmp (name, "comment", length) == 0)
    {
      if (has_body)
        add_element (parser, source, tree, KD_COMMENT, from, body, block);
    }
  else if (length == 10 && memcmp (name, "nomarkdown", length) == 0)
    {
      if (has_body)
        {
          add_element (parser, source, tree, KD_RAW, from, body, block);
          if (!is_for_html (ial))
            kd_element_last (tree)->flags |= KD_FLAG_FOR_OTHERS;
        }
    }
  else if (length == 7 && memcmp (name, "options", length) == 0)
    {
      set_options (parser, source, ial, from, source->pos);
      if (block)
        kd_add_boundary (parser, KD_BOUNDARY_EXTENSION, from, source->pos);
    }
  else
    return FALSE;
  return TRUE;
}

/* ---- blocks --------------------------------------------------------------------------------- */

/* {:name: attributes} */
static gboolean
parse_ald (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 name = start + kd_source_spaces (source, start, 3) + 2;
  guint32 name_end = name;
  guint32 end;
  char *id;
  KdIal *ial;

  if (name < source->length && kd_is_word (source->text[name]))
    while (name_end < source->length
           && (kd_is_word (source->text[name_end]) || source->text[name_end] == '-'))
      name_end++;
  if (name_end == name || !kd_source_is (source, name_end, ':'))
    return FALSE;
  end = kd_find_ial_end (source, name_end + 1, TRUE);
  if (end == G_MAXUINT32)
    return FALSE;
  id = kd_heap_strndup (parser->heap, source->text + name, name_end - name);
  ial = g_hash_table_lookup (parser->alds, id);
  if (ial == NULL)
    {
      ial = kd_heap_new0 (parser->heap, KdIal);
      g_hash_table_insert (parser->alds, id, ial);
    }
  kd_ial_parse (parser, ial, source->text + name_end + 1, end - name_end - 1,
                kd_source_at (source, name_end + 1));
  source->pos = match_line_end (source, end + 1);
  kd_add_boundary (parser, KD_BOUNDARY_ALD, start, source->pos);
  return TRUE;
}

/* The stop tag of an extension: at the start of a line, alone on it. */
static gboolean
find_stop (KdSource *source, guint32 pos, const char *name, BaseSpan *stop)
{
  gsize length = strlen (name);
  guint32 tag = kd_source_search (source, KD_SEARCH_STOP, pos);

  for (; tag != G_MAXUINT32; tag = kd_source_search (source, KD_SEARCH_STOP, tag + 1))
    {
      guint32 line = tag;
      guint32 end = tag + 3;
      while (line > pos && tag - line < 4 && source->text[line - 1] == ' ')
        line--;
      if (tag - line > 3 || (line > pos && source->text[line - 1] != '\n'))
        continue;
      if (end + length <= source->length && memcmp (source->text + end, name, length) == 0)
        end += (guint32) length;
      if (!kd_source_is (source, end, '}'))
        continue;
      end += 1 + kd_source_spaces (source, end + 1, G_MAXUINT32);
      if (!kd_source_is (source, end, '\n'))
        continue;
      *stop = base_span (line, end + 1);
      return TRUE;
    }
  return FALSE;
}

static gboolean
parse_extension (KdParser *parser, const KdExtensionTag *tag)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 content = match_line_end (source, tag->end);
  const char *name = source->text + tag->name.start;
  BaseSpan stop = { 0, 0 };
  gsize which = 0;

  if (tag->stop)
    {
      kd_warn (parser, source, "kramdown.extension-stop", start, tag->end,
               "Stop tag without an extension", name, (gssize) base_span_length (tag->name));
      return FALSE;
    }
  while (which < G_N_ELEMENTS (extension_names)
         && (strlen (extension_names[which]) != base_span_length (tag->name)
             || memcmp (extension_names[which], name, base_span_length (tag->name)) != 0))
    which++;
  if (which == G_N_ELEMENTS (extension_names))
    {
      kd_warn (parser, source, "kramdown.extension-unknown", start, tag->end,
               "There is no extension of this name", name, (gssize) base_span_length (tag->name));
      return FALSE;
    }
  if (tag->self_closed)
    {
      source->pos = content;
      return kd_run_extension (parser, source, parser->tree, tag, start, stop, FALSE, TRUE);
    }
  if (content >= source->no_stop[which]
      || !find_stop (source, content, extension_names[which], &stop))
    {
      source->no_stop[which] = MIN (source->no_stop[which], content);
      kd_warn (parser, source, "kramdown.extension-unclosed", start, tag->end,
               "This extension has no stop tag", name, (gssize) base_span_length (tag->name));
      return FALSE;
    }
  source->pos = (guint32) stop.end;
  if (stop.start > content && source->text[stop.start - 1] == '\n')
    stop.start--;
  return kd_run_extension (parser, source, parser->tree, tag, start,
                           base_span (content, stop.start), TRUE, TRUE);
}

/* An attribute list belongs to the block before it if it follows directly, else to the next. */
static gboolean
parse_block_ial (KdParser *parser)
{
  KdSource *source = parser->source;
  KdElement *last = kd_element_last (parser->tree);
  guint32 start = source->pos;
  BaseSpan inner;
  guint32 end = kd_match_block_ial (source, start, &inner);
  const char *text;
  KdExtra *extra;
  guint32 at;

  if (end == 0)
    return FALSE;
  text = source->text + inner.start;
  at = kd_source_at (source, (guint32) inner.start);
  source->pos = end;
  if (last == NULL || last->type == KD_BLANK
      || (last->type == KD_EOB && last->level < KD_BOUNDARY_LINK))
    {
      parser->block_ial =
          kd_ial_parse (parser, parser->block_ial, text, base_span_length (inner), at);
      /* An empty list counts as well: kramdown then has a list for the next block. */
      if (parser->block_ial == NULL)
        parser->block_ial = kd_heap_new0 (parser->heap, KdIal);
      return TRUE;
    }
  kd_element_parse_ial (parser, last, text, base_span_length (inner), at);
  if (last->type != KD_EOB)
    kd_element_set_end (parser->document, last, kd_source_behind (source, end));
  extra = kd_element_extra (parser->document, last);
  if (extra->ial == 0)
    kd_extra_set_ial (extra, kd_heap_new0 (parser->heap, KdIal));
  if (kd_match_block_ial (source, end, NULL) == 0)
    kd_add_boundary (parser, KD_BOUNDARY_ATTRIBUTES, start, end);
  return TRUE;
}

gboolean
kd_parse_block_extensions (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 brace = source->pos + kd_source_spaces (source, source->pos, 3);
  KdExtensionTag tag;

  if (!kd_source_is (source, brace, '{') || !kd_source_is (source, brace + 1, ':'))
    return FALSE;
  if (parse_ald (parser))
    return TRUE;
  if (kd_match_extension (source, brace, &tag) && match_line_end (source, tag.end) != 0)
    return parse_extension (parser, &tag);
  return parse_block_ial (parser);
}

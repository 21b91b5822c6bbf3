/* kd-html-tag.c - recognising html tags, comments and the like.
 *
 * A tag is what kramdown's pattern matches: a name, attributes each behind space, perhaps "/", ">".
 * An attribute's value is a quoted text (over lines) or a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-html-tag.h"

static guint32
skip_space (const KdSource *source, guint32 pos)
{
  return (guint32) kd_skip_space (source->text, pos, source->length);
}

static guint32
scan_name (const KdSource *source, guint32 pos)
{
  return (guint32) kd_scan_uname (source->text, pos, source->length);
}

/* [space] = [space] value: behind it and what it is, or 0. */
static guint32
match_value (KdSource *source, guint32 pos, BaseSpan *value)
{
  char quote;
  guint32 end;

  pos = skip_space (source, pos);
  if (!kd_source_is (source, pos, '='))
    return 0;
  pos = skip_space (source, pos + 1);
  if (pos >= source->length)
    return 0;
  quote = source->text[pos];
  if (quote == '"' || quote == '\'')
    {
      end =
          kd_source_search (source, quote == '"' ? KD_SEARCH_QUOTE : KD_SEARCH_APOSTROPHE, pos + 1);
      if (end == G_MAXUINT32)
        return 0;
      *value = base_span (pos + 1, end);
      return end + 1;
    }
  end = (guint32) kd_scan_word (source->text, pos, source->length);
  *value = base_span (pos, end);
  return end > pos ? end : 0;
}

/* space name [value]: behind it, or 0. */
static guint32
match_attribute (KdSource *source, guint32 pos, BaseSpan *name, BaseSpan *value)
{
  guint32 start = skip_space (source, pos);
  guint32 name_end;
  guint32 end;

  if (start == pos)
    return 0;
  name_end = scan_name (source, start);
  if (name_end == 0)
    return 0;
  *name = base_span (start, name_end);
  *value = base_span (name_end, name_end);
  end = match_value (source, name_end, value);
  return end != 0 ? end : name_end;
}

gboolean
kd_match_tag (KdSource *source, guint32 pos, KdTag *tag)
{
  guint32 end, next;
  BaseSpan name, value;

  if (!kd_source_is (source, pos, '<'))
    return FALSE;
  end = scan_name (source, pos + 1);
  if (end == 0)
    return FALSE;
  tag->name = base_span (pos + 1, end);
  tag->attributes.start = end;
  while ((next = match_attribute (source, end, &name, &value)) != 0)
    end = next;
  tag->attributes.end = end;
  end = skip_space (source, end);
  tag->closed = kd_source_is (source, end, '/');
  if (tag->closed)
    end++;
  if (!kd_source_is (source, end, '>'))
    return FALSE;
  tag->end = end + 1;
  tag->info = kd_tag_info_any_case (source->text + tag->name.start, base_span_length (tag->name));
  return TRUE;
}

gboolean
kd_match_close_tag (const KdSource *source, guint32 pos, KdTag *tag)
{
  guint32 end;

  if (!kd_source_is (source, pos, '<') || !kd_source_is (source, pos + 1, '/'))
    return FALSE;
  end = scan_name (source, pos + 2);
  if (end == 0)
    return FALSE;
  tag->name = base_span (pos + 2, end);
  end = skip_space (source, end);
  if (!kd_source_is (source, end, '>'))
    return FALSE;
  tag->end = end + 1;
  tag->info = kd_tag_info_any_case (source->text + tag->name.start, base_span_length (tag->name));
  return TRUE;
}

static gboolean
starts_with (const KdSource *source, guint32 pos, const char *word)
{
  gsize length = strlen (word);

  return pos + length <= source->length && memcmp (source->text + pos, word, length) == 0;
}

guint32
kd_match_comment (KdSource *source, guint32 pos)
{
  guint32 end;

  if (!starts_with (source, pos, "<!--"))
    return 0;
  end = kd_source_search (source, KD_SEARCH_COMMENT_END, pos + 4);
  return end != G_MAXUINT32 ? end + 3 : 0;
}

guint32
kd_match_instruction (KdSource *source, guint32 pos)
{
  guint32 end;

  if (!starts_with (source, pos, "<?"))
    return 0;
  end = kd_source_search (source, KD_SEARCH_PI_END, pos + 2);
  return end != G_MAXUINT32 ? end + 2 : 0;
}

guint32
kd_match_cdata (KdSource *source, guint32 pos)
{
  guint32 end;

  if (!starts_with (source, pos, "<![CDATA["))
    return 0;
  end = kd_source_search (source, KD_SEARCH_CDATA_END, pos + 9);
  return end != G_MAXUINT32 ? end + 3 : 0;
}

guint32
kd_find_close_tag (
    KdSource *source, guint32 pos, const char *name, gsize length, gboolean any_case, guint32 *end)
{
  guint32 tag = kd_source_search (source, KD_SEARCH_CLOSE, pos);

  for (; tag != G_MAXUINT32; tag = kd_source_search (source, KD_SEARCH_CLOSE, tag + 1))
    {
      const char *at = source->text + tag + 2;
      guint32 behind;
      if (tag + 2 + length > source->length
          || (any_case ? g_ascii_strncasecmp (at, name, length) : strncmp (at, name, length)) != 0)
        continue;
      behind = skip_space (source, tag + 2 + (guint32) length);
      if (!kd_source_is (source, behind, '>'))
        continue;
      if (end != NULL)
        *end = behind + 1;
      return tag;
    }
  return G_MAXUINT32;
}

/* Whether "<" starts markup here; else it is text. */
gboolean
kd_starts_markup (const KdSource *source, guint32 pos)
{
  static const char cdata[] = "![CDATA[";
  guint32 next = pos + 1;

  if (next >= source->length)
    return FALSE;
  if (source->text[next] == '/' || source->text[next] == '?')
    return TRUE;
  if (source->text[next] == '!')
    return (kd_source_is (source, next + 1, '-') && kd_source_is (source, next + 2, '-'))
           || (next + sizeof cdata - 1 <= source->length
               && memcmp (source->text + next, cdata, sizeof cdata - 1) == 0);
  return kd_scan_uname (source->text, next, source->length) != 0;
}

/* ---- the tag's element ---------------------------------------------------------------------- */

void
kd_tag_name (KdParser *parser, const KdSource *source, const KdTag *tag, KdExtra *extra)
{
  gsize length = base_span_length (tag->name);
  const char *name = tag->info != NULL ? tag->info->name : source->text + tag->name.start;

  kd_extra_set_text (parser->document, extra, kd_heap_strndup (parser->heap, name, length), length);
}

/* Runs of newlines as one space. */
static gsize
join_value (char *value, gsize length)
{
  gsize out = 0;

  for (gsize i = 0; i < length; i++)
    if (value[i] != '\n')
      value[out++] = value[i];
    else if (i == 0 || value[i - 1] != '\n')
      value[out++] = ' ';
  value[out] = '\0';
  return out;
}

void
kd_tag_attributes (
    KdParser *parser, KdSource *source, const KdTag *tag, gboolean join_lines, KdRef *attributes)
{
  guint32 pos = (guint32) tag->attributes.start;
  g_autoptr (GString) key = NULL;
  BaseSpan name, value;

  while (pos < tag->attributes.end && (pos = match_attribute (source, pos, &name, &value)) != 0)
    {
      char *copy =
          kd_heap_strndup (parser->heap, source->text + value.start, base_span_length (value));
      if (key == NULL)
        key = g_string_new (NULL);
      g_string_truncate (key, 0);
      if (tag->info != NULL)
        kd_append_lower (key, source->text + name.start, base_span_length (name));
      else
        g_string_append_len (key, source->text + name.start, (gssize) base_span_length (name));
      if (kd_attribute_find (attributes, key->str, key->len) != NULL)
        kd_warn (parser, source, "kramdown.attribute-duplicate", (guint32) name.start,
                 (guint32) name.end, "The attribute is given twice", key->str, -1);
      if (join_lines && strchr (copy, '\n') != NULL)
        join_value (copy, strlen (copy));
      kd_attribute_set (parser->document, attributes, key->str, copy);
    }
}

KdMarkdownAttribute
kd_take_markdown_attribute (KdRef *attributes)
{
  KdAttribute *attribute = kd_attribute_find (attributes, "markdown", strlen ("markdown"));
  const char *value;

  if (attribute == NULL)
    return KD_MARKDOWN_UNSET;
  kd_attribute_remove (attributes, "markdown");
  value = kd_attribute_value (attribute);
  if (strcmp (value, "0") == 0)
    return KD_MARKDOWN_RAW;
  if (strcmp (value, "1") == 0)
    return KD_MARKDOWN_DEFAULT;
  if (strcmp (value, "span") == 0)
    return KD_MARKDOWN_SPAN;
  if (strcmp (value, "block") == 0)
    return KD_MARKDOWN_BLOCK;
  return KD_MARKDOWN_UNSET;
}

/* kd-link.c - links and images: [text](address "title"), [text][id], [id].
 *
 * The text is read first, up to the bracket that closes it; then what follows tells whether it is a
 * link at all. Where the brackets close is remembered, so that a text is not read again for that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

typedef struct
{
  const KdLink *link; /* of a reference; else the two below */
  BaseSpan url;
  BaseSpan title;
  gboolean has_title;
  guint32 end;
} Target;

/* ---- the text ------------------------------------------------------------------------------- */

/* In the trail a place behind an opening bracket, or a closing one with this bit. */
#define CLOSING 0x80000000u

gboolean
kd_link_stop (KdSpans *spans, KdFrame *frame)
{
  const KdSource *source = &spans->source;
  guint32 pos = source->pos;
  guint32 place;

  if (source->text[pos] == ']')
    {
      frame->brackets--;
      place = pos | CLOSING;
    }
  else if (source->text[pos] == '['
           || (source->text[pos] == '!' && kd_source_is (source, pos + 1, '[')))
    {
      frame->brackets++;
      place = pos + (source->text[pos] == '[' ? 1 : 2);
    }
  else
    return FALSE;
  kd_trail_add (spans, place);
  return frame->brackets == 0;
}

/* Pairs the brackets that a frame passed: for each opening one it is known now where a text that
 * starts there ends, or that it does not. */
static void
remember_brackets (KdSpans *spans, const KdFrame *frame)
{
  GArray *open = kd_take_array (spans->parser, sizeof (guint32));

  for (guint i = frame->trail; spans->trail != NULL && i < spans->trail->len; i++)
    {
      guint32 place = g_array_index (spans->trail, guint32, i);
      if ((place & CLOSING) == 0)
        g_array_append_val (open, place);
      else if (open->len > 0)
        {
          kd_memo_set_closing (spans, frame, g_array_index (open, guint32, open->len - 1),
                               place & ~CLOSING);
          g_array_set_size (open, open->len - 1);
        }
    }
  for (guint i = 0; i < open->len; i++)
    kd_memo_set_closing (spans, frame, g_array_index (open, guint32, i), KD_MEMO_FAILED);
  kd_give_back_array (spans->parser, open);
}

/* ---- the target ----------------------------------------------------------------------------- */

/* The text of a link as an id or alternative text: escaped characters without their backslash. */
static char *
unescape (const char *text, gsize length, gsize *size)
{
  char *out = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\' && i + 1 < length && kd_is_escapable (text[i + 1], FALSE))
        i++;
      out[n++] = text[i];
    }
  out[n] = '\0';
  *size = n;
  return out;
}

static const KdLink *
find_reference (KdSpans *spans, const char *id, gsize length)
{
  gsize limit = spans->parser->longest_link_id;
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;

  if (limit == 0)
    return NULL;
  /* Escapes and space shorten an id; what is far longer than every id cannot be one. */
  if (length > limit * 4 + 64)
    {
      gsize size = 0;
      for (gsize i = 0; i < length && size <= limit * 4 + 64; i++)
        size += !kd_is_space (id[i]);
      if (size > limit * 4 + 64)
        return NULL;
    }
  if (memchr (id, '\\', length) != NULL)
    id = plain = unescape (id, length, &length);
  name = kd_normalize_link_id (id, length, limit);
  return name != NULL ? g_hash_table_lookup (spans->parser->links, name) : NULL;
}

/* Behind the closing bracket: [id], [] or nothing of an address. */
static gboolean
match_reference (KdSpans *spans, guint32 start, guint32 close, Target *target)
{
  KdSource *source = &spans->source;
  guint32 pos = (guint32) kd_skip_space (source->text, close + 1, source->length);
  guint32 end;

  target->end = close + 1;
  if (kd_source_is (source, pos, '['))
    {
      end = kd_source_search (source, KD_SEARCH_BRACKET, pos + 1);
      if (end != G_MAXUINT32 && end > pos + 1)
        {
          gsize limit = spans->parser->longest_link_id;
          g_autofree char *name =
              limit > 0 ? kd_normalize_link_id (source->text + pos + 1, end - pos - 1, limit)
                        : NULL;
          target->link = name != NULL ? g_hash_table_lookup (spans->parser->links, name) : NULL;
          target->end = end + 1;
          if (target->link == NULL)
            kd_warn (spans->parser, source, "kramdown.link-undefined", start - 1, end + 1,
                     "There is no link definition for this id", source->text + pos + 1,
                     (gssize) (end - pos - 1));
          return target->link != NULL;
        }
      if (end != G_MAXUINT32)
        target->end = end + 1;
    }
  target->link = find_reference (spans, source->text + start, close - start);
  return target->link != NULL;
}

static gboolean
match_title (KdSpans *spans, guint32 pos, Target *target)
{
  KdSource *source = &spans->source;
  char quote;
  guint32 end;

  pos = (guint32) kd_skip_space (source->text, pos, source->length);
  if (!kd_source_is (source, pos, '"') && !kd_source_is (source, pos, '\''))
    return FALSE;
  quote = source->text[pos];
  end = kd_source_search (source, quote == '"' ? KD_SEARCH_TITLE_QUOTE : KD_SEARCH_TITLE_APOSTROPHE,
                          pos + 2);
  if (end == G_MAXUINT32)
    return FALSE;
  target->title = base_span (pos + 1, end);
  target->has_title = TRUE;
  target->end = (guint32) kd_skip_space (source->text, end + 1, source->length) + 1;
  return TRUE;
}

static gboolean
is_title_space (const KdSource *source, guint32 pos)
{
  return kd_is_space (source->text[pos])
         && (kd_source_is (source, pos + 1, '"') || kd_source_is (source, pos + 1, '\''));
}

/* The parenthesis at @open closes nowhere: all that stand open at the end are noted. */
static void
note_open_parentheses (KdSpans *spans, guint32 open)
{
  const KdSource *source = &spans->source;

  g_clear_pointer (&spans->open_parentheses, g_array_unref);
  spans->open_parentheses = g_array_new (FALSE, FALSE, sizeof (guint32));
  spans->open_from = open;
  for (guint32 pos = open; pos < source->length; pos++)
    if (source->text[pos] == '(')
      g_array_append_val (spans->open_parentheses, pos);
    else if (source->text[pos] == ')' && spans->open_parentheses->len > 0)
      g_array_set_size (spans->open_parentheses, spans->open_parentheses->len - 1);
}

static gboolean
is_never_closed (const KdSpans *spans, guint32 open)
{
  guint low = 0;
  guint high;

  if (spans->open_parentheses == NULL || open < spans->open_from)
    return FALSE;
  high = spans->open_parentheses->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (spans->open_parentheses, guint32, middle) < open)
        low = middle + 1;
      else
        high = middle;
    }
  return low < spans->open_parentheses->len
         && g_array_index (spans->open_parentheses, guint32, low) == open;
}

/* (address), with parentheses in pairs; a quotation mark behind space starts the title. */
static gboolean
match_plain_address (KdSpans *spans, guint32 open, Target *target)
{
  KdSource *source = &spans->source;
  const char *text = source->text;
  guint depth = 0;
  guint32 pos;
  gsize from = open + 1;
  gsize to;

  if (is_never_closed (spans, open))
    return FALSE;
  for (pos = open; pos < source->length; pos++)
    {
      if (text[pos] == '(')
        depth++;
      else if (text[pos] == ')' && --depth == 0)
        break;
      else if (is_title_space (source, pos))
        break;
    }
  if (pos == source->length)
    {
      note_open_parentheses (spans, open);
      return FALSE;
    }
  to = MAX (pos, open + 1);
  while (from < to && kd_is_strippable (text[from]))
    from++;
  while (to > from && kd_is_strippable (text[to - 1]))
    to--;
  target->url = base_span (from, to);
  target->end = pos + 1;
  return depth == 0 || match_title (spans, pos + 1, target);
}

static gboolean
match_address (KdSpans *spans, guint32 open, Target *target)
{
  KdSource *source = &spans->source;
  guint32 end;

  if (!kd_source_is (source, open + 1, '<'))
    return match_plain_address (spans, open, target);
  end = kd_source_search (source, KD_SEARCH_GREATER, open + 2);
  if (end == G_MAXUINT32 || kd_source_search (source, KD_SEARCH_NEWLINE, open + 2) < end)
    return match_plain_address (spans, open, target);
  target->url = base_span (open + 2, end);
  target->end = end + 2;
  return kd_source_is (source, end + 1, ')') || match_title (spans, end + 1, target);
}

static gboolean
match_target (KdSpans *spans, guint32 start, guint32 close, Target *target)
{
  KdSource *source = &spans->source;

  memset (target, 0, sizeof *target);
  if (kd_source_is (source, close + 1, '('))
    return match_address (spans, close + 1, target);
  return match_reference (spans, start, close, target);
}

/* ---- the element ---------------------------------------------------------------------------- */

static char *
copy_slice (KdSpans *spans, BaseSpan span)
{
  return kd_heap_strndup (spans->parser->heap, spans->source.text + span.start,
                          base_span_length (span));
}

/* What definitions add to the output is bounded: a long one may be used many times. */
static gboolean
may_expand (KdParser *parser, const KdLink *link)
{
  gsize cost = strlen (link->url) + (link->title != NULL ? strlen (link->title) : 0);

  if (cost > parser->expansion)
    return FALSE;
  parser->expansion -= cost;
  return TRUE;
}

static void
add_link (KdSpans *spans, KdElement *element, guint32 start, guint32 close, const Target *target)
{
  KdParser *parser = spans->parser;
  KdExtra *extra = kd_element_extra (parser->document, element);
  const KdLink *link = target->link;
  const KdExtra *defined =
      link != NULL && link->boundary != NULL ? kd_element_get_extra (link->boundary) : NULL;
  const char *url = link != NULL ? link->url : copy_slice (spans, target->url);
  const char *title = link != NULL        ? link->title
                      : target->has_title ? copy_slice (spans, target->title)
                                          : NULL;

  if (defined != NULL)
    {
      /* The list itself: a later "{: … }" on this link counts for the definition too. */
      extra->ial = defined->ial;
      kd_ial_apply (parser, &extra->attributes, kd_extra_ial (extra));
    }
  if (element->type == KD_A)
    kd_attribute_set (parser->document, &extra->attributes, "href", url);
  else
    {
      gsize size;
      g_autofree char *alt = unescape (spans->source.text + start, close - start, &size);
      kd_attribute_set (parser->document, &extra->attributes, "src", url);
      kd_attribute_set_slice (parser->document, &extra->attributes, "alt", 3, alt, size);
      for (KdElement *child = kd_element_take_children (element); child != NULL;)
        {
          KdElement *next = kd_element_next (child);
          kd_element_discard (parser->document, child);
          child = next;
        }
    }
  if (title != NULL)
    kd_attribute_set (parser->document, &extra->attributes, "title", title);
  spans->source.pos = target->end;
  kd_element_set_end (parser->document, element, kd_source_behind (&spans->source, target->end));
  kd_span_append (spans, element);
}

/* An image inside a link's text: its brackets are its own. */
static void
forget_brackets (KdSpans *spans)
{
  if (spans->frame->kind != KD_FRAME_LINK)
    return;
  spans->frame->brackets--;
  g_array_set_size (spans->trail, spans->trail->len - 1);
}

/* Reads the text and the target; NULL if there is no link here. */
static KdElement *
read_link (KdSpans *spans, guint8 type, guint32 opening, guint32 start)
{
  KdDocument *document = spans->parser->document;
  guint n_diagnostics = document->diagnostics->len;
  KdElement *element;
  KdFrame frame;
  Target target;
  guint32 known, close;
  gboolean found, is_link;

  if (!kd_frame_init (spans, &frame, KD_FRAME_LINK, NULL))
    return NULL;
  frame.inside |= KD_IN_LINK;
  frame.brackets = 1;
  known = kd_memo_get_closing (spans, &frame, start);
  if (known == KD_MEMO_FAILED
      || (known != KD_MEMO_UNKNOWN && !match_target (spans, start, known, &target)))
    {
      if (known == KD_MEMO_FAILED && spans->frame->kind == KD_FRAME_LINK)
        spans->source.pos = spans->source.length;
      return NULL;
    }
  element = frame.element = kd_span_new (spans, KD_A, opening, start);
  spans->source.pos = start;
  spans->speculation++;
  found = kd_spans_run (spans, &frame);
  spans->speculation--;
  close = spans->source.pos;
  is_link = found && match_target (spans, start, close, &target)
            && (target.link == NULL || may_expand (spans->parser, target.link));
  if (!is_link)
    {
      remember_brackets (spans, &frame);
      kd_memo_set_closing (spans, &frame, start, found ? close : KD_MEMO_FAILED);
    }
  kd_trail_cut (spans, &frame);
  if (is_link)
    {
      element->type = type;
      add_link (spans, element, start, close, &target);
      return element;
    }
  if (!found)
    g_ptr_array_set_size (document->diagnostics, (gint) n_diagnostics);
  kd_element_discard (document, element);
  /* A text that never closes does not close around this one either. */
  spans->source.pos =
      !found && spans->frame->kind == KD_FRAME_LINK ? spans->source.length : opening;
  return NULL;
}

gboolean
kd_parse_link (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 opening = source->pos;
  gboolean image = source->text[opening] == '!';
  guint32 start = opening + (image ? 2 : 1);
  gboolean in_link = (spans->frame->inside & KD_IN_LINK) != 0;

  if (start >= source->length || source->text[start - 1] != '[' || source->text[start] == '^')
    return FALSE;
  if (image || !in_link)
    {
      if (read_link (spans, image ? KD_IMG : KD_A, opening, start) != NULL)
        {
          if (image)
            forget_brackets (spans);
          return TRUE;
        }
      /* The frame around has failed with it. */
      if (source->pos == source->length)
        return TRUE;
    }
  kd_span_text (spans, opening, start);
  source->pos = start;
  return TRUE;
}

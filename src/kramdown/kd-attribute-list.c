/* kd-attribute-list.c - what stands in "{: … }": key="value", #id, .class, and names of attribute
 * list definitions.
 *
 * kramdown looks for pieces that stand between spaces and passes over everything else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* How deep attribute list definitions may refer to each other; kramdown has no limit. */
#define MAX_REFERENCES_DEPTH 16
/* How many names one list may hold. */
#define MAX_REFERENCES 400

static KdIal *
ensure (KdParser *parser, KdIal **ial)
{
  if (*ial == NULL)
    *ial = kd_heap_new0 (parser->heap, KdIal);
  return *ial;
}

static void
add_reference (KdParser *parser, KdIal *ial, const char *name, gsize length)
{
  KdReference *reference;

  if (ial->n_references >= MAX_REFERENCES)
    return;
  reference = kd_heap_new0 (parser->heap, KdReference);
  reference->name = kd_heap_ref (parser->heap, kd_heap_strndup (parser->heap, name, length));
  if (ial->last_reference != 0)
    ((KdReference *) kd_follow (ial, ial->last_reference))->next = kd_ref (reference);
  else
    ial->references = kd_ref (reference);
  ial->last_reference = kd_ref (reference);
  if (length == 3 && memcmp (name, "toc", 3) == 0)
    parser->document->has_toc = TRUE;
  ial->n_references++;
}

/* \w[\w-]* */
static gsize
scan_name (const char *text, gsize at, gsize end)
{
  if (at >= end || !kd_is_word (text[at]))
    return at;
  while (at < end && (kd_is_word (text[at]) || text[at] == '-'))
    at++;
  return at;
}

static gboolean
piece_ends (const char *text, gsize at, gsize end)
{
  return at >= end || kd_is_space (text[at]);
}

/* ---- values --------------------------------------------------------------------------------- */

/* The next place of a kind holds for all places from which it was looked for. */
typedef struct
{
  gsize from;
  gsize found;
  gboolean valid;
} Ahead;

typedef struct
{
  KdParser *parser;
  KdIal *ial; /* NULL as long as nothing was found */
  const char *text;
  gsize end;
  Ahead closing[2]; /* of a quotation mark without a backslash that ends a piece: ", ' */
  Ahead barrier;    /* of what no value goes over */
  gsize last_of[2]; /* the barrier for which the next is known, plus one */
  gsize last[2];    /* the last quotation mark with a backslash that ends a piece before it */
} List;

static gboolean
is_escaped (const List *list, gsize at)
{
  return at > 0 && list->text[at - 1] == '\\';
}

static gsize
find_barrier (List *list, gsize from)
{
  Ahead *ahead = &list->barrier;

  if (ahead->valid && from >= ahead->from && from <= ahead->found)
    return ahead->found;
  *ahead = (Ahead){ from, from, TRUE };
  while (ahead->found < list->end && list->text[ahead->found] != '\002'
         && (list->text[ahead->found] != '}' || is_escaped (list, ahead->found)))
    ahead->found++;
  return ahead->found;
}

static gsize
find_closing (List *list, char quote, gsize from)
{
  Ahead *ahead = &list->closing[quote == '\''];

  if (ahead->valid && from >= ahead->from && from <= ahead->found)
    return ahead->found;
  *ahead = (Ahead){ from, from, TRUE };
  while (ahead->found < list->end
         && (list->text[ahead->found] != quote || is_escaped (list, ahead->found)
             || !piece_ends (list->text, ahead->found + 1, list->end)))
    ahead->found++;
  return ahead->found;
}

/* A backslash before the mark may also belong to the value: then the last such mark closes it. 0 if
 * there is none. */
static gsize
find_escaped_closing (List *list, char quote, gsize from, gsize barrier)
{
  gsize which = quote == '\'';

  if (list->last_of[which] != barrier + 1)
    {
      gsize at = barrier;
      while (at > from
             && (list->text[at - 1] != quote || !is_escaped (list, at - 1)
                 || !piece_ends (list->text, at, list->end)))
        at--;
      list->last[which] = at > from ? at - 1 : 0;
      list->last_of[which] = barrier + 1;
    }
  return list->last[which] >= from ? list->last[which] : 0;
}

/* Sets key to the value without the backslashes before } and the quotation mark. */
static void
set_value (List *list, BaseSpan key, BaseSpan value, char quote)
{
  KdDocument *document = list->parser->document;
  const char *text = list->text;
  char *copy = kd_heap_alloc (&document->heap, base_span_length (value) + 1, 1);
  g_autofree char *name = g_strndup (text + key.start, base_span_length (key));
  char *out = copy;

  for (gsize i = value.start; i < value.end; i++)
    if (text[i] != '\\' || i + 1 >= value.end || (text[i + 1] != '}' && text[i + 1] != quote))
      *out++ = text[i];
    else
      *out++ = text[++i];
  *out = '\0';
  kd_attribute_set (document, &ensure (list->parser, &list->ial)->attributes, name, copy);
}

/* key="value": behind it, or 0. The value goes on to a quotation mark that ends the piece. */
static gsize
parse_pair (List *list, gsize at)
{
  const char *text = list->text;
  gsize name_end = scan_name (text, at, list->end);
  gsize first = name_end + 2;
  gsize barrier, close;
  char quote;

  if (name_end == at || name_end + 1 >= list->end || text[name_end] != '=')
    return 0;
  quote = text[name_end + 1];
  if (quote != '"' && quote != '\'')
    return 0;
  barrier = find_barrier (list, first);
  close = find_closing (list, quote, first);
  if (close >= barrier)
    close = find_escaped_closing (list, quote, first, barrier);
  if (close == 0)
    return 0;
  set_value (list, base_span (at, name_end), base_span (first, close), quote);
  return close + 1;
}

/* #[A-Za-z][\w:-]* or .[^\s.#]+ : behind it, or 0. */
static gsize
scan_id_or_class (const char *text, gsize at, gsize end)
{
  gsize first = at + 1;

  if (at >= end)
    return 0;
  if (text[at] == '#')
    {
      if (first >= end || !kd_is_ascii_alpha (text[first]))
        return 0;
      for (at = first; at < end && (kd_is_word (text[at]) || text[at] == ':' || text[at] == '-');)
        at++;
      return at;
    }
  if (text[at] != '.')
    return 0;
  for (at = first; at < end && !kd_is_space (text[at]) && text[at] != '.' && text[at] != '#';)
    at++;
  return at > first ? at : 0;
}

static gsize
parse_ids_and_classes (List *list, gsize at)
{
  KdDocument *document = list->parser->document;
  const char *text = list->text;
  gsize behind = at;
  gsize next;
  KdIal *ial;

  while ((next = scan_id_or_class (text, behind, list->end)) != 0)
    behind = next;
  if (behind == at || !piece_ends (text, behind, list->end))
    return 0;
  ial = ensure (list->parser, &list->ial);
  for (; at < behind; at = next)
    {
      next = scan_id_or_class (text, at, behind);
      if (text[at] == '.')
        kd_attribute_add_class (document, &ial->attributes, text + at + 1, next - at - 1);
      else
        kd_attribute_set_slice (document, &ial->attributes, "id", 2, text + at + 1, next - at - 1);
    }
  return behind;
}

/* One piece at @at: behind it, or 0 if nothing of the language stands there. */
static gsize
parse_piece (List *list, gsize at)
{
  gsize behind = parse_pair (list, at);

  if (behind != 0)
    return behind;
  behind = scan_name (list->text, at, list->end);
  if (behind > at && piece_ends (list->text, behind, list->end))
    {
      add_reference (list->parser, ensure (list->parser, &list->ial), list->text + at, behind - at);
      return behind;
    }
  return parse_ids_and_classes (list, at);
}

KdIal *
kd_ial_parse (KdParser *parser, KdIal *ial, const char *text, gsize length, guint32 at)
{
  List list = { .parser = parser, .ial = ial, .text = text, .end = length };
  gboolean found = FALSE;
  gsize from = kd_skip_space (text, 0, length);
  gsize pos = 0;

  if (from == length || (text[from] == ':' && kd_skip_space (text, from + 1, length) == length))
    return ial;
  while (pos < length)
    {
      gsize first = pos == 0 && !kd_is_space (text[0]) ? 0 : pos + 1;
      gsize behind = 0;
      if (first == 0 || kd_is_space (text[pos]))
        behind = parse_piece (&list, first);
      if (behind != 0)
        found = TRUE;
      pos = behind != 0 ? behind : pos + 1;
    }
  if (!found)
    kd_warn (parser, NULL, "kramdown.attribute-list", at, at + (guint32) length,
             "No or invalid attributes found in an attribute list", text, (gssize) length);
  return list.ial;
}

void
kd_element_parse_ial (
    KdParser *parser, KdElement *element, const char *text, gsize length, guint32 at)
{
  KdExtra *extra = kd_element_extra (parser->document, element);

  kd_extra_set_ial (extra, kd_ial_parse (parser, kd_extra_ial (extra), text, length, at));
}

static void
copy_attribute (KdParser *parser, KdRef *attributes, const KdAttribute *from)
{
  const char *name = kd_attribute_name (from);
  const char *value = kd_attribute_value (from);

  if (strcmp (name, "class") == 0)
    kd_attribute_add_class (parser->document, attributes, value, from->length);
  else
    kd_attribute_set (parser->document, attributes, name, value);
}

static void
apply (KdParser *parser, KdRef *attributes, const KdIal *ial, guint depth)
{
  if (depth < MAX_REFERENCES_DEPTH)
    for (const KdReference *name = kd_follow_any (ial, ial->references); name != NULL;
         name = kd_follow_any (name, name->next))
      {
        const KdIal *ald = g_hash_table_lookup (parser->alds, kd_follow (name, name->name));
        if (ald != NULL && parser->expansion > 0)
          {
            parser->expansion--;
            apply (parser, attributes, ald, depth + 1);
          }
      }
  for (const KdAttribute *from = kd_attribute_first (&ial->attributes); from != NULL;
       from = kd_attribute_next (from))
    {
      gsize cost = strlen (kd_attribute_name (from)) + from->length + 4;
      if (depth > 0 && cost > parser->expansion)
        return;
      if (depth > 0)
        parser->expansion -= cost;
      copy_attribute (parser, attributes, from);
    }
}

void
kd_ial_apply (KdParser *parser, KdRef *attributes, const KdIal *ial)
{
  if (ial != NULL)
    apply (parser, attributes, ial, 0);
}

KdIal *
kd_ial_add (KdParser *parser, KdIal *ial, const KdIal *more)
{
  if (more == NULL)
    return ial;
  ensure (parser, &ial);
  for (const KdReference *at = kd_follow_any (more, more->references); at != NULL;
       at = kd_follow_any (at, at->next))
    {
      const char *name = kd_follow (at, at->name);
      add_reference (parser, ial, name, strlen (name));
    }
  for (const KdAttribute *from = kd_attribute_first (&more->attributes); from != NULL;
       from = kd_attribute_next (from))
    copy_attribute (parser, &ial->attributes, from);
  return ial;
}

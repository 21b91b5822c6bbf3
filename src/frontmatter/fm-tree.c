/* fm-tree.c - from libyaml's events to a tree that knows its bytes.
 *
 * Purpose: every value with the exact bytes it occupies, so that an edit can replace these and
 * nothing else.
 *
 * Model: events arrive in order; a stack of open collections (bounded by FM_MAX_DEPTH) collects
 * their children, which are copied to the header's arena when a collection closes. libyaml tells
 * neither where a dash or a "?" stands nor where a block collection ends; both are found in the
 * bytes, since between the end of one entry and the start of the next there is nothing but blanks,
 * line breaks and comments (and commas in flow collections).
 *
 * Invariants of the result:
 *   entry <= start <= content <= end for everything but a mapping's values (their entry is the
 *   key's); children lie inside their parent, in order, without overlapping;
 *   the end of a block collection is the end of its last child;
 *   an unwritten null is empty and lies behind the colon or dash that announces it.
 *
 * Limits: aliases stay aliases, so the tree is never larger than the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"
#include "fm-yaml.h"

#include <string.h>

typedef struct
{
  FmNode *node;
  guint first;      /* its children in `pending` from here: items, or key, value, key … */
  gsize last_end;   /* of the child before, or the collection's start */
  FmNode *open_key; /* the key whose value comes next */
} Frame;

typedef struct
{
  FmHeader *header;
  gsize base; /* what libyaml calls 0 */
  gsize limit;
  Frame stack[FM_MAX_DEPTH];
  guint depth;
  GPtrArray *pending;
  FmNode *root;
  gboolean is_too_deep;
  gsize too_deep_at;
} Builder;

void
fm_problem_clear (FmProblem *problem)
{
  g_clear_pointer (&problem->reason, g_free);
  g_clear_pointer (&problem->context, g_free);
  problem->code = NULL;
}

static gboolean
is_blank_or_break (const Builder *builder, gsize at)
{
  const char *text = builder->header->text;

  return at >= builder->limit || text[at] == ' ' || text[at] == '\t'
         || fm_break_length (text, builder->limit, at) > 0;
}

/* Behind "&anchor" and "!tag", in whatever order, and the blanks after them. */
static gsize
skip_properties (const Builder *builder, gsize at, gsize limit)
{
  const char *text = builder->header->text;

  while (at < limit && (text[at] == '&' || text[at] == '!'))
    {
      while (at < limit && !is_blank_or_break (builder, at))
        at++;
      at = MIN (fm_skip_separation (text, builder->limit, at), limit);
    }
  return at;
}

/* The last byte of a block scalar that matters: without its last line break, and, unless it keeps
 * them, without the blank lines at its end. */
static gsize
block_scalar_end (const Builder *builder, gsize content, gsize end)
{
  const char *text = builder->header->text;
  gsize first_line = fm_line_end (text, end, content);
  gboolean keeps = memchr (text + content, '+', first_line - content) != NULL;
  gsize indentation = G_MAXSIZE;

  /* A "+" in a comment behind the indicator is none. */
  if (keeps)
    keeps = text[content + 1] == '+' || (content + 2 < first_line && text[content + 2] == '+');
  for (gsize at = fm_next_line (text, end, content); at < end; at = fm_next_line (text, end, at))
    {
      gsize inside = at;

      while (inside < end && text[inside] == ' ')
        inside++;
      if (inside < end && fm_break_length (text, end, inside) == 0)
        indentation = MIN (indentation, inside - at);
    }
  while (end > first_line)
    {
      gsize before = end;
      gsize line;

      /* One line break, then the line before it. */
      if (text[end - 1] == '\n' && end - 1 > first_line && text[end - 2] == '\r')
        before = end - 2;
      else if (text[end - 1] == '\n' || text[end - 1] == '\r')
        before = end - 1;
      else if (fm_line_start (text, end) == end)
        before = end - (text[end - 1] == (char) 0x85 ? 2 : 3);
      line = fm_line_start (text, before);
      if (keeps)
        return before;
      for (gsize at = line; at < before; at++)
        if (text[at] != ' ' || at - line >= indentation)
          return before;
      if (line <= first_line)
        return first_line;
      end = line;
    }
  return first_line;
}

static FmKind
scalar_kind (const FmEvent *event)
{
  if (event->is_quoted)
    return FM_STRING;
  if (event->tag != NULL)
    {
      const char *tag = event->tag;

      if (strcmp (tag, "tag:yaml.org,2002:str") == 0 || strcmp (tag, "!str") == 0
          || strcmp (tag, "tag:yaml.org,2002:binary") == 0 || strcmp (tag, "!binary") == 0
          || g_str_has_prefix (tag, "!ruby/sym") || g_str_has_prefix (tag, "!ruby/string")
          || g_str_has_prefix (tag, "!str:"))
        return FM_STRING;
    }
  return fm_resolve (event->text, event->length);
}

static FmNode *
new_node (Builder *builder, const FmEvent *event)
{
  FmHeader *header = builder->header;
  FmNode *node = base_arena_new0 (header->arena, FmNode);

  node->header = header;
  node->style = event->style;
  node->start = node->content = builder->base + event->start;
  node->end = builder->base + event->end;
  if (event->anchor != NULL)
    node->anchor = base_arena_strndup (header->arena, event->anchor, strlen (event->anchor));
  if (event->tag != NULL)
    node->tag = base_arena_strndup (header->arena, event->tag, strlen (event->tag));
  return node;
}

static FmNode *
new_scalar (Builder *builder, const FmEvent *event)
{
  FmNode *node = new_node (builder, event);

  node->text = base_arena_strndup (builder->header->arena, event->text, event->length);
  node->length = event->length;
  if (event->type == FM_EVENT_ALIAS)
    {
      node->kind = FM_ALIAS;
      builder->header->n_aliases++;
      return node;
    }
  node->kind = scalar_kind (event);
  node->content = skip_properties (builder, node->start, node->end);
  if (node->style == FM_STYLE_LITERAL || node->style == FM_STYLE_FOLDED)
    node->end = block_scalar_end (builder, node->content, node->end);
  return node;
}

static gboolean
is_unwritten (const FmNode *node)
{
  return node->kind == FM_NULL && node->start == node->end;
}

static void
move_to (FmNode *node, gsize at)
{
  node->start = node->content = node->end = at;
}

static void
place_item (Builder *builder, Frame *frame, FmNode *node)
{
  const char *text = builder->header->text;

  if (frame->node->style == FM_STYLE_FLOW)
    {
      node->entry = node->start;
      return;
    }
  node->entry = fm_skip_separation (text, builder->limit, frame->last_end);
  if (is_unwritten (node))
    move_to (node, MIN (node->entry + 1, builder->limit));
}

static void
place_key (Builder *builder, Frame *frame, FmNode *node)
{
  const char *text = builder->header->text;
  gsize at = fm_skip_separation (text, builder->limit, frame->last_end);

  if (frame->node->style == FM_STYLE_FLOW)
    while (at < builder->limit && (text[at] == ',' || text[at] == '{') && at < node->start)
      at = fm_skip_separation (text, builder->limit, at + 1);
  node->is_key = TRUE;
  node->entry = node->start;
  if (at < builder->limit && text[at] == '?' && at <= node->start
      && is_blank_or_break (builder, at + 1))
    {
      node->entry = at;
      if (is_unwritten (node))
        move_to (node, at + 1);
    }
  else if (is_unwritten (node))
    {
      move_to (node, at);
      node->entry = at;
    }
}

static void
place_value (Builder *builder, Frame *frame, FmNode *node)
{
  const char *text = builder->header->text;
  FmNode *key = frame->open_key;

  node->key = key;
  node->entry = key->entry;
  if (is_unwritten (node))
    {
      gsize at = fm_skip_separation (text, builder->limit, key->end);

      move_to (node, at < builder->limit && text[at] == ':' ? at + 1 : key->end);
    }
}

/* Puts a node, complete or just opened, into the collection that is open. */
static void
place (Builder *builder, FmNode *node)
{
  Frame *frame;

  if (builder->depth == 0)
    {
      node->entry = node->start;
      builder->root = node;
      return;
    }
  frame = &builder->stack[builder->depth - 1];
  node->parent = frame->node;
  if (frame->node->kind == FM_SEQUENCE)
    place_item (builder, frame, node);
  else if (frame->open_key == NULL)
    place_key (builder, frame, node);
  else
    place_value (builder, frame, node);
  g_ptr_array_add (builder->pending, node);
}

/* Tells the open collection that its newest child is complete. */
static void
finish_child (Builder *builder, FmNode *node)
{
  Frame *frame;

  if (builder->depth == 0)
    return;
  frame = &builder->stack[builder->depth - 1];
  frame->last_end = node->end;
  if (frame->node->kind == FM_MAPPING)
    frame->open_key = frame->open_key == NULL ? node : NULL;
}

static gboolean
open_collection (Builder *builder, const FmEvent *event)
{
  const char *text = builder->header->text;
  FmNode *node;
  Frame *frame;

  if (builder->depth == FM_MAX_DEPTH)
    {
      builder->is_too_deep = TRUE;
      builder->too_deep_at = builder->base + event->start;
      return FALSE;
    }
  node = new_node (builder, event);
  node->kind = event->type == FM_EVENT_SEQUENCE_START ? FM_SEQUENCE : FM_MAPPING;
  if (node->anchor != NULL || node->tag != NULL)
    node->content = skip_properties (builder, node->start, builder->limit);
  place (builder, node);
  frame = &builder->stack[builder->depth++];
  frame->node = node;
  frame->first = builder->pending->len;
  frame->last_end = node->content;
  frame->open_key = NULL;
  if (node->style == FM_STYLE_FLOW && node->content < builder->limit && text[node->content] == '['
      && node->kind == FM_SEQUENCE)
    frame->last_end = node->content + 1;
  return TRUE;
}

static void
close_collection (Builder *builder, const FmEvent *event)
{
  Frame *frame = &builder->stack[--builder->depth];
  FmNode *node = frame->node;
  guint n_pending = builder->pending->len - frame->first;
  guint stride = node->kind == FM_MAPPING ? 2 : 1;

  node->n_items = n_pending / stride;
  node->items =
      base_arena_alloc (builder->header->arena, MAX (node->n_items, 1) * sizeof (FmNode *));
  for (guint i = 0; i < node->n_items; i++)
    {
      node->items[i] = builder->pending->pdata[frame->first + i * stride + stride - 1];
      node->items[i]->position = i;
    }
  g_ptr_array_set_size (builder->pending, (int) frame->first);
  if (node->style == FM_STYLE_FLOW && event->start != event->end)
    node->end = builder->base + event->end;
  else
    {
      node->is_implicit_pair = node->style == FM_STYLE_FLOW;
      node->end = node->n_items > 0 ? node->items[node->n_items - 1]->end : node->content;
    }
  finish_child (builder, node);
}

static gboolean
take_event (const FmEvent *event, gpointer data)
{
  Builder *builder = data;
  FmNode *node;

  switch (event->type)
    {
    case FM_EVENT_SCALAR:
    case FM_EVENT_ALIAS:
      node = new_scalar (builder, event);
      place (builder, node);
      finish_child (builder, node);
      return TRUE;
    case FM_EVENT_SEQUENCE_START:
    case FM_EVENT_MAPPING_START:
      return open_collection (builder, event);
    case FM_EVENT_SEQUENCE_END:
    case FM_EVENT_MAPPING_END:
      close_collection (builder, event);
      return TRUE;
    }
  g_assert_not_reached ();
}

FmNode *
fm_tree_read (FmHeader *header, BaseSpan yaml, FmProblem *problem)
{
  Builder builder = { .header = header, .base = yaml.start, .limit = yaml.end };
  FmYamlError error = { 0 };
  gboolean ok;

  builder.pending = g_ptr_array_new ();
  ok = fm_yaml_parse (header->text + yaml.start, base_span_length (yaml), take_event, &builder,
                      &error);
  g_ptr_array_unref (builder.pending);
  if (ok && error.has_rest)
    {
      problem->has_rest = TRUE;
      problem->offset = yaml.start + error.offset;
    }
  if (ok)
    return builder.root;
  if (builder.is_too_deep)
    {
      problem->code = "frontmatter.too-deep";
      problem->offset = builder.too_deep_at;
      problem->reason = g_strdup_printf ("more than %d levels of nesting", FM_MAX_DEPTH);
    }
  else
    {
      problem->code = error.is_encoding ? "frontmatter.encoding" : "frontmatter.syntax";
      problem->offset = yaml.start + error.offset;
      problem->reason = g_steal_pointer (&error.reason);
      problem->context = g_steal_pointer (&error.context);
    }
  fm_yaml_error_clear (&error);
  return NULL;
}

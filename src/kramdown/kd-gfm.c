/* kd-gfm.c - what the GFM parser does once all is parsed: task lists, ids of headers, hard line
 * breaks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* ---- task lists ----------------------------------------------------------------------------- */

#define BOX "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\" />"
#define BOX_CHECKED                                                                                \
  "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\" "              \
  "checked=\"checked\" />"

/* Behind "[ ]" or "[x]" and space; 0 if none starts the text. */
static guint32
match_box (const KdElement *raw, gboolean *checked)
{
  const char *text = kd_element_text (raw);
  gsize pos = kd_skip_space (text, 0, raw->length);

  if (pos + 4 > raw->length || text[pos] != '[' || text[pos + 2] != ']'
      || !kd_is_space (text[pos + 3]))
    return 0;
  *checked = text[pos + 1] == 'x' || text[pos + 1] == 'X';
  if (!*checked && text[pos + 1] != ' ')
    return 0;
  return (guint32) kd_skip_space (text, pos + 3, raw->length);
}

/* What all boxes have, and all items of task lists that have nothing else. */
static KdExtra *
box_extra (KdParser *parser, gboolean checked)
{
  static const char *const attributes[][2] = {
    { "type", "checkbox" },
    { "class", "task-list-item-checkbox" },
    { "disabled", "disabled" },
    { "checked", "checked" },
  };
  KdExtra **extra = &parser->boxes[checked ? 1 : 0];

  if (*extra != NULL)
    return *extra;
  *extra = kd_heap_new0 (parser->heap, KdExtra);
  kd_extra_set_text (parser->document, *extra, kd_heap_strndup (parser->heap, "input", 5), 5);
  for (guint i = 0; i < (checked ? 4 : 3); i++)
    kd_attribute_set_slice (parser->document, &(*extra)->attributes, attributes[i][0],
                            strlen (attributes[i][0]), attributes[i][1], strlen (attributes[i][1]));
  return *extra;
}

/* The box of a text that goes on with a letter is the element that kramdown would read: nothing
 * behind it can change it or depends on it. */
static void
add_box (KdParser *parser, KdElement *paragraph, KdElement *raw, guint32 behind, gboolean checked)
{
  guint32 start = raw->start + (guint32) kd_skip_space (kd_element_text (raw), 0, raw->length);
  KdElement *box = kd_element_new (parser->document, KD_HTML_ELEMENT, start, start + 3);
  KdElement *child = kd_element_take_children (paragraph);

  box->extra = kd_ref (box_extra (parser, checked));
  box->detail = KD_CONTENT_RAW;
  box->flags |= KD_FLAG_CLOSED;
  raw->start += behind;
  kd_element_set_text (parser->document, raw, kd_element_text (raw) + behind, raw->length - behind);
  kd_element_append (paragraph, box);
  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      kd_element_append (paragraph, child);
      child = next;
    }
}

/* Puts the box into the text that starts a paragraph, as html if need be. */
static gboolean
replace_box (KdParser *parser, KdElement *paragraph)
{
  KdElement *raw = kd_element_first (paragraph);
  gboolean checked;
  guint32 behind = match_box (raw, &checked);
  const char *box = checked && behind != 0 ? BOX_CHECKED : BOX;
  guint32 size = (guint32) strlen (box);
  KdSegment one;
  guint n;
  const KdSegment *old = kd_raw_text_map (raw, &one, &n);
  KdSegment *map;
  KdElement *mapped;
  char *text;

  if (behind == 0)
    return FALSE;
  if (behind < raw->length && (raw->flags & KD_FLAG_MAPPED) == 0
      && kd_is_ascii_alpha (kd_element_text (raw)[behind]))
    {
      add_box (parser, paragraph, raw, behind, checked);
      return TRUE;
    }
  text = kd_heap_alloc (parser->heap, size + raw->length - behind + 1, 1);
  memcpy (text, box, size);
  memcpy (text + size, kd_element_text (raw) + behind, raw->length - behind);
  map = kd_heap_alloc (parser->heap, (n + 2) * sizeof *map, _Alignof(KdSegment));
  map[0] = (KdSegment){ 0, old[0].source };
  for (guint i = 0; i < n; i++)
    if (old[i].text < behind)
      map[i + 1] = (KdSegment){ size, old[i].source + (behind - old[i].text) };
    else
      map[i + 1] = (KdSegment){ old[i].text - behind + size, old[i].source };
  map[n + 1] = (KdSegment){ G_MAXUINT32, 0 };
  mapped = kd_raw_text_new_mapped (parser->document, raw, map);
  kd_element_set_text (parser->document, mapped, text, size + raw->length - behind);
  kd_element_replace_first (paragraph, mapped);
  parser->join.raw = NULL;
  kd_element_discard (parser->document, raw);
  return TRUE;
}

static void
add_item_class (KdParser *parser, KdElement *item)
{
  static const char name[] = "task-list-item";
  gboolean is_bare = kd_element_get_extra (item) == NULL;

  if (is_bare && parser->task_item != NULL)
    {
      item->extra = kd_ref (parser->task_item);
      return;
    }
  kd_attribute_set_slice (parser->document, &kd_element_extra (parser->document, item)->attributes,
                          "class", 5, name, strlen (name));
  if (is_bare)
    parser->task_item = kd_element_get_extra (item);
}

void
kd_gfm_task_list (KdParser *parser, KdElement *list)
{
  gboolean is_task_list = FALSE;

  for (KdElement *item = kd_element_first (list); item != NULL; item = kd_element_next (item))
    {
      KdElement *first = kd_element_first (item);
      if (first == NULL || first->type != KD_PARAGRAPH)
        continue;
      if (kd_element_first (first)->type == KD_RAW_TEXT && replace_box (parser, first))
        is_task_list = TRUE;
      if (is_task_list)
        add_item_class (parser, item);
    }
  if (is_task_list)
    kd_attribute_set_slice (parser->document,
                            &kd_element_extra (parser->document, list)->attributes, "class", 5,
                            "task-list", strlen ("task-list"));
}

/* ---- ids ------------------------------------------------------------------------------------ */

typedef struct
{
  KdParser *parser;
  GHashTable *ids; /* id → how often it was asked for again */
  GString *lower;  /* for make_id to use */
  GString *id;
  const char *hard_break; /* "\n" or "\\\n" */
} Gfm;

/* The letters of an id: lower case, words and hyphens only. */
static void
append_id (Gfm *gfm, GString *id, const char *text, gsize length)
{
  gsize pos = 0;
  gsize out = 0;
  guint size;

  g_string_set_size (id, length);
  for (; pos < length && (guchar) text[pos] < 0x80; pos++)
    if (kd_is_word (text[pos]) || text[pos] == '-')
      id->str[out++] = (char) (text[pos] | (text[pos] >= 'A' && text[pos] <= 'Z' ? 0x20 : 0));
    else if (text[pos] == ' ' || text[pos] == '\t')
      id->str[out++] = '-';
  g_string_truncate (id, out);
  if (pos == length)
    return;
  g_string_truncate (gfm->lower, 0);
  kd_append_lower (gfm->lower, text + pos, length - pos);
  for (pos = 0; pos < gfm->lower->len; pos += size)
    {
      gunichar c = kd_decode (gfm->lower->str, pos, &size);
      if (c == ' ' || c == '\t')
        g_string_append_c (id, '-');
      else if (c == '-' || kd_is_word_code_point (c))
        g_string_append_len (id, gfm->lower->str + pos, size);
    }
}

/* With a number behind what is there already. In the heap. */
static const char *
make_id (Gfm *gfm, const char *text, gsize length)
{
  KdHeap *heap = gfm->parser->heap;
  const char *prefix = gfm->parser->options->auto_id_prefix;
  GString *id = g_string_truncate (gfm->id, 0);
  gpointer count, known;

  append_id (gfm, id, text, length);
  if (g_hash_table_lookup_extended (gfm->ids, id->str, &known, &count))
    {
      g_hash_table_insert (gfm->ids, known, GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
      g_string_append_printf (id, "-%u", GPOINTER_TO_UINT (count) + 1);
    }
  else
    {
      known = kd_heap_strndup (heap, id->str, id->len);
      g_hash_table_insert (gfm->ids, known, GUINT_TO_POINTER (0));
      if (prefix[0] == '\0')
        return known;
    }
  g_string_prepend (id, prefix);
  return kd_heap_strndup (heap, id->str, id->len);
}

/* ---- hard line breaks ----------------------------------------------------------------------- */

/* Divides a text at its hard breaks; appended to @out. */
static void
divide_text (Gfm *gfm, KdElement *out, const KdElement *text, gboolean omit_last)
{
  KdDocument *document = gfm->parser->document;
  gsize size = strlen (gfm->hard_break);
  const char *whole = kd_element_text (text);
  const char *from = whole;
  const char *end = from + text->length;
  guint32 text_end = kd_element_end (text);
  gboolean first = TRUE;

  for (;;)
    {
      const char *stop = memmem (from, (gsize) (end - from), gfm->hard_break, size);
      const char *to = stop != NULL ? stop : end;
      guint32 start = text->start + (guint32) (from - whole);
      guint32 behind = text->start + (guint32) (to - whole);
      /* A further line starts with the newline of the break before it. */
      const char *line = first ? from : from - 1;
      kd_element_append (out, kd_text_new (document, KD_TEXT, line, (gsize) (to - line),
                                           MIN (start, text_end), MIN (behind, text_end)));
      if (stop == NULL)
        return;
      from = stop + size;
      if (from < end || !omit_last)
        kd_element_append (out, kd_element_new (document, KD_BR, MIN (behind, text_end),
                                                MIN (behind + (guint32) size, text_end)));
      first = FALSE;
    }
}

static gboolean
has_break (const Gfm *gfm, const KdElement *text)
{
  const char *end = kd_element_text (text) + text->length;
  const char *first =
      text->length > 0 ? memchr (kd_element_text (text), gfm->hard_break[0], text->length) : NULL;

  return first != NULL
         && memmem (first, (gsize) (end - first), gfm->hard_break, strlen (gfm->hard_break))
                != NULL;
}

static gboolean
has_id (const KdElement *header)
{
  const KdExtra *extra = kd_element_get_extra (header);

  return extra != NULL && kd_attribute_find (&extra->attributes, "id", 2) != NULL;
}

static void
set_id (Gfm *gfm, KdElement *header)
{
  KdExtra *extra = kd_element_extra (gfm->parser->document, header);

  kd_attribute_set (gfm->parser->document, &extra->attributes, "id",
                    make_id (gfm, kd_extra_text (extra), extra->length));
}

static gboolean
needs_id (const Gfm *gfm, const KdElement *element)
{
  return element->type == KD_HEADER && gfm->parser->options->auto_ids && !has_id (element);
}

static void
update_text (Gfm *gfm, KdElement *element, KdElement *text, gboolean is_last)
{
  gsize size = strlen (gfm->hard_break);
  gboolean ends_in_break =
      text->length >= size
      && memcmp (kd_element_text (text) + text->length - size, gfm->hard_break, size) == 0;

  divide_text (gfm, element, text,
               ends_in_break && is_last && kd_element_counts_as_block (element));
}

/* An element's spans, and with @blocks also the blocks in it. */
static void
update (Gfm *gfm, KdElement *element, gboolean blocks)
{
  KdElement *child = kd_type_is_leaf (element->type) ? NULL : kd_element_take_children (element);

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (child->type == KD_TEXT && has_break (gfm, child))
        update_text (gfm, element, child, next == NULL);
      else
        {
          if (blocks && needs_id (gfm, child))
            set_id (gfm, child);
          else if (child->type != KD_HTML_ELEMENT
                   && (blocks || (child->flags & KD_FLAG_BLOCK) == 0))
            update (gfm, child, blocks);
          kd_element_append (element, child);
        }
      child = next;
    }
}

void
kd_gfm_note_header (KdParser *parser, KdElement *header)
{
  if (parser->inside_html == 0)
    g_ptr_array_add (parser->gfm_elements, header);
}

void
kd_gfm_note_break (KdParser *parser, KdElement *element)
{
  if (parser->inside_html > 0)
    return;
  /* A header is noted behind its spans. */
  element->flags |= KD_FLAG_BREAK;
  if (element->type != KD_HEADER)
    g_ptr_array_add (parser->gfm_elements, element);
}

/* Mostly few elements are of interest. */
void
kd_gfm_finish (KdParser *parser)
{
  Gfm gfm = { parser, g_hash_table_new (g_str_hash, g_str_equal), g_string_new (NULL),
              g_string_new (NULL), parser->hard_wrap ? "\n" : "\\\n" };

  if (parser->hard_wrap || parser->any_native)
    update (&gfm, parser->document->root, TRUE);
  else
    for (guint i = 0; i < parser->gfm_elements->len; i++)
      {
        KdElement *element = g_ptr_array_index (parser->gfm_elements, i);
        if (needs_id (&gfm, element))
          set_id (&gfm, element);
        else if ((element->flags & KD_FLAG_BREAK) != 0)
          update (&gfm, element, FALSE);
      }
  g_hash_table_unref (gfm.ids);
  g_string_free (gfm.lower, TRUE);
  g_string_free (gfm.id, TRUE);
}

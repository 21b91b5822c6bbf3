/* kd-html-native.c - the option html_to_native: html elements become kramdown's own where it has
 * such.
 *
 * Here in general: texts, entities in them, elements that only change their name, and the space
 * around. Elements with rules of their own are in kd-html-native-elements.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-html-native.h"

/* ---- texts ---------------------------------------------------------------------------------- */

static KdElement *
add_leaf (KdNative *native, KdElement *parent, guint8 type, const char *text, gsize length)
{
  KdDocument *document = native->parser->document;
  guint32 start = parent->start;
  KdElement *leaf;

  if (type == KD_TEXT)
    leaf = kd_text_new (document, type, text, length, start, start);
  else
    leaf = kd_element_new (document, type, start, start);
  if (type == KD_ENTITY)
    kd_element_set_text (document, leaf, text, length);
  kd_element_append (parent, leaf);
  return leaf;
}

static gboolean
find_name (const char *const *names, gsize n, const char *text, gsize length, guint8 *which)
{
  for (gsize i = 0; i < n; i++)
    if (strlen (names[i]) == length && memcmp (names[i], text, length) == 0)
      {
        *which = (guint8) i;
        return TRUE;
      }
  return FALSE;
}

/* What an entity [at, end) becomes; how many of its bytes are used. */
static gsize
add_entity (
    KdNative *native, KdElement *parent, const char *text, gsize at, gsize end, gunichar code_point)
{
  const char *name = text + at + 1;
  gsize length = end - at - 2;
  guint8 which;
  KdElement *entity;

  if (find_name (kd_quote_names, KD_N_QUOTES, name, length, &which))
    {
      add_leaf (native, parent, KD_SMART_QUOTE, NULL, 0)->detail = which;
      return end - at;
    }
  if (find_name (kd_symbol_names, KD_SYMBOL_LAQUO_SPACE, name, length, &which))
    {
      add_leaf (native, parent, KD_TYPOGRAPHIC_SYMBOL, NULL, 0)->detail = which;
      return end - at;
    }
  if (name[0] != '#' && code_point == 0)
    {
      add_leaf (native, parent, KD_ENTITY, "", 0)->number = '&';
      return 1;
    }
  entity = add_leaf (native, parent, KD_ENTITY, text + at, end - at);
  entity->number = name[0] == '#' ? kd_entity_remap (code_point) : code_point;
  return end - at;
}

/* Runs of space as one space each. */
static char *
compress (KdNative *native, const char *text, gsize *length)
{
  char *copy = kd_heap_alloc (native->parser->heap, *length + 1, 1);
  gsize out = 0;

  for (gsize i = 0; i < *length; i++)
    if (!kd_is_space (text[i]))
      copy[out++] = text[i];
    else if (i == 0 || !kd_is_space (text[i - 1]))
      copy[out++] = ' ';
  copy[out] = '\0';
  *length = out;
  return copy;
}

void
kd_native_text (
    KdNative *native, KdElement *parent, const char *text, gsize length, gboolean preserve)
{
  gsize from = 0;

  if (!preserve)
    text = compress (native, text, &length);
  for (gsize pos = 0; pos < length;)
    {
      gunichar code_point;
      gsize end = text[pos] == '&' ? kd_match_entity (text, pos, length, &code_point) : 0;
      if (end == 0)
        {
          pos++;
          continue;
        }
      if (pos > from)
        add_leaf (native, parent, KD_TEXT, text + from, pos - from);
      from = pos = pos + add_entity (native, parent, text, pos, end, code_point);
    }
  if (length > from)
    add_leaf (native, parent, KD_TEXT, text + from, length - from);
}

void
kd_native_collect_text (const KdElement *element, GString *out)
{
  if (element->type == KD_TEXT && element->length > 0)
    g_string_append_len (out, kd_element_text (element), element->length);
  for (const KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    kd_native_collect_text (child, out);
}

/* ---- children ------------------------------------------------------------------------------- */

void
kd_native_children (KdNative *native, KdElement *element, gboolean convert, gboolean preserve)
{
  KdElement *child = kd_element_take_children (element);

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (child->type == KD_TEXT)
        kd_native_text (native, element, kd_element_text (child), child->length,
                        preserve || !convert);
      else
        {
          kd_native_process (native, child, convert, preserve, element);
          kd_element_append (element, child);
        }
      child = next;
    }
}

void
kd_native_remove_text (KdElement *element)
{
  KdElement *child = kd_element_take_children (element);

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (child->type != KD_TEXT)
        kd_element_append (element, child);
      child = next;
    }
}

/* What stands among blocks without being one goes into paragraphs without <p>. */
static void
wrap_text (KdNative *native, KdElement *element)
{
  KdElement *child = kd_element_take_children (element);
  KdElement *paragraph = NULL;

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (kd_element_counts_as_block (child))
        {
          paragraph = NULL;
          kd_element_append (element, child);
        }
      else
        {
          if (paragraph == NULL)
            {
              paragraph = kd_element_new (native->parser->document, KD_PARAGRAPH, child->start,
                                          kd_element_end (child));
              paragraph->flags |= KD_FLAG_TRANSPARENT;
              kd_element_append (element, paragraph);
            }
          kd_element_append (paragraph, child);
        }
      child = next;
    }
}

static gboolean
is_white (const KdElement *element)
{
  const char *text = kd_element_text (element);

  for (guint32 i = 0; i < element->length; i++)
    if (!kd_is_strippable (text[i]))
      return FALSE;
  return TRUE;
}

/* Space at the ends and between two blocks. */
static void
remove_space (KdElement *element)
{
  KdElement *child = kd_element_take_children (element);
  const KdElement *before = NULL;

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (child->type != KD_TEXT || !is_white (child)
          || (before != NULL && next != NULL
              && !(kd_element_counts_as_block (before) && kd_element_counts_as_block (next))))
        kd_element_append (element, child);
      before = child;
      child = next;
    }
}

static void
strip_space (KdNative *native, KdElement *element)
{
  KdElement *first = kd_element_first (element);
  KdElement *last = kd_element_last (element);
  const char *text;
  gsize length;

  if (first != NULL && first->type == KD_TEXT)
    {
      text = kd_element_text (first);
      for (length = first->length; length > 0 && kd_is_strippable (*text); length--)
        text++;
      kd_element_set_text (native->parser->document, first, text, length);
    }
  if (last != NULL && last->type == KD_TEXT)
    {
      text = kd_element_text (last);
      for (length = last->length; length > 0 && kd_is_strippable (text[length - 1]);)
        length--;
      kd_element_set_text (native->parser->document, last, text, length);
    }
}

/* ---- elements ------------------------------------------------------------------------------- */

/* Kramdown forgets all that it knew of an element but for its attributes. */
void
kd_native_become (KdNative *native, KdElement *element, guint8 type)
{
  KdExtra *extra = kd_element_get_extra (element);
  guint32 end = kd_element_end (element);

  element->type = type;
  element->flags = type < KD_HTML_ELEMENT ? KD_FLAG_BLOCK : 0;
  element->detail = 0;
  element->level = 0;
  extra->ial = extra->text = 0;
  extra->length = 0;
  if (kd_type_is_leaf (type))
    element->text = element->length = 0;
  kd_element_set_end (native->parser->document, element, end);
}

void
kd_native_html (KdNative *native, KdElement *element, gboolean convert, gboolean preserve)
{
  KdExtra *extra = kd_element_get_extra (element);
  const char *name = kd_extra_text (extra);
  gboolean span = kd_tag_has (name, extra->length, KD_TAG_SPAN);

  element->flags = span ? 0 : KD_FLAG_BLOCK;
  element->detail = convert ? (guint8) kd_tag_model (name, extra->length) : KD_CONTENT_RAW;
  extra->ial = 0;
  kd_native_children (native, element, convert, preserve);
}

static const struct
{
  const char *name;
  guint8 type;
} simple[] = {
  { "blockquote", KD_BLOCKQUOTE },
  { "br", KD_BR },
  { "dd", KD_DD },
  { "dl", KD_DL },
  { "dt", KD_DT },
  { "hr", KD_HR },
  { "img", KD_IMG },
  { "li", KD_LI },
  { "ol", KD_OL },
  { "p", KD_PARAGRAPH },
  { "tbody", KD_TBODY },
  { "td", KD_TD },
  { "tfoot", KD_TFOOT },
  { "th", KD_TH },
  { "thead", KD_THEAD },
  { "tr", KD_TR },
  { "ul", KD_UL },
};

static void
convert_in_general (KdNative *native, KdElement *element, gboolean preserve)
{
  const KdExtra *extra = kd_element_get_extra (element);
  const char *name = kd_extra_text (extra);
  const KdTagInfo *info = kd_tag_info (name, extra->length);
  guint flags = info != NULL ? info->flags : 0;
  guint8 type = KD_HTML_ELEMENT;

  if ((flags & KD_TAG_REMOVE_TEXT) != 0)
    kd_native_remove_text (element);
  for (gsize i = 0; i < G_N_ELEMENTS (simple); i++)
    if (strcmp (simple[i].name, name) == 0)
      type = simple[i].type;
  if (type == KD_HTML_ELEMENT)
    kd_native_html (native, element, TRUE, preserve);
  else
    {
      kd_native_become (native, element, type);
      if (kd_type_is_leaf (type))
        return;
      kd_native_children (native, element, TRUE, preserve);
    }
  if ((flags & KD_TAG_STRIP_SPACE) != 0)
    strip_space (native, element);
  if ((flags & KD_TAG_REMOVE_SPACE) != 0)
    remove_space (element);
  if ((flags & KD_TAG_WRAP_TEXT) != 0)
    wrap_text (native, element);
}

/* A comment stands among spans if what it stands in has such. */
static void
process_comment (KdElement *comment, const KdElement *parent)
{
  const char *name = "div";

  if (parent != NULL)
    name = parent->type == KD_HTML_ELEMENT ? kd_extra_text (kd_element_get_extra (parent))
           : parent->type == KD_HEADER     ? "h1"
                                           : kd_type_get_name (parent->type);
  if (kd_tag_model (name, strlen (name)) == KD_CONTENT_SPAN)
    comment->flags &= (guint8) ~KD_FLAG_BLOCK;
  else
    comment->flags |= KD_FLAG_BLOCK;
}

void
kd_native_process (KdNative *native,
                   KdElement *element,
                   gboolean convert,
                   gboolean preserve,
                   const KdElement *parent)
{
  if (element->type == KD_XML_COMMENT || element->type == KD_XML_INSTRUCTION)
    process_comment (element, parent);
  else if (element->type == KD_HTML_ELEMENT && !convert)
    kd_native_html (native, element, FALSE, preserve);
  else if (element->type == KD_HTML_ELEMENT && !kd_native_special (native, element))
    convert_in_general (native, element, preserve);
}

void
kd_convert_native (KdParser *parser, KdElement *element)
{
  KdNative native = { parser };

  parser->any_native = TRUE;
  kd_native_process (&native, element, TRUE, FALSE, NULL);
}

/* kd-html-native-elements.c - html_to_native for elements with rules of their own: links, emphasis,
 * headers, code, tables, and scripts that hold math.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-html-native.h"

static gboolean
is_named (const KdElement *element, const char *name)
{
  return element->type == KD_HTML_ELEMENT
         && strcmp (kd_extra_text (kd_element_get_extra (element)), name) == 0;
}

static KdAttribute *
attribute (const KdElement *element, const char *name)
{
  const KdExtra *extra = kd_element_get_extra (element);

  return extra != NULL ? kd_attribute_find (&extra->attributes, name, strlen (name)) : NULL;
}

static void
convert_link (KdNative *native, KdElement *element)
{
  if (attribute (element, "href") == NULL)
    {
      kd_native_html (native, element, FALSE, FALSE);
      return;
    }
  kd_native_become (native, element, KD_A);
  kd_native_children (native, element, TRUE, FALSE);
}

static void
convert_emphasis (KdNative *native, KdElement *element, guint8 type)
{
  g_autoptr (GString) text = g_string_new (NULL);

  kd_native_collect_text (element, text);
  if (text->len > 0 && (kd_is_space (text->str[0]) || kd_is_space (text->str[text->len - 1])))
    {
      kd_native_html (native, element, FALSE, FALSE);
      return;
    }
  kd_native_become (native, element, type);
  kd_native_children (native, element, TRUE, FALSE);
}

static void
convert_header (KdNative *native, KdElement *element, guint8 level)
{
  g_autoptr (GString) text = g_string_new (NULL);

  kd_native_collect_text (element, text);
  kd_native_become (native, element, KD_HEADER);
  element->level = level;
  kd_extra_set_text (native->parser->document, kd_element_get_extra (element),
                     kd_heap_strndup (native->parser->heap, text->str, text->len), text->len);
  kd_native_children (native, element, TRUE, FALSE);
}

/* ---- code ----------------------------------------------------------------------------------- */

/* The text with its entities as characters; FALSE if one is no character. */
static gboolean
decode_text (KdNative *native, const char *text, gsize length, GString *out)
{
  KdElement *holder = kd_element_new (native->parser->document, KD_ROOT, 0, 0);

  kd_native_text (native, holder, text, length, TRUE);
  for (const KdElement *part = kd_element_first (holder); part != NULL;
       part = kd_element_next (part))
    switch (part->type)
      {
      case KD_TEXT:
        g_string_append_len (out, kd_element_text (part), part->length);
        break;
      case KD_ENTITY:
        if (!g_unichar_validate (part->number))
          return FALSE;
        g_string_append_unichar (out, part->number);
        break;
      case KD_SMART_QUOTE:
        g_string_append_unichar (out, kd_entity_code_point (kd_quote_names[part->detail], 5));
        break;
      default:
        {
          const char *name = kd_symbol_names[part->detail];
          g_string_append_unichar (out, kd_entity_code_point (name, strlen (name)));
        }
      }
  return TRUE;
}

/* Classes like "highlighter-rouge" go, with the space on one side. */
static void
remove_highlighter_class (KdNative *native, KdElement *element)
{
  KdAttribute *class = attribute (element, "class");
  g_autoptr (GRegex) pattern = NULL;
  g_autofree char *left = NULL;

  if (class == NULL || strstr (kd_attribute_value (class), "highlighter-") == NULL)
    return;
  pattern = g_regex_new ("\\s+\\bhighlighter-\\w+\\b|\\bhighlighter-\\w+\\b\\s*", 0, 0, NULL);
  left = g_regex_replace_literal (pattern, kd_attribute_value (class), -1, 0, "", 0, NULL);
  kd_attribute_set (native->parser->document, &kd_element_get_extra (element)->attributes, "class",
                    kd_heap_strndup (native->parser->heap, left, strlen (left)));
}

/* A <pre> around nothing but a <code class="language-…"> takes over that class, before its own. */
static void
take_language (KdNative *native, KdElement *element, const KdElement *only_child)
{
  const KdAttribute *inner =
      only_child != NULL && is_named (only_child, "code") ? attribute (only_child, "class") : NULL;
  const KdAttribute *own = attribute (element, "class");
  g_autoptr (GRegex) pattern = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *language = NULL;
  g_autofree char *value = NULL;

  if (inner == NULL)
    return;
  pattern = g_regex_new ("\\blanguage-\\S+", 0, 0, NULL);
  if (!g_regex_match (pattern, kd_attribute_value (inner), 0, &match))
    return;
  language = g_match_info_fetch (match, 0);
  value =
      g_strchomp (g_strconcat (language, " ", own != NULL ? kd_attribute_value (own) : "", NULL));
  kd_attribute_set (native->parser->document, &kd_element_get_extra (element)->attributes, "class",
                    kd_heap_strndup (native->parser->heap, value, strlen (value)));
}

static void
convert_code (KdNative *native, KdElement *element)
{
  g_autoptr (GString) raw = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  const KdElement *first = kd_element_first (element);
  gboolean block = is_named (element, "pre");

  kd_native_collect_text (element, raw);
  if (!decode_text (native, kd_heap_strndup (native->parser->heap, raw->str, raw->len), raw->len,
                    text))
    {
      kd_native_html (native, element, FALSE, TRUE);
      return;
    }
  kd_native_become (native, element, block ? KD_CODEBLOCK : KD_CODESPAN);
  if (block)
    take_language (native, element,
                   first != NULL && kd_element_next (first) == NULL ? first : NULL);
  else
    remove_highlighter_class (native, element);
  kd_element_set_text (native->parser->document, element,
                       kd_heap_strndup (native->parser->heap, text->str, text->len), text->len);
}

/* ---- tables --------------------------------------------------------------------------------- */

static gboolean
is_cell (const KdElement *element)
{
  return is_named (element, "td") || is_named (element, "th");
}

static gboolean
is_block_tag (const KdElement *element)
{
  const KdExtra *extra = kd_element_get_extra (element);

  return kd_tag_has (kd_extra_text (extra), extra->length, KD_TAG_BLOCK);
}

static gboolean
holds_only_spans (const KdElement *element)
{
  for (const KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    if ((child->type == KD_HTML_ELEMENT && is_block_tag (child)) || !holds_only_spans (child))
      return FALSE;
  return TRUE;
}

static gboolean
cells_are_simple (const KdElement *element)
{
  if (is_cell (element))
    return holds_only_spans (element);
  for (const KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    if (!cells_are_simple (child))
      return FALSE;
  return TRUE;
}

/* The words behind "text-align:" and space. */
static guint8
read_alignment (const KdElement *cell, gboolean *simple, const char **found, gsize *length)
{
  static const struct
  {
    const char *word;
    guint8 alignment;
  } words[] = { { "center", KD_ALIGN_CENTER },
                { "left", KD_ALIGN_LEFT },
                { "right", KD_ALIGN_RIGHT },
                { "justify", 0xff },
                { "inherit", 0xff } };
  const KdAttribute *style = attribute (cell, "style");
  const char *at = style != NULL ? kd_attribute_value (style) : NULL;

  while (at != NULL && (at = strstr (at, "text-align:")) != NULL)
    {
      const char *word = at + strlen ("text-align:");
      const char *start = word;
      while (kd_is_space (*word))
        word++;
      for (gsize i = 0; word > start && i < G_N_ELEMENTS (words); i++)
        if (g_str_has_prefix (word, words[i].word))
          {
            *simple = words[i].alignment != 0xff;
            *found = at;
            *length = (gsize) (word - at) + strlen (words[i].word);
            return *simple ? words[i].alignment : KD_ALIGN_DEFAULT;
          }
      at = word;
    }
  return KD_ALIGN_DEFAULT;
}

/* All rows have the same number of cells, with the same alignment. */
static gboolean
rows_agree (const KdElement *element, GArray *alignment, gboolean *first_row)
{
  guint n = 0;

  if (!is_named (element, "tr"))
    {
      for (const KdElement *child = kd_element_first (element); child != NULL;
           child = kd_element_next (child))
        if (!rows_agree (child, alignment, first_row))
          return FALSE;
      return TRUE;
    }
  for (const KdElement *cell = kd_element_first (element); cell != NULL;
       cell = kd_element_next (cell))
    {
      gboolean simple = TRUE;
      const char *found;
      gsize length;
      guint8 own;
      if (!is_cell (cell))
        continue;
      own = read_alignment (cell, &simple, &found, &length);
      if (!simple)
        return FALSE;
      if (*first_row)
        g_array_append_val (alignment, own);
      else if (n >= alignment->len || g_array_index (alignment, guint8, n) != own)
        return FALSE;
      n++;
    }
  /* Rows without cells before the first that has some count for nothing. */
  if (*first_row && n > 0)
    *first_row = FALSE;
  return n == alignment->len;
}

static gboolean
rows_are_of (const KdElement *element, const char *cell_name)
{
  for (const KdElement *row = kd_element_first (element); row != NULL; row = kd_element_next (row))
    {
      if (row->type == KD_TEXT)
        continue;
      if (!is_named (row, "tr"))
        return FALSE;
      for (const KdElement *cell = kd_element_first (row); cell != NULL;
           cell = kd_element_next (cell))
        if (cell->type != KD_TEXT && !is_named (cell, cell_name))
          return FALSE;
    }
  return TRUE;
}

static gboolean
parts_are_simple (const KdElement *table)
{
  gboolean has_body = FALSE;

  for (const KdElement *part = kd_element_first (table); part != NULL;
       part = kd_element_next (part))
    {
      if (part->type == KD_TEXT)
        continue;
      if (!(is_named (part, "thead") && rows_are_of (part, "th"))
          && !((is_named (part, "tfoot") || is_named (part, "tbody")) && rows_are_of (part, "td")))
        return FALSE;
      has_body = has_body || is_named (part, "tbody");
    }
  return has_body;
}

static gboolean
is_simple_table (const KdElement *table)
{
  g_autoptr (GArray) alignment = g_array_new (FALSE, FALSE, sizeof (guint8));
  gboolean first_row = TRUE;

  return cells_are_simple (table) && rows_agree (table, alignment, &first_row) && alignment->len > 0
         && (rows_are_of (table, "td") || parts_are_simple (table));
}

/* Takes the alignment out of a cell's style. */
static void
take_alignment (KdNative *native, KdElement *cell)
{
  KdAttribute *style = attribute (cell, "style");
  gboolean simple = TRUE;
  const char *found, *rest;
  gsize length = 0;
  GString *left;
  const char *semicolon;

  kd_cell_set_alignment (cell, read_alignment (cell, &simple, &found, &length));
  if (length == 0)
    return;
  rest = found + length;
  for (semicolon = found; semicolon > kd_attribute_value (style) && kd_is_space (semicolon[-1]);)
    semicolon--;
  if (semicolon > kd_attribute_value (style) && semicolon[-1] == ';')
    found = semicolon - 1;
  left = g_string_new_len (kd_attribute_value (style), found - kd_attribute_value (style));
  g_string_append (left, rest);
  kd_attribute_set (native->parser->document, &kd_element_get_extra (cell)->attributes, "style",
                    kd_heap_strndup (native->parser->heap, left->str, left->len));
  if (kd_skip_space (left->str, 0, left->len) == left->len)
    kd_attribute_remove (&kd_element_get_extra (cell)->attributes, "style");
  g_string_free (left, TRUE);
}

static void
finish_cells (KdNative *native, KdElement *element)
{
  for (KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    if (child->type == KD_TD || child->type == KD_TH)
      {
        take_alignment (native, child);
        child->type = KD_TD;
      }
    else
      finish_cells (native, child);
}

static void
convert_table (KdNative *native, KdElement *element)
{
  KdElement *child;
  KdElement *body;

  if (!is_simple_table (element))
    {
      kd_native_html (native, element, FALSE, FALSE);
      return;
    }
  kd_native_remove_text (element);
  kd_native_children (native, element, TRUE, FALSE);
  kd_native_become (native, element, KD_TABLE);
  finish_cells (native, element);
  child = kd_element_take_children (element);
  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (child->type != KD_HTML_ELEMENT)
        kd_element_append (element, child);
      child = next;
    }
  if (kd_element_first (element) == NULL || kd_element_first (element)->type != KD_TR)
    return;
  body =
      kd_element_new (native->parser->document, KD_TBODY, element->start, kd_element_end (element));
  kd_element_take_over (body, element);
  kd_element_append (element, body);
}

/* ---- math ----------------------------------------------------------------------------------- */

static gboolean
is_math_type (const char *type)
{
  const char *found = strstr (type, "math/tex");
  gsize length = strlen (type);

  for (; found != NULL; found = strstr (found + 1, "math/tex"))
    {
      gsize at = (gsize) (found - type);
      if ((at == 0 || !kd_word_at (type, kd_previous (type, 0, at), length))
          && !kd_word_at (type, at + strlen ("math/tex"), length))
        return TRUE;
    }
  return FALSE;
}

/* The script's text, without a CDATA section around it. */
static void
set_math_text (KdNative *native, KdElement *math, const char *text, gsize length)
{
  static const char opening[] = "<![CDATA[";
  gsize at = 0;
  gsize end = length;

  if (length > 0 && text[0] == '%')
    at = kd_skip_space (text, 1, length);
  if (at + sizeof opening - 1 <= length && memcmp (text + at, opening, sizeof opening - 1) == 0
      && length - at >= sizeof opening - 1 + 3 && memcmp (text + length - 3, "]]>", 3) == 0)
    {
      at += sizeof opening - 1;
      end = length - 3;
      if (at < end && text[at] == '\n')
        at++;
      if (end >= at + 2 && text[end - 1] == '%' && kd_is_space (text[end - 2]))
        end -= 2;
    }
  else
    at = 0;
  kd_element_set_text (native->parser->document, math, text + at, end - at);
}

static void
convert_script (KdNative *native, KdElement *element)
{
  const KdAttribute *type = attribute (element, "type");
  const KdElement *content = kd_element_first (element);
  gboolean has_text = content != NULL && kd_element_has_text (content);
  const char *text = has_text ? kd_element_text (content) : "";
  gsize length = has_text ? content->length : 0;
  gboolean block;

  if (type == NULL || !is_math_type (kd_attribute_value (type)))
    {
      kd_native_html (native, element, TRUE, FALSE);
      return;
    }
  block = strstr (kd_attribute_value (type), "mode=display") != NULL;
  kd_native_become (native, element, KD_MATH);
  if (block)
    element->flags |= KD_FLAG_BLOCK;
  set_math_text (native, element, text, length);
  kd_attribute_remove (&kd_element_get_extra (element)->attributes, "type");
}

/* ---- all of them ---------------------------------------------------------------------------- */

gboolean
kd_native_special (KdNative *native, KdElement *element)
{
  const char *name = kd_extra_text (kd_element_get_extra (element));

  if (strcmp (name, "a") == 0)
    convert_link (native, element);
  else if (strcmp (name, "em") == 0 || strcmp (name, "i") == 0)
    convert_emphasis (native, element, KD_EM);
  else if (strcmp (name, "strong") == 0 || strcmp (name, "b") == 0)
    convert_emphasis (native, element, KD_STRONG);
  else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0')
    convert_header (native, element, (guint8) (name[1] - '0'));
  else if (strcmp (name, "code") == 0 || strcmp (name, "pre") == 0)
    convert_code (native, element);
  else if (strcmp (name, "table") == 0)
    convert_table (native, element);
  else if (strcmp (name, "script") == 0)
    convert_script (native, element);
  else if (strcmp (name, "textarea") == 0)
    kd_native_html (native, element, TRUE, TRUE);
  else
    return FALSE;
  return TRUE;
}

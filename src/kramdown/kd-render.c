/* kd-render.c - the tree as HTML: the document, its list of blocks, and one element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

/* ---- texts ---------------------------------------------------------------------------------- */

/* Newlines between two East Asian characters are left out. */
static void
render_joined_text (KdRender *render, const char *text, gsize length)
{
  gsize from = 0;
  guint size;

  for (gsize pos = 1; pos + 1 < length; pos++)
    if (text[pos] == '\n'
        && kd_is_east_asian_code_point (kd_decode (text, kd_previous (text, 0, pos), &size))
        && kd_is_east_asian_code_point (kd_decode (text, pos + 1, &size)))
      {
        kd_render_text (render, text + from, pos - from);
        from = pos + 1;
      }
  kd_render_text (render, text + from, length - from);
}

static void
render_text (KdRender *render, const KdElement *element)
{
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (render->options->remove_line_breaks_for_cjk)
    render_joined_text (render, text, length);
  else
    kd_render_text (render, text, length);
}

static void
render_entity (KdRender *render, const KdElement *element)
{
  gsize length;
  const char *original = kd_element_get_text (render->document, element, &length);

  kd_render_entity (render, kd_element_get_code_point (element), NULL, original, length);
}

/* A symbol or quote by its name. */
static void
render_named (KdRender *render,
              const KdElement *element,
              const char *const *names,
              char *const *texts,
              guint n)
{
  gsize length;
  const char *name = kd_element_get_text (render->document, element, &length);

  for (guint i = 0; i < n; i++)
    if (names[i] == name || (strlen (names[i]) == length && memcmp (names[i], name, length) == 0))
      {
        kd_render_string (render, texts[i]);
        return;
      }
}

/* ---- elements ------------------------------------------------------------------------------- */

void
kd_render_children (KdRender *render, const KdElement *element, int indent)
{
  const KdElement *parent = render->parent;
  const KdElement *grandparent = render->grandparent;

  render->grandparent = parent;
  render->parent = element;
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    kd_render_element (render, child, indent + KD_INDENT);
  if (element == render->noted)
    kd_render_backlinks (render, render->noted_footnote);
  render->parent = parent;
  render->grandparent = grandparent;
}

gboolean
kd_render_ends_line (const KdRender *render, gsize from)
{
  return render->length > from && render->out[render->length - 1] == '\n';
}

static void
render_rule (KdRender *render, const KdElement *element, int indent)
{
  kd_render_start (render, indent, "hr", element);
  kd_render_literal (render, " />\n");
}

static void
render_link (KdRender *render, const KdElement *element, int indent)
{
  if (render->in_toc)
    kd_render_children (render, element, indent);
  else
    kd_render_span (render, element, indent, "a");
}

void
kd_render_element (KdRender *render, const KdElement *element, int indent)
{
  KdType type = kd_element_get_type (element);

  switch (type)
    {
    case KD_BLANK:
      kd_render_byte (render, '\n');
      return;
    case KD_PARAGRAPH:
      kd_render_paragraph (render, element, indent);
      return;
    case KD_HEADER:
      kd_render_header (render, element, indent);
      return;
    case KD_CODEBLOCK:
      kd_render_codeblock (render, element, indent);
      return;
    case KD_UL:
    case KD_OL:
      kd_render_list (render, element, indent);
      return;
    case KD_LI:
    case KD_DD:
      kd_render_item (render, element, indent, kd_type_get_name (type));
      return;
    case KD_DT:
      kd_render_term (render, element, indent);
      return;
    case KD_BLOCKQUOTE:
    case KD_DL:
    case KD_TABLE:
    case KD_THEAD:
    case KD_TBODY:
    case KD_TFOOT:
    case KD_TR:
      kd_render_container (render, element, indent, kd_type_get_name (type));
      return;
    case KD_TD:
    case KD_TH:
      kd_render_cell (render, element, indent);
      return;
    case KD_HR:
      render_rule (render, element, indent);
      return;
    case KD_HTML_ELEMENT:
      kd_render_html_element (render, element, indent);
      return;
    case KD_XML_COMMENT:
    case KD_XML_INSTRUCTION:
      kd_render_markup (render, element, indent);
      return;
    case KD_COMMENT:
      kd_render_comment (render, element, indent);
      return;
    case KD_RAW:
      kd_render_raw (render, element);
      return;
    case KD_MATH:
      kd_render_math (render, element, indent);
      return;
    case KD_LIQUID:
      kd_render_liquid (render, element, indent);
      return;
    case KD_TEXT:
      render_text (render, element);
      return;
    case KD_A:
      render_link (render, element, indent);
      return;
    case KD_BR:
      kd_render_literal (render, "<br />");
      return;
    case KD_IMG:
      kd_render_image (render, element);
      return;
    case KD_CODESPAN:
      kd_render_codespan (render, element);
      return;
    case KD_FOOTNOTE:
      kd_render_footnote (render, element);
      return;
    case KD_EM:
    case KD_STRONG:
      kd_render_span (render, element, indent, kd_type_get_name (type));
      return;
    case KD_ENTITY:
      render_entity (render, element);
      return;
    case KD_TYPOGRAPHIC_SYMBOL:
      render_named (render, element, kd_symbol_names, render->symbols, KD_N_SYMBOLS);
      return;
    case KD_SMART_QUOTE:
      render_named (render, element, kd_quote_names, render->quotes, KD_N_QUOTES);
      return;
    case KD_ABBREVIATION:
      kd_render_abbreviation (render, element);
      return;
    case KD_ROOT:
    case KD_FOOTNOTE_DEFINITION:
      kd_render_children (render, element, indent);
      return;
    case KD_N_TYPES:
      break;
    }
  g_assert_not_reached ();
}

/* ---- the document --------------------------------------------------------------------------- */

/* Runs @write on the empty buffer and takes what it wrote. */
static char *
take_entity (KdRender *render, const char *first, const char *second)
{
  const char *names[] = { first, second };

  render->length = 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      kd_render_entity (render, kd_entity_code_point (names[i], strlen (names[i])), names[i], NULL,
                        0);
  return g_strndup (render->out, render->length);
}

/* A smart quote is the name of an entity or a number; what is neither, kramdown fails at. */
static char *
take_quote (KdRender *render, KdQuote quote)
{
  const char *text = render->options->smart_quotes[quote];
  gunichar code_point = kd_entity_code_point (text, strlen (text));

  if (code_point != 0)
    return take_entity (render, text, NULL);
  code_point = (gunichar) g_ascii_strtoull (text, NULL, 0);
  if (code_point == 0)
    return take_entity (render, kd_quote_names[quote], NULL);
  render->length = 0;
  kd_render_entity (render, code_point, NULL, NULL, 0);
  return g_strndup (render->out, render->length);
}

static char *
take_symbol (KdRender *render, KdSymbol symbol)
{
  const char *text = render->options->symbols[symbol];

  if (text != NULL)
    {
      render->length = 0;
      kd_render_text (render, text, strlen (text));
      return g_strndup (render->out, render->length);
    }
  if (symbol == KD_SYMBOL_LAQUO_SPACE)
    return take_entity (render, "laquo", "nbsp");
  if (symbol == KD_SYMBOL_RAQUO_SPACE)
    return take_entity (render, "nbsp", "raquo");
  return take_entity (render, kd_symbol_names[symbol], NULL);
}

static void
render_init (KdRender *render, const KdDocument *document)
{
  BaseSpan span = kd_element_get_span (kd_document_get_root (document));

  memset (render, 0, sizeof *render);
  render->document = document;
  render->options = kd_document_get_options (document);
  kd_render_grow (render, span.end - span.start + (span.end - span.start) / 4);
  for (guint i = 0; i < KD_N_QUOTES; i++)
    render->quotes[i] = take_quote (render, i);
  for (guint i = 0; i < KD_N_SYMBOLS; i++)
    render->symbols[i] = take_symbol (render, i);
  render->nbsp = take_entity (render, "nbsp", NULL);
  render->length = 0;
  render->used_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  render->toc = g_array_new (FALSE, FALSE, sizeof (KdTocEntry));
  render->toc_ids = g_string_new (NULL);
  render->footnotes = g_array_new (FALSE, FALSE, sizeof (KdRenderFootnote));
  render->footnote_indices = g_hash_table_new (NULL, NULL);
}

/* All but the HTML. */
static void
render_clear (KdRender *render)
{
  for (guint i = 0; i < KD_N_QUOTES; i++)
    g_free (render->quotes[i]);
  for (guint i = 0; i < KD_N_SYMBOLS; i++)
    g_free (render->symbols[i]);
  g_free (render->nbsp);
  g_hash_table_unref (render->used_ids);
  g_array_unref (render->toc);
  g_string_free (render->toc_ids, TRUE);
  g_array_unref (render->footnotes);
  g_hash_table_unref (render->footnote_indices);
}

/* A top-level block: where its html starts, and its source. */
typedef struct
{
  gsize at;
  const KdElement *first;
  const KdElement *last;
} Block;

/* @blocks may be NULL. */
static void
add_block (GArray *blocks, gsize at, const KdElement *first, const KdElement *last)
{
  Block block = { at, first, last };

  if (blocks != NULL)
    g_array_append_val (blocks, block);
}

/* Blank lines go to the block before them, those at the start to the first. */
static void
render_top_level (KdRender *render, GArray *blocks)
{
  const KdElement *root = kd_document_get_root (render->document);
  const KdElement *first = NULL;
  const KdElement *last = NULL;
  gboolean only_blank = TRUE;
  gsize at = 0;

  render->parent = root;
  for (const KdElement *child = kd_element_get_first_child (root); child != NULL;
       child = kd_element_get_next (child))
    {
      gboolean is_blank = kd_element_get_type (child) == KD_BLANK;

      if (!is_blank && !only_blank)
        {
          if (render->length > at)
            add_block (blocks, at, first, last);
          at = render->length;
          first = NULL;
        }
      if (first == NULL || (only_blank && !is_blank))
        first = last = child;
      /* A blank line that the element before it has taken along has nothing left. */
      if (base_span_length (kd_element_get_span (child)) > 0)
        last = child;
      only_blank = only_blank && is_blank;
      kd_render_element (render, child, 0);
    }
  if (render->length > at)
    add_block (blocks, at, first, last);
  render->parent = NULL;
}

/* Moves what was written from @from on to its place; the blocks behind it move along. */
static void
put_in_place (KdRender *render, GArray *blocks, gsize from, char place)
{
  gsize size = render->length - from;
  gsize at = kd_render_move_to (render, from, place);

  if (blocks == NULL)
    return;
  for (guint i = blocks->len; i-- > 0 && g_array_index (blocks, Block, i).at > at;)
    g_array_index (blocks, Block, i).at += size - 1;
}

static void
render_document (KdRender *render, GArray *blocks)
{
  gboolean has_footnote_place;
  gsize end;

  render_top_level (render, blocks);
  has_footnote_place = render->has_footnote_place;
  end = render->length;
  kd_render_footnotes (render);
  if (has_footnote_place)
    put_in_place (render, blocks, end, KD_PLACE_OF_FOOTNOTES);
  else
    {
      if (render->length > end)
        add_block (blocks, end, g_array_index (render->footnotes, KdRenderFootnote, 0).definition,
                   g_array_index (render->footnotes, KdRenderFootnote, render->footnotes->len - 1)
                       .definition);
      /* A place that stands in a footnote comes too late. */
      if (render->has_footnote_place)
        put_in_place (render, blocks, render->length, KD_PLACE_OF_FOOTNOTES);
    }
  if (render->toc_list != NULL)
    {
      end = render->length;
      kd_render_toc (render);
      put_in_place (render, blocks, end, KD_PLACE_OF_TOC);
    }
}

char *
kd_render_html (const KdDocument *document, gsize *length)
{
  KdRender render;

  render_init (&render, document);
  render_document (&render, NULL);
  kd_render_byte (&render, '\0');
  if (length != NULL)
    *length = render.length - 1;
  render_clear (&render);
  return g_realloc (render.out, render.length);
}

static void
block_free (gpointer data)
{
  KdBlock *block = data;

  g_free (block->html);
  g_free (block);
}

GPtrArray *
kd_render_blocks (const KdDocument *document)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  GPtrArray *result = g_ptr_array_new_with_free_func (block_free);
  KdRender render;

  render_init (&render, document);
  render_document (&render, blocks);
  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *from = &g_array_index (blocks, Block, i);
      KdBlock *block = g_new0 (KdBlock, 1);
      gsize line;

      block->html_length = (i + 1 < blocks->len ? from[1].at : render.length) - from->at;
      block->html = g_malloc (block->html_length + 1);
      memcpy (block->html, render.out + from->at, block->html_length);
      block->html[block->html_length] = '\0';
      block->span.start = kd_element_get_span (from->first).start;
      block->span.end = MAX (block->span.start, kd_element_get_span (from->last).end);
      kd_element_get_lines (document, from->first, &block->first_line, &line);
      kd_element_get_lines (document, from->last, &line, &block->last_line);
      block->last_line = MAX (block->first_line, block->last_line);
      block->hash = base_hash_bytes (block->html, block->html_length);
      g_ptr_array_add (result, block);
    }
  render_clear (&render);
  g_free (render.out);
  return result;
}

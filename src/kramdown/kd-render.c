/* kd-render.c - the tree as HTML: the document, its list of blocks, and one element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

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
render_blank (KdRender *render, const KdElement *element, int indent)
{
  kd_render_byte (render, '\n');
}

static void
render_rule (KdRender *render, const KdElement *element, int indent)
{
  kd_render_start (render, indent, "hr", element);
  kd_render_literal (render, " />\n");
}

static void
render_break (KdRender *render, const KdElement *element, int indent)
{
  kd_render_literal (render, "<br />");
}

typedef void (*Renderer) (KdRender *render, const KdElement *element, int indent);

static const Renderer renderers[KD_N_TYPES] = {
  [KD_ROOT] = kd_render_children,
  [KD_BLANK] = render_blank,
  [KD_PARAGRAPH] = kd_render_paragraph,
  [KD_HEADER] = kd_render_header,
  [KD_BLOCKQUOTE] = kd_render_container,
  [KD_CODEBLOCK] = kd_render_codeblock,
  [KD_UL] = kd_render_list,
  [KD_OL] = kd_render_list,
  [KD_LI] = kd_render_item,
  [KD_DL] = kd_render_container,
  [KD_DT] = kd_render_term,
  [KD_DD] = kd_render_item,
  [KD_TABLE] = kd_render_container,
  [KD_THEAD] = kd_render_container,
  [KD_TBODY] = kd_render_container,
  [KD_TFOOT] = kd_render_container,
  [KD_TR] = kd_render_container,
  [KD_TD] = kd_render_cell,
  [KD_TH] = kd_render_cell,
  [KD_HR] = render_rule,
  [KD_FOOTNOTE_DEFINITION] = kd_render_children,
  [KD_HTML_ELEMENT] = kd_render_html_element,
  [KD_XML_COMMENT] = kd_render_markup,
  [KD_XML_INSTRUCTION] = kd_render_markup,
  [KD_COMMENT] = kd_render_comment,
  [KD_RAW] = kd_render_raw,
  [KD_MATH] = kd_render_math,
  [KD_LIQUID] = kd_render_liquid,
  [KD_TEXT] = kd_render_text_element,
  [KD_A] = kd_render_link,
  [KD_BR] = render_break,
  [KD_IMG] = kd_render_image,
  [KD_CODESPAN] = kd_render_codespan,
  [KD_FOOTNOTE] = kd_render_footnote,
  [KD_EM] = kd_render_span,
  [KD_STRONG] = kd_render_span,
  [KD_ENTITY] = kd_render_entity_element,
  [KD_TYPOGRAPHIC_SYMBOL] = kd_render_symbol,
  [KD_SMART_QUOTE] = kd_render_quote,
  [KD_ABBREVIATION] = kd_render_abbreviation,
};

void
kd_render_element (KdRender *render, const KdElement *element, int indent)
{
  renderers[kd_element_get_type (element)](render, element, indent);
}

/* ---- the document --------------------------------------------------------------------------- */

static void
render_init (KdRender *render, const KdDocument *document)
{
  BaseSpan span = kd_element_get_span (kd_document_get_root (document));

  memset (render, 0, sizeof *render);
  render->document = document;
  render->options = kd_document_get_options (document);
  kd_render_grow (render, span.end - span.start + (span.end - span.start) / 4);
  render->toc = g_array_new (FALSE, FALSE, sizeof (KdTocEntry));
  render->toc_ids = g_string_new (NULL);
  render->footnotes = g_array_new (FALSE, FALSE, sizeof (KdRenderFootnote));
}

/* All but the HTML. */
static void
render_clear (KdRender *render)
{
  for (guint i = 0; i < KD_N_QUOTES; i++)
    g_free (render->quotes[i]);
  for (guint i = 0; i < KD_N_SYMBOLS; i++)
    g_free (render->symbols[i]);
  g_clear_pointer (&render->used_ids, g_hash_table_unref);
  g_array_unref (render->toc);
  g_string_free (render->toc_ids, TRUE);
  g_array_unref (render->footnotes);
  g_clear_pointer (&render->footnote_indices, g_hash_table_unref);
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

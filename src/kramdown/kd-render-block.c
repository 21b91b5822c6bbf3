/* kd-render-block.c - block elements, and html elements, comments, math and raw text of both kinds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

void
kd_render_container (KdRender *render, const KdElement *element, int indent)
{
  const char *name = kd_type_get_name (kd_element_get_type (element));

  kd_render_start (render, indent, name, element);
  kd_render_literal (render, ">\n");
  kd_render_children (render, element, indent);
  kd_render_spaces (render, indent);
  kd_render_end (render, name);
  kd_render_byte (render, '\n');
}

/* ---- paragraphs ----------------------------------------------------------------------------- */

/* A paragraph of one image that an attribute list calls "standalone": a figure. Class and id of the
 * image go to the figure, unless that has its own. */
static void
render_figure (KdRender *render, const KdElement *element, const KdElement *image, int indent)
{
  static const char *const moved[] = { "class", "id" };
  KdOverride figure[G_N_ELEMENTS (moved)];
  KdOverride left_out[G_N_ELEMENTS (moved)];
  const char *alternative = kd_element_get_attribute (render->document, image, "alt");
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (moved); i++)
    {
      const char *value = kd_element_get_attribute (render->document, image, moved[i]);
      if (value == NULL || kd_element_get_attribute (render->document, element, moved[i]) != NULL)
        continue;
      figure[n] = (KdOverride){ moved[i], value };
      left_out[n++] = (KdOverride){ moved[i], NULL };
    }
  kd_render_start_with (render, indent, "figure", element, figure, n);
  kd_render_literal (render, ">\n");
  kd_render_start_with (render, indent + KD_INDENT, "img", image, left_out, n);
  kd_render_literal (render, " />\n");
  kd_render_spaces (render, indent + KD_INDENT);
  kd_render_literal (render, "<figcaption>");
  if (alternative != NULL)
    kd_render_string (render, alternative);
  kd_render_literal (render, "</figcaption>\n");
  kd_render_spaces (render, indent);
  kd_render_literal (render, "</figure>\n");
}

void
kd_render_paragraph (KdRender *render, const KdElement *element, int indent)
{
  const KdElement *first = kd_element_get_first_child (element);

  if (kd_element_is_transparent (element))
    {
      kd_render_children (render, element, indent);
      return;
    }
  if (first != NULL && kd_element_get_type (first) == KD_IMG && kd_element_get_next (first) == NULL
      && element != render->noted && kd_element_has_reference (first, "standalone"))
    {
      render_figure (render, element, first, indent);
      return;
    }
  kd_render_start (render, indent, "p", element);
  kd_render_byte (render, '>');
  kd_render_children (render, element, indent);
  kd_render_literal (render, "</p>\n");
}

/* ---- lists ---------------------------------------------------------------------------------- */

void
kd_render_list (KdRender *render, const KdElement *element, int indent)
{
  if (render->toc_list == NULL && kd_element_has_reference (element, "toc"))
    {
      render->toc_list = element;
      kd_render_byte (render, KD_PLACE_OF_TOC);
    }
  else if (!render->has_footnote_place && kd_element_has_reference (element, "footnotes"))
    {
      render->has_footnote_place = TRUE;
      kd_render_byte (render, KD_PLACE_OF_FOOTNOTES);
    }
  else
    kd_render_container (render, element, indent);
}

void
kd_render_item (KdRender *render, const KdElement *element, int indent)
{
  const char *name = kd_type_get_name (kd_element_get_type (element));
  const KdElement *first = kd_element_get_first_child (element);
  gsize from;

  kd_render_start (render, indent, name, element);
  kd_render_byte (render, '>');
  from = render->length;
  if (first == NULL
      || (kd_element_get_type (first) == KD_PARAGRAPH && kd_element_is_transparent (first)))
    {
      kd_render_children (render, element, indent);
      if (kd_render_ends_line (render, from))
        kd_render_spaces (render, indent);
    }
  else
    {
      kd_render_byte (render, '\n');
      kd_render_children (render, element, indent);
      kd_render_spaces (render, indent);
    }
  kd_render_end (render, name);
  kd_render_byte (render, '\n');
}

/* The prefix that a reference "auto_ids" or "auto_ids-prefix" of the list asks for; NULL if none
 * does. */
static char *
term_prefix (const KdElement *list)
{
  const char *name;
  gsize end;

  for (guint n = 0; (name = kd_element_get_nth_reference (list, n)) != NULL; n++)
    {
      if (!g_str_has_prefix (name, "auto_ids"))
        continue;
      name += strlen ("auto_ids");
      if (name[0] != '-')
        return g_strdup ("");
      for (end = 1; kd_is_word (name[end]) || name[end] == '-'; end++)
        ;
      return g_strndup (name + 1, end - 1);
    }
  return NULL;
}

void
kd_render_term (KdRender *render, const KdElement *element, int indent)
{
  g_autofree char *id = NULL;
  KdOverride override = { "id", NULL };
  gboolean has_id = kd_element_get_attribute (render->document, element, "id") != NULL;

  if (!has_id && render->parent != NULL)
    {
      g_autofree char *prefix = term_prefix (render->parent);
      gsize length;
      const char *text = kd_element_get_id_text (element, &length);
      if (prefix != NULL)
        override.value = id = kd_render_basic_id (text, length, prefix);
    }
  kd_render_start_with (render, indent, "dt", element, &override, has_id ? 0 : 1);
  kd_render_byte (render, '>');
  kd_render_children (render, element, indent);
  kd_render_literal (render, "</dt>\n");
}

/* ---- tables --------------------------------------------------------------------------------- */

static const char *
alignment_name (KdAlignment alignment)
{
  switch (alignment)
    {
    case KD_ALIGN_DEFAULT:
      return NULL;
    case KD_ALIGN_LEFT:
      return "left";
    case KD_ALIGN_CENTER:
      return "center";
    case KD_ALIGN_RIGHT:
      return "right";
    }
  g_return_val_if_reached (NULL);
}

void
kd_render_cell (KdRender *render, const KdElement *element, int indent)
{
  gboolean in_head =
      render->grandparent != NULL && kd_element_get_type (render->grandparent) == KD_THEAD;
  const char *name = in_head ? "th" : "td";
  const char *alignment = alignment_name (kd_element_get_alignment (element));
  gsize from;

  if (alignment == NULL)
    kd_render_start (render, indent, name, element);
  else
    {
      const char *style = kd_element_get_attribute (render->document, element, "style");
      g_autofree char *value = g_strconcat (style != NULL ? style : "", style != NULL ? "; " : "",
                                            "text-align: ", alignment, NULL);
      KdOverride override = { "style", value };
      kd_render_start_with (render, indent, name, element, &override, 1);
    }
  kd_render_byte (render, '>');
  from = render->length;
  kd_render_children (render, element, indent);
  if (render->length == from)
    kd_render_nbsp (render);
  kd_render_end (render, name);
  kd_render_byte (render, '\n');
}

/* ---- html ----------------------------------------------------------------------------------- */

static gboolean
has_no_body (const char *name, gsize length)
{
  static const char *const names[] = {
    "area",  "base",   "br",   "col",  "command", "embed",  "hr",    "img",
    "input", "keygen", "link", "meta", "param",   "source", "track", "wbr",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strncmp (names[i], name, length) == 0 && names[i][length] == '\0')
      return TRUE;
  return FALSE;
}

/* Whether the element stands in one whose content is raw: then no space is added around it. */
static gboolean
stands_in_raw (const KdRender *render)
{
  return render->parent != NULL && kd_element_get_type (render->parent) == KD_HTML_ELEMENT
         && kd_element_get_content_model (render->parent) == KD_CONTENT_RAW;
}

static void
end_html (KdRender *render, const char *name, gsize length)
{
  kd_render_literal (render, "</");
  kd_render_bytes (render, name, length);
  kd_render_byte (render, '>');
}

static void
render_html_span (
    KdRender *render, const KdElement *element, int indent, const char *name, gsize length)
{
  gsize from = render->length;

  kd_render_byte (render, '>');
  kd_render_children (render, element, indent);
  if (render->length == from + 1 && has_no_body (name, length))
    {
      render->length = from;
      kd_render_literal (render, " />");
    }
  else
    end_html (render, name, length);
}

/* What Ruby's chomp takes off. */
static void
chomp (KdRender *render, gsize from)
{
  gsize end = render->length;

  if (end > from && render->out[end - 1] == '\n')
    end--;
  if (end > from && render->out[end - 1] == '\r')
    end--;
  render->length = end;
}

static void
render_html_block (
    KdRender *render, const KdElement *element, int indent, const char *name, gsize length)
{
  gboolean is_block = kd_element_get_content_model (element) == KD_CONTENT_BLOCK;
  gsize start = render->length;
  gsize from;

  if (kd_element_is_closed (element) && kd_element_get_content_model (element) == KD_CONTENT_RAW)
    {
      kd_render_literal (render, " />");
      return;
    }
  kd_render_byte (render, '>');
  if (is_block)
    kd_render_byte (render, '\n');
  from = render->length;
  kd_render_children (render, element, indent);
  if (render->length == from)
    {
      render->length = start;
      if (has_no_body (name, length))
        {
          kd_render_literal (render, " />");
          return;
        }
      kd_render_byte (render, '>');
    }
  else if (is_block)
    {
      chomp (render, from);
      kd_render_byte (render, '\n');
      kd_render_spaces (render, indent);
    }
  end_html (render, name, length);
}

void
kd_render_html_element (KdRender *render, const KdElement *element, int indent)
{
  gboolean is_block = kd_element_is_block (element);
  gboolean spaced = is_block && !stands_in_raw (render);
  gsize length;
  const char *name = kd_element_get_text (render->document, element, &length);

  if (spaced)
    kd_render_spaces (render, indent);
  kd_render_byte (render, '<');
  kd_render_bytes (render, name, length);
  kd_render_line (render, element);
  kd_render_attributes (render, element, NULL, 0);
  if (is_block)
    render_html_block (render, element, indent, name, length);
  else
    render_html_span (render, element, indent, name, length);
  if (spaced)
    kd_render_byte (render, '\n');
}

void
kd_render_markup (KdRender *render, const KdElement *element, int indent)
{
  gboolean spaced = kd_element_is_block (element) && !stands_in_raw (render);
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (spaced)
    kd_render_spaces (render, indent);
  kd_render_bytes (render, text, length);
  if (spaced)
    kd_render_byte (render, '\n');
}

void
kd_render_comment (KdRender *render, const KdElement *element, int indent)
{
  gboolean is_block = kd_element_is_block (element);
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (is_block)
    kd_render_spaces (render, indent);
  kd_render_literal (render, "<!-- ");
  kd_render_bytes (render, text, length);
  kd_render_literal (render, " -->");
  if (is_block)
    kd_render_byte (render, '\n');
}

void
kd_render_raw (KdRender *render, const KdElement *element, int indent)
{
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (!kd_element_is_for_html (element))
    return;
  kd_render_bytes (render, text, length);
  if (kd_element_is_block (element))
    kd_render_byte (render, '\n');
}

void
kd_render_liquid (KdRender *render, const KdElement *element, int indent)
{
  gboolean is_block = kd_element_is_block (element);
  const char *name = is_block ? "div" : "span";
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (is_block)
    kd_render_spaces (render, indent);
  kd_render_byte (render, '<');
  kd_render_string (render, name);
  kd_render_line (render, element);
  kd_render_literal (render, " class=\"chapeau-liquid\">");
  kd_render_escaped (render, text, length);
  kd_render_end (render, name);
  if (is_block)
    kd_render_byte (render, '\n');
}

/* ---- math ----------------------------------------------------------------------------------- */

static gboolean
has_attributes (const KdRender *render, const KdElement *element)
{
  const char *name, *value;

  return kd_element_get_nth_attribute (render->document, element, 0, &name, &value);
}

/* What MathJax looks for in the page. */
static void
render_mathjax (KdRender *render, const KdElement *element, int indent)
{
  gboolean is_block = kd_element_is_block (element);
  gboolean has_tag = has_attributes (render, element);
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (has_tag)
    {
      kd_render_start (render, is_block ? indent : 0, is_block ? "div" : "span", element);
      kd_render_byte (render, '>');
    }
  if (has_tag && !is_block)
    {
      kd_render_byte (render, '$');
      kd_render_bytes (render, text, length);
      kd_render_literal (render, "$</span>");
      return;
    }
  kd_render_string (render, is_block ? "\\[" : "\\(");
  kd_render_escaped (render, text, length);
  kd_render_string (render, is_block ? "\\]\n" : "\\)");
  if (has_tag)
    kd_render_literal (render, "</div>\n");
}

void
kd_render_math (KdRender *render, const KdElement *element, int indent)
{
  gboolean is_block = kd_element_is_block (element);
  const char *class = kd_element_get_attribute (render->document, element, "class");
  g_autofree char *classes = NULL;
  KdOverride override = { "class", "kdmath" };
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (render->options->math_engine == KD_MATH_ENGINE_MATHJAX)
    {
      render_mathjax (render, element, indent);
      return;
    }
  if (class != NULL)
    {
      classes = g_strconcat (class, " kdmath", NULL);
      override.value = classes + kd_skip_space (classes, 0, strlen (classes));
    }
  kd_render_start_with (render, is_block ? indent : 0, is_block ? "div" : "span", element,
                        &override, 1);
  kd_render_string (render, is_block ? ">$$\n" : ">$");
  kd_render_bytes (render, text, length);
  kd_render_string (render, is_block ? "\n$$</div>\n" : "$</span>");
}

/* kd-render-footnote.c - footnote markers, and the list of footnotes with their backlinks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

static KdRenderFootnote *
get_footnote (KdRender *render, guint index)
{
  return &g_array_index (render->footnotes, KdRenderFootnote, index);
}

/* The footnote's number in the text that the option gives, as sprintf writes it. */
static void
render_link_text (KdRender *render, gint64 number)
{
  for (const char *c = render->options->footnote_link_text; *c != '\0'; c++)
    {
      if (c[0] == '%' && (c[1] == 's' || c[1] == 'd'))
        {
          kd_render_number (render, number);
          c++;
          continue;
        }
      if (c[0] == '%' && c[1] == '%')
        c++;
      kd_render_byte (render, *c);
    }
}

/* The name with the prefix of the options, behind "#fnref:" and the like. */
static void
render_name (KdRender *render, const KdRenderFootnote *footnote)
{
  kd_render_string (render, render->options->footnote_prefix);
  kd_render_bytes (render, footnote->name, footnote->name_length);
}

/* The footnote that a marker refers to, given the next number at the first of its markers. */
static guint
find_footnote (KdRender *render, const KdElement *element)
{
  const KdElement *definition = kd_element_get_footnote (render->document, element);
  KdRenderFootnote footnote = { .definition = definition };
  gpointer found;

  if (render->footnote_indices == NULL)
    render->footnote_indices = g_hash_table_new (NULL, NULL);
  found = g_hash_table_lookup (render->footnote_indices, definition);
  if (found != NULL)
    {
      guint index = GPOINTER_TO_UINT (found) - 1;
      get_footnote (render, index)->repeats++;
      return index;
    }
  footnote.name = kd_element_get_text (render->document, element, &footnote.name_length);
  footnote.number = render->options->footnote_nr + render->footnotes->len;
  g_array_append_val (render->footnotes, footnote);
  g_hash_table_insert (render->footnote_indices, (gpointer) definition,
                       GUINT_TO_POINTER (render->footnotes->len));
  return render->footnotes->len - 1;
}

void
kd_render_footnote (KdRender *render, const KdElement *element, int indent)
{
  const KdRenderFootnote *footnote;

  if (render->in_toc || kd_element_get_footnote (render->document, element) == NULL)
    return;
  footnote = get_footnote (render, find_footnote (render, element));
  kd_render_literal (render, "<sup id=\"fnref:");
  render_name (render, footnote);
  if (footnote->repeats > 0)
    {
      kd_render_byte (render, ':');
      kd_render_number (render, footnote->repeats);
    }
  kd_render_literal (render, "\"><a href=\"#fn:");
  render_name (render, footnote);
  kd_render_literal (render, "\" class=\"footnote\" rel=\"footnote\" role=\"doc-noteref\">");
  render_link_text (render, footnote->number);
  kd_render_literal (render, "</a></sup>");
}

/* ---- the list ------------------------------------------------------------------------------- */

void
kd_render_backlinks (KdRender *render, guint footnote)
{
  const KdRenderFootnote *note = get_footnote (render, footnote - 1);
  const char *text = render->options->footnote_backlink;

  if (text[0] == '\0')
    return;
  for (guint i = 0; i <= note->linked_repeats; i++)
    {
      if (i > 0 || note->spaced)
        kd_render_nbsp (render);
      kd_render_literal (render, "<a href=\"#fnref:");
      render_name (render, note);
      if (i > 0)
        {
          kd_render_byte (render, ':');
          kd_render_number (render, i);
        }
      kd_render_literal (render, "\" class=\"reversefootnote\" role=\"doc-backlink\">");
      kd_render_text (render, text, strlen (text));
      if (i > 0)
        {
          kd_render_literal (render, "<sup>");
          kd_render_number (render, i + 1);
          kd_render_literal (render, "</sup>");
        }
      kd_render_literal (render, "</a>");
    }
}

static const KdElement *
last_child (const KdElement *element)
{
  const KdElement *last = NULL;

  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    last = child;
  return last;
}

/* Where the backlinks go: the paragraph at the end of the footnote, or with the option the last
 * paragraph or header that ends it, however deep. NULL: a paragraph of their own. */
static const KdElement *
find_backlink_place (const KdRender *render, const KdElement *definition)
{
  const KdElement *last = last_child (definition);

  if (!render->options->footnote_backlink_inline
      && (last == NULL || kd_element_get_type (last) != KD_PARAGRAPH))
    return NULL;
  while (last != NULL && kd_element_get_type (last) != KD_PARAGRAPH
         && kd_element_get_type (last) != KD_HEADER)
    last = last_child (last);
  return last;
}

/* An item whose content is a footnote's. */
static void
render_note (KdRender *render, guint index)
{
  const int indent = 2 * KD_INDENT;
  const KdElement *definition = get_footnote (render, index)->definition;
  const KdElement *first = kd_element_get_first_child (definition);
  const KdElement *place = find_backlink_place (render, definition);
  gboolean is_tight = first != NULL && kd_element_get_type (first) == KD_PARAGRAPH
                      && kd_element_is_transparent (first);
  gsize from;

  get_footnote (render, index)->linked_repeats = get_footnote (render, index)->repeats;
  get_footnote (render, index)->spaced = place != NULL;
  render->noted = place;
  render->noted_footnote = index + 1;
  kd_render_spaces (render, indent);
  kd_render_literal (render, "<li id=\"fn:");
  render_name (render, get_footnote (render, index));
  kd_render_byte (render, '"');
  kd_render_line (render, definition);
  kd_render_byte (render, '>');
  from = render->length;
  if (!is_tight)
    kd_render_byte (render, '\n');
  kd_render_children (render, definition, indent);
  if (place == NULL)
    {
      kd_render_spaces (render, indent + KD_INDENT);
      kd_render_literal (render, "<p>");
      kd_render_backlinks (render, index + 1);
      kd_render_literal (render, "</p>\n");
    }
  if (!is_tight || kd_render_ends_line (render, from))
    kd_render_spaces (render, indent);
  kd_render_literal (render, "</li>\n");
  render->noted = NULL;
}

void
kd_render_footnotes (KdRender *render)
{
  if (render->footnotes->len == 0)
    return;
  kd_render_literal (render, "<div class=\"footnotes\" role=\"doc-endnotes\">\n  <ol");
  if (render->options->footnote_nr != 1)
    {
      kd_render_literal (render, " start=\"");
      kd_render_number (render, render->options->footnote_nr);
      kd_render_byte (render, '"');
    }
  kd_render_literal (render, ">\n");
  /* Footnotes may refer to further ones. */
  for (guint i = 0; i < render->footnotes->len; i++)
    render_note (render, i);
  kd_render_literal (render, "  </ol>\n</div>\n");
}

/* kd-render-toc.c - the table of contents: an item for each header, nested by their levels.
 *
 * The headers' content is rendered a second time, without links and footnotes. Levels grow along
 * the nesting, so it is at most six deep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#define N_LEVELS 6

void
kd_render_toc_add (KdRender *render, const KdElement *header, const char *id)
{
  KdTocEntry entry = {
    .header = header,
    .id = (guint32) render->toc_ids->len,
    .noted = header == render->noted ? render->noted_footnote : 0,
  };

  g_string_append_len (render->toc_ids, id, (gssize) strlen (id) + 1);
  g_array_append_val (render->toc, entry);
}

typedef struct
{
  KdRender *render;
  const char *list; /* "ul" or "ol" */
  const char *list_id;
  guint levels[N_LEVELS + 1]; /* of the open items */
  gboolean has_list[N_LEVELS + 1];
  guint depth;
} Toc;

/* The indentation of the item at a depth. */
static int
item_indent (guint depth)
{
  return KD_INDENT + (int) depth * 2 * KD_INDENT;
}

static void
close_item (Toc *toc)
{
  KdRender *render = toc->render;
  guint depth = --toc->depth;

  if (toc->has_list[depth])
    {
      kd_render_spaces (render, item_indent (depth) + KD_INDENT);
      kd_render_end (render, toc->list);
      kd_render_byte (render, '\n');
      kd_render_spaces (render, item_indent (depth));
    }
  kd_render_literal (render, "</li>\n");
}

static void
open_item (Toc *toc, const KdTocEntry *entry)
{
  KdRender *render = toc->render;
  const char *id = render->toc_ids->str + entry->id;
  int indent = item_indent (toc->depth);

  if (toc->depth > 0 && !toc->has_list[toc->depth - 1])
    {
      kd_render_spaces (render, indent - KD_INDENT);
      kd_render_byte (render, '<');
      kd_render_string (render, toc->list);
      kd_render_literal (render, ">\n");
      toc->has_list[toc->depth - 1] = TRUE;
    }
  toc->levels[toc->depth] = kd_element_get_level (entry->header);
  toc->has_list[toc->depth] = FALSE;
  toc->depth++;
  kd_render_spaces (render, indent);
  kd_render_literal (render, "<li><a href=\"#");
  kd_render_attribute_value (render, id, strlen (id));
  kd_render_literal (render, "\" id=\"");
  kd_render_attribute_value (render, toc->list_id, strlen (toc->list_id));
  kd_render_byte (render, '-');
  kd_render_attribute_value (render, id, strlen (id));
  kd_render_literal (render, "\">");
  render->noted = entry->noted != 0 ? entry->header : NULL;
  render->noted_footnote = entry->noted;
  kd_render_children (render, entry->header, indent);
  kd_render_literal (render, "</a>");
}

void
kd_render_toc (KdRender *render)
{
  const KdElement *list = render->toc_list;
  const char *id = kd_element_get_attribute (render->document, list, "id");
  Toc toc = {
    .render = render,
    .list = kd_type_get_name (kd_element_get_type (list)),
    .list_id = id != NULL ? id : "markdown-toc",
  };
  KdOverride override = { "id", toc.list_id };

  if (render->toc->len == 0)
    return;
  kd_render_start_with (render, 0, toc.list, list, &override, 1);
  kd_render_literal (render, ">\n");
  render->in_toc = TRUE;
  for (guint i = 0; i < render->toc->len; i++)
    {
      const KdTocEntry *entry = &g_array_index (render->toc, KdTocEntry, i);
      while (toc.depth > 0 && toc.levels[toc.depth - 1] >= kd_element_get_level (entry->header))
        close_item (&toc);
      open_item (&toc, entry);
    }
  while (toc.depth > 0)
    close_item (&toc);
  render->in_toc = FALSE;
  kd_render_end (render, toc.list);
  kd_render_byte (render, '\n');
}

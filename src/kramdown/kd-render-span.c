/* kd-render-span.c - what stands in a line and is made of a tag.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

void
kd_render_span (KdRender *render, const KdElement *element, int indent)
{
  const char *name = kd_type_get_name (kd_element_get_type (element));

  kd_render_start (render, 0, name, element);
  kd_render_byte (render, '>');
  kd_render_children (render, element, indent);
  kd_render_end (render, name);
}

void
kd_render_link (KdRender *render, const KdElement *element, int indent)
{
  if (render->in_toc)
    kd_render_children (render, element, indent);
  else
    kd_render_span (render, element, indent);
}

void
kd_render_image (KdRender *render, const KdElement *element, int indent)
{
  kd_render_start (render, 0, "img", element);
  kd_render_literal (render, " />");
}

void
kd_render_abbreviation (KdRender *render, const KdElement *element, int indent)
{
  const char *title = kd_element_get_title (render->document, element);
  KdOverride override = { "title", title };
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  kd_render_start_with (render, 0, "abbr", element, &override,
                        title != NULL && title[0] != '\0' ? 1 : 0);
  kd_render_byte (render, '>');
  kd_render_bytes (render, text, length);
  kd_render_literal (render, "</abbr>");
}

/* kramdown-pathological.h - texts made to take long: floods, nests, things that never close.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <kramdown.h>

typedef struct _KramdownPathological KramdownPathological;

struct _KramdownPathological
{
  const char *name;
  /* The text is @head, @unit as often as it fits, @tail; or what @make adds until @size is reached.
   */
  const char *head;
  const char *unit;
  const char *tail;
  void (*make) (GString *text, gsize size);
  const char *option; /* "name=value" over Jekyll's defaults, or NULL */
  /* kramdown's own HTML takes most of what may be taken, so the limit is for the memory beside it.
   * This is so for one text alone: each marker of footnote-repeats, 6 bytes, becomes 200 bytes of
   * HTML (it and its backlink), 33.5 times the text, and the tree, the parser's copy and the
   * process's own pages take about 10 times the text more. */
  gboolean output_is_longer;
};

/* The last one has no name. */
extern const KramdownPathological kramdown_pathological[];

/* A text of about @size bytes. */
GString *kramdown_pathological_make (const KramdownPathological *one, gsize size);
/* Owned by the caller. */
KdOptions *kramdown_pathological_options (const KramdownPathological *one);

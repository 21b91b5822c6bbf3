/* kramdown-case.h - texts with the HTML that kramdown makes of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <kramdown.h>

typedef struct
{
  char *name; /* below the folder, without ".text" or ".md" */
  char *text; /* what kramdown gets: no front matter */
  gsize length;
  char *html; /* expected */
  gsize html_length;
  KdOptions *options;
} KramdownCase;

/* Every x.text with an x.html below @folder, sorted by name: its options are those of x.options
 * over kramdown's own defaults (over Jekyll's if @jekyll). With @posts x.md is read instead, front
 * matter off, under Jekyll's defaults. Empty if there is no such folder. */
GPtrArray *kramdown_cases_load (const char *folder, gboolean posts, gboolean jekyll);
/* A folder below tests/kramdown, or below the reference data. Free with g_free; NULL if the latter
 * is not there. */
char *kramdown_own_folder (const char *name);
char *kramdown_reference_folder (const char *name);

/* What holds of every text, whatever its HTML: the tree is sound, spans lie in each other and in
 * order, the blocks' HTML is the whole, data-line adds nothing else, and Liquid changes nothing
 * where there is none. Asserts; @name is for the message. */
void kramdown_check_properties (const char *name,
                                const char *text,
                                gsize length,
                                const KdOptions *options);

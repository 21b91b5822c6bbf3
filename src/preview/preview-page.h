/* preview-page.h - what a page holds, for the other files of this folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "preview.h"

G_BEGIN_DECLS

/* A part in the order in which the page got them. */
typedef struct
{
  const char *name; /* interned */
  GArray *blocks;   /* of PreviewBlock */
} PreviewPart;

typedef struct
{
  char *address; /* site-relative, from "/" */
  GBytes *css;   /* or NULL: a file of the site */
} PreviewStylesheet;

struct _PreviewPage
{
  gatomicrefcount references;
  char *post_id;
  char *title;
  char *language;
  char *address;
  PreviewTheme theme;
  GPtrArray *parts;       /* of PreviewPart */
  GPtrArray *stylesheets; /* of PreviewStylesheet */
  GHashTable *classes;    /* place -> class names */
  GBytes *shell;          /* or NULL: ours */
};

/* The part of that name, or NULL. */
PreviewPart *preview_page_find_part (const PreviewPage *page, const char *name);
/* Whether only blocks differ, so that a patch will do. The title is patched, too. */
gboolean preview_page_same_around (const PreviewPage *a, const PreviewPage *b);

G_END_DECLS

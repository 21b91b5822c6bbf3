/* preview-harness.h - a window with a preview in it, and waiting for what it does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <webkit/webkit.h>

#include "chapeau-preview-private.h"
#include "preview.h"

typedef struct
{
  GtkWidget *window;
  ChapeauPreview *preview;
  double line; /* of the last "line-scrolled", -1 if there was none since it was set to that */
  char *part;  /* of the last "activated" */
  guint part_line;
  char *link; /* of the last "link-activated" */
} Harness;

/* GTK and the tests; skips the whole program (exit 77) when there is no display. */
void harness_init (int *argc, char ***argv);

Harness *harness_new (const char *root);
void harness_free (Harness *harness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Harness, harness_free)

/* Runs the main loop; fails the test after a generous time. */
void harness_wait_state (Harness *harness, PreviewState state);
void harness_wait_ms (guint milliseconds);
/* Shows and waits until the document holds it. */
void harness_show (Harness *harness, PreviewPage *page);

/* A page whose body is @html cut at blank lines; block i is of source lines 2i to 2i + 1. */
PreviewPage *harness_page (const char *post_id, const char *html);
PreviewPage *harness_page_of_blocks (const char *post_id, const char *const *blocks);

/* What the body of a function in our world returns, as a string. The test fails if it throws. */
char *harness_eval (Harness *harness, const char *body);
char *harness_html (Harness *harness, const char *part);
/* What the DOM makes of @html in one piece. */
char *harness_parsed (Harness *harness, const char *html);
/* Waits until the expression is true. */
void harness_wait_for (Harness *harness, const char *expression);

/* Process ids of the web processes that this program has started, as a GArray of int. */
GArray *harness_web_processes (void);

/* A temporary folder that is a site, removed with harness_remove_site. */
char *harness_make_site (void);
void harness_write (const char *site, const char *path, const char *content, gssize length);
void harness_remove_site (char *site);

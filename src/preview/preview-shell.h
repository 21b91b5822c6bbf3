/* preview-shell.h - the document that a page is loaded as.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "preview-page.h"
#include "preview-slots.h"

G_BEGIN_DECLS

/* A text of this folder's GResource ("patch.js"). It is there, or the program is broken. */
GBytes *preview_shell_resource (const char *name);

/* The scripts of the preview, joined into one function. */
char *preview_shell_script (void);

typedef struct
{
  const char *operations; /* JSON, from preview_slots_update */
  gboolean external_content;
  PreviewPlace top;
  PreviewPlace mark;
} PreviewShellState;

/* The whole HTML document: shell, head, and for patch.js all that it starts with. */
GBytes *preview_shell_document (const PreviewPage *page, const PreviewShellState *state);

/* The Content-Security-Policy header of all our responses. Static. */
const char *preview_shell_policy (gboolean external_content);

G_END_DECLS

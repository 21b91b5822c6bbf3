/* chapeau-page.h - a post as the preview shows it: the parts of the header around the body.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <model.h>
#include <preview.h>

G_BEGIN_DECLS

/* The Markdown texts of the header that have to be rendered with the body, in the order in which
 * chapeau_page_new expects them; NULL-terminated. */
char **chapeau_page_dup_texts (ChapeauDocument *document);
PreviewPage *chapeau_page_new (ChapeauDocument *document, ChapeauRendering *rendering);

G_END_DECLS

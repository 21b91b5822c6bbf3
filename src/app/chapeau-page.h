/* chapeau-page.h - a post as the preview shows it: the parts of the header around the body.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <model.h>
#include <preview.h>

G_BEGIN_DECLS

/* What stands before the key in the name of a part that only the site's layout asks for. */
#define CHAPEAU_PAGE_OTHER_PART "key-"

/* The Markdown texts of the header that have to be rendered with the body, in the order in which
 * chapeau_page_new expects them; NULL-terminated. */
char **chapeau_page_dup_texts (ChapeauDocument *document);
/* @dark: of our default stylesheet; a site's own is as it is. */
PreviewPage *
chapeau_page_new (ChapeauDocument *document, ChapeauRendering *rendering, gboolean dark);

/* The part of the page that shows a key of the header, or what a layout calls "content". */
char *chapeau_page_dup_part_of_key (const char *key);
/* The key that a part shows, or would; NULL for the body and for unknown parts. */
const char *chapeau_page_get_key_of_part (ChapeauDocument *document, const char *part);

/* The file of the post's header image; NULL if it has none in the site. */
char *chapeau_page_dup_image_file (ChapeauDocument *document);

/* chapeau-page-frame.c: the site's stylesheets, and a shell made after its layout. @frame may be
 * NULL. */
void chapeau_page_set_frame (PreviewPage *page,
                             const SiteFrame *frame,
                             const char *language,
                             gboolean dark);

G_END_DECLS

/* preview-scheme.h - what the web process gets when it asks: the document, files of the site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <webkit/webkit.h>

#include "preview-page.h"

G_BEGIN_DECLS

typedef struct _PreviewScheme PreviewScheme;

/* Answers for the scheme in all views of @context, for as long as the context lives. */
PreviewScheme *preview_scheme_new (WebKitWebContext *context);
PreviewScheme *preview_scheme_ref (PreviewScheme *scheme);
void preview_scheme_unref (PreviewScheme *scheme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PreviewScheme, preview_scheme_unref)

/* NULL: no file is served. */
void preview_scheme_set_root (PreviewScheme *scheme, const char *root, const char *url_prefix);
/* The document and stylesheets of @page. Returns the address to load, owned by the scheme: a new
 * one each time, so that no other request is taken for it. */
const char *preview_scheme_set_document (PreviewScheme *scheme,
                                         const PreviewPage *page,
                                         GBytes *document,
                                         gboolean external_content);
const char *preview_scheme_get_document_uri (const PreviewScheme *scheme);

/* An address of the document in the words of the site: "/x/" for "chapeau://site/x/", others as
 * they are. */
char *preview_scheme_site_address (const char *uri);

G_END_DECLS

/* chapeau-site-book.h - which addresses a site has: what a link of a post leads to.
 *
 * Reads headers and looks for files, so it is for worker threads; any thread may use it. What was
 * read is kept, and read again only where a file changed.
 *
 *   g_autoptr (ChapeauSiteBook) book = chapeau_site_book_new (site);
 *   chapeau_site_book_look_up (book, "_posts/2026-01-05-voeux.md", "/agenda/bal/", &bytes);
 *
 * Careful where it cannot know: plugins make pages, and layouts name files that are made later. So
 * an address counts as missing only where a file of its kind would be kept in the site's folder, or
 * where it lies among the pages of a collection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <checks.h>
#include <site.h>

G_BEGIN_DECLS

typedef struct _ChapeauSiteBook ChapeauSiteBook;

ChapeauSiteBook *chapeau_site_book_new (Site *site);
ChapeauSiteBook *chapeau_site_book_ref (ChapeauSiteBook *self);
void chapeau_site_book_unref (ChapeauSiteBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauSiteBook, chapeau_site_book_unref)

Site *chapeau_site_book_get_site (ChapeauSiteBook *self);
/* Posts may have changed: the next question looks at the files again. */
void chapeau_site_book_forget (ChapeauSiteBook *self);
/* @path: of the post that has the address in it. */
ChecksTarget chapeau_site_book_look_up (ChapeauSiteBook *self,
                                        const char *path,
                                        const char *address,
                                        guint64 *bytes);
/* The title of a post of the site that has the address of @path (with @header); NULL: none. */
char *chapeau_site_book_dup_twin (ChapeauSiteBook *self, const char *path, const FmHeader *header);

G_END_DECLS

/* chapeau-checks.h - the checks of a post with what its site knows.
 *
 * checks knows no site and site knows no checks; here the two meet, for the window and for
 * chapeau-cli alike. Reads files: for a worker thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-site-book.h"

G_BEGIN_DECLS

/* ChecksFinding elements, as checks_run gives them. @path: of @post, or the one it will have.
 * @facts (may be NULL): what the site's posts hold. */
GPtrArray *
chapeau_checks_run (ChapeauSiteBook *book, SiteFacts *facts, const char *path, GBytes *post);

G_END_DECLS

/* store-place.h - giving a whole file a name that must be free. Private to the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-ops.h"

/* TRUE for what a file system says that does not know exchange, NOREPLACE or links. */
gboolean store_is_unsupported (int code);

/* Gives the file another name, never over a file that is there: 0, or an errno (EEXIST: taken).
 * After a failure with a claim the new name may be an empty file; after success the old name may
 * still be there. As for every rename, the result proves nothing: look. */
int store_place (const StoreOps *ops, int from, const char *name, int to, const char *new_name);
/* Takes an empty claim away that a failed store_place() left. */
void store_place_unclaim (const StoreOps *ops, int dir, const char *name);

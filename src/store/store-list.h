/* store-list.h - finding a renamed post. Private to the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-private.h"

/* The path of a post anywhere in the folder that has these bytes, or NULL. Under io. */
char *store_list_find (StoreFolder *folder, GBytes *bytes);

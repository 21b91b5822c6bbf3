/* place.h - a site and a state directory in memory, for one test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "../folder.h"

#include <store.h>

typedef struct
{
  char *top;
  char *site;
  char *post; /* _drafts/a.md */
  char *state;
  StoreConfig config;
} Place;

/* @text: of the post; NULL: none. @ops may be NULL. */
Place place_new (const char *text, const StoreOps *ops);
void place_clear (Place *place);

void write_file (const char *top, const char *path, const char *text);
gboolean file_is (const char *path, const char *text);
guint count_md (const char *path);
/* Names in a directory that begin so. */
guint count_names (const char *path, const char *prefix);
GBytes *bytes_of (const char *text);
/* Signals that wait for the main loop hold their objects. */
void drain (void);

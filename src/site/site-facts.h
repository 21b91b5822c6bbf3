/* site-facts.h - what posts were seen to hold, key by key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "site-private.h"

/* Distinct values that are remembered of one key. */
#define SITE_MAX_KNOWN 2000

/* One key of a mapping, over all posts of a collection. */
typedef struct
{
  char *key;
  guint uses; /* with a value */
  guint scalars, lists, group_lists, groups, odd;
  guint booleans, numbers, dates, strings;
  guint multiline, paths, pictures, addresses, colors;
  guint longest;
  double place;        /* sum of relative positions in the header */
  guint placed;        /* how many are summed */
  GHashTable *values;  /* text → count */
  GPtrArray *children; /* SiteKeyFacts of the mappings' keys */
} SiteKeyFacts;

/* The facts of one collection; NULL if none of its posts was read. */
GPtrArray *site_facts_get_keys (const SiteFacts *facts, const SiteCollection *collection);
const SiteKeyFacts *site_key_facts_find (GPtrArray *keys, const char *key);

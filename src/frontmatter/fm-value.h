/* fm-value.h - values from the inside, for the writer and the edits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "frontmatter-private.h"

G_BEGIN_DECLS

struct _FmValue
{
  gatomicrefcount references;
  FmKind kind;
  char *text;   /* of a scalar, as it is read: "31", "0x1F", "2024-01-01"; "" for null */
  gsize length; /* of text */
  guint n_items;
  FmValue **items;
  char **keys; /* of a mapping; no key stands there twice */
};

/* A scalar of any kind, its text taken as it is. */
FmValue *fm_value_new_scalar (FmKind kind, const char *text, gsize length);
/* As fm_value_new_from_node, with @by in place of the node @replaced (NULL: none). */
FmValue *fm_value_new_replacing (const FmNode *node, const FmNode *replaced, FmValue *by);
/* Copies of a collection with one change. @at is a position; the key counts for mappings only. */
FmValue *fm_value_with_item (const FmValue *value, guint at, const char *key, FmValue *item);
FmValue *fm_value_with_inserted (const FmValue *value, guint at, const char *key, FmValue *item);
FmValue *fm_value_without_item (const FmValue *value, guint at);
/* The position of a key, or -1. */
int fm_value_find (const FmValue *mapping, const char *key);
/* A key's text as a value's key: of a key that is no scalar, its bytes. */
char *fm_key_dup_text (const FmNode *key);

G_END_DECLS

/* chapeau-form-items.h - which rows the form of a post has: the site's fields, then the post's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-form.h"

G_BEGIN_DECLS

typedef enum
{
  CHAPEAU_ITEM_WIDE,   /* a line of its own among the main fields */
  CHAPEAU_ITEM_NARROW, /* shares a line with others */
  CHAPEAU_ITEM_FOLDED, /* below, folded away */
} ChapeauItemPlace;

/* One row, or (with @group) a line that opens a group of rows. */
typedef struct
{
  char *path; /* fm_header_lookup; of a group line the group's, so that it can be removed */
  char *label;
  char *help; /* or NULL */
  ChapeauRowKind kind;
  ChapeauItemPlace place;
  gboolean keeps; /* emptied, the key stays with no value: its neighbours are written so */
  gboolean group;
  FmValue *addition; /* of a group line: what "add" puts at the end of the list @path; or NULL */
} ChapeauFormItem;

/* ChapeauFormItem, freed with the array, in the order of the form. Empty without a readable
 * header. */
GPtrArray *chapeau_form_items_new (ChapeauDocument *document);
/* Differs exactly when the rows have to be made anew. */
char *chapeau_form_items_dup_shape (GPtrArray *items);

G_END_DECLS

/* chapeau-field-private.h - fields, shared by their files only.
 *
 *   chapeau-fields.c       the set: reads the site, follows the document, keeps the tree
 *   chapeau-field.c        the object and its value
 *   chapeau-field-edits.c  changes of it
 *   chapeau-field-written.c  an entry as it is written
 *   chapeau-field-kind.c   which kind fits what is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-field.h"

/* Groups in groups that are taken apart; deeper is shown as it is written. */
#define CHAPEAU_FIELD_DEEPEST 5

struct _ChapeauField
{
  GObject parent_instance;

  /* owned */
  char *path;
  GPtrArray *keeper; /* holds site_field */
  FmHeader *header;  /* holds node */
  char *written;     /* the value's bytes, to see whether it changed; NULL: absent */
  GListStore *children;

  /* borrowed */
  ChapeauFields *fields; /* NULL once the set is gone */
  const SiteField *site_field;
  const FmNode *node;

  SiteFieldKind kind;
  ChapeauFieldProblem problem;
  int position;
  gboolean multiple;
  gboolean main;
  gboolean own; /* the site does not declare it: only this post has it */
  gboolean is_member;
  gboolean is_description;
  gboolean needs_description; /* is_description, and the image is there */
  gboolean editable;
};

/* What stands at one place of the tree: a field is the same as long as this is. */
typedef struct
{
  char *path;
  GPtrArray *keeper;
  const SiteField *site_field;
  const FmNode *node;
  SiteFieldKind kind;
  int position;
  gboolean multiple;
  gboolean main;
  gboolean own;
  gboolean is_member;
  gboolean is_description;
  gboolean needs_description;
} ChapeauFieldSpec;

/* The kind that fits @node (NULL: absent) where the site says @field; *@multiple: it is a list. */
SiteFieldKind chapeau_field_decide_kind (const SiteField *field,
                                         const FmNode *node,
                                         int depth,
                                         gboolean *multiple);
/* The value alone; @is_description: the key is the alternative text of an image. */
ChapeauFieldProblem chapeau_field_find_problem (ChapeauField *self);

ChapeauField *chapeau_field_new (ChapeauFields *fields, const ChapeauFieldSpec *spec);
gboolean chapeau_field_is_same (ChapeauField *self, const ChapeauFieldSpec *spec);
/* Takes what is new, and says so if something is. */
void chapeau_field_update (ChapeauField *self,
                           const ChapeauFieldSpec *spec,
                           FmHeader *header,
                           gboolean editable);
void chapeau_field_detach (ChapeauField *self);

/* ---- chapeau-fields.c ---- */

Site *chapeau_fields_get_site (ChapeauFields *self);
/* Makes the edit; NULL @edits with @error: says that it cannot be. */
gboolean chapeau_fields_make_edit (ChapeauFields *self,
                                   ChapeauField *field,
                                   BaseEdits *edits,
                                   const char *merge_key,
                                   const GError *error);
/* Sets or removes (@value NULL) what stands at the field's path. */
gboolean chapeau_fields_set_value (ChapeauFields *self,
                                   ChapeauField *field,
                                   const FmValue *value,
                                   const char *merge_key);

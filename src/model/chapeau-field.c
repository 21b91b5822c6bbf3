/* chapeau-field.c - one key of a document's header: what it is and what stands there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-private.h"

#include <string.h>

enum
{
  CHANGED,
  DESCRIBED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauField, chapeau_field, G_TYPE_OBJECT)

/* ---- what it is -------------------------------------------------------------------------------
 */

const char *
chapeau_field_get_path (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return self->path;
}

const char *
chapeau_field_get_key (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return self->site_field->key;
}

const char *
chapeau_field_get_label (ChapeauField *self, gboolean *translatable)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  if (translatable != NULL)
    *translatable = self->site_field->label_translatable;
  return self->site_field->label;
}

int
chapeau_field_get_position (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), -1);

  return self->position;
}

SiteFieldKind
chapeau_field_get_kind (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), SITE_FIELD_RAW);

  return self->kind;
}

gboolean
chapeau_field_is_multiple (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  return self->multiple;
}

const SiteField *
chapeau_field_get_site_field (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return self->site_field;
}

gboolean
chapeau_field_is_main (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  return self->main;
}

gboolean
chapeau_field_is_description (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  return self->is_description;
}

GListModel *
chapeau_field_get_children (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return G_LIST_MODEL (self->children);
}

ChapeauDocument *
chapeau_field_get_document (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return self->fields != NULL ? chapeau_fields_get_document (self->fields) : NULL;
}

/* ---- its value --------------------------------------------------------------------------------
 */

const FmNode *
chapeau_field_get_node (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return self->node;
}

gboolean
chapeau_field_is_blank (ChapeauField *self)
{
  const char *text;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), TRUE);

  if (self->node == NULL || fm_node_get_kind (self->node) == FM_NULL)
    return TRUE;
  text = fm_node_get_string (self->node, NULL);
  return text != NULL ? *text == '\0' : fm_node_get_length (self->node) == 0;
}

gboolean
chapeau_field_is_editable (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  return self->editable;
}

ChapeauFieldProblem
chapeau_field_get_problem (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), CHAPEAU_FIELD_FINE);

  return self->problem;
}

static const char *
scalar_text (const FmNode *node)
{
  const char *text =
      node != NULL && fm_node_get_kind (node) != FM_NULL ? fm_node_get_string (node, NULL) : NULL;

  return text != NULL ? text : "";
}

char *
chapeau_field_dup_text (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  return g_strdup (scalar_text (self->node));
}

/* Jekyll takes a text under these keys for words. */
static gboolean
is_list_of_words (ChapeauField *self)
{
  return strcmp (self->site_field->key, "tags") == 0
         || strcmp (self->site_field->key, "categories") == 0;
}

char **
chapeau_field_dup_items (ChapeauField *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *text;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  if (self->node != NULL && fm_node_get_kind (self->node) == FM_SEQUENCE)
    for (guint i = 0; i < fm_node_get_length (self->node); i++)
      g_strv_builder_add (builder, scalar_text (fm_node_get_item (self->node, i)));
  else if (*(text = scalar_text (self->node)) != '\0')
    {
      g_auto (GStrv) words = g_strsplit_set (text, is_list_of_words (self) ? " \t" : "", -1);

      for (char **word = words; *word != NULL; word++)
        if (**word != '\0')
          g_strv_builder_add (builder, *word);
    }
  return g_strv_builder_end (builder);
}

GDateTime *
chapeau_field_dup_date (ChapeauField *self, SiteDateForm *form)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  if (self->fields == NULL || *scalar_text (self->node) == '\0')
    return NULL;
  return site_date_read (scalar_text (self->node), fm_node_get_kind (self->node) == FM_TIME,
                         site_get_timezone (chapeau_fields_get_site (self->fields)), form);
}

/* ---- following the header ---------------------------------------------------------------------
 */

ChapeauField *
chapeau_field_new (ChapeauFields *fields, const ChapeauFieldSpec *spec)
{
  ChapeauField *self = g_object_new (CHAPEAU_TYPE_FIELD, NULL);

  self->fields = fields;
  self->path = g_strdup (spec->path);
  self->kind = spec->kind;
  self->multiple = spec->multiple;
  self->position = spec->position;
  self->main = spec->main;
  self->own = spec->own;
  self->is_member = spec->is_member;
  self->is_description = spec->is_description;
  self->keeper = g_ptr_array_ref (spec->keeper);
  self->site_field = spec->site_field;
  return self;
}

gboolean
chapeau_field_is_same (ChapeauField *self, const ChapeauFieldSpec *spec)
{
  return strcmp (self->path, spec->path) == 0 && self->kind == spec->kind
         && self->multiple == spec->multiple && self->main == spec->main
         && self->is_description == spec->is_description;
}

/* The bytes of a value; of collections, too: a problem or a list's items may hang on any of them.
 */
static char *
dup_bytes (const FmNode *node)
{
  return node != NULL ? fm_node_dup_written (node) : NULL;
}

void
chapeau_field_update (ChapeauField *self,
                      const ChapeauFieldSpec *spec,
                      FmHeader *header,
                      gboolean editable)
{
  g_autofree char *written = dup_bytes (spec->node);
  gboolean is_described = self->site_field != spec->site_field;
  gboolean is_changed = g_strcmp0 (written, self->written) != 0 || editable != self->editable;
  ChapeauFieldProblem problem;

  if (is_described)
    {
      GPtrArray *keeper = g_ptr_array_ref (spec->keeper);

      g_ptr_array_unref (self->keeper);
      self->keeper = keeper;
      self->site_field = spec->site_field;
    }
  fm_header_ref (header);
  g_clear_pointer (&self->header, fm_header_unref);
  self->header = header;
  self->node = spec->node;
  self->own = spec->own;
  self->needs_description = spec->needs_description;
  self->editable = editable;
  g_free (self->written);
  self->written = g_steal_pointer (&written);
  problem = chapeau_field_find_problem (self);
  is_changed |= problem != self->problem;
  self->problem = problem;
  if (is_described)
    g_signal_emit (self, signals[DESCRIBED], 0);
  if (is_changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* The field left the tree; who still holds it sees it as it was and cannot change it. */
void
chapeau_field_detach (ChapeauField *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->children)); i++)
    {
      g_autoptr (ChapeauField) child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      chapeau_field_detach (child);
    }
  self->fields = NULL;
  self->editable = FALSE;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_field_finalize (GObject *object)
{
  ChapeauField *self = CHAPEAU_FIELD (object);

  g_free (self->path);
  g_free (self->written);
  g_clear_object (&self->children);
  g_clear_pointer (&self->keeper, g_ptr_array_unref);
  g_clear_pointer (&self->header, fm_header_unref);
  G_OBJECT_CLASS (chapeau_field_parent_class)->finalize (object);
}

static void
chapeau_field_class_init (ChapeauFieldClass *class)
{
  G_OBJECT_CLASS (class)->finalize = chapeau_field_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[DESCRIBED] = g_signal_new ("described", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_field_init (ChapeauField *self)
{
  self->children = g_list_store_new (CHAPEAU_TYPE_FIELD);
  self->position = -1;
}

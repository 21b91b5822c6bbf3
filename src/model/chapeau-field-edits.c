/* chapeau-field-edits.c - what people do to a field, as edits of the header.
 *
 * Every function ends in chapeau_fields_make_edit, after which the field itself may have left the
 * tree: nothing is read from it behind that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-private.h"

#include <string.h>

static FmHeader *
get_header (ChapeauField *self)
{
  return chapeau_document_get_header (chapeau_fields_get_document (self->fields));
}

static gboolean
is_attached (ChapeauField *self)
{
  return CHAPEAU_IS_FIELD (self) && self->fields != NULL && self->editable;
}

/* ---- one value --------------------------------------------------------------------------------
 */

gboolean
chapeau_field_set_value (ChapeauField *self, const FmValue *value)
{
  g_autoptr (FmValue) null = NULL;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  if (value == NULL && self->node == NULL)
    return TRUE;
  /* An item of a list, a member of a group and a key of this post's own keep their place. */
  if (value == NULL && (self->own || self->is_member))
    value = null = fm_value_new_null ();
  if (value != NULL && self->node != NULL && fm_value_equals_node (value, self->node))
    return TRUE;
  return chapeau_fields_set_value (self->fields, self, value, self->path);
}

static FmValue *
dup_text_value (ChapeauField *self, const char *text)
{
  FmKind was = self->node != NULL ? fm_node_get_kind (self->node) : FM_NULL;

  if (self->kind == SITE_FIELD_NUMBER)
    {
      FmValue *value = fm_value_new_written (text);

      if (fm_value_get_kind (value) == FM_INTEGER || fm_value_get_kind (value) == FM_FLOAT)
        return value;
      fm_value_unref (value);
      return fm_value_new_string (text);
    }
  switch (was)
    {
    case FM_DATE:
    case FM_TIME:
    case FM_INTEGER:
    case FM_FLOAT:
      return fm_value_new_written (text);
    case FM_NULL:
    case FM_BOOLEAN:
    case FM_STRING:
    case FM_SEQUENCE:
    case FM_MAPPING:
    case FM_ALIAS:
      break;
    }
  return fm_value_new_string (text);
}

gboolean
chapeau_field_set_text (ChapeauField *self, const char *text)
{
  g_autoptr (FmValue) value = NULL;
  g_autofree char *now = NULL;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!is_attached (self))
    return FALSE;
  now = chapeau_field_dup_text (self);
  if (strcmp (now, text) == 0)
    return TRUE;
  value = *text != '\0' ? dup_text_value (self, text) : NULL;
  return chapeau_field_set_value (self, value);
}

/* The day of @date with the time of day of @old, both in @zone. */
static GDateTime *
with_time_of (GDateTime *date, GDateTime *old, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (old, zone);

  return site_date_new_local (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                              g_date_time_get_day_of_month (date), g_date_time_get_hour (local),
                              g_date_time_get_minute (local), g_date_time_get_second (local));
}

gboolean
chapeau_field_set_date (ChapeauField *self, GDateTime *date, gboolean has_time)
{
  SiteDateForm form = { 0 };
  g_autoptr (GDateTime) old = NULL;
  g_autoptr (GDateTime) wanted = NULL;
  g_autoptr (FmValue) value = NULL;
  g_autofree char *previous = NULL;
  g_autofree char *written = NULL;
  GTimeZone *zone;
  gboolean is_time;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  if (date == NULL)
    return chapeau_field_set_value (self, NULL);
  zone = site_get_timezone (chapeau_fields_get_site (self->fields));
  old = chapeau_field_dup_date (self, &form);
  wanted = !has_time && old != NULL && form.has_time ? with_time_of (date, old, zone)
                                                     : g_date_time_ref (date);
  if (wanted == NULL || (old != NULL && g_date_time_equal (old, wanted)))
    return TRUE;
  previous = chapeau_field_dup_text (self);
  is_time = self->node != NULL && fm_node_get_kind (self->node) == FM_TIME;
  written = site_date_write_like (wanted, zone, *previous != '\0' ? previous : NULL, is_time);
  value = self->node != NULL && fm_node_get_kind (self->node) == FM_STRING && old != NULL
              ? fm_value_new_string (written)
              : fm_value_new_written (written);
  /* Going through the days of a calendar is one step. */
  return chapeau_fields_set_value (self->fields, self, value, self->path);
}

gboolean
chapeau_field_remove (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  return self->node == NULL || chapeau_fields_set_value (self->fields, self, NULL, NULL);
}

/* ---- lists ------------------------------------------------------------------------------------
 */

static gboolean
is_list (ChapeauField *self)
{
  return self->node != NULL && fm_node_get_kind (self->node) == FM_SEQUENCE;
}

/* A list in place of nothing or of one text. */
static gboolean
set_whole_list (ChapeauField *self, const char *const *items)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);
  g_autoptr (FmValue) list = NULL;

  for (guint i = 0; items[i] != NULL; i++)
    g_ptr_array_add (values, fm_value_new_string (items[i]));
  if (values->len == 0)
    return chapeau_field_set_value (self, NULL);
  list = fm_value_new_sequence ((FmValue *const *) values->pdata, values->len);
  return chapeau_fields_set_value (self->fields, self, list, NULL);
}

/* The texts with @items in place of @removed of them from @at on. */
static char **
splice_items (char *const *old, guint at, guint removed, const char *const *items)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint length = g_strv_length ((char **) old);

  for (guint i = 0; i < length && i < at; i++)
    g_strv_builder_add (builder, old[i]);
  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    g_strv_builder_add (builder, items[i]);
  for (guint i = at + removed; i < length; i++)
    g_strv_builder_add (builder, old[i]);
  return g_strv_builder_end (builder);
}

static gboolean
splice_whole (ChapeauField *self, guint at, guint removed, const char *const *items)
{
  g_auto (GStrv) old = chapeau_field_dup_items (self);
  g_auto (GStrv) new = splice_items (old, at, removed, items);

  return set_whole_list (self, (const char *const *) new);
}

/* A merge key of its own for each call: what it inserts is one step. */
static char *
dup_merge_key (ChapeauField *self)
{
  return g_strdup_printf ("%s+%" G_GINT64_FORMAT, self->path, g_get_monotonic_time ());
}

gboolean
chapeau_field_insert_items (ChapeauField *self, guint at, const char *const *items)
{
  g_autoptr (ChapeauField) keep = NULL;
  g_autofree char *merge_key = NULL;
  guint length = items != NULL ? g_strv_length ((char **) items) : 0;
  gboolean done = TRUE;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  if (length == 0)
    return TRUE;
  if (!is_list (self) || fm_node_get_length (self->node) == 0)
    return splice_whole (self, at, 0, items);
  keep = g_object_ref (self);
  merge_key = dup_merge_key (self);
  for (guint i = 0; i < length && done && self->fields != NULL; i++)
    {
      g_autoptr (FmValue) value = fm_value_new_string (items[i]);
      g_autoptr (GError) error = NULL;
      BaseEdits *edits =
          fm_edit_insert (get_header (self), self->path,
                          MIN (at + i, fm_node_get_length (self->node)), value, &error);

      done = chapeau_fields_make_edit (self->fields, self, edits, merge_key, error);
    }
  return done;
}

gboolean
chapeau_field_replace_item (ChapeauField *self, guint at, const char *item)
{
  const char *const items[] = { item, NULL };
  g_autofree char *path = NULL;
  g_autoptr (FmValue) value = NULL;
  g_autoptr (GError) error = NULL;
  BaseEdits *edits;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  if (!is_list (self))
    return splice_whole (self, at, 1, items);
  path = g_strdup_printf ("%s.%u", self->path, at);
  value = fm_value_new_string (item);
  edits = fm_edit_set (get_header (self), path, value, &error);
  return chapeau_fields_make_edit (self->fields, self, edits, NULL, error);
}

gboolean
chapeau_field_remove_item (ChapeauField *self, guint at)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  BaseEdits *edits;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  if (!is_list (self))
    return splice_whole (self, at, 1, NULL);
  /* A list without items is an empty field. */
  if (fm_node_get_length (self->node) == 1 && at == 0)
    {
      g_autoptr (FmValue) null = self->own || self->is_member ? fm_value_new_null () : NULL;

      return chapeau_fields_set_value (self->fields, self, null, NULL);
    }
  path = g_strdup_printf ("%s.%u", self->path, at);
  edits = fm_edit_remove (get_header (self), path, &error);
  return chapeau_fields_make_edit (self->fields, self, edits, NULL, error);
}

gboolean
chapeau_field_move_item (ChapeauField *self, guint from, guint to)
{
  g_autoptr (GError) error = NULL;
  BaseEdits *edits;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self) || !is_list (self))
    return FALSE;
  if (from == to || from >= fm_node_get_length (self->node)
      || to >= fm_node_get_length (self->node))
    return TRUE;
  edits = fm_edit_move (get_header (self), self->path, from, to, &error);
  return chapeau_fields_make_edit (self->fields, self, edits, NULL, error);
}

/* ---- groups -----------------------------------------------------------------------------------
 */

/* The keys of one more group; those of the last one if the site declares none. */
static FmValue *
dup_group (ChapeauField *self, const char *first)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);
  guint length = self->node != NULL ? fm_node_get_length (self->node) : 0;
  const FmNode *last = length > 0 ? fm_node_get_item (self->node, length - 1) : NULL;

  for (guint i = 0; i < self->site_field->children->len; i++)
    {
      const SiteField *child = self->site_field->children->pdata[i];
      gboolean takes =
          first != NULL && (child->kind == SITE_FIELD_IMAGE || child->kind == SITE_FIELD_FILE);

      g_ptr_array_add (keys, child->key);
      g_ptr_array_add (values, takes ? fm_value_new_string (first) : fm_value_new_null ());
      first = takes ? NULL : first;
    }
  for (guint i = 0; keys->len == 0 && last != NULL && i < fm_node_get_length (last); i++)
    g_ptr_array_add (keys, (gpointer) fm_node_get_string (fm_node_get_nth_key (last, i), NULL));
  while (values->len < keys->len)
    g_ptr_array_add (values, fm_value_new_null ());
  return fm_value_new_mapping ((const char *const *) keys->pdata, (FmValue *const *) values->pdata,
                               keys->len);
}

gboolean
chapeau_field_append_group (ChapeauField *self, const char *first)
{
  g_autoptr (FmValue) group = NULL;
  g_autoptr (FmValue) list = NULL;
  g_autoptr (GError) error = NULL;
  FmValue *items[1];
  BaseEdits *edits;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (!is_attached (self))
    return FALSE;
  group = dup_group (self, first);
  if (!is_list (self) || fm_node_get_length (self->node) == 0)
    {
      items[0] = group;
      list = fm_value_new_sequence (items, 1);
      return chapeau_fields_set_value (self->fields, self, list, NULL);
    }
  edits = fm_edit_append (get_header (self), self->path, group, &error);
  return chapeau_fields_make_edit (self->fields, self, edits, NULL, error);
}

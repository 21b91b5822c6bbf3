/* fm-value.c - values to write: small immutable trees.
 *
 * A scalar is its kind and its text. Numbers keep the text they came with, so that a hexadecimal
 * number or a date in an unusual form survives when the list around it is written again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static FmValue *
new_value (FmKind kind)
{
  FmValue *value = g_new0 (FmValue, 1);

  g_atomic_ref_count_init (&value->references);
  value->kind = kind;
  return value;
}

FmValue *
fm_value_new_scalar (FmKind kind, const char *text, gsize length)
{
  FmValue *value = new_value (kind);

  value->text = g_malloc (length + 1);
  memcpy (value->text, text, length);
  value->text[length] = '\0';
  value->length = length;
  return value;
}

FmValue *
fm_value_new_null (void)
{
  return fm_value_new_scalar (FM_NULL, "", 0);
}

FmValue *
fm_value_new_boolean (gboolean value)
{
  const char *text = value ? "true" : "false";

  return fm_value_new_scalar (FM_BOOLEAN, text, strlen (text));
}

FmValue *
fm_value_new_integer (gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return fm_value_new_scalar (FM_INTEGER, text, strlen (text));
}

/* The fewest digits that read back as the same number, laid out as Ruby does: with a fraction
 * always, with an exponent from 1.0e+16 on and below 0.0001. */
static char *
format_float (double value)
{
  char digits[40];
  GString *out = g_string_new (value < 0 || (value <= 0 && signbit (value)) ? "-" : "");
  int exponent;
  char *mark;

  value = fabs (value);
  for (int precision = 0; precision <= 16; precision++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%de", precision);
      g_ascii_formatd (digits, sizeof digits, format, value);
      if (!(g_ascii_strtod (digits, NULL) < value) && !(g_ascii_strtod (digits, NULL) > value))
        break;
    }
  mark = strchr (digits, 'e');
  exponent = atoi (mark + 1);
  *mark = '\0';
  if (digits[1] == '.')
    memmove (digits + 1, digits + 2, strlen (digits + 2) + 1);
  if (exponent >= 16 || exponent < -4)
    g_string_append_printf (out, "%c.%se%+03d", digits[0], digits[1] ? digits + 1 : "0", exponent);
  else if (exponent < 0)
    g_string_append_printf (out, "0.%.*s%s", -exponent - 1, "0000", digits);
  else
    {
      int whole = exponent + 1;
      int have = (int) strlen (digits);

      for (int i = 0; i < whole; i++)
        g_string_append_c (out, i < have ? digits[i] : '0');
      g_string_append_printf (out, ".%s", have > whole ? digits + whole : "0");
    }
  return g_string_free (out, FALSE);
}

FmValue *
fm_value_new_float (double value)
{
  g_autofree char *text = NULL;

  if (isnan (value))
    text = g_strdup (".nan");
  else if (isinf (value))
    text = g_strdup (value < 0 ? "-.inf" : ".inf");
  else
    text = format_float (value);
  return fm_value_new_scalar (FM_FLOAT, text, strlen (text));
}

FmValue *
fm_value_new_string (const char *text)
{
  g_assert (g_utf8_validate (text, -1, NULL));
  return fm_value_new_scalar (FM_STRING, text, strlen (text));
}

FmValue *
fm_value_new_written (const char *text)
{
  gsize length = strlen (text);

  g_assert (g_utf8_validate (text, -1, NULL));
  if (length == 0)
    return fm_value_new_string (text);
  return fm_value_new_scalar (fm_resolve (text, length), text, length);
}

FmValue *
fm_value_new_sequence (FmValue *const *items, guint n_items)
{
  FmValue *value = new_value (FM_SEQUENCE);

  value->n_items = n_items;
  value->items = g_new0 (FmValue *, n_items + 1);
  for (guint i = 0; i < n_items; i++)
    value->items[i] = fm_value_ref (items[i]);
  return value;
}

FmValue *
fm_value_new_mapping (const char *const *keys, FmValue *const *values, guint n_members)
{
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  FmValue *value = new_value (FM_MAPPING);

  value->items = g_new0 (FmValue *, n_members + 1);
  value->keys = g_new0 (char *, n_members + 1);
  for (guint i = 0; i < n_members; i++)
    {
      gpointer found;
      guint at;

      if (g_hash_table_lookup_extended (positions, keys[i], NULL, &found))
        {
          at = GPOINTER_TO_UINT (found);
          fm_value_unref (value->items[at]);
        }
      else
        {
          at = value->n_items++;
          value->keys[at] = g_strdup (keys[i]);
          g_hash_table_insert (positions, value->keys[at], GUINT_TO_POINTER (at));
        }
      value->items[at] = fm_value_ref (values[i]);
    }
  return value;
}

FmValue *
fm_value_ref (FmValue *value)
{
  g_atomic_ref_count_inc (&value->references);
  return value;
}

void
fm_value_unref (FmValue *value)
{
  if (!g_atomic_ref_count_dec (&value->references))
    return;
  for (guint i = 0; i < value->n_items; i++)
    fm_value_unref (value->items[i]);
  g_free (value->items);
  g_strfreev (value->keys);
  g_free (value->text);
  g_free (value);
}

/* ---- from the tree ---- */

char *
fm_key_dup_text (const FmNode *key)
{
  if (key->text == NULL)
    return fm_node_dup_written (key);
  return key->kind == FM_ALIAS ? g_strconcat ("*", key->text, NULL) : g_strdup (key->text);
}

FmValue *
fm_value_new_replacing (const FmNode *node, const FmNode *replaced, FmValue *by)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  if (replaced != NULL && node == replaced)
    return fm_value_ref (by);
  if (node->kind == FM_ALIAS)
    {
      g_autofree char *text = g_strconcat ("*", node->text, NULL);

      return fm_value_new_scalar (FM_ALIAS, text, strlen (text));
    }
  if (node->kind != FM_SEQUENCE && node->kind != FM_MAPPING)
    return fm_value_new_scalar (node->kind, node->text, node->length);
  items = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);
  keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < node->n_items; i++)
    {
      g_ptr_array_add (items, fm_value_new_replacing (node->items[i], replaced, by));
      if (node->kind == FM_MAPPING)
        g_ptr_array_add (keys, fm_key_dup_text (node->items[i]->key));
    }
  if (node->kind == FM_SEQUENCE)
    return fm_value_new_sequence ((FmValue *const *) items->pdata, items->len);
  return fm_value_new_mapping ((const char *const *) keys->pdata, (FmValue *const *) items->pdata,
                               items->len);
}

FmValue *
fm_value_new_from_node (const FmNode *node)
{
  return fm_value_new_replacing (node, NULL, NULL);
}

/* ---- looking ---- */

FmKind
fm_value_get_kind (const FmValue *value)
{
  return value->kind;
}

const char *
fm_value_get_string (const FmValue *value)
{
  return value->text;
}

guint
fm_value_get_length (const FmValue *value)
{
  return value->n_items;
}

FmValue *
fm_value_get_item (const FmValue *value, guint nth)
{
  return nth < value->n_items ? value->items[nth] : NULL;
}

const char *
fm_value_get_key (const FmValue *mapping, guint nth)
{
  return mapping->kind == FM_MAPPING && nth < mapping->n_items ? mapping->keys[nth] : NULL;
}

int
fm_value_find (const FmValue *mapping, const char *key)
{
  for (guint i = 0; mapping->keys != NULL && i < mapping->n_items; i++)
    if (strcmp (mapping->keys[i], key) == 0)
      return (int) i;
  return -1;
}

FmValue *
fm_value_get_member (const FmValue *mapping, const char *key)
{
  int at = fm_value_find (mapping, key);

  return at < 0 ? NULL : mapping->items[at];
}

/* ---- comparing ---- */

static gboolean
is_true (const char *text)
{
  return strchr ("yYtT", text[0]) != NULL
         || ((text[0] == 'o' || text[0] == 'O') && g_ascii_tolower (text[1]) == 'n');
}

gboolean
fm_value_get_boolean (const FmValue *value)
{
  return value->kind == FM_BOOLEAN && is_true (value->text);
}

static gboolean
floats_equal (double one, double other)
{
  if (isnan (one) || isnan (other))
    return isnan (one) && isnan (other);
  return !(one < other) && !(one > other) && signbit (one) == signbit (other);
}

static gboolean
scalars_equal (FmKind kind, const char *one, gsize one_length, const char *other, gsize length)
{
  gboolean one_fits, other_fits;
  gint64 one_integer, other_integer;

  switch (kind)
    {
    case FM_NULL:
      return TRUE;
    case FM_BOOLEAN:
      return is_true (one) == is_true (other);
    case FM_INTEGER:
      one_integer = fm_resolve_integer (one, &one_fits);
      other_integer = fm_resolve_integer (other, &other_fits);
      if (one_fits && other_fits)
        return one_integer == other_integer;
      break;
    case FM_FLOAT:
      return floats_equal (fm_resolve_float (one), fm_resolve_float (other));
    case FM_STRING:
    case FM_DATE:
    case FM_TIME:
    case FM_ALIAS:
    case FM_SEQUENCE:
    case FM_MAPPING:
      break;
    }
  return one_length == length && memcmp (one, other, length) == 0;
}

static gboolean
members_equal (const FmValue *one, const FmValue *other)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < other->n_items; i++)
    g_hash_table_insert (members, other->keys[i], other->items[i]);
  for (guint i = 0; i < one->n_items; i++)
    {
      const FmValue *item = g_hash_table_lookup (members, one->keys[i]);

      if (item == NULL || !fm_value_equal (one->items[i], item))
        return FALSE;
    }
  return TRUE;
}

gboolean
fm_value_equal (const FmValue *one, const FmValue *other)
{
  if (one->kind != other->kind || one->n_items != other->n_items)
    return FALSE;
  if (one->kind == FM_MAPPING)
    return members_equal (one, other);
  if (one->kind != FM_SEQUENCE)
    return scalars_equal (one->kind, one->text, one->length, other->text, other->length);
  for (guint i = 0; i < one->n_items; i++)
    if (!fm_value_equal (one->items[i], other->items[i]))
      return FALSE;
  return TRUE;
}

gboolean
fm_value_equals_node (const FmValue *value, const FmNode *node)
{
  g_autoptr (FmValue) other = NULL;

  if (value->kind != node->kind)
    return FALSE;
  if (node->kind != FM_SEQUENCE && node->kind != FM_MAPPING && node->kind != FM_ALIAS)
    return scalars_equal (value->kind, value->text, value->length, node->text, node->length);
  other = fm_value_new_from_node (node);
  return fm_value_equal (value, other);
}

/* ---- changed copies ---- */

static FmValue *
rebuild (const FmValue *value, guint at, guint n_replaced, const char *key, FmValue *item)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; i <= value->n_items; i++)
    {
      if (i == at && item != NULL)
        {
          g_ptr_array_add (items, item);
          g_ptr_array_add (keys, (gpointer) key);
        }
      if (i < value->n_items && (i < at || i >= at + n_replaced))
        {
          g_ptr_array_add (items, value->items[i]);
          g_ptr_array_add (keys, value->keys != NULL ? value->keys[i] : NULL);
        }
    }
  if (value->kind == FM_SEQUENCE)
    return fm_value_new_sequence ((FmValue *const *) items->pdata, items->len);
  return fm_value_new_mapping ((const char *const *) keys->pdata, (FmValue *const *) items->pdata,
                               items->len);
}

FmValue *
fm_value_with_item (const FmValue *value, guint at, const char *key, FmValue *item)
{
  return rebuild (value, at, 1, key, item);
}

FmValue *
fm_value_with_inserted (const FmValue *value, guint at, const char *key, FmValue *item)
{
  return rebuild (value, at, 0, key, item);
}

FmValue *
fm_value_without_item (const FmValue *value, guint at)
{
  return rebuild (value, at, 1, NULL, NULL);
}

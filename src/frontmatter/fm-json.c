/* fm-json.c - values as JSON and back, for chapeau-cli and the tests.
 *
 * The reader takes RFC 8259 strictly. Limits: FM_MAX_DEPTH levels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-value.h"

#include <math.h>
#include <string.h>

/* ---- writing ---- */

static void
write_integer (GString *out, const char *text, gsize length)
{
  gboolean fits;
  gint64 value = fm_resolve_integer (text, &fits);

  if (fits)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
  else if (g_ascii_isdigit (text[0]) && text[0] != '0' && strspn (text, "0123456789") == length)
    g_string_append_len (out, text, (gssize) length);
  else
    base_escape_json_string (out, text, length);
}

static void
write_float (GString *out, const char *text, gsize length)
{
  double value = fm_resolve_float (text);
  g_autoptr (FmValue) canonical = NULL;

  if (isnan (value) || isinf (value))
    {
      base_escape_json_string (out, text, length);
      return;
    }
  canonical = fm_value_new_float (value);
  g_string_append (out, canonical->text);
}

static void
write_json (GString *out, const FmValue *value)
{
  switch (value->kind)
    {
    case FM_NULL:
      g_string_append (out, "null");
      break;
    case FM_BOOLEAN:
      g_string_append (out, fm_value_get_boolean (value) ? "true" : "false");
      break;
    case FM_INTEGER:
      write_integer (out, value->text, value->length);
      break;
    case FM_FLOAT:
      write_float (out, value->text, value->length);
      break;
    case FM_STRING:
    case FM_DATE:
    case FM_TIME:
    case FM_ALIAS:
      base_escape_json_string (out, value->text, value->length);
      break;
    case FM_SEQUENCE:
    case FM_MAPPING:
      g_string_append_c (out, value->kind == FM_SEQUENCE ? '[' : '{');
      for (guint i = 0; i < value->n_items; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          if (value->kind == FM_MAPPING)
            {
              base_escape_json_string (out, value->keys[i], strlen (value->keys[i]));
              g_string_append_c (out, ':');
            }
          write_json (out, value->items[i]);
        }
      g_string_append_c (out, value->kind == FM_SEQUENCE ? ']' : '}');
      break;
    }
}

char *
fm_value_to_json (const FmValue *value)
{
  GString *out = g_string_new (NULL);

  write_json (out, value);
  return g_string_free (out, FALSE);
}

char *
fm_node_to_json (const FmNode *node)
{
  g_autoptr (FmValue) value = fm_value_new_from_node (node);

  return fm_value_to_json (value);
}

/* ---- reading ---- */

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  const char *problem;
} Reader;

static FmValue *read_value (Reader *reader);

static gpointer
fail (Reader *reader, const char *problem)
{
  if (reader->problem == NULL)
    reader->problem = problem;
  return NULL;
}

static void
skip_blanks (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \t\r\n", *reader->at) != NULL && *reader->at != '\0')
    reader->at++;
}

static gboolean
take (Reader *reader, char c)
{
  if (reader->at == reader->end || *reader->at != c)
    return FALSE;
  reader->at++;
  return TRUE;
}

static gboolean
take_hex (Reader *reader, gunichar *unit)
{
  *unit = 0;
  if (reader->end - reader->at < 4)
    return FALSE;
  for (int i = 0; i < 4; i++, reader->at++)
    {
      if (!g_ascii_isxdigit (*reader->at))
        return FALSE;
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (*reader->at);
    }
  return TRUE;
}

/* Behind "\u". */
static gboolean
read_unicode (Reader *reader, GString *out)
{
  gunichar unit, low;

  if (!take_hex (reader, &unit))
    return FALSE;
  if (unit >= 0xD800 && unit < 0xDC00)
    {
      if (!take (reader, '\\') || !take (reader, 'u') || !take_hex (reader, &low) || low < 0xDC00
          || low > 0xDFFF)
        return FALSE;
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
  else if (unit >= 0xDC00 && unit <= 0xDFFF)
    return FALSE;
  if (unit == 0)
    g_string_append_c (out, '\0');
  else
    g_string_append_unichar (out, unit);
  return TRUE;
}

static gboolean
read_escape (Reader *reader, GString *out)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *found;
  char c;

  if (reader->at == reader->end)
    return FALSE;
  c = *reader->at++;
  if (c == 'u')
    return read_unicode (reader, out);
  found = c == '\0' ? NULL : strchr (names, c);
  if (found == NULL)
    return FALSE;
  g_string_append_c (out, values[found - names]);
  return TRUE;
}

static GString *
read_string (Reader *reader)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!take (reader, '"'))
    return fail (reader, "a string is expected");
  while (reader->at < reader->end && *reader->at != '"')
    {
      if ((guchar) *reader->at < 0x20)
        return fail (reader, "a control character in a string");
      if (*reader->at == '\\')
        {
          reader->at++;
          if (!read_escape (reader, out))
            return fail (reader, "an escape that JSON does not know");
        }
      else
        g_string_append_c (out, *reader->at++);
    }
  if (!take (reader, '"'))
    return fail (reader, "the string has no end");
  return g_steal_pointer (&out);
}

static void
skip_digits (Reader *reader)
{
  while (reader->at < reader->end && g_ascii_isdigit (*reader->at))
    reader->at++;
}

static FmValue *
read_number (Reader *reader)
{
  const char *start = reader->at;
  gboolean is_integer = TRUE;
  g_autofree char *text = NULL;

  take (reader, '-');
  if (reader->at == reader->end || !g_ascii_isdigit (*reader->at))
    return fail (reader, "a value is expected");
  if (!take (reader, '0'))
    skip_digits (reader);
  if (take (reader, '.'))
    {
      is_integer = FALSE;
      if (reader->at == reader->end || !g_ascii_isdigit (*reader->at))
        return fail (reader, "digits are expected");
      skip_digits (reader);
    }
  if (take (reader, 'e') || take (reader, 'E'))
    {
      is_integer = FALSE;
      if (!take (reader, '-'))
        take (reader, '+');
      if (reader->at == reader->end || !g_ascii_isdigit (*reader->at))
        return fail (reader, "digits are expected");
      skip_digits (reader);
    }
  text = g_strndup (start, (gsize) (reader->at - start));
  if (is_integer)
    return fm_value_new_scalar (FM_INTEGER, text, strlen (text));
  return fm_value_new_float (g_ascii_strtod (text, NULL));
}

static FmValue *
read_word (Reader *reader)
{
  gsize left = (gsize) (reader->end - reader->at);

  if (left >= 4 && memcmp (reader->at, "null", 4) == 0)
    {
      reader->at += 4;
      return fm_value_new_null ();
    }
  if (left >= 4 && memcmp (reader->at, "true", 4) == 0)
    {
      reader->at += 4;
      return fm_value_new_boolean (TRUE);
    }
  if (left >= 5 && memcmp (reader->at, "false", 5) == 0)
    {
      reader->at += 5;
      return fm_value_new_boolean (FALSE);
    }
  return read_number (reader);
}

/* One member's key and colon. */
static gboolean
read_key (Reader *reader, GPtrArray *keys)
{
  g_autoptr (GString) key = NULL;

  skip_blanks (reader);
  key = read_string (reader);
  if (key == NULL)
    return FALSE;
  if (strlen (key->str) != key->len)
    return fail (reader, "a key may not hold a NUL character") != NULL;
  g_ptr_array_add (keys, g_strdup (key->str));
  skip_blanks (reader);
  if (!take (reader, ':'))
    return fail (reader, "a colon is expected") != NULL;
  return TRUE;
}

static FmValue *
read_collection (Reader *reader, char close)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  skip_blanks (reader);
  while (!take (reader, close))
    {
      FmValue *item;

      if (items->len > 0 && !take (reader, ','))
        return fail (reader, "a comma is expected");
      if (close == '}' && !read_key (reader, keys))
        return NULL;
      item = read_value (reader);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
      skip_blanks (reader);
    }
  if (close == ']')
    return fm_value_new_sequence ((FmValue *const *) items->pdata, items->len);
  return fm_value_new_mapping ((const char *const *) keys->pdata, (FmValue *const *) items->pdata,
                               items->len);
}

static FmValue *
read_value (Reader *reader)
{
  FmValue *value;

  skip_blanks (reader);
  if (reader->at == reader->end)
    return fail (reader, "a value is expected");
  if (*reader->at == '"')
    {
      g_autoptr (GString) text = read_string (reader);

      return text == NULL ? NULL : fm_value_new_scalar (FM_STRING, text->str, text->len);
    }
  if (*reader->at != '[' && *reader->at != '{')
    return read_word (reader);
  if (reader->depth == FM_MAX_DEPTH)
    return fail (reader, "too many levels");
  reader->depth++;
  value = read_collection (reader, *reader->at++ == '[' ? ']' : '}');
  reader->depth--;
  return value;
}

FmValue *
fm_value_new_from_json (const char *json, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (json) : (gsize) length;
  Reader reader = { json, json, json + size, 0, NULL };
  g_autoptr (FmValue) value = NULL;
  const char *invalid;

  if (!g_utf8_validate_len (json, size, &invalid))
    {
      g_set_error (error, FM_ERROR, FM_ERROR_VALUE, "no JSON: byte %td is not UTF-8",
                   invalid - json);
      return NULL;
    }
  value = read_value (&reader);
  skip_blanks (&reader);
  if (value != NULL && reader.at == reader.end)
    return g_steal_pointer (&value);
  fail (&reader, "something follows the value");
  g_set_error (error, FM_ERROR, FM_ERROR_VALUE, "no JSON: %s at byte %td", reader.problem,
               reader.at - reader.start);
  return NULL;
}

/* store-record.c - a text with its header.
 *
 * The file is made for a person with any editor first: lines "key value", then spaces up to a
 * multiple of 4096 bytes, then the exact text, then perhaps line ends up to the size the file once
 * had. The line "check" holds the first 16 digits of the SHA-256 of the lines above it, so that a
 * flipped bit in the header is seen as well as one in the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-record.h"

#include "store-file.h"

#include <stdlib.h>
#include <string.h>

#define MAGIC       "Chapeau journal 1\n"
#define HEADER_UNIT 4096u
#define HEADER_MAX  (16u * HEADER_UNIT)
#define CHECK_SIZE  16u

static const char *const kind_names[] = { "typed", "pending", "cleared" };

void
store_record_clear (StoreRecord *record)
{
  g_clear_pointer (&record->folder_path, g_free);
  g_clear_pointer (&record->folder_id, g_free);
  g_clear_pointer (&record->path, g_free);
  g_clear_pointer (&record->base_hash, g_free);
  g_clear_pointer (&record->hash, g_free);
  g_clear_pointer (&record->text, g_bytes_unref);
}

void
store_record_free (StoreRecord *record)
{
  store_record_clear (record);
  g_free (record);
}

static void
append_check (GString *header)
{
  g_autofree char *sum =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, header->str, (gssize) header->len);
  g_string_append_printf (header, "check %.*s\n", (int) CHECK_SIZE, sum);
}

static void
append_name (GString *header, const char *key, const char *value)
{
  g_autofree char *escaped = value == NULL ? g_strdup ("%") : store_escape (value);
  g_string_append_printf (header, "%s %s\n", key, escaped);
}

static GString *
header_of_size (const StoreRecord *record, gsize size)
{
  GString *header = g_string_new (MAGIC);
  g_string_append_printf (header, "header %" G_GSIZE_FORMAT "\nkind %s\n", size,
                          kind_names[record->kind]);
  g_string_append_printf (header, "sequence %" G_GUINT64_FORMAT "\ntime %" G_GINT64_FORMAT "\n",
                          record->sequence, record->time);
  g_string_append_printf (header, "length %" G_GSIZE_FORMAT "\nsha256 %s\nbase %s\n",
                          g_bytes_get_size (record->text), record->hash,
                          record->base_hash == NULL ? "-" : record->base_hash);
  append_name (header, "folder", record->folder_path);
  append_name (header, "folder-id", record->folder_id);
  append_name (header, "name", record->path);
  append_check (header);
  return header;
}

GByteArray *
store_record_encode (const StoreRecord *record)
{
  gsize size = HEADER_UNIT;
  GString *header = header_of_size (record, size);
  GByteArray *file;
  gsize text_size;
  gconstpointer text = g_bytes_get_data (record->text, &text_size);
  while (header->len > size)
    {
      size = (header->len / HEADER_UNIT + 1) * HEADER_UNIT;
      g_string_free (header, TRUE);
      header = header_of_size (record, size);
    }
  file = g_byte_array_sized_new ((guint) (size + text_size));
  g_byte_array_append (file, (const guint8 *) header->str, (guint) header->len);
  g_byte_array_set_size (file, (guint) size);
  memset (file->data + header->len, ' ', size - header->len);
  file->data[size - 1] = '\n';
  if (text_size > 0)
    g_byte_array_append (file, text, (guint) text_size);
  g_string_free (header, TRUE);
  return file;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* The value of "key value\n" at *@at, which moves past it; NULL if the line is another. */
static char *
take_line (const char **at, const char *end, const char *key)
{
  gsize key_size = strlen (key);
  const char *stop = memchr (*at, '\n', (gsize) (end - *at));
  const char *start = *at;
  if (stop == NULL || (gsize) (stop - start) < key_size + 1 || strncmp (start, key, key_size) != 0
      || start[key_size] != ' ')
    return NULL;
  *at = stop + 1;
  return g_strndup (start + key_size + 1, (gsize) (stop - start) - key_size - 1);
}

static gboolean
take_number (const char **at, const char *end, const char *key, guint64 *number)
{
  g_autofree char *value = take_line (at, end, key);
  return value != NULL && g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, number, NULL);
}

static gboolean
take_name (const char **at, const char *end, const char *key, char **name)
{
  g_autofree char *value = take_line (at, end, key);
  if (value == NULL)
    return FALSE;
  if (strcmp (value, "%") == 0)
    return TRUE;
  *name = store_unescape (value, strlen (value));
  return *name != NULL;
}

static gboolean
take_hash (const char **at, const char *end, const char *key, char **hash)
{
  g_autofree char *value = take_line (at, end, key);
  if (value == NULL)
    return FALSE;
  if (strcmp (value, "-") == 0)
    return TRUE;
  if (!store_is_hash (value))
    return FALSE;
  *hash = g_steal_pointer (&value);
  return TRUE;
}

static gboolean
take_kind (const char **at, const char *end, StoreRecordKind *kind)
{
  g_autofree char *value = take_line (at, end, "kind");
  for (guint i = 0; value != NULL && i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (value, kind_names[i]) == 0)
      {
        *kind = (StoreRecordKind) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
check_is_right (const char *start, const char *at, const char *end)
{
  g_autofree char *value = NULL;
  g_autofree char *sum =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) start, (gsize) (at - start));
  value = take_line (&at, end, "check");
  return value != NULL && strlen (value) == CHECK_SIZE && strncmp (value, sum, CHECK_SIZE) == 0;
}

/* Each line that can be read is kept, so that even a damaged record may say whose it is. */
static gboolean
read_header (StoreRecord *record, const char *start, const char *end, gsize *size, gsize *length)
{
  const char *at = start + strlen (MAGIC);
  guint64 header = 0;
  guint64 time = 0;
  guint64 text = 0;
  if ((gsize) (end - start) < HEADER_UNIT || strncmp (start, MAGIC, strlen (MAGIC)) != 0)
    return FALSE;
  if (!take_number (&at, end, "header", &header) || header < HEADER_UNIT || header > HEADER_MAX
      || header > (gsize) (end - start))
    return FALSE;
  *size = header;
  end = start + header;
  if (!take_kind (&at, end, &record->kind) || !take_number (&at, end, "sequence", &record->sequence)
      || !take_number (&at, end, "time", &time) || !take_number (&at, end, "length", &text))
    return FALSE;
  record->time = (gint64) time;
  *length = text;
  return take_hash (&at, end, "sha256", &record->hash) && record->hash != NULL
         && take_hash (&at, end, "base", &record->base_hash)
         && take_name (&at, end, "folder", &record->folder_path)
         && take_name (&at, end, "folder-id", &record->folder_id)
         && take_name (&at, end, "name", &record->path) && check_is_right (start, at, end);
}

static gboolean
is_blank (const char *start, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (start[i] != '\0')
      return FALSE;
  return TRUE;
}

/* What is left of a text when the header cannot be trusted: all but the padding. */
static void
salvage (StoreRecord *record, const char *start, gsize size, gsize header)
{
  gsize end = size;
  record->damaged = TRUE;
  header = MIN (header, size);
  while (end > header && (start[end - 1] == '\n' || start[end - 1] == '\0'))
    end--;
  g_clear_pointer (&record->hash, g_free);
  record->text = g_bytes_new (start + header, end - header);
  record->hash = store_hash (record->text);
}

StoreRecord *
store_record_decode (GBytes *file)
{
  gsize size;
  gsize header = HEADER_UNIT;
  gsize length = 0;
  const char *start = g_bytes_get_data (file, &size);
  StoreRecord *record;
  if (size == 0 || is_blank (start, size))
    return NULL;
  record = g_new0 (StoreRecord, 1);
  if (read_header (record, start, start + size, &header, &length) && length <= size - header)
    {
      g_autofree char *hash = NULL;
      record->text = g_bytes_new_from_bytes (file, header, length);
      hash = store_hash (record->text);
      if (strcmp (hash, record->hash) == 0)
        return record;
      g_clear_pointer (&record->text, g_bytes_unref);
    }
  salvage (record, start, size, header);
  return record;
}

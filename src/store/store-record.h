/* store-record.h - a text with its header, as journal slots and pending files hold it. Pure but for
 * nothing. Private to the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store.h"

typedef enum
{
  STORE_RECORD_TYPED,
  STORE_RECORD_PENDING,
  STORE_RECORD_CLEARED, /* was pending and is settled */
} StoreRecordKind;

typedef struct
{
  StoreRecordKind kind;
  guint64 sequence; /* of all records of one journal; the highest is the newest */
  gint64 time;
  char *folder_path; /* "" without a folder */
  char *folder_id;   /* "" without a folder */
  char *path;        /* NULL: untitled */
  char *base_hash;   /* NULL: no file */
  char *hash;        /* of text */
  GBytes *text;
  gboolean damaged; /* text does not have the hash, or the header cannot be read */
} StoreRecord;

void store_record_clear (StoreRecord *record);
void store_record_free (StoreRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreRecord, store_record_free)

/* Header and text; the header is a multiple of 4096 bytes. */
GByteArray *store_record_encode (const StoreRecord *record);
/* NULL if @file was never written (empty, or blank). A damaged one has whatever could be read. */
StoreRecord *store_record_decode (GBytes *file);

/* store-journal.h - the journal of one post on this computer. Private to the store; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-local.h"
#include "store-record.h"

/* Free slots are those that are neither the last synced one, nor being synced, nor the last
 * written: four slots leave one at any time. */
#define STORE_SLOTS    4u
#define STORE_PENDINGS 2u

typedef struct _StoreJournal StoreJournal;

/* What a text belongs to; borrowed by the calls. */
typedef struct
{
  const char *folder_path; /* "" without a folder */
  const char *folder_id;
  const char *path;
  const char *base_hash;
} StoreAbout;

/* No I/O before the first write. @uuid NULL: a new one. */
StoreJournal *store_journal_new (StoreLocal *local, const char *uuid);
/* Takes over what an earlier run left; EXISTS if its program still runs. */
gboolean store_journal_adopt (StoreJournal *journal, GError **error);
StoreJournal *store_journal_ref (StoreJournal *journal);
void store_journal_unref (StoreJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreJournal, store_journal_unref)

const char *store_journal_get_uuid (StoreJournal *journal);
/* Into a free slot, not synced. @hash: of @text. @time gets the wall clock of the write. */
gboolean store_journal_write (StoreJournal *journal,
                              GBytes *text,
                              const char *hash,
                              const StoreAbout *about,
                              gint64 *time,
                              GError **error);
/* Everything written so far is durable. May be called beside write and pending. */
gboolean store_journal_sync (StoreJournal *journal, GError **error);
/* Durable and read back when TRUE. */
gboolean store_journal_set_pending (
    StoreJournal *journal, GBytes *text, const char *hash, const StoreAbout *about, GError **error);
/* The pending text is settled (saved, or in conflict and in the slots). Never fails: a pending file
 * that stays is offered at the next start, found in the folder, and dropped. */
void store_journal_clear_pending (StoreJournal *journal);

typedef enum
{
  STORE_JOURNAL_KEEP,
  STORE_JOURNAL_DROP,
  STORE_JOURNAL_DISCARD, /* moved aside, for 30 days */
} StoreJournalEnd;
/* Nothing can be written afterwards. */
void store_journal_end (StoreJournal *journal, StoreJournalEnd how);

/* The directory of a journal that nobody holds, with its files. */
void store_journal_remove (const StoreOps *ops, int above, const char *name);

/* ---- reading journals that nobody holds -------------------------------------------------------
 */

/* The valid records and the damaged ones of one journal directory, unordered; NULL if it cannot be
 * read, or its program runs (@busy). Element: StoreRecord. */
GPtrArray *store_journal_read (StoreLocal *local, const char *directory, gboolean *busy);
/* The newest whole record, or NULL; and the newest pending one that is not known to be settled. */
const StoreRecord *store_journal_newest (GPtrArray *records, const StoreRecord **pending);

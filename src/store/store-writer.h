/* store-writer.h - the thread that keeps a journal up to what is typed. Private to the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-journal.h"

typedef struct _StoreWriter StoreWriter;

/* Called in the writer's thread (or that of a *_sync call) and under no lock but that of writing:
 * @error NULL = @text was journaled at @time. It may drop the last reference to the owner. */
typedef void (*StoreWriterNotify) (GBytes *text, gint64 time, const GError *error, gpointer data);

/* @data is destroyed with the writer, which may be in its own thread. */
StoreWriter *store_writer_new (StoreJournal *journal,
                               StoreWriterNotify notify,
                               gpointer data,
                               GDestroyNotify destroy);
void store_writer_unref (StoreWriter *writer);
/* Never blocks while its thread runs: what was pushed is still written, once more if that failed
 * before, then the journal ends. */
void store_writer_close (StoreWriter *writer, StoreJournalEnd how);

/* Who the texts belong to, from the next write on; copied. */
void store_writer_set_about (StoreWriter *writer, const StoreAbout *about);
/* The newest text; never blocks. Nothing happens once the writer is closed. */
void store_writer_push (StoreWriter *writer, GBytes *text);
/* In this thread. */
gboolean store_writer_write_sync (StoreWriter *writer, GBytes *text, GError **error);
/* Waits until the newest text is durable. TRUE if there is none. */
gboolean store_writer_flush_sync (StoreWriter *writer, GError **error);
/* @text is what the person has now: what is written next, whenever that is. Makes no thread. TRUE
 * if that was another text. */
gboolean store_writer_offer (StoreWriter *writer, GBytes *text);
/* The hash of @text, which is at hand where that is the newest text. */
char *store_writer_dup_hash (StoreWriter *writer, GBytes *text);
/* The newest text again, if there is one, under the present about. Errors are notified. */
void store_writer_mark (StoreWriter *writer);
GBytes *store_writer_dup_newest (StoreWriter *writer);
StoreJournal *store_writer_get_journal (StoreWriter *writer);
/* A text that is to be saved at @path over @base_hash, durably; see store_journal_set_pending.
 * @hash: of @text. */
gboolean store_writer_set_pending (StoreWriter *writer,
                                   GBytes *text,
                                   const char *hash,
                                   const char *path,
                                   const char *base_hash,
                                   GError **error);

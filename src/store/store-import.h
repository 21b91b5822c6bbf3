/* store-import.h - pictures and other files that come into the folder. Part of store.h: include
 * that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

typedef struct
{
  GFile *file;           /* what is copied, from anywhere; or */
  GBytes *bytes;         /* these bytes: a picture of the clipboard */
  const char *directory; /* relative to the folder ("uploads"), made if it is missing */
  const char *name;      /* the wanted name, cleaned in any case; NULL: the file's own */
} StoreImport;

/* Where the copying is, from 0 to 1; in the folder's context, at most ten times a second. */
typedef void (*StoreImportProgress) (double fraction, gpointer data);

/* Copies into the folder under store_clean_name(), with "-2", "-3" … before the extension if
 * another file has that name; a file that has the name and the same bytes already is used again.
 * Never over a file that is there. The copy is written under an odd name, synced, read back and
 * then renamed, so under its name it is whole. Done in steps between which saves run.
 *
 * Failures: NOT_REGULAR, TOO_LARGE (above STORE_MAX_ASSET), what the folder says (FULL, READ_ONLY,
 * FOLDER_GONE, WRONG_FOLDER …), a G_IO_ERROR of the source, CANCELLED. After a failure nothing of
 * it is in the folder (but what a server made of it after the name was given, which is not ours to
 * delete): write the link into the post only after success. @what is copied, its
 * objects are kept. @progress may be NULL; it is not called after @callback was. */
void store_folder_import_async (StoreFolder *folder,
                                const StoreImport *what,
                                GCancellable *cancellable,
                                StoreImportProgress progress,
                                gpointer progress_data,
                                GAsyncReadyCallback callback,
                                gpointer data);
/* The path of the copy, relative to the folder: "uploads/fete-de-l-ete.jpg". */
char *store_folder_import_finish (StoreFolder *folder, GAsyncResult *result, GError **error);
char *store_folder_import_sync (StoreFolder *folder, const StoreImport *what, GError **error);

/* A name for every server, address and colleague: lower-case ASCII letters, digits, "-", "_" and
 * one extension; 100 bytes at most, never one that Jekyll or a sync client skips or Windows
 * refuses. "Fête de l'été (1).JPG" gives "fete-de-l-ete-1.jpg". Pure. */
char *store_clean_name (const char *name);

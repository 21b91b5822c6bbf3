/* store-local.h - this computer's side: where the state lives. Private to the store. Immutable
 * after its making, so any thread may use it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-ops.h"
#include "store.h"

typedef struct
{
  gatomicrefcount references;
  const StoreOps *ops;
  char *state;        /* absolute: history, folders, journal */
  GStrv journal_dirs; /* state/journal first, then the places of last resort */
  char *person;
  char *login; /* login@host */
} StoreLocal;

StoreLocal *store_local_new (const StoreConfig *config);
StoreLocal *store_local_ref (StoreLocal *local);
void store_local_unref (StoreLocal *local);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreLocal, store_local_unref)

/* Small texts of this side by directory and name, replaced whole; NULL if there is none. */
char *store_local_read (StoreLocal *local, const char *directory, const char *name);
gboolean store_local_write (
    StoreLocal *local, const char *directory, const char *name, const char *text, GError **error);

/* The UUID this computer knows the folder at @path by, or NULL. @written: it was seen in, or
 * written to, the folder itself. */
char *store_local_get_folder (StoreLocal *local, const char *path, gboolean *written);
gboolean store_local_set_folder (
    StoreLocal *local, const char *path, const char *id, gboolean written, GError **error);

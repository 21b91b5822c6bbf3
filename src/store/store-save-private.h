/* store-save-private.h - one save under way, shared by store-save.c (the steps), store-swap.c,
 * store-target.c
 * (what is in the folder, the temporary file) and store-mutex.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-private.h"

typedef enum
{
  STORE_LOOK_NEW,      /* the target has the new text */
  STORE_LOOK_EXPECTED, /* it has the base; or is missing, as it should */
  STORE_LOOK_MISSING,  /* though the base existed */
  STORE_LOOK_OTHER,    /* save->theirs */
  STORE_LOOK_FAILED,   /* save->trouble */
} StoreLook;

typedef enum
{
  STORE_NEXT_GO_ON,
  STORE_NEXT_LOOK_AGAIN, /* back to step 4 */
  STORE_NEXT_UNPROVED,   /* a rename failed: step 8 */
  STORE_NEXT_SETTLED,    /* the target was seen, or must be, new: step 9 */
  STORE_NEXT_FINISHED,   /* the result is set */
} StoreNext;

typedef struct
{
  const StoreSaveRequest *request;
  StoreFolder *folder;
  const StoreOps *ops;
  int dir;
  const char *name; /* in dir; borrowed from the request */
  gboolean exists;  /* the target should: with these bytes, or the base's hash if they are NULL */
  GBytes *expected;
  char *temp;   /* name; holds the new text, after an exchange what came out */
  gboolean out; /* temp holds what came out and that is known not to be needed */
  char *pin;    /* name of a link to what the target was */
  char *mutex;  /* name, once it is ours */
  char *token;
  gboolean placing; /* the target is missing because a rename of ours went wrong */
  gboolean durable;
  mode_t mode;     /* of the target, 0 if there is none */
  GBytes *theirs;  /* of the last LOOK_OTHER or of what came out of a swap */
  gboolean known;  /* the last look could read the target, or it is missing as it should */
  GError *trouble; /* of the last call that failed */
  gint64 deadline; /* monotonic; 0 before the first failed rename */
  StoreSaveResult *result;
} StoreSave;

/* What a file of the directory holds. */
typedef enum
{
  STORE_HOLDS_NEW,
  STORE_HOLDS_EXPECTED,
  STORE_HOLDS_OTHER,
  STORE_HOLDS_UNKNOWN, /* it could not be read: save->trouble */
} StoreHolds;

/* store-target.c */
StoreLook store_target_look (StoreSave *save);
/* @bytes, which may be NULL, gets the content unless that is UNKNOWN. */
StoreHolds store_target_holds (StoreSave *save, const char *name, GBytes **bytes);
/* The target exists with no bytes: it counts as our own claim of a new name. */
gboolean store_target_is_claim (StoreSave *save);
StoreNext store_target_write_temp (StoreSave *save);
void store_target_unlink (StoreSave *save, char **name);
char *store_target_find_renamed (StoreSave *save);
void store_save_trouble (StoreSave *save, int code, const char *what);

/* store-mutex.c: neither fails; without a mutex the save goes on. */
void store_mutex_take (StoreSave *save);
void store_mutex_release (StoreSave *save);

/* store-swap.c */
StoreNext store_swap (StoreSave *save);
/* Deletes the pin if it is known to hold what was expected (S5). */
void store_swap_drop_pin (StoreSave *save);

/* store-save.c */
StoreNext store_save_finish_pending (StoreSave *save);
StoreNext store_save_finish_other (StoreSave *save);
/* Into the history, durably; TRUE if the bytes may now be deleted elsewhere. */
gboolean store_save_remember (StoreSave *save, GBytes *bytes, StoreReason reason);

/* store-save.c - the ten steps of a save. This is the file that can lose data.
 *
 * Numbered invariants; the tests name them.
 *
 *   S1  From the return of step 1 on, the new text is in the pending file of the journal until it
 *       was read back from the target, or a person throws it away.
 *
 *   S2  The target is replaced in one rename (or exchange, or link), never written to: it is
 *       whole at any moment, the old text, the new one, or a colleague's.
 *
 *   S3  SAVED is returned only after the target was read and has the new text's bytes.
 *
 *   S4  Bytes of a colleague that a swap took out of the target are put back, or are in the history
 *       and in a file of the folder.
 *
 *   S5  A file is deleted only if its bytes are known: ours (S1), the expected ones (which were
 *       loaded or saved before and are in the history), or those that S4 put into the history.
 *
 *   S6  Nothing is written unless the folder is the one that was opened (step 2), and nothing
 *       outside the directory of the post and .chapeau; no name that ends in .md is made but
 *       the target's.
 *
 *   S7  A rename that failed proves nothing: the target and the temporary file are looked at.
 *
 *   S8  Every wait has an end: 3 s after the first failed rename, 30 s for the mutex.
 *
 *   S9  A save is over the base that the person knew when it was asked for: a base that was set
 *       later is a text which the save does not know (store-post-save.c).
 *
 * States of one save (numbers are the steps of the design; M means: mutex held)
 *
 *   1 journaled ─► 2 identified ─► 3 M ─► 4 compared ──────────► new ──────────────┐
 *        │              │                 │  ▲    │ other, missing                 │
 *        ▼              ▼                 ▼  │    └────────────► CONFLICT          │
 *   JOURNAL_FAILED   PENDING       5 temp written                 ▲                │
 *                                   │ fails    │ changed (≤ 3)    │ other          │
 *                                   ▼          │                  │ (put back)     │
 *                                PENDING ◄─ 6 checked ─► 7 swap ──┤                │
 *                                   ▲                     │ ▲  │  │                │
 *                                   │      fails/unproved ▼ │  └──┼─► 9 verify ◄───┘
 *                                   └──── > 3 s ──── 8 judge ─────┘    │   │   │
 *                                                                      ▼   ▼   ▼
 *   10 on every way out: mutex given back                          SAVED PENDING CONFLICT
 *
 * Deviations from the design, and why
 *   - What came out of an exchange is deleted after the final read-back, not before: until then it
 *     is the only copy of the old text if the server lied about the exchange.
 *   - An exchange back can meet a third text; it is exchanged in again, each text going through the
 *     history first, so that the newest one stays in the target.
 *   - A pin is hashed before the rename too: a change that came after step 6 is seen before it
 *     is overwritten.
 *   - An empty target of a new post counts as our own claim of the name: a killed save may have
 *     left it where neither NOREPLACE nor links exist, and it holds nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-save-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define ROUNDS 3

/* ---- results ----------------------------------------------------------------------------------
 */

StoreNext
store_save_finish_pending (StoreSave *save)
{
  save->result->status = STORE_PENDING;
  save->result->reason = g_steal_pointer (&save->trouble);
  if (save->result->reason == NULL)
    g_set_error (&save->result->reason, STORE_ERROR, STORE_ERROR_CHANGED, "%s keeps changing",
                 save->request->path);
  return STORE_NEXT_FINISHED;
}

gboolean
store_save_remember (StoreSave *save, GBytes *bytes, StoreReason reason)
{
  return store_history_add (save->folder->history, save->request->path, bytes,
                            save->request->base_hash, reason, TRUE, NULL);
}

static StoreNext
finish_conflict (StoreSave *save, StoreConflictKind kind)
{
  save->result->status = STORE_CONFLICT;
  save->result->conflict = kind;
  store_save_remember (save, save->request->text, STORE_REASON_CONFLICT);
  return STORE_NEXT_FINISHED;
}

StoreNext
store_save_finish_other (StoreSave *save)
{
  save->result->theirs = g_bytes_ref (save->theirs);
  store_save_remember (save, save->theirs, STORE_REASON_OVERWRITTEN);
  return finish_conflict (save, save->request->base_hash == NULL ? STORE_CONFLICT_EXISTS
                                                                 : STORE_CONFLICT_CHANGED);
}

static StoreNext
finish_missing (StoreSave *save)
{
  save->result->renamed_path = store_target_find_renamed (save);
  return finish_conflict (save, save->result->renamed_path == NULL ? STORE_CONFLICT_DELETED
                                                                   : STORE_CONFLICT_RENAMED);
}

/* ---- step 4 and 6 -----------------------------------------------------------------------------
 */

/* The bytes are there already: perhaps from a save whose answer was lost, so make sure of the disk.
 */
static StoreNext
settle_unchanged (StoreSave *save)
{
  const StoreOps *ops = save->ops;
  int fd = ops->open (ops->data, save->dir, save->name,
                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0, TRUE);
  if (fd < 0 || store_sync (ops, fd) != 0)
    save->durable = FALSE;
  if (fd >= 0)
    ops->close (ops->data, fd);
  save->result->unchanged = TRUE;
  return STORE_NEXT_SETTLED;
}

static StoreNext
compare (StoreSave *save)
{
  switch (store_target_look (save))
    {
    case STORE_LOOK_NEW:
      return settle_unchanged (save);
    case STORE_LOOK_EXPECTED:
      return STORE_NEXT_GO_ON;
    case STORE_LOOK_MISSING:
      return finish_missing (save);
    case STORE_LOOK_OTHER:
      return store_target_is_claim (save) ? STORE_NEXT_GO_ON : store_save_finish_other (save);
    case STORE_LOOK_FAILED:
      return store_save_finish_pending (save);
    }
  g_assert_not_reached ();
}

static StoreNext
check (StoreSave *save)
{
  switch (store_target_look (save))
    {
    case STORE_LOOK_EXPECTED:
      return STORE_NEXT_GO_ON;
    case STORE_LOOK_FAILED:
      return store_save_finish_pending (save);
    case STORE_LOOK_NEW:
    case STORE_LOOK_MISSING:
    case STORE_LOOK_OTHER:
      return STORE_NEXT_LOOK_AGAIN;
    }
  g_assert_not_reached ();
}

/* ---- step 9 -----------------------------------------------------------------------------------
 */

static StoreNext
finish_saved (StoreSave *save)
{
  StoreSaveResult *result = save->result;
  result->status = STORE_SAVED;
  result->durable = save->durable;
  result->time = save->ops->wall (save->ops->data);
  if (save->out)
    store_target_unlink (save, &save->temp);
  store_target_unlink (save, &save->pin);
  /* Not synced at once: the text is durable in the folder. */
  store_history_add_hashed (save->folder->history, save->request->path, save->request->text,
                            save->request->text_hash, save->request->base_hash, STORE_REASON_SAVED,
                            FALSE, NULL);
  return STORE_NEXT_FINISHED;
}

static StoreNext
verify (StoreSave *save)
{
  if (store_sync (save->ops, save->dir) != 0)
    save->durable = FALSE;
  store_step (save->ops, STORE_STEP_SETTLED);
  switch (store_target_look (save))
    {
    case STORE_LOOK_NEW:
      return finish_saved (save);
    case STORE_LOOK_OTHER:
      return store_save_finish_other (save);
    case STORE_LOOK_MISSING:
      return finish_missing (save);
    case STORE_LOOK_EXPECTED:
      store_save_trouble (save, EIO, "the folder did not keep the text");
      return store_save_finish_pending (save);
    case STORE_LOOK_FAILED:
      return store_save_finish_pending (save);
    }
  g_assert_not_reached ();
}

/* ---- the order of things ----------------------------------------------------------------------
 */

/* An earlier try had to leave its temporary file because it could not see the target: if that is
 * missing now, this is the text that belongs there. */
static void
take_left_temp (StoreSave *save)
{
  char **left = save->request->left_temp;
  if (*left == NULL)
    return;
  if (store_target_holds (save, *left, NULL) == STORE_HOLDS_NEW)
    {
      save->temp = g_steal_pointer (left);
      save->placing = TRUE;
    }
  g_clear_pointer (left, g_free);
}

static StoreNext
round_of_steps (StoreSave *save)
{
  StoreNext next = compare (save);
  if (next != STORE_NEXT_GO_ON)
    return next;
  store_step (save->ops, STORE_STEP_COMPARED);
  if (save->temp == NULL)
    next = store_target_write_temp (save);
  if (next != STORE_NEXT_GO_ON)
    return next;
  store_step (save->ops, STORE_STEP_WRITTEN);
  next = check (save);
  if (next != STORE_NEXT_GO_ON)
    return next;
  store_step (save->ops, STORE_STEP_CHECKED);
  return store_swap (save);
}

/* The temporary file goes if it holds our own text and the target is known; else it stays. */
static void
tidy (StoreSave *save)
{
  gboolean unclear = save->result->status == STORE_PENDING && !save->known;
  if (save->temp != NULL && save->deadline != 0 && unclear)
    *save->request->left_temp = g_steal_pointer (&save->temp);
  else if (save->temp != NULL)
    {
      StoreHolds holds = store_target_holds (save, save->temp, NULL);
      if (holds == STORE_HOLDS_NEW || (save->out && !unclear && holds == STORE_HOLDS_EXPECTED))
        store_target_unlink (save, &save->temp);
    }
  if (!unclear)
    store_swap_drop_pin (save);
  g_clear_pointer (&save->temp, g_free);
  g_clear_pointer (&save->pin, g_free);
}

static void
run (StoreSave *save)
{
  StoreNext next = STORE_NEXT_LOOK_AGAIN;
  store_mutex_take (save);
  store_step (save->ops, STORE_STEP_LOCKED);
  take_left_temp (save);
  for (int i = 0; i < ROUNDS && next == STORE_NEXT_LOOK_AGAIN; i++)
    next = round_of_steps (save);
  if (next == STORE_NEXT_LOOK_AGAIN)
    next = store_save_finish_pending (save);
  if (next == STORE_NEXT_SETTLED)
    next = verify (save);
  g_assert (next == STORE_NEXT_FINISHED);
  tidy (save);
  store_mutex_release (save);
  store_step (save->ops, STORE_STEP_VERIFIED);
}

static gboolean
open_directory (StoreSave *save)
{
  const StoreSaveRequest *request = save->request;
  int root = request->folder->root;
  if (!store_path_check (request->path, &save->trouble))
    return FALSE;
  save->dir =
      request->make_directories
          ? store_dir_open_made (save->ops, root, request->path, &save->name, &save->trouble)
          : store_dir_open (save->ops, root, request->path, &save->name, &save->trouble);
  return save->dir >= 0;
}

StoreSaveResult *
store_save (const StoreSaveRequest *request)
{
  StoreSave save = {
    .request = request,
    .folder = request->folder,
    .ops = request->folder->ops,
    .dir = -1,
    .exists = request->base_hash != NULL,
    .expected = request->base == NULL ? NULL : g_bytes_ref (request->base),
    .durable = TRUE,
    .result = g_new0 (StoreSaveResult, 1),
  };
  save.result->text = g_bytes_ref (request->text);
  save.result->time = save.ops->wall (save.ops->data);
  if (!store_folder_identify (save.folder, &save.trouble) || !open_directory (&save))
    store_save_finish_pending (&save);
  else
    {
      store_folder_mark (save.folder);
      store_folder_work_in (save.folder, request->path);
      store_step (save.ops, STORE_STEP_IDENTIFIED);
      run (&save);
    }
  if (save.dir >= 0)
    save.ops->close (save.ops->data, save.dir);
  store_folder_note (save.folder, save.result->reason, TRUE);
  g_clear_error (&save.trouble);
  g_clear_pointer (&save.theirs, g_bytes_unref);
  g_clear_pointer (&save.expected, g_bytes_unref);
  g_free (save.token);
  return save.result;
}

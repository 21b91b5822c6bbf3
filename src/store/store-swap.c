/* store-swap.c - steps 7 and 8 of a save: the text takes its place, and what a failed rename left.
 *
 * The invariants S1 to S8 and the states stand at the top of store-save.c; this file has to keep
 * S2 (one rename), S4 (what comes out is put back or kept), S5 (only known bytes are deleted) and
 * S7 (a failure proves nothing).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-place.h"
#include "store-save-private.h"

#include <errno.h>
#include <linux/fs.h>
#include <string.h>

#define JUDGE_FOR   (3 * G_TIME_SPAN_SECOND)
#define FIRST_PAUSE (20 * G_TIME_SPAN_MILLISECOND)
#define LAST_PAUSE  (500 * G_TIME_SPAN_MILLISECOND)
#define SWAP_BACKS  6

/* ---- step 7: over a file that exists ----------------------------------------------------------
 */

static int
rename_in_dir (StoreSave *save, const char *from, const char *to, guint flags)
{
  return save->ops->renameat2 (save->ops->data, save->dir, from, save->dir, to, flags);
}

/* theirs, which is in @file, could not be put back by an exchange: it goes over the target if that
 * is still ours. The name is kept where nothing is sure; tidy() deletes only our own text. */
static StoreNext
force_back (StoreSave *save, char **file)
{
  g_autoptr (GBytes) theirs = g_bytes_ref (save->theirs);
  StoreLook seen;
  store_save_remember (save, theirs, STORE_REASON_OVERWRITTEN);
  seen = store_target_look (save);
  /* OTHER: the exchange was made and only its answer lost, or a third text came: it stays. */
  if (seen == STORE_LOOK_OTHER)
    return store_save_finish_other (save);
  if (seen == STORE_LOOK_NEW || seen == STORE_LOOK_MISSING)
    {
      guint flags = seen == STORE_LOOK_NEW ? 0 : RENAME_NOREPLACE;
      if (rename_in_dir (save, *file, save->name, flags) == 0)
        g_clear_pointer (file, g_free);
    }
  g_clear_pointer (&save->theirs, g_bytes_unref);
  save->theirs = g_steal_pointer (&theirs);
  return store_save_finish_other (save);
}

/* The exchange took a colleague's text out: back with it. What is in the target meanwhile may be a
 * third text, newer than theirs, which then has to stay there: see the head of the file. */
static StoreNext
exchange_back (StoreSave *save)
{
  g_autoptr (GBytes) put = g_bytes_ref (save->request->text);
  save->out = FALSE;
  for (int i = 0; i < SWAP_BACKS; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      if (rename_in_dir (save, save->temp, save->name, RENAME_EXCHANGE) < 0)
        return force_back (save, &save->temp);
      if (store_target_holds (save, save->temp, &bytes) == STORE_HOLDS_UNKNOWN)
        {
          g_clear_pointer (&save->temp, g_free);
          return store_save_finish_other (save);
        }
      if (g_bytes_equal (bytes, put))
        return store_save_finish_other (save);
      if (!store_save_remember (save, save->theirs, STORE_REASON_OVERWRITTEN))
        {
          /* Two texts of others, one place and no history: both stay, one under the odd name. */
          g_clear_pointer (&save->temp, g_free);
          return store_save_finish_other (save);
        }
      g_bytes_unref (put);
      put = g_steal_pointer (&save->theirs);
      save->theirs = g_steal_pointer (&bytes);
    }
  return force_back (save, &save->temp);
}

/* The exchange was made, or may have been: what does the temporary file hold now? */
static StoreNext
examine_out (StoreSave *save)
{
  g_autoptr (GBytes) bytes = NULL;
  StoreHolds holds = store_target_holds (save, save->temp, &bytes);
  if (holds == STORE_HOLDS_UNKNOWN
      && g_error_matches (save->trouble, STORE_ERROR, STORE_ERROR_NOT_FOUND))
    {
      g_clear_pointer (&save->temp, g_free);
      return STORE_NEXT_SETTLED;
    }
  if (holds == STORE_HOLDS_UNKNOWN)
    {
      /* Unknown bytes must not be overwritten: undo, and try all of it later. */
      GError *trouble = g_steal_pointer (&save->trouble);
      rename_in_dir (save, save->temp, save->name, RENAME_EXCHANGE);
      store_target_look (save);
      g_clear_error (&save->trouble);
      save->trouble = trouble;
      return store_save_finish_pending (save);
    }
  if (holds != STORE_HOLDS_OTHER)
    {
      save->out = TRUE;
      return STORE_NEXT_SETTLED;
    }
  g_clear_pointer (&save->theirs, g_bytes_unref);
  save->theirs = g_steal_pointer (&bytes);
  return exchange_back (save);
}

/* After the rename: the pin has what was overwritten. */
static StoreNext
examine_pin (StoreSave *save)
{
  g_autoptr (GBytes) bytes = NULL;
  StoreHolds holds = store_target_holds (save, save->pin, &bytes);
  if (holds == STORE_HOLDS_UNKNOWN)
    g_clear_pointer (&save->pin, g_free); /* it stays (S5) */
  if (holds == STORE_HOLDS_UNKNOWN || holds == STORE_HOLDS_EXPECTED)
    return STORE_NEXT_SETTLED;
  g_clear_pointer (&save->theirs, g_bytes_unref);
  save->theirs = g_steal_pointer (&bytes);
  return force_back (save, &save->pin);
}

/* S5: only what is known goes; else the name is forgotten and the file stays. */
void
store_swap_drop_pin (StoreSave *save)
{
  if (save->pin == NULL)
    return;
  if (store_target_holds (save, save->pin, NULL) == STORE_HOLDS_EXPECTED)
    store_target_unlink (save, &save->pin);
  g_clear_pointer (&save->pin, g_free);
}

/* Without exchange: a second name for what is there, then the rename. */
static StoreNext
pin_and_rename (StoreSave *save)
{
  const StoreOps *ops = save->ops;
  g_autofree char *random = store_random_hex (ops, 12);
  store_swap_drop_pin (save);
  save->pin = g_strdup_printf (".~old-%s~", random);
  if (ops->linkat (ops->data, save->dir, save->name, save->dir, save->pin) < 0)
    g_clear_pointer (&save->pin, g_free);
  else if (store_target_holds (save, save->pin, NULL) != STORE_HOLDS_EXPECTED)
    {
      store_target_unlink (save, &save->pin);
      return STORE_NEXT_LOOK_AGAIN;
    }
  if (rename_in_dir (save, save->temp, save->name, 0) < 0)
    {
      store_save_trouble (save, errno, save->name);
      return STORE_NEXT_UNPROVED;
    }
  g_clear_pointer (&save->temp, g_free);
  store_step (ops, STORE_STEP_SWAPPED);
  return save->pin == NULL ? STORE_NEXT_SETTLED : examine_pin (save);
}

static StoreNext
swap_over (StoreSave *save)
{
  if (rename_in_dir (save, save->temp, save->name, RENAME_EXCHANGE) == 0)
    {
      store_step (save->ops, STORE_STEP_SWAPPED);
      return examine_out (save);
    }
  if (store_is_unsupported (errno))
    return pin_and_rename (save);
  store_save_trouble (save, errno, save->name);
  return STORE_NEXT_UNPROVED;
}

/* ---- step 7: a name that is free --------------------------------------------------------------
 */

static StoreNext
swap_in (StoreSave *save)
{
  int code = store_place (save->ops, save->dir, save->temp, save->dir, save->name);
  if (code == EEXIST)
    return STORE_NEXT_LOOK_AGAIN;
  if (code != 0)
    {
      store_save_trouble (save, code, save->name);
      return STORE_NEXT_UNPROVED;
    }
  g_clear_pointer (&save->temp, g_free);
  store_step (save->ops, STORE_STEP_SWAPPED);
  return STORE_NEXT_SETTLED;
}

/* ---- step 8 -----------------------------------------------------------------------------------
 */

/* A rename failed, which proves nothing. UNPROVED: try it again. */
static StoreNext
judge (StoreSave *save)
{
  g_autoptr (GError) trouble = g_steal_pointer (&save->trouble);
  switch (store_target_look (save))
    {
    case STORE_LOOK_NEW:
      if (save->pin != NULL)
        return examine_pin (save);
      return examine_out (save);
    case STORE_LOOK_MISSING:
      save->placing = TRUE;
      break;
    case STORE_LOOK_OTHER:
      if (!store_target_is_claim (save))
        return store_save_finish_other (save);
      break;
    case STORE_LOOK_EXPECTED:
    case STORE_LOOK_FAILED:
      break;
    }
  g_clear_error (&save->trouble);
  save->trouble = g_steal_pointer (&trouble);
  return STORE_NEXT_UNPROVED;
}

StoreNext
store_swap (StoreSave *save)
{
  const StoreOps *ops = save->ops;
  gint64 pause = FIRST_PAUSE;
  while (TRUE)
    {
      gboolean free_name = !save->exists || save->placing;
      StoreNext next = free_name ? swap_in (save) : swap_over (save);
      if (next != STORE_NEXT_UNPROVED)
        return next;
      if (save->deadline == 0)
        save->deadline = ops->monotonic (ops->data) + JUDGE_FOR;
      next = judge (save);
      if (next != STORE_NEXT_UNPROVED)
        return next;
      if (ops->monotonic (ops->data) >= save->deadline
          || g_cancellable_is_cancelled (save->request->cancellable))
        return store_save_finish_pending (save);
      ops->sleep (ops->data, pause);
      pause = MIN (pause * 2, LAST_PAUSE);
    }
}

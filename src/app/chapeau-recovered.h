/* chapeau-recovered.h - what an earlier run left on this computer for one folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <model.h>

G_BEGIN_DECLS

/* For reading only. */
typedef struct
{
  GPtrArray *left;      /* of StoreRecovery: not saved */
  GPtrArray *discarded; /* of StoreRecovery: set aside */
  GPtrArray *waiting;   /* of StorePost: in the outbox again */
  GPtrArray *texts;     /* of GBytes: of the waiting posts */
} ChapeauRecovered;

/* Blocks on the folder. What was waiting is in the outbox again; what the folder has already is set
 * aside. */
ChapeauRecovered *chapeau_recovered_look (StoreFolder *folder);
ChapeauRecovered *chapeau_recovered_ref (ChapeauRecovered *self);
void chapeau_recovered_unref (gpointer self);

/* Those left, then those set aside. */
guint chapeau_recovered_count (const ChapeauRecovered *self);
const StoreRecovery *chapeau_recovered_get (const ChapeauRecovered *self, guint nth);
gboolean chapeau_recovered_is_discarded (const ChapeauRecovered *self, guint nth);
/* The title in the text, or the file's name. */
char *chapeau_recovered_dup_title (const StoreRecovery *recovery);

/* One of them beside what the folder has. */
typedef struct
{
  ChapeauRecovered *recovered;
  guint nth;
  GBytes *theirs; /* NULL: no file */
  GBytes *base;   /* what the text came from; NULL: unknown, or no file */
} ChapeauRecoveredChoice;

ChapeauRecoveredChoice *chapeau_recovered_choice_new (ChapeauRecovered *recovered, guint nth);
ChapeauRecoveredChoice *chapeau_recovered_choice_ref (ChapeauRecoveredChoice *self);
void chapeau_recovered_choice_unref (gpointer self);
/* Blocks on the folder; once, before anyone else has it. */
void chapeau_recovered_choice_read (ChapeauRecoveredChoice *self, StoreFolder *folder);
/* The comparison of what was read. */
ChapeauMerge *chapeau_recovered_choice_merge (const ChapeauRecoveredChoice *self);
/* Blocks on the folder. Its journal is ours from now on, and its text in the history. */
StorePost *chapeau_recovered_choice_resume (const ChapeauRecoveredChoice *self,
                                            StoreFolder *folder,
                                            GError **error);

G_END_DECLS

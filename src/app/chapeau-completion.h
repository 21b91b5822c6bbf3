/* chapeau-completion.h - values that are known, offered below an entry.
 *
 * Most used first; those that begin as typed before those that have a word that does, before those
 * that hold it anywhere; case and accents do not count. The entry keeps the focus: its keys are
 * offered to chapeau_completion_take_key first.
 *
 * Signals: "chosen" (const char *value)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_COMPLETION (chapeau_completion_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauCompletion, chapeau_completion, CHAPEAU, COMPLETION, GtkPopover)

/* Offers what of @known (SiteKnownValue) fits @typed and is not in @without (may be NULL). With
 * @typed "" all are offered. Nothing fits: it goes away. */
void chapeau_completion_offer (ChapeauCompletion *self,
                               GPtrArray *known,
                               const char *typed,
                               const char *const *without);
void chapeau_completion_close (ChapeauCompletion *self);
/* Up, Down, Enter, Escape, Tab while it is open. TRUE: the key is used up. */
gboolean chapeau_completion_take_key (ChapeauCompletion *self, guint keyval);
gboolean chapeau_completion_is_open (ChapeauCompletion *self);

/* The known value that differs from @value only in case, accents, spaces or hyphens; NULL if there
 * is none or if @value itself is used as often. Borrowed. */
const SiteKnownValue *chapeau_completion_find_near (GPtrArray *known, const char *value);
/* Letters and digits only, folded: "Open-Data" is "opendata". Texts are near when it is the same.
 */
char *chapeau_completion_dup_bare (const char *text);
gboolean chapeau_completion_are_near (const char *one, const char *other);

G_END_DECLS

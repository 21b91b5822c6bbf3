/* chapeau-speller.h - the dictionaries of this process, and looking words up without waiting.
 *
 * Words are looked up in a worker thread: a dictionary takes some tens of milliseconds to read and
 * suggesting takes longer, and typing waits for neither.
 *
 *   chapeau_speller_check_async (speller, "fr", text, 0, 2000, 100, cancellable, on_checked, data);
 *
 * Property "enabled": whether wrong words are to be marked; looking up works all the same.
 * Signal "changed" (): what is wrong may have become right, or "enabled" another: look again.
 *
 * The person's own words are enchant's, in the configuration folder of the person, and so are known
 * to other programs. They are not kept by site: a name that is right in one post is right in all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-document.h"

#include <gio/gio.h>
#include <spelling.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_SPELLER (chapeau_speller_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauSpeller, chapeau_speller, CHAPEAU, SPELLER, GObject)

/* The one of this process. Borrowed. */
ChapeauSpeller *chapeau_speller_get_default (void);

gboolean chapeau_speller_is_enabled (ChapeauSpeller *self);
/* The last language that was asked for and has no dictionary on this computer, or NULL. */
const char *chapeau_speller_get_missing (ChapeauSpeller *self);

/* As spelling_text_find_wrong. */
void chapeau_speller_check_async (ChapeauSpeller *self,
                                  const char *language,
                                  SpellingText *text,
                                  SpellingRange within,
                                  guint most,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
/* SpellingRange elements, or NULL if it was cancelled. */
GArray *chapeau_speller_check_finish (ChapeauSpeller *self, GAsyncResult *result, GError **error);

/* As spelling_dictionary_suggest. */
void chapeau_speller_suggest_async (ChapeauSpeller *self,
                                    const char *language,
                                    const char *word,
                                    guint most,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
char **chapeau_speller_suggest_finish (ChapeauSpeller *self, GAsyncResult *result, GError **error);

/* Right from now on: for this person, or until the program ends. "changed" follows. */
void chapeau_speller_add (ChapeauSpeller *self, const char *language, const char *word);
void chapeau_speller_ignore (ChapeauSpeller *self, const char *language, const char *word);

/* The language a post is written in: its own `lang` (`language`, `locale`), else its site's, else
 * the person's, else French. New string. */
char *chapeau_document_dup_language (ChapeauDocument *document);

G_END_DECLS

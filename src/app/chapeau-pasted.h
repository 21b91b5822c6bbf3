/* chapeau-pasted.h - what was pasted last, and the ways out: as plain text, pictures into the site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-window-private.h"

G_BEGIN_DECLS

/* Puts @fit in place of its span of @text, which is all that @buffer holds, as one step of undo;
 * then says in the window's bar what of @result is not there, if a person should know. @plain: the
 * same as plain text, or NULL. @origin: a program's name, or NULL. Takes @result. */
void chapeau_pasted_put_in (ChapeauWindow *window,
                            GtkTextBuffer *buffer,
                            const char *text,
                            const ChapeauPasteFit *fit,
                            PasteResult *result,
                            const char *plain,
                            const char *origin);
/* Does the caret go with what is put in from @start to @end? What was typed since the key is behind
 * it, and goes on there. */
gboolean chapeau_pasted_is_at_caret (const GtkTextIter *start, const GtkTextIter *end);
void chapeau_pasted_free (ChapeauPasted *pasted);

G_END_DECLS

/* chapeau-messages.h - the one place that turns codes into sentences for people.
 *
 * Whole sentences, in the words of a secretary; no technical term (see the README). Every function
 * gives a new string or a borrowed translated one, as said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <model.h>

G_BEGIN_DECLS

/* What went wrong, while doing what. */
typedef enum
{
  CHAPEAU_DOING_OPEN_FOLDER,
  CHAPEAU_DOING_OPEN_POST,
  CHAPEAU_DOING_SAVE,
  CHAPEAU_DOING_SAVE_COPY,
  CHAPEAU_DOING_MOVE,
  CHAPEAU_DOING_IMPORT,
  CHAPEAU_DOING_EDIT_FIELD,
  CHAPEAU_DOING_RECOVER,
  CHAPEAU_DOING_PUT_AWAY,
} ChapeauDoing;

/* One or two sentences: what could not be done with @name, and why. New string. */
char *chapeau_message_of_error (ChapeauDoing doing, const char *name, const GError *error);
/* Why a post is shown but cannot be edited; NULL if it can. Borrowed. */
const char *chapeau_message_of_editability (StoreEditability editability);
/* Draft, scheduled, published, hidden. Borrowed. */
const char *chapeau_message_of_state (SiteState state);
/* "Saved in the shared folder at 14:02": one line under the title. New string. */
char *chapeau_message_of_document (ChapeauDocument *document);
/* The folder's state, or NULL when all is well. Borrowed. */
const char *chapeau_message_of_folder (StoreFolderState state);
/* Why a version is in the history of a post. Borrowed. */
const char *chapeau_message_of_reason (StoreReason reason);
/* A finding in a header or a text. New string. */
char *chapeau_message_of_diagnostic (const BaseDiagnostic *diagnostic);
/* What is wrong with the site's own settings, as far as it changes what people see; NULL: nothing.
 * New string. */
char *chapeau_message_of_site (Site *site);
/* A finding by its code alone, without its place. New string. */
char *chapeau_message_of_code (const char *code);
/* What is wrong with a field's value; NULL: nothing. Borrowed. */
const char *chapeau_message_of_field_problem (ChapeauFieldProblem problem);
/* Why no spelling is checked: a dictionary is missing; NULL: none is. New string. */
char *chapeau_message_of_dictionary (ChapeauSpeller *speller);
/* What of a text that was pasted from @origin (a program's name, or NULL) is not there; NULL:
 * nothing that a person should know. @to_bring: how many of its images can be brought into the
 * site. New string. */
char *chapeau_message_of_paste (const PasteResult *result, const char *origin, guint to_bring);
/* "14:02", or with the day when it is not today. New string. @time: unix microseconds. */
char *chapeau_message_of_time (gint64 time);
typedef enum
{
  CHAPEAU_MOMENT_AT,    /* "at 14:02": "à 14 h 02", "le 3 mars 2024 à 14 h 02" */
  CHAPEAU_MOMENT_FROM,  /* "from 14:02": "de 14 h 02", "du 3 mars 2024 à 14 h 02" */
  CHAPEAU_MOMENT_SINCE, /* "since 14:02" */
} ChapeauMoment;
/* The same with the word before it, to be put into a sentence. New string. */
char *chapeau_message_of_moment (ChapeauMoment moment, gint64 time);

G_END_DECLS

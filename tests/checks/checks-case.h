/* checks-case.h - a post and the facts of its site, as the cases write them.
 *
 * cases/NAME.md is the post, cases/NAME.facts (may be missing) what is known of the site, a fact a
 * line, cases/NAME.expected the findings, one a line: line:column, severity, code, place, arguments
 * and, behind "=>", what the fix makes of the lines it changes.
 *
 *   field KEY [title|lead|date|terms|files] [usual] [required] [strict] [max=N] [alt=KEY]
 *   known KEY COUNT VALUE      of the field before
 *   found ADDRESS [BYTES]      missing ADDRESS      draft ADDRESS
 *   twin TITLE                 is-draft                    name-is-date
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <checks.h>

typedef struct
{
  ChecksFacts facts;
  GArray *fields; /* ChecksField */
  GHashTable *targets;
  char *twin;
  GBytes *post;
  KdOptions *options;
  GPtrArray *kept; /* strings and arrays that the facts borrow */
} ChecksCase;

/* @name without ending, with its folder. */
ChecksCase *checks_case_load (const char *name);
void checks_case_free (ChecksCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChecksCase, checks_case_free)

/* Findings of another text with the facts of this case. */
GPtrArray *checks_case_run (const ChecksCase *self, GBytes *post);
/* As in cases/NAME.expected. */
char *checks_case_print (const ChecksCase *self, GBytes *post);
/* Names of the cases with their folder, NULL-terminated, sorted. */
char **checks_case_list (void);

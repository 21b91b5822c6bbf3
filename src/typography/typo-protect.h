/* typo-protect.h - the state that the two halves of the scanner share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "typography.h"

#define TYPO_PROTECT_RUNS 32 /* longer runs of backticks are never code */

/* Searches for a closing mark that failed, by what was searched: a search from before this offset
 * fails again, so no text makes the scan quadratic. */
typedef enum
{
  TYPO_CLOSER_COMMENT,
  TYPO_CLOSER_TAG,
  TYPO_CLOSER_ELEMENT,
  TYPO_CLOSER_LIQUID,
  TYPO_CLOSER_LIQUID_BLOCK,
  TYPO_CLOSER_ATTRIBUTES,
  TYPO_CLOSER_EXTENSION,
  TYPO_CLOSER_MATH,
  TYPO_CLOSER_DESTINATION,
  TYPO_CLOSER_LABEL,
  TYPO_N_CLOSERS,
} TypoCloser;

typedef struct
{
  const char *text;
  gsize length;
  GArray *spans; /* of BaseSpan */
  gsize done;    /* the end of the last one */
  GHashTable *labels;
  gboolean after_blank; /* the line before was blank, or there was none */
  gboolean in_list;
  gboolean in_code; /* in a run of indented code */
  gsize failed[TYPO_N_CLOSERS];
  gsize failed_run[TYPO_PROTECT_RUNS];
} TypoProtect;

void typo_protect_add (TypoProtect *scan, gsize start, gsize end);
/* Is [start, end) the label of a link definition of this text? */
gboolean typo_protect_is_label (const TypoProtect *scan, gsize start, gsize end);
/* Looks at @at, within a line that ends at @end: protects what begins there, and returns where to
 * go on (always further; beyond @end after a construct of several lines). */
gsize typo_protect_inline (TypoProtect *scan, gsize at, gsize end);

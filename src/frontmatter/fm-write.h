/* fm-write.h - values as text, in the place where they will stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fm-value.h"

G_BEGIN_DECLS

/* Where an entry stands and how its surroundings are laid out. Columns count characters. */
typedef struct
{
  guint indent;      /* of the entry: its key or dash */
  guint step;        /* of what is nested in it; 2 to 9 */
  guint list_offset; /* of a list's dashes under their key: 0 as Psych has it */
  guint gap;         /* blanks behind a dash; 1 */
  gboolean folds;    /* long lines are folded at 80 columns */
  gboolean is_safe;  /* every string double-quoted, on one line: the last resort */
} FmLayout;

/* What Psych does where nobody has other habits. */
FmLayout fm_layout_default (void);

/* All append lines parted by "\n", without a final one; lines after the first are indented fully.
 * @style is what a string scalar should be if it can; FM_STYLE_PLAIN: what Psych would choose. */

/* Behind "key:" whose colon ends before column @column: " text", "\n- item", "" for null. */
void fm_write_behind_colon (
    GString *out, const FmValue *value, FmStyle style, guint column, const FmLayout *layout);
/* A scalar alone, its first character at @column; what continues it stands in deeper lines. */
void fm_write_scalar_at (
    GString *out, const FmValue *value, FmStyle style, guint column, const FmLayout *layout);
/* Behind a dash. */
void
fm_write_behind_dash (GString *out, const FmValue *value, FmStyle style, const FmLayout *layout);
/* "key: value" or "key:\n…" */
void fm_write_member (
    GString *out, const char *key, const FmValue *value, FmStyle style, const FmLayout *layout);
/* A key alone, without its colon; @is_flow: inside braces. FALSE if it would need a "?". */
gboolean fm_write_key (GString *out, const char *key, FmStyle style, gboolean is_flow);
/* On one line, inside brackets or braces. */
void fm_write_flow (GString *out, const FmValue *value, FmStyle style);

G_END_DECLS

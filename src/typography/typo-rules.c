/* typo-rules.c - the table of rules and the run through the passes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

#include <string.h>

#define CODE_PREFIX "typography."

typedef struct
{
  const char *code;
  const char *reason;
} RuleText;

static const RuleText rule_texts[TYPO_N_RULES] = {
  [TYPO_RULE_COMPOSE] = { CODE_PREFIX "compose",
                          "An accent is written as a separate character; one character is it." },
  [TYPO_RULE_APOSTROPHE] = { CODE_PREFIX "apostrophe", "The typographic apostrophe is ’." },
  [TYPO_RULE_QUOTES] = { CODE_PREFIX "quotes",
                         "French quotation marks are « » with no-break spaces inside." },
  [TYPO_RULE_ELLIPSIS] = { CODE_PREFIX "ellipsis", "Three dots are one character: …" },
  [TYPO_RULE_DASH] = { CODE_PREFIX "dash", "Two hyphens between spaces are a dash: –" },
  [TYPO_RULE_ORDINAL] = { CODE_PREFIX "ordinal", "Ordinals are abbreviated 1er, 1re, 2e, 2d." },
  [TYPO_RULE_CAPITAL_ACCENT] = { CODE_PREFIX "capital-accent",
                                 "Capitals keep their accents in French." },
  [TYPO_RULE_HOUR] = { CODE_PREFIX "hour", "Times are written 17 h 16, with no-break spaces." },
  [TYPO_RULE_NUMBER_GROUPS] = { CODE_PREFIX "number-groups",
                                "Numbers are grouped by three with narrow no-break spaces." },
  [TYPO_RULE_UNIT] = { CODE_PREFIX "unit",
                       "A no-break space stands between a number and its unit." },
  [TYPO_RULE_NUMERO] = { CODE_PREFIX "numero", "A no-break space follows n°." },
  [TYPO_RULE_COLON] = { CODE_PREFIX "colon", "A no-break space stands before a colon." },
  [TYPO_RULE_HIGH_PUNCTUATION] = { CODE_PREFIX "high-punctuation",
                                   "A narrow no-break space stands before ; ! and ?" },
  [TYPO_RULE_GUILLEMETS] = { CODE_PREFIX "guillemets", "No-break spaces stand inside « and »." },
  [TYPO_RULE_LOW_PUNCTUATION] = { CODE_PREFIX "low-punctuation",
                                  "No space stands before a comma or a full stop." },
  [TYPO_RULE_DOUBLE_SPACE] = { CODE_PREFIX "double-space", "One space stands between words." },
  [TYPO_RULE_TRAILING_SPACE] = { CODE_PREFIX "trailing-space",
                                 "Nothing shows the spaces at the end of this line." },
};

TypoOptions
typo_options_default (void)
{
  TypoOptions options = { TYPO_RULES_ALL, FALSE };
  return options;
}

const char *
typo_rule_code (TypoRule rule)
{
  g_assert (rule < TYPO_N_RULES);
  return rule_texts[rule].code;
}

const char *
typo_rule_name (TypoRule rule)
{
  return typo_rule_code (rule) + strlen (CODE_PREFIX);
}

const char *
typo_rule_reason (TypoRule rule)
{
  g_assert (rule < TYPO_N_RULES);
  return rule_texts[rule].reason;
}

gboolean
typo_rule_from_name (const char *name, TypoRule *rule)
{
  for (guint i = 0; i < TYPO_N_RULES; i++)
    if (strcmp (typo_rule_name ((TypoRule) i), name) == 0)
      {
        *rule = (TypoRule) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
typo_diagnostic_rule (const BaseDiagnostic *diagnostic, TypoRule *rule)
{
  return g_str_has_prefix (diagnostic->code, CODE_PREFIX)
         && typo_rule_from_name (diagnostic->code + strlen (CODE_PREFIX), rule);
}

TypoReport *
typo_check (const char *text,
            gsize length,
            const GArray *protected_spans,
            const TypoOptions *options)
{
  static void (*const passes[]) (TypoPass *) = {
    typo_pass_marks, typo_pass_quotes, typo_pass_words, typo_pass_numbers, typo_pass_spaces,
  };
  TypoOptions chosen = options != NULL ? *options : typo_options_default ();
  g_autoptr (GArray) cells = typo_cells_new (text, length, protected_spans, chosen.rules);
  g_autoptr (GArray) next = g_array_sized_new (FALSE, FALSE, sizeof (TypoCell), cells->len + 64);

  for (guint i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      TypoPass pass = { text,
                        length,
                        (const TypoCell *) (gpointer) cells->data,
                        cells->len,
                        next,
                        chosen.rules,
                        chosen.wide_spaces ? TYPO_NO_BREAK : TYPO_NARROW_NO_BREAK };
      GArray *done = cells;

      g_array_set_size (next, 0);
      passes[i](&pass);
      cells = next;
      next = done;
    }
  return typo_cells_report (cells, text, length);
}

void
typo_report_free (TypoReport *report)
{
  if (report == NULL)
    return;
  base_edits_unref (report->edits);
  g_ptr_array_unref (report->diagnostics);
  g_free (report);
}

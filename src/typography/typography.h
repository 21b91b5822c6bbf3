/* typography.h - French typographic rules on Markdown source: text in, edits with reasons out.
 *
 * Pure: no files, no globals, no GTK. Everything is bytes of one UTF-8 text and offsets into it;
 * bytes that are not UTF-8 are left alone and treated as word characters. Time and memory are
 * linear in the text.
 *
 * What always holds:
 *  - no edit touches a protected span (it may touch its border);
 *  - applying all edits and asking again gives no edit (idempotent), for any set of rules;
 *  - only spaces, quotation marks, apostrophes, dots, dashes, accents and ordinal endings change:
 *    a word is never replaced by another word, and no line break is added or removed;
 *  - a no-break space that is already there, of either width, is accepted as it is.
 *
 *   g_autoptr (GArray) spans = typo_markdown_protected_spans (text, length);
 *   g_autoptr (TypoReport) report = typo_check (text, length, spans, NULL);
 *   g_autoptr (GBytes) better = base_edits_apply (report->edits, text, length);
 *
 * Sources of the rules: "Lexique des règles typographiques en usage à l'Imprimerie nationale" (IN
 * below); where office practice differs from it, the practice is named. Each rule also has its list
 * of near misses that must not fire, in tests/typography/cases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "base.h"

G_BEGIN_DECLS

typedef enum
{
  /* "e" + U+0301 becomes "é": what macOS file names and PDF copies bring (Unicode NFC). */
  TYPO_RULE_COMPOSE,
  /* ' between a letter and a word becomes ’ (IN: apostrophe; U+2019 is Unicode's choice). */
  TYPO_RULE_APOSTROPHE,
  /* "mot" becomes « mot » with no-break spaces, pairs within one paragraph only (IN: guillemets).
   */
  TYPO_RULE_QUOTES,
  /* Exactly three dots become … (IN: points de suspension). */
  TYPO_RULE_ELLIPSIS,
  /* Two hyphens between spaces become – (IN: tiret; kramdown prints the same). */
  TYPO_RULE_DASH,
  /* 3ème → 3e, 1ère → 1re, 2nd → 2d (IN: adjectifs ordinaux). */
  TYPO_RULE_ORDINAL,
  /* Etat → État, "A la fin" → "À la fin" (IN and the Académie: capitals keep their accents). A
   * closed list of words; names of persons are never touched. */
  TYPO_RULE_CAPITAL_ACCENT,
  /* 17h16 → 17 h 16 (IN: heure, "17 h 16" with no-break spaces). Durations stay ("24h/24"). */
  TYPO_RULE_HOUR,
  /* 580000 euros → 580 000 euros, and no-break spaces between the groups there are (IN: nombres,
   * groups of three with an "espace fine insécable"). Four digits, postal codes, numbers of laws
   * and of telephones stay. */
  TYPO_RULE_NUMBER_GROUPS,
  /* 50% → 50 %, and no-break space between number and unit (IN; SI brochure 5.4.3). */
  TYPO_RULE_UNIT,
  /* n° 5 with a no-break space (IN: numéro). */
  TYPO_RULE_NUMERO,
  /* No-break space before : (IN: "espace mots insécable"). */
  TYPO_RULE_COLON,
  /* Narrow no-break space before ; ! ? (IN: "espace fine insécable"). */
  TYPO_RULE_HIGH_PUNCTUATION,
  /* No-break space after « and before » (IN). */
  TYPO_RULE_GUILLEMETS,
  /* No space before a comma or a full stop (IN). */
  TYPO_RULE_LOW_PUNCTUATION,
  /* One space between words. Indentation, list markers and table cells stay. */
  TYPO_RULE_DOUBLE_SPACE,
  /* No space at the end of a line; a Markdown line break (two spaces before a line of the same
   * paragraph) stays. */
  TYPO_RULE_TRAILING_SPACE,
} TypoRule;
#define TYPO_N_RULES (TYPO_RULE_TRAILING_SPACE + 1)

/* A set of rules: bit 1 << rule. */
typedef guint32 TypoRules;
#define TYPO_RULE_BIT(rule) ((TypoRules) 1 << (rule))
#define TYPO_RULES_ALL      (TYPO_RULE_BIT (TYPO_N_RULES) - 1)

typedef struct
{
  TypoRules rules;
  /* U+00A0 in place of U+202F everywhere: for fonts without the narrow one. */
  gboolean wide_spaces;
} TypoOptions;

/* All rules, narrow spaces. What NULL options mean. */
TypoOptions typo_options_default (void);

/* The rule's stable name ("apostrophe", "high-punctuation"), static. */
const char *typo_rule_name (TypoRule rule);
/* FALSE if no rule is called so. */
gboolean typo_rule_from_name (const char *name, TypoRule *rule);
/* One English sentence that says what the rule asks, static. */
const char *typo_rule_reason (TypoRule rule);

/* All changes of one text. `edits` holds them together. `diagnostics` holds a BaseDiagnostic for
 * each of them, in the same order, so that each can be shown and taken singly: severity hint, code
 * "typography.NAME", arguments { bytes before, bytes after }, fix = that one edit. The position is
 * filled in. Both owned by the report. */
typedef struct
{
  BaseEdits *edits;
  GPtrArray *diagnostics;
} TypoReport;

/* @protected_spans: BaseSpan elements, ascending, not overlapping, within the text; NULL for none.
 * Never fails. */
TypoReport *typo_check (const char *text,
                        gsize length,
                        const GArray *protected_spans,
                        const TypoOptions *options);
void typo_report_free (TypoReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TypoReport, typo_report_free)

/* The rule of a diagnostic from a report; FALSE for a diagnostic of another layer. */
gboolean typo_diagnostic_rule (const BaseDiagnostic *diagnostic, TypoRule *rule);

/* What is not prose in a Markdown text: fenced and indented code, code spans, math, HTML
 * tags with their attributes, comments, <script>, <style>, <pre> and <code> with their content,
 * entities, link and image destinations with their titles, link, footnote, abbreviation and
 * attribute definitions, IALs, kramdown extensions, Liquid, bare addresses (web, mail, file),
 * `\` escapes, list markers, rules, setext underlines and table alignment rows, emoji names.
 * A quick scanner and not a parser: in doubt it protects. Returns a GArray of BaseSpan, ascending,
 * not overlapping; free with g_array_unref. */
GArray *typo_markdown_protected_spans (const char *text, gsize length);
/* The same of a whole post, whose YAML front matter is no prose either. */
GArray *typo_post_protected_spans (const char *text, gsize length);

/* Can this character change anything as it is typed? Of all others typo_as_you_type() has nothing
 * to say, whatever the text. */
gboolean typo_is_typing_key (gunichar typed);

/* As you type. @text is the text before the key, @typed the character that is about to be inserted
 * at @offset (a code point boundary). Returns the edits to make INSTEAD of the plain insertion (the
 * character included; an empty list: insert nothing, it is there already), or NULL if the plain
 * insertion is right. The caret belongs after the last
 * edit: base_edits_map_offset (edits, offset).
 *
 * What is certain only later is done later: the space before a colon that was typed right after a
 * word comes with the space or line break typed after the colon ("12:30" and "http://" are never
 * disturbed). Looks at the current line only: O(line + log spans). */
BaseEdits *typo_as_you_type (const char *text,
                             gsize length,
                             gsize offset,
                             gunichar typed,
                             const GArray *protected_spans,
                             const TypoOptions *options);

/* A regular expression (PCRE, for g_regex_new()) that finds @text however it is set: "l'eau" finds
 * "l’eau", "Venez !" finds it with a no-break space, "..." finds "…", and the other way round. All
 * else is itself. Free with g_free(). */
char *typo_dup_search_regex (const char *text);

G_END_DECLS

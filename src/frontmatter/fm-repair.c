/* fm-repair.c - the repairs that are certain, for headers that cannot be read.
 *
 * People write headers by hand, and break them in a handful of ways: an apostrophe inside single
 * quotes, an unquoted " : " or " #", a tab as indentation, typographic quotes where YAML's belong,
 * a text that begins with a character YAML keeps for itself, a closing fence that was forgotten.
 *
 * Model: the entry at the error, or one of the two above it, is rewritten in one of these ways. A
 * repair counts only if the reading gets beyond that entry, and all are offered only if the header
 * reads to its end with them. The written bytes of the value stay (folds included); only quotes are
 * put around them or doubled in them.
 *
 * Limits: MOST_REPAIRS repairs; each costs a few readings of the header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <string.h>

#define MOST_REPAIRS  16
#define MOST_BACKWARD 3

typedef struct
{
  gsize line;  /* where the entry's first line starts */
  gsize value; /* first byte of its value */
  gsize end;   /* behind its last byte */
} Entry;

typedef struct
{
  const char *code;
  BaseSpan span;
  char *text;
} Repair;

static void
repair_free (Repair *repair)
{
  g_free (repair->text);
  g_free (repair);
}

/* ---- reading a trial ---- */

/* TRUE if the header reads with @edits; else where it fails, in the original's offsets. */
static gboolean
try_reading (const FmHeader *header, const BaseEdits *edits, gsize *failed_at)
{
  g_autoptr (GBytes) bytes = base_edits_apply (edits, header->text, header->length);
  g_autoptr (BaseEdits) inverse = base_edits_invert (edits, header->text, header->length);
  g_autoptr (BaseArena) arena = base_arena_new ();
  FmHeader trial = { .bytes = bytes, .is_bare = header->is_bare, .arena = arena };
  FmProblem problem = { 0 };
  BaseSpan yaml = header->split.yaml;
  const FmNode *root;

  trial.text = g_bytes_get_data (bytes, &trial.length);
  yaml.start = header->split.header.start;
  yaml.end = base_edits_map_offset (edits, yaml.end);
  root = fm_tree_read (&trial, yaml, &problem);
  *failed_at = base_edits_map_offset (inverse, MIN (problem.offset, yaml.end));
  if (problem.code != NULL)
    {
      fm_problem_clear (&problem);
      return FALSE;
    }
  /* No way repairs a text that ends too early: that is no progress, whatever comes before it. */
  *failed_at = header->split.yaml.start;
  if (problem.has_rest)
    return FALSE;
  return header->is_bare || (root != NULL && root->kind == FM_MAPPING);
}

/* ---- entries, found without a parser ---- */

static gsize
indentation_of (const char *text, gsize line, gsize limit)
{
  return fm_skip_blanks (text, limit, line) - line;
}

/* Where the value of a line that looks like "key: value" or "- value" begins; 0 if it does not. */
static gsize
find_value (const char *text, gsize line, gsize limit)
{
  gsize end = fm_line_end (text, limit, line);
  gsize at = fm_skip_blanks (text, end, line);
  gboolean has_dash = FALSE;

  while (at + 1 < end && text[at] == '-' && text[at + 1] == ' ')
    {
      at = fm_skip_blanks (text, end, at + 1);
      has_dash = TRUE;
    }
  if (at == end || strchr ("#'\"[]{}|>", text[at]) != NULL)
    return has_dash ? at : 0;
  for (gsize colon = at; colon < end; colon++)
    {
      if (text[colon] == ':' && (colon + 1 == end || text[colon + 1] == ' '))
        return fm_skip_blanks (text, end, colon + 1);
      if (text[colon] == ' ' && (text[colon - 1] == ',' || colon - at > 60))
        break;
    }
  return has_dash ? at : 0;
}

static gboolean
find_entry (const FmHeader *header, gsize line, Entry *entry)
{
  const char *text = header->text;
  gsize limit = header->split.yaml.end;
  gsize own;

  entry->line = line;
  entry->value = find_value (text, line, limit);
  if (entry->value == 0)
    return FALSE;
  own = indentation_of (text, line, limit);
  entry->end = fm_line_end (text, limit, line);
  /* Deeper lines continue it, unless they are entries themselves. */
  for (gsize next = fm_next_line (text, limit, line); next < limit;
       next = fm_next_line (text, limit, next))
    {
      if (indentation_of (text, next, limit) <= own)
        break;
      entry->end = fm_line_end (text, limit, next);
    }
  while (entry->end > entry->value
         && (text[entry->end - 1] == ' ' || fm_line_start (text, entry->end) == entry->end))
    entry->end--;
  return entry->end > entry->value;
}

/* ---- the ways to repair a value; each gives the new text or NULL ---- */

static char *
wrap (const char *value, gsize length)
{
  GString *out = g_string_new ("'");

  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (out, value[i]);
      if (value[i] == '\'')
        g_string_append_c (out, '\'');
    }
  g_string_append_c (out, '\'');
  return g_string_free (out, FALSE);
}

static char *
repair_apostrophe (const char *value, gsize length)
{
  GString *out;

  if (length < 3 || value[0] != '\'' || value[length - 1] != '\'')
    return NULL;
  out = g_string_new ("'");
  for (gsize i = 1; i + 1 < length; i++)
    {
      g_string_append_c (out, value[i]);
      if (value[i] == '\'')
        {
          g_string_append_c (out, '\'');
          /* One that was doubled already stays as it is. */
          if (value[i + 1] == '\'' && i + 2 < length)
            i++;
        }
    }
  g_string_append_c (out, '\'');
  return g_string_free (out, FALSE);
}

/* The same with double quotes: "Un "mot" cité". */
static char *
repair_quotes (const char *value, gsize length)
{
  GString *out;

  if (length < 3 || value[0] != '"' || value[length - 1] != '"')
    return NULL;
  out = g_string_new ("\"");
  for (gsize i = 1; i + 1 < length; i++)
    {
      if (value[i] == '"')
        g_string_append_c (out, '\\');
      g_string_append_c (out, value[i]);
      /* What is escaped already stays as it is. */
      if (value[i] == '\\' && i + 2 < length)
        g_string_append_c (out, value[++i]);
    }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}

static char *
repair_curly (const char *value, gsize length)
{
  static const char *const pairs[][2] = { { "“", "”" }, { "”", "”" }, { "‘", "’" },
                                          { "’", "’" }, { "„", "“" }, { "“", "“" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (length > 6 && memcmp (value, pairs[i][0], 3) == 0
        && memcmp (value + length - 3, pairs[i][1], 3) == 0)
      return wrap (value + 3, length - 6);
  return NULL;
}

static gboolean
is_plain_start (char c)
{
  return strchr ("'\"[]{}|>&*!%@`#,?", c) == NULL;
}

static gboolean
contains (const char *value, gsize length, const char *needle)
{
  return g_strstr_len (value, (gssize) length, needle) != NULL;
}

static char *
repair_colon (const char *value, gsize length)
{
  if (!is_plain_start (value[0]) || (!contains (value, length, ": ") && value[length - 1] != ':'))
    return NULL;
  return wrap (value, length);
}

static char *
repair_hash (const char *value, gsize length)
{
  if (!is_plain_start (value[0]) || !contains (value, length, " #"))
    return NULL;
  return wrap (value, length);
}

static char *
repair_indicator (const char *value, gsize length)
{
  if (strchr ("%@`*&!", value[0]) == NULL)
    return NULL;
  return wrap (value, length);
}

/* Tabs before the text of a line become @indentation each. */
static char *
replace_tabs (const char *lines, gsize length, const char *indentation)
{
  GString *out = g_string_new (NULL);
  gboolean at_start = TRUE, changed = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (at_start && lines[i] == '\t')
        {
          g_string_append (out, indentation);
          changed = TRUE;
          continue;
        }
      if (lines[i] != ' ')
        at_start = lines[i] == '\n';
      g_string_append_c (out, lines[i]);
    }
  if (changed)
    return g_string_free (out, FALSE);
  g_string_free (out, TRUE);
  return NULL;
}

static char *
repair_tabs (const char *lines, gsize length)
{
  return replace_tabs (lines, length, "  ");
}

/* A tab before a key of the first level. */
static char *
repair_tabs_away (const char *lines, gsize length)
{
  return replace_tabs (lines, length, "");
}

static const struct
{
  const char *code;
  const char *detail;
  char *(*make) (const char *value, gsize length);
  gboolean whole_lines;
} ways[] = {
  { "frontmatter.tab", "a tab indents the line; YAML wants spaces", repair_tabs, TRUE },
  { "frontmatter.tab", "a tab indents the line; YAML wants spaces", repair_tabs_away, TRUE },
  { "frontmatter.apostrophe", "an apostrophe ends the quoted text too early", repair_apostrophe,
    FALSE },
  { "frontmatter.quotes", "a quotation mark ends the quoted text too early", repair_quotes, FALSE },
  { "frontmatter.curly-quotes", "typographic quotes do not quote for YAML", repair_curly, FALSE },
  { "frontmatter.colon", "a text with a colon and a space needs quotes", repair_colon, FALSE },
  { "frontmatter.hash", "a text with a blank and # needs quotes", repair_hash, FALSE },
  { "frontmatter.indicator", "a text that begins with this character needs quotes",
    repair_indicator, FALSE },
};

/* ---- the search ---- */

static BaseEdits *
edits_of (GPtrArray *repairs, const Repair *extra)
{
  BaseEdits *edits = base_edits_new ();

  for (guint i = 0; i < repairs->len; i++)
    {
      const Repair *repair = repairs->pdata[i];

      base_edits_replace (edits, repair->span, repair->text, -1);
    }
  if (extra != NULL)
    base_edits_replace (edits, extra->span, extra->text, -1);
  return edits;
}

static gboolean
is_repaired (GPtrArray *repairs, BaseSpan span)
{
  for (guint i = 0; i < repairs->len; i++)
    {
      const Repair *repair = repairs->pdata[i];

      if (span.start < repair->span.end && repair->span.start < span.end)
        return TRUE;
    }
  return FALSE;
}

/* Tries every way on one entry. */
static gboolean
repair_entry (const FmHeader *header,
              const Entry *entry,
              GPtrArray *repairs,
              gsize *failed_at,
              gboolean *done)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      gsize start = ways[i].whole_lines ? entry->line : entry->value;
      g_autofree char *text = NULL;
      g_autoptr (BaseEdits) edits = NULL;
      Repair trial = { ways[i].code, base_span (start, entry->end), NULL };
      gsize failed;

      if (is_repaired (repairs, trial.span))
        return FALSE;
      text = ways[i].make (header->text + start, entry->end - start);
      trial.text = text;
      if (text == NULL)
        continue;
      edits = edits_of (repairs, &trial);
      *done = try_reading (header, edits, &failed);
      if (*done || failed > MAX (entry->end, *failed_at))
        {
          Repair *kept = g_new (Repair, 1);

          *kept = trial;
          kept->text = g_steal_pointer (&text);
          g_ptr_array_add (repairs, kept);
          *failed_at = failed;
          return TRUE;
        }
    }
  return FALSE;
}

/* One more repair at or above the place where the reading fails. */
static gboolean
repair_near (const FmHeader *header, GPtrArray *repairs, gsize *failed_at, gboolean *done)
{
  gsize line = fm_line_start (header->text, MIN (*failed_at, header->split.yaml.end));
  guint tried = 0;

  for (;;)
    {
      Entry entry;

      if (line >= header->split.yaml.start && line < header->split.yaml.end
          && find_entry (header, line, &entry))
        {
          if (repair_entry (header, &entry, repairs, failed_at, done))
            return TRUE;
          if (++tried == MOST_BACKWARD)
            return FALSE;
        }
      if (line <= header->split.yaml.start)
        return FALSE;
      line = fm_line_start (header->text, line - 1);
    }
}

static const char *
detail_of (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (strcmp (ways[i].code, code) == 0)
      return ways[i].detail;
  return code;
}

gboolean
fm_repair_broken (FmHeader *header, gsize failed_at)
{
  g_autoptr (GPtrArray) repairs = g_ptr_array_new_with_free_func ((GDestroyNotify) repair_free);
  gboolean done = FALSE;

  while (!done && repairs->len < MOST_REPAIRS)
    if (!repair_near (header, repairs, &failed_at, &done))
      return FALSE;
  if (!done)
    return FALSE;
  for (guint i = 0; i < repairs->len; i++)
    {
      const Repair *repair = repairs->pdata[i];
      BaseEdits *fix = base_edits_new ();

      base_edits_replace (fix, repair->span, repair->text, -1);
      fm_lint_add (header, BASE_SEVERITY_ERROR, repair->code, repair->span,
                   detail_of (repair->code), NULL, fix);
    }
  return TRUE;
}

/* ---- a closing fence that was forgotten ---- */

/* The lines behind the opening fence that look like a header. */
static gsize
find_header_end (const FmHeader *header, gsize after, gboolean *has_keys)
{
  const char *text = header->text;
  gsize line = after;

  *has_keys = FALSE;
  while (line < header->length)
    {
      gboolean is_indented = text[line] == ' ' || text[line] == '\t';
      gboolean is_entry = find_value (text, line, header->length) != 0;

      if (!is_entry && (!is_indented || !*has_keys))
        break;
      if (fm_skip_blanks (text, header->length, line) == fm_line_end (text, header->length, line))
        break;
      *has_keys |= is_entry && !is_indented;
      line = fm_next_line (text, header->length, line);
    }
  return line;
}

BaseEdits *
fm_repair_unclosed (const FmHeader *header, gsize after)
{
  gboolean has_keys;
  gsize end = find_header_end (header, after, &has_keys);
  g_autoptr (BaseEdits) edits = base_edits_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmHeader) trial = NULL;
  gboolean is_crlf = end >= 2 && header->text[end - 2] == '\r';

  if (!has_keys)
    return NULL;
  if (fm_line_start (header->text, end) != end)
    base_edits_insert (edits, end, "\n---\n", -1);
  else
    base_edits_insert (edits, end, is_crlf ? "---\r\n" : "---\n", -1);
  bytes = base_edits_apply (edits, header->text, header->length);
  trial = fm_header_new (bytes);
  return fm_header_is_broken (trial) ? NULL : g_steal_pointer (&edits);
}

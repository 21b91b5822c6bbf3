/* fm-write.c - values as text, in the place where they will stand.
 *
 * Purpose: what is written anew looks as Psych (on libyaml) would have written it there.
 *
 * Model: libyaml writes single scalars, this file lays out the collections around them. A scalar's
 * folding depends on the column where it begins and on its indentation, so libyaml is given a tiny
 * document in which it begins at the same distance from the indentation, and a page that is
 * narrower by the indentation; its lines are then shifted to the right. Behind a colon the distance
 * is made with a key of the right length, behind a dash with a list.
 *
 * Limits: at an indentation beyond column 70 the page keeps ten columns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-write.h"
#include "fm-psych.h"
#include "fm-yaml.h"

#include <string.h>

#define PAGE_WIDTH     80
#define LEAST_WIDTH    10
#define LONGEST_FILLER 120 /* a longer key would not be a simple one for libyaml */

FmLayout
fm_layout_default (void)
{
  FmLayout layout = { 0, 2, 0, 1, TRUE, FALSE };

  return layout;
}

static int
page_width (const FmLayout *layout, guint indent)
{
  if (!layout->folds || layout->is_safe)
    return -1;
  return (int) (indent + LEAST_WIDTH > PAGE_WIDTH ? LEAST_WIDTH : PAGE_WIDTH - indent);
}

static void
append_spaces (GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (out, ' ');
}

/* Appends lines, indented from the second on; empty lines stay empty, the final newline goes. */
static void
append_shifted (GString *out, const char *lines, guint indent)
{
  gsize length = strlen (lines);

  /* Behind a text that ends with another of YAML's breaks libyaml writes none of its own. */
  if (length > 1 && lines[length - 1] == '\n')
    length--;
  for (gsize i = 0; i < length;)
    {
      gsize line_break = fm_break_length (lines, length, i);

      g_string_append_len (out, lines + i, (gssize) MAX (line_break, 1));
      i += MAX (line_break, 1);
      if (line_break > 0 && i < length && fm_break_length (lines, length, i) == 0)
        append_spaces (out, indent);
    }
}

/* ---- scalars ---- */

static FmYamlScalar
describe_string (const char *text, gsize length, FmStyle style, gboolean is_safe)
{
  FmYamlScalar scalar = { text, length, NULL, style, TRUE, TRUE };
  FmPsychStyle psych;

  if (is_safe)
    scalar.style = FM_STYLE_DOUBLE_QUOTED;
  else if (style == FM_STYLE_PLAIN || length == 0)
    {
      psych = fm_psych_string_style (text, length);
      scalar.style = psych.style;
      if (psych.is_tagged)
        {
          scalar.tag = "tag:yaml.org,2002:str";
          scalar.is_plain = scalar.is_quoted = FALSE;
        }
    }
  return scalar;
}

static FmYamlScalar
describe (const FmValue *value, FmStyle style, const FmLayout *layout)
{
  FmYamlScalar scalar = { value->text, value->length, NULL, FM_STYLE_PLAIN, TRUE, FALSE };

  if (value->kind == FM_STRING)
    return describe_string (value->text, value->length, style, layout->is_safe);
  if (value->kind == FM_NULL)
    {
      scalar.text = "";
      scalar.length = 0;
    }
  return scalar;
}

static gboolean
is_scalar (const FmValue *value)
{
  return value->kind != FM_SEQUENCE && value->kind != FM_MAPPING;
}

void
fm_write_scalar_at (
    GString *out, const FmValue *value, FmStyle style, guint column, const FmLayout *layout)
{
  FmYamlScalar scalar = describe (value, style, layout);
  g_autofree char *lines = NULL;
  guint indent = column >= 2 ? column - 2 : 0;

  lines = fm_yaml_write_block (NULL, &scalar, page_width (layout, indent), (int) layout->step);
  append_shifted (out, lines[1] == ' ' ? lines + 2 : lines + 1, indent);
}

static void
write_scalar_behind_colon (
    GString *out, const FmValue *value, FmStyle style, guint column, const FmLayout *layout)
{
  static const char filler[LONGEST_FILLER + 1] =
      "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
      "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
  FmYamlScalar scalar = describe (value, style, layout);
  FmYamlScalar key = { filler, 0, NULL, FM_STYLE_PLAIN, TRUE, TRUE };
  g_autofree char *lines = NULL;

  if (column <= layout->indent + 1)
    {
      /* The colon of "? key"; a list's dash is just as wide. */
      lines = fm_yaml_write_block (NULL, &scalar, page_width (layout, layout->indent),
                                   (int) layout->step);
      append_shifted (out, lines + 1, layout->indent);
      return;
    }
  key.length = MIN (column - layout->indent - 1, LONGEST_FILLER);
  lines =
      fm_yaml_write_block (&key, &scalar, page_width (layout, layout->indent), (int) layout->step);
  append_shifted (out, lines + key.length + 1, layout->indent);
}

/* ---- collections ---- */

static void
write_lines_of_members (GString *out, const FmValue *mapping, const FmLayout *layout)
{
  for (guint i = 0; i < mapping->n_items; i++)
    {
      if (i > 0)
        {
          g_string_append_c (out, '\n');
          append_spaces (out, layout->indent);
        }
      fm_write_member (out, mapping->keys[i], mapping->items[i], FM_STYLE_PLAIN, layout);
    }
}

static void
write_lines_of_items (GString *out, const FmValue *sequence, const FmLayout *layout)
{
  for (guint i = 0; i < sequence->n_items; i++)
    {
      if (i > 0)
        {
          g_string_append_c (out, '\n');
          append_spaces (out, layout->indent);
        }
      g_string_append_c (out, '-');
      fm_write_behind_dash (out, sequence->items[i], FM_STYLE_PLAIN, layout);
    }
}

void
fm_write_behind_colon (
    GString *out, const FmValue *value, FmStyle style, guint column, const FmLayout *layout)
{
  FmLayout nested = *layout;

  if (value->kind == FM_NULL)
    return;
  nested.gap = 1;
  nested.folds = TRUE;
  if (value->kind == FM_ALIAS)
    g_string_append_printf (out, " %s", value->text);
  else if (is_scalar (value))
    write_scalar_behind_colon (out, value, style, column, layout);
  else if (value->n_items == 0)
    g_string_append (out, value->kind == FM_SEQUENCE ? " []" : " {}");
  else
    {
      nested.indent += value->kind == FM_SEQUENCE ? layout->list_offset : layout->step;
      g_string_append_c (out, '\n');
      append_spaces (out, nested.indent);
      if (value->kind == FM_SEQUENCE)
        write_lines_of_items (out, value, &nested);
      else
        write_lines_of_members (out, value, &nested);
    }
}

void
fm_write_behind_dash (GString *out, const FmValue *value, FmStyle style, const FmLayout *layout)
{
  FmLayout nested = *layout;

  nested.gap = 1;
  nested.indent += 1 + layout->gap;
  if (value->kind == FM_NULL)
    return;
  append_spaces (out, layout->gap);
  if (value->kind == FM_ALIAS)
    g_string_append (out, value->text);
  else if (is_scalar (value))
    fm_write_scalar_at (out, value, style, nested.indent, layout);
  else if (value->n_items == 0)
    g_string_append (out, value->kind == FM_SEQUENCE ? "[]" : "{}");
  else if (value->kind == FM_SEQUENCE)
    write_lines_of_items (out, value, &nested);
  else
    write_lines_of_members (out, value, &nested);
}

gboolean
fm_write_key (GString *out, const char *key, FmStyle style, gboolean is_flow)
{
  FmYamlScalar name = describe_string (key, strlen (key), style, FALSE);
  FmYamlScalar nothing = { "z", 1, NULL, FM_STYLE_PLAIN, TRUE, TRUE };
  const char *tail = is_flow ? ": z" : ": z\n";
  g_autofree char *text = NULL;
  gsize length;

  text =
      is_flow ? fm_yaml_write_flow (&name, &nothing) : fm_yaml_write_block (&name, &nothing, -1, 2);
  if (g_str_has_prefix (text, "? ") || !g_str_has_suffix (text, tail))
    return FALSE;
  length = strlen (text) - strlen (tail);
  if (memchr (text, '\n', length) != NULL)
    return FALSE;
  g_string_append_len (out, text, (gssize) length);
  return TRUE;
}

void
fm_write_member (
    GString *out, const char *key, const FmValue *value, FmStyle style, const FmLayout *layout)
{
  FmYamlScalar name = describe_string (key, strlen (key), FM_STYLE_PLAIN, FALSE);
  FmYamlScalar nothing = { "", 0, NULL, FM_STYLE_PLAIN, TRUE, FALSE };
  g_autofree char *lines = NULL;
  int width = page_width (layout, layout->indent);
  gsize start = out->len;
  guint column;

  if (is_scalar (value) && value->kind != FM_ALIAS)
    {
      FmYamlScalar scalar = describe (value, style, layout);

      lines = fm_yaml_write_block (&name, &scalar, width, (int) layout->step);
      append_shifted (out, lines, layout->indent);
      return;
    }
  lines = fm_yaml_write_block (&name, &nothing, width, (int) layout->step);
  append_shifted (out, lines, layout->indent);
  column = layout->indent + (guint) g_utf8_strlen (out->str + start, (gssize) (out->len - start));
  fm_write_behind_colon (out, value, style, column, layout);
}

/* ---- flow ---- */

static void
write_flow_scalar (GString *out, const FmValue *value, FmStyle style)
{
  FmLayout layout = fm_layout_default ();
  FmYamlScalar scalar;
  g_autofree char *text = NULL;

  /* What would need lines of its own goes between double quotes. */
  if (style == FM_STYLE_LITERAL || style == FM_STYLE_FOLDED
      || memchr (value->text, '\n', value->length) != NULL)
    style = FM_STYLE_DOUBLE_QUOTED;
  scalar = describe (value, style, &layout);
  text = fm_yaml_write_flow (NULL, &scalar);
  g_string_append (out, text);
}

static void
write_flow_key (GString *out, const char *key)
{
  if (!fm_write_key (out, key, FM_STYLE_PLAIN, TRUE)
      && !fm_write_key (out, key, FM_STYLE_DOUBLE_QUOTED, TRUE))
    {
      g_autoptr (FmValue) text = fm_value_new_string (key);

      g_string_append (out, "? ");
      write_flow_scalar (out, text, FM_STYLE_DOUBLE_QUOTED);
    }
}

void
fm_write_flow (GString *out, const FmValue *value, FmStyle style)
{
  if (value->kind == FM_NULL)
    g_string_append (out, "null");
  else if (value->kind == FM_ALIAS)
    g_string_append_printf (out, "%s ", value->text);
  else if (is_scalar (value))
    write_flow_scalar (out, value, style);
  else
    {
      g_string_append_c (out, value->kind == FM_SEQUENCE ? '[' : '{');
      for (guint i = 0; i < value->n_items; i++)
        {
          if (i > 0)
            g_string_append (out, ", ");
          if (value->kind == FM_MAPPING)
            {
              write_flow_key (out, value->keys[i]);
              g_string_append (out, ": ");
            }
          fm_write_flow (out, value->items[i], FM_STYLE_PLAIN);
        }
      g_string_append_c (out, value->kind == FM_SEQUENCE ? ']' : '}');
    }
}

char *
fm_value_to_yaml (const FmValue *value, const char *key)
{
  FmLayout layout = fm_layout_default ();
  GString *out;

  if (is_scalar (value) && value->kind != FM_ALIAS)
    {
      FmYamlScalar name = describe_string (key, strlen (key), FM_STYLE_PLAIN, FALSE);
      FmYamlScalar scalar = describe (value, FM_STYLE_PLAIN, &layout);

      /* Nothing to lay out: libyaml's own bytes. */
      return fm_yaml_write_block (&name, &scalar, page_width (&layout, 0), (int) layout.step);
    }
  out = g_string_new (NULL);
  fm_write_member (out, key, value, FM_STYLE_PLAIN, &layout);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

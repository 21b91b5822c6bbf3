/* chapeau-source-format.c - the formatting commands of the source editor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-format.h"

#include <string.h>

static char *
dup_selected (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return NULL;
  return gtk_text_iter_get_slice (&start, &end);
}

/* Puts @text in place of the selection and selects [from, to) of it, in characters. */
static void
replace_selection (GtkTextBuffer *buffer, const char *text, int from, int to)
{
  GtkTextIter start, end;
  int offset;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  offset = gtk_text_iter_get_offset (&start);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, offset + from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, offset + to);
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_text_buffer_end_user_action (buffer);
}

/* ---- spans ----------------------------------------------------------------------------------- */

/* The word at the cursor, or nothing at it. */
static void
find_word (GtkTextIter *start, GtkTextIter *end)
{
  if (!gtk_text_iter_inside_word (start) && !gtk_text_iter_ends_word (start))
    return;
  if (!gtk_text_iter_starts_word (start))
    gtk_text_iter_backward_word_start (start);
  if (!gtk_text_iter_ends_word (end))
    gtk_text_iter_forward_word_end (end);
}

/* Blanks at the ends stay outside the marks: "** a **" is no bold. */
static void
trim (GtkTextIter *start, GtkTextIter *end)
{
  while (gtk_text_iter_compare (start, end) < 0
         && g_unichar_isspace (gtk_text_iter_get_char (start)))
    gtk_text_iter_forward_char (start);
  while (gtk_text_iter_compare (start, end) < 0)
    {
      GtkTextIter before = *end;

      gtk_text_iter_backward_char (&before);
      if (!g_unichar_isspace (gtk_text_iter_get_char (&before)))
        break;
      *end = before;
    }
}

void
source_format_get_words (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end)
{
  if (!gtk_text_buffer_get_selection_bounds (buffer, start, end))
    find_word (start, end);
  trim (start, end);
}

/* How many marks of this kind stand directly outside the selection on both sides? "***a***" is
 * bold and italic: an odd run has an italic mark, a run of two or more a bold one. */
static gboolean
is_marked (GtkTextBuffer *buffer, const char *mark, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextIter iter;
  int before = 0, after = 0, both;

  gtk_text_buffer_get_selection_bounds (buffer, start, end);
  for (iter = *start;
       gtk_text_iter_backward_char (&iter) && gtk_text_iter_get_char (&iter) == (gunichar) *mark;)
    before++;
  for (iter = *end; gtk_text_iter_get_char (&iter) == (gunichar) *mark;)
    {
      after++;
      if (!gtk_text_iter_forward_char (&iter))
        break;
    }
  both = MIN (before, after);
  return strlen (mark) == 1 ? both % 2 == 1 : both >= (int) strlen (mark);
}

void
source_format_toggle_span (GtkTextBuffer *buffer, const char *mark)
{
  int length = (int) strlen (mark);
  GtkTextIter start, end, outer;
  g_autofree char *selected = NULL;
  g_autofree char *marked = NULL;

  source_format_get_words (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &end, &start);
  if (is_marked (buffer, mark, &start, &end))
    {
      gtk_text_buffer_begin_user_action (buffer);
      outer = end;
      gtk_text_iter_forward_chars (&outer, length);
      gtk_text_buffer_delete (buffer, &end, &outer);
      gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
      outer = start;
      gtk_text_iter_backward_chars (&outer, length);
      gtk_text_buffer_delete (buffer, &outer, &start);
      gtk_text_buffer_end_user_action (buffer);
      return;
    }
  selected = dup_selected (buffer);
  marked = g_strconcat (mark, selected != NULL ? selected : "", mark, NULL);
  replace_selection (buffer, marked, length,
                     length + (selected != NULL ? (int) g_utf8_strlen (selected, -1) : 0));
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* The first and last line that the selection touches; a selection that ends at a line's start does
 * not touch that line. */
static void
get_lines (GtkTextBuffer *buffer, int *first, int *last)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  *first = gtk_text_iter_get_line (&start);
  *last = gtk_text_iter_get_line (&end);
  if (*last > *first && gtk_text_iter_starts_line (&end))
    --*last;
}

static char *
dup_line (GtkTextBuffer *buffer, int line)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (buffer, &start, line);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  return gtk_text_iter_get_slice (&start, &end);
}

/* Replaces the first @length characters of a line. */
static void
set_prefix (GtkTextBuffer *buffer, int line, int length, const char *prefix)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (buffer, &start, line);
  end = start;
  gtk_text_iter_forward_chars (&end, length);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, prefix, -1);
}

static int
heading_prefix (const char *text, int *level)
{
  int n = 0;

  while (text[n] == '#')
    n++;
  *level = n;
  if (n == 0)
    return 0;
  while (text[n] == ' ')
    n++;
  return n;
}

void
source_format_set_heading (GtkTextBuffer *buffer, int level)
{
  int first, last;

  get_lines (buffer, &first, &last);
  gtk_text_buffer_begin_user_action (buffer);
  for (int line = first; line <= last; line++)
    {
      g_autofree char *text = dup_line (buffer, line);
      g_autofree char *prefix = NULL;
      int now, length = heading_prefix (text, &now);

      if (*text == '\0' && first != last)
        continue;
      prefix = g_strnfill ((gsize) level, '#');
      if (level == 0 || level == now)
        set_prefix (buffer, line, length, "");
      else
        {
          g_autofree char *spaced = g_strconcat (prefix, " ", NULL);
          set_prefix (buffer, line, length, spaced);
        }
    }
  gtk_text_buffer_end_user_action (buffer);
}

static int
bullets_prefix (const char *text)
{
  return (*text == '*' || *text == '-' || *text == '+') && text[1] == ' ' ? 2 : 0;
}

static int
numbers_prefix (const char *text)
{
  int n = 0;

  while (g_ascii_isdigit (text[n]))
    n++;
  return n > 0 && text[n] == '.' && text[n + 1] == ' ' ? n + 2 : 0;
}

static int
quote_prefix (const char *text)
{
  if (*text != '>')
    return 0;
  return text[1] == ' ' ? 2 : 1;
}

static int
prefix_of (SourceFormatLines kind, const char *text)
{
  switch (kind)
    {
    case SOURCE_FORMAT_BULLETS:
      return bullets_prefix (text);
    case SOURCE_FORMAT_NUMBERS:
      return numbers_prefix (text);
    case SOURCE_FORMAT_QUOTE:
      return quote_prefix (text);
    }
  g_return_val_if_reached (0);
}

static char *
new_prefix (SourceFormatLines kind, int number)
{
  switch (kind)
    {
    case SOURCE_FORMAT_BULLETS:
      return g_strdup ("* ");
    case SOURCE_FORMAT_NUMBERS:
      return g_strdup_printf ("%d. ", number);
    case SOURCE_FORMAT_QUOTE:
      return g_strdup ("> ");
    }
  g_return_val_if_reached (NULL);
}

static gboolean
all_have_prefix (GtkTextBuffer *buffer, SourceFormatLines kind, int first, int last)
{
  gboolean some = FALSE;

  for (int line = first; line <= last; line++)
    {
      g_autofree char *text = dup_line (buffer, line);

      if (*text == '\0')
        continue;
      if (prefix_of (kind, text) == 0)
        return FALSE;
      some = TRUE;
    }
  return some;
}

void
source_format_toggle_lines (GtkTextBuffer *buffer, SourceFormatLines kind)
{
  int first, last, number = 0;
  gboolean removing;

  get_lines (buffer, &first, &last);
  removing = all_have_prefix (buffer, kind, first, last);
  gtk_text_buffer_begin_user_action (buffer);
  for (int line = first; line <= last; line++)
    {
      g_autofree char *text = dup_line (buffer, line);
      g_autofree char *prefix = NULL;
      int length = prefix_of (kind, text);

      if (*text == '\0' && first != last && kind != SOURCE_FORMAT_QUOTE)
        continue;
      /* One kind of list becomes the other. */
      if (length == 0 && kind != SOURCE_FORMAT_QUOTE)
        length = MAX (bullets_prefix (text), numbers_prefix (text));
      prefix = removing ? g_strdup ("") : new_prefix (kind, ++number);
      set_prefix (buffer, line, length, prefix);
    }
  gtk_text_buffer_end_user_action (buffer);
}

/* ---- links ----------------------------------------------------------------------------------- */

static gboolean
is_address (const char *text)
{
  return g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://")
         || g_str_has_prefix (text, "mailto:") || g_str_has_prefix (text, "/");
}

void
source_format_insert_link (GtkTextBuffer *buffer)
{
  g_autofree char *selected = dup_selected (buffer);
  g_autofree char *text = NULL;
  const char *label = selected != NULL ? selected : "", *target = "";
  int label_length, target_length;

  if (is_address (label))
    {
      target = label;
      label = "";
    }
  label_length = (int) g_utf8_strlen (label, -1);
  target_length = (int) g_utf8_strlen (target, -1);
  text = g_strconcat ("[", label, "](", target, ")", NULL);
  if (label_length == 0)
    replace_selection (buffer, text, 1, 1);
  else
    replace_selection (buffer, text, label_length + 3, label_length + 3 + target_length);
}

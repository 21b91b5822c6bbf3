/* chapeau-marked-text.c - a text with the words marked in which it differs from another.
 *
 * Words are compared without the blanks between them, so that "a fair in the garden" and "a great
 * fair" have the fair in common and not the second blank. Each word becomes a line of its own for
 * that; a mark reaches from the first word of a change to its last one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-marked-text.h"

#include <store.h>
#include <string.h>

/* A blue that is seen on light and on dark ground; of 65535. */
#define RED   0x3584
#define GREEN 0x84e4
#define BLUE  0xe4e4
#define ALPHA 0x4000

static void
mark (PangoAttrList *attributes, BaseSpan span)
{
  PangoAttribute *all[] = { pango_attr_background_new (RED, GREEN, BLUE),
                            pango_attr_background_alpha_new (ALPHA),
                            pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
                            pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD) };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      all[i]->start_index = (guint) span.start;
      all[i]->end_index = (guint) span.end;
      pango_attr_list_insert (attributes, all[i]);
    }
}

/* ---- words as lines -----------------------------------------------------------------------------
 */

typedef struct
{
  GString *lines; /* one word a line */
  GArray *starts; /* of gsize: where each line begins */
  GArray *spans;  /* of BaseSpan: where its word stands in the text */
} Words;

/* A word, or one other character; blanks are passed over. */
static const char *
end_of_word (const char *p)
{
  const char *end = p;

  while (*end != '\0' && g_unichar_isalnum (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  return end > p ? end : g_utf8_next_char (p);
}

static void
words_init (Words *words, const char *text)
{
  words->lines = g_string_new (NULL);
  words->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  words->spans = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
  for (const char *p = text, *end; *p != '\0'; p = end)
    {
      BaseSpan span;

      end = end_of_word (p);
      if (g_unichar_isspace (g_utf8_get_char (p)))
        continue;
      span = base_span ((gsize) (p - text), (gsize) (end - text));
      g_array_append_val (words->starts, words->lines->len);
      g_array_append_val (words->spans, span);
      g_string_append_len (words->lines, p, end - p);
      g_string_append_c (words->lines, '\n');
    }
}

static void
words_clear (Words *words)
{
  g_string_free (words->lines, TRUE);
  g_array_unref (words->starts);
  g_array_unref (words->spans);
}

static guint
nth_at (const Words *words, gsize at)
{
  guint low = 0, high = words->starts->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (words->starts, gsize, middle) < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
mark_words (PangoAttrList *attributes, const char *text, const char *other)
{
  Words mine, theirs;
  g_autoptr (GArray) differences = NULL;

  words_init (&mine, text);
  words_init (&theirs, other);
  differences = store_diff (STORE_DIFF_LINES, mine.lines->str, mine.lines->len, theirs.lines->str,
                            theirs.lines->len);
  for (guint i = 0; i < differences->len; i++)
    {
      const StoreDifference *difference = &g_array_index (differences, StoreDifference, i);
      guint first = nth_at (&mine, difference->a.start);
      guint end = nth_at (&mine, difference->a.end);

      if (end > first)
        mark (attributes, base_span (g_array_index (mine.spans, BaseSpan, first).start,
                                     g_array_index (mine.spans, BaseSpan, end - 1).end));
    }
  words_clear (&mine);
  words_clear (&theirs);
  return differences->len > 0;
}

/* The same words, with other blanks between them. */
static void
mark_blanks (PangoAttrList *attributes, const char *text, const char *other)
{
  g_autoptr (GArray) differences =
      store_diff (STORE_DIFF_WORDS, text, strlen (text), other, strlen (other));

  for (guint i = 0; i < differences->len; i++)
    {
      const StoreDifference *difference = &g_array_index (differences, StoreDifference, i);

      if (base_span_length (difference->a) > 0)
        mark (attributes, difference->a);
    }
}

void
chapeau_marked_text_show (GtkLabel *label, const char *text, const char *other)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  gtk_label_set_label (label, text);
  if (other != NULL && !mark_words (attributes, text, other))
    mark_blanks (attributes, text, other);
  gtk_label_set_attributes (label, attributes);
}

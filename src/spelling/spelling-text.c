/* spelling-text.c - the words of a snapshot, in code points.
 *
 * The bytes are the library's own unit; code points are counted on the way, once from the start of
 * the text to the last word that is asked for. The places that are no prose are found at the first
 * search and kept: a post that is only scrolled through is scanned once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "spelling-private.h"

#include <string.h>
#include <typography.h>

struct _SpellingText
{
  gatomicrefcount references;
  GBytes *bytes;
  GMutex lock;
  gboolean scanned;
  gboolean is_valid;
  GArray *spans; /* of BaseSpan: no prose */
};

SpellingText *
spelling_text_new (GBytes *text)
{
  SpellingText *self = g_new0 (SpellingText, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->bytes = g_bytes_ref (text);
  return self;
}

SpellingText *
spelling_text_ref (SpellingText *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
spelling_text_unref (SpellingText *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->spans, g_array_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static const char *
get_text (SpellingText *self, gsize *length)
{
  const char *text = g_bytes_get_data (self->bytes, length);

  return text != NULL ? text : "";
}

/* FALSE: there is nothing to search. */
static gboolean
scan (SpellingText *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gsize length;
  const char *text = get_text (self, &length);

  if (self->scanned)
    return self->is_valid;
  self->scanned = TRUE;
  self->is_valid = g_utf8_validate_len (text, length, NULL);
  if (self->is_valid)
    self->spans = typo_markdown_protected_spans (text, length);
  return self->is_valid;
}

/* ---- searching --------------------------------------------------------------------------------
 */

/* A walk through the text that knows where it is in both units. */
typedef struct
{
  const char *text;
  gsize byte;
  guint point;
} Place;

static void
go_to_byte (Place *place, gsize byte)
{
  place->point += (guint) g_utf8_pointer_to_offset (place->text + place->byte, place->text + byte);
  place->byte = byte;
}

static void
go_to_point (Place *place, guint point, gsize length)
{
  while (place->point < point && place->byte < length)
    {
      place->byte += (gsize) g_utf8_skip[(guchar) place->text[place->byte]];
      place->point++;
    }
}

/* Back to where no word can be across. */
static gsize
start_of_run (const char *text, gsize at)
{
  while (at > 0 && !g_ascii_isspace (text[at - 1]))
    at--;
  return at;
}

static guint
first_span_behind (const GArray *spans, gsize at)
{
  guint low = 0, high = spans->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (spans, BaseSpan, middle).end <= at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* @dictionary NULL: all words. */
static GArray *
search (SpellingText *self, SpellingDictionary *dictionary, guint from, guint to, guint most)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (SpellingRange));
  gsize length;
  Place place = { get_text (self, &length), 0, 0 };
  Place end;
  BaseSpan word;
  gsize at;
  guint nth;

  if (!scan (self))
    return found;
  go_to_point (&place, from, length);
  end = place;
  go_to_point (&end, to, length);
  at = start_of_run (place.text, place.byte);
  place.point -= (guint) g_utf8_pointer_to_offset (place.text + at, place.text + place.byte);
  place.byte = at;
  nth = first_span_behind (self->spans, at);
  while (found->len < most
         && spelling_next_word (place.text, length, self->spans, &nth, at, end.byte, &word))
    {
      BaseSpan wrong = base_span (0, base_span_length (word));
      SpellingRange range;

      at = word.end;
      if (dictionary != NULL
          && !spelling_word_is_wrong (dictionary, place.text + word.start, base_span_length (word),
                                      &wrong))
        continue;
      go_to_byte (&place, word.start + wrong.start);
      range.start = place.point;
      go_to_byte (&place, word.start + wrong.end);
      range.end = place.point;
      if (range.end > from)
        g_array_append_val (found, range);
    }
  return found;
}

GArray *
spelling_text_find_wrong (
    SpellingText *self, SpellingDictionary *dictionary, guint from, guint to, guint most)
{
  if (dictionary == NULL)
    return g_array_new (FALSE, FALSE, sizeof (SpellingRange));
  return search (self, dictionary, from, to, most);
}

GArray *
spelling_text_find_words (SpellingText *self)
{
  return search (self, NULL, 0, G_MAXUINT, G_MAXUINT);
}

char *
spelling_text_dup_range (SpellingText *self, SpellingRange range)
{
  gsize length;
  Place start = { get_text (self, &length), 0, 0 };
  Place end;

  if (!scan (self))
    return g_strdup ("");
  go_to_point (&start, range.start, length);
  end = start;
  go_to_point (&end, range.end, length);
  return g_strndup (start.text + start.byte, end.byte - start.byte);
}

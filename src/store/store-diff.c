/* store-diff.c - where two texts differ, by lines or words.
 *
 * Myers' greedy algorithm on numbered tokens, after the common ends are cut off. Its memory grows
 * with the square of the number of differences, so that number is bounded: beyond COST_MAX the part
 * between the common ends is one difference.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store.h"

#include <string.h>

#define COST_MAX 1500

typedef struct
{
  GArray *spans;   /* of BaseSpan */
  GArray *numbers; /* of guint: equal tokens have equal numbers */
} Tokens;

typedef enum
{
  KIND_WORD,
  KIND_BLANK,
  KIND_OTHER,
} Kind;

/* Of the character at *@at, which moves past it. Bytes that are no UTF-8 stay together, as a word.
 */
static Kind
take_character (const char *text, gsize size, gsize *at)
{
  gunichar character = g_utf8_get_char_validated (text + *at, (gssize) (size - *at));
  if (character >= (gunichar) -2)
    {
      (*at)++;
      return KIND_WORD;
    }
  *at += (gsize) g_utf8_skip[(guchar) text[*at]];
  if (g_unichar_isalnum (character) || g_unichar_ismark (character))
    return KIND_WORD;
  return g_unichar_isspace (character) ? KIND_BLANK : KIND_OTHER;
}

static gsize
token_end (StoreDiffUnit unit, const char *text, gsize size, gsize at)
{
  Kind kind;
  gsize end;
  gsize next;
  if (unit == STORE_DIFF_LINES)
    {
      const char *stop = memchr (text + at, '\n', size - at);
      return stop == NULL ? size : (gsize) (stop - text) + 1;
    }
  kind = take_character (text, size, &at);
  end = next = at;
  while (kind != KIND_OTHER && end < size && take_character (text, size, &next) == kind)
    end = next;
  return end;
}

static Tokens
split (StoreDiffUnit unit, const char *text, gsize size, GHashTable *known)
{
  Tokens tokens = { g_array_new (FALSE, FALSE, sizeof (BaseSpan)),
                    g_array_new (FALSE, FALSE, sizeof (guint)) };
  for (gsize at = 0; at < size;)
    {
      BaseSpan span = base_span (at, token_end (unit, text, size, at));
      GBytes *key = g_bytes_new_static (text + at, base_span_length (span));
      gpointer number;
      guint value;
      if (!g_hash_table_lookup_extended (known, key, NULL, &number))
        {
          number = GUINT_TO_POINTER (g_hash_table_size (known));
          g_hash_table_insert (known, g_bytes_ref (key), number);
        }
      value = GPOINTER_TO_UINT (number);
      g_array_append_val (tokens.spans, span);
      g_array_append_val (tokens.numbers, value);
      g_bytes_unref (key);
      at = span.end;
    }
  return tokens;
}

static void
tokens_clear (Tokens *tokens)
{
  g_array_unref (tokens->spans);
  g_array_unref (tokens->numbers);
}

static gsize
offset_of (const Tokens *tokens, guint index, gsize size)
{
  return index < tokens->spans->len ? g_array_index (tokens->spans, BaseSpan, index).start : size;
}

typedef struct
{
  const guint *a;
  const guint *b;
  int a_count;
  int b_count;
  gboolean *a_changed;
  gboolean *b_changed;
} Problem;

/* Goes back over the furthest points of each cost and marks what is not common. */
static void
mark_path (Problem *problem, GPtrArray *trace, int cost)
{
  int x = problem->a_count;
  int y = problem->b_count;
  for (int d = cost; d > 0; d--)
    {
      const int *v = (const int *) g_ptr_array_index (trace, d - 1) + (d - 1);
      int k = x - y;
      gboolean down =
          k == -d
          || (k != d && (k - 1 < -(d - 1) ? -1 : v[k - 1]) < (k + 1 > d - 1 ? -1 : v[k + 1]));
      int from = down ? k + 1 : k - 1;
      int from_x = v[from];
      int from_y = from_x - from;
      if (down)
        problem->b_changed[from_y] = TRUE;
      else
        problem->a_changed[from_x] = TRUE;
      x = from_x;
      y = from_y;
    }
}

static gboolean
solve (Problem *problem)
{
  int limit = MIN (problem->a_count + problem->b_count, COST_MAX);
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
  g_autofree int *room = g_new0 (int, 2 * (gsize) limit + 3);
  int *v = room + limit + 1;
  for (int d = 0; d <= limit; d++)
    {
      for (int k = -d; k <= d; k += 2)
        {
          int x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
          int y = x - k;
          while (x < problem->a_count && y < problem->b_count && problem->a[x] == problem->b[y])
            {
              x++;
              y++;
            }
          v[k] = x;
          if (x >= problem->a_count && y >= problem->b_count)
            {
              mark_path (problem, trace, d);
              return TRUE;
            }
        }
      g_ptr_array_add (trace, g_memdup2 (v - d, (2 * (gsize) d + 1) * sizeof (int)));
    }
  return FALSE;
}

static void
find_changes (Problem *problem)
{
  if (problem->a_count == 0 || problem->b_count == 0 || !solve (problem))
    {
      for (int i = 0; i < problem->a_count; i++)
        problem->a_changed[i] = TRUE;
      for (int i = 0; i < problem->b_count; i++)
        problem->b_changed[i] = TRUE;
    }
}

GArray *
store_diff (StoreDiffUnit unit, const char *a, gsize a_size, const char *b, gsize b_size)
{
  g_autoptr (GHashTable) known =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  GArray *result = g_array_new (FALSE, FALSE, sizeof (StoreDifference));
  Tokens one = split (unit, a, a_size, known);
  Tokens two = split (unit, b, b_size, known);
  const guint *x = (const guint *) (gconstpointer) one.numbers->data;
  const guint *y = (const guint *) (gconstpointer) two.numbers->data;
  guint n = one.spans->len;
  guint m = two.spans->len;
  guint head = 0;
  guint tail = 0;
  g_autofree gboolean *a_changed = g_new0 (gboolean, n + 1);
  g_autofree gboolean *b_changed = g_new0 (gboolean, m + 1);
  Problem problem;
  while (head < n && head < m && x[head] == y[head])
    head++;
  while (tail < n - head && tail < m - head && x[n - 1 - tail] == y[m - 1 - tail])
    tail++;
  problem = (Problem){
    x + head,         y + head,        (int) (n - head - tail), (int) (m - head - tail),
    a_changed + head, b_changed + head
  };
  find_changes (&problem);
  for (guint i = 0, j = 0; i < n || j < m;)
    {
      guint i0 = i;
      guint j0 = j;
      StoreDifference difference;
      while (i < n && a_changed[i])
        i++;
      while (j < m && b_changed[j])
        j++;
      if (i == i0 && j == j0)
        {
          i++;
          j++;
          continue;
        }
      difference.a = base_span (offset_of (&one, i0, a_size), offset_of (&one, i, a_size));
      difference.b = base_span (offset_of (&two, j0, b_size), offset_of (&two, j, b_size));
      g_array_append_val (result, difference);
    }
  tokens_clear (&one);
  tokens_clear (&two);
  return result;
}

/* One text that is made to take long: time grows with its length, not faster; memory stays small.
 *
 *   test-kramdown-pathological NAME     one text (a test of its own for each)
 *   test-kramdown-pathological --seen   shows that the limits fire, with work that is quadratic
 *
 * Time is the process's own, so that a busy machine does not count, and what is judged is growth: a
 * text four times as long takes four times as long if all is well and sixteen times if a quadratic
 * loop is left. The best of several tries counts, for the same reason. Short times are not judged,
 * but for an upper limit that no build comes near.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown-pathological.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define SIZE       (50 * 1000)
#define FACTOR     4
#define MAX_GROWTH 9.0
#define TRIES      4
#define MEANINGFUL 0.100 /* seconds: below that a timing says nothing, the clock ticks in 4 ms */
#define MAX_TIME   20.0  /* seconds */
#define MAX_MEMORY 40    /* times the text */
#define CONSTANT   (256 * 1024)

typedef double (*Work) (const char *text, gsize length, const KdOptions *options);

/* ---- memory: what is allocated at most at one time, as the sanitizer counts it ---- */

static gsize now_allocated, most_allocated;

extern int __sanitizer_install_malloc_and_free_hooks (void (*malloc_hook) (const volatile void *,
                                                                           size_t),
                                                      void (*free_hook) (const volatile void *))
    __attribute__ ((weak));
extern size_t __sanitizer_get_allocated_size (const volatile void *pointer) __attribute__ ((weak));

static void
on_malloc (const volatile void *pointer, size_t size)
{
  now_allocated += size;
  most_allocated = MAX (most_allocated, now_allocated);
}

static void
on_free (const volatile void *pointer)
{
  if (pointer != NULL)
    now_allocated -= __sanitizer_get_allocated_size (pointer);
}

/* ---- time ---- */

static double
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static double
render (const char *text, gsize length, const KdOptions *options)
{
  double start = cpu_time ();
  g_autoptr (KdDocument) document = kd_parse (text, length, options);
  g_autofree char *html = kd_render_html (document, NULL);
  g_autoptr (GPtrArray) blocks = kd_render_blocks (document);

  g_assert_nonnull (blocks);
  return cpu_time () - start;
}

/* What a forgotten search from the beginning does. */
static double
search_again_and_again (const char *text, gsize length, const KdOptions *options)
{
  double start = cpu_time ();
  volatile guint sum = 0;

  for (gsize i = 0; i < length; i++)
    for (gsize j = 0; j < i; j += 16)
      sum += (guint) text[j];
  return cpu_time () - start;
}

/* TRUE if the time grows as the text does. */
static gboolean
grows_as_it_should (const KramdownPathological *one, Work work)
{
  g_autoptr (KdOptions) options = kramdown_pathological_options (one);
  g_autoptr (GString) small = kramdown_pathological_make (one, SIZE);
  g_autoptr (GString) large = kramdown_pathological_make (one, SIZE * FACTOR);
  double less = G_MAXDOUBLE, more = G_MAXDOUBLE;

  for (guint try = 0; try < TRIES; try++)
    {
      less = MIN (less, work (small->str, small->len, options));
      more = MIN (more, work (large->str, large->len, options));
      if (more < MEANINGFUL || more / less <= MAX_GROWTH)
        break;
    }
  printf ("# %s: %.4f s for %" G_GSIZE_FORMAT " bytes, %.4f s for %" G_GSIZE_FORMAT
          ": %.1f times\n",
          one->name, less, small->len, more, large->len, more / MAX (less, 1e-9));
  return more < MAX_TIME && (more < MEANINGFUL || more / less <= MAX_GROWTH);
}

/* Both the most that the parser takes at one time, and what the tree and the HTML take in the end.
 * (How the HTML's buffer grows is left to the benchmark, which looks at the process: the
 * sanitizer's realloc always holds the old one beside the new one.) */
static gboolean
memory_stays_small (const KramdownPathological *one)
{
  g_autoptr (KdOptions) options = kramdown_pathological_options (one);
  g_autoptr (GString) text = kramdown_pathological_make (one, SIZE * FACTOR);
  gsize before = now_allocated, used, html_length;
  gsize limit = MAX_MEMORY * text->len + CONSTANT, parsing;
  g_autoptr (KdDocument) document = NULL;
  g_autofree char *html = NULL;

  most_allocated = now_allocated;
  document = kd_parse (text->str, text->len, options);
  parsing = most_allocated - before;
  html = kd_render_html (document, &html_length);
  used = MAX (parsing, now_allocated - before);
  if (one->output_is_longer)
    limit += html_length;
  printf ("# %s: %" G_GSIZE_FORMAT " bytes of memory, %.1f times; %" G_GSIZE_FORMAT " of HTML\n",
          one->name, used, (double) used / (double) text->len, html_length);
  return used <= limit;
}

static int
test_limits_fire (void)
{
  const KramdownPathological letters = { "letters", "", "a", "", NULL, NULL, FALSE };
  gsize before = now_allocated;
  g_autofree char *much = NULL;

  if (grows_as_it_should (&letters, search_again_and_again))
    return fputs ("quadratic work passed\n", stderr), 1;
  if (!__sanitizer_install_malloc_and_free_hooks)
    return 0;
  much = g_malloc (MAX_MEMORY * SIZE * FACTOR + CONSTANT + 1);
  if (now_allocated - before <= MAX_MEMORY * SIZE * FACTOR + CONSTANT)
    return fputs ("memory is not counted\n", stderr), 1;
  return 0;
}

int
main (int argc, char **argv)
{
  const KramdownPathological *one = kramdown_pathological;
  struct rlimit limit = { 120, 120 };

  if (argc != 2)
    return fputs ("usage: test-kramdown-pathological NAME|--seen\n", stderr), 2;
  /* A text that hangs the program does not hang the tests. */
  setrlimit (RLIMIT_CPU, &limit);
  if (__sanitizer_install_malloc_and_free_hooks)
    __sanitizer_install_malloc_and_free_hooks (on_malloc, on_free);
  if (strcmp (argv[1], "--seen") == 0)
    return test_limits_fire ();
  while (one->name != NULL && strcmp (one->name, argv[1]) != 0)
    one++;
  if (one->name == NULL)
    return fprintf (stderr, "there is no text “%s”\n", argv[1]), 2;
  if (!grows_as_it_should (one, render))
    return fputs ("the time grows faster than the text\n", stderr), 1;
  if (__sanitizer_install_malloc_and_free_hooks && !memory_stays_small (one))
    return fputs ("too much memory\n", stderr), 1;
  return 0;
}

/* How fast posts become HTML, against md4c (CommonMark in C) and Ruby's kramdown in the same run;
 * and how the time of texts that are made to take long grows.
 *
 *   kramdown-bench POSTS-FOLDER REFERENCE.RB
 *
 * Exit status 1 if a limit of ours is not held: 200 kB in 100 ms, double the text at most 2.3 times
 * the time, memory below 40 times the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../kramdown/kramdown-case.h"
#include "../kramdown/kramdown-pathological.h"

#include <malloc.h>
#include <md4c-html.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SIZE       (200 * 1000)
#define MAX_TIME   0.100
#define MAX_GROWTH 2.3
#define MAX_MEMORY 40
#define TRIES      9

typedef void (*Work) (const char *text, gsize length, const KdOptions *options);

/* Where this program is: it runs itself to measure memory. */
static const char *program;

static double
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static double
best_of (guint tries, Work work, const char *text, gsize length, const KdOptions *options)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < tries; i++)
    {
      double start = cpu_time ();

      work (text, length, options);
      best = MIN (best, cpu_time () - start);
    }
  return best;
}

static void
render (const char *text, gsize length, const KdOptions *options)
{
  g_autoptr (KdDocument) document = kd_parse (text, length, options);
  g_autofree char *html = kd_render_html (document, NULL);

  g_assert_nonnull (html);
}

static void
append (const MD_CHAR *text, MD_SIZE size, void *data)
{
  g_string_append_len (data, text, (gssize) size);
}

static void
render_md4c (const char *text, gsize length, const KdOptions *options)
{
  g_autoptr (GString) html = g_string_sized_new (length * 2);

  md_html (text, (MD_SIZE) length, append, html, MD_DIALECT_GITHUB, 0);
}

/* The seconds that Ruby says it takes, its own start not counted; 0 if it cannot be run. */
static double
time_ruby (const char *script, GString *all)
{
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  int file = g_file_open_tmp ("chapeau-bench-XXXXXX", &path, NULL);
  const char *arguments[] = { "ruby", script, "--raw", "--seconds", path, NULL };
  double seconds = 0;

  if (file < 0)
    return 0;
  if (write (file, all->str, all->len) == (gssize) all->len
      && g_spawn_sync (NULL, (char **) (gpointer) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                       &out, NULL, NULL, NULL))
    seconds = g_ascii_strtod (out, NULL);
  close (file);
  unlink (path);
  return seconds;
}

/* Whether what stands behind a post is read as it would be without it: a tag that the post leaves
 * open would make all of the rest raw text. */
static gboolean
ends_well (const KramdownCase *post)
{
  g_autofree char *text = g_strconcat (post->text, "\n\nbehind *it*\n", NULL);
  g_autoptr (KdDocument) document = kd_parse (text, strlen (text), post->options);
  g_autofree char *html = kd_render_html (document, NULL);

  return strstr (html, "<p>behind <em>it</em></p>") != NULL;
}

static void
measure_posts (GPtrArray *posts, const char *script)
{
  g_autoptr (GString) all = g_string_new (NULL);
  const KramdownCase *middle = posts->pdata[0];
  double ours, md4c, ruby, one, size;
  guint n = 0;

  for (guint i = 0; i < posts->len; i++)
    {
      const KramdownCase *post = posts->pdata[i];

      if (ABS ((gssize) post->length - 5000) < ABS ((gssize) middle->length - 5000))
        middle = post;
      if (!ends_well (post))
        continue;
      g_string_append_len (all, post->text, (gssize) post->length);
      g_string_append (all, "\n\n");
      n++;
    }
  size = (double) all->len / 1e6;
  ours = best_of (TRIES, render, all->str, all->len, middle->options);
  md4c = best_of (TRIES, render_md4c, all->str, all->len, NULL);
  ruby = time_ruby (script, all);
  one = best_of (200, render, middle->text, middle->length, middle->options);
  printf (
      "kramdown: %u of %u posts, %.2f MB: ours %.4f s (%.0f MB/s), md4c %.4f s (%.0f MB/s), Ruby "
      "%.2f s (%.2f MB/s)\n",
      n, posts->len, size, ours, size / ours, md4c, size / md4c, ruby, ruby > 0 ? size / ruby : 0);
  printf (
      "kramdown: %.2f times md4c's time (at most 3); Ruby takes %.0f times ours (at least 100)\n",
      ours / md4c, ruby / ours);
  printf ("kramdown: a post of %" G_GSIZE_FORMAT " bytes in %.3f ms\n", middle->length, one * 1e3);
}

/* "VmHWM", the most memory that this process had, or "VmRSS", what it has, in bytes. (getrusage
 * would tell of the process that started this one.) */
static gsize
own_memory (const char *name)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, name);
  return line != NULL ? (gsize) g_ascii_strtoull (line + strlen (name) + 1, NULL, 10) * 1024 : 0;
}

/* Prints by how many bytes this process, which did nothing before, grows over one render. */
static int
print_memory (const char *name)
{
  const KramdownPathological *one = kramdown_pathological;
  g_autoptr (KdOptions) options = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (KdDocument) document = NULL;
  g_autofree char *html = NULL;
  gsize before;

  while (one->name != NULL && strcmp (one->name, name) != 0)
    one++;
  if (one->name == NULL)
    return 2;
  options = kramdown_pathological_options (one);
  text = kramdown_pathological_make (one, SIZE);
  before = own_memory ("VmRSS");
  document = kd_parse (text->str, text->len, options);
  html = kd_render_html (document, NULL);
  printf ("%" G_GSIZE_FORMAT "\n", own_memory ("VmHWM") - before);
  return html == NULL;
}

/* In a process of its own: what others freed before would be used again, and not be seen. */
static double
memory_of (const KramdownPathological *one)
{
  const char *arguments[] = { program, "--memory", one->name, NULL };
  g_autofree char *out = NULL;

  if (!g_spawn_sync (NULL, (char **) (gpointer) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out,
                     NULL, NULL, NULL))
    return G_MAXDOUBLE;
  return g_ascii_strtod (out, NULL);
}

static gsize
html_length (GString *text, const KdOptions *options)
{
  g_autoptr (KdDocument) document = kd_parse (text->str, text->len, options);
  gsize length;

  g_free (kd_render_html (document, &length));
  return length;
}

static gboolean
measure_pathological (const KramdownPathological *one)
{
  g_autoptr (KdOptions) options = kramdown_pathological_options (one);
  g_autoptr (GString) text = kramdown_pathological_make (one, SIZE);
  g_autoptr (GString) longer = kramdown_pathological_make (one, 2 * SIZE);
  double time = 0, growth = G_MAXDOUBLE, memory;
  gsize beside = one->output_is_longer ? html_length (text, options) : 0;
  gboolean held;

  /* Noise only ever adds: the best of several tries counts. */
  for (guint try = 0; try < 4 && growth > MAX_GROWTH; try++)
    {
      time = best_of (3, render, text->str, text->len, options);
      growth = MIN (growth, best_of (3, render, longer->str, longer->len, options) / time);
    }
  memory = (memory_of (one) - (double) beside) / (double) text->len;
  held = time <= MAX_TIME && growth <= MAX_GROWTH && memory <= MAX_MEMORY;
  printf ("kramdown: %-26s %7.2f ms, doubled %.2f times, memory %.1f times%s%s\n", one->name,
          time * 1e3, growth, memory,
          beside > 0 ? " beside its HTML (see kramdown-pathological.h)" : "",
          held ? "" : "  NOT HELD");
  return held;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) posts = NULL;
  guint missed = 0, n = 0;

  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--memory") == 0)
    return print_memory (argv[2]);
  /* The process keeps its memory, as an editor that renders at every key does: what is measured is
   * our work, not how the kernel hands out pages, which it does in leaps. */
  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  mallopt (M_TRIM_THRESHOLD, G_MAXINT);
  mallopt (M_TOP_PAD, 64 << 20);
  if (argc != 3)
    return fputs ("usage: kramdown-bench POSTS-FOLDER REFERENCE.RB\n", stderr), 2;
  for (const KramdownPathological *one = kramdown_pathological; one->name != NULL; one++, n++)
    missed += !measure_pathological (one);
  printf ("kramdown: %u of %u texts that are made to take long hold every limit\n", n - missed, n);
  posts = kramdown_cases_load (argv[1], TRUE, TRUE);
  if (posts->len == 0)
    fputs ("kramdown: no posts beside the checkout\n", stderr);
  else
    measure_posts (posts, argv[2]);
  return missed > 0;
}

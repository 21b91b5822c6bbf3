/* screen-probe.c - measures what a person sees on an X display: when pixels change.
 *
 *   screen-probe launch [options] -- COMMAND...   starts COMMAND, tells when its text is painted
 *   screen-probe key [options]                    presses a key N times, tells when pixels changed
 *   screen-probe calm [options]                   waits until nothing changes any more
 *
 *   -r NAME=X,Y,WIDTH,HEIGHT   an area of the screen to look at; repeatable
 *   -n COUNT                   key: how many presses (1)
 *   -k KEYSYM                  key: which key (m)
 *   -q MS                      an area is calm after that long without a change (500)
 *   -t MS                      an iteration ends then in any case (20000)
 *   -s FOLDER                  launch: saves what it took for text, as FOLDER/NAME.ppm
 *
 * Each iteration is one line of JSON: {"NAME": milliseconds, ...}, -1 for what never came. `launch`
 * counts from before the fork to the first picture of the area that holds text; then it waits for
 * COMMAND to end, so the caller kills it when done ("pid" is in the line).
 *
 * XDamage tells that something was drawn, then the pixels are read through shared memory and
 * compared: nothing polls, so the measured program has the machine to itself, and a repaint of
 * equal pixels does not count. A change at most 4 pixels wide is a blinking caret and no change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/select.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>

#define MAX_AREAS    8
#define CARET_WIDTH  4
#define CARET_HEIGHT 60
#define TEXT_STEP    40 /* difference of two neighbours that is an edge of a letter */
#define TEXT_EDGES   16 /* edges in a row of pixels that is a row of text */
#define TEXT_ROWS    60 /* such rows in an area that holds text */
#define FRAME_US     (1000000 / 60)

typedef struct
{
  char *name;
  int x, y, width, height;
  XImage *image;
  XShmSegmentInfo shm;
  guint32 *before; /* as it was looked at last */
  gboolean damaged;
  double changed_at; /* last change; ms on the clock of now_ms */
  double first;      /* first change of this iteration, or -1 */
  gboolean settled;  /* launch: it holds text since then */
} Area;

typedef struct
{
  Display *display;
  Window root;
  int damage_event;
  Damage damage;
  Area areas[MAX_AREAS];
  int n_areas;
  int count;
  int quiet;
  int timeout;
  const char *key;
  const char *folder;
} Probe;

static double
now_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

/* ---- areas ---------------------------------------------------------------------------------- */

static gboolean
parse_area (Probe *probe, const char *text)
{
  Area *area = &probe->areas[probe->n_areas];
  const char *equals = strchr (text, '=');

  if (equals == NULL || probe->n_areas == MAX_AREAS
      || sscanf (equals + 1, "%d,%d,%d,%d", &area->x, &area->y, &area->width, &area->height) != 4)
    return FALSE;
  area->name = g_strndup (text, (gsize) (equals - text));
  probe->n_areas++;
  return TRUE;
}

static gsize
area_size (const Area *area)
{
  return (gsize) area->width * (gsize) area->height * sizeof (guint32);
}

static void
open_area (Probe *probe, Area *area)
{
  int screen = DefaultScreen (probe->display);
  gsize size;

  area->image = XShmCreateImage (probe->display, DefaultVisual (probe->display, screen),
                                 (unsigned) DefaultDepth (probe->display, screen), ZPixmap, NULL,
                                 &area->shm, (unsigned) area->width, (unsigned) area->height);
  size = (gsize) area->image->bytes_per_line * (gsize) area->height;
  area->shm.shmid = shmget (IPC_PRIVATE, size, IPC_CREAT | 0600);
  area->shm.shmaddr = area->image->data = shmat (area->shm.shmid, NULL, 0);
  XShmAttach (probe->display, &area->shm);
  XSync (probe->display, False);
  shmctl (area->shm.shmid, IPC_RMID, NULL);
  area->before = g_malloc0 (area_size (area));
}

static const guint32 *
grab (Probe *probe, Area *area)
{
  XShmGetImage (probe->display, probe->root, area->image, area->x, area->y, AllPlanes);
  return (const guint32 *) (gpointer) area->image->data;
}

/* Is @pixels another picture than the last one, by more than a caret? Remembers it. */
static gboolean
take_change (Area *area, const guint32 *pixels)
{
  int left = area->width, right = -1, top = area->height, bottom = -1;

  for (int y = 0; y < area->height; y++)
    {
      const guint32 *now = pixels + y * area->width;
      guint32 *before = area->before + y * area->width;

      if (memcmp (now, before, (gsize) area->width * 4) == 0)
        continue;
      for (int x = 0; x < area->width; x++)
        if (((now[x] ^ before[x]) & 0xffffff) != 0)
          {
            left = MIN (left, x);
            right = MAX (right, x);
            top = MIN (top, y);
            bottom = y;
          }
      memcpy (before, now, (gsize) area->width * 4);
    }
  return right - left + 1 > CARET_WIDTH || bottom - top + 1 > CARET_HEIGHT;
}

/* Many sharp steps from left to right, in many rows: a plain pane, a border or two tones are not
 * text. */
static gboolean
holds_text (const Area *area)
{
  int rows = 0;

  for (int y = 0; y < area->height; y++)
    {
      const guint32 *row = area->before + y * area->width;
      int edges = 0;

      for (int x = 1; x < area->width; x++)
        edges += ABS ((int) (row[x] >> 8 & 255) - (int) (row[x - 1] >> 8 & 255)) > TEXT_STEP;
      rows += edges >= TEXT_EDGES;
    }
  return rows >= TEXT_ROWS;
}

/* ---- display -------------------------------------------------------------------------------- */

static gboolean
open_display (Probe *probe)
{
  int error_base;

  probe->display = XOpenDisplay (NULL);
  if (probe->display == NULL
      || !XDamageQueryExtension (probe->display, &probe->damage_event, &error_base))
    return FALSE;
  XSetErrorHandler (ignore_error);
  probe->root = DefaultRootWindow (probe->display);
  probe->damage = XDamageCreate (probe->display, probe->root, XDamageReportRawRectangles);
  for (int i = 0; i < probe->n_areas; i++)
    open_area (probe, &probe->areas[i]);
  return TRUE;
}

static void
note_damage (Probe *probe, const XRectangle *where)
{
  for (int i = 0; i < probe->n_areas; i++)
    {
      Area *area = &probe->areas[i];

      if (where->x < area->x + area->width && where->x + where->width > area->x
          && where->y < area->y + area->height && where->y + where->height > area->y)
        area->damaged = TRUE;
    }
}

/* Sleeps until something was drawn, @ms at most. */
static void
wait_for_damage (Probe *probe, int ms)
{
  gboolean any = FALSE;

  if (XPending (probe->display) == 0)
    {
      struct timeval timeout = { 0, ms * 1000 };
      fd_set set;

      FD_ZERO (&set);
      FD_SET (ConnectionNumber (probe->display), &set);
      select (ConnectionNumber (probe->display) + 1, &set, NULL, NULL, &timeout);
    }
  while (XPending (probe->display) > 0)
    {
      XEvent event;

      XNextEvent (probe->display, &event);
      if (event.type == probe->damage_event + XDamageNotify)
        {
          note_damage (probe, &((XDamageNotifyEvent *) &event)->area);
          any = TRUE;
        }
    }
  if (any)
    XDamageSubtract (probe->display, probe->damage, None, None);
}

/* Looks at what was drawn; the time of a change is when its pixels could be read. */
static void
look (Probe *probe)
{
  for (int i = 0; i < probe->n_areas; i++)
    {
      Area *area = &probe->areas[i];
      const guint32 *pixels;
      double at;

      if (!area->damaged)
        continue;
      area->damaged = FALSE;
      pixels = grab (probe, area);
      at = now_ms ();
      if (!take_change (area, pixels))
        continue;
      area->changed_at = at;
      if (area->first < 0)
        area->first = at;
    }
}

static void
begin_iteration (Probe *probe)
{
  for (int i = 0; i < probe->n_areas; i++)
    {
      Area *area = &probe->areas[i];

      take_change (area, grab (probe, area));
      area->first = -1;
      area->damaged = FALSE;
      area->changed_at = now_ms ();
    }
}

static gboolean
is_calm (Probe *probe)
{
  for (int i = 0; i < probe->n_areas; i++)
    if (now_ms () - probe->areas[i].changed_at < probe->quiet)
      return FALSE;
  return TRUE;
}

static gboolean
wait_calm (Probe *probe)
{
  double start = now_ms ();

  begin_iteration (probe);
  while (!is_calm (probe))
    {
      if (now_ms () - start > probe->timeout)
        return FALSE;
      wait_for_damage (probe, 20);
      look (probe);
    }
  return TRUE;
}

static void
print_line (Probe *probe, double start, int pid)
{
  g_print ("{\"pid\": %d", pid);
  for (int i = 0; i < probe->n_areas; i++)
    g_print (", \"%s\": %.1f", probe->areas[i].name,
             probe->areas[i].first < 0 ? -1 : probe->areas[i].first - start);
  g_print ("}\n");
  fflush (stdout);
}

/* ---- modes ---------------------------------------------------------------------------------- */

static gboolean
all_changed (Probe *probe)
{
  for (int i = 0; i < probe->n_areas; i++)
    if (probe->areas[i].first < 0)
      return FALSE;
  return TRUE;
}

/* A caret that fades ends the calm with a frame: a key right behind it would always come as early
 * before the next frame as can be, which no person's keys do. So they come evenly at all times
 * between two frames, by steps of the golden section. */
static void
wait_between_frames (int i)
{
  double part = i * 0.6180339887;

  g_usleep ((gulong) (FRAME_US * (part - (int) part)));
}

static int
measure_keys (Probe *probe)
{
  KeyCode code = XKeysymToKeycode (probe->display, XStringToKeysym (probe->key));

  for (int i = 0; code != 0 && i < probe->count; i++)
    {
      double start;

      wait_calm (probe);
      wait_between_frames (i);
      begin_iteration (probe);
      start = now_ms ();
      XTestFakeKeyEvent (probe->display, code, True, 0);
      XTestFakeKeyEvent (probe->display, code, False, 0);
      XFlush (probe->display);
      while (!all_changed (probe) && now_ms () - start < probe->timeout)
        {
          wait_for_damage (probe, 5);
          look (probe);
        }
      print_line (probe, start, 0);
    }
  return code != 0 ? 0 : 2;
}

static void
save_picture (Probe *probe, const Area *area)
{
  g_autofree char *name = g_strconcat (area->name, ".ppm", NULL);
  g_autofree char *path = g_build_filename (probe->folder, name, NULL);
  g_autoptr (GString) ppm = g_string_new (NULL);

  g_string_printf (ppm, "P6 %d %d 255\n", area->width, area->height);
  for (int i = 0; i < area->width * area->height; i++)
    for (int shift = 16; shift >= 0; shift -= 8)
      g_string_append_c (ppm, (char) (area->before[i] >> shift & 255));
  g_file_set_contents (path, ppm->str, (gssize) ppm->len, NULL);
}

/* A change counts once the area holds text. */
static gboolean
all_have_text (Probe *probe)
{
  gboolean all = TRUE;

  for (int i = 0; i < probe->n_areas; i++)
    {
      Area *area = &probe->areas[i];

      if (area->first >= 0 && !area->settled)
        {
          area->settled = holds_text (area);
          if (!area->settled)
            area->first = -1;
          else if (probe->folder != NULL)
            save_picture (probe, area);
        }
      all = all && area->first >= 0;
    }
  return all;
}

static int
measure_launch (Probe *probe, char **command)
{
  double start = now_ms ();
  pid_t pid;

  begin_iteration (probe);
  start = now_ms ();
  pid = fork ();
  if (pid == 0)
    {
      dup2 (STDERR_FILENO, STDOUT_FILENO); /* its words must not mix with ours */
      execvp (command[0], command);
      _exit (127);
    }
  while (!all_have_text (probe) && now_ms () - start < probe->timeout)
    {
      wait_for_damage (probe, 5);
      look (probe);
    }
  print_line (probe, start, pid);
  waitpid (pid, NULL, 0);
  return 0;
}

static gboolean
parse_options (Probe *probe, int argc, char **argv)
{
  int option;

  optind = 2;
  while ((option = getopt (argc, argv, "+r:n:k:q:t:s:")) != -1)
    switch (option)
      {
      case 'r':
        if (!parse_area (probe, optarg))
          return FALSE;
        break;
      case 'n':
        probe->count = atoi (optarg);
        break;
      case 'k':
        probe->key = optarg;
        break;
      case 'q':
        probe->quiet = atoi (optarg);
        break;
      case 't':
        probe->timeout = atoi (optarg);
        break;
      case 's':
        probe->folder = optarg;
        break;
      default:
        return FALSE;
      }
  return TRUE;
}

int
main (int argc, char **argv)
{
  Probe probe = { .count = 1, .quiet = 500, .timeout = 20000, .key = "m" };

  if (argc < 2 || !parse_options (&probe, argc, argv) || probe.n_areas == 0)
    {
      g_printerr ("usage: screen-probe launch|key|calm -r NAME=X,Y,WIDTH,HEIGHT… [-- COMMAND…]\n");
      return 2;
    }
  if (!open_display (&probe))
    {
      g_printerr ("There is no X display with the DAMAGE extension.\n");
      return 2;
    }
  if (g_str_equal (argv[1], "key"))
    return measure_keys (&probe);
  if (g_str_equal (argv[1], "launch") && optind < argc)
    return measure_launch (&probe, argv + optind);
  return wait_calm (&probe) ? 0 : 1;
}

/* key-probe.c - when each key was in the text: an LD_PRELOAD library for a program with GTK.
 *
 * Appends "<monotonic microseconds> <character>" to the file KEY_PROBE for each insertion of one
 * character into any text buffer. What lies between that moment and the journal is the program's;
 * what lies before, between the press and that moment, is the way through the display server, the
 * input method and GTK.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <gtk/gtk.h>
#include <unistd.h>

static int file = -1;

static gboolean
on_insert (GSignalInvocationHint *hint, guint count, const GValue *values, gpointer data)
{
  const char *text = g_value_get_string (&values[2]);
  g_autofree char *line =
      g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", g_get_monotonic_time (), text);

  if (strlen (text) == 1 && g_ascii_isgraph (text[0]) && write (file, line, strlen (line)) < 0)
    g_error ("the probe cannot write");
  return TRUE;
}

G_MODULE_EXPORT int
g_application_run (GApplication *application, int argc, char **argv)
{
  int (*run) (GApplication *, int, char **) =
      (int (*) (GApplication *, int, char **)) dlsym (RTLD_NEXT, "g_application_run");

  file = open (g_getenv ("KEY_PROBE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_type_class_ref (GTK_TYPE_TEXT_BUFFER);
  g_signal_add_emission_hook (g_signal_lookup ("insert-text", GTK_TYPE_TEXT_BUFFER), 0, on_insert,
                              NULL, NULL);
  return run (application, argc, argv);
}

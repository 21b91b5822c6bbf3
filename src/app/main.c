/* main.c - the desktop application.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-application.h"

#include <preview.h>

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

/* The language is the one that is asked for, also where the C library lacks that locale, as many
 * small systems and containers do: gettext then needs any locale but "C", and LANGUAGE. */
static void
set_locale (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
  const char *wanted = NULL;

  if (setlocale (LC_ALL, "") == NULL && setlocale (LC_ALL, "C.UTF-8") != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (variables) && (wanted == NULL || *wanted == '\0'); i++)
        wanted = g_getenv (variables[i]);
      if (wanted != NULL)
        g_setenv ("LANGUAGE", wanted, FALSE);
    }
  gtk_disable_setlocale ();
}

int
main (int argc, char **argv)
{
  g_autoptr (ChapeauApplication) application = NULL;

  /* A limit on file sizes is an error to be told, not the end of the program. */
  signal (SIGXFSZ, SIG_IGN);
  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, CHAPEAU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  preview_choose_renderer ();
  g_set_prgname (CHAPEAU_APPLICATION_ID);
  g_set_application_name ("Chapeau");
  application = chapeau_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

/* main.c - the desktop application.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-application.h"

#include <preview.h>

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

int
main (int argc, char **argv)
{
  g_autoptr (ChapeauApplication) application = NULL;

  /* A limit on file sizes is an error to be told, not the end of the program. */
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CHAPEAU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  preview_choose_renderer ();
  g_set_prgname (CHAPEAU_APPLICATION_ID);
  g_set_application_name ("Chapeau");
  application = chapeau_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

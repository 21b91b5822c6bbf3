/* preview-print.c - the page of a web view on paper, or in a PDF file.
 *
 * The dialog is GTK's own, run by us: the one that WebKit (2.50) runs waits in a main loop of its
 * own, and destroys the dialog twice when Escape closes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-print.h"

#include <gtk/gtkunixprint.h>

/* What WebKit does with the pages by itself, whatever the printer can. */
#define CAPABILITIES                                                                               \
  (GTK_PRINT_CAPABILITY_PAGE_SET | GTK_PRINT_CAPABILITY_COPIES | GTK_PRINT_CAPABILITY_COLLATE      \
   | GTK_PRINT_CAPABILITY_REVERSE | GTK_PRINT_CAPABILITY_SCALE | GTK_PRINT_CAPABILITY_NUMBER_UP)

/* ---- printing ------------------------------------------------------------------------------- */

static void
on_failed (WebKitPrintOperation *operation, const GError *error, GTask *task)
{
  g_task_return_error (task, g_error_copy (error));
}

/* Comes after "failed", too. */
static void
on_finished (WebKitPrintOperation *operation, GTask *task)
{
  if (!g_task_get_completed (task) && !g_task_had_error (task))
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
  g_object_unref (operation);
}

static void
print (WebKitWebView *view, GtkPrintSettings *settings, GtkPageSetup *setup, GTask *task)
{
  WebKitPrintOperation *operation = webkit_print_operation_new (view);

  webkit_print_operation_set_print_settings (operation, settings);
  if (setup != NULL)
    webkit_print_operation_set_page_setup (operation, setup);
  g_signal_connect (operation, "failed", G_CALLBACK (on_failed), task);
  g_signal_connect (operation, "finished", G_CALLBACK (on_finished), task);
  webkit_print_operation_print (operation);
}

/* ---- asking --------------------------------------------------------------------------------- */

static void
on_response (GtkPrintUnixDialog *dialog, int response, GTask *task)
{
  WebKitWebView *view = g_task_get_task_data (task);

  if (response == GTK_RESPONSE_OK)
    {
      g_autoptr (GtkPrintSettings) settings = gtk_print_unix_dialog_get_settings (dialog);

      print (view, settings, gtk_print_unix_dialog_get_page_setup (dialog), task);
    }
  else
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No printer was chosen");
      g_object_unref (task);
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

void
preview_print_ask (WebKitWebView *view, GtkWindow *parent, GTask *task)
{
  GtkPrintUnixDialog *dialog = GTK_PRINT_UNIX_DIALOG (gtk_print_unix_dialog_new (NULL, parent));

  g_task_set_task_data (task, g_object_ref (view), g_object_unref);
  gtk_print_unix_dialog_set_manual_capabilities (dialog, CAPABILITIES);
  gtk_print_unix_dialog_set_embed_page_setup (dialog, TRUE);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- PDF ------------------------------------------------------------------------------------ */

void
preview_print_to_pdf (WebKitWebView *view, GFile *file, GTask *task)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *uri = g_file_get_uri (file);

  /* GTK knows its printer into files by this name, in the language of the session. */
  gtk_print_settings_set_printer (settings, g_dgettext ("gtk40", "Print to File"));
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf");
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_URI, uri);
  print (view, settings, NULL, task);
}

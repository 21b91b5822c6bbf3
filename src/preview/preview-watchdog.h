/* preview-watchdog.h - notices that the web process does not answer any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Without an answer for so long, the web process is ended. */
#define PREVIEW_ANSWER_MS 3000
/* For the first answer of a new web process: the machine may be busy starting it. */
#define PREVIEW_START_MS 20000
/* After an answer the page is asked once more whether it is alive, when it has had time to be laid
 * out and painted: a patch may be taken in at once and hang all that follows. */
#define PREVIEW_CHECK_MS 300
/* A page that lived for so long was not the reason of an earlier end. */
#define PREVIEW_WELL_MS 5000
/* So many ends in a row, and it is the page. */
#define PREVIEW_STRIKES 3

typedef struct _PreviewWatchdog PreviewWatchdog;

typedef struct
{
  void (*hung) (gpointer user_data);  /* no answer in time */
  void (*check) (gpointer user_data); /* ask the page, then call expect */
} PreviewWatchdogCalls;

PreviewWatchdog *preview_watchdog_new (const PreviewWatchdogCalls *calls, gpointer user_data);
void preview_watchdog_free (PreviewWatchdog *watchdog);

/* Something was asked: an answer must come within @milliseconds. */
void preview_watchdog_expect (PreviewWatchdog *watchdog, guint milliseconds);
/* A page was loaded: its life begins. */
void preview_watchdog_born (PreviewWatchdog *watchdog);
/* The answer came. @check: ask again soon, for this was an answer to something that changed the
 * page. */
void preview_watchdog_answered (PreviewWatchdog *watchdog, gboolean check);
/* Nothing is being waited for: no process, or none of our business. */
void preview_watchdog_rest (PreviewWatchdog *watchdog);
/* The web process ended. TRUE: for the last time that is put up with. */
gboolean preview_watchdog_strike (PreviewWatchdog *watchdog);
/* Another post, or the person asks again. */
void preview_watchdog_forgive (PreviewWatchdog *watchdog);

G_END_DECLS

/* chapeau-checker.h - the checks of the post shown, in a worker thread, of the newest text only.
 *
 *   ChapeauChecker *checker = chapeau_checker_new ();
 *   g_signal_connect (checker, "checked", G_CALLBACK (on_checked), self);
 *   chapeau_checker_check (checker, document);
 *
 * Signals: "checked" (ChapeauChecking *)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-document.h"

#include <checks.h>

G_BEGIN_DECLS

/* What came of one look: reference counted, immutable. */
#define CHAPEAU_TYPE_CHECKING (chapeau_checking_get_type ())
GType chapeau_checking_get_type (void);
typedef struct
{
  GPtrArray *findings;       /* ChecksFinding, in the order of the post */
  GBytes *text;              /* the whole post that was looked at */
  gsize body;                /* where its body begins */
  guint body_line;           /* in which line, from 0 */
  ChapeauDocument *document; /* whose text that was */
  guint errors;              /* findings that are errors */
  gatomicrefcount references;
} ChapeauChecking;
ChapeauChecking *chapeau_checking_ref (ChapeauChecking *checking);
void chapeau_checking_unref (ChapeauChecking *checking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauChecking, chapeau_checking_unref)

/* Is the document's text still the one that was looked at? Then offsets and fixes are right. */
gboolean chapeau_checking_is_current (const ChapeauChecking *checking);

#define CHAPEAU_TYPE_CHECKER (chapeau_checker_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauChecker, chapeau_checker, CHAPEAU, CHECKER, GObject)

ChapeauChecker *chapeau_checker_new (void);
/* Looks at the text that @document has now. While a look runs only the newest request waits. */
void chapeau_checker_check (ChapeauChecker *self, ChapeauDocument *document);
/* Posts of the site may have changed: the next look reads again what did. */
void chapeau_checker_forget (ChapeauChecker *self);

G_END_DECLS

/* chapeau-checker.c - the checks of the post shown, in a worker thread, of the newest text only.
 *
 * As chapeau-renderer.c: at most one job runs and at most one waits. A job holds a snapshot of the
 * text, the site's book (which locks itself) and its facts (immutable), and the document only to
 * give it back in the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-checker.h"

#include "chapeau-checks.h"

#include <string.h>

struct _ChapeauChecker
{
  GObject parent_instance;

  ChapeauSiteBook *book; /* of the last document's site */
  GTask *waiting;
  gboolean running;
};

static guint checked_signal;

G_DEFINE_FINAL_TYPE (ChapeauChecker, chapeau_checker, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (ChapeauChecking,
                     chapeau_checking,
                     chapeau_checking_ref,
                     chapeau_checking_unref)

typedef struct
{
  ChapeauSiteBook *book;
  SiteFacts *facts;
  char *path;
  GBytes *text;
  ChapeauDocument *document;
} Job;

/* ---- what comes of it ------------------------------------------------------------------------ */

ChapeauChecking *
chapeau_checking_ref (ChapeauChecking *checking)
{
  g_atomic_ref_count_inc (&checking->references);
  return checking;
}

void
chapeau_checking_unref (ChapeauChecking *checking)
{
  if (!g_atomic_ref_count_dec (&checking->references))
    return;
  g_ptr_array_unref (checking->findings);
  g_bytes_unref (checking->text);
  g_clear_object (&checking->document);
  g_free (checking);
}

gboolean
chapeau_checking_is_current (const ChapeauChecking *checking)
{
  g_autoptr (GBytes) now = chapeau_document_dup_text (checking->document);

  return g_bytes_equal (now, checking->text);
}

/* ---- jobs ------------------------------------------------------------------------------------ */

static void
job_free (gpointer data)
{
  Job *job = data;

  chapeau_site_book_unref (job->book);
  g_clear_pointer (&job->facts, site_facts_unref);
  g_bytes_unref (job->text);
  g_clear_object (&job->document);
  g_free (job->path);
  g_free (job);
}

static void
find_body (ChapeauChecking *checking)
{
  g_autoptr (FmHeader) header = fm_header_new (checking->text);
  const char *text = g_bytes_get_data (checking->text, NULL);

  checking->body = fm_header_get_split (header)->body.start;
  for (gsize i = 0; i < checking->body; i++)
    checking->body_line += text[i] == '\n';
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  ChapeauChecking *checking = g_new0 (ChapeauChecking, 1);

  g_atomic_ref_count_init (&checking->references);
  checking->findings = chapeau_checks_run (job->book, job->facts, job->path, job->text);
  checking->text = g_bytes_ref (job->text);
  checking->document = g_steal_pointer (&job->document);
  find_body (checking);
  for (guint i = 0; i < checking->findings->len; i++)
    checking->errors += ((const ChecksFinding *) checking->findings->pdata[i])->diagnostic->severity
                        == BASE_SEVERITY_ERROR;
  g_task_return_pointer (task, checking, (GDestroyNotify) chapeau_checking_unref);
}

static void start (ChapeauChecker *self, GTask *task);

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauChecker *self = CHAPEAU_CHECKER (source);
  g_autoptr (ChapeauChecking) checking = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GTask) next = g_steal_pointer (&self->waiting);

  self->running = FALSE;
  if (next != NULL)
    start (self, next);
  if (checking != NULL)
    g_signal_emit (self, checked_signal, 0, checking);
}

static void
start (ChapeauChecker *self, GTask *task)
{
  self->running = TRUE;
  g_task_run_in_thread (task, run);
}

void
chapeau_checker_check (ChapeauChecker *self, ChapeauDocument *document)
{
  ChapeauWorkspace *workspace;
  g_autoptr (GTask) task = NULL;
  SiteFacts *facts;
  Site *site;
  Job *job;

  g_return_if_fail (CHAPEAU_IS_CHECKER (self));
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (document));

  workspace = chapeau_document_get_workspace (document);
  site = chapeau_workspace_get_site (workspace);
  facts = chapeau_workspace_get_facts (workspace);
  if (self->book != NULL && chapeau_site_book_get_site (self->book) != site)
    g_clear_pointer (&self->book, chapeau_site_book_unref);
  if (self->book == NULL)
    self->book = chapeau_site_book_new (site);
  job = g_new0 (Job, 1);
  job->book = chapeau_site_book_ref (self->book);
  job->facts = facts != NULL ? site_facts_ref (facts) : NULL;
  job->path = g_strdup (chapeau_document_get_path (document));
  job->text = chapeau_document_dup_text (document);
  job->document = g_object_ref (document);
  task = g_task_new (self, NULL, on_checked, NULL);
  g_task_set_source_tag (task, chapeau_checker_check);
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);
  g_task_set_task_data (task, job, job_free);
  if (self->running)
    g_set_object (&self->waiting, task);
  else
    start (self, task);
}

void
chapeau_checker_forget (ChapeauChecker *self)
{
  g_return_if_fail (CHAPEAU_IS_CHECKER (self));

  if (self->book != NULL)
    chapeau_site_book_forget (self->book);
}

/* ---- object ---------------------------------------------------------------------------------- */

ChapeauChecker *
chapeau_checker_new (void)
{
  return g_object_new (CHAPEAU_TYPE_CHECKER, NULL);
}

static void
chapeau_checker_finalize (GObject *object)
{
  ChapeauChecker *self = CHAPEAU_CHECKER (object);

  g_clear_object (&self->waiting);
  g_clear_pointer (&self->book, chapeau_site_book_unref);
  G_OBJECT_CLASS (chapeau_checker_parent_class)->finalize (object);
}

static void
chapeau_checker_class_init (ChapeauCheckerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = chapeau_checker_finalize;
  checked_signal = g_signal_new ("checked", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, CHAPEAU_TYPE_CHECKING);
}

static void
chapeau_checker_init (ChapeauChecker *self)
{
}

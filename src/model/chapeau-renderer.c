/* chapeau-renderer.c - Markdown to HTML in a worker thread, the newest text only.
 *
 * At most one job runs and at most one waits: a request that comes while one waits replaces it. So
 * a fast typist on a slow machine sees every n-th state, always the last one, and the queue never
 * grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-renderer.h"
#include "chapeau-kramdown-options.h"

#include <string.h>

struct _ChapeauRenderer
{
  GObject parent_instance;

  KdOptions *options;
  Site *site;
  char *layout; /* that @frame is of */
  SiteFrame *frame;
  GTask *waiting;
  gboolean running;
};

enum
{
  RENDERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauRenderer, chapeau_renderer, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (ChapeauRendering,
                     chapeau_rendering,
                     chapeau_rendering_ref,
                     chapeau_rendering_unref)

typedef struct
{
  KdOptions *options;
  GBytes *body;
  char **texts;
  Site *site;
  char *layout;
  SiteFrame *frame; /* NULL: to be read */
  GObject *tag;
} Job;

ChapeauRendering *
chapeau_rendering_ref (ChapeauRendering *rendering)
{
  g_atomic_ref_count_inc (&rendering->references);
  return rendering;
}

void
chapeau_rendering_unref (ChapeauRendering *rendering)
{
  if (!g_atomic_ref_count_dec (&rendering->references))
    return;
  g_ptr_array_unref (rendering->blocks);
  g_ptr_array_unref (rendering->texts);
  g_bytes_unref (rendering->body);
  g_clear_pointer (&rendering->frame, site_frame_unref);
  g_clear_object ((GObject **) &rendering->tag);
  g_free (rendering);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  kd_options_free (job->options);
  g_bytes_unref (job->body);
  g_strfreev (job->texts);
  g_clear_pointer (&job->site, site_unref);
  g_clear_pointer (&job->frame, site_frame_unref);
  g_free (job->layout);
  g_clear_object (&job->tag);
  g_free (job);
}

static char *
render_text (const char *text, const KdOptions *options)
{
  g_autoptr (KdDocument) document = kd_parse (text, strlen (text), options);

  return kd_render_html (document, NULL);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  ChapeauRendering *rendering = g_new0 (ChapeauRendering, 1);
  gsize length;
  const char *body = g_bytes_get_data (job->body, &length);
  g_autoptr (KdDocument) document = kd_parse (body != NULL ? body : "", length, job->options);

  g_atomic_ref_count_init (&rendering->references);
  rendering->blocks = kd_render_blocks (document);
  rendering->texts = g_ptr_array_new_with_free_func (g_free);
  for (char **text = job->texts; text != NULL && *text != NULL; text++)
    g_ptr_array_add (rendering->texts, render_text (*text, job->options));
  rendering->body = g_bytes_ref (job->body);
  if (job->frame == NULL && job->site != NULL)
    job->frame = site_load_frame (job->site, job->layout);
  rendering->frame = g_steal_pointer (&job->frame);
  rendering->tag = g_steal_pointer (&job->tag);
  g_task_return_pointer (task, rendering, (GDestroyNotify) chapeau_rendering_unref);
}

static void start (ChapeauRenderer *self, GTask *task);

/* Unless something else is wanted by now. */
static void
keep_frame (ChapeauRenderer *self, const Job *job, SiteFrame *frame)
{
  if (self->frame != NULL || job->site != self->site)
    return;
  self->frame = site_frame_ref (frame);
  g_free (self->layout);
  self->layout = g_strdup (job->layout);
}

void
chapeau_renderer_forget_frame (ChapeauRenderer *self)
{
  g_return_if_fail (CHAPEAU_IS_RENDERER (self));

  g_clear_pointer (&self->frame, site_frame_unref);
}

static void
on_rendered (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauRenderer *self = CHAPEAU_RENDERER (source);
  g_autoptr (ChapeauRendering) rendering = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GTask) next = g_steal_pointer (&self->waiting);

  self->running = FALSE;
  if (next != NULL)
    start (self, next);
  if (rendering != NULL && rendering->frame != NULL)
    keep_frame (self, g_task_get_task_data (G_TASK (result)), rendering->frame);
  if (rendering != NULL)
    g_signal_emit (self, signals[RENDERED], 0, rendering);
}

static void
start (ChapeauRenderer *self, GTask *task)
{
  self->running = TRUE;
  g_task_run_in_thread (task, run);
}

void
chapeau_renderer_render (
    ChapeauRenderer *self, GBytes *body, const char *const *texts, const char *layout, GObject *tag)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (CHAPEAU_IS_RENDERER (self));

  job = g_new0 (Job, 1);
  job->options = kd_options_copy (self->options);
  job->body = g_bytes_ref (body);
  job->texts = g_strdupv ((char **) texts);
  job->tag = tag != NULL ? g_object_ref (tag) : NULL;
  job->site = self->site != NULL ? site_ref (self->site) : NULL;
  job->layout = g_strdup (layout);
  if (self->frame != NULL && g_strcmp0 (layout, self->layout) == 0)
    job->frame = site_frame_ref (self->frame);
  else
    g_clear_pointer (&self->frame, site_frame_unref);
  task = g_task_new (self, NULL, on_rendered, NULL);
  g_task_set_source_tag (task, chapeau_renderer_render);
  g_task_set_task_data (task, job, job_free);
  if (self->running)
    g_set_object (&self->waiting, task);
  else
    start (self, task);
}

void
chapeau_renderer_set_site (ChapeauRenderer *self, Site *site)
{
  g_return_if_fail (CHAPEAU_IS_RENDERER (self));

  if (self->options != NULL && site == self->site)
    return;
  g_clear_pointer (&self->options, kd_options_free);
  g_clear_pointer (&self->frame, site_frame_unref);
  g_clear_pointer (&self->site, site_unref);
  self->site = site != NULL ? site_ref (site) : NULL;
  self->options = chapeau_kramdown_options_new (site);
  kd_options_set_liquid (self->options, site != NULL && site_is_jekyll (site));
}

ChapeauRenderer *
chapeau_renderer_new (void)
{
  return g_object_new (CHAPEAU_TYPE_RENDERER, NULL);
}

static void
chapeau_renderer_finalize (GObject *object)
{
  ChapeauRenderer *self = CHAPEAU_RENDERER (object);

  g_clear_object (&self->waiting);
  kd_options_free (self->options);
  g_clear_pointer (&self->frame, site_frame_unref);
  g_clear_pointer (&self->site, site_unref);
  g_free (self->layout);
  G_OBJECT_CLASS (chapeau_renderer_parent_class)->finalize (object);
}

static void
chapeau_renderer_class_init (ChapeauRendererClass *class)
{
  G_OBJECT_CLASS (class)->finalize = chapeau_renderer_finalize;
  signals[RENDERED] = g_signal_new ("rendered", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, CHAPEAU_TYPE_RENDERING);
}

static void
chapeau_renderer_init (ChapeauRenderer *self)
{
  chapeau_renderer_set_site (self, NULL);
}

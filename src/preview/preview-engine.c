/* preview-engine.c - one web view that is kept at the newest page, whatever becomes of its process.
 *
 * `wanted` is the newest page; `slots` tells what the document holds. A load puts the whole page
 * into a new document; while it is live, each newer page becomes one patch. At most one patch is on
 * its way: a page that comes meanwhile waits in `wanted`, and the next replaces it there. So a slow
 * web process skips pages and never falls behind.
 *
 *     EMPTY ── start or page ──► LOADING ── "ready" ──► LIVE
 *                                   ▲                     │  process ends, hangs, patch fails
 *                                   └──── CRASHED ◄───────┤
 *                                                         └─ third time ──► PLAIN ── reload, other
 *                                                                           post ──► LOADING
 *
 * Each load has a number; answers to calls of an earlier load are dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-engine.h"

#include <string.h>

#include "preview-policy.h"
#include "preview-scheme.h"
#include "preview-shell.h"
#include "preview-slots.h"
#include "preview-watchdog.h"

/* Between the end of a web process and the next one: a moment, so that a burst of ends (a machine
 * out of memory) does not become a burst of starts. */
#define RESTART_MS 250

struct _PreviewEngine
{
  PreviewEngineCalls calls;
  gpointer user_data;

  WebKitWebView *view; /* owned, NULL before start */
  PreviewScheme *scheme;
  PreviewSlots *slots;
  PreviewWatchdog *watchdog;
  GCancellable *gone; /* cancelled when the engine is freed: callbacks then must not touch it */

  char *root;
  char *url_prefix;
  PreviewPage *wanted;
  PreviewState state;
  gboolean external_content;
  gboolean left_out;  /* of other sites' content, by the page */
  guint load;         /* number of the load that the document is of */
  gboolean in_flight; /* a patch of this load is on its way */
  guint restart;
  double top_line; /* where the person, or the source, scrolled to last */
  int mark_line;   /* -1: none */
};

/* A call that is on its way; freed by its callback. */
typedef struct
{
  PreviewEngine *engine;
  GCancellable *gone;
  guint load;
} Pending;

static void load (PreviewEngine *engine);
static void patch (PreviewEngine *engine);
static void on_hung (gpointer user_data);
static void on_check (gpointer user_data);

static const PreviewWatchdogCalls watchdog_calls = { on_hung, on_check };

/* ---- life ----------------------------------------------------------------------------------- */

PreviewEngine *
preview_engine_new (const PreviewEngineCalls *calls, gpointer user_data)
{
  PreviewEngine *engine = g_new0 (PreviewEngine, 1);

  engine->calls = *calls;
  engine->user_data = user_data;
  engine->slots = preview_slots_new ();
  engine->watchdog = preview_watchdog_new (&watchdog_calls, engine);
  engine->gone = g_cancellable_new ();
  engine->mark_line = -1;
  return engine;
}

void
preview_engine_free (PreviewEngine *engine)
{
  g_cancellable_cancel (engine->gone);
  g_clear_handle_id (&engine->restart, g_source_remove);
  preview_watchdog_free (engine->watchdog);
  if (engine->view != NULL)
    {
      WebKitUserContentManager *manager = webkit_web_view_get_user_content_manager (engine->view);

      g_signal_handlers_disconnect_by_data (manager, engine);
      g_signal_handlers_disconnect_by_data (engine->view, engine);
      g_signal_handlers_disconnect_by_data (engine->view, engine->scheme);
      g_object_unref (engine->view);
      preview_scheme_unref (engine->scheme);
    }
  preview_slots_free (engine->slots);
  g_clear_pointer (&engine->wanted, preview_page_unref);
  g_object_unref (engine->gone);
  g_free (engine->root);
  g_free (engine->url_prefix);
  g_free (engine);
}

static Pending *
pending_new (PreviewEngine *engine)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->engine = engine;
  pending->gone = g_object_ref (engine->gone);
  pending->load = engine->load;
  return pending;
}

/* The engine, if it is still there and still at the load that the call was made for. */
static PreviewEngine *
pending_finish (Pending *pending)
{
  PreviewEngine *engine = NULL;

  if (!g_cancellable_is_cancelled (pending->gone) && pending->engine->load == pending->load)
    engine = pending->engine;
  g_object_unref (pending->gone);
  g_free (pending);
  return engine;
}

static void
set_state (PreviewEngine *engine, PreviewState state)
{
  if (engine->state == state)
    return;
  engine->state = state;
  engine->calls.state_changed (state, engine->user_data);
}

PreviewState
preview_engine_get_state (PreviewEngine *engine)
{
  return engine->state;
}

gboolean
preview_engine_is_settled (PreviewEngine *engine)
{
  return engine->state == PREVIEW_STATE_LIVE && !engine->in_flight
         && engine->wanted == preview_slots_get_page (engine->slots);
}

WebKitWebView *
preview_engine_get_view (PreviewEngine *engine)
{
  return engine->view;
}

PreviewPage *
preview_engine_get_page (PreviewEngine *engine)
{
  return engine->wanted;
}

/* ---- the end of a web process --------------------------------------------------------------- */

static gboolean
on_restart (gpointer user_data)
{
  PreviewEngine *engine = user_data;

  engine->restart = 0;
  load (engine);
  return G_SOURCE_REMOVE;
}

/* What is shown is lost: again, or never more. */
static void
fall (PreviewEngine *engine)
{
  gboolean last = preview_watchdog_strike (engine->watchdog);

  engine->load++;
  engine->in_flight = FALSE;
  preview_slots_reset (engine->slots);
  g_clear_handle_id (&engine->restart, g_source_remove);
  if (last)
    {
      set_state (engine, PREVIEW_STATE_PLAIN);
      return;
    }
  engine->restart = g_timeout_add (RESTART_MS, on_restart, engine);
  set_state (engine, PREVIEW_STATE_CRASHED);
}

static void
on_terminated (WebKitWebView *view, WebKitWebProcessTerminationReason reason, PreviewEngine *engine)
{
  if (engine->state == PREVIEW_STATE_LOADING || engine->state == PREVIEW_STATE_LIVE)
    fall (engine);
}

static void
on_hung (gpointer user_data)
{
  PreviewEngine *engine = user_data;

  webkit_web_view_terminate_web_process (engine->view); /* leads to on_terminated */
}

/* ---- calls ---------------------------------------------------------------------------------- */

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (
      WEBKIT_WEB_VIEW (source), result, &error);

  if (value != NULL)
    g_task_return_pointer (task, jsc_value_to_string (value), g_free);
  else
    g_task_return_error (task, error);
}

void
preview_engine_call_async (PreviewEngine *engine,
                           const char *body,
                           GVariant *arguments,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  if (engine->state != PREVIEW_STATE_LIVE)
    {
      g_clear_pointer (&arguments, g_variant_unref);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "There is no live page");
      g_object_unref (task);
      return;
    }
  webkit_web_view_call_async_javascript_function (engine->view, body, -1, arguments, PREVIEW_WORLD,
                                                  NULL, cancellable, on_called, task);
}

char *
preview_engine_call_finish (PreviewEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A call whose answer is only a sign of life. */
static void
on_sign_of_life (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PreviewEngine *engine = pending_finish (user_data);
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (
      WEBKIT_WEB_VIEW (source), result, NULL);

  /* An error is an answer, too; the end of the process has its own signal. */
  if (engine != NULL && !engine->in_flight)
    preview_watchdog_answered (engine->watchdog, FALSE);
}

static void
ask (PreviewEngine *engine, const char *body, GVariant *arguments)
{
  webkit_web_view_call_async_javascript_function (engine->view, body, -1, arguments, PREVIEW_WORLD,
                                                  NULL, NULL, on_sign_of_life,
                                                  pending_new (engine));
  if (!engine->in_flight)
    preview_watchdog_expect (engine->watchdog, PREVIEW_ANSWER_MS);
}

static void
on_check (gpointer user_data)
{
  PreviewEngine *engine = user_data;

  if (engine->state == PREVIEW_STATE_LIVE)
    ask (engine, "chapeau.check ()", NULL);
}

static void
add_place (GVariantDict *arguments, PreviewPlace place)
{
  g_variant_dict_insert (arguments, "id", "d", (double) place.id);
  g_variant_dict_insert (arguments, "fraction", "d", place.fraction);
}

static PreviewPlace
mark_place (PreviewEngine *engine)
{
  PreviewPlace none = { 0, 0 };

  if (engine->mark_line < 0)
    return none;
  return preview_slots_place_of_line (engine->slots, engine->mark_line);
}

/* The first line of the body at the top means the page's top: title and header image belong to it.
 */
static PreviewPlace
top_place (PreviewEngine *engine)
{
  PreviewPlace page_top = { 0, 0 };

  if (engine->top_line <= 0)
    return page_top;
  return preview_slots_place_of_line (engine->slots, engine->top_line);
}

/* ---- loading -------------------------------------------------------------------------------- */

static void
set_left_out (PreviewEngine *engine, gboolean left_out)
{
  if (engine->left_out == left_out)
    return;
  engine->left_out = left_out;
  engine->calls.external_changed (left_out, engine->user_data);
}

static void
load (PreviewEngine *engine)
{
  g_autoptr (GString) operations = g_string_new (NULL);
  g_autoptr (GBytes) document = NULL;
  PreviewShellState state;
  const char *uri;

  if (engine->view == NULL || engine->wanted == NULL)
    return;
  g_clear_handle_id (&engine->restart, g_source_remove);
  engine->load++;
  engine->in_flight = FALSE;
  preview_slots_reset (engine->slots);
  preview_slots_update (engine->slots, engine->wanted, operations);
  state.operations = operations->str;
  state.external_content = engine->external_content;
  state.top = top_place (engine);
  state.mark = mark_place (engine);
  document = preview_shell_document (engine->wanted, &state);
  preview_policy_set_network (engine->view, engine->external_content);
  uri = preview_scheme_set_document (engine->scheme, engine->wanted, document,
                                     engine->external_content);
  webkit_web_view_load_uri (engine->view, uri);
  preview_watchdog_expect (engine->watchdog, PREVIEW_START_MS);
  set_left_out (engine, FALSE);
  set_state (engine, PREVIEW_STATE_LOADING);
}

/* The process is there and has the document: from now on it must be quick. */
static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, PreviewEngine *engine)
{
  if (event == WEBKIT_LOAD_COMMITTED && engine->state == PREVIEW_STATE_LOADING)
    preview_watchdog_expect (engine->watchdog, PREVIEW_ANSWER_MS);
}

/* [{"part": name, "index": number, "complete": boolean}]: TRUE if more must be sent. */
static gboolean
take_leaks (PreviewEngine *engine, const char *json)
{
  gboolean more = FALSE;
  g_autoptr (JSCContext) context = NULL;
  g_autoptr (JSCValue) leaks = NULL;

  if (json == NULL || json[0] == '\0')
    return FALSE;
  context = jsc_context_new ();
  leaks = jsc_value_new_from_json (context, json);
  for (guint i = 0;; i++)
    {
      g_autoptr (JSCValue) leak = jsc_value_object_get_property_at_index (leaks, i);
      g_autoptr (JSCValue) part = NULL;
      g_autoptr (JSCValue) index = NULL;
      g_autoptr (JSCValue) complete = NULL;
      g_autofree char *name = NULL;

      if (!jsc_value_is_object (leak))
        return more;
      part = jsc_value_object_get_property (leak, "part");
      index = jsc_value_object_get_property (leak, "index");
      complete = jsc_value_object_get_property (leak, "complete");
      name = jsc_value_to_string (part);
      more |= preview_slots_set_leak (engine->slots, name, (guint) jsc_value_to_int32 (index),
                                      jsc_value_to_boolean (complete));
    }
}

static void
on_ready (PreviewEngine *engine, const char *leaks, const char *uri)
{
  if (engine->state != PREVIEW_STATE_LOADING
      || g_strcmp0 (uri, preview_scheme_get_document_uri (engine->scheme)) != 0)
    return;
  take_leaks (engine, leaks);
  preview_watchdog_born (engine->watchdog);
  preview_watchdog_answered (engine->watchdog, TRUE);
  set_state (engine, PREVIEW_STATE_LIVE);
  patch (engine);
}

/* ---- patching ------------------------------------------------------------------------------- */

static void
reload_after_failure (PreviewEngine *engine)
{
  if (preview_watchdog_strike (engine->watchdog))
    set_state (engine, PREVIEW_STATE_PLAIN);
  else
    load (engine);
}

static void
on_patched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PreviewEngine *engine = pending_finish (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (
      WEBKIT_WEB_VIEW (source), result, &error);
  g_autofree char *leaks = value != NULL ? jsc_value_to_string (value) : NULL;

  if (engine == NULL)
    return;
  engine->in_flight = FALSE;
  if (value == NULL)
    {
      /* The document is not what we think: anew, quietly. It counts as an end, so this cannot go
       * on for ever. */
      g_debug ("patch: %s", error->message);
      if (engine->state == PREVIEW_STATE_LIVE)
        reload_after_failure (engine);
      return;
    }
  preview_watchdog_answered (engine->watchdog, TRUE);
  if (take_leaks (engine, leaks) || engine->wanted != preview_slots_get_page (engine->slots))
    patch (engine);
}

static void
patch (PreviewEngine *engine)
{
  g_autoptr (GString) operations = g_string_new (NULL);
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  PreviewPage *before = preview_slots_get_page (engine->slots);
  g_autofree char *old_title = before != NULL ? g_strdup (before->title) : NULL;

  if (engine->in_flight || engine->wanted == NULL || engine->state != PREVIEW_STATE_LIVE)
    return;
  if (!preview_slots_update (engine->slots, engine->wanted, operations)
      && g_strcmp0 (old_title, engine->wanted->title) == 0)
    return;
  g_variant_dict_insert (&arguments, "operations", "s", operations->str);
  g_variant_dict_insert (&arguments, "title", "s", engine->wanted->title);
  add_place (&arguments, mark_place (engine));
  engine->in_flight = TRUE;
  webkit_web_view_call_async_javascript_function (
      engine->view, "return chapeau.update (operations, title, id, fraction)", -1,
      g_variant_dict_end (&arguments), PREVIEW_WORLD, NULL, NULL, on_patched, pending_new (engine));
  preview_watchdog_expect (engine->watchdog, PREVIEW_ANSWER_MS);
}

/* ---- what the page says --------------------------------------------------------------------- */

static void
on_place (PreviewEngine *engine, gboolean click, double id, double fraction)
{
  PreviewPlace place = { (guint) id, fraction };
  const char *part;
  double line = 0;

  if (place.id != 0 && !preview_slots_line_of_place (engine->slots, place, &part, &line))
    return; /* gone meanwhile */
  if (click)
    {
      if (place.id != 0)
        engine->calls.activated (part, (guint) line, engine->user_data);
      return;
    }
  engine->top_line = line;
  engine->calls.line_scrolled (line, engine->user_data);
}

static void
on_link (PreviewEngine *engine, const char *uri)
{
  static const char *const outside[] = { "http://", "https://", "mailto:", "tel:" };
  g_autofree char *address = preview_scheme_site_address (uri);
  gboolean known = address[0] == '/';

  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    known |= g_ascii_strncasecmp (address, outside[i], strlen (outside[i])) == 0;
  if (known)
    engine->calls.link_activated (address, engine->user_data);
}

static void
on_message (WebKitUserContentManager *manager, JSCValue *message, PreviewEngine *engine)
{
  g_autoptr (JSCValue) kind = jsc_value_object_get_property_at_index (message, 0);
  g_autoptr (JSCValue) first = jsc_value_object_get_property_at_index (message, 1);
  g_autoptr (JSCValue) second = jsc_value_object_get_property_at_index (message, 2);
  g_autofree char *name = jsc_value_to_string (kind);
  g_autofree char *text = jsc_value_to_string (first);
  g_autofree char *more = jsc_value_to_string (second);

  if (g_str_equal (name, "ready"))
    on_ready (engine, text, more);
  else if (engine->state != PREVIEW_STATE_LIVE)
    return;
  else if (g_str_equal (name, "scrolled") || g_str_equal (name, "activated"))
    on_place (engine, name[0] == 'a', jsc_value_to_double (first), jsc_value_to_double (second));
  else if (g_str_equal (name, "link"))
    on_link (engine, text);
  else if (g_str_equal (name, "external"))
    set_left_out (engine, jsc_value_to_double (first) > 0);
}

/* ---- what is wanted ------------------------------------------------------------------------- */

GtkWidget *
preview_engine_start (PreviewEngine *engine)
{
  g_autoptr (WebKitWebContext) context = NULL;
  WebKitUserContentManager *manager;

  g_assert (engine->view == NULL);
  context = webkit_web_context_new ();
  webkit_web_context_set_cache_model (context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  engine->scheme = preview_scheme_new (context);
  preview_scheme_set_root (engine->scheme, engine->root, engine->url_prefix);
  engine->view = g_object_ref_sink (preview_policy_create_view (context, engine->scheme));
  manager = webkit_web_view_get_user_content_manager (engine->view);
  g_signal_connect (manager, "script-message-received::" PREVIEW_WORLD, G_CALLBACK (on_message),
                    engine);
  g_signal_connect (engine->view, "web-process-terminated", G_CALLBACK (on_terminated), engine);
  g_signal_connect (engine->view, "load-changed", G_CALLBACK (on_load_changed), engine);
  load (engine);
  return GTK_WIDGET (engine->view);
}

void
preview_engine_set_root (PreviewEngine *engine, const char *root, const char *url_prefix)
{
  if (g_strcmp0 (root, engine->root) == 0 && g_strcmp0 (url_prefix, engine->url_prefix) == 0)
    return;
  g_free (engine->root);
  g_free (engine->url_prefix);
  engine->root = g_strdup (root);
  engine->url_prefix = g_strdup (url_prefix);
  if (engine->scheme != NULL)
    preview_scheme_set_root (engine->scheme, root, url_prefix);
  /* An empty page asks for nothing below the root. */
  if (engine->wanted != NULL && engine->wanted->parts->len > 0
      && (engine->state == PREVIEW_STATE_LIVE || engine->state == PREVIEW_STATE_LOADING))
    load (engine);
}

void
preview_engine_show (PreviewEngine *engine, PreviewPage *page)
{
  g_autoptr (PreviewPage) before = engine->wanted;
  gboolean other = before == NULL || !g_str_equal (before->post_id, page->post_id);

  engine->wanted = preview_page_ref (page);
  if (other)
    {
      engine->external_content = FALSE;
      engine->top_line = 0;
      engine->mark_line = -1;
      preview_watchdog_forgive (engine->watchdog);
      load (engine);
    }
  else if (engine->state == PREVIEW_STATE_PLAIN)
    engine->calls.state_changed (engine->state, engine->user_data); /* the text is another one */
  else if (engine->state == PREVIEW_STATE_CRASHED)
    return; /* the load that comes takes it */
  else if (!preview_page_same_around (before, page))
    load (engine);
  else
    patch (engine);
}

void
preview_engine_reload (PreviewEngine *engine)
{
  preview_watchdog_forgive (engine->watchdog);
  load (engine);
}

void
preview_engine_set_external_content (PreviewEngine *engine, gboolean allowed)
{
  if (engine->external_content == allowed)
    return;
  engine->external_content = allowed;
  preview_engine_reload (engine);
}

gboolean
preview_engine_get_external_content (PreviewEngine *engine)
{
  return engine->external_content;
}

void
preview_engine_scroll_to_line (PreviewEngine *engine, double line)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  engine->top_line = line;
  if (engine->state != PREVIEW_STATE_LIVE)
    return;
  add_place (&arguments, top_place (engine));
  ask (engine, "chapeau.scrollTo (id, fraction)", g_variant_dict_end (&arguments));
}

void
preview_engine_mark_line (PreviewEngine *engine, int line)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  if (engine->mark_line == line)
    return;
  engine->mark_line = line;
  if (engine->state != PREVIEW_STATE_LIVE)
    return;
  add_place (&arguments, mark_place (engine));
  ask (engine, "chapeau.mark (id, fraction, true)", g_variant_dict_end (&arguments));
}

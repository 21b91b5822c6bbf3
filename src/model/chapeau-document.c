/* chapeau-document.c - one open post: the object, its parts, its state.
 *
 * The text is header bytes + body bytes. A change marks the document and asks for an idle; the idle
 * takes one snapshot for all that happened meanwhile, hands it to the journal and tells the
 * preview. The idle runs behind painting, so a key is on the screen before any of that begins.
 * Where painting never ends (a slow machine, a key held down) a timeout gives the journal its text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-document-private.h"

#include <string.h>

enum
{
  PROP_STATE = 1,
  PROP_TITLE,
  PROP_PATH,
  PROP_SAVED_HERE,
  PROP_SAVED_THERE,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPERTIES,
};

enum
{
  HEADER_CHANGED,
  TEXT_CHANGED,
  CHANGED_OUTSIDE,
  SAVE_FINISHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauDocument, chapeau_document, G_TYPE_OBJECT)

/* ---- state --------------------------------------------------------------------------------- */

#define MAY(state) (1u << CHAPEAU_DOCUMENT_##state)

/* For each state, where it may go. */
static const guint legal_moves[] = {
  [CHAPEAU_DOCUMENT_CLEAN] = MAY (DIRTY) | MAY (SAVING) | MAY (CONFLICT) | MAY (ERROR),
  [CHAPEAU_DOCUMENT_DIRTY] = MAY (SAVING) | MAY (CONFLICT) | MAY (ERROR),
  [CHAPEAU_DOCUMENT_SAVING] =
      MAY (CLEAN) | MAY (DIRTY) | MAY (PENDING) | MAY (CONFLICT) | MAY (ERROR),
  [CHAPEAU_DOCUMENT_PENDING] =
      MAY (CLEAN) | MAY (DIRTY) | MAY (SAVING) | MAY (CONFLICT) | MAY (ERROR),
  [CHAPEAU_DOCUMENT_CONFLICT] = MAY (CLEAN) | MAY (DIRTY) | MAY (SAVING) | MAY (ERROR),
  [CHAPEAU_DOCUMENT_READ_ONLY] = 0,
  [CHAPEAU_DOCUMENT_ERROR] = MAY (DIRTY) | MAY (SAVING) | MAY (CONFLICT),
};

gboolean
chapeau_document_can_move (ChapeauDocumentState from, ChapeauDocumentState to)
{
  return (legal_moves[from] & (1u << to)) != 0;
}

void
chapeau_document_move_state (ChapeauDocument *self, ChapeauDocumentState state)
{
  if (self->state == state)
    return;
  g_assert (chapeau_document_can_move (self->state, state));
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

ChapeauDocumentState
chapeau_document_get_state (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), CHAPEAU_DOCUMENT_READ_ONLY);

  return self->state;
}

gboolean
chapeau_document_is_editable (ChapeauDocument *self)
{
  return chapeau_document_get_state (self) != CHAPEAU_DOCUMENT_READ_ONLY && !self->reading;
}

StoreEditability
chapeau_document_get_editability (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), STORE_EDITABLE);

  return store_post_get_editability (self->post);
}

gboolean
chapeau_document_has_unsaved_changes (ChapeauDocument *self)
{
  switch (chapeau_document_get_state (self))
    {
    case CHAPEAU_DOCUMENT_CLEAN:
    case CHAPEAU_DOCUMENT_READ_ONLY:
      return FALSE;
    case CHAPEAU_DOCUMENT_DIRTY:
    case CHAPEAU_DOCUMENT_SAVING:
    case CHAPEAU_DOCUMENT_PENDING:
    case CHAPEAU_DOCUMENT_CONFLICT:
    case CHAPEAU_DOCUMENT_ERROR:
      return TRUE;
    }
  g_return_val_if_reached (TRUE);
}

/* ---- snapshot ------------------------------------------------------------------------------- */

/* Takes a snapshot and remembers its body: a source that is gone later, with its widget, has left
 * at least that. */
GBytes *
chapeau_document_take_snapshot (ChapeauDocument *self)
{
  GBytes *body = chapeau_document_dup_body (self);

  g_clear_pointer (&self->loaded_body, g_bytes_unref);
  self->loaded_body = body;
  return chapeau_document_dup_text (self);
}

/* Half of what a kill may cost; the other half is the journal's (store-writer.c). */
#define JOURNAL_AFTER_MS 20

static GBytes *
journal_snapshot (ChapeauDocument *self)
{
  GBytes *text = chapeau_document_take_snapshot (self);

  g_clear_handle_id (&self->journal_timeout, g_source_remove);
  /* Journaling also says to colleagues that we write here: not for a text that only came in. */
  if (chapeau_document_has_unsaved_changes (self))
    store_post_journal (self->post, text);
  return text;
}

static gboolean
on_journal_timeout (gpointer data)
{
  ChapeauDocument *self = data;
  g_autoptr (GBytes) text = NULL;

  self->journal_timeout = 0;
  text = journal_snapshot (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_snapshot_idle (gpointer data)
{
  ChapeauDocument *self = data;
  g_autoptr (GBytes) text = NULL;

  self->snapshot_idle = 0;
  text = journal_snapshot (self);
  g_signal_emit (self, signals[TEXT_CHANGED], 0, text);
  return G_SOURCE_REMOVE;
}

void
chapeau_document_touch (ChapeauDocument *self)
{
  if (self->snapshot_idle == 0)
    self->snapshot_idle = g_idle_add (on_snapshot_idle, self);
  if (self->journal_timeout == 0)
    self->journal_timeout = g_timeout_add (JOURNAL_AFTER_MS, on_journal_timeout, self);
  if (self->first_unsaved == 0)
    self->first_unsaved = g_get_monotonic_time ();
  switch (self->state)
    {
    case CHAPEAU_DOCUMENT_CLEAN:
    case CHAPEAU_DOCUMENT_PENDING:
      chapeau_document_move_state (self, CHAPEAU_DOCUMENT_DIRTY);
      break;
    case CHAPEAU_DOCUMENT_SAVING:
      self->changed_while_saving = TRUE;
      break;
    case CHAPEAU_DOCUMENT_DIRTY:
    case CHAPEAU_DOCUMENT_CONFLICT:
    case CHAPEAU_DOCUMENT_READ_ONLY:
    case CHAPEAU_DOCUMENT_ERROR:
      break;
    }
  chapeau_document_schedule_autosave (self);
}

/* ---- parts ---------------------------------------------------------------------------------- */

ChapeauWorkspace *
chapeau_document_get_workspace (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->workspace;
}

const char *
chapeau_document_get_path (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->path;
}

void
chapeau_document_set_path (ChapeauDocument *self, const char *path)
{
  if (chapeau_document_set_string (&self->path, path))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}

void
chapeau_document_set_planned_path (ChapeauDocument *self, const char *path)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));
  g_return_if_fail (chapeau_document_is_untitled (self));

  chapeau_document_set_path (self, path);
}

gboolean
chapeau_document_is_untitled (ChapeauDocument *self)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), FALSE);

  path = store_post_dup_path (self->post);
  return path == NULL;
}

StorePost *
chapeau_document_get_post (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->post;
}

FmHeader *
chapeau_document_get_header (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->header;
}

GBytes *
chapeau_document_get_header_bytes (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->header_bytes;
}

GBytes *
chapeau_document_dup_body (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  if (self->source != NULL)
    return chapeau_body_source_dup_body (self->source);
  return g_bytes_ref (self->loaded_body);
}

GBytes *
chapeau_document_dup_text (ChapeauDocument *self)
{
  g_autoptr (GBytes) body = chapeau_document_dup_body (self);
  gsize header_length, body_length;
  gconstpointer header = g_bytes_get_data (self->header_bytes, &header_length);
  gconstpointer body_data = g_bytes_get_data (body, &body_length);
  char *text = g_malloc (header_length + body_length + 1);

  if (header_length > 0)
    memcpy (text, header, header_length);
  if (body_length > 0)
    memcpy (text + header_length, body_data, body_length);
  text[header_length + body_length] = '\0';
  return g_bytes_new_take (text, header_length + body_length);
}

const char *
chapeau_document_get_title (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  return self->title;
}

gint64
chapeau_document_get_saved_here_time (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), 0);

  return self->saved_here;
}

gint64
chapeau_document_get_saved_there_time (ChapeauDocument *self)
{
  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), 0);

  return self->saved_there;
}

static void
update_title (ChapeauDocument *self)
{
  const FmNode *root = fm_header_get_root (self->header);
  const FmNode *node = root != NULL ? fm_node_get_member (root, "title") : NULL;
  const char *text = node != NULL ? fm_node_get_string (node, NULL) : NULL;
  g_autofree char *title = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  if ((title == NULL || *title == '\0') && self->path != NULL)
    {
      g_free (title);
      title = g_filename_display_basename (self->path);
    }
  if (chapeau_document_set_string (&self->title, title != NULL ? title : ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
chapeau_document_set_header_bytes (ChapeauDocument *self, GBytes *header)
{
  g_bytes_ref (header);
  g_clear_pointer (&self->header_bytes, g_bytes_unref);
  self->header_bytes = header;
  g_clear_pointer (&self->header, fm_header_unref);
  self->header = fm_header_new (header);
  update_title (self);
}

void
chapeau_document_set_body_source (ChapeauDocument *self, ChapeauBodySource *source)
{
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));
  g_return_if_fail (source == NULL || CHAPEAU_IS_BODY_SOURCE (source));

  if (self->source == source)
    return;
  body = chapeau_document_dup_body (self);
  g_clear_pointer (&self->loaded_body, g_bytes_unref);
  self->loaded_body = g_bytes_ref (body);
  g_set_weak_pointer (&self->source, source);
  if (source != NULL)
    chapeau_body_source_replace_body (source, body, FALSE);
}

void
chapeau_document_body_changed (ChapeauDocument *self)
{
  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  chapeau_document_touch (self);
}

/* ---- making --------------------------------------------------------------------------------- */

void
chapeau_document_set_text (ChapeauDocument *self, GBytes *text, gboolean undoable)
{
  g_autoptr (FmHeader) whole = fm_header_new (text);
  gsize at = fm_header_get_split (whole)->body.start;
  g_autoptr (GBytes) header = g_bytes_new_from_bytes (text, 0, at);
  g_autoptr (GBytes) body = g_bytes_new_from_bytes (text, at, g_bytes_get_size (text) - at);

  if (undoable && chapeau_document_is_editable (self)
      && !g_bytes_equal (header, self->header_bytes))
    chapeau_document_replace_header (self, header, NULL);
  else
    chapeau_document_set_header_bytes (self, header);
  /* A header whose closing fence is missing is all body: what is wrong is known of the whole only,
   * and the form must not put a second header before it. */
  if (at == 0 && fm_header_is_broken (whole))
    {
      fm_header_unref (self->header);
      self->header = fm_header_ref (whole);
    }
  if (self->source != NULL)
    {
      g_autoptr (GBytes) now = chapeau_body_source_dup_body (self->source);

      if (!undoable || !g_bytes_equal (now, body))
        chapeau_body_source_replace_body (self->source, body, undoable);
      return;
    }
  g_clear_pointer (&self->loaded_body, g_bytes_unref);
  self->loaded_body = g_steal_pointer (&body);
}

/* UTF-8 of a text in an old encoding. Latin-1 has a character for each byte: the second attempt
 * cannot fail. */
static GBytes *
dup_converted (GBytes *bytes)
{
  gsize length, size;
  const char *before = g_bytes_get_data (bytes, &length);
  char *after = g_convert (before, (gssize) length, "UTF-8", "WINDOWS-1252", NULL, &size, NULL);

  if (after == NULL)
    after = g_convert (before, (gssize) length, "UTF-8", "ISO-8859-1", NULL, &size, NULL);
  return after != NULL ? g_bytes_new_take (after, size) : g_bytes_ref (bytes);
}

ChapeauDocument *
chapeau_document_make (ChapeauWorkspace *workspace, StorePost *post, const char *path, GBytes *text)
{
  ChapeauDocument *self = g_object_new (CHAPEAU_TYPE_DOCUMENT, NULL);
  g_autoptr (GBytes) shown = store_post_get_editability (post) == STORE_READ_ONLY_NOT_UTF8
                                 ? dup_converted (text)
                                 : g_bytes_ref (text);

  self->workspace = g_object_ref (workspace);
  self->post = g_object_ref (post);
  self->path = g_strdup (path);
  chapeau_document_set_text (self, shown, FALSE);
  if (store_post_get_editability (post) != STORE_EDITABLE)
    self->state = CHAPEAU_DOCUMENT_READ_ONLY;
  chapeau_document_connect_post (self);
  return self;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StorePost) post = store_post_load_finish (STORE_FOLDER (source), result, &error);
  g_autoptr (GBytes) base = NULL;

  if (post == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  base = store_post_dup_base (post);
  g_task_return_pointer (task,
                         chapeau_document_make (g_task_get_source_object (task), post,
                                                g_task_get_task_data (task), base),
                         g_object_unref);
}

void
chapeau_document_load_async (ChapeauWorkspace *workspace,
                             const char *relative_path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task = g_task_new (workspace, cancellable, callback, data);

  g_task_set_source_tag (task, chapeau_document_load_async);
  g_task_set_task_data (task, g_strdup (relative_path), g_free);
  store_post_load_async (chapeau_workspace_get_folder (workspace), relative_path, cancellable,
                         on_loaded, task);
}

ChapeauDocument *
chapeau_document_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

ChapeauDocument *
chapeau_document_load_sync (ChapeauWorkspace *workspace, const char *relative_path, GError **error)
{
  g_autoptr (StorePost) post =
      store_post_load_sync (chapeau_workspace_get_folder (workspace), relative_path, error);
  g_autoptr (GBytes) base = NULL;

  if (post == NULL)
    return NULL;
  base = store_post_dup_base (post);
  return chapeau_document_make (workspace, post, relative_path, base);
}

ChapeauDocument *
chapeau_document_new_untitled (ChapeauWorkspace *workspace, const char *path, GBytes *text)
{
  g_autoptr (StorePost) post =
      store_post_new_untitled (chapeau_workspace_get_folder (workspace), NULL);

  return chapeau_document_make (workspace, post, path, text);
}

ChapeauDocument *
chapeau_document_new_converted (ChapeauDocument *self)
{
  g_autoptr (GBytes) base = NULL;
  ChapeauDocument *converted;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (self), NULL);

  if (store_post_get_editability (self->post) != STORE_READ_ONLY_NOT_UTF8)
    return NULL;
  base = store_post_dup_base (self->post);
  converted = chapeau_document_make (self->workspace, self->post, self->path, base);
  converted->state = CHAPEAU_DOCUMENT_DIRTY;
  converted->is_converted = TRUE;
  /* The post is the new document's now: closing this one must not close it. */
  self->closed = TRUE;
  return converted;
}

static gboolean
differs_from_base (ChapeauDocument *self, GBytes *text)
{
  g_autoptr (GBytes) base = store_post_dup_base (self->post);

  return base == NULL || !g_bytes_equal (base, text);
}

/* What is in the folder is what is here. */
static void
settle_as_clean (ChapeauDocument *self, GBytes *text, gboolean was_unsaved)
{
  g_clear_handle_id (&self->autosave_timeout, g_source_remove);
  self->first_unsaved = 0;
  if (was_unsaved)
    store_post_journal (self->post, text);
  if (self->state == CHAPEAU_DOCUMENT_DIRTY)
    chapeau_document_move_state (self, CHAPEAU_DOCUMENT_CONFLICT);
  if (self->state == CHAPEAU_DOCUMENT_CONFLICT || self->state == CHAPEAU_DOCUMENT_PENDING)
    chapeau_document_move_state (self, CHAPEAU_DOCUMENT_CLEAN);
}

void
chapeau_document_take_text (ChapeauDocument *self, GBytes *text, GBytes *base)
{
  /* They may be what the document itself remembers of a conflict. */
  g_autoptr (GBytes) kept = g_bytes_ref (text);
  g_autoptr (GBytes) kept_base = base != NULL ? g_bytes_ref (base) : NULL;
  gboolean was_unsaved;

  g_return_if_fail (CHAPEAU_IS_DOCUMENT (self));

  was_unsaved = chapeau_document_has_unsaved_changes (self);
  if (base != NULL)
    {
      g_autoptr (GBytes) mine = chapeau_document_take_snapshot (self);

      /* What the person decided about goes from the journal into the history. */
      if (was_unsaved)
        store_post_journal (self->post, mine);
      store_post_set_base (self->post, base);
    }
  chapeau_document_set_conflict (self, STORE_CONFLICT_NONE, NULL);
  chapeau_document_set_text (self, text, TRUE);
  /* Of a text that is only read no step is kept, but what shows it must follow. */
  if (!chapeau_document_is_editable (self))
    {
      g_signal_emit (self, signals[HEADER_CHANGED], 0);
      g_signal_emit (self, signals[TEXT_CHANGED], 0, text);
    }
  if (base != NULL && g_bytes_equal (text, base))
    {
      settle_as_clean (self, text, was_unsaved);
      return;
    }
  if (self->state == CHAPEAU_DOCUMENT_CONFLICT)
    chapeau_document_move_state (self, CHAPEAU_DOCUMENT_DIRTY);
  /* A document that no editor shows is not told of its change by one. */
  if (self->state != CHAPEAU_DOCUMENT_READ_ONLY && differs_from_base (self, text))
    chapeau_document_touch (self);
}

/* ---- object --------------------------------------------------------------------------------- */

static void
chapeau_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ChapeauDocument *self = CHAPEAU_DOCUMENT (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_SAVED_HERE:
      g_value_set_int64 (value, self->saved_here);
      break;
    case PROP_SAVED_THERE:
      g_value_set_int64 (value, self->saved_there);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, chapeau_document_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, chapeau_document_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
chapeau_document_dispose (GObject *object)
{
  ChapeauDocument *self = CHAPEAU_DOCUMENT (object);

  if (self->post != NULL)
    chapeau_document_close (self, FALSE);
  g_clear_weak_pointer (&self->source);
  if (self->post != NULL)
    g_signal_handlers_disconnect_by_data (self->post, self);
  g_clear_object (&self->post);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (chapeau_document_parent_class)->dispose (object);
}

static void
chapeau_document_finalize (GObject *object)
{
  ChapeauDocument *self = CHAPEAU_DOCUMENT (object);

  g_free (self->path);
  g_free (self->title);
  g_clear_pointer (&self->header, fm_header_unref);
  g_clear_pointer (&self->header_bytes, g_bytes_unref);
  g_clear_pointer (&self->loaded_body, g_bytes_unref);
  g_clear_pointer (&self->theirs, g_bytes_unref);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  G_OBJECT_CLASS (chapeau_document_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, CHAPEAU_DOCUMENT_ERROR,
                                             CHAPEAU_DOCUMENT_CLEAN, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_SAVED_HERE] =
      g_param_spec_int64 ("saved-here", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SAVED_THERE] =
      g_param_spec_int64 ("saved-there", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
chapeau_document_class_init (ChapeauDocumentClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = chapeau_document_get_property;
  object_class->dispose = chapeau_document_dispose;
  object_class->finalize = chapeau_document_finalize;
  install_properties (object_class);
  signals[HEADER_CHANGED] =
      g_signal_new ("header-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TEXT_CHANGED] = g_signal_new ("text-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[CHANGED_OUTSIDE] = g_signal_new ("changed-outside", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BYTES);
  signals[SAVE_FINISHED] = g_signal_new ("save-finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, STORE_TYPE_SAVE_RESULT);
}

static void
chapeau_document_init (ChapeauDocument *self)
{
  self->autosave = TRUE;
  chapeau_document_clear_steps (self);
}

/* chapeau-speller.c - the dictionaries of this process, and looking words up without waiting.
 *
 * A shelf is the place of one language's dictionary, read by the first job that needs it. Jobs hold
 * shelves and snapshots, never objects of the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-speller.h"

#include <string.h>

typedef struct
{
  GMutex lock;
  char *language;
  gboolean read;
  SpellingDictionary *dictionary; /* NULL: none is installed */
} Shelf;

struct _ChapeauSpeller
{
  GObject parent_instance;

  GHashTable *shelves; /* language → Shelf */
  char *missing;
  gboolean enabled;
};

enum
{
  PROP_ENABLED = 1,
  PROP_MISSING,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (ChapeauSpeller, chapeau_speller, G_TYPE_OBJECT)

typedef enum
{
  TASK_CHECK,
  TASK_SUGGEST,
  TASK_ADD,
  TASK_IGNORE,
} Task;

typedef struct
{
  Task task;
  Shelf *shelf;
  SpellingText *text; /* of a check */
  SpellingRange within;
  char *word; /* of the others */
  guint most;
} Job;

/* ---- shelves ----------------------------------------------------------------------------------
 */

static void
shelf_clear (gpointer data)
{
  Shelf *shelf = data;

  g_mutex_clear (&shelf->lock);
  g_free (shelf->language);
  g_clear_pointer (&shelf->dictionary, spelling_dictionary_unref);
}

static void
shelf_unref (gpointer shelf)
{
  g_atomic_rc_box_release_full (shelf, shelf_clear);
}

static Shelf *
get_shelf (ChapeauSpeller *self, const char *language)
{
  Shelf *shelf = g_hash_table_lookup (self->shelves, language);

  if (shelf != NULL)
    return shelf;
  shelf = g_atomic_rc_box_new0 (Shelf);
  g_mutex_init (&shelf->lock);
  shelf->language = g_strdup (language);
  g_hash_table_insert (self->shelves, g_strdup (language), shelf);
  return shelf;
}

/* In the worker. Borrowed from the shelf; NULL: none is installed. */
static SpellingDictionary *
read_dictionary (Shelf *shelf)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelf->lock);

  if (!shelf->read)
    shelf->dictionary = spelling_dictionary_new (shelf->language);
  shelf->read = TRUE;
  return shelf->dictionary;
}

/* ---- jobs -------------------------------------------------------------------------------------
 */

static void
job_free (gpointer data)
{
  Job *job = data;

  shelf_unref (job->shelf);
  g_clear_pointer (&job->text, spelling_text_unref);
  g_free (job->word);
  g_free (job);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  SpellingDictionary *dictionary = read_dictionary (job->shelf);

  switch (job->task)
    {
    case TASK_CHECK:
      g_task_return_pointer (task,
                             spelling_text_find_wrong (job->text, dictionary, job->within.start,
                                                       job->within.end, job->most),
                             (GDestroyNotify) g_array_unref);
      return;
    case TASK_SUGGEST:
      g_task_return_pointer (task,
                             dictionary != NULL
                                 ? spelling_dictionary_suggest (dictionary, job->word, job->most)
                                 : g_new0 (char *, 1),
                             (GDestroyNotify) g_strfreev);
      return;
    case TASK_ADD:
      if (dictionary != NULL)
        spelling_dictionary_add (dictionary, job->word);
      break;
    case TASK_IGNORE:
      if (dictionary != NULL)
        spelling_dictionary_ignore (dictionary, job->word);
      break;
    }
  g_task_return_boolean (task, TRUE);
}

static GTask *
make_task (ChapeauSpeller *self,
           Task kind,
           const char *language,
           const char *word,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  job->task = kind;
  job->shelf = g_atomic_rc_box_acquire (get_shelf (self, language));
  job->word = g_strdup (word);
  g_task_set_task_data (task, job, job_free);
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);
  return task;
}

void
chapeau_speller_check_async (ChapeauSpeller *self,
                             const char *language,
                             SpellingText *text,
                             SpellingRange within,
                             guint most,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (CHAPEAU_IS_SPELLER (self));

  task = make_task (self, TASK_CHECK, language, NULL, cancellable, callback, data);
  g_task_set_source_tag (task, chapeau_speller_check_async);
  job = g_task_get_task_data (task);
  job->text = spelling_text_ref (text);
  job->within = within;
  job->most = most;
  g_task_run_in_thread (task, run);
}

/* The dictionary has been looked for by now. */
static void
note_missing (ChapeauSpeller *self, GTask *task)
{
  const Job *job = g_task_get_task_data (task);
  gboolean missing;

  g_mutex_lock (&job->shelf->lock);
  missing = job->shelf->read && job->shelf->dictionary == NULL;
  g_mutex_unlock (&job->shelf->lock);
  if (!missing || g_strcmp0 (self->missing, job->shelf->language) == 0)
    return;
  g_free (self->missing);
  self->missing = g_strdup (job->shelf->language);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISSING]);
}

GArray *
chapeau_speller_check_finish (ChapeauSpeller *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  note_missing (self, G_TASK (result));
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
chapeau_speller_suggest_async (ChapeauSpeller *self,
                               const char *language,
                               const char *word,
                               guint most,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CHAPEAU_IS_SPELLER (self));

  task = make_task (self, TASK_SUGGEST, language, word, cancellable, callback, data);
  g_task_set_source_tag (task, chapeau_speller_suggest_async);
  ((Job *) g_task_get_task_data (task))->most = most;
  g_task_run_in_thread (task, run);
}

char **
chapeau_speller_suggest_finish (ChapeauSpeller *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_learnt (GObject *source, GAsyncResult *result, gpointer data)
{
  g_signal_emit (source, changed_signal, 0);
}

static void
learn (ChapeauSpeller *self, Task kind, const char *language, const char *word)
{
  g_autoptr (GTask) task = make_task (self, kind, language, word, NULL, on_learnt, NULL);

  g_task_run_in_thread (task, run);
}

void
chapeau_speller_add (ChapeauSpeller *self, const char *language, const char *word)
{
  g_return_if_fail (CHAPEAU_IS_SPELLER (self));

  learn (self, TASK_ADD, language, word);
}

void
chapeau_speller_ignore (ChapeauSpeller *self, const char *language, const char *word)
{
  g_return_if_fail (CHAPEAU_IS_SPELLER (self));

  learn (self, TASK_IGNORE, language, word);
}

/* ---- the language -----------------------------------------------------------------------------
 */

static const char *const language_keys[] = { "lang", "language", "locale" };

static gboolean
is_language (const char *text)
{
  return text != NULL && g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[1]);
}

static const char *
get_language_of_site (Site *site)
{
  FmValue *config = site_get_config (site);

  for (guint i = 0; i < G_N_ELEMENTS (language_keys); i++)
    {
      const FmValue *value = fm_value_get_member (config, language_keys[i]);
      const char *text = value != NULL ? fm_value_get_string (value) : NULL;

      if (is_language (text))
        return text;
    }
  return NULL;
}

char *
chapeau_document_dup_language (ChapeauDocument *document)
{
  FmHeader *header;
  const char *language;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), NULL);

  header = chapeau_document_get_header (document);
  for (guint i = 0; i < G_N_ELEMENTS (language_keys); i++)
    {
      const FmNode *node = fm_header_lookup (header, language_keys[i]);
      const char *text = node != NULL ? fm_node_get_string (node, NULL) : NULL;

      if (is_language (text))
        return g_strdup (text);
    }
  language =
      get_language_of_site (chapeau_workspace_get_site (chapeau_document_get_workspace (document)));
  for (const char *const *name = g_get_language_names (); language == NULL && *name != NULL; name++)
    if (is_language (*name))
      language = *name;
  return g_strdup (language != NULL ? language : "fr");
}

/* ---- object -----------------------------------------------------------------------------------
 */

ChapeauSpeller *
chapeau_speller_get_default (void)
{
  static ChapeauSpeller *speller;

  if (speller == NULL)
    speller = g_object_new (CHAPEAU_TYPE_SPELLER, NULL);
  return speller;
}

gboolean
chapeau_speller_is_enabled (ChapeauSpeller *self)
{
  g_return_val_if_fail (CHAPEAU_IS_SPELLER (self), FALSE);

  return self->enabled;
}

const char *
chapeau_speller_get_missing (ChapeauSpeller *self)
{
  g_return_val_if_fail (CHAPEAU_IS_SPELLER (self), NULL);

  return self->missing;
}

static void
chapeau_speller_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  ChapeauSpeller *self = CHAPEAU_SPELLER (object);

  switch (id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_MISSING:
      g_value_set_string (value, self->missing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
chapeau_speller_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  ChapeauSpeller *self = CHAPEAU_SPELLER (object);

  switch (id)
    {
    case PROP_ENABLED:
      self->enabled = g_value_get_boolean (value);
      g_signal_emit (self, changed_signal, 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
chapeau_speller_finalize (GObject *object)
{
  ChapeauSpeller *self = CHAPEAU_SPELLER (object);

  g_hash_table_unref (self->shelves);
  g_free (self->missing);
  G_OBJECT_CLASS (chapeau_speller_parent_class)->finalize (object);
}

static void
chapeau_speller_class_init (ChapeauSpellerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = chapeau_speller_get_property;
  object_class->set_property = chapeau_speller_set_property;
  object_class->finalize = chapeau_speller_finalize;
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MISSING] =
      g_param_spec_string ("missing", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_speller_init (ChapeauSpeller *self)
{
  self->shelves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, shelf_unref);
  self->enabled = TRUE;
}

/* spelling-dictionary.c - enchant: the only file that knows it.
 *
 * enchant is not safe in threads: each dictionary has its own broker, and a lock around both. What
 * was looked up is remembered, because the same words are asked for at every scroll; the memory is
 * emptied when it is full or when the person adds a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "spelling-private.h"

#include <enchant.h>
#include <string.h>

/* Words; a long post has fewer different ones. */
#define MAX_REMEMBERED 50000
/* Longer runs of letters are no words, and a library may not expect them. */
#define MAX_WORD 100

struct _SpellingDictionary
{
  gatomicrefcount references;
  GMutex lock;
  EnchantBroker *broker;
  EnchantDict *dict;
  char *tag;
  GHashTable *known; /* word → TRUE or FALSE */
};

/* ---- finding one ------------------------------------------------------------------------------
 */

typedef struct
{
  const char *language; /* "fr" */
  char *best;
} Search;

static void
on_dictionary (const char *const tag,
               const char *const provider,
               const char *const description,
               const char *const file,
               void *data)
{
  Search *search = data;
  gsize length = strlen (search->language);

  if (g_ascii_strncasecmp (tag, search->language, length) != 0
      || (tag[length] != '\0' && tag[length] != '_' && tag[length] != '-'))
    return;
  /* Of several always the same one. */
  if (search->best != NULL && strcmp (search->best, tag) <= 0)
    return;
  g_free (search->best);
  search->best = g_strdup (tag);
}

/* "fr-FR", "fr_FR.UTF-8@euro" → "fr_FR". NULL: no language. */
static char *
dup_tag (const char *language)
{
  char *tag = g_strdup (language);

  g_strdelimit (tag, "-", '_');
  tag[strcspn (tag, ".@")] = '\0';
  g_strstrip (tag);
  for (gsize i = 0; tag[i] != '\0' && tag[i] != '_'; i++)
    tag[i] = g_ascii_tolower (tag[i]);
  if (!g_ascii_isalpha (tag[0]) || !g_ascii_isalpha (tag[1]))
    g_clear_pointer (&tag, g_free);
  return tag;
}

static char *
find_tag (EnchantBroker *broker, const char *language)
{
  g_autofree char *tag = dup_tag (language);
  g_autofree char *base = NULL;
  Search search = { NULL, NULL };

  if (tag == NULL)
    return NULL;
  if (enchant_broker_dict_exists (broker, tag))
    return g_steal_pointer (&tag);
  base = g_strndup (tag, strcspn (tag, "_"));
  if (enchant_broker_dict_exists (broker, base))
    return g_steal_pointer (&base);
  search.language = base;
  enchant_broker_list_dicts (broker, on_dictionary, &search);
  return search.best;
}

SpellingDictionary *
spelling_dictionary_new (const char *language)
{
  EnchantBroker *broker;
  EnchantDict *dict;
  SpellingDictionary *self;
  g_autofree char *tag = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  broker = enchant_broker_init ();
  tag = find_tag (broker, language);
  dict = tag != NULL ? enchant_broker_request_dict (broker, tag) : NULL;
  if (dict == NULL)
    {
      enchant_broker_free (broker);
      return NULL;
    }
  self = g_new0 (SpellingDictionary, 1);
  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->broker = broker;
  self->dict = dict;
  self->tag = g_steal_pointer (&tag);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

SpellingDictionary *
spelling_dictionary_ref (SpellingDictionary *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
spelling_dictionary_unref (SpellingDictionary *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  enchant_broker_free_dict (self->broker, self->dict);
  enchant_broker_free (self->broker);
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->lock);
  g_free (self->tag);
  g_free (self);
}

const char *
spelling_dictionary_get_tag (SpellingDictionary *self)
{
  return self->tag;
}

/* ---- asking it --------------------------------------------------------------------------------
 */

gboolean
spelling_dictionary_knows (SpellingDictionary *self, const char *word)
{
  g_autofree char *plain = spelling_dup_plain (word, strlen (word));
  g_autoptr (GMutexLocker) locker = NULL;
  gpointer known;

  if (*plain == '\0' || strlen (plain) > MAX_WORD)
    return TRUE;
  locker = g_mutex_locker_new (&self->lock);
  if (g_hash_table_lookup_extended (self->known, plain, NULL, &known))
    return GPOINTER_TO_INT (known);
  if (g_hash_table_size (self->known) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->known);
  /* Below 0 the library could not tell: then nothing is wrong. */
  known = GINT_TO_POINTER (enchant_dict_check (self->dict, plain, -1) <= 0);
  g_hash_table_insert (self->known, g_steal_pointer (&plain), known);
  return GPOINTER_TO_INT (known);
}

/* With the apostrophe that the person types. */
static char *
dup_as_typed (const char *suggestion, const char *word)
{
  g_auto (GStrv) parts = NULL;

  if (strchr (word, '\'') == NULL)
    return g_strdup (suggestion);
  parts = g_strsplit (suggestion, "\u2019", -1);
  return g_strjoinv ("'", parts);
}

static void
take (GPtrArray *all, const char *suggestion, const char *word, guint most)
{
  g_autofree char *one = dup_as_typed (suggestion, word);

  if (all->len < most && strcmp (one, word) != 0 && g_utf8_validate (one, -1, NULL)
      && !g_ptr_array_find_with_equal_func (all, one, g_str_equal, NULL))
    g_ptr_array_add (all, g_steal_pointer (&one));
}

char **
spelling_dictionary_suggest (SpellingDictionary *self, const char *word, guint most)
{
  g_autofree char *plain = spelling_dup_plain (word, strlen (word));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) accented = NULL;
  char **suggestions;
  size_t count = 0;

  if (*plain == '\0' || strlen (plain) > MAX_WORD)
    return g_new0 (char *, 1);
  accented = spelling_find_with_accents (self, plain, most);
  for (guint i = 0; i < accented->len; i++)
    take (all, accented->pdata[i], word, most);
  g_mutex_lock (&self->lock);
  suggestions = enchant_dict_suggest (self->dict, plain, -1, &count);
  for (gsize i = 0; i < count; i++)
    take (all, suggestions[i], word, most);
  if (suggestions != NULL)
    enchant_dict_free_string_list (self->dict, suggestions);
  g_mutex_unlock (&self->lock);
  g_ptr_array_add (all, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

void
spelling_dictionary_add (SpellingDictionary *self, const char *word)
{
  g_autofree char *plain = spelling_dup_plain (word, strlen (word));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  enchant_dict_add (self->dict, plain, -1);
  g_hash_table_remove_all (self->known);
}

void
spelling_dictionary_ignore (SpellingDictionary *self, const char *word)
{
  g_autofree char *plain = spelling_dup_plain (word, strlen (word));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  enchant_dict_add_to_session (self->dict, plain, -1);
  g_hash_table_remove_all (self->known);
}

/* checks-case.c - a post and the facts of its site, as the cases write them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-case.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  ChecksTarget target;
  guint64 bytes;
} Target;

static ChecksTarget
look_up (gpointer data, const char *address, guint64 *bytes)
{
  const ChecksCase *self = data;
  const Target *target = g_hash_table_lookup (self->targets, address);

  if (target == NULL)
    return CHECKS_TARGET_UNKNOWN;
  *bytes = target->bytes;
  return target->target;
}

static gboolean
is_date (gpointer data, const char *written, gboolean is_time)
{
  return is_time || g_ascii_isdigit (*written);
}

static char *
dup_twin (gpointer data)
{
  return g_strdup (((const ChecksCase *) data)->twin);
}

static const char *
keep (ChecksCase *self, const char *text)
{
  char *copy = g_strdup (text);

  g_ptr_array_add (self->kept, copy);
  return copy;
}

static void
add_field (ChecksCase *self, char **words)
{
  static const char *const roles[] = { "other", "title", "lead", "date", "terms", "files" };
  ChecksField field = { .key = keep (self, words[1]) };

  for (char **word = words + 2; *word != NULL; word++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
        if (strcmp (*word, roles[i]) == 0)
          field.role = (ChecksRole) i;
      field.usual |= strcmp (*word, "usual") == 0;
      field.required |= strcmp (*word, "required") == 0;
      field.strict |= strcmp (*word, "strict") == 0;
      if (g_str_has_prefix (*word, "max="))
        field.max_length = (guint) atoi (*word + 4);
      if (g_str_has_prefix (*word, "alt="))
        field.description_key = keep (self, *word + 4);
    }
  g_array_append_val (self->fields, field);
}

static void
add_known (ChecksCase *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  ChecksField *field = &g_array_index (self->fields, ChecksField, self->fields->len - 1);
  ChecksKnown *known = g_new0 (ChecksKnown, field->n_known + 1);

  g_assert_cmpstr (field->key, ==, words[1]);
  if (field->n_known > 0)
    memcpy (known, field->known, field->n_known * sizeof *known);
  known[field->n_known].count = (guint) atoi (words[2]);
  known[field->n_known++].value = keep (self, words[3]);
  field->known = known;
  g_ptr_array_add (self->kept, known);
}

static void
add_target (ChecksCase *self, ChecksTarget kind, char **words)
{
  Target *target = g_new0 (Target, 1);

  target->target = kind;
  target->bytes = words[2] != NULL ? (guint64) atoll (words[2]) : 0;
  g_hash_table_insert (self->targets, g_strdup (words[1]), target);
}

static void
read_fact (ChecksCase *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (words[0] == NULL || *words[0] == '\0' || *words[0] == '#')
    return;
  if (strcmp (words[0], "field") == 0)
    add_field (self, words);
  else if (strcmp (words[0], "known") == 0)
    add_known (self, line);
  else if (strcmp (words[0], "found") == 0)
    add_target (self, CHECKS_TARGET_FOUND, words);
  else if (strcmp (words[0], "missing") == 0)
    add_target (self, CHECKS_TARGET_MISSING, words);
  else if (strcmp (words[0], "draft") == 0)
    add_target (self, CHECKS_TARGET_DRAFT, words);
  else if (strcmp (words[0], "twin") == 0)
    self->twin = g_strdup (line + strlen ("twin "));
  else if (strcmp (words[0], "is-draft") == 0)
    self->facts.is_draft = TRUE;
  else if (strcmp (words[0], "name-is-date") == 0)
    self->facts.name_is_date = TRUE;
  else
    g_error ("unknown fact: %s", line);
}

ChecksCase *
checks_case_load (const char *name)
{
  ChecksCase *self = g_new0 (ChecksCase, 1);
  g_autofree char *post = g_strconcat (name, ".md", NULL);
  g_autofree char *facts = g_strconcat (name, ".facts", NULL);
  g_autofree char *text = NULL;
  char *bytes;
  gsize length;

  self->fields = g_array_new (FALSE, TRUE, sizeof (ChecksField));
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->kept = g_ptr_array_new_with_free_func (g_free);
  self->options = kd_options_new (KD_DEFAULTS_JEKYLL);
  kd_options_set_liquid (self->options, TRUE);
  g_assert_true (g_file_get_contents (post, &bytes, &length, NULL));
  self->post = g_bytes_new_take (bytes, length);
  if (g_file_get_contents (facts, &text, NULL, NULL))
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (char **line = lines; *line != NULL; line++)
        read_fact (self, *line);
    }
  self->facts.fields = (const ChecksField *) (gpointer) self->fields->data;
  self->facts.n_fields = self->fields->len;
  self->facts.data = self;
  self->facts.look_up = look_up;
  self->facts.is_date = is_date;
  self->facts.dup_twin = dup_twin;
  return self;
}

void
checks_case_free (ChecksCase *self)
{
  g_array_unref (self->fields);
  g_hash_table_unref (self->targets);
  g_ptr_array_unref (self->kept);
  g_bytes_unref (self->post);
  kd_options_free (self->options);
  g_free (self->twin);
  g_free (self);
}

GPtrArray *
checks_case_run (const ChecksCase *self, GBytes *post)
{
  return checks_run (post, self->options, &self->facts);
}

static const char *
severity_name (BaseSeverity severity)
{
  static const char *const names[] = { "hint", "warning", "error" };

  return names[severity];
}

/* The lines that the fix changes, as it leaves them; line ends as "\n". */
static void
print_fix (GString *out, const BaseDiagnostic *found, const char *text, gsize length)
{
  BaseSpan extent = base_edits_extent (found->fix);
  g_autoptr (GBytes) fixed = base_edits_apply (found->fix, text, length);
  gsize fixed_length, start = extent.start, end;
  const char *bytes = g_bytes_get_data (fixed, &fixed_length);

  while (start > 0 && text[start - 1] != '\n')
    start--;
  end = extent.end + fixed_length - length;
  while (end < fixed_length && bytes[end] != '\n')
    end++;
  g_string_append (out, " => ");
  for (gsize i = start; i < end; i++)
    if (bytes[i] == '\n')
      g_string_append (out, "\\n");
    else
      g_string_append_c (out, bytes[i]);
}

char *
checks_case_print (const ChecksCase *self, GBytes *post)
{
  static const char *const places[] = { "post", "header", "field", "body" };
  g_autoptr (GPtrArray) findings = checks_case_run (self, post);
  GString *out = g_string_new (NULL);
  gsize length;
  const char *text = g_bytes_get_data (post, &length);

  for (guint i = 0; i < findings->len; i++)
    {
      const ChecksFinding *finding = findings->pdata[i];
      const BaseDiagnostic *found = finding->diagnostic;

      g_string_append_printf (out, "%" G_GSIZE_FORMAT ":%" G_GSIZE_FORMAT " %s %s %s",
                              found->position.line + 1, found->position.column + 1,
                              severity_name (found->severity), found->code,
                              finding->field != NULL ? finding->field : places[finding->place]);
      for (char **argument = found->arguments; argument != NULL && *argument != NULL; argument++)
        g_string_append_printf (out, " “%s”", *argument);
      if (found->fix != NULL)
        print_fix (out, found, text, length);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char **
checks_case_list (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "checks", "cases", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".md"))
      {
        g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".md"));

        g_ptr_array_add (names, g_build_filename (folder, stem, NULL));
      }
  g_assert_cmpuint (names->len, >, 0);
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

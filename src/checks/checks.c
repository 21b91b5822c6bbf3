/* checks.c - all rules over one post, and the list that comes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>
#include <typography.h>

static void
finding_free (gpointer data)
{
  ChecksFinding *finding = data;

  base_diagnostic_free (finding->diagnostic);
  g_free (finding->field);
  g_free (finding);
}

static void
add_finding (Checks *self, ChecksPlace place, const char *field, BaseDiagnostic *diagnostic)
{
  ChecksFinding *finding = g_new0 (ChecksFinding, 1);

  finding->diagnostic = diagnostic;
  finding->place = place;
  finding->field = g_strdup (field);
  g_ptr_array_add (self->findings, finding);
}

void
checks_add (Checks *self,
            ChecksPlace place,
            const char *field,
            BaseSpan span,
            BaseSeverity severity,
            const char *code,
            const char *detail,
            BaseEdits *fix,
            ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  const char *argument;
  va_list list;

  va_start (list, fix);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_strv_builder_add (builder, argument);
  va_end (list);
  arguments = g_strv_builder_end (builder);
  add_finding (self, place, field,
               base_diagnostic_new (severity, code, span, (BasePosition){ 0, 0 }, detail,
                                    (const char *const *) arguments, fix));
}

ChecksTarget
checks_look_up (const Checks *self, const char *address, guint64 *bytes)
{
  *bytes = 0;
  return self->facts->look_up != NULL ? self->facts->look_up (self->facts->data, address, bytes)
                                      : CHECKS_TARGET_UNKNOWN;
}

/* ---- the parts ------------------------------------------------------------------------------- */

static void
add_header_diagnostics (Checks *self)
{
  GPtrArray *diagnostics = fm_header_get_diagnostics (self->header);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      BaseDiagnostic *found = base_diagnostic_copy (diagnostics->pdata[i]);

      /* Without its closing line the header is all body: the form has a way for that. */
      if (found->fix != NULL && base_edits_extent (found->fix).end > self->body)
        g_clear_pointer (&found->fix, base_edits_unref);
      add_finding (self, CHECKS_PLACE_HEADER, NULL, found);
    }
}

static void
look_at_address (Checks *self)
{
  g_autofree char *twin =
      self->facts->dup_twin != NULL ? self->facts->dup_twin (self->facts->data) : NULL;

  if (twin != NULL)
    checks_add (self, CHECKS_PLACE_POST, NULL, base_span (0, 0), BASE_SEVERITY_ERROR,
                "checks.same-address", "Another post has the same address", NULL, twin, NULL);
}

static void
look_at_typography (Checks *self)
{
  const char *body = self->text + self->body;
  gsize length = self->length - self->body;
  g_autoptr (GArray) spans = typo_markdown_protected_spans (body, length);
  g_autoptr (TypoReport) report = typo_check (body, length, spans, NULL);
  gsize n = base_edits_count (report->edits);
  g_autofree char *count = g_strdup_printf ("%" G_GSIZE_FORMAT, n);
  BaseEdits *fix;
  gsize at;

  if (n == 0)
    return;
  fix = base_edits_new ();
  at = self->body + base_edits_get (report->edits, 0)->span.start;
  for (gsize i = 0; i < n; i++)
    {
      const BaseEdit *edit = base_edits_get (report->edits, i);

      base_edits_replace (fix,
                          base_span (self->body + edit->span.start, self->body + edit->span.end),
                          edit->text, (gssize) edit->length);
    }
  checks_add (self, CHECKS_PLACE_BODY, NULL, base_span (at, at), BASE_SEVERITY_HINT,
              "checks.typography", "French typography asks for changes", fix, count, NULL);
}

static int
place_rank (const ChecksFinding *finding)
{
  return finding->place == CHECKS_PLACE_BODY ? 1 : 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const ChecksFinding *one = *(ChecksFinding *const *) a, *other = *(ChecksFinding *const *) b;
  gsize from = one->diagnostic->span.start, to = other->diagnostic->span.start;

  if (place_rank (one) != place_rank (other))
    return place_rank (one) - place_rank (other);
  if (from != to)
    return from < to ? -1 : 1;
  return strcmp (one->diagnostic->code, other->diagnostic->code);
}

/* Positions, once the findings are in the order of the text: each is counted from the one before,
 * for many may stand in one long line. */
static void
place_all (Checks *self)
{
  g_autoptr (BaseLineIndex) lines = base_line_index_new (self->text, self->length);
  gboolean is_utf8 = g_utf8_validate_len (self->text, self->length, NULL);
  BasePosition last = { 0, 0 };
  gsize at = 0;

  for (guint i = 0; i < self->findings->len; i++)
    {
      BaseDiagnostic *found = ((ChecksFinding *) self->findings->pdata[i])->diagnostic;
      gsize start = found->span.start;
      gsize line = base_line_index_line_at (lines, start);

      if (is_utf8 && line == last.line && start >= at)
        last.column += (gsize) g_utf8_strlen (self->text + at, (gssize) (start - at));
      else
        last = base_line_index_position (lines, start);
      found->position = last;
      at = start;
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

GPtrArray *
checks_run (GBytes *post, const KdOptions *options, const ChecksFacts *facts)
{
  static const ChecksFacts nothing;
  g_autoptr (FmHeader) header = fm_header_new (post);
  Checks self = { .facts = facts != NULL ? facts : &nothing, .header = header };

  self.text = g_bytes_get_data (post, &self.length);
  if (self.text == NULL)
    self.text = "";
  self.root = fm_header_get_root (header);
  self.body = fm_header_get_split (header)->body.start;
  self.findings = g_ptr_array_new_with_free_func (finding_free);
  add_header_diagnostics (&self);
  look_at_address (&self);
  /* Of a header that cannot be read nothing is said to be missing. */
  if (!fm_header_is_broken (header))
    {
      checks_look_at_fields (&self, options);
      checks_look_at_files (&self);
    }
  if (g_utf8_validate_len (self.text + self.body, self.length - self.body, NULL))
    {
      checks_text_run (&self, NULL, base_span (self.body, self.length), self.text + self.body,
                       self.length - self.body, options);
      look_at_typography (&self);
    }
  g_ptr_array_sort (self.findings, compare);
  place_all (&self);
  return self.findings;
}

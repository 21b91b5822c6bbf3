/* base-diagnostic.c - findings about content.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base.h"

BaseDiagnostic *
base_diagnostic_new (BaseSeverity severity,
                     const char *code,
                     BaseSpan span,
                     BasePosition position,
                     const char *detail,
                     const char *const *arguments,
                     BaseEdits *fix)
{
  BaseDiagnostic *diagnostic = g_new0 (BaseDiagnostic, 1);

  diagnostic->severity = severity;
  diagnostic->code = code;
  diagnostic->span = span;
  diagnostic->position = position;
  diagnostic->detail = g_strdup (detail);
  diagnostic->arguments = g_strdupv ((char **) arguments);
  diagnostic->fix = fix;
  return diagnostic;
}

BaseDiagnostic *
base_diagnostic_copy (const BaseDiagnostic *diagnostic)
{
  return base_diagnostic_new (diagnostic->severity, diagnostic->code, diagnostic->span,
                              diagnostic->position, diagnostic->detail,
                              (const char *const *) diagnostic->arguments,
                              diagnostic->fix != NULL ? base_edits_ref (diagnostic->fix) : NULL);
}

void
base_diagnostic_free (BaseDiagnostic *diagnostic)
{
  if (diagnostic == NULL)
    return;
  g_free (diagnostic->detail);
  g_strfreev (diagnostic->arguments);
  g_clear_pointer (&diagnostic->fix, base_edits_unref);
  g_free (diagnostic);
}

GPtrArray *
base_diagnostics_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) base_diagnostic_free);
}

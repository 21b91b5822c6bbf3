/* cli-fields.c - chapeau-cli fields: the form that a site implies, as JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli-site.h"

#include "cli.h"

#include <libintl.h>
#include <site.h>
#include <stdio.h>
#include <string.h>

static void
append_text (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, ",\"%s\":", name);
  base_escape_json_string (out, value, strlen (value));
}

static void
append_sources (GString *out, guint sources)
{
  static const char *const names[] = { "builtin", "defaults", "posts", "override", "post" };
  const char *separator = "";

  g_string_append (out, ",\"from\":[");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (sources & (1u << i))
      {
        g_string_append_printf (out, "%s\"%s\"", separator, names[i]);
        separator = ",";
      }
  g_string_append_c (out, ']');
}

static void
append_known (GString *out, GPtrArray *values)
{
  if (values->len == 0)
    return;
  g_string_append (out, ",\"values\":[");
  for (guint i = 0; i < values->len; i++)
    {
      const SiteKnownValue *known = values->pdata[i];
      g_string_append (out, i > 0 ? ",{\"value\":" : "{\"value\":");
      base_escape_json_string (out, known->value, strlen (known->value));
      g_string_append_printf (out, ",\"count\":%u}", known->count);
    }
  g_string_append_c (out, ']');
}

static void append_fields (GString *out, GPtrArray *fields, int indent);

static void
append_field (GString *out, const SiteField *field, int indent)
{
  static const char *const flags[] = { "multiple", "strict", "required", "hidden", "main" };
  const gboolean set[] = { field->multiple, field->strict, field->required, field->hidden,
                           field->main };

  g_string_append (out, "{\"key\":");
  base_escape_json_string (out, field->key, strlen (field->key));
  append_text (out, "kind", site_field_kind_to_string (field->kind));
  append_text (out, "label",
               field->label_translatable ? dgettext (GETTEXT_PACKAGE, field->label) : field->label);
  if (field->help != NULL)
    append_text (out, "help", field->help);
  if (field->collection != NULL)
    append_text (out, "collection", field->collection);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (set[i])
      g_string_append_printf (out, ",\"%s\":true", flags[i]);
  if (field->max_length > 0)
    g_string_append_printf (out, ",\"max_length\":%u", field->max_length);
  if (field->default_value != NULL)
    {
      g_autofree char *json = fm_value_to_json (field->default_value);
      g_string_append_printf (out, ",\"default\":%s", json);
    }
  g_string_append_printf (out, ",\"uses\":%u,\"longest\":%u", field->uses, field->longest);
  append_sources (out, field->sources);
  append_known (out, field->known_values);
  if (field->children->len > 0)
    {
      g_string_append (out, ",\"fields\":");
      append_fields (out, field->children, indent + 2);
    }
  g_string_append_c (out, '}');
}

static void
append_fields (GString *out, GPtrArray *fields, int indent)
{
  g_string_append (out, "[");
  for (guint i = 0; i < fields->len; i++)
    {
      g_string_append_printf (out, "%s\n%*s", i > 0 ? "," : "", indent, "");
      append_field (out, fields->pdata[i], indent);
    }
  g_string_append (out, "]");
}

int
cli_fields (int argc, char **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  g_auto (GStrv) rest = NULL;
  g_autoptr (Site) site = NULL;
  g_autoptr (SiteFacts) facts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new ("{");
  GPtrArray *collections, *diagnostics;
  gboolean lost = FALSE;

  if (!cli_parse_options (argc, argv, entries, "DIR", &rest))
    return CLI_ERROR;
  if (rest == NULL || g_strv_length (rest) != 1)
    return cli_error ("fields wants one folder");
  site = site_open (rest[0], &error);
  facts = site != NULL ? site_scan_posts (site, NULL, &error) : NULL;
  if (facts == NULL)
    return cli_error ("%s", error->message);
  diagnostics = site_get_diagnostics (site);
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = diagnostics->pdata[i];
      cli_error ("%s:%" G_GSIZE_FORMAT ": %s", diagnostic->arguments[0],
                 diagnostic->position.line + 1, diagnostic->detail);
      lost |= diagnostic->severity == BASE_SEVERITY_ERROR
              && g_str_has_prefix (diagnostic->arguments[0], "_config.");
    }
  if (lost)
    cli_error ("the site’s settings cannot be read; the fields are those of the posts alone");
  collections = site_get_collections (site);
  for (guint i = 0; i < collections->len; i++)
    {
      const SiteCollection *collection = collections->pdata[i];
      g_autoptr (GPtrArray) fields = site_dup_fields (site, collection, facts);

      g_string_append (out, i > 0 ? ",\n " : "\n ");
      base_escape_json_string (out, collection->label, strlen (collection->label));
      g_string_append (out, ": ");
      append_fields (out, fields, 2);
    }
  g_string_append (out, "\n}\n");
  fputs (out->str, stdout);
  return CLI_OK;
}

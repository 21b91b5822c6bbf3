/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"

#include <string.h>

typedef void (*Escape) (GString *out, const char *text, gsize length);

static void
check (Escape escape, const char *text, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  escape (out, text, strlen (text));
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_html (void)
{
  check (base_escape_html_text, "a < b & \"c\" > d", "a &lt; b &amp; \"c\" &gt; d");
  check (base_escape_html_attribute, "\"été\" & <b>", "&quot;été&quot; &amp; &lt;b&gt;");
  check (base_escape_html_text, "", "");
}

static void
test_json (void)
{
  check (base_escape_json_string, "l'\"été\"\n\t\\", "\"l'\\\"été\\\"\\n\\t\\\\\"");
  check (base_escape_json_string, "</script>", "\"\\u003c/script>\"");
  check (base_escape_json_string,
         "a\xe2\x80\xa8"
         "b\x01",
         "\"a\\u2028b\\u0001\"");
  check (base_escape_json_string, "\xff\xc3", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
test_uri_path (void)
{
  check (base_escape_uri_path, "/uploads/Réunion d'été #1?.jpg",
         "/uploads/R%C3%A9union%20d'%C3%A9t%C3%A9%20%231%3F.jpg");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/escape/html", test_html);
  g_test_add_func ("/base/escape/json", test_json);
  g_test_add_func ("/base/escape/uri-path", test_uri_path);
  return g_test_run ();
}

/* store-name.c - names for files that come into the folder.
 *
 * What is avoided: what servers spell differently (accents, case), what addresses must escape,
 * what Jekyll, Nextcloud and Syncthing skip (. _ # ~ in front, ~ at the end, .part), and the device
 * names of Windows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store.h"

#include <string.h>

#define NAME_BYTES      100u
#define EXTENSION_BYTES 12u

/* Every run of other characters is one "-", none at the ends. */
static char *
clean_part (const char *part, gsize size)
{
  g_autofree char *valid = g_utf8_make_valid (part, (gssize) size);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *ascii = g_str_to_ascii (composed, "fr");
  GString *out = g_string_new (NULL);
  for (const char *at = ascii; *at != '\0'; at++)
    {
      char c = g_ascii_tolower (*at);
      gboolean kept = g_ascii_isalnum (c) || c == '_';
      gboolean gap = out->len > 0 && out->str[out->len - 1] == '-';
      if (kept && !(c == '_' && out->len == 0))
        g_string_append_c (out, c);
      else if (!gap && out->len > 0)
        g_string_append_c (out, '-');
    }
  while (out->len > 0 && strchr ("-_", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

static gboolean
is_device (const char *stem)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul" };
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (strcmp (stem, devices[i]) == 0)
      return TRUE;
  return strlen (stem) == 4 && (g_str_has_prefix (stem, "com") || g_str_has_prefix (stem, "lpt"))
         && g_ascii_isdigit (stem[3]);
}

char *
store_clean_name (const char *name)
{
  const char *dot = strrchr (name, '.');
  gsize stem_size = dot == NULL || dot == name ? strlen (name) : (gsize) (dot - name);
  g_autofree char *stem = clean_part (name, stem_size);
  g_autofree char *extension =
      name[stem_size] == '\0' ? g_strdup ("") : clean_part (dot + 1, strlen (dot + 1));
  gsize room;
  if (strlen (extension) > EXTENSION_BYTES || strchr (extension, '-') != NULL
      || strcmp (extension, "part") == 0)
    {
      /* No extension: what stands after a dot in a sentence. */
      g_free (stem);
      stem = clean_part (name, strlen (name));
      extension[0] = '\0';
    }
  room = NAME_BYTES - strlen (extension) - 1;
  if (strlen (stem) > room)
    stem[room] = '\0';
  if (stem[0] == '\0' || is_device (stem))
    {
      char *longer = g_strconcat ("file", stem[0] == '\0' ? "" : "-", stem, NULL);
      g_free (stem);
      stem = longer;
    }
  return extension[0] == '\0' ? g_steal_pointer (&stem) : g_strconcat (stem, ".", extension, NULL);
}

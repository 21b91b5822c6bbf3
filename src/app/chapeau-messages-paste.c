/* chapeau-messages-paste.c - what was left out of a pasted text, as sentences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* NULL: nobody misses it. */
static const char *
word_for (PasteDroppedKind kind)
{
  switch (kind)
    {
    case PASTE_DROPPED_STYLE_SHEET:
      return NULL;
    case PASTE_DROPPED_SCRIPT:
      /* Translators: these stand in a list of what was left out of a pasted text. */
      return _ ("programs");
    case PASTE_DROPPED_COMMENT:
      return _ ("comments");
    case PASTE_DROPPED_DELETED_TEXT:
      return _ ("deleted text");
    case PASTE_DROPPED_HIDDEN_TEXT:
      return _ ("hidden text");
    case PASTE_DROPPED_FORM:
      return _ ("forms");
    case PASTE_DROPPED_FRAME:
      return _ ("content of other pages");
    case PASTE_DROPPED_OBJECT:
      return _ ("drawings and objects");
    case PASTE_DROPPED_MEDIA:
      return _ ("sounds and videos");
    case PASTE_DROPPED_TRACKER:
      return _ ("trackers");
    case PASTE_DROPPED_LINK:
      return _ ("links without an address");
    case PASTE_DROPPED_COLOUR:
      return _ ("colours");
    case PASTE_DROPPED_UNDERLINE:
      return _ ("underlining");
    case PASTE_DROPPED_ALIGNMENT:
      return _ ("alignment");
    case PASTE_DROPPED_TABLE_LAYOUT:
      return _ ("layout in tables");
    case PASTE_DROPPED_DEPTH:
      return _ ("formatting that is nested too deeply");
    }
  g_return_val_if_reached (NULL);
}

static void
add_sentence (GString *message, const char *sentence)
{
  if (message->len > 0)
    g_string_append_c (message, ' ');
  g_string_append (message, sentence);
}

static void
add_dropped (GString *message, const PasteResult *result)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *list = NULL, *sentence = NULL;

  for (guint kind = 0; kind < PASTE_N_DROPPED; kind++)
    if (result->dropped[kind] > 0 && word_for ((PasteDroppedKind) kind) != NULL)
      g_ptr_array_add (words, (char *) word_for ((PasteDroppedKind) kind));
  if (words->len == 0)
    return;
  g_ptr_array_add (words, NULL);
  list = g_strjoinv (", ", (char **) words->pdata);
  /* Translators: %s is a list of nouns: "colours, comments". */
  sentence = g_strdup_printf (_ ("Left out: %s."), list);
  add_sentence (message, sentence);
}

static gboolean
is_elsewhere (const PasteImage *image)
{
  return image->source != NULL && strcmp (image->source, image->reference) == 0;
}

static void
add_images (GString *message, const PasteResult *result, guint to_bring)
{
  guint elsewhere = 0, lost;
  g_autofree char *here = NULL, *there = NULL, *nowhere = NULL;

  for (guint i = 0; i < result->images->len; i++)
    elsewhere += is_elsewhere (result->images->pdata[i]);
  lost = result->images->len - elsewhere - to_bring;
  here = g_strdup_printf (
      ngettext ("%u image is not in the site yet.", "%u images are not in the site yet.", to_bring),
      to_bring);
  there = g_strdup_printf (ngettext ("%u image stays where it is, on another site.",
                                     "%u images stay where they are, on another site.", elsewhere),
                           elsewhere);
  nowhere = g_strdup_printf (
      ngettext ("%u image could not be taken along.", "%u images could not be taken along.", lost),
      lost);
  if (to_bring > 0)
    add_sentence (message, here);
  if (elsewhere > 0)
    add_sentence (message, there);
  if (lost > 0)
    add_sentence (message, nowhere);
}

char *
chapeau_message_of_paste (const PasteResult *result, const char *origin, guint to_bring)
{
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autofree char *start = NULL;

  add_dropped (rest, result);
  if (result->truncated)
    add_sentence (rest, _ ("The text was too long: its end is missing."));
  add_images (rest, result, to_bring);
  if (rest->len == 0)
    return NULL;
  /* Translators: %s is the name of a program: "Word". */
  start = origin != NULL ? g_strdup_printf (_ ("Pasted from %s."), origin)
                         : g_strdup (_ ("Pasted with its formatting."));
  return g_strdup_printf ("%s %s", start, rest->str);
}

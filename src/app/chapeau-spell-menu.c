/* chapeau-spell-menu.c - the menu of a misspelt word: suggestions, then what the text's own has.
 *
 * Suggesting is done in a worker; the menu opens when the suggestions are there. A menu is made for
 * one word and goes when it closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-spell.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST 5

/* One word whose menu is wanted, and then shown. */
typedef struct
{
  GWeakRef spell;
  SpellingRange range;
  char *word;
  char *language;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_weak_ref_clear (&wanted->spell);
  g_free (wanted->word);
  g_free (wanted->language);
  g_free (wanted);
}

/* ---- what it does -----------------------------------------------------------------------------
 */

/* Only the word that was meant: the text may have changed while the menu was open. */
static void
replace (Wanted *wanted, const char *text)
{
  g_autoptr (ChapeauSpell) spell = g_weak_ref_get (&wanted->spell);
  g_autoptr (SpellingText) now = NULL;
  g_autofree char *word = NULL;

  if (spell == NULL || chapeau_spell_get_widget (spell) == NULL)
    return;
  now = chapeau_spell_dup_text (spell);
  word = spelling_text_dup_range (now, wanted->range);
  if (strcmp (word, wanted->word) == 0)
    CHAPEAU_SPELL_GET_CLASS (spell)->replace (spell, wanted->range, text);
}

static void
on_replace (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  replace (data, g_variant_get_string (parameter, NULL));
}

static void
on_add (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Wanted *wanted = data;

  chapeau_speller_add (chapeau_speller_get_default (), wanted->language, wanted->word);
}

static void
on_ignore (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Wanted *wanted = data;

  chapeau_speller_ignore (chapeau_speller_get_default (), wanted->language, wanted->word);
}

/* The menu hangs on the widget, whose inner text has these; assistive tools see no menu there. */
static void
on_clipboard (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Wanted *wanted = data;
  g_autoptr (ChapeauSpell) spell = g_weak_ref_get (&wanted->spell);
  g_autofree char *name = g_strconcat ("clipboard.", g_action_get_name (G_ACTION (action)), NULL);

  if (spell != NULL && chapeau_spell_get_widget (spell) != NULL)
    gtk_widget_activate_action (CHAPEAU_SPELL_GET_CLASS (spell)->get_target (spell), name, NULL);
}

static void
enable (GSimpleActionGroup *group, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), name)), enabled);
}

static GSimpleActionGroup *
make_actions (ChapeauSpell *spell, Wanted *wanted)
{
  static const char *const changing[] = { "replace", "cut", "paste" };
  static const GActionEntry entries[] = {
    { "replace", on_replace, "s", NULL, NULL, { 0 } },
    { "add", on_add, NULL, NULL, NULL, { 0 } },
    { "ignore", on_ignore, NULL, NULL, NULL, { 0 } },
    { "cut", on_clipboard, NULL, NULL, NULL, { 0 } },
    { "copy", on_clipboard, NULL, NULL, NULL, { 0 } },
    { "paste", on_clipboard, NULL, NULL, NULL, { 0 } },
    { "nothing", NULL, NULL, NULL, NULL, { 0 } },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), wanted);
  for (guint i = 0; i < G_N_ELEMENTS (changing); i++)
    enable (group, changing[i], chapeau_spell_is_editable (spell));
  enable (group, "nothing", FALSE);
  return group;
}

/* ---- what it shows ----------------------------------------------------------------------------
 */

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static GMenu *
make_suggestions (char **suggestions)
{
  GMenu *section = g_menu_new ();

  for (char **one = suggestions; one != NULL && *one != NULL; one++)
    {
      g_auto (GStrv) parts = g_strsplit (*one, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "spell.replace", "s", *one);
      g_menu_append_item (section, item);
    }
  if (suggestions == NULL || *suggestions == NULL)
    /* Translators: in the menu of a misspelt word, where suggestions would stand. */
    g_menu_append (section, _ ("No suggestion"), "spell.nothing");
  return section;
}

static GMenu *
make_words (void)
{
  GMenu *section = g_menu_new ();

  /* Translators: in the menu of a misspelt word: right from now on, for this person. */
  g_menu_append (section, _ ("_Add to the dictionary"), "spell.add");
  /* Translators: in the menu of a misspelt word: right until the program ends. */
  g_menu_append (section, _ ("_Ignore"), "spell.ignore");
  return section;
}

/* What texts have in their menus anyway. */
static GMenu *
make_clipboard (void)
{
  GMenu *section = g_menu_new ();

  g_menu_append (section, _ ("Cu_t"), "spell.cut");
  g_menu_append (section, _ ("_Copy"), "spell.copy");
  g_menu_append (section, _ ("_Paste"), "spell.paste");
  return section;
}

static GMenuModel *
make_menu (ChapeauSpell *spell, char **suggestions)
{
  GMenu *menu = g_menu_new ();
  GMenuModel *extra = CHAPEAU_SPELL_GET_CLASS (spell)->get_extra_menu (spell);

  append_section (menu, make_suggestions (suggestions));
  append_section (menu, make_words ());
  append_section (menu, make_clipboard ());
  if (extra != NULL)
    g_menu_append_section (menu, NULL, extra);
  return G_MENU_MODEL (menu);
}

/* ---- opening ----------------------------------------------------------------------------------
 */

static gboolean
unparent (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Back to the text; an item's action comes after the closing. */
static void
on_closed (GtkWidget *popover)
{
  GtkWidget *widget = gtk_widget_get_parent (popover);

  if (GTK_IS_ENTRY (widget))
    gtk_entry_grab_focus_without_selecting (GTK_ENTRY (widget));
  else if (widget != NULL)
    gtk_widget_grab_focus (widget);
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent, g_object_ref (popover), g_object_unref);
}

static void
on_widget_destroyed (GtkWidget *popover)
{
  unparent (popover);
}

/* GTK puts the lines between sections in an idle of this priority; a menu that is shown before has
 * no room for them. */
static gboolean
popup (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_popover_popup (popover);
  return G_SOURCE_REMOVE;
}

/* Of a word, in the widget. */
static void
get_area (ChapeauSpell *spell, SpellingRange range, GdkRectangle *area)
{
  GtkWidget *target = CHAPEAU_SPELL_GET_CLASS (spell)->get_target (spell);
  double x = 0, y = 0;

  CHAPEAU_SPELL_GET_CLASS (spell)->get_area (spell, range, area);
  gtk_widget_translate_coordinates (target, chapeau_spell_get_widget (spell), area->x, area->y, &x,
                                    &y);
  area->x = (int) x;
  area->y = (int) y;
}

static void
show (ChapeauSpell *spell, Wanted *wanted, char **suggestions)
{
  GtkWidget *widget = chapeau_spell_get_widget (spell);
  g_autoptr (GMenuModel) menu = make_menu (spell, suggestions);
  g_autoptr (GSimpleActionGroup) actions = make_actions (spell, wanted);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);
  GdkRectangle area;
  /* Translators: the menu of a misspelt word; %s is the word. */
  g_autofree char *name = g_strdup_printf (_ ("Spelling of “%s”"), wanted->word);

  g_object_set_data_full (G_OBJECT (popover), "chapeau-spell-wanted", wanted, wanted_free);
  gtk_widget_insert_action_group (popover, "spell", G_ACTION_GROUP (actions));
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_parent (popover, widget);
  get_area (spell, wanted->range, &area);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &area);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  g_signal_connect_object (widget, "destroy", G_CALLBACK (on_widget_destroyed), popover,
                           G_CONNECT_SWAPPED);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, popup, g_object_ref (popover), g_object_unref);
}

static void
on_suggested (GObject *source, GAsyncResult *result, gpointer data)
{
  Wanted *wanted = data;
  g_auto (GStrv) suggestions =
      chapeau_speller_suggest_finish (CHAPEAU_SPELLER (source), result, NULL);
  g_autoptr (ChapeauSpell) spell = g_weak_ref_get (&wanted->spell);
  g_autoptr (SpellingText) now = NULL;
  g_autofree char *word = NULL;

  if (spell != NULL && chapeau_spell_get_widget (spell) != NULL
      && gtk_widget_get_mapped (chapeau_spell_get_widget (spell)))
    {
      now = chapeau_spell_dup_text (spell);
      word = spelling_text_dup_range (now, wanted->range);
      if (strcmp (word, wanted->word) == 0)
        {
          show (spell, wanted, suggestions);
          return;
        }
    }
  wanted_free (wanted);
}

void
chapeau_spell_open_menu (ChapeauSpell *self, SpellingRange range)
{
  g_autoptr (SpellingText) text = chapeau_spell_dup_text (self);
  g_autofree char *language = chapeau_spell_dup_language (self);
  Wanted *wanted;

  g_return_if_fail (CHAPEAU_IS_SPELL (self));

  if (language == NULL)
    return;
  wanted = g_new0 (Wanted, 1);
  g_weak_ref_init (&wanted->spell, self);
  wanted->range = range;
  wanted->word = spelling_text_dup_range (text, range);
  wanted->language = g_steal_pointer (&language);
  chapeau_speller_suggest_async (chapeau_speller_get_default (), wanted->language, wanted->word,
                                 MOST, NULL, on_suggested, wanted);
}

/* chapeau-spell.h - the spelling of one text widget: what is shown of it is looked up, marked,
 * mended.
 *
 * A ChapeauSpell belongs to its widget and goes with it. It looks at idle priority, from a snapshot
 * and in a worker, and only around what can be seen; nothing is looked up at a key, only after a
 * pause. Marks are no part of the text: neither undo nor the file know them. The word that the
 * caret touches gets no mark until the caret leaves it.
 *
 *   ChapeauSpell *spell = chapeau_spell_view_new (GTK_TEXT_VIEW (view));     // the view has it now
 *   chapeau_spell_set_document (spell, document);
 *
 * On a marked word the menu (right click, Menu, Shift+F10) begins with suggestions.
 * Units are code points.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_SPELL (chapeau_spell_get_type ())
G_DECLARE_DERIVABLE_TYPE (ChapeauSpell, chapeau_spell, CHAPEAU, SPELL, GObject)

/* What a kind of text widget does. */
struct _ChapeauSpellClass
{
  GObjectClass parent_class;

  /* What has the keyboard and the actions "clipboard.…": the widget or its inner part. */
  GtkWidget *(*get_target) (ChapeauSpell *self);
  GBytes *(*dup_text) (ChapeauSpell *self);
  SpellingRange (*get_visible) (ChapeauSpell *self);
  guint (*get_caret) (ChapeauSpell *self);
  /* Exactly @ranges are marked within @within; what is marked elsewhere stays. */
  void (*mark) (ChapeauSpell *self, SpellingRange within, GArray *ranges);
  /* The marked word that @offset touches. */
  gboolean (*find_marked) (ChapeauSpell *self, guint offset, SpellingRange *range);
  /* Of a place in the target. FALSE: no text is there. */
  gboolean (*get_offset_at) (ChapeauSpell *self, double x, double y, guint *offset);
  /* In the target. */
  void (*get_area) (ChapeauSpell *self, SpellingRange range, GdkRectangle *area);
  /* Selected, in view, with the keyboard. */
  void (*select) (ChapeauSpell *self, SpellingRange range);
  void (*replace) (ChapeauSpell *self, SpellingRange range, const char *text);
  /* What else the target has in its menu, or NULL. Borrowed. */
  GMenuModel *(*get_extra_menu) (ChapeauSpell *self);
};

/* Each widget owns what is made for it here. Borrowed. */
ChapeauSpell *chapeau_spell_view_new (GtkTextView *view);
ChapeauSpell *chapeau_spell_entry_new (GtkEntry *entry);
/* That of a widget, or NULL. Borrowed. */
ChapeauSpell *chapeau_spell_of (GtkWidget *widget);

/* NULL: nothing is looked up. The document says which language. */
void chapeau_spell_set_document (ChapeauSpell *self, ChapeauDocument *document);
/* FALSE: the text is not made of sentences. TRUE at first. */
void chapeau_spell_set_prose (ChapeauSpell *self, gboolean is_prose);

/* Goes to the next wrong word of the texts that can be seen in @within, from the caret on and round
 * again, and opens its menu. @callback is told what was found: chapeau_spell_go_to_next_finish. */
void chapeau_spell_go_to_next_async (GtkWidget *within,
                                     GtkWidget *focus,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
gboolean chapeau_spell_go_to_next_finish (GtkWidget *within, GAsyncResult *result);

/* ---- for the kinds ---- */

/* Puts @self on its widget. Takes it. */
void chapeau_spell_attach (ChapeauSpell *self, GtkWidget *widget);
GtkWidget *chapeau_spell_get_widget (ChapeauSpell *self);
/* The text is another one. */
void chapeau_spell_text_changed (ChapeauSpell *self);
/* The caret is elsewhere. */
void chapeau_spell_caret_moved (ChapeauSpell *self);
/* What can be seen is another part. */
void chapeau_spell_look_again (ChapeauSpell *self);

/* ---- for the menu and the way to the next word ---- */

/* NULL without a document, or where the text is no prose. New string. */
char *chapeau_spell_dup_language (ChapeauSpell *self);
/* Whether what is chosen may be put in. */
gboolean chapeau_spell_is_editable (ChapeauSpell *self);
/* The text as it is now. */
SpellingText *chapeau_spell_dup_text (ChapeauSpell *self);
/* The menu of a word, marked or not; its first item has the keyboard. */
void chapeau_spell_open_menu (ChapeauSpell *self, SpellingRange range);

G_END_DECLS

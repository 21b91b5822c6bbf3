/* chapeau-spell.c - the spelling of one text widget: when it is looked at, and what is marked then.
 *
 * One look at a time: timer → snapshot → worker → marks, if the text is still the same. A change
 * during a look starts the timer anew; the snapshot is kept while the text stays, so that scrolling
 * copies nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-spell.h"

#include <string.h>

#define AFTER_TYPING_MS 300
#define AFTER_MOVING_MS 60
/* The first look reads the dictionary, which takes the processor as long as two frames: after the
 * post and its page are there (measured: the page is painted 30 ms sooner). */
#define AFTER_OPENING_MS 600

typedef struct
{
  GtkWidget *widget; /* borrowed: it owns this */
  ChapeauDocument *document;
  char *language; /* of the last look */
  gboolean is_prose;
  SpellingText *text; /* as it is now; NULL: it changed since */
  guint changes;      /* counts them */
  guint timer;
  gboolean looking;
  gboolean has_looked;
  gboolean again;       /* when the look that goes on has ended */
  gboolean has_skipped; /* there is a word without its mark, because the caret touched it */
  SpellingRange skipped;
} ChapeauSpellPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ChapeauSpell, chapeau_spell, G_TYPE_OBJECT)

#define PRIVATE(self) ((ChapeauSpellPrivate *) chapeau_spell_get_instance_private (self))
#define CLASS(self)   CHAPEAU_SPELL_GET_CLASS (self)
#define KEY           "chapeau-spell"

static const SpellingRange everything = { 0, G_MAXUINT };

/* What a look needs when it ends, and nothing that would keep the widget. */
typedef struct
{
  GWeakRef spell;
  guint changes;
  SpellingRange within;
} Look;

/* ---- looking ----------------------------------------------------------------------------------
 */

static void schedule (ChapeauSpell *self, guint delay);

char *
chapeau_spell_dup_language (ChapeauSpell *self)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  return private->document != NULL && private->is_prose
             ? chapeau_document_dup_language (private->document)
             : NULL;
}

gboolean
chapeau_spell_is_editable (ChapeauSpell *self)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  return private->document != NULL && chapeau_document_is_editable (private->document);
}

SpellingText *
chapeau_spell_dup_text (ChapeauSpell *self)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  if (private->text == NULL)
    {
      g_autoptr (GBytes) bytes = CLASS (self)->dup_text (self);

      private->text = spelling_text_new (bytes);
    }
  return spelling_text_ref (private->text);
}

static gboolean
touches (SpellingRange range, guint offset)
{
  return range.start <= offset && offset <= range.end;
}

/* Takes the word that is being typed out of @ranges, unless it has its mark already. */
static void
skip_caret (ChapeauSpell *self, GArray *ranges)
{
  ChapeauSpellPrivate *private = PRIVATE (self);
  guint caret = CLASS (self)->get_caret (self);
  SpellingRange marked;

  private->has_skipped = FALSE;
  if (!gtk_widget_has_focus (CLASS (self)->get_target (self))
      || CLASS (self)->find_marked (self, caret, &marked))
    return;
  for (guint i = 0; i < ranges->len; i++)
    if (touches (g_array_index (ranges, SpellingRange, i), caret))
      {
        private->has_skipped = TRUE;
        private->skipped = g_array_index (ranges, SpellingRange, i);
        g_array_remove_index (ranges, i);
        return;
      }
}

static void
look_free (Look *look)
{
  g_weak_ref_clear (&look->spell);
  g_free (look);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  Look *look = data;
  g_autoptr (ChapeauSpell) self = g_weak_ref_get (&look->spell);
  g_autoptr (GArray) wrong = chapeau_speller_check_finish (CHAPEAU_SPELLER (source), result, NULL);

  if (self != NULL && PRIVATE (self)->widget != NULL)
    {
      ChapeauSpellPrivate *private = PRIVATE (self);

      private->looking = FALSE;
      if (wrong != NULL && look->changes == private->changes
          && chapeau_speller_is_enabled (CHAPEAU_SPELLER (source)))
        {
          skip_caret (self, wrong);
          CLASS (self)->mark (self, look->within, wrong);
        }
      if (private->again)
        schedule (self, AFTER_MOVING_MS);
      private->again = FALSE;
    }
  look_free (look);
}

static void
forget_marks (ChapeauSpell *self)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (SpellingRange));

  PRIVATE (self)->has_skipped = FALSE;
  CLASS (self)->mark (self, everything, none);
}

static void
start_look (ChapeauSpell *self)
{
  ChapeauSpellPrivate *private = PRIVATE (self);
  ChapeauSpeller *speller = chapeau_speller_get_default ();
  g_autoptr (SpellingText) text = NULL;
  Look *look;

  g_free (private->language);
  private->language = chapeau_spell_dup_language (self);
  if (private->language == NULL || !chapeau_speller_is_enabled (speller))
    {
      forget_marks (self);
      return;
    }
  if (!gtk_widget_get_mapped (private->widget))
    return;
  if (private->looking)
    {
      private->again = TRUE;
      return;
    }
  text = chapeau_spell_dup_text (self);
  look = g_new0 (Look, 1);
  g_weak_ref_init (&look->spell, self);
  look->changes = private->changes;
  look->within = CLASS (self)->get_visible (self);
  private->looking = private->has_looked = TRUE;
  chapeau_speller_check_async (speller, private->language, text, look->within, G_MAXUINT, NULL,
                               on_looked, look);
}

static gboolean
on_timer (gpointer data)
{
  ChapeauSpell *self = data;

  PRIVATE (self)->timer = 0;
  start_look (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (ChapeauSpell *self, guint delay)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  if (private->timer != 0)
    return;
  if (!private->has_looked)
    delay = MAX (delay, AFTER_OPENING_MS);
  private->timer = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, delay, on_timer, self, NULL);
}

void
chapeau_spell_look_again (ChapeauSpell *self)
{
  g_return_if_fail (CHAPEAU_IS_SPELL (self));

  schedule (self, AFTER_MOVING_MS);
}

void
chapeau_spell_text_changed (ChapeauSpell *self)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  g_return_if_fail (CHAPEAU_IS_SPELL (self));

  private->changes++;
  private->has_skipped = FALSE;
  g_clear_pointer (&private->text, spelling_text_unref);
  g_clear_handle_id (&private->timer, g_source_remove);
  schedule (self, AFTER_TYPING_MS);
}

/* ---- what makes it look -----------------------------------------------------------------------
 */

void
chapeau_spell_caret_moved (ChapeauSpell *self)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  g_return_if_fail (CHAPEAU_IS_SPELL (self));

  if (private->has_skipped && !touches (private->skipped, CLASS (self)->get_caret (self)))
    schedule (self, AFTER_MOVING_MS);
}

static void
on_focus_leave (ChapeauSpell *self)
{
  if (PRIVATE (self)->has_skipped)
    schedule (self, AFTER_MOVING_MS);
}

static void
on_header_changed (ChapeauSpell *self)
{
  g_autofree char *language = chapeau_spell_dup_language (self);

  if (g_strcmp0 (language, PRIVATE (self)->language) != 0)
    schedule (self, AFTER_MOVING_MS);
}

void
chapeau_spell_set_document (ChapeauSpell *self, ChapeauDocument *document)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  g_return_if_fail (CHAPEAU_IS_SPELL (self));

  if (private->document == document)
    return;
  if (private->document != NULL)
    g_signal_handlers_disconnect_by_func (private->document, on_header_changed, self);
  g_set_object (&private->document, document);
  if (document != NULL)
    g_signal_connect_object (document, "header-changed", G_CALLBACK (on_header_changed), self,
                             G_CONNECT_SWAPPED);
  schedule (self, AFTER_MOVING_MS);
}

void
chapeau_spell_set_prose (ChapeauSpell *self, gboolean is_prose)
{
  ChapeauSpellPrivate *private = PRIVATE (self);

  g_return_if_fail (CHAPEAU_IS_SPELL (self));

  if (private->is_prose == is_prose)
    return;
  private->is_prose = is_prose;
  schedule (self, AFTER_MOVING_MS);
}

/* ---- the menu's ways --------------------------------------------------------------------------
 */

static void
on_pressed (GtkGestureClick *click, int count, double x, double y, gpointer data)
{
  ChapeauSpell *self = data;
  SpellingRange range;
  guint offset;

  if (!CLASS (self)->get_offset_at (self, x, y, &offset)
      || !CLASS (self)->find_marked (self, offset, &range))
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  CLASS (self)->select (self, range);
  chapeau_spell_open_menu (self, range);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint code,
        GdkModifierType state,
        gpointer data)
{
  ChapeauSpell *self = data;
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  SpellingRange range;

  if (!(keyval == GDK_KEY_Menu && held == 0) && !(keyval == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (!CLASS (self)->find_marked (self, CLASS (self)->get_caret (self), &range))
    return GDK_EVENT_PROPAGATE;
  CLASS (self)->select (self, range);
  chapeau_spell_open_menu (self, range);
  return GDK_EVENT_STOP;
}

/* ---- object -----------------------------------------------------------------------------------
 */

ChapeauSpell *
chapeau_spell_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), KEY);
}

GtkWidget *
chapeau_spell_get_widget (ChapeauSpell *self)
{
  return PRIVATE (self)->widget;
}

/* Before the widget's own parts go. */
static void
on_destroyed (GtkWidget *widget)
{
  g_object_set_data (G_OBJECT (widget), KEY, NULL);
}

static void
detach (gpointer data)
{
  ChapeauSpell *self = data;

  g_object_run_dispose (G_OBJECT (self));
  g_object_unref (self);
}

void
chapeau_spell_attach (ChapeauSpell *self, GtkWidget *widget)
{
  GtkWidget *target;
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  PRIVATE (self)->widget = widget;
  g_object_set_data_full (G_OBJECT (widget), KEY, self, detach);
  g_signal_connect (widget, "destroy", G_CALLBACK (on_destroyed), NULL);
  target = CLASS (self)->get_target (self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, 0);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (on_key), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_leave), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (target, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (target, key);
  gtk_widget_add_controller (target, focus);
  g_signal_connect_object (widget, "map", G_CALLBACK (chapeau_spell_look_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chapeau_speller_get_default (), "changed",
                           G_CALLBACK (chapeau_spell_look_again), self, G_CONNECT_SWAPPED);
}

static void
chapeau_spell_dispose (GObject *object)
{
  ChapeauSpellPrivate *private = PRIVATE (CHAPEAU_SPELL (object));

  private->widget = NULL;
  g_clear_handle_id (&private->timer, g_source_remove);
  g_clear_pointer (&private->text, spelling_text_unref);
  g_clear_object (&private->document);
  G_OBJECT_CLASS (chapeau_spell_parent_class)->dispose (object);
}

static void
chapeau_spell_finalize (GObject *object)
{
  g_free (PRIVATE (CHAPEAU_SPELL (object))->language);
  G_OBJECT_CLASS (chapeau_spell_parent_class)->finalize (object);
}

static void
chapeau_spell_class_init (ChapeauSpellClass *class)
{
  G_OBJECT_CLASS (class)->dispose = chapeau_spell_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_spell_finalize;
}

static void
chapeau_spell_init (ChapeauSpell *self)
{
  PRIVATE (self)->is_prose = TRUE;
}

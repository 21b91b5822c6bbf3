/* chapeau-spell-next.c - from one wrong word to the next, through all texts that can be seen.
 *
 * The texts are asked one after the other, each in the worker: first the one with the caret, from
 * there on; then those behind it, then those before it, and at last its own beginning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-spell.h"

typedef struct
{
  GPtrArray *widgets; /* with a ChapeauSpell, in the order of the window */
  guint first;        /* where it began */
  guint caret;        /* there */
  guint step;         /* from 0 to widgets->len */
} Tour;

static void
tour_free (gpointer data)
{
  Tour *tour = data;

  g_ptr_array_unref (tour->widgets);
  g_free (tour);
}

static void
collect (GtkWidget *widget, GPtrArray *widgets)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (chapeau_spell_of (widget) != NULL)
    {
      g_ptr_array_add (widgets, g_object_ref (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, widgets);
}

static Tour *
plan (GtkWidget *within, GtkWidget *focus)
{
  Tour *tour = g_new0 (Tour, 1);

  tour->widgets = g_ptr_array_new_with_free_func (g_object_unref);
  collect (within, tour->widgets);
  for (guint i = 0; i < tour->widgets->len; i++)
    {
      GtkWidget *widget = tour->widgets->pdata[i];
      ChapeauSpell *spell = chapeau_spell_of (widget);

      if (focus == NULL || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
        continue;
      tour->first = i;
      tour->caret = CHAPEAU_SPELL_GET_CLASS (spell)->get_caret (spell);
    }
  return tour;
}

static void go_on (GTask *task);

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Tour *tour = g_task_get_task_data (task);
  g_autoptr (GArray) wrong = chapeau_speller_check_finish (CHAPEAU_SPELLER (source), result, NULL);
  GtkWidget *widget = tour->widgets->pdata[(tour->first + tour->step) % tour->widgets->len];
  ChapeauSpell *spell = chapeau_spell_of (widget);

  if (wrong == NULL || wrong->len == 0 || spell == NULL || !gtk_widget_get_mapped (widget))
    {
      tour->step++;
      go_on (task);
      return;
    }
  CHAPEAU_SPELL_GET_CLASS (spell)->select (spell, g_array_index (wrong, SpellingRange, 0));
  chapeau_spell_open_menu (spell, g_array_index (wrong, SpellingRange, 0));
  g_task_return_boolean (task, TRUE);
}

static void
go_on (GTask *task)
{
  Tour *tour = g_task_get_task_data (task);

  for (; tour->widgets->len > 0 && tour->step <= tour->widgets->len; tour->step++)
    {
      ChapeauSpell *spell =
          chapeau_spell_of (tour->widgets->pdata[(tour->first + tour->step) % tour->widgets->len]);
      g_autofree char *language = spell != NULL ? chapeau_spell_dup_language (spell) : NULL;
      g_autoptr (SpellingText) text = NULL;
      SpellingRange within = { 0, G_MAXUINT };

      if (language == NULL)
        continue;
      if (tour->step == 0)
        within.start = tour->caret + (tour->caret > 0);
      text = chapeau_spell_dup_text (spell);
      chapeau_speller_check_async (chapeau_speller_get_default (), language, text, within, 1, NULL,
                                   on_checked, g_object_ref (task));
      return;
    }
  g_task_return_boolean (task, FALSE);
}

void
chapeau_spell_go_to_next_async (GtkWidget *within,
                                GtkWidget *focus,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_autoptr (GTask) task = g_task_new (within, NULL, callback, data);

  g_return_if_fail (GTK_IS_WIDGET (within));

  g_task_set_source_tag (task, chapeau_spell_go_to_next_async);
  g_task_set_task_data (task, plan (within, focus), tour_free);
  go_on (task);
}

gboolean
chapeau_spell_go_to_next_finish (GtkWidget *within, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, within), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

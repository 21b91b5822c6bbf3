/* chapeau-window-compare.c - two versions of a post in place of the editor.
 *
 * The comparison is never a dialog: the list, the preview and the menus go on working, and going
 * back changes nothing. The preview shows the post as chosen so far. What happens with the result
 * is the caller's: a merged text, a recovered one, a version of the history.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-merge-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAGE "compare"

struct _ChapeauComparison
{
  ChapeauMergeView *view;   /* a child of the window's stack */
  ChapeauDocument *preview; /* the post as chosen so far; NULL: nothing is compared */
  GtkWidget *focus;         /* where the keyboard was before; weak */
  ChapeauComparedFunc apply;
  gpointer data;
  GDestroyNotify free_data;
};

static void
forget (ChapeauComparison *comparison)
{
  g_clear_object (&comparison->preview);
  if (comparison->free_data != NULL)
    comparison->free_data (comparison->data);
  comparison->free_data = NULL;
  comparison->data = NULL;
}

void
chapeau_comparison_free (ChapeauComparison *comparison)
{
  forget (comparison);
  g_clear_weak_pointer (&comparison->focus);
  g_free (comparison);
}

/* ---- the keyboard ------------------------------------------------------------------------------
 */

/* Menus and messages go: where the person was before them is the text. */
static void
remember_focus (ChapeauWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *places[] = { GTK_WIDGET (self->editor_pane), GTK_WIDGET (self->sidebar) };

  g_clear_weak_pointer (&self->comparison->focus);
  for (guint i = 0; focus != NULL && i < G_N_ELEMENTS (places); i++)
    if (gtk_widget_is_ancestor (focus, places[i]))
      g_set_weak_pointer (&self->comparison->focus, focus);
}

static void
return_focus (ChapeauWindow *self)
{
  GtkWidget *focus = self->comparison->focus;

  if (focus != NULL && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  else
    chapeau_window_focus_post (self);
  g_clear_weak_pointer (&self->comparison->focus);
}

GtkWidget *
chapeau_window_get_comparison_widget (ChapeauWindow *self)
{
  return chapeau_window_is_comparing (self) ? GTK_WIDGET (self->comparison->view) : NULL;
}

void
chapeau_window_focus_post (ChapeauWindow *self)
{
  if (chapeau_window_is_comparing (self))
    chapeau_merge_view_focus_open (self->comparison->view);
  else if (self->document != NULL)
    chapeau_source_pane_focus (chapeau_editor_pane_get_source (self->editor_pane));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->sidebar), GTK_DIR_TAB_FORWARD);
}

/* ---- what the person does ----------------------------------------------------------------------
 */

static void
on_changed (ChapeauWindow *self)
{
  ChapeauComparison *comparison = self->comparison;
  g_autoptr (GBytes) result =
      chapeau_merge_dup_result (chapeau_merge_view_get_merge (comparison->view));

  chapeau_document_show_text (comparison->preview, result);
}

static void
on_applied (ChapeauWindow *self)
{
  ChapeauComparison *comparison = self->comparison;
  g_autoptr (GBytes) result =
      chapeau_merge_dup_result (chapeau_merge_view_get_merge (comparison->view));
  ChapeauComparedFunc apply = comparison->apply;
  gpointer data = g_steal_pointer (&comparison->data);
  GDestroyNotify free_data = comparison->free_data;

  comparison->free_data = NULL;
  chapeau_window_leave_comparison (self);
  apply (self, result, data);
  if (free_data != NULL)
    free_data (data);
  chapeau_window_meet_outside (self);
}

static void
on_left (ChapeauWindow *self)
{
  chapeau_window_leave_comparison (self);
  if (self->document == NULL)
    return;
  chapeau_window_meet_outside (self);
  chapeau_window_tell_editability (self);
}

static void
make (ChapeauWindow *self)
{
  ChapeauComparison *comparison = g_new0 (ChapeauComparison, 1);

  comparison->view = g_object_new (CHAPEAU_TYPE_MERGE_VIEW, NULL);
  gtk_stack_add_named (self->post_stack, GTK_WIDGET (comparison->view), PAGE);
  g_signal_connect_object (comparison->view, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison->view, "applied", G_CALLBACK (on_applied), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison->view, "left", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);
  self->comparison = comparison;
}

/* It stands in place of the text, which may be behind the page or the list. */
static void
come_into_sight (ChapeauWindow *self)
{
  if (!chapeau_window_is_narrow (self) && strcmp (self->layout, "preview") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.layout", "s", "side");
  self->page_tab = FALSE;
  self->list_open = FALSE;
  chapeau_window_apply_layout (self);
}

/* ---- calls ------------------------------------------------------------------------------------
 */

ChapeauMerge *
chapeau_window_get_merge (ChapeauWindow *self)
{
  return chapeau_window_is_comparing (self) ? chapeau_merge_view_get_merge (self->comparison->view)
                                            : NULL;
}

ChapeauMergeView *
chapeau_window_compare (ChapeauWindow *self,
                        ChapeauMerge *merge,
                        const ChapeauMergeWords *words,
                        const char *path,
                        ChapeauComparedFunc apply,
                        gpointer data,
                        GDestroyNotify free_data)
{
  g_autoptr (GBytes) result = chapeau_merge_dup_result (merge);
  ChapeauComparison *comparison;
  gboolean same;

  if (self->comparison == NULL)
    make (self);
  comparison = self->comparison;
  /* Another version in the same matter: the list above stays, and the focus in it. */
  same = chapeau_window_is_comparing (self) && comparison->apply == apply;
  forget (comparison);
  comparison->apply = apply;
  comparison->data = data;
  comparison->free_data = free_data;
  comparison->preview =
      chapeau_document_new_view (self->workspace, path != NULL ? path : "", result);
  if (!same)
    {
      remember_focus (self);
      chapeau_merge_view_set_above (comparison->view, NULL);
    }
  chapeau_merge_view_show (comparison->view, merge, words, self->workspace, path);
  chapeau_preview_pane_set_document (self->preview_pane, comparison->preview);
  chapeau_message_bar_hide (self->message_bar, NULL);
  come_into_sight (self);
  gtk_stack_set_visible_child_name (self->post_stack, PAGE);
  chapeau_window_update_actions (self);
  if (!same)
    chapeau_merge_view_focus_open (comparison->view);
  return comparison->view;
}

gboolean
chapeau_window_is_comparing (ChapeauWindow *self)
{
  return self->comparison != NULL && self->comparison->preview != NULL;
}

gpointer
chapeau_window_get_compared_data (ChapeauWindow *self, ChapeauComparedFunc apply)
{
  return chapeau_window_is_comparing (self) && self->comparison->apply == apply
             ? self->comparison->data
             : NULL;
}

void
chapeau_window_leave_comparison (ChapeauWindow *self)
{
  if (!chapeau_window_is_comparing (self))
    return;
  forget (self->comparison);
  gtk_stack_set_visible_child_name (self->post_stack, self->document != NULL ? "post" : "empty");
  chapeau_preview_pane_set_document (self->preview_pane, self->document);
  chapeau_merge_view_show (self->comparison->view, NULL, NULL, NULL, NULL);
  chapeau_merge_view_set_above (self->comparison->view, NULL);
  chapeau_window_update_actions (self);
  return_focus (self);
}

gboolean
chapeau_window_undo_choice (ChapeauWindow *self)
{
  if (!chapeau_window_is_comparing (self))
    return FALSE;
  chapeau_merge_view_undo (self->comparison->view);
  return TRUE;
}

/* ---- words --------------------------------------------------------------------------------------
 */

/* French says "celle d’Aude", but "celle de Camille". */
static gboolean
begins_with_vowel (const char *name)
{
  g_autofree char *plain = chapeau_fold_text (name);

  return *plain != '\0' && strchr ("aeiouyh", *plain) != NULL;
}

ChapeauMergeWords *
chapeau_window_words_of_team (const char *title, const char *person)
{
  ChapeauMergeWords *words = g_new0 (ChapeauMergeWords, 1);

  words->title = g_strdup_printf (_ ("Two versions of “%s”"), title);
  words->explanation = g_strdup (_ (
      "Choose for each passage. Nothing is lost: both versions stay in the history of this post."));
  /* Translators: of two versions of a passage: the one I wrote. */
  words->mine = g_strdup (_ ("Mine"));
  words->all_mine = g_strdup (_ ("All mine"));
  words->by_me = g_strdup (_ ("Changed by you"));
  words->by_both = g_strdup (_ ("Changed on both sides"));
  words->missing = g_strdup (_ ("Nothing in this place"));
  words->apply = g_strdup (_ ("Go on with this text"));
  if (person != NULL)
    {
      gboolean vowel = begins_with_vowel (person);

      /* Translators: of two versions of a passage: the one of the colleague of this name. */
      words->theirs =
          g_strdup_printf (vowel ? C_ ("name with a vowel in front", "%s’s") : _ ("%s’s"), person);
      words->all_theirs = g_strdup_printf (
          vowel ? C_ ("name with a vowel in front", "All of %s") : _ ("All of %s"), person);
      words->by_them = g_strdup_printf (_ ("Changed by %s"), person);
      return words;
    }
  words->theirs = g_strdup (_ ("Your colleague’s"));
  words->all_theirs = g_strdup (_ ("All of your colleague"));
  words->by_them = g_strdup (_ ("Changed by your colleague"));
  return words;
}

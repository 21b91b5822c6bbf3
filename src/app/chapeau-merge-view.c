/* chapeau-merge-view.c - two versions of a post, part by part, with a choice for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-merge-view.h"

#include "chapeau-mnemonic.h"
#include "chapeau-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauMergeView
{
  GtkWidget parent_instance;

  /* template */
  GtkLabel *title_label;
  GtkLabel *explanation_label;
  GtkBox *above_box;
  GtkWidget *all_box;
  GtkButton *all_mine_button;
  GtkButton *all_theirs_button;
  GtkWidget *undo_button;
  GtkScrolledWindow *scroller;
  GtkBox *parts_box;
  GtkLabel *state_label;
  GtkBox *extra_box;
  GtkButton *next_button;
  GtkButton *back_button;
  GtkButton *apply_button;

  /* owned */
  ChapeauMerge *merge;
  ChapeauMergeWords *words;
  ChapeauWorkspace *workspace;
  GPtrArray *cards; /* by part; NULL where there is none */
};

enum
{
  CHANGED,
  APPLIED,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauMergeView, chapeau_merge_view, GTK_TYPE_WIDGET)

/* ---- parts ------------------------------------------------------------------------------------
 */

static void
on_chosen (ChapeauMergeView *self, int choice, ChapeauMergeCard *card)
{
  guint nth;

  if (g_ptr_array_find (self->cards, card, &nth))
    chapeau_merge_choose (self->merge, nth, (ChapeauChoice) choice);
}

static char *
dup_label (ChapeauMergeView *self, const ChapeauMergePart *part, const char *path)
{
  Site *site = chapeau_workspace_get_site (self->workspace);
  const FmNode *node = part->mine_node != NULL ? part->mine_node : part->theirs_node;
  g_autoptr (FmValue) value = NULL;
  SiteField *field;
  char *label;

  if (part->kind == CHAPEAU_PART_TEXT)
    return NULL;
  if (part->kind == CHAPEAU_PART_DETAILS)
    return g_strdup (_ ("Details of the post"));
  value = fm_value_new_from_node (node);
  field =
      site_dup_field_for (site, path != NULL ? site_get_collection_of (site, path) : NULL,
                          chapeau_workspace_get_facts (self->workspace), NULL, part->key, value);
  label = g_strdup (field->label_translatable ? gettext (field->label) : field->label);
  site_field_free (field);
  return label;
}

static guint
count_paragraphs (const char *text)
{
  guint n = 0;
  gboolean blank = TRUE;

  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        blank = TRUE;
      else if (blank && !g_ascii_isspace (*text))
        {
          blank = FALSE;
          n++;
        }
    }
  return n;
}

/* Between the parts that differ: how much is the same. */
static void
add_gap (ChapeauMergeView *self, const ChapeauMergePart *part)
{
  guint n =
      part->kind == CHAPEAU_PART_TEXT && part->mine != NULL ? count_paragraphs (part->mine) : 0;
  g_autofree char *sentence = NULL;
  GtkWidget *label;

  if (n == 0)
    return;
  sentence =
      g_strdup_printf (ngettext ("%u paragraph is the same", "%u paragraphs are the same", n), n);
  label = gtk_label_new (sentence);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "gap");
  gtk_widget_set_tooltip_text (label, part->mine);
  gtk_box_append (self->parts_box, label);
}

static void
add_parts (ChapeauMergeView *self, const char *path)
{
  guint n = chapeau_merge_get_n_parts (self->merge);

  for (guint i = 0; i < n; i++)
    {
      const ChapeauMergePart *part = chapeau_merge_get_part (self->merge, i);
      g_autofree char *label = NULL;
      ChapeauMergeCard *card;

      if (part->change == STORE_HUNK_SAME)
        {
          g_ptr_array_add (self->cards, NULL);
          add_gap (self, part);
          continue;
        }
      label = dup_label (self, part, path);
      card = chapeau_merge_card_new (part, label, self->words,
                                     chapeau_workspace_get_site (self->workspace));
      g_ptr_array_add (self->cards, card);
      g_signal_connect_object (card, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->parts_box, GTK_WIDGET (card));
    }
}

static void
remove_children (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/* ---- state ------------------------------------------------------------------------------------
 */

static void
update (ChapeauMergeView *self)
{
  guint open = chapeau_merge_count_open (self->merge);
  guint differences = chapeau_merge_count_differences (self->merge);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < self->cards->len; i++)
    if (g_ptr_array_index (self->cards, i) != NULL)
      chapeau_merge_card_update (g_ptr_array_index (self->cards, i));
  if (differences == 0)
    sentence = g_strdup (_ ("The two versions are the same."));
  else if (open > 0)
    sentence = g_strdup_printf (
        ngettext ("%u passage is still to be chosen.", "%u passages are still to be chosen.", open),
        open);
  else if (self->words->by_both == NULL)
    sentence = g_strdup_printf (
        ngettext ("%u passage differs.", "%u passages differ.", differences), differences);
  else
    sentence = g_strdup_printf (ngettext ("%u passage differs; all is chosen.",
                                          "%u passages differ; all is chosen.", differences),
                                differences);
  gtk_label_set_label (self->state_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), open > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button), open == 0);
  gtk_widget_set_visible (self->all_box, differences > 0);
  gtk_widget_set_sensitive (self->undo_button, chapeau_merge_can_undo (self->merge));
}

static void
on_merge_changed (ChapeauMergeView *self)
{
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_words (ChapeauMergeView *self)
{
  set_text (self->title_label, self->words->title);
  set_text (self->explanation_label, self->words->explanation);
  gtk_button_set_label (self->all_mine_button, self->words->all_mine);
  gtk_button_set_label (self->all_theirs_button, self->words->all_theirs);
  gtk_button_set_label (self->apply_button, self->words->apply);
}

void
chapeau_merge_view_show (ChapeauMergeView *self,
                         ChapeauMerge *merge,
                         const ChapeauMergeWords *words,
                         ChapeauWorkspace *workspace,
                         const char *path)
{
  GtkRoot *root;
  GtkWidget *focus;
  gboolean had_focus;

  g_return_if_fail (CHAPEAU_IS_MERGE_VIEW (self));

  /* What came in meanwhile takes the cards' place: the keyboard stays among them. (Not if the box
   * has a focus child: that can be one that has lost the focus since.) */
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->parts_box));
  remove_children (self->parts_box);
  remove_children (self->extra_box);
  gtk_widget_set_visible (GTK_WIDGET (self->extra_box), FALSE);
  g_ptr_array_set_size (self->cards, 0);
  if (self->merge != NULL)
    g_signal_handlers_disconnect_by_func (self->merge, on_merge_changed, self);
  g_set_object (&self->merge, merge);
  g_set_object (&self->workspace, workspace);
  if (merge == NULL)
    return;
  g_clear_pointer (&self->words, chapeau_merge_words_free);
  self->words = chapeau_merge_words_copy (words);
  show_words (self);
  add_parts (self, path);
  g_signal_connect_object (merge, "changed", G_CALLBACK (on_merge_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update (self);
  if (had_focus)
    chapeau_merge_view_focus_open (self);
}

ChapeauMerge *
chapeau_merge_view_get_merge (ChapeauMergeView *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE_VIEW (self), NULL);

  return self->merge;
}

void
chapeau_merge_view_add_button (ChapeauMergeView *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_return_if_fail (CHAPEAU_IS_MERGE_VIEW (self));

  chapeau_mnemonic_name_button (GTK_BUTTON (button));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (self->extra_box, button);
  gtk_widget_set_visible (GTK_WIDGET (self->extra_box), TRUE);
}

void
chapeau_merge_view_set_above (ChapeauMergeView *self, GtkWidget *widget)
{
  g_return_if_fail (CHAPEAU_IS_MERGE_VIEW (self));

  remove_children (self->above_box);
  if (widget != NULL)
    gtk_box_append (self->above_box, widget);
  gtk_widget_set_visible (GTK_WIDGET (self->above_box), widget != NULL);
}

void
chapeau_merge_view_undo (ChapeauMergeView *self)
{
  g_return_if_fail (CHAPEAU_IS_MERGE_VIEW (self));

  if (self->merge != NULL && chapeau_merge_can_undo (self->merge))
    chapeau_merge_undo (self->merge);
}

void
chapeau_merge_view_focus_open (ChapeauMergeView *self)
{
  GtkWidget *first = NULL;
  GtkWidget *any = NULL;
  gboolean behind = FALSE;

  g_return_if_fail (CHAPEAU_IS_MERGE_VIEW (self));

  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = g_ptr_array_index (self->cards, i);

      if (card == NULL)
        continue;
      if (any == NULL)
        any = card;
      if (chapeau_merge_card_get_part (CHAPEAU_MERGE_CARD (card))->choice == CHAPEAU_CHOICE_OPEN)
        {
          if (first == NULL || behind)
            first = card;
          if (behind)
            break;
        }
      behind = behind || gtk_widget_get_focus_child (card) != NULL;
    }
  if (first != NULL || any != NULL)
    gtk_widget_grab_focus (first != NULL ? first : any);
}

/* ---- buttons -----------------------------------------------------------------------------------
 */

static void
chapeau_merge_view_on_all_mine (ChapeauMergeView *self)
{
  chapeau_merge_choose_all (self->merge, CHAPEAU_CHOICE_MINE);
}

static void
chapeau_merge_view_on_all_theirs (ChapeauMergeView *self)
{
  chapeau_merge_choose_all (self->merge, CHAPEAU_CHOICE_THEIRS);
}

static void
chapeau_merge_view_on_apply (ChapeauMergeView *self)
{
  g_signal_emit (self, signals[APPLIED], 0);
}

static void
chapeau_merge_view_on_back (ChapeauMergeView *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static gboolean
on_next_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  chapeau_merge_view_focus_open (CHAPEAU_MERGE_VIEW (widget));
  return TRUE;
}

static gboolean
on_apply_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ChapeauMergeView *self = CHAPEAU_MERGE_VIEW (widget);

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->apply_button)))
    g_signal_emit (self, signals[APPLIED], 0);
  else
    chapeau_merge_view_focus_open (self);
  return TRUE;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  g_signal_emit (widget, signals[LEFT], 0);
  return TRUE;
}

/* ---- object ------------------------------------------------------------------------------------
 */

static void
chapeau_merge_view_dispose (GObject *object)
{
  ChapeauMergeView *self = CHAPEAU_MERGE_VIEW (object);
  GtkWidget *child;

  if (self->parts_box != NULL)
    chapeau_merge_view_show (self, NULL, NULL, NULL, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->parts_box = NULL;
  G_OBJECT_CLASS (chapeau_merge_view_parent_class)->dispose (object);
}

static void
chapeau_merge_view_finalize (GObject *object)
{
  ChapeauMergeView *self = CHAPEAU_MERGE_VIEW (object);

  g_clear_pointer (&self->words, chapeau_merge_words_free);
  g_ptr_array_unref (self->cards);
  G_OBJECT_CLASS (chapeau_merge_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, title_label);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, explanation_label);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, above_box);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, all_box);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, all_mine_button);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, all_theirs_button);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, undo_button);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, scroller);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, parts_box);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, state_label);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, extra_box);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, next_button);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, back_button);
  gtk_widget_class_bind_template_child (class, ChapeauMergeView, apply_button);
  gtk_widget_class_bind_template_callback (class, chapeau_merge_view_on_all_mine);
  gtk_widget_class_bind_template_callback (class, chapeau_merge_view_on_all_theirs);
  gtk_widget_class_bind_template_callback (class, chapeau_merge_view_on_apply);
  gtk_widget_class_bind_template_callback (class, chapeau_merge_view_on_back);
  gtk_widget_class_bind_template_callback (class, chapeau_merge_view_undo);
  gtk_widget_class_bind_template_callback (class, chapeau_merge_view_focus_open);
}

static void
chapeau_merge_view_class_init (ChapeauMergeViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  g_type_ensure (CHAPEAU_TYPE_WRAP_LAYOUT);
  G_OBJECT_CLASS (class)->dispose = chapeau_merge_view_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_merge_view_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-merge-view.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F8, 0, on_next_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, on_apply_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, on_apply_key,
                                NULL);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[APPLIED] =
      g_signal_new ("applied", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] =
      g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_merge_view_init (ChapeauMergeView *self)
{
  self->cards = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_mnemonic_name_button (self->next_button);
  chapeau_mnemonic_name_button (self->back_button);
}

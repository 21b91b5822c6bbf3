/* chapeau-merge-card.c - one part in which two versions of a post differ, and the choice.
 *
 * The versions stand one below the other, each behind its radio button: long paragraphs keep the
 * whole width, a narrow window needs no other arrangement, and the arrow keys go from one to the
 * next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-merge-card.h"

#include "chapeau-marked-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauMergeCard
{
  GtkWidget parent_instance;

  GtkWidget *buttons[4]; /* by ChapeauChoice; NULL where there is none */
  GtkWidget *note;
  const ChapeauMergePart *part; /* borrowed */
  gboolean updating;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauMergeCard, chapeau_merge_card, GTK_TYPE_WIDGET)

/* ---- words ------------------------------------------------------------------------------------
 */

#define N_WORDS (sizeof (ChapeauMergeWords) / sizeof (char *))

ChapeauMergeWords *
chapeau_merge_words_copy (const ChapeauMergeWords *words)
{
  ChapeauMergeWords *copy = g_new (ChapeauMergeWords, 1);
  char *const *from = (char *const *) words;
  char **to = (char **) copy;

  for (gsize i = 0; i < N_WORDS; i++)
    to[i] = g_strdup (from[i]);
  return copy;
}

void
chapeau_merge_words_free (ChapeauMergeWords *words)
{
  char **all = (char **) words;

  for (gsize i = 0; i < N_WORDS; i++)
    g_free (all[i]);
  g_free (words);
}

/* ---- what a version says ----------------------------------------------------------------------
 */

static char *
dup_date (const FmNode *node, Site *site)
{
  g_autoptr (GDateTime) date =
      site_date_read (fm_node_get_string (node, NULL), fm_node_get_kind (node) == FM_TIME,
                      site_get_timezone (site), NULL);

  return date != NULL
             ? site_date_dup_words (date, site_get_timezone (site), site_get_language (site),
                                    fm_node_get_kind (node) == FM_TIME)
             : NULL;
}

/* NULL: it is shown as @text. */
static char *
dup_worded (const FmNode *node, Site *site)
{
  switch (fm_node_get_kind (node))
    {
    case FM_BOOLEAN:
      return g_strdup (fm_node_get_boolean (node) ? C_ ("value of a field", "Yes")
                                                  : C_ ("value of a field", "No"));
    case FM_DATE:
    case FM_TIME:
      return site != NULL ? dup_date (node, site) : NULL;
    case FM_NULL:
    case FM_INTEGER:
    case FM_FLOAT:
    case FM_STRING:
    case FM_SEQUENCE:
    case FM_MAPPING:
    case FM_ALIAS:
      break;
    }
  return NULL;
}

/* Without the line ends around it; "" if nothing is left. */
static char *
dup_shown (const char *text, const FmNode *node, Site *site)
{
  g_autofree char *worded = node != NULL ? dup_worded (node, site) : NULL;
  char *shown;
  gsize length;

  if (text == NULL)
    return NULL;
  shown = g_strdup (worded != NULL ? worded : text + strspn (text, "\r\n"));
  length = strlen (shown);
  while (length > 0 && strchr ("\r\n", shown[length - 1]) != NULL)
    shown[--length] = '\0';
  return shown;
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void
on_toggled (GtkCheckButton *button, gpointer data)
{
  ChapeauMergeCard *self = data;

  if (self->updating || !gtk_check_button_get_active (button))
    return;
  for (int choice = CHAPEAU_CHOICE_MINE; choice <= CHAPEAU_CHOICE_BOTH; choice++)
    if (self->buttons[choice] == GTK_WIDGET (button))
      g_signal_emit (self, signals[CHOSEN], 0, choice);
}

static GtkWidget *
make_text (const char *text, const char *other, const char *missing)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (text != NULL && *text != '\0')
    chapeau_marked_text_show (GTK_LABEL (label), text, other);
  else
    {
      gtk_label_set_label (GTK_LABEL (label), missing);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "missing");
    }
  return label;
}

static void
add_row (ChapeauMergeCard *self, ChapeauChoice choice, const char *name, GtkWidget *text)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "version-name");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (text != NULL)
    gtk_box_append (GTK_BOX (box), text);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "version");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? gtk_label_get_label (GTK_LABEL (text)) : "", -1);
  if (self->buttons[CHAPEAU_CHOICE_OPEN] != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button),
                                GTK_CHECK_BUTTON (self->buttons[CHAPEAU_CHOICE_OPEN]));
  else
    self->buttons[CHAPEAU_CHOICE_OPEN] = button;
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, 0);
  self->buttons[choice] = button;
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static const char *
note_of (const ChapeauMergePart *part, const ChapeauMergeWords *words)
{
  switch (part->change)
    {
    case STORE_HUNK_MINE:
      return words->by_me;
    case STORE_HUNK_THEIRS:
      return words->by_them;
    case STORE_HUNK_CONFLICT:
      return words->by_both;
    case STORE_HUNK_SAME:
    case STORE_HUNK_AGREED:
      break;
    }
  return NULL;
}

static void
add_heading (ChapeauMergeCard *self, const char *name, const char *note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "field-name");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  self->note = gtk_label_new (note);
  gtk_label_set_ellipsize (GTK_LABEL (self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->note, "note");
  gtk_widget_set_visible (self->note, note != NULL);
  gtk_box_append (GTK_BOX (box), self->note);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

ChapeauMergeCard *
chapeau_merge_card_new (const ChapeauMergePart *part,
                        const char *label,
                        const ChapeauMergeWords *words,
                        Site *site)
{
  ChapeauMergeCard *self = g_object_new (CHAPEAU_TYPE_MERGE_CARD, NULL);
  g_autofree char *mine = dup_shown (part->mine, part->mine_node, site);
  g_autofree char *theirs = dup_shown (part->theirs, part->theirs_node, site);
  const char *name = label != NULL ? label : _ ("Text");

  self->part = part;
  add_heading (self, name, note_of (part, words));
  add_row (self, CHAPEAU_CHOICE_MINE, words->mine, make_text (mine, theirs, words->missing));
  add_row (self, CHAPEAU_CHOICE_THEIRS, words->theirs, make_text (theirs, mine, words->missing));
  if (part->can_both)
    /* Translators: of two versions of a passage: keep both, one after the other. */
    add_row (self, CHAPEAU_CHOICE_BOTH, _ ("Both"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  chapeau_merge_card_update (self);
  return self;
}

void
chapeau_merge_card_update (ChapeauMergeCard *self)
{
  g_return_if_fail (CHAPEAU_IS_MERGE_CARD (self));

  self->updating = TRUE;
  for (int choice = CHAPEAU_CHOICE_MINE; choice <= CHAPEAU_CHOICE_BOTH; choice++)
    if (self->buttons[choice] != NULL)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->buttons[choice]),
                                   self->part->choice == (ChapeauChoice) choice);
  self->updating = FALSE;
  if (self->part->choice == CHAPEAU_CHOICE_OPEN)
    gtk_widget_add_css_class (GTK_WIDGET (self), "open");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "open");
}

const ChapeauMergePart *
chapeau_merge_card_get_part (ChapeauMergeCard *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE_CARD (self), NULL);

  return self->part;
}

/* ---- object ------------------------------------------------------------------------------------
 */

/* The row that is chosen, or the first. */
static gboolean
chapeau_merge_card_grab_focus (GtkWidget *widget)
{
  ChapeauMergeCard *self = CHAPEAU_MERGE_CARD (widget);

  return gtk_widget_grab_focus (self->buttons[self->part->choice]);
}

/* One stop of Tab in both directions; the arrows go through its rows. (By itself GTK 4.8 comes back
 * to the row it leaves with Shift+Tab.) */
static gboolean
chapeau_merge_card_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (chapeau_merge_card_parent_class)->focus (widget, direction);
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (widget);
}

static void
chapeau_merge_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_merge_card_parent_class)->dispose (object);
}

static void
chapeau_merge_card_class_init (ChapeauMergeCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_merge_card_dispose;
  widget_class->grab_focus = chapeau_merge_card_grab_focus;
  widget_class->focus = chapeau_merge_card_focus;
  gtk_widget_class_set_css_name (widget_class, "mergecard");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
chapeau_merge_card_init (ChapeauMergeCard *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

/* chapeau-link-popover.c - where a link leads, and what it says.
 *
 * An address stands for itself; other words look for posts, of which the one that is lit is taken.
 * Only posts that are on the site are offered: the build of a site fails over Jekyll's tag of one
 * that is not. The keyboard stays in the entries; arrows go through the list from there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-link-popover.h"

#include "chapeau-dates.h"
#include "chapeau-mnemonic.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_POSTS    8
#define SHOWN_OF_HINT 32 /* characters: an entry asks for room for all of its hint */

struct _ChapeauLinkPopover
{
  GtkPopover parent_instance;

  /* template */
  GtkEditable *address_entry;
  GtkListBox *list;
  GtkLabel *note_label;
  GtkEditable *words_entry;
  GtkButton *remove_button;
  GtkButton *apply_button;

  /* owned */
  ChapeauWorkspace *workspace;
  char *shown; /* the address of the link that is there, as it was shown; NULL: there is none */
};

enum
{
  CHOSEN,
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauLinkPopover, chapeau_link_popover, GTK_TYPE_POPOVER)

#define KEY "chapeau-post"

/* ---- posts ----------------------------------------------------------------------------------- */

static char *
dup_post_address (ChapeauLinkPopover *self, ChapeauPostItem *item)
{
  SitePostInfo *info = chapeau_post_item_get_info (item);

  return info != NULL
             ? chapeau_link_dup_post_address (chapeau_workspace_get_site (self->workspace), info)
             : NULL;
}

static GtkWidget *
make_row (ChapeauPostItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *title = chapeau_post_item_get_title (item);
  GtkWidget *label = gtk_label_new (title);
  SitePostInfo *info = chapeau_post_item_get_info (item);
  g_autofree char *date = info->date != NULL
                              ? g_strchug (chapeau_date_format (info->date, _ ("%-d %b %Y")))
                              : g_strdup ("");
  GtkWidget *day = gtk_label_new (date);
  g_autofree char *name = g_strdup_printf ("%s · %s", title, date);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (day, "dim-label");
  gtk_widget_add_css_class (day, "numeric");
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), day);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_tooltip_text (row, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), KEY, g_object_ref (item), g_object_unref);
  return row;
}

static void
list_posts (ChapeauLinkPopover *self, const char *typed)
{
  GListModel *posts = chapeau_workspace_get_posts (self->workspace);
  g_autofree char *needle = chapeau_fold_text (typed);
  GtkWidget *old;
  guint found = 0;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, old);
  for (guint i = 0; *needle != '\0' && i < g_list_model_get_n_items (posts) && found < MOST_POSTS;
       i++)
    {
      g_autoptr (ChapeauPostItem) item = g_list_model_get_item (posts, i);
      g_autofree char *address = NULL;

      if (!chapeau_post_item_matches (item, needle))
        continue;
      address = dup_post_address (self, item);
      if (address == NULL)
        continue;
      gtk_list_box_append (self->list, make_row (item));
      found++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), found > 0);
  if (found > 0)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static ChapeauPostItem *
get_selected_post (ChapeauLinkPopover *self)
{
  GtkListBoxRow *row = gtk_widget_get_visible (GTK_WIDGET (self->list))
                           ? gtk_list_box_get_selected_row (self->list)
                           : NULL;

  return row != NULL ? g_object_get_data (G_OBJECT (row), KEY) : NULL;
}

/* The title of the post that Jekyll's tag leads to; NULL: none. Borrowed. */
static const char *
find_title (ChapeauLinkPopover *self, const char *address)
{
  GListModel *posts = chapeau_workspace_get_posts (self->workspace);

  for (guint i = 0; g_str_has_prefix (address, "{%") && i < g_list_model_get_n_items (posts); i++)
    {
      g_autoptr (ChapeauPostItem) item = g_list_model_get_item (posts, i);
      g_autofree char *own = dup_post_address (self, item);

      if (g_strcmp0 (own, address) == 0)
        return chapeau_post_item_get_title (item);
    }
  return NULL;
}

/* ---- what is typed --------------------------------------------------------------------------- */

static char *
dup_typed (ChapeauLinkPopover *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->address_entry)));
}

/* As it is to be written; NULL: it is not known yet. A link's own address stays as it was written.
 */
static char *
dup_address (ChapeauLinkPopover *self)
{
  g_autofree char *typed = dup_typed (self);

  if (*typed == '\0')
    return NULL;
  return g_strcmp0 (self->shown, gtk_editable_get_text (self->address_entry)) == 0
             ? g_strdup (self->shown)
             : chapeau_link_dup_address (typed);
}

/* What the link will say if nothing is typed for it. */
static char *
dup_words_for (ChapeauLinkPopover *self, const char *address)
{
  ChapeauPostItem *post = get_selected_post (self);
  const char *title = post != NULL      ? chapeau_post_item_get_title (post)
                      : address != NULL ? find_title (self, address)
                                        : NULL;

  if (title != NULL)
    return g_strdup (title);
  return address != NULL ? chapeau_link_dup_spoken (address) : g_strdup ("");
}

static void
show_hint (ChapeauLinkPopover *self, const char *words)
{
  g_autofree char *start =
      g_utf8_substring (words, 0, MIN (g_utf8_strlen (words, -1), SHOWN_OF_HINT));
  g_autofree char *hint = strlen (start) < strlen (words) ? g_strconcat (start, "…", NULL) : NULL;

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->words_entry), hint != NULL ? hint : words);
}

static char *
dup_note (ChapeauLinkPopover *self, const char *typed, const char *address)
{
  const char *title = address != NULL ? find_title (self, address) : NULL;

  if (title != NULL)
    /* Translators: of a link; %s is the title of a post. */
    return g_strdup_printf (_ ("Leads to the post “%s”."), title);
  if (address != NULL)
    return strcmp (address, typed) != 0
               /* Translators: of an address that was typed without https://; %s is the address. */
               ? g_strdup_printf (_ ("Will be written %s"), address)
               : g_strdup ("");
  if (*typed == '\0')
    return g_strdup (_ ("Type or paste an address, or words of a post’s title."));
  return g_strdup (get_selected_post (self) != NULL
                       ? ""
                       : _ ("This is no address, and no post on the site has these words."));
}

static void
update (ChapeauLinkPopover *self)
{
  g_autofree char *typed = dup_typed (self);
  g_autofree char *address = dup_address (self);
  g_autofree char *words = dup_words_for (self, address);
  g_autofree char *note = dup_note (self, typed, address);

  gtk_label_set_label (self->note_label, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), *note != '\0');
  show_hint (self, words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button),
                            address != NULL || get_selected_post (self) != NULL);
}

static void
on_address_changed (ChapeauLinkPopover *self)
{
  g_autofree char *typed = dup_typed (self);
  g_autofree char *address = dup_address (self);

  list_posts (self, address == NULL ? typed : "");
  update (self);
}

static void
on_row_selected (ChapeauLinkPopover *self)
{
  update (self);
}

static gboolean
on_key (ChapeauLinkPopover *self, guint keyval)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if (get_selected_post (self) == NULL || (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up))
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->list, at + (keyval == GDK_KEY_Down ? 1 : -1));
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  return GDK_EVENT_STOP;
}

/* ---- choosing -------------------------------------------------------------------------------- */

static void
apply (ChapeauLinkPopover *self)
{
  ChapeauPostItem *post = get_selected_post (self);
  g_autofree char *address = post != NULL ? dup_post_address (self, post) : dup_address (self);
  g_autofree char *words = g_strdup (gtk_editable_get_text (self->words_entry));

  if (address == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  if (words[strspn (words, " ")] == '\0')
    {
      g_autofree char *plain = dup_words_for (self, address);

      g_free (words);
      words = chapeau_link_dup_escaped (plain);
    }
  g_signal_emit (self, signals[CHOSEN], 0, words, address);
}

static void
on_row_activated (ChapeauLinkPopover *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (self->list, row);
  apply (self);
}

static void
on_remove (ChapeauLinkPopover *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

void
chapeau_link_popover_show_link (ChapeauLinkPopover *self,
                                ChapeauWorkspace *workspace,
                                const char *words,
                                const char *address,
                                gboolean is_link)
{
  g_return_if_fail (CHAPEAU_IS_LINK_POPOVER (self));

  g_set_object (&self->workspace, workspace);
  g_free (self->shown);
  self->shown = is_link ? g_strdup (address) : NULL;
  gtk_editable_set_text (self->words_entry, words);
  gtk_editable_set_text (self->address_entry, address);
  on_address_changed (self);
  gtk_button_set_label (self->apply_button, is_link ? _ ("Chan_ge") : _ ("_Insert"));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), is_link);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->address_entry));
}

void
chapeau_link_popover_propose (ChapeauLinkPopover *self, const char *address)
{
  g_return_if_fail (CHAPEAU_IS_LINK_POPOVER (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self))
      || *gtk_editable_get_text (self->address_entry) != '\0')
    return;
  gtk_editable_set_text (self->address_entry, address);
  gtk_editable_select_region (self->address_entry, 0, -1);
}

/* ---- object ---------------------------------------------------------------------------------- */

static void
chapeau_link_popover_finalize (GObject *object)
{
  ChapeauLinkPopover *self = CHAPEAU_LINK_POPOVER (object);

  g_clear_object (&self->workspace);
  g_free (self->shown);
  G_OBJECT_CLASS (chapeau_link_popover_parent_class)->finalize (object);
}

static void
chapeau_link_popover_class_init (ChapeauLinkPopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_link_popover_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-link-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauLinkPopover, address_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauLinkPopover, list);
  gtk_widget_class_bind_template_child (widget_class, ChapeauLinkPopover, note_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauLinkPopover, words_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauLinkPopover, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauLinkPopover, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, apply);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_link_popover_init (ChapeauLinkPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

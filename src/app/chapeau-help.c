/* chapeau-help.c - the window that explains the program: one heading and one paragraph a matter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-help.h"

#include "chapeau-application.h"

#include <glib/gi18n.h>

struct _ChapeauHelp
{
  GtkWindow parent_instance;

  /* template */
  GtkBox *topics;
};

G_DEFINE_FINAL_TYPE (ChapeauHelp, chapeau_help, GTK_TYPE_WINDOW)

static const struct
{
  const char *heading;
  const char *text;
} topics[] = {
  { N_ ("Writing a post"),
    N_ ("“New” (Ctrl+N) begins a draft. Fill in the title, the lead, the date and the tags at the "
        "top, and write the text below. The page on the right shows what the site will show; click "
        "in it to come to the same place in the text.") },
  { N_ ("Saving"),
    N_ ("What you type is kept on this computer within a second. It is saved in the shared folder "
        "after a few seconds without typing, or at once with Ctrl+S. The line under the title at "
        "the top of the window says where your text is.") },
  { N_ ("Bold, headings, links"),
    N_ ("Select words and press a button above the text, or Ctrl+B for bold, Ctrl+I for italic, "
        "Ctrl+K for a link; Ctrl+1 to Ctrl+4 make headings. An empty line separates two "
        "paragraphs.") },
  { N_ ("Spelling"),
    N_ ("Words that the dictionary does not know are underlined, in the text and in the details. "
        "Click on one with the right button for suggestions, or press F7 to go from one to the "
        "next. A name that is right can be added to your dictionary.") },
  { N_ ("French typography"),
    N_ ("No-break spaces, quotation marks, apostrophes, hours and numbers are put right as you "
        "type. Ctrl+Z takes back a correction that you do not want, and it does not come again. "
        "“¶” above the text shows the no-break spaces; Ctrl+Shift+Space types one. The preferences "
        "turn it off.") },
  { N_ ("Images and attached files"),
    N_ ("Unfold “Images” or “Attached files” under the details of the post and choose a file: it "
        "is copied into the site. Describe each image for those who do not see it.") },
  { N_ ("Publishing"),
    N_ ("“Publish…” (Ctrl+Return) first says what will change: the date and the name of the file. "
        "A post whose date is to come is scheduled. “Back to draft”, in the post’s menu, takes it "
        "off the site at its next update.") },
  { N_ ("Working with colleagues"),
    N_ ("The list shows who writes in which post. When two people change the same post, both texts "
        "are kept: Chapeau puts them together, or lets you compare the two versions.") },
  { N_ ("Going back"),
    N_ ("Ctrl+Z undoes step by step, in the text and in the details. “Earlier versions”, in the "
        "post’s menu, shows what was saved before and brings it back. A post that was deleted "
        "comes "
        "back with “Undo”; later on its file is in the shared folder’s hidden folder "
        "“.chapeau/trash”.") },
  { N_ ("When something breaks down"),
    N_ ("Nothing that you typed is lost. After a breakdown Chapeau offers what was not saved; "
        "while the shared folder does not answer, your text waits on this computer and is saved "
        "when the folder is back.") },
};

static void
add_label (ChapeauHelp *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->topics, label);
}

ChapeauHelp *
chapeau_help_new (GtkWindow *parent)
{
  return g_object_new (CHAPEAU_TYPE_HELP, "transient-for", parent, NULL);
}

static void
chapeau_help_class_init (ChapeauHelpClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-help.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauHelp, topics);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
chapeau_help_init (ChapeauHelp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      add_label (self, _ (topics[i].heading), "help-heading");
      add_label (self, _ (topics[i].text), "help-text");
    }
}

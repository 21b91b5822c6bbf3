/* chapeau-messages-checks.c - the one place that turns findings into sentences for people.
 *
 * Findings of the header's own text are worded by chapeau-messages.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-messages-checks.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

const char *
chapeau_message_of_severity (BaseSeverity severity)
{
  switch (severity)
    {
    case BASE_SEVERITY_HINT:
      /* Translators: these three are kinds of points to look at before publishing. */
      return C_ ("point", "Advice");
    case BASE_SEVERITY_WARNING:
      return C_ ("point", "To look at");
    case BASE_SEVERITY_ERROR:
      return C_ ("point", "Mistake");
    }
  g_return_val_if_reached ("");
}

char *
chapeau_message_of_points (guint count)
{
  if (count == 0)
    return g_strdup (_ ("Nothing to look at"));
  /* Translators: how many things are to be looked at before publishing. */
  return g_strdup_printf (ngettext ("%u point", "%u points", count), count);
}

/* ---- sentences without anything to fill in ----------------------------------------------------
 */

typedef struct
{
  const char *code;
  const char *sentence;
} Sentence;

static const Sentence sentences[] = {
  { "checks.title-missing", N_ ("This post has no title.") },
  { "checks.lead-missing", N_ ("This post has no lead.") },
  { "checks.date-missing", N_ ("This post has no date.") },
  { "checks.field-required", N_ ("This field is to be filled before publishing.") },
  { "checks.field-empty", N_ ("Nearly all posts of the site fill this field.") },
  { "checks.image-alt-missing", N_ ("This image has no alternative text: describe it for people "
                                    "who do not see it, or say that it is decorative.") },
  { "checks.image-empty", N_ ("An image without address stands here.") },
  { "checks.link-text-missing", N_ ("This link has no text: nobody can see it.") },
  { "checks.heading-top",
    N_ ("This heading is of level 1, like the post’s title: choose level 2.") },
  { "checks.heading-empty", N_ ("This heading is empty.") },
  { "checks.table-no-header", N_ ("This table has no header row.") },
  { "checks.frame-title", N_ ("This video or frame has no title for people who do not see it.") },
  { "kramdown.attributes-lost", N_ ("A style stands here that belongs to nothing.") },
  { "kramdown.attribute-list", N_ ("A style is written here that cannot be read.") },
  { "kramdown.attribute-duplicate", N_ ("The same property is given twice here.") },
  { "kramdown.option-forbidden", N_ ("A setting stands here that is not allowed in a post.") },
  { "kramdown.option-unknown", N_ ("A setting stands here that does not exist.") },
  { "kramdown.extension-stop", N_ ("Something ends here that did not begin.") },
  { "kramdown.extension-unknown", N_ ("An instruction stands here that does not exist.") },
  { "kramdown.extension-unclosed", N_ ("An instruction begins here that does not end.") },
  { "kramdown.table-without-body", N_ ("This table has a header and nothing else.") },
};

static const char *
find_sentence (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (sentences[i].code, code) == 0)
      return _ (sentences[i].sentence);
  return NULL;
}

/* ---- sentences that name something ------------------------------------------------------------
 */

#define SHOWN_CHARACTERS 60 /* of an address or a text in a sentence */

static char *
dup_shown (const BaseDiagnostic *found, guint nth)
{
  guint count = found->arguments != NULL ? g_strv_length (found->arguments) : 0;
  const char *text = nth < count ? found->arguments[nth] : "";
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (text, -1) <= SHOWN_CHARACTERS)
    return g_strdup (text);
  cut = g_utf8_substring (text, 0, SHOWN_CHARACTERS - 1);
  return g_strconcat (cut, "…", NULL);
}

static char *
of_header (const char *rule, const char *one, const char *two, const char *three)
{
  if (strcmp (rule, "title-long") == 0)
    /* Translators: numbers. */
    return g_strdup_printf (
        _ ("The title has %s characters: search results show about %s of them."), one, two);
  if (strcmp (rule, "lead-long") == 0)
    return g_strdup_printf (_ ("The lead has %s characters: two or three sentences are enough."),
                            one);
  if (strcmp (rule, "date-unreadable") == 0)
    return g_strdup_printf (_ ("The site cannot read the date “%s”."), one);
  if (strcmp (rule, "same-address") == 0)
    return g_strdup_printf (_ ("The post “%s” has the same address on the site: only one of the "
                               "two would be seen."),
                            one);
  if (strcmp (rule, "field-long") == 0)
    return g_strdup_printf (_ ("This text has %s characters: the site wants %s at most."), two,
                            three);
  if (strcmp (rule, "field-not-allowed") == 0)
    return g_strdup_printf (_ ("The site does not know “%s” here."), two);
  if (strcmp (rule, "term-variant") == 0)
    /* Translators: a category as it is written here, then as it is written elsewhere. */
    return g_strdup_printf (_ ("“%s” is written “%s” in the other posts."), one, two);
  return NULL;
}

static char *
of_file (const char *rule, const char *one, const char *two)
{
  g_autofree char *size = NULL;

  if (strcmp (rule, "image-alt-file-name") == 0)
    return g_strdup_printf (_ ("“%s” is the name of a file: describe the image instead."), one);
  if (strcmp (rule, "file-missing") == 0)
    return g_strdup_printf (_ ("The file “%s” is not in the site."), one);
  if (strcmp (rule, "image-heavy") != 0)
    return NULL;
  size = g_format_size (g_ascii_strtoull (two, NULL, 10));
  /* Translators: the name of a file, then its size ("2 MB"). */
  return g_strdup_printf (_ ("The image “%s” is heavy (%s): the page will be slow to come."), one,
                          size);
}

static char *
of_link (const char *rule, const char *one, const char *two)
{
  guint count = (guint) atoi (two);

  if (strcmp (rule, "link-empty") == 0)
    return g_strdup_printf (_ ("The link “%s” leads nowhere: its address is missing."), one);
  if (strcmp (rule, "link-missing") == 0)
    return g_strdup_printf (_ ("This link leads to something that is not on the site: %s"), one);
  if (strcmp (rule, "link-to-draft") == 0)
    return g_strdup_printf (_ ("This link leads to a post that is not published: %s"), one);
  if (strcmp (rule, "anchor-missing") == 0)
    return g_strdup_printf (_ ("This link leads to a place that this post does not have: #%s"),
                            one);
  if (strcmp (rule, "link-no-scheme") == 0)
    return g_strdup_printf (_ ("The address “%s” is not complete: the link would not work."), one);
  if (strcmp (rule, "link-text-vague") == 0)
    return g_strdup_printf (_ ("Read alone, “%s” does not say where the link leads."), one);
  if (strcmp (rule, "link-text-address") == 0)
    return g_strdup_printf (
        ngettext ("%u link shows a long address: write what is found there instead.",
                  "%u links show a long address: write what is found there instead.", count),
        count);
  return NULL;
}

static char *
of_structure (const char *rule, const char *one, const char *two)
{
  guint count = (guint) atoi (one);

  if (strcmp (rule, "heading-skips") == 0 && strcmp (two, "1") == 0)
    /* Translators: the level of a heading, a number. */
    return g_strdup_printf (
        _ ("This heading is of level %s: the headings of a text begin with level 2."), one);
  if (strcmp (rule, "heading-skips") == 0)
    return g_strdup_printf (_ ("This heading is of level %s behind one of level %s: a level is "
                               "left out."),
                            one, two);
  if (strcmp (rule, "heading-bold") == 0)
    return g_strdup_printf (_ ("“%s” looks like a heading: make it one."), one);
  if (strcmp (rule, "placeholder") == 0)
    return g_strdup_printf (_ ("“%s” is still to be replaced by your text."), one);
  if (strcmp (rule, "liquid") == 0)
    return g_strdup_printf (
        ngettext ("%u part of the text is made by the site and is not shown in the preview.",
                  "%u parts of the text are made by the site and are not shown in the preview.",
                  count),
        count);
  if (strcmp (rule, "typography") == 0)
    return g_strdup_printf (
        ngettext ("%u correction of the typography", "%u corrections of the typography", count),
        count);
  return NULL;
}

static char *
of_markdown (const char *rule, const char *one)
{
  if (strcmp (rule, "link-undefined") == 0)
    return g_strdup_printf (_ ("The address of the link “%s” is given nowhere."), one);
  if (strcmp (rule, "link-duplicate") == 0)
    return g_strdup_printf (_ ("The address of the link “%s” is given twice."), one);
  if (strcmp (rule, "abbreviation-duplicate") == 0)
    return g_strdup_printf (_ ("The abbreviation “%s” is explained twice."), one);
  if (strcmp (rule, "footnote-duplicate") == 0)
    return g_strdup_printf (_ ("The text of the footnote “%s” is there twice."), one);
  if (strcmp (rule, "footnote-undefined") == 0)
    return g_strdup_printf (_ ("The footnote “%s” has no text."), one);
  if (strcmp (rule, "footnote-unused") == 0)
    return g_strdup_printf (_ ("Nothing in the text calls the footnote “%s”."), one);
  if (strcmp (rule, "html-unclosed") == 0)
    return g_strdup_printf (_ ("The tag <%s> is not closed."), one);
  if (strcmp (rule, "html-end-tag") == 0)
    return g_strdup_printf (_ ("The tag </%s> closes nothing."), one);
  if (strcmp (rule, "html-block-tag") == 0)
    return g_strdup_printf (_ ("The tag <%s> cannot stand within a paragraph."), one);
  return NULL;
}

char *
chapeau_message_of_finding (const ChecksFinding *finding)
{
  const BaseDiagnostic *found = finding->diagnostic;
  const char *sentence = find_sentence (found->code);
  const char *rule = strchr (found->code, '.') + 1;
  g_autofree char *one = dup_shown (found, 0);
  g_autofree char *two = dup_shown (found, 1);
  g_autofree char *three = dup_shown (found, 2);
  char *worded;

  if (sentence != NULL)
    return g_strdup (sentence);
  if (g_str_has_prefix (found->code, "frontmatter."))
    return chapeau_message_of_diagnostic (found);
  if (g_str_has_prefix (found->code, "kramdown."))
    worded = of_markdown (rule, one);
  else if ((worded = of_header (rule, one, two, three)) == NULL
           && (worded = of_file (rule, one, two)) == NULL
           && (worded = of_link (rule, one, two)) == NULL)
    worded = of_structure (rule, one, two);
  return worded != NULL ? worded : g_strdup (found->detail);
}

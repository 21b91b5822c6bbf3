/* chapeau-messages.c - the one place that turns codes into sentences for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-messages.h"

#include "chapeau-dates.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- errors ------------------------------------------------------------------------------------
 */

static char *
what_failed (ChapeauDoing doing, const char *name)
{
  switch (doing)
    {
    case CHAPEAU_DOING_OPEN_FOLDER:
      return g_strdup_printf (_ ("The folder “%s” could not be opened."), name);
    case CHAPEAU_DOING_OPEN_POST:
      return g_strdup_printf (_ ("The post “%s” could not be opened."), name);
    case CHAPEAU_DOING_SAVE:
      return g_strdup_printf (_ ("“%s” is not saved in the shared folder yet."), name);
    case CHAPEAU_DOING_SAVE_COPY:
      return g_strdup_printf (_ ("The copy “%s” could not be written."), name);
    case CHAPEAU_DOING_MOVE:
      return g_strdup_printf (_ ("The file of “%s” could not be moved."), name);
    case CHAPEAU_DOING_IMPORT:
      return g_strdup_printf (_ ("“%s” could not be copied into the site."), name);
    case CHAPEAU_DOING_EDIT_FIELD:
      return g_strdup_printf (_ ("The field “%s” could not be changed."), name);
    case CHAPEAU_DOING_RECOVER:
      return g_strdup_printf (_ ("“%s” could not be recovered."), name);
    case CHAPEAU_DOING_PUT_AWAY:
      return g_strdup_printf (_ ("“%s” could not be removed from the shared folder."), name);
    }
  g_return_val_if_reached (NULL);
}

static const char *
why_store (StoreError code)
{
  switch (code)
    {
    case STORE_ERROR_NOT_FOUND:
      return _ ("It is not there any more: perhaps someone renamed or deleted it.");
    case STORE_ERROR_EXISTS:
      return _ ("There is already a file of this name.");
    case STORE_ERROR_NOT_REGULAR:
      return _ ("It is not an ordinary file.");
    case STORE_ERROR_BAD_NAME:
      return _ ("This name cannot be used here.");
    case STORE_ERROR_TOO_LARGE:
      return _ ("It is too large for a post.");
    case STORE_ERROR_PERMISSION:
      return _ ("You do not have the right to do this. Ask the person who looks after the folder.");
    case STORE_ERROR_READ_ONLY:
      return _ ("The folder can only be read.");
    case STORE_ERROR_FULL:
      return _ ("The disk is full.");
    case STORE_ERROR_FOLDER_GONE:
      return _ ("The shared folder does not answer. Your text is kept on this computer.");
    case STORE_ERROR_WRONG_FOLDER:
      return _ ("Another folder is in the place of the shared folder. Nothing was written there.");
    case STORE_ERROR_CHANGED:
      return _ ("Someone was changing it at the same moment. Please try again.");
    case STORE_ERROR_DAMAGED:
      return _ ("What was kept of it is damaged.");
    case STORE_ERROR_JOURNAL:
      return _ ("This computer cannot keep your text. Copy it into another program now.");
    case STORE_ERROR_IO:
      return NULL;
    }
  return NULL;
}

static const char *
why_io (int code)
{
  switch (code)
    {
    case G_IO_ERROR_NOT_FOUND:
      return _ ("It is not there any more: perhaps someone renamed or deleted it.");
    case G_IO_ERROR_PERMISSION_DENIED:
      return _ ("You do not have the right to do this. Ask the person who looks after the folder.");
    case G_IO_ERROR_NO_SPACE:
      return _ ("The disk is full.");
    case G_IO_ERROR_READ_ONLY:
      return _ ("The folder can only be read.");
    case G_IO_ERROR_EXISTS:
      return _ ("There is already a file of this name.");
    case G_IO_ERROR_NOT_REGULAR_FILE:
      return _ ("It is not an ordinary file.");
    default:
      return NULL;
    }
}

static const char *
why_header (FmError code)
{
  switch (code)
    {
    case FM_ERROR_BROKEN:
      return _ ("The post’s details have a mistake that must be mended first.");
    case FM_ERROR_NOT_FOUND:
      return _ ("It is not there any more.");
    case FM_ERROR_IRREGULAR:
      return _ ("It is written in a way that cannot be changed safely here: use the text of the "
                "details.");
    case FM_ERROR_LIMIT:
      return _ ("It would become too large.");
    case FM_ERROR_VALUE:
      return _ ("This value is not possible here.");
    }
  return NULL;
}

static const char *
why (const GError *error)
{
  if (error->domain == STORE_ERROR)
    return why_store ((StoreError) error->code);
  if (error->domain == G_IO_ERROR)
    return why_io (error->code);
  if (error->domain == FM_ERROR)
    return why_header ((FmError) error->code);
  return NULL;
}

char *
chapeau_message_of_error (ChapeauDoing doing, const char *name, const GError *error)
{
  g_autofree char *what = what_failed (doing, name);
  const char *reason = error != NULL ? why (error) : NULL;

  if (reason == NULL && error != NULL)
    /* Translators: what could not be done, then the system's own words for the reason. */
    return g_strdup_printf (_ ("%s The computer says: %s"), what, error->message);
  return reason != NULL ? g_strdup_printf ("%s %s", what, reason) : g_steal_pointer (&what);
}

/* ---- posts and folders
 * --------------------------------------------------------------------------- */

const char *
chapeau_message_of_editability (StoreEditability editability)
{
  switch (editability)
    {
    case STORE_EDITABLE:
      return NULL;
    case STORE_READ_ONLY_NUL:
      return _ ("This file is not a text. It is shown as it is and cannot be changed here.");
    case STORE_READ_ONLY_NOT_UTF8:
      return _ (
          "The accents of this file are written in an old way. It is shown as well as can be; "
          "convert it to change it.");
    case STORE_READ_ONLY_LONG_LINE:
      return _ ("A line of this file is too long to be edited. It is shown cut into pieces and "
                "cannot be changed here.");
    }
  g_return_val_if_reached (NULL);
}

const char *
chapeau_message_of_state (SiteState state)
{
  switch (state)
    {
    case SITE_STATE_DRAFT:
      return C_ ("state of a post", "Draft");
    case SITE_STATE_SCHEDULED:
      return C_ ("state of a post", "Scheduled");
    case SITE_STATE_PUBLISHED:
      return C_ ("state of a post", "Published");
    case SITE_STATE_HIDDEN:
      return C_ ("state of a post", "Hidden");
    }
  g_return_val_if_reached ("");
}

const char *
chapeau_message_of_folder (StoreFolderState state)
{
  switch (state)
    {
    case STORE_FOLDER_ONLINE:
      return NULL;
    case STORE_FOLDER_SLOW:
      return _ ("The shared folder is slow to answer.");
    case STORE_FOLDER_GONE:
      return _ ("Waiting for the shared folder.");
    case STORE_FOLDER_READ_ONLY:
      return _ ("The shared folder can only be read.");
    case STORE_FOLDER_FULL:
      return _ ("The shared folder is full.");
    case STORE_FOLDER_WRONG:
      return _ ("Another folder is in the place of the shared folder: nothing is written there.");
    }
  g_return_val_if_reached (NULL);
}

const char *
chapeau_message_of_reason (StoreReason reason)
{
  switch (reason)
    {
    case STORE_REASON_LOADED:
      return _ ("As it was when you opened it");
    case STORE_REASON_SAVED:
      return _ ("Saved by you");
    case STORE_REASON_OVERWRITTEN:
      return _ ("Saved by a colleague");
    case STORE_REASON_CONFLICT:
      return _ ("Yours, when a colleague had saved too");
    case STORE_REASON_MERGED:
      return _ ("Put together from two versions");
    case STORE_REASON_TYPING:
      return _ ("While you were writing");
    case STORE_REASON_RECOVERED:
      return _ ("Recovered");
    case STORE_REASON_REMOVED:
      return _ ("Second version, put away");
    case STORE_REASON_LEFTOVER:
      return _ ("Found on this computer");
    }
  g_return_val_if_reached ("");
}

static char *
format_time (gint64 time, const char *today, const char *other_day)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  gboolean same = g_date_time_get_year (moment) == g_date_time_get_year (now)
                  && g_date_time_get_day_of_year (moment) == g_date_time_get_day_of_year (now);

  return chapeau_date_format (moment, same ? today : other_day);
}

char *
chapeau_message_of_time (gint64 time)
{
  /* Translators: a time of today, strftime format. French: "%H h %M" with no-break spaces. */
  const char *today = _ ("%H:%M");
  /* Translators: a day and a time, strftime format. */
  const char *other_day = _ ("%-d %b %Y, %H:%M");

  return format_time (time, today, other_day);
}

char *
chapeau_message_of_moment (ChapeauMoment moment, gint64 time)
{
  switch (moment)
    {
    case CHAPEAU_MOMENT_AT:
      /* Translators: these six are times inside a sentence, strftime formats: "Saved at 14:02". */
      return format_time (time, _ ("at %H:%M"), _ ("on %-d %b %Y at %H:%M"));
    case CHAPEAU_MOMENT_FROM:
      return format_time (time, _ ("from %H:%M"), _ ("from %-d %b %Y, %H:%M"));
    case CHAPEAU_MOMENT_SINCE:
      return format_time (time, _ ("since %H:%M"), _ ("since %-d %b %Y, %H:%M"));
    }
  g_return_val_if_reached (NULL);
}

static char *
saved_there (ChapeauDocument *document)
{
  gint64 time = chapeau_document_get_saved_there_time (document);
  g_autofree char *clock = NULL;

  if (time == 0)
    return g_strdup (_ ("In the shared folder"));
  clock = chapeau_message_of_moment (CHAPEAU_MOMENT_AT, time);
  /* Translators: %s is "at 14:02". */
  return g_strdup_printf (_ ("Saved in the shared folder %s"), clock);
}

static char *
saved_here (ChapeauDocument *document)
{
  gint64 time = chapeau_document_get_saved_here_time (document);
  g_autofree char *clock = NULL;

  if (time == 0)
    return g_strdup (_ ("Being saved on this computer…"));
  clock = chapeau_message_of_moment (CHAPEAU_MOMENT_AT, time);
  /* Translators: %s is "at 14:02". */
  return g_strdup_printf (_ ("Saved on this computer %s"), clock);
}

static char *
state_of_document (ChapeauDocument *document)
{
  switch (chapeau_document_get_state (document))
    {
    case CHAPEAU_DOCUMENT_CLEAN:
      return chapeau_document_is_untitled (document) ? g_strdup (_ ("New post"))
                                                     : saved_there (document);
    case CHAPEAU_DOCUMENT_DIRTY:
    case CHAPEAU_DOCUMENT_PENDING:
      return saved_here (document);
    case CHAPEAU_DOCUMENT_SAVING:
      return g_strdup (_ ("Saving in the shared folder…"));
    case CHAPEAU_DOCUMENT_CONFLICT:
      return g_strdup (chapeau_document_get_theirs (document) != NULL
                           ? _ ("Changed by someone else meanwhile; yours is kept on this computer")
                           : _ ("Renamed or deleted meanwhile; yours is kept on this computer"));
    case CHAPEAU_DOCUMENT_READ_ONLY:
      return g_strdup (_ ("For reading only"));
    case CHAPEAU_DOCUMENT_ERROR:
      return g_strdup (_ ("Not saved anywhere"));
    }
  g_return_val_if_reached (NULL);
}

char *
chapeau_message_of_document (ChapeauDocument *document)
{
  ChapeauWorkspace *workspace = chapeau_document_get_workspace (document);
  StoreFolderState folder = store_folder_get_state (chapeau_workspace_get_folder (workspace));
  const char *trouble = chapeau_message_of_folder (folder);
  g_autofree char *saved = state_of_document (document);

  if (trouble == NULL && chapeau_document_get_state (document) == CHAPEAU_DOCUMENT_PENDING)
    trouble = _ ("Waiting for the shared folder.");
  if (trouble == NULL)
    return g_steal_pointer (&saved);
  /* "Saving…" has its end already. */
  if (g_str_has_suffix (saved, "…"))
    return g_strdup_printf ("%s %s", saved, trouble);
  /* Translators: "Saved on this computer at 14:02", then "Waiting for the shared folder." */
  return g_strdup_printf (_ ("%s. %s"), saved, trouble);
}

/* ---- findings
 * -------------------------------------------------------------------------------------- */

typedef struct
{
  const char *code;
  const char *sentence;
} Finding;

static const Finding findings[] = {
  { "frontmatter.syntax", N_ ("The details cannot be read from this place on.") },
  { "frontmatter.apostrophe", N_ ("An apostrophe ends the text too early here.") },
  { "frontmatter.quotes", N_ ("A quotation mark ends the text too early here.") },
  { "frontmatter.colon", N_ ("A colon in this text needs quotation marks around the text.") },
  { "frontmatter.hash", N_ ("What follows the # is lost: the text needs quotation marks.") },
  { "frontmatter.tab", N_ ("There is a tabulator where spaces are needed.") },
  { "frontmatter.curly-quotes",
    N_ ("Typographic quotation marks stand where straight ones must.") },
  { "frontmatter.missing-fence", N_ ("The line “---” that ends the details is missing.") },
  { "frontmatter.not-a-mapping", N_ ("The details are not written as “name: value”.") },
  { "frontmatter.duplicate-key", N_ ("This detail is there twice; the site uses the last one.") },
  { "frontmatter.too-large", N_ ("The details are too long to be read.") },
  { "frontmatter.too-deep", N_ ("The details are nested too deeply to be read.") },
  { "frontmatter.encoding", N_ ("There are characters here that cannot be read.") },
  { "frontmatter.rest", N_ ("The details end above this line; from here on they are not read.") },
};

char *
chapeau_message_of_diagnostic (const BaseDiagnostic *diagnostic)
{
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    if (strcmp (findings[i].code, diagnostic->code) == 0)
      return g_strdup_printf (_ ("Line %u: %s"), (guint) diagnostic->position.line + 1,
                              _ (findings[i].sentence));
  return g_strdup_printf (_ ("Line %u: %s"), (guint) diagnostic->position.line + 1,
                          diagnostic->detail);
}

static char *
message_of_setting (const BaseDiagnostic *diagnostic)
{
  const char *file = diagnostic->arguments[0];
  guint line = (guint) diagnostic->position.line + 1;

  if (strcmp (diagnostic->code, "site.timezone") == 0)
    /* Translators: %s is the name of a time zone as the site's settings write it. */
    return g_strdup_printf (_ ("The site’s time zone “%s” is not known. This computer’s is used."),
                            diagnostic->arguments[1]);
  if (strcmp (diagnostic->code, "site.override") == 0 && diagnostic->arguments[1] != NULL)
    /* Translators: the name of a file, then what stands there: "chapeau-text: markdwn". */
    return g_strdup_printf (_ ("In %s, “%s” is not understood. The rest is used."), file,
                            diagnostic->arguments[1]);
  if (strcmp (file, "_config.yml") != 0 && strcmp (file, "_config.yaml") != 0)
    /* Translators: %s is the name of a file, %u the number of a line in it. */
    return g_strdup_printf (_ ("The settings of the form (%s) cannot be read from line %u on."),
                            file, line);
  if (strcmp (diagnostic->code, "site.defaults") == 0
      || diagnostic->severity != BASE_SEVERITY_ERROR)
    return NULL;
  if (g_str_has_prefix (diagnostic->code, "frontmatter."))
    /* Translators: %s is the name of a file, %u the number of a line in it. */
    return g_strdup_printf (_ ("The site’s settings cannot be read from line %2$u of %1$s on. The "
                               "form is made from the posts alone."),
                            file, line);
  /* Translators: %s is the name of a file. */
  return g_strdup_printf (
      _ ("The site’s settings (%s) cannot be read. The form is made from the posts alone."), file);
}

char *
chapeau_message_of_site (Site *site)
{
  GPtrArray *diagnostics = site_get_diagnostics (site);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      char *sentence = message_of_setting (diagnostics->pdata[i]);

      if (sentence != NULL)
        return sentence;
    }
  return NULL;
}

char *
chapeau_message_of_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    if (strcmp (findings[i].code, code) == 0)
      return g_strdup (_ (findings[i].sentence));
  return g_strdup (_ ("This cannot be read."));
}

const char *
chapeau_message_of_field_problem (ChapeauFieldProblem problem)
{
  switch (problem)
    {
    case CHAPEAU_FIELD_FINE:
      return NULL;
    case CHAPEAU_FIELD_MISSING:
      return _ ("to be filled in before publishing");
    case CHAPEAU_FIELD_TOO_LONG:
      return _ ("This is longer than the site allows.");
    case CHAPEAU_FIELD_NOT_A_DATE:
      return _ ("This is not a date.");
    case CHAPEAU_FIELD_NOT_A_NUMBER:
      return _ ("This is not a number.");
    case CHAPEAU_FIELD_NOT_A_COLOR:
      return _ ("This is not a colour: write it as #1a5fb4.");
    case CHAPEAU_FIELD_NOT_ALLOWED:
      return _ ("The site knows only the values of the list.");
    case CHAPEAU_FIELD_UNDESCRIBED:
      return _ ("describe it, or tick “decorative”");
    }
  g_return_val_if_reached (NULL);
}

/* ---- spelling ----------------------------------------------------------------------------------
 */

char *
chapeau_message_of_dictionary (ChapeauSpeller *speller)
{
  const char *language = chapeau_speller_get_missing (speller);
  g_autofree char *name = NULL;

  if (language == NULL)
    return NULL;
  /* "fr" of "fr-FR": packages are named so. */
  name = g_strndup (language, strcspn (language, "-_.@"));
  /* Translators: both %s are the code of a language, "fr". */
  return g_strdup_printf (_ ("The spelling is not checked: this computer has no dictionary for the "
                             "language “%s”. Ask for the package “hunspell-%s” to be installed."),
                          name, name);
}

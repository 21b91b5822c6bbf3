/* checks.h - what a colleague would point out in a post before it is published.
 *
 * A post and facts about its site in, findings out. Pure: no files, no GTK, no globals; whether an
 * image exists is asked of the caller through ChecksFacts. Time is linear in the post and in what
 * the facts hold. Nothing fails: whatever the bytes, there is a list of findings.
 *
 *   ChecksFacts facts = { .look_up = look_up, .data = site };      // all may be NULL
 *   g_autoptr (GPtrArray) findings = checks_run (post, options, &facts);
 *   for (guint i = 0; i < findings->len; i++)
 *     {
 *       const ChecksFinding *finding = findings->pdata[i];
 *       printf ("%s: %s\n", finding->diagnostic->code, finding->diagnostic->detail);
 *     }
 *
 * Ownership: the array owns its findings, and nothing in them points to the post or the facts.
 * Threads: checks_run may be called from any thread if the facts' functions may.
 * Offsets: spans, positions and fixes are of the WHOLE post (byte-order mark and header included).
 *
 * A check that cries wolf is switched off. So every rule has its near misses in tests/checks/cases,
 * a fix is there only where it is certain, and what only may be wrong is a hint.
 *
 * Rules: code (arguments), severity, source. "RGAA" is the Référentiel général d'amélioration de
 * l'accessibilité 4.1, which French public bodies have to keep (art. 47, loi n° 2005-102).
 *   the header
 *   checks.title-missing                 error
 *   checks.title-long (count, shown)     hint; what a page of search results shows of a title
 *   checks.lead-missing                  warning, if nearly all posts have one; RGAA has no word
 *                                        on it, search results and social networks show it
 *   checks.lead-long (count, limit)      hint; two or three sentences are read, more is cut
 *   checks.date-missing                  warning; not of a draft: publishing gives it the day's
 *   checks.date-unreadable (written)     error; Jekyll stops at "Invalid date"
 *   checks.same-address (title)          error; Jekyll writes one file for both ("Conflict")
 *   checks.field-required (key)          warning; _data/chapeau.yml
 *   checks.field-long (key, count, limit)  warning; the same
 *   checks.field-not-allowed (key, value)  warning; the same
 *   checks.field-empty (key)             hint: nearly all the site's posts fill it
 *   checks.term-variant (value, known)   warning: a category that is known written otherwise. Fix
 *   frontmatter.*                        as frontmatter.h tells them
 *   images and files, in the header and in the body
 *   checks.image-alt-missing             warning; RGAA 1.1. Not `alt=""` in HTML, "" in the header,
 *                                        role="presentation", aria-hidden="true": decorative (1.2)
 *   checks.image-alt-file-name (text)    warning; RGAA 1.3
 *   checks.image-empty                   error: an image without address
 *   checks.file-missing (address)        error: not in the site
 *   checks.image-heavy (name, bytes)     warning; RGESN (écoconception) 5.1 asks for light images
 *   links
 *   checks.link-empty (text)             error
 *   checks.link-missing (address)        error: no such page or file in the site
 *   checks.link-to-draft (address)       warning
 *   checks.anchor-missing (name)         warning
 *   checks.link-no-scheme (address)      error: leads below the page itself. Fix
 *   checks.link-text-missing             warning; RGAA 6.2
 *   checks.link-text-vague (text)        hint; RGAA 6.1. Not with a title that says more
 *   checks.link-text-address (text, count)  hint, the first of them; RGAA 6.1: read out letter by
 *                                        letter
 *   structure
 *   checks.heading-top                   warning; RGAA 9.1: the title is the page's heading of
 *                                        level 1. Fix where all headings of the body are
 *   checks.heading-skips (level, before) warning; RGAA 9.1
 *   checks.heading-empty                 warning; RGAA 9.1
 *   checks.heading-bold (text)           hint; RGAA 9.1
 *   checks.table-no-header               warning; RGAA 5.6. Not role="presentation"
 *   checks.frame-title                   warning; RGAA 2.1
 *   checks.placeholder (text)            warning
 *   checks.liquid (count)                hint: not rendered here
 *   kramdown.*                           as kramdown.h tells them (footnote without text, …)
 *   typography
 *   checks.typography (count)            hint. Fix: all edits of typo_check in the body
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>
#include <frontmatter.h>
#include <kramdown.h>

G_BEGIN_DECLS

/* ---- facts about the site ------------------------------------------------------------------- */

/* What a key of the header is for. */
typedef enum
{
  CHECKS_ROLE_OTHER,
  CHECKS_ROLE_TITLE,
  CHECKS_ROLE_LEAD,
  CHECKS_ROLE_DATE,
  CHECKS_ROLE_TERMS, /* categories, keywords */
  CHECKS_ROLE_FILES, /* images and files: addresses, or groups that hold one */
} ChecksRole;

typedef struct
{
  const char *value;
  guint count; /* posts that have it, this one perhaps among them */
} ChecksKnown;

typedef struct
{
  const char *key; /* at the top of the header */
  ChecksRole role;
  gboolean usual;              /* nearly all posts fill it */
  gboolean required;           /* the site says so */
  gboolean strict;             /* only known values are allowed */
  guint max_length;            /* characters; 0: any */
  const char *description_key; /* of a group's image: the key of its alternative text; or NULL */
  const ChecksKnown *known;
  guint n_known;
} ChecksField;

typedef enum
{
  CHECKS_TARGET_UNKNOWN, /* elsewhere, or nobody can tell: no finding */
  CHECKS_TARGET_FOUND,
  CHECKS_TARGET_MISSING,
  CHECKS_TARGET_DRAFT, /* a post that is not on the site (yet) */
} ChecksTarget;

/* Whatever is NULL or empty is not known, and no finding comes of it. */
typedef struct
{
  const ChecksField *fields;
  guint n_fields;
  gboolean is_draft;     /* its date comes with publishing */
  gboolean name_is_date; /* the file's name tells the date */
  gpointer data;         /* for the functions */
  /* Where @address, as a post writes it, leads; @bytes: of a file its size. */
  ChecksTarget (*look_up) (gpointer data, const char *address, guint64 *bytes);
  /* Would the site read this as a date? @is_time: it is FM_TIME. */
  gboolean (*is_date) (gpointer data, const char *written, gboolean is_time);
  /* The title of another post at the address of this one; NULL: none. New string. */
  char *(*dup_twin) (gpointer data);
} ChecksFacts;

/* ---- findings ------------------------------------------------------------------------------- */

typedef enum
{
  CHECKS_PLACE_POST,   /* nowhere in particular */
  CHECKS_PLACE_HEADER, /* in the header as a text */
  CHECKS_PLACE_FIELD,  /* of the header; perhaps one that is not there */
  CHECKS_PLACE_BODY,
} ChecksPlace;

typedef struct
{
  BaseDiagnostic *diagnostic;
  ChecksPlace place;
  char *field; /* of CHECKS_PLACE_FIELD its path, as fm_header_lookup takes it; else NULL */
} ChecksFinding;

/* Characters of a title that a search result shows (about 600 pixels). The form counts to it too.
 */
#define CHECKS_TITLE_LENGTH 60
/* Characters of a lead (its Markdown not counted) that are read as one. */
#define CHECKS_LEAD_LENGTH 600
/* Bytes of an image: with more, the page takes seconds on a telephone. */
#define CHECKS_IMAGE_BYTES ((guint64) 1000 * 1000)

/* ChecksFinding elements, in the order of the post: its header, its body. @options (NULL: Jekyll's
 * defaults) is how the site reads Markdown; @facts may be NULL. A post that is not UTF-8 gives no
 * findings in its body. */
GPtrArray *checks_run (GBytes *post, const KdOptions *options, const ChecksFacts *facts);

/* An address that needs something before it: "www.x.fr", "exemple.fr/page": 'h' for https://;
 * "nom@exemple.fr": '@' for mailto:; else 0. */
char checks_lacks_scheme (const char *address);

/* Is @key one of the names under which posts keep the alternative text of an image? */
gboolean checks_is_description_key (const char *key);

G_END_DECLS

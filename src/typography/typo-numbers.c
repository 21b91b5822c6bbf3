/* typo-numbers.c - hours, groups of digits, units, n°: no-break spaces around numbers.
 *
 * A number here is a run of ASCII digits that no letter, digit, point, comma, hyphen, slash or
 * other sign of a reference precedes: "12:30", "2.5.2", "A4", "06-12" and "rapport_2013" are looked
 * at by nobody. Every test looks a bounded distance around.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

#include <string.h>

#define WORD_BYTES 32

static gsize
digits_from (const TypoPass *pass, gsize i)
{
  while (typo_cell_is_digit (typo_pass_at (pass, (gssize) i)))
    i++;
  return i;
}

static guint
value_of (const TypoPass *pass, gsize from, gsize to)
{
  guint value = 0;
  for (gsize i = from; i < to && i < from + 6; i++)
    value = value * 10 + (guint) (pass->in[i].c - '0');
  return value;
}

/* May a number begin at @i, by what stands before it? */
static gboolean
begins_number (const TypoPass *pass, gsize i)
{
  const TypoCell *before = typo_pass_at (pass, (gssize) i - 1);

  if (before == NULL || before->kind != TYPO_CELL_CHAR)
    return before == NULL || before->kind != TYPO_CELL_WORD;
  if (g_unichar_isalnum (before->c))
    return FALSE;
  switch (before->c)
    {
    case '.':
    case ',':
    case '/':
    case ':':
    case '#':
    case '@':
    case '+':
    case '=':
    case '&':
    case '\\':
      return FALSE;
    default:
      return TRUE;
    }
}

/* The word before the space before @i ("les" of "les 24h"), in lower case; "" for none. */
static void
word_before (const TypoPass *pass, gsize i, char word[WORD_BYTES])
{
  gssize end = (gssize) i - 1, from;
  gsize size = 0;

  word[0] = '\0';
  while (end >= 0 && typo_cell_is_space (&pass->in[end]))
    end--;
  for (from = end; from >= 0 && end - from < 12; from--)
    if (!typo_cell_is_letter (&pass->in[from]) && pass->in[from].c != 0x00B0)
      break;
  for (gssize k = from + 1; k <= end && size + 7 < WORD_BYTES; k++)
    size += (gsize) g_unichar_to_utf8 (g_unichar_tolower (pass->in[k].c), word + size);
  word[size] = '\0';
}

static gboolean
is_one_of (const char *word, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i], word) == 0)
      return TRUE;
  return FALSE;
}

/* Copies [from, to) but for plain spaces, which become @c. */
static void
copy_with_spaces (TypoPass *pass, gsize from, gsize to, gunichar c, TypoRule rule)
{
  for (gsize i = from; i < to; i++)
    if (pass->in[i].kind == TYPO_CELL_SPACE)
      typo_pass_write (pass, i, i + 1, c, rule);
    else
      typo_pass_copy (pass, i);
}

static gsize
skip_space (const TypoPass *pass, gsize i)
{
  return typo_cell_is_space (typo_pass_at (pass, (gssize) i)) ? i + 1 : i;
}

/* ---- units ---- */

/* Written with a space also where there was none. */
static const char *const glued_units[] = {
  "%",  "‰",  "€",  "k€", "K€", "M€", "Md€", "Mds€", "°C",  "km",  "kg",  "cm",  "mm",
  "ha", "Ko", "Mo", "Go", "To", "ko", "kWh", "MWh",  "GWh", "GHz", "MHz", "min",
};
/* A plain space before these becomes a no-break one. */
static const char *const spaced_units[] = {
  "m",  "g", "mg", "m²", "m³",       "km²",     "L",         "W",        "kW",    "MW",
  "Hz", "$", "£",  "°",  "millions", "million", "milliards", "milliard", "euros", "euro",
};

/* The characters of a unit from @i on; returns its end. */
static gsize
read_unit (const TypoPass *pass, gsize i, char unit[WORD_BYTES])
{
  gsize size = 0;

  for (; size + 7 < WORD_BYTES; i++)
    {
      gunichar c = typo_pass_char (pass, (gssize) i);
      if (c == 0
          || !(g_unichar_isalpha (c) || c == '%' || c == 0x2030 || c == 0x20AC || c == 0x00B0
               || c == 0x00B2 || c == 0x00B3 || c == '$' || c == 0x00A3))
        break;
      size += (gsize) g_unichar_to_utf8 (c, unit + size);
    }
  unit[size] = '\0';
  return i;
}

/* Does one of the glued units stand at @i, or after a space there? */
static gboolean
has_glued_unit (const TypoPass *pass, gsize i)
{
  char unit[WORD_BYTES];

  read_unit (pass, skip_space (pass, i), unit);
  return is_one_of (unit, glued_units, G_N_ELEMENTS (glued_units));
}

/* ---- hours ---- */

static gboolean
is_boundary (const TypoCell *cell)
{
  return !typo_cell_is_alnum (cell) && (cell == NULL || cell->kind != TYPO_CELL_WORD);
}

/* A space, if there is none, else the one there made no-break; @to is where the next sign is. */
static void
write_hour_space (TypoPass *pass, gsize from, gsize to)
{
  if (from == to)
    typo_pass_write (pass, from, from, TYPO_NO_BREAK, TYPO_RULE_HOUR);
  else
    copy_with_spaces (pass, from, to, TYPO_NO_BREAK, TYPO_RULE_HOUR);
}

/* Are the digits [@from, @end) after an h the minutes of a time? What the other rules make of what
 * follows must not change the answer: "2h 17km" and "2 h 17 km" are one text, and so are "17h 16h"
 * and "17h 16 h", "2h 12000 €" and "2h 12 000 €". */
static gboolean
are_minutes (const TypoPass *pass, gsize from, gsize end)
{
  const TypoCell *after = typo_pass_at (pass, (gssize) end);
  gsize next = skip_space (pass, end);
  gunichar c = typo_pass_char (pass, (gssize) next);

  if (end - from != 2 || value_of (pass, from, end) >= 60 || !is_boundary (after)
      || has_glued_unit (pass, end))
    return FALSE;
  if (after != NULL && after->kind == TYPO_CELL_TAG
      && !is_boundary (typo_pass_at (pass, (gssize) end + 1)))
    return FALSE;
  if ((c == 'h' || c == 'H') && is_boundary (typo_pass_at (pass, (gssize) next + 1)))
    return FALSE;
  return next == end || digits_from (pass, next) - next != 3;
}

/* [@from, @digits) is a number of one or two digits. Returns where the time ends, or @from. */
static gsize
pass_hour (TypoPass *pass, gsize from, gsize digits)
{
  gsize sign = skip_space (pass, digits), minutes, end;
  gunichar h = typo_pass_char (pass, (gssize) sign);
  char word[WORD_BYTES];

  if ((h != 'h' && h != 'H') || digits - from > 2 || value_of (pass, from, digits) > 24)
    return from;
  minutes = skip_space (pass, sign + 1);
  end = digits_from (pass, minutes);
  if (are_minutes (pass, minutes, end))
    {
      for (gsize k = from; k < digits; k++)
        typo_pass_copy (pass, k);
      write_hour_space (pass, digits, sign);
      if (h == 'H')
        typo_pass_write (pass, sign, sign + 1, 'h', TYPO_RULE_HOUR);
      else
        typo_pass_copy (pass, sign);
      write_hour_space (pass, sign + 1, minutes);
      for (gsize k = minutes; k < end; k++)
        typo_pass_copy (pass, k);
      return end;
    }
  word_before (pass, from, word);
  if (h != 'h' || end > minutes || !is_boundary (typo_pass_at (pass, (gssize) sign + 1))
      || typo_pass_char (pass, (gssize) sign + 1) == '/'
      || typo_pass_char (pass, (gssize) sign + 1) == '\''
      || typo_pass_char (pass, (gssize) sign + 1) == 0x2019 || strcmp (word, "les") == 0)
    return from;
  for (gsize k = from; k < digits; k++)
    typo_pass_copy (pass, k);
  write_hour_space (pass, digits, sign);
  typo_pass_copy (pass, sign);
  return sign + 1;
}

/* ---- units: the space ---- */

/* Writes the space between a number that ends at @i and its unit. Returns where the unit begins,
 * or @i if there is none. */
static gsize
pass_unit_space (TypoPass *pass, gsize i)
{
  char unit[WORD_BYTES];
  gsize at = skip_space (pass, i);
  gsize end = read_unit (pass, at, unit);
  gunichar after = typo_pass_char (pass, (gssize) end);
  gboolean is_glued_unit = is_one_of (unit, glued_units, G_N_ELEMENTS (glued_units));

  if (unit[0] == '\0' || typo_cell_is_digit (typo_pass_at (pass, (gssize) end)) || after == '\''
      || after == 0x2019 || after == '(' || after == '=')
    return i;
  if (at == i)
    {
      if (!is_glued_unit)
        return i;
      typo_pass_write (pass, i, i, TYPO_NO_BREAK, TYPO_RULE_UNIT);
      return i;
    }
  if (pass->in[i].kind == TYPO_CELL_SPACE
      && (is_glued_unit || is_one_of (unit, spaced_units, G_N_ELEMENTS (spaced_units))))
    {
      typo_pass_write (pass, i, at, TYPO_NO_BREAK, TYPO_RULE_UNIT);
      return at;
    }
  return i;
}

/* ---- groups ---- */

/* What is counted in large numbers; before anything else five digits may be a postal code. */
static const char *const counted[] = {
  "%",
  "€",
  "k€",
  "M€",
  "euros",
  "habitants",
  "personnes",
  "agents",
  "visiteurs",
  "visites",
  "élèves",
  "étudiants",
  "entreprises",
  "communes",
  "emplois",
  "participants",
  "usagers",
  "utilisateurs",
  "citoyens",
  "électeurs",
  "logements",
  "exemplaires",
  "téléchargements",
  "abonnés",
  "adhérents",
  "bénévoles",
  "fonctionnaires",
  "km",
  "kg",
  "ha",
  "hectares",
  "tonnes",
  "francs",
  "dollars",
  "kilomètres",
  "mètres",
  "m²",
  "marchés",
  "candidatures",
  "candidats",
  "contributions",
  "signatures",
  "fois",
  "ans",
  "jeunes",
  "femmes",
  "hommes",
  "Français",
  "Françaises",
  "salariés",
  "étudiantes",
  "participantes",
  "dossiers",
  "documents",
  "pages",
};
/* Numbers after these are names. */
static const char *const references[] = {
  "n°",    "no",  "n",         "numéro", "loi", "article", "décret",    "arrêté",
  "cs",    "bp",  "code",      "cedex",  "ref", "réf",     "référence", "siret",
  "siren", "tél", "téléphone", "tel",    "fax", "norme",   "iso",
};

/* Does the number at @from stand right after another one, so that the two may be one? */
static gboolean
follows_number (const TypoPass *pass, gsize from)
{
  return typo_cell_is_space (typo_pass_at (pass, (gssize) from - 1))
         && typo_cell_is_digit (typo_pass_at (pass, (gssize) from - 2));
}

/* The end of a number already in groups, "1 580 000" from @from with its first group ending at
 * @end; @from if it is none. */
static gsize
grouped_end (const TypoPass *pass, gsize from, gsize end)
{
  gsize groups = 0;

  if (end - from > 3 || pass->in[from].c == '0')
    return from;
  while (typo_cell_is_space (typo_pass_at (pass, (gssize) end)))
    {
      gsize next = digits_from (pass, end + 1);

      if (next == end + 1)
        break;
      if (next - end != 4 || (pass->in[end].kind == TYPO_CELL_SPACE && pass->in[end].width != 1))
        return from;
      end = next;
      groups++;
    }
  if (groups == 0 || follows_number (pass, from)
      || (typo_cell_is_letter (typo_pass_at (pass, (gssize) end)) && !has_glued_unit (pass, end)))
    return from;
  return end;
}

/* Is the number [from, end) a quantity of five digits or more that wants groups? */
static gboolean
wants_groups (const TypoPass *pass, gsize from, gsize end)
{
  char word[WORD_BYTES];
  gsize decimals = end;

  if (end - from < 5 || end - from > 15 || pass->in[from].c == '0' || follows_number (pass, from))
    return FALSE;
  word_before (pass, from, word);
  if (is_one_of (word, references, G_N_ELEMENTS (references)))
    return FALSE;
  if (typo_pass_char (pass, (gssize) end) == ',')
    decimals = digits_from (pass, end + 1);
  if (decimals == end + 1)
    return FALSE;
  read_unit (pass, skip_space (pass, decimals), word);
  return is_one_of (word, counted, G_N_ELEMENTS (counted));
}

/* Copies the number that begins at @from; returns its end. */
static gsize
pass_number (TypoPass *pass, gsize from)
{
  gsize digits = digits_from (pass, from);
  gsize end;

  if (!typo_pass_has (pass, TYPO_RULE_NUMBER_GROUPS))
    end = from;
  else
    end = grouped_end (pass, from, digits);
  if (end > from)
    copy_with_spaces (pass, from, end, pass->narrow, TYPO_RULE_NUMBER_GROUPS);
  else
    {
      gboolean wanted =
          typo_pass_has (pass, TYPO_RULE_NUMBER_GROUPS) && wants_groups (pass, from, digits);

      for (gsize i = from; i < digits; i++)
        {
          if (wanted && i > from && (digits - i) % 3 == 0)
            typo_pass_write (pass, i, i, pass->narrow, TYPO_RULE_NUMBER_GROUPS);
          typo_pass_copy (pass, i);
        }
      end = digits;
    }
  return end;
}

/* ---- n° ---- */

/* At the sign ° or º: the space that follows. Returns the index after what it wrote, or @i. */
static gsize
pass_numero (TypoPass *pass, gsize i)
{
  gunichar n = typo_pass_char (pass, (gssize) i - 1);
  gsize at = skip_space (pass, i + 1);

  if ((n != 'n' && n != 'N') || typo_cell_is_letter (typo_pass_at (pass, (gssize) i - 2))
      || !typo_cell_is_alnum (typo_pass_at (pass, (gssize) at)))
    return i;
  typo_pass_copy (pass, i);
  if (at == i + 1)
    typo_pass_write (pass, at, at, TYPO_NO_BREAK, TYPO_RULE_NUMERO);
  else
    copy_with_spaces (pass, i + 1, at, TYPO_NO_BREAK, TYPO_RULE_NUMERO);
  return at;
}

void
typo_pass_numbers (TypoPass *pass)
{
  gsize i = 0;

  while (i < pass->n_in)
    {
      const TypoCell *cell = &pass->in[i];
      gsize from = i;

      if (cell->kind == TYPO_CELL_CHAR && (cell->c == 0x00B0 || cell->c == 0x00BA)
          && typo_pass_has (pass, TYPO_RULE_NUMERO))
        i = pass_numero (pass, i);
      else if (typo_cell_is_digit (cell) && begins_number (pass, i))
        {
          if (typo_pass_has (pass, TYPO_RULE_HOUR))
            i = pass_hour (pass, i, digits_from (pass, i));
          if (i == from)
            i = pass_number (pass, i);
          else
            continue;
        }
      else if (typo_cell_is_digit (cell))
        for (gsize end = digits_from (pass, i); i < end; i++)
          typo_pass_copy (pass, i);
      if (i == from)
        typo_pass_copy (pass, i++);
      else if (typo_cell_is_digit (&pass->in[i - 1]) && typo_pass_has (pass, TYPO_RULE_UNIT)
               && !typo_cell_is_letter (typo_pass_at (pass, (gssize) from - 1)))
        i = pass_unit_space (pass, i);
    }
}

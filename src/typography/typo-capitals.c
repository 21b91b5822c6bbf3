/* typo-capitals.c - the closed lists behind the rule capital-accent.
 *
 * Only the first letter changes. A word is in the list if no correct French word, common English
 * word or usual name of a person is written like it without the accent; "Etienne", "Emile", "Eric"
 * or "Elisabeth" sign as they like.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

#include <string.h>

typedef struct
{
  const char *stem;    /* as written without the accent */
  const char *endings; /* what may follow, separated by "|"; "" is nothing */
} CapitalWord;

/* All with É but those in the lists below. */
static const CapitalWord e_words[] = {
  { "Etat", "|s|ique|iques" },
  { "Ecole", "|s" },
  { "Ecolier", "|s" },
  { "Ecologi", "e|que|ques|quement|ste|stes" },
  { "Economi", "e|que|ques|quement|ste|stes" },
  { "Ecosystème", "|s" },
  { "Ecoute", "|s|r|z" },
  { "Ecran", "|s" },
  { "Ecrire", "" },
  { "Ecrit", "|s|e|es|ure|ures" },
  { "Ecrivain", "|s|e|es" },
  { "Ecrivez", "" },
  { "Ecart", "|s" },
  { "Echange", "|s|r|z|ons" },
  { "Echec", "|s" },
  { "Echelle", "|s" },
  { "Echelon", "|s" },
  { "Echéance", "|s" },
  { "Echéancier", "|s" },
  { "Eclair", "|s|age|ages|er" },
  { "Ecologue", "|s" },
  { "Ecoresponsab", "le|les|ilité" },
  { "Editeur", "|s" },
  { "Editrice", "|s" },
  { "Editoria", "ux|le|les" },
  { "Edito", "|s" },
  { "Educati", "f|ve|ves|fs" },
  { "Educat", "eur|eurs|rice|rices" },
  { "Egal", "|e|es|ement|ité|ités" },
  { "Egard", "|s" },
  { "Eglise", "|s" },
  { "Elabor", "er|ons|ez|é|ée|és|ées" },
  { "Elargi", "r|ssement|ssements" },
  { "Elève", "|s" },
  { "Elevage", "|s" },
  { "Elevé", "|e|s|es" },
  { "Elément", "|s|aire|aires" },
  { "Electeur", "|s" },
  { "Electrice", "|s" },
  { "Electricité", "" },
  { "Electrique", "|s" },
  { "Electronique", "|s" },
  { "Electricien", "|s|ne|nes" },
  { "Eligib", "les|ilité" },
  { "Elimin", "er|ons|ez" },
  { "Elu", "|e|s|es" },
  { "Elysée", "|s" },
  { "Emettre", "" },
  { "Energie", "|s" },
  { "Energétique", "|s" },
  { "Enoncé", "|s" },
  { "Enorm", "e|es|ément" },
  { "Epargne", "" },
  { "Epidémi", "e|es|que|ques|ologie|ologique|ologiste" },
  { "Epoque", "|s" },
  { "Epreuve", "|s" },
  { "Equilibre", "|s" },
  { "Equip", "e|es|er|ement|ements|é|ée|és|ées|age|ages" },
  { "Equit", "é|ables|ablement" },
  { "Equivalen", "te|tes" },
  { "Etabli", "|r|s|e|es|t|ssement|ssements" },
  { "Etage", "|s" },
  { "Etaient", "" },
  { "Etait", "" },
  { "Etant", "" },
  { "Etape", "|s" },
  { "Eté", "|s" },
  { "Etendre", "" },
  { "Etendue", "|s" },
  { "Etiquet", "te|tes|age" },
  { "Etoile", "|s" },
  { "Etranger", "|s" },
  { "Etrangère", "|s" },
  { "Etroit", "|s|e|es|ement" },
  { "Etud", "e|es|ier|iez|ions|iant|iants|iante|iantes" },
  { "Evalu", "er|ez|ons|é|ée|és|ées" },
  { "Eventuel", "|s|le|les|lement" },
  { "Evidem", "ment" },
  { "Eviden", "te|tes" },
  { "Evit", "er|ez|ons" },
  { "Evolu", "er|ez|ons|tif|tive|tifs|tives" },
  { "Evénement", "|s|iel|iels|ielle|ielles" },
  { "Evènement", "|s|iel|iels|ielle|ielles" },
  { "Evêque", "|s" },
  /* places */
  { "Ecosse", "" },
  { "Egypte", "" },
  { "Emirats", "" },
  { "Epinal", "" },
  { "Equateur", "" },
  { "Erythrée", "" },
  { "Etampes", "" },
  { "Ethiopie", "" },
  { "Evreux", "" },
  { "Evry", "" },
};

/* With Ê, Î, Ç. */
static const CapitalWord circumflex_words[] = {
  { "Etre", "|s" },
};
static const CapitalWord i_words[] = {
  { "Ile", "|s" },
  { "Ilot", "|s" },
};
static const CapitalWord c_words[] = {
  { "Ca", "" },
};

/* English has these too: only after l’ or d’. */
static const CapitalWord ambiguous_words[] = {
  { "Education", "|s" }, { "Edition", "|s" },     { "Evaluation", "|s" },  { "Evolution", "|s" },
  { "Emission", "|s" },  { "Election", "|s" },    { "Equation", "|s" },    { "Emotion", "|s" },
  { "Evasion", "|s" },   { "Edifice", "|s" },     { "Elaboration", "|s" }, { "Elimination", "|s" },
  { "Eligible", "" },    { "Editorial", "" },     { "Emergence", "|s" },   { "Epilogue", "|s" },
  { "Episode", "|s" },   { "Equivalence", "|s" }, { "Equivalent", "|s" },  { "Evidence", "|s" },
  { "Evident", "" },
};

static const char *const after_a[] = {
  "bientôt", "ce",      "cela",    "celles",      "cet",       "cette",     "ces",
  "ceux",    "chacun",  "chacune", "chaque",      "compter",   "condition", "consulter",
  "côté",    "court",   "défaut",  "destination", "découvrir", "droite",    "distance",
  "gauche",  "horizon", "la",      "lire",        "long",      "mi",        "mesure",
  "moins",   "moyen",   "ne",      "nos",         "noter",     "notre",     "nouveau",
  "partir",  "propos",  "présent", "quel",        "quelle",    "quelles",   "quelques",
  "quels",   "qui",     "quoi",    "retenir",     "retrouver", "sa",        "savoir",
  "ses",     "son",     "suivre",  "terme",       "titre",     "tous",      "tout",
  "toute",   "toutes",  "travers", "télécharger", "venir",     "voir",      "vos",
  "votre",
};

static gboolean
has_ending (const char *endings, const char *rest)
{
  gsize size = strlen (rest);

  for (const char *p = endings;; p++)
    {
      gsize n = strcspn (p, "|");
      if (n == size && strncmp (p, rest, n) == 0)
        return TRUE;
      p += n;
      if (*p == '\0')
        return FALSE;
    }
}

static gboolean
is_listed (const CapitalWord *words, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize size = strlen (words[i].stem);
      if (strncmp (words[i].stem, word, size) == 0 && has_ending (words[i].endings, word + size))
        return TRUE;
    }
  return FALSE;
}

gunichar
typo_capital_accent (const char *word, gboolean after_article)
{
  switch (word[0])
    {
    case 'E':
      if (is_listed (e_words, G_N_ELEMENTS (e_words), word)
          || (after_article && is_listed (ambiguous_words, G_N_ELEMENTS (ambiguous_words), word)))
        return 0x00C9;
      return is_listed (circumflex_words, G_N_ELEMENTS (circumflex_words), word) ? 0x00CA : 0;
    case 'I':
      return is_listed (i_words, G_N_ELEMENTS (i_words), word) ? 0x00CE : 0;
    case 'C':
      return is_listed (c_words, G_N_ELEMENTS (c_words), word) ? 0x00C7 : 0;
    default:
      return 0;
    }
}

gboolean
typo_follows_a_grave (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (after_a); i++)
    if (strcmp (after_a[i], word) == 0)
      return TRUE;
  return FALSE;
}

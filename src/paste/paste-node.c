/* paste-node.c - questions to an element: what is it, how is it styled, is it left out?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <string.h>

gboolean
paste_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE
         && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

gboolean
paste_is_one_of (const xmlNode *node, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (paste_is (node, names[i]))
      return TRUE;
  return FALSE;
}

const char *
paste_attribute (const xmlNode *node, const char *name)
{
  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (g_ascii_strcasecmp ((const char *) attribute->name, name) == 0)
      return attribute->children != NULL && attribute->children->content != NULL
                 ? (const char *) attribute->children->content
                 : "";
  return "";
}

/* The text after "property:" in the style, spaces skipped; NULL if it is not there. */
static const char *
style_value (const xmlNode *node, const char *property)
{
  const char *p = paste_attribute (node, "style");
  gsize size = strlen (property);

  while (*p != '\0')
    {
      const char *colon;

      p += strspn (p, " \t\r\n;");
      colon = p + strcspn (p, ":;");
      if (*colon == ':' && g_ascii_strncasecmp (p, property, size) == 0
          && strspn (p + size, " \t\r\n") == (gsize) (colon - p) - MIN (size, (gsize) (colon - p)))
        return colon + 1 + strspn (colon + 1, " \t\r\n");
      p += strcspn (p, ";");
    }
  return NULL;
}

gboolean
paste_has_style (const xmlNode *node, const char *property, const char *value)
{
  const char *found = style_value (node, property);
  return found != NULL && g_ascii_strncasecmp (found, value, strlen (value)) == 0;
}

typedef struct
{
  const char *name;
  PasteDroppedKind kind;
} DroppedElement;

static const DroppedElement dropped_elements[] = {
  { "script", PASTE_DROPPED_SCRIPT },     { "noscript", PASTE_DROPPED_SCRIPT },
  { "style", PASTE_DROPPED_STYLE_SHEET }, { "link", PASTE_DROPPED_STYLE_SHEET },
  { "iframe", PASTE_DROPPED_FRAME },      { "frame", PASTE_DROPPED_FRAME },
  { "frameset", PASTE_DROPPED_FRAME },    { "object", PASTE_DROPPED_OBJECT },
  { "embed", PASTE_DROPPED_OBJECT },      { "applet", PASTE_DROPPED_OBJECT },
  { "svg", PASTE_DROPPED_OBJECT },        { "math", PASTE_DROPPED_OBJECT },
  { "canvas", PASTE_DROPPED_OBJECT },     { "shape", PASTE_DROPPED_OBJECT },
  { "shapetype", PASTE_DROPPED_OBJECT },  { "audio", PASTE_DROPPED_MEDIA },
  { "video", PASTE_DROPPED_MEDIA },       { "input", PASTE_DROPPED_FORM },
  { "select", PASTE_DROPPED_FORM },       { "textarea", PASTE_DROPPED_FORM },
  { "button", PASTE_DROPPED_FORM },       { "del", PASTE_DROPPED_DELETED_TEXT },
};

gboolean
paste_is_dropped (Paste *paste, const xmlNode *node)
{
  static const char *const silent[] = { "head", "title", "meta", "base", "xml", "template" };
  guint *dropped = paste->result->dropped;

  if (node->type != XML_ELEMENT_NODE)
    return node->type != XML_TEXT_NODE && node->type != XML_CDATA_SECTION_NODE;
  for (guint i = 0; i < G_N_ELEMENTS (dropped_elements); i++)
    if (paste_is (node, dropped_elements[i].name))
      {
        dropped[dropped_elements[i].kind]++;
        return TRUE;
      }
  if (paste_is_one_of (node, silent, G_N_ELEMENTS (silent))
      || paste_has_style (node, "mso-list", "ignore"))
    return TRUE;
  if (paste_has_style (node, "mso-element", "comment")
      || strstr (paste_attribute (node, "class"), "MsoCommentReference") != NULL)
    {
      dropped[PASTE_DROPPED_COMMENT]++;
      return TRUE;
    }
  if (paste_has_style (node, "display", "none") || paste_has_style (node, "mso-hide", "all")
      || paste_has_style (node, "visibility", "hidden"))
    {
      dropped[PASTE_DROPPED_HIDDEN_TEXT]++;
      return TRUE;
    }
  return FALSE;
}

gboolean
paste_is_block (const xmlNode *node)
{
  static const char *const names[] = {
    "p",       "div",    "h1",   "h2",     "h3",      "h4",    "h5",         "h6",     "ul",
    "ol",      "li",     "dl",   "dt",     "dd",      "table", "blockquote", "pre",    "hr",
    "section", "header", "main", "footer", "article", "aside", "nav",        "figure", "figcaption",
    "center",  "form",   "body", "html",   "address", "tbody", "fieldset"
  };
  return paste_is_one_of (node, names, G_N_ELEMENTS (names));
}

gboolean
paste_has_block (const xmlNode *node, guint depth)
{
  if (depth > PASTE_MAX_DEPTH)
    return FALSE;
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE
        && (paste_is_block (child) || paste_has_block (child, depth + 1)))
      return TRUE;
  return FALSE;
}

guint
paste_word_list_level (const xmlNode *node)
{
  const char *value = paste_is (node, "p") ? style_value (node, "mso-list") : NULL;
  const char *level;

  if (value == NULL || *value == 'n' || *value == 'I')
    return 0;
  level = g_strstr_len (value, (gssize) strcspn (value, ";"), "level");
  return level != NULL ? (guint) CLAMP (g_ascii_strtoull (level + 5, NULL, 10), 1, PASTE_MAX_LISTS)
                       : 1;
}

guint
paste_heading_level (const xmlNode *node)
{
  static const char *const classes[] = { "MsoHeading", "Titre", "Heading", "heading" };
  const char *name, *class_name;

  if (node->type != XML_ELEMENT_NODE)
    return 0;
  name = (const char *) node->name;
  if ((name[0] == 'h' || name[0] == 'H') && name[1] >= '1' && name[1] <= '6' && name[2] == '\0')
    return (guint) (name[1] - '0');
  if (!paste_is (node, "p"))
    return 0;
  class_name = paste_attribute (node, "class");
  if (strcmp (class_name, "MsoTitle") == 0)
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      gsize size = strlen (classes[i]);
      if (strncmp (class_name, classes[i], size) == 0 && class_name[size] >= '1'
          && class_name[size] <= '6')
        return (guint) (class_name[size] - '0');
    }
  return 0;
}

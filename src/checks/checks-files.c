/* checks-files.c - images and files that the header names.
 *
 * A text of the header is the address of one if its key says so (DESIGN, "Form without set-up": it
 * ends in image, file, asset, …) or if the site says so of the field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>

static gboolean
is_file_key (const char *key)
{
  static const char *const endings[] = { "image",  "images", "file",    "files",    "asset",
                                         "assets", "photo",  "fichier", "fichiers", "cover" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (key), size = strlen (endings[i]);

      if (length >= size && g_ascii_strcasecmp (key + length - size, endings[i]) == 0
          && (length == size || !g_ascii_isalpha (key[length - size - 1])))
        return TRUE;
    }
  return FALSE;
}

gboolean
checks_is_description_key (const char *key)
{
  static const char *const keys[] = { "alternative-textuelle",
                                      "alternative_textuelle",
                                      "texte-alternatif",
                                      "texte_alternatif",
                                      "alt",
                                      "alt-text",
                                      "alt_text",
                                      NULL };

  return g_strv_contains (keys, key);
}

const char *
checks_find_address_problem (
    const Checks *self, const char *address, gboolean is_picture, char **argument, char **more)
{
  guint64 bytes = 0;
  ChecksTarget target = checks_look_up (self, address, &bytes);

  *argument = *more = NULL;
  if (target == CHECKS_TARGET_MISSING)
    {
      *argument = g_strdup (address);
      return "checks.file-missing";
    }
  if (target != CHECKS_TARGET_FOUND || !is_picture || bytes <= CHECKS_IMAGE_BYTES)
    return NULL;
  *argument = g_path_get_basename (address);
  *more = g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);
  return "checks.image-heavy";
}

static void
look_at_scalar (Checks *self, const char *path, const FmNode *node)
{
  const char *text = fm_node_get_string (node, NULL);
  g_autofree char *argument = NULL, *more = NULL;
  const char *problem;

  if (fm_node_get_kind (node) != FM_STRING || *text == '\0' || strchr (text, '\n') != NULL)
    return;
  problem = checks_find_address_problem (self, text, checks_is_picture (text), &argument, &more);
  if (problem != NULL)
    checks_add (self, CHECKS_PLACE_FIELD, path, checks_span_of (self, node),
                more != NULL ? BASE_SEVERITY_WARNING : BASE_SEVERITY_ERROR, problem,
                more != NULL ? "This image is very heavy" : "This file is not in the site", NULL,
                argument, more, NULL);
}

static void
look_at_description (Checks *self,
                     const char *path,
                     const char *key,
                     const FmNode *group,
                     const FmNode *description,
                     const char *address)
{
  g_autofree char *name = fm_path_escape (key);
  g_autofree char *place = g_strconcat (path, ".", name, NULL);

  /* "" says that the image is decorative; a key without a value says nothing. */
  if (description == NULL || fm_node_get_kind (description) == FM_NULL)
    checks_add (self, CHECKS_PLACE_FIELD, place,
                checks_span_of (self, description != NULL ? description : group),
                BASE_SEVERITY_WARNING, "checks.image-alt-missing",
                "This image has no alternative text", NULL, NULL);
  else if (fm_node_get_kind (description) == FM_STRING
           && checks_is_file_name (fm_node_get_string (description, NULL), address))
    checks_add (self, CHECKS_PLACE_FIELD, place, checks_span_of (self, description),
                BASE_SEVERITY_WARNING, "checks.image-alt-file-name",
                "The alternative text is a file name", NULL, fm_node_get_string (description, NULL),
                NULL);
}

/* A group that holds an image, and what it says of it. */
static void
look_at_group (Checks *self, const char *path, const FmNode *group, const char *description_key)
{
  const FmNode *image = NULL, *description = NULL;

  for (guint i = 0; i < fm_node_get_length (group); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (group, i), NULL);
      const FmNode *value = fm_node_get_nth_value (group, i);

      if (key == NULL)
        continue;
      if (checks_is_description_key (key))
        {
          description = value;
          description_key = key;
        }
      else if (image == NULL && is_file_key (key) && fm_node_get_kind (value) == FM_STRING
               && checks_is_picture (fm_node_get_string (value, NULL)))
        image = value;
    }
  if (image != NULL && description_key != NULL)
    look_at_description (self, path, description_key, group, description,
                         fm_node_get_string (image, NULL));
}

static void look_in (Checks *self,
                     const char *path,
                     const FmNode *node,
                     gboolean is_file,
                     const char *description_key);

static void
look_in_members (Checks *self, const char *path, const FmNode *group, const char *description_key)
{
  if (path != NULL)
    look_at_group (self, path, group, description_key);
  for (guint i = 0; i < fm_node_get_length (group); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (group, i), NULL);
      const FmNode *value = fm_node_get_nth_value (group, i);
      g_autofree char *name = key != NULL ? fm_path_escape (key) : NULL;
      g_autofree char *place = path == NULL ? g_strdup (name) : g_strconcat (path, ".", name, NULL);

      /* Of a key that is there twice the site reads the last one. */
      if (key != NULL && fm_node_get_member (group, key) == value)
        look_in (self, place, value, is_file_key (key), description_key);
    }
}

static void
look_in (Checks *self,
         const char *path,
         const FmNode *node,
         gboolean is_file,
         const char *description_key)
{
  switch ((int) fm_node_get_kind (node))
    {
    case FM_STRING:
      if (is_file)
        look_at_scalar (self, path, node);
      break;
    case FM_SEQUENCE:
      for (guint i = 0; i < fm_node_get_length (node); i++)
        {
          g_autofree char *item = g_strdup_printf ("%s.%u", path, i);

          look_in (self, item, fm_node_get_item (node, i), is_file, description_key);
        }
      break;
    case FM_MAPPING:
      look_in_members (self, path, node, description_key);
      break;
    default:
      break;
    }
}

static const ChecksField *
find_field (const Checks *self, const char *key)
{
  for (guint i = 0; i < self->facts->n_fields; i++)
    if (strcmp (self->facts->fields[i].key, key) == 0)
      return &self->facts->fields[i];
  return NULL;
}

void
checks_look_at_files (Checks *self)
{
  for (guint i = 0; self->root != NULL && i < fm_node_get_length (self->root); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (self->root, i), NULL);
      const FmNode *value = fm_node_get_nth_value (self->root, i);
      const ChecksField *field = key != NULL ? find_field (self, key) : NULL;
      g_autofree char *path = key != NULL ? fm_path_escape (key) : NULL;

      if (key == NULL || fm_node_get_member (self->root, key) != value)
        continue;
      look_in (self, path, value,
               is_file_key (key) || (field != NULL && field->role == CHECKS_ROLE_FILES),
               field != NULL ? field->description_key : NULL);
    }
}

/* chapeau-marked-text.c - a text with the words marked in which it differs from another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-marked-text.h"

#include <store.h>
#include <string.h>

/* A blue that is seen on light and on dark ground; of 65535. */
#define RED   0x3584
#define GREEN 0x84e4
#define BLUE  0xe4e4
#define ALPHA 0x4000

static void
mark (PangoAttrList *attributes, BaseSpan span)
{
  PangoAttribute *all[] = { pango_attr_background_new (RED, GREEN, BLUE),
                            pango_attr_background_alpha_new (ALPHA),
                            pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
                            pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD) };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      all[i]->start_index = (guint) span.start;
      all[i]->end_index = (guint) span.end;
      pango_attr_list_insert (attributes, all[i]);
    }
}

void
chapeau_marked_text_show (GtkLabel *label, const char *text, const char *other)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (GArray) differences = NULL;

  gtk_label_set_label (label, text);
  if (other != NULL)
    differences = store_diff (STORE_DIFF_WORDS, text, strlen (text), other, strlen (other));
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      const StoreDifference *difference = &g_array_index (differences, StoreDifference, i);

      if (base_span_length (difference->a) > 0)
        mark (attributes, difference->a);
    }
  gtk_label_set_attributes (label, attributes);
}

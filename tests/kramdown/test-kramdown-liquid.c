/* Liquid, with our option: tags are kept whole, whatever stands in them, and no rule of Markdown
 * touches them; they know where they stand. Without the option they are text as any other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <kramdown.h>
#include <string.h>

#define SPAN(text) "<span class=\"chapeau-liquid\">" text "</span>"
#define DIV(text)  "<div class=\"chapeau-liquid\">" text "</div>\n"

typedef struct
{
  const char *text;
  const char *html;
  const char *tags[3]; /* of the source, in order */
} LiquidCase;

static const LiquidCase liquid_cases[] = {
  { "a {{ page.title | upcase }} *b*\n",
    "<p>a " SPAN ("{{ page.title | upcase }}") " <em>b</em></p>\n",
    { "{{ page.title | upcase }}" } },
  { "été {{ \"*a* `b` [c](d)\" }}*e*\n",
    "<p>été " SPAN ("{{ \"*a* `b` [c](d)\" }}") "<em>e</em></p>\n",
    { "{{ \"*a* `b` [c](d)\" }}" } },
  { "{% include x.html a=\"*b*\" %}\n",
    DIV ("{% include x.html a=\"*b*\" %}"),
    { "{% include x.html a=\"*b*\" %}" } },
  { "un\n{% if x %}\ndeux\n{% endif %}\n\ntrois\n",
    "<p>un\n" SPAN ("{% if x %}") "\ndeux\n" SPAN ("{% endif %}") "</p>\n\n<p>trois</p>\n",
    { "{% if x %}", "{% endif %}" } },
  { "{% raw %}*a* {{ b }}{% endraw %} *c*\n",
    "<p>" SPAN ("{% raw %}*a* {{ b }}{% endraw %}") " <em>c</em></p>\n",
    { "{% raw %}*a* {{ b }}{% endraw %}" } },
  { "{% highlight ruby %}\n# a\n\n  *b* <c>\n{% endhighlight %}\n\n*d*\n",
    DIV (
        "{% highlight ruby %}\n# a\n\n  *b* &lt;c&gt;\n{% endhighlight %}") "\n<p><em>d</em></p>\n",
    { "{% highlight ruby %}\n# a\n\n  *b* <c>\n{% endhighlight %}" } },
  { "{%- comment -%}\n*a*\n\n* b\n{%- endcomment -%}\n",
    DIV ("{%- comment -%}\n*a*\n\n* b\n{%- endcomment -%}"),
    { "{%- comment -%}\n*a*\n\n* b\n{%- endcomment -%}" } },
  { "`{{ a }}` [x]({{ u }}/y \"{{ t }}\") ![{{ i }}](/i)\n",
    "<p><code>{{ a }}</code> <a href=\"{{ u }}/y\" title=\"{{ t }}\">x</a> "
    "<img src=\"/i\" alt=\"{{ i }}\" /></p>\n",
    { NULL } },
  { "| {{ a | b }} | c |\n",
    "<table>\n  <tbody>\n    <tr>\n      <td>" SPAN (
        "{{ a | b }}") "</td>\n"
                       "      <td>c</td>\n    </tr>\n  </tbody>\n</table>\n",
    { "{{ a | b }}" } },
  { "<a href=\"{{ u }}\">{{ v }}</a>\n",
    "<p><a href=\"{{ u }}\">" SPAN ("{{ v }}") "</a></p>\n",
    { "{{ v }}" } },
  { "<div>\n{% x %}\n</div>\n", "<div>\n{% x %}\n</div>\n", { NULL } },
  { "> {% x %}\n>\n> * {{ a }}\n",
    "<blockquote>\n  " DIV ("{% x %}") "\n  <ul>\n    <li>" SPAN ("{{ a }}") "</li>\n  </ul>\n"
                                                                             "</blockquote>\n",
    { "{% x %}", "{{ a }}" } },
  { "## a {{ b }} c\n", "<h2 id=\"a--c\">a " SPAN ("{{ b }}") " c</h2>\n", { "{{ b }}" } },
  { "~~~\n{% x %}\n~~~\n", "<pre><code>{% x %}\n</code></pre>\n", { NULL } },
  { "[a]: {{ c }}/d\n\n[a] e\n", "\n<p><a href=\"{{ c }}/d\">a</a> e</p>\n", { NULL } },
  /* What does not end is text. */
  { "a {{ b *c*\n", "<p>a {{ b <em>c</em></p>\n", { NULL } },
  { "a {% b *c*\n", "<p>a {% b <em>c</em></p>\n", { NULL } },
  { "a {{ b }} {{ c *d*\n", "<p>a " SPAN ("{{ b }}") " {{ c <em>d</em></p>\n", { "{{ b }}" } },
};

static void
find_tags (const KdElement *element, GPtrArray *found)
{
  if (kd_element_get_type (element) == KD_LIQUID)
    g_ptr_array_add (found, (gpointer) element);
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    find_tags (child, found);
}

static KdDocument *
parse (const char *text, gboolean liquid)
{
  g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);

  kd_options_set_liquid (options, liquid);
  return kd_parse (text, strlen (text), options);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (liquid_cases); i++)
    {
      const LiquidCase *one = &liquid_cases[i];
      g_autoptr (KdDocument) document = parse (one->text, TRUE);
      g_autofree char *html = kd_render_html (document, NULL);
      g_autoptr (GPtrArray) found = g_ptr_array_new ();
      guint n = 0;

      g_assert_cmpstr (html, ==, one->html);
      find_tags (kd_document_get_root (document), found);
      while (n < G_N_ELEMENTS (one->tags) && one->tags[n] != NULL)
        n++;
      g_assert_cmpuint (found->len, ==, n);
      for (guint k = 0; k < n; k++)
        {
          BaseSpan span = kd_element_get_span (found->pdata[k]);
          gsize length;
          const char *text = kd_element_get_text (document, found->pdata[k], &length);

          g_assert_cmpmem (one->text + span.start, base_span_length (span), one->tags[k],
                           strlen (one->tags[k]));
          g_assert_cmpmem (text, length, one->tags[k], strlen (one->tags[k]));
        }
    }
}

static void
test_off (void)
{
  g_autoptr (KdDocument) document = parse ("a {{ *b* }}\n", FALSE);
  g_autofree char *html = kd_render_html (document, NULL);

  g_assert_cmpstr (html, ==, "<p>a {{ <em>b</em> }}</p>\n");
}

/* A text may hold the very characters that stand for a tag inside. */
static void
test_own_mark (void)
{
  static const char text[] = "a {{ *b* }} \x0e"
                             "00000\x0e *c*\n";
  g_autoptr (KdDocument) document = parse (text, TRUE);
  g_autofree char *html = kd_render_html (document, NULL);

  g_assert_nonnull (strstr (html, "\x0e"
                                  "00000\x0e <em>c</em>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kramdown/liquid/cases", test_cases);
  g_test_add_func ("/kramdown/liquid/off", test_off);
  g_test_add_func ("/kramdown/liquid/own-mark", test_own_mark);
  return g_test_run ();
}

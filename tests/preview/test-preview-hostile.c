/* A hostile post: nothing of it runs, and a listener on the loopback address hears nothing.
 *
 * Each attempt is shown by itself, by a load and by a patch. PORT stands for the listener's port;
 * an attempt that runs sets an attribute of <html>, which our world can see.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "preview-harness.h"

#define U   "http://127.0.0.1:PORT/"
#define RUN "document.documentElement.setAttribute('data-ran','1')"

static const char *const attempts[] = {
  "<script>" RUN "</script>",
  "<script src=\"" U "\"></script>",
  "<script type=module>import '" U "'</script>",
  "<img src=x onerror=\"" RUN "\">",
  "<img src=\"" U "\">",
  "<img srcset=\"" U " 2x\">",
  "<img src=/none.png srcset=\"" U "a 1x, " U "b 2x\">",
  "<picture><source srcset=\"" U "\"><img src=/none.png></picture>",
  "<svg onload=\"" RUN "\"></svg>",
  "<svg><script>" RUN "</script></svg>",
  "<svg><image href=\"" U "\" width=9 height=9 /></svg>",
  "<svg><image xlink:href=\"" U "\" width=9 height=9 /></svg>",
  "<svg><use href=\"" U "#a\" /></svg>",
  "<svg><filter id=f><feImage href=\"" U
  "\" /></filter><rect width=9 height=9 filter=url(#f) /></svg>",
  "<svg><a href=\"javascript:" RUN "\"><text y=9>x</text></a></svg>",
  "<svg><animate onbegin=\"" RUN "\" attributeName=x dur=1s /></svg>",
  "<svg><set attributeName=href to=\"javascript:" RUN "\" /></svg>",
  "<svg><foreignObject><iframe src=\"" U "\"></iframe></foreignObject></svg>",
  "<svg><rect width=9 height=9 fill=\"url(" U "#a)\" /></svg>",
  "<iframe src=\"" U "\"></iframe>",
  "<iframe srcdoc=\"<script>parent." RUN "</script>\"></iframe>",
  "<iframe src=\"javascript:parent." RUN "\"></iframe>",
  "<iframe src=\"file:///etc/passwd\"></iframe>",
  "<frameset><frame src=\"" U "\"></frameset>",
  "<object data=\"" U "\"></object>",
  "<object data=\"data:text/html,<script>parent." RUN "</script>\"></object>",
  "<embed src=\"" U "\">",
  "<applet code=\"" U "\"></applet>",
  "<link rel=stylesheet href=\"" U "\">",
  "<link rel=preload as=image href=\"" U "\">",
  "<link rel=prefetch href=\"" U "\">",
  "<link rel=preconnect href=\"" U "\">",
  "<link rel=dns-prefetch href=\"" U "\">",
  "<link rel=modulepreload href=\"" U "\">",
  "<link rel=icon href=\"" U "\">",
  "<link rel=manifest href=\"" U "\">",
  "<style>@import url(" U ");</style>",
  "<style>@import '" U "';</style>",
  "<style>body{background:url(" U ")}</style>",
  "<style>@font-face{font-family:f;src:url(" U ")}*{font-family:f!important}</style><p>x</p>",
  "<style>*{cursor:url(" U "),auto}</style>",
  "<style>li{list-style-image:url(" U ")}</style><ul><li>x</li></ul>",
  "<style>p::before{content:url(" U ")}</style><p>x</p>",
  "<style>p{-webkit-mask-image:url(" U ")}</style><p>x</p>",
  "<style>p{border-image:url(" U ") 1;border:1px solid}</style><p>x</p>",
  "<style>p{filter:url(" U "#f)}</style><p>x</p>",
  "<style>p{background:image-set('" U "' 1x)}</style><p>x</p>",
  "<p style=\"background:url(" U ")\">x</p>",
  "<table background=\"" U "\"><tr><td background=\"" U "\">x</td></tr></table>",
  "<body background=\"" U "\" onload=\"" RUN "\">",
  "<video src=\"" U "\" autoplay></video>",
  "<video poster=\"" U "\"></video>",
  "<video><source src=\"" U "\" onerror=\"" RUN "\"></video>",
  "<video><track default src=\"" U "\"></video>",
  "<audio src=\"" U "\" autoplay></audio>",
  "<input type=image src=\"" U "\">",
  "<input autofocus onfocus=\"" RUN "\">",
  "<meta http-equiv=refresh content=\"0;url=" U "\">",
  "<meta http-equiv=refresh content=\"0;url=javascript:" RUN "\">",
  "<meta http-equiv=refresh content=\"0;url=data:text/html,x\">",
  "<base href=\"" U "\"><img src=a.png>",
  "<form action=\"" U "\" id=f><button id=b>x</button></form>",
  "<form><button id=b formaction=\"" U "\">x</button></form>",
  "<form action=\"javascript:" RUN "\"><button id=b>x</button></form>",
  "<a id=b href=\"" U "\">x</a>",
  "<a id=b href=\"" U "\" target=_blank>x</a>",
  "<a id=b href=\"javascript:" RUN "\">x</a>",
  "<a id=b href=\"data:text/html,<script>" RUN "</script>\">x</a>",
  "<a id=b href=\"/x\" ping=\"" U "\">x</a>",
  "<a id=b href=\"" U "\" download>x</a>",
  "<details open ontoggle=\"" RUN "\"><summary>x</summary></details>",
  "<template shadowrootmode=open><img src=\"" U "\"></template>",
  "<noscript><img src=\"" U "\"></noscript>",
  "<math><mtext><img src=\"" U "\" onerror=\"" RUN "\"></mtext></math>",
  "<xmp><img src=\"" U "\"></xmp><img src=\"" U "\">",
  "<marquee onstart=\"" RUN "\">x</marquee>",
};

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  guint *heard = user_data;

  (*heard)++;
  return FALSE;
}

static char *
with_port (const char *attempt, guint16 port)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autoptr (GString) out = g_string_new (attempt);

  g_string_replace (out, "PORT", number, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
try_one (Harness *harness, const char *html, guint nth, guint *heard)
{
  g_autofree char *id = g_strdup_printf ("hostile-%u", nth);
  g_autoptr (PreviewPage) quiet = harness_page (id, "<p>quiet</p>");
  g_autoptr (PreviewPage) loaded = harness_page (html, html);
  g_autoptr (PreviewPage) patched = harness_page (id, html);
  PreviewPage *pages[] = { loaded, quiet, patched };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *ran = NULL;

      harness_show (harness, pages[i]);
      g_free (harness_eval (harness, "const b = document.querySelector ('#b'); if (b) b.click ()"));
      harness_wait_ms (40);
      ran = harness_eval (harness, "return String (document.documentElement.dataset.ran)");
      g_assert_cmpstr (ran, ==, "undefined");
      g_assert_cmpuint (*heard, ==, 0);
      g_assert_cmpint (chapeau_preview_get_state (harness->preview), ==, PREVIEW_STATE_LIVE);
    }
}

static void
test_hostile (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (Harness) harness = harness_new (NULL);
  guint heard = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), &heard);
  g_assert_cmpuint (G_N_ELEMENTS (attempts), >=, 60);
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *html = with_port (attempts[i], port);

      g_test_message ("%s", html);
      try_one (harness, html, i, &heard);
    }
  harness_wait_ms (500);
  g_assert_cmpuint (heard, ==, 0);
  g_socket_service_stop (service);
  g_signal_handlers_disconnect_by_data (service, &heard);
}

/* The listener is no decoy: with external content on, an image comes from it. */
static void
test_external_content (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (Harness) harness = harness_new (NULL);
  guint heard = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *html = with_port ("<p><img src=\"" U "\" alt=\"loin\"></p>", port);
  g_autoptr (PreviewPage) page = harness_page ("external", html);
  g_autofree char *off = NULL;

  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), &heard);
  harness_show (harness, page);
  off = harness_html (harness, PREVIEW_PART_BODY);
  g_assert_cmpstr (off, ==, html);
  g_assert_cmpuint (heard, ==, 0);
  chapeau_preview_set_external_content (harness->preview, TRUE);
  for (guint i = 0; i < 250 && heard == 0; i++)
    harness_wait_ms (20);
  g_assert_cmpuint (heard, >, 0);
  g_socket_service_stop (service);
  g_signal_handlers_disconnect_by_data (service, &heard);
}

int
main (int argc, char **argv)
{
  harness_init (&argc, &argv);
  g_test_add_func ("/preview/hostile/external-content", test_external_content);
  g_test_add_func ("/preview/hostile/all", test_hostile);
  return g_test_run ();
}

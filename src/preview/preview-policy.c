/* preview-policy.c - what the web process may do: as little as a page needs to be looked at.
 *
 * Four walls, each enough for most of what a hostile post tries:
 *
 *  1. enable-javascript-markup is off: the page's own scripts, event attributes and javascript:
 *     addresses do not run. Script as such is on, for our own world.
 *  2. the Content-Security-Policy of every response (preview-shell.c): no script, frame, object,
 *     form, connection; images, styles, fonts, media from our scheme alone.
 *  3. decide-policy: the one navigation that is let through is the load of our document.
 *  4. no network: an ephemeral session whose proxy is an address where nothing listens, until the
 *     person asks for this post's external content.
 *
 * WebKit's sandbox around the web process is on by default in this API; nothing here touches it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-policy.h"

#include "preview-shell.h"

/* Port 9, "discard": refused at once by a machine that does not serve it, and by all today. */
#define NO_PROXY "http://127.0.0.1:9"

static WebKitSettings *
create_settings (void)
{
  return g_object_new (
      WEBKIT_TYPE_SETTINGS,
      /* our patch script needs an engine; the page's own markup does not get it */
      "enable-javascript", TRUE, "enable-javascript-markup", FALSE,
      "allow-file-access-from-file-urls", FALSE, "allow-universal-access-from-file-urls", FALSE,
      "allow-top-navigation-to-data-urls", FALSE, "disable-web-security", FALSE,
      "enable-html5-database", FALSE, "enable-html5-local-storage", FALSE, "enable-webgl", FALSE,
      "enable-webaudio", FALSE, "enable-webrtc", FALSE, "enable-media-stream", FALSE,
      "enable-encrypted-media", FALSE, "enable-mediasource", FALSE, "enable-fullscreen", FALSE,
      "enable-developer-extras", FALSE, "enable-page-cache", FALSE, "enable-site-specific-quirks",
      FALSE, "enable-back-forward-navigation-gestures", FALSE,
      "javascript-can-open-windows-automatically", FALSE, "javascript-can-access-clipboard", FALSE,
      "allow-modal-dialogs", FALSE, "media-playback-requires-user-gesture", TRUE,
      "enable-smooth-scrolling", FALSE, "print-backgrounds", TRUE, "default-charset", "utf-8",
      NULL);
}

static WebKitUserContentManager *
create_content_manager (void)
{
  WebKitUserContentManager *manager = webkit_user_content_manager_new ();
  g_autofree char *script = preview_shell_script ();
  g_autoptr (GBytes) css = preview_shell_resource ("marks.css");
  g_autofree char *style = g_strndup (g_bytes_get_data (css, NULL), g_bytes_get_size (css));
  WebKitUserScript *user_script = webkit_user_script_new_for_world (
      script, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME, WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_END,
      PREVIEW_WORLD, NULL, NULL);
  WebKitUserStyleSheet *user_style = webkit_user_style_sheet_new (
      style, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME, WEBKIT_USER_STYLE_LEVEL_USER, NULL, NULL);

  webkit_user_content_manager_register_script_message_handler (manager, PREVIEW_WORLD,
                                                               PREVIEW_WORLD);
  webkit_user_content_manager_add_script (manager, user_script);
  webkit_user_content_manager_add_style_sheet (manager, user_style);
  webkit_user_script_unref (user_script);
  webkit_user_style_sheet_unref (user_style);
  return manager;
}

/* ---- ways out ------------------------------------------------------------------------------- */

static gboolean
is_our_load (WebKitPolicyDecision *decision, const PreviewScheme *scheme)
{
  WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action (
      WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  WebKitURIRequest *request = webkit_navigation_action_get_request (action);

  return webkit_navigation_action_get_navigation_type (action) == WEBKIT_NAVIGATION_TYPE_OTHER
         && !webkit_navigation_action_is_user_gesture (action)
         && g_strcmp0 (webkit_uri_request_get_uri (request),
                       preview_scheme_get_document_uri (scheme))
                == 0;
}

/* What came back for something that was let through: shown if it can be, never downloaded. */
static gboolean
response_is_shown (WebKitPolicyDecision *decision)
{
  return webkit_response_policy_decision_is_mime_type_supported (
      WEBKIT_RESPONSE_POLICY_DECISION (decision));
}

static gboolean
on_decide_policy (WebKitWebView *view,
                  WebKitPolicyDecision *decision,
                  WebKitPolicyDecisionType type,
                  gpointer user_data)
{
  gboolean allowed = FALSE;

  switch (type)
    {
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
      allowed = is_our_load (decision, user_data);
      break;
    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
      allowed = response_is_shown (decision);
      break;
    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
      break;
    }
  if (allowed)
    webkit_policy_decision_use (decision);
  else
    webkit_policy_decision_ignore (decision);
  return TRUE;
}

static GtkWidget *
on_create (WebKitWebView *view, WebKitNavigationAction *action, gpointer user_data)
{
  return NULL;
}

static gboolean
on_permission (WebKitWebView *view, WebKitPermissionRequest *request, gpointer user_data)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static gboolean
on_authenticate (WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer user_data)
{
  webkit_authentication_request_cancel (request);
  return TRUE;
}

static gboolean
on_file_chooser (WebKitWebView *view, WebKitFileChooserRequest *request, gpointer user_data)
{
  webkit_file_chooser_request_cancel (request);
  return TRUE;
}

static gboolean
on_color_chooser (WebKitWebView *view, WebKitColorChooserRequest *request, gpointer user_data)
{
  webkit_color_chooser_request_cancel (request);
  return TRUE;
}

static gboolean
refuse (void)
{
  return TRUE;
}

static void
on_download (WebKitNetworkSession *session, WebKitDownload *download, gpointer user_data)
{
  webkit_download_cancel (download);
}

/* Of WebKit's own menu, what makes sense for a page to look at. */
static gboolean
on_context_menu (WebKitWebView *view,
                 WebKitContextMenu *menu,
                 WebKitHitTestResult *hit,
                 gpointer user_data)
{
  GList *next;

  for (GList *item = webkit_context_menu_get_items (menu); item != NULL; item = next)
    {
      WebKitContextMenuAction action = webkit_context_menu_item_get_stock_action (item->data);

      next = item->next;
      if (action != WEBKIT_CONTEXT_MENU_ACTION_COPY
          && action != WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL)
        webkit_context_menu_remove (menu, item->data);
    }
  return webkit_context_menu_get_n_items (menu) == 0;
}

static void
close_ways_out (WebKitWebView *view, PreviewScheme *scheme)
{
  g_signal_connect (view, "decide-policy", G_CALLBACK (on_decide_policy), scheme);
  g_signal_connect (view, "create", G_CALLBACK (on_create), NULL);
  g_signal_connect (view, "permission-request", G_CALLBACK (on_permission), NULL);
  g_signal_connect (view, "authenticate", G_CALLBACK (on_authenticate), NULL);
  g_signal_connect (view, "run-file-chooser", G_CALLBACK (on_file_chooser), NULL);
  g_signal_connect (view, "run-color-chooser", G_CALLBACK (on_color_chooser), NULL);
  g_signal_connect (view, "script-dialog", G_CALLBACK (refuse), NULL);
  g_signal_connect (view, "show-notification", G_CALLBACK (refuse), NULL);
  g_signal_connect (view, "enter-fullscreen", G_CALLBACK (refuse), NULL);
  g_signal_connect (view, "print", G_CALLBACK (refuse), NULL);
  g_signal_connect (view, "context-menu", G_CALLBACK (on_context_menu), NULL);
}

/* ---- network ----------------------------------------------------------------------------------
 */

/* Made before there is a view; the first view takes it. */
static WebKitNetworkSession *session_ahead;

static void
go_nowhere (WebKitNetworkSession *session)
{
  WebKitNetworkProxySettings *nowhere = webkit_network_proxy_settings_new (NO_PROXY, NULL);

  webkit_network_session_set_proxy_settings (session, WEBKIT_NETWORK_PROXY_MODE_CUSTOM, nowhere);
  webkit_network_proxy_settings_free (nowhere);
}

static WebKitNetworkSession *
create_session (void)
{
  WebKitNetworkSession *session = webkit_network_session_new_ephemeral ();

  g_signal_connect (session, "download-started", G_CALLBACK (on_download), NULL);
  go_nowhere (session); /* and with it, WebKit starts the network process */
  return session;
}

void
preview_policy_start_network (void)
{
  if (session_ahead == NULL)
    session_ahead = create_session ();
}

static WebKitNetworkSession *
take_session (void)
{
  return session_ahead != NULL ? g_steal_pointer (&session_ahead) : create_session ();
}

void
preview_policy_set_network (WebKitWebView *view, gboolean allowed)
{
  WebKitNetworkSession *session = webkit_web_view_get_network_session (view);

  if (allowed)
    webkit_network_session_set_proxy_settings (session, WEBKIT_NETWORK_PROXY_MODE_DEFAULT, NULL);
  else
    go_nowhere (session);
}

/* ---- view -------------------------------------------------------------------------------------
 */

WebKitWebView *
preview_policy_create_view (WebKitWebContext *context, PreviewScheme *scheme)
{
  g_autoptr (WebKitSettings) settings = create_settings ();
  g_autoptr (WebKitUserContentManager) manager = create_content_manager ();
  g_autoptr (WebKitNetworkSession) session = take_session ();
  g_autoptr (WebKitWebsitePolicies) policies =
      webkit_website_policies_new_with_policies ("autoplay", WEBKIT_AUTOPLAY_DENY, NULL);
  WebKitWebView *view = g_object_new (
      WEBKIT_TYPE_WEB_VIEW, "web-context", context, "network-session", session, "settings",
      settings, "user-content-manager", manager, "website-policies", policies, NULL);

  close_ways_out (view, scheme);
  return view;
}

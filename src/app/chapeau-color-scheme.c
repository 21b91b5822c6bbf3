/* chapeau-color-scheme.c - light or dark: what the desktop prefers.
 *
 * GTK 4.8 knows the names of themes only. GNOME, KDE and Xfce tell the preference through the
 * settings portal, org.freedesktop.appearance color-scheme: 0 none, 1 dark, 2 light.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-color-scheme.h"

#define PORTAL           "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Settings"
#define APPEARANCE       "org.freedesktop.appearance"
#define COLOR_SCHEME     "color-scheme"
#define PREFERS_DARK     1

typedef struct
{
  GObject *owner;
  ChapeauColorSchemeFunc function;
} Watch;

static void
tell (const Watch *watch, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    watch->function (watch->owner, g_variant_get_uint32 (value) == PREFERS_DARK);
}

static void
on_signal (
    GDBusProxy *proxy, const char *sender, const char *name, GVariant *parameters, gpointer data)
{
  const char *space, *key;
  g_autoptr (GVariant) value = NULL;

  if (g_strcmp0 (name, "SettingChanged") != 0
      || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &space, &key, &value);
  if (g_strcmp0 (space, APPEARANCE) == 0 && g_strcmp0 (key, COLOR_SCHEME) == 0)
    tell (data, value);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;
  g_autoptr (GObject) owner = watch->owner; /* kept for the call */
  g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, NULL);
  g_autoptr (GVariant) value = NULL;

  if (reply == NULL)
    return;
  g_variant_get (reply, "(v)", &value);
  /* The portal wraps it once more. */
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT))
    {
      GVariant *inner = g_variant_get_variant (value);

      g_variant_unref (value);
      value = inner;
    }
  tell (watch, value);
}

static void
on_proxy (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;
  g_autoptr (GObject) owner = watch->owner;
  GDBusProxy *proxy = g_dbus_proxy_new_for_bus_finish (result, NULL);

  if (proxy == NULL)
    {
      g_free (watch);
      return;
    }
  g_object_set_data_full (G_OBJECT (proxy), "watch", watch, g_free);
  g_object_set_data_full (owner, "color-scheme-portal", proxy, g_object_unref);
  g_signal_connect (proxy, "g-signal", G_CALLBACK (on_signal), watch);
  g_object_ref (owner);
  g_dbus_proxy_call (proxy, "Read", g_variant_new ("(ss)", APPEARANCE, COLOR_SCHEME),
                     G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_read, watch);
}

void
chapeau_color_scheme_watch (GObject *owner, ChapeauColorSchemeFunc function)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->owner = g_object_ref (owner);
  watch->function = function;
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SESSION, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, NULL,
                            PORTAL, PORTAL_PATH, PORTAL_INTERFACE, NULL, on_proxy, watch);
}

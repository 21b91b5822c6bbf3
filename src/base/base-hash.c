/* base-hash.c - FNV-1a over 8-byte words with a final mix.
 *
 * Fowler, Noll and Vo's construction taken a word at a time; the final mix spreads the high bits so
 * that a table may use the low ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base.h"

#include <string.h>

#define FNV_OFFSET G_GUINT64_CONSTANT (0xcbf29ce484222325)
#define FNV_PRIME  G_GUINT64_CONSTANT (0x100000001b3)

guint64
base_hash_bytes (const char *text, gsize length)
{
  guint64 hash = FNV_OFFSET ^ length;
  guint64 word;

  while (length >= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = (hash ^ word) * FNV_PRIME;
      hash ^= hash >> 29;
      text += sizeof word;
      length -= sizeof word;
    }
  word = 0;
  if (length > 0)
    memcpy (&word, text, length);
  hash = (hash ^ word) * FNV_PRIME;
  hash ^= hash >> 32;
  hash *= FNV_PRIME;
  return hash ^ (hash >> 29);
}

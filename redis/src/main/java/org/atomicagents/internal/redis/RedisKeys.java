package org.atomicagents.internal.redis;

/**
 * The names of keys: {@code <prefix><kind>:<version>:{<tenant>:<name>}<suffix>}.
 *
 * <p>The part in braces decides the slot of a cluster, so that the keys of one script lie in one
 * slot. Characters with a meaning in it are escaped as {@code %xx}: different parts never result in
 * the same key.
 *
 * @param prefix the prefix of all keys of a program
 * @param kind what the keys hold, as in "permits"; without a colon
 * @param version the version of their format: a change of the format needs another number
 */
public record RedisKeys(String prefix, String kind, int version) {

  /** Returns the key of something, described by parts such as a tenant and a name. */
  public byte[] key(String... parts) {
    return RedisLink.bytes(text(parts));
  }

  /** Returns a key in the same slot as {@link #key}, for more about the same thing. */
  public byte[] keyWithSuffix(String suffix, String... parts) {
    return RedisLink.bytes(text(parts) + ":" + suffix);
  }

  private String text(String... parts) {
    var text = new StringBuilder(prefix).append(kind).append(':').append(version).append(":{");
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        text.append(':');
      }
      escape(parts[i], i == parts.length - 1, text);
    }
    return text.append('}').toString();
  }

  private static void escape(String part, boolean isLast, StringBuilder text) {
    if (part.isEmpty()) {
      // Empty braces would not decide the slot.
      text.append("%-");
      return;
    }
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      switch (c) {
        case '%' -> text.append("%25");
        case '{' -> text.append("%7B");
        case '}' -> text.append("%7D");
        // The last part ends with the braces, and may contain the separator.
        case ':' -> text.append(isLast ? ":" : "%3A");
        default -> text.append(c);
      }
    }
  }
}

package org.atomicagents.internal.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of keys: {@code <prefix><kind>:<version>:{<tenant>:<name>}<suffix>}.
 *
 * <p>The part in braces decides the slot of a cluster, so that the keys of one script lie in one
 * slot. Characters with a meaning in it are escaped as {@code %xx}: different parts never result in
 * the same key. A long part is replaced by its beginning and a SHA-256 hash of the whole.
 *
 * @param prefix the prefix of all keys of a program
 * @param kind what the keys hold, as in "permits"; without a colon
 * @param version the version of their format: a change of the format needs another number
 */
public record RedisKeys(String prefix, String kind, int version) {
  private static final int MAX_PART = 400;
  private static final int SHORTENED = 60;

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
      text.append(escaped(parts[i], i == parts.length - 1));
    }
    return text.append('}').toString();
  }

  private static String escaped(String part, boolean isLast) {
    if (part.isEmpty()) {
      // Empty braces would not decide the slot.
      return "%-";
    }
    var text = new StringBuilder();
    part.codePoints().forEach(codePoint -> escape(codePoint, isLast, text));
    return text.length() <= MAX_PART
        ? text.toString()
        : text.substring(0, text.offsetByCodePoints(0, SHORTENED)) + "%~" + hash(text.toString());
  }

  private static void escape(int codePoint, boolean isLast, StringBuilder text) {
    switch (codePoint) {
      case '%' -> text.append("%25");
      case '{' -> text.append("%7B");
      case '}' -> text.append("%7D");
      // The last part ends with the braces, and may contain the separator.
      case ':' -> text.append(isLast ? ":" : "%3A");
      default -> {
        if (Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint)) {
          // UTF-8 has no half of a surrogate pair, and its replacement would merge two keys.
          text.append("%u").append(Integer.toHexString(codePoint));
        } else {
          text.appendCodePoint(codePoint);
        }
      }
    }
  }

  private static String hash(String escaped) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(RedisLink.bytes(escaped));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

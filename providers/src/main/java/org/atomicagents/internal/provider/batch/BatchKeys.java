package org.atomicagents.internal.provider.batch;

import java.util.regex.Pattern;

/** The keys of batches, which the providers accept as names. */
final class BatchKeys {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private BatchKeys() {}

  static void require(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "key: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, found %d characters: \"%s\""
              .formatted(key.length(), key.length() <= 64 ? key : key.substring(0, 64) + "…"));
    }
  }
}

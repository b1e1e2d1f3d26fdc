package org.atomicagents.internal.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A SHA-256 of texts, each preceded by its length, so that different lists of texts never have the
 * same bytes. Not thread-safe.
 */
final class KeyDigest {
  // Looking up the algorithm costs more than hashing a short text; a copy does not.
  private static final MessageDigest EMPTY = create();

  private final MessageDigest digest = copy();

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static MessageDigest copy() {
    try {
      return (MessageDigest) EMPTY.clone();
    } catch (CloneNotSupportedException e) {
      return create(); // some providers of algorithms do not support copies
    }
  }

  KeyDigest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  KeyDigest add(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
    return this;
  }

  /** Returns the hash. */
  byte[] finish() {
    return digest.digest();
  }
}

package org.atomicagents.internal.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 of parts of a request.
 *
 * <p>Each text is preceded by its length, so that different requests never have the same bytes. Not
 * thread-safe.
 */
final class RequestDigest {
  private static final int HASH_LENGTH = 32;
  private static final int BUFFERED_HASHES = 32;

  private final MessageDigest digest;

  RequestDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns the hash of the added parts. */
  byte[] finish() {
    return digest.digest();
  }

  /** Returns the hash of the added parts, in hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(finish());
  }

  /** Adds a text and its label. */
  void add(String label, String value) {
    addText(label);
    addText(value);
  }

  private void addText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  /** Adds the hashes of messages, which have one length and need no separators. */
  void add(EntryHashes hashes) {
    var buffer = new byte[BUFFERED_HASHES * HASH_LENGTH];
    int length = 0;
    for (byte[] hash : hashes) {
      // Each update of the digest has a cost, so that a few large ones are faster.
      if (length == buffer.length) {
        digest.update(buffer);
        length = 0;
      }
      System.arraycopy(hash, 0, buffer, length, HASH_LENGTH);
      length += HASH_LENGTH;
    }
    digest.update(buffer, 0, length);
    add("messages", String.valueOf(hashes.messages().size()));
  }
}

package org.atomicagents.internal.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 of parts of a request.
 *
 * <p>Each text is preceded by its length, so that different requests never have the same bytes. Not
 * thread-safe.
 */
public final class RequestDigest {
  private static final int HASH_LENGTH = 32;
  private static final int INITIAL_LENGTH = 128;
  private static final int MAX_BUFFERED_LENGTH = 8_192;

  // Looking up the algorithm costs more than hashing a short text; a copy does not.
  private static final MessageDigest EMPTY = create();

  private final MessageDigest digest = copy();

  // Each update of the digest has a cost, so that a few large ones are faster than many small ones.
  private byte[] buffer = new byte[INITIAL_LENGTH];
  private int buffered;

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

  /** Returns the hash of the added parts. */
  public byte[] finish() {
    flush();
    return digest.digest();
  }

  /** Returns the hash of the added parts, in hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(finish());
  }

  /** Adds a text and its label. */
  public void add(String label, String value) {
    addText(label);
    addText(value);
  }

  /** Adds a hash of other parts. */
  public void add(byte[] hash) {
    addBytes(hash);
  }

  /** Adds the hashes of messages, which have one length and need no separators. */
  public void add(EntryHashes hashes) {
    for (byte[] hash : hashes) {
      ensure(HASH_LENGTH);
      System.arraycopy(hash, 0, buffer, buffered, HASH_LENGTH);
      buffered += HASH_LENGTH;
    }
    add("messages", String.valueOf(hashes.messages().size()));
  }

  private void addText(String text) {
    addBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void addBytes(byte[] bytes) {
    int length = bytes.length;
    ensure(Integer.BYTES);
    buffer[buffered++] = (byte) (length >>> 24);
    buffer[buffered++] = (byte) (length >>> 16);
    buffer[buffered++] = (byte) (length >>> 8);
    buffer[buffered++] = (byte) length;
    if (length > MAX_BUFFERED_LENGTH) {
      flush();
      digest.update(bytes);
    } else {
      ensure(length);
      System.arraycopy(bytes, 0, buffer, buffered, length);
      buffered += length;
    }
  }

  /** Makes room for a number of bytes, at most the maximum of the buffer. */
  private void ensure(int length) {
    int needed = buffered + length;
    if (needed > MAX_BUFFERED_LENGTH) {
      flush();
      needed = length;
    }
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(buffer, Math.min(MAX_BUFFERED_LENGTH, Math.max(needed, 4 * buffer.length)));
    }
  }

  private void flush() {
    digest.update(buffer, 0, buffered);
    buffered = 0;
  }
}

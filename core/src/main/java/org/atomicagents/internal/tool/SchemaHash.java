package org.atomicagents.internal.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.atomicagents.schema.Schema;

/** Computes short hashes of schemas, to detect that a type has changed. */
final class SchemaHash {
  private static final int BYTES = 8;

  private SchemaHash() {}

  /** Returns the first 16 hexadecimal digits of the SHA-256 of a JSON Schema. */
  static String of(Schema<?> schema) {
    try {
      byte[] text = schema.jsonSchema().getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

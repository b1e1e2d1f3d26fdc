package org.atomicagents.internal.redis;

import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script, which Redis executes atomically.
 *
 * @param text the text of the script
 * @param digest the SHA-1 hash of the text, by which the server finds a script that it has seen
 * @param output the type of its result
 */
public record RedisScript(String text, String digest, ScriptOutputType output) {

  /** Returns a script with its hash. */
  public static RedisScript of(String text, ScriptOutputType output) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
      return new RedisScript(text, HexFormat.of().formatHex(hash), output);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}

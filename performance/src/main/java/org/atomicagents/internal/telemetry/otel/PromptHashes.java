package org.atomicagents.internal.telemetry.otel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hashes of the latest system prompt of each agent, most of which do not change. */
final class PromptHashes {
  private static final int MAX_AGENTS = 1_000;

  private final Map<String, Prompt> latest = new ConcurrentHashMap<>();

  private record Prompt(String text, String hash) {}

  /** Returns the SHA-256 hash of a prompt, in hexadecimal. */
  String of(String agent, String text) {
    Prompt known = latest.get(agent);
    if (known != null && known.text().equals(text)) {
      return known.hash();
    }
    String hash = sha256(text);
    if (known != null || latest.size() < MAX_AGENTS) {
      latest.put(agent, new Prompt(text, hash));
    }
    return hash;
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}

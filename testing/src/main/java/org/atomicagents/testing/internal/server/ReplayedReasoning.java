package org.atomicagents.testing.internal.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The encrypted reasoning of simulated models, which later requests repeat.
 *
 * <p>Like OpenAI, the server accepts the reasoning of the same model only, and only together with
 * the item that followed it; and that item, if it has its id, only together with the reasoning.
 */
final class ReplayedReasoning {
  private static final String PREFIX = "simulated-";
  private static final String SEPARATOR = "\n";
  private static final String ID = "rs_";

  private ReplayedReasoning() {}

  /** Returns the id of the reasoning of a response. */
  static String id(String responseId) {
    return ID + responseId;
  }

  /** Returns the id of the item that follows reasoning. */
  static String nextId(String prefix, String reasoningId) {
    return prefix + reasoningId;
  }

  /** Returns the encrypted content of reasoning before an item. */
  static String encrypt(String model, String nextItem) {
    byte[] content = (model + SEPARATOR + nextItem).getBytes(StandardCharsets.UTF_8);
    return PREFIX + Base64.getEncoder().encodeToString(content);
  }

  /** Throws OpenAI's error if the input contains reasoning that the model does not accept. */
  static void check(JsonNode input, String model) {
    var reasoning = new HashSet<String>();
    for (int i = 0; i < input.size(); i++) {
      JsonNode item = input.get(i);
      if (item.path("type").asString("").equals("reasoning")) {
        check(item, input.path(i + 1), model);
        reasoning.add(item.path("id").asString(""));
      } else {
        checkFollowing(item, reasoning);
      }
    }
  }

  private static void checkFollowing(JsonNode item, Set<String> reasoning) {
    String id = item.path("id").asString("");
    int start = id.indexOf("_" + ID) + 1;
    if (start > 0 && !reasoning.contains(id.substring(start))) {
      throw ApiError.missingReasoning(
          id, item.path("type").asString("message"), id.substring(start));
    }
  }

  private static void check(JsonNode item, JsonNode next, String model) {
    String id = item.path("id").asString("");
    String[] content = decrypt(item.path("encrypted_content").asString(""));
    if (content.length != 2 || !content[0].equals(model)) {
      throw ApiError.unverifiedReasoning(id);
    }
    if (!content[1].equals(next.path("id").asString(""))) {
      throw ApiError.unpairedReasoning(id);
    }
  }

  private static String[] decrypt(String content) {
    if (!content.startsWith(PREFIX)) {
      return new String[0];
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(content.substring(PREFIX.length()));
      return new String(decoded, StandardCharsets.UTF_8).split(SEPARATOR, 2);
    } catch (IllegalArgumentException e) {
      return new String[0];
    }
  }
}

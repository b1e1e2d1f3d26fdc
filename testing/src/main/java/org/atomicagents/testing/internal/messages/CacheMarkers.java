package org.atomicagents.testing.internal.messages;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks the cache markers of a request: their number, form and order.
 *
 * <p>Source: <a href="https://platform.claude.com/docs/en/build-with-claude/prompt-caching">Prompt
 * caching</a>.
 */
final class CacheMarkers {
  private static final int MAX_MARKERS = 4;
  private static final String MARKER = "cache_control";

  private CacheMarkers() {}

  static void check(JsonNode tree, List<PromptBlock> blocks) {
    int count = countAndCheckForms(tree, "");
    if (count > MAX_MARKERS) {
      throw AnthropicErrors.invalid(
          "A maximum of %d blocks with cache_control may be provided. Found %d."
              .formatted(MAX_MARKERS, count));
    }
    boolean hasShort = false;
    for (PromptBlock block : blocks) {
      if (PromptBlock.LONG_TIME.equals(block.cacheTime()) && hasShort) {
        throw AnthropicErrors.invalid(
            block.path() + ".cache_control.ttl",
            "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block."
                + " Note that blocks are processed in the following order: `tools`, `system`,"
                + " `messages`.");
      }
      hasShort |= PromptBlock.SHORT_TIME.equals(block.cacheTime());
    }
  }

  // Inputs of tools and schemas are data: a property may have the marker's name.
  private static int countAndCheckForms(JsonNode node, String path) {
    int count = 0;
    if (node.has(MARKER) && !node.get(MARKER).isNull()) {
      checkForm(node.get(MARKER), ClaudeFields.join(path, MARKER));
      count++;
    }
    if (node.path("type").asString("").equals("text")
        && node.has(MARKER)
        && node.path("text").asString("").isEmpty()) {
      throw AnthropicErrors.invalid(path, "cache_control cannot be set for empty text blocks");
    }
    for (String name : List.of("tools", "system", "messages", "content")) {
      JsonNode items = node.path(name);
      for (int i = 0; items.isArray() && i < items.size(); i++) {
        count += countAndCheckForms(items.get(i), ClaudeFields.join(path, name + "." + i));
      }
    }
    return count;
  }

  private static void checkForm(JsonNode marker, String path) {
    ClaudeFields.requireObject(marker, path);
    ClaudeFields.require(marker, path, "type");
    ClaudeFields.requireOneOf(marker, path, "type", Set.of("ephemeral"));
    ClaudeFields.requireOneOf(marker, path, "ttl", Set.of("5m", "1h"));
    ClaudeFields.allow(marker, path, Set.of("type", "ttl"));
  }
}

package org.atomicagents.testing.internal.messages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The signatures of simulated thinking, which later requests repeat.
 *
 * <p>Like Anthropic, the server accepts thinking of the same model only, with the same text; from
 * Claude 5.5 on, only after the same messages. Source: <a
 * href="https://platform.claude.com/docs/en/build-with-claude/extended-thinking">Extended
 * thinking</a> and <a
 * href="https://platform.claude.com/docs/en/models/opus-5-5/migration-guide">migration to Claude
 * Opus 5.5</a>.
 */
final class ThinkingSignature {
  private ThinkingSignature() {}

  /**
   * Returns the signature of thinking.
   *
   * @param text the text that the client receives
   * @param before the messages before it
   */
  static String of(String model, String text, List<JsonNode> before) {
    byte[] conversation = new byte[0];
    for (JsonNode message : before) {
      conversation = extend(conversation, message);
    }
    return of(model, text, conversation);
  }

  private static String of(String model, String text, byte[] conversation) {
    byte[] bound = ClaudeFamily.of(model).bindsThinking() ? conversation : new byte[0];
    String content =
        "simulated\n" + model + "\n" + HexFormat.of().formatHex(PromptCache.hash(bound, text));
    return Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  // Thinking of earlier responses may be left out.
  private static byte[] extend(byte[] conversation, JsonNode message) {
    byte[] hash = conversation;
    for (PromptBlock block : PromptBlock.ofMessage("", message)) {
      hash = block.isThinking() ? hash : PromptCache.hash(hash, block.text());
    }
    return hash;
  }

  /** Throws Anthropic's error if a message contains thinking that the model does not accept. */
  static void check(String model, JsonNode messages) {
    byte[] before = new byte[0];
    for (int i = 0; i < messages.size(); i++) {
      JsonNode content = messages.get(i).path("content");
      for (int j = 0; j < content.size(); j++) {
        String path = "messages." + i + ".content." + j;
        JsonNode block = content.get(j);
        switch (block.path("type").asString("")) {
          case "thinking" -> {
            String text = block.path("thinking").asString("");
            if (!of(model, text, before).equals(block.path("signature").asString(""))) {
              throw AnthropicErrors.invalid(path, "Invalid `signature` in `thinking` block");
            }
          }
          case "redacted_thinking" -> {
            if (!of(model, "", before).equals(block.path("data").asString(""))) {
              throw AnthropicErrors.invalid(path, "Invalid `data` in `redacted_thinking` block");
            }
          }
          default -> {}
        }
      }
      before = extend(before, messages.get(i));
    }
  }
}

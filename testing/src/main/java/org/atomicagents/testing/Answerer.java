package org.atomicagents.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.atomicagents.testing.internal.Topics;
import org.atomicagents.testing.internal.UnsatisfiableException;
import org.atomicagents.testing.internal.ValueGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Decides what to answer; the same seed and request give the same answer. */
final class Answerer {
  private static final JsonNode WORDS = Wire.read("{\"type\":\"string\",\"minLength\":120}");

  private final long seed;

  Answerer(long seed) {
    this.seed = seed;
  }

  Completion answer(ChatRequest request, Instant now) {
    byte[] hash = hash(request);
    long chance = ByteBuffer.wrap(hash).getLong();
    String id = HexFormat.of().formatHex(hash, 8, 20);
    Goal.Tool tool = tool(request.goal(), chance);
    String text = text(request, tool, chance);
    List<String> tokens = Tokens.of(beforeStop(text, request.stops()));
    int most = request.maxTokens();
    boolean cut = tokens.size() > most;
    return new Completion(
        id,
        now,
        request.model(),
        tool == null ? null : tool.name(),
        cut ? List.copyOf(tokens.subList(0, most)) : tokens,
        cut ? "length" : reason(request.goal()),
        request.promptTokens());
  }

  private static String text(ChatRequest request, Goal.@Nullable Tool tool, long chance) {
    List<String> topics = Topics.of(request.lastWords());
    if (tool != null) {
      return Wire.text(generate(tool.parameters(), "tools", topics, chance));
    }
    return request.goal() instanceof Goal.JsonText json
        ? Wire.text(generate(json.schema(), json.parameter(), topics, chance))
        : generate(WORDS, "messages", topics, chance).stringValue();
  }

  private static JsonNode generate(
      JsonNode schema, String parameter, List<String> topics, long chance) {
    try {
      return ValueGenerator.generate(ToldKeywords.heeded(schema), topics, chance);
    } catch (UnsatisfiableException e) {
      throw ProviderFault.schema(parameter, e.getMessage());
    } catch (JacksonException e) {
      // A keyword holds what it can't hold, such as a text where a number belongs.
      throw ProviderFault.schema(parameter, e.getOriginalMessage());
    }
  }

  private static Goal.@Nullable Tool tool(Goal goal, long chance) {
    return goal instanceof Goal.Call call
        ? call.tools().get((int) Math.floorMod(chance, (long) call.tools().size()))
        : null;
  }

  private static String beforeStop(String text, List<String> stops) {
    int end = text.length();
    for (String stop : stops) {
      int found = stop.isEmpty() ? -1 : text.indexOf(stop);
      end = found < 0 ? end : Math.min(end, found);
    }
    return text.substring(0, end);
  }

  private static String reason(Goal goal) {
    return goal instanceof Goal.Call call && !call.named() ? "tool_calls" : "stop";
  }

  private byte[] hash(ChatRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      return digest.digest(request.identity().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}

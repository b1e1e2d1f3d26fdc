package org.atomicagents.testing.internal.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.atomicagents.testing.internal.generate.DescriptionKeywords;
import org.atomicagents.testing.internal.generate.SimpleTokenizer;
import org.atomicagents.testing.internal.generate.TopicExtractor;
import org.atomicagents.testing.internal.generate.UnsatisfiableSchemaException;
import org.atomicagents.testing.internal.generate.ValueGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Generates completions; the same seed and request give the same completion. */
final class ResponseGenerator {
  private static final JsonNode PROSE_SCHEMA =
      ServerJson.read("{\"type\":\"string\",\"minLength\":120}");

  private final long seed;

  /** Creates a generator; the seed determines, with the request, the completion. */
  ResponseGenerator(long seed) {
    this.seed = seed;
  }

  /**
   * Returns the completion of a request.
   *
   * @throws ApiError if no value satisfies the schema
   */
  Completion complete(GenerationRequest request, Instant now) {
    byte[] hash = hash(request);
    long requestSeed = ByteBuffer.wrap(hash).getLong();
    String id = HexFormat.of().formatHex(hash, 8, 20);
    RequestedOutput.OfferedTool tool = chooseTool(request.output(), requestSeed);
    String text = text(request, tool, requestSeed);
    String stop = firstStop(text, request.stopSequences());
    List<String> tokens =
        SimpleTokenizer.of(stop == null ? text : text.substring(0, text.indexOf(stop)));
    int maxTokens = request.maxTokens();
    boolean truncated = tokens.size() > maxTokens;
    return new Completion(
        id,
        now,
        request.model(),
        tool == null ? null : tool.name(),
        truncated ? List.copyOf(tokens.subList(0, maxTokens)) : tokens,
        truncated ? "length" : finishReason(request.output()),
        truncated ? null : stop,
        request.promptTokens());
  }

  private static String text(
      GenerationRequest request, RequestedOutput.@Nullable OfferedTool tool, long requestSeed) {
    List<String> topics = TopicExtractor.of(request.lastUserText());
    if (tool != null) {
      return ServerJson.text(generate(tool.parameters(), "tools", topics, requestSeed));
    }
    return request.output() instanceof RequestedOutput.JsonOutput json
        ? ServerJson.text(generate(json.schema(), json.parameter(), topics, requestSeed))
        : generate(PROSE_SCHEMA, "messages", topics, requestSeed).stringValue();
  }

  private static JsonNode generate(
      JsonNode schema, String parameter, List<String> topics, long requestSeed) {
    try {
      return ValueGenerator.generate(DescriptionKeywords.withKeywords(schema), topics, requestSeed);
    } catch (UnsatisfiableSchemaException e) {
      throw ApiError.schema(parameter, e.getMessage());
    } catch (JacksonException e) {
      // A keyword has a value of the wrong type, such as a string instead of a number.
      throw ApiError.schema(parameter, e.getOriginalMessage());
    }
  }

  private static RequestedOutput.@Nullable OfferedTool chooseTool(
      RequestedOutput output, long requestSeed) {
    return output instanceof RequestedOutput.ToolInvocation call
        ? call.tools().get((int) Math.floorMod(requestSeed, (long) call.tools().size()))
        : null;
  }

  private static @Nullable String firstStop(String text, List<String> stops) {
    return stops.stream()
        .filter(stop -> !stop.isEmpty() && text.contains(stop))
        .min(Comparator.comparingInt(text::indexOf))
        .orElse(null);
  }

  private static String finishReason(RequestedOutput output) {
    return output instanceof RequestedOutput.ToolInvocation call && !call.isNamed()
        ? "tool_calls"
        : "stop";
  }

  private byte[] hash(GenerationRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      return digest.digest(request.identity().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}

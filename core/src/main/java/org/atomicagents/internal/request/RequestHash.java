package org.atomicagents.internal.request;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 of a whole request and of the client that sends it, equal in all processes.
 *
 * <p>Covers every component of a request, even those that do not change the bytes that are sent.
 * Sets and maps are hashed in the order of their keys, media by their content.
 */
public final class RequestHash {
  // A change of the hashed bytes changes this number.
  private static final String FORMAT = "atomic-agents-request-1";

  private final RequestDigest digest = new RequestDigest();

  private RequestHash() {}

  /**
   * Returns the hash of a request, 64 hexadecimal digits. Reads the files of media.
   *
   * @param client the identity of the client, {@link org.atomicagents.model.ModelClient#identity()}
   */
  public static String of(ModelRequest request, String client) {
    var hash = new RequestHash();
    hash.digest.add(FORMAT, client);
    hash.add(request);
    return hash.digest.hex();
  }

  private void add(ModelRequest request) {
    digest.add("model", request.model());
    add(request.rules());
    addCount("messages", request.messages().size());
    request.messages().forEach(this::add);
    add("output", request.output() != null);
    if (request.output() != null) {
      add(request.output());
    }
    addCount("tools", request.tools().size());
    request.tools().forEach(this::add);
    add(request.sampling());
    add("stream", request.stream());
  }

  private void add(ParameterRules rules) {
    addAll("unsupported", List.copyOf(new TreeSet<>(rules.unsupported())));
    addAll("renamed", rules.renamed());
    digest.add("systemRole", rules.systemRole());
    ParameterRules.Reasoning reasoning = rules.reasoning();
    add("reasoning", reasoning.supported());
    addAll("efforts", reasoning.efforts());
    addNullable("defaultEffort", reasoning.defaultEffort());
    addAll("unsupportedWhileReasoning", List.copyOf(new TreeSet<>(reasoning.unsupported())));
    add("functionTools", reasoning.functionTools());
  }

  private void add(Message message) {
    digest.add("role", message.role().name());
    addCount("parts", message.parts().size());
    message.parts().forEach(this::add);
  }

  private void add(Content part) {
    switch (part) {
      case Content.Text text -> digest.add("text", text.text());
      case Content.ToolCall call -> {
        digest.add("call", call.id());
        digest.add("name", call.name());
        digest.add("arguments", call.arguments());
      }
      case Content.ToolResult result -> {
        digest.add("result", result.callId());
        digest.add("name", result.name());
        digest.add("text", result.text());
      }
      case Content.Opaque opaque -> {
        digest.add("opaque", opaque.provider());
        digest.add("model", opaque.model());
        digest.add("json", opaque.json());
      }
      case Content.CacheBoundary ignored -> digest.add("cacheBoundary", "");
      case Media media -> MediaHash.add(digest, media);
    }
  }

  private void add(OutputFormat output) {
    digest.add("mode", output.mode().name());
    addAll("fallbacks", output.fallbacks().stream().map(Enum::name).toList());
    digest.add("name", output.name());
    digest.add("description", output.description());
    digest.add("schema", output.schema());
    addNullable("strictSchema", output.strictSchema());
    add(output.prompt());
    digest.add("promptSchema", output.promptSchema());
  }

  private void add(PromptProfile prompt) {
    digest.add("notation", prompt.notation().name());
    digest.add("placement", prompt.placement().name());
    add("schemaInAllModes", prompt.schemaInAllModes());
    add("plainInput", prompt.plainInput());
    add("reAskShowsResponse", prompt.reAskShowsResponse());
    add("demonstration", prompt.demonstration());
    addCount("maxLength", prompt.maxLength());
    addCount("maxItems", prompt.maxItems());
  }

  private void add(ToolSpec tool) {
    digest.add("tool", tool.name());
    digest.add("description", tool.description());
    digest.add("schema", tool.schema());
  }

  private void add(Sampling sampling) {
    addNullable("temperature", sampling.temperature());
    addNullable("topP", sampling.topP());
    addNullable("maxTokens", sampling.maxTokens());
    addAll("stop", sampling.stop());
    addNullable("seed", sampling.seed());
    addNullable("reasoningEffort", sampling.reasoningEffort());
    addAll("extra", sampling.extra());
  }

  private void add(String label, boolean value) {
    digest.add(label, String.valueOf(value));
  }

  private void addCount(String label, int count) {
    digest.add(label, String.valueOf(count));
  }

  // The label distinguishes null from a text.
  private void addNullable(String label, @Nullable Object value) {
    digest.add(value == null ? label + " is null" : label, value == null ? "" : value.toString());
  }

  private void addAll(String label, List<String> texts) {
    addCount(label, texts.size());
    texts.forEach(text -> digest.add("item", text));
  }

  private void addAll(String label, Map<String, String> texts) {
    addCount(label, texts.size());
    new TreeMap<>(texts).forEach(digest::add);
  }
}

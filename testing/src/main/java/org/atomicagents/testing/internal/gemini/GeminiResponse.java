package org.atomicagents.testing.internal.gemini;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.atomicagents.testing.internal.server.Completion;
import org.atomicagents.testing.internal.server.ServerJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A generated response of generateContent, as one object or as a stream of objects. */
record GeminiResponse(Completion completion, GeminiRequest request) {
  private static final String THOUGHT = "Considered the request.";
  private static final int THOUGHT_TOKENS = 8;

  /** Returns the response as one object. */
  ObjectNode complete() {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    if (request.includesThoughts()) {
      parts.add(thought());
    }
    if (isCall()) {
      parts.add(call());
    } else if (completion.tool() == null) {
      ObjectNode text = text(completion.text());
      parts.add(request.isSigned() ? sign(text) : text);
    }
    return response(parts, finishReason());
  }

  /**
   * Returns the objects of the stream: thoughts, text in chunks or a whole call, and the end with
   * the signature of a text.
   */
  List<ObjectNode> stream(List<String> chunks) {
    var objects = new ArrayList<ObjectNode>();
    if (request.includesThoughts()) {
      objects.add(response(list(thought()), null));
    }
    if (isCall()) {
      objects.add(response(list(call()), null));
    } else if (completion.tool() == null) {
      chunks.forEach(chunk -> objects.add(response(list(text(chunk)), null)));
    }
    ObjectNode end = text("");
    boolean isSigned = request.isSigned() && completion.tool() == null;
    objects.add(response(list(isSigned ? sign(end) : end), finishReason()));
    return objects;
  }

  /** Returns the index of the first object with text in the stream. */
  int firstText() {
    return request.includesThoughts() ? 1 : 0;
  }

  // A truncated call is no JSON; Google sends no call.
  private boolean isCall() {
    return completion.tool() != null && !completion.isTruncated();
  }

  private ObjectNode call() {
    ObjectNode call = object();
    call.put("name", completion.tool());
    call.set("args", ServerJson.read(completion.text()));
    if (GeminiFamily.of(request.model()).requiresSignatures()) {
      call.put("id", "call_" + completion.id());
    }
    ObjectNode part = object();
    part.set("functionCall", call);
    return request.isSigned()
        ? part.put("thoughtSignature", ThoughtSignature.ofCall(request.model(), call))
        : part;
  }

  private ObjectNode sign(ObjectNode part) {
    return part.put("thoughtSignature", ThoughtSignature.ofText(request.model()));
  }

  private static ObjectNode thought() {
    return text(THOUGHT).put("thought", true);
  }

  private static ObjectNode text(String text) {
    return object().put("text", text);
  }

  private String finishReason() {
    return completion.isTruncated() ? "MAX_TOKENS" : "STOP";
  }

  private ObjectNode response(ArrayNode parts, @Nullable String finishReason) {
    ObjectNode response = object();
    ObjectNode candidate = response.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    if (!parts.isEmpty()) {
      content.set("parts", parts);
    }
    content.put("role", "model");
    if (finishReason != null) {
      candidate.put("finishReason", finishReason);
    }
    candidate.put("index", 0);
    response.set("usageMetadata", usage());
    return response.put("modelVersion", request.model()).put("responseId", completion.id());
  }

  private ObjectNode usage() {
    int thoughts = request.thinks() ? THOUGHT_TOKENS : 0;
    int output = completion.tokens().size();
    ObjectNode usage =
        object()
            .put("promptTokenCount", completion.promptTokens())
            .put("candidatesTokenCount", output)
            .put("totalTokenCount", completion.promptTokens() + output + thoughts);
    usage
        .putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", completion.promptTokens());
    return thoughts > 0 ? usage.put("thoughtsTokenCount", thoughts) : usage;
  }

  private static ArrayNode list(ObjectNode part) {
    return JsonNodeFactory.instance.arrayNode().add(part);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The objects of a stream as server-sent events, each written when it is read; immutable. */
  static final class EventList extends AbstractList<String> implements RandomAccess {
    private final List<ObjectNode> objects;

    EventList(List<ObjectNode> objects) {
      this.objects = List.copyOf(objects);
    }

    @Override
    public String get(int index) {
      return ServerJson.event(objects.get(index));
    }

    @Override
    public int size() {
      return objects.size();
    }
  }
}

package org.atomicagents.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.internal.server.TextChunks;
import org.jspecify.annotations.Nullable;

/**
 * One response of a {@link ScriptedModel}.
 *
 * <p>If the request asks for a stream, the response is split into chunks. A text is sent in the
 * response mode of the request: as the arguments of the requested function for {@link
 * ResponseMode#TOOL_CALL}, as text otherwise.
 *
 * {@snippet :
 * ScriptedResponse.text("{\"chat_message\":\"hi\"}").withUsage(Usage.of(12, 5))
 * }
 *
 * <p>Immutable; each {@code with} method returns a copy.
 */
public final class ScriptedResponse {
  private static final int DEFAULT_CHUNK_SIZE = 4;

  private final ScriptedContent content;
  private final int chunkSize;
  private final @Nullable Usage usage;
  private final ModelEvent.@Nullable Finished finished;
  private final @Nullable AgentException failure;

  private ScriptedResponse(
      ScriptedContent content,
      int chunkSize,
      @Nullable Usage usage,
      ModelEvent.@Nullable Finished finished,
      @Nullable AgentException failure) {
    this.content = content;
    this.chunkSize = chunkSize;
    this.usage = usage;
    this.finished = finished;
    this.failure = failure;
  }

  private sealed interface ScriptedContent {}

  /** Events that are converted to the response mode of the request and split into chunks. */
  private record FormattedContent(List<ModelEvent> events) implements ScriptedContent {}

  /** Events that are emitted unchanged. */
  private record RawEvents(Iterable<? extends ModelEvent> events) implements ScriptedContent {}

  /** A failure before the response begins. */
  private record ScriptedFailure(AgentException failure) implements ScriptedContent {}

  /** Returns a response with a text, sent in the response mode of the request. */
  public static ScriptedResponse text(String text) {
    return ofContent(new ModelEvent.TextDelta(text));
  }

  /**
   * Returns a response that calls a tool.
   *
   * @param arguments JSON text; may be malformed
   */
  public static ScriptedResponse toolCall(String name, String arguments) {
    return ofContent().withToolCall(name, arguments);
  }

  /** Returns a response that refuses the request for the given reason. */
  public static ScriptedResponse refusal(String reason) {
    return ofContent(new ModelEvent.Refused(reason));
  }

  /** Returns a response that throws the given exception before the response begins. */
  public static ScriptedResponse throwing(AgentException failure) {
    return ofParts(new ScriptedFailure(Objects.requireNonNull(failure, "failure")));
  }

  /** Returns a response that emits exactly the given events, independently of the request. */
  public static ScriptedResponse events(ModelEvent... events) {
    return events(List.of(events));
  }

  /**
   * Returns a response that emits exactly the given events, independently of the request.
   *
   * <p>The events are read one by one as the stream is read, so an iterable that blocks delays the
   * stream.
   */
  public static ScriptedResponse events(Iterable<? extends ModelEvent> events) {
    return ofParts(new RawEvents(Objects.requireNonNull(events, "events")));
  }

  /**
   * Returns a copy with one more tool call at the end.
   *
   * @param arguments JSON text; may be malformed
   * @throws IllegalStateException if this is a response of {@link #events} or {@link #throwing}
   */
  public ScriptedResponse withToolCall(String name, String arguments) {
    return append(requireContent("withToolCall"), call(0, name, arguments));
  }

  /**
   * Returns a copy with more text at the end.
   *
   * @throws IllegalStateException if this is a response of {@link #events} or {@link #throwing}
   */
  public ScriptedResponse withText(String text) {
    return append(requireContent("withText"), new ModelEvent.TextDelta(text));
  }

  /**
   * Returns a copy with reasoning text at the end.
   *
   * @throws IllegalStateException if this is a response of {@link #events} or {@link #throwing}
   */
  public ScriptedResponse withReasoning(String text) {
    return append(requireContent("withReasoning"), new ModelEvent.ReasoningDelta(text));
  }

  /** Returns a copy that reports this usage; default: none. */
  public ScriptedResponse withUsage(Usage newUsage) {
    return new ScriptedResponse(content, chunkSize, newUsage, finished, failure);
  }

  /**
   * Returns a copy with this finish reason; default: {@link FinishReason#TOOL_CALLS} if the
   * response calls a tool, else {@link FinishReason#STOP}.
   */
  public ScriptedResponse withFinish(FinishReason reason) {
    return new ScriptedResponse(content, chunkSize, usage, finished(reason), failure);
  }

  /**
   * Returns a copy with another size of the chunks of a stream; default: 4.
   *
   * @param characters size in code points, at least 1
   * @throws IllegalArgumentException if {@code characters} is less than 1
   */
  public ScriptedResponse withChunkSize(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException("characters: expected 1 or more, found " + characters);
    }
    return new ScriptedResponse(content, characters, usage, finished, failure);
  }

  /**
   * Returns a copy that fails after all content was sent; it reports no usage and no finish reason.
   */
  public ScriptedResponse withFailure(AgentException newFailure) {
    return new ScriptedResponse(content, chunkSize, usage, finished, newFailure);
  }

  ModelExchange open(int number, ModelRequest request, RunContext context, Runnable onClose) {
    Iterable<? extends ModelEvent> events =
        switch (content) {
          case ScriptedFailure failed -> throw failed.failure();
          case RawEvents raw -> raw.events();
          case FormattedContent formatted -> buildEvents(number, formatted.events(), request);
        };
    return new ScriptedExchange(events.iterator(), failure, context, onClose);
  }

  private List<ModelEvent> buildEvents(int number, List<ModelEvent> content, ModelRequest request) {
    var events = new ArrayList<ModelEvent>();
    events.add(new ModelEvent.Started("scripted-" + number, request.model(), Map.of()));
    int size = request.stream() ? chunkSize : Integer.MAX_VALUE;
    List<ModelEvent> adapted = adaptToMode(content, request.output());
    adapted.forEach(event -> events.addAll(TextChunks.split(event, size)));
    if (failure == null) {
      if (usage != null) {
        events.add(new ModelEvent.UsageReport(usage));
      }
      events.add(finished != null ? finished : finished(defaultReason(adapted)));
    }
    return events;
  }

  private static List<ModelEvent> adaptToMode(
      List<ModelEvent> content, @Nullable OutputFormat output) {
    String function =
        output != null && output.mode() == ResponseMode.TOOL_CALL ? output.name() : null;
    var adapted = new ArrayList<ModelEvent>();
    int calls = 0;
    for (ModelEvent event : content) {
      switch (event) {
        case ModelEvent.ToolCallDelta call ->
            adapted.add(call(calls++, call.name(), call.arguments()));
        case ModelEvent.TextDelta text when function != null ->
            adapted.add(call(calls++, function, text.text()));
        default -> adapted.add(event);
      }
    }
    return adapted;
  }

  private static ModelEvent call(int index, @Nullable String name, String arguments) {
    return new ModelEvent.ToolCallDelta(index, "call_" + (index + 1), name, arguments);
  }

  private static FinishReason defaultReason(List<ModelEvent> events) {
    return events.stream().anyMatch(ModelEvent.ToolCallDelta.class::isInstance)
        ? FinishReason.TOOL_CALLS
        : FinishReason.STOP;
  }

  private static ModelEvent.Finished finished(FinishReason reason) {
    return new ModelEvent.Finished(reason, reason.name().toLowerCase(Locale.ROOT));
  }

  private List<ModelEvent> requireContent(String method) {
    if (content instanceof FormattedContent formatted) {
      return formatted.events();
    }
    throw new IllegalStateException(
        method + ": expected a response of text, tool calls or a refusal, found " + content);
  }

  private ScriptedResponse append(List<ModelEvent> events, ModelEvent event) {
    var extended = new ArrayList<>(events);
    extended.add(event);
    return new ScriptedResponse(
        new FormattedContent(List.copyOf(extended)), chunkSize, usage, finished, failure);
  }

  private static ScriptedResponse ofContent(ModelEvent... events) {
    return ofParts(new FormattedContent(List.of(events)));
  }

  private static ScriptedResponse ofParts(ScriptedContent content) {
    return new ScriptedResponse(content, DEFAULT_CHUNK_SIZE, null, null, null);
  }
}

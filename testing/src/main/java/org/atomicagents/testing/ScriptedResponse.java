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
 * One answer of a {@link ScriptedModel}.
 *
 * <p>It is cut into pieces when the request asks for a stream, and whole otherwise. A text answers
 * in the form that was asked for: where the request's mode is {@link ResponseMode#TOOL_CALL} as the
 * arguments of the function asked for, else as text. Immutable; a copy for each change.
 */
public final class ScriptedResponse {
  private static final int DEFAULT_CHUNK_SIZE = 4;

  private final ScriptedContent parts;
  private final int chunkSize;
  private final @Nullable Usage usage;
  private final ModelEvent.@Nullable Finished finished;
  private final @Nullable AgentException failure;

  private ScriptedResponse(
      ScriptedContent parts,
      int pieceSize,
      @Nullable Usage usage,
      ModelEvent.@Nullable Finished finished,
      @Nullable AgentException failure) {
    this.parts = parts;
    this.chunkSize = pieceSize;
    this.usage = usage;
    this.finished = finished;
    this.failure = failure;
  }

  private sealed interface ScriptedContent {}

  /** What is said, to be brought into the form that the request asks for. */
  private record FormattedContent(List<ModelEvent> events) implements ScriptedContent {}

  /** Events that pass as they are. */
  private record RawEvents(Iterable<? extends ModelEvent> events) implements ScriptedContent {}

  /** No answer at all. */
  private record ScriptedFailure(AgentException failure) implements ScriptedContent {}

  /** This text, in the form that the request asks for. */
  public static ScriptedResponse text(String text) {
    return ofContent(new ModelEvent.TextDelta(text));
  }

  /** A call of the tool {@code name} with these arguments, a JSON text; it may be malformed. */
  public static ScriptedResponse toolCall(String name, String arguments) {
    return ofContent().withToolCall(name, arguments);
  }

  /** A refusal that gives this reason. */
  public static ScriptedResponse refusal(String reason) {
    return ofContent(new ModelEvent.Refused(reason));
  }

  /** A request that fails before its answer begins. */
  public static ScriptedResponse throwing(AgentException failure) {
    return ofParts(new ScriptedFailure(Objects.requireNonNull(failure, "failure")));
  }

  /** Exactly these events, whatever the request asks for. */
  public static ScriptedResponse events(ModelEvent... events) {
    return events(List.of(events));
  }

  /**
   * Exactly these events, whatever the request asks for.
   *
   * <p>They are taken one by one as they are asked for, so that an iterable that waits holds the
   * stream up.
   */
  public static ScriptedResponse events(Iterable<? extends ModelEvent> events) {
    return ofParts(new RawEvents(Objects.requireNonNull(events, "events")));
  }

  /** A copy that calls one more tool after what it has said so far. */
  public ScriptedResponse withToolCall(String name, String arguments) {
    return append(requireContent("withToolCall"), call(0, name, arguments));
  }

  /** A copy that says this text after what it has said so far. */
  public ScriptedResponse withText(String text) {
    return append(requireContent("withText"), new ModelEvent.TextDelta(text));
  }

  /** A copy that thinks this after what it has said so far. */
  public ScriptedResponse withReasoning(String text) {
    return append(requireContent("withReasoning"), new ModelEvent.ReasoningDelta(text));
  }

  /** A copy that reports this usage; without it none is reported. */
  public ScriptedResponse withUsage(Usage newUsage) {
    return new ScriptedResponse(parts, chunkSize, newUsage, finished, failure);
  }

  /** A copy that ends for this reason; without it the reason follows from what was said. */
  public ScriptedResponse withFinish(FinishReason reason) {
    return new ScriptedResponse(parts, chunkSize, usage, finished(reason), failure);
  }

  /** A copy whose pieces have this many characters (code points) in a stream; usually 4. */
  public ScriptedResponse withChunkSize(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException("characters: expected 1 or more, found " + characters);
    }
    return new ScriptedResponse(parts, characters, usage, finished, failure);
  }

  /** A copy that breaks off after all it has said, without usage and finish reason. */
  public ScriptedResponse withFailure(AgentException newFailure) {
    return new ScriptedResponse(parts, chunkSize, usage, finished, newFailure);
  }

  ModelExchange open(int number, ModelRequest request, RunContext call, Runnable onClose) {
    Iterable<? extends ModelEvent> events =
        switch (parts) {
          case ScriptedFailure failed -> throw failed.failure();
          case RawEvents raw -> raw.events();
          case FormattedContent said -> buildEvents(number, said.events(), request);
        };
    return new ScriptedExchange(events.iterator(), failure, call, onClose);
  }

  private List<ModelEvent> buildEvents(int number, List<ModelEvent> said, ModelRequest request) {
    var events = new ArrayList<ModelEvent>();
    events.add(new ModelEvent.Started("scripted-" + number, request.model(), Map.of()));
    int size = request.stream() ? chunkSize : Integer.MAX_VALUE;
    List<ModelEvent> formed = adaptToMode(said, request.output());
    formed.forEach(event -> events.addAll(TextChunks.split(event, size)));
    if (failure == null) {
      if (usage != null) {
        events.add(new ModelEvent.UsageReport(usage));
      }
      events.add(finished != null ? finished : finished(reasonOf(formed)));
    }
    return events;
  }

  private static List<ModelEvent> adaptToMode(
      List<ModelEvent> said, @Nullable OutputFormat output) {
    String function =
        output != null && output.mode() == ResponseMode.TOOL_CALL ? output.name() : null;
    var formed = new ArrayList<ModelEvent>();
    int calls = 0;
    for (ModelEvent event : said) {
      switch (event) {
        case ModelEvent.ToolCallDelta call ->
            formed.add(call(calls++, call.name(), call.arguments()));
        case ModelEvent.TextDelta text when function != null ->
            formed.add(call(calls++, function, text.text()));
        default -> formed.add(event);
      }
    }
    return formed;
  }

  private static ModelEvent call(int index, @Nullable String name, String arguments) {
    return new ModelEvent.ToolCallDelta(index, "call_" + (index + 1), name, arguments);
  }

  private static FinishReason reasonOf(List<ModelEvent> said) {
    return said.stream().anyMatch(ModelEvent.ToolCallDelta.class::isInstance)
        ? FinishReason.TOOL_CALLS
        : FinishReason.STOP;
  }

  private static ModelEvent.Finished finished(FinishReason reason) {
    return new ModelEvent.Finished(reason, reason.name().toLowerCase(Locale.ROOT));
  }

  private List<ModelEvent> requireContent(String what) {
    if (parts instanceof FormattedContent said) {
      return said.events();
    }
    throw new IllegalStateException(
        what + ": expected an answer of text, tool calls or a refusal, found " + parts);
  }

  private ScriptedResponse append(List<ModelEvent> before, ModelEvent more) {
    var all = new ArrayList<>(before);
    all.add(more);
    return new ScriptedResponse(
        new FormattedContent(List.copyOf(all)), chunkSize, usage, finished, failure);
  }

  private static ScriptedResponse ofContent(ModelEvent... events) {
    return ofParts(new FormattedContent(List.of(events)));
  }

  private static ScriptedResponse ofParts(ScriptedContent parts) {
    return new ScriptedResponse(parts, DEFAULT_CHUNK_SIZE, null, null, null);
  }
}

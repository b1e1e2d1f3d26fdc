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
import org.jspecify.annotations.Nullable;

/**
 * One answer of a {@link ScriptedModel}.
 *
 * <p>It is cut into pieces when the request asks for a stream, and whole otherwise. A text answers
 * in the form that was asked for: where the request's mode is {@link ResponseMode#TOOL_CALL} as the
 * arguments of the function asked for, else as text. Immutable; a copy for each change.
 */
public final class ScriptedAnswer {
  private static final int USUAL_PIECE = 4;

  private final Parts parts;
  private final int pieceSize;
  private final @Nullable Usage usage;
  private final ModelEvent.@Nullable Finished finished;
  private final @Nullable AgentException failure;

  private ScriptedAnswer(
      Parts parts,
      int pieceSize,
      @Nullable Usage usage,
      ModelEvent.@Nullable Finished finished,
      @Nullable AgentException failure) {
    this.parts = parts;
    this.pieceSize = pieceSize;
    this.usage = usage;
    this.finished = finished;
    this.failure = failure;
  }

  private sealed interface Parts {}

  /** What is said, to be brought into the form that the request asks for. */
  private record Said(List<ModelEvent> events) implements Parts {}

  /** Events that pass as they are. */
  private record Raw(Iterable<? extends ModelEvent> events) implements Parts {}

  /** No answer at all. */
  private record Failed(AgentException failure) implements Parts {}

  /** This text, in the form that the request asks for. */
  public static ScriptedAnswer text(String text) {
    return said(new ModelEvent.TextDelta(text));
  }

  /** A call of the tool {@code name} with these arguments, a JSON text; it may be malformed. */
  public static ScriptedAnswer toolCall(String name, String arguments) {
    return said().withToolCall(name, arguments);
  }

  /** A refusal that gives this reason. */
  public static ScriptedAnswer refusal(String reason) {
    return said(new ModelEvent.Refused(reason));
  }

  /** A request that fails before its answer begins. */
  public static ScriptedAnswer throwing(AgentException failure) {
    return answer(new Failed(Objects.requireNonNull(failure, "failure")));
  }

  /** Exactly these events, whatever the request asks for. */
  public static ScriptedAnswer events(ModelEvent... events) {
    return events(List.of(events));
  }

  /**
   * Exactly these events, whatever the request asks for.
   *
   * <p>They are taken one by one as they are asked for, so that an iterable that waits holds the
   * stream up.
   */
  public static ScriptedAnswer events(Iterable<? extends ModelEvent> events) {
    return answer(new Raw(Objects.requireNonNull(events, "events")));
  }

  /** A copy that calls one more tool after what it has said so far. */
  public ScriptedAnswer withToolCall(String name, String arguments) {
    return plus(requireSaid("withToolCall"), call(0, name, arguments));
  }

  /** A copy that says this text after what it has said so far. */
  public ScriptedAnswer withText(String text) {
    return plus(requireSaid("withText"), new ModelEvent.TextDelta(text));
  }

  /** A copy that thinks this after what it has said so far. */
  public ScriptedAnswer withReasoning(String text) {
    return plus(requireSaid("withReasoning"), new ModelEvent.ReasoningDelta(text));
  }

  /** A copy that reports this usage; without it none is reported. */
  public ScriptedAnswer withUsage(Usage newUsage) {
    return new ScriptedAnswer(parts, pieceSize, newUsage, finished, failure);
  }

  /** A copy that ends for this reason; without it the reason follows from what was said. */
  public ScriptedAnswer withFinish(FinishReason reason) {
    return new ScriptedAnswer(parts, pieceSize, usage, finished(reason), failure);
  }

  /** A copy whose pieces have this many characters (code points) in a stream; usually 4. */
  public ScriptedAnswer withPieces(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException("characters: expected 1 or more, found " + characters);
    }
    return new ScriptedAnswer(parts, characters, usage, finished, failure);
  }

  /** A copy that breaks off after all it has said, without usage and finish reason. */
  public ScriptedAnswer withFailure(AgentException newFailure) {
    return new ScriptedAnswer(parts, pieceSize, usage, finished, newFailure);
  }

  ModelExchange open(int number, ModelRequest request, RunContext call, Runnable onClose) {
    Iterable<? extends ModelEvent> events =
        switch (parts) {
          case Failed failed -> throw failed.failure();
          case Raw raw -> raw.events();
          case Said said -> tell(number, said.events(), request);
        };
    return new ScriptedExchange(events.iterator(), failure, call, onClose);
  }

  private List<ModelEvent> tell(int number, List<ModelEvent> said, ModelRequest request) {
    var events = new ArrayList<ModelEvent>();
    events.add(new ModelEvent.Started("scripted-" + number, request.model(), Map.of()));
    int size = request.stream() ? pieceSize : Integer.MAX_VALUE;
    List<ModelEvent> formed = form(said, request.output());
    formed.forEach(event -> events.addAll(Pieces.of(event, size)));
    if (failure == null) {
      if (usage != null) {
        events.add(new ModelEvent.UsageReport(usage));
      }
      events.add(finished != null ? finished : finished(reasonOf(formed)));
    }
    return events;
  }

  private static List<ModelEvent> form(List<ModelEvent> said, @Nullable OutputFormat output) {
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

  private List<ModelEvent> requireSaid(String what) {
    if (parts instanceof Said said) {
      return said.events();
    }
    throw new IllegalStateException(
        what + ": expected an answer of text, tool calls or a refusal, found " + parts);
  }

  private ScriptedAnswer plus(List<ModelEvent> before, ModelEvent more) {
    var all = new ArrayList<>(before);
    all.add(more);
    return new ScriptedAnswer(new Said(List.copyOf(all)), pieceSize, usage, finished, failure);
  }

  private static ScriptedAnswer said(ModelEvent... events) {
    return answer(new Said(List.of(events)));
  }

  private static ScriptedAnswer answer(Parts parts) {
    return new ScriptedAnswer(parts, USUAL_PIECE, null, null, null);
  }
}

package org.atomicagents.internal.run;

import java.util.Iterator;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one attempt's exchange into its response.
 *
 * <p>Not thread-safe.
 */
final class AttemptReader {
  private int number;
  private final String outputName;
  private final ResponseAccumulator response;
  private final Iterator<ModelEvent> events;
  private final @Nullable OutputFormat detected;
  private final Runnable onRestart;
  private @Nullable UnusableText unusable;

  /**
   * Creates a reader that has not read an event yet.
   *
   * @param number the number of the response in its run, from 1
   * @param outputName the name of the function that returns the output, if one is called
   * @param detected the format of the request, to detect a response that cannot become an output;
   *     null if responses are read to their end
   * @param onRestart called before the text of a response is discarded, since another model
   *     responds instead
   */
  AttemptReader(
      int number,
      String outputName,
      ResponseAccumulator response,
      Iterator<ModelEvent> events,
      @Nullable OutputFormat detected,
      Runnable onRestart) {
    this.number = number;
    this.outputName = outputName;
    this.response = response;
    this.events = events;
    this.detected = detected;
    this.onRestart = onRestart;
    this.unusable = detected == null ? null : new UnusableText(detected);
  }

  /** Returns why the response cannot become an output; null if it still can. */
  @Nullable Violation violation() {
    return unusable == null ? null : unusable.violation();
  }

  ResponseAccumulator response() {
    return response;
  }

  /** Returns whether there is a next event; waits for it. */
  boolean hasNext() {
    return events.hasNext();
  }

  /** Returns the text that the next event adds to the response, or null if none. */
  @Nullable ResponseChunk next() {
    ModelEvent event = events.next();
    restartAt(event);
    String text = response.accept(event);
    if (unusable != null) {
      if (text != null) {
        unusable.append(text);
      } else if (event instanceof ModelEvent.ReasoningDelta reasoning) {
        unusable.appendReasoning(reasoning.text());
      }
    }
    return text == null || text.isEmpty() ? null : chunk(event, text);
  }

  /** Reads the next event without looking for text. */
  void skip() {
    ModelEvent event = events.next();
    restartAt(event);
    response.accept(event);
  }

  private void restartAt(ModelEvent event) {
    if (event instanceof ModelEvent.ModelChanged && !response.isEmpty()) {
      onRestart.run();
      number++;
      unusable = detected == null ? null : new UnusableText(detected);
    }
  }

  private ResponseChunk chunk(ModelEvent event, String text) {
    int call =
        event instanceof ModelEvent.ToolCallDelta delta ? delta.index() : ResponseChunk.NO_CALL;
    boolean isOutput =
        call == ResponseChunk.NO_CALL
            ? response.mode() != ResponseMode.TOOL_CALL
            : response.isCallOf(call, outputName);
    return new ResponseChunk(number, text, call, isOutput);
  }
}

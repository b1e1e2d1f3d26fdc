package org.atomicagents.cli.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.testing.ScriptedResponse;

/** Scripted responses that advance a clock while they are read. */
public final class TimedResponses {
  private TimedResponses() {}

  /**
   * Returns a response in two parts: the first one after {@code first} milliseconds, the second one
   * and the usage after {@code rest} more.
   */
  public static ScriptedResponse of(
      LoadClock clock, String text, long first, long rest, Usage usage) {
    int half = text.length() / 2;
    List<ModelEvent> events =
        List.of(
            new ModelEvent.Started("id", "gpt-5-mini", Map.of()),
            new ModelEvent.TextDelta(text.substring(0, half)),
            new ModelEvent.TextDelta(text.substring(half)),
            new ModelEvent.UsageReport(usage),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    return ScriptedResponse.events(() -> timed(clock, events, new long[] {0, first, rest, 0, 0}));
  }

  /** Returns a failure after a time in milliseconds. */
  public static ScriptedResponse failing(LoadClock clock, long millis, AgentException failure) {
    clock.advance(millis);
    return ScriptedResponse.throwing(failure);
  }

  private static Iterator<ModelEvent> timed(
      LoadClock clock, List<ModelEvent> events, long[] millis) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < events.size();
      }

      @Override
      public ModelEvent next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        clock.advance(millis[next]);
        return events.get(next++);
      }
    };
  }
}

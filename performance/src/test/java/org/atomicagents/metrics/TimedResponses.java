package org.atomicagents.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;

/**
 * A client whose responses take 8 s: 1 s before the request is written, 3 s until the first byte, 2
 * s of waiting for chunks, and 2 s of its own work between them.
 */
final class TimedResponses implements ModelClient {
  static final String FAILURE = "failure";
  static final Duration DURATION = Duration.ofSeconds(8);

  private final DrivenClock clock;
  private final Queue<String> texts;

  /**
   * Creates a client that responds with each text once; {@link #FAILURE} is a failure after 4 s.
   */
  TimedResponses(DrivenClock clock, String... texts) {
    this.clock = clock;
    this.texts = new ArrayDeque<>(Arrays.asList(texts));
  }

  Model model() {
    return Model.of(this, "timed");
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    String text = texts.remove();
    clock.advance(Duration.ofSeconds(1));
    wait(context, Phase.FIRST_BYTE, 3);
    if (text.equals(FAILURE)) {
      throw unavailable();
    }
    return new TimedExchange(text, context);
  }

  private void wait(RunContext context, Phase phase, int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    context.timings().add(phase, Duration.ofSeconds(seconds).toNanos());
  }

  static AgentException unavailable() {
    return UnavailableException.of(
        new ProviderError("timed", 503, null, "unavailable", "", Map.of()), null);
  }

  private final class TimedExchange implements ModelExchange {
    private final String text;
    private final RunContext context;

    TimedExchange(String text, RunContext context) {
      this.text = text;
      this.context = context;
    }

    @Override
    public Iterator<ModelEvent> iterator() {
      int middle = text.length() / 2;
      Iterator<ModelEvent> events =
          List.<ModelEvent>of(
                  new ModelEvent.Started("id", "timed", Map.of()),
                  new ModelEvent.TextDelta(text.substring(0, middle)),
                  new ModelEvent.TextDelta(text.substring(middle)),
                  new ModelEvent.UsageReport(Usage.of(10, 5)),
                  new ModelEvent.Finished(FinishReason.STOP, "stop"))
              .iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return events.hasNext();
        }

        @Override
        public ModelEvent next() {
          ModelEvent event = events.next();
          if (event instanceof ModelEvent.TextDelta) {
            TimedResponses.this.wait(context, Phase.STREAM, 1);
            clock.advance(Duration.ofSeconds(1));
          }
          return event;
        }
      };
    }

    @Override
    public void close() {}
  }
}

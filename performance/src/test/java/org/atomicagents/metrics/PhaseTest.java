package org.atomicagents.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

/** The phases of a run, whose times add up to its duration. */
class PhaseTest {
  private final DrivenClock clock = DrivenClock.stopped();

  @Test
  void accountForTheTimeOfAClientThatRecordsOnlyAPartOfIt() {
    Timings timings = run(Duration.ofSeconds(1));

    assertThat(timings.of(Phase.FIRST_BYTE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(timings.of(Phase.CLIENT)).isEqualTo(Duration.ofSeconds(4));
    assertThat(timings.accountedNanos()).isEqualTo(timings.total().toNanos());
  }

  @Test
  void areNeverNegative() {
    Timings timings = run(Duration.ofSeconds(9));

    assertThat(timings.of(Phase.FIRST_BYTE)).isEqualTo(Duration.ofSeconds(9));
    assertThat(timings.of(Phase.CLIENT)).isEqualTo(Duration.ofSeconds(1));
  }

  /**
   * Returns the timings of a run that waits for 4 s before its response begins and for 1 s in it.
   *
   * @param recorded the time that the client adds to a phase before the response begins
   */
  private Timings run(Duration recorded) {
    Model model =
        Model.of(
            (request, context) -> {
              clock.advance(Duration.ofSeconds(3));
              context.timings().add(Phase.FIRST_BYTE, recorded.toNanos());
              return new SlowExchange();
            },
            "slow");
    return AtomicAgent.builder(BasicChatInput.class, BasicChatOutput.class, model)
        .timeSource(clock)
        .build()
        .call(new BasicChatInput("q"))
        .timings();
  }

  private final class SlowExchange implements ModelExchange {

    @Override
    public Iterator<ModelEvent> iterator() {
      clock.advance(Duration.ofSeconds(1));
      Iterator<ModelEvent> events =
          List.<ModelEvent>of(
                  new ModelEvent.Started("1", "slow", Map.of()),
                  new ModelEvent.TextDelta("{\"chat_message\":\"a\"}"),
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

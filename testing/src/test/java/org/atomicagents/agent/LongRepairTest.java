package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.agent.OrderTypes.LINE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that end while a long response is repaired. */
@Timeout(60)
class LongRepairTest {
  private static final Wish WISH = new Wish("two a");
  private static final String LONG =
      IntStream.range(0, 25_000)
          .mapToObj(number -> "# comment " + number + "\n")
          .collect(Collectors.joining("", "{'sku':'a',\n", "count:2}"));

  private final ManualClock clock = new ManualClock();
  private final List<AgentEvent> events = new ArrayList<>();

  @Test
  void repairsALongResponse() {
    assertThat(agent().run(WISH)).isEqualTo(LINE);
  }

  @Test
  void endsAtTheDeadline() {
    RunOptions options =
        onResponse(() -> clock.advance(Duration.ofSeconds(2)))
            .withDeadline(Deadline.after(Duration.ofSeconds(1), clock));

    TimedOutException failure =
        catchThrowableOfType(TimedOutException.class, () -> agent().run(WISH, options));

    assertThat(failure.limit()).isEqualTo(TimedOutException.Limit.DEADLINE);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    RunOptions options = onResponse(() -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> agent().run(WISH, options)).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void endsTheReaderOfAClosedStream() throws InterruptedException {
    var opened = new CompletableFuture<AgentStream<Line>>();
    var reader = new CompletableFuture<Thread>();
    RunOptions options =
        onResponse(
                () -> {
                  opened.join().close();
                  reader.complete(Thread.currentThread());
                })
            .withListener(events::add);

    AgentStream<Line> stream = agent().stream(WISH, options);
    opened.complete(stream);

    assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    assertThat(reader.join().join(Duration.ofSeconds(30))).isTrue();
    assertThat(events)
        .noneMatch(AgentEvent.OutputRepaired.class::isInstance)
        .noneMatch(AgentEvent.RunCompleted.class::isInstance);
  }

  private static RunOptions onResponse(Runnable action) {
    return RunOptions.defaults()
        .withListener(event -> {
          if (event instanceof AgentEvent.ResponseReceived) {
            action.run();
          }
        });
  }

  private static AtomicAgent<Wish, Line> agent() {
    return AtomicAgent.of(Wish.class, Line.class, ScriptedModel.answering(LONG).model());
  }
}

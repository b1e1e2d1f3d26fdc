package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.response;

import java.time.Duration;
import java.util.ArrayList;
import org.atomicagents.AtomicAgent;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.TransportException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.model.Model;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class ModelTrackerTest {
  private final TransportException lost =
      TransportException.of("down", TransportException.Stage.CONNECT, null);

  private final DrivenClock clock = DrivenClock.stopped();
  private final ModelTracker tracker = ModelTracker.of(Duration.ofMinutes(1), clock);

  @Test
  void averagesTheLatency() {
    Model slow = responding("slow", Duration.ofSeconds(4));
    run(slow);
    run(slow);

    assertThat(tracker.latency(slow))
        .hasValueSatisfying(latency -> assertThat(latency).isEqualTo(Duration.ofSeconds(4)));
    assertThat(tracker.failureRate(slow)).hasValue(0);
  }

  @Test
  void prefersNewerMeasurements() {
    Model fast = responding("model", Duration.ofSeconds(1));
    Model slow = responding("model", Duration.ofSeconds(9));
    run(fast);
    clock.advance(Duration.ofMinutes(1));
    run(slow);

    // The first measurement has lost half of its weight, and a little more: (0.5 + 9) / 1.5.
    assertThat(tracker.latency(slow).orElseThrow().toMillis() / 1_000.0)
        .isCloseTo(6.33, within(0.4));
  }

  @Test
  void countsFailuresOfTheProviderOnly() {
    run(failing("a", lost));
    run(failing("b", CancelledException.closed("waiting")));
    run(failing("c", BadRequestException.of(new ProviderError("acme", 400, null, "", ""))));

    assertThat(tracker.failureRate(failing("a", lost))).hasValue(1);
    assertThat(tracker.failureRate(failing("b", lost))).isEmpty();
    assertThat(tracker.failureRate(failing("c", lost))).isEmpty();
  }

  @Test
  void countsAResponseThatBreaksOff() {
    ScriptedModel broken = ScriptedModel.of(ScriptedResponse.text("{\"text\":").withFailure(lost));
    Model model = tracker.track(broken.model("broken"));

    run(model);

    assertThat(tracker.failureRate(model)).hasValue(1);
    assertThat(tracker.latency(model)).isEmpty();
  }

  @Test
  void forgetsOldMeasurements() {
    Model model = failing("old", lost);
    run(model);

    clock.advance(Duration.ofMinutes(10));

    assertThat(tracker.failureRate(model)).isEmpty();
  }

  @Test
  void choosesTheFastestHealthyModelAndTriesUnknownOnes() {
    Model slow = responding("slow", Duration.ofSeconds(4));
    Model fast = responding("fast", Duration.ofSeconds(1));
    Model down = failing("down", lost);
    ModelSelector<Question> selector =
        ModelCandidates.of(slow, down, fast).healthy(tracker, 0.5).fastest(tracker);
    var models = new ArrayList<String>();
    var agent =
        RoutedAgent.of(
            AtomicAgent.of(Question.class, Answer.class, slow),
            context -> {
              var choice = selector.select(context);
              choice.ifPresent(found -> models.add(found.model().name()));
              return choice;
            });

    for (int i = 0; i < 5; i++) {
      try {
        agent.run(QUESTION);
      } catch (TransportException e) {
        assertThat(e).isSameAs(lost);
      }
    }
    clock.advance(Duration.ofMinutes(10));
    agent.run(QUESTION);

    assertThat(models).containsExactly("slow", "down", "fast", "fast", "fast", "slow");
  }

  @Test
  void choosesAModelThatHasOnlyFailedLast() {
    Model down = failing("down", lost);
    Model slow = responding("slow", Duration.ofSeconds(4));
    run(down);
    run(slow);
    var agent =
        RoutedAgent.of(
            AtomicAgent.of(Question.class, Answer.class, slow),
            ModelCandidates.of(down, slow).<Question>fastest(tracker));

    assertThat(agent.call(QUESTION).model()).isEqualTo("slow");

    clock.advance(Duration.ofMinutes(10));
    assertThatThrownBy(() -> agent.run(QUESTION))
        .as("a model without a recent measurement is tried again")
        .isSameAs(lost);
  }

  @Test
  void refusesAHalfLifeOfZero() {
    assertThatThrownBy(() -> ModelTracker.of(Duration.ZERO, clock))
        .hasMessage("halfLife: expected more than 0, found PT0S");
  }

  private void run(Model model) {
    try {
      AtomicAgent.of(Question.class, Answer.class, model).run(QUESTION);
    } catch (AgentException e) {
      // Counted by the tracker.
    }
  }

  private Model responding(String name, Duration latency) {
    ScriptedModel script =
        ScriptedModel.by(request -> {
          clock.advance(latency);
          return response("a", 0.9);
        });
    return tracker.track(script.model(name));
  }

  private Model failing(String name, AgentException failure) {
    return tracker.track(
        ScriptedModel.by(request -> ScriptedResponse.throwing(failure)).model(name));
  }
}

package org.atomicagents.durable.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.durable.temporal.TemporalAgents.SKY;
import static org.atomicagents.durable.temporal.TemporalAgents.activities;
import static org.atomicagents.durable.temporal.TemporalAgents.agent;
import static org.atomicagents.durable.temporal.TemporalAgents.answer;
import static org.atomicagents.durable.temporal.TemporalAgents.error;
import static org.atomicagents.testing.ScriptedResponse.throwing;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.Model;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ActivityFailureTest {
  private static final TemporalSettings SETTINGS = TemporalSettings.defaults();

  private final TemporalServer server = new TemporalServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFinalFailureHasItsTypeInTheWorkflow() {
    var script = ScriptedModel.of(throwing(UnauthorizedException.of(error(401))));
    server.start(SETTINGS, failing(script, StepRetry.ofDefaults()), activities(script.model()));

    assertThat(TemporalServer.result(server.begin()))
        .isEqualTo("UnauthorizedException 401 request-1");
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void anOutageIsNotTheResultOfTheWorkflow() {
    var script =
        ScriptedModel.of(
            throwing(UnavailableException.of(error(503), null)),
            throwing(
                RateLimitedException.of(
                    error(429), RateLimitedException.Kind.RATE, Duration.ofMinutes(30))),
            answer("back"));
    server.start(SETTINGS, failing(script, StepRetry.ofDefaults()), activities(script.model()));

    assertThat(TemporalServer.result(server.begin())).isEqualTo("back");
    assertThat(script.requests()).hasSize(3);
  }

  @Test
  void theLastFailureIsThrownAfterTheTimeOfItsRetries() {
    var script = ScriptedModel.by(request -> throwing(UnavailableException.of(error(503), null)));
    var retry = new StepRetry(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(5));
    server.start(SETTINGS, failing(script, retry), activities(script.model()));

    assertThat(TemporalServer.result(server.begin()))
        .isEqualTo("UnavailableException 503 request-1");
    assertThat(script.requests()).hasSizeBetween(2, 6);
  }

  @Test
  void neverRetriesIfAsked() {
    var script = ScriptedModel.of(throwing(UnavailableException.of(error(503), null)));
    server.start(SETTINGS, failing(script, StepRetry.never()), activities(script.model()));

    assertThat(TemporalServer.result(server.begin()))
        .isEqualTo("UnavailableException 503 request-1");
  }

  @Test
  void anUncaughtFailureFailsTheWorkflow() {
    var script = ScriptedModel.of(throwing(UnauthorizedException.of(error(401))));
    server.start(
        SETTINGS,
        durable -> agent(durable, script.model()).run(SKY).text(),
        activities(script.model()));

    assertThatThrownBy(() -> TemporalServer.result(server.begin()))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining(UnauthorizedException.class.getName());
  }

  @Test
  void aChangedProgramDoesNotFailTheWorkflow() {
    assertThat(TemporalDurable.failureTypes())
        .contains(UnauthorizedException.class, UnavailableException.class)
        .doesNotContain(ConflictException.class, CancelledException.class);
  }

  @Test
  void requestsThatAreTooLargeAreRejectedBeforeTheyAreScheduled() {
    var script = ScriptedModel.of(answer("one"));
    server.start(
        SETTINGS.withMaxPayloadBytes(100),
        failing(script, StepRetry.ofDefaults()),
        activities(script.model()));
    WorkflowStub workflow = server.begin();

    assertThat(TemporalServer.result(workflow))
        .startsWith(
            "Workflow '%s', step 'Answer-1': expected arguments of at most 100 bytes, found "
                .formatted(TemporalServer.id(workflow)));
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void responsesThatAreTooLargeArePaidOnce() {
    var script = ScriptedModel.by(request -> answer(random()));
    server.start(
        SETTINGS.withMaxPayloadBytes(4_000),
        failing(script, StepRetry.ofDefaults()),
        activities(script.model()));
    WorkflowStub workflow = server.begin();

    assertThat(TemporalServer.result(workflow))
        .startsWith(
            "Workflow '%s', step 'Answer-1': expected a result of at most 4,000 bytes, found "
                .formatted(TemporalServer.id(workflow)));
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void aCancelledWorkflowEndsItsRequest() throws Exception {
    var isSent = new CountDownLatch(1);
    var isCancelled = new CountDownLatch(1);
    Model model =
        Model.of(
            (request, context) -> {
              var ended = new CountDownLatch(1);
              context.onCancel(ended::countDown);
              isSent.countDown();
              try {
                ended.await();
              } catch (InterruptedException e) {
                throw CancelledException.interrupted("waiting", e);
              }
              isCancelled.countDown();
              throw CancelledException.closed("waiting");
            },
            "slow");
    server.start(
        SETTINGS.withHeartbeatTimeout(Duration.ofSeconds(1)),
        durable -> agent(durable, model).run(SKY).text(),
        activities(model));
    WorkflowStub workflow = server.begin();
    isSent.await();

    workflow.cancel();

    assertThatThrownBy(() -> TemporalServer.result(workflow))
        .isInstanceOf(WorkflowFailedException.class)
        .hasRootCauseInstanceOf(CanceledFailure.class);
    isCancelled.await();
  }

  private static Function<TemporalDurable, String> failing(ScriptedModel script, StepRetry retry) {
    return durable -> {
      try {
        return agent(durable, script.model(), retry).run(SKY).text();
      } catch (ProviderException e) {
        return e.getClass().getSimpleName()
            + " "
            + e.error().status()
            + " "
            + e.error().requestId();
      } catch (AgentException e) {
        return String.valueOf(e.getMessage());
      }
    };
  }

  private static String random() {
    var text = new StringBuilder();
    new Random(1).ints(8_000, 'a', 'z').forEach(c -> text.append((char) c));
    return text.toString();
  }
}

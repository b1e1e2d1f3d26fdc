package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.routing.FallbackAgent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every run, request and tool that begins also ends, whatever happens: responses that are valid,
 * invalid, cut off or failing, runs that are called, streamed, closed, interrupted or not started.
 */
class SpanEndTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");

  /** How a caller uses a prepared run or an agent. */
  private enum Use {
    CALL,
    STREAM_TO_THE_END,
    STREAM_AND_CLOSE,
    STREAM_AFTER_THE_START,
    STREAM_UNREAD,
    PREPARE_ONLY,
    PREPARE_AND_CALL_TWICE,
    INTERRUPT
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void endsWhateverBegins(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      var log = new ObservationLog();
      Use use = Use.values()[random.nextInt(Use.values().length)];
      Agent<BasicChatInput, BasicChatOutput> agent = agent(random, log);

      run(agent, use);
      if (use == Use.STREAM_AFTER_THE_START) {
        log.awaitEnd();
      }

      assertThat(log.open()).as("seed %s, round %s, %s: %s", seed, i, use, log.lines()).isZero();
    }
  }

  private static void run(Agent<BasicChatInput, BasicChatOutput> agent, Use use) {
    try {
      switch (use) {
        case CALL -> agent.run(INPUT);
        case STREAM_TO_THE_END -> {
          try (var stream = agent.stream(INPUT)) {
            stream.forEach(partial -> {});
          }
        }
        case STREAM_AND_CLOSE -> {
          AgentStream<BasicChatOutput> stream = agent.stream(INPUT);
          stream.result();
          stream.close();
          stream.close();
        }
        case STREAM_AFTER_THE_START -> {
          try (var stream = agent.stream(INPUT)) {
            stream.awaitStart();
          }
        }
        case STREAM_UNREAD -> agent.stream(INPUT).close();
        case PREPARE_ONLY -> agent.prepare(INPUT, RunOptions.defaults()).close();
        case PREPARE_AND_CALL_TWICE -> {
          try (var run = agent.prepare(INPUT, RunOptions.defaults())) {
            run.call();
            run.call();
          }
        }
        case INTERRUPT -> {
          Thread.currentThread().interrupt();
          agent.run(INPUT);
        }
      }
    } catch (RuntimeException e) {
      // Part of the test: the ends of failed runs.
    } finally {
      var unused = Thread.interrupted();
    }
  }

  private static Agent<BasicChatInput, BasicChatOutput> agent(Random random, ObservationLog log) {
    Agent<BasicChatInput, BasicChatOutput> agent = atomic(random);
    if (random.nextInt(3) == 0) {
      agent = FallbackAgent.of(agent, atomic(random));
    }
    if (random.nextInt(3) == 0) {
      agent = ObservedAgent.of(agent, log).withName("inner");
    }
    return ObservedAgent.of(agent, log);
  }

  private static Agent<BasicChatInput, BasicChatOutput> atomic(Random random) {
    var responses = List.of(response(random), response(random), response(random), response(random));
    Model model = ScriptedModel.of(responses.toArray(new ScriptedResponse[0])).model();
    if (random.nextInt(3) == 0) {
      model =
          model.withRetry(
              RetryPolicy.ofDefaults().withMaxRetries(1).withInitialWait(Duration.ofNanos(1)));
    }
    if (random.nextInt(4) == 0) {
      Interceptor closing =
          (request, context, chain) -> {
            chain.proceed(request, context).close();
            return chain.proceed(request, context);
          };
      model = model.with(closing);
    }
    return AtomicAgent.builder(model).name("chat").timeout(Duration.ofSeconds(30)).build();
  }

  private static ScriptedResponse response(Random random) {
    ScriptedResponse valid =
        ScriptedResponse.text("{\"chat_message\":\"" + "a".repeat(random.nextInt(50)) + "\"}")
            .withChunkSize(1 + random.nextInt(8));
    return switch (random.nextInt(6)) {
      case 0 -> ScriptedResponse.text("no JSON");
      case 1 ->
          ScriptedResponse.throwing(
              UnavailableException.of(new ProviderError("acme", 503, null, "down", ""), null));
      case 2 ->
          valid.withFailure(
              UnavailableException.of(new ProviderError("acme", 503, null, "cut", ""), null));
      case 3 -> ScriptedResponse.throwing(CancelledException.closed("waiting"));
      case 4 -> ScriptedResponse.events(new ModelEvent.TextDelta("{"));
      default -> valid;
    };
  }
}

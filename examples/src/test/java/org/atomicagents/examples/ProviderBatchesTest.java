package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchReAsk;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.ProviderBatch;
import org.atomicagents.batch.SubmittedBatch;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchStatus.State;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.ResponsesOptions;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Typed batches over the batch API of each provider. */
@Timeout(120)
class ProviderBatchesTest {
  private static final List<BasicChatInput> QUESTIONS =
      IntStream.range(0, 10).mapToObj(i -> new BasicChatInput("Question " + i)).toList();

  /** A model and the batches of its provider. */
  private record Connection(Model model, BatchClient batches, AutoCloseable client) {}

  /** The protocol of a batch API. */
  enum Protocol {
    CHAT,
    RESPONSES,
    ANTHROPIC,
    GEMINI
  }

  private static Connection open(Protocol protocol, SimulatedProvider provider) {
    return switch (protocol) {
      case CHAT -> {
        var client = OpenAi.at(provider.baseUrl());
        yield new Connection(client.model("some-model"), client.batches(), client);
      }
      case RESPONSES -> {
        var client = OpenAi.at(provider.baseUrl());
        yield new Connection(
            client.responses("some-model"),
            client.responsesBatches(ResponsesOptions.ofDefaults()),
            client);
      }
      case ANTHROPIC -> {
        var client = Anthropic.at(provider.serverUrl());
        yield new Connection(client.model("claude-sonnet-4-5"), client.batches(), client);
      }
      case GEMINI -> {
        var client = Gemini.at(provider.serverUrl());
        yield new Connection(client.model("gemini-2.5-flash"), client.batches(), client);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void returnsTypedOutcomes(Protocol protocol) throws Exception {
    var plan = BatchPlan.ofDefaults().withPolls(1).withItemFault(2, Fault.status(500));
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      Connection connection = open(protocol, provider);
      try (AutoCloseable client = connection.client()) {
        assertThat(client).isNotNull();
        Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(AtomicAgent.of(connection.model()));
        String json = batch.submit(QUESTIONS, connection.batches()).toJson();

        List<Outcome<BasicChatOutput>> outcomes =
            batch.resume(SubmittedBatch.parse(json), QUESTIONS, connection.batches()).outcomes();

        assertThat(failed(outcomes)).containsExactly(2L);
        assertThat(outcomes.getFirst().usage()).isNotEqualTo(Usage.NONE);
        assertThat(texts(outcomes)).hasSize(9).allMatch(text -> !text.isBlank());
        assertThat(liveRequests(provider)).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void followUpsCompleteInvalidAndExpiredItems(Protocol protocol) throws Exception {
    var plan =
        BatchPlan.ofDefaults()
            .withPolls(1)
            .withExpiredShare(0.3)
            .withItemFault(1, Fault.truncated());
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      Connection connection = open(protocol, provider);
      try (AutoCloseable client = connection.client()) {
        assertThat(client).isNotNull();
        ProviderBatch<BasicChatInput, BasicChatOutput> batch =
            Batch.of(AtomicAgent.of(connection.model()))
                .resume(
                    Batch.of(AtomicAgent.of(connection.model()))
                        .submit(QUESTIONS, connection.batches()),
                    QUESTIONS,
                    connection.batches())
                .withReAsk(BatchReAsk.FOLLOW_UP);

        State state = batch.poll().state();
        List<Outcome<BasicChatOutput>> first = batch.outcomes();
        long requests = batch.submitFollowUp().orElseThrow().requests();

        // Anthropic has no expired batches, only expired items.
        assertThat(state).isIn(State.EXPIRED, State.COMPLETED);
        assertThat(failed(first)).contains(7L, 8L, 9L);
        assertThat(((Outcome.Failure<?>) first.get(9)).failure())
            .isInstanceOf(BatchItemException.class);
        assertThat(requests).isEqualTo(10 + failed(first).size());
        assertThat(liveRequests(provider)).isZero();
      }
    }
  }

  private static List<Long> failed(List<Outcome<BasicChatOutput>> outcomes) {
    return outcomes.stream().filter(Outcome.Failure.class::isInstance).map(Outcome::index).toList();
  }

  private static List<String> texts(List<Outcome<BasicChatOutput>> outcomes) {
    return outcomes.stream()
        .flatMap(outcome ->
            outcome instanceof Outcome.Success<BasicChatOutput> success
                ? Stream.of(success.output().chatMessage())
                : Stream.of())
        .toList();
  }

  private static long liveRequests(SimulatedProvider provider) {
    return provider.requests().stream()
        .map(RecordedRequest::path)
        .filter(path ->
            path.endsWith("/chat/completions")
                || path.endsWith("/responses")
                || path.endsWith("/messages")
                || path.endsWith(":generateContent"))
        .count();
  }
}

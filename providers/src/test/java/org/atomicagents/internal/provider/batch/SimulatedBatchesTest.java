package org.atomicagents.internal.provider.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.ResponsesOptions;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The batch clients of all providers against a simulated provider that checks their requests. */
@Timeout(120)
class SimulatedBatchesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int SIZE = 8;

  /** A batch API. */
  record Api(String name, String modelName, Function<SimulatedProvider, OpenedApi> opener) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An opened client with a model that has the same protocol. */
  record OpenedApi(Runnable closing, BatchClient client, Model model) implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }

  static Stream<Api> apis() {
    return Stream.of(
        new Api(
            "chat",
            "gpt-4o",
            server -> {
              var openAi = OpenAi.at(server.baseUrl());
              return new OpenedApi(openAi::close, openAi.batches(), openAi.chat("gpt-4o"));
            }),
        new Api(
            "responses",
            "gpt-5.6",
            server -> {
              var openAi = OpenAi.at(server.baseUrl());
              return new OpenedApi(
                  openAi::close,
                  openAi.responsesBatches(ResponsesOptions.ofDefaults()),
                  openAi.responses("gpt-5.6"));
            }),
        new Api(
            "messages",
            "claude-sonnet-5-5",
            server -> {
              var anthropic = Anthropic.at(server.serverUrl());
              return new OpenedApi(
                  anthropic::close, anthropic.batches(), anthropic.model("claude-sonnet-5-5"));
            }),
        new Api(
            "generateContent",
            "gemini-3.8-flash",
            server -> {
              var gemini = Gemini.at(server.serverUrl());
              return new OpenedApi(
                  gemini::close, gemini.batches(), gemini.model("gemini-3.8-flash"));
            }));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void processesEveryRequest(Api api) throws Exception {
    try (var server = server(api, BatchPlan.ofDefaults())) {
      try (OpenedApi opened = api.opener().apply(server)) {
        BatchClient client = opened.client();
        BatchHandle handle = submit(opened);

        BatchStatus first = client.status(handle, TIMEOUT);
        BatchStatus last = awaitEnd(client, handle);

        assertThat(first.state().isEnd()).isFalse();
        assertThat(last.state()).isEqualTo(State.COMPLETED);
        assertThat(last.total()).isEqualTo(SIZE);
        assertThat(last.succeeded()).isEqualTo(SIZE);
        Map<String, BatchResult> results = read(client, handle);
        assertThat(results).hasSize(SIZE);
        results.values().forEach(SimulatedBatchesTest::requireResponse);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("apis")
  void mapsTheFaultsOfItems(Api api) throws Exception {
    BatchPlan plan =
        BatchPlan.ofDefaults()
            .withItemFault(0, Fault.status(503))
            .withItemFault(1, Fault.rateLimited())
            .withItemFault(2, Fault.malformedJson());
    try (var server = server(api, plan)) {
      try (OpenedApi opened = api.opener().apply(server)) {
        BatchHandle handle = submit(opened);
        awaitEnd(opened.client(), handle);

        Map<String, BatchResult> results = read(opened.client(), handle);

        assertThat(BatchCalls.failure(results.get("r-0"))).isInstanceOf(UnavailableException.class);
        assertThat(BatchCalls.failure(results.get("r-1"))).isInstanceOf(RateLimitedException.class);
        requireResponse(results.get("r-2"));
        requireResponse(results.get("r-7"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("apis")
  void anExpiredBatchHasTheResultsThatTheProviderKeeps(Api api) throws Exception {
    try (var server = server(api, BatchPlan.ofDefaults().withExpiredShare(0.5))) {
      try (OpenedApi opened = api.opener().apply(server)) {
        BatchHandle handle = submit(opened);

        BatchStatus status = awaitEnd(opened.client(), handle);

        assertThat(status.state()).isEqualTo(State.EXPIRED);
        // Gemini has no results of an expired batch.
        boolean hasResults = !api.name().equals("generateContent");
        long responses =
            read(opened.client(), handle).values().stream()
                .filter(BatchResult.Succeeded.class::isInstance)
                .count();
        assertThat(responses).isEqualTo(hasResults ? SIZE / 2 : 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("apis")
  void aCancelledBatchEnds(Api api) throws Exception {
    try (var server = server(api, BatchPlan.ofDefaults().withPolls(1_000))) {
      try (OpenedApi opened = api.opener().apply(server)) {
        BatchHandle handle = submit(opened);

        opened.client().cancel(handle, TIMEOUT);

        assertThat(awaitEnd(opened.client(), handle).state()).isEqualTo(State.CANCELLED);
        opened.client().cancel(handle, TIMEOUT);
        assertThat(read(opened.client(), handle).values())
            .filteredOn(BatchResult.Failed.class::isInstance)
            .allSatisfy(result ->
                assertThat(BatchCalls.failure(result))
                    .isInstanceOfSatisfying(
                        BatchItemException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("apis")
  void anotherClientFindsTheBatchAndContinuesIt(Api api) throws Exception {
    try (var server = server(api, BatchPlan.ofDefaults())) {
      BatchHandle handle;
      try (OpenedApi first = api.opener().apply(server)) {
        handle = submit(first);
      }
      try (OpenedApi second = api.opener().apply(server)) {
        BatchLookup lookup = second.client().find("nightly", TIMEOUT);

        if (api.name().equals("messages")) {
          assertThat(lookup).isInstanceOf(BatchLookup.Unknown.class);
        } else {
          assertThat(lookup).isEqualTo(new BatchLookup.Found(handle));
          assertThat(second.client().find("other", TIMEOUT)).isEqualTo(new BatchLookup.Absent());
        }
        awaitEnd(second.client(), handle);
        assertThat(read(second.client(), handle)).hasSize(SIZE);
      }
    }
  }

  private static SimulatedProvider server(Api api, BatchPlan plan) {
    return SimulatedProvider.builder().models(api.modelName()).batches(plan).start();
  }

  private static BatchHandle submit(OpenedApi opened) {
    var requests = new BatchRequest[SIZE];
    for (int i = 0; i < SIZE; i++) {
      requests[i] = new BatchRequest("r-" + i, request(opened.model(), i));
    }
    return BatchCalls.submit(opened.client(), "nightly", requests);
  }

  private static ModelRequest request(Model model, int number) {
    return AtomicAgent.of(model)
        .prepare(new BasicChatInput("Question " + number), RunOptions.defaults())
        .request();
  }

  private static BatchStatus awaitEnd(BatchClient client, BatchHandle handle) {
    BatchStatus status = client.status(handle, TIMEOUT);
    while (!status.state().isEnd()) {
      status = client.status(handle, TIMEOUT);
    }
    return status;
  }

  private static Map<String, BatchResult> read(BatchClient client, BatchHandle handle) {
    var results = new HashMap<String, BatchResult>();
    BatchCalls.read(client, handle).forEach(result -> results.put(result.id(), result));
    return results;
  }

  private static void requireResponse(BatchResult result) {
    List<ModelEvent> events = ((BatchResult.Succeeded) result).events();
    assertThat(events.getFirst()).isInstanceOf(ModelEvent.Started.class);
    assertThat(events).hasAtLeastOneElementOfType(ModelEvent.TextDelta.class);
    assertThat(events).hasAtLeastOneElementOfType(ModelEvent.UsageReport.class);
    assertThat(((ModelEvent.Finished) events.getLast()).reason()).isEqualTo(FinishReason.STOP);
  }
}

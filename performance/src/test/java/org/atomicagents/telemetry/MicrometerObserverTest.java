package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of observed agents, in scrapes of a registry for Prometheus. */
class MicrometerObserverTest {
  private static final BasicChatInput INPUT = new BasicChatInput("What is the secret?");
  private static final String VALID = "{\"chat_message\":\"The secret is 42.\"}";
  private static final String INVALID = "{\"chat_message\":5}";
  private static final String REPAIRABLE = "{chat_message: \"The secret is 42.\"}";
  private static final String[] REQUEST = {
    "gen_ai_operation_name", "chat",
    "gen_ai_provider_name", "scripted",
    "gen_ai_request_model", "gpt-5-mini",
    "gen_ai_response_model", "gpt-5-mini"
  };

  private final ScrapedRegistry scraped = new ScrapedRegistry();
  private final MicrometerObserver observer = MicrometerObserver.of(scraped.registry());

  MicrometerObserverTest() throws IOException {}

  @AfterEach
  void close() {
    scraped.close();
  }

  @Test
  void recordsRunsAndRequests() throws Exception {
    ScriptedModel script =
        ScriptedModel.of(
            ScriptedResponse.text(INVALID).withUsage(Usage.of(10, 5)),
            ScriptedResponse.text(VALID).withUsage(new Usage(20, 6, 8, 2, 4, 0, 0)));

    agent(script).run(INPUT);

    ExpositionText text = scraped.scrape();
    assertThat(
            text.value(
                "gen_ai_invoke_agent_duration_seconds_count",
                "gen_ai_agent_name",
                "chat",
                "gen_ai_operation_name",
                "invoke_agent",
                "error_type",
                "none"))
        .isEqualTo(1);
    assertThat(text.value("gen_ai_invoke_agent_inference_calls_sum")).isEqualTo(2);
    assertThat(text.value("gen_ai_invoke_agent_tool_calls_sum")).isZero();
    assertThat(text.value("gen_ai_client_inference_duration_seconds_count", REQUEST)).isEqualTo(2);
    assertThat(text.value("gen_ai_client_inference_duration_seconds_count", "error_type", "none"))
        .isEqualTo(2);
    assertThat(text.value("gen_ai_client_inference_time_to_first_chunk_seconds_count", REQUEST))
        .isZero();
    assertThat(text.value("gen_ai_client_inference_usage_input_tokens_total", REQUEST))
        .isEqualTo(30);
    assertThat(text.value("gen_ai_client_inference_usage_output_tokens_total", REQUEST))
        .isEqualTo(11);
    assertThat(text.value("gen_ai_client_inference_usage_cache_read_input_tokens_total"))
        .isEqualTo(8);
    assertThat(text.value("gen_ai_client_inference_usage_cache_write_input_tokens_total"))
        .isEqualTo(2);
    assertThat(text.value("gen_ai_client_inference_usage_reasoning_output_tokens_total"))
        .isEqualTo(4);
    assertThat(text.value("gen_ai_client_inference_operation_input_tokens_sum")).isEqualTo(30);
    assertThat(text.value("gen_ai_client_inference_operation_output_tokens_max")).isEqualTo(6);
    assertThat(text.value("atomic_agents_re_asks_total", "gen_ai_agent_name", "chat")).isEqualTo(1);
    assertThat(text.value("atomic_agents_violations_total", "atomic_agents_path", "$.chat_message"))
        .isEqualTo(1);
    assertThat(
            text.value("atomic_agents_phase_duration_seconds_count", "atomic_agents_phase", "read"))
        .isEqualTo(1);
  }

  @Test
  void recordsChunksOfStreams() throws Exception {
    ScriptedModel script =
        ScriptedModel.of(
            ScriptedResponse.events(
                new ModelEvent.TextDelta("{\"chat_message\":"),
                new ModelEvent.TextDelta("\"a"),
                new ModelEvent.TextDelta("b\"}")));

    try (var stream = agent(script).stream(INPUT)) {
      stream.runResult();
    }

    ExpositionText text = scraped.scrape();
    assertThat(text.value("gen_ai_client_inference_time_per_output_chunk_seconds_count"))
        .isEqualTo(2);
    assertThat(text.value("gen_ai_client_inference_time_to_first_chunk_seconds_count"))
        .isEqualTo(1);
    assertThat(text.value("gen_ai_invoke_agent_duration_seconds_count")).isEqualTo(1);
  }

  @Test
  void recordsFailuresByType() throws Exception {
    ScriptedModel script = ScriptedModel.by(request -> ScriptedResponse.text(INVALID));

    assertThatThrownBy(() -> agent(script).run(INPUT)).isInstanceOf(AgentException.class);

    ExpositionText text = scraped.scrape();
    assertThat(
            text.value(
                "gen_ai_invoke_agent_duration_seconds_count",
                "error_type",
                InvalidOutputException.class.getName()))
        .isEqualTo(1);
    assertThat(text.value("gen_ai_client_inference_duration_seconds_count", "error_type", "none"))
        .isEqualTo(3);
    assertThat(text.value("atomic_agents_re_asks_total")).isEqualTo(3);
  }

  @Test
  void recordsRepairsByPath() throws Exception {
    agent(ScriptedModel.answering(REPAIRABLE)).run(INPUT);

    assertThat(scraped.scrape().matching("atomic_agents_repairs_total")).isNotEmpty();
  }

  @Test
  void recordsHitsOfACache() throws Exception {
    AtomicAgent<BasicChatInput, BasicChatOutput> inner =
        AtomicAgent.builder(ScriptedModel.answering(VALID).model()).name("chat").build();
    Agent<BasicChatInput, BasicChatOutput> agent =
        ObservedAgent.of(CachedAgent.of(inner, ResponseCache.create()), observer);

    agent.run(INPUT);
    agent.run(INPUT);

    ExpositionText text = scraped.scrape();
    assertThat(text.value("atomic_agents_cache_requests_total", "atomic_agents_result", "hit"))
        .isEqualTo(1);
    assertThat(text.value("atomic_agents_cache_requests_total", "atomic_agents_result", "miss"))
        .isEqualTo(1);
    assertThat(
            text.value(
                "atomic_agents_phase_duration_seconds_count", "atomic_agents_phase", "cache"))
        .isEqualTo(1);
  }

  @Test
  void recordsCallsOfTools() throws Exception {
    Tool<Town, Forecast> tool =
        Tool.of("weather", Town.class, Forecast.class, town -> new Forecast("rain"));
    ScriptedModel script =
        ScriptedModel.answering(
            "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"weather\",\"input\":{\"name\":\"Bergen\"}}]}}",
            "{\"step\":{\"type\":\"answer\",\"answer\":{\"chat_message\":\"Rain\"}}}");
    ToolLoop<BasicChatInput, BasicChatOutput> loop =
        ToolLoop.builder(BasicChatInput.class, BasicChatOutput.class, script.model())
            .tool(tool)
            .build();

    ObservedAgent.of(loop, observer).run(INPUT);

    ExpositionText text = scraped.scrape();
    assertThat(
            text.value(
                "gen_ai_execute_tool_duration_seconds_count",
                "gen_ai_tool_name",
                "weather",
                "gen_ai_operation_name",
                "execute_tool",
                "error_type",
                "none"))
        .isEqualTo(1);
    assertThat(text.value("gen_ai_invoke_agent_tool_calls_sum")).isEqualTo(1);
  }

  @Test
  void countsFailuresByTheStatusOfTheProvider() throws Exception {
    var unavailable =
        UnavailableException.of(new ProviderError("acme", 503, null, "Overloaded", ""), null);
    var agent =
        ObservedAgent.of(AtomicAgent.of(ScriptedModel.throwing(unavailable).model()), observer);

    assertThatThrownBy(() -> agent.run(INPUT)).isInstanceOf(UnavailableException.class);

    ExpositionText text = scraped.scrape();
    assertThat(text.value("gen_ai_invoke_agent_duration_seconds_count", "error_type", "503"))
        .isEqualTo(1);
    assertThat(text.value("gen_ai_client_inference_duration_seconds_count", "error_type", "503"))
        .isEqualTo(1);
  }

  @Test
  void showsRunsAndRequestsInProgress() throws Exception {
    var sent = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    ScriptedModel script =
        ScriptedModel.by(request -> {
          sent.countDown();
          awaitUninterrupted(release);
          return ScriptedResponse.text(VALID);
        });
    Thread run = Thread.ofVirtual().start(() -> agent(script).run(INPUT));
    sent.await();

    ExpositionText during = scraped.scrape();
    release.countDown();
    run.join();
    ExpositionText after = scraped.scrape();

    assertThat(during.value("atomic_agents_runs_active_seconds_count")).isEqualTo(1);
    assertThat(during.value("atomic_agents_requests_active_seconds_count")).isEqualTo(1);
    assertThat(after.value("atomic_agents_runs_active_seconds_count")).isZero();
    assertThat(after.value("atomic_agents_requests_active_seconds_count")).isZero();
  }

  @Test
  void showsPermits() throws Exception {
    var inUse = new AtomicInteger(3);
    observer.watchPermits("http", inUse::get, () -> 7);

    ExpositionText text = scraped.scrape();

    assertThat(text.value("atomic_agents_permits_in_use", "atomic_agents_pool", "http"))
        .isEqualTo(3);
    assertThat(text.value("atomic_agents_permits_waiting", "atomic_agents_pool", "http"))
        .isEqualTo(7);
  }

  @Test
  void histogramsHaveTheBucketsOfTheConventions() throws Exception {
    MicrometerObserver withHistograms = observer.withHistograms();
    ObservedAgent.of(AtomicAgent.of(ScriptedModel.answering(VALID).model()), withHistograms)
        .run(INPUT);

    ExpositionText text = scraped.scrape();

    assertThat(text.types())
        .containsEntry("gen_ai_client_inference_duration_seconds", "histogram")
        .containsEntry("gen_ai_client_inference_operation_input_tokens", "histogram");
    assertThat(text.matching("gen_ai_client_inference_duration_seconds_bucket")).hasSize(15);
    assertThat(text.matching("gen_ai_client_inference_duration_seconds_bucket", "le", "0.01"))
        .hasSize(1);
    assertThat(text.matching("gen_ai_client_inference_duration_seconds_bucket", "le", "81.92"))
        .hasSize(1);
  }

  @Test
  void boundsTheNumberOfValuesOfATag() throws Exception {
    MicrometerObserver bounded = observer.withMaxTagValues(3);
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        AtomicAgent.of(ScriptedModel.by(request -> ScriptedResponse.text(VALID)).model());
    for (int i = 0; i < 10; i++) {
      ObservedAgent.of(agent, bounded).withName("agent-" + i).run(INPUT);
    }

    ExpositionText text = scraped.scrape();

    assertThat(text.matching("gen_ai_invoke_agent_duration_seconds_count")).hasSize(4);
    assertThat(
            text.value("gen_ai_invoke_agent_duration_seconds_count", "gen_ai_agent_name", "other"))
        .isEqualTo(7);
  }

  @Test
  void escapesTheNamesOfAgents() throws Exception {
    String name = "a \"quoted\\ name\nwith lines";
    ObservedAgent.of(AtomicAgent.of(ScriptedModel.answering(VALID).model()), observer)
        .withName(name)
        .run(INPUT);

    assertThat(scraped.scrape().types()).containsKey("gen_ai_invoke_agent_duration_seconds");
  }

  @Test
  void severalObserversOfARegistryShareItsMeters() {
    var registry = new SimpleMeterRegistry();
    for (int i = 0; i < 2; i++) {
      ObservedAgent.of(
              AtomicAgent.builder(ScriptedModel.answering(VALID).model()).name("chat").build(),
              MicrometerObserver.of(registry))
          .run(INPUT);
    }

    assertThat(registry.get("gen_ai.invoke_agent.duration").timer().count()).isEqualTo(2);
    assertThat(registry.get("gen_ai.client.inference.duration").timer().max(TimeUnit.NANOSECONDS))
        .isLessThan((double) Duration.ofHours(1).toNanos());
  }

  @Test
  void rejectsAnInvalidMaximum() {
    assertThatThrownBy(() -> observer.withMaxTagValues(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTagValues: expected 1 or more, found 0");
  }

  private Agent<BasicChatInput, BasicChatOutput> agent(ScriptedModel script) {
    return ObservedAgent.of(AtomicAgent.builder(script.model()).name("chat").build(), observer);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Description("A town")
  record Town(String name) {}

  @Description("A forecast")
  record Forecast(String text) {}
}

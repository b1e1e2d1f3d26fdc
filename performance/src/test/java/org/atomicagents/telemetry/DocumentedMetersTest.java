package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.price.Charge;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

/** All meters, in a scrape and in the page of the documentation. */
class DocumentedMetersTest {
  private static final Path PAGE = Path.of("../docs/meters.md");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z_.]++)` \\| ([^|]++)\\|.*+");
  private static final Pattern TAG = Pattern.compile("`([a-z_.]++)`");
  private static final Usage USAGE = new Usage(100, 20, 30, 40, 5, 0, 0);

  @Test
  void pageListsTheMetersAndTagsOfTheCode() throws Exception {
    try (var scraped = new ScrapedRegistry()) {
      recordEverything(MicrometerObserver.of(scraped.registry()));

      Map<String, Set<String>> registered =
          scraped.registry().getMeters().stream()
              .collect(
                  Collectors.toMap(
                      meter -> meter.getId().getName(),
                      meter ->
                          meter.getId().getTags().stream()
                              .map(tag -> tag.getKey())
                              .collect(Collectors.toCollection(TreeSet::new)),
                      (one, other) -> one));
      assertThat(registered).isEqualTo(documented());
    }
  }

  @Test
  void scrapeContainsEveryMeterOfThePage() throws Exception {
    try (var scraped = new ScrapedRegistry()) {
      recordEverything(MicrometerObserver.of(scraped.registry()).withHistograms());

      ExpositionText text = scraped.scrape();

      for (String meter : documented().keySet()) {
        String prefix = meter.replace('.', '_');
        assertThat(text.types().keySet()).anyMatch(family -> family.startsWith(prefix));
      }
      assertThat(text.value("atomic_agents_cost_total")).isEqualTo(0.25);
      assertThat(text.value("atomic_agents_hedges_total", "atomic_agents_result", "won"))
          .isEqualTo(1);
      assertThat(text.value("atomic_agents_hedges_total", "atomic_agents_result", "lost"))
          .isEqualTo(2);
      assertThat(text.value("atomic_agents_refused_modes_total", "atomic_agents_mode", "TOOL_CALL"))
          .isEqualTo(1);
      assertThat(
              text.value(
                  "atomic_agents_phase_duration_seconds_sum", "atomic_agents_phase", "queue"))
          .isEqualTo(3.0);
      assertThat(text.value("atomic_agents_repairs_total", "atomic_agents_path", "$.lines[].sku"))
          .isEqualTo(4);
    }
  }

  /** Returns the tags of each meter of the page. */
  private static Map<String, Set<String>> documented() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row ->
                    TAG.matcher(row.group(2))
                        .results()
                        .map(tag -> tag.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));
  }

  private static void recordEverything(MicrometerObserver observer) {
    observer.watchPermits("http", () -> 1, () -> 2);
    RunObservation run =
        observer.begin(new RunDescription("chat", "input", null, RunOptions.defaults()));
    Model model = Model.of((request, context) -> ModelExchange.of(List.of()), "m");
    RequestObservation request =
        run.beginRequest(
            new RequestDescription(1, model, ModelRequest.of("m", List.of(Message.user("q")))));
    request.receiveChunk(1, 10);
    request.receiveChunk(2, 10);
    request.end(
        new RequestReport(
            ActivityOutcome.COMPLETED,
            null,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            2,
            USAGE,
            FinishReason.STOP,
            "id",
            "m"));
    run.beginTool(new AgentEvent.ToolStarted("chat", "call", "weather", "{}"))
        .end(new ToolReport(ActivityOutcome.COMPLETED, null, Duration.ofSeconds(1), "{}"));
    run.end(
        new RunReport(
            ActivityOutcome.COMPLETED,
            result(),
            null,
            Duration.ofSeconds(5),
            timings(),
            false,
            new RunCounts(
                2,
                1,
                1,
                1,
                1,
                3,
                1,
                1,
                Map.of("TOOL_CALL", 1),
                Map.of("$.lines[].sku", 4),
                Map.of("$.lines[].count", 1),
                1)));
  }

  private static Timings timings() {
    var timings = new Timings.Recorder(TimeSource.system());
    timings.add(Phase.QUEUE, Duration.ofSeconds(3).toNanos());
    return timings.snapshot();
  }

  private static RunResult<String> result() {
    Prices prices = Prices.ofDollars(TokenRates.of(BigDecimal.ZERO, new BigDecimal("12500")));
    return new RunResult<>(
        "output",
        "\"output\"",
        "m",
        FinishReason.STOP,
        1,
        2,
        USAGE,
        List.of(Charge.of("m", USAGE, Instant.EPOCH, () -> Optional.of(prices))),
        timings(),
        List.of("id"),
        List.of(),
        CacheState.SHARED);
  }
}

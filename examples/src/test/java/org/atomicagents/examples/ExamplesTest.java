package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the output of the examples and of the requests that they send. */
class ExamplesTest {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final String model = provider.baseUrl().getAuthority() + ":some-model";

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void typedAgentPrintsATicket() {
    List<String> lines = ExampleConsole.run(provider, TypedAgent::main);

    assertThat(lines.getFirst()).isEqualTo("Model: " + model + " (named by --model)");
    assertThat(lines.get(1)).matches(".{3,80} \\[(LOW|NORMAL|URGENT), mood [01]\\.\\d\\d]");
    assertThat(lines.subList(2, lines.size() - 1))
        .hasSizeBetween(1, 3)
        .allMatch(line -> line.matches("- .+ \\(order .+\\)"));
    assertThat(lines.getLast()).matches("1 attempt\\(s\\), \\d+ tokens, repaired: \\[]");
  }

  @Test
  void imageQuestionSendsTheImage() {
    List<String> lines = ExampleConsole.run(provider, ImageQuestion::main);

    assertThat(lines.get(1)).isNotBlank();
    assertThat(lines.subList(2, lines.size())).allMatch(line -> line.startsWith("- "));
    assertThat(bodies())
        .singleElement()
        .asString()
        .contains("What is in these images?", "{\"url\":\"data:image/png;base64,iVBORw0KGgo");
  }

  @Test
  void runMetricsPrintsATable() {
    List<String> lines = ExampleConsole.run(provider, RunMetrics::main);

    assertThat(lines.get(1)).isEqualTo("Requests:          10");
    assertThat(lines).anyMatch(line -> line.matches("P95: +\\d+ ms"));
    assertThat(lines.getLast()).isEqualTo("By tag: [example]");
  }

  @Test
  void lazyAgentsBuildsAnAgentOnce() {
    List<String> lines = ExampleConsole.run(provider, LazyAgents::main);

    assertThat(lines.subList(1, 3)).containsExactly("Agents: 0", "Building the agent for CHAT");
    assertThat(lines.getLast()).isEqualTo("Agents: 1");
  }

  @Test
  void cachedRunsSendOneRequest() {
    List<String> lines = ExampleConsole.run(provider, CachedRuns::main);

    assertThat(lines.get(1)).isEqualTo("10 concurrent runs, requests: 1");
    assertThat(lines.getLast()).startsWith("Another run: HIT, usage: Usage[");
  }

  @Test
  void resumedBatchRepeatsNoRequestOfACompleteItem() {
    List<String> lines = ExampleConsole.run(provider, ResumedBatch::main);

    int complete = Integer.parseInt(lines.get(1).replace("Results in the journal: ", ""));
    assertThat(complete).isBetween(10, 30);
    assertThat(lines.get(2)).isEqualTo("Replayed: " + complete);
    assertThat(lines.getLast()).isEqualTo("Complete: 30");
    // The items in flight at the stop, at most five, may have been received.
    assertThat(bodies().size()).isBetween(30, 35);
  }

  @Test
  void adaptiveAgentChoosesTheModelByComplexity() {
    List<String> lines =
        ExampleConsole.run(
            "",
            AdaptiveAgent::main,
            "--model",
            ExampleConsole.modelArgument(provider),
            "--large",
            "large-model");

    assertThat(lines.get(1)).matches("SIMPLE task: 3 words -> .+:some-model");
    assertThat(lines)
        .anyMatch(line -> line.matches("COMPLEX task: keyword \"compare\" -> .+:large-model"));
    assertThat(lines.getLast()).isEqualTo("Turns: 2");
    assertThat(bodies().getLast()).contains("large-model", "What is tea?");
  }

  @Test
  void modelCascadeAnswers() {
    List<String> lines = ExampleConsole.run(provider, ModelCascade::main);

    assertThat(lines.getLast()).matches("Accepted: (true|false), requests: [12]");
  }

  @Test
  void spamDecisionSortsMailsWithProbabilities() {
    List<String> lines = ExampleConsole.run(provider, SpamDecision::main);

    assertThat(lines.subList(lines.size() - 3, lines.size()))
        .allMatch(line -> line.matches("(sorted|to a person) Sorting\\[.*\\]: \\[.+\\]"));
  }

  @Test
  void fallbackChainAnswersWithTheSecondAgent() {
    List<String> lines = ExampleConsole.run(provider, FallbackChain::main);

    assertThat(lines.get(1)).isEqualTo("first failed: [TransportException], next: second");
    assertThat(lines.get(3)).isEqualTo("Requests: 2");
    assertThat(lines.getLast()).isEqualTo("All failed: 2 causes");
    assertThat(bodies()).hasSize(1);
  }

  @Test
  void concurrentBatchPrintsOutcomesInInputOrder() {
    List<String> lines = ExampleConsole.run(provider, ConcurrentBatch::main);

    assertThat(lines).hasSize(102);
    assertThat(lines.get(1)).startsWith("0: ");
    assertThat(lines.get(100)).startsWith("99: ");
    assertThat(lines.getLast()).isEqualTo("Failed: 0");
  }

  @Test
  void jsonLinesBatchRepeatsNoRequest() {
    List<String> lines = ExampleConsole.run(provider, JsonLinesBatch::main);

    assertThat(lines.subList(1, 3))
        .containsExactly(
            "50 lines, failed: 1, from the journal: 0",
            "50 lines, failed: 1, from the journal: 49");
    assertThat(lines.get(3)).startsWith("{\"index\":0,\"output\":{\"area\":");
    assertThat(lines.get(4)).contains("mails.jsonl:2:10: invalid input:");
  }

  @Test
  void tracedRunPrintsItsSpans() {
    List<String> lines = ExampleConsole.run(provider, TracedRun::main);

    assertThat(lines).filteredOn(line -> line.startsWith("invoke_agent chat, ")).hasSize(2);
    assertThat(lines).filteredOn(line -> line.startsWith("chat ")).hasSize(2);
    assertThat(lines).contains("  gen_ai.operation.name: invoke_agent");
  }

  @Test
  void openCircuitKeepsRequestsFromAProviderThatIsDown() {
    List<String> lines = ExampleConsole.run(provider, OpenCircuit::main);

    assertThat(lines)
        .containsSubsequence(
            "CLOSED -> OPEN: 5 of 5 calls failed: UnavailableException",
            "Responses: 8",
            "Requests to the provider that is down: 5",
            "Its circuit breaker: OPEN",
            "Clean shutdown: true");
  }

  @Test
  void sharedRateLimitServesTwoTenants() {
    List<String> lines = ExampleConsole.run(provider, SharedRateLimit::main);

    assertThat(lines).contains("Responses: 10");
    assertThat(lines.getLast()).isEqualTo("In flight: 0");
  }

  @Test
  void tenantBudgetRefusesTheFourthRequestOfATenant() {
    List<String> lines = ExampleConsole.run(provider, TenantBudget::main);

    assertThat(lines).filteredOn(line -> line.matches("acme: 0\\.0\\d+ USD")).hasSize(3);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("Usage limit 'tenants' (tenant 'acme') refused"))
        .hasSize(1);
    assertThat(lines.getLast()).startsWith("tenant 'globex': 1 requests, 0.0");
  }

  @Test
  void schemaFromTextPrintsATree() {
    List<String> lines = ExampleConsole.run(provider, SchemaFromText::main);

    assertThat(lines.get(1)).matches(".{1,80} on \\d{4}-\\d\\d-\\d\\d, \\d{1,3} guests");
    assertThat(lines.subList(2, lines.size() - 1))
        .hasSizeBetween(1, 3)
        .allMatch(line -> line.matches("- (hall|library|garden)"));
    assertThat(lines.getLast()).startsWith("As JSON: {\"title\":\"").endsWith("]}");
    assertThat(bodies()).singleElement().asString().contains("\\\"maximum\\\":500");
  }

  @Test
  void unionOutputExecutesTheDecision() {
    List<String> lines = ExampleConsole.run(provider, UnionOutput::main);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("The lamp came broken! -> ");
    assertThat(lines.get(2)).startsWith("Where is my order 4711? -> ");
    assertThat(lines.subList(1, 3))
        .allMatch(line ->
            line.matches(
                ".* -> (paid \\d.* euros|handed over to (SHIPPING|ACCOUNTS): .*|asked: .*)"));
  }

  @Test
  void listOutputPrintsTheListByDate() {
    List<String> lines = ExampleConsole.run(provider, ListOutput::main);

    assertThat(lines.subList(1, lines.size() - 1))
        .hasSizeBetween(1, 5)
        .allMatch(line -> line.matches("(\\d{4}-\\d\\d-\\d\\d|no date): .*, .*"))
        .isSortedAccordingTo(Comparator.comparing(line -> line.substring(0, line.indexOf(':'))));
    assertThat(lines.getLast()).isEqualTo(lines.size() - 2 + " promise(s)");
  }

  @Test
  void checksAndPartsReAsksTheInvalidPartOnly() {
    List<String> lines = ExampleConsole.run(provider, ChecksAndParts::main);

    assertThat(lines.subList(1, lines.size() - 3))
        .containsExactly(
            "Invalid: $.name: expected a name not in [ada, grace], found \"ada\"",
            "Sent: These parts of your response are invalid:",
            "  $.name: expected a name not in [ada, grace], found \"ada\"",
            "Return only these parts again with the errors fixed:",
            "  value_1: $.name");
    assertThat(lines.get(lines.size() - 3)).matches("Name: (?!ada$|grace$).{3,40}");
    assertThat(lines.get(lines.size() - 2))
        .isEqualTo("About: Ada writes programs for machines that do not exist yet.");
    assertThat(lines.getLast()).isEqualTo("2 attempts");
    assertThat(bodies()).singleElement().asString().contains("value_1").doesNotContain("interests");
  }

  @Test
  void streamingConsolePrintsPartialValues() {
    List<String> lines = ExampleConsole.run(provider, StreamingConsole::main);

    assertThat(lines.subList(1, lines.size() - 1))
        .isNotEmpty()
        .allMatch(line ->
            line.matches("(null|.*)(\\.{3})? \\(\\S+ minutes\\): \\d+ ingredients, \\d+ steps"));
    assertThat(lines.get(lines.size() - 2)).doesNotContain("...", "?");
    assertThat(lines.getLast()).matches("First token after \\d+ ms, \\d+ tokens per second");
    assertThat(bodies()).singleElement().asString().contains("\"stream\":true");
  }

  @Test
  void itemsAsTheyComePrintsEveryItem() {
    List<String> lines = ExampleConsole.run(provider, ItemsAsTheyCome::main);

    List<String> tasks = lines.subList(1, lines.size() - 1);
    for (int i = 0; i < tasks.size(); i++) {
      assertThat(tasks.get(i)).matches(i + 1 + "\\. .* \\(-?\\d+ hours\\)");
    }
    assertThat(lines.getLast()).isEqualTo(tasks.size() + " task(s)");
  }

  @Test
  void browserPageReceivesPatches() throws Exception {
    try (var client = OpenAi.at(provider.baseUrl());
        HttpClient browser = HttpClient.newHttpClient()) {
      HttpServer server = BrowserPage.start(client.model("some-model"));
      try {
        String page = get(browser, server, "/");
        String events = get(browser, server, "/plan");

        assertThat(page).contains("<title>A journey</title>", "new EventSource(\"plan\")");
        assertThat(events)
            .startsWith(
                "event: patch\ndata: {\"draft\":1,\"patch\":[{\"op\":\"replace\",\"path\":\"\",")
            .endsWith("event: done\ndata: {\"draft\":1}\n\n");
      } finally {
        server.stop(0);
      }
    }
  }

  private static String get(HttpClient browser, HttpServer server, String path) throws Exception {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void tokenPlanningCountsBeforeTheRequest() {
    List<String> lines = ExampleConsole.run(provider, TokenPlanning::main);

    assertThat(lines.get(1)).matches("The request has \\d+ tokens, its response at most 500\\.");
    assertThat(lines.get(2)).matches("With gpt-5-mini, the request costs 0\\.0\\d+ USD\\.");
    assertThat(lines).contains("Sections of the prompt");
    assertThat(lines.getLast()).startsWith("Answer: ");
    assertThat(bodies()).hasSize(1);
  }

  @Test
  void retriesWaitForABusyProvider() {
    List<String> lines = ExampleConsole.run(provider, Retries::main);

    assertThat(lines).hasSize(5);
    assertThat(lines.get(1))
        .matches("busy reported a rate limit \\(429\\): Too many requests; try 2 in 2\\d\\d ms");
    assertThat(lines.get(2)).matches("busy reported a rate limit .*; try 3 in [23]\\d\\d ms");
    assertThat(lines.get(3)).startsWith("Answer: ");
    assertThat(lines.get(4)).matches("Waited for \\d+ ms");
    assertThat(bodies()).hasSize(1);
  }

  @Test
  void sharedPoolCompletesEveryCall() {
    List<String> lines = ExampleConsole.run(provider, SharedPool::main);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("100 of 100 calls were answered");
    assertThat(lines.get(1)).contains("rateLimited(PT0.05S)=", "status(503)=");
    assertThat(lines.get(2)).matches("1\\d\\d permits over 1 connection\\(s\\), .*");
  }

  @Test
  void eventLogPrintsEventsAndTimings() {
    List<String> lines = ExampleConsole.run(provider, EventLog::main);

    assertThat(lines.get(1)).matches("\\[chat] counted \\d+ tokens");
    assertThat(lines.get(2)).matches("Estimated: \\d+ tokens");
    assertThat(lines.get(3)).isEqualTo("[chat] sent request 1");
    assertThat(lines.get(4)).matches("\\[chat] received \\d+");
    assertThat(lines.get(5)).isEqualTo("[chat] completed in 1 attempt(s)");
    assertThat(lines).anyMatch(line -> line.matches("  FIRST_BYTE +\\d+\\.\\d{3} ms"));
    assertThat(lines.get(lines.size() - 2)).matches("  TOTAL +\\d+\\.\\d{3} ms");
    assertThat(lines.getLast()).startsWith("Answer: ");
  }

  @Test
  void prometheusEndpointIsScraped() {
    List<String> lines = ExampleConsole.run(provider, PrometheusEndpoint::main);

    assertThat(lines).anyMatch(line -> line.startsWith("Answer: "));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("gen_ai_invoke_agent_duration_seconds_count{"))
        .anyMatch(line -> line.startsWith("gen_ai_client_inference_usage_input_tokens_total{"));
  }

  private List<String> bodies() {
    return ExampleConsole.bodies(provider);
  }
}

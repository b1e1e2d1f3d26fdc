package org.atomicagents.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.atomicagents.examples.providers.CachedPrompt;
import org.atomicagents.examples.providers.GeminiImage;
import org.atomicagents.examples.providers.LangChain4jModels;
import org.atomicagents.examples.providers.ReasoningModel;
import org.atomicagents.examples.providers.ReasoningWithTools;
import org.atomicagents.examples.providers.SeveralProviders;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final String NUMBER = "-?\\d+(\\.\\d+)?(E-?\\d+)?";

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final String model = provider.baseUrl().getAuthority() + ":some-model";

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void basicChatRemembersEarlierTurns() {
    List<String> lines =
        ExampleConsole.run(
            "hi\n\nand now?\n/exit\n",
            BasicChat::main,
            "--model",
            ExampleConsole.modelArgument(provider));

    assertThat(lines.getFirst()).isEqualTo("Model: " + model + " (named by --model)");
    assertThat(lines.get(1)).isEqualTo("Assistant: Hello! How can I help you?");
    assertThat(lines.get(2)).startsWith("Assistant: ");
    assertThat(lines.getLast()).isEqualTo("5 messages in 3 turns");
    assertThat(bodies()).hasSize(2);
    assertThat(bodies().get(1)).contains("Hello! How can I help you?", "hi", "and now?");
  }

  @Test
  void boundedMemoryKeepsThePinnedTurn() {
    List<String> lines = ExampleConsole.run(provider, BoundedMemory::main);

    assertThat(lines.get(lines.size() - 2))
        .isEqualTo(
            "Kept: [My name is Ada, and I am allergic to nuts., Suggest a dessert., Which wine goes"
                + " with it?, What is my name?]");
    assertThat(lines.getLast()).isEqualTo("Archived: [Suggest a starter., Suggest a main course.]");
    assertThat(bodies().getLast()).contains("My name is Ada").doesNotContain("starter");
  }

  @Test
  void forkedConversationContinuesTwice() {
    List<String> lines = ExampleConsole.run(provider, ForkedConversation::main);

    assertThat(lines.get(1)).startsWith("It will rain. -> {");
    assertThat(lines.get(2)).startsWith("It will be hot. -> {");
    assertThat(lines.getLast()).isEqualTo("Turns: original 1, forks 2 and 2");
  }

  @Test
  void summarizedConversationReplacesItsOldestTurns() {
    List<String> lines = ExampleConsole.run(provider, SummarizedConversation::main);

    assertThat(lines.subList(1, 7))
        .containsExactly(
            "Day 1: 1 turns",
            "Day 2: 2 turns",
            "Day 3: 3 turns",
            "Day 4: 4 turns",
            "Day 5: 3 turns",
            "Day 6: 4 turns");
    assertThat(lines.get(7)).startsWith("Summary of earlier turns: ");
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
  void persistentConversationContinuesAfterTheFileWasClosed() {
    List<String> lines = ExampleConsole.run(provider, PersistentConversation::main);

    assertThat(lines).contains("0 stored turns, then: My name is Ada.");
    assertThat(lines).contains("1 stored turns, then: What is my name?");
    assertThat(lines).contains("Conversations of tenant-a: [tenant-a/chat-42]");
    assertThat(lines.getLast())
        .startsWith(
            "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"my_app.schemas.Question\"");
    assertThat(bodies()).last().asString().contains("My name is Ada.");
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
  void contextProvidersAddTheirContextToEachRun() {
    List<String> lines = ExampleConsole.run(provider, ContextProviders::main);

    assertThat(lines)
        .contains("## Notes", "- The guest is a vegetarian.", "## Time")
        .last()
        .isEqualTo("A copy without the notes: SystemPrompt (providers=['clock'])");
    assertThat(bodies()).hasSize(2);
    assertThat(bodies().get(0)).doesNotContain("vegetarian");
    assertThat(bodies().get(1)).contains("vegetarian");
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
  void severalProvidersContinuesAfterAFailure() {
    String name = ExampleConsole.modelArgument(provider);

    List<String> lines =
        ExampleConsole.run("", SeveralProviders::main, "http://127.0.0.1:1/v1#offline", name, name);

    assertThat(lines.getFirst())
        .startsWith("http://127.0.0.1:1/v1#offline: Could not connect to http://127.0.0.1:1");
    assertThat(lines.subList(lines.size() - 2, lines.size()))
        .allMatch(line -> line.matches(model + ", \\d+ ms: .+"));
    assertThat(bodies()).hasSize(2);
  }

  @Test
  void reasoningModelUsesTheDeveloperRole() {
    List<String> lines = ExampleConsole.run(provider, ReasoningModel::main);

    assertThat(lines.get(1)).isEqualTo("The prompt's role: developer");
    assertThat(lines.get(lines.size() - 2)).startsWith("Answer: ");
    assertThat(lines.getLast()).matches("\\d+ of \\d+ output tokens are reasoning tokens");
    assertThat(bodies())
        .singleElement()
        .asString()
        .contains("\"role\":\"developer\"", "\"reasoning_effort\":\"low\"")
        .doesNotContain("\"role\":\"system\"");
  }

  @Test
  void reasoningWithToolsRepeatsTheReasoningOfEachStep() {
    List<String> lines = ExampleConsole.run(provider, ReasoningWithTools::main);

    assertThat(lines.getLast())
        .matches(
            "(\\d+ requests, \\d+ reasoning tokens|Limit reached: the steps of loop 'planner'.*)");
    assertThat(provider.requests())
        .allMatch(request -> request.path().equals("/v1/responses"))
        .allMatch(request -> request.body().contains("\"store\":false"));
    for (int step = 0; step < bodies().size(); step++) {
      assertThat(bodies().get(step).split("\"type\":\"reasoning\"", -1)).hasSize(step + 1);
    }
  }

  @Test
  void geminiImageSendsTheImageInHighResolution() {
    List<String> lines =
        ExampleConsole.run("", GeminiImage::main, "--url", provider.serverUrl().toString());

    assertThat(lines.getFirst()).startsWith("Shop: ");
    assertThat(lines.getLast())
        .matches("\\d+ input tokens, \\d+ output tokens, \\d+ of them thoughts");
    assertThat(bodies())
        .singleElement()
        .asString()
        .contains(
            "\"inlineData\":{\"mimeType\":\"image/png\"",
            "\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_HIGH\"}",
            "\"thinkingLevel\":\"LOW\"");
  }

  @Test
  void cachedPromptMarksTheEndOfTheStablePart() throws Exception {
    String response =
        """
        {"id":"m","type":"message","role":"assistant","model":"claude-haiku-5-5",\
        "stop_reason":"end_turn","content":[{"type":"text","text":"{\\"rule\\":7,\\"accepted\\":true}"}],\
        "usage":{"input_tokens":40,"cache_read_input_tokens":6000,"output_tokens":9}}\
        """;
    var bodies = new ArrayList<String>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/messages",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, response.getBytes(UTF_8).length);
          exchange.getResponseBody().write(response.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();

      List<String> lines = ExampleConsole.run("", CachedPrompt::main, "--url", url);

      assertThat(lines)
          .hasSize(3)
          .contains(
              "My kettle leaks. -> Decision[rule=7, accepted=true]; 6040 input tokens, 0 written to"
                  + " the cache, 6000 read from it");
      assertThat(bodies)
          .hasSize(3)
          .allMatch(
              body -> body.contains("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void langChain4jModelsUseOneServerForBoth() {
    List<String> lines = ExampleConsole.run(provider, LangChain4jModels::main);

    assertThat(lines.get(1)).matches("Team .*, priority [1-5]");
    assertThat(lines.getLast()).isNotBlank();
    assertThat(bodies().getLast()).contains("\"name\" : \"triage\"");
  }

  @Test
  void toolResultsArePartOfTheTurn() {
    List<String> lines = ExampleConsole.run(provider, ToolResults::main);

    assertThat(lines.get(1))
        .matches(
            "Calculation\\[left=%1$s, operator=(PLUS|MINUS|TIMES|DIVIDED_BY), right=%1$s] -> .+"
                .formatted(NUMBER));
    assertThat(lines.get(2)).startsWith("Answer: ");
    assertThat(lines.getLast()).isEqualTo("The turn: [USER, ASSISTANT, TOOL, ASSISTANT]");
    String result = lines.get(1).substring(lines.get(1).indexOf("-> ") + 3);
    assertThat(bodies().get(1)).contains("{\\\"value\\\":\\\"" + result + "\\\"}");
  }

  @Test
  void orchestratorRunsToolsUntilTheReply() {
    List<String> lines = ExampleConsole.run(provider, Orchestrator::main);

    List<String> steps = lines.subList(1, lines.size() - 2);
    assertThat(steps)
        .allMatch(line ->
            line.matches("price of .* -> .*|total of %1$s times %1$s -> .*".formatted(NUMBER)));
    assertThat(lines.get(lines.size() - 2)).matches("Reply: .+|No reply within 6 steps");
    assertThat(lines.getLast())
        .matches("%d messages in [01] turn\\(s\\)".formatted(messages(steps, lines)));
  }

  private static int messages(List<String> steps, List<String> lines) {
    return lines.get(lines.size() - 2).startsWith("Reply") ? 2 + 2 * steps.size() : 0;
  }

  @Test
  void approvedRefundWaitsForADecision() {
    List<String> lines =
        ExampleConsole.run(
            "y\nn\ny\nn\ny\nn\n".repeat(20),
            ApprovedRefund::main,
            "--model",
            ExampleConsole.modelArgument(provider));

    assertThat(lines.subList(1, lines.size() - 1))
        .allMatch(
            line -> line.matches("(Refund \\{\"order\":.*}\\? \\(y/n\\) )?((looked up|paid) .*)?"));
    assertThat(lines.getLast())
        .matches(".*(Answer: .+|Limit reached: the steps of loop 'clerk'.*)");
  }

  @Test
  void budgetsAndDeadlinesStopRuns() {
    List<String> lines = ExampleConsole.run(provider, BudgetsAndDeadlines::main);

    assertThat(lines.get(1)).matches("Why is the sky blue\\?: answered; so far 1 requests, .*");
    assertThat(lines.get(2)).matches("Why is the sea salt\\?: answered; so far 2 requests, .*");
    assertThat(lines.get(3))
        .isEqualTo("Why do cats purr?: Limit reached: the budget's requests, 2 of 2 used.");
    assertThat(lines.get(4))
        .isEqualTo(
            "With a timeout of 1 ns: Timed out after 0 ms while sending a request (limit"
                + " DEADLINE).");
    assertThat(bodies()).hasSize(2);
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

  private List<String> bodies() {
    return provider.requests().stream().map(RecordedRequest::body).toList();
  }
}

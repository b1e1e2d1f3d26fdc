package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.routing.TaskComplexity.COMPLEX;
import static org.atomicagents.routing.TaskComplexity.MEDIUM;
import static org.atomicagents.routing.TaskComplexity.SIMPLE;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.Partial;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamOptions;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.metrics.MetricsSummary;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.pool.AgentPool;
import org.atomicagents.report.TokenReport;
import org.atomicagents.routing.ModelSelector;
import org.atomicagents.routing.RoutedAgent;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.token.TokenBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerformanceGuideSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("gpt-5-mini");
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent = AtomicAgent.of(model);
  private final BasicChatInput question = new BasicChatInput("Explain quantum computing");
  private final List<String> printed = new ArrayList<>();

  // @start region="compact-schema"
  @Description("An answer")
  record EfficientOutput(
      @Description("Answer") String answer,
      @Description("0-1") @DecimalMin("0") @DecimalMax("1") double confidence) {}

  // @end

  @Description("An answer")
  record VerboseOutput(
      @Description(
              "The complete and comprehensive answer to the user's question, including all"
                  + " relevant details and explanations")
          String answer,
      @Description(
              "A floating point number between 0.0 and 1.0 representing how confident the model"
                  + " is in its response")
          @DecimalMin("0")
          @DecimalMax("1")
          double confidence) {}

  /** Runs in a process whose environment sets the simulated provider as OpenAI's address. */
  public static void main(String[] args) {
    // @start region="pool"
    try (var pool = ConnectionPool.builder().maxConnections(50).maxIdle(20).build();
        var openAi = OpenAi.fromEnv(pool)) {
      var first = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var second = AtomicAgent.of(openAi.model("gpt-5-mini"));

      first.run(new BasicChatInput("hello"));
      second.run(new BasicChatInput("hello again"));
      System.out.println(pool.status().openConnections() + " connection");
    }
    // @end
  }

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  private void show(String text) {
    printed.add(text);
  }

  @Test
  void firstFastAgent() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstFastAgent.class);

    assertThat(lines.getFirst()).isEqualTo("Requests:          3");
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void stream() {
    // @start region="stream"
    var options =
        RunOptions.defaults()
            .withStream(StreamOptions.defaults().withInterval(Duration.ofMillis(100)));

    String text;
    try (AgentStream<BasicChatOutput> stream = agent.stream(question, options)) {
      for (Partial<BasicChatOutput> partial : stream) {
        show(partial.value().chatMessage());
      }
      text = stream.result().chatMessage();
    }
    // @end
    assertThat(printed).last().isEqualTo(text);
  }

  @Test
  void batch() {
    // @start region="batch"
    List<BasicChatInput> questions =
        List.of(
            new BasicChatInput("What is Java?"),
            new BasicChatInput("Explain machine learning"),
            new BasicChatInput("What is Docker?"));

    for (Outcome<BasicChatOutput> outcome : Batch.of(agent).withMaxConcurrency(3).run(questions)) {
      switch (outcome) {
        case Outcome.Success<BasicChatOutput> success -> show(success.output().chatMessage());
        case Outcome.Failure<BasicChatOutput> failure -> show("Error: " + failure.failure());
      }
    }
    // @end
    assertThat(printed).hasSize(3).noneMatch(line -> line.startsWith("Error: "));
  }

  @Test
  void prompt() {
    // @start region="prompt"
    var prompt =
        SystemPrompt.builder()
            .background("Expert Java developer.")
            .steps("Analyze request.", "Provide solution.")
            .output("Be concise.", "Include code.")
            .build();
    var developer = AtomicAgent.builder(model).systemPrompt(prompt).build();

    show(TokenReport.of(developer, question).text()); // tokens by section, possible savings
    // @end
    assertThat(printed.getFirst()).contains("Sections of the prompt");
  }

  @Test
  void tokenBudget() {
    // @start region="token-budget"
    var limits = RunLimits.defaults().withTokenBudget(TokenBudget.byWords());
    var optimized = AtomicAgent.builder(model).limits(limits).build();

    optimized.run(new BasicChatInput("What is Java?")); // at most 500 tokens
    // @end
    assertThat(provider.requests().getLast().body().toString()).contains("500");
  }

  @Test
  void compactSchemasTakeFewerTokens() {
    int efficient = schemaTokens(EfficientOutput.class);
    int verbose = schemaTokens(VerboseOutput.class);

    assertThat(efficient).isLessThan(verbose * 2 / 3);
  }

  private int schemaTokens(Class<?> output) {
    var report = TokenReport.of(AtomicAgent.of(BasicChatInput.class, output, model));
    return report.sizes().jsonSchema();
  }

  @Test
  void cache() {
    // @start region="cache"
    var cache = ResponseCache.builder().timeToLive(Duration.ofMinutes(30)).build();
    var cached = CachedAgent.of(agent, cache);

    cached.run(question); // sends a request
    CacheState state = cached.call(question).cacheState(); // HIT
    cache.clearExpired();
    // @end
    assertThat(state).isEqualTo(CacheState.HIT);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void selection() {
    var mini = client.model("gpt-5-mini");
    var large = client.model("gpt-5");
    // @start region="selection"
    ModelSelector<BasicChatInput> selector =
        ModelSelector.byComplexity(
            BasicChatInput::chatMessage, Map.of(SIMPLE, mini, MEDIUM, mini, COMPLEX, large));
    var adaptive = RoutedAgent.of(AtomicAgent.of(mini), selector);

    show(adaptive.call(new BasicChatInput("Compare tea and coffee.")).model()); // gpt-5
    // @end
    assertThat(printed).containsExactly("gpt-5");
  }

  @Test
  void sharesOneConnection() throws Exception {
    assertThat(ChildJvm.run(provider, PerformanceGuideSnippets.class))
        .containsExactly("1 connection");
  }

  @Test
  void history() {
    // @start region="history"
    var history = ChatHistory.latestMessages(10); // evicts whole turns
    var limits = RunLimits.defaults().withMaxContextTokens(4_000); // of each request
    var bounded = AtomicAgent.builder(model).limits(limits).build();
    var options = RunOptions.history(history);

    bounded.run(question, options);
    try (var prepared = bounded.prepare(new BasicChatInput("In one sentence?"), options)) {
      show(prepared.tokens().history() + " tokens of conversation");
    }
    // @end
    assertThat(printed.getFirst()).matches("[1-9]\\d* tokens of conversation");
  }

  @Test
  void lazy() {
    // @start region="lazy"
    enum Task {
      CHAT,
      ANALYSIS
    }

    AgentPool<Task, AtomicAgent<BasicChatInput, BasicChatOutput>> agents =
        AgentPool.of((Task task) ->
            AtomicAgent.of(client.model(task == Task.CHAT ? "gpt-5-mini" : "gpt-5")));

    agents.get(Task.CHAT).run(question); // built here; ANALYSIS is not built
    // @end
    assertThat(agents.size()).isEqualTo(1);
    agents.close();
  }

  @Test
  void timing() {
    // @start region="timing"
    var timed = TimedAgent.of(agent);
    for (int i = 0; i < 10; i++) {
      timed.run(new BasicChatInput("test"));
    }

    System.out.println(timed.metrics()); // a table
    MetricsSummary summary = timed.metrics().summary();
    Duration p95 = summary.latency().p95();
    // @end
    assertThat(summary.count()).isEqualTo(10);
    assertThat(p95).isPositive();
  }
}

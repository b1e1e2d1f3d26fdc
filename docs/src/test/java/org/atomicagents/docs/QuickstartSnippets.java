package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Limits;
import org.atomicagents.Partial;
import org.atomicagents.Reply;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.Entry;
import org.atomicagents.chat.Overlap;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.Phase;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Role;
import org.atomicagents.model.Sampling;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuickstartSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model").withModes(ResponseMode.JSON_SCHEMA);

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstAgent() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstAgent.class);

    assertThat(lines.getFirst()).isNotBlank();
    assertThat(bodies()).singleElement().asString().contains("Why is the sky blue?", "gpt-5-mini");
  }

  @Test
  void conversation() {
    // @start region="conversation"
    var agent = AtomicAgent.of(model);
    var history = ChatHistory.latestTurns(10);

    agent.run(new BasicChatInput("My name is Ada."), RunOptions.history(history));
    agent.run(new BasicChatInput("What is my name?"), RunOptions.history(history));

    ChatHistory branch = history.fork();
    // @end
    assertThat(history.messages().stream().map(Message::role))
        .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT);
    assertThat(branch.messages()).isEqualTo(history.messages());
    assertThat(bodies().get(1)).contains("My name is Ada.", "What is my name?");
  }

  @Test
  void overlap() {
    // @start region="overlap"
    var oneAtATime = ChatHistory.unbounded().onOverlap(Overlap.QUEUE);
    // @end
    assertThat(oneAtATime.overlap()).isEqualTo(Overlap.QUEUE);
  }

  @Test
  void toolResult() {
    // @start region="tool-result"
    @Description("A city whose weather is wanted")
    record City(String name) {}

    @Description("The weather in a city")
    record Weather(int celsius, String sky) {}

    var history = ChatHistory.unbounded();
    var options = RunOptions.history(history);
    var finder = AtomicAgent.of(BasicChatInput.class, City.class, model);
    City city = finder.run(new BasicChatInput("Do I need an umbrella in Bergen?"), options);

    var weather = new Weather(7, "rain over " + city.name());
    String json = Schema.of(Weather.class).encode(weather);
    history.add(Entry.of(weather, Message.of(Role.TOOL, json)));

    String answer = AtomicAgent.of(model).run(options).chatMessage();
    // @end
    assertThat(answer).isNotBlank();
    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
    assertThat(bodies().get(1)).contains("rain over");
  }

  @Test
  void systemPrompt() {
    // @start region="system-prompt"
    var prompt =
        SystemPrompt.builder()
            .background("You are the concierge of a small hotel in Lisbon.")
            .steps("Read what is known of the guest.", "Answer what was asked.")
            .output("Two sentences at most.")
            .provider("guest", ContextProvider.of("Guest", () -> "Vegetarian, leaves on Friday."))
            .provider("clock", ContextProvider.passing("Time", () -> Instant.now().toString()))
            .build();

    var concierge = AtomicAgent.builder(model).systemPrompt(prompt).build();
    var anonymous = concierge.withSystemPrompt(prompt.withoutProvider("guest"));
    // @end
    concierge.run(new BasicChatInput("Where shall we eat?"));
    anonymous.run(new BasicChatInput("Where shall we eat?"));
    assertThat(bodies().get(0)).contains("## Guest", "## Time");
    assertThat(bodies().get(1)).contains("## Time").doesNotContain("## Guest");
  }

  @Test
  void streaming() {
    var screen = new Screen();
    var stories = new ArrayList<BasicChatOutput>();
    var agent = AtomicAgent.of(model);
    var question = new BasicChatInput("Tell me a story.");
    // @start region="streaming"
    try (var stream = agent.stream(question)) {
      for (Partial<BasicChatOutput> partial : stream) {
        screen.show(partial.value().chatMessage());
      }
      stories.add(stream.result());
    }
    // @end
    assertThat(stories).hasSize(1);
    assertThat(screen.text).isEqualTo(stories.getFirst().chatMessage());
  }

  private static final class Screen {
    private String text = "";

    void show(String newText) {
      text = newText;
    }
  }

  // @start region="constraints"
  @Description("A product as a shop describes it")
  record Product(
      @Description("The name on the box") @NotBlank String name,
      @Description("In euros") @DecimalMin("0.01") @DecimalMax("10000") double price,
      @Description("The year of the first sale, where known") Optional<Integer> since) {}

  // @end

  @Test
  void reply() {
    // @start region="reply"
    var agent = AtomicAgent.of(BasicChatInput.class, Product.class, model);
    Reply<Product> reply = agent.reply(new BasicChatInput("Describe a lamp."));

    double price = reply.output().price();
    int attempts = reply.attempts();
    long tokens = reply.usage().totalTokens();
    Duration untilFirstByte = reply.timings().of(Phase.FIRST_BYTE);
    // @end
    assertThat(price).isBetween(0.01, 10_000.0);
    assertThat(attempts).isEqualTo(1);
    assertThat(tokens).isPositive();
    assertThat(untilFirstByte).isPositive();
  }

  @Test
  void runOptions() {
    var agent = AtomicAgent.of(model);
    var otherModel = client.model("other-model");
    // @start region="run-options"
    var together = Budget.of(200_000, 50); // tokens and requests, of all runs that share it

    var options =
        RunOptions.timeout(Duration.ofSeconds(30))
            .withBudget(together)
            .withModel(otherModel)
            .withMode(ResponseMode.JSON_OBJECT)
            .withSampling(Sampling.defaults().withTemperature(0.2).withMaxTokens(2_000))
            .withLimits(Limits.defaults().withMaxAttempts(2));

    agent.run(new BasicChatInput("hello"), options);
    // @end
    assertThat(together.requests()).isEqualTo(1);
    assertThat(bodies().getFirst())
        .contains("\"model\":\"other-model\"", "\"json_object\"", "\"temperature\":0.2");
  }

  @Test
  void listeners() {
    var log = new StringBuilder();
    // @start region="listeners"
    var listeners =
        Listeners.none()
            .with(AgentEvent.RequestSent.class, sent -> log.append("sent ").append(sent.number()))
            .with(
                AgentEvent.RunCompleted.class,
                done -> log.append(", took ").append(done.timings().total()));

    var agent = AtomicAgent.builder(model).listeners(listeners).build();
    // @end
    agent.run(new BasicChatInput("hello"));
    assertThat(log).startsWith("sent 1, took PT");
  }

  @Test
  void prepared() {
    var replies = new ArrayList<Reply<BasicChatOutput>>();
    var agent = AtomicAgent.of(model);
    // @start region="prepared"
    try (var prepared = agent.prepare(new BasicChatInput("hello"), RunOptions.defaults())) {
      System.out.println(prepared.request().messages());
      System.out.println(prepared.fingerprint());
      if (prepared.tokens().total() < 4_000) {
        replies.add(prepared.call());
      }
    }
    // @end
    assertThat(replies).hasSize(1);
    assertThat(bodies()).hasSize(1);
  }

  private List<String> bodies() {
    return provider.requests().stream().map(RecordedRequest::body).toList();
  }
}

package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model").withModes(ResponseMode.JSON_SCHEMA);

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstConversation() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstConversation.class);

    assertThat(lines.getLast()).isEqualTo("4 messages");
    assertThat(bodies().get(1)).contains("My name is Ada.", "What is my name?");
  }

  // @start region="histories"
  private final Map<String, ChatHistory> histories = new ConcurrentHashMap<>();

  BasicChatOutput reply(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, String user, String text) {
    var history = histories.computeIfAbsent(user, id -> ChatHistory.latestTurns(10));
    var options = RunOptions.timeout(Duration.ofSeconds(30)).withHistory(history);
    return agent.run(new BasicChatInput(text), options);
  }

  // @end

  @Test
  void histories() {
    var agent = AtomicAgent.of(model);

    reply(agent, "ada", "My name is Ada.");
    reply(agent, "bob", "My name is Bob.");
    reply(agent, "ada", "What is my name?");

    assertThat(bodies().getLast()).contains("My name is Ada.").doesNotContain("Bob");
  }

  @Test
  void fork() {
    var agent = AtomicAgent.of(model);
    // @start region="fork"
    var history = ChatHistory.unbounded();
    history.commit(Turn.of(ChatEntry.of(Message.user("Speak French, please."))));

    ChatHistory branch = history.fork();
    agent.run(new BasicChatInput("Why is the sky blue?"), RunOptions.history(branch));
    // @end
    assertThat(history.messageCount()).isEqualTo(1);
    assertThat(branch.messageCount()).isEqualTo(3);
  }

  @Test
  void overlap() {
    // @start region="overlap"
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    // @end
    assertThat(history.overlapPolicy()).isEqualTo(OverlapPolicy.QUEUE);
  }

  @Test
  void toolResult() {
    // @start region="tool-result"
    @Description("A city whose weather is asked for")
    record City(String name) {}

    @Description("The weather in a city")
    record Weather(int celsius, String sky) {}

    var history = ChatHistory.unbounded();
    BasicChatOutput output;
    try (var turn = ConversationTurn.begin(history)) {
      var options = RunOptions.history(turn);
      var cityFinder = AtomicAgent.of(BasicChatInput.class, City.class, model);
      City city = cityFinder.run(new BasicChatInput("Do I need an umbrella in Bergen?"), options);

      var weather = new Weather(7, "rain over " + city.name()); // the tool: plain Java
      String json = Schema.of(Weather.class).encode(weather);
      turn.add(ChatEntry.of(weather, Message.of(Role.TOOL, json)));

      output = AtomicAgent.of(model).run(options);
      turn.commitTurn();
    }
    // @end
    assertThat(output.chatMessage()).isNotBlank();
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
            .steps("Read the notes about the guest.", "Answer the question.")
            .output("Two sentences at most.")
            .provider("guest", ContextProvider.of("Guest", () -> "Vegetarian, leaves on Friday."))
            .provider("clock", ContextProvider.ofVolatile("Time", () -> Instant.now().toString()))
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
  void contextProviders(@TempDir Path folder) throws IOException {
    Path rules = Files.writeString(folder.resolve("house-rules.md"), "Breakfast ends at 10.");
    // @start region="context-providers"
    ContextProvider availability =
        ContextProvider.of("Free rooms", Hotel::freeRooms)
            .withTimeLimit(Duration.ofSeconds(2)) // interrupted after 2 seconds
            .withCache(Duration.ofMinutes(1)) // concurrent runs share one call
            .withOmissionOnFailure(); // the run continues without this section

    var prompt =
        SystemPrompt.builder()
            .background("You are the concierge of a small hotel in Lisbon.")
            .provider("rules", ContextProvider.file("House rules", rules))
            .provider("rooms", availability)
            .provider("clock", ContextProvider.currentTime(ZoneId.of("Europe/Lisbon")))
            .build();
    // @end
    assertThat(prompt.render().text())
        .contains("## House rules\nBreakfast ends at 10.", "## Free rooms\n3", "Europe/Lisbon");
  }

  @Test
  void promptGenerator() {
    // @start region="prompt-generator"
    var prompt =
        SystemPrompt.of(context -> {
          var text = new StringBuilder("You are a concierge.");
          context.forEach(
              info -> text.append("\n").append(info.title()).append(": ").append(info.info()));
          return text.toString();
        });
    // @end
    var withGuest = prompt.withProvider("guest", ContextProvider.of("Guest", () -> "Vegetarian."));
    assertThat(withGuest.render().text()).isEqualTo("You are a concierge.\nGuest: Vegetarian.");
  }

  // @start region="cache"
  private final Map<String, BasicChatOutput> cache = new ConcurrentHashMap<>();

  BasicChatOutput cachedRun(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent,
      BasicChatInput input,
      RunOptions options) {
    try (var prepared = agent.prepare(input, options)) {
      String key = prepared.fingerprint();
      BasicChatOutput cached = cache.get(key);
      if (cached != null) {
        prepared.commit(cached); // the conversation gets its turn, and no request is sent
        return cached;
      }
      BasicChatOutput output = prepared.call().output();
      cache.put(key, output);
      return output;
    }
  }

  // @end

  @Test
  void cachedRun() {
    var agent = AtomicAgent.of(model);
    var input = new BasicChatInput("hello");
    var first = ChatHistory.unbounded();
    var second = ChatHistory.unbounded();

    BasicChatOutput output = cachedRun(agent, input, RunOptions.history(first));
    BasicChatOutput cached = cachedRun(agent, input, RunOptions.history(second));

    assertThat(cached).isEqualTo(output);
    assertThat(second.messages()).isEqualTo(first.messages());
    assertThat(bodies()).hasSize(1);
  }

  private static final class Hotel {
    static String freeRooms() {
      return "3";
    }
  }

  private List<String> bodies() {
    return provider.requests().stream().map(RecordedRequest::body).toList();
  }
}

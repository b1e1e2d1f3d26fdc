package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A conversation that moves between four protocols in turn, with tools and reasoning. The simulated
 * provider rejects requests whose reasoning or signatures are incomplete or those of another model.
 */
class FourProvidersTest {
  private static final int ROUNDS = 3;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ToolSpec WEATHER =
      new ToolSpec(
          "weather",
          "The weather in a city",
          "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
              + "\"required\":[\"city\"],\"additionalProperties\":false}");
  private static final Set<String> SECRET_FIELDS =
      Set.of("encrypted_content", "signature", "data", "thoughtSignature");

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi openAi = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(key()).build();
  private final Anthropic anthropic =
      Anthropic.builder().baseUrl(provider.serverUrl()).apiKey(key()).build();
  private final Gemini gemini =
      Gemini.builder().baseUrl(provider.serverUrl()).apiKey(key()).build();

  private final List<Message> conversation = new ArrayList<>();
  // The opaque values that each protocol has sent, with the number of requests before them.
  private final Map<String, Map<String, Integer>> secrets = new LinkedHashMap<>();

  @AfterEach
  void close() {
    gemini.close();
    anthropic.close();
    openAi.close();
    provider.close();
  }

  @Test
  void replaysToEachProviderOnlyItsOwnParts() {
    Map<String, Model> models = models();
    conversation.add(Message.system("Use the tool."));

    for (boolean stream : new boolean[] {false, true}) {
      for (int round = 0; round < ROUNDS; round++) {
        models.forEach((path, model) -> turn(path, model, stream));
      }
    }

    assertThat(provider.requests()).hasSize(2 * ROUNDS * models.size() * 2);
    assertThat(secrets.keySet()).containsExactlyInAnyOrderElementsOf(models.keySet());
    assertThat(secrets.values()).allSatisfy(all -> assertThat(all).hasSizeGreaterThan(2 * ROUNDS));
    for (int i = 0; i < provider.requests().size(); i++) {
      RecordedRequest request = provider.requests().get(i);
      assertThat(secretsIn(request)).as("request %d, %s", i, request.path()).isEqualTo(sent(i));
    }
  }

  @Test
  void repeatsTextsAndToolCallsOfAllProviders() {
    Map<String, Model> models = models();
    models.forEach((path, model) -> turn(path, model, false));
    models.forEach((path, model) -> turn(path, model, true));

    List<RecordedRequest> last = provider.requests().subList(2 * models.size(), 4 * models.size());
    for (RecordedRequest request : last) {
      for (int turn = 0; turn < models.size(); turn++) {
        assertThat(request.body())
            .as(request.path())
            .contains("Question " + turn + "?", "sky " + turn);
      }
      // The protocol's own fields only.
      switch (protocol(request)) {
        case "chat" ->
            assertThat(request.body())
                .contains("tool_call_id", "reasoning_content")
                .doesNotContain(
                    "encrypted_content", "tool_use_id", "functionResponse", "thoughtSignature");
        case "responses" ->
            assertThat(request.body())
                .contains("function_call_output", "encrypted_content")
                .doesNotContain(
                    "tool_call_id",
                    "reasoning_content",
                    "tool_use_id",
                    "functionResponse",
                    "thoughtSignature");
        case "messages" ->
            assertThat(request.body())
                .contains("tool_use_id", "\"signature\"")
                .doesNotContain(
                    "tool_call_id",
                    "reasoning_content",
                    "encrypted_content",
                    "functionResponse",
                    "thoughtSignature");
        default ->
            assertThat(request.body())
                .contains("functionResponse", "thoughtSignature")
                .doesNotContain(
                    "tool_call_id",
                    "reasoning_content",
                    "encrypted_content",
                    "tool_use_id",
                    "\"signature\"");
      }
    }
  }

  private Map<String, Model> models() {
    var models = new LinkedHashMap<String, Model>();
    models.put("chat", openAi.chat("gpt-5-mini"));
    models.put("responses", openAi.responses("gpt-5.6"));
    models.put("messages", anthropic.model("claude-sonnet-5-5"));
    models.put("gemini", gemini.model("gemini-3.8-flash"));
    return models;
  }

  /** Asks a question, which the model answers with a call and then, with its result, in a text. */
  private void turn(String protocol, Model model, boolean stream) {
    int number = provider.requests().size() / 2;
    conversation.add(Message.user("Question " + number + "?"));
    Sampling forced =
        model.client().provider().equals("openai")
            ? Sampling.defaults().withExtra("tool_choice", "\"required\"")
            : Sampling.defaults();
    Message called = send(protocol, model, forced, stream);
    conversation.add(called);
    for (Content part : called.parts()) {
      if (part instanceof Content.ToolCall call) {
        conversation.add(
            Message.toolResult(call.id(), call.name(), "{\"sky\":\"sky " + number + "\"}"));
      }
    }
    assertThat(conversation.getLast().role()).as(protocol).isEqualTo(Role.TOOL);
    Message answer = send(protocol, model, Sampling.defaults(), stream);
    assertThat(answer.text()).as(protocol).isNotBlank();
    conversation.add(answer);
  }

  private Message send(String protocol, Model model, Sampling sampling, boolean stream) {
    var request =
        new ModelRequest(
            model.name(), model.rules(), conversation, null, List.of(WEATHER), sampling, stream);
    var text = new StringBuilder();
    var calls = new TreeMap<Integer, String[]>();
    var parts = new ArrayList<Content>();
    try (ModelExchange exchange = model.open(request, RunContext.standalone())) {
      for (ModelEvent event : exchange) {
        switch (event) {
          case ModelEvent.TextDelta delta -> text.append(delta.text());
          case ModelEvent.ToolCallDelta delta -> append(calls, delta);
          case ModelEvent.OpaquePart part ->
              parts.add(new Content.Opaque(part.provider(), part.model(), part.json()));
          default -> {}
        }
      }
    }
    if (protocol.equals("chat")) {
      parts.add(reasoningOfChat(model));
    }
    int requests = provider.requests().size();
    for (Content part : parts) {
      Map<String, Integer> known =
          secrets.computeIfAbsent(protocol, unused -> new LinkedHashMap<>());
      collect(JSON.readTree(((Content.Opaque) part).json()))
          .forEach(secret -> known.putIfAbsent(secret, requests));
    }
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text.toString()));
    }
    calls.forEach((index, call) ->
        parts.add(new Content.ToolCall(call[0] == null ? "c" + index : call[0], call[1], call[2])));
    return new Message(Role.ASSISTANT, parts);
  }

  private static void append(Map<Integer, String[]> calls, ModelEvent.ToolCallDelta delta) {
    String[] call = calls.computeIfAbsent(delta.index(), unused -> new String[] {null, "", ""});
    call[0] = delta.id() == null ? call[0] : delta.id();
    call[1] = delta.name() == null ? call[1] : delta.name();
    call[2] += delta.arguments();
  }

  // Chat completions of OpenAI have no visible reasoning; those of compatible services do.
  private Content reasoningOfChat(Model model) {
    String number = "chat-secret-" + provider.requests().size();
    return new Content.Opaque(
        model.client().provider(),
        model.name(),
        "{\"reasoning_content\":\"thought\",\"reasoning_details\":"
            + "[{\"type\":\"reasoning.encrypted\",\"data\":\""
            + number
            + "\"}]}");
  }

  /** Returns the opaque values that a request has to repeat: those of its protocol before it. */
  private Set<String> sent(int request) {
    var expected = new LinkedHashSet<String>();
    secrets
        .get(protocol(provider.requests().get(request)))
        .forEach((secret, requestsBefore) -> {
          if (requestsBefore <= request) {
            expected.add(secret);
          }
        });
    return expected;
  }

  /** Returns the opaque values of any protocol in a request. */
  private Set<String> secretsIn(RecordedRequest request) {
    var found = new LinkedHashSet<String>();
    secrets
        .values()
        .forEach(all ->
            all.keySet().stream()
                .filter(secret -> request.body().contains("\"" + secret + "\""))
                .forEach(found::add));
    return found;
  }

  private static Set<String> collect(JsonNode node) {
    var found = new LinkedHashSet<String>();
    if (node.isArray()) {
      node.forEach(item -> found.addAll(collect(item)));
    }
    node.properties()
        .forEach(member -> {
          if (SECRET_FIELDS.contains(member.getKey()) && member.getValue().isString()) {
            found.add(member.getValue().stringValue());
          } else {
            found.addAll(collect(member.getValue()));
          }
        });
    return found;
  }

  private static String protocol(RecordedRequest request) {
    String path = request.path();
    return path.endsWith("/chat/completions")
        ? "chat"
        : path.endsWith("/responses")
            ? "responses"
            : path.endsWith("/messages") ? "messages" : "gemini";
  }

  private static ApiKey key() {
    return ApiKey.of("test");
  }
}

package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.ReAskScope;
import org.atomicagents.Reply;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelFacts;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.ApiKey;
import org.atomicagents.openai.Capability;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class JudgeSnippets {

  @Test
  void capabilities() {
    try (var openAi = OpenAi.of(Provider.OPENAI, ApiKey.of("sk-nothing-secret"))) {
      // @start region="capabilities"
      Capability known = Provider.GROQ.capability("openai/gpt-oss-20b");
      System.out.println(known.modes() + " by " + known.source());

      ModelFacts facts = openAi.model("gpt-5-mini").facts();
      System.out.println(facts.modes() + ", strict: " + facts.strictSchemas());

      Provider house =
          Provider.of("house", URI.create("https://models.example.com/v1"))
              .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON);
      // @end
      assertThat(known.strict()).isTrue();
      assertThat(facts.strictSchemas()).isTrue();
      assertThat(house.capability("any").modes()).startsWith(ResponseMode.JSON_SCHEMA);
    }
  }

  @Test
  void refused() {
    var log = new ArrayList<String>();
    try (var provider = SimulatedProvider.builder().modes(ResponseMode.TOOL_CALL).start();
        var openAi = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build()) {
      Model model = openAi.model("gpt-5-mini");
      // @start region="refused"
      var listeners =
          Listeners.none()
              .with(
                  AgentEvent.ModeRefused.class,
                  event -> log.add(event.refused() + " refused, trying " + event.next()));

      var agent = AtomicAgent.builder(model).listeners(listeners).build();
      // @end
      agent.run(new BasicChatInput("hello"));
      agent.run(new BasicChatInput("hello again"));

      assertThat(log).containsExactly("JSON_SCHEMA refused, trying TOOL_CALL");
      assertThat(provider.requests()).hasSize(3);
    }
  }

  @Test
  void checks() {
    Model model =
        ScriptedModel.answering(
                "{\"start\":\"2026-05-01\",\"end\":\"2026-04-03\",\"to\":\"Rome\"}",
                "{\"value_1\":\"2026-05-03\"}")
            .model();
    // @start region="checks"
    var planner =
        AtomicAgent.builder(BasicChatInput.class, Trip.class, model)
            .check(
                "$.end", trip -> trip.end().compareTo(trip.start()) > 0, "a date after the start")
            .strictness(Strictness.LENIENT)
            .reAsk(ReAskScope.PART)
            .build();
    // @end
    Reply<Trip> reply = planner.reply(new BasicChatInput("to Rome, please"));

    assertThat(reply.output()).isEqualTo(new Trip("2026-05-01", "2026-05-03", "Rome"));
    assertThat(reply.attempts()).isEqualTo(2);
  }

  @Description("A trip; dates as in 2026-05-01")
  record Trip(String start, String end, String to) {}
}

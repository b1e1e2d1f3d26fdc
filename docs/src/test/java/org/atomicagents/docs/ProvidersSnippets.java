package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.openai.ResponsesOptions;
import org.atomicagents.openai.ResponsesOptions.ReasoningSummary;
import org.atomicagents.openai.ResponsesOptions.Verbosity;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ProvidersSnippets {

  /**
   * Runs in a process whose environment sets the simulated provider as every provider's address.
   */
  public static void main(String[] args) {
    presets();
    addresses();
    key();
    modes();
    extras();
    models();
    responses();
    families();
    System.out.println("done");
  }

  private static void presets() {
    // @start region="presets"
    Model hosted = OpenAi.fromEnv().model("gpt-5-mini");
    Model fast = OpenAi.fromEnv(Provider.GROQ).model("llama-3.3-70b-versatile");
    Model deployed = OpenAi.fromEnv(Provider.AZURE).model("my-deployment");
    Model local = OpenAi.fromEnv(Provider.OLLAMA).model("llama3.2");
    // @end
    for (Model model : List.of(hosted, fast, local)) {
      ask(model);
    }
    System.out.println(deployed);
  }

  private static void addresses() {
    // @start region="any-base-url"
    Model bare = OpenAi.at(URI.create("http://localhost:8000/v1")).model("my-model");

    var company =
        Provider.of("company", URI.create("https://models.example.com/v1"))
            .withKeyVariable("MY_KEY")
            .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON);
    Model ours = OpenAi.fromEnv(company).model("my-model");
    // @end
    System.out.println(bare);
    System.out.println(ours);
  }

  private static void key() {
    // @start region="key"
    ApiKey key = ApiKey.of(System.getenv("MY_KEY"));
    var client =
        OpenAi.builder(Provider.OPENROUTER)
            .apiKey(key)
            .header("HTTP-Referer", "https://example.com")
            .build();
    // @end
    System.out.println(client);
    System.out.println(key);
  }

  private static void modes() {
    Model model = OpenAi.fromEnv().model("gpt-4o-mini");
    // @start region="modes"
    Model careful = model.withModes(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
    var agent = AtomicAgent.builder(careful).mode(ResponseMode.JSON_SCHEMA).build();
    var options = RunOptions.defaults().withMode(ResponseMode.PROMPTED_JSON);
    // @end
    agent.run(new BasicChatInput("hello"), options);
  }

  private static void extras() {
    Model model = OpenAi.fromEnv().model("gpt-4o-mini");
    // @start region="extras"
    var sampling =
        Sampling.defaults()
            .withTemperature(0.2)
            .withExtra("service_tier", "\"flex\"")
            .withExtra("top_k", "40");
    var agent = AtomicAgent.builder(model).sampling(sampling).build();
    // @end
    agent.run(new BasicChatInput("extras"));
  }

  private static void models() {
    // @start region="models"
    List<String> available = OpenAi.fromEnv(Provider.LLAMA_CPP).models(Duration.ofSeconds(10));
    // @end
    System.out.println(available);
  }

  private static void responses() {
    // @start region="responses"
    var options =
        ResponsesOptions.ofDefaults()
            .withReasoningSummary(ReasoningSummary.AUTO)
            .withVerbosity(Verbosity.LOW)
            .withPromptCacheKey("triage");
    Model model = OpenAi.fromEnv().responses("gpt-5.6", options);
    var agent =
        AtomicAgent.builder(model).sampling(Sampling.defaults().withReasoningEffort("low")).build();
    // @end
    agent.run(new BasicChatInput("responses"));
    // @start region="background"
    var slow = ResponsesOptions.ofDefaults().withBackground(Duration.ofSeconds(2));
    Model pro = OpenAi.fromEnv().responses("gpt-5-pro", slow);
    // @end
    System.out.println(pro);
  }

  private static void families() {
    // @start region="families"
    var ours =
        ModelFamilies.parse(
            """
            {"openai": [{
              "models": ["gpt-7*"],
              "modes": ["JSON_SCHEMA", "TOOL_CALL", "PROMPTED_JSON"],
              "strict": true,
              "role": "developer",
              "reasoning": true,
              "efforts": ["low", "high"],
              "refused": ["temperature", "top_p", "stop"],
              "protocols": {"responses": {}, "chat": {"tools_while_reasoning": false}},
              "source": "https://example.com/gpt-7"}]}
            """,
            "families.json");
    Model model =
        OpenAi.builder().apiKey(ApiKey.of("sk-...")).families(ours).build().model("gpt-7-mini");
    // @end
    System.out.println(model.rules().reasoning().efforts());
    // @start region="adjusted"
    var options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.ParametersAdjusted adjusted) {
                System.out.println("not sent: " + adjusted.omitted());
              }
            });
    // @end
    var agent =
        AtomicAgent.builder(OpenAi.fromEnv().model("gpt-5-mini"))
            .sampling(Sampling.defaults().withTemperature(0.2))
            .build();
    agent.run(new BasicChatInput("adjusted"), options);
  }

  private static void ask(Model model) {
    AtomicAgent.of(model).run(new BasicChatInput("hello from " + model));
  }

  @Test
  void configuresAndCallsProviders() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, ProvidersSnippets.class);

      assertThat(lines)
          .containsExactly(
              "azure:my-deployment",
              "localhost:8000:my-model",
              "company:my-model",
              "OpenAi[openrouter at https://openrouter.ai/api/v1]",
              "ApiKey[***]",
              "[simulated]",
              "openai:gpt-5-pro",
              "[low, high]",
              "not sent: [temperature]",
              "done");
      assertThat(bodies(provider))
          .anyMatch(body -> body.contains("hello from openai:gpt-5-mini"))
          .anyMatch(body -> body.contains("hello from groq:llama-3.3-70b-versatile"))
          .anyMatch(body -> body.contains("hello from ollama:llama3.2"))
          .anyMatch(body -> body.contains("\"service_tier\":\"flex\",\"top_k\":40"))
          .anyMatch(body ->
              body.contains("\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}")
                  && body.contains("\"prompt_cache_key\":\"triage\""));
    }
  }

  private static List<String> bodies(SimulatedProvider provider) {
    return provider.requests().stream().map(RecordedRequest::body).toList();
  }
}

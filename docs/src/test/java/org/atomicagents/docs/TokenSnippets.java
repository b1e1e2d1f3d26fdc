package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.model.TokenCount;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.price.Billing;
import org.atomicagents.price.Prices;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.token.CalibratedTokenCounter;
import org.atomicagents.token.TokenBudget;
import org.atomicagents.tokenizers.Tokenizers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("gpt-5-mini").withModes(ResponseMode.JSON_SCHEMA);
  private final BasicChatInput input = new BasicChatInput("Why is the sky blue?");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstTokens() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstTokens.class);

    assertThat(lines.getFirst()).matches("\\d+ tokens");
    assertThat(lines).contains("Sections of the prompt");
    assertThat(provider.requests()).isEmpty();
  }

  @Test
  void totalIsTheSumOfTheParts() {
    try (var prepared = AtomicAgent.of(model).prepare(input, RunOptions.defaults())) {
      TokenCount tokens = prepared.tokens();

      assertThat(tokens.total()).isEqualTo(tokens.system() + tokens.history() + tokens.schema());
    }
  }

  @Test
  void calibrate() {
    // @start region="calibrate"
    var counter = CalibratedTokenCounter.of(model.name(), Tokenizers.o200k());
    var agent = AtomicAgent.builder(model.with(counter)).tokenCounter(counter).build();
    // @end
    agent.run(input);
    assertThat(counter.calls()).isEqualTo(1);
  }

  @Test
  void price() {
    Usage usage = Usage.of(12_000, 900);
    // @start region="price"
    ModelProfile profile = ModelCatalog.builtIn().profile("gpt-5-mini").orElseThrow();
    Optional<BigDecimal> cost = profile.cost(usage, Instant.now());

    Prices prices = profile.prices().orElseThrow();
    Optional<BigDecimal> inBatch = prices.cost(usage, Instant.now(), Billing.batch());
    Optional<BigDecimal> cachedForAnHour =
        prices.cost(usage, Instant.now(), Billing.standard().withCacheTime(Duration.ofHours(1)));
    // @end
    assertThat(cost.orElseThrow()).isEqualByComparingTo("0.0048");
    assertThat(inBatch.orElseThrow()).isEqualByComparingTo("0.0024");
    assertThat(cachedForAnHour).isEqualTo(cost);
    assertThat(ModelCatalog.builtIn().profile("my-model")).isEmpty();
  }

  @Test
  void override(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("models.json");
    Files.writeString(
        file,
        """
        {
          "openai": {
            "models": {
              "gpt-5-mini": {
                "limit": { "context": 400000, "output": 128000 },
                "cost": {
                  "input": 0.20, "output": 1.60, "cache_read": 0.02, "valid_until": "2027-07-01",
                  "tiers": [{ "tier": { "size": 200000 }, "input": 0.40, "output": 2.40 }]
                },
                "service_tiers": { "batch": { "factor": 0.5 } },
                "source": "our contract"
              }
            }
          }
        }
        """);
    // @start region="override"
    ModelCatalog catalog = ModelCatalog.builtIn().withOverrides(ModelCatalog.load(file));
    Model priced = model.withCatalog(catalog);
    // @end
    assertThat(catalog.profile("gpt-5-mini").orElseThrow().source()).isEqualTo("our contract");
    assertThat(priced.name()).isEqualTo("gpt-5-mini");
  }

  @Test
  void budget() {
    // @start region="budget"
    var limits = RunLimits.defaults().withTokenBudget(TokenBudget.byWords().withReasoning(2_000));
    var agent = AtomicAgent.builder(model).limits(limits).build();
    // @end
    try (var prepared = agent.prepare(input, RunOptions.defaults())) {
      assertThat(prepared.request().sampling().maxTokens()).isEqualTo(2_500);
    }
  }

  @Test
  void sampling() {
    var agent = AtomicAgent.builder(model).sampling(Sampling.defaults().withMaxTokens(300)).build();
    // @start region="sampling"
    Sampling warmer = Sampling.defaults().withTemperature(0.9); // the agent's other values apply
    var options = RunOptions.defaults().withSampling(warmer);
    // @end
    try (var prepared = agent.prepare(input, options)) {
      assertThat(prepared.request().sampling())
          .isEqualTo(Sampling.defaults().withMaxTokens(300).withTemperature(0.9));
    }
  }

  @Test
  void compact() {
    Model prompted = ScriptedModel.answering("{\"chat_message\":\"yes\"}").model();
    // @start region="compact"
    Model compact =
        prompted
            .withModes(ResponseMode.PROMPTED_JSON)
            .withPrompt(PromptProfile.STANDARD.withNotation(SchemaNotation.COMPACT_DEFINITION));
    // @end
    assertThat(AtomicAgent.of(compact).run(input).chatMessage()).isEqualTo("yes");
  }
}

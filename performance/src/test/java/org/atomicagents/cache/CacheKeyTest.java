package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.LabelledInquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.cache.CacheTypes.ShortPlan;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.cache.InputText;
import org.atomicagents.message.Image;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheKeyTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  private final ScriptedModel script =
      ScriptedModel.by(request -> ScriptedResponse.text(CacheTypes.PLAN_JSON));
  private final AtomicAgent<Inquiry, Plan> agent =
      AtomicAgent.of(Inquiry.class, Plan.class, script.model());
  private final ResponseCache cache = ResponseCache.create();
  private final CachedAgent<Inquiry, Plan> cached = CachedAgent.of(agent, cache);

  private record Variant(String name, Runnable run) {}

  @Test
  @DisplayName("F04 each ingredient of the key separates outputs")
  void f04() {
    cached.run(INPUT);
    List<Variant> variants = new ArrayList<>();
    variants.addAll(variantsOfOptions());
    variants.addAll(variantsOfAgents());

    for (Variant variant : variants) {
      int before = script.requests().size();
      variant.run().run();
      assertThat(script.requests()).as(variant.name()).hasSize(before + 1);
    }

    assertThat(cache.statistics().hits()).isZero();
    assertThat(cache.size()).isEqualTo(variants.size() + 1);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void inputOnlyKeysDependOnTheVersionOfAFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("photo.jpg"), new byte[] {1});
    Message message = new Message(Role.USER, List.of(Image.of(file)));
    String before = InputText.hash(message);
    assertThat(InputText.hash(message)).isEqualTo(before);

    Files.write(file, new byte[] {1, 2});

    assertThat(InputText.hash(message)).isNotEqualTo(before);
  }

  private List<Variant> variantsOfOptions() {
    var sampling = Sampling.defaults();
    var options = RunOptions.defaults();
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello!")));
    var other = ChatHistory.unbounded();
    other.add(ChatEntry.of(Message.assistant("Hello?")));
    return List.of(
        with("history", options.withHistory(history)),
        with("text of the history", options.withHistory(other)),
        with("model", options.withModel(script.model("other"))),
        with(
            "rules of parameters",
            options.withModel(
                script.model().withRules(ParameterRules.STANDARD.withSystemRole("developer")))),
        with("mode", options.withMode(ResponseMode.TOOL_CALL)),
        with("temperature", options.withSampling(sampling.withTemperature(0))),
        with("topP", options.withSampling(sampling.withTopP(0.5))),
        with("maxTokens", options.withSampling(sampling.withMaxTokens(100))),
        with("seed", options.withSampling(sampling.withSeed(1))),
        with("stop", options.withSampling(sampling.withStop("a", "b"))),
        with("another stop", options.withSampling(sampling.withStop("ab"))),
        with("reasoningEffort", options.withSampling(sampling.withReasoningEffort("low"))),
        with("extra", options.withSampling(sampling.withExtra("top_k", "1"))));
  }

  private Variant with(String name, RunOptions options) {
    return new Variant(name, () -> cached.run(INPUT, options.withHistory(copy(options))));
  }

  private static ChatHistory copy(RunOptions options) {
    return options.history() == null ? ChatHistory.unbounded() : options.history().fork();
  }

  private List<Variant> variantsOfAgents() {
    return List.of(
        new Variant("input", () -> cached.run(new Inquiry("How do I bake bread"))),
        new Variant("tenant", () -> cached.withTenant("acme").run(INPUT)),
        new Variant("another tenant", () -> cached.withTenant("acme2").run(INPUT)),
        new Variant("salt", () -> cached.withSalt("acme").run(INPUT)),
        new Variant(
            "system prompt",
            () -> of(agent.withSystemPrompt(SystemPrompt.text("Be brief."))).run(INPUT)),
        new Variant(
            "output",
            () ->
                CachedAgent.of(
                        AtomicAgent.of(Inquiry.class, ShortPlan.class, script.model()), cache)
                    .withMode(CacheMode.ON)
                    .run(INPUT)),
        new Variant(
            "check",
            () ->
                of(agent.toBuilder().check("$.summary", plan -> true, "a short summary").build())
                    .run(INPUT)));
  }

  private CachedAgent<Inquiry, Plan> of(AtomicAgent<Inquiry, Plan> other) {
    return CachedAgent.of(other, cache);
  }

  @Test
  void separatesTheInputsOfTenantsWithAnyStrategy() {
    var byInput = cached.withKeys(CacheKeyStrategy.inputOnly());
    byInput.withTenant("a").run(INPUT);

    assertThat(byInput.withTenant("b").call(INPUT).cacheState()).isEqualTo(CacheState.MISS);
    assertThat(byInput.withTenant("a").call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void separatesOutputsOfDifferentTypesWithAnyStrategy() {
    cached.withKeys(run -> "constant").run(INPUT);
    var other =
        CachedAgent.of(
                AtomicAgent.of(
                    Inquiry.class,
                    ShortPlan.class,
                    ScriptedModel.answering("{\"summary\":\"Bake.\"}").model()),
                cache)
            .withKeys(run -> "constant");

    assertThat(other.run(INPUT)).isEqualTo(new ShortPlan("Bake."));
  }

  @Test
  @DisplayName("F04 the order of the keys of a map does not matter")
  void f04MapOrder() {
    var labelled =
        CachedAgent.of(AtomicAgent.of(LabelledInquiry.class, Plan.class, script.model()), cache);
    Map<String, String> ab = new LinkedHashMap<>();
    ab.put("a", "1");
    ab.put("b", "2");
    Map<String, String> ba = new LinkedHashMap<>();
    ba.put("b", "2");
    ba.put("a", "1");
    labelled.run(new LabelledInquiry("q", ab));

    assertThat(labelled.call(new LabelledInquiry("q", ba)).cacheState()).isEqualTo(CacheState.HIT);
    assertThat(labelled.call(new LabelledInquiry("q", Map.of("a", "2", "b", "1"))).cacheState())
        .isEqualTo(CacheState.MISS);
  }
}

package org.atomicagents.cache;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.CacheState;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamOptions;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.InstructionPlacement;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each setting of a run either separates the outputs of a cache, or is excluded for a reason that
 * is stated here. A new setting without an entry makes the test fail.
 */
class KeyIngredientTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final Sampling SAMPLING = Sampling.defaults();
  private static final PromptProfile PROMPT = PromptProfile.STANDARD;

  private static final ScriptedModel SCRIPT =
      ScriptedModel.by(request -> ScriptedResponse.text(CacheTypes.PLAN_JSON));
  private static final Model MODEL =
      SCRIPT.model().withModes(ResponseMode.PROMPTED_JSON, ResponseMode.TOOL_CALL);
  private static final AtomicAgent<Inquiry, Plan> AGENT =
      AtomicAgent.of(Inquiry.class, Plan.class, MODEL);

  interface Variant {
    CacheState run(ResponseCache cache);
  }

  /** A setting: the type and name of its component, and a run with another value. */
  record Setting(
      Class<?> owner, String name, boolean isInKey, CacheState expected, Variant variant) {

    Setting(Class<?> owner, String name, boolean isInKey, Variant variant) {
      this(owner, name, isInKey, isInKey ? CacheState.MISS : CacheState.HIT, variant);
    }

    @Override
    public String toString() {
      return owner.getSimpleName() + "." + name + (isInKey ? " is in the key" : " is not");
    }
  }

  static Stream<Setting> settings() {
    return Stream.of(
            options(), samplings(), rules(), capabilities(), prompts(), builders(), caches())
        .flatMap(List::stream);
  }

  private static List<Setting> options() {
    RunOptions defaults = RunOptions.defaults();
    ChatHistory history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello!")));
    return List.of(
        option("history", true, defaults.withHistory(history)),
        option("model", true, defaults.withModel(Model.of(MODEL.client(), "other"))),
        option("sampling", true, defaults.withSampling(SAMPLING.withSeed(1))),
        option("mode", true, defaults.withMode(ResponseMode.TOOL_CALL)),
        // An output without its effects is no replacement of the run.
        new Setting(
            RunOptions.class,
            "sideEffects",
            false,
            CacheState.NONE,
            cache ->
                of(AGENT, cache).call(INPUT, RunOptions.defaults().withSideEffects()).cacheState()),
        // Limits end a run, and do not change its output.
        option(
            "deadline",
            false,
            defaults.withDeadline(Deadline.after(Duration.ofHours(1), TimeSource.system()))),
        option("timeout", false, defaults.withTimeout(Duration.ofHours(1))),
        option("budget", false, defaults.withBudget(Budget.unlimited())),
        option("limits", false, defaults.withLimits(new RunLimits(2, 4))),
        // A valid output is valid, however the model was asked for it again.
        option("reAsk", false, defaults.withReAsk(ReAskScope.PART)),
        // The same output is delivered in another way.
        option("stream", false, defaults.withStream(StreamOptions.defaults().withEarlyAbort())),
        option("listeners", false, defaults.withListener(event -> {})));
  }

  private static Setting option(String name, boolean isInKey, RunOptions options) {
    return new Setting(
        RunOptions.class,
        name,
        isInKey,
        cache -> of(AGENT, cache).call(INPUT, options).cacheState());
  }

  private static List<Setting> samplings() {
    return List.of(
        sampling("temperature", SAMPLING.withTemperature(0)),
        sampling("topP", SAMPLING.withTopP(0.5)),
        sampling("maxTokens", SAMPLING.withMaxTokens(100)),
        sampling("stop", SAMPLING.withStop("a")),
        sampling("seed", SAMPLING.withSeed(1)),
        sampling("reasoningEffort", SAMPLING.withReasoningEffort("low")),
        sampling("extra", SAMPLING.withExtra("top_k", "1")));
  }

  private static Setting sampling(String name, Sampling sampling) {
    return new Setting(
        Sampling.class,
        name,
        true,
        cache ->
            of(AGENT, cache)
                .call(INPUT, RunOptions.defaults().withSampling(sampling))
                .cacheState());
  }

  private static List<Setting> rules() {
    return List.of(
        rule("unsupported", new ParameterRules(Set.of("seed"), Map.of(), "system")),
        rule("renamed", new ParameterRules(Set.of(), Map.of("seed", "s"), "system")),
        rule(
            "reasoning",
            ParameterRules.STANDARD.withReasoning(
                new ParameterRules.Reasoning(true, List.of("low"), "low", Set.of(), true))),
        rule("systemRole", ParameterRules.STANDARD.withSystemRole("developer")));
  }

  private static Setting rule(String name, ParameterRules rules) {
    return model(ParameterRules.class, name, true, MODEL.withRules(rules));
  }

  private static List<Setting> capabilities() {
    return List.of(
        // Sizes limit the prompt, which is part of the key.
        capability("contextWindow", false, MODEL.capabilities().withContextWindow(100_000)),
        capability(
            "maxOutputTokens",
            false,
            new ModelCapabilities(
                MODEL.capabilities().contextWindow(),
                OptionalInt.of(10_000),
                MODEL.capabilities().modes(),
                false)),
        capability("modes", true, MODEL.capabilities().withModes(ResponseMode.TOOL_CALL)),
        capability("strictSchemas", true, MODEL.capabilities().withStrictSchemas(true)),
        capability("prompt", true, MODEL.capabilities().withPrompt(PromptProfile.SMALL)));
  }

  private static Setting capability(String name, boolean isInKey, ModelCapabilities changed) {
    return model(ModelCapabilities.class, name, isInKey, MODEL.withCapabilities(changed));
  }

  private static List<Setting> prompts() {
    return List.of(
        prompt("notation", PROMPT.withNotation(SchemaNotation.TYPE_DEFINITION)),
        prompt("placement", PROMPT.withPlacement(InstructionPlacement.LAST_USER_MESSAGE)),
        prompt("schemaInAllModes", PROMPT.withSchemaInAllModes(true)),
        prompt("plainInput", PROMPT.withPlainInput(true)),
        prompt("reAskShowsResponse", PROMPT.withReAskShowsResponse(false)),
        prompt("demonstration", PROMPT.withDemonstration(true)),
        prompt("maxLength", PROMPT.withBounds(100, 0)),
        prompt("maxItems", PROMPT.withBounds(0, 10)));
  }

  private static Setting prompt(String name, PromptProfile profile) {
    return model(PromptProfile.class, name, true, MODEL.withPrompt(profile));
  }

  private static Setting model(Class<?> owner, String name, boolean isInKey, Model model) {
    return new Setting(
        owner,
        name,
        isInKey,
        cache -> of(AGENT, cache).call(INPUT, RunOptions.defaults().withModel(model)).cacheState());
  }

  private static List<Setting> builders() {
    ChatHistory history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello!")));
    return List.of(
        // The name is for messages and events.
        builder("name", false, AGENT.toBuilder().name("other")),
        builder("systemPrompt", true, AGENT.toBuilder().systemPrompt(SystemPrompt.text("Brief."))),
        builder("sampling", true, AGENT.toBuilder().sampling(SAMPLING.withSeed(1))),
        builder("limits", false, AGENT.toBuilder().limits(new RunLimits(2, 4))),
        builder("history", true, AGENT.toBuilder().history(history)),
        builder("timeout", false, AGENT.toBuilder().timeout(Duration.ofHours(1))),
        builder("mode", true, AGENT.toBuilder().mode(ResponseMode.TOOL_CALL)),
        builder("strictness", true, AGENT.toBuilder().strictness(Strictness.STRICT)),
        builder("check", true, AGENT.toBuilder().check("$.summary", plan -> true, "short")),
        builder("reAsk", false, AGENT.toBuilder().reAsk(ReAskScope.PART)),
        builder("listeners", false, AGENT.toBuilder().listeners(Listeners.of(event -> {}))),
        builder("tokenCounter", false, AGENT.toBuilder().tokenCounter(text -> text.length())),
        builder("timeSource", false, AGENT.toBuilder().timeSource(TimeSource.system())));
  }

  private static Setting builder(
      String name, boolean isInKey, AtomicAgentBuilder<Inquiry, Plan> builder) {
    return new Setting(
        AtomicAgentBuilder.class,
        name,
        isInKey,
        cache -> of(builder.build(), cache).call(INPUT).cacheState());
  }

  private static List<Setting> caches() {
    return List.of(
        cached("withTenant", true, agent -> agent.withTenant("acme")),
        cached("withSalt", true, agent -> agent.withSalt("2")),
        cached("withKeys", true, agent -> agent.withKeys(run -> "k")),
        // The use of an output, which does not change it.
        cached("withMode", false, agent -> agent.withMode(CacheMode.READ_ONLY)),
        cached("withMaxAge", false, agent -> agent.withMaxAge(Duration.ofHours(1))),
        cached("withHits", false, agent -> agent.withHits(CacheHitPolicy.SKIP)));
  }

  private static Setting cached(
      String name, boolean isInKey, UnaryOperator<CachedAgent<Inquiry, Plan>> change) {
    return new Setting(
        CachedAgent.class,
        name,
        isInKey,
        cache -> change.apply(of(AGENT, cache)).call(INPUT).cacheState());
  }

  private static CachedAgent<Inquiry, Plan> of(
      AtomicAgent<Inquiry, Plan> agent, ResponseCache cache) {
    return CachedAgent.of(agent, cache);
  }

  @ParameterizedTest
  @MethodSource("settings")
  @DisplayName("F04 a setting separates outputs, or does not determine them")
  void f04(Setting setting) {
    ResponseCache cache = ResponseCache.create();
    of(AGENT, cache).run(INPUT);

    CacheState state = setting.variant().run(cache);

    assertThat(state).isEqualTo(setting.expected());
  }

  @Test
  @DisplayName("F04 every setting of a run is an ingredient of the key or excluded")
  void f04EverySetting() {
    Map<Class<?>, Set<String>> tested =
        settings().collect(groupingBy(Setting::owner, mapping(Setting::name, toSet())));

    for (Class<?> owner :
        List.of(
            RunOptions.class,
            Sampling.class,
            ParameterRules.class,
            ModelCapabilities.class,
            PromptProfile.class)) {
      assertThat(tested.get(owner)).as(owner.getSimpleName()).isEqualTo(components(owner));
    }
    assertThat(tested.get(AtomicAgentBuilder.class)).isEqualTo(settersOf(AtomicAgentBuilder.class));
    assertThat(tested.get(CachedAgent.class)).isEqualTo(settersOf(CachedAgent.class));
  }

  /** A new component of a request belongs into the fingerprint of requests, and then here. */
  @Test
  @DisplayName("F04 every part of a request is an ingredient of the key")
  void f04EveryPart() {
    assertThat(components(ModelRequest.class))
        .containsExactlyInAnyOrder(
            "model", "rules", "messages", "output", "tools", "sampling", "stream");
    assertThat(components(OutputFormat.class))
        .containsExactlyInAnyOrder(
            "mode",
            "fallbacks",
            "name",
            "description",
            "schema",
            "strictSchema",
            "prompt",
            "promptSchema");
  }

  private static Set<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).collect(toSet());
  }

  /** Returns the names of the methods that return another object of their type. */
  private static Set<String> settersOf(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType().equals(type))
        .map(Method::getName)
        .collect(toSet());
  }
}

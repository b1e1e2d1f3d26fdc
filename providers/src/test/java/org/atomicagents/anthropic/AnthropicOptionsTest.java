package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingDisplay;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingMode;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingSettings;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the options, and of the Claude families, which decide which of them are accepted. */
class AnthropicOptionsTest {
  private static final AnthropicOptions DEFAULTS = AnthropicOptions.ofDefaults();
  private static final Anthropic CLIENT = Anthropic.at(URI.create("http://localhost:9"));

  @Test
  void everyOptionHasACopy() {
    AnthropicOptions options =
        DEFAULTS
            .withThinking(ThinkingMode.ADAPTIVE)
            .withThinkingDisplay(ThinkingDisplay.SUMMARIZED)
            .withCacheTime(Duration.ofHours(1))
            .withAutoCache()
            .withServiceTier("auto")
            .withTaskBudget(20_000)
            .withParallelToolCalls(true)
            .withUserId("u")
            .withBeta("b1")
            .withBeta("b2");

    assertThat(options.thinking().mode()).isEqualTo(ThinkingMode.ADAPTIVE);
    assertThat(options.thinking().display()).isEqualTo(ThinkingDisplay.SUMMARIZED);
    assertThat(options.cacheTime()).isEqualTo(Duration.ofHours(1));
    assertThat(options.autoCache()).isTrue();
    assertThat(options.serviceTier()).isEqualTo("auto");
    assertThat(options.taskBudget()).isEqualTo(20_000);
    assertThat(options.parallelToolCalls()).isTrue();
    assertThat(options.userId()).isEqualTo("u");
    assertThat(options.betas()).containsExactly("b1", "b2");
  }

  @Test
  void invalidValuesAreErrors() {
    assertInvalid(
        () -> DEFAULTS.withCacheTime(Duration.ofMinutes(6)),
        "cacheTime: expected 5 minutes or 1 hour, found PT6M");
    assertInvalid(
        () -> DEFAULTS.withThinkingBudget(100),
        "thinkingBudget: expected at least 1024, found 100");
    assertInvalid(() -> DEFAULTS.withTaskBudget(1), "taskBudget: expected at least 20000, found 1");
    assertInvalid(() -> DEFAULTS.withServiceTier(" "), "serviceTier: expected a text, found \" \"");
    assertInvalid(() -> DEFAULTS.withUserId(""), "userId: expected a text, found \"\"");
    assertInvalid(() -> DEFAULTS.withBeta(""), "beta: expected a text, found \"\"");
    ThinkingSettings thinking = DEFAULTS.thinking();
    assertInvalid(
        () ->
            new AnthropicOptions(
                thinking, Duration.ofHours(3), false, null, null, null, null, List.of()),
        "cacheTime: expected 5 minutes or 1 hour, found PT3H");
    assertInvalid(
        () -> new ThinkingSettings(null, 5, null, false),
        "thinkingBudget: expected at least 1024, found 5");
    assertInvalid(
        () -> new ThinkingSettings(ThinkingMode.ADAPTIVE, 2_000, null, false),
        "thinking: expected a mode or a budget, found ADAPTIVE and 2000");
  }

  @Test
  void theIdentityNamesTheOptionsThatChangeResponses() {
    AnthropicOptions free =
        DEFAULTS.withCacheTime(Duration.ofHours(1)).withAutoCache().withServiceTier("auto");
    assertThat(CLIENT.model("m", free).client().identity())
        .isEqualTo(CLIENT.model("m").client().identity())
        .isEqualTo("anthropic at http://localhost:9");
    assertThat(
            CLIENT
                .model("m", DEFAULTS.withThinkingDisplay(ThinkingDisplay.OMITTED).withBeta("x"))
                .client()
                .identity())
        .isEqualTo(
            "anthropic at http://localhost:9 with ThinkingSettings[mode=null, budgetTokens=null,"
                + " display=OMITTED, dropsChanged=false], x");
  }

  @Test
  void costsAreThoseOfTheLifetimeOfTheCache() {
    Duration hour = Duration.ofHours(1);
    assertThat(CLIENT.model("claude-opus-5-5", DEFAULTS.withCacheTime(hour)).billing().cacheTime())
        .isEqualTo(hour);
    assertThat(CLIENT.model("claude-opus-5-5", DEFAULTS).billing().cacheTime()).isNull();
  }

  @Test
  void anOptionThatTheFamilyRefusesIsAnError() {
    assertThatThrownBy(
            () -> CLIENT.model("claude-opus-5-5", DEFAULTS.withThinking(ThinkingMode.DISABLED)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'claude-opus-5-5' does not accept the thinking of AnthropicOptions"
                + " (thinking.disabled).\nChange the AnthropicOptions, or the family of the model"
                + " with Anthropic.Builder.families.");
    assertRefused("claude-opus-5-5", DEFAULTS.withThinkingBudget(2_000));
    assertRefused("claude-sonnet-5-5", DEFAULTS.withThinking(ThinkingMode.DISABLED));
    assertRefused("claude-opus-5", DEFAULTS.withThinking(ThinkingMode.BETWEEN_TOOLS));
    assertRefused("claude-haiku-4-5", DEFAULTS.withThinking(ThinkingMode.ADAPTIVE));
    assertRefused("claude-haiku-4-5", DEFAULTS.withThinkingDisplay(ThinkingDisplay.SUMMARIZED));
    assertRefused("claude-opus-5", DEFAULTS.withChangedThinkingDropped());
    assertRefused("claude-sonnet-4-6", DEFAULTS.withTaskBudget(20_000));
    assertRefused(
        "claude-opus-5",
        DEFAULTS
            .withThinking(ThinkingMode.DISABLED)
            .withThinkingDisplay(ThinkingDisplay.SUMMARIZED));
  }

  @Test
  void anEffortDecidesOverThinking() {
    assertThat(thinking("claude-opus-5-5", null)).isEqualTo("");
    assertThat(thinking("claude-opus-5-5", "max")).isEqualTo("");
    assertThat(thinking("claude-opus-4-8", null)).isEqualTo("");
    assertThat(thinking("claude-opus-4-8", "low")).isEqualTo("{\"type\":\"adaptive\"}");
    assertThat(thinking("claude-opus-5", "none")).isEqualTo("{\"type\":\"disabled\"}");
    assertThat(thinking("claude-sonnet-5-5", "none")).isEqualTo("{\"type\":\"between_tools\"}");
    assertThat(thinking("claude-opus-4-5", "high")).isEqualTo("");
    assertThat(body("claude-opus-5", DEFAULTS, "none").has("output_config")).isFalse();
    assertThat(body("claude-opus-5", DEFAULTS, "low").path("output_config").toString())
        .isEqualTo("{\"effort\":\"low\"}");
  }

  @Test
  void thinkingOfTheOptions() {
    assertThat(body("claude-sonnet-4-5", DEFAULTS.withThinkingBudget(2_000), null).path("thinking"))
        .hasToString("{\"type\":\"enabled\",\"budget_tokens\":2000}");
    AnthropicOptions shown =
        DEFAULTS.withThinkingDisplay(ThinkingDisplay.SUMMARIZED).withChangedThinkingDropped();
    assertThat(body("claude-opus-5-5", shown, null).path("thinking"))
        .hasToString(
            "{\"type\":\"adaptive\",\"display\":\"summarized\",\"block_binding\":"
                + "{\"prefix_mismatch_behavior\":\"drop_block\"}}");
  }

  @Test
  void familiesDecideOverParameters() {
    assertThat(rules("claude-opus-4-6", DEFAULTS).accepts("temperature", null)).isTrue();
    assertThat(rules("claude-opus-4-6", DEFAULTS).accepts("temperature", "low")).isFalse();
    AnthropicOptions adaptive = DEFAULTS.withThinking(ThinkingMode.ADAPTIVE);
    assertThat(rules("claude-opus-4-6", adaptive).accepts("temperature", null)).isFalse();
    assertThat(rules("claude-opus-4-7", DEFAULTS).accepts("temperature", null)).isFalse();
    assertThat(rules("claude-haiku-4-5-20251001", DEFAULTS).accepts("reasoning_effort")).isFalse();
    assertThat(rules("claude-haiku-4-5", DEFAULTS).accepts("temperature+top_p")).isFalse();
    assertThat(rules("claude-3-haiku-20240307", DEFAULTS).accepts("temperature+top_p")).isTrue();
    assertThat(rules("claude-opus-5-5", DEFAULTS).reasoning().defaultEffort()).isEqualTo("medium");
    assertThat(rules("claude-opus-5", DEFAULTS).reasoning().accepts("none")).isTrue();
    assertThat(rules("claude-fable-5-1", DEFAULTS).reasoning().accepts("none")).isFalse();
  }

  @Test
  void familiesDecideOverModes() {
    assertThat(modes("claude-opus-5-5"))
        .containsExactly(
            ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
    assertThat(modes("claude-sonnet-4-20250514"))
        .containsExactly(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
    assertThat(modes("claude-7")).startsWith(ResponseMode.JSON_SCHEMA);
    assertThat(modes("gemma")).containsExactly(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON);
    var own =
        ModelFamilies.parse(
            "{\"anthropic\":[{\"models\":[\"gemma\"],\"modes\":[\"PROMPTED_JSON\"]}]}", "ours");
    try (var client =
        Anthropic.builder().baseUrl(URI.create("http://localhost:9")).families(own).build()) {
      assertThat(client.model("gemma").capabilities().modes())
          .containsExactly(ResponseMode.PROMPTED_JSON);
    }
  }

  @Test
  void everyModelOfTheCatalogHasAFamilyWithItsEfforts() {
    for (ModelProfile profile : ModelCatalog.builtIn().profiles()) {
      if (profile.provider().equals("anthropic")) {
        List<String> efforts =
            ModelFamilies.builtIn()
                .find("anthropic", profile.name())
                .orElseThrow()
                .rules("messages")
                .parameters()
                .reasoning()
                .efforts();
        assertThat(efforts.stream().filter(effort -> !effort.equals("none")))
            .as(profile.name())
            .isEqualTo(profile.efforts());
      }
    }
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static void assertRefused(String model, AnthropicOptions options) {
    assertThatThrownBy(() -> CLIENT.model(model, options))
        .as(model)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Model '" + model + "' does not accept ");
  }

  private static ParameterRules rules(String model, AnthropicOptions options) {
    return CLIENT.model(model, options).rules();
  }

  private static List<ResponseMode> modes(String model) {
    return CLIENT.model(model).capabilities().modes();
  }

  private static String thinking(String model, String effort) {
    JsonNode thinking = body(model, DEFAULTS, effort).path("thinking");
    return thinking.isMissingNode() ? "" : thinking.toString();
  }

  private static JsonNode body(String name, AnthropicOptions options, String effort) {
    Model model = CLIENT.model(name, options);
    Sampling sampling = Sampling.defaults();
    ModelRequest request =
        ModelRequest.of(name, List.of(Message.user("Hi")))
            .withModel(model)
            .withSampling(effort == null ? sampling : sampling.withReasoningEffort(effort));
    return JsonMapper.builder().build().readTree(MessagesRequestWriter.of(request, options));
  }
}

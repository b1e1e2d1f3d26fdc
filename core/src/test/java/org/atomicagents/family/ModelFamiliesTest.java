package org.atomicagents.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFamiliesTest {
  private static final String ROW =
      """
      {"openai": [{"models": ["gpt-9*"], "modes": ["JSON_SCHEMA"], "strict": true,
        "role": "developer", "reasoning": true, "efforts": ["none", "low"],
        "default_effort": "low", "refused": ["stop"], "refused_while_reasoning": ["top_p"],
        "renamed": {"max_tokens": "max_completion_tokens"},
        "protocols": {"responses": {}, "chat": {"efforts": ["low"], "modes": ["PROMPTED_JSON"],
          "tools_while_reasoning": false}},
        "source": "https://example.com/docs", "checked": "2026-11-30"}]}\
      """;

  @Test
  void readsEachKeyOfARow() {
    ModelFamily family =
        ModelFamilies.parse(ROW, "ours").find("openai", "gpt-9-mini").orElseThrow();

    assertThat(family.preferredProtocol()).isEqualTo("responses");
    assertThat(family.source()).isEqualTo("https://example.com/docs");
    assertThat(family.checked()).isEqualTo("2026-11-30");
    assertThat(family.preferredRules())
        .isEqualTo(
            new ModelFamily.ProtocolRules(
                List.of(ResponseMode.JSON_SCHEMA),
                true,
                new ParameterRules(
                    Set.of("stop"),
                    Map.of("max_tokens", "max_completion_tokens"),
                    "developer",
                    new ParameterRules.Reasoning(
                        true, List.of("none", "low"), "low", Set.of("top_p"), true))));
  }

  @Test
  void keysOfAProtocolReplaceThoseOfTheRow() {
    ModelFamily family = ModelFamilies.parse(ROW, "ours").find("openai", "gpt-9").orElseThrow();

    ModelFamily.ProtocolRules chat = family.rules("chat");

    assertThat(chat.modes()).containsExactly(ResponseMode.PROMPTED_JSON);
    assertThat(chat.strictSchemas()).isTrue();
    assertThat(chat.parameters().reasoning().efforts()).containsExactly("low");
    assertThat(chat.parameters().reasoning().functionTools()).isFalse();
    assertThat(chat.parameters().systemRole()).isEqualTo("developer");
  }

  @Test
  void overridesApplyBeforeTheBuiltInRows(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("families.json"), ROW);

    ModelFamilies families = ModelFamilies.builtIn().withOverrides(ModelFamilies.load(file));

    assertThat(families.find("openai", "gpt-9").orElseThrow().checked()).isEqualTo("2026-11-30");
    assertThat(families.find("openai", "gpt-9").orElseThrow().rules("chat").modes())
        .containsExactly(ResponseMode.PROMPTED_JSON);
    assertThat(families.find("openai", "gpt-4o")).isPresent();
    assertThat(families.find("unknown", "gpt-9")).isEmpty();
  }

  @Test
  void aMisspeltKeyIsAnError() {
    assertThatThrownBy(() ->
            ModelFamilies.parse(
                """
                {"openai": [{"models": ["m"], "modes": ["JSON_SCHEMA"], "refusd": ["stop"]}]}\
                """,
                "ours.json"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "ours.json: openai[0]: expected one of the keys [checked, default_effort, efforts,"
                + " models, modes, protocols, reasoning, refused, refused_while_reasoning, renamed,"
                + " role, source, strict, tools_while_reasoning], found \"refusd\"");
  }

  @Test
  void invalidValuesAreErrorsWithTheirPath() {
    assertInvalid("{\"openai\": {}}", "openai: expected a list of model families, found {}");
    assertInvalid("[]", "the root: expected an object, found []");
    assertInvalid("{} {}", "expected a JSON object of providers, found invalid JSON: text after");
    assertInvalid(
        "{\"p\": [], \"p\": []}",
        "expected a JSON object of providers, found invalid JSON: the key \"p\" twice");
    assertInvalid("{", "expected a JSON object of providers, found invalid JSON");
    assertInvalid(
        "{\"p\": [{\"models\": []}]}", "p[0].models: expected a list of names of models, found []");
    assertInvalid(
        "{\"p\": [{\"models\": [\"m\"], \"modes\": [\"YAML\"]}]}",
        "p[0].modes[0]: expected one of [TOOL_CALL, JSON_SCHEMA, JSON_OBJECT, PROMPTED_JSON,"
            + " DECISION],"
            + " found \"YAML\"");
    assertInvalid(
        "{\"p\": [{\"models\": [\"m\"]}]}",
        "p[0].modes: expected a list of response modes, found nothing");
    assertInvalid(
        "{\"p\": [{\"models\": [\"m\"], \"modes\": [\"TOOL_CALL\"], \"strict\": 1}]}",
        "p[0].strict: expected true or false, found 1");
  }

  @Test
  void everyBuiltInRowHasASource() {
    assertThat(ModelFamilies.builtIn().families())
        .isNotEmpty()
        .allSatisfy(family -> {
          assertThat(URI.create(family.source()).getScheme())
              .as(family.toString())
              .isEqualTo("https");
          assertThat(family.checked()).matches("\\d{4}-\\d{2}-\\d{2}");
        });
  }

  @Test
  void effortsAgreeWithTheCatalogOfModels() {
    for (ModelProfile profile : ModelCatalog.builtIn().profiles()) {
      if (profile.provider().equals("openai") && !profile.efforts().isEmpty()) {
        ModelFamily family =
            ModelFamilies.builtIn().find(profile.provider(), profile.name()).orElseThrow();
        assertThat(family.preferredRules().parameters().reasoning().efforts())
            .as(profile.name())
            .containsExactlyElementsOf(profile.efforts());
      }
    }
  }

  @Test
  void theFirstFamilyOfAModelApplies() {
    assertThat(rules("gpt-5-chat-latest").reasoning().supported()).isFalse();
    assertThat(rules("gpt-5.2-chat-latest").reasoning().efforts()).containsExactly("medium");
    assertThat(rules("gpt-5.2-chat-latest").accepts("temperature")).isFalse();
    assertThat(rules("gpt-5-mini-2025-08-07").reasoning().accepts("minimal")).isTrue();
    assertThat(rules("gpt-5.6-luna").reasoning().accepts("minimal")).isFalse();
    assertThat(rules("gpt-6-sol").reasoning().accepts("none")).isTrue();
    assertThat(rules("gpt-6.2-sol").reasoning().accepts("none")).isFalse();
    assertThat(rules("gpt-5.4").accepts("temperature", null)).isTrue();
    assertThat(rules("gpt-5.4").accepts("temperature", "low")).isFalse();
    assertThat(rules("gpt-5.6").accepts("temperature", null)).isFalse();
    assertThat(rules("gpt-5.6").accepts("temperature", "none")).isTrue();
  }

  private static ParameterRules rules(String model) {
    return ModelFamilies.builtIn()
        .find("openai", model)
        .orElseThrow()
        .preferredRules()
        .parameters();
  }

  private static void assertInvalid(String json, String message) {
    assertThatThrownBy(() -> ModelFamilies.parse(json, "ours"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("ours: " + message);
  }
}

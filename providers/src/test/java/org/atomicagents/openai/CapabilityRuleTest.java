package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.model.ResponseMode.DECISION;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import java.net.URI;
import java.util.List;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.ModelCapabilities;
import org.junit.jupiter.api.Test;

class CapabilityRuleTest {

  @Test
  void everyPresetRuleHasASourceAndEndsWithPromptedJson() {
    for (Provider provider : Provider.presets()) {
      assertThat(provider.capabilities()).as(provider.id()).isNotEmpty();
      for (CapabilityRule rule : provider.capabilities()) {
        assertThat(rule.source()).as(rule.toString()).hasScheme("https");
        assertThat(rule.modes())
            .as(rule.toString())
            .filteredOn(mode -> mode != DECISION)
            .endsWith(PROMPTED_JSON)
            .doesNotHaveDuplicates();
        assertThat(rule.strict() && !rule.modes().contains(JSON_SCHEMA))
            .as(rule.toString())
            .isFalse();
      }
    }
  }

  @Test
  void everyPresetRuleCoversAModelFirst() {
    for (Provider provider : Provider.presets()) {
      for (CapabilityRule rule : provider.capabilities()) {
        String model = rule.models().getFirst().replace("*", "x");
        assertThat(provider.capability(model)).as(model).isEqualTo(rule);
      }
    }
  }

  @Test
  void anUnknownModelUsesPromptedJson() {
    assertThat(Provider.OPENAI.capability("my-own-model")).isEqualTo(CapabilityRule.UNKNOWN);
    assertThat(Provider.of("mine", URI.create("http://host")).capability("gpt-5"))
        .isEqualTo(CapabilityRule.UNKNOWN);
  }

  @Test
  void modesOfTheUserReplaceThePresetRules() {
    Provider customized = Provider.OPENAI.withModes(TOOL_CALL, PROMPTED_JSON);

    assertThat(customized.capability("gpt-3.5-turbo").modes())
        .containsExactly(TOOL_CALL, PROMPTED_JSON);
    assertThat(customized.capability("o1-mini").source()).isNull();
  }

  @Test
  void capabilitiesIncludeStrictness() {
    assertThat(capabilities(Provider.OPENAI, "gpt-5-mini").strictSchemas()).isTrue();
    assertThat(capabilities(Provider.GROQ, "openai/gpt-oss-20b").strictSchemas()).isTrue();
    assertThat(capabilities(Provider.GROQ, "moonshotai/kimi-k2-instruct").strictSchemas())
        .isFalse();
    assertThat(capabilities(Provider.OLLAMA, "llama3.2").strictSchemas()).isFalse();
    assertThat(capabilities(Provider.OPENAI, "ft:gpt-4o-mini-2024-07-18:us::x").strictSchemas())
        .isTrue();
  }

  @Test
  void rejectsAnEmptyListOfModes() {
    assertThatThrownBy(() -> new CapabilityRule(List.of("*"), List.of(), false, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("modes: expected at least one response mode, found none");
  }

  private static ModelCapabilities capabilities(Provider provider, String model) {
    return OpenAi.of(provider, ApiKey.of("k")).model(model).capabilities();
  }
}

package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
  void everyRowOfThePresetsNamesItsSourceAndEndsInWords() {
    for (Provider provider : Provider.presets()) {
      assertThat(provider.capabilities()).as(provider.id()).isNotEmpty();
      for (CapabilityRule row : provider.capabilities()) {
        assertThat(row.source()).as(row.toString()).hasScheme("https");
        assertThat(row.modes()).as(row.toString()).endsWith(PROMPTED_JSON).doesNotHaveDuplicates();
        assertThat(row.strict() && !row.modes().contains(JSON_SCHEMA)).as(row.toString()).isFalse();
      }
    }
  }

  @Test
  void everyRowIsReached() {
    for (Provider provider : Provider.presets()) {
      for (CapabilityRule row : provider.capabilities()) {
        String model = row.models().getFirst().replace("*", "x");
        assertThat(provider.capability(model)).as(model).isEqualTo(row);
      }
    }
  }

  @Test
  void anUnknownModelIsAskedInWords() {
    assertThat(Provider.OPENAI.capability("my-own-model")).isEqualTo(CapabilityRule.UNKNOWN);
    assertThat(Provider.of("mine", URI.create("http://host")).capability("gpt-5"))
        .isEqualTo(CapabilityRule.UNKNOWN);
  }

  @Test
  void theUserKnowsBetter() {
    Provider told = Provider.OPENAI.withModes(TOOL_CALL, PROMPTED_JSON);

    assertThat(told.capability("gpt-3.5-turbo").modes()).containsExactly(TOOL_CALL, PROMPTED_JSON);
    assertThat(told.capability("o1-mini").source()).isNull();
  }

  @Test
  void factsSayWhetherASchemaIsStrict() {
    assertThat(facts(Provider.OPENAI, "gpt-5-mini").strictSchemas()).isTrue();
    assertThat(facts(Provider.GROQ, "openai/gpt-oss-20b").strictSchemas()).isTrue();
    assertThat(facts(Provider.GROQ, "moonshotai/kimi-k2-instruct").strictSchemas()).isFalse();
    assertThat(facts(Provider.OLLAMA, "llama3.2").strictSchemas()).isFalse();
    assertThat(facts(Provider.OPENAI, "ft:gpt-4o-mini-2024-07-18:us::x").strictSchemas()).isTrue();
  }

  @Test
  void aRowHasAMode() {
    assertThatThrownBy(() -> new CapabilityRule(List.of("*"), List.of(), false, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("modes: expected at least one response mode, found none");
  }

  private static ModelCapabilities facts(Provider provider, String model) {
    return OpenAi.of(provider, ApiKey.of("k")).model(model).capabilities();
  }
}

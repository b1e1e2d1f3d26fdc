package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.model.ResponseMode.DECISION;
import static org.atomicagents.model.ResponseMode.JSON_OBJECT;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The response modes of models. */
class ModelCapabilitiesTest {

  @Test
  void theFallbacksAreTheOtherModesWithoutDecisions() {
    assertThat(fallbacks(JSON_SCHEMA, JSON_SCHEMA, JSON_OBJECT)).containsExactly(JSON_OBJECT);
    assertThat(fallbacks(JSON_SCHEMA, JSON_SCHEMA, JSON_OBJECT, DECISION))
        .containsExactly(JSON_OBJECT);
    assertThat(fallbacks(JSON_SCHEMA, JSON_SCHEMA, DECISION, JSON_OBJECT))
        .containsExactly(JSON_OBJECT);
    assertThat(fallbacks(DECISION, JSON_SCHEMA, DECISION, PROMPTED_JSON))
        .containsExactly(JSON_SCHEMA, PROMPTED_JSON);
    assertThat(fallbacks(DECISION, DECISION, JSON_SCHEMA)).containsExactly(JSON_SCHEMA);
    assertThat(fallbacks(DECISION, DECISION)).isEmpty();
    assertThat(fallbacks(JSON_OBJECT, PROMPTED_JSON, JSON_OBJECT)).containsExactly(PROMPTED_JSON);
  }

  private static List<ResponseMode> fallbacks(ResponseMode refused, ResponseMode... modes) {
    return ModelCapabilities.UNKNOWN.withModes(modes).fallbacks(refused);
  }
}

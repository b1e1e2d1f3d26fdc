package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final Sampling COMPLETE =
      Sampling.defaults()
          .withTemperature(0.2)
          .withTopP(0.9)
          .withMaxTokens(500)
          .withStop("END")
          .withSeed(7)
          .withReasoningEffort("low")
          .withExtra("top_k", "40");

  @Test
  void keepsTheOtherParametersWhenOneIsSet() {
    assertThat(Sampling.defaults().withTemperature(1).withDefaultsFrom(COMPLETE))
        .isEqualTo(COMPLETE.withTemperature(1));
    assertThat(Sampling.defaults().withMaxTokens(9).withDefaultsFrom(COMPLETE))
        .isEqualTo(COMPLETE.withMaxTokens(9));
    assertThat(Sampling.defaults().withStop("STOP").withDefaultsFrom(COMPLETE))
        .isEqualTo(COMPLETE.withStop("STOP"));
  }

  @Test
  void mergesAdditionalParametersByName() {
    Sampling merged =
        Sampling.defaults()
            .withExtra("min_p", "0.1")
            .withExtra("top_k", "1")
            .withDefaultsFrom(COMPLETE);

    assertThat(merged.extra()).containsEntry("min_p", "0.1").containsEntry("top_k", "1");
  }

  @Test
  void mergesWithDefaultsToItself() {
    assertThat(COMPLETE.withDefaultsFrom(Sampling.defaults())).isEqualTo(COMPLETE);
    assertThat(Sampling.defaults().withDefaultsFrom(COMPLETE)).isEqualTo(COMPLETE);
  }
}

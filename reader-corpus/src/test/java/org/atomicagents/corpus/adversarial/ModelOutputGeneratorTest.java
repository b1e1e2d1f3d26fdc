package org.atomicagents.corpus.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

class ModelOutputGeneratorTest {
  private static final int SEEDS = 3_000;

  @Test
  void returnsTheSameOutputForTheSameSeed() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(ModelOutputGenerator.generate(seed))
          .isEqualTo(ModelOutputGenerator.generate(seed));
    }
  }

  @Test
  void coversEachTypeAndEachKindOfTruth() {
    var types = new HashSet<TargetType>();
    var effects = EnumSet.noneOf(TruthEffect.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelOutput output = ModelOutputGenerator.generate(seed);
      types.add(output.type());
      effects.add(output.effect());
    }

    assertThat(types).containsExactlyInAnyOrderElementsOf(TargetType.ALL);
    assertThat(effects).containsExactlyInAnyOrder(TruthEffect.values());
  }

  @Test
  void statesAnswersOfTheType() {
    for (long seed = 0; seed < SEEDS; seed++) {
      ModelOutput output = ModelOutputGenerator.generate(seed);
      for (var answer : output.answers()) {
        String key = output.type().wrapperKey();
        String json = key.isEmpty() ? answer.toString() : "{\"" + key + "\":" + answer + "}";
        assertThat(output.type().schema().read(json, Strictness.STRICT).violations())
            .as(json)
            .isEmpty();
      }
    }
  }
}

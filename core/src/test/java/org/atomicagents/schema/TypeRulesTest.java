package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.atomicagents.model.Violation;
import org.junit.jupiter.api.Test;

/** What types may ask for and what they may not, and that what is written is read again. */
class TypeRulesTest {

  @Test
  void anEmptyOptionalIsNotItsDefault() {
    var schema = Schema.of(Defaulted.class);

    assertThat(schema.read("{}").value()).isEqualTo(new Defaulted(Optional.of("x")));
    assertThat(schema.read("{\"text\":null}").value()).isEqualTo(new Defaulted(Optional.empty()));
    assertThat(schema.read(schema.encode(new Defaulted(Optional.empty()))).value())
        .isEqualTo(new Defaulted(Optional.empty()));
  }

  @Test
  void refusesNumbersThatWouldBecomeOthers() {
    var doubles = Schema.of(double.class);
    assertThat(doubles.read("{\"value\":1e-400}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a number that fits a double", "1e-400"));
    assertThat(doubles.read("{\"value\":-0.0e5}", Strictness.STRICT).value()).isEqualTo(-0.0);

    var floats = Schema.of(float.class);
    assertThat(floats.read("{\"value\":1e-60}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a number that fits a float", "1e-60"));
    assertThat(floats.read("{\"value\":16777217}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a number that fits a float", "16777217"));
    assertThat(floats.read("{\"value\":16777218}", Strictness.STRICT).value()).isEqualTo(16777218f);
    assertThat(floats.read("{\"value\":0.1}", Strictness.STRICT).value()).isEqualTo(0.1f);
    for (float each : new float[] {1e30f, Float.MAX_VALUE, Float.MIN_VALUE, 123456789f}) {
      assertThat(floats.read(floats.encode(each), Strictness.STRICT).value()).isEqualTo(each);
    }
  }

  @Description("A default and an empty Optional")
  record Defaulted(@JsonProperty(defaultValue = "x") Optional<String> text) {}
}

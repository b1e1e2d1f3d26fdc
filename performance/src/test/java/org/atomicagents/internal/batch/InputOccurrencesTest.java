package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.Agent;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class InputOccurrencesTest {
  @Description("A question")
  record Question(String text) {}

  private static final Agent<Object, BasicChatOutput> AGENT =
      (input, options) -> {
        throw new IllegalStateException("not run");
      };

  @Test
  void inputsWithATextAreCountedInTheOrderOfReading() {
    for (Object input :
        List.of(
            "x",
            7,
            new BigDecimal("1.5"),
            true,
            new Question("x"),
            JsonNodeFactory.instance.stringNode("x"))) {
      var occurrences = new InputOccurrences<>(AGENT);
      occurrences.add(BatchItem.of(input), "");
      occurrences.add(BatchItem.of(input), "");

      assertThat(occurrences.take(1, "", "hash")).as("%s", input).isEqualTo(1);
      assertThat(occurrences.take(0, "", "hash")).as("%s", input).isZero();
    }
  }

  @Test
  void otherInputsAreCountedInTheOrderOfPreparation() {
    var occurrences = new InputOccurrences<>(AGENT);
    occurrences.add(BatchItem.of(new Object()), "");
    occurrences.add(BatchItem.of(new Object()), "");

    assertThat(occurrences.take(1, "", "hash")).isZero();
    assertThat(occurrences.take(0, "", "hash")).isEqualTo(1);
  }

  @Test
  void conversationsAreCountedSeparately() {
    var occurrences = new InputOccurrences<>(AGENT);
    occurrences.add(BatchItem.of("x"), "a");
    occurrences.add(BatchItem.of("x"), "b");
    occurrences.add(BatchItem.of("x"), "b");

    assertThat(occurrences.take(1, "b", "hash")).isZero();
    assertThat(occurrences.take(2, "b", "hash")).isEqualTo(1);
  }
}

package org.atomicagents.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Pattern;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

/** Tests that a long decoding of valid JSON and a long check of it can be ended. */
class DecodeBudgetTest {
  @Test
  void endsTheMatchingOfACostlyPattern() {
    var schema = CompiledSchema.of(Schema.of(Codes.class));
    var codes = new Codes(Collections.nCopies(10, "a".repeat(60) + "b"));
    ReadResult<Codes> read =
        schema.decode(schema.encode(codes), Strictness.LENIENT, FinishReason.STOP);

    assertThatThrownBy(() -> schema.validate(read, cancelled()))
        .isInstanceOf(CancellationException.class);
    assertThat(schema.validate(read)).hasSize(10);
  }

  @Test
  void endsTheDecodingOfALongValidText() {
    var schema = CompiledSchema.of(Schema.listOf(Integer.class));
    String json = "{\"items\":[" + "1,".repeat(100_000) + "1]}";

    assertThatThrownBy(() -> schema.decode(json, Strictness.STRICT, FinishReason.STOP, cancelled()))
        .isInstanceOf(CancellationException.class);
    assertThat(schema.decode(json, Strictness.STRICT, FinishReason.STOP).value()).hasSize(100_001);
  }

  private static ReadingBudget cancelled() {
    return new ReadingBudget(() -> {
      throw new CancellationException("cancelled");
    });
  }

  @Description("Codes")
  record Codes(List<@Pattern(regexp = "(.*a){12}") String> codes) {}
}

package org.atomicagents.corpus.adversarial;

import java.util.List;
import java.util.Objects;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads outputs and judges the results. */
public final class AcceptanceJudge {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AcceptanceJudge() {}

  /** Returns the judgement on the lenient reading of an output. */
  public static JudgedOutput judge(ModelOutput output) {
    ReadResult<?> read;
    try {
      read = read(output, Strictness.LENIENT);
    } catch (RuntimeException | StackOverflowError e) {
      return new JudgedOutput(
          output,
          AcceptanceVerdict.FAILED,
          e + " at " + e.getStackTrace()[0],
          List.of(),
          List.of());
    }
    return read.value() == null ? refused(output, read) : accepted(output, read);
  }

  private static JudgedOutput refused(ModelOutput output, ReadResult<?> read) {
    AcceptanceVerdict verdict =
        output.effect() == TruthEffect.CLEAR
            ? AcceptanceVerdict.FALSE_REFUSAL
            : AcceptanceVerdict.REFUSED;
    return new JudgedOutput(
        output, verdict, Violation.lines(read.violations()), List.of(), List.of());
  }

  private static JudgedOutput accepted(ModelOutput output, ReadResult<?> read) {
    JsonNode value =
        unwrapped(
            output.type(), encode(output.type().schema(), Objects.requireNonNull(read.value())));
    List<String> doubts = IndependentCheck.doubts(output, value);
    return new JudgedOutput(
        output,
        verdict(output, value, doubts),
        value.toString(),
        read.repairs().stream().map(Repair::toString).toList(),
        doubts);
  }

  private static AcceptanceVerdict verdict(
      ModelOutput output, JsonNode value, List<String> doubts) {
    if (output.answers().stream().anyMatch(answer -> AnswerComparison.isEqual(answer, value))) {
      return AcceptanceVerdict.RIGHT;
    }
    if (read(output, Strictness.STRICT).isValid()) {
      return AcceptanceVerdict.EXACT;
    }
    if (output.effect() != TruthEffect.UNKNOWN) {
      return AcceptanceVerdict.WRONG;
    }
    return doubts.isEmpty() ? AcceptanceVerdict.PLAUSIBLE : AcceptanceVerdict.DOUBTED;
  }

  private static ReadResult<?> read(ModelOutput output, Strictness strictness) {
    return CompiledSchema.of(output.type().schema())
        .decode(output.text(), strictness, output.finishReason());
  }

  // The value was read with this schema.
  @SuppressWarnings("unchecked")
  private static <T> JsonNode encode(Schema<T> schema, Object value) {
    return JSON.readTree(schema.encode((T) value));
  }

  private static JsonNode unwrapped(TargetType type, JsonNode value) {
    return type.wrapperKey().isEmpty() ? value : value.get(type.wrapperKey());
  }
}

package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.model.FinishReason;
import org.atomicagents.model.ModelFacts;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** What an agent answers: a type, how strictly it is read, and what has to hold beyond it. */
record OutputSpec<O>(Schema<O> schema, Strictness strictness, List<OutputCheck<O>> checks) {

  OutputSpec {
    Objects.requireNonNull(schema, "output");
    Objects.requireNonNull(strictness, "strictness");
    checks = List.copyOf(checks);
  }

  static <O> OutputSpec<O> of(Schema<O> schema) {
    return new OutputSpec<>(schema, Strictness.LENIENT, List.of());
  }

  /** How the output is asked for: in the mode that was chosen, or as suits the model. */
  OutputFormat format(ModelFacts facts, @Nullable ResponseMode chosen) {
    return new OutputFormat(
        chosen == null ? facts.preferredMode() : chosen,
        chosen == null ? facts.otherModes() : List.of(),
        OutputFormat.nameFrom(schema.name()),
        schema.description(),
        schema.jsonSchema(),
        facts.strictSchemas() ? schema.strictJsonSchema().orElse(null) : null);
  }

  ReadResult<O> decode(String json, FinishReason reason) {
    return schema.decode(json, strictness, reason);
  }

  /** All that is wrong with a value of the type that was read. */
  List<Violation> validate(ReadResult<O> read, O value) {
    List<Violation> violations = schema.validate(read);
    if (checks.isEmpty()) {
      return violations;
    }
    var all = new ArrayList<>(violations);
    for (OutputCheck<O> check : checks) {
      Violation violation = check.violation(value, schema);
      if (violation != null) {
        all.add(violation);
      }
    }
    return all;
  }
}

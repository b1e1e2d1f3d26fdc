package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** The output of an agent: its type, how strictly it is decoded, and additional checks. */
public record OutputSpec<O>(Schema<O> schema, Strictness strictness, List<OutputCheck<O>> checks) {

  public OutputSpec {
    Objects.requireNonNull(schema, "output");
    Objects.requireNonNull(strictness, "strictness");
    checks = List.copyOf(checks);
  }

  /** Returns the lenient specification of a schema without additional checks. */
  public static <O> OutputSpec<O> of(Schema<O> schema) {
    return new OutputSpec<>(schema, Strictness.LENIENT, List.of());
  }

  /**
   * Returns the format of a request: in the chosen mode, or in the mode that suits the model.
   *
   * <p>{@link ResponseMode#DECISION} needs the support of the model, and has fallbacks.
   */
  public OutputFormat format(ModelCapabilities capabilities, @Nullable ResponseMode chosen) {
    boolean isRefused =
        chosen == ResponseMode.DECISION && !capabilities.modes().contains(ResponseMode.DECISION);
    ResponseMode mode = chosen == null || isRefused ? capabilities.preferredMode() : chosen;
    boolean isFixed = chosen == mode && mode != ResponseMode.DECISION;
    List<ResponseMode> fallbacks = isFixed ? List.of() : capabilities.fallbacks(mode);
    return shape(mode, fallbacks, schema, schema.name(), capabilities);
  }

  /** Returns the format of a schema, which may be that of a part of the output. */
  static OutputFormat shape(
      ResponseMode mode,
      List<ResponseMode> fallbacks,
      Schema<?> schema,
      String name,
      ModelCapabilities capabilities) {
    PromptProfile prompt = capabilities.prompt();
    String json = schema.jsonSchema();
    Optional<String> definition =
        switch (prompt.notation()) {
          case JSON_SCHEMA -> Optional.empty();
          case TYPE_DEFINITION -> schema.typeDefinition();
          case COMPACT_DEFINITION -> CompiledSchema.of(schema).compactDefinition();
        };
    return new OutputFormat(
        mode,
        fallbacks,
        OutputFormat.nameFrom(name),
        schema.description(),
        prompt.hasBounds()
            ? CompiledSchema.of(schema).boundedJsonSchema(prompt.maxLength(), prompt.maxItems())
            : json,
        capabilities.strictSchemas() ? schema.strictJsonSchema().orElse(null) : null,
        definition.isPresent() ? prompt : prompt.withNotation(SchemaNotation.JSON_SCHEMA),
        definition.orElse(json));
  }

  /**
   * Decodes the JSON of a response.
   *
   * @param budget counts the steps of repairs; its checkpoint can end the decoding
   */
  ReadResult<O> decode(String json, FinishReason reason, ReadingBudget budget) {
    return CompiledSchema.of(schema).decode(json, strictness, reason, budget);
  }

  /** Returns all violations of a value that was decoded. */
  List<Violation> validate(ReadResult<O> decoded, O value, ReadingBudget budget) {
    List<Violation> violations = CompiledSchema.of(schema).validate(decoded, budget);
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

package org.atomicagents.internal.run;

import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.message.Message;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import org.jspecify.annotations.Nullable;

/**
 * Rejects values that originate from the request instead of the model: the schema, names of its
 * types, values of its example, and values that were cut off at a bound that the prompt profile
 * added.
 *
 * @param jsonSchema the schema of the output, without added bounds
 * @param messages the messages of the request, without the instruction and its example
 */
record PromptArtifacts(OutputFormat format, String jsonSchema, List<Message> messages) {
  /** The name of the type of texts in a type definition. */
  private static final String TEXT_TYPE = "string";

  /** Returns the result, or one with the violations of such a response. */
  <O> ValidationResult<O> reject(ResponseMode mode, ValidationResult<O> result) {
    Violation echo = mayBeEcho(result) ? echo(result) : null;
    if (echo != null) {
      return result.withViolations(List.of(echo), ResponseForm.UNUSABLE);
    }
    if (result.output() == null) {
      return result;
    }
    List<Violation> violations = isDefinition() ? typeNames(result.repairs()) : List.of();
    if (violations.isEmpty() && format.isDemonstrated()) {
      violations = RepeatedExample.find(result.repairedJson(), given(), format);
    }
    PromptProfile prompt = format.prompt();
    if (violations.isEmpty() && prompt.hasBounds() && !mode.isPrompted()) {
      violations = ReachedBound.find(result.repairedJson(), jsonSchema, prompt);
    }
    return violations.isEmpty() ? result : result.withViolations(violations, result.form());
  }

  /** Returns the texts whose words an output may contain. */
  private List<String> given() {
    return Stream.concat(messages.stream().map(Message::text), Stream.of(jsonSchema)).toList();
  }

  private @Nullable Violation echo(ValidationResult<?> result) {
    return UnusableText.findEcho(format, result.json());
  }

  private boolean mayBeEcho(ValidationResult<?> result) {
    return result.output() == null
        || isDefinition()
        || (!result.repairs().isEmpty()
            && result.repairs().stream()
                .anyMatch(repair -> repair.kind() == Repair.Kind.EXTRA_KEY));
  }

  private boolean isDefinition() {
    return format.prompt().notation() != SchemaNotation.JSON_SCHEMA;
  }

  /** Returns a violation for each name of a type without quotes, which was read as a text. */
  private static List<Violation> typeNames(List<Repair> repairs) {
    return repairs.stream()
        .filter(repair -> repair.kind() == Repair.Kind.QUOTES)
        .filter(repair -> repair.before().equals(TEXT_TYPE))
        .filter(repair -> !repair.path().endsWith("." + TEXT_TYPE))
        .map(repair -> new Violation(repair.path(), "a text", "the name of its type"))
        .toList();
  }
}

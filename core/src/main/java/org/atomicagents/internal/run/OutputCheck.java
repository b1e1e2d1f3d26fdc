package org.atomicagents.internal.run;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonSpan;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A condition that an output must fulfil in addition to its type.
 *
 * @param path the path of the violation if the predicate returns false
 * @param message the expected value at the path, for the violation
 */
public record OutputCheck<O>(JsonPath path, Predicate<? super O> predicate, String message) {

  /**
   * Returns a check of an existing path.
   *
   * @throws IllegalArgumentException if the path is not a path of the output's type
   */
  public static <O> OutputCheck<O> of(
      Schema<O> output, String path, Predicate<? super O> predicate, String message) {
    Objects.requireNonNull(predicate, "predicate");
    Objects.requireNonNull(message, "message");
    try {
      JsonPath checked = JsonPath.parse(path);
      if (!checked.isRoot()) {
        CompiledSchema.of(output).parts(List.of(path));
      }
      return new OutputCheck<>(checked, predicate, message);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("path: " + e.getMessage(), e);
    }
  }

  /**
   * Returns a check of an output that contains this one's output.
   *
   * @param at the path of the contained output
   * @param contained returns the contained output; null if there is none
   */
  public <T> OutputCheck<T> within(
      Schema<T> output, String at, Function<? super T, @Nullable O> contained) {
    return of(
        output,
        at + path.toString().substring(1),
        value -> {
          O part = contained.apply(value);
          return part == null || predicate.test(part);
        },
        message);
  }

  /** Returns the violation of an output; null if the output fulfils the condition. */
  @Nullable Violation violation(O output, Schema<O> schema) {
    try {
      return predicate.test(output) ? null : violation(output, schema, "");
    } catch (RuntimeException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      return violation(output, schema, " (" + reason + ")");
    }
  }

  private Violation violation(O output, Schema<O> schema, String remark) {
    JsonSpan span = JsonSpan.find(schema.encode(output), path);
    String found = span == null ? null : span.value();
    return new Violation(
        path.toString(), message, (found == null ? "nothing" : Excerpt.ofJson(found)) + remark);
  }
}

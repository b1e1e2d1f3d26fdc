package org.atomicagents;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonPlace;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that an output has to fulfil beyond its type.
 *
 * @param path where it is wrong if it is
 * @param message what is expected
 */
record OutputCheck<O>(JsonPath path, Predicate<? super O> predicate, String message) {

  /** A check of a place that there is. */
  static <O> OutputCheck<O> of(
      Schema<O> output, String path, Predicate<? super O> predicate, String message) {
    Objects.requireNonNull(predicate, "predicate");
    Objects.requireNonNull(message, "message");
    try {
      JsonPath place = JsonPath.parse(path);
      if (!place.isRoot()) {
        output.parts(List.of(path));
      }
      return new OutputCheck<>(place, predicate, message);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("path: " + e.getMessage(), e);
    }
  }

  /** What is wrong with the output; null if all is well. */
  @Nullable Violation violation(O output, Schema<O> schema) {
    try {
      return predicate.test(output) ? null : violation(output, schema, "");
    } catch (RuntimeException e) {
      String said = e.getMessage() == null ? e.toString() : e.getMessage();
      return violation(output, schema, " (" + said + ")");
    }
  }

  private Violation violation(O output, Schema<O> schema, String remark) {
    JsonPlace place = JsonPlace.find(schema.encode(output), path);
    String found = place == null ? null : place.value();
    return new Violation(
        path.toString(), message, (found == null ? "nothing" : Excerpt.json(found)) + remark);
  }
}

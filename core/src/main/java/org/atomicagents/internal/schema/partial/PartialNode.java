package org.atomicagents.internal.schema.partial;

import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** An immutable snapshot of a partially received value. */
public sealed interface PartialNode
    permits PartialJson, PartialList, PartialMap, PartialRecord, PartialString, CompleteNode {

  /** Returns whether the value is complete. */
  default boolean isComplete() {
    return false;
  }

  /** Returns the value in the form that its slot holds; null if it cannot be constructed yet. */
  @Nullable Object value();

  /** Returns the part at a step; null if it is not visible. */
  @Nullable PartialNode childAt(JsonPath.Step step);

  /** Writes the snapshot as complete JSON. */
  void write(JsonGenerator out);

  /** Returns the number of complete parts, which never change. */
  int count();

  /** Returns the part that is being received; null if there is none or it is not visible. */
  @Nullable PartialNode child();

  /** Returns the step to a part, in the order of arrival; the child follows the complete parts. */
  JsonPath.Step step(int index);

  /**
   * Returns the steps to the parts that were added or changed since {@code completeCount} were
   * complete.
   */
  default List<JsonPath.Step> stepsSince(int completeCount) {
    int end = child() == null ? count() : count() + 1;
    return IntStream.range(completeCount, Math.max(completeCount, end))
        .mapToObj(this::step)
        .toList();
  }

  /** Returns the text of a string; null for other values. */
  default @Nullable CharSequence text() {
    return null;
  }

  /** Returns the complete items of a list; null for other values. */
  default @Nullable List<?> items() {
    return null;
  }
}

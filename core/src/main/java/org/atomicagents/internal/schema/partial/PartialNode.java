package org.atomicagents.internal.schema.partial;

import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What there was of a value at one moment; immutable and thread-safe. */
public sealed interface PartialNode
    permits PartialTree, PartialList, PartialMap, PartialRecord, PartialString, CompleteNode {

  /** Whether nothing more will come to it. */
  default boolean isComplete() {
    return false;
  }

  /** The value as its place holds it; null if its type can't be built yet. */
  @Nullable Object value();

  /** What there is one step further down; null if nothing. */
  @Nullable PartialNode childAt(JsonPath.Step step);

  /** Writes it as JSON that is closed. */
  void write(JsonGenerator out);

  /** How many of its parts are whole, and will never change. */
  int count();

  /** The part that is being written; null if there is none to be seen. */
  @Nullable PartialNode child();

  /** The step to a part, in the order in which they came; the child is behind the whole ones. */
  JsonPath.Step step(int index);

  /** The steps to the parts that have come or changed since so many were whole. */
  default List<JsonPath.Step> stepsSince(int whole) {
    int end = child() == null ? count() : count() + 1;
    return IntStream.range(whole, Math.max(whole, end)).mapToObj(this::step).toList();
  }

  /** The text; null if it is none. */
  default @Nullable CharSequence text() {
    return null;
  }

  /** The whole items of a list; null if it is none. */
  default @Nullable List<?> items() {
    return null;
  }
}

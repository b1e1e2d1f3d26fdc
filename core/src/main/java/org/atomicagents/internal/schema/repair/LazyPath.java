package org.atomicagents.internal.schema.repair;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The path of a value, rendered as text only when a repair or a violation is reported. */
record LazyPath(@Nullable LazyPath parent, String segment) {
  static final LazyPath ROOT = new LazyPath(null, "$");

  boolean isRoot() {
    return parent == null;
  }

  LazyPath child(String childSegment) {
    return new LazyPath(this, childSegment);
  }

  LazyPath child(int index) {
    return new LazyPath(this, "[" + index + "]");
  }

  @Override
  public String toString() {
    var segments = new ArrayDeque<String>();
    for (LazyPath step = this; step != null; step = step.parent) {
      segments.push(step.segment);
    }
    return String.join("", segments);
  }
}

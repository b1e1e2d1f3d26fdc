package org.atomicagents.internal.schema.repair;

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
    var text = new StringBuilder();
    append(text);
    return text.toString();
  }

  private void append(StringBuilder text) {
    if (parent != null) {
      parent.append(text);
    }
    text.append(segment);
  }
}

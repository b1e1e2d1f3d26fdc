package org.atomicagents.internal.schema.repair;

import org.jspecify.annotations.Nullable;

/** A place in a JSON text, put into words only where something is said of it. */
record LazyPath(@Nullable LazyPath parent, String segment) {
  static final LazyPath ROOT = new LazyPath(null, "$");

  boolean isRoot() {
    return parent == null;
  }

  LazyPath child(String segmentBelow) {
    return new LazyPath(this, segmentBelow);
  }

  LazyPath child(int index) {
    return new LazyPath(this, "[" + index + "]");
  }

  @Override
  public String toString() {
    var path = new StringBuilder();
    append(path);
    return path.toString();
  }

  private void append(StringBuilder path) {
    if (parent != null) {
      parent.append(path);
    }
    path.append(segment);
  }
}

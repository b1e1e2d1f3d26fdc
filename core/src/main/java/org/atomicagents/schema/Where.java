package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;

/** A place in a JSON text, put into words only where something is said of it. */
record Where(@Nullable Where parent, String segment) {
  static final Where ROOT = new Where(null, "$");

  boolean isRoot() {
    return parent == null;
  }

  Where at(String segmentBelow) {
    return new Where(this, segmentBelow);
  }

  Where at(int index) {
    return new Where(this, "[" + index + "]");
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

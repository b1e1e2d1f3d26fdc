package org.atomicagents.internal.batch;

import org.atomicagents.message.Violation;
import org.atomicagents.schema.Schema;

/**
 * The difference between the JSON of a schema and that of a line: a schema wraps a value that is no
 * object in one, since providers require one; a line contains the value itself.
 *
 * @param key the key of the value in the object; empty if the schema does not wrap it
 */
record LineShape(String key) {
  /** Returns the shape of the lines of a schema. */
  static LineShape of(Schema<?> schema) {
    return new LineShape(schema.wrapperKey().orElse(""));
  }

  /** Returns the JSON of the schema for that of a line, which must be a single JSON value. */
  String toSchema(String line) {
    return key.isEmpty() ? line : "{\"" + key + "\":" + line + "}";
  }

  /** Returns the JSON of a line for that of the schema. */
  String toLine(String json) {
    return key.isEmpty() ? json : json.substring(key.length() + 4, json.length() - 1);
  }

  /** Returns a violation with the path in the line. */
  Violation toLine(Violation violation) {
    String prefix = "$." + key;
    String path = violation.path();
    return !key.isEmpty() && path.startsWith(prefix)
        ? new Violation(
            "$" + path.substring(prefix.length()), violation.expected(), violation.found())
        : violation;
  }
}

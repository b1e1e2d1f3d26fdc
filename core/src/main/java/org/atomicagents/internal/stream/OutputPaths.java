package org.atomicagents.internal.stream;

import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.schema.Schema;

/** The checks of the paths of a stream's views. */
public final class OutputPaths {
  private OutputPaths() {}

  /**
   * Checks that a path is a text.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static void requireText(Schema<?> schema, String path) {
    CompiledSchema.of(schema).requireStringPath(path);
  }

  /**
   * Checks that a path is a list whose items have a type.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static void requireList(Schema<?> schema, String path, Class<?> type) {
    Class<?> items = CompiledSchema.of(schema).itemType(path);
    if (!type.isAssignableFrom(items)) {
      throw new IllegalArgumentException(
          "type: expected %s, the type of the items of %s, found %s"
              .formatted(items.getName(), path, type.getName()));
    }
  }
}

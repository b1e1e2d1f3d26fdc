package org.atomicagents.internal.cache;

import java.util.function.Supplier;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an output, which is written when it is needed first: many entries are never read.
 * Thread-safe.
 */
final class OutputText {
  private final Supplier<String> encoding;
  private volatile @Nullable String json;

  private OutputText(Supplier<String> encoding) {
    this.encoding = encoding;
  }

  /** Returns the text of an output. */
  static <O> OutputText of(Schema<O> schema, O output) {
    return new OutputText(() -> schema.encode(output));
  }

  /** Returns a known text. */
  static OutputText of(String json) {
    return new OutputText(() -> json);
  }

  /** Returns the JSON. */
  String json() {
    String known = json;
    if (known == null) {
      known = encoding.get();
      json = known;
    }
    return known;
  }
}

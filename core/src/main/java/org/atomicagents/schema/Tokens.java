package org.atomicagents.schema;

import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads single values as the decoder does. */
final class Tokens {
  private Tokens() {}

  /** What a text means at a place, or {@link Growing#BROKEN}. */
  static @Nullable Object text(Slot slot, String said) {
    return slot.type() instanceof ScalarNode scalar && scalar.isString()
        ? said
        : word(slot, JsonIo.quote(said));
  }

  /** What a JSON value without parts means at a place, or {@link Growing#BROKEN}. */
  static @Nullable Object word(Slot slot, String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      var in = new Decoding(parser, json, Decoding.Manner.LENIENT, null);
      in.nextToken();
      Object value = slot.decode(in);
      return in.failed() ? Growing.BROKEN : value;
    } catch (JacksonException e) {
      return Growing.BROKEN;
    }
  }
}

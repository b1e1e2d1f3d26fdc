package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads single values as the decoder does. */
final class ScalarDecoder {
  private ScalarDecoder() {}

  /** What a text means at a place, or {@link PartialBuilder#INVALID}. */
  static @Nullable Object decodeText(TypeUse slot, String said) {
    return slot.type() instanceof ScalarNode scalar && scalar.isString()
        ? said
        : decodeToken(slot, JsonIo.quote(said));
  }

  /** What a JSON value without parts means at a place, or {@link PartialBuilder#INVALID}. */
  static @Nullable Object decodeToken(TypeUse slot, String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      var in = new DecodeContext(parser, json, DecodeContext.DecodeMode.LENIENT, null);
      in.nextToken();
      Object value = slot.decode(in);
      return in.hasViolations() ? PartialBuilder.INVALID : value;
    } catch (JacksonException e) {
      return PartialBuilder.INVALID;
    }
  }
}

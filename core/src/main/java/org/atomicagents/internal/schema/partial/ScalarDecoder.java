package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Decodes scalar values in the same way as the decoder of complete JSON. */
final class ScalarDecoder {
  private ScalarDecoder() {}

  /** Returns the value of a string for a type, or {@link PartialBuilder#INVALID}. */
  static @Nullable Object decodeText(TypeUse slot, String text) {
    return slot.type() instanceof ScalarNode scalar && scalar.isString()
        ? text
        : decodeToken(slot, JsonIo.quote(text));
  }

  /** Returns the value of a JSON scalar for a type, or {@link PartialBuilder#INVALID}. */
  static @Nullable Object decodeToken(TypeUse slot, String json) {
    try (JsonParser parser = JsonIo.parser(json)) {
      var context = new DecodeContext(parser, json, DecodeContext.DecodeMode.LENIENT, null);
      context.nextToken();
      Object value = slot.decode(context);
      return context.hasViolations() ? PartialBuilder.INVALID : value;
    } catch (JacksonException e) {
      return PartialBuilder.INVALID;
    }
  }
}

package org.atomicagents.cli.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Resolves scalars by the core schema of YAML 1.2: {@code no} is a string, {@code 0o17} is 15. */
final class YamlScalar {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final CoreScalarResolver RESOLVER = new CoreScalarResolver(false);
  private static final int MAX_NUMBER_LENGTH = 400;

  private YamlScalar() {}

  static Scalar of(ScalarEvent event, SourcePosition position) {
    String text = event.getValue();
    return new Scalar(
        position, event.isPlain() ? resolvePlain(text, position) : NODES.stringNode(text));
  }

  private static JsonNode resolvePlain(String text, SourcePosition position) {
    Tag tag = RESOLVER.resolve(text, true);
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, tag.equals(Tag.INT), position);
    }
    return NODES.stringNode(text);
  }

  private static JsonNode number(String text, boolean isInteger, SourcePosition position) {
    try {
      if (text.length() <= MAX_NUMBER_LENGTH) {
        if (isInteger) {
          return NODES.numberNode(integer(text));
        }
        var decimal = new BigDecimal(text);
        if (Math.abs((long) decimal.scale()) <= MAX_NUMBER_LENGTH) {
          return NODES.numberNode(decimal);
        }
      }
    } catch (NumberFormatException e) {
      // YAML has infinity and NaN, JSON does not.
    }
    String excerpt = text.length() <= 20 ? text : text.substring(0, 20) + "...";
    throw SourceException.of(
        position,
        "expected a number that JSON can represent, found "
            + excerpt
            + ". Quote it if it is a string.");
  }

  private static BigInteger integer(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
  }
}

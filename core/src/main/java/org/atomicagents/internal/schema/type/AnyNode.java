package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.DecodeContext;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Any JSON value, as Jackson's tree. */
public record AnyNode() implements TypeNode {
  /** A place that asks for nothing. */
  public static final TypeUse UNCONSTRAINED = TypeUse.of(new AnyNode());

  @Override
  public JsonNode decode(DecodeContext in) {
    return JsonTree.read(
        in.parser, () -> in.addViolation(in.path(), "each key once", in.describeToken()));
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    JsonTree.write((JsonNode) value, out);
  }
}

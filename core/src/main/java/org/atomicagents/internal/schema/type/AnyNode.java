package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.DecodeContext;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** The type of any JSON value, decoded as a Jackson tree. */
public record AnyNode() implements TypeNode {
  /** A use of this type without constraints. */
  public static final TypeUse UNCONSTRAINED = TypeUse.of(new AnyNode());

  @Override
  public JsonNode decode(DecodeContext in) {
    return JsonTree.read(
        in.parser, expected -> in.addViolation(in.path(), expected, in.describeToken()));
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    JsonTree.write((JsonNode) value, out);
  }
}

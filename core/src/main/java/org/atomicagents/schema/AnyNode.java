package org.atomicagents.schema;

import org.atomicagents.internal.json.JsonTree;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Any JSON value, as Jackson's tree. */
record AnyNode() implements TypeNode {
  /** A place that asks for nothing. */
  static final Slot ANYWHERE = Slot.of(new AnyNode());

  @Override
  public JsonNode decode(Decoding in) {
    return JsonTree.read(in.parser, () -> in.add(in.path(), "each key once", in.found()));
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    JsonTree.write((JsonNode) value, out);
  }
}

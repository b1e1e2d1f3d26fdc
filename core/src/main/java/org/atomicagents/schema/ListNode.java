package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** A {@code List}; those that are read are unmodifiable. */
record ListNode(Slot item) implements TypeNode {

  @Override
  public @Nullable Object decode(Decoding in) {
    if (in.parser.currentToken() != JsonToken.START_ARRAY) {
      in.reject("a list");
      return null;
    }
    var items = new ArrayList<@Nullable Object>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(item.decode(in));
    }
    return Collections.unmodifiableList(items);
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartArray();
    for (Object each : (List<?>) value) {
      item.encode(each, out);
    }
    out.writeEndArray();
  }

  @Override
  public void describe(SchemaWriter out) {
    out.text("type", "array");
    out.nested("items", item);
  }

  @Override
  public void validate(Object value, boolean checked, Findings findings) {
    var items = (List<?>) value;
    for (int i = 0; i < items.size(); i++) {
      int before = findings.count();
      item.validate(items.get(i), checked, findings);
      if (findings.count() > before) {
        findings.within(before, "[" + i + "]");
      }
    }
  }
}

package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A record as a member of a union.
 *
 * @param discriminator the key of the tag; null if members are distinguished by their keys
 * @param isTagInRecord whether the discriminator is a component of the record
 */
public record UnionMemberNode(
    @Nullable String discriminator, boolean isTagInRecord, String tag, RecordNode record)
    implements TypeNode {

  /** Returns the key of the tag if it is in the JSON but not in the record; otherwise null. */
  @Nullable
  public String externalTagKey() {
    return isTagInRecord ? null : discriminator;
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    return record.decode(in, externalTagKey());
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartObject();
    if (discriminator != null && !isTagInRecord) {
      out.writeStringProperty(discriminator, tag);
    }
    record.encodeComponents(value, out);
    out.writeEndObject();
  }

  @Override
  public void validate(Object value, ViolationCollector findings) {
    record.validate(value, findings);
  }

  // Identity, because the record may refer back to this node.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

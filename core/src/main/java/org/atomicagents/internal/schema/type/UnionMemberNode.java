package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A record as one of a union.
 *
 * @param discriminator the key in which the tag stands; null if the shape tells
 * @param isTagInRecord whether the record has the discriminator as a component of its own
 */
public record UnionMemberNode(
    @Nullable String discriminator, boolean isTagInRecord, String tag, RecordNode record)
    implements TypeNode {

  /** The key that is in the JSON and not in the record; null if there is none. */
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

  // The record may lead back to this.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

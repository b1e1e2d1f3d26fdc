package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A record as one of a union.
 *
 * @param discriminator the key in which the tag stands; null if the shape tells
 * @param inRecord whether the record has the discriminator as a component of its own
 */
record BranchNode(@Nullable String discriminator, boolean inRecord, String tag, RecordNode record)
    implements TypeNode {

  /** The key that is in the JSON and not in the record; null if there is none. */
  @Nullable String extraKey() {
    return inRecord ? null : discriminator;
  }

  @Override
  public @Nullable Object decode(Decoding in) {
    return record.decode(in, extraKey());
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartObject();
    if (discriminator != null && !inRecord) {
      out.writeStringProperty(discriminator, tag);
    }
    record.encodeComponents(value, out);
    out.writeEndObject();
  }

  @Override
  public void validate(Object value, Findings findings) {
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

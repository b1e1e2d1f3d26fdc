package org.atomicagents.internal.schema.type;

/** A value of a union whose members have the same class, so that its tag selects the member. */
public interface TaggedValue {

  /** Returns the value of the discriminator. */
  String tag();
}

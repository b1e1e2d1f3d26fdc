package org.atomicagents.benchmarks.extraction;

import org.atomicagents.schema.Description;

/** A nested record. */
@Description("A person and an address")
public record ContactCard(String name, PostalAddress address) {

  /** The nested record. */
  @Description("A postal address")
  public record PostalAddress(String street, String city) {}
}

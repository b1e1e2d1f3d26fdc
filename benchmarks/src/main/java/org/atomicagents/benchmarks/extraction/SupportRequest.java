package org.atomicagents.benchmarks.extraction;

import org.atomicagents.schema.Description;

/** An enum and a text. */
@Description("A customer's request for support")
public record SupportRequest(
    @Description("The product that the customer writes about") String product,
    RequestCategory category) {

  /** The department that answers. */
  public enum RequestCategory {
    BILLING,
    DELIVERY,
    REPAIR,
    PASSWORD
  }
}

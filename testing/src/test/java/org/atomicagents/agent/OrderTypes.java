package org.atomicagents.agent;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.atomicagents.schema.Description;

/** The types that the agents of these tests speak. */
final class OrderTypes {
  static final String GOOD = "{\"sku\":\"a\",\"count\":2}";
  static final String BAD_TYPE = "{\"sku\":\"a\",\"count\":\"two\"}";
  static final String BAD_VALUE = "{\"sku\":\"a\",\"count\":0}";
  static final Line LINE = new Line("a", 2);

  private OrderTypes() {}

  @Description("What is wanted")
  record Wish(@NotBlank String text) {}

  @Description("A line of an order")
  record Line(String sku, @Min(1) int count) {}
}

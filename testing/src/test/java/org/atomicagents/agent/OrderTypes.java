package org.atomicagents.agent;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.atomicagents.schema.Description;

/** A small input and output type. */
final class OrderTypes {
  static final String GOOD = "{\"sku\":\"a\",\"count\":2}";
  static final String BAD_TYPE = "{\"sku\":\"a\",\"count\":\"two\"}";
  static final String BAD_VALUE = "{\"sku\":\"a\",\"count\":0}";
  static final Line LINE = new Line("a", 2);

  private OrderTypes() {}

  @Description("A wish")
  record Wish(@NotBlank String text) {}

  @Description("A line of an order")
  record Line(String sku, @Min(1) int count) {}
}

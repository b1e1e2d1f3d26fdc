package org.atomicagents.benchmarks.orders;

import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.schema.Description;

/** The same as {@link Order}, with no constraint at all. */
@Description("An order as it was read from a customer's message")
public record PlainOrder(
    @Description("The order's number") String id,
    @Description("Where it stands") Order.Status status,
    @Description("Who ordered") Customer customer,
    @Description("What was ordered") List<Line> lines,
    @Description("What else was asked for") List<String> notes) {

  /** Who ordered. */
  @Description("A customer")
  public record Customer(
      @Description("First and last name") String name,
      @Description("Where the goods go") Address address) {}

  /** Where goods go. */
  @Description("A postal address")
  public record Address(
      String street, String city, @Description("Two letters, as in ISO 3166") String country) {}

  /** One article of an order. */
  @Description("One line of an order")
  public record Line(
      @Description("The article's number") String sku,
      @Description("How many") int quantity,
      @Description("Of one piece") Money price) {}

  /** An amount of a currency. */
  @Description("An amount of money")
  public record Money(
      BigDecimal amount, @Description("Three letters, as in ISO 4217") String currency) {}
}

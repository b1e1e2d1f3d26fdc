package org.atomicagents.benchmarks.orders;

import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.schema.Description;

/** The same as {@link Order}, without constraints. */
@Description("An order as it was read from a customer's message")
public record PlainOrder(
    @Description("The order's number") String id,
    @Description("The order's status") Order.Status status,
    @Description("The customer") Customer customer,
    @Description("The ordered articles") List<Line> lines,
    @Description("Further requests") List<String> notes) {

  /** The customer. */
  @Description("A customer")
  public record Customer(
      @Description("First and last name") String name,
      @Description("The delivery address") Address address) {}

  /** The delivery address. */
  @Description("A postal address")
  public record Address(
      String street, String city, @Description("Two letters, as in ISO 3166") String country) {}

  /** A line of an order. */
  @Description("One line of an order")
  public record Line(
      @Description("The article's number") String sku,
      @Description("The quantity") int quantity,
      @Description("Price per piece") Money price) {}

  /** An amount of money. */
  @Description("An amount of money")
  public record Money(
      BigDecimal amount, @Description("Three letters, as in ISO 4217") String currency) {}
}

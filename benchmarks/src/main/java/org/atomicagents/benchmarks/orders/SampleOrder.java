package org.atomicagents.benchmarks.orders;

import java.math.BigDecimal;
import java.util.List;

/** The sample order: the prompt, the model's response and the expected output. */
public final class SampleOrder {
  /** The system prompt of every contender. */
  public static final String INSTRUCTION = "You read orders out of customers' messages.";

  /** The user message of every contender. */
  public static final String QUESTION =
      "Two kettles KT-200 at 39.90 euros and a filter FX-1 at 4.50 to Ada Byron, Dorset Street 1,"
          + " London.";

  /** The response of every model: 7 instances of 5 records. */
  public static final String JSON =
      """
      {"id":"A-2026-000417","status":"PAID","customer":{"name":"Ada Byron","address":{"street":"Dorset Street 1","city":"London","country":"GB"}},\
      "lines":[{"sku":"KT-200","quantity":2,"price":{"amount":39.90,"currency":"EUR"}},{"sku":"FX-1","quantity":1,"price":{"amount":4.50,"currency":"EUR"}}],\
      "notes":["ring twice","no plastic, please"]}\
      """;

  private static final List<String> NOTES = List.of("ring twice", "no plastic, please");

  private SampleOrder() {}

  /** Returns the order of {@link #JSON}. */
  public static Order order() {
    return new Order(
        "A-2026-000417",
        Order.Status.PAID,
        new Order.Customer("Ada Byron", new Order.Address("Dorset Street 1", "London", "GB")),
        List.of(
            new Order.Line("KT-200", 2, new Order.Money(new BigDecimal("39.90"), "EUR")),
            new Order.Line("FX-1", 1, new Order.Money(new BigDecimal("4.50"), "EUR"))),
        NOTES);
  }

  /** Returns the same order without constraints. */
  public static PlainOrder plainOrder() {
    return new PlainOrder(
        "A-2026-000417",
        Order.Status.PAID,
        new PlainOrder.Customer(
            "Ada Byron", new PlainOrder.Address("Dorset Street 1", "London", "GB")),
        List.of(
            new PlainOrder.Line("KT-200", 2, new PlainOrder.Money(new BigDecimal("39.90"), "EUR")),
            new PlainOrder.Line("FX-1", 1, new PlainOrder.Money(new BigDecimal("4.50"), "EUR"))),
        NOTES);
  }
}

package org.atomicagents.benchmarks.orders;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.schema.Description;

/** An id, four nested types, an enum and two lists, with constraints on most of them. */
@Description("An order as it was read from a customer's message")
public record Order(
    @Description("The order's number") @NotBlank @Size(max = 40) String id,
    @Description("Where it stands") Status status,
    @Description("Who ordered") @Valid Customer customer,
    @Description("What was ordered") @Size(min = 1, max = 50) List<@Valid Line> lines,
    @Description("What else was asked for") @Size(max = 5) List<String> notes) {

  /** Where an order stands. */
  public enum Status {
    NEW,
    PAID,
    SHIPPED,
    CANCELLED
  }

  /** Who ordered. */
  @Description("A customer")
  public record Customer(
      @Description("First and last name") @NotBlank String name,
      @Description("Where the goods go") @Valid Address address) {}

  /** Where goods go. */
  @Description("A postal address")
  public record Address(
      @NotBlank String street,
      @NotBlank String city,
      @Description("Two letters, as in ISO 3166") @Pattern(regexp = "[A-Z]{2}") String country) {}

  /** One article of an order. */
  @Description("One line of an order")
  public record Line(
      @Description("The article's number") @NotBlank String sku,
      @Description("How many") @Min(1) @Max(1_000) int quantity,
      @Description("Of one piece") @Valid Money price) {}

  /** An amount of a currency. */
  @Description("An amount of money")
  public record Money(
      @PositiveOrZero BigDecimal amount,
      @Description("Three letters, as in ISO 4217") @Size(min = 3, max = 3) String currency) {}
}

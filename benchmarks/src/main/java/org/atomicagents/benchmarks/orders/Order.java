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

/** An order: an id, four nested types, an enum and two lists, most of them with constraints. */
@Description("An order as it was read from a customer's message")
public record Order(
    @Description("The order's number") @NotBlank @Size(max = 40) String id,
    @Description("The order's status") Status status,
    @Description("The customer") @Valid Customer customer,
    @Description("The ordered articles") @Size(min = 1, max = 50) List<@Valid Line> lines,
    @Description("Further requests") @Size(max = 5) List<String> notes) {

  /** The status of an order. */
  public enum Status {
    NEW,
    PAID,
    SHIPPED,
    CANCELLED
  }

  /** The customer. */
  @Description("A customer")
  public record Customer(
      @Description("First and last name") @NotBlank String name,
      @Description("The delivery address") @Valid Address address) {}

  /** The delivery address. */
  @Description("A postal address")
  public record Address(
      @NotBlank String street,
      @NotBlank String city,
      @Description("Two letters, as in ISO 3166") @Pattern(regexp = "[A-Z]{2}") String country) {}

  /** A line of an order. */
  @Description("One line of an order")
  public record Line(
      @Description("The article's number") @NotBlank String sku,
      @Description("The quantity") @Min(1) @Max(1_000) int quantity,
      @Description("Price per piece") @Valid Money price) {}

  /** An amount of money. */
  @Description("An amount of money")
  public record Money(
      @PositiveOrZero BigDecimal amount,
      @Description("Three letters, as in ISO 4217") @Size(min = 3, max = 3) String currency) {}
}

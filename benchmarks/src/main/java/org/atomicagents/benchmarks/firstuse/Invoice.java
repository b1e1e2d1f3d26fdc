package org.atomicagents.benchmarks.firstuse;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.schema.Description;

/** A sample type of four records. */
@Description("An invoice")
public record Invoice(
    @NotBlank String number, Party seller, @Size(min = 1) List<Item> items, boolean paid) {

  /** The seller. */
  @Description("A company")
  public record Party(@NotBlank String name, TaxId taxId) {}

  /** A tax number. */
  @Description("A tax number")
  public record TaxId(@Size(min = 2, max = 2) String country, @NotBlank String digits) {}

  /** An item of an invoice. */
  @Description("An item of an invoice")
  public record Item(String text, @Min(1) int pieces, @PositiveOrZero BigDecimal price) {}
}

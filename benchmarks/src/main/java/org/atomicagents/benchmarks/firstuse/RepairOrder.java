package org.atomicagents.benchmarks.firstuse;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import org.atomicagents.schema.Description;

/** A sample type of four records. */
@Description("A repair of a car")
public record RepairOrder(
    Car car, List<Fault> faults, Estimate estimate, Optional<Estimate> secondOpinion) {

  /** The car. */
  @Description("A car")
  public record Car(
      @Pattern(regexp = "[A-Z0-9 -]{4,12}") String plate,
      @NotBlank String model,
      @Min(1886) int year,
      @PositiveOrZero long metres) {}

  /** A fault of the car. */
  @Description("A fault")
  public record Fault(@NotBlank String part, @NotNull Severity severity, String seen) {}

  /** A cost estimate. */
  @Description("An estimate")
  public record Estimate(@PositiveOrZero double hours, @PositiveOrZero double parts) {}

  /** The severity of a fault. */
  public enum Severity {
    COSMETIC,
    ANNOYING,
    DANGEROUS
  }
}

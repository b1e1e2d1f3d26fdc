package org.atomicagents.benchmarks.firstuse;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import org.atomicagents.schema.Description;

/** A sample type of four records. */
@Description("A trip")
public record Trip(String title, @NotEmpty List<Leg> legs, Optional<String> remark) {

  /** A leg of a trip. */
  @Description("A leg of a trip")
  public record Leg(Place from, Place to, Means means, @Positive double kilometres) {}

  /** The start or end of a leg. */
  @Description("A place")
  public record Place(String name, Position position) {}

  /** A geographic position. */
  @Description("A position in degrees")
  public record Position(
      @DecimalMin("-90") @DecimalMax("90") double latitude,
      @DecimalMin("-180") @DecimalMax("180") double longitude) {}

  /** The means of transport. */
  public enum Means {
    TRAIN,
    BUS,
    FOOT
  }
}

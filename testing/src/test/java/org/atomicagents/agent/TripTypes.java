package org.atomicagents.agent;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.atomicagents.schema.Description;

/** A larger output type with constraints. */
final class TripTypes {
  private TripTypes() {}

  @Description("A trip")
  record Trip(
      @Description("The first day, counted from 0") @Min(0) int start,
      @Description("The day after the last") @Min(0) int end,
      List<Leg> legs,
      Optional<String> note) {}

  @Description("A part of a trip")
  record Leg(
      @Size(min = 3, max = 3) String from,
      @Size(min = 3, max = 3) String to,
      @Description("In kilometres") int length) {
    Leg {
      if (from != null && from.equals(to)) {
        throw new IllegalArgumentException("a leg leads somewhere else");
      }
    }
  }

  static String trip(int start, int end, String... legs) {
    return "{\"start\":%d,\"end\":%d,\"legs\":[%s],\"note\":null}"
        .formatted(start, end, String.join(",", legs));
  }

  static String leg(String from, String to, String length) {
    return "{\"from\":\"%s\",\"to\":\"%s\",\"length\":%s}".formatted(from, to, length);
  }
}

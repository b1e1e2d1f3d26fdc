package org.atomicagents.benchmarks.firstuse;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.schema.Description;

/** A sample type of four records. */
@Description("A football match")
public record Match(Team home, Team away, @Size(max = 20) List<Goal> goals, int spectators) {

  /** A team. */
  @Description("A team")
  public record Team(@NotBlank String name, @Size(max = 5) List<Player> named) {}

  /** A player of a team. */
  @Description("A player")
  public record Player(@NotBlank String name, @Min(1) @Max(99) byte shirt, Position position) {}

  /** A goal of the match. */
  @Description("A goal")
  public record Goal(@Min(0) @Max(120) short minute, @NotBlank String scorer, boolean penalty) {}

  /** The position of a player. */
  public enum Position {
    KEEPER,
    BACK,
    FORWARD
  }
}

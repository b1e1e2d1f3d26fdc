package org.atomicagents.benchmarks.firstuse;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.schema.Description;

/** A sample type of four records. */
@Description("A recipe")
public record Recipe(
    @NotBlank String dish,
    @Positive int servings,
    @Size(max = 40) List<Ingredient> ingredients,
    List<Step> steps,
    Nutrition nutrition) {

  /** An ingredient. */
  @Description("An ingredient")
  public record Ingredient(@NotBlank String name, @Positive double amount, Unit unit) {}

  /** A step of the preparation. */
  @Description("A step")
  public record Step(String action, @PositiveOrZero @Max(1_440) int minutes) {}

  /** The nutrition facts of one serving. */
  @Description("Nutrition of one serving")
  public record Nutrition(@PositiveOrZero int kilocalories, @PositiveOrZero float protein) {}

  /** The unit of an amount. */
  public enum Unit {
    GRAM,
    MILLILITRE,
    PIECE
  }
}

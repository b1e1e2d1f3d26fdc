package org.atomicagents.benchmarks.firstuse;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.schema.Description;

/** A sample type of four records. */
@Description("A course")
public record Course(
    @Pattern(regexp = "[A-Z]{2}[0-9]{3}") String code,
    @NotBlank String title,
    Teacher teacher,
    List<Unit> units,
    List<String> languages) {

  /** The teacher of a course. */
  @Description("A teacher")
  public record Teacher(@JsonProperty("full_name") @NotBlank String name, @Email String email) {}

  /** A unit of a course. */
  @Description("A unit of a course")
  public record Unit(@NotBlank String topic, @Size(max = 3) List<Exercise> exercises) {}

  /** An exercise of a unit. */
  @Description("An exercise")
  public record Exercise(String task, long points, boolean graded) {}
}

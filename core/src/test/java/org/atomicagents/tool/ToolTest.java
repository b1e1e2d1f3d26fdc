package org.atomicagents.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.time.Duration;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

class ToolTest {
  @Description("A city")
  record City(@NotBlank String name) {}

  @Description("The weather in a city")
  record Weather(int celsius) {}

  private final Tool<City, Weather> tool =
      Tool.of("weather", City.class, Weather.class, city -> new Weather(city.name().length()));

  @Test
  void runsItsFunction() {
    assertThat(tool.run(new City("Bergen"))).isEqualTo(new Weather(6));
  }

  @Test
  void validatesItsInput() {
    assertThatThrownBy(() -> tool.run(new City(" ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Tool 'weather' was called with an invalid City:\n"
                + "  $.name: expected a string that is not blank, found \" \"");
  }

  @Test
  void validatesItsOutput() {
    var invalid = Tool.of("city", Weather.class, City.class, weather -> new City(""));
    var absent = Tool.of("city", Weather.class, City.class, weather -> none());

    assertThatThrownBy(() -> invalid.run(new Weather(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Tool 'city' returned an invalid City:\n"
                + "  $.name: expected a string that is not blank, found \"\"");
    assertThatThrownBy(() -> absent.run(new Weather(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Tool 'city' returned null: expected City.");
  }

  @Test
  void wrapsCheckedExceptions() {
    var failure = new IOException("closed");
    Tool<City, Weather> failing =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              throw failure;
            });

    assertThatThrownBy(() -> failing.run(new City("Bergen")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Tool 'weather' failed.")
        .hasCause(failure);
  }

  @Test
  void restoresTheInterruptFlag() {
    Tool<City, Weather> interrupted =
        Tool.of(
            "weather",
            City.class,
            Weather.class,
            city -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> interrupted.run(new City("Bergen")))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void isDescribedByData() {
    assertThat(tool.spec().schema()).isEqualTo(tool.input().jsonSchema());
    assertThat(tool.requiresApproval()).isFalse();
    assertThat(tool.timeout()).isNull();
    assertThat(tool.withTimeout(Duration.ofSeconds(5)).timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tool.requiringApproval())
        .hasToString("Tool[weather: City -> Weather, requires approval]");
  }

  @Test
  void rejectsInvalidSettings() {
    assertThatThrownBy(() -> tool.withName("look up"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: expected 1 to 64 letters, digits, _ or -, found \"look up\"");
    assertThatThrownBy(() -> tool.withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout: expected a positive duration, found PT0S");
    assertThatThrownBy(() -> Approval.edit("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input: expected a JSON value");
  }

  @SuppressWarnings("NullAway") // tests the reaction to null
  private static City none() {
    return null;
  }
}

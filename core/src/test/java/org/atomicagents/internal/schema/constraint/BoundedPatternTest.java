package org.atomicagents.internal.schema.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Pattern;
import java.util.concurrent.TimeUnit;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedPatternTest {
  private static final String EIGHTY = "a".repeat(80);

  @Test
  void matchesAsJavaDoes() {
    var pattern = new BoundedPattern(java.util.regex.Pattern.compile("(a+)+b?"));

    assertThat(pattern.matches("aaab")).isTrue();
    assertThat(pattern.matches("aaac")).isFalse();
    assertThat(pattern.matches("a".repeat(5_000) + "b")).isTrue();
    assertThat(pattern.matches("c" + "a".repeat(5_000))).isFalse();
  }

  @Test
  void anExpressionThatTriesAgainWithoutEndIsAViolation() {
    var schema = Schema.of(Backtracking.class);
    String text = "a".repeat(30) + "!";

    var read = schema.read("{\"code\":\"" + text + "\"}");

    assertThat(read.violations())
        .containsExactly(
            new Violation(
                "$.code",
                "a text that (.*a){12} can be checked with in 1000000 steps",
                "\"" + text + "\""));
  }

  @Test
  void aLongTextHasMoreSteps() {
    var read = Schema.of(Lenient.class).read("{\"code\":\"" + "a".repeat(3_000_000) + "\"}");

    assertThat(read.violations()).isEmpty();
  }

  @Test
  void anExpressionThatEntersItselfTooOftenIsAViolation() {
    var read = Schema.of(Entering.class).read("{\"code\":\"" + "a".repeat(100_000) + "\"}");

    assertThat(read.violations())
        .containsExactly(
            new Violation(
                "$.code", "a text that (a|b)* can be checked with", "\"" + EIGHTY + "…\""));
  }

  @Description("A code")
  record Backtracking(@Pattern(regexp = "(.*a){12}") String code) {}

  @Description("A code")
  record Lenient(@Pattern(regexp = ".*") String code) {}

  @Description("A code")
  record Entering(@Pattern(regexp = "(a|b)*") String code) {}
}

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
  private static final String FIRST_80_CHARACTERS = "a".repeat(80);

  @Test
  void matchesLikeJavaPatterns() {
    var pattern = new BoundedPattern(java.util.regex.Pattern.compile("(a+)+b?"));

    assertThat(pattern.matches("aaab")).isTrue();
    assertThat(pattern.matches("aaac")).isFalse();
    assertThat(pattern.matches("a".repeat(5_000) + "b")).isTrue();
    assertThat(pattern.matches("c" + "a".repeat(5_000))).isFalse();
  }

  @Test
  void reportsExcessiveBacktrackingAsAViolation() {
    var schema = Schema.of(Backtracking.class);
    String text = "a".repeat(30) + "!";

    var read = schema.read("{\"code\":\"" + text + "\"}");

    assertThat(read.violations())
        .containsExactly(
            new Violation(
                "$.code",
                "a string that can be matched against (.*a){12} in 1000000 steps",
                "\"" + text + "\""));
  }

  @Test
  void allowsMoreStepsForLongTexts() {
    var read = Schema.of(Lenient.class).read("{\"code\":\"" + "a".repeat(3_000_000) + "\"}");

    assertThat(read.violations()).isEmpty();
  }

  @Test
  void reportsAStackOverflowAsAViolation() {
    var read = Schema.of(Recursing.class).read("{\"code\":\"" + "a".repeat(100_000) + "\"}");

    assertThat(read.violations())
        .containsExactly(
            new Violation(
                "$.code",
                "a string that can be matched against (a|b)* without a stack overflow",
                "\"" + FIRST_80_CHARACTERS + "…\""));
  }

  @Description("A code")
  record Backtracking(@Pattern(regexp = "(.*a){12}") String code) {}

  @Description("A code")
  record Lenient(@Pattern(regexp = ".*") String code) {}

  @Description("A code")
  record Recursing(@Pattern(regexp = "(a|b)*") String code) {}
}

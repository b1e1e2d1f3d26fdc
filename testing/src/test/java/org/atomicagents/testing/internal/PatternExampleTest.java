package org.atomicagents.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomicagents.testing.internal.generate.RegexKeyword;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.atomicagents.testing.internal.generate.UnsatisfiableSchemaException;
import org.atomicagents.testing.internal.generate.ValueGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class PatternExampleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^$",
        "^[A-Z]{3}-\\d{4}$",
        "^[0-9]{4} [A-Z]{2}$",
        "^(cat|dog|(bird|fish)s?)+$",
        "^[^a-z]+$",
        "^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$",
        "^(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.\\d{1,3}){3}$",
        "^(\\w)x\\1$",
        "^(?<quote>['\"])[a-z]*\\k<quote>$",
        "^\\Qa.b*\\E$",
        "^\\p{Lu}\\p{IsCyrillic}\\P{L}$",
        "^[a-z&&[^aeiou]]{5}$",
        "^[[a-c][x-z]]+?\\d*+$",
        "^[\\]\\[]\\x41\\u0042\\x{43}\\0101\\t\\/\\-\\.$",
        "^[\\u4e00-\\u9fff]+$",
        "^#?([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$",
        "^(0[1-9]|1[0-2])/[0-9]{2}$",
        "^https?://[^\\s/$.?#].[^\\s]*$",
        "^(?=.*\\d)(?=.*[a-z]).{8,}$",
        "^(?!0)\\d{3}(?<!0)$",
        "(?i)^abc(?-i:D)$",
        "\\bword\\b",
        "^\\b{g}a\\b{g}b\\b$",
        "^[\\Q]\\E]{3}$",
        "^[a\\Q]^-\\Ez]x$",
        "^[\ud83d\ude00-\ud83d\ude4f]{2}$",
        "^[\\x{1F600}-\\x{1F64F}]\\uD83D\\uDE00\\x{10FFFF}$",
        "^\\p{IsGothic}+\ud800\udf30$",
        "^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10\\11$",
        "^(a)\\12$"
      })
  void matchesItsPattern(String pattern) {
    JsonNode schema =
        JsonNodeFactory.instance.objectNode().put("type", "string").put("pattern", pattern);

    for (int seed = 0; seed < 20; seed++) {
      String example = ValueGenerator.generate(schema, List.of(), seed).stringValue();

      assertThat(example).containsPattern(pattern);
    }
  }

  @Test
  void limitsTheLengthOfNestedRepetitions() {
    RegexKeyword pattern = RegexKeyword.of("((a+)+)+");

    String example = pattern.example(new SeededRandom(1), 1_000);

    assertThat(example).matches("a{1,60000}");
  }

  @Test
  void limitsTheLengthOfNestedReferences() {
    var pattern = new StringBuilder("(a)");
    for (int group = 1; group <= 60; group++) {
      pattern.append("(\\").append(group).append("\\").append(group).append(')');
    }

    String example = RegexKeyword.of(pattern.toString()).example(new SeededRandom(1), 3);

    assertThat(example).matches("a{1,100000}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a*)*",
        "(|){2147483647}",
        "((x{0}){2147483647}){2147483647}",
        "(\\b{2147483647}|^)*",
        "(?:(?=a)){2147483647}"
      })
  void endsAnEndlessRepetitionOfNothing(String pattern) {
    for (int seed = 0; seed < 20; seed++) {
      String example = RegexKeyword.of(pattern).example(new SeededRandom(seed), Integer.MAX_VALUE);

      assertThat(example).matches("a{0,60000}");
    }
  }

  @Test
  void reportsATextThatOverflowsTheStackOfTheMatcher() {
    JsonNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "string")
            .put("pattern", "^(a|b)*$")
            .put("minLength", 40_000);

    assertThatThrownBy(() -> ValueGenerator.generate(schema, List.of(), 1))
        .hasMessageContaining("the text is too long for the pattern");
  }

  @Test
  void reportsAPatternThatIsNestedTooDeep() {
    String pattern = "(".repeat(100_000) + "a" + ")".repeat(100_000);

    assertThatThrownBy(() -> RegexKeyword.of(pattern).example(new SeededRandom(1), 1))
        .isInstanceOf(UnsatisfiableSchemaException.class);
  }
}

package org.atomicagents.internal.schema.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameMatcherTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N/A",
        "n/a",
        "n.a.",
        "N.A.",
        "n.a",
        "N A",
        "N-A",
        "n'a",
        "A/B",
        "A, B",
        "A;B",
        "A|B",
        "A B",
        "A-B",
        "A & B",
        "A+B",
        "A or B",
        "A\nB",
        "A\tB",
        "A*",
        "*A",
        "A**",
        "A'",
        "'A",
        "A?",
        "A+",
        "A-",
        "-A",
        "A…",
        "A...",
        "A,",
        "A;",
        "(A)",
        "[A]",
        "<A>",
        "~A",
        "A=B",
        "A→B",
        "A:B",
        "A.B",
        "A–B",
        "A_B",
        "'A' 'B'",
        "\"A\", \"B\"",
        "A!?",
        "¬A",
        "A°",
        "A²"
      })
  void rejectsTextsWithSignificantPunctuation(String text) {
    assertThat(match(List.of("A", "B", "AB", "O", "NA", "EU"), text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in progress",
        "In Progress",
        "in-progress",
        "in_progress",
        "inProgress",
        "InProgress",
        "INPROGRESS",
        "in\u00a0progress",
        " IN_PROGRESS ",
        "\u200bin progress\ufeff",
        "In progress.",
        "In progress!",
        "In progress:",
        "'in progress'",
        "\"In progress\".",
        "**In progress**",
        "**In progress.**",
        "`IN_PROGRESS`",
        "“in progress”",
        "_in progress_",
        "*in progress*"
      })
  void ignoresStyle(String text) {
    assertThat(match(List.of("IN_PROGRESS", "DONE"), text)).isEqualTo("IN_PROGRESS");
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL, e-mail",
    "EMAIL, E-Mail",
    "COOP, co-op",
    "NODEJS, Node.js",
    "NODE_JS, Node.js",
    "ASP_NET, ASP.NET",
    "DONT_KNOW, Don't know",
    "DONT_KNOW, don’t know",
    "PRIORITY1, Priority 1",
    "P1, P-1",
    "P1, p 1",
    "HTTPStatus, HTTP status",
    "HTTPStatus, http-status",
    "C++, c++",
    "GPT_4, GPT-4",
    "GPT4, gpt-4",
    "A_B, A B",
    "straße, STRASSE",
    "V1_2, v1 2"
  })
  void matchesOtherSpellings(String name, String text) {
    assertThat(match(List.of(name, "OTHER"), text)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "NOTABLE, not able",
    "INVALID, in valid",
    "V12, v1 2",
    "V12, v1-2",
    "V1_2, v12",
    "V1_2, v1.2",
    "C, C++",
    "C, C#",
    "REDGREEN, red-green",
    "1, -1",
    "15, 1.5"
  })
  void rejectsOtherWords(String name, String text) {
    assertThat(match(List.of(name, "RED", "OTHER"), text)).isNull();
  }

  @Test
  void rejectsATextThatSpellsTwoNames() {
    assertThat(match(List.of("IN_PROGRESS", "InProgress"), "in progress")).isNull();
    assertThat(match(List.of("IN_PROGRESS", "InProgress"), "InProgress")).isEqualTo("InProgress");
  }

  @Test
  void matchesDescriptionsWithTheirPunctuation() {
    assertThat(match(Map.of("LOW", "Later, or never", "HIGH", "Now"), "later, or never."))
        .isEqualTo("LOW");
    assertThat(match(Map.of("LOW", "Later, or never", "HIGH", "Now"), "later or never")).isNull();
  }

  @Test
  void appliesToMapKeysAndDiscriminators() {
    assertThat(Schema.of(Stock.class).read("{\"boxes\":{\"A/B\":1}}").value()).isNull();
    assertThat(Schema.of(Stock.class).read("{\"boxes\":{\"a\":1}}").value())
        .isEqualTo(new Stock(Map.of(Box.A, 1)));
    assertThat(Schema.of(Step.class).read("{\"value\":{\"type\":\"A/B\",\"x\":1}}").value())
        .isNull();
    assertThat(Schema.of(Step.class).read("{\"value\":{\"type\":\"ab\",\"x\":1}}").value())
        .isEqualTo(new Ab(1));
  }

  @Test
  void readsNoKeyAsTheNameOfTwoOthers() {
    assertThat(NameMatcher.normalize("first/last"))
        .isNotEqualTo(NameMatcher.normalize("firstLast"));
    assertThat(NameMatcher.normalize("first, last"))
        .isNotEqualTo(NameMatcher.normalize("firstLast"));
    assertThat(NameMatcher.normalize("**first-name**:")).isEqualTo("firstname");
  }

  enum Box {
    A,
    AB,
    @JsonProperty("c")
    C
  }

  @Description("Stock")
  record Stock(Map<Box, Integer> boxes) {}

  @Description("A step")
  sealed interface Step permits Ab, Other {}

  @Description("Both")
  record Ab(int x) implements Step {}

  @Description("Another")
  record Other(int y) implements Step {}

  private static @Nullable String match(List<String> names, String text) {
    var constants = new LinkedHashMap<String, Object>();
    names.forEach(name -> constants.put(name, name));
    return NameMatcher.matchConstant(new EnumNode("E", "", constants, Map.of()), text);
  }

  private static @Nullable String match(Map<String, String> descriptions, String text) {
    return NameMatcher.matchConstant(
        new EnumNode("E", "", new LinkedHashMap<>(descriptions), descriptions), text);
  }
}

package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompetingCandidatesTest {
  private static final Schema<Line> LINE = Schema.of(Line.class);
  private static final Schema<List<Integer>> NUMBERS = Schema.listOf(Integer.class);
  private static final Schema<List<Line>> LINES = Schema.listOf(Line.class);
  private static final Schema<Map<String, Integer>> MAP =
      Schema.of(new TypeRef<Map<String, Integer>>() {});

  @Description("A line")
  record Line(String sku, int count) {}

  @Test
  void namesTheViolationOfTheOtherOutput() {
    String text = "Example: {\"sku\":\"a\",\"count\":1}\nAnswer: {\"sku\":\"b\",\"count\":\"two\"}";

    assertThat(LINE.read(text).violations())
        .containsExactly(
            new Violation(
                "$",
                "a single JSON value",
                "two, of which one is invalid ($.count: expected an integer, found \"two\")"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sku\":\"a\",\"count\":1} {\"sku\":\"b\"}",
        "{\"sku\":\"a\",\"cuont\":1} {\"sku\":\"b\",\"count\":2}",
        "{\"skus\":\"a\"} {\"sku\":\"b\",\"count\":2}",
        "{\"details\":{\"sku\":\"a\"}} {\"sku\":\"b\",\"count\":2}",
        "{sku: 7} {\"sku\":\"b\",\"count\":2}",
        "{\"result\":[]} {\"sku\":\"b\",\"count\":2}",
        "{\"sku\" => \"a\", \"count\" => 1} {\"sku\":\"b\",\"count\":2}",
        "{\"sku\" = \"a\", \"count\" = 1} {\"sku\":\"b\",\"count\":2}",
        "{「sku」: 「a」, 「count」: 1} {\"sku\":\"b\",\"count\":2}",
        "{&quot;sku&quot;: &quot;a&quot;} {\"sku\":\"b\",\"count\":2}"
      })
  void rejectsAnOutputBesideAnInvalidOne(String text) {
    assertThat(LINE.read(text).violations())
        .hasSize(1)
        .allMatch(violation -> violation.expected().equals("a single JSON value"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sku\":\"a\",\"count\":1}\n{\"sku\":\"b\",\"count\":\"two\"}",
        "x = {\"sku\":\"a\",\"count\":1}; y = {\"sku\":\"b\"}"
      })
  void rejectsAnItemBesideAnInvalidOne(String text) {
    assertThat(LINES.read(text).isValid()).isFalse();
  }

  @Test
  void rejectsListsAndMapsBesideInvalidOnes() {
    assertThat(NUMBERS.read("Example: [1, 2] Answer: [3, \"x\"]").isValid()).isFalse();
    assertThat(NUMBERS.read("{\"items\": [\"5 kg\"]} See [1].").isValid()).isFalse();
    assertThat(MAP.read("{\"a\": 1} or {\"b\": \"x\"}").isValid()).isFalse();
    assertThat(MAP.read("{\"a\": 1} or {\"b\" => 2}").isValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"ok\"} {\"sku\":\"a\",\"count\":1}",
        "The part {\"sku\":\"a\"} is certain: {\"sku\":\"a\",\"count\":1}",
        "{\"type\":\"object\",\"properties\":{\"sku\":{},\"count\":{}}}"
            + " {\"sku\":\"a\",\"count\":1}",
        "function f() {return sku;} {\"sku\":\"a\",\"count\":1}",
        "For {x} and {}: {\"sku\":\"a\",\"count\":1}"
      })
  void acceptsAnOutputBesideOtherJson(String text) {
    assertThat(LINE.read(text).value()).isEqualTo(new Line("a", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Option 1: [20, 40]\nOption 2: [44, 13, 27]",
        "Before: [1, 2, 3]\nAfter: [\n  20,\n  40\n]",
        "[1, 2, 3]\nCorrection: [2863, 27, usw.]",
        "[1, 2, 3]\nCorrection: [None]",
        "Input: [N/A]\nExpected: [1, 2, 3]",
        "Option 1: [\"1\", *[x for x in y]]\nOption 2: [1, 2, 3]",
        "```json\n[1, 2]\n```\n```json\n[etc.]\n```"
      })
  void rejectsListsBesideLabelledOnes(String text) {
    assertThat(NUMBERS.read(text).isValid()).isFalse();
  }

  @Test
  void rejectsWordsInBracketsAndRepetitionsAsListsOfTexts() {
    Schema<List<String>> texts = Schema.listOf(String.class);

    assertThat(texts.read("[Your answer here]").isValid()).isFalse();
    assertThat(texts.read("the sum is the sum is the sum is the sum").isValid()).isFalse();
    assertThat(texts.read("[\"a b\"]").value()).containsExactly("a b");
    assertThat(texts.read("[red, blue]").value()).containsExactly("red", "blue");
  }
}

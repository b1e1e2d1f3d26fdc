package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CandidateEvidenceTest {
  private static final Schema<List<Integer>> NUMBERS = Schema.listOf(Integer.class);
  private static final Schema<List<String>> TEXTS = Schema.listOf(String.class);
  private static final Schema<Map<String, String>> MAP = Schema.of(new TypeRef<>() {});
  private static final Schema<Style> STYLE = Schema.of(Style.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "In Python {} is a dict.",
        "```\nfunction f() {}\n```",
        "void f()\n{\n}",
        "body {color: red}",
        "Result: {}",
        "- {}",
        "{{color}}",
        "Use {color}."
      })
  void rejectsNotationsForRecordsWithoutRequiredKeys(String text) {
    assertThat(STYLE.read(text).value()).isNull();
    assertThat(Schema.of(JsonNode.class).read(text).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "According to the paper [3], there are none.",
        "Numbers in [0, 1].",
        "array[0]",
        "[1]: https://example.org",
        "[1][2] are the sources.",
        "[1]\nSmith, J.",
        "Items:\n* [3]",
        "The result is [1, 2, 3].",
        "```python\nx = [1, 2, 3]\n```",
        "[ ] open"
      })
  void rejectsNotationsForNumbers(String text) {
    assertThat(NUMBERS.read(text).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[INST] colors? [/INST]",
        "[ERROR] timeout",
        "[ERROR]\n\nThe server did not answer.",
        "see [the manual](https://example.org)",
        "- [x] done",
        "x = [\"a\"]",
        "In Python, [\"a\"] is a list.",
        "[\"a\"] or [\"b\"]",
        "Not [\"a\"] but:\n[\"b\"]"
      })
  void rejectsNotationsForTexts(String text) {
    assertThat(TEXTS.read(text).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body {color: red}",
        "```css\nbody {color: red}\n```",
        "```css\n{color: red}\n```",
        "Here:\n{color: red}",
        "In Python {\"color\": \"red\"} is a dict."
      })
  void rejectsNotationsForMaps(String text) {
    assertThat(MAP.read(text).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 3]",
        "The result: [1, 2, 3]",
        "The result:\n[1, 2, 3]",
        "Done\n[1, 2, 3]\nThat is it.",
        "```json\n[1, 2, 3]\n```",
        "```\n[1, 2, 3]\n```",
        "json\n[1, 2, 3]",
        "~~~\n[1, 2, 3]\n~~~",
        "<answer>[1, 2, 3]</answer>",
        "**[1, 2, 3]**",
        "`[1, 2, 3]`",
        "> [1, 2, 3]",
        "[1, 2, 3]<|im_end|>",
        "It is {\"items\": [1, 2, 3]}, I think."
      })
  void acceptsSeparatedValuesAndKnownKeys(String text) {
    assertThat(NUMBERS.read(text).value()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "```json\n{}\n```", "```{}```", "Here it is:\n{}", "OK\n\n{}\n"})
  void acceptsSeparatedEmptyObjects(String text) {
    assertThat(STYLE.read(text).value()).isEqualTo(new Style(Optional.empty()));
  }

  @Test
  void acceptsKnownKeysInQuotesAnywhere() {
    assertThat(STYLE.read("It is {\"color\": \"red\"}, I think.").value())
        .isEqualTo(new Style(Optional.of("red")));
  }

  @Test
  void describesValuesWithinOtherText() {
    assertThat(TEXTS.read("The colors are [\"red\"].").violations())
        .containsExactly(
            new Violation(
                "$",
                "JSON that is separated from other text by line breaks",
                "{\"items\":[\"red\"]} within other text"));
  }

  @Description("A style")
  record Style(Optional<String> color) {}
}

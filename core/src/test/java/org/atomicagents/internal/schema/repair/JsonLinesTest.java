package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  private static final Schema<List<Line>> LINES = Schema.listOf(Line.class);
  private static final String FIRST = "{\"sku\":\"a\"}";
  private static final String SECOND = "{\"sku\":\"b\",\"note\":\"x\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s\n%s",
        "%s,\n%s",
        "%s\n\n%s\n",
        "```json\n%s\n%s\n```",
        "```jsonl\n%s\n%s\n```",
        "Here are the lines:\n%s\n%s\n\nDone."
      })
  void combinesTheObjectsOfLinesToAList(String text) {
    ReadResult<List<Line>> result = LINES.read(text.formatted(FIRST, SECOND));

    assertThat(result.value())
        .containsExactly(new Line("a", Optional.empty()), new Line("b", Optional.of("x")));
    assertThat(result.repairs()).extracting(Repair::kind).contains(Repair.Kind.LIST);
  }

  @Test
  void combinesMoreLinesThanCandidatesAreAllowed() {
    String text =
        IntStream.range(0, 500)
            .mapToObj("{\"sku\":\"%d\"}"::formatted)
            .collect(Collectors.joining("\n"));

    assertThat(LINES.read(text).value()).hasSize(500);
  }

  @Test
  void combinesTheLinesOfAJsonSchema() {
    var schema =
        Schema.of(
            """
            {"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}},
             "required":["a"],"additionalProperties":false}}\
            """);

    assertThat(schema.read("{\"a\":1}\n{\"a\":2}").json())
        .isEqualTo("{\"value\":[{\"a\":1},{\"a\":2}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s or %s",
        "%s %s",
        "Option A:\n%s\nOption B:\n%s",
        "{\"items\":[%s]}\n{\"items\":[%s]}",
        "[%s]\n[%s]"
      })
  void rejectsObjectsThatAreNotAloneOnTheirLines(String text) {
    assertThat(LINES.read(text.formatted(FIRST, SECOND)).value()).isNull();
  }

  @Test
  void rejectsEqualLines() {
    assertThat(LINES.read(FIRST + "\n" + FIRST).violations())
        .containsExactly(
            new Violation(
                "$.items",
                "a list",
                "a list of 2 items with equal items, of which one may be a repetition"));
  }

  @Test
  void namesTheInvalidLine() {
    assertThat(LINES.read(FIRST + "\n{\"sku\":\"b\",\"note\":5}").violations())
        .containsExactly(new Violation("$.items[1].note", "a string", "5"));
  }

  @Description("A line")
  record Line(String sku, Optional<String> note) {}
}

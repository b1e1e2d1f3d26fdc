package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OmissionWordsTest {
  private static final Schema<Entry> ENTRY = Schema.of(Entry.class);

  @Description("An entry")
  record Entry(String name, int count, Optional<String> note) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TODO: complete",
        "# more fields here",
        "// ... other fields",
        "/* remaining fields omitted */",
        "// 等等",
        "// 以下省略",
        "// и так далее",
        "/* or 6 */",
        "// oder 6",
        ", \"...\": \"...\""
      })
  void rejectsAnObjectThatAnnouncesAnOmissionOrAnAlternative(String tail) {
    assertThat(ENTRY.read("{\"name\": \"a\", \"count\": 5 " + tail + "\n}").isValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"// pieces", "/* of this kind */", "// in order", "# 数量", "// no note"})
  void acceptsOtherComments(String comment) {
    assertThat(ENTRY.read("{\"name\": \"a\", \"count\": 5 " + comment + "\n}").value())
        .isEqualTo(new Entry("a", 5, Optional.empty()));
  }

  @Test
  void rejectsWordsAmongOtherValues() {
    Schema<JsonNode> any = Schema.of(JsonNode.class);

    assertThat(any.read("{\"value\": [1, 2, etc]}").isValid()).isFalse();
    assertThat(any.read("{\"value\": [1, 2 -> 3]}").isValid()).isFalse();
    assertThat(any.read("{\"value\": [red, blue]}").isValid()).isTrue();
  }

  @Test
  void rejectsPlaceholdersInBrackets() {
    assertThat(ENTRY.read("{\"name\": [Your Name], \"count\": 5}").violations())
        .containsExactly(new Violation("$.name", "a quoted string", "a list of 1 item"));
    assertThat(ENTRY.read("{\"name\": [\"a\"], \"count\": 5}").isValid()).isTrue();
  }

  @Test
  void readsQuotesOfEastAsianLanguages() {
    assertThat(ENTRY.read("{「name」: 「りんご」, \"count\": 5, \"note\": 『a』}").value())
        .isEqualTo(new Entry("りんご", 5, Optional.of("a")));
    assertThat(Schema.listOf(String.class).read("[「a」, 「b」]").value()).isEqualTo(List.of("a", "b"));
  }

  @Test
  void rejectsAnAlternativeBehindAString() {
    assertThat(Schema.of(Side.class).read("\"LEFT\" // or \"RIGHT\"").isValid()).isFalse();
    assertThat(Schema.of(Side.class).read("\"LEFT\"").value()).isEqualTo(Side.LEFT);
  }

  @Test
  void rejectsACommentInPlaceOfAnItem() {
    Schema<List<Integer>> numbers = Schema.listOf(Integer.class);

    assertThat(numbers.read("[1,\n//,\n3]").isValid()).isFalse();
    assertThat(numbers.read("[\n#,\n3]").isValid()).isFalse();
    assertThat(numbers.read("[1, // first\n3]").value()).containsExactly(1, 3);
  }

  @Test
  void rejectsSentencesAndListMarks() {
    assertThat(Schema.listOf(String.class).read("the item is olive oil.").isValid()).isFalse();
    assertThat(Schema.of(LocalDate.class).read("1. July 2022").isValid()).isFalse();
    assertThat(Schema.of(LocalDate.class).read("{\"value\": \"1. July 2022\"}").value())
        .isEqualTo(LocalDate.of(2022, 7, 1));
  }

  enum Side {
    LEFT,
    RIGHT
  }

  @Test
  void rejectsANumberAtTheLimitOfTheResponse() {
    var numbers = CompiledSchema.of(Schema.of(BigDecimal.class));

    assertThat(numbers.decode("18", Strictness.LENIENT, FinishReason.LENGTH).violations())
        .containsExactly(new Violation("$", "a complete value", "18 at the limit of the response"));
    assertThat(numbers.decode("18", Strictness.LENIENT, FinishReason.STOP).value())
        .isEqualTo(new BigDecimal("18"));
  }
}

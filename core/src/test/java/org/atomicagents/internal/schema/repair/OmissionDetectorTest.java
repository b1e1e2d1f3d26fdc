package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OmissionDetectorTest {
  private static final Schema<Tags> TAGS = Schema.of(Tags.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\", \"b\" /* and so on */]",
        "[\"a\", \"b\" // etc.\n]",
        "[\"a\", \"b\", # remaining items omitted for brevity\n]",
        "[\"a\", /* shortened */ \"b\"]",
        "[\"a\",\n// 12 more\n\"b\"]",
        "[\"a\", \"b\",\n  // a comment in the place of an element\n]",
        "[\"a\", \"b\", /* a comment in the place of an element */]",
        "[\n  // nothing yet\n]",
        "[a, b, etc.]",
        "[a, b, and 12 more]"
      })
  void rejectsListsWithTextInThePlaceOfElements(String list) {
    assertThat(TAGS.read("{\"tags\":" + list + "}").violations())
        .extracting(Violation::path, Violation::expected)
        .containsExactly(tuple("$.tags", "a complete list"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\", etc.]",
        "[\"a\", b]",
        "[\"a\", <!-- more -->]",
        "[\"a\", (more)]",
      })
  void rejectsUnquotedWordsAmongQuotedStrings(String list) {
    assertThat(TAGS.read("{\"tags\":" + list + "}").violations()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\", // first\n \"b\" // second\n]",
        "[\n  \"a\", // first\n  \"b\", // second\n]",
        "[\n  // first\n  \"a\",\n  // second\n  \"b\"\n]",
        "[/* first */ \"a\", /* second */ \"b\"]",
        "[\"a\" /* TODO: check */, \"b\"]"
      })
  void acceptsCommentsThatBelongToElements(String list) {
    assertThat(TAGS.read("{\"tags\":" + list + "}").value()).isEqualTo(new Tags(List.of("a", "b")));
  }

  @Test
  void namesTheText() {
    assertThat(TAGS.read("{\"tags\":[\"a\" // etc.\n]}").violations())
        .containsExactly(new Violation("$.tags", "a complete list", "an omission: \"// etc.\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1 // and so on\n}",
        "{\"a\":1, /* b is 2 */}",
        "{\"a\":1, // the others\n}",
        "{\"a\": /* truncated */ 1}"
      })
  void rejectsMapsWithTextInThePlaceOfEntries(String map) {
    assertThat(Schema.of(new TypeRef<Map<String, Integer>>() {}).read(map).value()).isNull();
    assertThat(Schema.of(JsonNode.class).read(map).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tags\":[\"a\"] // and more\n}",
        "{\"tags\":[\"a\"], // ...\n}",
        "{\"tags\": /* more below */ [\"a\"]}",
        "{\"tags\":[\"a\"], /* further keys omitted */}"
      })
  void rejectsRecordsThatAnnounceAnOmission(String json) {
    assertThat(TAGS.read(json).violations()).extracting(Violation::path).containsExactly("$");
  }

  @Test
  void acceptsOtherCommentsOfRecords() {
    assertThat(TAGS.read("{\n  // the tags\n  \"tags\":[\"a\"], // one of three\n}").value())
        .isEqualTo(new Tags(List.of("a")));
  }

  @Description("Tags")
  record Tags(List<String> tags) {}
}

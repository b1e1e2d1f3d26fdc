package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests texts that seem to state a value, but have several readings. */
class SeveralReadingsTest {
  private static final Schema<List<Integer>> NUMBERS = Schema.listOf(Integer.class);
  private static final Schema<List<String>> TEXTS = Schema.listOf(String.class);
  private static final Schema<List<Product>> PRODUCTS = Schema.listOf(Product.class);
  private static final Schema<Note> NOTE = Schema.of(Note.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1064,5, 33]",
        "[4,969, 31, 59]",
        "[35, 1,179]",
        "Sure: {\"items\": [\n  4,194,\n  6,\n  16\n]}",
        "[52, 5 5]",
        "[1864, 18, 3236 3236]",
        "[25, 27 [1], 4520]",
        "[[1], 2 3, 4]",
      })
  void rejectsNumbersWithUnevenSeparators(String text) {
    assertThat(NUMBERS.read(text).value()).as(text).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2,3, 4]",
        "[1,2,3,\n4,5,6]",
        "[1, 2, 3]",
        "[1,2]",
        "[1 2 3]",
        "[1\n2\n3]",
        "[1,\n2\n3]",
        "[1,-2, 3]",
      })
  void readsNumbersWhoseSeparatorsAreClear(String text) {
    assertThat(NUMBERS.read(text).violations()).as(text).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"9 651\"", "9 651", "\"438 438\"", "\"438 438 438\"", "\"- 47\""})
  void rejectsAFewNumbersAsOne(String number) {
    assertThat(Schema.of(Integer.class).read(number).value()).isNull();
    assertThat(
            Schema.of(Product.class).read("{\"name\": 'a', \"quantity\": " + number + "}").value())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"9\u202f651\"", "\"9 651 €\"", "\"USD 9 651\"", "\"9\u00a0651\""})
  void readsGroupsOfDigitsThatAreOneNumber(String number) {
    assertThat(Schema.of(Integer.class).read(number).value()).isEqualTo(9651);
  }

  @ParameterizedTest
  @ValueSource(strings = {"* 26*", "*26 *", "** 26**", "_ 26_"})
  void rejectsMarksThatAreNoEmphasis(String text) {
    assertThat(Schema.of(Integer.class).read(text).value()).isNull();
    assertThat(Schema.of(Integer.class).read("*26*").value()).isEqualTo(26);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[48 /* ... */]",
        "[31 /* or 2880 */]",
        "[48 // etc.\n]",
        "[48 # and others\n]",
      })
  void rejectsASingleItemWithAnOmission(String text) {
    assertThat(Schema.of(Integer.class).read(text).value()).isNull();
    assertThat(NUMBERS.read(text).value()).isNull();
    assertThat(
            NOTE.read("{text: " + text.replace("48", "\"a\"").replace("31", "'b'") + "}").value())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", ...",
        ", {\"x\": 1}?",
        ",",
        "\nitem = usw.",
        "\netc",
        "\n*others",
        "\n*[x for x in items]",
        "\n# rest as above",
        "\n#",
        "\n...",
        "\n[more]",
        "\nitem = null",
        " /* and so on */",
        "\nand 12 more",
        "\n-- and others",
      })
  void rejectsASingleItemBesideAnotherOne(String ending) {
    String item = "{\"name\": \"müsli\", \"quantity\": 4}";

    assertThat(PRODUCTS.read("item = " + item + ending).value()).isNull();
    if (!ending.contains("null")) {
      assertThat(PRODUCTS.read(item + ending).value()).isNull();
    }
    assertThat(PRODUCTS.read("\"Here are the items:\"\n" + item).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {";", "\n```", "\n</answer>", "\nThat is the only one.", "\n\nAnything else?", "."})
  void readsASingleItemBeforeOtherText(String ending) {
    String item = "{\"name\": \"müsli\", \"quantity\": 4}";

    assertThat(PRODUCTS.read(item + ending).value()).containsExactly(new Product("müsli", 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text (required)\"： \"b\"}",
        "{text (required): b}",
        "{&quot;text (required)&quot;: &quot;b&quot;}",
        "{\"text (required)\" = \"b\"}",
        "{\"text (required)\" => \"b\"}",
        "{{\"details\": {{\"text\": \"b\"}}}}",
        "{texts: See https://example.com/a?b=c#d}",
        "{\"text\" 'b'}",
        "{\n  \"text",
      })
  void rejectsAValueBesideAnotherInAnUnknownNotation(String other) {
    assertThat(NOTE.read("Example: {\"text\": \"a\"}\nAnswer: " + other).value()).isNull();
  }

  @Test
  void rejectsAListOrMapBesideAnUnreadableOne() {
    Schema<Map<String, Integer>> counts = Schema.of(new TypeRef<Map<String, Integer>>() {});
    Schema<JsonNode> any = Schema.of(JsonNode.class);

    assertThat(TEXTS.read("```json\n[<![CDATA[b]]>]\n```\n\n```json\n[\"a\", \"c\"]\n```").value())
        .isNull();
    assertThat(TEXTS.read("[\n  <![CDATA[E-mail]]>\n]\nor\n[\"apple\", \"C++\"]").value()).isNull();
    assertThat(
            counts
                .read(
                    "User: one\nAssistant: {\"a\": 11}\nUser: two\nAssistant: {\"b\":\\boxed{47}}")
                .value())
        .isNull();
    assertThat(any.read("{\"name\": \"a\", \"n\": 2 // TODO: complete\n}\n[\"b\", \"c\"]").value())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{text: ?}",
        "{text: -}",
        "{text: N/A}",
        "{text: TBD}",
        "{text: $name}",
        "{'text': string}",
        "{'text': String}",
        "{text: \"\"A short note\"\"}",
        "{\n  text: \"\"A note\"\"\n}",
        "{text: a b = c}",
        "{text: «a, \"text\": «b»}",
      })
  void rejectsTextsThatStandForNone(String text) {
    assertThat(NOTE.read(text).value()).as(text).isNull();
  }

  @Test
  void rejectsTwoValuesInOneOfAnyType() {
    Schema<JsonNode> any = Schema.of(JsonNode.class);

    assertThat(any.read("{\"name\": 'a', \"price\": 237.1 price = 2046.45}").value()).isNull();
    assertThat(any.read("{\"name\": 'a', \"price\": 12 EUR}").value()).isNull();
  }

  @Test
  void rejectsAnUnquotedTextAtTheEndOfATruncatedResponse() {
    var schema = CompiledSchema.of(NOTE);

    assertThat(schema.decode("{text: It costs ", Strictness.LENIENT, FinishReason.LENGTH).value())
        .isNull();
    assertThat(schema.decode("{text: It costs ", Strictness.LENIENT, FinishReason.STOP).value())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"\n/* ... */", "\"a\"\n#", "\"a\", ...", "\"a\"\n//", "\"a\","})
  void rejectsAStringBesideWhatMayBeAnotherOne(String text) {
    assertThat(TEXTS.read(text).value()).isNull();
    assertThat(TEXTS.read("\"a\"\n").value()).containsExactly("a");
  }

  @Test
  void rejectsAListWithACommentInPlaceOfAnItem() {
    assertThat(TEXTS.read("[\n  #\n  \"a\"\n  \"b\"\n]").value()).isNull();
    assertThat(TEXTS.read("[\"a\", \"b\" // \"c\"\n]").value()).isNull();
    assertThat(TEXTS.read("[\"a\", \"b\" // the \"last\" one\n]").value())
        .containsExactly("a", "b");
  }

  @Test
  void readsAListBehindALabelOfWhichAnItemHasNoQuotes() {
    assertThat(
            Schema.listOf(LocalDate.class)
                .read("**Answer:**\n[\"2021-04-01\", 2024-06-02]")
                .value())
        .containsExactly(LocalDate.of(2021, 4, 1), LocalDate.of(2024, 6, 2));
    assertThat(Schema.of(JsonNode.class).read("``").value()).isNull();
  }

  @Test
  void readsAnAmountWithGroupsOfDigits() {
    assertThat(Schema.of(BigDecimal.class).read("\"1 234 567.5\"").value())
        .isEqualTo(new BigDecimal("1234567.5"));
  }

  @Description("A product")
  record Product(String name, int quantity) {}

  @Description("A note")
  record Note(String text) {}
}

package org.atomicagents.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.StreamNotNull;
import org.atomicagents.schema.StreamWhenDone;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests valid documents of every kind of type, split everywhere. */
class IncrementalTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"\"}",
        "{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
        "{\"text\":\"\\u00e9\\u00E9 \\u4eac \\u0000\"}",
        "{\"text\":\"\\ud83d\\ude00\"}",
        "{\"text\":\"a\\uD83D\\uDE00\\uD83D\\uDC68\\u200D\\uD83D\\uDC69z\"}",
        "{\"text\":\"a😀👨‍👩‍👧z\"}",
        "{\"text\":\"\\\\u0041\\\\\\" + "u0041\"}",
        "{\"\\u0074ext\":\"key\"}",
        "  \n\t\r{ \"text\" \n:\t \"a\" \r} \n",
        "{\"text\":\"}]{[,:\\\"\"}"
      })
  void readsStrings(String text) {
    requireAllCuts(Schema.of(TypicalTypes.Note.class), text);
  }

  @Description("Numbers")
  record Figures(
      int whole,
      long larger,
      BigInteger huge,
      BigDecimal exact,
      double near,
      @Nullable Integer no) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"whole\":0,\"larger\":-1,\"huge\":1,\"exact\":0.0,\"near\":1e0,\"no\":null}",
        "{\"whole\":2147483647,\"larger\":9223372036854775807,"
            + "\"huge\":123456789012345678901234567890123456789,"
            + "\"exact\":-0.000000000000000000000000000000000000001234,"
            + "\"near\":1.7976931348623157e308 ,\"no\":7}",
        "{\"near\":-2.5E-3\n,\"exact\":1E+2\t,\"huge\":0 ,\"larger\":10 , \"whole\" : 1}"
      })
  void readsNumbers(String text) {
    requireAllCuts(Schema.of(Figures.class), text);
  }

  @Description("Lists of all kinds")
  @SuppressWarnings("ArrayRecordComponent") // user types may contain arrays
  record Lists(
      List<List<List<Integer>>> deep,
      int[] numbers,
      String[] texts,
      Set<String> set,
      Set<TypicalTypes.Priority> enums,
      List<@Nullable String> gaps,
      List<Optional<String>> maybes,
      Optional<List<TypicalTypes.Note>> notes) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"deep\":[],\"numbers\":[],\"texts\":[],\"set\":[],\"enums\":[],\"gaps\":[],"
            + "\"maybes\":[],\"notes\":[]}",
        "{\"deep\":[[],[[]],[[1,2],[3]]],\"numbers\":[1,2,3],\"texts\":[\"a\",\"\"],"
            + "\"set\":[\"a\",\"ab\",\"abc\"],\"enums\":[\"LOW\",\"very-high\"],"
            + "\"gaps\":[null,\"a\",null],\"maybes\":[\"a\",null,\"b\"],"
            + "\"notes\":[{\"text\":\"a\"},{\"text\":\"b\"}]}",
        "{\"deep\":[[[]]],\"numbers\":[0],\"texts\":[],\"set\":[\"abc\",\"ab\",\"a\"],"
            + "\"enums\":[\"NORMAL\"],\"gaps\":[\"\",null],\"maybes\":[null],\"notes\":null}"
      })
  void readsLists(String text) {
    requireAllCuts(Schema.of(Lists.class), text);
  }

  @Description("Maps")
  record Maps(
      Map<String, String> texts,
      Map<TypicalTypes.Priority, Integer> byEnum,
      Map<Integer, List<String>> byNumber,
      Map<String, TypicalTypes.Note> notes,
      Map<String, Map<String, Optional<Integer>>> nested,
      Map<String, @Nullable String> gaps) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"texts\":{},\"byEnum\":{},\"byNumber\":{},\"notes\":{},\"nested\":{},\"gaps\":{}}",
        "{\"texts\":{\"a\":\"x\",\"A\":\"y\",\"\":\"z\",\"a.b[0]\\\"~/ é\":\"w\"},"
            + "\"byEnum\":{\"very-high\":1,\"LOW\":2},\"byNumber\":{\"1\":[],\"-2\":[\"a\",\"b\"]},"
            + "\"notes\":{\"2026-01-02\":{\"text\":\"a\"}},"
            + "\"nested\":{\"a\":{},\"b\":{\"c\":1,\"d\":null}},"
            + "\"gaps\":{\"a\":null,\"b\":\"x\",\"c\":null}}"
      })
  void readsMaps(String text) {
    requireAllCuts(Schema.of(Maps.class), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"texts\":[],\"byEnum\":[],\"byNumber\":[],\"notes\":[],\"nested\":[],\"gaps\":[]}",
        "{\"texts\":[{\"key\":\"a\",\"value\":\"x\"},{\"value\":\"y\",\"key\":\"b\"}],"
            + "\"byEnum\":[{\"key\":\"LOW\",\"value\":1}],\"byNumber\":[{\"key\":\"1\",\"value\":[]},"
            + "{\"key\":\"-2\",\"value\":[\"a\",\"b\"]}],\"notes\":[{\"key\":\"n\",\"value\":{\"text\":\"a\"}},"
            + "{\"value\":{\"text\":\"b\"},\"key\":\"m\"}],\"nested\":[{\"key\":\"a\",\"value\":[{\"key\":\"b\","
            + "\"value\":null},{\"key\":\"c\",\"value\":3}]}],\"gaps\":[{\"key\":\"g\",\"value\":null}]}"
      })
  void readsMapsAsListsOfEntries(String text) {
    requireAllCuts(Schema.of(Maps.class), text);
  }

  @Description("What may be missing")
  record Maybes(
      Optional<String> text,
      OptionalInt number,
      @Nullable Boolean flag,
      @JsonProperty(defaultValue = "7") int seven,
      @JsonProperty(defaultValue = "none") String none,
      Optional<TypicalTypes.Note> note,
      Optional<Optional<String>> twice) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"twice\":null}",
        "{\"text\":null,\"number\":null,\"flag\":null,\"note\":null,\"twice\":null}",
        "{\"note\":{\"text\":\"n\"},\"flag\":false,\"text\":\"t\",\"number\":3,\"seven\":8,"
            + "\"none\":\"some\",\"twice\":\"two\"}"
      })
  void readsOptionalComponents(String text) {
    requireAllCuts(Schema.of(Maybes.class), text);
  }

  @Description("A shape")
  sealed interface Shape permits Circle, Square, Group, Nothing {}

  @Description("A circle")
  record Circle(double radius, String name) implements Shape {}

  @Description("A square")
  record Square(double side, String name) implements Shape {}

  @Description("Several shapes")
  record Group(List<Shape> shapes, Map<String, Shape> named, Optional<Shape> first)
      implements Shape {}

  @Description("No shape")
  record Nothing() implements Shape {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Nothing\"}",
        "{\"type\":\"Circle\",\"radius\":1.5,\"name\":\"c\"}",
        "{\"name\":\"c\",\"radius\":1.5,\"type\":\"Circle\"}",
        "{\"name\":\"c\\ud83d\\ude00\\n\",\"type\":\"Square\",\"side\":1}",
        "{\"shapes\":[{\"name\":\"q\",\"side\":1,\"type\":\"Square\"},{\"type\":\"Nothing\"}],"
            + "\"named\":{\"a\":{\"type\":\"Nothing\"},\"b\":{\"radius\":1,\"type\":\"Circle\","
            + "\"name\":\"b\"}},\"type\":\"Group\",\"first\":null}",
        "{\"type\":\"Group\",\"first\":{\"type\":\"Group\",\"shapes\":[],\"named\":{},"
            + "\"first\":{\"type\":\"Nothing\"}},\"shapes\":[{\"type\":\"Group\",\"shapes\":[],"
            + "\"named\":{},\"first\":null}],\"named\":{\"x y\":{\"type\":\"Nothing\"}}}"
      })
  void readsSealedTypes(String text) {
    requireAllCuts(Schema.of(Shape.class), "{\"value\":" + text + "}");
  }

  @Description("Told apart by keys")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Deduced permits ByOne, ByTwo {}

  @Description("One")
  record ByOne(String common, String one, Optional<String> more) implements Deduced {}

  @Description("Two")
  record ByTwo(String common, List<String> two, Optional<String> more) implements Deduced {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"common\":\"c\",\"one\":\"1\",\"more\":\"m\"}",
        "{\"common\":\"c\",\"more\":\"m\",\"two\":[\"1\",\"2\"]}",
        "{\"two\":[],\"common\":\"\"}",
        "{\"more\":null,\"common\":\"c\",\"one\":\"1\"}"
      })
  void readsSealedTypesWithoutDiscriminator(String text) {
    requireAllCuts(Schema.of(Deduced.class), "{\"value\":" + text + "}");
  }

  @Description("Held back")
  record HeldBack(
      @StreamWhenDone String title,
      List<TypicalTypes.@StreamWhenDone Note> notes,
      Map<String, @StreamWhenDone String> texts,
      @StreamWhenDone List<String> words,
      Optional<Needy> needy,
      List<Needy> more,
      Whole whole) {}

  @Description("Of no use without an id")
  record Needy(
      String text, @StreamNotNull String id, @StreamNotNull TypicalTypes.@Nullable Note note) {}

  @Description("Shown as a whole")
  @StreamWhenDone
  record Whole(String a, List<String> b) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"title\",\"notes\":[{\"text\":\"a\"},{\"text\":\"b\"}],"
            + "\"texts\":{\"k\":\"v\",\"l\":\"w\"},\"words\":[\"x\",\"y\"],"
            + "\"needy\":{\"text\":\"t\",\"id\":\"i\",\"note\":{\"text\":\"n\"}},"
            + "\"more\":[{\"id\":\"i\",\"text\":\"t\",\"note\":null},"
            + "{\"note\":{\"text\":\"n\"},\"id\":\"j\",\"text\":\"u\"}],"
            + "\"whole\":{\"a\":\"a\",\"b\":[\"b\"]}}"
      })
  void holdsBackAnnotatedComponents(String text) {
    requireAllCuts(Schema.of(HeldBack.class), text);
  }

  @Description("Any JSON in a record")
  record Open(String name, JsonNode any, Map<String, JsonNode> more, List<JsonNode> list) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"n\",\"any\":{\"a\":[1,2.50,{\"b\":null}],\"\":\"é\\ud83d\\ude00\"},"
            + "\"more\":{\"x\":1,\"y\":[]},\"list\":[{},\"s\",true,[[]]]}",
        "{\"name\":\"n\",\"any\":\"text\",\"more\":{},\"list\":[]}",
        "{\"name\":\"n\",\"any\":null,\"more\":{\"n\":null},\"list\":[null]}"
      })
  void readsAnyJson(String text) {
    requireAllCuts(Schema.of(Open.class), text);
  }

  @Test
  void readsDeepNesting() {
    int depth = 12;
    String text = "{\"title\":\"a\",\"children\":[".repeat(depth) + "]}".repeat(depth);

    requireAllCuts(Schema.of(TypicalTypes.Category.class), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"items\":[]}", "{\"items\":[\"a\",\"b\\n\"]}"})
  void readsListsAtTheRoot(String text) {
    requireAllCuts(Schema.listOf(String.class), text);
  }

  private static <T> void requireAllCuts(Schema<T> schema, String text) {
    var random = new SeededRandom(TestSeeds.usual("forms"));
    for (Strictness strictness : Strictness.values()) {
      var read = CompiledSchema.of(schema).decode(text, strictness, FinishReason.STOP);
      assertThat(read.violations()).isEmpty();
      TextSplits.of(text, random)
          .forEach(chunks -> {
            Snapshot<T> last = new PartialConsistencyCheck<>(schema, strictness).read(chunks);
            assertThat(last.state("$")).isEqualTo(PartState.COMPLETE);
            assertThat(schema.encode(last.value())).isEqualTo(schema.encode(read.value()));
          });
    }
  }
}

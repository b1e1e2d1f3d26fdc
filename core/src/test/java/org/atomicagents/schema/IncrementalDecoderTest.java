package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Snapshots of partially received values. */
class IncrementalDecoderTest {
  private static final String NEXT_PROPERTY = "\"end\":1";

  @Description("A task")
  record Task(String title, int points, Priority priority, List<String> labels) {}

  enum Priority {
    LOW,
    HIGH
  }

  @Test
  void showsPartialStringsButOtherScalarsOnlyWhenComplete() {
    assertThat(partialValue(Task.class, "{\"title\":\"Pr"))
        .isEqualTo(new Task("Pr", 0, null, List.of()));
    assertThat(partialValue(Task.class, "{\"points\":12"))
        .isEqualTo(new Task(null, 0, null, List.of()));
    assertThat(partialValue(Task.class, "{\"points\":12,\""))
        .isEqualTo(new Task(null, 12, null, List.of()));
    assertThat(partialValue(Task.class, "{\"priority\":\"HIGH"))
        .isEqualTo(new Task(null, 0, null, List.of()));
    assertThat(partialValue(Task.class, "{\"priority\":\"HIGH\"}"))
        .isEqualTo(new Task(null, 0, Priority.HIGH, List.of()));
    assertThat(partialValue(Task.class, "{\"labels\":[\"a\",\"b"))
        .isEqualTo(new Task(null, 0, null, List.of("a", "b")));
  }

  @Test
  void neverSplitsACodePoint() {
    assertThat(json(Task.class, "{\"title\":\"a\\ud83d")).isEqualTo("{\"title\":\"a\"}");
    assertThat(json(Task.class, "{\"title\":\"a\\ud83d\\ude0")).isEqualTo("{\"title\":\"a\"}");
    assertThat(json(Task.class, "{\"title\":\"a\\ud83d\\ude00")).isEqualTo("{\"title\":\"a😀\"}");
    assertThat(json(Task.class, "{\"title\":\"a😀".substring(0, 12)))
        .isEqualTo("{\"title\":\"a\"}");
  }

  @Test
  void reportsTheProgressOfEachPart() {
    Snapshot<Task> snapshot = snapshot(Task.class, "{\"points\":1,\"labels\":[\"a\",\"b");

    assertThat(snapshot.state("$")).isEqualTo(PartState.INCOMPLETE);
    assertThat(snapshot.state("$.points")).isEqualTo(PartState.COMPLETE);
    assertThat(snapshot.state("$.labels")).isEqualTo(PartState.INCOMPLETE);
    assertThat(snapshot.state("$.labels[0]")).isEqualTo(PartState.COMPLETE);
    assertThat(snapshot.state("$.labels[1]")).isEqualTo(PartState.INCOMPLETE);
    assertThat(snapshot.state("$.labels[2]")).isEqualTo(PartState.PENDING);
    assertThat(snapshot.state("$.title")).isEqualTo(PartState.PENDING);
    assertThat(snapshot.text("$.labels[1]")).hasToString("b");
    assertThat(snapshot.items("$.labels")).isEqualTo(List.of("a"));
    assertThatThrownBy(() -> snapshot.state("$.label"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a path that exists in Task, found \"$.label\"");
  }

  @Test
  void returnsTheSameSnapshotIfNothingChanged() {
    IncrementalDecoder<Task> decoder = Schema.of(Task.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"title\":\"a\",\"points\":");
    Snapshot<Task> before = decoder.snapshot();

    decoder.feed(" 12");

    assertThat(decoder.hasChanged()).isFalse();
    assertThat(decoder.snapshot()).isSameAs(before);
  }

  @Test
  void writesChangesAsAPatch() {
    IncrementalDecoder<Task> decoder = Schema.of(Task.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"title\":\"a\",\"labels\":[\"x\",\"y");
    Snapshot<Task> before = decoder.snapshot();
    decoder.feed("z\",\"w\"],\"points\":1");

    assertThat(decoder.snapshot().patchSince(before))
        .isEqualTo(
            """
            [{"op":"replace","path":"/labels/1","value":"yz"},\
            {"op":"add","path":"/labels/2","value":"w"}]\
            """);
    assertThat(decoder.snapshot().patchSince(before, TextPatchMode.APPEND))
        .isEqualTo(
            """
            [{"op":"append","path":"/labels/1","value":"z"},\
            {"op":"add","path":"/labels/2","value":"w"}]\
            """);
  }

  @Description("Nullable components")
  record Nulls(@Nullable List<String> list, @Nullable String text, int end) {}

  @Test
  void showsANullListAsNull() {
    assertThat(partialValue(Nulls.class, "{\"list\":null," + NEXT_PROPERTY))
        .isEqualTo(new Nulls(null, null, 0));
    assertThat(partialValue(Nulls.class, "{\"text\":null," + NEXT_PROPERTY))
        .isEqualTo(new Nulls(List.of(), null, 0));
  }

  @Description("A set")
  record Tags(Set<String> tags, int end) {}

  @Test
  void showsItemsOfASetWhenComplete() {
    assertThat(json(Tags.class, "{\"tags\":[\"a\",\"a")).isEqualTo("{\"tags\":[\"a\"]}");
    assertThat(json(Tags.class, "{\"tags\":[\"a\",\"ab\",\""))
        .isEqualTo("{\"tags\":[\"a\",\"ab\"]}");
    assertThat(partialValue(Tags.class, "{\"tags\":[\"a\",\"a\",\"b\",\""))
        .isEqualTo(new Tags(Set.of("a", "b"), 0));
  }

  @Description("Held back")
  record HeldBack(
      @StreamWhenDone String text,
      @StreamWhenDone JsonNode json,
      @StreamWhenDone List<String> list,
      @StreamWhenDone Map<String, String> map,
      @StreamWhenDone Optional<String> maybe,
      List<@StreamWhenDone String> items,
      @StreamWhenDone Task task,
      Optional<Shape> shape,
      int end) {}

  @Description("A shape")
  @StreamWhenDone
  sealed interface Shape permits Circle, Square {}

  @Description("A circle")
  record Circle(String name) implements Shape {}

  @Description("A square")
  record Square(String name) implements Shape {}

  @Test
  void excludesStreamWhenDoneValuesUntilComplete() {
    for (String part :
        List.of(
            "\"text\":\"a",
            "\"json\":{\"a\":[1,2",
            "\"json\":\"a",
            "\"list\":[\"a\"",
            "\"map\":{\"a\":\"b\"",
            "\"maybe\":\"a",
            "\"task\":{\"title\":\"a\"",
            "\"shape\":{\"type\":\"Circle\",\"name\":\"a\"")) {
      assertThat(json(HeldBack.class, "{" + part)).as(part).isEqualTo("{}");
    }
    assertThat(json(HeldBack.class, "{\"items\":[\"a\",\"b")).isEqualTo("{\"items\":[\"a\"]}");
    assertThat(
            json(HeldBack.class, "{\"text\":\"a\",\"json\":[1],\"maybe\":\"b\"," + NEXT_PROPERTY))
        .isEqualTo("{\"text\":\"a\",\"json\":[1],\"maybe\":\"b\"}");
    assertThat(json(HeldBack.class, "{\"shape\":{\"type\":\"Circle\",\"name\":\"a\"}"))
        .isEqualTo("{\"shape\":{\"type\":\"Circle\",\"name\":\"a\"}}");
  }

  @Description("A record that requires an id")
  record Identified(String text, @StreamNotNull String id) {}

  @Description("A list of records that require an id")
  record IdentifiedList(List<Identified> all, int end) {}

  @Test
  void excludesARecordUntilItsStreamNotNullComponentIsPresent() {
    assertThat(json(Identified.class, "{\"text\":\"t")).isEqualTo("{}");
    assertThat(snapshot(Identified.class, "{\"text\":\"t").value()).isNull();
    assertThat(json(Identified.class, "{\"text\":\"t\",\"id\":\""))
        .isEqualTo("{\"text\":\"t\",\"id\":\"\"}");
    assertThat(json(IdentifiedList.class, "{\"all\":[{\"id\":\"1\",\"text\":\"a\"},{\"text\":\"b"))
        .isEqualTo("{\"all\":[{\"text\":\"a\",\"id\":\"1\"}]}");
  }

  @Description("A list of items whose constructor rejects incomplete items")
  record Items(String title, List<Item> items) {}

  @Description("An item that requires a name")
  record Item(String name, int count) {
    Item {
      if (name == null || name.isEmpty()) {
        throw new IllegalArgumentException("name is missing");
      }
    }
  }

  @Test
  void showsItemsOnceTheirConstructorAcceptsThem() {
    assertThat(partialValue(Items.class, "{\"items\":[{\"count\":1,"))
        .isEqualTo(new Items(null, List.of()));
    assertThat(partialValue(Items.class, "{\"items\":[{\"count\":1,\"name\":\"a"))
        .isEqualTo(new Items(null, List.of(new Item("a", 1))));
    assertThat(snapshot(Item.class, "{\"count\":1,").value()).isNull();
  }

  @Description("A line")
  record Line(@Size(max = 3) String sku, @Min(1) int count) {}

  @Description("Lines")
  record Lines(String title, @Size(max = 2) List<Line> lines) {}

  @Test
  void checksConstraintsOfCompleteParts() {
    IncrementalDecoder<Lines> decoder =
        CompiledSchema.compile(Lines.class).incrementalChecked(Strictness.LENIENT);

    decoder.feed("{\"lines\":[{\"sku\":\"abcd");
    assertThat(decoder.violations()).isEmpty();
    decoder.feed("\",\"count\":");
    assertThat(decoder.violations())
        .containsExactly(new Violation("$.lines[0].sku", "at most 3 characters", "\"abcd\""));
    decoder.feed("0}");
    assertThat(decoder.violations()).hasSize(1);
  }

  @Test
  void discardsViolationsOfReasoning() {
    IncrementalDecoder<Lines> decoder =
        CompiledSchema.compile(Lines.class).incrementalChecked(Strictness.LENIENT);

    decoder.feed("Perhaps {\"lines\":[{\"sku\":\"a\",\"count\":0}]}?\n</think>{\"title\":\"b");

    assertThat(decoder.violations()).isEmpty();
    assertThat(decoder.snapshot().json()).isEqualTo("{\"title\":\"b\"}");
  }

  @Test
  void checksNoConstraintsByDefault() {
    IncrementalDecoder<Lines> decoder = Schema.of(Lines.class).incremental(Strictness.LENIENT);

    decoder.feed("{\"lines\":[{\"sku\":\"abcd\",\"count\":0}]}");

    assertThat(decoder.violations()).isEmpty();
    assertThat(decoder.snapshot().violations("$.lines[0]")).hasSize(2);
  }

  @Test
  void stopsAtInvalidJsonInStrictMode() {
    Snapshot<Task> strict =
        decoder(Task.class, Strictness.STRICT, "{\"title\":\"a\",\"points\":1,, \"labels\":[]}")
            .snapshot();

    assertThat(strict.json()).isEqualTo("{\"title\":\"a\",\"points\":1}");
    assertThat(strict.state("$")).isEqualTo(PartState.INCOMPLETE);
  }

  @Test
  void excludesTheValueOfADuplicateKey() {
    Snapshot<Task> snapshot =
        snapshot(
            Task.class,
            "{\"title\":\"a\",\"title\":\"b\",\"points\":1,\"priority\":\"LOW\",\"labels\":[]}");

    assertThat(snapshot.json())
        .isEqualTo("{\"title\":\"a\",\"points\":1,\"priority\":\"LOW\",\"labels\":[]}");
    assertThat(snapshot.state("$")).isEqualTo(PartState.INCOMPLETE);
  }

  @Test
  void skipsUnknownKeys() {
    String text =
        "{\"who\":\"me\",\"title\":\"a\",\"why\":{\"b\":[\"c\",{\"title\":\"d\"}]},\"Labels\":[\"e\"],"
            + "\"points\":1,\"no\":[[\"f\"]],\"priority\":\"LOW\"}";

    Snapshot<Task> strict = decoder(Task.class, Strictness.STRICT, text).snapshot();

    assertThat(json(Task.class, text))
        .isEqualTo("{\"title\":\"a\",\"points\":1,\"priority\":\"LOW\",\"labels\":[\"e\"]}");
    assertThat(strict.json()).isEqualTo("{\"title\":\"a\",\"points\":1,\"priority\":\"LOW\"}");
    assertThat(strict.state("$")).isEqualTo(PartState.INCOMPLETE);
  }

  @Test
  void showsNoItemsAfterAnInvalidItem() {
    String text =
        "{\"items\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\",\"count\":\"x\"},"
            + "{\"name\":\"c\",\"count\":3}],\"title\":\"t\"}";
    Snapshot<Items> snapshot = snapshotByCharacter(Items.class, text);

    assertThat(snapshot.json())
        .isEqualTo("{\"items\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\"}],\"title\":\"t\"}");
    assertThat(snapshot.state("$.items[1]")).isEqualTo(PartState.INCOMPLETE);
  }

  @Description("A record whose constructor normalizes its components")
  record Normalized(String name, List<String> tags, int last) {
    Normalized {
      name = name == null ? "" : name.strip();
      tags = tags.stream().sorted().toList();
    }
  }

  @Description("A list of normalized records")
  record NormalizedList(List<Normalized> items, String end) {}

  @Test
  void showsTheReceivedTextIfAConstructorChangesIt() {
    String text = "{\"items\":[{\"name\":\" ab \",\"tags\":[\"z\",\"b\"],\"last\":1}],\"end\":\"e";
    Snapshot<NormalizedList> snapshot = snapshotByCharacter(NormalizedList.class, text);

    assertThat(snapshot.value())
        .isEqualTo(new NormalizedList(List.of(new Normalized("ab", List.of("b", "z"), 1)), "e"));
    assertThat(snapshot.state("$.items[0].name")).isEqualTo(PartState.COMPLETE);
    assertThat(snapshot.text("$.items[0].name")).hasToString(" ab ");
    assertThat(snapshot.items("$.items[0].tags")).isEqualTo(List.of("z", "b"));
    assertThat(snapshot.json()).isEqualTo(text + "\"}");
  }

  @Description("A record whose constructor sets a default")
  record Defaulted(String name, @Nullable List<String> tags) {
    Defaulted {
      tags = tags == null ? List.of("none") : tags;
    }
  }

  @Description("A list of records with a default")
  record DefaultedList(List<Defaulted> items) {}

  @Test
  void writesOnlyReceivedValuesToPatches() {
    IncrementalDecoder<DefaultedList> decoder =
        Schema.of(DefaultedList.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"items\":[{\"name\":\"ab");
    Snapshot<DefaultedList> before = decoder.snapshot();
    decoder.feed("c\"},");

    assertThat(decoder.snapshot().value())
        .isEqualTo(new DefaultedList(List.of(new Defaulted("abc", List.of("none")))));
    assertThat(decoder.snapshot().json()).isEqualTo("{\"items\":[{\"name\":\"abc\"}]}");
    assertThat(decoder.snapshot().patchSince(before))
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/items/0/name\",\"value\":\"abc\"}]");
  }

  @Description("A record whose constructor replaces its components by equal values")
  record Ordered(Set<String> names, URI uri) {
    Ordered {
      names = names == null ? Set.of() : new TreeSet<>(names);
      uri = uri == null ? null : URI.create(uri.toString().toLowerCase(Locale.ROOT));
    }
  }

  @Description("A holder of an ordered record")
  record OrderedHolder(Ordered one, String end) {}

  @Test
  void keepsTheReceivedTextIfAConstructorReplacesItByAnEqualValue() {
    IncrementalDecoder<OrderedHolder> decoder =
        Schema.of(OrderedHolder.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"one\":{\"names\":[\"c\",\"a\"],");
    Snapshot<OrderedHolder> before = decoder.snapshot();
    decoder.feed("\"uri\":\"HTTP://EXAMPLE.ORG\"},");

    assertThat(decoder.snapshot().json())
        .isEqualTo("{\"one\":{\"names\":[\"c\",\"a\"],\"uri\":\"HTTP://EXAMPLE.ORG\"}}");
    assertThat(decoder.snapshot().patchSince(before))
        .isEqualTo("[{\"op\":\"add\",\"path\":\"/one/uri\",\"value\":\"HTTP://EXAMPLE.ORG\"}]");
  }

  @Description("A record whose constructor rejects negative numbers")
  record Positive(String name, int n) {
    Positive {
      if (n < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  @Description("A record that requires a component")
  record Held(@StreamNotNull Positive positive, String more) {}

  @Test
  void keepsAPartThatItsConstructorRejectsLater() {
    IncrementalDecoder<Held> decoder = Schema.of(Held.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"positive\":{\"name\":\"a");

    assertThat(decoder.snapshot().json()).isEqualTo("{\"positive\":{\"name\":\"a\"}}");

    decoder.feed("\",\"n\":-1},\"more\":\"b");

    assertThat(decoder.snapshot().json())
        .isEqualTo("{\"positive\":{\"name\":\"a\",\"n\":-1},\"more\":\"b\"}");
  }

  @Description("A record whose constructor asserts")
  record Asserting(int n, String text) {
    Asserting {
      if (text == null) {
        throw new AssertionError("no text");
      }
    }
  }

  @Test
  void treatsAnAssertionErrorAsARejection() {
    assertThat(partialValue(Asserting.class, "{\"n\":1,")).isNull();
    assertThat(partialValue(Asserting.class, "{\"n\":1,\"text\":\"a"))
        .isEqualTo(new Asserting(1, "a"));
  }

  @Description("Counts")
  record Counts(Map<String, Integer> counts, String end) {}

  @Test
  void showsTheEntriesOfAMapInListForm() {
    String entries = "{\"counts\":[{\"key\":\"a\",\"value\":1},";

    assertThat(partialValue(Counts.class, entries)).isEqualTo(new Counts(Map.of("a", 1), null));
    assertThat(partialValue(Counts.class, entries + "{\"value\":2,\"key\":\"b\"},"))
        .isEqualTo(new Counts(Map.of("a", 1, "b", 2), null));
    assertThat(
            snapshot(Counts.class, entries + "{\"key\":\"b\"}],\"end\":\"e\"}").state("$.counts"))
        .isEqualTo(PartState.INCOMPLETE);
  }

  @Test
  void endsAStringBeforeALongKeyOrManySpaces() {
    String key = "long ".repeat(70);

    assertThat(
            partialValue(
                MapOfTexts.class, "{\"texts\":{\"k\":\"v\",\"" + key + "\":\"w\"},\"end\":\"e\"}"))
        .isEqualTo(new MapOfTexts(Map.of("k", "v", key, "w"), "e"));
    assertThat(
            partialValue(
                MapOfTexts.class,
                "{\"texts\":{\"k\":\"v\",\n" + " ".repeat(400) + "\"l\":\"w\"},\"end\":\"e\"}"))
        .isEqualTo(new MapOfTexts(Map.of("k", "v", "l", "w"), "e"));
    assertThat(
            partialValue(
                MapOfTexts.class, "{\"texts\":{\"k\":\"v\"" + " ".repeat(400) + "},\"end\":\"e\"}"))
        .isEqualTo(new MapOfTexts(Map.of("k", "v"), "e"));
  }

  @Description("Texts")
  record MapOfTexts(Map<String, String> texts, String end) {}

  @Test
  void reportsNoViolationsOfJsonInProseOrReasoning() {
    Schema<Limited> schema = Schema.of(Limited.class);

    assertThat(violations(schema, "```json\n{\"n\":5,\"s\""))
        .containsExactly(new Violation("$.n", "at least 100", "5"));
    assertThat(violations(schema, "First idea: {\"n\":5,\"s\"")).isEmpty();
    assertThat(violations(schema, "{\"n\":5,\"s\":\"x\"} no </think>{\"n\":500,")).isEmpty();
  }

  @Description("Limited")
  record Limited(@Min(100) int n, String s) {}

  @Test
  void excludesTheValueOfADuplicateKeyOfAMapInListForm() {
    String text = "{\"texts\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"a\",\"value\":\"2";

    assertThat(json(MapOfTexts.class, text)).isEqualTo("{\"texts\":{\"a\":\"1\"}}");
  }

  private static List<Violation> violations(Schema<?> schema, String text) {
    IncrementalDecoder<?> decoder =
        CompiledSchema.of(schema).incrementalChecked(Strictness.LENIENT);
    decoder.feed(text);
    return decoder.violations();
  }

  @Test
  void countsRestarts() {
    IncrementalDecoder<Limited> decoder =
        decoder(Limited.class, Strictness.LENIENT, "see {x} and {\"n\":1,\"s\":\"a\"}");
    assertThat(decoder.restarts()).isZero();

    decoder.feed(" no </think>{\"n\":2,\"s\":\"b\"}");

    assertThat(decoder.restarts()).isEqualTo(1);
    assertThat(decoder.snapshot().value()).isEqualTo(new Limited(2, "b"));
  }

  @Test
  void decodesBytesThatAreSplitAnywhere() {
    byte[] text =
        "{\"title\":\"é日本😀\",\"points\":1,\"priority\":\"LOW\",\"labels\":[\"ü\"]}"
            .getBytes(StandardCharsets.UTF_8);
    var expected = new Task("é日本😀", 1, Priority.LOW, List.of("ü"));
    for (int one = 0; one <= text.length; one++) {
      for (int other = one; other <= text.length; other++) {
        IncrementalDecoder<Task> decoder = Schema.of(Task.class).incremental(Strictness.STRICT);
        decoder.feed(text, 0, one);
        decoder.feed(text, one, other);
        decoder.feed(text, other, text.length);

        assertThat(decoder.snapshot().value()).isEqualTo(expected);
      }
    }
    IncrementalDecoder<Task> invalid = Schema.of(Task.class).incremental(Strictness.STRICT);
    invalid.feed(
        new byte[] {'{', '"', 't', 'i', 't', 'l', 'e', '"', ':', '"', (byte) 0xff, 'a'}, 0, 12);
    assertThat(invalid.snapshot().text("$.title")).hasToString("\ufffda");
  }

  /** Returns the last snapshot, after checking that no character makes the JSON shorter. */
  private static <T> Snapshot<T> snapshotByCharacter(Class<T> type, String text) {
    IncrementalDecoder<T> decoder = Schema.of(type).incremental(Strictness.LENIENT);
    Snapshot<T> last = decoder.snapshot();
    for (int i = 0; i < text.length(); i++) {
      decoder.feed(text.substring(i, i + 1));
      Snapshot<T> next = decoder.snapshot();
      if (next != last) {
        assertThat(next.json().length()).isGreaterThanOrEqualTo(last.json().length());
      }
      last = next;
    }
    return last;
  }

  private static <T> T partialValue(Class<T> type, String text) {
    return snapshot(type, text).value();
  }

  private static String json(Class<?> type, String text) {
    return snapshot(type, text).json();
  }

  private static <T> Snapshot<T> snapshot(Class<T> type, String text) {
    return decoder(type, Strictness.LENIENT, text).snapshot();
  }

  private static <T> IncrementalDecoder<T> decoder(
      Class<T> type, Strictness strictness, String text) {
    IncrementalDecoder<T> decoder = Schema.of(type).incremental(strictness);
    decoder.feed(text);
    return decoder;
  }
}

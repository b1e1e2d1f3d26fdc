package org.atomicagents.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.type.PlainTypeSearch;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Compares the plain reader with the complete parser. {@code -Dseed} and {@code -Drounds} run other
 * and more cases.
 */
class PlainJsonReaderTest {
  private static final int ROUNDS = Integer.getInteger("rounds", 20_000);
  private static final List<String> TEXTS =
      List.of("", "a", "two words", "say \"x\"", "C:\\new/old", "line\nend\t", "ß 北京 😀", "{[:,]}");
  private static final List<String> INSERTIONS =
      List.of(
          ",",
          ":",
          "\"",
          "{",
          "}",
          "[",
          "]",
          " ",
          "\n",
          "\\",
          "\\u0041",
          "\\/",
          "\\x",
          "\t",
          "0",
          "-",
          "-0",
          ".5",
          "e3",
          "1E-2",
          "null",
          "true",
          "\"id\":1,",
          "\uFEFF",
          "\0",
          "/**/",
          "9",
          "123456789012345678",
          "\uD83D");

  private final CompiledSchema<Shipment> schema = CompiledSchema.compile(Shipment.class);
  private final long seed = Long.getLong("seed", 20_261_130L);
  private final Random random = new Random(seed);

  @Description("A shipment")
  record Shipment(
      @Description("Id") String id,
      @Description("Kind") Kind kind,
      @Description("Fragile") boolean fragile,
      @Description("Number") int number,
      @Description("Weight") double weight,
      @Description("Price") BigDecimal price,
      @Description("Serial") long serial,
      @Description("Total") BigInteger total,
      @Description("Floor") short floor,
      @Description("Day") LocalDate day,
      @Description("Note") @Nullable String note,
      @Description("Size") Optional<Crate> size,
      @Description("Pages") OptionalInt pages,
      @Description("Tags") Set<String> tags,
      @Description("Crates") List<Crate> crates) {
    enum Kind {
      PARCEL,
      LETTER
    }
  }

  @Description("A crate")
  record Crate(
      @Description("Name") String name, @Description("Parts") List<@Nullable Crate> parts) {
    Crate {
      if (name.equals("ß 北京 😀") && parts.isEmpty()) {
        throw new IllegalArgumentException("a crate without parts");
      }
    }
  }

  @Description("An open value")
  record WithMap(@Description("Values") Map<String, Crate> values) {}

  @Test
  void readsEveryEncodedValue() {
    for (int i = 0; i < ROUNDS / 10; i++) {
      Shipment value = randomShipment();

      String text = schema.encode(value);
      assertThat(readPlain(text)).as("seed %d", seed).isEqualTo(value);
      assertThat(readCompletely(schema, text)).as("seed %d", seed).isEqualTo(value);
    }
  }

  @Test
  void equalsTheParserForChangedTexts() {
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = changed(schema.encode(randomShipment()));
      Object plain = readPlain(text);
      if (plain != null) {
        assertThat(plain).as("seed %d: %s", seed, text).isEqualTo(readCompletely(schema, text));
        read++;
      }
    }
    // Insertions into strings and between values leave many texts valid.
    assertThat(read).as("seed %d", seed).isGreaterThan(ROUNDS / 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e2",
        "-0.0",
        "1E400",
        "01",
        "1.",
        ".5",
        "+1",
        "- 1",
        "1234567890123456789",
        "123456789.0123456789",
        "\"1\"",
        "null",
        "1_0",
        "0x1",
        "NaN",
        "1f"
      })
  void leavesUnusualNumbersToTheParser(String number) {
    String text =
        """
        {"id":"a","kind":"PARCEL","fragile":true,"number":%s,"weight":%s,"price":1,"serial":1,\
        "total":1,"floor":1,"day":"2026-11-30","tags":[],"crates":[]}\
        """;

    assertThat(readPlain(text.formatted("1", "1"))).isNotNull();
    assertThat(readPlain(text.formatted(number, "1"))).isNull();
    if (!number.equals("1.0")) {
      assertThat(readPlain(text.formatted("1", number))).isNull();
    }
  }

  @Test
  void keepsTheScaleOfDecimals() {
    var type = CompiledSchema.compile(Amount.class);

    for (String number :
        List.of("39.90", "0", "0.00", "-0.50", "120", "-7", "999999999999999.999")) {
      assertThat(readPlain(type, "{\"value\": " + number + "}"))
          .isEqualTo(new Amount(new BigDecimal(number)));
    }
  }

  @Description("An amount")
  record Amount(@Description("Value") BigDecimal value) {}

  @Test
  void leavesDeepNestingToTheParser() {
    var type = CompiledSchema.compile(Crate.class);

    int levels = JsonIo.MAX_DEPTH / 2;
    assertThat(readPlain(type, nestedCrate(levels)))
        .isNotNull()
        .isEqualTo(readCompletely(type, nestedCrate(levels)));
    assertThat(readPlain(type, nestedCrate(levels + 1))).isNull();
  }

  private static String nestedCrate(int levels) {
    return "{\"name\":\"a\",\"parts\":[".repeat(levels) + "]}".repeat(levels);
  }

  @Test
  void countsTheTextInTheBudget() {
    var budget = new ReadingBudget(() -> {});
    String text = schema.encode(randomShipment());

    schema.decodePlain(text, budget);

    assertThat(budget.steps()).isEqualTo(text.length());
  }

  @Test
  void leavesLongTextsToTheParser() {
    var type = CompiledSchema.compile(Amount.class);
    String text = "{\"value\": 1" + " ".repeat(PlainJsonReader.MAX_LENGTH) + "}";

    assertThat(readPlain(type, text)).isNull();
  }

  @Test
  void leavesValuesWhoseConstructorFailsToTheParser() {
    var type = CompiledSchema.compile(Failing.class);

    assertThat(readPlain(type, "{\"kind\":\"none\"}")).isEqualTo(new Failing("none"));
    assertThat(readPlain(type, "{\"kind\":\"exception\"}")).isNull();
    assertThat(readPlain(type, "{\"kind\":\"assertion\"}")).isNull();
    assertThatThrownBy(() -> readPlain(type, "{\"kind\":\"error\"}"))
        .isInstanceOf(LinkageError.class);
  }

  @Description("A record whose constructor can fail")
  record Failing(@Description("Kind") String kind) {
    Failing {
      switch (kind) {
        case "exception" -> throw new NullPointerException("kind");
        case "assertion" -> throw new AssertionError("kind");
        case "error" -> throw new LinkageError("kind");
        default -> {}
      }
    }
  }

  @Test
  void isNotUsedForTypesWithOtherReaders() {
    assertThat(PlainTypeSearch.isPlain(schema.root())).isTrue();
    assertThat(PlainTypeSearch.isPlain(CompiledSchema.compile(WithMap.class).root())).isFalse();
  }

  private @Nullable Object readPlain(String text) {
    return readPlain(schema, text);
  }

  private static @Nullable Object readPlain(CompiledSchema<?> type, String text) {
    return type.decodePlain(text, ReadingBudget.unlimited());
  }

  private static @Nullable Object readCompletely(CompiledSchema<?> type, String text) {
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new DecodeContext(parser, text, DecodeContext.DecodeMode.STRICT, null);
      in.nextToken();
      Object value = type.root().decode(in);
      if (!in.hasViolations()) {
        in.requireEnd();
      }
      return in.hasViolations() ? in.violations() : value;
    } catch (JacksonException e) {
      return e.toString();
    }
  }

  private String changed(String json) {
    String text = json;
    for (int changes = random.nextInt(3) + 1; changes > 0; changes--) {
      int from = random.nextInt(text.length());
      int to = random.nextBoolean() ? from : Math.min(text.length(), from + random.nextInt(4));
      String inserted = random.nextInt(4) == 0 ? "" : pick(INSERTIONS);
      text = text.substring(0, from) + inserted + text.substring(to);
    }
    return random.nextInt(8) == 0 ? text.replace(",", " ,\r\n\t") : text;
  }

  private Shipment randomShipment() {
    return new Shipment(
        pick(TEXTS),
        pick(List.of(Shipment.Kind.values())),
        random.nextBoolean(),
        random.nextInt() >> random.nextInt(32),
        (random.nextInt(2_000) + 1) / pick(List.of(1.0, 8.0, 100.0)),
        BigDecimal.valueOf(random.nextLong() >> 8, random.nextInt(5)),
        random.nextLong() >> 5,
        BigInteger.valueOf(random.nextInt()),
        (short) random.nextInt(),
        LocalDate.ofEpochDay(random.nextInt(30_000)),
        random.nextBoolean() ? null : pick(TEXTS),
        random.nextBoolean() ? Optional.empty() : Optional.of(randomCrate(1)),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
        new HashSet<>(List.of(pick(TEXTS))),
        randomCrates(2));
  }

  private Crate randomCrate(int depth) {
    return new Crate(pick(List.of("a", "b c", "\"")), randomCrates(depth));
  }

  private List<@Nullable Crate> randomCrates(int depth) {
    var crates = new ArrayList<@Nullable Crate>();
    for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
      crates.add(randomCrate(depth - 1));
    }
    return crates;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}

package org.atomicagents.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.DecodeContext.DecodeMode;
import org.atomicagents.internal.schema.type.PartsObject;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Compares the plain reader with the parser for one valid text of each kind of type and for texts
 * that differ from it in a few places. {@code -Dseed} and {@code -Drounds} run other and more
 * cases.
 */
class PlainTypesTest {
  private static final int ROUNDS = Integer.getInteger("rounds", 3_000);
  private static final List<String> INSERTIONS =
      List.of(
          "null",
          "0",
          "-0",
          "-0.0",
          "1",
          "128",
          "2147483648",
          "1e2",
          "0.5",
          "\"\"",
          "\"a\"",
          "\"B\"",
          "true",
          "[]",
          "{}",
          "[null]",
          "\\\"",
          "\\",
          "\\n",
          "/",
          " ",
          ",",
          ":",
          "}",
          "]");

  private final long seed = Long.getLong("seed", 20_261_130L);
  private final Random random = new Random(seed);

  @Description("Names that JSON has to escape, and prefixes of each other")
  record OddNames(
      @JsonProperty("a") @Description("1") String plain,
      @JsonProperty("a\"") @Description("2") int quote,
      @JsonProperty("a\\") @Description("3") int backslash,
      @JsonProperty("a/b") @Description("4") @Nullable String slash,
      @JsonProperty("\u0000") @Description("5") Optional<String> control,
      @JsonProperty("ß😀") @Description("6") OddConstant constant) {}

  enum OddConstant {
    @JsonProperty("a\"b")
    QUOTE,
    @JsonProperty("a")
    PREFIX,
    @JsonProperty("null")
    NULL
  }

  @SuppressWarnings("NullableOptional") // a type that users can declare
  @Description("Components that may be absent or null")
  record Absences(
      @JsonProperty(defaultValue = "7") @Description("1") int number,
      @JsonProperty(defaultValue = "7") @Description("2") @Nullable Integer nullableNumber,
      @JsonProperty(defaultValue = "x") @Description("3") Optional<String> text,
      @JsonProperty(defaultValue = "[1,2]") @Description("4") List<Integer> list,
      @JsonProperty(defaultValue = "null") @Description("5") @Nullable String nullText,
      @Description("6") @Nullable Optional<String> nullableOptional,
      @Description("7") Optional<Optional<String>> nested,
      @Description("8") @Nullable OptionalInt nullableInt,
      @JsonProperty(defaultValue = "3") @Description("9") OptionalDouble real,
      @Description("10") OptionalLong whole) {}

  @SuppressWarnings("ArrayRecordComponent") // a type that users can declare
  @Description("Containers")
  record Containers(
      @Description("1") int[] numbers,
      @Description("2") long[][] matrix,
      @Description("3") char[] characters,
      @Description("4") Set<@Nullable String> texts,
      @Description("5") Set<Set<@Nullable Integer>> sets,
      @Description("6") Set<BigDecimal> decimals,
      @Description("7") Optional<int[]> optional,
      @Description("8") Collection<OddConstant> constants) {}

  @Description("Numbers")
  record Numbers(
      @Description("1") byte tiny,
      @Description("2") Short small,
      @Description("3") int medium,
      @Description("4") Long large,
      @Description("5") double real,
      @Description("6") BigInteger integer,
      @Description("7") BigDecimal decimal) {}

  @Description("Formats of strings")
  record Formats(
      @Description("1") LocalDate date,
      @Description("2") LocalTime time,
      @Description("3") LocalDateTime local,
      @Description("4") OffsetDateTime offset,
      @Description("5") ZonedDateTime zoned,
      @Description("6") Instant instant,
      @Description("7") Duration duration,
      @Description("8") Period period,
      @Description("9") YearMonth month,
      @Description("10") Year year,
      @Description("11") URI uri,
      @Description("12") UUID uuid,
      @Description("13") char character) {}

  @Description("A record without components")
  record Nothing() {}

  static Stream<Arguments> types() {
    return Stream.of(
        of(
            CompiledSchema.compile(OddNames.class),
            """
            {"a":"x","a\\"":1,"a\\\\":2,"a/b":null,"\\u0000":"y","ß😀":"a\\"b"}\
            """),
        of(
            CompiledSchema.compile(Absences.class),
            """
            {"number":1,"nullableNumber":null,"text":"a","list":[3],"nullText":"b",
            "nullableOptional":"c","nested":"d","nullableInt":4,"real":0.5,"whole":5}\
            """),
        of(CompiledSchema.compile(Absences.class), "{ }"),
        of(
            CompiledSchema.compile(Containers.class),
            """
            {"numbers":[1,2],"matrix":[[1],[],[2,3]],"characters":["a"],"texts":["a",null,"b"],
            "sets":[[1,null],[]],"decimals":[1.0,1.00],"optional":[1],"constants":["null","a"]}\
            """),
        of(
            CompiledSchema.compile(Numbers.class),
            """
            {"tiny":-128,"small":32767,"medium":-2147483648,"large":999999999999999999,
            "real":0.30000000000000004,"integer":-5,"decimal":12.50}\
            """),
        of(
            CompiledSchema.compile(Formats.class),
            """
            {"date":"2026-11-30","time":"12:30:00","local":"2026-11-30T12:30:00",
            "offset":"2026-11-30T12:30:00+01:00","zoned":"2026-11-30T12:30:00+01:00[Europe/Berlin]",
            "instant":"2026-11-30T12:30:00Z","duration":"PT1H","period":"P1Y2M","month":"2026-11",
            "year":"2026","uri":"https://example.org","uuid":"123e4567-e89b-12d3-a456-426614174000",
            "character":"a"}\
            """),
        of(CompiledSchema.compile(Nothing.class), "{}"),
        of(CompiledSchema.compile(String.class), "{\"value\":\"a\"}"),
        of(CompiledSchema.compile(OptionalInt.class), "{\"value\":1}"),
        of(CompiledSchema.compileList(Numbers.class), "{\"items\":[]}"),
        of(
            CompiledSchema.compile(Absences.class)
                .parts(List.of("$.number", "$.nested", "$.list[0]")),
            "{\"value_1\":1,\"value_2\":\"a\",\"value_3\":2}"));
  }

  private static Arguments of(CompiledSchema<?> type, String text) {
    return Arguments.of(type.name(), type, text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void equalsTheParser(String name, CompiledSchema<?> type, String text) {
    assertThat(readPlain(type, text)).isNotNull();
    for (int i = 0; i < ROUNDS; i++) {
      String changed = i == 0 ? text : changed(text);
      Object plain = readPlain(type, changed);
      if (plain != null) {
        for (DecodeMode mode : DecodeMode.values()) {
          assertThat(comparable(plain))
              .as("seed %d, mode %s: %s", seed, mode, changed)
              .usingRecursiveComparison()
              .withStrictTypeChecking()
              .isEqualTo(comparable(readCompletely(type, changed, mode)));
        }
      }
    }
  }

  private static @Nullable Object readPlain(CompiledSchema<?> type, String text) {
    return type.decodePlain(text, ReadingBudget.unlimited());
  }

  private static @Nullable Object comparable(@Nullable Object value) {
    return value instanceof PartsObject parts ? parts.values() : value;
  }

  /** Returns the value; the deviations, if there are any. */
  private static @Nullable Object readCompletely(
      CompiledSchema<?> type, String text, DecodeMode mode) {
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new DecodeContext(parser, text, mode, null);
      in.nextToken();
      Object value = type.root().decode(in);
      if (!in.hasViolations()) {
        in.requireEnd();
      }
      boolean isExact = !in.hasViolations() && in.repairs().isEmpty();
      return isExact ? value : List.of(in.violations(), in.repairs());
    } catch (JacksonException e) {
      return e.toString();
    }
  }

  private String changed(String json) {
    String text = json;
    for (int changes = random.nextInt(2) + 1; changes > 0; changes--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(5));
      String inserted =
          random.nextInt(4) == 0 ? "" : INSERTIONS.get(random.nextInt(INSERTIONS.size()));
      text = text.substring(0, from) + inserted + text.substring(to);
    }
    return text;
  }
}

package org.atomicagents.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultColumnTest {
  @Description("Numbers")
  record Numbers(
      boolean flag,
      byte small,
      short medium,
      int whole,
      long large,
      float single,
      double real,
      BigInteger huge,
      BigDecimal exact) {}

  @Description("Times")
  record Times(
      LocalDate date,
      LocalDateTime local,
      Instant instant,
      OffsetDateTime offset,
      Duration duration,
      URI uri) {}

  enum Color {
    RED
  }

  @SuppressWarnings("ArrayRecordComponent") // an output may have one
  @Description("Containers")
  record Containers(
      List<Color> list,
      Set<Integer> set,
      int[] array,
      Map<String, List<Long>> map,
      Map<Integer, Boolean> byNumber,
      Optional<String> text,
      OptionalInt number,
      JsonNode any) {}

  @Description("An action")
  sealed interface Action {}

  @Description("A refund")
  record Refund(BigDecimal amount) implements Action {}

  @Description("An escalation")
  record Escalation(String team) implements Action {}

  @Description("Nothing")
  record Nothing() implements Action {}

  @Description("A tree")
  record Tree(String name, List<Tree> children) {}

  @Test
  void containsNumbersInTheirTypes() {
    ColumnType column = column(Numbers.class);
    var numbers =
        new Numbers(
            true,
            (byte) 1,
            (short) 2,
            3,
            4L,
            1.5f,
            2.5,
            new BigInteger("12345678901234567890"),
            new BigDecimal("1.10"));

    assertThat(column.dataType().sql())
        .isEqualTo(
            "STRUCT<flag: BOOLEAN, small: TINYINT, medium: SMALLINT, whole: INT, large: BIGINT,"
                + " single: FLOAT, real: DOUBLE, huge: DECIMAL(38,0), exact: DECIMAL(38,18)>");
    assertThat(column.convert(numbers))
        .isEqualTo(
            RowFactory.create(
                true,
                (byte) 1,
                (short) 2,
                3,
                4L,
                1.5f,
                2.5,
                new BigDecimal("12345678901234567890"),
                new BigDecimal("1.100000000000000000")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E-19", "123456789012345678901", "1E+30"})
  void rejectsNumbersThatADecimalCannotContain(String number) {
    ColumnType column = column(Refund.class);

    assertThatThrownBy(() -> column.convert(new Refund(new BigDecimal(number))))
        .isInstanceOf(UnrepresentableValueException.class)
        .hasMessage(
            "$.amount: expected a number that fits DECIMAL(38,18), found "
                + number
                + ".\nDeclare the component as a String to keep every value.");
  }

  @Test
  void containsDatesAndTimesAsTheSessionDoes() {
    Instant instant = Instant.parse("2026-11-30T10:00:00Z");
    var times =
        new Times(
            LocalDate.of(2026, 11, 30),
            LocalDateTime.of(2026, 11, 30, 12, 0),
            instant,
            OffsetDateTime.parse("2026-11-30T11:00:00+01:00"),
            Duration.ofMinutes(90),
            URI.create("https://example.com"));

    assertThat(column(Times.class).dataType().sql())
        .isEqualTo(
            "STRUCT<date: DATE, local: TIMESTAMP_NTZ, instant: TIMESTAMP, offset: TIMESTAMP,"
                + " duration: STRING, uri: STRING>");
    assertThat(ColumnTypes.of(Schema.of(Times.class), true).convert(times))
        .isEqualTo(
            RowFactory.create(
                times.date(), times.local(), instant, instant, "PT1H30M", "https://example.com"));
    assertThat(ColumnTypes.of(Schema.of(Times.class), false).convert(times))
        .isEqualTo(
            RowFactory.create(
                Date.valueOf(times.date()),
                times.local(),
                Timestamp.from(instant),
                Timestamp.from(instant),
                "PT1H30M",
                "https://example.com"));
  }

  @Test
  void containsListsMapsAndAbsentValues() {
    JsonNode any = JsonMapper.shared().readTree("{\"a\":[1]}");
    var containers =
        new Containers(
            List.of(Color.RED),
            Set.of(7),
            new int[] {1, 2},
            Map.of("a", List.of(1L)),
            Map.of(5, true),
            Optional.empty(),
            OptionalInt.of(3),
            any);

    Row row = (Row) column(Containers.class).convert(containers);

    assertThat(column(Containers.class).dataType().sql())
        .isEqualTo(
            "STRUCT<list: ARRAY<STRING>, set: ARRAY<INT>, array: ARRAY<INT>,"
                + " map: MAP<STRING, ARRAY<BIGINT>>, byNumber: MAP<BIGINT, BOOLEAN>,"
                + " text: STRING, number: INT, any: STRING>");
    assertThat((Object[]) row.get(0)).containsExactly("RED");
    assertThat((Object[]) row.get(1)).containsExactly(7);
    assertThat((Object[]) row.get(2)).containsExactly(1, 2);
    assertThat(CollectionConverters.asJava(row.<String, Object[]>getMap(3)).get("a"))
        .containsExactly(1L);
    assertThat(CollectionConverters.asJava((scala.collection.Map<?, ?>) row.get(4)))
        .isEqualTo(Map.of(5L, true));
    assertThat(row.get(5)).isNull();
    assertThat(row.get(6)).isEqualTo(3);
    assertThat(row.get(7)).isEqualTo("{\"a\":[1]}");
  }

  @Test
  void containsARecordOfASealedInterfaceUnderItsTag() {
    ColumnType column = ColumnTypes.of(Schema.of(Action.class), false);

    assertThat(column.dataType().sql())
        .isEqualTo(
            "STRUCT<type: STRING, Refund: STRUCT<amount: DECIMAL(38,18)>,"
                + " Escalation: STRUCT<team: STRING>>");
    assertThat(column.convert(new Escalation("billing")))
        .isEqualTo(RowFactory.create("Escalation", null, RowFactory.create("billing")));
    assertThat(column.convert(new Nothing())).isEqualTo(RowFactory.create("Nothing", null, null));
  }

  @Test
  void containsARecordInsideOfItselfAsJson() {
    ColumnType column = column(Tree.class);
    var tree = new Tree("a", List.of(new Tree("b", List.of())));

    Row row = (Row) column.convert(tree);

    assertThat(column.dataType().sql()).isEqualTo("STRUCT<name: STRING, children: ARRAY<STRING>>");
    assertThat((Object[]) row.get(1)).containsExactly("{\"name\":\"b\",\"children\":[]}");
  }

  @Test
  void containsAListWithoutAnObjectAroundIt() {
    ColumnType column = ColumnTypes.of(Schema.listOf(Escalation.class), false);

    assertThat(column.dataType().sql()).isEqualTo("ARRAY<STRUCT<team: STRING>>");
    assertThat((Object[]) column.convert(List.of(new Escalation("a"))))
        .containsExactly(RowFactory.create("a"));
  }

  @Test
  void containsValuesOfAJsonSchema() {
    Schema<JsonNode> schema =
        Schema.of(
            """
            {"title":"Ticket","type":"object","additionalProperties":false,
             "required":["text","count"],
             "properties":{"text":{"type":"string"},"count":{"type":"integer"},
              "score":{"type":"number"},"tags":{"type":"array","items":{"type":"string"}}}}
            """);
    ColumnType column = ColumnTypes.of(schema, false);
    JsonNode value = schema.read("{\"text\":\"a\",\"count\":3,\"tags\":[\"x\"]}").value();

    Row row = (Row) column.convert(value);

    assertThat(column.dataType().sql())
        .isEqualTo("STRUCT<text: STRING, count: BIGINT, score: DOUBLE, tags: ARRAY<STRING>>");
    assertThat(row.get(0)).isEqualTo("a");
    assertThat(row.get(1)).isEqualTo(3L);
    assertThat(row.get(2)).isNull();
    assertThat((Object[]) row.get(3)).containsExactly("x");
  }

  private static ColumnType column(Class<?> type) {
    return ColumnTypes.of(Schema.of(type), false);
  }
}

package org.atomicagents.internal.schema.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.atomicagents.message.Repair;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenDateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 September 2025",
        "September 1, 2025",
        "Sept. 1st, 2025",
        "Sep 1 2025",
        "1st of September 2025",
        "the 1st of September, 2025",
        "01-Sep-2025",
        "1/Sep/2025",
        "2025 September 1",
        "2025-Sep-01",
        "Monday, 1 September 2025",
        "Mon, Sep 1, 2025",
        "SEPTEMBER 1, 2025",
        "1. September 2025",
        "1 septembre 2025",
        "1er septembre 2025",
        "1 de septiembre de 2025",
        "1 settembre 2025",
        "1 de setembro de 2025",
        "2025年9月1日",
        "2025년 9월 1일",
        " 1 September 2025 ",
        "**1 September 2025**",
        " 2025-09-01 ",
        "`2025-09-01`"
      })
  void readsDatesWithTheNameOfTheirMonth(String text) {
    ReadResult<LocalDate> read = read(LocalDate.class, text);

    assertThat(read.value()).isEqualTo(LocalDate.of(2025, 9, 1));
    assertThat(read.repairs())
        .extracting(Repair::kind, Repair::after)
        .contains(tuple(Repair.Kind.FORMAT, "\"2025-09-01\""));
    assertThat(Schema.of(LocalDate.class).read(json(text), Strictness.STRICT).value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9/1/2025",
        "1.9.2025",
        "01-09-2025",
        "2025/09/01",
        "2025-9-1",
        "September 2025",
        "1 September",
        "1 September 25",
        "1 September '25",
        "31 February 2025",
        "Tuesday, 1 September 2025",
        "1-3 September 2025",
        "1 or 2 September 2025",
        "September 1 2 2025",
        "circa 1 September 2025",
        "before 1 September 2025",
        "1 September 2025?",
        "1 September 2025 BC",
        "1 September 2025 or later",
        "1 September 2025, 2 September 2025",
        "1 listopad 2025",
        "1 Septembre-October 2025",
        "September September 1 2025",
        "2025 2025 September 1",
        "1 September 2025 10:00",
        "YYYY-MM-DD",
        "today",
        "2025-09-01T00:00:00",
        "2025年13月1日",
        "September 0, 2025",
        "5 Smarch 2025"
      })
  void rejectsDatesWithSeveralReadings(String text) {
    assertThat(read(LocalDate.class, text).violations())
        .extracting(Object::toString)
        .containsExactly("$.value: expected a date as YYYY-MM-DD, found \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3:05 pm|15:05",
        "3 PM|15:00",
        "3:05:10 p.m.|15:05:10",
        "9am|09:00",
        "12:30 am|00:30",
        "12:30 pm|12:30",
        " 17:30 |17:30"
      })
  void readsTimesOfTwelveHours(String text, String expected) {
    assertThat(read(LocalTime.class, text).value()).isEqualTo(LocalTime.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 am",
        "12:00 pm",
        "13 pm",
        "0:30 am",
        "3:05",
        "3:65 pm",
        "3 pm or 4 pm",
        "noon",
        "3 o'clock",
        "HH:MM:SS"
      })
  void rejectsTimesWithSeveralReadings(String text) {
    assertThat(read(LocalTime.class, text).violations()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 September 2025, 5:30 pm",
        "September 1, 2025 at 5:30 PM",
        "Sep 1, 2025 17:30",
        "2025-09-01 17:30",
        "2025-09-01 17:30:00"
      })
  void readsDatesWithTimes(String text) {
    assertThat(read(LocalDateTime.class, text).value())
        .isEqualTo(LocalDateTime.of(2025, 9, 1, 17, 30));
    assertThat(read(OffsetDateTime.class, text).value()).isNull();
    assertThat(read(OffsetDateTime.class, text + " UTC").value())
        .isEqualTo(OffsetDateTime.parse("2025-09-01T17:30Z"));
    assertThat(read(Instant.class, text + "+02:00").value())
        .isEqualTo(Instant.parse("2025-09-01T15:30:00Z"));
    assertThat(read(ZonedDateTime.class, text + "Z").value())
        .isEqualTo(ZonedDateTime.parse("2025-09-01T17:30Z"));
    assertThat(read(LocalDateTime.class, text + " UTC").value()).isNull();
    assertThat(read(Instant.class, text + " EST").value()).isNull();
  }

  @Test
  void readsMonthsWithTheirName() {
    for (String text : List.of("June 2023", "Jun. 2023", "june, 2023", "2023 June", "2023年6月")) {
      assertThat(read(YearMonth.class, text).value()).as(text).isEqualTo(YearMonth.of(2023, 6));
    }
    for (String text : List.of("6/2023", "June", "June 23", "June 9, 2023", "summer 2023")) {
      assertThat(read(YearMonth.class, text).value()).as(text).isNull();
    }
  }

  @Test
  void readsNoTextThatIsLongAsADate() {
    assertThat(read(LocalDate.class, "1 September 2025" + " ".repeat(1_000_000)).value())
        .isEqualTo(LocalDate.of(2025, 9, 1));
    assertThat(read(LocalDate.class, "1 ".repeat(500_000)).value()).isNull();
    assertThat(read(LocalDateTime.class, "1 at ".repeat(500_000)).value()).isNull();
  }

  @Test
  void givesNoValidValueAsAnExample() {
    Map<Class<?>, String> descriptions = new LinkedHashMap<>();
    for (Class<?> type :
        List.of(
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            Duration.class,
            Period.class,
            YearMonth.class,
            Year.class,
            UUID.class,
            Character.class)) {
      descriptions.put(type, read(type, "?!").violations().getFirst().expected());
    }

    descriptions.forEach((type, expected) -> {
      for (String token : expected.split("[ \",()]+", -1)) {
        assertThat(read(type, token).value()).as(expected).isNull();
      }
    });
    assertThat(descriptions.values()).noneMatch(expected -> expected.matches(".*\\d{2}.*"));
  }

  private static <T> ReadResult<T> read(Class<T> type, String text) {
    return Schema.of(type).read(json(text));
  }

  private static String json(String text) {
    return "{\"value\":\"" + text + "\"}";
  }
}

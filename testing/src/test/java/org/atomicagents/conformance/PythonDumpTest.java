package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.HistoryDump;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Image;
import org.atomicagents.message.Role;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A dump that atomic-agents 2.7.5 for Python wrote. */
class PythonDumpTest {
  private static final String DUMP =
      """
      {"history": [{"role": "user", "content": {"class_name": "app.Order", "data": \
      "{\\"id\\":\\"\\u00e9 \\\\\\"q\\\\\\"\\",\\"priority\\":\\"high\\",\\"by_name\\":{\\"a\\":\
      {\\"nested_field\\":\\"t\\",\\"nested_int\\":1}},\\"nested\\":{\\"nested_field\\":\\"n\\",\
      \\"nested_int\\":2},\\"tags\\":[\\"x\\"],\\"note\\":null,\\"price\\":\\"1.50\\",\\"due\\":\
      \\"2026-01-02T03:04:05\\",\\"images\\":[{\\"source\\":\\"https://example.com/a.jpg\\",\
      \\"media_type\\":\\"image/jpeg\\",\\"data\\":null},{\\"source\\":\\"a/b.jpg\\",\
      \\"media_type\\":\\"image/jpeg\\",\\"data\\":null}]}"}, \
      "turn_id": "c55328e3-1892-40af-b979-7bfd9be798c4"}, {"role": "assistant", "content": \
      {"class_name": "app.Nested", "data": "{\\"nested_field\\":\\"answer\\",\\"nested_int\\":3}"}, \
      "turn_id": "c55328e3-1892-40af-b979-7bfd9be798c4"}, {"role": "user", "content": \
      {"class_name": "app.Nested", "data": "{\\"nested_field\\":\\"again\\",\\"nested_int\\":4}"}, \
      "turn_id": "3a5c57e5-52c7-4efc-9311-de69b1f3399a"}], "max_messages": 9, \
      "current_turn_id": "3a5c57e5-52c7-4efc-9311-de69b1f3399a"}\
      """;

  private static final HistoryDump FORMAT =
      new HistoryDump(
          ConversationTypes.builder()
              .type("app.Order", Order.class)
              .type("app.Nested", Nested.class)
              .build());

  @Test
  @DisplayName("H10 a dump of Python is read, and written with equal values")
  void h10() {
    var order =
        new Order(
            "é \"q\"",
            Priority.HIGH,
            Map.of("a", new Nested("t", 1)),
            new Nested("n", 2),
            List.of("x"),
            null,
            new BigDecimal("1.50"),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            List.of(
                Image.of(URI.create("https://example.com/a.jpg")).untrusted(),
                Image.of(Path.of("a/b.jpg")).untrusted()));

    ChatHistory history = FORMAT.read(DUMP);
    ChatHistory again = FORMAT.read(FORMAT.write(history));

    assertThat(history.turns())
        .extracting(Turn::id)
        .containsExactly(
            "c55328e3-1892-40af-b979-7bfd9be798c4", "3a5c57e5-52c7-4efc-9311-de69b1f3399a");
    for (ChatHistory read : List.of(history, again)) {
      List<ChatEntry> entries = read.snapshot().entries();
      assertThat(entries)
          .extracting(ChatEntry::role)
          .containsExactly(Role.USER, Role.ASSISTANT, Role.USER);
      assertThat(entries.get(1).value()).isEqualTo(new Nested("answer", 3));
      assertThat(entries.get(2).value()).isEqualTo(new Nested("again", 4));
      assertThat(entries.getFirst().value())
          .usingRecursiveComparison()
          .ignoringFields("images")
          .isEqualTo(order);
      assertThat(read.maxMessages()).hasValue(9);
      assertThat(read.currentTurn()).contains("3a5c57e5-52c7-4efc-9311-de69b1f3399a");
    }
    assertThat(((Order) history.snapshot().entries().getFirst().value()).images())
        .extracting(Image::source)
        .isEqualTo(order.images().stream().map(Image::source).toList());
    assertThat(again.messages()).isEqualTo(history.messages());
  }

  @Description("An order")
  record Order(
      String id,
      Priority priority,
      @JsonProperty("by_name") Map<String, Nested> byName,
      Nested nested,
      List<String> tags,
      @Nullable String note,
      BigDecimal price,
      LocalDateTime due,
      List<Image> images) {}

  @Description("A nested record")
  record Nested(
      @JsonProperty("nested_field") String text, @JsonProperty("nested_int") int number) {}

  enum Priority {
    @JsonProperty("low")
    LOW,
    @JsonProperty("high")
    HIGH
  }
}

package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryDumpTest {
  private static final HistoryDump DUMP =
      new HistoryDump(ConversationTypes.builder().type("app.Price", Price.class).build());

  @Test
  void readsADecimalInQuotesAsPythonWritesIt() {
    ChatHistory history = DUMP.read(dump("{\\\"amount\\\":\\\"1.50\\\"}", "app.Price", "5"));

    assertThat(history.turns())
        .extracting(Turn::id, Turn::entries)
        .containsExactly(
            tuple(
                "T",
                List.of(
                    ChatEntry.of(
                        new Price(new BigDecimal("1.50")), Message.user("{\"amount\":1.50}")))));
    assertThat(history.maxMessages()).hasValue(5);
    assertThat(history.currentTurn()).contains("T");
  }

  @Test
  void readsMediaThatPythonWrote() {
    var dump = new HistoryDump(ConversationTypes.builder().type("app.Scans", Scans.class).build());
    String text =
        dump(
            "{\\\"text\\\":\\\"Compare\\\",\\\"images\\\":[{\\\"source\\\":\\\"https://x/y.jpg\\\",\\\"media_type\\\":\\\"image/jpeg\\\",\\\"data\\\":null},{\\\"source\\\":\\\"gs://bucket/x.png\\\",\\\"media_type\\\":\\\"image/png\\\",\\\"data\\\":null}]}",
            "app.Scans",
            "null");

    ChatHistory history = dump.read(text);

    assertThat(history.messages().getFirst().parts().getFirst())
        .isEqualTo(new Content.Text("{\"text\":\"Compare\"}"));
    assertThat(history.messages().getFirst().parts().stream().skip(1))
        .map(part -> ((Media) part).source())
        .containsExactly(
            new Media.Source.Url(URI.create("https://x/y.jpg")),
            new Media.Source.Url(URI.create("gs://bucket/x.png")));
    assertThat(dump.read(dump.write(history)).messages()).isEqualTo(history.messages());
  }

  @Test
  void keepsEntriesThatPythonDoesNotHave() {
    ChatHistory history = ChatHistory.unbounded();
    history.commit(
        Turn.of(
            "a",
            List.of(
                ChatEntry.of(Message.user("hi")),
                ChatEntry.of(
                    new Price(BigDecimal.ONE),
                    new Message(
                        Role.ASSISTANT,
                        List.of(
                            new Content.Opaque("p", "{\"x\":1}"),
                            new Content.Text("{\"amount\":1}")))))));
    history.commit(
        Turn.of(
            "b",
            List.of(
                ChatEntry.of(
                    new Message(
                        Role.ASSISTANT, List.of(new Content.ToolCall("c", "search", "{}")))),
                ChatEntry.of(Message.toolResult("c", "search", "none")))));
    history.pin("b");

    ChatHistory read = DUMP.read(DUMP.write(history));

    assertThat(read.turns())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("committedAt")
        .isEqualTo(history.turns());
  }

  @Test
  void startsATurnAtEachUserMessageWithoutATurn() {
    String message =
        "{\"role\":\"%s\",\"content\":{\"class_name\":\"app.Price\",\"data\":\"{\\\"amount\\\":1}\"},\"turn_id\":null}";
    String text =
        "{\"history\":[%s,%s,%s],\"max_messages\":null,\"current_turn_id\":null}"
            .formatted(
                message.formatted("user"),
                message.formatted("assistant"),
                message.formatted("user"));

    assertThat(DUMP.read(text).turns())
        .extracting(turn -> turn.entries().size())
        .containsExactly(2, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid json",
        "",
        "[]",
        "{\"history\":[]}",
        "{\"history\":[],\"max_messages\":0,\"current_turn_id\":null}",
        "{\"history\":[],\"max_messages\":-1,\"current_turn_id\":null}",
        "{\"history\":[],\"max_messages\":1.5,\"current_turn_id\":null}",
        "{\"history\":{},\"max_messages\":null,\"current_turn_id\":null}",
        "{\"history\":[],\"max_messages\":null,\"current_turn_id\":1}",
        "{\"history\":[],\"max_messages\":null,\"current_turn_id\":null} {}"
      })
  void rejectsAnotherText(String text) {
    assertThatThrownBy(() -> DUMP.read(text))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Invalid serialized data: $");
  }

  @Test
  void rejectsAValueOfAnotherForm() {
    assertThatThrownBy(() -> DUMP.read(dump("{}", "app.Price", "null")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "Invalid serialized data: $.history[0].content.data: expected a value of type"
                + " \"app.Price\", found other JSON:\n"
                + "  $.amount: expected");
  }

  @Test
  void rejectsTurnsThatAreInterleaved() {
    String message =
        "{\"role\":\"user\",\"content\":{\"class_name\":\"app.Price\",\"data\":\"{\\\"amount\\\":1}\"},\"turn_id\":\"%s\"}";
    String text =
        "{\"history\":[%s,%s,%s],\"max_messages\":null,\"current_turn_id\":null}"
            .formatted(message.formatted("a"), message.formatted("b"), message.formatted("a"));

    assertThatThrownBy(() -> DUMP.read(text))
        .hasMessage(
            "Invalid serialized data: $.history[2].turn_id: expected the messages of a turn in"
                + " succession, found others between them");
  }

  private static String dump(String data, String className, String max) {
    return "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"%s\",\"data\":\"%s\"},\"turn_id\":\"T\"}],\"max_messages\":%s,\"current_turn_id\":\"T\"}"
        .formatted(className, data, max);
  }

  @Description("Scans")
  record Scans(String text, List<Image> images) {}

  @Description("A price")
  record Price(BigDecimal amount) {}
}

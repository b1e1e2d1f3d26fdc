package org.atomicagents.storage;

import java.time.Instant;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;

/** The types and turns of the tests of stores. */
final class StoreTypes {
  static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  static final ConversationTypes TYPES = ConversationTypes.of(Question.class, Answer.class);

  private StoreTypes() {}

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(String text, int confidence) {}

  /** Returns a turn whose content is determined by its id. */
  static Turn turn(String id) {
    return new Turn(id, List.of(question(id), answer("about " + id)), TIME, false);
  }

  static ChatEntry question(String text) {
    return ChatEntry.of(new Question(text), Message.user("{\"text\":\"" + text + "\"}"));
  }

  static ChatEntry answer(String text) {
    return ChatEntry.of(
        new Answer(text, text.length()),
        Message.assistant("{\"text\":\"%s\",\"confidence\":%d}".formatted(text, text.length())));
  }
}

package org.atomicagents.support;

import java.time.Instant;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;

/** The types and turns of the tests of stores. */
public final class StoreTypes {
  /** The time of commit of the turns. */
  public static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  /** The types of the values in the turns. */
  public static final ConversationTypes TYPES = ConversationTypes.of(Question.class, Answer.class);

  private StoreTypes() {}

  /** An input. */
  @Description("A question")
  public record Question(String text) {}

  /** An output. */
  @Description("An answer")
  public record Answer(String text, int confidence) {}

  /** Returns a turn whose content is determined by its id. */
  public static Turn turn(String id) {
    return new Turn(id, List.of(question(id), answer("about " + id)), TIME, false);
  }

  /** Returns the entry of a question. */
  public static ChatEntry question(String text) {
    return ChatEntry.of(new Question(text), Message.user("{\"text\":\"" + text + "\"}"));
  }

  /** Returns the entry of an answer. */
  public static ChatEntry answer(String text) {
    return ChatEntry.of(
        new Answer(text, text.length()),
        Message.assistant("{\"text\":\"%s\",\"confidence\":%d}".formatted(text, text.length())));
  }
}

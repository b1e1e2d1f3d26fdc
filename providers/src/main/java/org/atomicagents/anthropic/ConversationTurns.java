package org.atomicagents.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import tools.jackson.core.JsonGenerator;

/**
 * The turns of a conversation in the order that the Messages API requires.
 *
 * <p>Adjacent messages of a role are one turn, tool results are the first blocks of a turn of the
 * user, and the first turn is the user's. System messages at the beginning are the parameter {@code
 * system}. Later ones are turns of their own, where the model accepts them: after a turn of the
 * user, before the next response. Where it does not, they are part of {@code system}, too. Source:
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages.
 */
final class ConversationTurns {
  private static final String USER = "user";
  private static final String ASSISTANT = "assistant";
  private static final String SYSTEM = "system";

  /** The text of a turn of the user that the API requires, and the conversation does not have. */
  private static final String ANCHOR = ".";

  private final String model;
  private final boolean acceptsSystemTurns;
  private final boolean marksCache;
  private final List<MessageBlock> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final List<MessageBlock> pendingSystem = new ArrayList<>();
  private int messages;
  private boolean endsWithResponse;

  /** The blocks of one author, with the results of tools first. */
  private static final class Turn {
    private final String role;
    private final List<MessageBlock> blocks = new ArrayList<>();
    private int results;

    Turn(String role) {
      this.role = role;
    }

    void add(MessageBlock block) {
      blocks.add(block.content() instanceof Content.ToolResult ? results++ : blocks.size(), block);
    }
  }

  /**
   * Creates a conversation without messages.
   *
   * @param acceptsSystemTurns whether the model accepts system messages after the first turn
   * @param marksCache whether the ends of cached content are marked
   */
  ConversationTurns(String model, boolean acceptsSystemTurns, boolean marksCache) {
    this.model = model;
    this.acceptsSystemTurns = acceptsSystemTurns;
    this.marksCache = marksCache;
  }

  /** Adds the next message. */
  void add(Message message) {
    messages++;
    endsWithResponse = message.role() == Role.ASSISTANT;
    MediaDataWriter.requireMediaOfUser(message, messages, model);
    if (message.role() == Role.SYSTEM) {
      List<MessageBlock> target = acceptsSystemTurns && !turns.isEmpty() ? pendingSystem : system;
      addBlocks(message, target, target::add);
    } else if (message.role() == Role.ASSISTANT) {
      List<MessageBlock> blocks = new ReplayedBlocks(message, model).blocks();
      if (!blocks.isEmpty()) {
        placeSystemTurn();
        turn(ASSISTANT).blocks.addAll(blocks);
      }
    } else {
      addBlocks(
          message,
          turns.isEmpty() ? List.of() : turns.getLast().blocks,
          block -> turn(USER).add(block));
    }
  }

  /** Adds an instruction at the end of the parameter {@code system}. */
  void addInstruction(String text) {
    system.add(new MessageBlock(new Content.Text(text), "", false));
  }

  /**
   * Adds the parts of a message as blocks.
   *
   * @param before the blocks before the message, of which a boundary at its beginning marks the
   *     last
   */
  private void addBlocks(
      Message message, List<MessageBlock> before, Consumer<MessageBlock> target) {
    List<MessageBlock> last = before;
    for (int i = 0; i < message.parts().size(); i++) {
      Content part = message.parts().get(i);
      switch (part) {
        case Content.CacheBoundary boundary -> markLast(last);
        case Content.Opaque opaque -> {}
        case Content.Text text when text.text().isBlank() -> {}
        default -> {
          String place = part instanceof Media ? MediaDataWriter.place(i, messages) : "";
          target.accept(new MessageBlock(part, place, false));
          last = message.role() == Role.SYSTEM ? before : turns.getLast().blocks;
        }
      }
    }
  }

  private void markLast(List<MessageBlock> blocks) {
    if (marksCache && !blocks.isEmpty() && !blocks.getLast().isReplayed()) {
      blocks.set(blocks.size() - 1, blocks.getLast().withMark());
    }
  }

  /** Returns the last turn if it is of a role, else a new one. */
  private Turn turn(String role) {
    if (turns.isEmpty() || !turns.getLast().role.equals(role)) {
      if (turns.isEmpty() && !role.equals(USER)) {
        addAnchor();
      }
      turns.add(new Turn(role));
    }
    return turns.getLast();
  }

  private void addAnchor() {
    turn(USER).add(new MessageBlock(new Content.Text(ANCHOR), "", false));
  }

  /** Places system messages after the turn of the user that they precede or follow. */
  private void placeSystemTurn() {
    if (!pendingSystem.isEmpty()) {
      boolean isAfterUser = turns.getLast().role.equals(USER);
      (isAfterUser ? turn(SYSTEM).blocks : system).addAll(pendingSystem);
      pendingSystem.clear();
    }
  }

  /**
   * Writes the parameters of the conversation.
   *
   * @param shouldWrite whether a parameter is written
   */
  void write(JsonGenerator json, MessageBlockWriter writer, Predicate<String> shouldWrite) {
    if (turns.isEmpty() || (!endsWithResponse && turns.getLast().role.equals(ASSISTANT))) {
      addAnchor();
    }
    placeSystemTurn();
    if (system.stream().noneMatch(MessageBlock::isMarked)) {
      markLast(system);
    }
    writer.countMarks(system);
    turns.forEach(turn -> writer.countMarks(turn.blocks));
    if (!system.isEmpty() && shouldWrite.test(SYSTEM)) {
      json.writeName(SYSTEM);
      writer.write(system);
    }
    if (shouldWrite.test("messages")) {
      json.writeArrayPropertyStart("messages");
      for (Turn turn : turns) {
        json.writeStartObject();
        json.writeStringProperty("role", turn.role);
        json.writeName("content");
        writer.write(turn.blocks);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }
}

package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.Demonstration;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;

/** Adds the instruction to respond with JSON of a schema to the messages of a request. */
final class SchemaInstruction {
  private static final String SEPARATOR = "\n\n";
  private static final String DEFINITION_INSTRUCTION =
      "Write the answer as a JSON object of this type:\n";

  private SchemaInstruction() {}

  /**
   * Returns the messages with the instruction of a format, at the place that its profile states.
   */
  static List<Message> add(OutputFormat format, List<Message> messages) {
    String instruction = text(format);
    List<Message> shown = format.isDemonstrated() ? demonstrate(messages) : messages;
    // An enforced schema needs no emphasis, and the input in last place is answered best.
    boolean isLast =
        !format.mode().sendsSchema()
            && format.prompt().placement() == InstructionPlacement.LAST_USER_MESSAGE;
    return isLast && !shown.isEmpty() && shown.getLast().role() == Role.USER
        ? addToLast(shown, instruction)
        : addToSystem(shown, instruction);
  }

  /** Returns the messages with the example after the system message. */
  private static List<Message> demonstrate(List<Message> messages) {
    boolean hasSystem = !messages.isEmpty() && messages.getFirst().role() == Role.SYSTEM;
    var shown = new ArrayList<Message>(messages.size() + 2);
    shown.addAll(messages.subList(0, hasSystem ? 1 : 0));
    shown.add(
        Message.user(
            Demonstration.INPUT + SEPARATOR + DEFINITION_INSTRUCTION + Demonstration.DEFINITION));
    shown.add(Message.assistant(Demonstration.RESPONSE));
    shown.addAll(messages.subList(hasSystem ? 1 : 0, messages.size()));
    return shown;
  }

  private static String text(OutputFormat format) {
    return switch (format.prompt().notation()) {
      case JSON_SCHEMA ->
          "Respond with one JSON object that matches this JSON Schema, and no other text:\n"
              + format.promptSchema();
      case TYPE_DEFINITION -> DEFINITION_INSTRUCTION + format.promptSchema();
      case COMPACT_DEFINITION ->
          "Answer with a JSON object of this type:\n" + format.promptSchema();
    };
  }

  /** Returns the messages with a text at the end of the last one, after a blank line. */
  static List<Message> addToLast(List<Message> messages, String instruction) {
    var instructed = new ArrayList<>(messages.subList(0, messages.size() - 1));
    instructed.add(append(messages.getLast(), instruction));
    return List.copyOf(instructed);
  }

  private static Message append(Message message, String instruction) {
    var parts = new ArrayList<>(message.parts());
    boolean endsWithText = !parts.isEmpty() && parts.getLast() instanceof Content.Text;
    String before = endsWithText ? ((Content.Text) parts.removeLast()).text() + SEPARATOR : "";
    parts.add(new Content.Text(before + instruction));
    return new Message(message.role(), parts);
  }

  private static List<Message> addToSystem(List<Message> messages, String instruction) {
    var instructed = new ArrayList<Message>(messages.size() + 1);
    if (!messages.isEmpty() && messages.getFirst().role() == Role.SYSTEM) {
      instructed.add(append(messages.getFirst(), instruction));
      instructed.addAll(messages.subList(1, messages.size()));
    } else {
      instructed.add(Message.system(instruction));
      instructed.addAll(messages);
    }
    return List.copyOf(instructed);
  }
}

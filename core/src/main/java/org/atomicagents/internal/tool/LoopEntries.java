package org.atomicagents.internal.tool;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;

/** Converts the entries of a loop's turn to those that its history keeps. */
final class LoopEntries {
  private LoopEntries() {}

  /**
   * Returns the entries to commit: the last one is the output instead of the step that contains it,
   * and the other steps are messages without a value, since their type belongs to the loop.
   */
  static List<ChatEntry> committed(List<ChatEntry> entries, Object output, String json) {
    var committed = new ArrayList<ChatEntry>();
    for (ChatEntry entry : entries) {
      committed.add(entry.value() instanceof ToolStep ? ChatEntry.of(entry.message()) : entry);
    }
    var parts = new ArrayList<Content>();
    for (Content part : committed.removeLast().message().parts()) {
      parts.add(part instanceof Content.Text ? new Content.Text(json) : part);
    }
    committed.add(ChatEntry.of(output, new Message(Role.ASSISTANT, parts)));
    return committed;
  }
}

package org.atomicagents.internal.chat;

import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Content;
import org.atomicagents.message.Role;

/** Recognizes tool results, which providers reject without the call before them. */
public final class ToolResultTurns {
  private ToolResultTurns() {}

  /** Returns whether a turn begins with a tool result, whose call is in the turn before. */
  public static boolean begins(Turn turn) {
    return contains(turn.entries().getFirst());
  }

  static boolean contains(ChatEntry entry) {
    return entry.role() == Role.TOOL
        || entry.message().parts().stream().anyMatch(Content.ToolResult.class::isInstance);
  }
}

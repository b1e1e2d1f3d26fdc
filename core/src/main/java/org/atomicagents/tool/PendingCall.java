package org.atomicagents.tool;

import java.util.Objects;

/**
 * A call that waits for the approval of a person.
 *
 * @param id the id of the call, for {@link ToolLoop#resume}
 * @param tool the name of the tool
 * @param input the arguments that the model chose, as JSON of the tool's input
 */
public record PendingCall(String id, String tool, String input) {
  public PendingCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(input, "input");
  }

  /** Returns the id, the tool and the size of the arguments. */
  @Override
  public String toString() {
    return "PendingCall[" + id + ", " + tool + ", " + input.length() + " characters]";
  }
}

package org.atomicagents.tool;

import java.util.List;
import org.atomicagents.internal.tool.PreparedToolLoop;

/**
 * The state of a loop whose calls wait for the approval of a person.
 *
 * {@snippet class="org.atomicagents.tool.ToolSnippets" region="approval"}
 *
 * <p>It contains the messages of the turn so far, the results of the calls that have run, and the
 * calls that wait: data only, without names of classes. Any process whose loop has the same tools
 * can resume it. Keep it where its reader cannot change it: an approval is part of it. It contains
 * texts of the conversation; {@code toString()} does not.
 *
 * <p>Immutable.
 *
 * @param <O> the type of the output
 */
public final class Suspended<O> implements ToolLoopResult<O> {
  private final String json;
  private final String id;
  private final List<PendingCall> calls;

  private Suspended(String json) {
    this.json = json;
    this.id = PreparedToolLoop.stateId(json);
    this.calls = PreparedToolLoop.openCalls(json);
  }

  /**
   * Returns the state of a text that {@link #toJson()} returned.
   *
   * @throws IllegalArgumentException if it is another text, or was written by a later release
   */
  public static <O> Suspended<O> fromJson(String json) {
    return new Suspended<>(json);
  }

  /** Returns this state as JSON. */
  public String toJson() {
    return json;
  }

  /** Returns the id of this state. A state that follows from it has another id. */
  public String id() {
    return id;
  }

  /**
   * Returns the calls without a result and without an approval, in the order of the model. Those of
   * a {@linkplain ToolLoopBuilder#checkpoint checkpoint} include calls that need no approval.
   */
  public List<PendingCall> calls() {
    return calls;
  }

  @Override
  public String toString() {
    return "Suspended[" + id + ", " + calls + ", " + json.length() + " characters]";
  }
}

package org.atomicagents.tool;

import java.util.Objects;
import org.atomicagents.internal.json.JsonIo;

/** The decision of a person about a call that requires approval. Immutable. */
public sealed interface Approval {

  /** The call runs with the arguments that the model chose. */
  record Approved() implements Approval {}

  /**
   * The call does not run; the model receives the reason.
   *
   * @param reason the reason, for the model; may be empty
   */
  record Denied(String reason) implements Approval {
    public Denied {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The call runs with other arguments, which the model receives together with the result.
   *
   * @param input the arguments as JSON of the tool's input
   */
  record Edited(String input) implements Approval {
    public Edited {
      JsonIo.requireValid("input", input);
    }
  }

  /** Returns the decision to run a call. */
  static Approval approve() {
    return new Approved();
  }

  /**
   * Returns the decision not to run a call.
   *
   * @param reason the reason, for the model; may be empty
   */
  static Approval deny(String reason) {
    return new Denied(reason);
  }

  /**
   * Returns the decision to run a call with other arguments.
   *
   * @param input the arguments as JSON of the tool's input
   * @throws IllegalArgumentException if the text is not valid JSON
   */
  static Approval edit(String input) {
    return new Edited(input);
  }
}

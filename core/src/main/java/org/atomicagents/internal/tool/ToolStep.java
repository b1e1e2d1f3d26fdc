package org.atomicagents.internal.tool;

import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.internal.schema.type.TaggedValue;

/** The decision of the model in one step of a loop. */
public sealed interface ToolStep {
  /** The maximum number of calls in one step. */
  int MAX_CALLS = 16;

  /** The calls of tools, in the order in which the model wrote them. */
  record CallTools(@Size(min = 1, max = MAX_CALLS) List<RequestedCall> calls) implements ToolStep {}

  /** The final answer. */
  record FinalAnswer(Object answer) implements ToolStep {}

  /**
   * A call of a tool.
   *
   * @param tool the name of the tool
   * @param input the decoded input
   */
  record RequestedCall(String tool, Object input) implements TaggedValue {
    @Override
    public String tag() {
      return tool;
    }
  }
}

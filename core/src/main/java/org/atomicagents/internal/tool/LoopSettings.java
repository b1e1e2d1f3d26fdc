package org.atomicagents.internal.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.AtomicAgent;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.ResumeClaims;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolFilter;
import org.atomicagents.tool.ToolRunner;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a tool loop. Immutable.
 *
 * @param agent the agent with the final output; gives the prompt, the model and the limits of a
 *     step
 * @param tools the tools by name, in the order in which they were added
 * @param maxResultLength the maximum length of a result, in characters
 * @param filter selects the tools of a step; null to offer all
 * @param approver decides about calls while the loop runs; null to suspend it
 * @param claims registers resumed states; null for none
 * @param checkpoint receives the state before and after the calls of each step; null for none
 * @param runner runs the calls of a step; null for virtual threads
 */
public record LoopSettings<I, O>(
    AtomicAgent<I, O> agent,
    SequencedMap<String, Tool<?, ?>> tools,
    int maxSteps,
    int maxParallelTools,
    Duration toolTimeout,
    int maxResultLength,
    @Nullable ToolFilter filter,
    @Nullable Function<? super PendingCall, ? extends Approval> approver,
    @Nullable ResumeClaims claims,
    @Nullable Consumer<String> checkpoint,
    @Nullable ToolRunner runner) {

  public LoopSettings {
    tools = new LinkedHashMap<>(tools);
  }

  /** Returns the tool with a name; null if there is none. */
  @Nullable Tool<?, ?> tool(String name) {
    return tools.get(name);
  }

  /** Returns the schemas that a suspended state depends on, as short hashes by tool. */
  Map<String, String> fingerprints() {
    var hashes = new LinkedHashMap<String, String>();
    tools.forEach((name, tool) -> hashes.put(name, SchemaHash.of(tool.input())));
    return hashes;
  }
}

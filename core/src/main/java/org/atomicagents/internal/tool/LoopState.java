package org.atomicagents.internal.tool;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.message.Message;

/**
 * The state of a loop between two steps, or between a step and the end of its calls. Immutable.
 *
 * @param id the id of this state, for {@link org.atomicagents.tool.ResumeClaims}
 * @param turnId the id of the turn
 * @param continuesLast whether the turn continues the last turn of the history
 * @param lastTurnSize the number of entries of the history's last turn, if the turn continues it
 * @param step the number of the step that is complete, from 1
 * @param called the names of the tools called so far
 * @param usage the usage of all steps so far
 * @param messages the messages of the turn so far
 * @param calls the calls of the step; empty if their results are part of the messages
 * @param tools the hashes of the input schemas of the loop's tools
 * @param input the hash of the input schema
 * @param output the hash of the output schema
 */
record LoopState(
    String id,
    String turnId,
    boolean continuesLast,
    int lastTurnSize,
    int step,
    Set<String> called,
    LoopUsage usage,
    List<Message> messages,
    List<LoopCall> calls,
    Map<String, String> tools,
    String input,
    String output) {

  LoopState {
    called = Set.copyOf(called);
    messages = List.copyOf(messages);
    calls = List.copyOf(calls);
  }
}

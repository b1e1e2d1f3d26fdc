package org.atomicagents.internal.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Violation;
import org.atomicagents.model.Deadline;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.ResumeClaims;
import org.atomicagents.tool.Tool;
import org.jspecify.annotations.Nullable;

/** Begins runs of a loop: from an input, or from a suspended state. */
final class LoopStart {
  private LoopStart() {}

  /** Returns the deadline of a run that starts now. */
  static Deadline deadline(LoopSettings<?, ?> settings, RunOptions options) {
    if (options.deadline() != null) {
      return options.deadline();
    }
    Duration own = settings.agent().timeout();
    Duration timeout = options.timeout() == null ? own : options.timeout();
    return timeout == null
        ? Deadline.none()
        : Deadline.after(timeout, settings.agent().timeSource());
  }

  /** Returns a new turn of the history of a run; of an empty one if the run has none. */
  static ConversationTurn begin(
      LoopSettings<?, ?> settings, RunOptions options, Deadline deadline) {
    ChatHistory own = settings.agent().history();
    ChatHistory history = options.history() == null ? own : options.history();
    return ConversationTurn.begin(
        history == null ? ChatHistory.unbounded() : history,
        deadline,
        settings.agent().timeSource());
  }

  /** Returns the number of entries of the last turn; 0 if there is none. */
  static int lastTurnSize(Snapshot snapshot) {
    Iterator<Turn> turns = snapshot.newestFirst().iterator();
    return turns.hasNext() ? turns.next().entries().size() : 0;
  }

  /**
   * Checks that a state fits the loop and the decisions fit the state.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void requireFitting(
      LoopSettings<?, ?> settings, LoopState state, Map<String, Approval> decisions) {
    requireSameTypes(settings, state);
    requireCalls(settings, state);
    for (var decision : decisions.entrySet()) {
      LoopCall call =
          state.calls().stream()
              .filter(open -> open.isOpen() && open.id().equals(decision.getKey()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "Suspended loop: expected the id of a waiting call, found \"%s\"."
                          .formatted(decision.getKey())));
      Tool<?, ?> tool = settings.tool(call.tool());
      if (tool != null) {
        requireValid(decision.getValue(), tool);
      }
    }
  }

  private static void requireCalls(LoopSettings<?, ?> settings, LoopState state) {
    var ids = new HashSet<String>();
    for (LoopCall call : state.calls()) {
      if (settings.tool(call.tool()) == null) {
        throw new IllegalArgumentException(
            "Suspended loop: expected calls of tools of the loop, found \"%s\"."
                .formatted(call.tool()));
      }
      if (!ids.add(call.id())) {
        throw new IllegalArgumentException(
            "Suspended loop: expected unique ids of calls, found \"%s\" twice."
                .formatted(call.id()));
      }
    }
  }

  private static void requireSameTypes(LoopSettings<?, ?> settings, LoopState state) {
    Map<String, String> own = settings.fingerprints();
    var differences = new ArrayList<String>();
    var names = new TreeSet<>(own.keySet());
    names.addAll(state.tools().keySet());
    for (String name : names) {
      String before = state.tools().get(name);
      String now = own.get(name);
      if (now == null) {
        differences.add("tool '" + name + "' is missing");
      } else if (before == null) {
        differences.add("tool '" + name + "' is new");
      } else if (!before.equals(now)) {
        differences.add("the input of tool '" + name + "' has changed");
      }
    }
    if (!state.input().equals(SchemaHash.of(settings.agent().input()))) {
      differences.add("the input of the loop has changed");
    }
    if (!state.output().equals(SchemaHash.of(settings.agent().output()))) {
      differences.add("the output of the loop has changed");
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "Loop '%s' cannot resume the state of another loop: %s.\nResume it with the loop that was suspended."
              .formatted(settings.agent().name(), String.join(", ", differences)));
    }
  }

  /**
   * Checks the input of an edited call.
   *
   * @throws InvalidInputException if it is invalid
   */
  static void requireValid(Approval decision, Tool<?, ?> tool) {
    if (decision instanceof Approval.Edited edited) {
      List<Violation> violations =
          tool.input().read(edited.input(), Strictness.STRICT).violations();
      if (!violations.isEmpty()) {
        throw InvalidInputException.ofTool(tool.name(), tool.input().name(), violations);
      }
    }
  }

  /**
   * Adds the messages of a state to a new turn.
   *
   * @throws ConflictException if the state was resumed before
   */
  static void restore(LoopSettings<?, ?> settings, LoopState state, ConversationTurn turn) {
    Snapshot history = turn.snapshot();
    for (Turn committed : history.newestFirst()) {
      if (committed.id().equals(state.turnId())
          && (!state.continuesLast() || committed.entries().size() != state.lastTurnSize())) {
        throw resumedBefore();
      }
    }
    List<ChatEntry> entries = entries(settings.agent().input(), state);
    if (state.continuesLast()) {
      turn.extend(state.turnId(), entries);
    } else {
      turn.commit(Turn.of(state.turnId(), entries));
    }
    ResumeClaims claims = settings.claims();
    if (claims != null && !claims.claim(state.id())) {
      throw resumedBefore();
    }
  }

  private static ConflictException resumedBefore() {
    return ConflictException.of(
        "The suspended loop was resumed before.\nUse the result of that run.");
  }

  private static List<ChatEntry> entries(Schema<?> input, LoopState state) {
    var entries = new ArrayList<ChatEntry>();
    for (Message message : state.messages()) {
      boolean isInput = entries.isEmpty() && !state.continuesLast();
      Object value = isInput ? inputOf(input, message) : null;
      entries.add(value == null ? ChatEntry.of(message) : ChatEntry.of(value, message));
    }
    return entries;
  }

  private static @Nullable Object inputOf(Schema<?> input, Message message) {
    return message.role() == Role.USER
        ? input.read(message.text(), Strictness.STRICT).value()
        : null;
  }
}

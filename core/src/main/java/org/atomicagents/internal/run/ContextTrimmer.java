package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.internal.chat.ToolResultTurns;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.TokenCounter;
import org.jspecify.annotations.Nullable;

/**
 * Selects the newest turns of a conversation that fit into the context of a request.
 *
 * <p>Only the selected turns are read, so that the cost does not depend on the length of the
 * conversation. The history itself is never changed. Not thread-safe.
 */
public final class ContextTrimmer {
  /** The part of the limit that is reserved for an output of unknown length: a quarter. */
  private static final int MAX_RESERVED_SHARE = 4;

  private final RunConfig config;
  private final RequestMessages messages;
  private final OutputFormat format;
  private final PendingTurn pending;
  private final TokenCounter counter;
  private final TokenCounter fixedParts;
  private final Iterator<Turn> turns;
  private final List<Turn> selected = new ArrayList<>();
  private @Nullable Turn next;
  private int selectedPinned;

  private ContextTrimmer(
      RunConfig config,
      RequestMessages messages,
      OutputFormat format,
      PendingTurn pending,
      TokenMemo memo) {
    this.config = config;
    this.messages = messages;
    this.format = format;
    this.pending = pending;
    this.counter = config.tokenCounter();
    this.fixedParts = memo.of(counter);
    this.turns = pending.snapshot().newestFirst().iterator();
    this.next = nextTurn();
  }

  /**
   * Returns the part of the conversation that fits; all of it without a limit.
   *
   * @param memo the counts of the parts that the runs of the agent have in common
   * @throws ContextTooLargeException if even the current turn and the pinned turns do not fit
   */
  public static ContextSelection select(
      RunConfig config,
      RequestMessages messages,
      OutputFormat format,
      PendingTurn pending,
      TokenMemo memo) {
    Integer limit = config.limits().maxContextTokens();
    return limit == null
        ? ContextSelection.complete(pending)
        : new ContextTrimmer(config, messages, format, pending, memo).select(limit);
  }

  private ContextSelection select(int limit) {
    if (pending.input() == null) {
      addGroup(nextGroup());
    }
    Snapshot snapshot = pending.snapshot();
    List<Turn> pinned = snapshot.pinned();
    long available = limit - minimum(limit, pinned.subList(0, pinned.size() - selectedPinned));
    while (next != null) {
      List<Turn> group = nextGroup();
      available -= unpinnedTokens(group);
      if (available < 0) {
        return trimmed(pinned);
      }
      addGroup(group);
    }
    return new ContextSelection(ContextSelection.entries(List.of(), selected, pending), List.of());
  }

  private ContextSelection trimmed(List<Turn> pinned) {
    List<Turn> older = pinned.subList(0, pinned.size() - selectedPinned);
    int trimmedCount = pending.snapshot().turnCount() - selected.size() - older.size();
    return new ContextSelection(
        ContextSelection.entries(older, selected, pending),
        new TrimmedTurns(pending.snapshot(), selected.size(), trimmedCount));
  }

  /** Returns the tokens that the request needs without any turn that can be trimmed. */
  private long minimum(int limit, List<Turn> pinned) {
    List<ChatEntry> entries = ContextSelection.entries(pinned, selected, pending);
    TokenCount parts =
        TokenEstimate.of(
            fixedParts, format, messages.with(entries), List.of(), List.of(), OptionalInt.empty());
    int history = parts.history() + Math.toIntExact(tokens(entries));
    int reserved = reservedForOutput(limit);
    long minimum = (long) parts.system() + parts.schema() + history + reserved;
    if (minimum > limit) {
      throw ContextTooLargeException.ofMinimum(
          config.agent(), limit, parts.system(), parts.schema(), history, reserved);
    }
    return minimum;
  }

  private int reservedForOutput(int limit) {
    Integer maxTokens = config.sampling().maxTokens();
    return maxTokens != null
        ? maxTokens
        : Math.min(config.model().maxOutputTokens().orElse(0), limit / MAX_RESERVED_SHARE);
  }

  /**
   * Returns the next turn and, if it begins with a tool result, the turn of its call; newest first.
   */
  private List<Turn> nextGroup() {
    var group = new ArrayList<Turn>();
    while (next != null) {
      Turn turn = next;
      group.add(turn);
      next = nextTurn();
      if (!ToolResultTurns.begins(turn)) {
        break;
      }
    }
    return group;
  }

  private @Nullable Turn nextTurn() {
    return turns.hasNext() ? turns.next() : null;
  }

  private void addGroup(List<Turn> group) {
    for (Turn turn : group) {
      selected.add(turn);
      selectedPinned += turn.isPinned() ? 1 : 0;
    }
  }

  private long tokens(Collection<ChatEntry> entries) {
    long tokens = 0;
    for (ChatEntry entry : entries) {
      tokens += entry.tokens(counter);
    }
    return tokens;
  }

  /** Returns the tokens of the turns that the minimum does not contain. */
  private long unpinnedTokens(List<Turn> group) {
    long tokens = 0;
    for (Turn turn : group) {
      if (!turn.isPinned()) {
        tokens += tokens(turn.entries());
      }
    }
    return tokens;
  }
}

package org.atomicagents.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.Role;

/** A history as simple as possible, as the reference of the property tests. Not thread-safe. */
final class NaiveHistory {
  private final NaiveLimits limits;
  private final List<Turn> turns;
  final List<Turn> evicted = new ArrayList<>();

  /** The limits; the maximum value means none. */
  record NaiveLimits(int turns, int messages, int characters, Duration age) {}

  NaiveHistory(NaiveLimits limits, List<Turn> turns) {
    this.limits = limits;
    this.turns = new ArrayList<>(turns);
  }

  NaiveHistory fork() {
    return new NaiveHistory(limits, turns);
  }

  List<Turn> visible(Instant now) {
    return turns.stream().filter(turn -> !isTooOld(turn, now)).toList();
  }

  List<Turn> all() {
    return List.copyOf(turns);
  }

  boolean wouldBeginATurn(Instant now) {
    return turns.isEmpty() || isTooOld(turns.getLast(), now);
  }

  void commit(Turn turn, Instant now) {
    boolean isPinned =
        turn.isPinned() || (!turns.isEmpty() && turns.getLast().isPinned() && isResult(turn));
    turns.add(turn.withPinned(isPinned));
    evict(now);
  }

  void extendLast(List<ChatEntry> entries, Instant now) {
    turns.set(turns.size() - 1, turns.getLast().withAppended(entries).withCommittedAt(now));
    evict(now);
  }

  boolean isLast(String id) {
    return !turns.isEmpty() && turns.getLast().id().equals(id);
  }

  void delete(String id) {
    turns.removeIf(turn -> turn.id().equals(id));
  }

  void pin(String id, boolean pinned) {
    for (List<Turn> group : groups()) {
      if (group.stream().anyMatch(turn -> turn.id().equals(id))) {
        turns.replaceAll(turn -> group.contains(turn) ? turn.withPinned(pinned) : turn);
      }
    }
  }

  void reset(List<Turn> others, Instant now) {
    turns.clear();
    turns.addAll(others);
    evict(now);
  }

  private void evict(Instant now) {
    for (List<Turn> group : groups()) {
      if (!isKept(group) && group.stream().allMatch(turn -> isTooOld(turn, now))) {
        remove(group);
      }
    }
    for (List<Turn> group : groups()) {
      if (isExceeded() && !isKept(group)) {
        remove(group);
      }
    }
    if (isExceeded()) {
      cutLast();
    }
  }

  private void cutLast() {
    Turn last = turns.getLast();
    int excess = last.entries().size() - limits.messages();
    if (last.isPinned() || excess <= 0) {
      return;
    }
    int from = excess;
    while (from < last.entries().size() && isResult(last.entries().get(from))) {
      from++;
    }
    if (from == last.entries().size()) {
      from = excess;
      while (from > 0 && isResult(last.entries().get(from))) {
        from--;
      }
    }
    if (from > 0) {
      evicted.add(last.withEntries(last.entries().subList(0, from)));
      turns.set(
          turns.size() - 1, last.withEntries(last.entries().subList(from, last.entries().size())));
    }
  }

  private boolean isKept(List<Turn> group) {
    return group.getLast().equals(turns.getLast()) || group.stream().anyMatch(Turn::isPinned);
  }

  private void remove(List<Turn> group) {
    turns.removeAll(group);
    evicted.addAll(group);
  }

  /** Returns the turns that must not be separated: a turn and its tool results. */
  private List<List<Turn>> groups() {
    var groups = new ArrayList<List<Turn>>();
    for (Turn turn : turns) {
      if (groups.isEmpty() || !isResult(turn)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(turn);
    }
    return groups;
  }

  private boolean isExceeded() {
    int messages = turns.stream().mapToInt(turn -> turn.entries().size()).sum();
    int characters =
        turns.stream()
            .flatMap(turn -> turn.entries().stream())
            .mapToInt(entry -> entry.message().text().length())
            .sum();
    return turns.size() > limits.turns()
        || messages > limits.messages()
        || characters > limits.characters();
  }

  private boolean isTooOld(Turn turn, Instant now) {
    Instant committed = turn.committedAt();
    return !turn.isPinned()
        && committed != null
        && Duration.between(committed, now).compareTo(limits.age()) > 0;
  }

  private static boolean isResult(Turn turn) {
    return isResult(turn.entries().getFirst());
  }

  private static boolean isResult(ChatEntry entry) {
    return entry.role() == Role.TOOL;
  }
}

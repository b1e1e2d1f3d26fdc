package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.atomicagents.error.ConflictException;
import org.atomicagents.message.Message;
import org.junit.jupiter.api.Test;

/**
 * Runs random operations on a history in several threads, and searches for an order of them in
 * which a simple list would have returned the same results. The order must agree with the time: an
 * operation that ended before another began comes first.
 */
class HistoryLinearizabilityTest {
  private static final int ROUNDS = 1_500;
  private static final int THREADS = 3;
  private static final int OPERATIONS = 5;
  private static final int MAX_TURNS = 3;
  private static final String FAILED = "failed";
  private static final String DONE = "done";

  /**
   * An operation on a history, and the same on a simple list of turns.
   *
   * @param call returns the result
   */
  private record Operation(String name, Call<ChatHistory> call, Call<List<SimpleTurn>> expected) {}

  private interface Call<T> {
    Object apply(T target);
  }

  private record SimpleTurn(String id, List<String> texts) {}

  /** An operation that was executed, with the times of its begin and its end. */
  private record Execution(Operation operation, int begin, int end, Object result) {}

  @Test
  void everyConcurrentExecutionHasASequentialOrder() throws Exception {
    long seed = new Random().nextLong();
    for (int i = 0; i < ROUNDS; i++) {
      List<Execution> executions = execute(new Random(seed + i));
      var search = new Search(executions);
      assertThat(search.hasOrder(0, List.of())).as("seed %s: %s", seed + i, executions).isTrue();
    }
  }

  @Test
  void theSearchRejectsAnImpossibleExecution() {
    Operation commit = commit("t1");
    Operation read = read();

    var lostTurn =
        new Search(
            List.of(new Execution(commit, 1, 2, DONE), new Execution(read, 3, 4, List.of())));

    assertThat(lostTurn.hasOrder(0, List.of())).isFalse();
  }

  private static List<Execution> execute(Random random) throws Exception {
    var history = ChatHistory.latestTurns(MAX_TURNS);
    var clock = new AtomicInteger();
    var barrier = new CyclicBarrier(THREADS);
    var threads = new ArrayList<Thread>();
    var executions = new ArrayList<List<Execution>>();
    for (int i = 0; i < THREADS; i++) {
      List<Operation> operations =
          Stream.generate(() -> operation(random)).limit(OPERATIONS).toList();
      var executed = new ArrayList<Execution>();
      executions.add(executed);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                awaitAll(barrier);
                for (Operation operation : operations) {
                  int begin = clock.incrementAndGet();
                  Object result = operation.call().apply(history);
                  executed.add(new Execution(operation, begin, clock.incrementAndGet(), result));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return executions.stream().flatMap(List::stream).toList();
  }

  private static Operation operation(Random random) {
    String id = "t" + random.nextInt(6);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> commit(id);
      case 3 -> extend(id);
      case 4 -> delete(id);
      case 5 -> random.nextInt(4) == 0 ? clear() : commit(id);
      case 6 -> readFork();
      default -> read();
    };
  }

  private static Operation commit(String id) {
    return new Operation(
        "commit " + id,
        history -> {
          history.commit(Turn.of(id, List.of(ChatEntry.of(Message.user(id)))));
          return DONE;
        },
        turns -> {
          turns.add(new SimpleTurn(id, List.of(id)));
          if (turns.size() > MAX_TURNS) {
            turns.removeFirst();
          }
          return DONE;
        });
  }

  private static Operation extend(String id) {
    return new Operation(
        "extend " + id,
        history -> {
          try {
            history.extend(id, List.of(ChatEntry.of(Message.assistant("more"))));
            return DONE;
          } catch (ConflictException e) {
            return FAILED;
          }
        },
        turns -> {
          if (turns.isEmpty() || !turns.getLast().id().equals(id)) {
            return FAILED;
          }
          var texts = new ArrayList<>(turns.removeLast().texts());
          texts.add("more");
          turns.add(new SimpleTurn(id, List.copyOf(texts)));
          return DONE;
        });
  }

  private static Operation delete(String id) {
    return new Operation(
        "delete " + id,
        history -> {
          try {
            history.delete(id);
            return DONE;
          } catch (IllegalArgumentException e) {
            return FAILED;
          }
        },
        turns -> turns.removeIf(turn -> turn.id().equals(id)) ? DONE : FAILED);
  }

  private static Operation clear() {
    return new Operation(
        "clear",
        history -> {
          history.clear();
          return DONE;
        },
        turns -> {
          turns.clear();
          return DONE;
        });
  }

  private static Operation read() {
    return new Operation("read", HistoryLinearizabilityTest::simpleTurns, List::copyOf);
  }

  private static Operation readFork() {
    return new Operation("fork", history -> simpleTurns(history.fork()), List::copyOf);
  }

  private static List<SimpleTurn> simpleTurns(ChatHistory history) {
    return history.turns().stream()
        .map(turn ->
            new SimpleTurn(
                turn.id(), turn.entries().stream().map(entry -> entry.message().text()).toList()))
        .toList();
  }

  private static void awaitAll(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A search for a sequential order of executions; states that failed are not searched again. */
  private static final class Search {
    private final List<Execution> executions;
    private final Set<SearchState> failed = new HashSet<>();

    private record SearchState(int done, List<SimpleTurn> turns) {}

    Search(List<Execution> executions) {
      this.executions = executions;
    }

    /** Returns whether the executions that are not done yet have an order. */
    boolean hasOrder(int done, List<SimpleTurn> turns) {
      if (Integer.bitCount(done) == executions.size()) {
        return true;
      }
      if (failed.contains(new SearchState(done, turns))) {
        return false;
      }
      int firstEnd = Integer.MAX_VALUE;
      for (int i = 0; i < executions.size(); i++) {
        if ((done & 1 << i) == 0) {
          firstEnd = Math.min(firstEnd, executions.get(i).end());
        }
      }
      for (int i = 0; i < executions.size(); i++) {
        Execution next = executions.get(i);
        if ((done & 1 << i) == 0 && next.begin() < firstEnd) {
          var after = new ArrayList<>(turns);
          if (next.operation().expected().apply(after).equals(next.result())
              && hasOrder(done | 1 << i, List.copyOf(after))) {
            return true;
          }
        }
      }
      failed.add(new SearchState(done, turns));
      return false;
    }
  }
}

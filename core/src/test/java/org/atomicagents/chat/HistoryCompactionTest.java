package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.atomicagents.message.Message;
import org.junit.jupiter.api.Test;

class HistoryCompactionTest {
  private static final Executor SAME_THREAD = Runnable::run;

  private final List<Runnable> tasks = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private final List<Turn> evicted = new ArrayList<>();

  @Test
  void replacesTheOldestTurnsSoThatHalfOfTheLimitRemains() {
    ChatHistory history = compacted(SAME_THREAD);

    for (int i = 1; i <= 5; i++) {
      history.commit(turn("t" + i));
    }

    assertThat(texts(history)).containsExactly("[t1 t2 t3]", "t4", "t5");
    assertThat(evicted.stream().map(HistoryCompactionTest::text)).containsExactly("t1", "t2", "t3");

    history.commit(turn("t6"));
    assertThat(texts(history)).containsExactly("[t1 t2 t3]", "t4", "t5", "t6");
    history.commit(turn("t7"));
    assertThat(texts(history)).containsExactly("[[t1 t2 t3] t4 t5]", "t6", "t7");
  }

  @Test
  void summaryIsAsOldAsItsNewestTurn() {
    ChatHistory history = compacted(SAME_THREAD);
    for (int i = 1; i <= 5; i++) {
      history.commit(turn("t" + i));
    }

    assertThat(history.turns().getFirst().committedAt()).isEqualTo(evicted.getLast().committedAt());
  }

  @Test
  void keepsTheTurnsUntilTheFunctionReturns() {
    ChatHistory history = compacted(tasks::add);

    for (int i = 1; i <= 6; i++) {
      history.commit(turn("t" + i));
    }

    assertThat(tasks).hasSize(1);
    assertThat(texts(history)).containsExactly("t1", "t2", "t3", "t4", "t5", "t6");
    assertThat(evicted).isEmpty();

    tasks.removeFirst().run();
    assertThat(texts(history)).containsExactly("[t1 t2 t3 t4]", "t5", "t6");
  }

  @Test
  void keepsTheTurnsIfTheFunctionThrows() {
    var calls = new AtomicInteger();
    ChatHistory history =
        ChatHistory.builder()
            .maxTurns(2)
            .compaction(
                turns -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("model not available");
                  }
                  return summary(turns);
                },
                SAME_THREAD)
            .onCompactionFailure(failures::add)
            .build();

    history.commit(turn("t1"));
    history.commit(turn("t2"));
    history.commit(turn("t3"));
    assertThat(texts(history)).containsExactly("t1", "t2", "t3");
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst()).hasMessage("model not available");

    history.commit(turn("t4"));
    assertThat(texts(history)).containsExactly("[t1 t2 t3]", "t4");
  }

  @Test
  void keepsTheTurnsIfTheFunctionReturnsNull() {
    ChatHistory history =
        ChatHistory.builder()
            .maxTurns(2)
            .compaction(turns -> nullTurn(), SAME_THREAD)
            .onCompactionFailure(failures::add)
            .build();
    for (int i = 1; i <= 3; i++) {
      history.commit(turn("t" + i));
    }

    assertThat(history.turns()).hasSize(3);
    assertThat(failures).hasSize(1).first().isInstanceOf(NullPointerException.class);
  }

  @Test
  void reportsAnExecutorThatRejectsTheCompaction() {
    ChatHistory history =
        ChatHistory.builder()
            .maxTurns(2)
            .compaction(
                HistoryCompactionTest::summary,
                task -> {
                  throw new RejectedExecutionException("closed");
                })
            .onCompactionFailure(failures::add)
            .build();

    for (int i = 1; i <= 4; i++) {
      history.commit(turn("t" + i));
    }

    assertThat(history.turns()).hasSize(4);
    assertThat(failures).hasSize(2);
  }

  @Test
  void startsAnotherCompactionAfterAnError() {
    var calls = new AtomicInteger();
    ChatHistory history =
        ChatHistory.builder()
            .maxTurns(2)
            .compaction(
                turns -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new AssertionError("defect");
                  }
                  return summary(turns);
                },
                SAME_THREAD)
            .build();
    history.commit(turn("t1"));
    history.commit(turn("t2"));
    assertThatThrownBy(() -> history.commit(turn("t3"))).isInstanceOf(AssertionError.class);

    history.commit(turn("t4"));

    assertThat(texts(history)).containsExactly("[t1 t2 t3]", "t4");
  }

  @Test
  void dropsTheSummaryOfTurnsThatWereDeletedMeanwhile() {
    ChatHistory history = compacted(tasks::add);
    for (int i = 1; i <= 5; i++) {
      history.commit(turn("t" + i));
    }
    var changing =
        compacted(
            SAME_THREAD,
            turns -> {
              histories.getFirst().delete(turns.getFirst().id());
              return summary(turns);
            });
    histories.add(changing);
    for (int i = 1; i <= 5; i++) {
      changing.commit(turn("t" + i));
    }

    assertThat(texts(changing)).containsExactly("t2", "t3", "t4", "t5");
    assertThat(evicted).isEmpty();

    history.clear();
    tasks.removeFirst().run();
    assertThat(history.turns()).isEmpty();
  }

  @Test
  void dropsTheSummaryOfTurnsThatWerePinnedMeanwhile() {
    var changing =
        compacted(
            SAME_THREAD,
            turns -> {
              histories.getFirst().pin(turns.getFirst().id());
              return summary(turns);
            });
    histories.add(changing);
    for (int i = 1; i <= 5; i++) {
      changing.commit(turn("t" + i));
    }

    assertThat(texts(changing)).containsExactly("t1", "t2", "t3", "t4", "t5");
  }

  @Test
  void keepsPinnedTurnsAndTurnsThatWereCommittedMeanwhile() {
    ChatHistory history = compacted(tasks::add);
    for (int i = 1; i <= 5; i++) {
      history.commit(turn("t" + i).withPinned(i == 2));
    }
    history.commit(turn("t6"));

    tasks.removeFirst().run();

    assertThat(texts(history)).containsExactly("t2", "[t1 t3 t4 t5]", "t6");
  }

  @Test
  void runsOneCompactionAtATime() throws Exception {
    var running = new AtomicInteger();
    var maximum = new AtomicInteger();
    var started = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    ChatHistory history =
        ChatHistory.builder()
            .maxTurns(4)
            .compaction(
                turns -> {
                  maximum.accumulateAndGet(running.incrementAndGet(), Math::max);
                  started.countDown();
                  await(finish);
                  running.decrementAndGet();
                  return summary(turns);
                },
                task -> threads.add(Thread.startVirtualThread(task)))
            .build();

    for (int i = 1; i <= 100; i++) {
      history.commit(turn("t" + i));
    }
    started.await();
    assertThat(history.turns()).hasSize(100);
    finish.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(maximum).hasValue(1);
    assertThat(threads).hasSize(1);
    assertThat(texts(history).getLast()).isEqualTo("t100");
    assertThat(history.turns()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void runsOnAVirtualThreadByDefault() throws Exception {
    var threads = new ArrayList<Thread>();
    var finished = new CountDownLatch(1);
    ChatHistory history =
        ChatHistory.builder()
            .maxTurns(2)
            .compaction(turns -> {
              threads.add(Thread.currentThread());
              return summary(turns);
            })
            .onEviction(turns -> finished.countDown())
            .build();
    for (int i = 1; i <= 3; i++) {
      history.commit(turn("t" + i));
    }
    finished.await();

    assertThat(threads.getFirst().isVirtual()).isTrue();
    assertThat(texts(history)).containsExactly("[t1 t2]", "t3");
  }

  @Test
  void requiresALimitWithRoomForASummary() {
    String message = "compaction: expected maxTurns, maxMessages or maxTokens, each of at least 2.";

    assertThatThrownBy(
            () -> ChatHistory.builder().compaction(HistoryCompactionTest::summary).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() ->
            ChatHistory.builder().maxTurns(1).compaction(HistoryCompactionTest::summary).build())
        .hasMessage(message);
  }

  private final List<ChatHistory> histories = new ArrayList<>();

  @Test
  void compactsAfterAnErrorOfTheExecutor() {
    var threads = new AtomicBoolean();
    ChatHistory history =
        compacted(task -> {
          if (!threads.get()) {
            throw new OutOfMemoryError("no threads");
          }
          task.run();
        });
    for (String text : List.of("a", "b", "c", "d")) {
      history.commit(turn(text));
    }

    assertThatThrownBy(() -> history.commit(turn("e"))).isInstanceOf(OutOfMemoryError.class);
    threads.set(true);
    history.commit(turn("f"));

    assertThat(texts(history)).hasSizeLessThanOrEqualTo(4).last().isEqualTo("f");
  }

  private ChatHistory compacted(Executor executor) {
    return compacted(executor, HistoryCompactionTest::summary);
  }

  private ChatHistory compacted(Executor executor, Function<List<Turn>, Turn> function) {
    return ChatHistory.builder()
        .maxTurns(4)
        .compaction(function, executor)
        .onEviction(evicted::addAll)
        .build();
  }

  @SuppressWarnings("NullAway")
  private static Turn nullTurn() {
    return null;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Turn summary(List<Turn> turns) {
    return turn(
        turns.stream().map(HistoryCompactionTest::text).collect(Collectors.joining(" ", "[", "]")));
  }

  private static String text(Turn turn) {
    return turn.entries().getFirst().message().text();
  }

  private static List<String> texts(ChatHistory history) {
    return history.turns().stream().map(HistoryCompactionTest::text).toList();
  }

  private static Turn turn(String text) {
    return Turn.of(ChatEntry.of(Message.user(text)));
  }
}

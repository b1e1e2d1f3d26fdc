package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class ChatHistoryTest {

  @Test
  void evictsTheOldestTurnAsAWhole() {
    var history = ChatHistory.latestTurns(1);
    history.commit(turn(user("What is 2+2?"), toolResult("call-1", "4")));

    history.commit(turn(user("And 3+3?")));

    assertThat(history.messages()).containsExactly(user("And 3+3?"));
  }

  @Test
  void evictsCompleteTurnsBeyondTheMessageLimit() {
    var history = ChatHistory.latestMessages(3);
    history.commit(turn(user("u0"), assistant("a0")));
    history.commit(turn(user("u1"), assistant("a1")));

    assertThat(history.messages()).containsExactly(user("u1"), assistant("a1"));
  }

  @Test
  void neverSeparatesAToolResultFromItsCall() {
    var history = ChatHistory.latestMessages(2);

    history.commit(turn(user("u"), toolCall("call-1"), toolResult("call-1", "4"), assistant("4")));

    assertThat(history.messages()).containsExactly(assistant("4"));
  }

  @Test
  void keepsACallAndItsResultBeyondTheLimit() {
    var history = ChatHistory.latestMessages(1);
    history.commit(turn(user("u"), toolCall("call-1")));

    history.add(ChatEntry.of(toolResult("call-1", "4")));

    assertThat(history.messages()).containsExactly(toolCall("call-1"), toolResult("call-1", "4"));
  }

  @Test
  void keepsTheLatestTurnsAfterAThousandCommits() {
    var history = ChatHistory.latestTurns(5);

    for (int i = 0; i < 1_000; i++) {
      history.commit(turn(user("u" + i), assistant("a" + i)));
    }

    assertThat(history.messageCount()).isEqualTo(10);
    assertThat(history.messages().getFirst()).isEqualTo(user("u995"));
    assertThat(history.messages().getLast()).isEqualTo(assistant("a999"));
  }

  @Test
  void doesNotChangeExistingSnapshots() {
    var history = ChatHistory.latestTurns(1);
    history.commit(turn(user("u0")));
    var snapshot = history.snapshot();

    history.add(ChatEntry.of(assistant("a0")));
    history.commit(turn(user("u1")));

    assertThat(snapshot.entries()).containsExactly(ChatEntry.of(user("u0")));
  }

  @Test
  void forksAreIndependent() {
    var history = ChatHistory.unbounded();
    history.commit(turn(user("u0")));

    ChatHistory fork = history.fork();
    fork.commit(turn(user("fork")));
    history.commit(turn(user("original")));

    assertThat(fork.messages()).containsExactly(user("u0"), user("fork"));
    assertThat(history.messages()).containsExactly(user("u0"), user("original"));
  }

  @Test
  void extendsOnlyTheLastTurn() {
    var history = ChatHistory.unbounded();
    Turn first = turn(user("u0"));
    history.commit(first);
    history.commit(turn(user("u1")));

    assertThatThrownBy(() -> history.extend(first.id(), List.of(ChatEntry.of(assistant("a0")))))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "The conversation has changed: turn "
                + first.id()
                + " is no longer its last turn.\nRun again with an input.");
    assertThat(history.messages()).containsExactly(user("u0"), user("u1"));
  }

  @Test
  void rejectsLimitsBelowOne() {
    assertThatThrownBy(() -> ChatHistory.latestMessages(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxMessages: expected 1 or more, found 0");
    assertThatThrownBy(() -> ChatHistory.latestTurns(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTurns: expected 1 or more, found -1");
  }

  @Test
  void neverInterleavesTheTurnsOfConcurrentCommits() throws Exception {
    var history = ChatHistory.unbounded();
    var start = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 100; i++) {
      Turn turn = turn(user("u" + i), assistant("a" + i));
      threads.add(
          Thread.startVirtualThread(() -> {
            awaitUninterruptibly(start);
            history.commit(turn);
          }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(history.messageCount()).isEqualTo(200);
    var ids = new HashSet<String>();
    for (Turn turn : history.turns()) {
      assertThat(ids.add(turn.id())).isTrue();
      assertThat(turn.entries().get(1).message().text().substring(1))
          .isEqualTo(turn.entries().get(0).message().text().substring(1));
    }
  }

  @Test
  void rejectsAnOverlappingRun() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    Lease first = acquire(history, Deadline.none());

    assertThatThrownBy(() -> acquire(history, Deadline.none()))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "Another run of this conversation is in progress.\n"
                + "Wait for it to end, or use OverlapPolicy.QUEUE or OverlapPolicy.APPEND.");

    first.close();
    first.close();
    Lease second = acquire(history, Deadline.none());
    assertThatThrownBy(() -> acquire(history, Deadline.none()))
        .isInstanceOf(ConflictException.class);
    second.close();
  }

  @Test
  void queuesOverlappingRunsWithinTheirDeadline() throws Exception {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var order = new LinkedBlockingQueue<String>();
    Lease first = acquire(history, Deadline.none());
    Thread second =
        Thread.startVirtualThread(() -> {
          Lease lease = acquire(history, Deadline.none());
          order.add("second in");
          lease.close();
        });

    assertThatThrownBy(() -> acquire(history, Deadline.after(Duration.ZERO)))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            "Timed out after 0 ms while waiting for another run of the conversation (limit"
                + " DEADLINE).\n"
                + "Raise the limit, or ask for less.");
    order.add("first out");
    first.close();
    second.join();

    assertThat(order).containsExactly("first out", "second in");
  }

  @Test
  void queuedRunTakesOverAtTheDeadlineOfTheRunBefore() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    Lease abandoned = acquire(history, Deadline.after(Duration.ofMillis(20)));

    Lease next = acquire(history, Deadline.none());

    assertThat(abandoned.isExpired()).isTrue();
    assertThat(abandoned.beginCommit()).isFalse();
    abandoned.close();
    assertThatThrownBy(() -> acquire(history, Deadline.after(Duration.ZERO)))
        .isInstanceOf(TimedOutException.class);
    assertThat(next.isExpired()).isFalse();
    next.close();
  }

  @Test
  void leaseDoesNotExpireWhileItsTurnIsCommitted() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    Lease late = acquire(history, Deadline.after(Duration.ZERO));

    assertThat(late.beginCommit()).isTrue();

    assertThatThrownBy(() -> acquire(history, Deadline.after(Duration.ofMillis(1))))
        .isInstanceOf(TimedOutException.class);
    late.close();
    acquire(history, Deadline.none()).close();
  }

  @Test
  void queuedRunsGetAccessInTheOrderOfTheirCalls() throws Exception {
    int count = 200;
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var order = new LinkedBlockingQueue<Integer>();
    Lease first = acquire(history, Deadline.none());
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                Lease lease = acquire(history, Deadline.none());
                order.add(number);
                lease.close();
              });
      threads.add(thread);
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    first.close();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(order).containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
  }

  @Test
  void waitsInterruptibly() throws Exception {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.QUEUE);
    var outcomes = new LinkedBlockingQueue<Object>();
    Lease held = acquire(history, Deadline.none());
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                acquire(history, Deadline.none());
              } catch (CancelledException e) {
                outcomes.add(e.getMessage());
                outcomes.add(Thread.currentThread().isInterrupted());
              }
            });
    waiting.interrupt();
    waiting.join();
    held.close();

    assertThat(new ArrayList<>(outcomes))
        .containsExactly("Interrupted while waiting for another run of the conversation.", true);
  }

  private static Lease acquire(ChatHistory history, Deadline deadline) {
    return history.acquire(deadline, TimeSource.system());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Turn turn(Message... messages) {
    return Turn.of(List.of(messages).stream().map(ChatEntry::of).toList());
  }

  private static Message user(String text) {
    return Message.user(text);
  }

  private static Message assistant(String text) {
    return Message.assistant(text);
  }

  private static Message toolCall(String id) {
    return new Message(Role.ASSISTANT, List.of(new Content.ToolCall(id, "add", "{}")));
  }

  private static Message toolResult(String id, String text) {
    return Message.toolResult(id, "add", text);
  }
}

package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of all kinds in 64 threads on one conversation: a turn is a transaction. */
class OverlappingRunsTest {
  private static final int THREADS = 64;
  private static final int RUNS = 12;
  private static final RunLimits ONE_ATTEMPT = RunLimits.defaults().withMaxAttempts(1);

  private enum Kind {
    CALL,
    STREAM,
    CACHED,
    FAILURE,
    INVALID,
    CLOSED_EARLY,
    NEVER_STARTED,
    INTERRUPTED,
    ABANDONED
  }

  private final ChatHistory unbounded = ChatHistory.unbounded();
  private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
  private final Queue<String> succeeded = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
  private final Queue<AgentStream<BasicChatOutput>> abandoned = new ConcurrentLinkedQueue<>();
  private final Queue<Deadline> deadlines = new ConcurrentLinkedQueue<>();
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.builder(ScriptedModel.by(this::respond).model())
          .systemPrompt(SystemPrompt.none())
          .limits(ONE_ATTEMPT)
          .build();

  @ParameterizedTest
  @EnumSource
  void committedTurnsAreExactlyThoseOfTheSuccessfulRuns(OverlapPolicy policy) throws Exception {
    ChatHistory history = unbounded.withOverlapPolicy(policy);
    long seed = new Random().nextLong();

    inThreads(thread -> {
      var random = new Random(seed + thread);
      for (int run = 0; run < RUNS; run++) {
        runSafely(history, kind(random), thread + "-" + run);
      }
    });

    String description = "seed " + seed;
    assertThat(unexpected).as(description).isEmpty();
    List<String> committed = new ArrayList<>();
    history
        .turns()
        .forEach(turn -> {
          assertThat(turn.entries()).as(description).hasSize(2);
          String text = turn.entries().getFirst().message().text();
          assertThat(turn.entries().getLast().message()).isEqualTo(Message.assistant(text));
          committed.add(text);
        });
    assertThat(committed)
        .as(description)
        .isNotEmpty()
        .hasSameElementsAs(succeeded)
        .hasSize(succeeded.size());
    assertIsolated(committed, policy, description);
    assertAbandonedStreamsDoNotCommit(history, committed.size());
  }

  @Test
  void continuedTurnsLoseNothing() throws Exception {
    unbounded.commit(Turn.of(ChatEntry.of(Message.user("{\"chat_message\":\"first\"}"))));
    RunOptions options = RunOptions.history(unbounded);
    var runs = new AtomicInteger();
    var continuations = new AtomicInteger();

    inThreads(thread -> {
      for (int run = 0; run < RUNS; run++) {
        if (thread % 4 == 0) {
          agent.run(new BasicChatInput(Kind.CALL + " " + thread), options);
          runs.incrementAndGet();
        } else if (isContinued(options)) {
          continuations.incrementAndGet();
        }
      }
    });

    assertThat(unexpected).isEmpty();
    assertThat(unbounded.messageCount()).isEqualTo(1 + 2 * runs.get() + continuations.get());
    assertThat(unbounded.turns())
        .hasSize(1 + runs.get())
        .allSatisfy(turn ->
            assertThat(turn.entries().stream().map(ChatEntry::role))
                .startsWith(Role.USER)
                .containsOnlyOnce(Role.USER));
  }

  /** Returns false if another turn was committed since the snapshot of the run. */
  private boolean isContinued(RunOptions options) {
    try {
      agent.run(options);
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  private void inThreads(IntConsumer task) throws InterruptedException {
    var start = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(
          Thread.startVirtualThread(() -> {
            await(start);
            try {
              task.accept(thread);
            } catch (Throwable e) {
              unexpected.add(e);
            }
          }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Every run has seen the turns that were committed before it began, and no part of others. */
  private void assertIsolated(List<String> committed, OverlapPolicy policy, String description) {
    seen.forEach((input, turns) ->
        assertThat(turns).as(description).isEqualTo(committed.subList(0, turns.size())));
    if (policy != OverlapPolicy.APPEND) {
      for (int i = 0; i < committed.size(); i++) {
        List<String> turns = seen.get(committed.get(i));
        assertThat(turns == null ? i : turns.size()).as(description).isEqualTo(i);
      }
    }
  }

  private void assertAbandonedStreamsDoNotCommit(ChatHistory history, int turns) {
    while (!deadlines.stream().allMatch(Deadline::isPassed)) {
      Thread.onSpinWait();
    }
    for (AgentStream<BasicChatOutput> stream : abandoned) {
      try (stream) {
        assertThat(failureOf(stream)).isInstanceOf(TimedOutException.class);
      }
    }
    assertThat(history.turns()).hasSize(turns);
  }

  private static AgentException failureOf(AgentStream<BasicChatOutput> stream) {
    try {
      throw new AssertionError("expected a failure, found " + stream.result());
    } catch (AgentException e) {
      return e;
    }
  }

  private void runSafely(ChatHistory history, Kind kind, String id) {
    var input = new BasicChatInput(kind + " " + id);
    try {
      run(history, kind, input);
      if (kind == Kind.CALL || kind == Kind.STREAM || kind == Kind.CACHED) {
        succeeded.add(text(input));
      }
    } catch (ConflictException e) {
      expect(history.overlapPolicy() == OverlapPolicy.REJECT, e);
      // A rejected run leaves the interrupt of its thread to the next run.
      boolean unused = Thread.interrupted();
    } catch (TransportException e) {
      expect(kind == Kind.FAILURE, e);
    } catch (InvalidOutputException e) {
      expect(kind == Kind.INVALID, e);
    } catch (CancelledException e) {
      expect(kind == Kind.INTERRUPTED && Thread.interrupted(), e);
    } catch (TimedOutException e) {
      expect(kind == Kind.ABANDONED, e);
    } catch (Throwable e) {
      unexpected.add(e);
    }
  }

  private void expect(boolean isExpected, Throwable failure) {
    if (!isExpected) {
      unexpected.add(failure);
    }
  }

  private void run(ChatHistory history, Kind kind, BasicChatInput input) {
    RunOptions options = RunOptions.history(history);
    switch (kind) {
      case CALL, FAILURE, INVALID -> agent.run(input, options);
      case STREAM -> {
        try (var stream = agent.stream(input, options)) {
          stream.result();
        }
      }
      case CACHED -> {
        try (var prepared = agent.prepare(input, options)) {
          prepared.commit(new BasicChatOutput(input.chatMessage()));
        }
      }
      case CLOSED_EARLY -> {
        try (var stream = agent.stream(input, options)) {
          assertThat(stream.deltas().iterator().next()).isNotNull();
        }
      }
      case NEVER_STARTED -> agent.prepare(input, options).close();
      case INTERRUPTED -> {
        Thread.currentThread().interrupt();
        agent.run(input, options);
      }
      case ABANDONED -> {
        Deadline deadline = Deadline.after(Duration.ofMillis(2));
        deadlines.add(deadline);
        abandoned.add(agent.stream(input, options.withDeadline(deadline)));
      }
    }
  }

  private ScriptedResponse respond(ModelRequest request) {
    List<String> users =
        request.messages().stream()
            .filter(message -> message.role() == Role.USER)
            .map(Message::text)
            .toList();
    String input = users.getLast();
    seen.put(input, users.subList(0, users.size() - 1));
    if (input.contains(Kind.FAILURE.name())) {
      return ScriptedResponse.throwing(
          TransportException.of("connection reset", TransportException.Stage.CONNECT, null));
    }
    return ScriptedResponse.text(input.contains(Kind.INVALID.name()) ? "{}" : input);
  }

  private static Kind kind(Random random) {
    // Abandoned streams block others until their deadline, so there are few of them.
    return random.nextInt(20) == 0
        ? Kind.ABANDONED
        : Kind.values()[random.nextInt(Kind.values().length - 1)];
  }

  private static String text(BasicChatInput input) {
    return "{\"chat_message\":\"" + input.chatMessage() + "\"}";
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

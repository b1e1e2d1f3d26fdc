package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.response;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ConcurrentCascadeTest {
  private static final int RUNS = 200;

  private final ScriptedModel small =
      ScriptedModel.by(request -> response("bad", 0.9).withChunkSize(5));
  private final ScriptedModel large =
      ScriptedModel.by(request -> response("good", 0.9).withChunkSize(5));
  private final CascadeAgent<Question, Answer> cascade =
      CascadeAgent.of(
              AtomicAgent.of(Question.class, Answer.class, small.model()),
              small.model("small"),
              large.model("large"))
          .withCheck(answer -> answer.text().equals("bad") ? Optional.of("bad") : Optional.empty());

  @ParameterizedTest
  @EnumSource(value = OverlapPolicy.class, mode = EnumSource.Mode.EXCLUDE, names = "REJECT")
  void commitsOneTurnForEachOfManyRuns(OverlapPolicy policy) throws Exception {
    ChatHistory history = ChatHistory.builder().overlapPolicy(policy).build();
    List<FutureTask<Answer>> tasks = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      boolean isStreamed = i % 2 == 0;
      var task = new FutureTask<>(() -> isStreamed ? streamed(history) : called(history));
      Thread.ofVirtual().start(task);
      tasks.add(task);
    }
    for (FutureTask<Answer> task : tasks) {
      assertThat(task.get().text()).isEqualTo("good");
    }

    assertThat(history.turns()).hasSize(RUNS);
    assertThat(history.turns()).allMatch(turn -> turn.entries().size() == 2);
    assertThat(small.requests()).hasSize(RUNS);
    assertThat(large.requests()).hasSize(RUNS);
  }

  @Test
  void leavesTheConversationUnchangedWhereverAStreamIsClosed() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      ChatHistory history = ChatHistory.builder().overlapPolicy(OverlapPolicy.REJECT).build();
      called(history);
      List<Turn> before = history.turns();
      int items = random.nextInt(12);

      try (AgentStream<Answer> stream = cascade.stream(QUESTION, RunOptions.history(history))) {
        Iterator<Partial<Answer>> partials = stream.iterator();
        for (int i = 0; i < items && partials.hasNext(); i++) {
          partials.next();
        }
      }

      List<Turn> after = history.turns();
      assertThat(after.subList(0, 1)).as("seed %d", seed).isEqualTo(before);
      int expected = after.size() == 2 ? 2 : 1;
      assertThat(after).as("seed %d", seed).hasSize(expected);
      called(history);
      assertThat(history.turns()).as("seed %d", seed).hasSize(expected + 1);
    }
  }

  private Answer called(ChatHistory history) {
    return cascade.run(QUESTION, RunOptions.history(history));
  }

  private Answer streamed(ChatHistory history) {
    try (AgentStream<Answer> stream = cascade.stream(QUESTION, RunOptions.history(history))) {
      Answer last = null;
      for (Partial<Answer> partial : stream) {
        last = partial.value();
      }
      assertThat(last).isEqualTo(stream.result());
      return last;
    }
  }
}

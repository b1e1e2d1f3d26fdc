package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.AgentException;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares random cascades with {@link ExpectedCascade}: results, counts and conversations. */
@Timeout(120)
class CascadeRandomTest {
  private static final int ROUNDS = 2_000;

  private enum Form {
    MODELS,
    AGENTS,
    NESTED_FALLBACK
  }

  @Test
  void matchesTheSpecification() {
    long seed = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      var cascade = new RandomCascade(new Random(seed + round));
      try {
        cascade.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + (seed + round) + "L: " + cascade, e);
      }
    }
  }

  /** One random cascade with a random conversation. */
  private static final class RandomCascade {
    private final Random random;
    private final List<StageScript> stages = new ArrayList<>();
    private final List<ScriptedModel> models = new ArrayList<>();
    private final Form form;
    private final boolean returnsRejected;
    private final int maxRequests;
    private final ChatHistory history;
    private final boolean continuesLast;
    private final boolean isStreamed;

    RandomCascade(Random random) {
      this.random = random;
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        StageScript stage = StageScript.random(random);
        stages.add(stage);
        models.add(stage.newModel());
      }
      form = pick(random, Form.values());
      returnsRejected = form != Form.NESTED_FALLBACK && random.nextInt(3) == 0;
      maxRequests = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1_000;
      OverlapPolicy policy = pick(random, OverlapPolicy.values());
      history = random.nextInt(4) == 0 ? null : ChatHistory.builder().overlapPolicy(policy).build();
      int turns = history == null ? 0 : random.nextInt(3);
      for (int i = 0; i < turns; i++) {
        AtomicAgent.of(
                Question.class,
                Answer.class,
                ScriptedModel.answering(RoutingTypes.json("earlier", 1)).model())
            .run(new Question("Earlier?"), RunOptions.history(history));
      }
      continuesLast = turns > 0 && random.nextInt(4) == 0;
      isStreamed = random.nextBoolean();
    }

    private static <T> T pick(Random random, T[] values) {
      return values[random.nextInt(values.length)];
    }

    void run() {
      ExpectedCascade expected = ExpectedCascade.of(stages, maxRequests, returnsRejected);
      List<Turn> before = history == null ? List.of() : history.turns();
      RunResult<Answer> result = null;
      AgentException failure = null;
      try {
        result = isStreamed ? stream() : call();
      } catch (AgentException e) {
        failure = e;
      }

      assertThat(failure == null ? "" : failure.getClass().getSimpleName())
          .isEqualTo(expected.failure());
      if (result != null) {
        assertThat(result.output().text()).isEqualTo(expected.text());
        assertThat(result.isAccepted()).isEqualTo(expected.isAccepted());
        assertThat(result.attempts()).isEqualTo(expected.attempts());
        assertThat(result.requests()).isEqualTo(expected.requests());
        assertThat(result.usage()).isEqualTo(expected.usage());
        assertThat(result.charges()).isNotEmpty();
      } else {
        assertThat(failure.attempts()).isEqualTo(expected.attempts());
        assertThat(failure.requests()).isEqualTo(expected.requests());
        assertThat(failure.usage()).isEqualTo(expected.usage());
      }
      assertThat(models.stream().mapToInt(model -> model.requests().size()).sum())
          .isEqualTo(expected.requests());
      models.forEach(model -> assertThat(model.closed()).isEqualTo(model.opened()));
      requireConversation(before, result);
    }

    private void requireConversation(List<Turn> before, RunResult<Answer> result) {
      if (history == null) {
        return;
      }
      List<Turn> after = history.turns();
      if (result == null) {
        assertThat(after).isEqualTo(before);
      } else if (continuesLast) {
        assertThat(after).hasSize(before.size());
        assertThat(after.getLast().entries()).hasSize(before.getLast().entries().size() + 1);
        assertThat(after.getLast().entries().getLast().value()).isEqualTo(result.output());
      } else {
        assertThat(after).hasSize(before.size() + 1);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(after.getLast().entries()).hasSize(2);
        assertThat(after.getLast().entries().getLast().value()).isEqualTo(result.output());
      }
      if (history.overlapPolicy() == OverlapPolicy.REJECT) {
        history.acquire(Deadline.none(), TimeSource.system()).close();
      }
    }

    private RunOptions options() {
      RunOptions options = RunOptions.defaults().withBudget(Budget.ofRequests(maxRequests));
      return history == null ? options : options.withHistory(history);
    }

    private RunResult<Answer> call() {
      try (var prepared = agent().prepare(input(), options())) {
        if (random.nextBoolean()) {
          assertThat(prepared.fingerprint()).hasSize(64);
        }
        return prepared.call();
      }
    }

    private RunResult<Answer> stream() {
      try (AgentStream<Answer> stream = agent().prepare(input(), options()).stream()) {
        var texts = new TreeMap<Integer, String>();
        if (random.nextBoolean()) {
          stream
              .text("$.text")
              .forEach(delta -> texts.merge(delta.draft(), delta.text(), String::concat));
        }
        Partial<Answer> last = null;
        if (random.nextBoolean()) {
          for (Partial<Answer> partial : stream) {
            assertThat(last == null || partial.draft() >= last.draft()).isTrue();
            assertThat(last == null || partial.attempt() >= last.attempt()).isTrue();
            last = partial;
          }
        }
        RunResult<Answer> result = stream.runResult();
        if (last != null) {
          assertThat(last.value()).isEqualTo(result.output());
        }
        if (!texts.isEmpty()) {
          assertThat(texts.lastEntry().getValue()).isEqualTo(result.output().text());
        }
        return result;
      }
    }

    private Question input() {
      return continuesLast ? null : RoutingTypes.QUESTION;
    }

    private Agent<Question, Answer> agent() {
      List<Agent<Question, Answer>> agents = new ArrayList<>();
      List<ModelSelection> choices = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        var limits = new RunLimits(stages.get(i).maxAttempts(), 8);
        choices.add(ModelSelection.of(models.get(i).model("m" + i), "stage").withLimits(limits));
        AtomicAgent<Question, Answer> agent =
            AtomicAgent.builder(Question.class, Answer.class, models.get(i).model("m" + i))
                .limits(limits)
                .build();
        agents.add(random.nextBoolean() ? agent : TimedAgent.of(agent));
      }
      CascadeAgent<Question, Answer> cascade =
          switch (form) {
            case MODELS ->
                CascadeAgent.of(
                    AtomicAgent.of(Question.class, Answer.class, models.getFirst().model()),
                    choices);
            case AGENTS -> CascadeAgent.ofAgents(agents);
            case NESTED_FALLBACK ->
                CascadeAgent.ofAgents(
                    agents.stream()
                        .map(agent -> (Agent<Question, Answer>) FallbackAgent.of(agent))
                        .toList());
          };
      CascadeAgent<Question, Answer> checked =
          cascade
              .withCheck(
                  answer -> answer.text().equals("bad") ? Optional.of("bad") : Optional.empty())
              .withMinConfidence(Answer::confidence, 0.7);
      return returnsRejected ? checked.withRejectedOutputs() : checked;
    }

    @Override
    public String toString() {
      return "%s, %s, rejected=%s, requests=%d, %s, continues=%s, streamed=%s"
          .formatted(
              stages,
              form,
              returnsRejected,
              maxRequests,
              history == null ? "no history" : history.overlapPolicy(),
              continuesLast,
              isStreamed);
    }
  }
}

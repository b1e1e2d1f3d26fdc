package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.answer;
import static org.atomicagents.routing.RoutingTypes.response;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachedCascadeTest {
  private final ScriptedModel small = ScriptedModel.by(request -> response("bad", 0.9));
  private final ScriptedModel large = ScriptedModel.by(request -> response("good", 0.9));
  private final ResponseCache cache = ResponseCache.create();

  @Test
  void sharesTheReturnedOutputOfACascade() {
    CachedAgent<Question, Answer> cached = cached(cascade(small, large));
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);

    RunResult<Answer> miss = cached.call(QUESTION);
    RunResult<Answer> hit = cached.call(QUESTION, RunOptions.history(history));
    cached.run(QUESTION, RunOptions.history(history));

    assertThat(miss.cacheState()).isEqualTo(CacheState.MISS);
    assertThat(miss.requests()).isEqualTo(2);
    assertThat(hit.cacheState()).isEqualTo(CacheState.HIT);
    assertThat(hit.output()).isEqualTo(answer("good", 0.9));
    assertThat(history.turns()).hasSize(2);
    assertThat(small.requests()).as("the second turn has another history").hasSize(2);
  }

  @Test
  void runsLaterStagesOfASharedRunWithTheSameConversation() {
    CachedAgent<Question, Answer> cached = cached(cascade(small, large));
    var history = ChatHistory.unbounded();
    cached.run(new Question("First?"), RunOptions.history(history));

    cached.run(QUESTION, RunOptions.history(history));

    assertThat(large.lastRequest().messages()).isEqualTo(small.lastRequest().messages());
    assertThat(history.turns()).hasSize(2);
  }

  @Test
  void doesNotStoreAnOutputThatFallsShort() {
    ScriptedModel unsure = ScriptedModel.by(request -> response("unsure", 0.1));
    CachedAgent<Question, Answer> cached = cached(cascade(unsure, unsure));

    assertThat(cached.call(QUESTION).isAccepted()).isFalse();
    RunResult<Answer> second = cached.call(QUESTION);

    assertThat(second.cacheState()).isEqualTo(CacheState.MISS);
    assertThat(second.shortfalls()).isNotEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void replaysAHitAsAStream() {
    CachedAgent<Question, Answer> cached = cached(cascade(small, large));
    var history = ChatHistory.unbounded();
    try (AgentStream<Answer> stream = cached.stream(QUESTION, RunOptions.history(history))) {
      assertThat(stream.result()).isEqualTo(answer("good", 0.9));
    }
    cached.run(QUESTION);

    try (AgentStream<Answer> stream = cached.stream(QUESTION)) {
      assertThat(stream.runResult().cacheState()).isEqualTo(CacheState.HIT);
    }
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void hasAFingerprintOfAllStages() {
    Model first = small.model("first");
    String one = fingerprint(first, large.model("second"));

    assertThat(fingerprint(first, large.model("second"))).isEqualTo(one).hasSize(64);
    assertThat(fingerprint(first, large.model("other"))).isNotEqualTo(one);
    assertThat(fingerprint(first)).isNotEqualTo(one);
    assertThat(fingerprint(large.model("second"), first)).isNotEqualTo(one);
  }

  @Test
  void cachesAndTimesStagesOfACascade() {
    AtomicAgent<Question, Answer> cheap = agent(small.model("small"));
    AtomicAgent<Question, Answer> good = agent(large.model("large"));
    CascadeAgent<Question, Answer> cascade =
        checked(CascadeAgent.ofAgents(List.of(CachedAgent.of(cheap, cache), TimedAgent.of(good))));
    var history = ChatHistory.unbounded();
    cascade.run(QUESTION);

    RunResult<Answer> result = cascade.call(QUESTION);
    try (AgentStream<Answer> stream = cascade.stream(QUESTION, RunOptions.history(history))) {
      var drafts = new TreeSet<Integer>();
      stream.forEach(partial -> drafts.add(partial.draft()));
      assertThat(drafts).containsExactly(1, 2);
    }

    assertThat(result.requests()).as("the first stage is a hit").isEqualTo(1);
    assertThat(small.requests()).hasSize(1);
    assertThat(large.requests()).hasSize(3);
    assertThat(history.turns()).hasSize(1);
  }

  private String fingerprint(Model... models) {
    try (PreparedRun<Answer> run =
        CascadeAgent.of(agent(models[0]), models).prepare(QUESTION, RunOptions.defaults())) {
      return run.fingerprint();
    }
  }

  private CachedAgent<Question, Answer> cached(CascadeAgent<Question, Answer> cascade) {
    return CachedAgent.of(cascade, Schema.of(Answer.class), cache);
  }

  private static AtomicAgent<Question, Answer> agent(Model model) {
    return AtomicAgent.of(Question.class, Answer.class, model);
  }

  private static CascadeAgent<Question, Answer> cascade(ScriptedModel first, ScriptedModel last) {
    Model model = first.model("small");
    return checked(CascadeAgent.of(agent(model), model, last.model("large")));
  }

  private static CascadeAgent<Question, Answer> checked(CascadeAgent<Question, Answer> cascade) {
    return cascade
        .withCheck(answer ->
            answer.text().contains("bad") ? Optional.of("contains bad") : Optional.empty())
        .withMinConfidence(Answer::confidence, 0.7);
  }
}

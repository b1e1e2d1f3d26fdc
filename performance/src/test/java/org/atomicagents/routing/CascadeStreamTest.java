package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.answer;
import static org.atomicagents.routing.RoutingTypes.json;
import static org.atomicagents.routing.RoutingTypes.response;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CascadeStreamTest {

  @Test
  void showsEachStageAsAnotherAttempt() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    CascadeAgent<Question, Answer> cascade = cascade(chunked("bad", 0.9), chunked("good", 0.9));
    var partials = new ArrayList<Partial<Answer>>();

    RunResult<Answer> result;
    try (AgentStream<Answer> stream = cascade.stream(QUESTION, RunOptions.history(history))) {
      stream.forEach(partials::add);
      result = stream.runResult();
      assertThat(stream.status().attempt()).isEqualTo(2);
      assertThat(stream.status().draft()).isEqualTo(2);
    }

    assertThat(partials).extracting(Partial::attempt).contains(1, 2).isSorted();
    assertThat(partials).extracting(Partial::draft).contains(1, 2).isSorted();
    assertThat(partials.getLast().value())
        .isEqualTo(result.output())
        .isEqualTo(answer("good", 0.9));
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(result.usage()).isEqualTo(Usage.of(20, 10));
    assertThat(result.timings().timeToFirstToken()).isPresent();
    assertThat(history.turns()).hasSize(1);
    cascade(chunked("next", 0.9), chunked("next", 0.9)).run(QUESTION, RunOptions.history(history));
    assertThat(history.turns()).hasSize(2);
  }

  @Test
  void replacesTheJsonAtTheNextStage() {
    try (AgentStream<Answer> stream =
        cascade(chunked("bad", 0.9), chunked("good", 0.9)).stream(QUESTION)) {
      Partial<Answer> before = null;
      for (Partial<Answer> partial : stream) {
        String patch = partial.patchSince(before);
        boolean isNewDraft = before == null || before.draft() != partial.draft();
        assertThat(patch.startsWith("[{\"op\":\"replace\",\"path\":\"\""))
            .as(patch)
            .isEqualTo(isNewDraft);
        before = partial;
      }
    }
  }

  @Test
  void showsAllViewsOfAllStages() {
    try (AgentStream<Answer> stream =
        cascade(chunked("bad", 0.9), chunked("good", 0.9)).stream(QUESTION)) {
      var text = new TreeMap<Integer, String>();
      for (FieldDelta delta : stream.text("$.text")) {
        text.merge(delta.draft(), delta.text(), String::concat);
      }
      var raw = new TreeMap<Integer, String>();
      for (RawDelta delta : stream.deltas()) {
        raw.merge(delta.attempt(), delta.text(), String::concat);
      }
      var elements = new ArrayList<Element<String>>();
      stream.elements("$.sources", String.class).forEach(elements::add);

      assertThat(text).hasToString("{1=bad, 2=good}");
      assertThat(raw.values()).containsExactly(json("bad", 0.9), json("good", 0.9));
      assertThat(elements)
          .containsExactly(new Element<>(1, 0, "book"), new Element<>(2, 0, "book"));
    }
  }

  @Test
  void repeatsTheReturnedOutputAfterAWorseStage() {
    CascadeAgent<Question, Answer> cascade = cascade(chunked("unsure", 0.5), chunked("bad", 0.9));
    try (AgentStream<Answer> stream = cascade.stream(QUESTION)) {
      var text = new TreeMap<Integer, String>();
      for (FieldDelta delta : stream.text("$.text")) {
        text.merge(delta.draft(), delta.text(), String::concat);
      }
      var raw = new TreeMap<Integer, String>();
      for (RawDelta delta : stream.deltas()) {
        raw.merge(delta.attempt(), delta.text(), String::concat);
      }
      Partial<Answer> last = null;
      for (Partial<Answer> partial : stream) {
        last = partial;
      }

      assertThat(text).hasToString("{1=unsure, 2=bad, 3=unsure}");
      assertThat(raw.values())
          .containsExactly(json("unsure", 0.5), json("bad", 0.9), json("unsure", 0.5));
      assertThat(last.value()).isEqualTo(stream.result()).isEqualTo(answer("unsure", 0.5));
      assertThat(last.draft()).isEqualTo(3);
      assertThat(last.attempt()).isEqualTo(3);
      assertThat(stream.runResult().shortfalls()).containsExactly("confidence 0.5 is below 0.7");
    }
  }

  @Test
  void repeatsNothingIfTheLaterStageShowedNothing() {
    CascadeAgent<Question, Answer> cascade = cascade(chunked("unsure", 0.5), chunked("no", 0.9));
    RunOptions once = RunOptions.defaults().withBudget(Budget.ofRequests(1));
    var partials = new ArrayList<Partial<Answer>>();

    try (AgentStream<Answer> stream = cascade.stream(QUESTION, once)) {
      stream.forEach(partials::add);
      assertThat(stream.result()).isEqualTo(answer("unsure", 0.5));
    }

    assertThat(partials).extracting(Partial::draft).containsOnly(1);
    assertThat(partials.getLast().value()).isEqualTo(answer("unsure", 0.5));
  }

  @Test
  void showsTheReturnedOutputOnlyOnRequest() {
    CascadeAgent<Question, Answer> cascade =
        cascade(chunked("bad", 0.9), chunked("good", 0.9)).withAcceptedStreamsOnly();
    var partials = new ArrayList<Partial<Answer>>();

    try (AgentStream<Answer> stream = cascade.stream(QUESTION)) {
      stream.awaitStart();
      stream.forEach(partials::add);
      assertThat(stream.elements("$.sources", String.class))
          .containsExactly(new Element<>(1, 0, "book"));
    }

    assertThat(partials).extracting(Partial::attempt).containsOnly(1);
    assertThat(partials.getLast().value()).isEqualTo(answer("good", 0.9));
  }

  @Test
  void commitsAtTheEndOfAView() {
    var accepted = ChatHistory.unbounded();
    var repeated = ChatHistory.unbounded();
    CascadeAgent<Question, Answer> hidden =
        cascade(chunked("bad", 0.9), chunked("good", 0.9)).withAcceptedStreamsOnly();
    CascadeAgent<Question, Answer> best = cascade(chunked("unsure", 0.5), chunked("bad", 0.9));

    try (AgentStream<Answer> stream = hidden.stream(QUESTION, RunOptions.history(accepted))) {
      stream.awaitStart();
      assertThat(stream.iterator().hasNext()).isTrue();
    }
    try (AgentStream<Answer> stream = best.stream(QUESTION, RunOptions.history(repeated))) {
      Iterator<FieldDelta> deltas = stream.text("$.text").iterator();
      while (deltas.next().draft() < 3) {
        assertThat(repeated.turns()).isEmpty();
      }
    }

    assertThat(accepted.turns()).isEmpty();
    assertThat(repeated.turns()).isEmpty();
  }

  @Test
  void waitsForTheFirstTextOfALaterStage() {
    TransportException lost = TransportException.of("down", TransportException.Stage.CONNECT, null);
    try (AgentStream<Answer> stream =
        cascade(ScriptedModel.throwing(lost), chunked("good", 0.9)).stream(QUESTION)) {
      stream.awaitStart();

      assertThat(stream.status().attempt()).isEqualTo(2);
      assertThat(stream.result()).isEqualTo(answer("good", 0.9));
    }
  }

  @Test
  void continuesAfterAResponseThatBreaksOff() {
    TransportException lost =
        TransportException.of("reset", TransportException.Stage.RESPONSE, null);
    ScriptedModel broken =
        ScriptedModel.of(
            ScriptedResponse.text("{\"text\":\"half")
                .withChunkSize(3)
                .withUsage(Usage.of(10, 2))
                .withFailure(lost));
    try (AgentStream<Answer> stream = cascade(broken, chunked("good", 0.9)).stream(QUESTION)) {
      var text = new TreeMap<Integer, String>();
      for (FieldDelta delta : stream.text("$.text")) {
        text.merge(delta.draft(), delta.text(), String::concat);
      }

      assertThat(text).hasToString("{1=half, 2=good}");
      assertThat(stream.runResult().requests()).isEqualTo(2);
    }
  }

  @Test
  void throwsTheFailureOfAllStagesFromEveryView() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    AgentStream<Answer> stream =
        cascade(chunked("bad", 0.9), chunked("bad too", 0.9)).stream(
            QUESTION, RunOptions.history(history));

    assertThatThrownBy(() -> stream.forEach(partial -> {}))
        .isInstanceOf(AllModelsFailedException.class);
    assertThatThrownBy(() -> stream.deltas().forEach(delta -> {}))
        .isInstanceOf(AllModelsFailedException.class);
    assertThatThrownBy(stream::runResult)
        .isInstanceOfSatisfying(
            AllModelsFailedException.class, e -> assertThat(e.usage()).isEqualTo(Usage.of(20, 10)));
    assertThat(history.turns()).isEmpty();
    history.acquire(Deadline.none(), TimeSource.system()).close();
  }

  @Test
  void endsAtOnceIfClosed() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    ScriptedModel small = chunked("bad", 0.9);
    ScriptedModel large = chunked("good", 0.9);
    AgentStream<Answer> stream =
        cascade(small, large).stream(QUESTION, RunOptions.history(history));
    Iterator<Partial<Answer>> partials = stream.iterator();
    assertThat(partials.hasNext()).isTrue();

    stream.close();
    stream.close();

    assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
    assertThat(history.turns()).isEmpty();
    cascade(chunked("next", 0.9), chunked("next", 0.9)).run(QUESTION, RunOptions.history(history));
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void releasesTheConversationIfItNeverStarts() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    ScriptedModel small = ScriptedModel.answering();

    cascade(small, small).stream(QUESTION, RunOptions.history(history)).close();
    cascade(small, small).prepare(QUESTION, RunOptions.history(history)).close();
    cascade(chunked("next", 0.9), chunked("next", 0.9)).run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(1);
    assertThat(small.requests()).isEmpty();
  }

  @Test
  void checksPathsAtOnceAndReadsPartialsOnce() {
    try (AgentStream<Answer> stream =
        cascade(chunked("good", 0.9), chunked("good", 0.9)).stream(QUESTION)) {
      assertThatThrownBy(() -> stream.text("$.none")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> stream.elements("$.text", String.class))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(stream.iterator()).isNotNull();
      assertThatThrownBy(stream::iterator)
          .hasMessage("The partial values of a stream can be read once.");
      assertThat(stream.deltas().iterator()).isNotNull();
      assertThatThrownBy(() -> stream.deltas().iterator())
          .hasMessage("The deltas of a stream can be read once.");
    }
  }

  @Test
  void endsIfTheReaderIsInterrupted() {
    var never = new CountDownLatch(1);
    ScriptedModel silent =
        ScriptedModel.by(request -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw CancelledException.interrupted("waiting for a response", e);
          }
          return response("late", 0.9);
        });
    AgentStream<Answer> stream = cascade(silent, chunked("good", 0.9)).stream(QUESTION);

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> stream.forEach(partial -> {}))
          .isInstanceOf(CancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
  }

  private static ScriptedModel chunked(String text, double confidence) {
    return ScriptedModel.of(response(text, confidence).withChunkSize(4));
  }

  private static CascadeAgent<Question, Answer> cascade(ScriptedModel small, ScriptedModel large) {
    AtomicAgent<Question, Answer> agent =
        AtomicAgent.of(Question.class, Answer.class, small.model());
    return CascadeAgent.of(
            agent,
            List.of(
                ModelSelection.of(small.model("small"), "small"),
                ModelSelection.of(large.model("large"), "large")))
        .withCheck(answer ->
            answer.text().contains("bad") ? Optional.of("contains bad") : Optional.empty())
        .withMinConfidence(Answer::confidence, 0.7);
  }
}

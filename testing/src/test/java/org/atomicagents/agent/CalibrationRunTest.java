package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.token.CalibratedTokenCounter;
import org.junit.jupiter.api.Test;

/** A calibrated counter learns from the usage of an agent's runs. */
class CalibrationRunTest {
  private static final String TEXT = "The tide rises and falls twice a day because of the moon. ";

  @Test
  void learnsFromRunsAndStreams() {
    var counter = CalibratedTokenCounter.of("m");
    var agent = agent(counter);

    for (int i = 1; i <= 20; i++) {
      var input = new BasicChatInput(TEXT.repeat(i));
      if (i % 2 == 0) {
        agent.run(input);
      } else {
        try (var stream = agent.stream(input)) {
          stream.result();
        }
      }
    }

    assertThat(counter.calls()).isEqualTo(20);
    try (var prepared = agent.prepare(new BasicChatInput(TEXT.repeat(30)), RunOptions.defaults())) {
      int expected = trueTokens(prepared.request());
      assertThat(prepared.tokens().total()).isBetween(expected * 95 / 100, expected * 105 / 100);
    }
  }

  @Test
  void countsOfOneRunAgreeWhileTheCounterLearns() {
    var counter = CalibratedTokenCounter.of("m");
    TokenCounter before = counter.current();
    int count = before.count(TEXT);

    agent(counter).run(new BasicChatInput(TEXT));

    assertThat(before.count(TEXT)).isEqualTo(count);
    assertThat(counter.count(TEXT)).isNotEqualTo(count);
  }

  @Test
  void ignoresRequestsToOtherModels() {
    var counter = CalibratedTokenCounter.of("another");

    agent(counter).run(new BasicChatInput(TEXT));

    assertThat(counter.calls()).isZero();
  }

  @Test
  void learnsConcurrently() throws Exception {
    var counter = CalibratedTokenCounter.of("m");
    var agent = agent(counter);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<?>>();
      for (int i = 0; i < 64; i++) {
        var input = new BasicChatInput(TEXT.repeat(1 + i % 9));
        runs.add(threads.submit(() -> agent.run(input)));
      }
      for (var run : runs) {
        run.get();
      }
    }

    assertThat(counter.calls()).isBetween(40, 64);
    assertThat(counter.count(TEXT)).isBetween(22, 30);
  }

  private static AtomicAgent<BasicChatInput, BasicChatOutput> agent(
      CalibratedTokenCounter counter) {
    ModelClient client =
        (request, context) ->
            ModelExchange.of(
                List.of(
                    new ModelEvent.TextDelta("{\"chat_message\":\"yes\"}"),
                    new ModelEvent.UsageReport(Usage.of(trueTokens(request), 5)),
                    new ModelEvent.Finished(FinishReason.STOP, "stop")));
    return AtomicAgent.builder(Model.of(client, "m").with(counter)).tokenCounter(counter).build();
  }

  /** Returns the tokens of a tokenizer with two tokens per word and nine per message. */
  private static int trueTokens(ModelRequest request) {
    int tokens = 0;
    for (var message : request.output().instruct(request.messages())) {
      tokens += 9 + 2 * message.text().split("\\W+").length;
    }
    return tokens;
  }
}

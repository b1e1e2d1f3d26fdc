package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.junit.jupiter.api.Test;

class BatchSnippets {
  private final List<String> saved = new ArrayList<>();

  @Test
  void run() {
    var agent = BatchAgents.agent(name -> name);
    List<BasicChatInput> questions = BatchAgents.inputs(3).toList();
    // @start region="run"
    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent).withMaxConcurrency(20).run(questions); // in the order of the inputs
    // @end
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void outcomes() {
    var agent = BatchAgents.agent(name -> name);
    var questions = BatchAgents.inputs(3).iterator();
    // @start region="outcomes"
    try (BatchRun<BasicChatOutput> run = Batch.of(agent).start(questions)) {
      for (Outcome<BasicChatOutput> outcome : run.inInputOrder()) {
        switch (outcome) {
          case Outcome.Success<BasicChatOutput> success ->
              save(success.index(), success.output().chatMessage());
          case Outcome.Failure<BasicChatOutput> failure ->
              save(failure.index(), failure.failure().getMessage());
        }
      }
    }
    // @end
    assertThat(saved).containsExactly("0: 0", "1: 1", "2: 2");
  }

  private void save(long index, String text) {
    saved.add(index + ": " + text);
  }
}

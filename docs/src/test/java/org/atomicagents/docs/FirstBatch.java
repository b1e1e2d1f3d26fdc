package org.atomicagents.docs;

import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.openai.OpenAi;

public class FirstBatch {
  public static void main(String[] args) {
    List<BasicChatInput> questions =
        Stream.of("Why is the sky blue?", "Why is the sea salt?", "Why do cats purr?")
            .map(BasicChatInput::new)
            .toList();

    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));

      List<Outcome<BasicChatOutput>> outcomes =
          Batch.of(agent).withMaxConcurrency(20).run(questions);

      for (Outcome<BasicChatOutput> outcome : outcomes) {
        switch (outcome) {
          case Outcome.Success<BasicChatOutput> success ->
              System.out.println(success.index() + ": " + success.output().chatMessage());
          case Outcome.Failure<BasicChatOutput> failure ->
              System.out.println(failure.index() + " failed: " + failure.failure().getMessage());
        }
      }
    }
  }
}

package org.atomicagents.examples;

import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.Outcome;

/** A hundred questions with ten requests in flight, whose outcomes are read in input order. */
public final class ConcurrentBatch {
  private ConcurrentBatch() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var batch = Batch.of(AtomicAgent.of(example.model())).withMaxConcurrency(10);
      var questions =
          IntStream.range(0, 100).mapToObj(i -> new BasicChatInput("Question " + i)).iterator();

      try (BatchRun<BasicChatOutput> run = batch.start(questions)) {
        for (Outcome<BasicChatOutput> outcome : run.inInputOrder()) {
          switch (outcome) {
            case Outcome.Success<BasicChatOutput> success ->
                System.out.println(success.index() + ": " + success.output().chatMessage());
            case Outcome.Failure<BasicChatOutput> failure ->
                System.out.println(failure.index() + " failed: " + failure.failure().getMessage());
          }
        }
        System.out.println("Failed: " + run.progress().failed());
      }
    }
  }
}

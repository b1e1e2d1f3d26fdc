package org.atomicagents.examples;

import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.model.AgentEvent.RunEscalated;
import org.atomicagents.model.Model;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.routing.ModelSelection;
import org.atomicagents.schema.Description;

/**
 * A small model first, and a larger one if the answer has no sources or is not sure enough.
 *
 * <p>{@code --large NAME} names the larger model of the same provider.
 */
public final class ModelCascade {
  private ModelCascade() {}

  @Description("A question about facts")
  record FactQuestion(@Description("The question") String text) {}

  @Description("An answer with its sources")
  record SourcedAnswer(
      @Description("The answer in one sentence") String text,
      @Description("The titles of the sources") List<String> sources,
      @Description("How sure the answer is, from 0 to 1") double confidence) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      Model small = example.model();
      var cascade =
          CascadeAgent.of(
                  AtomicAgent.of(FactQuestion.class, SourcedAnswer.class, small),
                  List.of(
                      ModelSelection.of(small, "cheap").withLimits(new RunLimits(1, 2)),
                      ModelSelection.of(AdaptiveAgent.large(small, args), "good")))
              .withCheck(answer ->
                  answer.sources().isEmpty() ? Optional.of("no sources") : Optional.empty())
              .withMinConfidence(SourcedAnswer::confidence, 0.7);
      var options =
          RunOptions.defaults()
              .withListener(event -> {
                if (event instanceof RunEscalated escalated) {
                  System.out.println("Escalated: " + escalated.reasons());
                }
              });

      RunResult<SourcedAnswer> result =
          cascade.call(new FactQuestion("When was tea brought to Europe?"), options);

      System.out.println(result.output().text() + " " + result.output().sources());
      System.out.println("Accepted: " + result.isAccepted() + ", requests: " + result.requests());
    }
  }
}

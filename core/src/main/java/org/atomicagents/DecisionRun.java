package org.atomicagents;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.atomicagents.internal.decision.DecisionComponent;
import org.atomicagents.internal.decision.DecisionReader;
import org.atomicagents.internal.request.RequestDigest;
import org.atomicagents.internal.run.AgentRun;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;

/** A prepared run of a {@link DecisionAgent}. Thread-safe. */
record DecisionRun<O>(
    PlannedRun<O> run, List<DecisionComponent> components, Optional<Schema<Decision<O>>> schema)
    implements PreparedRun<Decision<O>> {

  @Override
  public RunResult<Decision<O>> call() {
    return run.call(this::decide);
  }

  private RunResult<Decision<O>> decide(RunResult<O> result, AgentRun<O> completed) {
    DecisionReader.Distributions distributions =
        DecisionReader.read(result.text(), completed.tokens(), components);
    if (!distributions.missing().isEmpty()) {
      String reason =
          isRequested()
              ? distributions.missing()
              : "the response modes of the model do not contain DECISION";
      run.emit(agent -> new AgentEvent.ProbabilitiesMissing(agent, result.model(), reason));
    }
    return result.withOutput(
        new Decision<>(
            result.output(),
            components.stream().map(DecisionComponent::path).toList(),
            distributions.byPath()));
  }

  private boolean isRequested() {
    OutputFormat format = request().output();
    return format != null && format.mode() == ResponseMode.DECISION;
  }

  @Override
  public AgentStream<Decision<O>> stream() {
    close();
    throw new UnsupportedOperationException(
        "Decisions are not streamed, since their probabilities are known at the end only.\n"
            + "Use run or call, or stream the agent inside.");
  }

  /** Returns another fingerprint than that of the run inside, whose output has another type. */
  @Override
  public String fingerprint() {
    return digest(run.fingerprint());
  }

  @Override
  public RunIngredients ingredients() {
    RunIngredients inner = run.ingredients();
    return inner.withOutputSchema(digest(inner.outputSchema()));
  }

  private static String digest(String inner) {
    var digest = new RequestDigest();
    digest.add("decision", inner);
    return digest.hex();
  }

  @Override
  public Optional<Schema<Decision<O>>> outputSchema() {
    return schema;
  }

  @Override
  public Optional<PreparedRun<Decision<O>>> detached() {
    return Optional.of(new DecisionRun<>(run.withoutConversation(), components, schema));
  }

  @Override
  public void commit(Decision<O> output) {
    run.commit(output.value());
  }

  @Override
  public void commitResult(RunResult<Decision<O>> result) {
    run.commitResult(result.withOutput(result.output().value()));
  }

  @Override
  public ModelRequest request() {
    return run.request();
  }

  @Override
  public TokenCount tokens() {
    return run.tokens();
  }

  @Override
  public Deadline deadline() {
    return run.deadline();
  }

  @Override
  public Runnable beginActivity() {
    return run.beginActivity();
  }

  @Override
  public void emit(Function<String, AgentEvent> event) {
    run.emit(event);
  }

  @Override
  public void close() {
    run.close();
  }
}

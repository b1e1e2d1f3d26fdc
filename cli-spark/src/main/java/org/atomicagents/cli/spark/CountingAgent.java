package org.atomicagents.cli.spark;

import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.internal.spark.JournalFailureException;
import org.atomicagents.internal.spark.RowAgent;
import org.atomicagents.internal.spark.RowItem;
import org.atomicagents.internal.spark.RowOutput;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An agent whose runs are counted when they end, before their outcomes are written in the order of
 * the lines. Thread-safe.
 */
record CountingAgent(RowAgent<JsonNode, JsonNode> agent, LineCounters counters)
    implements Agent<RowItem<JsonNode>, RowOutput<JsonNode>> {

  @Override
  public String name() {
    return agent.name();
  }

  @Override
  public RunResult<RowOutput<JsonNode>> call(RowItem<JsonNode> line, RunOptions options) {
    counters.runStarted();
    try {
      RunResult<RowOutput<JsonNode>> result = agent.call(line, options);
      counters.addSuccess(result.output(), result.usage());
      return result;
    } catch (JournalFailureException e) {
      counters.fail(JobProblem.of(e));
      throw e;
    } catch (RuntimeException e) {
      counters.addFailure(e);
      throw e;
    } finally {
      counters.runEnded();
    }
  }

  @Override
  public PreparedRun<RowOutput<JsonNode>> prepare(
      @Nullable RowItem<JsonNode> line, RunOptions options) {
    return agent.prepare(line, options);
  }
}

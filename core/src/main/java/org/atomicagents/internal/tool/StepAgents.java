package org.atomicagents.internal.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.AtomicAgent;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.tool.ToolStep.FinalAnswer;
import org.atomicagents.schema.Schema;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolFilter;
import org.jspecify.annotations.Nullable;

/**
 * The agents of the steps of a loop: one for each set of offered tools, since its schema decides
 * which tools can be called.
 *
 * <p>Thread-safe. Up to {@value #MAX_AGENTS} agents are kept.
 */
public final class StepAgents<I, O> {
  private static final int MAX_AGENTS = 64;

  private final LoopSettings<I, O> settings;
  private final Map<List<String>, AtomicAgent<I, ToolStep>> agents = new ConcurrentHashMap<>();

  /** Creates the agents; compiles the schema of the first step. */
  public StepAgents(LoopSettings<I, O> settings) {
    this.settings = settings;
    forStep(1, Set.of());
  }

  /**
   * Returns the agent of a step.
   *
   * @param called the names of the tools called so far
   */
  AtomicAgent<I, ToolStep> forStep(int step, Set<String> called) {
    var offered = new ArrayList<Tool<?, ?>>();
    ToolFilter filter = settings.filter();
    for (Tool<?, ?> tool : settings.tools().values()) {
      if (filter == null || filter.isOffered(tool, step, called)) {
        offered.add(tool);
      }
    }
    List<String> names = offered.stream().<String>map(Tool::name).toList();
    AtomicAgent<I, ToolStep> known = agents.get(names);
    if (known != null) {
      return known;
    }
    if (agents.size() >= MAX_AGENTS) {
      agents.clear();
    }
    return agents.computeIfAbsent(names, key -> create(offered));
  }

  // NullAway does not see that the bound of the function's result is nullable.
  @SuppressWarnings("NullAway")
  private AtomicAgent<I, ToolStep> create(List<Tool<?, ?>> offered) {
    AtomicAgent<I, O> agent = settings.agent();
    Schema<ToolStep> schema = StepSchema.of(offered, agent.output());
    CompiledSchema.of(schema).requireNoMedia();
    return agent.withOutput(schema, StepSchema.ANSWER_PATH, step -> answer(step, agent.output()));
  }

  /** Returns the final answer of a step; null if it calls tools. */
  static <O> @Nullable O answer(ToolStep step, Schema<O> output) {
    // Safe: the schema of the step builds answers of the output's type only.
    return step instanceof FinalAnswer last ? CompiledSchema.of(output).cast(last.answer()) : null;
  }
}

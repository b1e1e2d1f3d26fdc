package org.atomicagents.benchmarks.weakmodel;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.atomicagents.benchmarks.extraction.ExtractionTasks;
import org.atomicagents.benchmarks.extraction.ExtractionType;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

/** Our agent in one response mode, with default settings and three attempts. */
final class AtomicAgentsExtractor implements Extractor {
  private final OpenAi client;
  private final Model model;
  private final ResponseMode mode;
  private final Map<String, AtomicAgent<TaskText, ? extends Record>> agents = new HashMap<>();

  AtomicAgentsExtractor(URI baseUrl, String modelName, ResponseMode mode) {
    this.client = OpenAi.at(baseUrl);
    this.model = client.model(modelName);
    this.mode = mode;
  }

  @Override
  public String label() {
    return "atomic-agents " + mode;
  }

  @Override
  public boolean repeatsByItself() {
    return true;
  }

  @Override
  public Object extract(ExtractionTask task) {
    return agents
        .computeIfAbsent(task.type(), type -> agent(ExtractionTasks.typeOf(task)))
        .run(new TaskText(task.input()));
  }

  private AtomicAgent<TaskText, ? extends Record> agent(ExtractionType type) {
    return AtomicAgent.builder(TaskText.class, type.type(), model)
        .systemPrompt(SystemPrompt.builder().background(type.instruction()).build())
        .mode(mode)
        .limits(RunLimits.defaults().withMaxAttempts(ExtractionRun.MAX_ATTEMPTS))
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}

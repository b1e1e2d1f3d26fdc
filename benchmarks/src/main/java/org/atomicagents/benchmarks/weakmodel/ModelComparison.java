package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.atomicagents.model.ResponseMode;

/** All extractors on the same tasks with one model. Not thread-safe. */
public final class ModelComparison {
  public static final String OURS = "atomic-agents ";
  public static final String LANGCHAIN4J_STRICT = "langchain4j strict";
  public static final String SPRING_AI_NATIVE = "spring-ai native";

  static final String HEADER =
      """
      | library, mode | runs | valid %, once / all | right % | violation % | failed % | requests \
      | tokens in / out | s | right % of seeds |
      |---|---|---|---|---|---|---|---|---|---|\
      """;

  private final ServedModel model;
  private final List<ExtractionScore> scores = new ArrayList<>();

  /** Creates a comparison without results. */
  public ModelComparison(ServedModel model) {
    this.model = model;
  }

  /** Returns the name of the model. */
  public String modelName() {
    return model.shortName();
  }

  /** Returns the scores in the order of the extractors. */
  public List<ExtractionScore> scores() {
    return List.copyOf(scores);
  }

  /** Returns the score of the extractor with a label, if it was selected. */
  public Optional<ExtractionScore> score(String label) {
    return scores.stream().filter(score -> score.label().equals(label)).findFirst();
  }

  /**
   * Runs the tasks with each extractor. All extractors run the tasks of a block before the next
   * block starts, so that all have run the same tasks if the time is over.
   *
   * @param blocks the tasks; those of a block share the beginning of the prompt, which the server
   *     caches
   * @param selected the labels of the extractors to run
   * @param limit the duration after which no further block starts
   * @throws IOException if the model server fails
   */
  public void run(
      List<List<ExtractionTask>> blocks, int seeds, Pattern selected, Duration limit, ResultLog log)
      throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    try (SamplingProxy proxy = SamplingProxy.start(model.baseUrl())) {
      List<Extractor> extractors =
          extractors(proxy.baseUrl(), model.name())
              .filter(extractor -> selected.matcher(extractor.label()).find())
              .toList();
      extractors.forEach(extractor -> scores.add(new ExtractionScore(extractor.label())));
      var run = new ExtractionRun(proxy);
      for (int i = 0; i < seeds * blocks.size(); i++) {
        if (i > 0 && System.nanoTime() > end) {
          return;
        }
        runBlock(run, extractors, blocks.get(i % blocks.size()), i / blocks.size(), log);
      }
    }
  }

  private void runBlock(
      ExtractionRun run,
      List<Extractor> extractors,
      List<ExtractionTask> block,
      int seed,
      ResultLog log)
      throws IOException {
    for (int i = 0; i < extractors.size(); i++) {
      Extractor extractor = extractors.get(i);
      for (ExtractionTask task : block) {
        TaskResult result = run.run(extractor, task, seed);
        scores.get(i).add(seed, result);
        log.add(modelName(), extractor.label(), task.id(), seed, result);
      }
    }
    System.err.printf(
        "%s, seed %d, %s: %s%n",
        modelName(),
        seed,
        block.getFirst().id(),
        String.join(
            ", ",
            scores.stream()
                .map(score ->
                    "%s %.2f/%.2f"
                        .formatted(
                            score.label(),
                            ExtractionScore.mean(score.validShares()),
                            ExtractionScore.mean(score.rightShares())))
                .toList()));
  }

  /** Returns all scores as a table in Markdown. */
  public String table() {
    var lines = new ArrayList<String>(List.of(HEADER));
    scores.stream().map(ExtractionScore::row).forEach(lines::add);
    return String.join("\n", lines);
  }

  private static Stream<Extractor> extractors(URI url, String name) {
    Stream<Extractor> ours =
        Stream.of(
                ResponseMode.JSON_SCHEMA,
                ResponseMode.TOOL_CALL,
                ResponseMode.JSON_OBJECT,
                ResponseMode.PROMPTED_JSON)
            .map(mode -> new AtomicAgentsExtractor(url, name, mode));
    Stream<Extractor> peers =
        Stream.of(
            new LangChain4jExtractor(url, name, true),
            new LangChain4jExtractor(url, name, false),
            new SpringAiExtractor(url, name, true),
            new SpringAiExtractor(url, name, false));
    return Stream.concat(ours, peers);
  }
}

package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.atomicagents.benchmarks.economy.ColdCounts;
import org.atomicagents.benchmarks.economy.SchemaPrompts;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.corpus.text.CalibrationExperiment;
import org.atomicagents.corpus.text.CalibrationExperiment.SimulatedTokenizer;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.token.CalibratedTokenCounter;
import org.atomicagents.tokenizers.Tokenizers;

/** Measures the errors and the costs of token counts, and the tokens of prompted schemas. */
final class TokensBenchmark implements Benchmark {

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "countErrorP95",
        "estimateErrorP95",
        "coldMillis",
        "coldMegabytes",
        "schemaTokensRatio",
        "schemaTokensRatioToSpringAi",
        "jsonSchemaTokensRatio");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    putErrors(report);
    putColdCounts(profile, report);
    putSchemas(report);
  }

  private static void putErrors(BenchmarkReport report) {
    var experiment =
        new CalibrationExperiment(
            SimulatedTokenizer.skewed(Tokenizers.o200k(), 1.15, 1.6, 1.35, 0.7));
    String model = CalibrationExperiment.MODEL;
    report.put(
        "countErrorP95",
        experiment.errorP95(() -> CalibratedTokenCounter.of(model, Tokenizers.o200k())));
    report.put("estimateErrorP95", experiment.errorP95(() -> CalibratedTokenCounter.of(model)));
    report.count("calibratingCalls", CalibrationExperiment.CALLS);
  }

  private static void putColdCounts(BenchmarkProfile profile, BenchmarkReport report)
      throws IOException {
    ColdCounts ours = ColdCounts.measure("atomic-agents", profile.starts());
    ColdCounts theirs = ColdCounts.measure("langchain4j", profile.starts());
    report.put("coldMillis", ours.millis());
    report.put("coldMegabytes", ours.megabytes());
    Peer peer = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    report.compare("coldMillis", peer, ours.millis(), theirs.millis());
    report.compare("coldMegabytes", peer, ours.megabytes(), theirs.megabytes());
  }

  private static void putSchemas(BenchmarkReport report) throws IOException {
    int compact = tokens(type -> SchemaPrompts.ours(type, SchemaNotation.COMPACT_DEFINITION));
    int json = tokens(type -> SchemaPrompts.ours(type, SchemaNotation.JSON_SCHEMA));
    int langChain4j = tokens(SchemaPrompts::langChain4j);
    int springAi = tokens(SchemaPrompts::springAi);
    report.put("schemaTokensRatio", (double) compact / langChain4j);
    report.put("schemaTokensRatioToSpringAi", (double) compact / springAi);
    report.put("jsonSchemaTokensRatio", (double) compact / json);
    report.compare(
        "schemaTokens",
        Peer.of("langchain4j", "dev.langchain4j", "langchain4j"),
        compact,
        langChain4j);
    report.compare(
        "schemaTokensOfSpringAi",
        Peer.of("spring-ai", "org.springframework.ai", "spring-ai-model"),
        compact,
        springAi);
    report.count("types", SchemaPrompts.types().size());
  }

  /** Returns the tokens of the prompts of all types. */
  private static int tokens(Function<Class<?>, String> prompt) {
    TokenCounter counter = Tokenizers.o200k();
    ToIntFunction<Class<?>> tokens = type -> counter.count(prompt.apply(type));
    return SchemaPrompts.types().stream().mapToInt(tokens).sum();
  }
}

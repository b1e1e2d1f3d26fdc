package org.atomicagents.cli.review;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.model.Deadline;
import org.atomicagents.routing.ComplexityRules;
import org.atomicagents.routing.TaskComplexity;
import tools.jackson.databind.JsonNode;

/**
 * Counts the inputs of a file and draws a sample of them. An instance scans one file.
 *
 * <p>The memory is that of the sample, and of 16 bytes and their set entry for each different
 * input.
 */
final class InputScanner {
  private static final int HALF_FINGERPRINT = 32;
  private static final int MAX_PROBLEM = 160;

  private final AtomicAgent<JsonNode, JsonNode> agent;
  private final int sampleSize;
  private final long maxLines;
  private final Random random;
  private final ComplexityRules rules = ComplexityRules.ofDefaults();

  private final Set<Fingerprint> distinct = new HashSet<>();
  private final Map<TaskComplexity, Long> complexity = new EnumMap<>(TaskComplexity.class);
  private final List<Sampled> sample = new ArrayList<>();
  private long valid;
  private long invalid;
  private String firstProblem = "";

  /**
   * Creates a scanner.
   *
   * @param agent the agent whose fingerprints decide which inputs are the same; no request is sent
   * @param sampleSize the maximum number of sampled inputs
   * @param maxLines the maximum number of lines to read
   */
  InputScanner(AtomicAgent<JsonNode, JsonNode> agent, int sampleSize, long seed, long maxLines) {
    this.agent = agent;
    this.sampleSize = sampleSize;
    this.maxLines = maxLines;
    this.random = new Random(seed);
  }

  /** The first half of a SHA-256 hash. */
  private record Fingerprint(long first, long second) {}

  private record Sampled(long position, JsonNode input) {}

  /**
   * Reads a source, and returns the counts.
   *
   * @param last the time after which no line but the first is read
   */
  InputCensus scan(String name, BatchSource<JsonNode> source, Deadline last) {
    boolean isCut = false;
    for (Optional<BatchItem<JsonNode>> item = source.next();
        item.isPresent();
        item = source.next()) {
      long lines = valid + invalid;
      if (lines == maxLines || (lines > 0 && last.isPassed())) {
        isCut = true;
        break;
      }
      switch (item.get()) {
        case BatchItem.Valid<JsonNode> read -> add(read.input());
        case BatchItem.Invalid<JsonNode> broken -> addProblem(broken.failure());
      }
    }
    sample.sort(Comparator.comparingLong(Sampled::position));
    return new InputCensus(
        name,
        valid,
        invalid,
        firstProblem,
        distinct.size(),
        complexity,
        isCut,
        sample.stream().map(Sampled::input).toList(),
        false);
  }

  private void addProblem(RuntimeException failure) {
    if (invalid++ == 0) {
      String message = String.valueOf(failure.getMessage());
      String line = message.lines().map(String::strip).collect(Collectors.joining(" "));
      firstProblem = ReviewFigures.shortened(line, MAX_PROBLEM);
    }
  }

  // Algorithm R: after n inputs, each of them is in the sample with the same probability.
  private void add(JsonNode input) {
    distinct.add(fingerprint(input));
    complexity.merge(rules.classify(text(input)), 1L, Long::sum);
    if (sample.size() < sampleSize) {
      sample.add(new Sampled(valid, input));
    } else {
      long slot = random.nextLong(valid + 1);
      if (slot < sampleSize) {
        sample.set((int) slot, new Sampled(valid, input));
      }
    }
    valid++;
  }

  // The key of a response cache.
  private Fingerprint fingerprint(JsonNode input) {
    try (var run = agent.prepare(input, RunOptions.defaults())) {
      String hash = run.fingerprint().substring(0, HALF_FINGERPRINT);
      var bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hash));
      return new Fingerprint(bytes.getLong(), bytes.getLong());
    }
  }

  /** Returns all texts of an input, which the rules for the complexity of tasks read. */
  static String text(JsonNode input) {
    var text = new StringBuilder();
    append(text, input);
    return text.toString();
  }

  private static void append(StringBuilder text, JsonNode node) {
    if (node.isString()) {
      text.append(text.isEmpty() ? "" : " ").append(node.stringValue());
    } else {
      node.forEach(child -> append(text, child));
    }
  }
}

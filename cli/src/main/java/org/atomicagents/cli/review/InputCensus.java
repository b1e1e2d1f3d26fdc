package org.atomicagents.cli.review;

import java.util.List;
import java.util.Map;
import org.atomicagents.routing.TaskComplexity;
import tools.jackson.databind.JsonNode;

/**
 * The counts of the inputs of a file, and a sample of them. Immutable.
 *
 * @param source the name of the file; empty if there is none
 * @param valid the number of valid inputs
 * @param invalid the number of invalid lines
 * @param firstProblem the message of the first invalid line; empty if there is none
 * @param distinct the number of different valid inputs
 * @param complexity the number of valid inputs by the complexity of their texts
 * @param isCut whether the file has more lines than were read
 * @param sample a random sample of the valid inputs, in the order of the file
 * @param isGenerated whether the sampled input was generated, because the file has none
 */
record InputCensus(
    String source,
    long valid,
    long invalid,
    String firstProblem,
    long distinct,
    Map<TaskComplexity, Long> complexity,
    boolean isCut,
    List<JsonNode> sample,
    boolean isGenerated) {

  static final String STANDARD_INPUT = "standard input";

  InputCensus {
    complexity = Map.copyOf(complexity);
    sample = List.copyOf(sample);
  }

  /**
   * Returns a census without inputs, except for a generated one.
   *
   * @param source the name of the empty file; empty if there is no file
   */
  static InputCensus withoutFile(String source, List<JsonNode> generated) {
    return new InputCensus(source, 0, 0, "", 0, Map.of(), false, generated, true);
  }

  /** Returns whether a file has inputs. */
  boolean isFile() {
    return valid > 0 && !source.equals(STANDARD_INPUT);
  }

  /** Returns the number of inputs that are the same as an earlier one. */
  long repeated() {
    return valid - distinct;
  }

  long countOf(TaskComplexity level) {
    return complexity.getOrDefault(level, 0L);
  }
}

package org.atomicagents.benchmarks.extraction;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A text from which a value is to be extracted.
 *
 * @param id the unique name of the task
 * @param type the simple name of the output's type
 * @param input the text
 * @param expected the correct values as JSON, if several are correct
 */
public record ExtractionTask(String id, String type, String input, List<JsonNode> expected) {

  public ExtractionTask {
    expected = List.copyOf(expected);
  }
}

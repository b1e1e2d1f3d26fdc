package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** A file with one line of JSON per result, for the analysis of single tasks. */
public final class ResultLog implements AutoCloseable {
  private final Writer writer;

  /** Creates the file, or replaces it. */
  public ResultLog(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    this.writer = Files.newBufferedWriter(file);
  }

  void add(String model, String label, String task, int seed, TaskResult result)
      throws IOException {
    var line =
        JsonMapper.shared()
            .createObjectNode()
            .put("model", model)
            .put("extractor", label)
            .put("task", task)
            .put("seed", seed)
            .put("once", result.once().name().toLowerCase(Locale.ROOT))
            .put("quality", result.finalQuality().name().toLowerCase(Locale.ROOT))
            .put("requests", result.tally().requests())
            .put("promptTokens", result.tally().promptTokens())
            .put("completionTokens", result.tally().completionTokens())
            .put("seconds", result.seconds())
            .put("detail", result.detail());
    writer.write(line + "\n");
    writer.flush();
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

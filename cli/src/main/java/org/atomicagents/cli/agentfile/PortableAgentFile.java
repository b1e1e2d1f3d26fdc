package org.atomicagents.cli.agentfile;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import org.atomicagents.cli.source.JsonReader;

/**
 * An agent file as one JSON text, which contains the schemas of other files, so that another
 * machine can create the same agent without the files and without a reader of YAML. Immutable.
 *
 * @param file the path of the agent file, for messages
 * @param json the content
 */
public record PortableAgentFile(String file, String json) implements Serializable {
  public PortableAgentFile {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(json, "json");
  }

  /**
   * Returns the portable form of a file.
   *
   * @throws org.atomicagents.cli.source.SourceException if the file is invalid
   */
  public static PortableAgentFile of(Path file) {
    return new PortableAgentFile(file.toString(), new AgentFileReader(file).readPortable());
  }

  /** Returns the agent. */
  public AgentFile read() {
    return new AgentFileReader(Path.of(file)).read(JsonReader.read(file, json));
  }
}

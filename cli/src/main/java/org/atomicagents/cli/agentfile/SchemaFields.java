package org.atomicagents.cli.agentfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.source.JsonSchemaLinter;
import org.atomicagents.cli.source.MappingReader;
import org.atomicagents.cli.source.ProblemCollector;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.source.SourceNode;
import org.atomicagents.cli.source.TextFile;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the schemas of an agent file, which are inline or in separate files. */
record SchemaFields(Path file, MappingReader fields, ProblemCollector problems) {
  private static final int MAX_SIZE = 1 << 20;
  private static final int MAX_VALUES = 50_000;
  private static final String WITHIN_FOLDER =
      "a file in the directory of the agent file or below it";

  InputSpec input() {
    InputSpec input = compile("input", InputSpec::of);
    return input == null ? InputSpec.ofText() : input;
  }

  Schema<JsonNode> output() {
    Schema<JsonNode> output = compile("output", json -> Schema.of(json.toString()));
    return output == null ? AgentFile.textSchema() : output;
  }

  /** Replaces the paths of schemas in the content of the file by the schemas. */
  void inline(ObjectNode content) {
    for (String key : List.of("input", "output")) {
      SourceNode schema = schema(key);
      if (schema != null) {
        content.set(key, schema.json());
      }
    }
  }

  private @Nullable SourceNode schema(String key) {
    SourceNode value = fields.value(key);
    String path = value == null ? null : MappingReader.textOf(value);
    return value == null || path == null ? value : readSchemaFile(key, value, path);
  }

  private <T> @Nullable T compile(String key, Function<JsonNode, T> compiler) {
    SourceNode schema = schema(key);
    if (schema == null) {
      return null;
    }
    int before = problems.count();
    JsonSchemaLinter.check(schema, key, problems);
    if (problems.count() > before) {
      return null;
    }
    try {
      return compiler.apply(schema.json());
    } catch (ConfigurationException e) {
      problems.add(schema.position(), key + ": " + e.getMessage());
      return null;
    }
  }

  // Files outside the folder are rejected, because schemas are sent to a provider.
  private @Nullable SourceNode readSchemaFile(String key, SourceNode value, String path) {
    if (!path.endsWith(".json")) {
      problems.expected(key, "a JSON Schema or the path of a .json file that contains one", value);
      return null;
    }
    try {
      Path folder = file.toAbsolutePath().normalize().resolveSibling("");
      Path schema = folder.resolve(path).normalize();
      if (!schema.startsWith(folder)) {
        problems.expected(key, WITHIN_FOLDER, value);
        return null;
      }
      if (Files.exists(schema)) {
        // A link could lead out of the folder.
        schema = schema.toRealPath();
        if (!schema.startsWith(folder.toRealPath())) {
          problems.add(
              value.position(),
              "%s: expected %s, found the link %s to a file outside"
                  .formatted(key, WITHIN_FOLDER, value.describe()));
          return null;
        }
      }
      String text = TextFile.read(schema, MAX_SIZE);
      return limited(key, value, JsonReader.read(file.resolveSibling(path).toString(), text));
    } catch (InvalidPathException e) {
      problems.expected(key, "the path of a file", value);
    } catch (IOException e) {
      problems.add(value.position(), "%s: cannot read %s: %s".formatted(key, path, e.getMessage()));
    } catch (SourceException e) {
      problems.addAll(e);
    }
    return null;
  }

  private @Nullable SourceNode limited(String key, SourceNode value, SourceNode schema) {
    if (schema.size() <= MAX_VALUES) {
      return schema;
    }
    problems.add(
        value.position(),
        "%s: expected at most %d values, found %d".formatted(key, MAX_VALUES, schema.size()));
    return null;
  }
}

package org.atomicagents.cli.agentfile;

import java.util.List;
import org.atomicagents.cli.source.MappingReader;
import org.atomicagents.cli.source.SourceNode;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;

/** Reads the sampling parameters of an agent file. */
record SamplingFields(MappingReader file) {
  static final List<String> KEYS =
      List.of("temperature", "topP", "maxTokens", "stop", "seed", "reasoningEffort", "extra");

  Sampling read() {
    MappingReader fields = file.fields("sampling", KEYS);
    if (fields == null) {
      return Sampling.defaults();
    }
    Long maxTokens = fields.integer("maxTokens", 1, Integer.MAX_VALUE);
    Sampling known =
        new Sampling(
            fields.number("temperature", 0, 2),
            fields.number("topP", 0, 1),
            maxTokens == null ? null : maxTokens.intValue(),
            fields.lines("stop"),
            fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            fields.text("reasoningEffort"),
            Sampling.defaults().extra());
    return withExtra(known, fields);
  }

  private static Sampling withExtra(Sampling known, MappingReader fields) {
    @Nullable SourceNode extra = fields.value("extra");
    if (!(extra instanceof Mapping mapping)) {
      fields.expected("extra", "a mapping of names to values");
      return known;
    }
    Sampling sampling = known;
    for (var parameter : mapping.entries().entrySet()) {
      sampling =
          sampling.withExtra(parameter.getKey(), parameter.getValue().value().json().toString());
    }
    return sampling;
  }
}

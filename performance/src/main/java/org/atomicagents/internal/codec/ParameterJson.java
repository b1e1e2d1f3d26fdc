package org.atomicagents.internal.codec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.atomicagents.internal.store.JsonObjectReader;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON form of sampling parameters, and of the rules of a family for them.
 *
 * <p>Fractions are texts, so that no reader of JSON rounds them.
 */
final class ParameterJson {
  private static final String TEMPERATURE = "temperature";
  private static final String TOP_P = "topP";
  private static final String MAX_TOKENS = "maxTokens";
  private static final String SEED = "seed";
  private static final String REASONING_EFFORT = "reasoningEffort";

  private ParameterJson() {}

  static void write(JsonGenerator json, Sampling sampling) {
    json.writeStartObject();
    writeFraction(json, TEMPERATURE, sampling.temperature());
    writeFraction(json, TOP_P, sampling.topP());
    Integer maxTokens = sampling.maxTokens();
    if (maxTokens != null) {
      json.writeNumberProperty(MAX_TOKENS, maxTokens);
    }
    ModelRequestCodec.writeTexts(json, "stop", sampling.stop());
    Long seed = sampling.seed();
    if (seed != null) {
      json.writeNumberProperty(SEED, seed);
    }
    String effort = sampling.reasoningEffort();
    if (effort != null) {
      json.writeStringProperty(REASONING_EFFORT, effort);
    }
    writeMap(json, "extra", sampling.extra());
    json.writeEndObject();
  }

  static Sampling readSampling(JsonObjectReader json) {
    var sampling =
        new Sampling(
            readFraction(json, TEMPERATURE),
            readFraction(json, TOP_P),
            json.has(MAX_TOKENS) ? json.optionalPositiveInteger(MAX_TOKENS).orElse(null) : null,
            json.texts("stop"),
            json.has(SEED) ? json.integer(SEED) : null,
            json.optionalText(REASONING_EFFORT).orElse(null),
            readMap(json, "extra"));
    json.requireNoOtherKeys();
    return sampling;
  }

  static void write(JsonGenerator json, ParameterRules rules) {
    json.writeStartObject();
    writeSet(json, "unsupported", rules.unsupported());
    writeMap(json, "renamed", new TreeMap<>(rules.renamed()));
    json.writeStringProperty("systemRole", rules.systemRole());
    Reasoning reasoning = rules.reasoning();
    json.writeObjectPropertyStart("reasoning");
    json.writeBooleanProperty("supported", reasoning.supported());
    ModelRequestCodec.writeTexts(json, "efforts", reasoning.efforts());
    String effort = reasoning.defaultEffort();
    if (effort != null) {
      json.writeStringProperty("defaultEffort", effort);
    }
    writeSet(json, "unsupported", reasoning.unsupported());
    json.writeBooleanProperty("functionTools", reasoning.functionTools());
    json.writeEndObject();
    json.writeEndObject();
  }

  static ParameterRules readRules(JsonObjectReader json) {
    var rules =
        new ParameterRules(
            new LinkedHashSet<>(json.texts("unsupported")),
            new HashMap<>(readMap(json, "renamed")),
            json.text("systemRole"),
            readReasoning(json.object("reasoning")));
    json.requireNoOtherKeys();
    return rules;
  }

  private static Reasoning readReasoning(JsonObjectReader json) {
    var reasoning =
        new Reasoning(
            json.flag("supported"),
            json.texts("efforts"),
            json.optionalText("defaultEffort").orElse(null),
            new LinkedHashSet<>(json.texts("unsupported")),
            json.flag("functionTools"));
    json.requireNoOtherKeys();
    return reasoning;
  }

  private static void writeFraction(JsonGenerator json, String name, @Nullable Double value) {
    if (value != null) {
      json.writeStringProperty(name, value.toString());
    }
  }

  private static @Nullable Double readFraction(JsonObjectReader json, String name) {
    try {
      return json.optionalText(name).map(Double::valueOf).orElse(null);
    } catch (NumberFormatException e) {
      throw json.expected(name, "a number");
    }
  }

  // The iteration order of immutable sets differs between processes.
  private static void writeSet(JsonGenerator json, String name, Set<String> texts) {
    ModelRequestCodec.writeTexts(json, name, texts.stream().sorted().toList());
  }

  // A list, since not every text can be the key of a JSON object.
  private static void writeMap(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach((key, value) -> {
      json.writeStartObject();
      json.writeStringProperty("name", key);
      json.writeStringProperty("value", value);
      json.writeEndObject();
    });
    json.writeEndArray();
  }

  private static SequencedMap<String, String> readMap(JsonObjectReader json, String name) {
    var texts = new LinkedHashMap<String, String>();
    for (JsonObjectReader entry : json.objects(name)) {
      if (texts.put(entry.text("name"), entry.text("value")) != null) {
        throw entry.expected("name", "no name twice");
      }
      entry.requireNoOtherKeys();
    }
    return texts;
  }
}

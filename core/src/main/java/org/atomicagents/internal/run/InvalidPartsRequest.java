package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonSpan;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Violation;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The invalid parts of a response, to be requested alone: as {@code value_1}, {@code value_2}, ...
 * of one object.
 *
 * @param response the response that contains the complete output
 * @param result the result of that response
 * @param paths the paths of the invalid parts
 * @param schema the schema of the object that contains the parts
 * @param format the format of a request for that object
 */
record InvalidPartsRequest<O>(
    ResponseAccumulator response,
    ValidationResult<O> result,
    List<JsonPath> paths,
    Schema<?> schema,
    OutputFormat format) {
  private static final int MAX_PARTS = 3;
  private static final int MAX_CONTEXT_LENGTH = 300;

  /** Returns the invalid parts; null if they cannot be requested alone, or that saves nothing. */
  static <O> @Nullable InvalidPartsRequest<O> of(
      RunPlan<O> plan,
      OutputFormat complete,
      ResponseAccumulator response,
      ValidationResult<O> result) {
    if (result.form() != ResponseForm.AS_REQUESTED) {
      return null;
    }
    Schema<O> output = plan.output().schema();
    var paths = new ArrayList<JsonPath>();
    for (Violation violation : result.violations()) {
      JsonPath path = nearestPart(output, result.repairedJson(), violation.path());
      if (path.isRoot()) {
        return null;
      }
      if (paths.stream().noneMatch(path::isWithin)) {
        paths.removeIf(other -> other.isWithin(path));
        paths.add(path);
      }
    }
    if (paths.size() > MAX_PARTS || isMostOf(paths, result.repairedJson())) {
      return null;
    }
    Schema<?> schema =
        CompiledSchema.of(output).parts(paths.stream().map(JsonPath::toString).toList());
    OutputFormat format =
        OutputSpec.shape(
            plan.format().mode(),
            plan.format().fallbacks(),
            schema,
            schema.name() + "_parts",
            plan.config().model().capabilities());
    return new InvalidPartsRequest<>(response, result, List.copyOf(paths), schema, format);
  }

  /** Returns the innermost part around a path that exists in the type and in the JSON. */
  private static JsonPath nearestPart(Schema<?> output, String json, String path) {
    JsonPath part;
    try {
      part = JsonPath.parse(path);
    } catch (IllegalArgumentException e) {
      return JsonPath.ROOT;
    }
    while (!part.isRoot() && !(isPart(output, part) && JsonSpan.find(json, part) != null)) {
      part = part.parent();
    }
    return part;
  }

  private static boolean isPart(Schema<?> output, JsonPath path) {
    try {
      CompiledSchema.of(output).parts(List.of(path.toString()));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isMostOf(List<JsonPath> paths, String json) {
    int length = 0;
    for (JsonPath path : paths) {
      length += value(json, path).length();
    }
    return 2 * length > json.length();
  }

  /** Returns the name of the output in a request for the parts. */
  String name() {
    return format.name();
  }

  /** Returns the invalid parts as one JSON object. */
  String json() {
    var json = new StringBuilder("{");
    for (int i = 0; i < paths.size(); i++) {
      json.append(i == 0 ? "\"" : ",\"").append(key(i)).append("\":");
      json.append(value(result.repairedJson(), paths.get(i)));
    }
    return json.append('}').toString();
  }

  /** Returns the message that asks the model for the parts. */
  String instructions() {
    var text = new StringBuilder("These parts of your response are invalid:\n");
    text.append(Violation.lines(result.violations()));
    text.append("\nReturn only these parts again with the errors fixed:");
    for (int i = 0; i < paths.size(); i++) {
      JsonPath path = paths.get(i);
      text.append("\n  ").append(key(i)).append(": ").append(path);
      if (path.hasIndex()) {
        String context = value(result.repairedJson(), path.parent());
        text.append(", in ").append(Excerpt.of(context, MAX_CONTEXT_LENGTH));
      }
    }
    return text.toString();
  }

  /**
   * Returns the JSON of the complete output with its invalid parts replaced by the decoded ones.
   */
  String merge(ReadResult<?> parts) {
    String json = result.repairedJson();
    for (int i = 0; i < paths.size(); i++) {
      String value = value(parts.json(), JsonPath.parse("$." + key(i)));
      JsonSpan span = JsonSpan.find(json, paths.get(i));
      json = span == null ? json : span.withValue(value);
    }
    return json;
  }

  /** Returns the violations of the decoded parts, with their paths in the complete output. */
  List<Violation> violations(ReadResult<?> parts) {
    return parts.violations().stream().map(this::relocate).toList();
  }

  private Violation relocate(Violation violation) {
    for (int i = 0; i < paths.size(); i++) {
      String part = "$." + key(i);
      String path = violation.path();
      if (path.startsWith(part)) {
        String relocated = paths.get(i) + path.substring(part.length());
        return new Violation(relocated, violation.expected(), violation.found());
      }
    }
    return violation;
  }

  private static String key(int index) {
    return "value_" + (index + 1);
  }

  private static String value(String json, JsonPath path) {
    JsonSpan span = JsonSpan.find(json, path);
    String value = span == null ? null : span.value();
    return value == null ? "null" : value;
  }
}

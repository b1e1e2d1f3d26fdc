package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonPlace;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an answer that are wrong, to be asked for alone: {@code value_1}, {@code value_2},
 * ... of an object.
 *
 * @param verdict on the whole answer
 * @param places where they stand in it
 * @param schema their types
 */
record InvalidParts<O>(ValidationResult<O> verdict, List<JsonPath> places, Schema<?> schema) {
  private static final int MOST = 3;
  private static final int LONGEST_CONTEXT = 300;

  /** The wrong parts; null if it is no gain, or not possible, to ask for them alone. */
  static <O> @Nullable InvalidParts<O> of(Schema<O> output, ValidationResult<O> verdict) {
    if (verdict.form() != ValidationResult.Form.AS_ASKED) {
      return null;
    }
    var places = new ArrayList<JsonPath>();
    for (Violation violation : verdict.violations()) {
      JsonPath place = place(output, verdict.read(), violation.path());
      if (place.isRoot()) {
        return null;
      }
      if (places.stream().noneMatch(place::isWithin)) {
        places.removeIf(other -> other.isWithin(place));
        places.add(place);
      }
    }
    List<String> paths = places.stream().map(JsonPath::toString).toList();
    return places.size() > MOST || isMost(places, verdict.read())
        ? null
        : new InvalidParts<>(verdict, List.copyOf(places), output.parts(paths));
  }

  /** The nearest place around the path that there is, in the type and in the answer. */
  private static JsonPath place(Schema<?> output, String json, String path) {
    JsonPath place;
    try {
      place = JsonPath.parse(path);
    } catch (IllegalArgumentException e) {
      return JsonPath.ROOT;
    }
    while (!place.isRoot() && !(isPart(output, place) && JsonPlace.find(json, place) != null)) {
      place = place.parent();
    }
    return place;
  }

  private static boolean isPart(Schema<?> output, JsonPath place) {
    try {
      output.parts(List.of(place.toString()));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isMost(List<JsonPath> places, String json) {
    int length = 0;
    for (JsonPath place : places) {
      length += value(json, place).length();
    }
    return 2 * length > json.length();
  }

  /** The format of an answer with the parts alone. */
  OutputFormat format(OutputFormat whole) {
    return whole.withShape(
        OutputFormat.nameFrom(schema.name() + "_parts"),
        schema.description(),
        schema.jsonSchema(),
        whole.strictSchema() == null ? null : schema.strictJsonSchema().orElse(null));
  }

  /** The parts as they were answered. */
  String json() {
    var json = new StringBuilder("{");
    for (int i = 0; i < places.size(); i++) {
      json.append(i == 0 ? "\"" : ",\"").append(name(i)).append("\":");
      json.append(value(verdict.read(), places.get(i)));
    }
    return json.append('}').toString();
  }

  /** What is wrong with them. */
  String told() {
    var told = new StringBuilder("This is not valid:\n");
    told.append(Violation.lines(verdict.violations()));
    told.append("\nAnswer again with these parts alone, mended:");
    for (int i = 0; i < places.size(); i++) {
      JsonPath place = places.get(i);
      told.append("\n  ").append(name(i)).append(" for ").append(place);
      if (place.hasIndex()) {
        String around = value(verdict.read(), place.parent());
        told.append(", within ").append(Excerpt.shortened(around, LONGEST_CONTEXT));
      }
    }
    return told.toString();
  }

  /** The whole answer with these parts in the place of the wrong ones. */
  String with(ReadResult<?> parts) {
    String json = verdict.read();
    for (int i = 0; i < places.size(); i++) {
      String value = value(parts.json(), JsonPath.parse("$." + name(i)));
      JsonPlace place = JsonPlace.find(json, places.get(i));
      json = place == null ? json : place.with(value);
    }
    return json;
  }

  /** What is wrong with the parts that came, told by where they belong. */
  List<Violation> violations(ReadResult<?> parts) {
    return parts.violations().stream().map(this::moved).toList();
  }

  private Violation moved(Violation violation) {
    for (int i = 0; i < places.size(); i++) {
      JsonPath part = JsonPath.parse("$." + name(i));
      String path = violation.path();
      if (path.startsWith(part.toString())) {
        String moved = places.get(i) + path.substring(part.toString().length());
        return new Violation(moved, violation.expected(), violation.found());
      }
    }
    return violation;
  }

  private static String name(int index) {
    return "value_" + (index + 1);
  }

  private static String value(String json, JsonPath path) {
    JsonPlace place = JsonPlace.find(json, path);
    String value = place == null ? null : place.value();
    return value == null ? "null" : value;
  }
}

package org.atomicagents.internal.schema.repair;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import tools.jackson.core.JsonGenerator;

/** The JSON output, the repairs and the violations of one repaired candidate. */
final class RepairContext {
  // Limits memory: a long array of quoted numbers would need a repair for each.
  static final int MAX_REPAIRS = 1_000;
  // Keys can be long, and the path of each repair below a key contains it.
  private static final int MAX_PATHS_LENGTH = 1_000_000;
  // More than a truncated value description contains.
  private static final int MAX_EXCERPT_LENGTH = 200;
  private static final int MAX_DESCRIBED_KEYS = 5;
  // Repairing a value takes about as long as examining so many characters.
  private static final int STEPS_PER_VALUE = 50;

  final String source;
  final List<Repair> repairs = new ArrayList<>();
  final List<Violation> violations = new ArrayList<>();
  final JsonGenerator out;
  private final StringWriter json;
  private final ReadingBudget budget;
  private int pathsLength;

  RepairContext(String source, ReadingBudget budget) {
    this.source = source;
    this.budget = budget;
    this.json = new StringWriter(256);
    this.out = JsonIo.generator(json);
  }

  /** Counts the steps of repairing one value. */
  void addSteps() {
    budget.addSteps(STEPS_PER_VALUE);
  }

  /** Returns the JSON after closing the output. */
  String json() {
    out.close();
    return json.toString();
  }

  /** Adds a violation. */
  void reject(LazyPath path, String expected, LenientValue value) {
    // Described only if there is room for it: a text can have a violation for each value.
    if (violations.size() < ViolationCollector.MAX_VIOLATIONS) {
      reject(path, expected, describe(value));
    }
  }

  void reject(LazyPath path, String expected, String found) {
    if (violations.size() >= ViolationCollector.MAX_VIOLATIONS) {
      return;
    }
    violations.add(new Violation(path.toString(), expected, found));
  }

  void addRepair(LazyPath path, Repair.Kind kind, LenientValue value, String after) {
    addRepair(
        path,
        kind,
        sourceText(value.start(), Math.min(value.end(), value.start() + MAX_EXCERPT_LENGTH)),
        after);
  }

  void addRepair(LazyPath path, Repair.Kind kind, String before, String after) {
    if (repairs.size() >= MAX_REPAIRS || pathsLength > MAX_PATHS_LENGTH) {
      return;
    }
    String pathText = path.toString();
    pathsLength += pathText.length();
    repairs.add(
        new Repair(
            pathText, kind, ValueDescription.truncate(before), ValueDescription.truncate(after)));
  }

  /** Adds the syntax repairs of an object or an array. */
  void reportRepairs(LazyPath path, LenientValue container) {
    String closer = container instanceof LenientValue.ObjectValue ? "}" : "]";
    for (SyntaxRepair repair : container.repairs()) {
      String before = sourceText(repair.start(), repair.end());
      String after =
          switch (repair.kind()) {
            case CLOSED -> closer;
            case COMMA -> before.isEmpty() && !isAtCloser(repair) ? "," : "";
            default -> "";
          };
      addRepair(
          path,
          kindOf(repair),
          repair.kind() == SyntaxRepair.Kind.COMMA && after.isEmpty() ? "," : before,
          after);
    }
  }

  // The repair of a superfluous comma is at the closer.
  private boolean isAtCloser(SyntaxRepair repair) {
    return repair.start() < source.length() && "}]".indexOf(source.charAt(repair.start())) >= 0;
  }

  /** Adds the syntax repairs of a string or a key, each kind once. */
  void reportRepairs(LazyPath path, List<SyntaxRepair> repairs, String before, String after) {
    for (int i = 0; i < repairs.size(); i++) {
      Repair.Kind kind = kindOf(repairs.get(i));
      if (repairs.subList(0, i).stream().noneMatch(previous -> kindOf(previous) == kind)) {
        addRepair(path, kind, before, after);
      }
    }
  }

  private static Repair.Kind kindOf(SyntaxRepair repair) {
    return Repair.Kind.valueOf(repair.kind().name());
  }

  String sourceText(LenientValue value) {
    return sourceText(value.start(), value.end());
  }

  private String sourceText(int start, int end) {
    return source.substring(start, Math.min(end, source.length()));
  }

  /** Writes a value regardless of the type. */
  void writeUnrepaired(LenientValue value) {
    addSteps();
    switch (value) {
      case LenientValue.ObjectValue object -> {
        out.writeStartObject();
        for (LenientValue.Property property : object.properties()) {
          out.writeName(property.key());
          writeUnrepaired(property.value());
        }
        out.writeEndObject();
      }
      case LenientValue.ArrayValue array -> {
        out.writeStartArray();
        for (LenientValue element : array.elements()) {
          writeUnrepaired(element);
        }
        out.writeEndArray();
      }
      case LenientValue.StringValue string -> out.writeString(string.value());
      case LenientValue.RawToken token -> {
        if (JsonLiterals.isValid(token.value())) {
          out.writeRawValue(token.value());
        } else {
          out.writeString(token.value());
        }
      }
    }
  }

  /** Returns a description of a value, including why it is ambiguous or incomplete. */
  static String describe(LenientValue value) {
    String description =
        switch (value) {
          case LenientValue.ObjectValue ignored -> "an object";
          case LenientValue.ArrayValue array ->
              switch (array.elements().size()) {
                case 0 -> "an empty list";
                case 1 -> "a list of 1 item";
                default -> "a list of " + array.elements().size() + " items";
              };
          case LenientValue.StringValue string -> ValueDescription.quote(string.value());
          case LenientValue.RawToken token ->
              token.value().isEmpty() ? "nothing" : ValueDescription.truncate(token.value());
        };
    if (value.ambiguity() != null) {
      return description + " " + value.ambiguity();
    }
    return value.isClosed() ? description : description + " that is truncated";
  }

  /** Returns a description of an object by its keys. */
  static String describeKeys(LenientValue.ObjectValue object) {
    List<String> keys =
        object.properties().stream()
            .limit(MAX_DESCRIBED_KEYS)
            .map(property -> ValueDescription.quote(property.key()))
            .toList();
    return "an object with "
        + String.join(", ", keys)
        + (object.properties().size() > MAX_DESCRIBED_KEYS ? ", …" : "")
        + (object.isClosed() ? "" : " that is truncated");
  }

  /** Returns whether two values are equal, regardless of their quotes and white space. */
  static boolean isSameValue(LenientValue one, LenientValue other) {
    return switch (one) {
      case LenientValue.ObjectValue a ->
          other instanceof LenientValue.ObjectValue b
              && a.properties().size() == b.properties().size()
              && areSameProperties(a.properties(), b.properties());
      case LenientValue.ArrayValue a ->
          other instanceof LenientValue.ArrayValue b
              && a.elements().size() == b.elements().size()
              && areSameItems(a.elements(), b.elements());
      case LenientValue.StringValue a ->
          other instanceof LenientValue.StringValue b && a.value().equals(b.value());
      case LenientValue.RawToken a ->
          other instanceof LenientValue.RawToken b && a.value().equals(b.value());
    };
  }

  private static boolean areSameProperties(
      List<LenientValue.Property> a, List<LenientValue.Property> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).key().equals(b.get(i).key())
          || !isSameValue(a.get(i).value(), b.get(i).value())) {
        return false;
      }
    }
    return true;
  }

  private static boolean areSameItems(List<LenientValue> a, List<LenientValue> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!isSameValue(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}

package org.atomicagents.internal.schema.repair;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import tools.jackson.core.JsonGenerator;

/** The JSON that a text is mended to, and what is said of it on the way. */
final class RepairContext {
  // Nobody reads more, and a long list of numbers in quotes would fill the memory.
  static final int MAX_REPAIRS = 1_000;
  // Keys may be long, and stand in the path of each repair within them.
  private static final int MAX_PATHS_LENGTH = 1_000_000;
  // More than is shown of a value.
  private static final int MAX_EXCERPT_LENGTH = 200;
  private static final int MAX_DESCRIBED_KEYS = 5;

  final String source;
  final List<Repair> repairs = new ArrayList<>();
  final List<Violation> violations = new ArrayList<>();
  final JsonGenerator out;
  private final StringWriter json;
  private int pathsLength;

  RepairContext(String source) {
    this.source = source;
    this.json = new StringWriter(256);
    this.out = JsonIo.generator(json);
  }

  String json() {
    out.close();
    return json.toString();
  }

  void reject(LazyPath where, String expected, LenientValue value) {
    reject(where, expected, describe(value));
  }

  void reject(LazyPath where, String expected, String found) {
    if (violations.size() >= ViolationCollector.MAX_VIOLATIONS) {
      return;
    }
    violations.add(new Violation(where.toString(), expected, found));
  }

  void addRepair(LazyPath where, Repair.Kind kind, LenientValue value, String after) {
    addRepair(
        where,
        kind,
        sourceText(value.start(), Math.min(value.end(), value.start() + MAX_EXCERPT_LENGTH)),
        after);
  }

  void addRepair(LazyPath where, Repair.Kind kind, String before, String after) {
    if (repairs.size() >= MAX_REPAIRS || pathsLength > MAX_PATHS_LENGTH) {
      return;
    }
    String path = where.toString();
    pathsLength += path.length();
    repairs.add(
        new Repair(
            path, kind, ValueDescription.truncate(before), ValueDescription.truncate(after)));
  }

  /** Reports what had to be mended to read an object or a list. */
  void reportRepairs(LazyPath where, LenientValue container) {
    String closer = container instanceof LenientValue.ObjectValue ? "}" : "]";
    for (SyntaxRepair mend : container.repairs()) {
      String before = sourceText(mend.start(), mend.end());
      String after =
          switch (mend.kind()) {
            case CLOSED -> closer;
            case COMMA -> before.isEmpty() && !isAtCloser(mend) ? "," : "";
            default -> "";
          };
      addRepair(
          where,
          kindOf(mend),
          mend.kind() == SyntaxRepair.Kind.COMMA && after.isEmpty() ? "," : before,
          after);
    }
  }

  // A comma before a closer is noted there.
  private boolean isAtCloser(SyntaxRepair mend) {
    return mend.start() < source.length() && "}]".indexOf(source.charAt(mend.start())) >= 0;
  }

  /** Reports what had to be mended to read a text or a key, each kind once. */
  void reportRepairs(LazyPath where, List<SyntaxRepair> mends, String before, String after) {
    for (int i = 0; i < mends.size(); i++) {
      Repair.Kind kind = kindOf(mends.get(i));
      if (mends.subList(0, i).stream().noneMatch(each -> kindOf(each) == kind)) {
        addRepair(where, kind, before, after);
      }
    }
  }

  private static Repair.Kind kindOf(SyntaxRepair mend) {
    return Repair.Kind.valueOf(mend.kind().name());
  }

  String sourceText(LenientValue value) {
    return sourceText(value.start(), value.end());
  }

  private String sourceText(int start, int end) {
    return source.substring(start, Math.min(end, source.length()));
  }

  /** Writes a value without looking at its type. */
  void writeUnrepaired(LenientValue value) {
    switch (value) {
      case LenientValue.ObjectValue members -> {
        out.writeStartObject();
        for (LenientValue.Property member : members.properties()) {
          out.writeName(member.key());
          writeUnrepaired(member.value());
        }
        out.writeEndObject();
      }
      case LenientValue.ArrayValue items -> {
        out.writeStartArray();
        items.elements().forEach(this::writeUnrepaired);
        out.writeEndArray();
      }
      case LenientValue.StringValue text -> out.writeString(text.value());
      case LenientValue.RawToken word -> {
        if (JsonLiterals.isValid(word.value())) {
          out.writeRawValue(word.value());
        } else {
          out.writeString(word.value());
        }
      }
    }
  }

  /** A value in words, and why it isn't taken for what it seems to be. */
  static String describe(LenientValue value) {
    String said =
        switch (value) {
          case LenientValue.ObjectValue ignored -> "an object";
          case LenientValue.ArrayValue items ->
              switch (items.elements().size()) {
                case 0 -> "an empty list";
                case 1 -> "a list of 1 item";
                default -> "a list of " + items.elements().size() + " items";
              };
          case LenientValue.StringValue text -> ValueDescription.quote(text.value());
          case LenientValue.RawToken word ->
              word.value().isEmpty() ? "nothing" : ValueDescription.truncate(word.value());
        };
    if (value.ambiguity() != null) {
      return said + " " + value.ambiguity();
    }
    return value.isClosed() ? said : said + " that is cut off";
  }

  /** An object in words, by its keys. */
  static String describeKeys(LenientValue.ObjectValue members) {
    List<String> keys =
        members.properties().stream()
            .limit(MAX_DESCRIBED_KEYS)
            .map(each -> ValueDescription.quote(each.key()))
            .toList();
    return "an object with "
        + String.join(", ", keys)
        + (members.properties().size() > MAX_DESCRIBED_KEYS ? ", …" : "")
        + (members.isClosed() ? "" : " that is cut off");
  }

  /** Whether two values say the same, however they are written. */
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

package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonText;
import org.atomicagents.internal.json.JsonWords;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.Mend;
import org.atomicagents.model.Repair;
import org.atomicagents.model.Violation;
import tools.jackson.core.JsonGenerator;

/** The JSON that a text is mended to, and what is said of it on the way. */
final class Mending {
  // Nobody reads more, and a long list of numbers in quotes would fill the memory.
  static final int MOST_REPAIRS = 1_000;
  // Keys may be long, and stand in the path of each repair within them.
  private static final int LONGEST_PATHS = 1_000_000;
  // More than is shown of a value.
  private static final int SHOWN = 200;
  private static final int SHOWN_KEYS = 5;

  final String source;
  final List<Repair> repairs = new ArrayList<>();
  final List<Violation> violations = new ArrayList<>();
  final JsonGenerator out;
  private final StringWriter json;
  private int pathsLength;

  Mending(String source) {
    this.source = source;
    this.json = new StringWriter(256);
    this.out = JsonText.generator(json);
  }

  String json() {
    out.close();
    return json.toString();
  }

  void reject(Where where, String expected, LooseValue value) {
    reject(where, expected, told(value));
  }

  void reject(Where where, String expected, String found) {
    if (violations.size() >= Findings.MAX_VIOLATIONS) {
      return;
    }
    violations.add(new Violation(where.toString(), expected, found));
  }

  void repair(Where where, Repair.Kind kind, LooseValue value, String after) {
    repair(where, kind, slice(value.start(), Math.min(value.end(), value.start() + SHOWN)), after);
  }

  void repair(Where where, Repair.Kind kind, String before, String after) {
    if (repairs.size() >= MOST_REPAIRS || pathsLength > LONGEST_PATHS) {
      return;
    }
    String path = where.toString();
    pathsLength += path.length();
    repairs.add(new Repair(path, kind, Found.shortened(before), Found.shortened(after)));
  }

  /** Reports what had to be mended to read an object or a list. */
  void report(Where where, LooseValue container) {
    String closer = container instanceof LooseValue.Members ? "}" : "]";
    for (Mend mend : container.mends()) {
      String before = slice(mend.start(), mend.end());
      String after =
          switch (mend.kind()) {
            case CLOSED -> closer;
            case COMMA -> before.isEmpty() && !isAtCloser(mend) ? "," : "";
            default -> "";
          };
      repair(
          where,
          kindOf(mend),
          mend.kind() == Mend.Kind.COMMA && after.isEmpty() ? "," : before,
          after);
    }
  }

  // A comma before a closer is noted there.
  private boolean isAtCloser(Mend mend) {
    return mend.start() < source.length() && "}]".indexOf(source.charAt(mend.start())) >= 0;
  }

  /** Reports what had to be mended to read a text or a key, each kind once. */
  void report(Where where, List<Mend> mends, String before, String after) {
    for (int i = 0; i < mends.size(); i++) {
      Repair.Kind kind = kindOf(mends.get(i));
      if (mends.subList(0, i).stream().noneMatch(each -> kindOf(each) == kind)) {
        repair(where, kind, before, after);
      }
    }
  }

  private static Repair.Kind kindOf(Mend mend) {
    return Repair.Kind.valueOf(mend.kind().name());
  }

  String slice(LooseValue value) {
    return slice(value.start(), value.end());
  }

  private String slice(int start, int end) {
    return source.substring(start, Math.min(end, source.length()));
  }

  /** Writes a value without looking at its type. */
  void raw(LooseValue value) {
    switch (value) {
      case LooseValue.Members members -> {
        out.writeStartObject();
        for (LooseValue.Member member : members.all()) {
          out.writeName(member.key());
          raw(member.value());
        }
        out.writeEndObject();
      }
      case LooseValue.Items items -> {
        out.writeStartArray();
        items.all().forEach(this::raw);
        out.writeEndArray();
      }
      case LooseValue.Text text -> out.writeString(text.value());
      case LooseValue.Word word -> {
        if (JsonWords.isValid(word.value())) {
          out.writeRawValue(word.value());
        } else {
          out.writeString(word.value());
        }
      }
    }
  }

  /** A value in words, and why it isn't taken for what it seems to be. */
  static String told(LooseValue value) {
    String said =
        switch (value) {
          case LooseValue.Members ignored -> "an object";
          case LooseValue.Items items ->
              switch (items.all().size()) {
                case 0 -> "an empty list";
                case 1 -> "a list of 1 item";
                default -> "a list of " + items.all().size() + " items";
              };
          case LooseValue.Text text -> Found.text(text.value());
          case LooseValue.Word word ->
              word.value().isEmpty() ? "nothing" : Found.shortened(word.value());
        };
    if (value.doubt() != null) {
      return said + " " + value.doubt();
    }
    return value.isClosed() ? said : said + " that is cut off";
  }

  /** An object in words, by its keys. */
  static String toldKeys(LooseValue.Members members) {
    List<String> keys =
        members.all().stream().limit(SHOWN_KEYS).map(each -> Found.text(each.key())).toList();
    return "an object with "
        + String.join(", ", keys)
        + (members.all().size() > SHOWN_KEYS ? ", …" : "")
        + (members.isClosed() ? "" : " that is cut off");
  }

  /** Whether two values say the same, however they are written. */
  static boolean same(LooseValue one, LooseValue other) {
    return switch (one) {
      case LooseValue.Members a ->
          other instanceof LooseValue.Members b
              && a.all().size() == b.all().size()
              && sameMembers(a.all(), b.all());
      case LooseValue.Items a ->
          other instanceof LooseValue.Items b
              && a.all().size() == b.all().size()
              && sameItems(a.all(), b.all());
      case LooseValue.Text a -> other instanceof LooseValue.Text b && a.value().equals(b.value());
      case LooseValue.Word a -> other instanceof LooseValue.Word b && a.value().equals(b.value());
    };
  }

  private static boolean sameMembers(List<LooseValue.Member> a, List<LooseValue.Member> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).key().equals(b.get(i).key()) || !same(a.get(i).value(), b.get(i).value())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameItems(List<LooseValue> a, List<LooseValue> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}

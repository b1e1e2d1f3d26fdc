package org.atomicagents.internal.schema.compile;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A format of a JSON Schema, checked in linear time and with bounded stack.
 *
 * <p>The regular expressions of the validator library recurse for each character or backtrack, and
 * some of its checks throw exceptions. The strings come from a model and are untrusted input.
 * Thread-safe.
 */
final class BoundedFormat implements Format {
  private static final int MAX_LENGTH = 2_000;
  // RFC 1035, section 2.3.4, without the root label.
  private static final int MAX_HOST_LENGTH = 253;
  // A data URI can have any length.
  private static final Set<String> UNLIMITED =
      Set.of("uri", "uri-reference", "iri", "iri-reference");
  private static final String VARIABLE =
      "(?:\\w|%\\p{XDigit}{2})(?:\\.?(?:\\w|%\\p{XDigit}{2}))*+(?::[1-9]\\d{0,3}+|\\*)?+";
  // RFC 6901; a number sign separates a fragment and is not part of a pointer.
  private static final String POINTER = "(?:/(?:[^/#~]|~[01])*+)*+";
  // Possessive groups are repeated without recursion.
  private static final Map<String, Pattern> PATTERNS =
      Map.of(
          "uri-template", // RFC 6570
          Pattern.compile(
              "(?:[^\\p{Cntrl}\"%<>\\\\^`{|}]|%\\p{XDigit}{2}|\\{[+#./;?&=,!@|]?"
                  + VARIABLE
                  + "(?:,"
                  + VARIABLE
                  + ")*+\\})*+"),
          "json-pointer",
          Pattern.compile(POINTER),
          "relative-json-pointer",
          Pattern.compile("(?:0|[1-9]\\d*+)(?:#|" + POINTER + ")"));

  private final Format format;

  BoundedFormat(Format format) {
    this.format = format;
  }

  @Override
  public String getName() {
    return format.getName();
  }

  @Override
  public String getMessageKey() {
    return format.getMessageKey();
  }

  @Override
  public boolean matches(ExecutionContext run, SchemaContext schema, String value) {
    Pattern pattern = PATTERNS.get(getName());
    if (pattern != null) {
      return pattern.matcher(value).matches();
    }
    if (value.length() > maxLength()) {
      return false;
    }
    try {
      return format.matches(run, schema, value);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private int maxLength() {
    return switch (getName()) {
      case "hostname", "idn-hostname" -> MAX_HOST_LENGTH;
      default -> UNLIMITED.contains(getName()) ? Integer.MAX_VALUE : MAX_LENGTH;
    };
  }
}

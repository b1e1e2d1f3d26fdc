package org.atomicagents.testing.internal.messages;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line and version of a Claude model, and the parameters that it accepts.
 *
 * <p>Source: the <a href="https://platform.claude.com/docs/en/about-claude/models/overview">models
 * overview</a> and the migration guides of its models. A model with another name accepts every
 * parameter.
 *
 * @param line such as {@code opus}; empty for a model with another name
 * @param version ten times the major version, plus the minor version; 0 for a model with another
 *     name
 */
record ClaudeFamily(String line, int version) {
  private static final Pattern NAME =
      Pattern.compile(
          "claude-(opus|sonnet|haiku|fable|mythos)-(\\d{1,2})(?:-(\\d))?(?:-[a-z0-9@-]{0,40})?");
  private static final Set<String> LATEST_LINES = Set.of("fable", "mythos");

  static ClaudeFamily of(String model) {
    Matcher name = NAME.matcher(model);
    if (!name.matches()) {
      return new ClaudeFamily("", 0);
    }
    int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
    return new ClaudeFamily(name.group(1), 10 * Integer.parseInt(name.group(2)) + minor);
  }

  boolean isKnown() {
    return version > 0;
  }

  /** Returns whether thinking cannot be disabled, and tools cannot be forced. */
  boolean alwaysThinks() {
    return LATEST_LINES.contains(line) || (version >= 55 && !line.equals("haiku"));
  }

  boolean thinksByDefault() {
    return version >= 50;
  }

  /** Returns whether thinking blocks are valid in their conversation only. */
  boolean bindsThinking() {
    return version >= 55 || (LATEST_LINES.contains(line) && version >= 51);
  }

  boolean hasBetweenTools() {
    return line.equals("sonnet") && version >= 55;
  }

  boolean hasAdaptiveThinking() {
    return !isKnown() || version >= 46;
  }

  /** Returns whether thinking has no budget, and sampling no parameters. */
  boolean refusesBudgetAndSampling() {
    return version >= 50 || (line.equals("opus") && version >= 47);
  }

  /** Returns whether thinking has no text unless the request asks for a summary. */
  boolean omitsThinking() {
    return refusesBudgetAndSampling();
  }

  boolean refusesPrefill() {
    return version >= 50 || (!line.equals("haiku") && version >= 46);
  }

  boolean hasStructuredOutput() {
    return !isKnown() || version >= 41;
  }

  /** Returns whether messages of the role {@code system} may follow those of the user. */
  boolean hasSystemMessages() {
    return !isKnown() || version >= 48;
  }

  /** Returns the accepted efforts; none if the model has no such parameter. */
  Set<String> efforts() {
    if (!isKnown() || version >= 50 || (line.equals("opus") && version >= 47)) {
      return Set.of("low", "medium", "high", "xhigh", "max");
    }
    if (version >= 46) {
      return Set.of("low", "medium", "high", "max");
    }
    return line.equals("opus") && version == 45 ? Set.of("low", "medium", "high") : Set.of();
  }
}

package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * A generator with the sections and the wording of the Python original, so that both produce the
 * same prompt.
 */
record SectionedPrompt(List<String> background, List<String> steps, List<String> output)
    implements PromptGenerator {

  private static final String DEFAULT_BACKGROUND =
      "This is a conversation with a helpful and friendly AI assistant.";
  private static final List<String> LAST_INSTRUCTIONS =
      List.of(
          "Always respond using the proper JSON schema.",
          "Always use the available additional information and context to enhance the response.");

  SectionedPrompt {
    background = background.isEmpty() ? List.of(DEFAULT_BACKGROUND) : List.copyOf(background);
    steps = List.copyOf(steps);
    var instructions = new ArrayList<>(output);
    instructions.addAll(LAST_INSTRUCTIONS);
    output = List.copyOf(instructions);
  }

  @Override
  public String generate(List<ContextInfo> context) {
    var lines = new ArrayList<String>();
    appendSection(lines, "# IDENTITY and PURPOSE", background);
    appendSection(lines, "# INTERNAL ASSISTANT STEPS", steps);
    appendSection(lines, "# OUTPUT INSTRUCTIONS", output);
    if (!context.isEmpty()) {
      lines.add("# EXTRA INFORMATION AND CONTEXT");
      for (ContextInfo section : context) {
        if (!section.info().isEmpty()) {
          lines.addAll(List.of("## " + section.title(), section.info(), ""));
        }
      }
    }
    return stripped(String.join("\n", lines));
  }

  /** Returns a text without the white space of Python at both ends: more than that of Java. */
  private static String stripped(String text) {
    int end = text.length();
    while (end > 0 && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  private static boolean isWhiteSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private static void appendSection(List<String> lines, String heading, List<String> items) {
    if (!items.isEmpty()) {
      lines.add(heading);
      items.forEach(item -> lines.add("- " + item));
      lines.add("");
    }
  }
}

package org.atomicagents.cli;

import java.util.List;
import org.atomicagents.cli.source.Nearest;

/** What can be asked of the program in a conversation, and not of the agent. */
record ChatCommands(Chat chat) {
  static final List<String> NAMES = List.of("/help", "/model", "/quit", "/reset");
  private static final String HELP =
      """
      /reset       forget what was said
      /model NAME  go on with another model, as in /model openai:gpt-5-mini; alone: which it is
      /help        this
      /quit        leave
      Ctrl-C stops an answer, or clears the line. Up and Down bring earlier lines, Ctrl-R finds one.
      Alt-Enter begins a new line in a message. Ctrl-D leaves.
      A message that begins with / needs a space before it.\
      """;

  /** Does it; false to leave. */
  boolean obey(String line) {
    String[] words = line.split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "/quit" -> {
        return false;
      }
      case "/reset" -> chat.reset();
      case "/model" -> model(rest);
      case "/help" -> chat.terminal().note(HELP);
      default -> throw unknown(words[0]);
    }
    return true;
  }

  private void model(String name) {
    if (name.isEmpty()) {
      chat.terminal().note("The model is " + chat.model().name() + ".");
      return;
    }
    try {
      chat.use(named(name));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "/model: " + e.getMessage());
    }
  }

  // Without a provider it is another model of the same one.
  private ModelName named(String name) {
    return name.contains(":") || ModelName.isProvider(name)
        ? ModelName.parse(name)
        : new ModelName(chat.model().provider(), name);
  }

  private static CommandFailure unknown(String word) {
    String meant = Nearest.of(word, NAMES);
    return new CommandFailure(
        ExitCode.USAGE,
        "Unknown command %s.%s /help tells which there are; a message that begins with / needs a space before it."
            .formatted(word, meant == null ? "" : " Did you mean " + meant + "?"));
  }
}

package org.atomicagents.cli.command;

import java.util.List;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.source.SpellingSuggestion;

/** What can be asked of the program in a conversation, and not of the agent. */
record SlashCommands(ChatSession chat) {
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
  boolean execute(String line) {
    String[] words = line.split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "/quit" -> {
        return false;
      }
      case "/reset" -> chat.reset();
      case "/model" -> showOrSwitchModel(rest);
      case "/help" -> chat.terminal().note(HELP);
      default -> throw unknownCommand(words[0]);
    }
    return true;
  }

  private void showOrSwitchModel(String name) {
    if (name.isEmpty()) {
      chat.terminal().note("The model is " + chat.model().name() + ".");
      return;
    }
    try {
      chat.switchModel(parseModel(name));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "/model: " + e.getMessage());
    }
  }

  // Without a provider it is another model of the same one.
  private ModelOption parseModel(String name) {
    return name.contains(":") || ModelOption.isProvider(name)
        ? ModelOption.parse(name)
        : new ModelOption(chat.model().provider(), name);
  }

  private static CommandException unknownCommand(String word) {
    String meant = SpellingSuggestion.of(word, NAMES);
    return new CommandException(
        ExitCode.USAGE,
        "Unknown command %s.%s /help tells which there are; a message that begins with / needs a space before it."
            .formatted(word, meant == null ? "" : " Did you mean " + meant + "?"));
  }
}

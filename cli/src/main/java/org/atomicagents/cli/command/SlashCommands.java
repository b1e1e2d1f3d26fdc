package org.atomicagents.cli.command;

import java.util.List;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.source.SpellingSuggestion;

/** The commands of a conversation, which begin with a slash. */
record SlashCommands(ChatSession chat) {
  static final List<String> NAMES = List.of("/help", "/model", "/quit", "/reset");
  private static final String HELP =
      """
      /reset       start a new conversation
      /model NAME  switch to another model, such as openai:gpt-5-mini; without NAME, show the model
      /help        show this help
      /quit        quit
      Ctrl-C stops a response or clears the line. Up and Down recall earlier lines, Ctrl-R searches.
      Alt-Enter inserts a line break. Ctrl-D quits.
      To send a message that begins with /, put a space before it.\
      """;

  /** Executes a command; returns false for {@code /quit}. */
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
      chat.terminal().note("The model is " + chat.model().label() + ".");
      return;
    }
    try {
      chat.switchModel(parseModel(name));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "/model: " + e.getMessage());
    }
  }

  // A name without a provider is a model of the current provider.
  private ModelOption parseModel(String name) {
    return name.contains(":") || ModelOption.isProvider(name)
        ? ModelOption.parse(name)
        : new ModelOption(chat.model().provider(), name);
  }

  private static CommandException unknownCommand(String word) {
    String suggestion = SpellingSuggestion.of(word, NAMES);
    return new CommandException(
        ExitCode.USAGE,
        "Unknown command %s.%s /help lists the commands. To send a message that begins with /, put a space before it."
            .formatted(word, suggestion == null ? "" : " Did you mean " + suggestion + "?"));
  }
}

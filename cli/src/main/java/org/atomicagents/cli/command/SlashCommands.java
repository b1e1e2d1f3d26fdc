package org.atomicagents.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.source.SpellingSuggestion;

/** The commands of a conversation, which begin with a slash. */
record SlashCommands(ChatSession chat) {
  static final List<String> NAMES =
      List.of(
          "/help",
          "/history",
          "/load",
          "/model",
          "/quit",
          "/reset",
          "/save",
          "/temperature",
          "/tokens");
  private static final String HELP =
      """
      /history        print the conversation
      /save FILE      save the conversation; /load FILE continues a saved one
      /reset          start a new conversation
      /model NAME     switch to another model, such as openai:gpt-5-mini; without NAME, show the model
      /temperature N  set the temperature, from 0 to 2, or default; without N, show it
      /tokens         show the tokens of the conversation and of this session
      /help           show this help
      /quit           quit
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
      case "/history" -> chat.conversation().print(chat.terminal());
      case "/save" -> save(file("/save", rest));
      case "/load" -> load(file("/load", rest));
      case "/temperature" -> showOrSetTemperature(rest);
      case "/tokens" -> chat.showTokens();
      case "/model" -> showOrSwitchModel(rest);
      case "/help" -> chat.terminal().note(HELP);
      default -> throw unknownCommand(words[0]);
    }
    return true;
  }

  private void save(Path file) {
    chat.conversation().save(file);
    chat.terminal().note("Saved " + count() + " to " + file + ".");
  }

  private void load(Path file) {
    chat.conversation().load(file);
    chat.terminal().note("Loaded " + count() + " from " + file + ".");
  }

  private String count() {
    int count = chat.conversation().history().messageCount();
    return count == 1 ? "1 message" : count + " messages";
  }

  private static Path file(String command, String name) {
    if (name.isEmpty()) {
      throw usage(command + ": expected the name of a file");
    }
    try {
      return name.startsWith("~/")
          ? Path.of(System.getProperty("user.home"), name.substring(2))
          : Path.of(name);
    } catch (InvalidPathException e) {
      throw usage(command + ": " + e.getMessage());
    }
  }

  private void showOrSetTemperature(String text) {
    if (text.isEmpty()) {
      chat.showTemperature();
      return;
    }
    try {
      chat.setTemperature(text.equals("default") ? null : Double.valueOf(text));
    } catch (NumberFormatException e) {
      throw usage("/temperature: expected a number from 0 to 2, or default, found " + text);
    } catch (IllegalArgumentException e) {
      throw usage("/" + e.getMessage());
    }
  }

  private void showOrSwitchModel(String name) {
    if (name.isEmpty()) {
      chat.terminal().note("The model is " + chat.model().label() + ".");
      return;
    }
    try {
      chat.switchModel(parseModel(name));
    } catch (IllegalArgumentException e) {
      throw usage("/model: " + e.getMessage());
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
    return usage(
        "Unknown command %s.%s /help lists the commands. To send a message that begins with /, put a space before it."
            .formatted(word, suggestion == null ? "" : " Did you mean " + suggestion + "?"));
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}

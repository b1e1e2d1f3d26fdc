package org.atomicagents.chat;

import java.util.List;

/**
 * A generator of the text of a system prompt.
 *
 * <p>Implementations must be thread-safe and must depend on their argument only: the generator may
 * be called twice per run, and without context providers once for many runs. Content that changes
 * between runs belongs in a {@link ContextProvider}.
 */
@FunctionalInterface
public interface PromptGenerator {

  /**
   * Returns the text of the system prompt.
   *
   * @param context the content of the context providers in this run: stable content, then volatile
   *     content, each in the order of registration
   */
  String generate(List<ContextInfo> context);

  /**
   * The content of a context provider in one run.
   *
   * @param title the heading
   * @param info the content, possibly empty
   */
  record ContextInfo(String title, String info) {
    /** Returns the title and the size of the info. */
    @Override
    public String toString() {
      return "ContextInfo[" + title + ", " + info.length() + " characters]";
    }
  }
}

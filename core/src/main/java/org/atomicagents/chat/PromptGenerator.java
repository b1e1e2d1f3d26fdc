package org.atomicagents.chat;

import java.util.List;

/**
 * Writes the text of a system prompt.
 *
 * <p>Thread-safe, and a function of its argument alone: it may be called twice in a run, and
 * without context once for many runs. What changes from run to run is a {@link ContextProvider}'s
 * to tell.
 */
@FunctionalInterface
public interface PromptGenerator {

  /**
   * Writes the prompt.
   *
   * @param context what the context providers said in this run, in the order of their registration
   */
  String generate(List<ContextInfo> context);

  /** What a context provider said in one run. */
  record ContextInfo(String title, String info) {
    /** Returns the title and the size of the info. */
    @Override
    public String toString() {
      return "ContextInfo[" + title + ", " + info.length() + " characters]";
    }
  }
}

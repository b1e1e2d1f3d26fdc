package org.atomicagents.benchmarks.weakmodel;

/** The requests of one extraction and the tokens that the server counted. */
record RequestTally(int requests, long promptTokens, long completionTokens) {
  static final RequestTally NONE = new RequestTally(0, 0, 0);

  RequestTally plus(long morePromptTokens, long moreCompletionTokens) {
    return new RequestTally(
        requests + 1, promptTokens + morePromptTokens, completionTokens + moreCompletionTokens);
  }
}

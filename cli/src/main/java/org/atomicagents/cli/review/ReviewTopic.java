package org.atomicagents.cli.review;

import java.util.Locale;

/** A check of the review, with the page of the documentation about its subject. */
public enum ReviewTopic {
  FAILURES("docs/errors.md"),
  CONCURRENCY("docs/batch.md#run-a-batch-from-the-command-line"),
  STREAMING("docs/streaming.md"),
  RESPONSE_CACHE("docs/caching.md"),
  MODEL_CHOICE("docs/routing.md#task-complexity"),
  BATCH_PRICE("docs/batch.md#submit-to-a-providers-batch-api"),
  HISTORY("docs/memory.md#limit-the-tokens-of-a-request"),
  PROMPT_CACHE("docs/providers.md#claude-by-anthropics-messages-api"),
  PROMPT_TOKENS("docs/tokens.md#find-out-where-tokens-are-spent"),
  RESPONSE_LENGTH("docs/tokens.md#limit-the-length-of-responses"),
  TIMEOUT("docs/connections.md#cancellation-and-timeouts"),
  CONNECTIONS("docs/connections.md");

  private final String docs;

  ReviewTopic(String docs) {
    this.docs = docs;
  }

  /** Returns the page, as a path in the repository. */
  public String docs() {
    return docs;
  }

  /** Returns the name in reports, such as {@code response-cache}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package org.atomicagents.cli.review;

/** A check of one topic. Stateless and thread-safe. */
@FunctionalInterface
interface ReviewCheck {
  /** Returns the result for an agent file, its inputs and their replay. */
  TopicResult check(ReviewSubject subject);
}

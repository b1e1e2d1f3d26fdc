package org.atomicagents;

import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;

/**
 * A run that is ready to start: the prompt rendered, the history read, the request written.
 *
 * <p>Immutable and thread-safe; each call of {@link #call()} or {@link #stream()} is a run of its
 * own over the same request. Where the conversation lets one run in at a time ({@link
 * org.atomicagents.chat.OverlapPolicy}), it is good for one run only, and closing it lets the next
 * one in. A run that ends closes it, too; a stream ends when it is read to its end or closed.
 */
public interface PreparedRun<O> extends AutoCloseable {

  /** What the model will be asked. */
  ModelRequest request();

  /**
   * A hash of everything that decides the answer: the model, the prompt without what passes (a
   * clock), the history, the input, the schemas and the parameters.
   */
  String fingerprint();

  /** An estimate of the request's tokens. */
  TokenCount tokens();

  /**
   * Runs, and commits the turn.
   *
   * @throws org.atomicagents.error.AgentException if that brings no valid output; the history is as
   *     it was
   */
  RunResult<O> call();

  /** Runs while its answer is read; the stream commits the turn. */
  AgentStream<O> stream();

  /** Commits the turn with an output that is known already, such as one out of a cache. */
  void commit(O output);

  @Override
  void close();
}

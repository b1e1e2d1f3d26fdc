package org.atomicagents;

/**
 * A run whose answer is seen while it is written.
 *
 * <p>Read by one thread, once. The output is valid, and the turn committed, when {@link #result()}
 * or {@link #reply()} returns, or the deltas have come to their end. Closing it before that cancels
 * the run and leaves the history as it was; {@link #close()} may be called from any thread, any
 * number of times.
 *
 * {@snippet :
 * try (AgentStream<Answer> stream = agent.stream(question)) {
 *   for (Delta delta : stream.deltas()) {
 *     screen.append(delta.text());
 *   }
 *   Answer answer = stream.result();
 * }
 * }
 */
public interface AgentStream<O> extends AutoCloseable {

  /**
   * The answer's text as it comes; iterated once.
   *
   * <p>{@code hasNext()} throws the {@link org.atomicagents.model.AgentException} with which the
   * run fails; {@link #result()} throws it again.
   */
  Iterable<Delta> deltas();

  /**
   * The valid output, after whatever is left of the answer.
   *
   * @throws org.atomicagents.model.AgentException if the run failed or was cancelled
   */
  default O result() {
    return reply().output();
  }

  /**
   * The valid output and how it came about, after whatever is left of the answer.
   *
   * @throws org.atomicagents.model.AgentException if the run failed or was cancelled
   */
  Reply<O> reply();

  @Override
  void close();
}

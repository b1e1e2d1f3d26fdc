package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RawDelta;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.PacedServer;
import org.atomicagents.internal.http.PacedServer.Seen;
import org.atomicagents.internal.http.PacedServer.Version;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever ends an agent's stream, the server sees it before its next chunk is due. */
@Timeout(60)
class AgentStreamEndTest {
  private static final String CHUNK =
      "data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"chat_message\\\":\\\"Hi\"}}]}\n\n";

  private static final String EACH =
      """
      HTTP_1, true
      HTTP_1, false
      HTTP_2, true
      HTTP_2, false
      """;

  /** A thread that has seen the first delta of a stream and waits for the next. */
  private static final class Reader {
    private final CompletableFuture<AgentStream<BasicChatOutput>> seen = new CompletableFuture<>();
    private final CompletableFuture<AgentException> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final Thread thread;

    Reader(boolean virtual, OpenAi client, UnaryOperator<RunOptions> options) {
      var agent = AtomicAgent.of(client.model("m"));
      Runnable work = () -> read(agent, options.apply(RunOptions.defaults()));
      thread = virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().daemon().start(work);
    }

    private void read(AtomicAgent<BasicChatInput, BasicChatOutput> agent, RunOptions options) {
      try (var stream = agent.stream(new BasicChatInput("Hello"), options)) {
        for (RawDelta delta : stream.deltas()) {
          assertThat(delta.text()).isEqualTo("{\"chat_message\":\"Hi");
          seen.complete(stream);
        }
        throw new AssertionError("The stream has come to its end.");
      } catch (AgentException e) {
        outcome.complete(e);
      } catch (Throwable e) {
        outcome.completeExceptionally(e);
        seen.completeExceptionally(e);
      } finally {
        interrupted.complete(Thread.currentThread().isInterrupted());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void closingIt(Version version, boolean virtual) throws Exception {
    try (PacedServer server = version.start(CHUNK);
        ConnectionPool pool = server.pool().maxConnections(1).build()) {
      var reader = new Reader(virtual, connected(server, pool), options -> options);
      AgentStream<BasicChatOutput> stream = reader.seen.get();
      server.beat();

      stream.close();

      requireSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get()).isInstanceOf(CancelledException.class);
      assertThat(reader.interrupted.get()).isFalse();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void interruptingItsReader(Version version, boolean virtual) throws Exception {
    try (PacedServer server = version.start(CHUNK);
        ConnectionPool pool = server.pool().maxConnections(1).build()) {
      var reader = new Reader(virtual, connected(server, pool), options -> options);
      reader.seen.get();
      server.beat();

      reader.thread.interrupt();

      requireSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get()).isInstanceOf(CancelledException.class);
      assertThat(reader.interrupted.get()).isTrue();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void itsTimeLimit(Version version, boolean virtual) throws Exception {
    try (PacedServer server = version.start(CHUNK);
        ConnectionPool pool = server.pool().maxConnections(1).build()) {
      // Half-way between two chunks.
      var reader =
          new Reader(
              virtual,
              connected(server, pool),
              options -> options.withTimeout(Duration.ofMillis(500)));

      requireSeenBeforeTheNextChunk(server);

      assertThat(reader.outcome.get()).isInstanceOf(TimedOutException.class);
      assertThat(reader.interrupted.get()).isFalse();
      requireNothingLeaked(version, server, pool);
    }
  }

  private static void requireSeenBeforeTheNextChunk(PacedServer server) throws Exception {
    assertThat(server.take()).isEqualTo(Seen.PIECE);
    assertThat(server.take()).isEqualTo(Seen.HANG_UP);
  }

  private static void requireNothingLeaked(
      Version version, PacedServer server, ConnectionPool pool) {
    boolean stays = version == Version.HTTP_2;
    awaitOpen(pool, stays ? 1 : 0);

    connected(server, pool);

    awaitOpen(pool, 1);
    assertThat(server.connections()).isEqualTo(stays ? 1 : 2);
    assertThat(pool.status().idleConnections()).isOne();
  }

  // The thread that reads cleans up a moment after the server has seen the end.
  private static void awaitOpen(ConnectionPool pool, int connections) {
    while (pool.status().runningCalls() > 0 || pool.status().openConnections() != connections) {
      Thread.onSpinWait();
    }
  }

  /** A client whose connection is open already, so that no time goes into opening it. */
  private static OpenAi connected(PacedServer server, ConnectionPool pool) {
    OpenAi client = OpenAi.builder(Provider.of("test", server.uri("/v1"))).pool(pool).build();
    client.warmUp(1);
    return client;
  }
}
